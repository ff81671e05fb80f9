//! Planes with directions on them.

use linli_model::Point3;

use crate::index::vector::{cross, dot};

/// Places on a plane closer than this are one, metres.
const GRAIN_M: f64 = 1e-4;

/// A plane with coordinates: `s` runs along it, `z` up on it, `left` away from it. Seen from its left, `s` runs from
/// right to left when `z` points up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlaneFrame {
    origin: Point3,
    along: Point3,
    up: Point3,
    left: Point3,
}

impl PlaneFrame {
    /// The plane through a place whose left is a unit vector, level or upright.
    pub(crate) fn facing(origin: Point3, left: Point3) -> Self {
        let along = if left[2].abs() > 0.5 { [1.0, 0.0, 0.0] } else { [left[1], -left[0], 0.0] };
        Self { origin, along, up: cross(along, left), left }
    }

    /// How far along the plane, up on it and to its left a place is.
    pub(crate) fn coordinates(&self, p: Point3) -> Point3 {
        let from: Point3 = std::array::from_fn(|i| p[i] - self.origin[i]);
        [dot(from, self.along), dot(from, self.up), dot(from, self.left)]
    }

    /// The place of coordinates.
    pub(crate) fn place(&self, s: f64, z: f64, left: f64) -> Point3 {
        std::array::from_fn(|i| self.origin[i] + s * self.along[i] + z * self.up[i] + left * self.left[i])
    }
}

/// A wall: an upright plane from one place to another; on it `z` is the height.
#[derive(Clone, Copy, Debug)]
pub(super) struct UprightPlane {
    pub frame: PlaneFrame,
    pub length: f64,
}

impl UprightPlane {
    /// `None` when both places are one.
    pub(super) fn between([from, to]: [[f64; 2]; 2]) -> Option<Self> {
        let way = [to[0] - from[0], to[1] - from[1]];
        let length = way[0].hypot(way[1]);
        let left = [-way[1] / length, way[0] / length, 0.0];
        (length > GRAIN_M).then(|| Self { frame: PlaneFrame::facing([from[0], from[1], 0.0], left), length })
    }
}
