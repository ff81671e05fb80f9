//! Conduits, pumps, orifices, weirs and outlets.

use std::collections::BTreeMap;

use linli_model::{AttributeValue, Attributes, DepthReference, Section, UtilityLine};

use super::nodes::Inverts;
use super::units::Units;
use crate::FileReport;
use crate::epanet::rows::{Row, Sections};
use crate::report::Message;
use crate::utility::{DraftLine, Levels, codes, value};

/// Millimetres in a metre.
const MM_PER_M: f64 = 1000.0;

/// Sections of links: their names for the report, for one link, and the words after the two nodes.
const SECTIONS: [(&str, &str, &str, &[&str]); 5] = [
    (
        "COND",
        "conduits",
        "conduit",
        &["length", "roughness", "in_offset", "out_offset", "init_flow", "max_flow"],
    ),
    ("PUMP", "pumps", "pump", &["pump_curve", "status", "startup_depth", "shutoff_depth"]),
    ("ORIF", "orifices", "orifice", &["orifice_type", "offset", "discharge_coefficient", "gated"]),
    ("WEIR", "weirs", "weir", &["weir_type", "crest_height", "discharge_coefficient", "gated"]),
    ("OUTL", "outlets", "outlet", &["offset", "outlet_type"]),
];

/// Every link.
pub fn read(sections: &Sections, units: Units, inverts: &Inverts, report: &mut FileReport) -> Vec<DraftLine> {
    let shapes = cross_sections(sections);
    let bends = vertices(sections, report);
    let mut lines = Vec::new();
    for (section, name, link, words) in SECTIONS {
        let Some(rows) = sections.get(section) else { continue };
        report.count(name, rows.len() as u64);
        for row in rows {
            let id = row.word(0).to_owned();
            let ends = [row.word(1), row.word(2)];
            let mut attributes = Attributes::new();
            attributes.push("link".into(), AttributeValue::Text(link.to_owned()));
            for (name, word) in words.iter().zip(row.words.iter().skip(3)) {
                attributes.push((*name).into(), value(word));
            }
            let shape = shapes.get(row.word(0)).copied();
            let (section, diameter_mm) = shape.map_or((Section::Round, None), |row| size(row, units));
            if let Some(shape) = shape {
                attributes.push("shape".into(), AttributeValue::Text(shape.word(1).to_owned()));
            }
            lines.push(DraftLine {
                bends: bends.get(&id).cloned().unwrap_or_default(),
                levels: levels(link, row, ends, units, inverts),
                reference: Some(DepthReference::Invert),
                point_like: link != "conduit",
                diameter_mm,
                facts: UtilityLine {
                    section,
                    from_node: Some(ends[0].to_owned()),
                    to_node: Some(ends[1].to_owned()),
                    count: shape.and_then(|row| row.word(6).parse().ok()).filter(|barrels| *barrels > 1),
                    ..UtilityLine::default()
                },
                place: format!("line {}", row.line),
                attributes,
                id,
                ..DraftLine::default()
            });
        }
    }
    lines
}

/// Inverts of a link's ends: the node's invert with the offset, or the offset alone where offsets are
/// elevations (`*` means the node's invert). Pumps run from invert to invert.
fn levels(link: &str, row: &Row, ends: [&str; 2], units: Units, inverts: &Inverts) -> Levels {
    let node = ends.map(|name| inverts.get(name).copied());
    let columns = match link {
        "conduit" => [Some(5), Some(6)],
        "orifice" | "weir" => [Some(4), None],
        "outlet" => [Some(3), None],
        _ => [None, None],
    };
    let mut heights = node;
    for ((height, column), node) in heights.iter_mut().zip(columns).zip(node) {
        let offset = column.and_then(|column| row.number(column)).map(|value| value * units.metres);
        *height = match offset {
            Some(elevation) if units.offsets_are_elevations => Some(elevation),
            Some(offset) => node.map(|invert| invert + offset),
            None => node,
        };
    }
    match heights {
        [None, None] => Levels::Unknown,
        _ => Levels::Height(heights),
    }
}

fn cross_sections<'a>(sections: &'a Sections) -> BTreeMap<&'a str, &'a Row<'a>> {
    let rows = sections.get("XSEC").map_or(&[][..], Vec::as_slice);
    rows.iter().map(|row| (row.word(0), row)).collect()
}

/// The first two figures of a cross-section are its height and width (SWMM 5.2 user's manual, appendix D);
/// shapes that are wider than round are boxes of these sides here.
fn size(row: &Row, units: Units) -> (Section, Option<f64>) {
    let mm = |position: usize| row.number(position).filter(|v| *v > 0.0).map(|v| v * units.metres * MM_PER_M);
    let shape = row.word(1).to_ascii_uppercase();
    let height = mm(2);
    let width = mm(3);
    let round =
        ["CIRCULAR", "FORCE_MAIN", "FILLED_CIRCULAR", "EGGSHAPED", "DUMMY", "CUSTOM", "IRREGULAR", "STREET"];
    match (height, width) {
        (Some(height_mm), Some(width_mm)) if !round.contains(&shape.as_str()) => {
            (Section::Box { width_mm, height_mm }, Some(height_mm.max(width_mm)))
        }
        (height, _) if shape != "IRREGULAR" && shape != "STREET" => (Section::Round, height),
        _ => (Section::Round, None),
    }
}

fn vertices(sections: &Sections, report: &mut FileReport) -> BTreeMap<String, Vec<[f64; 2]>> {
    let rows = sections.get("VERT").map_or(&[][..], Vec::as_slice);
    report.count("vertices", rows.len() as u64);
    let mut vertices: BTreeMap<String, Vec<[f64; 2]>> = BTreeMap::new();
    for row in rows {
        match (row.number(1), row.number(2)) {
            (Some(x), Some(y)) => vertices.entry(row.word(0).to_owned()).or_default().push([x, y]),
            _ => {
                let message =
                    Message::new(&codes::BAD_ROW, format!("line {}", row.line), row.words.join(" "));
                report.push(message.object(row.word(0)));
            }
        }
    }
    vertices
}
