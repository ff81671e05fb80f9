//! Exact meeting tests: rays, boxes and half spaces against triangles and capsules.

use linli_model::{Aabb, Point3};

use super::distance::{Closest, on_segment};
use super::ray::Ray;
use super::vector::{along, cross, dot, scale, sub};
use crate::Segment;

/// Where a ray meets a triangle, from either side: the parameter along the direction and the
/// least barycentric coordinate (T. Möller and B. Trumbore 1997).
pub(crate) fn ray_triangle(ray: &Ray, [a, b, c]: [Point3; 3]) -> Option<(f64, f64)> {
    let (ab, ac) = (sub(b, a), sub(c, a));
    let p = cross(ray.direction, ac);
    let determinant = dot(ab, p);
    if determinant == 0.0 {
        return None;
    }
    let from = sub(ray.origin, a);
    let u = dot(from, p) / determinant;
    let q = cross(from, ab);
    let v = dot(ray.direction, q) / determinant;
    let t = dot(ac, q) / determinant;
    let least = u.min(v).min(1.0 - u - v);
    // A hair outside counts as on the edge, so that no ray slips between two triangles.
    (least >= -1e-12 && t >= 0.0).then_some((t, least))
}

/// Where a ray of unit direction enters a capsule, and the surface normal there; at once when it
/// starts inside.
pub(crate) fn ray_capsule(ray: &Ray, segment: &Segment) -> Option<(f64, Point3)> {
    let (a, b, radius) = (segment.a, segment.b, segment.radius_m);
    let axis_point = on_segment(ray.origin, a, b);
    if Closest::between(axis_point, ray.origin).squared <= radius * radius {
        return Some((0.0, scale(ray.direction, -1.0)));
    }
    let t = [ray_tube(ray, segment), ray_sphere(ray, a, radius), ray_sphere(ray, b, radius)]
        .into_iter()
        .flatten()
        .reduce(f64::min)?;
    let point = along(ray.origin, ray.direction, t);
    let outward = sub(point, on_segment(point, a, b));
    let normal = super::vector::unit(outward).unwrap_or_else(|| scale(ray.direction, -1.0));
    Some((t, normal))
}

/// Entry into the endless cylinder about the axis, when it lies between the ends.
fn ray_tube(ray: &Ray, segment: &Segment) -> Option<f64> {
    let axis = super::vector::unit(sub(segment.b, segment.a))?;
    let from = sub(ray.origin, segment.a);
    let across = |v: Point3| sub(v, scale(axis, dot(v, axis)));
    let (d, o) = (across(ray.direction), across(from));
    let t = first_root(dot(d, d), dot(d, o), dot(o, o) - segment.radius_m * segment.radius_m)?;
    let height = dot(along(from, ray.direction, t), axis);
    let length = super::vector::distance(segment.a, segment.b);
    (0.0..=length).contains(&height).then_some(t)
}

fn ray_sphere(ray: &Ray, centre: Point3, radius: f64) -> Option<f64> {
    let from = sub(ray.origin, centre);
    let d = ray.direction;
    first_root(dot(d, d), dot(d, from), dot(from, from) - radius * radius)
}

/// Least non-negative root of `a t² + 2 b t + c`, entering (from positive to negative).
fn first_root(a: f64, b: f64, c: f64) -> Option<f64> {
    let discriminant = b * b - a * c;
    if a <= 0.0 || discriminant < 0.0 {
        return None;
    }
    // The stable form of (-b - sqrt(d)) / a for b < 0.
    let t = if b < 0.0 { c / (-b + discriminant.sqrt()) } else { (-b - discriminant.sqrt()) / a };
    (t >= 0.0).then_some(t)
}

/// Whether a triangle and a box share a point: separating axes (T. Akenine-Möller 2001).
pub(crate) fn triangle_box(triangle: [Point3; 3], aabb: &Aabb) -> bool {
    let mut own = Aabb::EMPTY;
    triangle.iter().for_each(|&p| own.include(p));
    if !own.intersects(aabb) {
        return false;
    }
    let centre = aabb.centre();
    let half = scale(sub(aabb.max, aabb.min), 0.5);
    let v = triangle.map(|p| sub(p, centre));
    let edges = [sub(v[1], v[0]), sub(v[2], v[1]), sub(v[0], v[2])];
    let apart = |axis: Point3| {
        let reach: f64 = (0..3).map(|i| half[i] * axis[i].abs()).sum();
        let at = v.map(|p| dot(p, axis));
        let low = at[0].min(at[1]).min(at[2]);
        let high = at[0].max(at[1]).max(at[2]);
        // Rounding may not part what touches.
        let slack = 1e-14 * (reach + low.abs() + high.abs());
        low > reach + slack || high < -reach - slack
    };
    if apart(cross(edges[0], edges[1])) {
        return false;
    }
    !edges.iter().any(|e| apart([0.0, -e[2], e[1]]) || apart([e[2], 0.0, -e[0]]) || apart([-e[1], e[0], 0.0]))
}

