//! FlatGeobuf 3.0: one layer of features, each a FlatBuffers table, behind a header and a packed index.
//!
//! A feature becomes what a GeoJSON feature with the same properties becomes (`docs/data/geojson.md`). The reader is
//! our own: outside readers make room for as many bytes as a feature declares before they look whether these are
//! there, and stop at the first bad one.

mod feature;
mod flatbuffer;
mod header;
#[cfg(test)]
mod tests;

use crate::budget::{Budget, Spent};
use crate::geojson::{Properties, Record};
use crate::report::Message;
use crate::vector::{Layers, PROGRESS_EVERY, codes, reject, stated_crs, weight};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use header::Header;

/// FlatGeobuf.
pub static FLATGEOBUF: Format =
    Format { id: "flatgeobuf", title: "FlatGeobuf", extensions: &["fgb"], recognise, read };

/// First bytes; the patch version follows.
const MAGIC: &[u8] = b"fgb\x03fgb";
/// Length of the first bytes with the patch version.
const MAGIC_LENGTH: usize = 8;

fn recognise(input: &Input) -> bool {
    input.bytes.starts_with(b"fgb") && input.bytes.get(4..7) == Some(b"fgb")
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "FlatGeobuf".clone_into(&mut report.format);
    if !input.bytes.starts_with(MAGIC) {
        let version = input.bytes.get(3).copied().unwrap_or_default();
        return Err(reject(input, &codes::NOT_SUPPORTED, format!("version {version}")));
    }
    let damaged = |why: &str| reject(input, &codes::DAMAGED, why);
    let mut rest = input.bytes.get(MAGIC_LENGTH..).unwrap_or_default();
    let header = sized(&mut rest).ok_or_else(|| damaged("the header ends too early"))?;
    let header = Header::of(header).ok_or_else(|| damaged("the header cannot be read"))?;
    let index = header.index_bytes().ok_or_else(|| damaged("the index cannot be that large"))?;
    rest = usize::try_from(index).ok().and_then(|index| rest.get(index..)).unwrap_or_default();
    let crs =
        stated_crs(&header.crs, context.crs).map_err(|stated| reject(input, &codes::CRS_UNKNOWN, stated))?;
    let name = if header.name.is_empty() { text::stem(&input.name).to_owned() } else { header.name.clone() };
    let (records, count) = records(rest, &header, &name, input, context, &mut report)?;
    let mut all = Layers::new(&input.name, false, &codes::OTHER_CRS);
    all.add(&name, crs, records, count, &mut report);
    Ok(all.finish(report))
}

/// Takes what a number of 32 bits before it says the length of.
fn sized<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (taken, after) = after.split_at_checked(length)?;
    *rest = after;
    Some(taken)
}

/// The features, and how many there are, read or not.
fn records(
    mut rest: &[u8],
    header: &Header,
    layer: &str,
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<(Vec<Record>, u64), Rejection> {
    let limits = context.limits;
    let (mut records, mut count, mut positions) = (Vec::new(), 0_u64, 0_u64);
    let budget = Budget::new(limits.unpacked(input.bytes.len()), context.progress);
    let whole = rest.len();
    while !rest.is_empty() {
        let at = whole - rest.len();
        let Some(feature) = sized(&mut rest) else {
            let detail = format!("feature {count}, {at} bytes after the index");
            report.push(Message::new(&codes::TRUNCATED, layer, detail));
            break;
        };
        if count.is_multiple_of(PROGRESS_EVERY) {
            if context.progress.cancelled() {
                return Err(reject(input, &codes::CANCELLED, ""));
            }
            context.progress.step(FLATGEOBUF.id, count, header.features);
        }
        if count >= limits.objects {
            return Err(reject(input, &codes::TOO_MANY, format!("{} features", limits.objects)));
        }
        let place = format!("{layer} feature {count}");
        count += 1;
        match feature::read(feature, header) {
            Ok((properties, shape, left_out)) => {
                for column in left_out {
                    report.push(Message::new(&codes::COLUMN, place.as_str(), column));
                }
                let weight = properties.iter().map(|(name, value)| weight(name, value)).sum();
                budget.take(weight).map_err(|spent| match spent {
                    Spent::Limit => reject(input, &codes::TOO_MANY, format!("{place}: {spent}")),
                    Spent::Stopped => reject(input, &codes::CANCELLED, ""),
                })?;
                positions += shape.as_ref().map_or(0, |shape| shape.positions);
                if positions > limits.vertices {
                    return Err(reject(input, &codes::TOO_MANY, format!("{} positions", limits.vertices)));
                }
                records.push(Record { place, properties: Properties::from_pairs(properties), shape });
            }
            Err(problem) => report.push(Message::new(problem.code, place, problem.detail)),
        }
    }
    if header.features > count && !report.codes.contains_key(codes::TRUNCATED.id) {
        let detail = format!("{count} of {} features", header.features);
        report.push(Message::new(&codes::TRUNCATED, layer, detail));
    }
    Ok((records, count))
}
