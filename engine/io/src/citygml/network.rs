//! Pipes, cables, manholes.

use linli_model::{AttributeValue, Attributes, DepthReference, Medium, Point3, UtilityLine, UtilityNodeKind};

use super::geometry::{apart_m, level_0, middle, span, surface};
use super::{figure, metres};
use crate::utility::{DraftLine, DraftNode, Levels, value};
use crate::xml::Node;

/// Surfaces farther than this from a point of the course do not tell its height, metres: a pipe ends at
/// the wall of a manhole, its course in the middle.
const REACH_M: f64 = 1.5;
/// Diameter where none is said, to find the ring of surfaces around a point, metres.
const RING_M: f64 = 0.4;
/// Levels of detail that show the pipe itself, and not the ground above it.
const PIPE_LEVELS: [&str; 2] = ["lod2Geometry", "lod3Geometry"];
/// All levels with heights.
const EVERY_LEVEL: [&str; 4] = ["lod1Geometry", "lod2Geometry", "lod3Geometry", "lod4Geometry"];
/// Facts that become attributes.
const ATTRIBUTES: [&str; 9] = [
    "function",
    "occupierType",
    "occupierName",
    "year",
    "depth",
    "minDepth",
    "maxDepth",
    "innerDiamiter",
    "outerDiamiter",
];

/// What a kind of pipe or cable carries; a bare `Pipe` or `Cable` says nothing more.
pub fn medium_of(name: &str) -> Option<Option<Medium>> {
    Some(match name {
        "WaterPipe" => Some(Medium::Water),
        "SewerPipe" => Some(Medium::Sewage),
        "OilGasChemicalsPipe" => Some(Medium::Gas),
        "ThermalPipe" => Some(Medium::Heat),
        "ElectricityCable" => Some(Medium::Power),
        "TelecommunicationCable" => Some(Medium::Telecom),
        "Pipe" | "Cable" | "Duct" => None,
        _ => return None,
    })
}

/// Whether an element is a node of a network.
pub fn is_node(name: &str) -> bool {
    matches!(name, "Manhole" | "Handhole" | "Appurtenance")
}

/// The medium of an occupier, as far as published data shows the codes.
fn medium_of_occupier(code: &str) -> Option<Medium> {
    match code {
        "400" => Some(Medium::Gas),
        "500" => Some(Medium::Water),
        "600" => Some(Medium::Sewage),
        _ => None,
    }
}

fn attributes(node: &Node) -> Attributes {
    let mut attributes: Attributes = ATTRIBUTES
        .iter()
        .filter(|name| !node.get(name).is_empty())
        .map(|name| ((*name).into(), value(node.get(name))))
        .collect();
    attributes.push("type".into(), AttributeValue::Text(node.name.clone()));
    attributes
}

/// A node: its LoD 0 point, or the middle of its surfaces; the highest surface is its cover.
pub fn node(node: &Node, place: String) -> DraftNode {
    let surfaces = surface(node, &EVERY_LEVEL);
    let at = level_0(node).first().map(|p| [p[0], p[1]]).or_else(|| middle(&surfaces));
    let heights = span(&surfaces);
    DraftNode {
        id: node.attribute("id").to_owned(),
        place,
        xy: at,
        ground_m: heights.map(|[_, high]| high),
        depth_m: heights.map(|[low, high]| high - low),
        medium: medium_of_occupier(node.get("occupierType")),
        kind: if node.name == "Appurtenance" { UtilityNodeKind::Junction } else { UtilityNodeKind::Manhole },
        attributes: attributes(node),
        ..DraftNode::default()
    }
}

/// A line.
///
/// # Errors
/// Its place and why, when it has no course.
pub fn line(node: &Node, medium: Option<Medium>, place: String) -> Result<DraftLine, (String, String)> {
    let surfaces = surface(node, &PIPE_LEVELS);
    let mut path = level_0(node);
    if path.len() < 2 {
        path = course(&surfaces).ok_or_else(|| (place.clone(), "neither a line nor surfaces".to_owned()))?;
    }
    let whole = span(&surfaces);
    let said = metres(node, "outerDiamiter").or(metres(node, "innerDiamiter")).map(|m| m * 1000.0);
    let ring_m = said.map_or(RING_M, |mm| mm / 1000.0);
    let rings: Vec<Option<[f64; 2]>> = path.iter().map(|point| around(point, &surfaces, ring_m)).collect();
    let seen = rings.iter().flatten().next().map(|[low, high]| ((high - low) * 1000.0).round());
    let levels = if whole.is_some() {
        for (point, ring) in path.iter_mut().zip(&rings) {
            let [low, high] = ring.or(whole).unwrap_or_default();
            point[2] = (low + high) / 2.0;
        }
        Levels::Path
    } else {
        let mean = metres(node, "minDepth").zip(metres(node, "maxDepth")).map(|(a, b)| (a + b) / 2.0);
        match metres(node, "depth").or(mean) {
            Some(depth) => Levels::Depth([Some(depth); 2]),
            None => Levels::Unknown,
        }
    };
    Ok(DraftLine {
        id: node.attribute("id").to_owned(),
        place,
        reference: Some(if levels == Levels::Path { DepthReference::Axis } else { DepthReference::Crown }),
        path,
        levels,
        medium: medium.or_else(|| medium_of_occupier(node.get("occupierType"))),
        diameter_mm: said.or(seen),
        facts: UtilityLine {
            year: figure(node, "year")
                .filter(|year| (1500.0..=2200.0).contains(year))
                .map(|year| year as i32),
            material: Some(node.get("material").to_owned()).filter(|text| !text.is_empty()),
            ..UtilityLine::default()
        },
        attributes: attributes(node),
        ..DraftLine::default()
    })
}

/// Lowest and highest surface around a point of the course: that of the nearest ring of the pipe, all of
/// which is no farther than its nearest point and its diameter.
fn around(point: &Point3, surfaces: &[Point3], ring_m: f64) -> Option<[f64; 2]> {
    let nearest = surfaces.iter().map(|p| apart_m(p, point)).fold(f64::INFINITY, f64::min);
    if nearest > REACH_M {
        return None;
    }
    let is_near = |p: &&Point3| apart_m(p, point) <= nearest + ring_m;
    let near: Vec<Point3> = surfaces.iter().filter(is_near).copied().collect();
    span(&near)
}

/// A course through surfaces alone: from one end to the other along their longest direction in plan.
fn course(surfaces: &[Point3]) -> Option<Vec<Point3>> {
    let [x, y] = middle(surfaces)?;
    let centre = [x, y, 0.0];
    let farthest =
        |from: &Point3| surfaces.iter().max_by(|a, b| apart_m(a, from).total_cmp(&apart_m(b, from))).copied();
    let start = farthest(&centre)?;
    let end = farthest(&start)?;
    // Each end is the middle of the ring around its farthest point.
    let ends = [start, end].map(|at| {
        let ring: Vec<Point3> = surfaces.iter().filter(|p| apart_m(p, &at) <= RING_M).copied().collect();
        middle(&ring).map_or(at, |[x, y]| [x, y, at[2]])
    });
    (apart_m(&ends[0], &ends[1]) > 0.0).then(|| ends.to_vec())
}
