//! Rings in their plane: crossing, touching, inside and outside.

use linli_model::Point3;

use crate::index::distance::{Closest, on_segment, segments};
use crate::index::vector::{add, length, newell, scale, sub};

/// Closer than this is touching, metres: far below any survey, far above rounding.
pub(super) const TOUCH_M: f64 = 1e-8;

/// A ring in its plane; z is 0.
pub(super) type Flat = [Point3];

/// Where a point lies against a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Inside,
    On,
    Outside,
}

/// How two rings meet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meeting {
    /// They cross or share a stretch, here.
    Crossing(Point3),
    /// They touch in these points, perhaps none.
    Touching(Vec<Point3>),
}

fn edge(ring: &Flat, i: usize) -> [Point3; 2] {
    [ring[i], ring[(i + 1) % ring.len()]]
}

/// Twice the signed area, positive when counter-clockwise.
pub(super) fn turn(ring: &Flat) -> f64 {
    newell(ring.iter().copied())[2]
}

/// Order of edges by their lower x, so that those far apart need no look.
fn by_x(ring: &Flat) -> Vec<(f64, f64, usize)> {
    let span = |i| {
        let [a, b] = edge(ring, i);
        (a[0].min(b[0]) - TOUCH_M, a[0].max(b[0]) + TOUCH_M, i)
    };
    let mut spans: Vec<_> = (0..ring.len()).map(span).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    spans
}

fn touches(p: [Point3; 2], q: [Point3; 2]) -> Option<Point3> {
    let apart = p[0][1].max(p[1][1]) + TOUCH_M < q[0][1].min(q[1][1])
        || q[0][1].max(q[1][1]) + TOUCH_M < p[0][1].min(p[1][1]);
    if apart {
        return None;
    }
    let closest = segments(p, q);
    (closest.squared <= TOUCH_M * TOUCH_M).then_some(closest.on_a)
}

/// Where a ring crosses or touches itself.
pub(super) fn self_meeting(ring: &Flat) -> Option<Point3> {
    let count = ring.len();
    let spans = by_x(ring);
    for (k, &(_, end, i)) in spans.iter().enumerate() {
        for &(_, _, j) in spans[k + 1..].iter().take_while(|span| span.0 <= end) {
            let (first, second) = (i.min(j), i.max(j));
            let next = second == first + 1;
            let around = first == 0 && second == count - 1;
            let met = if next {
                folds(edge(ring, first), edge(ring, second))
            } else if around {
                folds(edge(ring, second), edge(ring, first))
            } else {
                touches(edge(ring, first), edge(ring, second))
            };
            if met.is_some() {
                return met;
            }
        }
    }
    None
}

/// Whether a side runs back over the one before.
fn folds(before: [Point3; 2], after: [Point3; 2]) -> Option<Point3> {
    let near = |p: Point3, [a, b]: [Point3; 2]| {
        Closest::between(on_segment(p, a, b), p).squared <= TOUCH_M * TOUCH_M
    };
    if near(after[1], before) { Some(after[1]) } else { near(before[0], after).then_some(before[0]) }
}

/// How two rings meet along their edges.
pub(super) fn meeting(a: &Flat, b: &Flat) -> Meeting {
    let (spans_a, spans_b) = (by_x(a), by_x(b));
    let mut points: Vec<Point3> = Vec::new();
    for &(start, end, i) in &spans_a {
        for &(low, high, j) in spans_b.iter().take_while(|span| span.0 <= end) {
            if high < start || low > end {
                continue;
            }
            let (p, q) = (edge(a, i), edge(b, j));
            let Some(at) = touches(p, q) else { continue };
            if crosses(p, q) || shares_stretch(p, q) {
                return Meeting::Crossing(at);
            }
            if !points.iter().any(|&known| length(sub(known, at)) <= 4.0 * TOUCH_M) {
                points.push(at);
            }
        }
    }
    Meeting::Touching(points)
}

/// Signed distance of a point from the line of a side.
fn beside([a, b]: [Point3; 2], p: Point3) -> f64 {
    let (d, r) = (sub(b, a), sub(p, a));
    let l = length(d);
    if l > 0.0 { (d[0] * r[1] - d[1] * r[0]) / l } else { 0.0 }
}

fn crosses(p: [Point3; 2], q: [Point3; 2]) -> bool {
    let apart = |side: [Point3; 2], ends: [Point3; 2]| {
        let (a, b) = (beside(side, ends[0]), beside(side, ends[1]));
        a.abs() > TOUCH_M && b.abs() > TOUCH_M && (a > 0.0) != (b > 0.0)
    };
    apart(p, q) && apart(q, p)
}

/// Whether two sides lie on each other over more than a point.
pub(super) fn shares_stretch(p: [Point3; 2], q: [Point3; 2]) -> bool {
    if q.iter().any(|&end| beside(p, end).abs() > TOUCH_M) {
        return false;
    }
    let d = sub(p[1], p[0]);
    let l = length(d);
    if l <= TOUCH_M {
        return false;
    }
    let at = |end: Point3| crate::index::vector::dot(sub(end, p[0]), d) / l;
    let (s, t) = (at(q[0]), at(q[1]));
    s.max(t).min(l) - s.min(t).max(0.0) > 2.0 * TOUCH_M
}

/// Where a point lies against a ring.
pub(super) fn place(p: Point3, ring: &Flat) -> Place {
    let mut inside = false;
    for i in 0..ring.len() {
        let [a, b] = edge(ring, i);
        if Closest::between(on_segment(p, a, b), p).squared <= TOUCH_M * TOUCH_M {
            return Place::On;
        }
        if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
    }
    if inside { Place::Inside } else { Place::Outside }
}

/// Whether some corner or mid-side of `a` is inside and some outside `b`.
pub(super) fn sides_seen(a: &Flat, b: &Flat) -> (bool, bool) {
    let (mut inside, mut outside) = (false, false);
    for i in 0..a.len() {
        let [from, to] = edge(a, i);
        for p in [from, scale(add(from, to), 0.5)] {
            match place(p, b) {
                Place::Inside => inside = true,
                Place::Outside => outside = true,
                Place::On => {}
            }
        }
    }
    (inside, outside)
}
