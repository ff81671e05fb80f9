//! Times on the ground as a grid: what an isochrone is at every minute at once.

use linli_model::{Aabb, Point3};
use rayon::prelude::*;

use super::PersonModel;

/// Cells that a grid has at most; larger places get larger cells.
const MOST_CELLS: f64 = 4e6;

/// Times of cells. A cell has the time of the earliest place of a street that lies within the width of isochrones of
/// its middle, so the cells below a time are the isochrone of that time, and each holds the ones before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimeGrid {
    /// Corner with the least coordinates, local metres.
    pub origin_m: [f64; 2],
    /// Side of a cell, metres.
    pub cell_m: f64,
    /// Cells from west to east.
    pub columns: u32,
    /// Cells from south to north.
    pub rows: u32,
    /// Seconds, row by row from the south; infinite where nothing is reached.
    pub seconds: Vec<f32>,
}

/// A straight piece of a street that is reached.
struct Piece {
    from: [f64; 2],
    /// Direction of growing time, of length 1.
    along: [f64; 2],
    length_m: f64,
    start_s: f64,
    seconds_per_m: f64,
}

impl TimeGrid {
    /// Seconds at a place; nothing where nothing is reached.
    pub fn at(&self, place: [f64; 2]) -> Option<f32> {
        let cell = |axis: usize| ((place[axis] - self.origin_m[axis]) / self.cell_m).floor();
        let (column, row) = (cell(0), cell(1));
        if !(column >= 0.0 && row >= 0.0 && column < f64::from(self.columns) && row < f64::from(self.rows)) {
            return None;
        }
        let index = row as usize * self.columns as usize + column as usize;
        self.seconds.get(index).copied().filter(|seconds| seconds.is_finite())
    }
}

impl Piece {
    /// When the front is within `width_m` of a place first, seconds; infinite when it never is.
    fn seconds_at(&self, place: [f64; 2], width_m: f64) -> f64 {
        let off = [place[0] - self.from[0], place[1] - self.from[1]];
        let foot = off[0] * self.along[0] + off[1] * self.along[1];
        let square = width_m * width_m - (off[0] * off[0] + off[1] * off[1] - foot * foot);
        if square < 0.0 {
            return f64::INFINITY;
        }
        let half = square.sqrt();
        let first = (foot - half).max(0.0);
        if first > self.length_m || foot + half < 0.0 {
            return f64::INFINITY;
        }
        self.start_s + first * self.seconds_per_m
    }
}

impl PersonModel<'_> {
    /// Times up to a limit on a grid of cells of about `cell_m`, wide enough for all that is reached.
    pub fn time_grid(&self, limit_ms: u32, cell_m: f64) -> TimeGrid {
        let width_m = self.options.rules.person.area_buffer.value;
        let pieces = self.reached_pieces(limit_ms);
        let mut bounds = Aabb::EMPTY;
        for piece in &pieces {
            let end = [0, 1].map(|i| piece.from[i] + piece.length_m * piece.along[i]);
            bounds.include([piece.from[0], piece.from[1], 0.0]);
            bounds.include([end[0], end[1], 0.0]);
        }
        if bounds.is_empty() || !(cell_m.is_finite() && cell_m > 0.0) {
            return TimeGrid::default();
        }
        let low = [bounds.min[0] - width_m, bounds.min[1] - width_m];
        let size = [0, 1].map(|i| bounds.max[i] - bounds.min[i] + 2.0 * width_m);
        let cell_m = cell_m.max((size[0] * size[1] / MOST_CELLS).sqrt());
        let origin_m = low.map(|v| (v / cell_m).floor() * cell_m);
        let [columns, rows] =
            [0, 1].map(|i| ((low[i] + size[i] - origin_m[i]) / cell_m).ceil().max(1.0) as u32);
        let mut grid = TimeGrid { origin_m, cell_m, columns, rows, seconds: Vec::new() };
        grid.seconds = vec![f32::INFINITY; columns as usize * rows as usize];
        let limit_s = f64::from(limit_ms) / 1000.0;
        grid.seconds.par_chunks_mut(columns as usize).enumerate().for_each(|(row, cells)| {
            let y = origin_m[1] + (row as f64 + 0.5) * cell_m;
            for piece in &pieces {
                let ends = [0.0, piece.length_m].map(|m| [0, 1].map(|i| piece.from[i] + m * piece.along[i]));
                if y < ends[0][1].min(ends[1][1]) - width_m || y > ends[0][1].max(ends[1][1]) + width_m {
                    continue;
                }
                let column = |x: f64| ((x - origin_m[0]) / cell_m).floor().clamp(0.0, f64::from(columns));
                let first = column(ends[0][0].min(ends[1][0]) - width_m) as usize;
                let last = column(ends[0][0].max(ends[1][0]) + width_m) as usize;
                for (column, cell) in cells.iter_mut().enumerate().take(last + 1).skip(first) {
                    let x = origin_m[0] + (column as f64 + 0.5) * cell_m;
                    let seconds = piece.seconds_at([x, y], width_m);
                    if seconds <= limit_s {
                        *cell = cell.min(seconds as f32);
                    }
                }
            }
        });
        grid
    }

    /// Straight pieces of all links that are open and reached.
    fn reached_pieces(&self, limit_ms: u32) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (number, link) in self.network.links.iter().enumerate() {
            if !link.open || self.held[number] > 0 {
                continue;
            }
            let Some(span) = self.reached_span(link, limit_ms) else { continue };
            let (from_m, to_m) = span.growing;
            let length_m = (to_m - from_m).abs();
            if length_m <= 0.0 {
                continue;
            }
            let seconds_per_m = f64::from(link.open_ms) / 1000.0 / link.length_m.max(1e-9);
            let mut start_s = f64::from(span.start_ms) / 1000.0;
            for ends in self.network.part(span.line, from_m, to_m).windows(2) {
                let way: [f64; 3] = std::array::from_fn(|i| ends[1][i] - ends[0][i]);
                let (in_plan, in_space) = (way[0].hypot(way[1]), length_of(&way));
                let share = if in_plan > 0.0 { in_space / in_plan } else { 0.0 };
                if in_plan > 0.0 {
                    pieces.push(Piece {
                        from: [ends[0][0], ends[0][1]],
                        along: [way[0] / in_plan, way[1] / in_plan],
                        length_m: in_plan,
                        start_s,
                        seconds_per_m: seconds_per_m * share,
                    });
                }
                start_s += in_space * seconds_per_m;
            }
        }
        pieces
    }
}

