//! GeoParquet 1.x, and Parquet files whose columns say themselves that they are geometry.
//!
//! A row becomes what a GeoJSON feature with the same properties becomes (`docs/data/geojson.md`). Only flat columns are
//! read. The reader is our own: the layers of a district need a small part of Parquet, and what a file declares about
//! counts and sizes must be borne out by its bytes before room is made for it.

mod encoding;
mod footer;
mod page;
mod thrift;
mod value;

use serde_json::Value;

use crate::geojson::{Properties, Record};
use crate::report::Message;
use crate::vector::{Layers, codes, reject, stated_crs, wkb};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use footer::{Column, Footer, Physical};
use page::Budget;
use value::Scalar;

/// GeoParquet.
pub static GEOPARQUET: Format =
    Format { id: "geoparquet", title: "GeoParquet", extensions: &["parquet", "geoparquet"], recognise, read };

/// First and last bytes of a file; the other is that of an encrypted one.
const MAGIC: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";
/// What a file may always become, bytes, whatever its size.
const ALWAYS_ALLOWED: u64 = 64 << 20;

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
    let most = (input.bytes.len() as u64).saturating_mul(limits.decompression_ratio).max(ALWAYS_ALLOWED);
    let mut budget = Budget(most.min(limits.decompressed_bytes));
    let (mut records, mut positions, mut row) = (Vec::new(), 0_u64, 0_u64);
    for (number, group) in footer.groups.iter().enumerate() {
        if context.progress.cancelled() {
            return Err(reject(input, &codes::CANCELLED, ""));
        }
        context.progress.step(GEOPARQUET.id, row, footer.rows);
        let mut columns = Vec::new();
        for (at, column) in footer.columns.iter().enumerate() {
            let place = format!("row group {number}, column {}", column.name);
            let chunk = group.chunks.get(at).and_then(Option::as_ref);
            let read = chunk.ok_or_else(|| "it is not in the row group".to_owned());
            let read =
                read.and_then(|chunk| page::values(&input.bytes, chunk, column, group.rows, &mut budget));
            match read {
                Ok(values) => columns.push(values),
                Err(why) if at == geometry.column => {
                    return Err(reject(input, &codes::DAMAGED, format!("{place}: {why}")));
                }
                Err(why) => {
                    report.push(Message::new(&codes::COLUMN, place, why));
                    columns.push(Vec::new());
                }
            }
        }
        let rows = usize::try_from(group.rows).unwrap_or(usize::MAX);
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        for _ in 0..rows {
            let place = format!("row {row}");
            row += 1;
            let (mut properties, mut shape) = (Vec::new(), Ok(None));
            for (at, (values, column)) in columns.iter_mut().zip(&footer.columns).enumerate() {
                let value = values.next().unwrap_or(Scalar::Null);
                if at != geometry.column {
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
    Ok(records)
}

/// A value as a property; nothing for further geometries and bytes of no known meaning.
fn property(column: &Column, value: Scalar) -> Option<Value> {
    if column.geometry.is_some() || column.physical == Physical::Int96 {
        return None;
    }
    value::json(value, &column.meaning)
}
