//! Areas in the plane: cleaned plans, what lies on what, and what is left after others are taken out.

use std::sync::LazyLock;

use geo::algorithm::bool_ops::{FillRule, OpType};
use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::{Area as _, BooleanOps as _, BoundingRect as _, Buffer as _, ConvexHull as _, Orient as _};
use geo::{Coord, LineString, MultiPoint, MultiPolygon, Polygon, Rect, unary_union};
use linli_model::{Boundary, FaceKind, Geometry, Point3};

use super::outline::{self, ROUND_STEP};

/// Pieces smaller than this are rounding, square metres.
pub(super) const LEAST_M2: f64 = 1e-6;
/// Faces whose normal rises less than this are upright.
const LEAST_RISE: f64 = 0.05;

/// A plan: rings with what is asked of it often. A point lies inside where their winding number is above zero; it is
/// nowhere below. Most plans are polygons that do not overlap, with outer rings counter-clockwise; those of
/// [`Plan::of_wound`] need not be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub shape: MultiPolygon,
    pub rect: Rect,
    /// Square metres; where rings overlap, the sum of what lies in each.
    pub area_m2: f64,
    /// Whether rings may overlap.
    pub overlaps: bool,
}

/// How a rectangle lies to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    /// All of it inside.
    Inside,
    /// All of it outside.
    Outside,
    /// An edge of the plan runs through it.
    Across,
}

impl Plan {
    /// A plan of polygons that are clean already; `None` without an area.
    pub fn of_clean(shape: MultiPolygon) -> Option<Self> {
        let area_m2 = shape.unsigned_area();
        let rect = shape.bounding_rect()?;
        (area_m2 > LEAST_M2 && area_m2.is_finite()).then_some(Self { shape, rect, area_m2, overlaps: false })
    }

    /// A plan of rings that may overlap, with winding numbers that are nowhere below zero; `None` without an area.
    pub fn of_wound(shape: MultiPolygon) -> Option<Self> {
        Some(Self { overlaps: true, ..Self::of_clean(shape)? })
    }

    /// A plan of any polygons: crossing rings are resolved, overlaps joined.
    pub fn of(polygons: Vec<Polygon>) -> Option<Self> {
        let mut clean: Vec<Polygon> = Vec::with_capacity(polygons.len());
        for polygon in polygons {
            if is_convex(&polygon) || is_simple(&polygon) {
                clean.push(polygon.orient(geo::orient::Direction::Default));
            } else {
                let nothing = MultiPolygon::new(Vec::new());
                clean.extend(polygon.boolean_op(&nothing, OpType::Union).0);
            }
        }
        Self::of_clean(joined(clean))
    }

    /// How a rectangle lies to the plan.
    pub fn lies(&self, rect: &Rect) -> Lies {
        if !touches(&self.rect, rect) {
            return Lies::Outside;
        }
        let rings = self.shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut winding = 0;
        let middle = rect.center();
        for ring in rings {
            for edge in ring.0.windows(2) {
                let (a, b) = (edge[0], edge[1]);
                if passes(a, b, rect) {
                    return Lies::Across;
                }
                let across = (a.y > middle.y) != (b.y > middle.y);
                if across && middle.x < (b.x - a.x) * (middle.y - a.y) / (b.y - a.y) + a.x {
                    winding += if b.y > a.y { 1 } else { -1 };
                }
            }
        }
        if winding != 0 { Lies::Inside } else { Lies::Outside }
    }

    /// Whether a point lies inside.
    pub fn contains(&self, at: [f64; 2]) -> bool {
        let point = Coord { x: at[0], y: at[1] };
        self.lies(&Rect::new(point, point)) != Lies::Outside
    }

