//! All pairs of strips that are too near in plan: the plain question, without crossings and joints.
//!
//! The place is cut into bands from south to north. In each band the strips are sorted by their western
//! end and swept eastwards: only those that overlap are looked at. A band's strips lie side by side in
//! memory. A strip over many bands counts in each with the part that passes it, so that a long one costs
//! by its length and not by its box.

use rayon::prelude::*;

use super::super::geometry::{Strip, SweptSection, closest_on_segments, cross, dot, horizontal_gap, minus};
use super::super::rules::RuleBook;

/// Strips that one thread takes at a time.
const CHUNK: usize = 1 << 15;
/// Bands for each strip at most.
const BANDS_PER_STRIP: f64 = 1.0;
/// Height of a band over the mean height of the strips' boxes.
const BAND_OVER_BOX: f64 = 2.0;
/// In place of the first band of a strip whose box differs from band to band.
const PARTED: u32 = u32::MAX;

/// A pair of numbers with the gap in metres.
type Pair = (u32, u32, f64);

/// A strip in a band with what the search reads.
#[derive(Clone, Copy)]
struct Placed {
    plan: [[f64; 2]; 2],
    half_width_m: f64,
    /// West, south, east, north of its outline with half of the reach, rounded outwards.
    rect: [f32; 4],
    number: u32,
    /// First band that it touches, or [`PARTED`].
    first_band: u32,
    class: u8,
    /// Whether its section is a box, whose ends may be square.
    upright: bool,
}

/// Every pair of strips whose outlines in plan are nearer than the figure for their classes: first and
/// second number, and the gap in metres, in the order of the numbers.
pub fn near_pairs(strips: &[(Strip, u8)], book: &RuleBook) -> Vec<Pair> {
    let parts: Vec<Extent> = strips.par_chunks(CHUNK).map(Extent::of).collect();
    // Summed in one order, so that the bands are the same each time.
    let Some(extent) = parts.into_iter().reduce(Extent::with) else { return Vec::new() };
    let present = extent.present.get(..book.class_count()).unwrap_or(&extent.present);
    let reach: Vec<f64> = book.reach_among(present).into_iter().map(|reach| reach / 2.0).collect();
    let widest = reach.iter().copied().fold(0.0, f64::max);
    let Some(bands) = Bands::over(&extent, widest) else { return Vec::new() };
    let chunks: Vec<Chunk> = strips
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(number, part)| bands.chunk((number * CHUNK) as u32, part, &reach))
        .collect();
    let found: Vec<Vec<Pair>> = (0..bands.count)
        .into_par_iter()
        .map_init(Scratch::default, |scratch, band| {
            scratch.gather(band, &chunks);
            pairs_in(band as u32, &scratch.sorted, strips, book)
        })
        .collect();
    let mut pairs = found.concat();
    pairs.par_sort_unstable_by_key(|(a, b, _)| (*a, *b));
    // Strips in parts may meet in several bands.
    pairs.dedup_by_key(|(a, b, _)| (*a, *b));
    pairs
}

/// How far some strips reach, and which classes they have.
struct Extent {
    south: f64,
    north: f64,
    /// Sum of the heights of their axes' boxes, metres.
    heights_m: f64,
    half_widths_m: f64,
    count: usize,
    present: [bool; 256],
}

impl Extent {
    fn of(strips: &[(Strip, u8)]) -> Self {
        let mut extent = Self {
            south: f64::INFINITY,
            north: f64::NEG_INFINITY,
            heights_m: 0.0,
            half_widths_m: 0.0,
            count: strips.len(),
            present: [false; 256],
        };
        for (strip, class) in strips {
            extent.present[usize::from(*class)] = true;
            let (south, north) = (strip.a[1].min(strip.b[1]), strip.a[1].max(strip.b[1]));
            if (north - south).is_finite() {
                extent.south = extent.south.min(south);
                extent.north = extent.north.max(north);
                extent.heights_m += north - south;
                extent.half_widths_m = extent.half_widths_m.max(strip.section.half_width_m());
            }
        }
        extent
    }

