//! From the plan frame of one unit into the scene's local metres.

use linli_model::{Geometry, Point3, Polygon};

use super::plan::UNIT;
use crate::plan::Place;

/// Turn of the plan against the grid's east, degrees counter-clockwise: streets of Hangzhou's river plain do
/// not run exactly east.
const TURN_DEG: f64 = 7.0;

/// Where one planning unit lies: units stand side by side, every second one mirrored, so that their border
/// streets meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placing {
    cell: [i32; 2],
    turn: [f64; 2],
}

impl Placing {
    /// The placing of the unit in a column and row of units; the first is `[0, 0]`.
    pub(crate) fn of_unit(cell: [i32; 2]) -> Self {
        let (sin, cos) = TURN_DEG.to_radians().sin_cos();
        Self { cell, turn: [cos, sin] }
    }

    fn mirrored(&self) -> [bool; 2] {
        self.cell.map(|c| c.rem_euclid(2) == 1)
    }

    /// The plan place of all units together: shifted and mirrored, not yet turned.
    fn shared(&self, [u, v]: Place) -> Place {
        let one = |value: f64, low: f64, high: f64, cell: i32, mirrored: bool| {
            let inside = if mirrored { low + high - value } else { value };
            inside + f64::from(cell) * (high - low)
        };
        let [mirror_u, mirror_v] = self.mirrored();
        [
            one(u, UNIT.west, UNIT.east, self.cell[0], mirror_u),
            one(v, UNIT.south, UNIT.north, self.cell[1], mirror_v),
        ]
    }

    /// The plan place of a unit that lies at a local place, whichever unit that is: how land continues beyond
    /// the border.
    pub(crate) fn folded(&self, [x, y]: Place) -> Place {
        let [cos, sin] = self.turn;
        let fold = |value: f64, low: f64, high: f64| {
            let size = high - low;
            let cell = ((value - low) / size).floor();
            let inside = value - cell * size;
            if (cell as i64).rem_euclid(2) == 1 { low + high - inside } else { inside }
        };
        let (u, v) = (x * cos + y * sin, y * cos - x * sin);
        [fold(u, UNIT.west, UNIT.east), fold(v, UNIT.south, UNIT.north)]
    }

    /// The plan place of this unit at a local place, also beyond its border.
    pub(crate) fn plan(&self, [x, y]: Place) -> Place {
        let [cos, sin] = self.turn;
        let one = |value: f64, low: f64, high: f64, cell: i32, mirrored: bool| {
            let inside = value - f64::from(cell) * (high - low);
            if mirrored { low + high - inside } else { inside }
        };
        let [mirror_u, mirror_v] = self.mirrored();
        [
            one(x * cos + y * sin, UNIT.west, UNIT.east, self.cell[0], mirror_u),
            one(y * cos - x * sin, UNIT.south, UNIT.north, self.cell[1], mirror_v),
        ]
    }

    /// Local metres of a plan place.
    pub(crate) fn place(&self, place: Place) -> Place {
        let [u, v] = self.shared(place);
        let [cos, sin] = self.turn;
        [u * cos - v * sin, u * sin + v * cos].map(|c| (c * 1000.0).round() / 1000.0)
    }

    fn point(&self, p: Point3) -> Point3 {
        let [x, y] = self.place([p[0], p[1]]);
        [x, y, p[2]]
    }

    fn ring(&self, ring: &[Point3]) -> Vec<Point3> {
        let mut placed: Vec<Point3> = ring.iter().map(|p| self.point(*p)).collect();
        let [mirror_u, mirror_v] = self.mirrored();
        if mirror_u != mirror_v {
            placed.reverse();
        }
        placed
    }

    /// A geometry of the plan, placed. Rings keep their sense of rotation.
    pub(crate) fn geometry(&self, geometry: Geometry) -> Geometry {
        match geometry {
            Geometry::Point(p) => Geometry::Point(self.point(p)),
            Geometry::Line(points) => Geometry::Line(points.iter().map(|p| self.point(*p)).collect()),
            Geometry::Area(polygons) => Geometry::Area(
                polygons
                    .iter()
                    .map(|polygon| Polygon {
                        exterior: self.ring(&polygon.exterior),
                        holes: polygon.holes.iter().map(|hole| self.ring(hole)).collect(),
                    })
                    .collect(),
            ),
            Geometry::Boundary(mut boundary) => {
                boundary.vertices = boundary.vertices.iter().map(|p| self.point(*p)).collect();
                Geometry::Boundary(boundary)
            }
            other => other,
        }
    }

    /// Prefix of the unit's keys: nothing for the first unit.
    pub(crate) fn prefix(&self) -> String {
        if self.cell == [0, 0] { String::new() } else { format!("u{}_{}/", self.cell[0], self.cell[1]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_units_share_their_border() {
        let (first, east, north) =
            (Placing::of_unit([0, 0]), Placing::of_unit([1, 0]), Placing::of_unit([0, 1]));
        // Mirrored: the east border of the first is the same line in the second.
        assert_eq!(first.place([UNIT.east, 33.0]), east.place([UNIT.east, 33.0]));
        assert_eq!(first.place([-17.0, UNIT.north]), north.place([-17.0, UNIT.north]));
        assert_eq!(first.place([0.0, 0.0]), [0.0, 0.0]);
    }

    #[test]
    fn a_plan_place_is_found_again() {
        for cell in [[0, 0], [1, 0], [-1, 1], [2, 3]] {
            let placing = Placing::of_unit(cell);
            for [u, v] in [[0.0, 0.0], [123.0, -77.0], [UNIT.west - 120.0, UNIT.north + 90.0]] {
                let [a, b] = placing.plan(placing.place([u, v]));
                assert!((a - u).hypot(b - v) < 0.002, "{cell:?} {a} {b}");
            }
        }
    }

    #[test]
    fn mirrored_rings_still_turn_the_same_way() {
        let ring = vec![[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 10.0, 0.0], [0.0, 10.0, 0.0]];
        for cell in [[0, 0], [1, 0], [1, 1]] {
            let placed = Placing::of_unit(cell).ring(&ring);
            let twice: f64 = (0..4)
                .map(|i| placed[i][0] * placed[(i + 1) % 4][1] - placed[(i + 1) % 4][0] * placed[i][1])
                .sum();
            assert!((twice / 2.0 - 100.0).abs() < 0.1, "{cell:?} {twice}");
        }
    }
}
