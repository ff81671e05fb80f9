//! The same questions answered by looking at every triangle and segment.

use super::super::distance::{on_segment, on_triangle, segment_triangle, segments, triangles};
use super::super::ray::Ray;
use super::super::touch::{
    capsule_box, capsule_planes, ray_capsule, ray_triangle, triangle_box, triangle_planes,
};
use super::super::vector::{cross, dot, length};
use super::*;

fn corners(shape: &Shape) -> impl Iterator<Item = [Point3; 3]> + '_ {
    shape.triangles.iter().map(|t| t.map(|v| shape.vertices[v as usize]))
}

/// Winding number of a closed solid, by solid angles.
fn holds(shape: &Shape, p: Point3) -> bool {
    let angle = |t: [Point3; 3]| {
        let [a, b, c] = t.map(|corner| sub(corner, p));
        let (la, lb, lc) = (length(a), length(b), length(c));
        let below = la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb;
        2.0 * dot(a, cross(b, c)).atan2(below)
    };
    shape.closed && corners(shape).map(angle).sum::<f64>().abs() > std::f64::consts::TAU
}

fn ids(scene: &Scene, keep: impl Fn(&Shape) -> bool) -> Vec<ElementId> {
    scene.iter().filter(|(_, shape)| keep(shape)).map(|(&id, _)| id).collect()
}

pub(super) fn boxes_in_box(scene: &Scene, query: &Aabb) -> Vec<ElementId> {
    ids(scene, |shape| {
        let mut aabb = Aabb::EMPTY;
        corners(shape).flatten().for_each(|p| aabb.include(p));
        for s in &shape.segments {
            aabb = aabb.union(&Aabb::from_corners(s.a, s.b).inflated(s.radius_m));
        }
        aabb.intersects(query)
    })
}

pub(super) fn in_box(scene: &Scene, query: &Aabb) -> Vec<ElementId> {
    ids(scene, |shape| {
        corners(shape).any(|t| triangle_box(t, query))
            || shape.segments.iter().any(|s| capsule_box(s, query))
            || holds(shape, query.centre())
    })
}

/// The six sides of a box as half spaces.
pub(super) fn sides(aabb: &Aabb) -> Vec<Plane> {
    let side = |axis: usize, sign: f64, at: f64| {
        let mut normal = [0.0; 3];
        normal[axis] = sign;
        Plane { normal, offset_m: -sign * at }
    };
    (0..3).flat_map(|i| [side(i, 1.0, aabb.min[i]), side(i, -1.0, aabb.max[i])]).collect()
}

pub(super) fn in_frustum(scene: &Scene, planes: &[Plane]) -> Vec<ElementId> {
    ids(scene, |shape| {
        corners(shape).any(|t| triangle_planes(t, planes))
            || shape.segments.iter().any(|s| capsule_planes(s, planes))
    })
}

pub(super) fn pick(
    scene: &Scene,
    origin: Point3,
    direction: Point3,
    filter: impl Fn(ElementId) -> bool,
) -> Option<(ElementId, f64)> {
    let ray = Ray::new(origin, unit(direction)?);
    let first = |shape: &Shape| {
        let on_triangles = corners(shape).filter_map(|t| ray_triangle(&ray, t).map(|(at, _)| at));
        let on_segments = shape.segments.iter().filter_map(|s| ray_capsule(&ray, s).map(|(at, _)| at));
        on_triangles.chain(on_segments).reduce(f64::min)
    };
    let met = scene.iter().filter(|(id, _)| filter(**id)).filter_map(|(&id, s)| Some((first(s)?, id)));
    met.reduce(|a, b| if b < a { b } else { a }).map(|(at, id)| (id, at))
}

fn to_point(shape: &Shape, p: Point3) -> f64 {
    if holds(shape, p) {
        return 0.0;
    }
    let to_triangles = corners(shape).map(|t| distance(on_triangle(p, t), p));
    let to_axis = |s: &Segment| (distance(on_segment(p, s.a, s.b), p) - s.radius_m).max(0.0);
    to_triangles.chain(shape.segments.iter().map(to_axis)).fold(f64::INFINITY, f64::min)
}

pub(super) fn nearest(scene: &Scene, p: Point3, k: usize) -> Vec<(ElementId, f64)> {
    let mut all: Vec<_> = scene.iter().map(|(&id, shape)| (id, to_point(shape, p))).collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    all.truncate(k);
    all
}