    /// A point inside, in the middle of the longest piece of the level line halfway up; the centre of the rectangle where
    /// that line misses it.
    pub fn inner_point(&self) -> Coord {
        let centre = self.rect.center();
        let rings = self.shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut passes: Vec<f64> = rings
            .flat_map(|ring| ring.0.windows(2))
            .filter(|edge| (edge[0].y > centre.y) != (edge[1].y > centre.y))
            .map(|edge| {
                let (a, b) = (edge[0], edge[1]);
                a.x + (b.x - a.x) * (centre.y - a.y) / (b.y - a.y)
            })
            .collect();
        passes.sort_unstable_by(f64::total_cmp);
        let pieces = passes.chunks_exact(2).map(|piece| (piece[1] - piece[0], piece));
        let longest = pieces.reduce(|longest, other| if other.0 > longest.0 { other } else { longest });
        longest.map_or(centre, |(_, piece)| Coord { x: (piece[0] + piece[1]) / 2.0, y: centre.y })
    }

    /// The part that several others leave.
    pub fn minus<'a>(&self, others: impl IntoIterator<Item = &'a Plan>) -> MultiPolygon {
        let mut cutters: Vec<Polygon> = Vec::new();
        for other in others {
            match other.lies(&self.rect) {
                Lies::Outside => {}
                Lies::Inside => return MultiPolygon::new(Vec::new()),
                Lies::Across => cutters.extend(other.shape.0.iter().cloned()),
            }
        }
        if cutters.is_empty() {
            return self.shape.clone();
        }
        let cutters = MultiPolygon::new(cutters);
        self.shape.boolean_op_with_fill_rule(&cutters, OpType::Difference, FillRule::NonZero)
    }

    /// Area that it shares with another plan, square metres.
    pub fn shared_m2(&self, other: &Plan) -> f64 {
        match other.lies(&self.rect) {
            Lies::Outside => 0.0,
            Lies::Inside => self.area_m2,
            Lies::Across => self.shape.intersection(&other.shape).unsigned_area(),
        }
    }

    /// [`Plan::grown`] whose rings may overlap ([`Plan::of_wound`]): much faster, for what only asks for areas.
    pub fn wound_grown(&self, distance_m: f64) -> Option<Plan> {
        Self::of_wound(outline::grown(&self.shape, distance_m))
    }

    /// Grown by a distance on all sides, with round corners.
    pub fn grown(&self, distance_m: f64) -> Option<Plan> {
        let style = BufferStyle::new(distance_m).line_join(LineJoin::Round(ROUND_STEP));
        Self::of_clean(self.shape.buffer_with_style(style))
    }

    /// Whether a circle of this diameter fits in somewhere, to a few centimetres.
    pub fn is_as_wide_as(&self, width_m: f64) -> bool {
        let style = BufferStyle::new(-width_m / 2.0).line_join(LineJoin::Round(ROUND_STEP));
        width_m <= 0.0 || self.shape.buffer_with_style(style).unsigned_area() > LEAST_M2
    }
}

/// Whether two rectangles share a point.
pub(crate) fn touches(a: &Rect, b: &Rect) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

/// The outline of what polygons cover together.
pub(super) fn outline_of(polygons: &[Polygon]) -> MultiPolygon {
    let (all, nothing) = (MultiPolygon::new(polygons.to_vec()), MultiPolygon::new(Vec::new()));
    all.boolean_op_with_fill_rule(&nothing, OpType::Union, FillRule::NonZero)
}

/// Polygons joined where they overlap; they are clean and of one winding.
fn joined(polygons: Vec<Polygon>) -> MultiPolygon {
    let mut rects: Vec<Rect> = polygons.iter().filter_map(|polygon| polygon.bounding_rect()).collect();
    rects.sort_unstable_by(|a, b| a.min().x.total_cmp(&b.min().x));
    let overlap = rects.iter().enumerate().any(|(i, a)| {
        let beside = rects[i + 1..].iter().take_while(|b| b.min().x <= a.max().x);
        beside.into_iter().any(|b| touches(a, b))
    });
    if overlap { unary_union(&polygons) } else { MultiPolygon::new(polygons) }
}

