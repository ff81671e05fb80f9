//! OGC GeoPackage: the feature layers of an SQLite database.
//!
//! A row becomes what a GeoJSON feature with the same properties becomes (`docs/data/geojson.md`). The database is
//! only read, its schema is not trusted, and a view that never comes to its next row is stopped.

mod blob;
mod database;

use linli_model::Progress;

use crate::budget::Budget;
use crate::geojson::{Properties, Record};
use crate::report::Message;
use crate::vector::{Layers, PROGRESS_EVERY, codes, reject, stated_crs};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection};
use database::{Database, Layer, Row, Stop};

/// GeoPackages.
pub static GEOPACKAGE: Format =
    Format { id: "geopackage", title: "GeoPackage", extensions: &["gpkg"], recognise, read };

/// First bytes of every SQLite database.
const SQLITE: &[u8] = b"SQLite format 3\0";
/// How far into a file the name of its table of contents is looked for.
const SCHEMA_REACH: usize = 1 << 20;

fn recognise(input: &Input) -> bool {
    let head = input.bytes.get(..SCHEMA_REACH.min(input.bytes.len())).unwrap_or_default();
    let name = b"gpkg_contents";
    head.starts_with(SQLITE)
        && (head.get(68..70) == Some(b"GP") || head.windows(name.len()).any(|window| window == name))
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "GeoPackage".clone_into(&mut report.format);
    let refused = |why: Stop| match why {
        Stop::Limit(code, why) => reject(input, code, why),
        Stop::Disk(error) => reject(input, &codes::DISK, error.to_string()),
        Stop::Database(error) => reject(input, &codes::DAMAGED, error.to_string()),
    };
    let database = Database::open(input).map_err(refused)?;
    if let Some(size) = database.unsaved {
        report.push(Message::new(&codes::UNSAVED, "", format!("{size} bytes")));
    }
    if let Some(stated) = stated_bytes(&input.bytes).filter(|stated| *stated > input.bytes.len() as u64) {
        let detail = format!("{} of {stated} bytes", input.bytes.len());
        report.push(Message::new(&codes::TRUNCATED, "", detail));
    }
    let (layers, others) = database.layers().map_err(refused)?;
    if !others.is_empty() {
        report.push(Message::new(&codes::LEFT_ALONE, "", others.join(", ")));
    }
    if layers.is_empty() {
        return Err(reject(input, &codes::NO_LAYER, ""));
    }
    let mut all = Layers::new(&input.name, layers.len() > 1, &codes::OTHER_CRS);
    let limits = context.limits;
    let budgets = Budgets {
        features: Budget::new(limits.objects, context.progress),
        positions: Budget::new(limits.vertices, context.progress),
        bytes: Budget::new(limits.unpacked(input.bytes.len()), context.progress),
    };
    let mut failed = 0;
    for layer in &layers {
        let crs = stated_crs(&layer.crs, context.crs)
            .map_err(|stated| reject(input, &codes::CRS_UNKNOWN, format!("{}: {stated}", layer.name)))?;
        if !all.fits(&layer.name, crs.as_deref(), &mut report) {
            continue;
        }
        match rows(&database, layer, context.progress, &budgets, &mut report) {
            Ok((records, count)) => all.add(&layer.name, crs, records, count, &mut report),
            Err(why @ Stop::Limit(..)) => return Err(refused(why)),
            Err(why) => {
                failed += 1;
                report.push(Message::new(&codes::LAYER, layer.name.as_str(), why.to_string()));
            }
        }
    }
    if failed == layers.len() {
        let why = report.messages.iter().find(|message| message.code.id == codes::LAYER.id);
        return Err(reject(input, &codes::DAMAGED, why.map(|m| m.detail.clone()).unwrap_or_default()));
    }
    Ok(all.finish(report))
}

/// The size that the header states, when it is sure of it: pages times their size.
fn stated_bytes(bytes: &[u8]) -> Option<u64> {
    let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let page = u16::from_be_bytes(bytes.get(16..18)?.try_into().ok()?);
    let page = if page == 1 { 65_536 } else { u64::from(page) };
    // The count of pages holds only when the last program that wrote it knew of it.
    (word(24) == word(92)).then_some(u64::from(word(28)?) * page)
}

/// What may still be read of all layers together.
struct Budgets<'a> {
    features: Budget<'a>,
    positions: Budget<'a>,
    bytes: Budget<'a>,
}

/// The records of a layer, and how many rows it has, read or not.
fn rows(
    database: &Database,
    layer: &Layer,
    progress: &dyn Progress,
    budgets: &Budgets,
    report: &mut FileReport,
) -> Result<(Vec<Record>, u64), Stop> {
    let (mut records, mut count) = (Vec::new(), 0_u64);
    database.each_row(layer, &budgets.bytes, |row| {
        count += 1;
        budgets.features.take(1)?;
        if count.is_multiple_of(PROGRESS_EVERY) {
            progress.step(GEOPACKAGE.id, count, 0);
        }
        let Row { number, properties, geometry, left_out } = row;
        let place = format!("{} row {}", layer.name, number.unwrap_or(count as i64));
        for column in left_out {
            report.push(Message::new(&codes::COLUMN, place.as_str(), column));
        }
        let shape = match geometry.map(|bytes| blob::shape(&bytes)).transpose() {
            Ok(shape) => shape.flatten(),
            Err(problem) => {
                report.push(Message::new(problem.code, place, problem.detail));
                return Ok(());
            }
        };
        let positions = shape.as_ref().map_or(0, |shape| shape.positions);
        budgets.positions.take(usize::try_from(positions).unwrap_or(usize::MAX))?;
        records.push(Record { place, properties: Properties::from_pairs(properties), shape });
        Ok(())
    })?;
    Ok((records, count))
}
