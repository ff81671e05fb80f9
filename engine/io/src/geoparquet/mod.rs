//! GeoParquet 1.x, and Parquet files whose columns say themselves that they are geometry.
//!
//! A row becomes what a GeoJSON feature with the same properties becomes (`docs/data/geojson.md`). Only flat columns are
//! read. The reader is our own: the layers of a district need a small part of Parquet, and what a file declares about
//! counts and sizes must be borne out by its bytes before room is made for it.

mod encoding;
mod footer;
mod page;
#[cfg(test)]
mod tests;
mod thrift;
mod value;

use serde_json::Value;

use crate::budget::{Budget, Spent};
use crate::geojson::{Properties, Record};
use crate::report::Message;
use crate::vector::{Layers, codes, reject, stated_crs, wkb};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use footer::{Chunk, Column, Footer, Physical};
use value::Scalar;

/// GeoParquet.
pub static GEOPARQUET: Format =
    Format { id: "geoparquet", title: "GeoParquet", extensions: &["parquet", "geoparquet"], recognise, read };

/// First and last bytes of a file; the other is that of an encrypted one.
const MAGIC: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";

fn recognise(input: &Input) -> bool {
    input.bytes.starts_with(MAGIC) || input.bytes.starts_with(ENCRYPTED)
}

/// What a file tells about its geometry.
#[derive(Debug)]
struct Geometry {
    /// Position of its column.
    column: usize,
    /// What the file says about its coordinate system, the best first.
    crs: Vec<String>,
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "GeoParquet".clone_into(&mut report.format);
    let footer = Footer::of(&input.bytes).map_err(|why| match why {
        footer::Bad::Damaged(why) => reject(input, &codes::DAMAGED, why),
        footer::Bad::NotSupported(what) => reject(input, &codes::NOT_SUPPORTED, what),
    })?;
    let geometry = geometry(&footer, input)?;
    let crs = stated_crs(&geometry.crs, context.crs)
        .map_err(|stated| reject(input, &codes::CRS_UNKNOWN, stated))?;
    if footer.rows > context.limits.objects {
        let detail = format!("{} rows of {}", footer.rows, context.limits.objects);
        return Err(reject(input, &codes::TOO_MANY, detail));
    }
    for column in &footer.skipped {
        report.push(Message::new(&codes::COLUMN, "", format!("{column} (nested)")));
    }
    let layer = text::stem(&input.name).to_owned();
    let records = records(&footer, &geometry, input, context, &mut report)?;
    let mut all = Layers::new(&input.name, false, &codes::OTHER_CRS);
    all.add(&layer, crs, records, footer.rows, &mut report);
    Ok(all.finish(report))
}

/// The column of the geometry: the primary one of the `geo` metadata, else the first of a geometry type.
fn geometry(footer: &Footer, input: &Input) -> Result<Geometry, Rejection> {
    let position = |name: &str| footer.columns.iter().position(|column| column.name == name);
    let Some(geo) = &footer.geo else {
        let typed = footer.columns.iter().position(|column| column.geometry.is_some());
        let column = typed.ok_or_else(|| reject(input, &codes::NO_LAYER, ""))?;
        let crs = footer.columns.get(column).and_then(|column| column.geometry.clone()).flatten();
        return Ok(Geometry { column, crs: vec![crs.unwrap_or_else(|| "OGC:CRS84".to_owned())] });
    };
    let geo: Value = serde_json::from_str(geo)
        .map_err(|error| reject(input, &codes::DAMAGED, format!("the geo metadata: {error}")))?;
    let name = geo["primary_column"].as_str().unwrap_or("geometry");
    let described = &geo["columns"][name];
    let encoding = described["encoding"].as_str().unwrap_or("WKB");
    if !encoding.eq_ignore_ascii_case("wkb") {
        return Err(reject(input, &codes::NOT_SUPPORTED, format!("geometry encoded as {encoding}")));
    }
    let column = position(name).ok_or_else(|| reject(input, &codes::NO_LAYER, format!(": {name}")))?;
    let crs = match described.get("crs") {
        None => vec!["OGC:CRS84".to_owned()],
        Some(Value::Null) => Vec::new(),
        Some(crs) => crs_names(crs),
    };
    Ok(Geometry { column, crs })
}

