//! A line by its length, and ribbons along it.

use super::drape::Flat;

/// Sharpest joint of a ribbon: its mitre grows to this many half widths at most.
const MITRE_LIMIT: f64 = 2.0;

/// A line in the plane that can be asked by length, with the joint's direction at each point.
pub(super) struct Axis {
    points: Vec<[f64; 2]>,
    /// Left-hand offset for a distance of 1, mitred at joints.
    lefts: Vec<[f64; 2]>,
    /// Length up to each point.
    stations: Vec<f64>,
}

/// A place along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub station: f64,
    pub p: [f64; 2],
    /// Left-hand offset for a distance of 1.
    pub left: [f64; 2],
}

impl Mark {
    pub(super) fn beside(&self, offset: f64) -> [f64; 2] {
        [self.p[0] + offset * self.left[0], self.p[1] + offset * self.left[1]]
    }
}

impl Axis {
    /// An axis; `None` with fewer than two points or where points repeat.
    pub(super) fn of(points: &[[f64; 2]]) -> Option<Self> {
        let mut stations = vec![0.0];
        let mut normals = Vec::with_capacity(points.len());
        for pair in points.windows(2) {
            let [dx, dy] = [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]];
            let length = dx.hypot(dy);
            if !(length > 0.0 && length.is_finite()) {
                return None;
            }
            normals.push([-dy / length, dx / length]);
            stations.push(stations.last().copied().unwrap_or(0.0) + length);
        }
        let (first, last) = (*normals.first()?, *normals.last()?);
        let mut lefts = vec![first];
        lefts.extend(normals.windows(2).map(|pair| mitre(pair[0], pair[1])));
        lefts.push(last);
        Some(Self { points: points.to_vec(), lefts, stations })
    }

    pub(super) fn length(&self) -> f64 {
        self.stations.last().copied().unwrap_or(0.0)
    }

    pub(super) fn stations(&self) -> &[f64] {
        &self.stations
    }

    /// The place at a length; between points the direction is the piece's own.
    pub(super) fn at(&self, station: f64) -> Mark {
        let after = self.stations.partition_point(|s| *s < station).clamp(1, self.points.len() - 1);
        let (a, b) = (self.points[after - 1], self.points[after]);
        let (from, to) = (self.stations[after - 1], self.stations[after]);
        let t = ((station - from) / (to - from)).clamp(0.0, 1.0);
        let left = if t <= 0.0 {
            self.lefts[after - 1]
        } else if t >= 1.0 {
            self.lefts[after]
        } else {
            [-(b[1] - a[1]) / (to - from), (b[0] - a[0]) / (to - from)]
        };
        Mark { station, p: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])], left }
    }

    /// The places from one length to another, with all points between.
    pub(super) fn slice(&self, from: f64, to: f64) -> Vec<Mark> {
        let mut marks = vec![self.at(from)];
        let inner = self.stations.iter().filter(|s| **s > from + 1e-6 && **s < to - 1e-6);
        marks.extend(inner.map(|s| self.at(*s)));
        marks.push(self.at(to));
        marks
    }

    /// Flat quadrilaterals of a ribbon, each in order around and counter-clockwise: `offset` is its
    /// middle left of the axis. Texture runs along (u) and across (v), metres.
    pub(super) fn ribbon(&self, span: [f64; 2], offset: f64, half_width: f64) -> Vec<[Flat; 4]> {
        let marks = self.slice(span[0], span[1]);
        marks
            .windows(2)
            .map(|pair| {
                let corner = |mark: &Mark, side: f64| {
                    let p = mark.beside(offset + side);
                    [p[0], p[1], mark.station, side]
                };
                let (a, b) = (&pair[0], &pair[1]);
                let (left, right) = (half_width, -half_width);
                [corner(a, right), corner(b, right), corner(b, left), corner(a, left)]
            })
            .collect()
    }
}

fn mitre(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    let sum = [a[0] + b[0], a[1] + b[1]];
    let size = sum[0].hypot(sum[1]);
    if size < 1e-9 {
        return a;
    }
    // For unit normals at an angle φ the sum is 2 cos(φ/2) long and the mitre 1 / cos(φ/2).
    let length = (2.0 / size).min(MITRE_LIMIT);
    [sum[0] / size * length, sum[1] / size * length]
}
