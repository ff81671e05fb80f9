//! All pairs of strips that are too near in plan: the plain question, without crossings and joints.
//!
//! A grid suits it: pipes are thin and about as long as each other. Each strip is written into the cells
//! that it passes, row by row, so that a long one takes cells by its length and not by its box.

use rayon::prelude::*;

use super::super::geometry::{Strip, closest_on_segments, horizontal_gap};
use super::super::rules::RuleBook;

/// Most cells for each strip.
const CELLS_PER_STRIP: f64 = 2.0;

/// A box in plan: west, south, east, north.
type Rect = [f64; 4];

/// A pair of numbers with the gap in metres.
type Pair = (u32, u32, f64);

/// Every pair of strips whose outlines in plan are nearer than the figure for their classes: first and
/// second number, and the gap in metres, in the order of the numbers.
pub fn near_pairs(strips: &[(Strip, u8)], book: &RuleBook) -> Vec<Pair> {
    let mut present = vec![false; book.class_count()];
    for (_, class) in strips {
        if let Some(there) = present.get_mut(usize::from(*class)) {
            *there = true;
        }
    }
    let reach = book.reach_among(&present).into_iter().fold(0.0, f64::max);
    let margin = |strip: &Strip| strip.section.half_width_m() + reach / 2.0;
    let boxes: Vec<Rect> = strips.par_iter().map(|(strip, _)| rect(strip, margin(strip))).collect();
    let Some(grid) = Grid::over(&boxes) else { return Vec::new() };
    let (starts, held) = grid.fill(strips, &boxes, margin);
    let parts: Vec<Vec<Pair>> = starts
        .par_windows(2)
        .with_min_len(512)
        .fold(Vec::new, |mut found, ends| {
            if let [start, end] = ends
                && let Some(cell) = held.get(*start as usize..*end as usize)
            {
                pairs_in(cell, strips, &boxes, book, &mut found);
            }
            found
        })
        .collect();
    let mut pairs = parts.concat();
    pairs.par_sort_unstable_by_key(|(a, b, _)| (*a, *b));
    // Two strips may share several cells.
    pairs.dedup_by_key(|(a, b, _)| (*a, *b));
    pairs
}

fn rect(strip: &Strip, margin: f64) -> Rect {
    let [a, b] = strip.plan();
    [a[0].min(b[0]) - margin, a[1].min(b[1]) - margin, a[0].max(b[0]) + margin, a[1].max(b[1]) + margin]
}

struct Grid {
    origin: [f64; 2],
    cell_m: f64,
    columns: usize,
    rows: usize,
}

