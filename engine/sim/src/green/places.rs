//! Numbers of plans by place: a raster for each size of plan, in which plans come and go.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use geo::Rect;

/// Cells of the finest raster are two to this power metres wide.
const FINEST: i32 = 5;
/// Those of the coarsest.
const MOST: i32 = 40;

/// A plan's number with its rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placed {
    low: [f64; 2],
    high: [f64; 2],
    number: u32,
}

/// One number with its place.
pub(crate) fn place(rect: &Rect, number: u32) -> Placed {
    let (low, high) = (rect.min(), rect.max());
    Placed { low: [low.x, low.y], high: [high.x, high.y], number }
}

/// Plans of about one size. Each lies in the cell of its lower left corner and reaches into the next ones at most.
#[derive(Clone, Debug, Default)]
struct Raster {
    cells: HashMap<u64, Vec<Placed>, BuildHasherDefault<CellHasher>>,
}

/// Spreads numbers of cells by a multiplication (Knuth 1973, Fibonacci hashing): nobody chooses where cells lie to slow it down
/// by more than his own scene, and the usual hash would take longer than all else here.
#[derive(Clone, Copy, Debug, Default)]
struct CellHasher(u64);

impl Hasher for CellHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let spread = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = spread ^ (spread >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Numbers of plans by place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// By the power of two of the width of cells, metres.
    rasters: BTreeMap<i32, Raster>,
}

impl Places {
    /// No plans.
    pub fn new() -> Self {
        Self::default()
    }

    /// Many at once.
    pub fn bulk_load(placed: Vec<Placed>) -> Self {
        let mut places = Self::default();
        placed.into_iter().for_each(|one| places.insert(one));
        places
    }

    /// Puts one in.
    pub fn insert(&mut self, one: Placed) {
        let power = power_of(&one);
        let [column, row] = cell_of(one.low, power);
        self.rasters.entry(power).or_default().cells.entry(key_of(column, row)).or_default().push(one);
    }

    /// Takes one out.
    pub fn remove(&mut self, one: &Placed) {
        let power = power_of(one);
        let Some(raster) = self.rasters.get_mut(&power) else { return };
        let [column, row] = cell_of(one.low, power);
        let key = key_of(column, row);
        if let Some(here) = raster.cells.get_mut(&key) {
            here.retain(|other| other != one);
            if here.is_empty() {
                raster.cells.remove(&key);
            }
        }
        if raster.cells.is_empty() {
            self.rasters.remove(&power);
        }
    }

    /// Numbers whose places touch a rectangle, in their order.
    pub fn near(&self, rect: &Rect) -> Vec<u32> {
        let (low, high) = ([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        let mut found = Vec::new();
        let touching = |one: &&Placed| {
            one.low[0] <= high[0] && low[0] <= one.high[0] && one.low[1] <= high[1] && low[1] <= one.high[1]
        };
        for (power, raster) in &self.rasters {
            // Plans of the cells before reach in.
            let ([left, below], [right, above]) =
                (cell_of(low, *power).map(|cell| cell.saturating_sub(1)), cell_of(high, *power));
            let count = (i64::from(right) - i64::from(left) + 1) * (i64::from(above) - i64::from(below) + 1);
            if count > raster.cells.len() as i64 {
                #[expect(clippy::iter_over_hash_type, reason = "what is found is put in order")]
                for cell in raster.cells.values() {
                    found.extend(cell.iter().filter(touching).map(|one| one.number));
                }
                continue;
            }
            for column in left..=right {
                for row in below..=above {
                    if let Some(cell) = raster.cells.get(&key_of(column, row)) {
                        found.extend(cell.iter().filter(touching).map(|one| one.number));
                    }
                }
            }
        }
        found.sort_unstable();
        found
    }
}

/// The finest raster whose cells are no smaller than a plan.
fn power_of(one: &Placed) -> i32 {
    let longest_m = (one.high[0] - one.low[0]).max(one.high[1] - one.low[1]);
    (FINEST..MOST).find(|power| longest_m <= width_m(*power)).unwrap_or(MOST)
}

/// Width of the cells of a raster, metres.
fn width_m(power: i32) -> f64 {
    (1_i64 << power) as f64
}

/// Column and row; what lies beyond any scene lies in the last ones.
fn cell_of(at: [f64; 2], power: i32) -> [i32; 2] {
    at.map(|value| (value / width_m(power)).floor() as i32)
}

fn key_of(column: i32, row: i32) -> u64 {
    u64::from(column as u32) << 32 | u64::from(row as u32)
}

#[cfg(test)]
mod tests {
    use geo::Coord;
    use proptest::prelude::*;

    use super::*;

    fn rects() -> impl Strategy<Value = Vec<Rect>> {
        let size = prop_oneof![0.0..40.0_f64, 0.0..3000.0_f64];
        let rect = (-500.0..500.0_f64, -500.0..500.0_f64, size.clone(), size);
        let rect = rect.prop_map(|(x, y, w, d)| Rect::new(Coord { x, y }, Coord { x: x + w, y: y + d }));
        proptest::collection::vec(rect, 1..60)
    }

    proptest! {
        #[test]
        fn what_touches_is_found_after_some_were_taken_out(rects in rects(), looks in rects(), taken in 0_usize..60) {
            let mut places = Places::bulk_load(rects.iter().zip(0..).map(|(rect, n)| place(rect, n)).collect());
            let taken = taken % rects.len();
            places.remove(&place(&rects[taken], taken as u32));
            for look in &looks {
                let touches = |rect: &Rect| {
                    rect.min().x <= look.max().x && look.min().x <= rect.max().x
                        && rect.min().y <= look.max().y && look.min().y <= rect.max().y
                };
                let wanted: Vec<u32> = (0..rects.len())
                    .filter(|at| *at != taken && touches(&rects[*at]))
                    .map(|at| at as u32)
                    .collect();
                prop_assert_eq!(places.near(look), wanted);
            }
        }
    }
}
