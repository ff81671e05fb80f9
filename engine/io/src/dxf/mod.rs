//! DXF drawings: lines and polylines of utilities.
//!
//! A layer whose name tells a medium (`给水管线`, `JS-DN300`, `sewer`) holds its lines; where no layer does,
//! every 3D polyline and every line with heights is taken, with the medium of the file's name. Blocks and
//! points on such layers are nodes. The reader is our own: outside readers stop at the first bad value, and
//! a drawing of a city is rarely without one.

mod entity;
mod layer;
mod pairs;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use linli_model::UtilityLine;

use crate::report::{Code, Message, Outcome, Severity};
use crate::utility::{self, DraftLine, DraftNetwork, DraftNode, FileFacts, Levels, codes, words};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use entity::Entity;

/// DXF drawings.
pub static DXF: Format = Format { id: "dxf", title: "DXF", extensions: &["dxf"], recognise, read };

static BINARY: Code = Code {
    id: "CIM-DX-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "binary DXF is not read{}",
    chinese: "不支持二进制 DXF{}",
    advice_english: "save the drawing as ASCII DXF",
    advice_chinese: "请另存为 ASCII DXF",
};
static LAYERS: Code = Code {
    id: "CIM-DX-002",
    severity: Severity::Note,
    outcome: Outcome::Skipped,
    english: "layers without utilities are left alone: {}",
    chinese: "未读取与管线无关的图层：{}",
    advice_english: "name the medium in the layer's name if it holds utilities",
    advice_chinese: "若图层含管线，请在图层名中注明管线类别",
};
static SCALE: Code = Code {
    id: "CIM-DX-003",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "the drawing is not in metres: {}",
    chinese: "图纸单位不是米：{}",
    advice_english: "check the units of the drawing ($INSUNITS)",
    advice_chinese: "请检查图纸单位（$INSUNITS）",
};

/// Coordinates beyond this can only be millimetres: no map's metres reach it.
const FARTHEST_IN_M: f64 = 5e7;

fn recognise(input: &Input) -> bool {
    if input.bytes.starts_with(pairs::BINARY_MARK) {
        return true;
    }
    let head = text::head(&input.bytes, 1 << 12);
    let mut lines = head.lines().map(str::trim).skip_while(|line| line.is_empty());
    let mut first = (lines.next(), lines.next());
    // Comments (group 999) may stand before the first section.
    while first.0 == Some("999") {
        first = (lines.next(), lines.next());
    }
    first == (Some("0"), Some("SECTION"))
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    if input.bytes.starts_with(pairs::BINARY_MARK) {
        return Err(utility::reject(input, &BINARY, String::new()));
    }
    let mut report = FileReport::new(&input.name);
    "DXF".clone_into(&mut report.format);
    report.crs = context.crs.map(|crs| format!("{crs} (given by the user)"));
    let decoded = text::decode(&input.bytes);
    if decoded.guessed {
        report.push(Message::new(&codes::ENCODING, "", decoded.encoding));
    }
    let drawing = entity::read(&decoded.text, &mut report);
    if drawing.entities.len() as u64 > context.limits.objects {
        let detail = format!("{} of {}", drawing.entities.len(), context.limits.objects);
        return Err(utility::reject(input, &codes::TOO_MANY, detail));
    }
    let metres = scale(&drawing, &mut report);
    let layers: BTreeMap<&str, Option<layer::Facts>> =
        drawing.entities.iter().map(|entity| (entity.layer.as_str(), layer::facts(&entity.layer))).collect();
    let named = layers.values().any(Option::is_some);
    let mut network = DraftNetwork::default();
    let mut left: BTreeMap<&str, u64> = BTreeMap::new();
    for entity in &drawing.entities {
        report.count(entity.type_, 1);
        let facts = layers.get(entity.layer.as_str()).cloned().flatten();
        let has_heights = entity.points.iter().any(|p| p[2] != 0.0);
        if named && facts.is_none() || !named && !(has_heights && entity.points.len() > 1) {
            *left.entry(entity.layer.as_str()).or_default() += 1;
            continue;
        }
        if entity.points.len() == 1 {
            network.nodes.push(node(entity, facts.as_ref(), metres));
        } else {
            network.lines.push(line(entity, facts.unwrap_or_default(), has_heights, metres));
        }
    }
    if !left.is_empty() {
        let list: Vec<String> =
            left.iter().take(20).map(|(layer, count)| format!("{layer} ({count})")).collect();
        report.push(Message::new(&LAYERS, "", list.join(", ")));
    }
    let stem = text::stem(&input.name);
    let file = FileFacts { stem, medium: words::medium_in(stem), twins: false, geographic: false };
    utility::reading(network, file, context.crs.map(str::to_owned), input, context, report)
}

/// Metres of one unit of the drawing: as `$INSUNITS` says, or millimetres where coordinates are too large.
fn scale(drawing: &entity::Drawing, report: &mut FileReport) -> f64 {
    let stated = match drawing.units {
        Some(1) => Some((0.0254, "inches")),
        Some(2) => Some((0.3048, "feet")),
        Some(4) => Some((0.001, "millimetres")),
        Some(5) => Some((0.01, "centimetres")),
        _ => None,
    };
    let mut far: Vec<f64> = drawing
        .entities
        .iter()
        .filter_map(|e| e.points.first())
        .map(|p| p[0].abs().max(p[1].abs()))
        .collect();
    let middle = far.len() / 2;
    let median = if far.is_empty() { 0.0 } else { *far.select_nth_unstable_by(middle, f64::total_cmp).1 };
    let (metres, why) = match stated {
        // Many drawings in metres say millimetres: then coordinates of a map would be of a few hundred metres.
        Some((0.001, _)) if median < FARTHEST_IN_M && median > 1e5 => return 1.0,
        Some((metres, name)) => (metres, format!("{name}, as $INSUNITS says")),
        None if median > FARTHEST_IN_M => (0.001, "millimetres, by the size of its coordinates".to_owned()),
        None => return 1.0,
    };
    report.push(Message::new(&SCALE, "", why));
    metres
}

fn line(entity: &Entity, facts: layer::Facts, has_heights: bool, metres: f64) -> DraftLine {
    DraftLine {
        id: entity.handle.clone(),
        place: format!("line {}", entity.line),
        path: entity.points.iter().map(|p| p.map(|v| v * metres)).collect(),
        levels: if has_heights { Levels::Path } else { Levels::Unknown },
        reference: facts.reference,
        medium: facts.medium,
        diameter_mm: facts.diameter_mm,
        facts: UtilityLine::default(),
        attributes: entity.attributes(),
        ..DraftLine::default()
    }
}

fn node(entity: &Entity, facts: Option<&layer::Facts>, metres: f64) -> DraftNode {
    let at = entity.points.first().map(|p| p.map(|v| v * metres)).unwrap_or_default();
    let kind = entity.block.as_deref().and_then(words::survey_node_of);
    DraftNode {
        id: entity.handle.clone(),
        place: format!("line {}", entity.line),
        xy: Some([at[0], at[1]]),
        ground_m: Some(at[2]).filter(|z| *z != 0.0),
        medium: facts.and_then(|facts| facts.medium),
        kind: kind.unwrap_or_default(),
        attributes: entity.attributes(),
        ..DraftNode::default()
    }
}