/// Whether a polygon is one ring that bends to one side only and goes round once.
fn is_convex(polygon: &Polygon) -> bool {
    let ring = &polygon.exterior().0;
    let Some(corners) = ring.len().checked_sub(1).filter(|corners| *corners >= 3) else { return false };
    if !polygon.interiors().is_empty() {
        return false;
    }
    let edge = |at: usize| ring[at % corners + 1] - ring[at % corners];
    // A ring that goes round once runs to the right once and to the left once.
    let (mut left, mut right, mut changes) = (false, false, 0);
    for at in 0..corners {
        let (a, b) = (edge(at), edge(at + 1));
        let bend = a.x * b.y - a.y * b.x;
        left |= bend > 0.0;
        right |= bend < 0.0;
        let straight_on = a.x * b.x + a.y * b.y > 0.0;
        if left && right || bend == 0.0 && !straight_on {
            return false;
        }
        changes +=
            u32::from((a.x > 0.0 || a.x == 0.0 && a.y > 0.0) != (b.x > 0.0 || b.x == 0.0 && b.y > 0.0));
    }
    changes == 2
}

/// Whether no two edges of a polygon meet but where they follow each other.
fn is_simple(polygon: &Polygon) -> bool {
    let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let mut edges: Vec<(Coord, Coord)> =
        rings().flat_map(|ring| ring.0.windows(2).map(|pair| (pair[0], pair[1]))).collect();
    // By their left ends: only edges that share some width can meet.
    edges.sort_unstable_by(|a, b| a.0.x.min(a.1.x).total_cmp(&b.0.x.min(b.1.x)));
    edges.iter().enumerate().all(|(i, first)| {
        let right = first.0.x.max(first.1.x);
        edges[i + 1..].iter().take_while(|second| second.0.x.min(second.1.x) <= right).all(|second| {
            let follow = first.0 == second.1 || first.1 == second.0;
            !heights_meet(*first, *second)
                || if follow { !folds(*first, *second) } else { !meet(*first, *second) }
        })
    })
}

fn heights_meet(a: (Coord, Coord), b: (Coord, Coord)) -> bool {
    a.0.y.min(a.1.y) <= b.0.y.max(b.1.y) && b.0.y.min(b.1.y) <= a.0.y.max(a.1.y)
}

fn turn(a: Coord, b: Coord, c: Coord) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Whether two edges that follow each other lie on each other.
fn folds(first: (Coord, Coord), second: (Coord, Coord)) -> bool {
    let along = (first.1.x - first.0.x) * (second.1.x - second.0.x)
        + (first.1.y - first.0.y) * (second.1.y - second.0.y);
    let cross = (first.1.x - first.0.x) * (second.1.y - second.0.y)
        - (first.1.y - first.0.y) * (second.1.x - second.0.x);
    cross == 0.0 && along <= 0.0
}

/// Whether two edges share a point; doubtful ones do.
fn meet(first: (Coord, Coord), second: (Coord, Coord)) -> bool {
    let (a, b) = (turn(first.0, first.1, second.0), turn(first.0, first.1, second.1));
    let (c, d) = (turn(second.0, second.1, first.0), turn(second.0, second.1, first.1));
    !(a > 0.0 && b > 0.0 || a < 0.0 && b < 0.0 || c > 0.0 && d > 0.0 || c < 0.0 && d < 0.0)
}

/// Whether an edge passes through a rectangle; one that touches it does.
fn passes(a: Coord, b: Coord, rect: &Rect) -> bool {
    let (low, high) = (rect.min(), rect.max());
    if a.x.max(b.x) < low.x || a.x.min(b.x) > high.x || a.y.max(b.y) < low.y || a.y.min(b.y) > high.y {
        return false;
    }
    let corners = [(low.x, low.y), (high.x, low.y), (high.x, high.y), (low.x, high.y)];
    let sides = corners.map(|(x, y)| turn(a, b, Coord { x, y }));
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}

/// The polygon of rings in plan; `None` when it has too few finite corners.
fn polygon(exterior: &[Point3], holes: &[Vec<Point3>]) -> Option<Polygon> {
    let ring = |points: &[Point3]| {
        let finite = points.iter().all(|p| p[0].is_finite() && p[1].is_finite());
        (points.len() >= 3 && finite)
            .then(|| points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect::<LineString>())
    };
    let holes = holes.iter().filter_map(|hole| ring(hole)).collect();
    // Not looked at by its area: that of a ring that crosses itself can be nothing before it is resolved.
    Some(Polygon::new(ring(exterior)?, holes))
}

