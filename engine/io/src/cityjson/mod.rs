//! CityJSON 1.0, 1.1 and 2.0, and CityJSONSeq.
//!
//! ```text
//! text ─ skim ─► root members ─ header ─► version, transform, coordinate system
//!                └► city objects, cut apart ─ object, geometry ─► flat index lists   (all cores)
//!                                           └ check, values ────► what is wrong, and where
//!                                             element, shape ───► elements           (all cores)
//!                                             family ───────────► parts and their buildings
//! ```
//!
//! JSON is read by serde_json straight into flat lists; a value that is never needed is never
//! built. Nesting is limited before anything that calls itself reads a piece
//! ([`crate::Limits::json_depth`], 64; serde_json itself stops at 128).

mod appearance;
mod check;
mod codes;
mod document;
mod element;
mod extent;
mod facts;
mod family;
mod geometry;
mod header;
mod kind;
mod nest;
mod object;
mod sequence;
mod shape;
mod skim;
#[cfg(test)]
mod tests;
mod values;
mod vertices;

use std::borrow::Cow;

use document::{Document, Shared};
use element::Outcome;
use header::{Cut, Header};
use linli_model::Element;

use crate::report::{FileReport, Message};
use crate::{Format, Input, ReadContext, Reading, Rejection};

/// CityJSON and CityJSONSeq.
pub static CITYJSON: Format = Format {
    id: "cityjson",
    title: "CityJSON",
    extensions: &["city.json", "city.jsonl", "cityjson", "json", "jsonl"],
    recognise,
    read,
};

/// Root members of a file.
const FILE_MEMBERS: &[&str] = &[
    "type",
    "version",
    "metadata",
    "extensions",
    "CityObjects",
    "vertices",
    "transform",
    "appearance",
    "geometry-templates",
];

/// A JSON object that calls itself CityJSON; `type` may stand at its very end.
fn recognise(input: &Input) -> bool {
    const MARK: &[u8] = b"\"CityJSON";
    let head = input.head(4096);
    head.starts_with('{')
        && (head.contains("\"CityJSON") || input.bytes.windows(MARK.len()).any(|window| window == MARK))
}

/// How a file counts itself, beyond the objects in the report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counts {
    /// Objects without parents.
    roots: u64,
    /// Surfaces of all geometries.
    surfaces: u64,
    /// Vertices.
    vertices: u64,
    /// The header and the features.
    documents: u64,
}

fn read(input: &Input, context: &ReadContext<'_>) -> Result<Reading, Rejection> {
    read_counted(input, context).map(|(reading, _)| reading)
}

fn read_counted(input: &Input, context: &ReadContext<'_>) -> Result<(Reading, Counts), Rejection> {
    let mut report = FileReport::new(input.name.as_str());
    read_into(input, context, &mut report).map_err(|mut message| {
        message.file.clone_from(&input.name);
        Rejection(message)
    })
}

fn read_into(
    input: &Input,
    context: &ReadContext<'_>,
    report: &mut FileReport,
) -> Result<(Reading, Counts), Box<Message>> {
    let mut found = Vec::new();
    let text = decode(&input.bytes, &mut found)?;
    let cut = Cut::new(&text, 1, String::new(), context.limits)?;
    let rest = text.get(cut.end..).unwrap_or_default();
    let sequence = !rest.trim().is_empty();
    check_first(&cut, sequence)?;
    if sequence && !rest.starts_with(['\n', '\r']) {
        return Err(Message::new(&codes::SYNTAX, cut.position(cut.end), "trailing characters").into());
    }
    context.progress.step("cityjson", 0, 0);
    let header = header::read_header(&cut, context, &mut found)?;
    document::check_root(&cut, FILE_MEMBERS, header.extensions, &mut found);
    let appearance = if sequence || cut.member("geometry-templates").is_some() {
        document::own_appearance(&cut).ok().flatten().unwrap_or_default()
    } else {
        appearance::Appearance::default()
    };
    let templates = document::read_templates(&cut, &header, &appearance, &mut found);
    let shared = Shared { header: &header, appearance: &appearance, templates: &templates, context };
    let mut documents = vec![document::read_document(&cut, &shared, None)?];
    if sequence {
        let line = text.get(..cut.end).unwrap_or_default().matches('\n').count() + 1;
        documents.extend(sequence::read_features(rest, line, &shared)?);
    }
    if let Some(line) = extent::leave_out_far(&mut documents, context.limits.extent_m) {
        return Err(line.into());
    }
    // The vertex list is as large as all elements; it must not stay while they are gathered.
    drop(cut);
    Ok(gather(header, documents, found, sequence, report))
}