fn length_of(way: &Point3) -> f64 {
    way.iter().map(|v| v * v).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_space::StreetGraph;

    use crate::reach::town::Town;
    use crate::reach::{Closure, Direction, PersonModel, PersonOptions, Random, ReachRules};
    use linli_model::Key;

    #[test]
    fn cells_have_the_time_of_the_street_beside_them() {
        // 100 m from letter to letter at 1 m/s; 25 m of width.
        let mut town = Town::new(&["abcd"]);
        town.streets(&["ab", "bc", "cd"]);
        town.station("entrance", 'a');
        let rules = ReachRules::standard().unwrap();
        let profile = rules.profile("planning").unwrap();
        let options = PersonOptions { rules: &rules, profile, minute: None, direction: Direction::ToStation };
        let streets = StreetGraph::of(&town.community);
        let mut model = PersonModel::new(&town.community, &streets, options, &[]);
        let grid = model.time_grid(250_000, 1.0);
        let at = |x: f64, y: f64| grid.at([x, y]);
        // 20 m beside the street the front comes 15 m before the foot: a right triangle of 15, 20, 25.
        assert!((at(100.5, 20.0).unwrap() - 85.5).abs() < 0.8, "{:?}", at(100.5, 20.0));
        assert!((at(200.5, 0.0).unwrap() - 175.5).abs() < 0.8);
        assert_eq!((at(100.0, 26.0), at(280.0, 0.0)), (None, None));
        let street = town.community.id_of(&Key::from("bc")).unwrap();
        model.close(Closure::Element(street));
        let shut = model.time_grid(250_000, 1.0);
        assert_eq!((shut.at([150.0, 0.0]), shut.at([60.5, 0.0]).is_some()), (None, true));
    }

    #[test]
    fn its_cells_are_the_isochrones() {
        let mut town = Town::new(&["abcd", "efgh", "ijkl"]);
        town.streets(&["ab", "bc", "cd", "ae", "fg", "gh", "ei", "ij", "jk", "dh", "hl", "bf"]);
        town.station("entrance", 'a');
        let rules = ReachRules::standard().unwrap();
        for direction in [Direction::ToStation, Direction::FromStation] {
            let profile = rules.profile("standard").unwrap();
            let options = PersonOptions { rules: &rules, profile, minute: None, direction };
            let streets = StreetGraph::of(&town.community);
            let model = PersonModel::new(&town.community, &streets, options, &[]);
            let grid = model.time_grid(600_000, 1.0);
            let mut random = Random::new(4);
            for area in model.isochrones(&[1, 2, 3, 4]) {
                let within = |place: [f64; 2]| {
                    let inside = |ring: &Vec<[f64; 2]>| {
                        let next = ring.iter().cycle().skip(1);
                        let crossings = ring.iter().zip(next).filter(|(a, b)| {
                            (a[1] > place[1]) != (b[1] > place[1])
                                && place[0] < a[0] + (place[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
                        });
                        crossings.count() % 2 == 1
                    };
                    area.polygons.iter().any(|rings| rings.iter().filter(|ring| inside(ring)).count() == 1)
                };
                let limit_s = f64::from(area.minutes) * 60.0;
                let (mut same, mut both) = (0, 0);
                for _ in 0..2_000 {
                    let place = [random.below(400) as f64 - 50.0, random.below(300) as f64 - 50.0];
                    let of_grid = grid.at(place).is_some_and(|seconds| f64::from(seconds) <= limit_s);
                    same += usize::from(of_grid == within(place));
                    both += usize::from(of_grid && within(place));
                }
                // Round corners are polygons there, and cells are squares here.
                assert!(same >= 1_940 && both > 20, "{direction:?} {}: {same}, {both}", area.minutes);
            }
        }
    }
}