/// Plan of an area, or of a boundary by its ground faces, else by all faces that are not upright, else by
/// the hull of its corners.
pub(crate) fn plan_of(geometry: &Geometry) -> Option<Plan> {
    match geometry {
        Geometry::Area(polygons) => {
            Plan::of(polygons.iter().filter_map(|p| polygon(&p.exterior, &p.holes)).collect())
        }
        Geometry::Boundary(boundary) if boundary.check().is_ok() => {
            let grounds = faces(boundary, |face| boundary.faces[face].kind == FaceKind::Ground);
            let plan = Plan::of(grounds).or_else(|| {
                let level = |face| boundary.face_normal(face).is_some_and(|n| n[2] > LEAST_RISE);
                Plan::of(faces(boundary, level))
            });
            plan.or_else(|| {
                let finite = boundary.vertices.iter().filter(|p| p[0].is_finite() && p[1].is_finite());
                let points: MultiPoint = finite.map(|p| geo::Point::new(p[0], p[1])).collect();
                Plan::of(vec![points.convex_hull()])
            })
        }
        _ => None,
    }
}

fn faces(boundary: &Boundary, wanted: impl Fn(usize) -> bool) -> Vec<Polygon> {
    let of_face = |face: usize| {
        let mut rings = boundary.face_rings(face).map(|ring| {
            ring.iter().map(|corner| boundary.vertices[*corner as usize]).collect::<Vec<Point3>>()
        });
        let exterior = rings.next()?;
        polygon(&exterior, &rings.collect::<Vec<_>>())
    };
    (0..boundary.faces.len()).filter(|face| wanted(*face)).filter_map(of_face).collect()
}

/// Plan of a line with a width: flat ends, bevelled bends.
pub(crate) fn strip_of(points: &[Point3], width_m: f64) -> Option<Plan> {
    let style = BufferStyle::new(width_m / 2.0).line_cap(LineCap::Butt).line_join(LineJoin::Bevel);
    Plan::of_clean(LineString(line_of(points)?).buffer_with_style(style))
}

/// [`strip_of`] whose ring may overlap itself ([`Plan::of_wound`]): much faster, for what only asks for areas.
pub(super) fn wound_strip_of(points: &[Point3], width_m: f64) -> Option<Plan> {
    if width_m.is_nan() || width_m <= 0.0 {
        return None;
    }
    let ring = outline::strip_ring(&line_of(points)?, width_m / 2.0);
    Plan::of_wound(MultiPolygon::new(vec![Polygon::new(ring, Vec::new())]))
}

/// The middle line of a strip; `None` when it has no length.
fn line_of(points: &[Point3]) -> Option<Vec<Coord>> {
    if !points.iter().all(|p| p[0].is_finite() && p[1].is_finite()) {
        return None;
    }
    let mut line: Vec<Coord> = points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect();
    line.dedup();
    if line.len() < 2 {
        return None;
    }
    if line.len() > 3 && line.first() == line.last() {
        // A loop bends where it closes, too: it has no ends.
        line.push(line[1]);
    }
    Some(line)
}

/// A circle as a regular polygon of sixteen corners with the circle's area.
pub(crate) fn circle(centre: [f64; 2], diameter_m: f64) -> Option<Plan> {
    const CORNERS: usize = 16;
    static ROUND: LazyLock<[Coord; CORNERS]> = LazyLock::new(|| {
        let step = std::f64::consts::TAU / CORNERS as f64;
        let radius = (step / step.sin()).sqrt();
        std::array::from_fn(|corner| {
            let (sin, cos) = (corner as f64 * step).sin_cos();
            Coord { x: radius * cos, y: radius * sin }
        })
    });
    let centre = Coord { x: centre[0], y: centre[1] };
    let finite = centre.x.is_finite() && centre.y.is_finite() && diameter_m.is_finite() && diameter_m > 0.0;
    finite
        .then(|| ROUND.iter().map(|corner| centre + *corner * (diameter_m / 2.0)).collect())
        .and_then(|ring| Plan::of_clean(MultiPolygon::new(vec![Polygon::new(ring, Vec::new())])))
}

