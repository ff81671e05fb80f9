//! Geometry of an element, and the axis-aligned box around it.

use serde::{Deserialize, Serialize};

use crate::{Boundary, TerrainGrid};

/// East, north, up in metres.
pub type Point3 = [f64; 3];

/// A flat or draped polygon with holes. Rings are **not** closed by a repeated first point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Polygon {
    /// Outer ring, counter-clockwise seen from above.
    pub exterior: Vec<Point3>,
    /// Holes, clockwise seen from above.
    pub holes: Vec<Vec<Point3>>,
}

impl Polygon {
    /// A polygon without holes.
    pub fn new(exterior: Vec<Point3>) -> Self {
        Self { exterior, holes: Vec::new() }
    }

    /// All rings, the outer one first.
    pub fn rings(&self) -> impl Iterator<Item = &Vec<Point3>> {
        std::iter::once(&self.exterior).chain(&self.holes)
    }

    /// Horizontal area in square metres: the outer ring less its holes.
    pub fn area_m2(&self) -> f64 {
        let holes: f64 = self.holes.iter().map(|ring| ring_area_m2(ring).abs()).sum();
        ring_area_m2(&self.exterior).abs() - holes
    }

    /// Whether a point lies inside horizontally (even-odd rule over all rings).
    pub fn contains_xy(&self, x: f64, y: f64) -> bool {
        let mut inside = false;
        for ring in self.rings() {
            let mut previous = ring.len().wrapping_sub(1);
            for (i, a) in ring.iter().enumerate() {
                let b = ring[previous];
                if (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] {
                    inside = !inside;
                }
                previous = i;
            }
        }
        inside
    }
}

/// Signed horizontal area of a ring (shoelace formula), positive when counter-clockwise.
/// Shifted by the first corner to keep precision far from the origin.
pub(crate) fn ring_area_m2(ring: &[Point3]) -> f64 {
    let Some(origin) = ring.first() else { return 0.0 };
    let mut twice = 0.0;
    for (i, a) in ring.iter().enumerate() {
        let b = &ring[(i + 1) % ring.len()];
        twice += (a[0] - origin[0]) * (b[1] - origin[1]) - (b[0] - origin[0]) * (a[1] - origin[1]);
    }
    twice / 2.0
}

/// Shape of an element in local metres.
#[derive(Clone, Debug, PartialEq)]
pub enum Geometry {
    /// The source gave none, or none that could be used.
    None,
    /// One place.
    Point(Point3),
    /// A polyline of at least two points.
    Line(Vec<Point3>),
    /// One or more polygons: a footprint, a park, a lake.
    Area(Vec<Polygon>),
    /// Faces in space: a building, a bridge, a relief.
    Boundary(Boundary),
    /// A height grid.
    Grid(TerrainGrid),
}

impl Geometry {
    /// Box around the geometry; empty for [`Geometry::None`].
    pub fn aabb(&self) -> Aabb {
        let mut aabb = Aabb::EMPTY;
        self.for_each_point(|p| aabb.include(p));
        aabb
    }

    /// Visits every stored point.
    pub fn for_each_point(&self, mut visit: impl FnMut(Point3)) {
        match self {
            Self::None => {}
            Self::Point(p) => visit(*p),
            Self::Line(points) => points.iter().for_each(|p| visit(*p)),
            Self::Area(polygons) => {
                polygons.iter().flat_map(Polygon::rings).flatten().for_each(|p| visit(*p));
            }
            Self::Boundary(boundary) => boundary.vertices.iter().for_each(|p| visit(*p)),
            Self::Grid(grid) => grid.for_each_point(visit),
        }
    }

    /// Changes every stored point in place (not the points of a grid, which are implied).
    pub fn map_points(&mut self, mut change: impl FnMut(&mut Point3)) {
        match self {
            Self::None | Self::Grid(_) => {}
            Self::Point(p) => change(p),
            Self::Line(points) => points.iter_mut().for_each(change),
            Self::Area(polygons) => {
                for polygon in polygons {
                    polygon.exterior.iter_mut().for_each(&mut change);
                    polygon.holes.iter_mut().flatten().for_each(&mut change);
                }
            }
            Self::Boundary(boundary) => boundary.vertices.iter_mut().for_each(change),
        }
    }
}

/// Axis-aligned box, metres.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aabb {
    /// Lowest corner.
    pub min: Point3,
    /// Highest corner.
    pub max: Point3,
}

impl Aabb {
    /// Contains nothing; [`Aabb::include`] makes it grow.
    pub const EMPTY: Self = Self { min: [f64::INFINITY; 3], max: [f64::NEG_INFINITY; 3] };

    /// A box from two opposite corners in any order.
    pub fn from_corners(a: Point3, b: Point3) -> Self {
        let mut aabb = Self::EMPTY;
        aabb.include(a);
        aabb.include(b);
        aabb
    }

    /// Whether nothing is inside.
    pub fn is_empty(&self) -> bool {
        (0..3).any(|i| self.min[i] > self.max[i])
    }

    /// Grows to hold a point.
    pub fn include(&mut self, p: Point3) {
        for (i, v) in p.into_iter().enumerate() {
            self.min[i] = self.min[i].min(v);
            self.max[i] = self.max[i].max(v);
        }
    }

    /// Smallest box around both.
    pub fn union(&self, other: &Self) -> Self {
        let mut both = *self;
        if !other.is_empty() {
            both.include(other.min);
            both.include(other.max);
        }
        both
    }

    /// Grown by `margin_m` on every side.
    pub fn inflated(&self, margin_m: f64) -> Self {
        let mut grown = *self;
        for i in 0..3 {
            grown.min[i] -= margin_m;
            grown.max[i] += margin_m;
        }
        grown
    }

    /// Whether the boxes share at least a point.
    pub fn intersects(&self, other: &Self) -> bool {
        (0..3).all(|i| self.min[i] <= other.max[i] && other.min[i] <= self.max[i])
    }

    /// Whether a point is inside or on the surface.
    pub fn contains(&self, p: Point3) -> bool {
        (0..3).all(|i| self.min[i] <= p[i] && p[i] <= self.max[i])
    }

    /// Middle of the box.
    pub fn centre(&self) -> Point3 {
        std::array::from_fn(|i| (self.min[i] + self.max[i]) / 2.0)
    }

    /// Edge lengths.
    pub fn size(&self) -> Point3 {
        std::array::from_fn(|i| (self.max[i] - self.min[i]).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_courtyard_is_not_inside_its_block() {
        let block = Polygon {
            exterior: vec![[0., 0., 0.], [30., 0., 0.], [30., 30., 0.], [0., 30., 0.]],
            holes: vec![vec![[10., 10., 0.], [10., 20., 0.], [20., 20., 0.], [20., 10., 0.]]],
        };
        assert_eq!(block.area_m2(), 900.0 - 100.0);
        assert!(block.contains_xy(5.0, 5.0));
        assert!(!block.contains_xy(15.0, 15.0));
        assert!(!block.contains_xy(-1.0, 5.0));
    }
}
