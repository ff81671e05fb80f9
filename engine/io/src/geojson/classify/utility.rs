//! Pipes, cables and their nodes.

use linli_model::{DepthReference, Medium, Point3, SurveyQuality, UtilityLine, UtilityNode, UtilityNodeKind};
use serde_json::Value;

use super::super::properties::{Properties, as_number};
use super::building::year;
use super::{Assumed, FileFacts};
use crate::utility::defaults;
use crate::utility::words::medium_of;

/// A diameter without unit up to this is metres, above it millimetres: no pipe is wider than 5 m
/// or thinner than 5 mm.
const LARGEST_IN_METRES: f64 = 5.0;

const DIAMETER_MM: [&str; 5] = ["diameter_mm", "width_mm", "dn", "nominal_diameter", "diam_mm"];
const DIAMETER: [&str; 4] = ["diameter", "diam", "管径", "口径"];
const MEDIUM: [&str; 8] = ["medium", "system", "network", "utility", "介质", "管线类型", "管类", "substance"];
const FROM: [&str; 7] = ["from", "from_node", "start_node_name", "startid", "start_node", "upstream", "起点"];
const TO: [&str; 7] = ["to", "to_node", "end_node_name", "endid", "end_node", "downstream", "终点"];
const INVERT_FROM: [&str; 4] = ["invert_from", "invert_up", "upstream_invert", "起点管底高程"];
const INVERT_TO: [&str; 4] = ["invert_to", "invert_down", "downstream_invert", "终点管底高程"];

/// How z of a utility object is to be taken.
pub struct Placed {
    pub absolute: bool,
    pub assumed: Assumed,
}

/// A utility line, when properties of pipes are there: a diameter, a medium, or node names. Its z
/// is set from invert levels, a cover, or the cover assumed for its medium.
pub fn line(
    properties: &Properties,
    word: Option<&str>,
    points: &mut [Point3],
    file: &FileFacts,
) -> Option<(UtilityLine, Placed)> {
    let named = word.and_then(medium_of);
    let street = properties.has(&["highway", "u"])
        || matches!(word, Some("rail" | "path" | "minor_road" | "major_road"));
    let has_diameter = properties.has(&DIAMETER_MM) || properties.has(&DIAMETER);
    let piped = properties.has(&["medium", "介质", "管线类型", "管类"])
        || properties.has(&["start_node_name", "pipeid", "管线编号"])
        || matches!(word, Some("pipe" | "pipeline" | "cable" | "管线" | "管道"))
        || ((named.is_some() || properties.has(&FROM)) && properties.has(&["material", "管材", "材质"]));
    if street || !(has_diameter || piped) {
        return None;
    }
    let (medium, medium_assumed) = medium(properties, named, file);
    let diameter = diameter_mm(properties);
    let depth = depth(properties, medium, points, file.has_z);
    let line = UtilityLine {
        medium,
        diameter_mm: diameter.unwrap_or_else(|| defaults::diameter_mm(medium)),
        material: properties.text(&["material", "管材", "材质"]).map(|text| text.into_owned()),
        depth_reference: depth.reference,
        depth_assumed: depth.assumed,
        diameter_assumed: diameter.is_none(),
        from_node: properties.text(&FROM).map(|text| text.into_owned()),
        to_node: properties.text(&TO).map(|text| text.into_owned()),
        year: year(properties),
        survey: depth.assumed.then_some(SurveyQuality::D),
        ..UtilityLine::default()
    };
    let assumed = Assumed { depth: depth.assumed, medium: medium_assumed, diameter: diameter.is_none() };
    Some((line, Placed { absolute: depth.absolute, assumed }))
}

/// A node of a utility network, when its properties or its word say so. The point of a manhole
/// with levels is its cover.
pub fn node(
    properties: &Properties,
    word: Option<&str>,
    point: &mut Point3,
    file: &FileFacts,
) -> Option<(UtilityNode, Placed)> {
    let level = |name: &str| properties.get(&["levels"]).and_then(|l| l.get(name)).and_then(as_number);
    // ISYBAU level points: DMP is the middle of the cover, SMP the middle of the bottom.
    let cover_level = level("DMP").or_else(|| properties.number(&["cover_level", "rim_elev", "井盖高程"]));
    let bottom_level = level("SMP").or_else(|| properties.number(&["bottom_level", "sump", "井底高程"]));
    let isybau = matches!(properties.get(&["levels"]), Some(Value::Object(_)));
    let node = if isybau {
        isybau_node(word)
    } else if let Some(node) = word.and_then(node_of) {
        node
    } else if properties.has(&["base_demand"]) {
        UtilityNodeKind::Junction
    } else if properties.has(&["base_head"]) {
        UtilityNodeKind::Reservoir
    } else if properties.has(&["init_level"]) {
        UtilityNodeKind::Tank
    } else if properties.has(&["pump_type"]) {
        UtilityNodeKind::Pump
    } else if properties.has(&["medium", "介质", "管线类型"]) {
        UtilityNodeKind::Junction
    } else {
        return None;
    };
    let (medium, medium_assumed) = medium(properties, None, file);
    let given = properties.metres(&["depth", "depth_m", "井深"]);
    let depth_m = cover_level.zip(bottom_level).map(|(cover, bottom)| cover - bottom).or(given);
    let mut absolute = file.has_z;
    if let Some(level) = cover_level.or(bottom_level) {
        point[2] = level;
        absolute = true;
    }
    let assumed = Assumed { medium: medium_assumed, ..Assumed::default() };
    let node = UtilityNode { medium, node, depth_m: depth_m.filter(|d| *d > 0.0) };
    Some((node, Placed { absolute, assumed }))
}