fn to_shape(shape: &Shape, other: &Shape) -> f64 {
    let one_inside = |holder: &Shape, guest: &Shape| {
        corners(guest).flatten().chain(guest.segments.iter().map(|s| s.a)).any(|p| holds(holder, p))
    };
    if one_inside(shape, other) || one_inside(other, shape) {
        return 0.0;
    }
    let mut least = f64::INFINITY;
    for t in corners(shape) {
        for u in corners(other) {
            least = least.min(triangles(t, u).squared.sqrt());
        }
    }
    for (first, second) in [(shape, other), (other, shape)] {
        for t in corners(first) {
            for s in &second.segments {
                least = least.min(segment_triangle([s.a, s.b], t).squared.sqrt() - s.radius_m);
            }
        }
    }
    for s in &shape.segments {
        for o in &other.segments {
            least = least.min(segments([s.a, s.b], [o.a, o.b]).squared.sqrt() - s.radius_m - o.radius_m);
        }
    }
    least.max(0.0)
}

pub(super) fn within(scene: &Scene, reach: f64, asked: &Shape) -> Vec<(ElementId, f64)> {
    let mut all: Vec<_> = scene.iter().map(|(&id, shape)| (id, to_shape(shape, asked))).collect();
    all.retain(|(_, d)| *d <= reach);
    all.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    all
}

pub(super) fn containing(scene: &Scene, p: Point3) -> Vec<ElementId> {
    ids(scene, |shape| holds(shape, p))
}

proptest! {
    /// Two unlike methods: separating axes against clipping by the six sides.
    #[test]
    fn a_triangle_meets_a_box_when_something_is_left_of_it(
        t in prop::array::uniform3(offset(6.0)), a in offset(5.0), size in prop::array::uniform3(0.1..5.0f64),
    ) {
        let aabb = Aabb::from_corners(a, add(a, size));
        prop_assert_eq!(triangle_box(t, &aabb), triangle_planes(t, &sides(&aabb)));
    }

    /// The distance to a box is convex along a segment: a ternary search finds its least.
    #[test]
    fn a_capsule_meets_a_box_when_its_axis_comes_near(
        ends in prop::array::uniform2(offset(8.0)), a in offset(5.0),
        size in prop::array::uniform3(0.1..5.0f64), radius_m in 0.0..2.0f64,
    ) {
        let aabb = Aabb::from_corners(a, add(a, size));
        let at = |t: f64| {
            let p = along(ends[0], sub(ends[1], ends[0]), t);
            let on: Point3 = std::array::from_fn(|i| p[i].clamp(aabb.min[i], aabb.max[i]));
            distance(p, on)
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..200 {
            let (p, q) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if at(p) < at(q) { high = q } else { low = p }
        }
        let least = at(low).min(at(high)).min(at(0.0)).min(at(1.0));
        prop_assume!((least - radius_m).abs() > 1e-6);
        let segment = Segment { a: ends[0], b: ends[1], radius_m };
        prop_assert_eq!(capsule_box(&segment, &aabb), least < radius_m);
    }

    /// A ray that is said to enter a capsule is on its surface there and outside before.
    #[test]
    fn a_ray_enters_a_capsule_at_its_surface(
        ends in prop::array::uniform2(offset(5.0)), origin in offset(12.0), target in offset(6.0),
        radius_m in 0.1..2.0f64,
    ) {
        let Some(direction) = unit(sub(target, origin)) else { return Ok(()) };
        let ray = Ray::new(origin, direction);
        let segment = Segment { a: ends[0], b: ends[1], radius_m };
        let from_axis = |t: f64| {
            let p = along(origin, direction, t);
            distance(on_segment(p, ends[0], ends[1]), p)
        };
        match ray_capsule(&ray, &segment) {
            Some((0.0, _)) => prop_assert!(from_axis(0.0) <= radius_m),
            Some((t, _)) => {
                prop_assert!((from_axis(t) - radius_m).abs() < 1e-7);
                prop_assert!((0..50).all(|i| from_axis(t * f64::from(i) / 50.0) > radius_m - 1e-7));
            }
            None => prop_assert!((0..2000).all(|i| from_axis(f64::from(i) * 0.02) > radius_m - 1e-7)),
        }
    }
}