/// Whether a capsule and a box share a point.
pub(crate) fn capsule_box(segment: &Segment, aabb: &Aabb) -> bool {
    segment_box_squared(segment.a, segment.b, aabb) <= segment.radius_m * segment.radius_m
}

/// Squared distance between a segment and a box.
///
/// Along the segment the squared distance to the box is convex and piecewise quadratic with
/// breaks where a coordinate passes a side: the least is at a break, at an end or inside one piece.
fn segment_box_squared(a: Point3, b: Point3, aabb: &Aabb) -> f64 {
    let d = sub(b, a);
    let mut breaks = [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let mut count = 2;
    for i in 0..3 {
        for side in [aabb.min[i], aabb.max[i]] {
            let t = (side - a[i]) / d[i];
            if t > 0.0 && t < 1.0 {
                breaks[count] = t;
                count += 1;
            }
        }
    }
    let breaks = &mut breaks[..count];
    breaks.sort_unstable_by(f64::total_cmp);
    let squared_at = |t: f64| -> f64 {
        (0..3)
            .map(|i| {
                // At a side the coordinate is the side itself, not its rounding.
                let p = a[i] + t * d[i];
                let tiny = 4.0 * f64::EPSILON * (a[i].abs() + d[i].abs());
                let gap = (aabb.min[i] - p).max(p - aabb.max[i]);
                if gap <= tiny { 0.0 } else { gap * gap }
            })
            .sum()
    };
    let mut least = breaks.iter().map(|&t| squared_at(t)).fold(f64::INFINITY, f64::min);
    for pair in breaks.windows(2) {
        let middle = (pair[0] + pair[1]) / 2.0;
        // Of the coordinates outside their range in this piece: minimise the sum of squares.
        let (mut slope, mut curve) = (0.0, 0.0);
        for i in 0..3 {
            let p = a[i] + middle * d[i];
            let side = if p < aabb.min[i] {
                aabb.min[i]
            } else if p > aabb.max[i] {
                aabb.max[i]
            } else {
                continue;
            };
            slope += d[i] * (a[i] - side);
            curve += d[i] * d[i];
        }
        if curve > 0.0 {
            least = least.min(squared_at((-slope / curve).clamp(pair[0], pair[1])));
        }
    }
    least
}

/// A half space: the points `p` with `normal · p + offset_m >= 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// Unit normal, pointing inside.
    pub normal: Point3,
    /// Distance of the origin from the plane, positive when the origin is inside.
    pub offset_m: f64,
}

impl Plane {
    /// Signed distance of a point, positive inside.
    pub fn height(&self, p: Point3) -> f64 {
        dot(self.normal, p) + self.offset_m
    }

    /// Whether some of a box may be inside.
    pub(crate) fn touches_box(&self, aabb: &Aabb) -> bool {
        let far = std::array::from_fn(|i| if self.normal[i] > 0.0 { aabb.max[i] } else { aabb.min[i] });
        self.height(far) >= -1e-9
    }
}

/// Whether some of a triangle lies inside all half spaces: it is clipped by one after the other
/// (I. Sutherland and G. Hodgman 1974).
pub(crate) fn triangle_planes(triangle: [Point3; 3], planes: &[Plane]) -> bool {
    let mut ring = triangle.to_vec();
    let mut clipped = Vec::with_capacity(8);
    for plane in planes {
        clip_ring(&ring, |p| plane.height(p), &mut clipped);
        std::mem::swap(&mut ring, &mut clipped);
        if ring.is_empty() {
            return false;
        }
    }
    true
}

/// The part of a ring where a height, which is linear between its corners, is not below zero (I. Sutherland and G. Hodgman
/// 1974); `kept` is overwritten.
pub(crate) fn clip_ring<const N: usize>(
    ring: &[[f64; N]],
    height: impl Fn([f64; N]) -> f64,
    kept: &mut Vec<[f64; N]>,
) {
    kept.clear();
    for (i, &p) in ring.iter().enumerate() {
        let q = ring[(i + 1) % ring.len()];
        let (hp, hq) = (height(p), height(q));
        if hp >= 0.0 {
            kept.push(p);
        }
        if (hp >= 0.0) != (hq >= 0.0) {
            let share = hp / (hp - hq);
            kept.push(std::array::from_fn(|axis| p[axis] + (q[axis] - p[axis]) * share));
        }
    }
}

/// Whether some of a segment lies inside all half spaces, each moved out by the radius. Past the
/// edges between two planes that is a little more than the capsule itself.
pub(crate) fn capsule_planes(segment: &Segment, planes: &[Plane]) -> bool {
    let (mut start, mut end) = (0.0f64, 1.0f64);
    for plane in planes {
        let (ha, hb) =
            (plane.height(segment.a) + segment.radius_m, plane.height(segment.b) + segment.radius_m);
        match (ha >= 0.0, hb >= 0.0) {
            (true, true) => {}
            (false, false) => return false,
            (true, false) => end = end.min(ha / (ha - hb)),
            (false, true) => start = start.max(ha / (ha - hb)),
        }
    }
    start <= end
}
