//! One shape as an indexed thing: exact questions about its triangles and segments.

use std::sync::{Arc, OnceLock};

use linli_model::{Aabb, Point3};
use thiserror::Error;

use super::distance::{self, Closest};
use super::packed::PackedTree;
use super::ray::Ray;
use super::touch::{self, Plane};
use super::vector::{cross, dot, is_finite, length, scale, sub, unit};
use crate::{Segment, Shape};

/// More triangles and segments than this get a tree of their own, when first asked.
const FEW: usize = 32;
/// Largest coordinate that the index takes, metres: far beyond any map.
const FARTHEST_M: f64 = 1e12;
/// Closer to the surface than this counts as on it, metres.
const ON_SURFACE_M: f64 = 1e-9;
/// Fixed directions for the inside test, off every axis and diagonal.
const DIRECTIONS: [Point3; 4] = [
    [0.293_417, 0.518_923, 0.802_871],
    [-0.617_239, 0.341_177, 0.708_959],
    [0.471_113, -0.782_317, 0.407_543],
    [-0.229_373, -0.613_927, -0.755_333],
];

/// Why a shape cannot be asked.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ShapeError {
    /// A coordinate or radius is not a finite number, beyond 1e12 m, or a radius is negative.
    #[error("a coordinate or radius is not finite, beyond 1e12 m, or a radius is negative")]
    NotFinite,
    /// A triangle names a vertex that is not there.
    #[error("a triangle names a vertex that is not there")]
    MissingVertex,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Primitive {
    Triangle([Point3; 3]),
    Segment(Segment),
}

impl Primitive {
    fn aabb(&self) -> Aabb {
        let mut aabb = Aabb::EMPTY;
        match self {
            Self::Triangle(corners) => corners.iter().for_each(|&p| aabb.include(p)),
            Self::Segment(s) => aabb = Aabb::from_corners(s.a, s.b).inflated(s.radius_m),
        }
        aabb
    }

    fn to_point(self, p: Point3) -> (f64, Point3) {
        match self {
            Self::Triangle(t) => {
                let on = distance::on_triangle(p, t);
                (Closest::between(on, p).squared.sqrt(), on)
            }
            Self::Segment(s) => {
                let axis = distance::on_segment(p, s.a, s.b);
                let d = Closest::between(axis, p).squared.sqrt();
                if d <= s.radius_m { (0.0, p) } else { (d - s.radius_m, toward(axis, p, s.radius_m / d)) }
            }
        }
    }

    /// Distance and closest points on both.
    fn to_primitive(self, other: Self) -> (f64, Point3, Point3) {
        let (closest, r, s) = match (self, other) {
            (Self::Triangle(t), Self::Triangle(u)) => (distance::triangles(t, u), 0.0, 0.0),
            (Self::Triangle(t), Self::Segment(s)) => {
                (distance::segment_triangle([s.a, s.b], t).swapped(), 0.0, s.radius_m)
            }
            (Self::Segment(s), Self::Triangle(t)) => {
                (distance::segment_triangle([s.a, s.b], t), s.radius_m, 0.0)
            }
            (Self::Segment(s), Self::Segment(o)) => {
                (distance::segments([s.a, s.b], [o.a, o.b]), s.radius_m, o.radius_m)
            }
        };
        let d = closest.squared.sqrt();
        let gap = (d - r - s).max(0.0);
        if d == 0.0 {
            return (0.0, closest.on_a, closest.on_b);
        }
        // Where the radii overlap both points move to the same place between the axes.
        let shrink = if r + s > d { d / (r + s) } else { 1.0 };
        (
            gap,
            toward(closest.on_a, closest.on_b, r * shrink / d),
            toward(closest.on_b, closest.on_a, s * shrink / d),
        )
    }
}

fn toward(from: Point3, to: Point3, fraction: f64) -> Point3 {
    super::vector::along(from, sub(to, from), fraction)
}

/// Two closest points and the distance between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gap {
    pub distance_m: f64,
    pub on_self: Point3,
    pub on_other: Point3,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub shape: Arc<Shape>,
    pub aabb: Aabb,
    tree: OnceLock<PackedTree>,
    anchors: OnceLock<Vec<Point3>>,
}

impl Body {
    /// Checks the shape and takes its box (empty when it has no triangles and segments).
    pub fn new(shape: Arc<Shape>) -> Result<Self, ShapeError> {
        let usable = |p: Point3| p.iter().all(|v| v.abs() <= FARTHEST_M);
        let mut aabb = Aabb::EMPTY;
        for &corner in shape.triangles.iter().flatten() {
            let p = *shape.vertices.get(corner as usize).ok_or(ShapeError::MissingVertex)?;
            // Comparisons with NaN are false: it must not slip into the box.
            if !usable(p) {
                return Err(ShapeError::NotFinite);
            }
            aabb.include(p);
        }
        for segment in &shape.segments {
            let radius = segment.radius_m;
            if !usable(segment.a) || !usable(segment.b) || !(0.0..=FARTHEST_M).contains(&radius) {
                return Err(ShapeError::NotFinite);
            }
            aabb = aabb.union(&Aabb::from_corners(segment.a, segment.b).inflated(radius));
        }
        if !shape.vertices.iter().all(|&p| is_finite(p)) {
            return Err(ShapeError::NotFinite);
        }
        Ok(Self { shape, aabb, tree: OnceLock::new(), anchors: OnceLock::new() })
    }

