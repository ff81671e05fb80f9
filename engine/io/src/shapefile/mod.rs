//! ESRI Shapefiles: `.shp` with its `.dbf`, `.prj` and `.cpg` beside it, or all of them in a ZIP archive, which
//! may hold several layers.
//!
//! A record becomes what a GeoJSON feature with the same properties becomes (`docs/data/geojson.md`). The
//! reader is our own: outside readers stop at the first bad record, and make room for as many points as a
//! record declares before they look whether these are there.

mod codes;
mod dbf;
mod shp;
#[cfg(test)]
mod tests;

use crate::archive::{self, ArchiveProblem};
use crate::geojson::{Properties, Record};
use crate::report::{Code, Message};
use crate::vector::Layers;
use crate::{CrsInfo, FileReport, Format, Input, ReadContext, Reading, Rejection, text};

/// Shapefiles.
pub static SHAPEFILE: Format =
    Format { id: "shapefile", title: "Shapefile", extensions: &["shp", "zip"], recognise, read };

/// How often progress is told, in records.
const PROGRESS_EVERY: usize = 4096;
/// Longest `.cpg` and `.prj` that are read, bytes.
const LONGEST_NOTE: usize = 1 << 16;

/// One layer: the files of one name.
#[derive(Debug, Default)]
struct Layer {
    name: String,
    shp: Vec<u8>,
    dbf: Option<Vec<u8>>,
    prj: Option<String>,
    cpg: Option<String>,
}

fn recognise(input: &Input) -> bool {
    if archive::is_archive(&input.bytes) {
        return archive::directory_holds(&input.bytes, ".shp");
    }
    input.bytes.starts_with(&9994_i32.to_be_bytes())
        && input.bytes.get(28..32) == Some(&1000_i32.to_le_bytes())
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "Shapefile".clone_into(&mut report.format);
    let layers = if archive::is_archive(&input.bytes) {
        unpacked(input, context)?
    } else {
        vec![beside(input, context)?]
    };
    let mut all = Layers::new(&input.name, layers.len() > 1, &codes::OTHER_CRS);
    for layer in layers {
        let crs = layer_crs(&layer, input, context)?;
        if all.fits(&layer.name, crs.as_deref(), &mut report) {
            let (records, count) = layer_records(&layer, input, context, &mut report)?;
            all.add(&layer.name, crs, records, count, &mut report);
        }
    }
    Ok(all.finish(report))
}

fn reject(input: &Input, code: &'static Code, detail: impl Into<String>) -> Rejection {
    let mut message = Message::new(code, "", detail);
    message.file.clone_from(&input.name);
    message.into()
}

/// The layer of a `.shp` file with the files beside it.
fn beside(input: &Input, context: &ReadContext) -> Result<Layer, Rejection> {
    let sibling = |ending| input.sibling(ending, context.limits).transpose();
    let note = |bytes: Vec<u8>| {
        let head = bytes.get(..LONGEST_NOTE.min(bytes.len())).unwrap_or_default();
        text::decode(head).text.into_owned()
    };
    Ok(Layer {
        name: text::stem(&input.name).to_owned(),
        shp: input.bytes.clone(),
        dbf: sibling("dbf")?.map(|dbf| dbf.bytes),
        prj: sibling("prj")?.map(|prj| note(prj.bytes)),
        cpg: sibling("cpg")?.map(|cpg| note(cpg.bytes)),
    })
}

/// The layers of an archive, by name.
fn unpacked(input: &Input, context: &ReadContext) -> Result<Vec<Layer>, Rejection> {
    const ENDINGS: [&str; 4] = [".shp", ".dbf", ".prj", ".cpg"];
    let wanted = |name: &str| {
        let lower = name.to_lowercase();
        !lower.contains("__macosx") && ENDINGS.iter().any(|ending| lower.ends_with(ending))
    };
    let entries = archive::entries(&input.bytes, context.limits, wanted).map_err(|problem| {
        let why = match problem {
            ArchiveProblem::Damaged(why) => why,
            ArchiveProblem::Grows(most) => format!("unpacked it is larger than {most} bytes"),
            ArchiveProblem::Entries(count) => format!("{count} entries"),
        };
        reject(input, &codes::ARCHIVE, why)
    })?;
    let mut layers: std::collections::BTreeMap<String, Layer> = std::collections::BTreeMap::new();
    for (path, bytes) in entries {
        let lower = path.to_lowercase();
        let Some((stem, ending)) = lower.rsplit_once('.') else { continue };
        let layer = layers.entry(stem.to_owned()).or_default();
        let note =
            || text::decode(bytes.get(..LONGEST_NOTE.min(bytes.len())).unwrap_or_default()).text.into_owned();
        match ending {
            "shp" => {
                text::stem(&path).clone_into(&mut layer.name);
                layer.shp = bytes;
            }
            "dbf" => layer.dbf = Some(bytes),
            "prj" => layer.prj = Some(note()),
            _ => layer.cpg = Some(note()),
        }
    }
    let layers: Vec<Layer> = layers.into_values().filter(|layer| !layer.shp.is_empty()).collect();
    if layers.is_empty() { Err(reject(input, &codes::DAMAGED, "no .shp file")) } else { Ok(layers) }
}

