//! The plan in numbers: street axes, widths, blocks, and simple plane geometry.
//!
//! The local origin is the middle of the metro station, on the axis of the main street; x east,
//! y north, metres.

use linli_model::{Point3, Polygon};

/// A place in the plane.
pub(crate) type Place = [f64; 2];
/// A name in Chinese and in English.
pub(crate) type Name = (&'static str, &'static str);

/// Axes of the residential streets from south to north, from west to east.
pub(crate) const CROSS_STREETS: [f64; 4] = [-195.0, -70.0, 70.0, 195.0];
/// Axis of the street along the canal.
pub(crate) const SOUTH_STREET: f64 = -140.0;
/// Axis of the northern street.
pub(crate) const NORTH_STREET: f64 = 155.0;
/// Axes of the living streets inside the western and eastern blocks.
pub(crate) const LANES: [f64; 2] = [-132.5, 132.5];
/// Half the width of the main street's carriageway (four lanes), of a residential street's.
pub(crate) const HALF_MAIN: f64 = 7.5;
/// See [`HALF_MAIN`].
pub(crate) const HALF_RESIDENTIAL: f64 = 3.5;
/// Distance of the red line (道路红线) from the axis of the main street.
pub(crate) const RED_MAIN: f64 = 16.0;
/// Distance of the red line from the axis of a residential street.
pub(crate) const RED_RESIDENTIAL: f64 = 9.0;
/// Distance of the pavement's axis from that of the main street.
pub(crate) const WALK_MAIN: f64 = 14.0;
/// Distance of the pavement's axis from that of a residential street.
pub(crate) const WALK_RESIDENTIAL: f64 = 7.3;
/// The whole district.
pub(crate) const SITE: Rectangle = Rectangle::new(-205.0, -192.0, 205.0, 165.0);
/// Water of the canal.
pub(crate) const CANAL: Rectangle = Rectangle::new(-220.0, -180.0, 220.0, -160.0);
/// Middle of the pond in the park.
pub(crate) const POND_CENTRE: Place = [0.0, -98.0];

/// A rectangle along the axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rectangle {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Rectangle {
    pub(crate) const fn new(west: f64, south: f64, east: f64, north: f64) -> Self {
        Self { west, south, east, north }
    }

    pub(crate) fn ring(&self) -> Vec<Place> {
        vec![
            [self.west, self.south],
            [self.east, self.south],
            [self.east, self.north],
            [self.west, self.north],
        ]
    }

    pub(crate) fn polygon(&self) -> Polygon {
        Polygon::new(lifted(&self.ring(), 0.0))
    }

    pub(crate) fn grown(&self, by: f64) -> Self {
        Self::new(self.west - by, self.south - by, self.east + by, self.north + by)
    }

    pub(crate) fn centre(&self) -> Place {
        [(self.west + self.east) / 2.0, (self.south + self.north) / 2.0]
    }

    pub(crate) fn area_m2(&self) -> f64 {
        (self.east - self.west) * (self.north - self.south)
    }

    /// Distance from a place to the rectangle; 0 inside.
    pub(crate) fn distance_m(&self, [x, y]: Place) -> f64 {
        let dx = (self.west - x).max(x - self.east).max(0.0);
        let dy = (self.south - y).max(y - self.north).max(0.0);
        dx.hypot(dy)
    }

    /// The box around a ring.
    pub(crate) fn around(ring: &[Place]) -> Self {
        let start = Self::new(f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
        ring.iter().fold(start, |r, p| {
            Self::new(r.west.min(p[0]), r.south.min(p[1]), r.east.max(p[0]), r.north.max(p[1]))
        })
    }

    /// Whether a segment along an axis passes through.
    pub(crate) fn is_crossed(&self, a: Place, b: Place) -> bool {
        a[0].min(b[0]) < self.east
            && a[0].max(b[0]) > self.west
            && a[1].min(b[1]) < self.north
            && a[1].max(b[1]) > self.south
    }
}

/// Places at one height.
pub(crate) fn lifted(ring: &[Place], z: f64) -> Vec<Point3> {
    ring.iter().map(|p| [p[0], p[1], z]).collect()
}

/// Distance from a place to a segment.
pub(crate) fn distance_to_segment(p: Place, a: Place, b: Place) -> f64 {
    let [ux, uy] = [b[0] - a[0], b[1] - a[1]];
    let squared = ux * ux + uy * uy;
    let t = if squared > 0.0 { ((p[0] - a[0]) * ux + (p[1] - a[1]) * uy) / squared } else { 0.0 };
    let t = t.clamp(0.0, 1.0);
    (p[0] - a[0] - t * ux).hypot(p[1] - a[1] - t * uy)
}

/// An ellipse as a counter-clockwise ring; `wave` bends its radius, as a natural shore does.
pub(crate) fn ellipse(centre: Place, radii: [f64; 2], corners: u32, wave: f64) -> Vec<Place> {
    (0..corners)
        .map(|i| {
            let angle = std::f64::consts::TAU * f64::from(i) / f64::from(corners);
            let bend = 1.0 + wave * ((3.0 * angle + 0.6).sin() * 0.6 + (5.0 * angle).cos() * 0.4);
            let at = |c: f64, r: f64, part: f64| ((c + r * bend * part) * 100.0).round() / 100.0;
            [at(centre[0], radii[0], angle.cos()), at(centre[1], radii[1], angle.sin())]
        })
        .collect()
}

/// The six blocks inside the red lines: west to east, the northern row first.
pub(crate) fn blocks() -> [Rectangle; 6] {
    let columns =
        [0, 1, 2].map(|i| [CROSS_STREETS[i] + RED_RESIDENTIAL, CROSS_STREETS[i + 1] - RED_RESIDENTIAL]);
    let north = columns.map(|[w, e]| Rectangle::new(w, RED_MAIN, e, NORTH_STREET - RED_RESIDENTIAL));
    let south = columns.map(|[w, e]| Rectangle::new(w, SOUTH_STREET + RED_RESIDENTIAL, e, -RED_MAIN));
    [north[0], north[1], north[2], south[0], south[1], south[2]]
}
