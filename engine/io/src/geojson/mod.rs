//! GeoJSON (RFC 7946), its 2008 `crs` member, and newline-delimited features.
//!
//! What a feature becomes is written down in `docs/data/geojson.md`. Features are read one by one:
//! a bad one is named in the report and left out, the rest is loaded.
//!
//! **Coordinate system.** A `crs` member of the collection counts. Without one, coordinates within
//! ±180 and ±90 are WGS 84 degrees, as RFC 7946 says, whatever the user names; where most features
//! lie outside that range, the system that the user names (`--crs`) counts, and without it the
//! file is refused: nothing is guessed. Single features outside the range are left out.

mod assemble;
mod classify;
pub mod codes;
mod crs;
mod document;
mod feature;
mod properties;
mod ring;
mod shape;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use assemble::finish as finish_features;
pub use crs::leave_out_outsiders;
pub use feature::{Record, of_records as records_to_features};
pub use properties::Properties;
pub use ring::of_rings as polygon_of;
pub use shape::{Problem, Shape};

use crate::report::Message;
use crate::text;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection};

/// GeoJSON.
pub static GEOJSON: Format =
    Format { id: "geojson", title: "GeoJSON", extensions: &["geojson", "json", "geojsonl"], recognise, read };

/// Whether the beginning has a GeoJSON type, and nothing of CityJSON or TopoJSON.
fn recognise(input: &Input) -> bool {
    let head = text::head(&input.bytes, 1 << 16);
    let head = head.trim_start_matches(|c: char| c == '\u{1e}' || c.is_whitespace());
    if !head.starts_with('{')
        || ["\"CityJSON", "\"CityObjects\"", "\"Topology\""].iter().any(|t| head.contains(t))
    {
        return false;
    }
    head.split("\"type\"").skip(1).any(|rest| {
        let value =
            rest.trim_start().strip_prefix(':').map(str::trim_start).and_then(|v| v.strip_prefix('"'));
        let type_ = value.and_then(|v| v.split('"').next()).unwrap_or_default();
        matches!(type_, "FeatureCollection" | "Feature") || document::GEOMETRY_TYPES.contains(&type_)
    })
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    read_text(input, context, &mut report).map_err(|mut rejection| {
        rejection.0.file.clone_from(&input.name);
        rejection
    })
}

fn read_text(input: &Input, context: &ReadContext, report: &mut FileReport) -> Result<Reading, Rejection> {
    "GeoJSON".clone_into(&mut report.format);
    let decoded = text::decode(&input.bytes);
    if decoded.guessed {
        report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    }
    let text = without_zero_bytes(&decoded.text, report);
    let document = document::take_apart(&text, context.limits.json_depth)?;
    let stated = crs::stated(document.crs.as_ref(), context, report)?;
    let features = feature::read_all(&document.features, &input.name, &text, context, report)?;
    assemble::reading(features, stated, context, report)
}

fn without_zero_bytes<'a>(text: &'a Cow<'a, str>, report: &mut FileReport) -> Cow<'a, str> {
    let trimmed = text.trim_end_matches(['\0', '\u{1a}']);
    if trimmed.len() < text.len() {
        let count = text.len() - trimmed.len();
        report.push(Message::new(&codes::ZERO_BYTES, "", count.to_string()));
    }
    Cow::Borrowed(trimmed)
}