/// The coordinate system of the `.prj` file, else the user's.
fn layer_crs(layer: &Layer, input: &Input, context: &ReadContext) -> Result<Option<String>, Rejection> {
    let given = context.crs.map(str::to_owned);
    match layer.prj.as_deref().map(|prj| (prj, CrsInfo::of(prj))) {
        None => Ok(given),
        Some((_, Ok(info))) => Ok(Some(info.code)),
        Some((prj, Err(_))) if given.is_none() => {
            let shown: String = prj.chars().take(80).collect();
            Err(reject(input, &codes::CRS_UNKNOWN, shown))
        }
        Some((_, Err(_))) => Ok(given),
    }
}

/// The records of a layer, and how many the file has, read or not.
fn layer_records(
    layer: &Layer,
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<(Vec<Record>, u64), Rejection> {
    let records = shp::records(&layer.shp).map_err(|why| reject(input, &codes::DAMAGED, why))?;
    let table = open_table(layer, report);
    let (mut features, mut positions, mut deleted) = (Vec::new(), 0, 0_u64);
    let mut number = 0;
    for record in records {
        number = record.number;
        if number as u64 > context.limits.objects {
            return Err(reject(input, &codes::TOO_MANY, format!("{} records", context.limits.objects)));
        }
        if number % PROGRESS_EVERY == 0 {
            if context.progress.cancelled() {
                return Err(reject(input, &codes::CANCELLED, ""));
            }
            context.progress.step(SHAPEFILE.id, number as u64, 0);
        }
        let place = format!("{} record {number}", layer.name);
        let (values, unread) = match table.as_ref().map(|table| table.row(number - 1)) {
            Some(Some((None, _))) => {
                deleted += 1;
                continue;
            }
            Some(Some((Some(values), unread))) => (values, unread),
            Some(None) | None => (Vec::new(), Vec::new()),
        };
        for figure in unread {
            report.push(Message::new(&codes::FIELD, place.as_str(), figure));
        }
        let shape = match record.shape {
            Ok(shape) => shape,
            Err(why) => {
                report.push(Message::new(&codes::RECORD, place, why));
                continue;
            }
        };
        if let Some(bad) = record.bad {
            report.push(Message::new(bad.code, place, bad.detail));
            continue;
        }
        positions += shape.as_ref().map_or(0, |shape| shape.positions);
        if positions > context.limits.vertices {
            return Err(reject(input, &codes::TOO_MANY, format!("{} positions", context.limits.vertices)));
        }
        features.push(Record { place, properties: Properties::from_pairs(values), shape });
    }
    if deleted > 0 {
        report.push(Message::new(&codes::DELETED, layer.name.as_str(), deleted.to_string()));
    }
    if let Some(rows) = table.as_ref().map(dbf::Table::len).filter(|rows| *rows != number) {
        report.push(Message::new(&codes::TABLE_LENGTH, layer.name.as_str(), format!("{number} / {rows}")));
    }
    Ok((features, number as u64))
}

fn open_table<'a>(layer: &'a Layer, report: &mut FileReport) -> Option<dbf::Table<'a>> {
    let Some(bytes) = &layer.dbf else {
        report.push(Message::new(&codes::NO_TABLE, "", layer.name.as_str()));
        return None;
    };
    match dbf::Table::open(bytes, layer.cpg.as_deref()) {
        Ok(table) => {
            if let Some(encoding) = table.guessed {
                report.push(Message::new(&codes::ENCODING, layer.name.as_str(), encoding));
            }
            Some(table)
        }
        Err(why) => {
            report.push(Message::new(&codes::TABLE_DAMAGED, layer.name.as_str(), why));
            None
        }
    }
}