    fn len(&self) -> usize {
        self.shape.triangles.len() + self.shape.segments.len()
    }

    fn primitive(&self, index: usize) -> Primitive {
        match self.shape.triangles.get(index) {
            Some(t) => Primitive::Triangle(t.map(|v| self.shape.vertices[v as usize])),
            None => Primitive::Segment(self.shape.segments[index - self.shape.triangles.len()]),
        }
    }

    /// The tree of triangles and segments; `None` when they are few.
    fn tree(&self) -> Option<&PackedTree> {
        (self.len() > FEW).then(|| {
            self.tree.get_or_init(|| {
                let boxes: Vec<Aabb> = (0..self.len()).map(|i| self.primitive(i).aabb()).collect();
                PackedTree::build(&boxes)
            })
        })
    }

    /// Visits triangles and segments on a ray up to a bound that the visit may lower.
    fn on_ray(&self, ray: &Ray, mut bound: f64, mut visit: impl FnMut(usize, f64) -> f64) {
        match self.tree() {
            Some(tree) => tree.for_each_on_ray(ray, bound, |i, bound| visit(i as usize, bound)),
            None => (0..self.len()).for_each(|i| bound = visit(i, bound)),
        }
    }

    /// Visits triangles and segments near a box up to a squared bound that the visit may lower.
    fn near(&self, place: &Aabb, mut bound: f64, mut visit: impl FnMut(usize, f64) -> f64) {
        match self.tree() {
            Some(tree) => tree.for_each_near_box(place, bound, |i, bound| visit(i as usize, bound)),
            None => (0..self.len()).for_each(|i| bound = visit(i, bound)),
        }
    }

    /// First meeting with a ray of unit direction within the bound: where, the surface normal on
    /// the ray's side, and which triangle or segment.
    pub fn first_on_ray(&self, ray: &Ray, bound: f64) -> Option<(f64, Point3, usize)> {
        let mut best: Option<(f64, Point3, usize)> = None;
        self.on_ray(ray, bound, |index, bound| {
            let met = match self.primitive(index) {
                Primitive::Triangle(t) => touch::ray_triangle(ray, t).map(|(at, _)| {
                    let normal = cross(sub(t[1], t[0]), sub(t[2], t[0]));
                    let facing = if dot(normal, ray.direction) > 0.0 { scale(normal, -1.0) } else { normal };
                    (at, unit(facing).unwrap_or(scale(ray.direction, -1.0)))
                }),
                Primitive::Segment(s) => touch::ray_capsule(ray, &s),
            };
            let Some((at, normal)) = met.filter(|(at, _)| *at <= bound) else { return bound };
            if best.is_none_or(|(least, _, first)| (at, index) < (least, first)) {
                best = Some((at, normal, index));
            }
            at
        });
        best
    }

    /// Whether the geometry (with the inside of a closed solid) shares a point with a box.
    pub fn meets_box(&self, query: &Aabb) -> bool {
        let meets = |index: usize| match self.primitive(index) {
            Primitive::Triangle(t) => touch::triangle_box(t, query),
            Primitive::Segment(s) => touch::capsule_box(&s, query),
        };
        let mut met = false;
        match self.tree() {
            Some(tree) => tree.for_each_in_box(query, |i, _| met = met || meets(i as usize)),
            None => met = (0..self.len()).any(meets),
        }
        met || self.holds(query.min)
    }

    /// Whether some of the geometry lies inside all half spaces.
    pub fn meets_planes(&self, planes: &[Plane]) -> bool {
        let meets = |index: usize| match self.primitive(index) {
            Primitive::Triangle(t) => touch::triangle_planes(t, planes),
            Primitive::Segment(s) => touch::capsule_planes(&s, planes),
        };
        let mut met = false;
        match self.tree() {
            Some(tree) => tree.for_each_where(
                |aabb| planes.iter().all(|plane| plane.touches_box(aabb)),
                |i| met = met || meets(i as usize),
            ),
            None => met = (0..self.len()).any(meets),
        }
        met
    }

    /// Distance to a point and the closest point, when not above the bound.
    pub fn to_point(&self, p: Point3, bound_m: f64) -> Option<(f64, Point3)> {
        if self.holds(p) {
            return Some((0.0, p));
        }
        let mut best: Option<(f64, Point3)> = None;
        let place = Aabb { min: p, max: p };
        self.near(&place, bound_m * bound_m, |index, bound| {
            let (d, on) = self.primitive(index).to_point(p);
            if d <= bound_m && best.is_none_or(|(least, _)| d < least) {
                best = Some((d, on));
            }
            best.map_or(bound, |(least, _)| least * least)
        });
        best
    }

