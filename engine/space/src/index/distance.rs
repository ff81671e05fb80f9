//! Exact distances between points, segments and triangles, with the closest points.
//!
//! Point-triangle and segment-segment follow C. Ericson, Real-Time Collision Detection (2005),
//! 5.1.5 and 5.1.9; the others reduce to these two and to a crossing test.

use linli_model::Point3;

use super::vector::{add, along, cross, dot, scale, sub};

/// The closest points of two things: on the first, on the second, and their squared distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Closest {
    pub on_a: Point3,
    pub on_b: Point3,
    pub squared: f64,
}

impl Closest {
    pub fn between(on_a: Point3, on_b: Point3) -> Self {
        let d = sub(on_a, on_b);
        Self { on_a, on_b, squared: dot(d, d) }
    }

    pub fn swapped(self) -> Self {
        Self { on_a: self.on_b, on_b: self.on_a, squared: self.squared }
    }

    fn or(self, other: Self) -> Self {
        if other.squared < self.squared { other } else { self }
    }
}

/// Closest point of the segment `a b` to `p`.
pub(crate) fn on_segment(p: Point3, a: Point3, b: Point3) -> Point3 {
    let ab = sub(b, a);
    let squared = dot(ab, ab);
    if squared <= 0.0 {
        return a;
    }
    let t = (dot(sub(p, a), ab) / squared).clamp(0.0, 1.0);
    if t == 1.0 { b } else { along(a, ab, t) }
}

/// Closest point of a triangle to `p`.
pub(crate) fn on_triangle(p: Point3, [a, b, c]: [Point3; 3]) -> Point3 {
    let (ab, ac, ap) = (sub(b, a), sub(c, a), sub(p, a));
    let normal = cross(ab, ac);
    if dot(normal, normal) <= 0.0 {
        return on_edges(p, [a, b, c]);
    }
    let (d1, d2) = (dot(ab, ap), dot(ac, ap));
    if d1 <= 0.0 && d2 <= 0.0 {
        return a;
    }
    let bp = sub(p, b);
    let (d3, d4) = (dot(ab, bp), dot(ac, bp));
    if d3 >= 0.0 && d4 <= d3 {
        return b;
    }
    let cp = sub(p, c);
    let (d5, d6) = (dot(ab, cp), dot(ac, cp));
    if d6 >= 0.0 && d5 <= d6 {
        return c;
    }
    let vc = d1 * d4 - d3 * d2;
    let vb = d5 * d2 - d1 * d6;
    let va = d3 * d6 - d5 * d4;
    if va <= 0.0 || vb <= 0.0 || vc <= 0.0 {
        return on_edges(p, [a, b, c]);
    }
    let sum = va + vb + vc;
    add(a, add(scale(ab, vb / sum), scale(ac, vc / sum)))
}

fn on_edges(p: Point3, [a, b, c]: [Point3; 3]) -> Point3 {
    let edges = [(a, b), (b, c), (c, a)];
    let best = edges.map(|(from, to)| Closest::between(on_segment(p, from, to), p));
    best[0].or(best[1]).or(best[2]).on_a
}

/// Closest points of two segments.
pub(crate) fn segments(p: [Point3; 2], q: [Point3; 2]) -> Closest {
    let (d1, d2, r) = (sub(p[1], p[0]), sub(q[1], q[0]), sub(p[0], q[0]));
    let (a, e, f) = (dot(d1, d1), dot(d2, d2), dot(d2, r));
    if a <= 0.0 {
        return Closest::between(p[0], on_segment(p[0], q[0], q[1]));
    }
    if e <= 0.0 {
        return Closest::between(on_segment(q[0], p[0], p[1]), q[0]);
    }
    let (b, c) = (dot(d1, d2), dot(d1, r));
    let denominator = a * e - b * b;
    // Nearly parallel: any start will do, the end points below decide.
    let s = if denominator > 1e-14 * a * e { ((b * f - c * e) / denominator).clamp(0.0, 1.0) } else { 0.0 };
    let on_q = on_segment(along(p[0], d1, s), q[0], q[1]);
    let mut best = Closest::between(on_segment(on_q, p[0], p[1]), on_q);
    if denominator <= 1e-9 * a * e {
        for end in p {
            best = best.or(Closest::between(end, on_segment(end, q[0], q[1])));
        }
        for end in q {
            best = best.or(Closest::between(on_segment(end, p[0], p[1]), end));
        }
    }
    best
}

/// Where a segment crosses the inside of a triangle (not when it lies in its plane).
pub(crate) fn crossing([p, q]: [Point3; 2], [a, b, c]: [Point3; 3]) -> Option<Point3> {
    let normal = cross(sub(b, a), sub(c, a));
    let (above, below) = (dot(normal, sub(p, a)), dot(normal, sub(q, a)));
    if above * below > 0.0 || above == below {
        return None;
    }
    let point = along(p, sub(q, p), above / (above - below));
    let inside = [(a, b), (b, c), (c, a)]
        .into_iter()
        .all(|(from, to)| dot(normal, cross(sub(to, from), sub(point, from))) >= 0.0);
    inside.then_some(point)
}

