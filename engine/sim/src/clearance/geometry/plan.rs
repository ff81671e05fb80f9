//! Distances between segments in plan.

/// East and north, metres.
pub type Plan = [f64; 2];

/// Closest points of two segments in plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanClosest {
    /// Distance, metres.
    pub distance_m: f64,
    /// Share of the way along the first segment, 0 to 1.
    pub on_a: f64,
    /// Share of the way along the second segment, 0 to 1.
    pub on_b: f64,
    /// Whether the segments cross inside both.
    pub crossing: bool,
}

pub(crate) fn minus(a: Plan, b: Plan) -> Plan {
    [a[0] - b[0], a[1] - b[1]]
}

pub(crate) fn dot(a: Plan, b: Plan) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

pub(crate) fn cross(a: Plan, b: Plan) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

pub(crate) fn along(a: Plan, b: Plan, share: f64) -> Plan {
    [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
}

/// Share along a segment of its closest point to `p`, and the squared distance.
pub(crate) fn point_to_segment(p: Plan, a: Plan, b: Plan) -> (f64, f64) {
    let ab = minus(b, a);
    let squared = dot(ab, ab);
    let share = if squared > 0.0 { (dot(minus(p, a), ab) / squared).clamp(0.0, 1.0) } else { 0.0 };
    let d = minus(p, along(a, b, share));
    (share, dot(d, d))
}

/// The closest points of two segments; a segment may be a point.
pub fn closest_on_segments(a: [Plan; 2], b: [Plan; 2]) -> PlanClosest {
    let (da, db) = (minus(a[1], a[0]), minus(b[1], b[0]));
    let (a0, a1) = (cross(db, minus(a[0], b[0])), cross(db, minus(a[1], b[0])));
    let (b0, b1) = (cross(da, minus(b[0], a[0])), cross(da, minus(b[1], a[0])));
    if a0 * a1 < 0.0 && b0 * b1 < 0.0 {
        return PlanClosest { distance_m: 0.0, on_a: a0 / (a0 - a1), on_b: b0 / (b0 - b1), crossing: true };
    }
    let (on_b0, d0) = point_to_segment(a[0], b[0], b[1]);
    let (on_b1, d1) = point_to_segment(a[1], b[0], b[1]);
    let (on_a2, d2) = point_to_segment(b[0], a[0], a[1]);
    let (on_a3, d3) = point_to_segment(b[1], a[0], a[1]);
    let mut best = (d0, 0.0, on_b0);
    for other in [(d1, 1.0, on_b1), (d2, on_a2, 0.0), (d3, on_a3, 1.0)] {
        if other.0 < best.0 {
            best = other;
        }
    }
    PlanClosest { distance_m: best.0.sqrt(), on_a: best.1, on_b: best.2, crossing: false }
}

/// The shares of segment `a` between which it is nearer than `reach_m` to segment `b`. The distance to
/// a segment is convex along a line, so this is one interval around `from`, a share that is near enough.
pub fn reach_along(a: [Plan; 2], b: [Plan; 2], reach_m: f64, from: f64) -> [f64; 2] {
    let near = |share: f64| {
        let (_, squared) = point_to_segment(along(a[0], a[1], share), b[0], b[1]);
        squared <= reach_m * reach_m
    };
    let edge = |end: f64| {
        if near(end) {
            return end;
        }
        let (mut inside, mut outside) = (from, end);
        for _ in 0..40 {
            let middle = (inside + outside) / 2.0;
            if near(middle) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        inside
    };
    [edge(0.0), edge(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_cross_touch_and_pass() {
        let crossing = closest_on_segments([[0.0, 0.0], [4.0, 0.0]], [[1.0, -1.0], [1.0, 3.0]]);
        assert!(crossing.crossing && crossing.on_a == 0.25 && crossing.on_b == 0.25);
        let skew = closest_on_segments([[0.0, 0.0], [4.0, 0.0]], [[5.0, 3.0], [9.0, 8.0]]);
        assert!((skew.distance_m - 10_f64.sqrt()).abs() < 1e-12 && skew.on_a == 1.0 && skew.on_b == 0.0);
        let parallel = closest_on_segments([[0.0, 0.0], [4.0, 0.0]], [[2.0, 0.7], [9.0, 0.7]]);
        assert!((parallel.distance_m - 0.7).abs() < 1e-12 && !parallel.crossing);
        let points = closest_on_segments([[0.0, 0.0], [0.0, 0.0]], [[3.0, 4.0], [3.0, 4.0]]);
        assert_eq!(points.distance_m, 5.0);
    }

    #[test]
    fn the_stretch_that_is_too_near_is_found() {
        // y = 0 beside y = 0.3 from x = 4 to 6: within 0.5 m from x = 4 − 0.4 to 6 + 0.4.
        let [start, end] = reach_along([[0.0, 0.0], [10.0, 0.0]], [[4.0, 0.3], [6.0, 0.3]], 0.5, 0.5);
        assert!((start - 0.36).abs() < 1e-9 && (end - 0.64).abs() < 1e-9, "{start} {end}");
    }
}
