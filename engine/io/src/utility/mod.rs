//! Utility networks, whatever file they come from: what a reader found becomes checked elements.
//!
//! A reader fills a [`DraftNetwork`] with rows as they stand in the file; [`elements`] checks them row by
//! row (missing nodes, lines without length, duplicates, circles, wrong units, changed-over coordinates,
//! depths above the ground), fills in what is missing by the rule of `assets/rules/utility_import.json`,
//! and names every case in the report.

pub mod codes;
pub mod defaults;
mod draft;
mod finish;
mod level;
mod loops;
mod place;
mod size;
#[cfg(test)]
mod tests;
pub mod words;
pub mod xml;

pub use draft::{DraftLine, DraftNetwork, DraftNode, Levels};
pub use finish::{FileFacts, elements};

use linli_model::{AttributeValue, Vertical};

use crate::report::Message;
use crate::{CrsInfo, FileReport, Input, ReadContext, Reading, Rejection};

/// A reading of a network, or a rejection where nothing could be placed.
///
/// # Errors
/// A [`Rejection`] that names the first problem when no element is left.
pub fn reading(
    network: DraftNetwork,
    mut file: FileFacts,
    crs: Option<String>,
    input: &Input,
    context: &ReadContext,
    mut report: FileReport,
) -> Result<Reading, Rejection> {
    let rows = (network.nodes.len() + network.lines.len()) as u64;
    if rows > context.limits.objects {
        return Err(reject(input, &codes::TOO_MANY, format!("{rows} of {}", context.limits.objects)));
    }
    if context.progress.cancelled() {
        return Err(reject(input, &codes::CANCELLED, String::new()));
    }
    file.geographic = crs.as_deref().is_some_and(|crs| CrsInfo::of(crs).is_ok_and(|info| info.geographic));
    let elements = elements(network, file, &mut report);
    if elements.is_empty() {
        let first = report.messages.iter().find(|message| message.code.severity == crate::Severity::Error);
        let why = first.map_or_else(|| "-".to_owned(), |m| m.code.english.replace("{}", &m.detail));
        return Err(reject(input, &codes::NOTHING, why));
    }
    for element in &elements {
        *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
    }
    let has_heights = elements.iter().any(|element| element.vertical == Vertical::Absolute);
    Ok(Reading { crs, has_heights, elements, licence: None, report })
}

/// A rejection of a file.
pub fn reject(input: &Input, code: &'static crate::Code, detail: String) -> Rejection {
    let mut message = Message::new(code, "", detail);
    message.file.clone_from(&input.name);
    message.into()
}

/// A word as an attribute: a number when it is one.
pub fn value(word: &str) -> AttributeValue {
    match word.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => AttributeValue::Number(number),
        _ => AttributeValue::Text(word.trim().to_owned()),
    }
}