/// Convex hull of plans.
pub(crate) fn hull_of<'a>(plans: impl Iterator<Item = &'a Plan>) -> Option<Plan> {
    let points: MultiPoint = plans
        .flat_map(|plan| plan.shape.iter().flat_map(|p| p.exterior().0.iter().map(|c| geo::Point(*c))))
        .collect();
    Plan::of(vec![points.convex_hull()])
}

/// Area in space of flat polygons, square metres: half the length of the sum of the edges' cross products
/// (Newell), holes taken out; a polygon that comes twice counts once.
pub(crate) fn space_area_m2(geometry: &Geometry) -> f64 {
    let mut rings: Vec<(Vec<Point3>, Vec<Vec<Point3>>)> = Vec::new();
    match geometry {
        Geometry::Area(polygons) => {
            rings.extend(polygons.iter().map(|p| (p.exterior.clone(), p.holes.clone())));
        }
        Geometry::Boundary(boundary) if boundary.check().is_ok() => {
            for face in 0..boundary.faces.len() {
                let mut all = boundary.face_rings(face).map(|ring| {
                    ring.iter().map(|corner| boundary.vertices[*corner as usize]).collect::<Vec<Point3>>()
                });
                if let Some(exterior) = all.next() {
                    rings.push((exterior, all.collect()));
                }
            }
        }
        _ => {}
    }
    let same = |a: &[Point3], b: &[Point3]| {
        a.len() == b.len() && a.iter().all(|p| b.iter().any(|q| (0..3).all(|i| (p[i] - q[i]).abs() < 1e-3)))
    };
    let mut area = 0.0;
    for (i, (exterior, holes)) in rings.iter().enumerate() {
        if !rings[..i].iter().any(|(other, _)| same(exterior, other)) {
            area += ring_area_m2(exterior) - holes.iter().map(|hole| ring_area_m2(hole)).sum::<f64>();
        }
    }
    if area.is_finite() { area.max(0.0) } else { 0.0 }
}

