//! EPANET water networks (`.inp`).
//!
//! Nodes and links come with map coordinates in a system that the file never names. Lengths and
//! elevations are feet and diameters inches when the flow unit is US customary (CFS, GPM, MGD,
//! IMGD, AFD), metres and millimetres otherwise (EPANET 2.2 manual, appendix A). The elevation of a
//! node is taken as the ground; a line's crown lies below it by the cover of
//! `assets/rules/utility_import.json`. A reservoir has no
//! elevation, only a head: where a line meets one, the elevation of the line's other end counts.

mod codes;
mod network;
pub mod rows;

#[cfg(test)]
mod tests;

use crate::report::Message;
use crate::text;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection};

/// EPANET input files.
pub static EPANET: Format = Format { id: "epanet", title: "EPANET", extensions: &["inp"], recognise, read };

/// Whether the text has a section that EPANET and SWMM files have, at the start of a line.
fn recognise(input: &Input) -> bool {
    let head = text::head(&input.bytes, 1 << 16).to_ascii_uppercase();
    let known = ["[TITLE]", "[JUNCTIONS]", "[RESERVOIRS]", "[TANKS]", "[PIPES]", "[OPTIONS]"];
    head.lines().any(|line| known.iter().any(|section| line.trim() == *section))
        && !crate::swmm::has_swmm_sections(&input.bytes)
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let decoded = text::decode(&input.bytes);
    let mut report = FileReport::new(&input.name);
    "EPANET 2".clone_into(&mut report.format);
    report.crs = context.crs.map(|crs| format!("{crs} (given by the user)"));
    if decoded.guessed {
        report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    }
    let sections = rows::sections(&decoded.text);
    let reject = |code, detail: String| {
        let mut message = Message::new(code, "", detail);
        message.file.clone_from(&input.name);
        Rejection::from(message)
    };
    let rows: u64 = sections.values().map(|rows| rows.len() as u64).sum();
    if rows > context.limits.objects {
        return Err(reject(&codes::TOO_MANY, format!("{rows} rows of {}", context.limits.objects)));
    }
    if context.progress.cancelled() {
        return Err(reject(&codes::CANCELLED, String::new()));
    }
    context.progress.step(EPANET.id, 0, rows);
    let elements = network::elements(&sections, text::stem(&input.name), &mut report);
    context.progress.step(EPANET.id, rows, rows);
    if elements.is_empty() {
        let why = report.messages.first().map_or("no nodes and no pipes", |m| m.code.english);
        return Err(reject(&codes::NO_PIPES, why.replace("{}", "")));
    }
    for element in &elements {
        *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
    }
    let has_heights = elements.iter().any(|e| e.vertical == linli_model::Vertical::Absolute);
    Ok(Reading { crs: context.crs.map(str::to_owned), has_heights, elements, licence: None, report })
}
