//! A shape from its points, lines and rings, with the checks that all formats share.

use linli_model::{Geometry, Point3};

use crate::geojson::{Problem, Shape, codes as shape_codes, polygon_of};

/// Coordinates beyond this are on no map, in any unit.
const FARTHEST: f64 = 1e9;

/// Puts a [`Shape`] together.
pub struct ShapeBuilder(Shape);

impl ShapeBuilder {
    /// Begins a shape of a type as the file names it.
    pub fn new(type_: &str, has_z: bool) -> Self {
        Self(Shape { type_: type_.to_owned(), has_z, ..Shape::default() })
    }

    /// Adds a point.
    ///
    /// # Errors
    /// A [`Problem`] when it is on no map.
    pub fn point(&mut self, point: Point3) -> Result<(), Problem> {
        let point = self.checked(point)?;
        self.0.parts.push(Geometry::Point(point));
        Ok(())
    }

    /// Adds a line.
    ///
    /// # Errors
    /// A [`Problem`] when it has fewer than two places, or one on no map.
    pub fn line(&mut self, points: Vec<Point3>) -> Result<(), Problem> {
        let mut points = self.all_checked(points)?;
        points.dedup();
        if points.len() < 2 {
            let code = if points.is_empty() { &shape_codes::EMPTY } else { &shape_codes::SHORT_LINE };
            return Err(Problem::new(code, if points.is_empty() { "" } else { "one point" }));
        }
        self.0.parts.push(Geometry::Line(points));
        Ok(())
    }

    /// Adds the polygons of one area, each as its rings with the outer one first, in any direction.
    ///
    /// # Errors
    /// A [`Problem`] when a polygon has no area, or a place on no map.
    pub fn area(&mut self, polygons: Vec<Vec<Vec<Point3>>>) -> Result<(), Problem> {
        let mut area = Vec::new();
        for rings in polygons {
            let rings: Result<Vec<_>, _> = rings.into_iter().map(|ring| self.all_checked(ring)).collect();
            let (found, mended) = polygon_of(rings?)?;
            area.extend(found);
            self.0.mended.extend(mended);
        }
        if area.is_empty() {
            return Err(Problem::new(&shape_codes::EMPTY, ""));
        }
        self.0.parts.push(Geometry::Area(area));
        Ok(())
    }

    /// The shape.
    ///
    /// # Errors
    /// A [`Problem`] when it is empty.
    pub fn finish(self) -> Result<Shape, Problem> {
        if self.0.parts.is_empty() { Err(Problem::new(&shape_codes::EMPTY, "")) } else { Ok(self.0) }
    }

    fn checked(&mut self, point: Point3) -> Result<Point3, Problem> {
        self.0.positions += 1;
        if point[..2].iter().all(|v| v.is_nan()) {
            return Err(Problem::new(&shape_codes::EMPTY, ""));
        }
        let fine = point.iter().all(|v| v.is_finite() && v.abs() <= FARTHEST);
        let wrong =
            || Problem::new(&shape_codes::POSITION, format!("{}, {}, {}", point[0], point[1], point[2]));
        if fine { Ok(point) } else { Err(wrong()) }
    }

    fn all_checked(&mut self, points: Vec<Point3>) -> Result<Vec<Point3>, Problem> {
        points.into_iter().map(|point| self.checked(point)).collect()
    }
}

/// What an attribute takes in memory, bytes, about.
pub fn weight(name: &str, value: &serde_json::Value) -> usize {
    /// Of its name and value without their texts.
    const BARE: usize = 64;
    BARE + name.len() + value.as_str().map_or(0, str::len)
}

/// A finite number as a property; nothing for infinity and NaN.
pub fn number(value: f64) -> serde_json::Value {
    serde_json::Number::from_f64(value).map_or(serde_json::Value::Null, serde_json::Value::Number)
}
