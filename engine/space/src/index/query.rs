//! The questions a spatial index answers.

use std::sync::Arc;

use linli_model::{Aabb, ElementId, Point3};
use rstar::{AABB, SelectionFunction};

use super::body::{Body, ShapeError};
use super::ray::Ray;
use super::touch::Plane;
use super::vector::{along, is_finite, unit};
use super::{Change, Slot, SpatialIndex};
use crate::Shape;

/// What a ray met first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The element.
    pub id: ElementId,
    /// Distance from the ray's origin, metres; 0 when it starts inside a pipe.
    pub distance_m: f64,
    /// Where.
    pub point: Point3,
    /// Unit normal of the surface there, on the side that the ray comes from.
    pub normal: Point3,
    /// Position in [`Shape::parts`] of the part met; `None` for a segment or where no part covers
    /// the triangle.
    pub part: Option<usize>,
}

/// An element near a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// The element.
    pub id: ElementId,
    /// Distance to its geometry, metres; 0 inside a closed solid or a pipe.
    pub distance_m: f64,
    /// The closest point of its geometry.
    pub point: Point3,
}

/// An element near a shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The element.
    pub id: ElementId,
    /// Distance between the geometries, metres; 0 where they meet or one holds the other.
    pub distance_m: f64,
    /// The closest point of the element.
    pub point: Point3,
    /// The closest point of the asked shape.
    pub of_point: Point3,
}

/// Changes whose box and enclosing boxes pass a test.
struct Where<F>(F);

impl<F: Fn(&Aabb) -> bool> SelectionFunction<Change> for Where<F> {
    fn should_unpack_parent(&self, envelope: &AABB<[f64; 3]>) -> bool {
        (self.0)(&Aabb { min: envelope.lower(), max: envelope.upper() })
    }
}

impl SpatialIndex {
    /// The first element with geometry on a ray that `filter` lets through; the lower id where two
    /// are met at the same distance. Triangles are met from both sides, segments as capsules (so
    /// those without a radius never). `None` also for a direction without length.
    pub fn pick(&self, origin: Point3, direction: Point3, filter: impl Fn(ElementId) -> bool) -> Option<Hit> {
        let direction = unit(direction)?;
        if !is_finite(origin) {
            return None;
        }
        let ray = Ray::new(origin, direction);
        let mut best: Option<Hit> = None;
        let mut visit = |slot: &Slot, bound: f64| {
            if !filter(slot.id) {
                return bound;
            }
            let Some((t, normal, index)) = slot.body.first_on_ray(&ray, bound) else { return bound };
            if best.is_none_or(|hit| (t, slot.id) < (hit.distance_m, hit.id)) {
                let part = part_of(&slot.body.shape, index);
                let point = along(origin, direction, t);
                best = Some(Hit { id: slot.id, distance_m: t, point, normal, part });
            }
            bound.min(t)
        };
        let mut bound = f64::INFINITY;
        self.base.for_each_on_ray(&ray, bound, |at, reach| {
            bound = self.slots[at as usize].as_ref().map_or(reach, |slot| visit(slot, reach));
            bound
        });
        let on_ray = Where(|aabb: &Aabb| ray.enters(aabb).is_some());
        for change in self.changes.locate_with_selection_function(on_ray) {
            if let Some(slot) = &self.slots[change.slot] {
                bound = visit(slot, bound);
            }
        }
        best
    }

    /// Elements whose box touches a box, in order of their id.
    pub fn boxes_in_box(&self, query: &Aabb) -> Vec<ElementId> {
        self.in_box_where(query, |_| true)
    }

    /// Elements whose geometry touches a box, in order of their id. A closed solid counts with
    /// its inside, a segment with its radius.
    pub fn in_box(&self, query: &Aabb) -> Vec<ElementId> {
        self.in_box_where(query, |body| body.meets_box(query))
    }

    fn in_box_where(&self, query: &Aabb, keep: impl Fn(&Body) -> bool) -> Vec<ElementId> {
        let mut found = Vec::new();
        if query.is_empty() {
            return found;
        }
        self.base.for_each_in_box(query, |at, sure| {
            if let Some(slot) = &self.slots[at as usize]
                && (sure || slot.body.aabb.intersects(query))
                && keep(&slot.body)
            {
                found.push(slot.id);
            }
        });
        let envelope = AABB::from_corners(query.min, query.max);
        for change in self.changes.locate_in_envelope_intersecting(envelope) {
            if let Some(slot) = &self.slots[change.slot]
                && keep(&slot.body)
            {
                found.push(slot.id);
            }
        }
        found.sort_unstable();
        found
    }

