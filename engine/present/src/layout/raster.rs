//! Paths of a plan as pixels.

use super::drawing::{PlanDrawing, PlanPath};
use crate::palette::Colour;

/// Lines of samples in one line of pixels.
const SAMPLES: usize = 4;

/// A picture in sRGB, line by line from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanPixels {
    /// Pixels in a line, and lines.
    pub size: [usize; 2],
    /// The pixels.
    pub pixels: Vec<Colour>,
}

impl PlanPixels {
    /// The ground and what stays of a drawing, so many pixels wide.
    pub fn base(drawing: &PlanDrawing, width: usize) -> Self {
        let width = width.clamp(1, 4096);
        let height = ((width as f64 * drawing.aspect).round() as usize).max(1);
        let mut picture = Self { size: [width, height], pixels: vec![drawing.ground; width * height] };
        picture.draw(&drawing.base);
        picture
    }

    /// Draws paths over what is there.
    pub fn draw(&mut self, paths: &[PlanPath]) {
        let width = self.size[0] as f64;
        for path in paths {
            let points: Vec<[f64; 2]> = path.points.iter().map(|p| p.map(|v| v * width)).collect();
            if let Some((colour, alpha)) = path.fill {
                self.fill(&points, colour, f32::from(alpha) / 255.0);
            }
            if let Some((colour, share)) = path.line {
                self.line(&points, path.closed, colour, share * width);
            }
        }
    }

    /// A line is a strip for each of its pieces; a hair-line is drawn fainter, not thinner than a pixel.
    fn line(&mut self, points: &[[f64; 2]], closed: bool, colour: Colour, width: f64) {
        let half = width.max(1.0) / 2.0;
        let alpha = width.min(1.0) as f32;
        let ends = points.iter().zip(points.iter().cycle().skip(1));
        let pieces = if closed { points.len() } else { points.len().saturating_sub(1) };
        for (a, b) in ends.take(pieces) {
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let length = dx.hypot(dy);
            if length <= 0.0 {
                continue;
            }
            // As long as it is wide more: corners are closed.
            let (ux, uy) = (dx / length * half, dy / length * half);
            let strip = [
                [a[0] - ux - uy, a[1] - uy + ux],
                [b[0] + ux - uy, b[1] + uy + ux],
                [b[0] + ux + uy, b[1] + uy - ux],
                [a[0] - ux + uy, a[1] - uy - ux],
            ];
            self.fill(&strip, colour, alpha);
        }
    }

    /// The inside of a ring by even and odd crossings, with exact shares along each line of samples.
    fn fill(&mut self, ring: &[[f64; 2]], colour: Colour, alpha: f32) {
        let [width, height] = self.size;
        let ys = ring.iter().map(|p| p[1]).filter(|y| y.is_finite());
        let (low, high) = ys.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), y| (l.min(y), h.max(y)));
        if low >= high {
            return;
        }
        let first = low.floor().clamp(0.0, height as f64) as usize;
        let last = high.ceil().clamp(0.0, height as f64) as usize;
        let mut crossings: Vec<f64> = Vec::new();
        let mut covered = vec![0.0_f32; width];
        for row in first..last {
            let mut touched = (width, 0);
            for sample in 0..SAMPLES {
                let y = row as f64 + (sample as f64 + 0.5) / SAMPLES as f64;
                crossings.clear();
                for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                    if (a[1] <= y) != (b[1] <= y) {
                        crossings.push(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]));
                    }
                }
                crossings.sort_by(f64::total_cmp);
                for pair in crossings.chunks_exact(2) {
                    let span = span(&mut covered, pair[0], pair[1]);
                    touched = (touched.0.min(span.0), touched.1.max(span.1));
                }
            }
            let line = self.pixels.iter_mut().skip(row * width).zip(&mut covered);
            for (pixel, share) in line.take(touched.1).skip(touched.0) {
                let share = std::mem::take(share) * alpha;
                for (old, new) in pixel.iter_mut().zip(colour) {
                    *old = (f32::from(*old) + (f32::from(new) - f32::from(*old)) * share).round() as u8;
                }
            }
        }
    }
}

/// Adds the share of a line of samples from one place to another to each pixel; gives the first and the last but one.
fn span(covered: &mut [f32], from: f64, to: f64) -> (usize, usize) {
    let width = covered.len() as f64;
    let (from, to) = (from.clamp(0.0, width), to.clamp(0.0, width));
    if from >= to {
        return (covered.len(), 0);
    }
    let (first, last) = (from.floor() as usize, (to.ceil() as usize).min(covered.len()));
    for (column, share) in covered.iter_mut().enumerate().take(last).skip(first) {
        let inside = to.min(column as f64 + 1.0) - from.max(column as f64);
        *share = (*share + inside as f32 / SAMPLES as f32).min(1.0);
    }
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn white(size: [usize; 2]) -> PlanPixels {
        PlanPixels { size, pixels: vec![[255; 3]; size[0] * size[1]] }
    }

    fn path(points: &[[f64; 2]]) -> PlanPath {
        PlanPath { points: points.to_vec(), closed: true, fill: Some(([0; 3], u8::MAX)), line: None }
    }

    #[test]
    fn pixels_are_as_dark_as_they_are_covered() {
        let mut picture = white([8, 4]);
        // From 1.5 to 4 and from 1 to 2.5 pixels.
        let (l, r, t, b) = (1.5 / 8.0, 4.0 / 8.0, 1.0 / 8.0, 2.5 / 8.0);
        picture.draw(&[path(&[[l, t], [r, t], [r, b], [l, b]])]);
        let row = |y: usize| picture.pixels[y * 8..y * 8 + 8].iter().map(|p| p[0]).collect::<Vec<u8>>();
        assert_eq!(row(0), [255; 8]);
        assert_eq!(row(1), [255, 128, 0, 0, 255, 255, 255, 255]);
        assert_eq!(row(2), [255, 191, 128, 128, 255, 255, 255, 255]);
        assert_eq!(row(3), [255; 8]);
    }

    #[test]
    fn what_lies_outside_is_cut_and_a_notch_stays_open() {
        let mut picture = white([10, 10]);
        let notched = [
            [-1.0, 0.0],
            [2.0, 0.0],
            [2.0, 1.0],
            [0.6, 1.0],
            [0.6, 0.5],
            [0.4, 0.5],
            [0.4, 1.0],
            [-1.0, 1.0],
        ];
        picture.draw(&[path(&notched)]);
        assert_eq!(picture.pixels[9 * 10 + 5], [255; 3]);
        assert_eq!((picture.pixels[9 * 10], picture.pixels[99]), ([0; 3], [0; 3]));
        assert_eq!(picture.pixels[4 * 10 + 5], [0; 3]);
        let mut none = white([4, 4]);
        none.draw(&[path(&[[f64::NAN, 0.0], [1.0, f64::NAN]])]);
        assert_eq!(none, white([4, 4]));
    }

    #[test]
    fn a_hair_line_is_seen() {
        let mut picture = white([10, 10]);
        let line = Some(([0; 3], 0.05));
        picture.draw(&[PlanPath { points: vec![[0.0, 0.55], [1.0, 0.55]], closed: false, fill: None, line }]);
        assert_eq!(picture.pixels[5 * 10 + 5], [128; 3]);
    }
}
