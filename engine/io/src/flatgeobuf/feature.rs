//! A feature: its geometry and its attributes.

use linli_model::Point3;
use serde_json::Value;

use super::flatbuffer::{Table, Vector};
use super::header::{Column, Header, columns};
use crate::geojson::{Problem, Shape, codes as shape_codes};
use crate::vector::{ShapeBuilder, codes, number, wkb};

/// Deepest nesting of collections.
const DEEPEST: usize = 16;

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
            add(&geometry, type_, &mut builder, 0)?;
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

fn add(geometry: &Table, type_: u8, builder: &mut ShapeBuilder, depth: usize) -> Result<(), Problem> {
    if depth > DEEPEST {
        return Err(damaged("collections are nested too deep"));
    }
    match type_ {
        1 => points(geometry)?.into_iter().take(1).try_for_each(|point| builder.point(point)),
        4 => points(geometry)?.into_iter().try_for_each(|point| builder.point(point)),
        2 => builder.line(points(geometry)?),
        5 => pieces(geometry)?.into_iter().try_for_each(|line| builder.line(line)),
        3 | 17 => builder.area(vec![pieces(geometry)?]),
        6 | 15 | 16 => {
            let parts = parts(geometry)?;
            if parts.is_empty() {
                return Err(Problem::new(&shape_codes::EMPTY, ""));
            }
            builder.area(parts.iter().map(pieces).collect::<Result<_, _>>()?)
        }
        7 => {
            for part in parts(geometry)? {
                add(&part, type_of(&part, 0), builder, depth + 1)?;
            }
            Ok(())
        }
        8..=14 => Err(Problem::new(&codes::CURVE, wkb::name_of(u32::from(type_)))),
        other => Err(damaged(&format!("geometry type {other}"))),
    }
}

fn parts<'a>(geometry: &Table<'a>) -> Result<Vec<Table<'a>>, Problem> {
    let Some(vector) = geometry.vector(7, 4) else { return Ok(Vec::new()) };
    let parts = vector.and_then(|vector| (0..vector.count).map(|i| vector.table(i)).collect());
    parts.ok_or_else(|| damaged("its parts leave the feature"))
}

fn points(geometry: &Table) -> Result<Vec<Point3>, Problem> {
    let leaves = || damaged("its coordinates leave the feature");
    let Some(xy) = geometry.vector(1, 8) else { return Ok(Vec::new()) };
    let xy = xy.ok_or_else(leaves)?;
    let z: Option<Vector> = geometry.vector(2, 8).map(|z| z.ok_or_else(leaves)).transpose()?;
    if xy.count % 2 != 0 || z.is_some_and(|z| z.count != xy.count / 2) {
        return Err(damaged("its coordinates do not fit together"));
    }
    let point =
        |i: usize| Some([xy.double(2 * i)?, xy.double(2 * i + 1)?, z.map_or(Some(0.0), |z| z.double(i))?]);
    (0..xy.count / 2).map(point).collect::<Option<_>>().ok_or_else(leaves)
}

/// Lines or rings: the points cut at their ends.
fn pieces(geometry: &Table) -> Result<Vec<Vec<Point3>>, Problem> {
    let points = points(geometry)?;
    let Some(ends) = geometry.vector(0, 4) else {
        return Ok(if points.is_empty() { Vec::new() } else { vec![points] });
    };
    let ends = ends.ok_or_else(|| damaged("its ends leave the feature"))?;
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

/// Attributes: the number of a column, then its value, again and again.
fn properties(mut bytes: &[u8], columns: &[Column]) -> Result<Attributes, Problem> {
    let ends = || damaged("its attributes end too early");
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    while !bytes.is_empty() {
        let number = usize::from(u16::from_le_bytes(take(&mut bytes).ok_or_else(ends)?));
        let column = columns.get(number).ok_or_else(|| damaged(&format!("there is no column {number}")))?;
        match value(column.type_, &mut bytes) {
            Some(Some(value)) => found.push((column.name.clone(), value)),
            Some(None) => left_out.push(column.name.clone()),
            None if column.type_ > 14 => return Err(damaged(&format!("column type {}", column.type_))),
            None => return Err(ends()),
        }
    }
    Ok((found, left_out))
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

/// A value; `Some(None)` for bytes that cannot be an attribute.
fn value(type_: u8, bytes: &mut &[u8]) -> Option<Option<Value>> {
    Some(Some(match type_ {
        0 => Value::from(i8::from_le_bytes(take(bytes)?)),
        1 => Value::from(u8::from_le_bytes(take(bytes)?)),
        2 => Value::Bool(u8::from_le_bytes(take(bytes)?) != 0),
        3 => Value::from(i16::from_le_bytes(take(bytes)?)),
        4 => Value::from(u16::from_le_bytes(take(bytes)?)),
        5 => Value::from(i32::from_le_bytes(take(bytes)?)),
        6 => Value::from(u32::from_le_bytes(take(bytes)?)),
        7 => Value::from(i64::from_le_bytes(take(bytes)?)),
        8 => Value::from(u64::from_le_bytes(take(bytes)?)),
        9 => number(f64::from(f32::from_le_bytes(take(bytes)?))),
        10 => number(f64::from_le_bytes(take(bytes)?)),
        11..=14 => {
            let length = usize::try_from(u32::from_le_bytes(take(bytes)?)).ok()?;
            let (taken, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            if type_ == 14 {
                return Some(None);
            }
            Value::String(String::from_utf8_lossy(taken).into_owned())
        }
        _ => return None,
    }))
}