    /// Elements with geometry inside all half spaces (a view frustum), in order of their id.
    ///
    /// Exact for triangles; past the edges of the frustum pipes count up to a little more than
    /// their radius.
    pub fn in_frustum(&self, planes: &[Plane]) -> Vec<ElementId> {
        let may = |aabb: &Aabb| planes.iter().all(|plane| plane.touches_box(aabb));
        let mut found = Vec::new();
        let mut visit = |at: usize| {
            if let Some(slot) = &self.slots[at]
                && slot.body.meets_planes(planes)
            {
                found.push(slot.id);
            }
        };
        self.base.for_each_where(may, |at| visit(at as usize));
        self.changes.locate_with_selection_function(Where(may)).for_each(|change| visit(change.slot));
        found.sort_unstable();
        found
    }

    /// The `k` elements nearest to a point, by exact distance and then id.
    pub fn nearest(&self, point: Point3, k: usize) -> Vec<Nearest> {
        let mut best: Vec<Nearest> = Vec::with_capacity(k.min(self.len()));
        if k == 0 || !is_finite(point) {
            return best;
        }
        let mut visit = |slot: &Slot, bound_m2: f64| {
            // A hair above the bound, so that an equal distance with a lower id is not lost.
            let reach = bound_m2.sqrt() * (1.0 + 1e-12);
            if let Some((distance_m, point)) = slot.body.to_point(point, reach) {
                let before = |n: &Nearest| (n.distance_m, n.id) < (distance_m, slot.id);
                let at = best.partition_point(before);
                best.insert(at, Nearest { id: slot.id, distance_m, point });
                best.truncate(k);
            }
            if best.len() == k { best[k - 1].distance_m.powi(2) } else { f64::INFINITY }
        };
        let mut bound = f64::INFINITY;
        self.base.for_each_near(point, bound, |at, reach| {
            bound = self.slots[at as usize].as_ref().map_or(reach, |slot| visit(slot, reach));
            bound
        });
        for (change, squared) in self.changes.nearest_neighbor_iter_with_distance_2(point) {
            if squared > bound * (1.0 + 1e-12) {
                break;
            }
            if let Some(slot) = &self.slots[change.slot] {
                bound = visit(slot, bound);
            }
        }
        best
    }

    /// All elements within a distance of a shape, nearest first and then by id.
    ///
    /// # Errors
    /// When the shape is not usable.
    pub fn within(&self, distance_m: f64, of: &Shape) -> Result<Vec<Near>, ShapeError> {
        let asked = Body::new(Arc::new(of.clone()))?;
        let mut found = Vec::new();
        if asked.aabb.is_empty() || !(distance_m >= 0.0 && distance_m.is_finite()) {
            return Ok(found);
        }
        let reach = asked.aabb.inflated(distance_m * (1.0 + 1e-12) + f64::MIN_POSITIVE);
        let mut visit = |at: usize| {
            if let Some(slot) = &self.slots[at]
                && let Some(gap) = slot.body.to_body(&asked, distance_m)
            {
                let (point, of_point) = (gap.on_self, gap.on_other);
                found.push(Near { id: slot.id, distance_m: gap.distance_m, point, of_point });
            }
        };
        self.base.for_each_in_box(&reach, |at, _| visit(at as usize));
        let envelope = AABB::from_corners(reach.min, reach.max);
        self.changes.locate_in_envelope_intersecting(envelope).for_each(|change| visit(change.slot));
        found.sort_unstable_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
        Ok(found)
    }

    /// Closed solids that hold a point (surface included), in order of their id.
    pub fn containing(&self, point: Point3) -> Vec<ElementId> {
        if !is_finite(point) {
            return Vec::new();
        }
        self.in_box_where(&Aabb { min: point, max: point }, |body| body.holds(point))
    }
}

/// Position of the part that covers a triangle.
fn part_of(shape: &Shape, triangle: usize) -> Option<usize> {
    let triangle = u32::try_from(triangle).ok()?;
    let at = shape.parts.partition_point(|part| part.triangles.end <= triangle);
    shape.parts.get(at).is_some_and(|part| part.triangles.contains(&triangle)).then_some(at)
}