impl Grid {
    /// A grid whose cells are about as large as the boxes, and not more than a few for each.
    fn over(boxes: &[Rect]) -> Option<Self> {
        let all = boxes.iter().copied().reduce(|a, b| {
            [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
        })?;
        let count = boxes.len() as f64;
        let mean = boxes.iter().map(|b| (b[2] - b[0]).max(b[3] - b[1])).sum::<f64>() / count;
        let size = [all[2] - all[0], all[3] - all[1]];
        let least = (size[0] * size[1] / (CELLS_PER_STRIP * count)).sqrt();
        // A long and narrow scene must not have more columns than that either.
        let longest = size[0].max(size[1]) / (CELLS_PER_STRIP * count + 1.0);
        let cell_m = mean.max(least).max(longest);
        if !(cell_m.is_finite() && cell_m > 0.0) {
            return None;
        }
        let cells = size.map(|v| (v / cell_m) as usize + 1);
        Some(Self { origin: [all[0], all[1]], cell_m, columns: cells[0], rows: cells[1] })
    }

    fn index(&self, v: f64, axis: usize) -> usize {
        let most = if axis == 0 { self.columns } else { self.rows } - 1;
        (((v - self.origin[axis]) / self.cell_m).max(0.0) as usize).min(most)
    }

    /// Visits the cells that a strip's outline with its margin may touch.
    fn visit(&self, strip: &Strip, bounds: &Rect, margin: f64, mut visit: impl FnMut(usize)) {
        let [a, b] = strip.plan();
        let (south, north) = (self.index(bounds[1], 1), self.index(bounds[3], 1));
        let rise = b[1] - a[1];
        for row in south..=north {
            let low = self.origin[1] + row as f64 * self.cell_m - margin;
            let high = low + self.cell_m + 2.0 * margin;
            let mut ends = [bounds[0], bounds[2]];
            if south != north && rise != 0.0 {
                // The stretch of the axis within the row and its margin.
                let shares = [(low - a[1]) / rise, (high - a[1]) / rise].map(|share| share.clamp(0.0, 1.0));
                let x = shares.map(|share| a[0] + (b[0] - a[0]) * share);
                ends = [x[0].min(x[1]) - margin, x[0].max(x[1]) + margin];
            }
            for column in self.index(ends[0], 0)..=self.index(ends[1], 0) {
                visit(row * self.columns + column);
            }
        }
    }

    /// Numbers of strips cell by cell, and where each cell starts.
    fn fill(&self, strips: &[(Strip, u8)], boxes: &[Rect], margin: impl Fn(&Strip) -> f64) -> (Vec<u32>, Vec<u32>) {
        let mut starts = vec![0_u32; self.columns * self.rows + 1];
        for ((strip, _), bounds) in strips.iter().zip(boxes) {
            self.visit(strip, bounds, margin(strip), |cell| starts[cell + 1] += 1);
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut held = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        for ((number, (strip, _)), bounds) in (0_u32..).zip(strips).zip(boxes) {
            self.visit(strip, bounds, margin(strip), |cell| {
                held[next[cell] as usize] = number;
                next[cell] += 1;
            });
        }
        (starts, held)
    }
}

fn pairs_in(cell: &[u32], strips: &[(Strip, u8)], boxes: &[Rect], book: &RuleBook, found: &mut Vec<Pair>) {
    let placed: Vec<(u32, Rect)> =
        cell.iter().filter_map(|&number| Some((number, *boxes.get(number as usize)?))).collect();
    for (at, (number, a)) in placed.iter().enumerate() {
        for (other, b) in placed.iter().skip(at + 1) {
            if a[0] > b[2] || b[0] > a[2] || a[1] > b[3] || b[1] > a[3] {
                continue;
            }
            // Cells are filled in the order of numbers, so `number` is the smaller.
            let Some((one, two)) = strips.get(*number as usize).zip(strips.get(*other as usize)) else { continue };
            let reach = book.pair_reach_m(one.1, two.1);
            if reach <= 0.0 {
                continue;
            }
            let closest = closest_on_segments(one.0.plan(), two.0.plan());
            let widths = one.0.section.half_width_m() + two.0.section.half_width_m();
            if closest.distance_m - widths < reach {
                let gap = horizontal_gap(&one.0, &two.0, &closest);
                if gap < reach {
                    found.push((*number, *other, gap));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::geometry::SweptSection;
    use super::super::super::tests::town::book;
    use super::*;

    #[test]
    fn the_grid_finds_what_all_pairs_find() {
        let mut seed = 3_u64;
        let mut draw = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1_u64 << 53) as f64
        };
        let book = book();
        // Short pipes, and some as long as the whole place.
        let strips: Vec<(Strip, u8)> = (0..600_u32)
            .map(|i| {
                let (x, y) = (draw() * 200.0, draw() * 200.0);
                let length = if i % 50 == 0 { 300.0 } else { 15.0 };
                let (dx, dy) = (length * (draw() - 0.5), length * (draw() - 0.5));
                let section = if i % 7 == 0 { SweptSection::Upright(0.4, 0.3) } else { SweptSection::Round(0.1) };
                let strip = Strip { a: [x, y, -1.0], b: [x + dx, y + dy, -1.0], section, square: [true; 2] };
                (strip, (draw() * 16.0) as u8)
            })
            .collect();
        let mut expected = Vec::new();
        for (a, (one, class_a)) in (0_u32..).zip(&strips) {
            for (b, (two, class_b)) in (0_u32..).zip(&strips).skip(a as usize + 1) {
                let closest = closest_on_segments(one.plan(), two.plan());
                let gap = horizontal_gap(one, two, &closest);
                if gap < book.pair_reach_m(*class_a, *class_b) && book.pair_reach_m(*class_a, *class_b) > 0.0 {
                    expected.push((a, b, gap));
                }
            }
        }
        assert!(expected.len() > 100);
        assert_eq!(near_pairs(&strips, &book), expected);
        assert!(near_pairs(&[], &book).is_empty());
    }
}
