//! Sewers and channels.

use linli_model::{Attributes, DepthReference, Point3, Section, UtilityLine};

use super::point::medium_of;
use super::point_of;
use crate::utility::{DraftLine, Levels, value};
use crate::xml::Node;

/// `Profilart` of closed and open rectangular sections.
const RECTANGLES: [&str; 2] = ["3", "6"];

/// A pipe from its upstream to its downstream node.
pub fn line(object: &Node, place: String, utm: bool) -> DraftLine {
    let empty = Node::default();
    let facts = object.child("Kante").unwrap_or(&empty);
    let (path, heights) = path(object, utm);
    let inverts = [facts.number("SohlhoeheZulauf"), facts.number("SohlhoeheAblauf")];
    let ends =
        [inverts[0].or(heights.first().copied().flatten()), inverts[1].or(heights.last().copied().flatten())];
    let whole = path.len() >= 2 && heights.iter().all(Option::is_some);
    let profile = facts.child("Profil").unwrap_or(&empty);
    let (height_mm, width_mm) = (profile.number("Profilhoehe"), profile.number("Profilbreite"));
    let section = match (RECTANGLES.contains(&profile.get("Profilart")), width_mm, height_mm) {
        (true, Some(width_mm), Some(height_mm)) if width_mm > 0.0 && height_mm > 0.0 => {
            Section::Box { width_mm, height_mm }
        }
        _ => Section::Round,
    };
    let text = |name: &str| Some(facts.get(name).to_owned()).filter(|text| !text.is_empty());
    let mut attributes = Attributes::new();
    for name in ["Laenge", "KantenTyp", "SohlhoeheZulauf", "SohlhoeheAblauf"] {
        if let Some(text) = text(name) {
            attributes.push(name.into(), value(&text));
        }
    }
    for name in ["Status", "Entwaesserungsart"] {
        if !object.get(name).is_empty() {
            attributes.push(name.into(), value(object.get(name)));
        }
    }
    DraftLine {
        id: object.get("Objektbezeichnung").to_owned(),
        place,
        levels: match ends {
            _ if whole => Levels::Path,
            [None, None] => Levels::Unknown,
            _ => Levels::Height(ends),
        },
        path,
        reference: Some(DepthReference::Invert),
        medium: medium_of(object.get("Entwaesserungsart")),
        diameter_mm: height_mm.or(width_mm),
        facts: UtilityLine {
            section,
            material: text("Material"),
            from_node: text("KnotenZulauf"),
            to_node: text("KnotenAblauf"),
            year: object
                .number("Baujahr")
                .filter(|year| (1500.0..=2200.0).contains(year))
                .map(|year| year as i32),
            ..UtilityLine::default()
        },
        attributes,
        ..DraftLine::default()
    }
}

/// The points of all pieces, one after the other, and their heights.
fn path(object: &Node, utm: bool) -> (Vec<Point3>, Vec<Option<f64>>) {
    let pieces = object.child("Geometrie").map(|geometry| geometry.inside("Kante")).unwrap_or_default();
    let ends = pieces.iter().flat_map(|piece| [piece.child("Start"), piece.child("Ende")]).flatten();
    let (mut path, mut heights): (Vec<Point3>, Vec<Option<f64>>) = (Vec::new(), Vec::new());
    for ([x, y], height) in ends.filter_map(|end| point_of(end, utm)) {
        let point = [x, y, height.unwrap_or(0.0)];
        // A piece begins where the one before ends.
        if path.last() != Some(&point) {
            path.push(point);
            heights.push(height);
        }
    }
    (path, heights)
}
