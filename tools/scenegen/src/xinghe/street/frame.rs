//! The part of the plan in which streets are drawn: the unit's blocks, and a little beyond open borders.

use super::way::{Way, round_cm};
use crate::plan::{Place, Rectangle};
use crate::xinghe::plan::{column, row};
use crate::xinghe::{Border, Unit};

/// How far streets run on beyond an open border, metres.
pub(crate) const BEYOND_M: f64 = 150.0;

/// Where streets are drawn.
pub(crate) struct Frame {
    /// Between the axes of the outermost streets.
    pub inside: Rectangle,
    /// With the land beyond open borders.
    pub area: Rectangle,
    borders: [Border; 4],
}

impl Frame {
    /// The frame of a unit.
    pub(crate) fn of(unit: &Unit) -> Self {
        let inside = Rectangle::new(
            column(unit.columns[0]).at,
            row(unit.rows[0]).at,
            column(unit.columns[1] + 1).at,
            row(unit.rows[1] + 1).at,
        );
        let [west, south, east, north] =
            unit.borders.map(|border| if border == Border::Open { BEYOND_M } else { 0.0 });
        let area = Rectangle::new(
            inside.west - west,
            inside.south - south,
            inside.east + east,
            inside.north + north,
        );
        Self { inside, area, borders: unit.borders }
    }

    /// Whether a place is drawn with this unit: not on a border that another unit has drawn.
    pub(crate) fn holds(&self, [u, v]: Place) -> bool {
        let depths = [u - self.area.west, v - self.area.south, self.area.east - u, self.area.north - v];
        depths.iter().zip(self.borders).all(|(depth, border)| match border {
            Border::Other => *depth > 0.01,
            _ => *depth > -0.01,
        })
    }

    /// The parts of a way within the frame.
    pub(crate) fn clip(&self, way: &Way) -> Vec<Way> {
        let inside = |p: &Place| self.area.distance_m(*p) < 0.005;
        if way.points.iter().all(inside) {
            // All of it on a border that another unit has drawn.
            let drawn = way
                .points
                .windows(2)
                .any(|pair| self.holds([(pair[0][0] + pair[1][0]) / 2.0, (pair[0][1] + pair[1][1]) / 2.0]));
            return if drawn { vec![way.clone()] } else { Vec::new() };
        }
        let mut parts: Vec<Vec<Place>> = Vec::new();
        for [a, b] in way.pieces() {
            let Some([p, q]) = self.clip_piece(a, b) else { continue };
            match parts.last_mut() {
                Some(part) if part.last() == Some(&p) => part.push(q),
                _ => parts.push(vec![p, q]),
            }
        }
        let count = parts.len();
        let named = |(i, points): (usize, Vec<Place>)| {
            let mut part = Way { points, ..way.clone() };
            if count > 1 {
                part.key = format!("{}/{}", way.key, i + 1);
            }
            part
        };
        parts.into_iter().enumerate().map(named).filter(|part| !self.clip_is_border(part)).collect()
    }

    fn clip_is_border(&self, way: &Way) -> bool {
        !way.pieces().any(|[a, b]| self.holds([(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]))
    }

    /// Liang and Barsky (1984).
    fn clip_piece(&self, a: Place, b: Place) -> Option<[Place; 2]> {
        let d = [b[0] - a[0], b[1] - a[1]];
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for (step, room) in [
            (-d[0], a[0] - self.area.west),
            (d[0], self.area.east - a[0]),
            (-d[1], a[1] - self.area.south),
            (d[1], self.area.north - a[1]),
        ] {
            if step.abs() < 1e-12 {
                if room < -0.005 {
                    return None;
                }
            } else if step < 0.0 {
                low = low.max(room / step);
            } else {
                high = high.min(room / step);
            }
        }
        let at = |t: f64| [a[0] + t * d[0], a[1] + t * d[1]].map(round_cm);
        let ends = [if low > 0.0 { at(low) } else { a }, if high < 1.0 { at(high) } else { b }];
        (high > low && ends[0] != ends[1]).then_some(ends)
    }
}
