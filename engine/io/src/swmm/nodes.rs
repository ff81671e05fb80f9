//! Junctions, outfalls, dividers and storage units.

use std::collections::BTreeMap;

use linli_model::{Attributes, UtilityNodeKind};

use super::units::Units;
use crate::FileReport;
use crate::epanet::rows::{Row, Sections};
use crate::report::Message;
use crate::utility::{DraftNode, codes, value};

/// Inverts of the nodes, metres, by their names.
pub type Inverts = BTreeMap<String, f64>;

/// Sections of nodes with their names for the report, and whether the third word is a maximum depth.
const SECTIONS: [(&str, &str, UtilityNodeKind, bool); 4] = [
    ("JUNC", "junctions", UtilityNodeKind::Manhole, true),
    ("OUTF", "outfalls", UtilityNodeKind::Outfall, false),
    ("DIVI", "dividers", UtilityNodeKind::Manhole, false),
    ("STOR", "storage", UtilityNodeKind::Tank, true),
];

/// Every node, and the inverts.
pub fn read(sections: &Sections, units: Units, report: &mut FileReport) -> (Vec<DraftNode>, Inverts) {
    let places = places(sections, report);
    let (mut nodes, mut inverts) = (Vec::new(), Inverts::new());
    for (section, name, kind, has_depth) in SECTIONS {
        let Some(rows) = sections.get(section) else { continue };
        report.count(name, rows.len() as u64);
        for row in rows {
            let id = row.word(0).to_owned();
            let invert = row.number(1).map(|value| value * units.metres);
            if invert.is_none() && !row.word(1).is_empty() {
                let message =
                    Message::new(&codes::BAD_ROW, format!("line {}", row.line), row.words.join(" "));
                report.push(message.object(id.as_str()));
            }
            if let Some(invert) = invert {
                inverts.entry(id.clone()).or_insert(invert);
            }
            // A maximum depth of nothing means: as deep as the highest link.
            let depth_m = row.number(2).filter(|d| has_depth && *d > 0.0).map(|d| d * units.metres);
            let mut attributes = Attributes::new();
            attributes.push("invert_elevation".into(), value(row.word(1)));
            if has_depth {
                attributes.push("max_depth".into(), value(row.word(2)));
            }
            nodes.push(DraftNode {
                xy: places.get(&id).copied(),
                ground_m: invert.zip(depth_m).map(|(invert, depth)| invert + depth),
                depth_m,
                kind,
                place: format!("line {}", row.line),
                attributes,
                id,
                ..DraftNode::default()
            });
        }
    }
    (nodes, inverts)
}

fn places(sections: &Sections, report: &mut FileReport) -> BTreeMap<String, [f64; 2]> {
    let rows: &[Row] = sections.get("COOR").map_or(&[], Vec::as_slice);
    report.count("coordinates", rows.len() as u64);
    let mut places = BTreeMap::new();
    for row in rows {
        match (row.number(1), row.number(2)) {
            (Some(x), Some(y)) => {
                places.insert(row.word(0).to_owned(), [x, y]);
            }
            _ => {
                let message =
                    Message::new(&codes::BAD_ROW, format!("line {}", row.line), row.words.join(" "));
                report.push(message.object(row.word(0)));
            }
        }
    }
    places
}
