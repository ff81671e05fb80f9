//! Outlines in plan: made sound once, then cut and measured.

use geo::algorithm::bool_ops::FillRule;
use geo::orient::Direction;
use geo::{Area as _, BooleanOps as _, BoundingRect as _, Centroid as _, Orient as _};
use geo::{Coord, LineString, MultiPolygon, Polygon, unary_union};
use linli_model::{Aabb, Boundary, FaceKind, Geometry, Point3};

use crate::stages::floor::face_rings;

/// Rings of more corners are not searched for crossings but made sound at once.
const MOST_CORNERS: usize = 200;
/// What covers less is a wall seen from above, or nothing, square metres.
const LEAST_M2: f64 = 1e-6;

/// An outline in plan whose polygons do not cross themselves or each other.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    /// The polygons.
    pub polygons: MultiPolygon,
    /// Their area, square metres.
    pub area_m2: f64,
    /// Box around them.
    pub aabb: Aabb,
    /// Whether the source's outline crossed itself or lay over itself.
    pub mended: bool,
}

impl Plan {
    /// The plan of polygons; nothing when they hold no area.
    pub fn new(polygons: Vec<Polygon>) -> Option<Self> {
        let written: f64 = polygons.iter().map(geo::Area::unsigned_area).sum();
        let crossing = polygons.iter().any(crosses_itself);
        let mended = crossing || polygons.len() > 1;
        let polygons = if mended {
            let sound = |polygon: &Polygon| {
                if crosses_itself(polygon) {
                    filled(polygon).0
                } else {
                    vec![polygon.orient(Direction::Default)]
                }
            };
            unary_union(&polygons.iter().flat_map(sound).collect::<Vec<Polygon>>())
        } else {
            MultiPolygon(polygons)
        };
        Self::sound(polygons).map(|plan| {
            let mended = mended && (plan.area_m2 - written).abs() > 0.01;
            Self { mended, ..plan }
        })
    }

    /// The plan of polygons that are known to be sound.
    pub fn sound(polygons: MultiPolygon) -> Option<Self> {
        let area_m2 = polygons.unsigned_area();
        let rect = polygons.bounding_rect()?;
        let aabb = Aabb { min: [rect.min().x, rect.min().y, 0.0], max: [rect.max().x, rect.max().y, 0.0] };
        (area_m2.is_finite() && area_m2 > LEAST_M2).then_some(Self { polygons, area_m2, aabb, mended: false })
    }

    /// The plan of a geometry: areas; the ground faces of a boundary, else the shadow of all its faces
    /// that are no walls.
    pub fn of(geometry: &Geometry) -> Option<Self> {
        match geometry {
            Geometry::Area(polygons) => {
                Self::new(polygons.iter().filter_map(|p| polygon(&p.exterior, &p.holes)).collect())
            }
            Geometry::Boundary(boundary) if boundary.check().is_ok() => {
                let faces = faces(boundary, |kind| kind == FaceKind::Ground);
                let inside = [FaceKind::Interior, FaceKind::Window, FaceKind::Door, FaceKind::Closure];
                let all = || self::faces(boundary, |kind| !inside.contains(&kind));
                let faces = if faces.is_empty() { all() } else { faces };
                Self::new(faces).map(|plan| Self { mended: false, ..plan })
            }
            _ => None,
        }
    }

    /// Whether boxes overlap.
    pub fn may_meet(&self, other: &Self) -> bool {
        (0..2).all(|i| self.aabb.min[i] < other.aabb.max[i] && other.aabb.min[i] < self.aabb.max[i])
    }

    /// Area that both hold, square metres.
    pub fn shared_m2(&self, other: &Self) -> f64 {
        if !self.may_meet(other) {
            return 0.0;
        }
        if self.is_inside(other) {
            return self.area_m2;
        }
        self.polygons.intersection(&other.polygons).unsigned_area()
    }

    /// What is left without another; nothing when nothing is.
    pub fn without(&self, other: &Self) -> Option<Self> {
        if !self.may_meet(other) {
            return Some(self.clone());
        }
        Self::sound(self.polygons.difference(&other.polygons))
    }

