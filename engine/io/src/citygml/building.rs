//! Underground buildings: malls, stations, car parks.

use linli_model::{Basement, Element, Geometry, Key, Kind, Point3, Polygon};

use super::figure;
use super::geometry::{positions, rings, span};
use crate::report::{Code, Outcome, Severity};
use crate::utility::value;
use crate::xml::Node;

pub static DEPTHS: Code = Code {
    id: "CIM-CG-001",
    severity: Severity::Note,
    outcome: Outcome::Kept,
    english: "the file gives heights of the underground building, and not the ground above it: its depths count from its LoD 0 outline{}",
    chinese: "文件给出地下建筑的高程而未给出地面高程：埋深自其 LoD0 轮廓起算{}",
    advice_english: "compare them with the terrain",
    advice_chinese: "请与地形核对",
};

/// Storeys of a basement when the file does not say it: one for so many metres.
const STOREY_M: f64 = 5.0;

/// A basement: the LoD 0 outline (else the lowest faces of the LoD 1 solid), the heights of the LoD 1 solid.
pub fn basement(node: &Node, stem: &str) -> Option<Element> {
    let outline = ["lod0RoofEdge", "lod0FootPrint"].iter().find_map(|name| node.child(name).map(rings));
    let solid = node.child("lod1Solid").or(node.child("lod2Solid"));
    let [low, high] = solid.and_then(|solid| span(&positions(solid))).or_else(|| span(&positions(node)))?;
    let rings = match outline.filter(|rings| !rings.is_empty()) {
        Some(rings) => rings,
        None => solid.map(rings)?.into_iter().filter(|ring| ring.iter().all(|p| p[2] == low)).collect(),
    };
    let base = rings.iter().flatten().map(|p| p[2]).fold(f64::NEG_INFINITY, f64::max);
    let polygons: Vec<Polygon> =
        rings.into_iter().map(|ring| Polygon::new(counter_clockwise(ring))).collect();
    if polygons.is_empty() {
        return None;
    }
    let levels = figure(node, "storeysBelowGround").filter(|n| (1.0..=32.0).contains(n));
    let levels = levels.unwrap_or_else(|| ((high - low) / STOREY_M).round().clamp(1.0, 32.0)) as u32;
    let basement =
        Basement { levels, top_depth_m: base - high, bottom_depth_m: base - low, ..Basement::default() };
    let id = node.attribute("id");
    let mut element =
        Element::new(Key::new(format!("{stem}/{id}")), Kind::Basement(basement), Geometry::Area(polygons));
    element.source.id = id.to_owned();
    element.name = Some(node.get("name").to_owned()).filter(|name| !name.is_empty());
    for (name, at) in [("buildingID", "buildingID"), ("usage", "usage"), ("class", "class")] {
        if let Some(found) = node.inside(at).iter().find(|found| found.children.is_empty()) {
            element.attributes.push(name.into(), value(&found.text));
        }
    }
    Some(element)
}

fn counter_clockwise(mut ring: Vec<Point3>) -> Vec<Point3> {
    let next = ring.iter().cycle().skip(1);
    let doubled: f64 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    if doubled < 0.0 {
        ring.reverse();
    }
    ring
}