fn ring_area_m2(ring: &[Point3]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let mut sum = [0.0; 3];
    for pair in ring.windows(2) {
        let (a, b): (Point3, Point3) = (
            std::array::from_fn(|k| pair[0][k] - origin[k]),
            std::array::from_fn(|k| pair[1][k] - origin[k]),
        );
        for (k, total) in sum.iter_mut().enumerate() {
            let (i, j) = ((k + 1) % 3, (k + 2) % 3);
            *total += a[i] * b[j] - a[j] * b[i];
        }
    }
    sum.iter().map(|v| v * v).sum::<f64>().sqrt() / 2.0
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::Polygon as ModelPolygon;

    use super::*;

    fn square(x: f64, y: f64, size: f64) -> Plan {
        let ring = vec![[x, y, 0.0], [x + size, y, 0.0], [x + size, y + size, 0.0], [x, y + size, 0.0]];
        plan_of(&Geometry::Area(vec![ModelPolygon::new(ring)])).unwrap()
    }

    #[test]
    fn a_loop_is_as_wide_where_it_closes() {
        let corners =
            [[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 10.0, 0.0], [0.0, 10.0, 0.0], [0.0, 0.0, 0.0]];
        let area = strip_of(&corners, 2.0).map(|plan| plan.area_m2).unwrap();
        // A square of 12 m less that of 8 m, less four bevelled corners of half a square metre.
        assert!((area - (144.0 - 64.0 - 2.0)).abs() < 1e-6, "{area}");
    }

    #[test]
    fn crossing_rings_holes_and_overlaps_are_resolved() {
        // A bow tie: two triangles of 25 m² each.
        let bow = vec![[0., 0., 0.], [10., 10., 0.], [10., 0., 0.], [0., 10., 0.]];
        assert!(
            (plan_of(&Geometry::Area(vec![ModelPolygon::new(bow)])).unwrap().area_m2 - 50.0).abs() < 1e-6
        );
        let ring = |x: f64| vec![[x, 0., 0.], [x + 10., 0., 0.], [x + 10., 10., 0.], [x, 10., 0.]];
        let two = Geometry::Area(vec![ModelPolygon::new(ring(0.0)), ModelPolygon::new(ring(5.0))]);
        assert!((plan_of(&two).unwrap().area_m2 - 150.0).abs() < 1e-6);
        let hole = vec![[2., 2., 0.], [2., 4., 0.], [4., 4., 0.], [4., 2., 0.]];
        let holed = ModelPolygon { exterior: ring(0.0), holes: vec![hole] };
        let holed = plan_of(&Geometry::Area(vec![holed])).unwrap();
        assert!((holed.area_m2 - 96.0).abs() < 1e-9);
        assert!(holed.contains([1.0, 1.0]) && !holed.contains([3.0, 3.0]));
        let spike = vec![[0., 0., 0.], [10., 0., 0.], [20., 0., 0.], [10., 0., 0.], [10., 10., 0.]];
        assert!(
            (plan_of(&Geometry::Area(vec![ModelPolygon::new(spike)])).unwrap().area_m2 - 50.0).abs() < 1e-6
        );
        let broken = vec![[0., 0., 0.], [f64::NAN, 0., 0.], [1., 1., 0.]];
        assert!(plan_of(&Geometry::Area(vec![ModelPolygon::new(broken)])).is_none());
    }

    #[test]
    fn a_rectangle_lies_inside_outside_or_across() {
        let plan = square(0.0, 0.0, 10.0);
        assert_eq!(plan.lies(&square(2.0, 2.0, 3.0).rect), Lies::Inside);
        assert_eq!(plan.lies(&square(20.0, 2.0, 3.0).rect), Lies::Outside);
        assert_eq!(plan.lies(&square(8.0, 2.0, 3.0).rect), Lies::Across);
        assert_eq!(plan.lies(&square(-5.0, -5.0, 30.0).rect), Lies::Across);
        let left = square(8.0, 2.0, 4.0).minus([&plan]);
        assert!((left.unsigned_area() - 8.0).abs() < 1e-6);
        // Two cutters that overlap each other do not give back what they share.
        let twice = square(0.0, 0.0, 10.0).minus([&square(-1.0, -1.0, 5.0), &square(0.0, 0.0, 5.0)]);
        assert!((twice.unsigned_area() - 75.0).abs() < 1e-6);
    }

    #[test]
    fn strips_circles_and_upright_faces_have_their_areas() {
        let strip = strip_of(&[[0., 0., 0.], [100., 0., 0.], [100., 50., 0.]], 4.0).unwrap();
        // 4 × 150, the square of the bend counted once, its outer corner bevelled.
        assert!((strip.area_m2 - (600.0 - 4.0 + 2.0)).abs() < 1e-6, "{}", strip.area_m2);
        assert!(strip_of(&[[1., 1., 0.], [1., 1., 0.]], 4.0).is_none());
        let disc = circle([3.0, 4.0], 6.0).unwrap();
        assert!((disc.area_m2 - std::f64::consts::PI * 9.0).abs() < 1e-9);
        let wall = vec![[0., 0., 3.], [8., 6., 3.], [8., 6., 5.], [0., 0., 5.]];
        let twice = Geometry::Area(vec![ModelPolygon::new(wall.clone()), ModelPolygon::new(wall)]);
        assert!((space_area_m2(&twice) - 20.0).abs() < 1e-9);
        let wide = square(0.0, 0.0, 30.0);
        assert!(wide.is_as_wide_as(29.9) && !wide.is_as_wide_as(30.1));
        assert!((wide.grown(1.0).unwrap().area_m2 - (900.0 + 120.0 + std::f64::consts::PI)).abs() < 0.03);
    }
}
