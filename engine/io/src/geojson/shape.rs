//! Coordinates of a geometry, checked one by one.

use std::borrow::Cow;

use linli_model::{Geometry, Point3, Polygon};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::ring::{self, Mending};
use super::{codes, document::GEOMETRY_TYPES};
use crate::Code;

/// Coordinates beyond this are on no map, in any unit.
const FARTHEST: f64 = 1e9;

/// What is wrong at a place below the feature.
#[derive(Debug)]
pub struct Problem {
    /// What kind.
    pub code: &'static Code,
    /// Place below the feature, as a JSON pointer.
    pub below: String,
    /// Detail.
    pub detail: String,
    /// Place on the ground.
    pub at: Option<Point3>,
}

impl Problem {
    pub fn new(code: &'static Code, detail: impl Into<String>) -> Self {
        Self { code, below: String::new(), detail: detail.into(), at: None }
    }

    /// The same seen from one level up.
    fn under(mut self, name: impl std::fmt::Display) -> Self {
        self.below = format!("/{name}{}", self.below);
        self
    }
}

/// The parts of a feature's geometry.
#[derive(Debug, Default)]
pub struct Shape {
    /// Type as the file names it.
    pub type_: String,
    /// Points, lines, areas: one each, but all polygons of a MultiPolygon in one.
    pub parts: Vec<Geometry>,
    /// Whether every position has a third number.
    pub has_z: bool,
    /// Number of positions.
    pub positions: u64,
    /// What was mended.
    pub mended: Vec<Problem>,
    /// How many rings were turned.
    pub turned: u64,
}

#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(rename = "type", borrow, default)]
    type_: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow, default)]
    geometries: Option<Vec<&'a RawValue>>,
}

/// Reads a geometry from its text. A collection's members follow each other; what is wrong with
/// one leaves out the feature.
pub fn read(text: &str) -> Result<Shape, Problem> {
    let mut shape = Shape { has_z: true, ..Shape::default() };
    // Members of collections, last first; the depth of the file is limited already.
    let mut waiting = vec![(text, String::new())];
    while let Some((text, below)) = waiting.pop() {
        let place = |mut problem: Problem| {
            problem.below.insert_str(0, &below);
            problem
        };
        let raw: Raw = serde_json::from_str(text)
            .map_err(|error| place(Problem::new(&codes::UNREADABLE, error.to_string())))?;
        let type_ = raw.type_.unwrap_or_default();
        if shape.type_.is_empty() {
            shape.type_ = type_.clone().into_owned();
        }
        if !GEOMETRY_TYPES.contains(&type_.as_ref()) {
            return Err(place(Problem::new(&codes::GEOMETRY_TYPE, format!("{type_:?}"))));
        }
        if type_ == "GeometryCollection" {
            let members = raw.geometries.unwrap_or_default().into_iter().enumerate();
            waiting.extend(members.rev().map(|(i, raw)| (raw.get(), format!("{below}/geometries/{i}"))));
            continue;
        }
        let coordinates = raw.coordinates.map_or("null", RawValue::get);
        let coordinates: Value = serde_json::from_str(coordinates)
            .map_err(|error| place(Problem::new(&codes::POSITION, error.to_string())))?;
        shape.add(&type_, &coordinates).map_err(|problem| place(problem.under("coordinates")))?;
    }
    if shape.parts.is_empty() {
        return Err(Problem::new(&codes::EMPTY, ""));
    }
    Ok(shape)
}

impl Shape {
    fn add(&mut self, type_: &str, coordinates: &Value) -> Result<(), Problem> {
        match type_ {
            "Point" => {
                let point = self.position(coordinates)?;
                self.parts.push(Geometry::Point(point));
            }
            "MultiPoint" => {
                for point in self.positions(coordinates)? {
                    self.parts.push(Geometry::Point(point));
                }
            }
            "LineString" => self.line(coordinates)?,
            "MultiLineString" => {
                for (i, line) in list(coordinates)?.iter().enumerate() {
                    self.line(line).map_err(|problem| problem.under(i))?;
                }
            }
            "Polygon" => {
                let polygons = self.polygon(coordinates)?;
                self.parts.push(Geometry::Area(polygons));
            }
            _ => {
                let mut polygons = Vec::new();
                for (i, polygon) in list(coordinates)?.iter().enumerate() {
                    polygons.extend(self.polygon(polygon).map_err(|problem| problem.under(i))?);
                }
                if polygons.is_empty() {
                    return Err(Problem::new(&codes::EMPTY, ""));
                }
                self.parts.push(Geometry::Area(polygons));
            }
        }
        Ok(())
    }

    fn position(&mut self, value: &Value) -> Result<Point3, Problem> {
        let wrong = || Problem::new(&codes::POSITION, shortened(value));
        let numbers = value.as_array().ok_or_else(wrong)?;
        if numbers.is_empty() {
            return Err(Problem::new(&codes::EMPTY, ""));
        }
        let number = |i: usize| {
            let number = numbers.get(i).and_then(Value::as_f64)?;
            (number.is_finite() && number.abs() <= FARTHEST).then_some(number)
        };
        let (Some(x), Some(y)) = (number(0), number(1)) else { return Err(wrong()) };
        let z = if numbers.len() > 2 { number(2).ok_or_else(wrong)? } else { 0.0 };
        self.has_z &= numbers.len() > 2;
        self.positions += 1;
        Ok([x, y, z])
    }

    fn positions(&mut self, value: &Value) -> Result<Vec<Point3>, Problem> {
        let positions = list(value)?.iter().enumerate();
        positions.map(|(i, p)| self.position(p).map_err(|problem| problem.under(i))).collect()
    }

    fn line(&mut self, value: &Value) -> Result<(), Problem> {
        let mut points = self.positions(value)?;
        points.dedup();
        if points.len() < 2 {
            let code = if points.is_empty() { &codes::EMPTY } else { &codes::SHORT_LINE };
            return Err(Problem::new(code, if points.is_empty() { "" } else { "one point" }));
        }
        self.parts.push(Geometry::Line(points));
        Ok(())
    }

    /// A polygon; several where a self-crossing one falls apart when it is made valid.
    fn polygon(&mut self, value: &Value) -> Result<Vec<Polygon>, Problem> {
        let mut rings = Vec::new();
        for (i, ring) in list(value)?.iter().enumerate() {
            rings.push(self.positions(ring).map_err(|problem| problem.under(i))?);
        }
        let Mending { polygons, mended, turned } = ring::polygon(rings)?;
        self.mended.extend(mended.into_iter().map(|problem| problem.under("coordinates")));
        self.turned += turned;
        Ok(polygons)
    }
}

fn list(value: &Value) -> Result<&Vec<Value>, Problem> {
    let list = value.as_array().ok_or_else(|| Problem::new(&codes::POSITION, shortened(value)))?;
    if list.is_empty() { Err(Problem::new(&codes::EMPTY, "")) } else { Ok(list) }
}

fn shortened(value: &Value) -> String {
    value.to_string().chars().take(60).collect()
}