    /// Whether it lies wholly inside another, as far as that is seen without cutting: no edges meet
    /// and its corners are inside.
    pub fn is_inside(&self, other: &Self) -> bool {
        let within =
            (0..2).all(|i| other.aabb.min[i] <= self.aabb.min[i] && self.aabb.max[i] <= other.aabb.max[i]);
        if !within {
            return false;
        }
        // A hole of the other may lie inside of this one without meeting an edge.
        let plain = other.polygons.0.iter().all(|polygon| polygon.interiors().is_empty());
        let Some(corner) = self.polygons.0.first().and_then(|p| p.exterior().0.first()) else {
            return false;
        };
        plain
            && self.polygons.0.len() == 1
            && other.contains([corner.x, corner.y])
            && !edges(&self.polygons).any(|a| edges(&other.polygons).any(|b| meet(a, b)))
    }

    /// Whether a place is inside (even-odd rule).
    pub fn contains(&self, place: [f64; 2]) -> bool {
        let mut inside = false;
        for [a, b] in edges(&self.polygons) {
            if (a.y > place[1]) != (b.y > place[1])
                && place[0] < (b.x - a.x) * (place[1] - a.y) / (b.y - a.y) + a.x
            {
                inside = !inside;
            }
        }
        inside
    }

    /// Centre of gravity.
    pub fn centre(&self) -> [f64; 2] {
        match self.polygons.centroid() {
            Some(point) => [point.x(), point.y()],
            None => [self.aabb.min[0], self.aabb.min[1]],
        }
    }

    /// Edges of all rings.
    pub fn edges(&self) -> impl Iterator<Item = [Coord; 2]> {
        edges(&self.polygons)
    }
}

/// Everything that the rings of a polygon go around, whichever way, less what its holes go around.
fn filled(polygon: &Polygon) -> MultiPolygon {
    let nothing = MultiPolygon(Vec::new());
    let inside = |ring: &LineString| {
        Polygon::new(ring.clone(), Vec::new()).union_with_fill_rule(&nothing, FillRule::NonZero)
    };
    polygon.interiors().iter().fold(inside(polygon.exterior()), |left, hole| left.difference(&inside(hole)))
}

fn edges(polygons: &MultiPolygon) -> impl Iterator<Item = [Coord; 2]> {
    polygons.0.iter().flat_map(|polygon| {
        std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .flat_map(|ring| ring.0.windows(2).map(|ends| [ends[0], ends[1]]))
    })
}

/// Whether two straight pieces share a point.
fn meet(a: [Coord; 2], b: [Coord; 2]) -> bool {
    let side = |p: Coord, q: Coord, r: Coord| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    let apart = |low: f64, high: f64, other_low: f64, other_high: f64| high < other_low || other_high < low;
    let span = |p: f64, q: f64| (p.min(q), p.max(q));
    let ((ax, bx), (cx, dx)) = (span(a[0].x, a[1].x), span(b[0].x, b[1].x));
    let ((ay, by), (cy, dy)) = (span(a[0].y, a[1].y), span(b[0].y, b[1].y));
    if apart(ax, bx, cx, dx) || apart(ay, by, cy, dy) {
        return false;
    }
    let (s, t) = (side(a[0], a[1], b[0]), side(a[0], a[1], b[1]));
    let (u, v) = (side(b[0], b[1], a[0]), side(b[0], b[1], a[1]));
    s * t <= 0.0 && u * v <= 0.0
}

/// Whether edges of a polygon meet that do not follow each other.
fn crosses_itself(polygon: &Polygon) -> bool {
    let pieces: Vec<(usize, usize, usize, [Coord; 2])> = std::iter::once(polygon.exterior())
        .chain(polygon.interiors())
        .enumerate()
        .flat_map(|(number, ring)| {
            let count = ring.0.len().saturating_sub(1);
            ring.0.windows(2).enumerate().map(move |(at, ends)| (number, at, count, [ends[0], ends[1]]))
        })
        .collect();
    if pieces.len() > MOST_CORNERS {
        return true;
    }
    for (i, (ring, at, count, a)) in pieces.iter().enumerate() {
        for (other, place, _, b) in &pieces[i + 1..] {
            let neighbours = ring == other && (at + 1 == *place || (*at == 0 && place + 1 == *count));
            if !neighbours && meet(*a, *b) {
                return true;
            }
        }
    }
    false
}

