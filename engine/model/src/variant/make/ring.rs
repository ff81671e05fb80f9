//! Outlines: whether they can be one, and how an edge is pushed.

use super::MakeError;
use crate::geometry::ring_area_m2;
use crate::{Geometry, Point3, Polygon};

/// Sine of the angle below which two edges count as one line.
const STRAIGHT_SINE: f64 = 0.02;
/// Smallest area of an outline, square metres.
const LEAST_AREA_M2: f64 = 0.01;

/// An outline of plan points as an area on the ground, counter-clockwise.
pub(super) fn area(outline: &[[f64; 2]]) -> Result<Geometry, MakeError> {
    let mut ring: Vec<Point3> = outline.iter().map(|p| [p[0], p[1], 0.0]).collect();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    check(&ring)?;
    if ring_area_m2(&ring) < 0.0 {
        ring.reverse();
    }
    Ok(Geometry::Area(vec![Polygon::new(ring)]))
}

/// Whether a ring does not cross itself and has an area.
pub(super) fn check(ring: &[Point3]) -> Result<(), MakeError> {
    let n = ring.len();
    let finite = ring.iter().flatten().all(|v| v.is_finite());
    if n < 3 || !finite || ring_area_m2(ring).abs() < LEAST_AREA_M2 {
        return Err(MakeError::NotAnOutline);
    }
    for i in 0..n {
        for j in i + 1..n {
            let touching = j == i + 1 || (i == 0 && j == n - 1);
            if !touching && cross(ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n]) {
                return Err(MakeError::NotAnOutline);
            }
        }
    }
    Ok(())
}

/// Whether two pieces share a point in plan.
fn cross(a: Point3, b: Point3, c: Point3, d: Point3) -> bool {
    let side =
        |p: Point3, q: Point3, r: Point3| (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    let on =
        |p: Point3, q: Point3, r: Point3| (0..2).all(|i| r[i] >= p[i].min(q[i]) && r[i] <= p[i].max(q[i]));
    let (s1, s2, s3, s4) = (side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b));
    if ((s1 > 0.0) != (s2 > 0.0))
        && ((s3 > 0.0) != (s4 > 0.0))
        && s1 != 0.0
        && s2 != 0.0
        && s3 != 0.0
        && s4 != 0.0
    {
        return true;
    }
    (s1 == 0.0 && on(a, b, c))
        || (s2 == 0.0 && on(a, b, d))
        || (s3 == 0.0 && on(c, d, a))
        || (s4 == 0.0 && on(c, d, b))
}

/// A ring with its edge from corner `edge` to the next pushed out by `by` metres (in by a negative way). Its
/// neighbours grow or shrink along their own lines; where a neighbour goes on straight, a step is made.
pub(super) fn pushed(ring: &[Point3], edge: usize, by: f64) -> Result<Vec<Point3>, MakeError> {
    let n = ring.len();
    if n < 3 || edge >= n {
        return Err(MakeError::NoSuchCorner);
    }
    let at = |i: usize| ring[i % n];
    let (p, a, b, c) = (at(edge + n - 1), at(edge), at(edge + 1), at(edge + 2));
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy);
    if length < 1e-6 {
        return Err(MakeError::NoSuchCorner);
    }
    let turn = if ring_area_m2(ring) < 0.0 { -1.0 } else { 1.0 };
    let out = [dy / length * turn, -dx / length * turn];
    let shifted = |q: Point3| [q[0] + out[0] * by, q[1] + out[1] * by, q[2]];
    let (a2, b2) = (slide(p, a, out, by), slide(c, b, out, by));
    let mut pushed = Vec::with_capacity(n + 2);
    for (i, q) in ring.iter().enumerate() {
        if i == edge {
            match a2 {
                Some(a2) => pushed.push(a2),
                None => pushed.extend([a, shifted(a)]),
            }
        } else if i == (edge + 1) % n {
            match b2 {
                Some(b2) => pushed.push(b2),
                None => pushed.extend([shifted(b), b]),
            }
        } else {
            pushed.push(*q);
        }
    }
    check(&pushed)?;
    // Pushed through the other side, it would be inside out.
    if ring_area_m2(&pushed).is_sign_negative() != ring_area_m2(ring).is_sign_negative() {
        return Err(MakeError::NotAnOutline);
    }
    Ok(pushed)
}

/// The corner moved along its other edge until it is `by` metres further out; `None` when that edge runs on
/// straight.
fn slide(other: Point3, corner: Point3, out: [f64; 2], by: f64) -> Option<Point3> {
    let (dx, dy) = (corner[0] - other[0], corner[1] - other[1]);
    let length = dx.hypot(dy);
    let rise = (dx * out[0] + dy * out[1]) / length;
    if !rise.is_finite() || rise.abs() < STRAIGHT_SINE {
        return None;
    }
    let way = by / rise;
    Some([corner[0] + dx / length * way, corner[1] + dy / length * way, corner[2]])
}