    fn with(mut self, other: Self) -> Self {
        self.south = self.south.min(other.south);
        self.north = self.north.max(other.north);
        self.heights_m += other.heights_m;
        self.half_widths_m = self.half_widths_m.max(other.half_widths_m);
        self.count += other.count;
        self.present.iter_mut().zip(other.present).for_each(|(mine, other)| *mine |= other);
        self
    }
}

/// Bands from south to north.
struct Bands {
    south: f64,
    height_m: f64,
    count: usize,
}

/// Some strips, band by band.
struct Chunk {
    placed: Vec<Placed>,
    /// Where each band starts, and the end.
    starts: Vec<u32>,
}

impl Bands {
    /// Bands about twice as high as a box, and not more than there are strips. Nothing when no strip has
    /// a place.
    fn over(extent: &Extent, reach_m: f64) -> Option<Self> {
        let margin = extent.half_widths_m + reach_m;
        let size = extent.north - extent.south + 2.0 * margin;
        let count = extent.count as f64;
        let box_m = extent.heights_m / count + 2.0 * reach_m;
        let height_m =
            (BAND_OVER_BOX * box_m).max(size / (BANDS_PER_STRIP * count)).max(size / f64::from(1 << 16));
        if !(size.is_finite() && height_m.is_finite() && height_m > 0.0) {
            return None;
        }
        Some(Self { south: extent.south - margin, height_m, count: (size / height_m) as usize + 1 })
    }

    fn index(&self, y: f64) -> usize {
        (((y - self.south) / self.height_m).max(0.0) as usize).min(self.count - 1)
    }

    /// Visits the bands that a strip touches; `reach_m` is half of the reach of each class.
    fn visit(
        &self,
        number: u32,
        (strip, class): &(Strip, u8),
        reach_m: &[f64],
        mut visit: impl FnMut(usize, Placed),
    ) {
        let half_width_m = strip.section.half_width_m();
        let margin = half_width_m + reach_m.get(usize::from(*class)).copied().unwrap_or(0.0);
        let [a, b] = strip.plan();
        let ends = [
            a[0].min(b[0]) - margin,
            a[1].min(b[1]) - margin,
            a[0].max(b[0]) + margin,
            a[1].max(b[1]) + margin,
        ];
        if !ends.iter().all(|v| v.is_finite()) {
            return;
        }
        let (first, last) = (self.index(ends[1]), self.index(ends[3]));
        let mut placed = Placed {
            plan: [a, b],
            half_width_m,
            rect: outwards(ends),
            number,
            first_band: first as u32,
            class: *class,
            upright: matches!(strip.section, SweptSection::Upright(..)),
        };
        if last - first < 2 {
            (first..=last).for_each(|band| visit(band, placed));
            return;
        }
        placed.first_band = PARTED;
        let rise = b[1] - a[1];
        for band in first..=last {
            let low = self.south + band as f64 * self.height_m - margin;
            let high = low + self.height_m + 2.0 * margin;
            let mut part = ends;
            if rise != 0.0 {
                // The stretch of the axis within the band and its margin.
                let shares = [(low - a[1]) / rise, (high - a[1]) / rise].map(|share| share.clamp(0.0, 1.0));
                let x = shares.map(|share| a[0] + (b[0] - a[0]) * share);
                (part[0], part[2]) = (x[0].min(x[1]) - margin, x[0].max(x[1]) + margin);
            }
            visit(band, Placed { rect: outwards(part), ..placed });
        }
    }

    /// Strips by the bands that they touch.
    fn chunk(&self, first: u32, strips: &[(Strip, u8)], reach_m: &[f64]) -> Chunk {
        let mut found: Vec<(u32, Placed)> = Vec::with_capacity(strips.len() * 3 / 2);
        let mut starts = vec![0_u32; self.count + 1];
        for (number, strip) in (first..).zip(strips) {
            self.visit(number, strip, reach_m, |band, placed| {
                starts[band + 1] += 1;
                found.push((band as u32, placed));
            });
        }
        for band in 1..starts.len() {
            starts[band] += starts[band - 1];
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; found.len()];
        for (at, (band, _)) in (0_u32..).zip(&found) {
            let place = &mut next[*band as usize];
            order[*place as usize] = at;
            *place += 1;
        }
        Chunk { placed: order.into_iter().map(|at| found[at as usize].1).collect(), starts }
    }
}