fn ring(points: &[Point3]) -> Option<LineString> {
    let finite = points.iter().all(|p| p[0].is_finite() && p[1].is_finite());
    let mut corners: Vec<Coord> = points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect();
    corners.dedup();
    while corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < 3 || !finite {
        return None;
    }
    corners.push(corners[0]);
    Some(LineString(corners))
}

fn polygon(exterior: &[Point3], holes: &[Vec<Point3>]) -> Option<Polygon> {
    let holes = holes.iter().filter_map(|hole| ring(hole)).collect();
    Some(Polygon::new(ring(exterior)?, holes))
}

fn faces(boundary: &Boundary, wanted: impl Fn(FaceKind) -> bool) -> Vec<Polygon> {
    (0..boundary.faces.len())
        .filter(|at| wanted(boundary.faces[*at].kind))
        .filter_map(|at| {
            let mut rings = face_rings(boundary, at);
            polygon(&rings.next()?, &rings.collect::<Vec<_>>())
        })
        .filter(|face| face.unsigned_area() > LEAST_M2)
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn plan(points: &[[f64; 2]]) -> Option<Plan> {
        let ring: Vec<Point3> = points.iter().map(|p| [p[0], p[1], 0.0]).collect();
        Plan::of(&Geometry::Area(vec![linli_model::Polygon::new(ring)]))
    }

    fn square(x: f64, y: f64, side: f64) -> Plan {
        plan(&[[x, y], [x + side, y], [x + side, y + side], [x, y + side]]).unwrap()
    }

    #[test]
    fn shares_of_squares_by_hand() {
        let big = square(0.0, 0.0, 10.0);
        assert!(square(2.0, 2.0, 3.0).is_inside(&big));
        assert!(!square(8.0, 8.0, 4.0).is_inside(&big));
        assert!((square(8.0, 8.0, 4.0).shared_m2(&big) - 4.0).abs() < 1e-6);
        assert_eq!(square(20.0, 0.0, 4.0).shared_m2(&big), 0.0);
        assert!((big.without(&square(5.0, 0.0, 20.0)).unwrap().area_m2 - 50.0).abs() < 1e-6);
        assert!(square(2.0, 2.0, 1.0).without(&big).is_none());
        // An edge in common is cut, not guessed.
        assert!((square(0.0, 0.0, 3.0).shared_m2(&big) - 9.0).abs() < 1e-6);
    }

    #[test]
    fn an_outline_that_crosses_itself_is_mended_and_told() {
        let bow = plan(&[[0.0, 0.0], [10.0, 10.0], [10.0, 0.0], [0.0, 10.0]]);
        // The shoelace of a bow is 0, as its two halves cancel. Both count.
        assert!((bow.unwrap().area_m2 - 50.0).abs() < 1e-4);
        let skew = plan(&[[0.0, 0.0], [10.0, 8.0], [10.0, 0.0], [0.0, 10.0]]).unwrap();
        assert!(skew.mended);
        assert!(skew.area_m2 > 40.0, "{}", skew.area_m2);
        assert!(plan(&[[0.0, 0.0], [1.0, 0.0]]).is_none());
        assert!(plan(&[[0.0, 0.0], [f64::NAN, 0.0], [1.0, 1.0]]).is_none());
        assert!(!square(0.0, 0.0, 5.0).mended);
    }

    #[test]
    fn a_hole_is_no_inside() {
        let ring = |low: f64, high: f64| -> Vec<Point3> {
            vec![[low, low, 0.0], [high, low, 0.0], [high, high, 0.0], [low, high, 0.0]]
        };
        let holed = linli_model::Polygon { exterior: ring(0.0, 30.0), holes: vec![ring(10.0, 20.0)] };
        let holed = Plan::of(&Geometry::Area(vec![holed])).unwrap();
        assert!((holed.area_m2 - 800.0).abs() < 1e-9);
        assert!((square(5.0, 5.0, 20.0).shared_m2(&holed) - 300.0).abs() < 1e-6);
        assert!(!holed.contains([15.0, 15.0]) && holed.contains([5.0, 5.0]));
    }
}
