//! Structures: manholes, inlets, outlets, connections.

use std::collections::BTreeMap;

use linli_model::{Attributes, Medium, UtilityNodeKind};

use super::units::Units;
use crate::utility::{DraftNode, value};
use crate::xml::Node;

/// Inverts by structure and pipe, metres.
pub type Inverts<'a> = BTreeMap<(&'a str, &'a str), f64>;

/// The invert that each structure gives for each pipe.
pub fn inverts<'a>(structures: &[&'a Node], units: Units) -> Inverts<'a> {
    let mut inverts = Inverts::new();
    for structure in structures {
        for invert in structure.all("Invert") {
            if let Some(height) = invert.attribute_number("elev") {
                let key = (structure.attribute("name"), invert.attribute("refPipe"));
                inverts.entry(key).or_insert(height * units.metres);
            }
        }
    }
    inverts
}

/// A node.
pub fn node(structure: &Node, prefix: &str, medium: Option<Medium>, units: Units) -> DraftNode {
    let metres = |name: &str| structure.attribute_number(name).map(|value| value * units.metres);
    let (rim, sump) = (metres("elevRim"), metres("elevSump"));
    let kind = structure.children.iter().find_map(|child| {
        Some(match child.name.as_str() {
            "CircStruct" | "RectStruct" => UtilityNodeKind::Manhole,
            "InletStruct" => UtilityNodeKind::Connection,
            "OutletStruct" => UtilityNodeKind::Outfall,
            "Connection" => UtilityNodeKind::Junction,
            _ => return None,
        })
    });
    let mut attributes = Attributes::new();
    for name in ["desc", "state", "elevRim", "elevSump"] {
        if !structure.attribute(name).is_empty() {
            attributes.push(name.into(), value(structure.attribute(name)));
        }
    }
    DraftNode {
        id: format!("{prefix}{}", structure.attribute("name")),
        place: format!("line {}", structure.line),
        xy: place_of(structure.get("Center")).map(|[x, y, _]| [x, y]),
        ground_m: rim,
        depth_m: rim.zip(sump).map(|(rim, sump)| rim - sump),
        medium,
        kind: kind.unwrap_or_default(),
        attributes,
        ..DraftNode::default()
    }
}

/// `north east [height]` as east, north, height (not a number when there is none).
pub fn place_of(text: &str) -> Option<[f64; 3]> {
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().ok().filter(|v| v.is_finite()));
    let (north, east) = (numbers.next()??, numbers.next()??);
    Some([east, north, numbers.next().flatten().unwrap_or(f64::NAN)])
}
