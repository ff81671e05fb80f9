//! A feature: its geometry and its attributes.

use linli_model::Point3;
use serde_json::Value;

use super::flatbuffer::{Table, Vector};
use super::header::{Column, Header, columns};
use crate::bytes::{array, take};
use crate::geojson::{Problem, Shape, codes as shape_codes};
use crate::vector::{ShapeBuilder, codes, number, wkb};

/// Deepest nesting of collections.
const DEEPEST: usize = 16;

/// Fewest bytes that a part, an end or a point takes.
const LEAST_BYTES: usize = 4;

/// Attributes, shape, and the columns that are left out.
type Found = (Vec<(String, Value)>, Option<Shape>, Vec<String>);
/// Attributes, and the columns that are left out.
type Attributes = (Vec<(String, Value)>, Vec<String>);

fn damaged(why: &str) -> Problem {
    Problem::new(&codes::FEATURE, why)
}

/// Reads a feature.
///
/// # Errors
/// A [`Problem`] when it cannot be read or used.
pub fn read(bytes: &[u8], header: &Header) -> Result<Found, Problem> {
    let table = Table::root(bytes).ok_or_else(|| damaged("it is no table"))?;
    let own = columns(&table, 2).ok_or_else(|| damaged("its columns cannot be read"))?;
    let columns = if own.is_empty() { &header.columns } else { &own };
    let (properties, left_out) = match table.vector(1, 1) {
        None => (Vec::new(), Vec::new()),
        Some(None) => return Err(damaged("its attributes leave the feature")),
        Some(Some(vector)) => properties(vector.slice(), columns)?,
    };
    let shape = match table.table(0) {
        None => None,
        Some(geometry) => {
            let type_ = type_of(&geometry, header.geometry_type);
            let has_z = geometry.vector(2, 8).is_some() || first_part_has_z(&geometry);
            let mut builder = ShapeBuilder::new(wkb::name_of(u32::from(type_)), has_z);
            let mut walk = Walk { builder: &mut builder, left: bytes.len() / LEAST_BYTES };
            walk.add(&geometry, type_, 0)?;
            Some(builder.finish()?)
        }
    };
    Ok((properties, shape, left_out))
}

/// A geometry's own type, or that of the layer.
fn type_of(geometry: &Table, otherwise: u8) -> u8 {
    geometry.byte(6).filter(|type_| *type_ != 0).unwrap_or(otherwise)
}

fn first_part_has_z(geometry: &Table) -> bool {
    let parts = geometry.vector(7, 4).flatten().filter(|parts| parts.count > 0);
    parts.and_then(|parts| parts.table(0)).is_some_and(|part| part.vector(2, 8).is_some())
}

/// A walk through the geometry of a feature.
struct Walk<'a> {
    builder: &'a mut ShapeBuilder,
    /// Parts, ends and points that the feature may still have: more than its bytes hold are the same ones again.
    left: usize,
}