fn isybau_node(word: Option<&str>) -> UtilityNodeKind {
    match word {
        Some("1") => UtilityNodeKind::Connection,
        Some("2") => UtilityNodeKind::Junction,
        _ => UtilityNodeKind::Manhole,
    }
}

fn node_of(word: &str) -> Option<UtilityNodeKind> {
    Some(match word {
        "manhole" | "检查井" | "窨井" => UtilityNodeKind::Manhole,
        "valve" | "阀门" => UtilityNodeKind::Valve,
        "fire_hydrant" | "hydrant" | "消火栓" => UtilityNodeKind::Hydrant,
        "pump" | "水泵" => UtilityNodeKind::Pump,
        "junction" | "管点" => UtilityNodeKind::Junction,
        "outfall" | "排放口" => UtilityNodeKind::Outfall,
        _ => return None,
    })
}

/// The medium that a property, the object's word or the file's name tells, or water by assumption.
fn medium(properties: &Properties, named: Option<Medium>, file: &FileFacts) -> (Medium, bool) {
    let said = MEDIUM
        .iter()
        .filter_map(|name| properties.text(&[name]))
        .find_map(|text| medium_of(&text.to_lowercase()));
    let from_file = || {
        let stem = file.stem.to_lowercase();
        stem.split(|c: char| !c.is_alphanumeric()).find_map(medium_of)
    };
    said.or(named).or_else(from_file).map_or((Medium::Water, true), |medium| (medium, false))
}

fn diameter_mm(properties: &Properties) -> Option<f64> {
    let given = properties.number(&DIAMETER_MM);
    let given = given.or_else(|| {
        let number = properties.number(&DIAMETER)?;
        Some(if number > LARGEST_IN_METRES { number } else { number * 1000.0 })
    });
    given.filter(|mm| *mm > 0.0 && *mm < 20_000.0)
}

struct Depth {
    absolute: bool,
    assumed: bool,
    reference: DepthReference,
}

/// Depth from, in this order: z with or without invert levels, invert levels alone, a cover or a
/// depth, the cover assumed for the medium.
fn depth(properties: &Properties, medium: Medium, points: &mut [Point3], has_z: bool) -> Depth {
    let gravity = matches!(medium, Medium::Sewage | Medium::Storm | Medium::Combined);
    let inverts = properties.number(&INVERT_FROM).zip(properties.number(&INVERT_TO));
    if has_z {
        let reference = if inverts.is_some() { DepthReference::Invert } else { said_reference(properties) };
        return Depth { absolute: true, assumed: false, reference };
    }
    if let Some((from, to)) = inverts {
        slope(points, from, to);
        return Depth { absolute: true, assumed: false, reference: DepthReference::Invert };
    }
    let set = |points: &mut [Point3], depth: f64| points.iter_mut().for_each(|p| p[2] = -depth.abs());
    if let Some(cover) = properties.metres(&["cover", "cover_m", "覆土", "覆土深度"]) {
        set(points, cover);
        return Depth { absolute: false, assumed: false, reference: DepthReference::Crown };
    }
    if let Some(depth) = properties.metres(&["depth", "depth_m", "埋深"]) {
        set(points, depth);
        // As pipe surveys measure it: to the invert of gravity pipes, to the crown of all others.
        let reference = if gravity { DepthReference::Invert } else { DepthReference::Crown };
        return Depth { absolute: false, assumed: false, reference };
    }
    set(points, defaults::cover_m(medium));
    Depth { absolute: false, assumed: true, reference: DepthReference::Crown }
}

fn said_reference(properties: &Properties) -> DepthReference {
    match properties.text(&["depth_reference"]).as_deref() {
        Some("invert") => DepthReference::Invert,
        Some("crown") => DepthReference::Crown,
        _ => DepthReference::Axis,
    }
}

fn slope(points: &mut [Point3], from: f64, to: f64) {
    let steps: Vec<f64> = points
        .windows(2)
        .map(|pair| match pair {
            [a, b] => (b[0] - a[0]).hypot(b[1] - a[1]),
            _ => 0.0,
        })
        .collect();
    let whole: f64 = steps.iter().sum();
    let mut way = 0.0;
    for (point, step) in points.iter_mut().zip(std::iter::once(0.0).chain(steps)) {
        way += step;
        let share = if whole > 0.0 { way / whole } else { 0.0 };
        point[2] = from + (to - from) * share;
    }
}
