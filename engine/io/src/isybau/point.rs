//! Manholes, connection points, structures.

use linli_model::{AttributeValue, Attributes, Medium, UtilityNodeKind};

use super::point_of;
use crate::utility::{DraftNode, value};
use crate::xml::Node;

/// A node.
pub fn node(object: &Node, place: String, utm: bool) -> DraftNode {
    let points: Vec<&Node> =
        object.child("Geometrie").map(|geometry| geometry.inside("Punkt")).unwrap_or_default();
    let named = |name: &str| points.iter().find(|point| point.get("PunktattributAbwasser") == name).copied();
    let cover = named("DMP");
    let bottom = named("SMP");
    // Pipes end at the bottom's middle; the cover may stand beside it.
    let main = bottom.or(cover).or(points.first().copied()).and_then(|point| point_of(point, utm));
    let level = |point: Option<&Node>| point.and_then(|point| point.number("Punkthoehe"));
    let facts = object.child("Knoten");
    let kind = match facts.map(|facts| facts.get("KnotenTyp")) {
        Some("0") => UtilityNodeKind::Manhole,
        Some("1") => UtilityNodeKind::Connection,
        _ => UtilityNodeKind::Junction,
    };
    let said =
        facts.and_then(|facts| facts.inside("Schachttiefe").first().and_then(|d| d.text.trim().parse().ok()));
    let measured = level(cover).zip(level(bottom)).map(|(cover, bottom)| cover - bottom);
    let mut attributes = Attributes::new();
    for name in ["Status", "Baujahr", "Entwaesserungsart"] {
        if !object.get(name).is_empty() {
            attributes.push(name.into(), value(object.get(name)));
        }
    }
    for point in &points {
        if let Some(height) = point.number("Punkthoehe") {
            let name = format!("level_{}", point.get("PunktattributAbwasser"));
            attributes.push(name.as_str().into(), AttributeValue::Number(height));
        }
    }
    DraftNode {
        id: object.get("Objektbezeichnung").to_owned(),
        place,
        xy: main.map(|(xy, _)| xy),
        ground_m: level(cover),
        depth_m: measured.or(said).filter(|depth: &f64| depth.is_finite()),
        medium: medium_of(object.get("Entwaesserungsart")),
        kind,
        attributes,
        ..DraftNode::default()
    }
}

/// KR, KS, KM: gravity sewers for storm water, foul water, both; DR, DS, DM: the same under pressure.
pub fn medium_of(code: &str) -> Option<Medium> {
    match code.chars().nth(1) {
        Some('R') => Some(Medium::Storm),
        Some('S') => Some(Medium::Sewage),
        Some('M') => Some(Medium::Combined),
        _ => None,
    }
}