    /// Distance of a point from the triangles and segments, whichever side it is on.
    pub fn to_surface(&self, p: Point3) -> f64 {
        let mut least = f64::INFINITY;
        self.near(&Aabb { min: p, max: p }, least, |index, bound| {
            least = least.min(self.primitive(index).to_point(p).0);
            bound.min(least * least)
        });
        least
    }

    /// Distance to another body, when not above the bound; 0 where one holds the other.
    pub fn to_body(&self, other: &Self, bound_m: f64) -> Option<Gap> {
        let mut best: Option<Gap> = None;
        // The outer loop runs over the one with fewer pieces, the inner one over a tree.
        let (outer, inner, swapped) =
            if other.len() <= self.len() { (other, self, true) } else { (self, other, false) };
        let reach = inner.aabb.inflated(bound_m * (1.0 + 1e-12));
        for i in 0..outer.len() {
            let piece = outer.primitive(i);
            let place = piece.aabb();
            if !place.intersects(&reach) {
                continue;
            }
            let least = best.map_or(bound_m, |gap| gap.distance_m);
            inner.near(&place, least * least, |index, bound| {
                let (d, on_outer, on_inner) = piece.to_primitive(inner.primitive(index));
                if d <= bound_m && best.is_none_or(|gap| d < gap.distance_m) {
                    let (on_self, on_other) =
                        if swapped { (on_inner, on_outer) } else { (on_outer, on_inner) };
                    best = Some(Gap { distance_m: d, on_self, on_other });
                }
                best.map_or(bound, |gap| gap.distance_m * gap.distance_m)
            });
        }
        if best.is_some_and(|gap| gap.distance_m == 0.0) {
            return best;
        }
        let held = |holder: &Self, guest: &Self| guest.anchors().iter().copied().find(|&p| holder.holds(p));
        match held(self, other).or_else(|| held(other, self)) {
            Some(p) => Some(Gap { distance_m: 0.0, on_self: p, on_other: p }),
            None => best,
        }
    }

    /// A point of each connected piece.
    fn anchors(&self) -> &[Point3] {
        self.anchors.get_or_init(|| {
            let shape = &self.shape;
            let mut root: Vec<u32> = (0..shape.vertices.len() as u32).collect();
            for t in &shape.triangles {
                let [a, b, c] = t.map(|v| find(&mut root, v));
                let least = a.min(b).min(c);
                for v in [a, b, c] {
                    root[v as usize] = least;
                }
            }
            let mut used = vec![false; root.len()];
            let mut anchors = Vec::new();
            for t in &shape.triangles {
                let piece = find(&mut root, t[0]) as usize;
                if !std::mem::replace(&mut used[piece], true) {
                    anchors.push(shape.vertices[t[0] as usize]);
                }
            }
            let mut previous = None;
            for s in &shape.segments {
                if previous != Some(s.a) {
                    anchors.push(s.a);
                }
                previous = Some(s.b);
            }
            anchors
        })
    }

    /// Whether a closed solid holds a point (surface included): the parity of surfaces crossed on
    /// a fixed ray; a ray through an edge gives way to the next, and at last to the winding number.
    pub fn holds(&self, p: Point3) -> bool {
        if !self.shape.closed || !self.aabb.contains(p) {
            return false;
        }
        for direction in DIRECTIONS {
            let ray = Ray::new(p, direction);
            let (mut crossed, mut on_surface, mut unsure) = (0u32, false, false);
            self.on_ray(&ray, f64::INFINITY, |index, bound| {
                if let Primitive::Triangle(t) = self.primitive(index)
                    && let Some((at, least)) = touch::ray_triangle(&ray, t)
                {
                    crossed += 1;
                    on_surface |= at <= ON_SURFACE_M;
                    unsure |= least < 1e-9;
                }
                bound
            });
            if on_surface {
                return true;
            }
            if !unsure {
                return crossed % 2 == 1;
            }
        }
        self.winding(p).abs() > 0.5
    }

    /// Winding number of the triangles about a point (A. van Oosterom and J. Strackee 1983).
    fn winding(&self, p: Point3) -> f64 {
        let angle = |t: &[u32; 3]| {
            let [a, b, c] = t.map(|v| sub(self.shape.vertices[v as usize], p));
            let (la, lb, lc) = (length(a), length(b), length(c));
            let below = la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb;
            2.0 * dot(a, cross(b, c)).atan2(below)
        };
        self.shape.triangles.iter().map(angle).sum::<f64>() / (4.0 * std::f64::consts::PI)
    }
}

/// Representative of a vertex's piece, with path halving.
fn find(root: &mut [u32], mut v: u32) -> u32 {
    while root[v as usize] != v {
        root[v as usize] = root[root[v as usize] as usize];
        v = root[v as usize];
    }
    v
}
