//! Plane regions: union, difference, offsets, and the way back to polygons of the model.

use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::{
    Area as _, BooleanOps, BoundingRect as _, Buffer, Contains as _, Coord, LineString, MultiPolygon, Orient,
    Simplify as _, unary_union,
};
use linli_model::{Geometry, Polygon};

use crate::plan::{Place, Rectangle};

/// How far a round corner may be from the circle, metres, and its longest step, radians.
const ROUND_TOLERANCE_M: f64 = 0.08;
/// See [`ROUND_TOLERANCE_M`].
const ROUND_STEP: f64 = 1.1;
/// Points nearer to the line between their neighbours are left out, metres.
const SMOOTH_M: f64 = 0.11;

/// A part of the plane.
#[derive(Clone, Debug)]
pub(crate) struct Region(pub MultiPolygon<f64>);

impl Region {
    /// Nothing.
    pub(crate) fn empty() -> Self {
        Self(MultiPolygon(Vec::new()))
    }

    /// Inside of a ring, whichever way it turns.
    pub(crate) fn of_ring(ring: &[Place]) -> Self {
        if ring.len() < 3 {
            return Self::empty();
        }
        let polygon = geo::Polygon::new(line(ring), Vec::new());
        Self(MultiPolygon(vec![polygon.orient(geo::orient::Direction::Default)]))
    }

    /// Inside of a rectangle; nothing when it is turned inside out.
    pub(crate) fn of(r: &Rectangle) -> Self {
        if r.east <= r.west || r.north <= r.south { Self::empty() } else { Self::of_ring(&r.ring()) }
    }

    /// Everything within a distance of a line, with round ends, as ways are drawn.
    pub(crate) fn along(points: &[Place], half_width_m: f64) -> Self {
        if points.len() < 2 || half_width_m <= 0.0 {
            return Self::empty();
        }
        let step = round_step(half_width_m);
        let style =
            BufferStyle::new(half_width_m).line_cap(LineCap::Round(step)).line_join(LineJoin::Round(step));
        Self(line(points).buffer_with_style(style))
    }

    /// All of several regions.
    pub(crate) fn union(regions: &[Self]) -> Self {
        if regions.is_empty() {
            return Self::empty();
        }
        Self(unary_union(regions.iter().map(|r| &r.0)))
    }

    /// What both cover.
    pub(crate) fn within(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::empty();
        }
        Self(self.0.intersection(&other.0))
    }

    /// What the other does not cover.
    pub(crate) fn without(&self, other: &Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return self.clone();
        }
        Self(self.0.difference(&other.0))
    }

    /// Grown (or drawn in, when negative) with round corners.
    pub(crate) fn grown(&self, by_m: f64) -> Self {
        if self.is_empty() || by_m == 0.0 {
            return self.clone();
        }
        let style = BufferStyle::new(by_m).line_join(LineJoin::Round(round_step(by_m.abs())));
        Self(self.0.buffer_with_style(style))
    }

    /// Corners rounded, and everything left out that is narrower than twice a radius.
    pub(crate) fn rounded(&self, radius_m: f64) -> Self {
        self.grown(-radius_m).grown(radius_m)
    }

    /// Whether there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.0.is_empty()
    }

    /// Whether a place lies inside.
    pub(crate) fn holds(&self, [x, y]: Place) -> bool {
        self.0.contains(&Coord { x, y })
    }

    /// The connected pieces that are at least so large.
    pub(crate) fn pieces(&self, least_m2: f64) -> Vec<Self> {
        let large = self.0.iter().filter(|p| p.unsigned_area() >= least_m2);
        large.map(|p| Self(MultiPolygon(vec![p.clone()]))).collect()
    }

    /// The box around it.
    pub(crate) fn around(&self) -> Option<Rectangle> {
        let r = self.0.bounding_rect()?;
        Some(Rectangle::new(r.min().x, r.min().y, r.max().x, r.max().y))
    }

    /// All edges.
    pub(crate) fn edges(&self) -> Vec<[Place; 2]> {
        let rings = self.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.flat_map(LineString::lines).map(|l| [[l.start.x, l.start.y], [l.end.x, l.end.y]]).collect()
    }

    /// As a flat area on the ground, to whole centimetres.
    pub(crate) fn geometry(&self) -> Option<Geometry> {
        let simple = self.0.simplify(SMOOTH_M);
        let polygons: Vec<Polygon> = simple.iter().filter_map(model_polygon).collect();
        (!polygons.is_empty()).then_some(Geometry::Area(polygons))
    }
}

/// Step of a round join: the chord of a circle with radius r is r (1 − cos(φ/2)) away from it.
fn round_step(radius_m: f64) -> f64 {
    let within = 2.0 * (1.0 - ROUND_TOLERANCE_M / radius_m.max(0.1)).clamp(-1.0, 1.0).acos();
    within.min(ROUND_STEP)
}

fn line(points: &[Place]) -> LineString<f64> {
    LineString(points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect())
}

fn model_polygon(polygon: &geo::Polygon<f64>) -> Option<Polygon> {
    let round = |v: f64| (v * 100.0).round() / 100.0;
    let ring = |line: &LineString<f64>| {
        let open = line.0.len().saturating_sub(1);
        let mut ring: Vec<_> = line.0.iter().take(open).map(|c| [round(c.x), round(c.y), 0.0]).collect();
        ring.dedup();
        ring
    };
    let exterior = ring(polygon.exterior());
    let holes = polygon.interiors().iter().map(ring).filter(|hole| hole.len() > 2).collect();
    (exterior.len() > 2).then_some(Polygon { exterior, holes })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(side: f64) -> Region {
        Region::of(&Rectangle::new(0.0, 0.0, side, side))
    }

    #[test]
    fn a_ring_turned_the_other_way_is_the_same_land() {
        let mut ring = Rectangle::new(0.0, 0.0, 4.0, 5.0).ring();
        ring.reverse();
        assert_eq!(Region::of_ring(&ring).0.unsigned_area(), 20.0);
        assert!(Region::of(&Rectangle::new(4.0, 0.0, 0.0, 5.0)).is_empty());
    }

    #[test]
    fn land_less_a_way_falls_into_pieces() {
        let way = Region::along(&[[-6.0, 5.0], [16.0, 5.0]], 1.0);
        let left = square(10.0).without(&way);
        assert!((left.0.unsigned_area() - 80.0).abs() < 1e-6);
        assert_eq!(left.pieces(1.0).len(), 2);
        assert!(left.holds([5.0, 2.0]) && !left.holds([5.0, 5.0]));
    }

    #[test]
    fn rounding_drops_what_is_narrow() {
        let strip = Region::of(&Rectangle::new(0.0, 0.0, 20.0, 1.5));
        assert!(strip.rounded(1.0).is_empty());
        let rounded = square(10.0).rounded(2.0).0.unsigned_area();
        assert!((95.0..100.0).contains(&rounded), "{rounded}");
    }

    #[test]
    fn polygons_of_the_model_have_open_rings_and_holes() {
        let frame = square(10.0).without(&Region::of(&Rectangle::new(3.0, 3.0, 6.0, 6.0)));
        let Some(Geometry::Area(polygons)) = frame.geometry() else { unreachable!() };
        assert_eq!((polygons[0].exterior.len(), polygons[0].holes[0].len()), (4, 4));
        assert_eq!(polygons[0].area_m2(), 91.0);
    }
}
