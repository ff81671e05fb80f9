//! All pairs of strips that are too near in plan: the plain question, without crossings and joints.
//!
//! A grid suits it: pipes are thin and about as long as each other. Each strip is written into the cells
//! that it passes, row by row, so that a long one takes cells by its length and not by its box.

use rayon::prelude::*;

use super::super::geometry::{Strip, SweptSection, closest_on_segments, horizontal_gap};
use super::super::rules::RuleBook;
use super::order::spatial_order;

/// Most cells for each strip.
const CELLS_PER_STRIP: f64 = 2.0;

/// A box in plan: west, south, east, north.
type Rect = [f64; 4];

/// A pair of numbers with the gap in metres.
type Pair = (u32, u32, f64);

/// A strip with what the search reads.
#[derive(Clone, Copy)]
struct Placed {
    plan: [[f64; 2]; 2],
    half_width_m: f64,
    number: u32,
    class: u8,
    /// Whether its section is a box, whose ends may be square.
    upright: bool,
}

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
    let starts: Vec<[f64; 2]> = strips.par_iter().map(|(strip, _)| [strip.a[0], strip.a[1]]).collect();
    // In spatial order, what a cell reads lies side by side.
    let placed: Vec<Placed> = spatial_order(&starts)
        .into_par_iter()
        .filter_map(|number| {
            let (strip, class) = *strips.get(number as usize)?;
            let upright = matches!(strip.section, SweptSection::Upright(..));
            Some(Placed {
                plan: strip.plan(),
                half_width_m: strip.section.half_width_m(),
                number,
                class,
                upright,
            })
        })
        .collect();
    let rects: Vec<Rect> = placed.par_iter().map(|one| rect(one, reach / 2.0)).collect();
    let Some(grid) = Grid::over(&rects, reach / 2.0) else { return Vec::new() };
    let (starts, held) = grid.fill(&placed, &rects);
    let parts: Vec<Vec<Pair>> = starts
        .par_windows(2)
        .with_min_len(4096)
        .fold(Vec::new, |mut found, ends| {
            if let [start, end] = ends
                && let Some(cell) = held.get(*start as usize..*end as usize)
            {
                pairs_in(cell, (&placed, &rects), (strips, book), &mut found);
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

fn rect(one: &Placed, reach: f64) -> Rect {
    let ([a, b], margin) = (one.plan, one.half_width_m + reach);
    [a[0].min(b[0]) - margin, a[1].min(b[1]) - margin, a[0].max(b[0]) + margin, a[1].max(b[1]) + margin]
}

struct Grid {
    origin: [f64; 2],
    cell_m: f64,
    columns: usize,
    rows: usize,
    /// Margin of strips beyond their half width.
    reach_m: f64,
}

impl Grid {
    /// A grid whose cells are about as large as the boxes, and not more than a few for each.
    fn over(rects: &[Rect], reach_m: f64) -> Option<Self> {
        let boxes = || rects.par_iter().copied();
        let all =
            boxes().reduce_with(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        let count = rects.len() as f64;
        // Summed in one order, so that the cells are the same each time.
        let mean = rects.iter().map(|b| (b[2] - b[0]).max(b[3] - b[1])).sum::<f64>() / count;
        let size = [all[2] - all[0], all[3] - all[1]];
        let least = (size[0] * size[1] / (CELLS_PER_STRIP * count)).sqrt();
        // A long and narrow scene must not have more columns than that either.
        let longest = size[0].max(size[1]) / (CELLS_PER_STRIP * count + 1.0);
        let cell_m = mean.max(least).max(longest);
        if !(cell_m.is_finite() && cell_m > 0.0) {
            return None;
        }
        let cells = size.map(|v| (v / cell_m) as usize + 1);
        Some(Self { origin: [all[0], all[1]], cell_m, columns: cells[0], rows: cells[1], reach_m })
    }

    fn index(&self, v: f64, axis: usize) -> usize {
        let most = if axis == 0 { self.columns } else { self.rows } - 1;
        (((v - self.origin[axis]) / self.cell_m).max(0.0) as usize).min(most)
    }

    /// Visits the cells that a strip's outline with its margin may touch.
    fn visit(&self, one: &Placed, bounds: &Rect, mut visit: impl FnMut(usize)) {
        let (south, north) = (self.index(bounds[1], 1), self.index(bounds[3], 1));
        if south == north {
            let row = south * self.columns;
            (self.index(bounds[0], 0)..=self.index(bounds[2], 0)).for_each(|column| visit(row + column));
            return;
        }
        let margin = one.half_width_m + self.reach_m;
        let [a, b] = one.plan;
        let rise = b[1] - a[1];
        for row in south..=north {
            let low = self.origin[1] + row as f64 * self.cell_m - margin;
            let high = low + self.cell_m + 2.0 * margin;
            let mut ends = [bounds[0], bounds[2]];
            if rise != 0.0 {
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

    /// Places of strips cell by cell, and where each cell starts.
    fn fill(&self, placed: &[Placed], rects: &[Rect]) -> (Vec<u32>, Vec<u32>) {
        let mut starts = vec![0_u32; self.columns * self.rows + 1];
        for (one, bounds) in placed.iter().zip(rects) {
            self.visit(one, bounds, |cell| starts[cell + 1] += 1);
        }
        for cell in 1..starts.len() {
            starts[cell] += starts[cell - 1];
        }
        let mut next = starts.clone();
        let mut held = vec![0_u32; starts.last().copied().unwrap_or(0) as usize];
        for (place, (one, bounds)) in (0_u32..).zip(placed.iter().zip(rects)) {
            self.visit(one, bounds, |cell| {
                held[next[cell] as usize] = place;
                next[cell] += 1;
            });
        }
        (starts, held)
    }
}

fn pairs_in(
    cell: &[u32],
    (placed, rects): (&[Placed], &[Rect]),
    (strips, book): (&[(Strip, u8)], &RuleBook),
    found: &mut Vec<Pair>,
) {
    for (at, place) in cell.iter().enumerate() {
        let Some(a) = rects.get(*place as usize) else { continue };
        for other in cell.iter().skip(at + 1) {
            let Some(b) = rects.get(*other as usize) else { continue };
            if a[0] > b[2] || b[0] > a[2] || a[1] > b[3] || b[1] > a[3] {
                continue;
            }
            let Some((one, two)) = placed.get(*place as usize).zip(placed.get(*other as usize)) else {
                continue;
            };
            let reach = book.pair_reach_m(one.class, two.class);
            if reach <= 0.0 {
                continue;
            }
            let (first, second) = if one.number < two.number { (one, two) } else { (two, one) };
            let closest = closest_on_segments(first.plan, second.plan);
            let mut gap = closest.distance_m - (first.half_width_m + second.half_width_m);
            if gap < reach && (first.upright || second.upright) {
                let whole = strips.get(first.number as usize).zip(strips.get(second.number as usize));
                gap = whole.map_or(gap, |(a, b)| horizontal_gap(&a.0, &b.0, &closest));
            }
            if gap < reach {
                found.push((first.number, second.number, gap));
            }
        }
    }
}

#[cfg(test)]
mod tests {
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
                let section =
                    if i % 7 == 0 { SweptSection::Upright(0.4, 0.3) } else { SweptSection::Round(0.1) };
                let strip = Strip { a: [x, y, -1.0], b: [x + dx, y + dy, -1.0], section, square: [true; 2] };
                (strip, (draw() * 16.0) as u8)
            })
            .collect();
        let mut expected = Vec::new();
        for (a, (one, class_a)) in (0_u32..).zip(&strips) {
            for (b, (two, class_b)) in (0_u32..).zip(&strips).skip(a as usize + 1) {
                let closest = closest_on_segments(one.plan(), two.plan());
                let gap = horizontal_gap(one, two, &closest);
                if gap < book.pair_reach_m(*class_a, *class_b) && book.pair_reach_m(*class_a, *class_b) > 0.0
                {
                    expected.push((a, b, gap));
                }
            }
        }
        assert!(expected.len() > 100);
        assert_eq!(near_pairs(&strips, &book), expected);
        assert!(near_pairs(&[], &book).is_empty());
    }
}
