//! Where an element stands in plan, as polygons.

use geo::{Area as _, BooleanOps as _, BoundingRect as _, ConvexHull as _, Intersects as _};
use geo::{Coord, LineString, MultiPoint, MultiPolygon, Polygon, Rect, unary_union};
use linli_model::{Element, FaceKind, Geometry, Kind, Point3, Section, SiteWorkKind, UtilityLine};

use super::floor::face_rings;

/// Widths in plan of what the source draws without one, metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanSizes {
    /// Side of the square around a point: nodes, shafts, trees, stops.
    pub point_m: f64,
    /// Width of hoardings and of shoring drawn as lines, with their footing.
    pub enclosure_m: f64,
    /// Width of other lines whose kind tells none, and the least of any line: less than any trench.
    pub line_m: f64,
}

impl Default for PlanSizes {
    fn default() -> Self {
        Self { point_m: 1.0, enclosure_m: 0.6, line_m: 0.2 }
    }
}

/// The plan of an element: its area (an upright face as the line that it stands on), the ground faces or
/// the hull of its boundary, its line with its width, a square around its point; `None` where nothing can
/// be used.
pub(super) fn footprint(element: &Element, sizes: &PlanSizes) -> Option<MultiPolygon> {
    let polygons = match &element.geometry {
        Geometry::Point(p) => around(*p, sizes.point_m).into_iter().collect(),
        Geometry::Area(polygons) => {
            let plan = |p: &linli_model::Polygon| match polygon(&p.exterior, &p.holes) {
                Some(plan) => vec![plan],
                None => unary_union(&strips(&p.exterior, sizes.line_m / 2.0)).0,
            };
            polygons.iter().flat_map(plan).collect()
        }
        Geometry::Line(points) => unary_union(&strips(points, width_m(element, sizes) / 2.0)).0,
        Geometry::Boundary(boundary) if boundary.check().is_ok() => {
            let ground = (0..boundary.faces.len()).filter(|at| boundary.faces[*at].kind == FaceKind::Ground);
            let faces = ground.filter_map(|at| {
                let mut rings = face_rings(boundary, at);
                polygon(&rings.next()?, &rings.collect::<Vec<_>>())
            });
            let faces: Vec<Polygon> = faces.collect();
            if faces.is_empty() { hull(&boundary.vertices).into_iter().collect() } else { faces }
        }
        _ => Vec::new(),
    };
    (!polygons.is_empty()).then_some(MultiPolygon(polygons))
}

/// Area that two plans share, square metres. Parts are taken one by one, so that parts of one plan that
/// lie over each other do no harm; they then count more than once.
pub(super) fn shared_m2(a: &MultiPolygon, b: &MultiPolygon) -> f64 {
    let mut area = 0.0;
    for one in &a.0 {
        let Some(around) = one.bounding_rect() else { continue };
        for other in &b.0 {
            if other.bounding_rect().is_some_and(|rect| rect.intersects(&around)) {
                area += one.intersection(other).unsigned_area();
            }
        }
    }
    area
}

fn ring(points: &[Point3]) -> Option<LineString> {
    let finite = points.iter().flatten().all(|v| v.is_finite());
    (points.len() >= 3 && finite).then(|| points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect())
}

fn polygon(exterior: &[Point3], holes: &[Vec<Point3>]) -> Option<Polygon> {
    let holes = holes.iter().filter_map(|hole| ring(hole)).collect();
    let polygon = Polygon::new(ring(exterior)?, holes);
    (polygon.unsigned_area() > 0.0).then_some(polygon)
}

fn hull(vertices: &[Point3]) -> Option<Polygon> {
    let finite = vertices.iter().filter(|p| p[0].is_finite() && p[1].is_finite());
    let hull = finite.map(|p| geo::Point::new(p[0], p[1])).collect::<MultiPoint>().convex_hull();
    (hull.unsigned_area() > 0.0).then_some(hull)
}

/// A rectangle around each piece of a line.
fn strips(points: &[Point3], half_m: f64) -> Vec<Polygon> {
    let strip = |pair: &[Point3]| {
        let (a, b) = (pair[0], pair[1]);
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy);
        if length.is_nan() || length <= 0.0 {
            return None;
        }
        let (nx, ny) = (-dy / length * half_m, dx / length * half_m);
        polygon(
            &[
                [a[0] + nx, a[1] + ny, 0.0],
                [a[0] - nx, a[1] - ny, 0.0],
                [b[0] - nx, b[1] - ny, 0.0],
                [b[0] + nx, b[1] + ny, 0.0],
            ],
            &[],
        )
    };
    points.windows(2).filter_map(strip).collect()
}

/// An upright square plan around a point.
fn around([x, y, _]: Point3, side_m: f64) -> Option<Polygon> {
    let half = side_m / 2.0;
    let square = || Rect::new(Coord { x: x - half, y: y - half }, Coord { x: x + half, y: y + half });
    (x.is_finite() && y.is_finite() && half > 0.0).then(|| square().to_polygon())
}

fn width_m(element: &Element, sizes: &PlanSizes) -> f64 {
    let width = match &element.kind {
        Kind::Street(street) => street.drawn_width_m(),
        Kind::Corridor(corridor) => corridor.outer_width_m(),
        Kind::UtilityLine(line) => outer_width_m(line),
        Kind::SiteWork(work) if matches!(work.work, SiteWorkKind::Hoarding | SiteWorkKind::Shoring) => {
            sizes.enclosure_m
        }
        _ => sizes.line_m,
    };
    if width.is_finite() { width.max(sizes.line_m) } else { sizes.line_m }
}

fn outer_width_m(line: &UtilityLine) -> f64 {
    let width_mm = match line.section {
        Section::Round => line.diameter_mm,
        Section::Box { width_mm, .. } | Section::DuctBank { width_mm, .. } => width_mm,
    };
    width_mm / 1000.0
}