/// The names of a coordinate system written as PROJJSON.
fn crs_names(crs: &Value) -> Vec<String> {
    let code = match &crs["id"]["code"] {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    };
    let named = crs["id"]["authority"].as_str().zip(code).map(|(name, code)| format!("{name}:{code}"));
    let whole = match crs {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    named.into_iter().chain([whole]).collect()
}

fn records(
    footer: &Footer,
    geometry: &Geometry,
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Vec<Record>, Rejection> {
    let limits = context.limits;
    let budget = Budget::new(limits.unpacked(input.bytes.len()), context.progress);
    let (mut records, mut positions, mut row) = (Vec::new(), 0_u64, 0_u64);
    for (number, group) in footer.groups.iter().enumerate() {
        if context.progress.cancelled() {
            return Err(reject(input, &codes::CANCELLED, ""));
        }
        context.progress.step(GEOPARQUET.id, row, footer.rows);
        if !group.chunks.contains_key(&geometry.column) {
            let detail = format!("row group {number}: it has no geometry");
            return Err(reject(input, &codes::DAMAGED, detail));
        }
        let missing = footer.columns.len() - group.chunks.len();
        if missing > 0 {
            let what = format!("{missing} columns are not in it");
            report.push(Message::new(&codes::COLUMN, format!("row group {number}"), what));
        }
        let mut columns = Vec::new();
        for (at, chunk) in &group.chunks {
            let Some(column) = footer.columns.get(*at) else { continue };
            let place = || format!("row group {number}, column {}", column.name);
            match values(input, chunk, column, group.rows, &budget) {
                Ok(values) => columns.push((*at, column, values.into_iter())),
                Err(why) if *at == geometry.column => {
                    return Err(match budget.spent() {
                        Some(Spent::Stopped) => reject(input, &codes::CANCELLED, ""),
                        Some(Spent::Limit) => reject(input, &codes::TOO_MANY, format!("{}: {why}", place())),
                        None => reject(input, &codes::DAMAGED, format!("{}: {why}", place())),
                    });
                }
                Err(why) => report.push(Message::new(&codes::COLUMN, place(), why)),
            }
        }
        let rows = usize::try_from(group.rows).unwrap_or(usize::MAX);
        for _ in 0..rows {
            let place = format!("row {row}");
            row += 1;
            let (mut properties, mut shape) = (Vec::new(), Ok(None));
            for (at, column, values) in &mut columns {
                let value = values.next().unwrap_or(Scalar::Null);
                if *at != geometry.column {
                    properties.extend(property(column, value).map(|value| (column.name.clone(), value)));
                } else if let Scalar::Bytes(bytes) = value {
                    shape = wkb::read(&bytes).map(Some);
                }
            }
            match shape {
                Ok(shape) => {
                    positions += shape.as_ref().map_or(0, |shape| shape.positions);
                    records.push(Record { place, properties: Properties::from_pairs(properties), shape });
                }
                Err(problem) => report.push(Message::new(problem.code, place, problem.detail)),
            }
            if positions > limits.vertices {
                return Err(reject(input, &codes::TOO_MANY, format!("{} positions", limits.vertices)));
            }
        }
    }
    if budget.spent() == Some(Spent::Stopped) {
        return Err(reject(input, &codes::CANCELLED, ""));
    }
    Ok(records)
}

/// The values of a column in a row group. Its name counts with each, as an attribute carries it.
fn values(
    input: &Input,
    chunk: &Chunk,
    column: &Column,
    rows: u64,
    budget: &Budget,
) -> Result<Vec<Scalar>, String> {
    let rows_here = usize::try_from(rows).map_err(|_| "too many rows")?;
    budget.take(rows_here.saturating_mul(column.name.len()))?;
    page::values(&input.bytes, chunk, column, rows, budget)
}

/// A value as a property; nothing for further geometries and bytes of no known meaning.
fn property(column: &Column, value: Scalar) -> Option<Value> {
    if column.geometry.is_some() || column.physical == Physical::Int96 {
        return None;
    }
    value::json(value, &column.meaning)
}