/// A box in the smaller numbers that surely holds it.
fn outwards([west, south, east, north]: [f64; 4]) -> [f32; 4] {
    [(west as f32).next_down(), (south as f32).next_down(), (east as f32).next_up(), (north as f32).next_up()]
}

/// The strips of one band, from west to east; kept by a thread from band to band.
#[derive(Default)]
struct Scratch {
    of_band: Vec<Placed>,
    order: Vec<(f32, u32)>,
    sorted: Vec<Placed>,
}

impl Scratch {
    fn gather(&mut self, band: usize, chunks: &[Chunk]) {
        self.of_band.clear();
        for chunk in chunks {
            let ends = [chunk.starts[band], chunk.starts[band + 1]].map(|end| end as usize);
            self.of_band.extend_from_slice(&chunk.placed[ends[0]..ends[1]]);
        }
        self.order.clear();
        self.order.extend((0_u32..).zip(&self.of_band).map(|(at, placed)| (placed.rect[0], at)));
        self.order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.sorted.clear();
        self.sorted.extend(self.order.iter().map(|(_, at)| self.of_band[*at as usize]));
    }
}

fn pairs_in(band: u32, sorted: &[Placed], strips: &[(Strip, u8)], book: &RuleBook) -> Vec<Pair> {
    let mut found = Vec::new();
    for (at, one) in sorted.iter().enumerate() {
        let [_, south, east, north] = one.rect;
        for two in sorted[at + 1..].iter().take_while(|two| two.rect[0] <= east) {
            if south > two.rect[3] || two.rect[1] > north {
                continue;
            }
            // Two whole boxes overlap in every band that both touch: the first one counts.
            let whole = one.first_band != PARTED && two.first_band != PARTED;
            if whole && one.first_band.max(two.first_band) != band {
                continue;
            }
            let (first, second) = if one.number < two.number { (one, two) } else { (two, one) };
            if let Some(gap) = too_near(first, second, strips, book) {
                found.push((first.number, second.number, gap));
            }
        }
    }
    found
}

/// The gap of two strips when it is smaller than the figure for their classes.
fn too_near(first: &Placed, second: &Placed, strips: &[(Strip, u8)], book: &RuleBook) -> Option<f64> {
    let reach = book.pair_reach_m(first.class, second.class);
    let widths = first.half_width_m + second.half_width_m;
    if reach <= 0.0
        || lies_aside(first.plan, second.plan, reach + widths)
        || lies_aside(second.plan, first.plan, reach + widths)
    {
        return None;
    }
    let closest = closest_on_segments(first.plan, second.plan);
    let mut gap = closest.distance_m - widths;
    if gap < reach && (first.upright || second.upright) {
        let whole = strips.get(first.number as usize).zip(strips.get(second.number as usize));
        gap = whole.map_or(gap, |(a, b)| horizontal_gap(&a.0, &b.0, &closest));
    }
    (gap < reach).then_some(gap)
}

/// Whether both ends of a segment lie on one side of another's line, farther than a distance: most
/// neighbours are told apart by this, without a root or a division.
fn lies_aside(a: [[f64; 2]; 2], b: [[f64; 2]; 2], distance_m: f64) -> bool {
    let along = minus(b[1], b[0]);
    let sides = a.map(|end| cross(along, minus(end, b[0])));
    let least = sides[0].abs().min(sides[1].abs());
    // A hair more than the distance: what lies exactly at it is worked out.
    sides[0] * sides[1] > 0.0 && least * least > distance_m * distance_m * dot(along, along) * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::town::book;
    use super::*;

    #[test]
    fn the_sweep_finds_what_all_pairs_find() {
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
