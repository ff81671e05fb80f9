//! Vectors of three: the few operations that the exact geometry needs.

use linli_model::Point3;

pub(crate) fn add(a: Point3, b: Point3) -> Point3 {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(crate) fn sub(a: Point3, b: Point3) -> Point3 {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn scale(a: Point3, factor: f64) -> Point3 {
    [a[0] * factor, a[1] * factor, a[2] * factor]
}

/// `a + t * direction`.
pub(crate) fn along(a: Point3, direction: Point3, t: f64) -> Point3 {
    [a[0] + t * direction[0], a[1] + t * direction[1], a[2] + t * direction[2]]
}

pub(crate) fn dot(a: Point3, b: Point3) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(crate) fn cross(a: Point3, b: Point3) -> Point3 {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(crate) fn length(a: Point3) -> f64 {
    dot(a, a).sqrt()
}

pub(crate) fn distance(a: Point3, b: Point3) -> f64 {
    length(sub(a, b))
}

/// The vector at length 1, or `None` when it has no usable length.
pub(crate) fn unit(a: Point3) -> Option<Point3> {
    let l = length(a);
    (l > 0.0 && l.is_finite()).then(|| scale(a, 1.0 / l))
}

pub(crate) fn is_finite(a: Point3) -> bool {
    a.iter().all(|v| v.is_finite())
}

/// Newell's normal of a ring: its length is twice the area, it points to where the ring is
/// counter-clockwise from. Taken about the first corner to keep precision far from the origin.
pub(crate) fn newell(ring: impl Iterator<Item = Point3> + Clone) -> Point3 {
    let Some(origin) = ring.clone().next() else { return [0.0; 3] };
    let mut normal = [0.0; 3];
    let mut previous: Option<Point3> = None;
    for point in ring {
        let here = sub(point, origin);
        if let Some(before) = previous {
            normal = add(normal, cross(before, here));
        }
        previous = Some(here);
    }
    normal
}