/// Closest points of a segment and a triangle.
pub(crate) fn segment_triangle(segment: [Point3; 2], triangle: [Point3; 3]) -> Closest {
    if let Some(point) = crossing(segment, triangle) {
        return Closest::between(point, point);
    }
    let [a, b, c] = triangle;
    let mut best = segments(segment, [a, b]).or(segments(segment, [b, c])).or(segments(segment, [c, a]));
    for end in segment {
        best = best.or(Closest::between(end, on_triangle(end, triangle)));
    }
    best
}

/// Closest points of two triangles.
pub(crate) fn triangles(t: [Point3; 3], u: [Point3; 3]) -> Closest {
    let edges = |[a, b, c]: [Point3; 3]| [[a, b], [b, c], [c, a]];
    let mut best = segment_triangle([t[0], t[1]], u);
    for edge in [[t[1], t[2]], [t[2], t[0]]] {
        best = best.or(segment_triangle(edge, u));
    }
    for edge in edges(u) {
        if let Some(point) = crossing(edge, t) {
            return Closest::between(point, point);
        }
    }
    for corner in u {
        best = best.or(Closest::between(on_triangle(corner, t), corner));
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point() -> impl Strategy<Value = Point3> {
        prop::array::uniform3(-10.0..10.0f64)
    }

    /// Least squared distance over a fine grid of points of both: never below the exact one.
    fn sampled(t: [Point3; 3], u: [Point3; 3]) -> f64 {
        const N: usize = 12;
        let grid = |[a, b, c]: [Point3; 3]| {
            (0..=N).flat_map(move |i| (0..=N - i).map(move |j| (i, j))).map(move |(i, j)| {
                let (s, t) = (i as f64 / N as f64, j as f64 / N as f64);
                add(a, add(scale(sub(b, a), s), scale(sub(c, a), t)))
            })
        };
        let second: Vec<Point3> = grid(u).collect();
        grid(t)
            .flat_map(|p| second.iter().map(move |&q| Closest::between(p, q).squared))
            .fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn triangle_distance_is_a_tight_lower_bound_of_sampled_distances(
            t in prop::array::uniform3(point()), u in prop::array::uniform3(point()),
        ) {
            let exact = triangles(t, u);
            let seen = sampled(t, u).sqrt();
            let wanted = exact.squared.sqrt();
            prop_assert!(wanted <= seen + 1e-9, "{wanted} {seen}");
            // Grid points lie within about a twelfth of the longest edges (< 35 m) of each other.
            prop_assert!(seen - wanted < 4.0, "{wanted} {seen}");
            prop_assert!((triangles(u, t).squared - exact.squared).abs() < 1e-9 * (1.0 + exact.squared));
            let on_t = Closest::between(exact.on_a, on_triangle(exact.on_a, t)).squared;
            let on_u = Closest::between(exact.on_b, on_triangle(exact.on_b, u)).squared;
            prop_assert!(on_t < 1e-18 && on_u < 1e-18, "{on_t} {on_u}");
        }

        #[test]
        fn segment_distance_is_the_least_over_both_parameters(
            p in prop::array::uniform2(point()), q in prop::array::uniform2(point()),
        ) {
            let exact = segments(p, q).squared;
            // Over one parameter the least is exact; over the other convex: a ternary search.
            let at = |t: f64| {
                let here = along(p[0], sub(p[1], p[0]), t);
                Closest::between(here, on_segment(here, q[0], q[1])).squared
            };
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..100 {
                let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
                if at(a) < at(b) { high = b } else { low = a }
            }
            prop_assert!((exact - at(low)).abs() < 1e-7 * (1.0 + exact), "{exact} {}", at(low));
        }
    }

    #[test]
    fn parallel_and_degenerate_segments_have_a_distance() {
        let p = [[0.0, 0.0, 0.0], [10.0, 0.0, 0.0]];
        assert_eq!(segments(p, [[12.0, 3.0, 0.0], [4.0, 3.0, 0.0]]).squared, 9.0);
        assert_eq!(segments(p, [[13.0, 4.0, 0.0], [20.0, 4.0, 0.0]]).squared, 25.0);
        assert_eq!(segments(p, [[5.0, 2.0, 0.0]; 2]).squared, 4.0);
        assert_eq!(segments([[5.0, 2.0, 0.0]; 2], [[5.0, 0.0, 0.0]; 2]).squared, 4.0);
        let thread = [[0.0; 3], [10.0, 0.0, 0.0], [5.0, 0.0, 0.0]];
        assert_eq!(on_triangle([7.0, 1.0, 0.0], thread), [7.0, 0.0, 0.0]);
    }
}
