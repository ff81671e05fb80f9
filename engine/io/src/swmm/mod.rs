//! SWMM storm water and sewer models (`.inp`).
//!
//! Nodes and links come with map coordinates in a system that the file never names. Lengths are feet when
//! the flow unit is US customary (CFS, GPM, MGD), metres otherwise (SWMM 5.2 user's manual, appendix A.8).
//! A node's elevation is its invert; with its maximum depth it gives the height of the ground. A conduit's
//! invert is that of its node plus its offset (`LINK_OFFSETS DEPTH`), or its offset itself (`ELEVATION`).

mod links;
mod nodes;
#[cfg(test)]
mod tests;
mod units;

use linli_model::Medium;

use crate::epanet::rows;
use crate::report::Message;
use crate::utility::{self, DraftNetwork, FileFacts, codes, words};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};

/// SWMM input files.
pub static SWMM: Format = Format { id: "swmm", title: "SWMM", extensions: &["inp"], recognise, read };

/// Whether a section that only SWMM files have is there.
fn recognise(input: &Input) -> bool {
    has_swmm_sections(&input.bytes)
}

/// Whether a line names a section that only SWMM files have.
pub fn has_swmm_sections(bytes: &[u8]) -> bool {
    bytes.split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| {
        let line = line.trim_ascii();
        line.starts_with(b"[")
            && rows::SWMM_SECTIONS.iter().any(|(_, name)| line.eq_ignore_ascii_case(name.as_bytes()))
    })
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let decoded = text::decode(&input.bytes);
    let mut report = FileReport::new(&input.name);
    "SWMM 5".clone_into(&mut report.format);
    report.crs = context.crs.map(|crs| format!("{crs} (given by the user)"));
    if decoded.guessed {
        report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    }
    let sections = rows::sections(&decoded.text);
    let rows: u64 = sections.values().map(|rows| rows.len() as u64).sum();
    if rows > context.limits.objects {
        let detail = format!("{rows} of {}", context.limits.objects);
        return Err(utility::reject(input, &codes::TOO_MANY, detail));
    }
    let units = units::Units::of(&sections, &mut report);
    let medium = medium(&sections, &input.name);
    for (section, name) in [("SUBC", "subcatchments"), ("POLY", "polygons")] {
        if let Some(rows) = sections.get(section) {
            report.count(name, rows.len() as u64);
        }
    }
    let (nodes, inverts) = nodes::read(&sections, units, &mut report);
    let lines = links::read(&sections, units, &inverts, &mut report);
    let network = DraftNetwork { nodes, lines };
    let file =
        FileFacts { stem: text::stem(&input.name), medium: Some(medium), twins: true, geographic: false };
    utility::reading(network, file, context.crs.map(str::to_owned), input, context, report)
}

/// What the conduits carry: what the file's name says; else combined where dry-weather flow (sewage) runs
/// into storm water sewers, storm water where it does not.
fn medium(sections: &rows::Sections, name: &str) -> Medium {
    let named = words::medium_in(text::stem(name));
    let sewage = sections.get("DWF").is_some_and(|rows| !rows.is_empty());
    named.unwrap_or(if sewage { Medium::Combined } else { Medium::Storm })
}
