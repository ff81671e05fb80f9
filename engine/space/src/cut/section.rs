//! A closed solid cut by an upright plane: the outlines of what is cut through.

use std::collections::BTreeMap;

use geo::{BooleanOps as _, Coord, LineString, MultiPolygon, Polygon};

use crate::{Segment, Shape};

/// Places on the plane closer than this are one, metres.
const GRAIN_M: f64 = 1e-4;
/// Corners around a pipe that is cut through.
const PIPE_CORNERS: u32 = 20;
/// A pipe is drawn as cut through up to this angle from the plane's normal: tangent of 80°.
const FLATTEST: f64 = 0.17;

/// An upright plane from one place to another; on it `s` runs along and `z` up.
#[derive(Clone, Copy, Debug)]
pub(super) struct UprightPlane {
    pub from: [f64; 2],
    pub along: [f64; 2],
    pub length: f64,
}

impl UprightPlane {
    /// `None` when both places are one.
    pub(super) fn between([from, to]: [[f64; 2]; 2]) -> Option<Self> {
        let way = [to[0] - from[0], to[1] - from[1]];
        let length = way[0].hypot(way[1]);
        (length > GRAIN_M).then(|| Self { from, along: way.map(|v| v / length), length })
    }

    /// How far along the plane a place is, and how far to its left.
    pub(super) fn coordinates(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let (dx, dy) = (x - self.from[0], y - self.from[1]);
        [dx * self.along[0] + dy * self.along[1], dy * self.along[0] - dx * self.along[1]]
    }

    /// The place at a distance along the plane, moved to the left.
    pub(super) fn place(&self, s: f64, left: f64) -> [f64; 2] {
        [
            self.from[0] + s * self.along[0] - left * self.along[1],
            self.from[1] + s * self.along[1] + left * self.along[0],
        ]
    }
}

/// What a plane cuts out of a closed shape; rings inside others are holes (even-odd rule). Rings that do
/// not close, of shapes that are not closed, are left out.
pub(super) fn section_of(shape: &Shape, plane: &UprightPlane) -> MultiPolygon {
    // A corner that lies on the plane would be cut twice: it counts as a hair to the left.
    let flat: Vec<[f64; 3]> = shape
        .vertices
        .iter()
        .map(|p| {
            let [s, left] = plane.coordinates([p[0], p[1]]);
            [s, if left.abs() < 1e-7 { 1e-7 } else { left }, p[2]]
        })
        .collect();
    let mut next: BTreeMap<[i64; 2], Vec<[f64; 2]>> = BTreeMap::new();
    let grain = |p: [f64; 2]| p.map(|v| (v / GRAIN_M).round() as i64);
    for triangle in &shape.triangles {
        let corners = triangle.map(|i| flat[i as usize]);
        let (mut enters, mut leaves) = (None, None);
        for k in 0..3 {
            let (a, b) = (corners[k], corners[(k + 1) % 3]);
            if (a[1] > 0.0) != (b[1] > 0.0) {
                let t = a[1] / (a[1] - b[1]);
                let at = [a[0] + t * (b[0] - a[0]), a[2] + t * (b[2] - a[2])];
                if a[1] > 0.0 { leaves = Some(at) } else { enters = Some(at) }
            }
        }
        if let (Some(from), Some(to)) = (leaves, enters)
            && grain(from) != grain(to)
        {
            next.entry(grain(from)).or_default().push(to);
        }
    }
    let mut section = MultiPolygon::new(Vec::new());
    while let Some(start) = next.keys().next().copied() {
        let mut ring = Vec::new();
        let mut at = start;
        while let Some(ends) = next.get_mut(&at) {
            let Some(to) = ends.pop() else { break };
            if ends.is_empty() {
                next.remove(&at);
            }
            ring.push(Coord { x: to[0], y: to[1] });
            at = grain(to);
        }
        if at == start && ring.len() >= 3 {
            let polygon = Polygon::new(LineString(ring), Vec::new());
            section = section.xor(&MultiPolygon::new(vec![polygon]));
        }
    }
    section
}

/// The ellipse in which a plane cuts a pipe; `None` when it misses it or runs along it.
pub(super) fn pipe_section(segment: &Segment, plane: &UprightPlane) -> Option<Polygon> {
    let [sa, la] = plane.coordinates([segment.a[0], segment.a[1]]);
    let [sb, lb] = plane.coordinates([segment.b[0], segment.b[1]]);
    let way = [sb - sa, lb - la, segment.b[2] - segment.a[2]];
    let length = way.iter().map(|v| v * v).sum::<f64>().sqrt();
    let slant = way[1].abs() / length;
    let usable = (la > 0.0) != (lb > 0.0) && slant > FLATTEST && segment.radius_m > 0.0;
    if !usable {
        return None;
    }
    let t = la / (la - lb);
    let (s, z) = (sa + t * way[0], segment.a[2] + t * way[2]);
    // Points of the circle around the axis, moved along the axis onto the plane.
    let axis = way.map(|v| v / length);
    let flat = axis[0].hypot(axis[1]);
    let side = [axis[1] / flat, -axis[0] / flat, 0.0];
    let up = [
        side[1] * axis[2] - side[2] * axis[1],
        side[2] * axis[0] - side[0] * axis[2],
        side[0] * axis[1] - side[1] * axis[0],
    ];
    let corner = |k: u32| {
        let (sin, cos) = (f64::from(k) / f64::from(PIPE_CORNERS) * std::f64::consts::TAU).sin_cos();
        let p: [f64; 3] = std::array::from_fn(|i| segment.radius_m * (cos * side[i] + sin * up[i]));
        let back = p[1] / axis[1];
        Coord { x: s + p[0] - back * axis[0], y: z + p[2] - back * axis[2] }
    };
    Some(Polygon::new(LineString((0..PIPE_CORNERS).map(corner).collect()), Vec::new()))
}