/// Refuses what is not a CityJSON file, saying what it is instead.
fn check_first(cut: &Cut<'_>, sequence: bool) -> Result<(), Box<Message>> {
    let type_ = cut.text_of("type").unwrap_or_else(|| "(none)".to_owned());
    match type_.as_str() {
        "CityJSON" => Ok(()),
        _ if sequence => {
            Err(Message::new(&codes::list::NO_HEADER, "line 1 /type", format!("its type is {type_}")).into())
        }
        "CityJSONFeature" => Err(Message::new(&codes::LONE_FEATURE, "/type", "").into()),
        _ => Err(Message::new(&codes::NOT_CITYJSON, "/type", format!("its type is {type_}")).into()),
    }
}

/// UTF-8 with or without byte order mark; GB18030 where it is not UTF-8 but decodes.
fn decode<'a>(bytes: &'a [u8], found: &mut Vec<Message>) -> Result<Cow<'a, str>, Box<Message>> {
    let plain = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(plain) => {
            found.push(Message::new(&codes::BYTE_ORDER_MARK, "", ""));
            plain
        }
        None => bytes,
    };
    let error = match std::str::from_utf8(plain) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let place = format!("byte {:#x}", error.valid_up_to());
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(plain) {
        Some(text) => {
            found.push(Message::new(&codes::GB18030, place, ""));
            Ok(text)
        }
        None => Err(Message::new(&codes::ENCODING, place, error.to_string()).into()),
    }
}

fn gather(
    header: Header,
    documents: Vec<Document>,
    found: Vec<Message>,
    sequence: bool,
    report: &mut FileReport,
) -> (Reading, Counts) {
    let mut counts = Counts { documents: documents.len() as u64, ..Counts::default() };
    let total = documents.iter().map(|d| d.objects.len()).sum::<usize>();
    let mut elements = Vec::new();
    let mut lod_numbers = 0;
    report.format = format!("CityJSON{} {}", if sequence { "Seq" } else { "" }, header.version.name());
    report.crs.clone_from(&header.crs);
    report.count("CityObjects", total as u64);
    found.into_iter().for_each(|message| report.push(message));
    for document in documents {
        counts.vertices += document.vertices;
        document.found.into_iter().for_each(|message| report.push(message));
        // Collecting from a list turns it into the other in place; most files are one document.
        let take = |object: Outcome| {
            report.count(&object.type_, 1);
            counts.roots += u64::from(object.parents.is_empty());
            counts.surfaces += object.surfaces;
            lod_numbers += object.lod_numbers;
            object.found.into_iter().for_each(|message| report.push(message));
            let element = object.element?;
            *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
            Some(element)
        };
        let taken: Vec<Element> = document.objects.into_iter().filter_map(take).collect();
        if elements.is_empty() {
            elements = taken;
            elements.reserve_exact(total.saturating_sub(elements.len()));
        } else {
            elements.extend(taken);
        }
    }
    if lod_numbers > 0 {
        report.push(Message::new(&codes::geometry::LOD_NUMBER, "", lod_numbers.to_string()));
    }
    elements.shrink_to_fit();
    let reading = Reading {
        crs: header.crs,
        has_heights: true,
        elements,
        licence: header.licence,
        report: std::mem::take(report),
    };
    (reading, counts)
}
