//! A closed solid cut by a plane: the outlines of what is cut through.

use std::collections::BTreeMap;

use geo::{BooleanOps as _, BoundingRect as _, Coord, LineString, MultiPolygon, Polygon, Rect};
use linli_model::{FaceKind, Point3};

use super::frame::PlaneFrame;
use crate::shape::ShapeBuilder;
use crate::{Segment, Shape, triangulate_polygon};

/// Places on the plane closer than this are one, metres.
const GRAIN_M: f64 = 1e-4;
/// Corners around a pipe that is cut through.
const PIPE_CORNERS: u32 = 20;
/// A pipe is drawn as cut through up to this angle from the plane's normal: tangent of 80°.
const FLATTEST: f64 = 0.17;

/// What a plane cuts out of a closed shape; rings inside others are holes (even-odd rule). Rings that do
/// not close, of shapes that are not closed, are left out.
pub(crate) fn section_of(shape: &Shape, plane: &PlaneFrame) -> MultiPolygon {
    // A corner that lies on the plane would be cut twice: it counts as a hair to the left.
    let flat: Vec<[f64; 3]> = shape
        .vertices
        .iter()
        .map(|p| {
            let [s, z, left] = plane.coordinates(*p);
            [s, if left.abs() < 1e-7 { 1e-7 } else { left }, z]
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
pub(crate) fn pipe_section(segment: &Segment, plane: &PlaneFrame) -> Option<Polygon> {
    let [sa, za, la] = plane.coordinates(segment.a);
    let [sb, zb, lb] = plane.coordinates(segment.b);
    let way = [sb - sa, lb - la, zb - za];
    let length = way.iter().map(|v| v * v).sum::<f64>().sqrt();
    let slant = way[1].abs() / length;
    let usable = (la > 0.0) != (lb > 0.0) && slant > FLATTEST && segment.radius_m > 0.0;
    if !usable {
        return None;
    }
    let t = la / (la - lb);
    let (s, z) = (sa + t * way[0], za + t * way[2]);
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

/// Adds what lies on a plane, seen from its left, so far out of it.
pub(crate) fn add_face(
    builder: &mut ShapeBuilder,
    face: &MultiPolygon,
    plane: &PlaneFrame,
    proud_m: f64,
    skin: (FaceKind, Option<[u8; 3]>),
) {
    for polygon in &face.0 {
        let thin = polygon.bounding_rect().is_none_or(|rect: Rect| rect.width().min(rect.height()) < 1e-4);
        if thin {
            continue;
        }
        let open = |ring: &LineString| -> Vec<Point3> {
            let count = ring.0.len().saturating_sub(1);
            ring.0.iter().take(count).map(|c| [c.x, c.y, 0.0]).collect()
        };
        let flat = linli_model::Polygon {
            exterior: open(polygon.exterior()),
            holes: polygon.interiors().iter().map(open).collect(),
        };
        let corners: Vec<Point3> = flat.rings().flatten().copied().collect();
        let at = |i: u32| {
            let [s, z, _] = corners[i as usize];
            plane.place(s, z, proud_m)
        };
        for [a, b, c] in triangulate_polygon(&flat) {
            // Along and up turn to the right of the plane; the eye is on its left.
            builder.triangle_at([at(a), at(c), at(b)], skin);
        }
    }
}