impl Walk<'_> {
    fn take(&mut self, count: usize) -> Result<(), Problem> {
        let left = self.left.checked_sub(count);
        self.left = left.ok_or_else(|| damaged("its parts share their bytes"))?;
        Ok(())
    }

    fn add(&mut self, geometry: &Table, type_: u8, depth: usize) -> Result<(), Problem> {
        if depth > DEEPEST {
            return Err(damaged("collections are nested too deep"));
        }
        match type_ {
            1 => self.points(geometry)?.into_iter().take(1).try_for_each(|point| self.builder.point(point)),
            4 => self.points(geometry)?.into_iter().try_for_each(|point| self.builder.point(point)),
            2 => {
                let points = self.points(geometry)?;
                self.builder.line(points)
            }
            5 => self.pieces(geometry)?.into_iter().try_for_each(|line| self.builder.line(line)),
            3 | 17 => {
                let rings = self.pieces(geometry)?;
                self.builder.area(vec![rings])
            }
            6 | 15 | 16 => {
                let parts = self.parts(geometry)?;
                if parts.is_empty() {
                    return Err(Problem::new(&shape_codes::EMPTY, ""));
                }
                let polygons = parts.iter().map(|part| self.pieces(part)).collect::<Result<_, _>>()?;
                self.builder.area(polygons)
            }
            7 => {
                for part in self.parts(geometry)? {
                    self.add(&part, type_of(&part, 0), depth + 1)?;
                }
                Ok(())
            }
            8..=14 => Err(Problem::new(&codes::CURVE, wkb::name_of(u32::from(type_)))),
            other => Err(damaged(&format!("geometry type {other}"))),
        }
    }

    fn parts<'b>(&mut self, geometry: &Table<'b>) -> Result<Vec<Table<'b>>, Problem> {
        let leaves = || damaged("its parts leave the feature");
        let Some(vector) = geometry.vector(7, 4) else { return Ok(Vec::new()) };
        let vector = vector.ok_or_else(leaves)?;
        self.take(vector.count)?;
        (0..vector.count).map(|i| vector.table(i)).collect::<Option<_>>().ok_or_else(leaves)
    }

    fn points(&mut self, geometry: &Table) -> Result<Vec<Point3>, Problem> {
        let leaves = || damaged("its coordinates leave the feature");
        let Some(xy) = geometry.vector(1, 8) else { return Ok(Vec::new()) };
        let xy = xy.ok_or_else(leaves)?;
        let z: Option<Vector> = geometry.vector(2, 8).map(|z| z.ok_or_else(leaves)).transpose()?;
        if xy.count % 2 != 0 || z.is_some_and(|z| z.count != xy.count / 2) {
            return Err(damaged("its coordinates do not fit together"));
        }
        self.take(xy.count / 2)?;
        let point = |i: usize| {
            Some([xy.double(2 * i)?, xy.double(2 * i + 1)?, z.map_or(Some(0.0), |z| z.double(i))?])
        };
        (0..xy.count / 2).map(point).collect::<Option<_>>().ok_or_else(leaves)
    }

    /// Lines or rings: the points cut at their ends.
    fn pieces(&mut self, geometry: &Table) -> Result<Vec<Vec<Point3>>, Problem> {
        let points = self.points(geometry)?;
        let Some(ends) = geometry.vector(0, 4) else {
            return Ok(if points.is_empty() { Vec::new() } else { vec![points] });
        };
        let ends = ends.ok_or_else(|| damaged("its ends leave the feature"))?;
        self.take(ends.count)?;
        let (mut pieces, mut start) = (Vec::new(), 0);
        for i in 0..ends.count {
            let end = ends.int(i).and_then(|end| usize::try_from(end).ok()).unwrap_or(usize::MAX);
            let piece =
                points.get(start..end).ok_or_else(|| damaged("the end of a part is not among its points"))?;
            if !piece.is_empty() {
                pieces.push(piece.to_vec());
            }
            start = end;
        }
        Ok(pieces)
    }
}

/// Attributes: the number of a column, then its value, again and again, each column once.
fn properties(mut bytes: &[u8], columns: &[Column]) -> Result<Attributes, Problem> {
    let ends = || damaged("its attributes end too early");
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    let mut seen = vec![false; columns.len()];
    while !bytes.is_empty() {
        let number = usize::from(u16::from_le_bytes(array(&mut bytes).ok_or_else(ends)?));
        let column = columns.get(number).ok_or_else(|| damaged(&format!("there is no column {number}")))?;
        if std::mem::replace(&mut seen[number], true) {
            return Err(damaged(&format!("column {number} twice")));
        }
        match value(column.type_, &mut bytes) {
            Some(Some(value)) => found.push((column.name.clone(), value)),
            Some(None) => left_out.push(column.name.clone()),
            None if column.type_ > 14 => return Err(damaged(&format!("column type {}", column.type_))),
            None => return Err(ends()),
        }
    }
    Ok((found, left_out))
}

/// A value; `Some(None)` for bytes that cannot be an attribute.
fn value(type_: u8, bytes: &mut &[u8]) -> Option<Option<Value>> {
    Some(Some(match type_ {
        0 => Value::from(i8::from_le_bytes(array(bytes)?)),
        1 => Value::from(u8::from_le_bytes(array(bytes)?)),
        2 => Value::Bool(u8::from_le_bytes(array(bytes)?) != 0),
        3 => Value::from(i16::from_le_bytes(array(bytes)?)),
        4 => Value::from(u16::from_le_bytes(array(bytes)?)),
        5 => Value::from(i32::from_le_bytes(array(bytes)?)),
        6 => Value::from(u32::from_le_bytes(array(bytes)?)),
        7 => Value::from(i64::from_le_bytes(array(bytes)?)),
        8 => Value::from(u64::from_le_bytes(array(bytes)?)),
        9 => number(f64::from(f32::from_le_bytes(array(bytes)?))),
        10 => number(f64::from_le_bytes(array(bytes)?)),
        11..=14 => {
            let length = usize::try_from(u32::from_le_bytes(array(bytes)?)).ok()?;
            let taken = take(bytes, length)?;
            if type_ == 14 {
                return Some(None);
            }
            Value::String(String::from_utf8_lossy(taken).into_owned())
        }
        _ => return None,
    }))
}
