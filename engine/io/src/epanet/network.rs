//! Nodes and lines of the network.

use std::collections::BTreeMap;

use linli_model::{
    AttributeValue, Attributes, DepthReference, Element, Geometry, Key, Kind, Medium, Point3, SurveyQuality,
    UtilityLine, UtilityNode, UtilityNodeKind, Vertical,
};

use super::codes;
use super::rows::{Row, Sections};
use crate::FileReport;
use crate::report::Message;
use crate::utility::defaults;

/// Metres per foot, by definition (1959).
const METRES_PER_FOOT: f64 = 0.3048;
/// Millimetres per inch.
const MM_PER_INCH: f64 = 25.4;

/// Length and diameter units of the file.
#[derive(Clone, Copy, Debug)]
struct Units {
    metres_per_length: f64,
    mm_per_diameter: f64,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    xy: Option<[f64; 2]>,
    /// Ground, metres; a reservoir has none.
    elevation_m: Option<f64>,
}

/// Turns the sections into elements: nodes first, then lines, both in the order of the file.
pub fn elements(sections: &Sections, stem: &str, report: &mut FileReport) -> Vec<Element> {
    let mut network = Network {
        sections,
        stem,
        units: units(sections, report),
        nodes: BTreeMap::new(),
        places: BTreeMap::new(),
        vertices: BTreeMap::new(),
        // An elevation column of nothing but zeros says nothing about heights.
        has_heights: ["JUNC", "TANK"]
            .iter()
            .any(|section| rows(sections, section).iter().any(|row| row.number(1).is_some_and(|z| z != 0.0))),
        report,
        elements: Vec::new(),
    };
    network.read_places();
    for (section, name, kind) in [
        ("JUNC", "junctions", UtilityNodeKind::Junction),
        ("RESE", "reservoirs", UtilityNodeKind::Reservoir),
        ("TANK", "tanks", UtilityNodeKind::Tank),
    ] {
        network.read_nodes(section, name, kind);
    }
    let mut links = BTreeMap::new();
    let mut lines = 0_u64;
    for (section, name) in [("PIPE", "pipes"), ("PUMP", "pumps"), ("VALV", "valves")] {
        lines += network.read_links(section, name, &mut links);
    }
    if lines > 0 {
        network.report.push(Message::new(&codes::COVER, "", lines.to_string()));
    }
    network.elements
}

fn rows<'s, 'a>(sections: &'s Sections<'a>, section: &str) -> &'s [Row<'a>] {
    sections.get(section).map_or(&[], Vec::as_slice)
}

/// EPANET 2.2 manual, appendix A: US customary when the flow unit is CFS, GPM, MGD, IMGD or AFD;
/// GPM when none is given.
fn units(sections: &Sections, report: &mut FileReport) -> Units {
    let option = rows(sections, "OPTI").iter().find(|row| row.word(0).eq_ignore_ascii_case("units"));
    let name = option.map_or_else(|| "GPM".to_owned(), |row| row.word(1).to_ascii_uppercase());
    match name.as_str() {
        "LPS" | "LPM" | "MLD" | "CMH" | "CMD" | "CMS" | "SI" => {
            return Units { metres_per_length: 1.0, mm_per_diameter: 1.0 };
        }
        "CFS" | "GPM" | "MGD" | "IMGD" | "AFD" => {}
        _ => {
            let place = option.map(|row| format!("line {}", row.line)).unwrap_or_default();
            report.push(Message::new(&codes::UNKNOWN_UNITS, place, name));
        }
    }
    Units { metres_per_length: METRES_PER_FOOT, mm_per_diameter: MM_PER_INCH }
}

struct Network<'a> {
    sections: &'a Sections<'a>,
    stem: &'a str,
    units: Units,
    nodes: BTreeMap<&'a str, Node>,
    places: BTreeMap<&'a str, [f64; 2]>,
    vertices: BTreeMap<&'a str, Vec<[f64; 2]>>,
    has_heights: bool,
    report: &'a mut FileReport,
    elements: Vec<Element>,
}

impl<'a> Network<'a> {
    fn problem(&mut self, code: &'static crate::Code, row: &Row, detail: impl Into<String>) {
        let message = Message::new(code, format!("line {}", row.line), detail).object(row.word(0));
        self.report.push(message);
    }

    fn read_places(&mut self) {
        for (section, name) in [("COOR", "coordinates"), ("VERT", "vertices")] {
            let rows: &'a [Row<'a>] = rows(self.sections, section);
            self.report.count(name, rows.len() as u64);
            for row in rows {
                let (Some(x), Some(y)) = (row.number(1), row.number(2)) else {
                    self.problem(&codes::BAD_ROW, row, row.words.join(" "));
                    continue;
                };
                let Some(id) = row.words.first() else { continue };
                if section == "COOR" {
                    self.places.insert(id, [x, y]);
                } else {
                    self.vertices.entry(id).or_default().push([x, y]);
                }
            }
        }
    }

    fn read_nodes(&mut self, section: &str, name: &str, kind: UtilityNodeKind) {
        let rows: &'a [Row<'a>] = rows(self.sections, section);
        self.report.count(name, rows.len() as u64);
        for row in rows {
            let Some(id) = row.words.first().copied() else { continue };
            if self.nodes.contains_key(id) {
                self.problem(&codes::DUPLICATE, row, id);
                continue;
            }
            let second = row.number(1);
            let ground = second.filter(|_| kind != UtilityNodeKind::Reservoir && self.has_heights);
            let elevation_m = ground.map(|value| value * self.units.metres_per_length);
            let xy = self.places.get(id).copied();
            self.nodes.insert(id, Node { xy, elevation_m });
            let Some([x, y]) = xy else {
                self.problem(&codes::NO_COORDINATES, row, id);
                continue;
            };
            let what = if kind == UtilityNodeKind::Reservoir { "head" } else { "elevation" };
            let mut attributes = Attributes::new();
            attributes.push(what.into(), value(row.word(1)));
            let point = Geometry::Point([x, y, elevation_m.unwrap_or(0.0)]);
            let kind = Kind::UtilityNode(UtilityNode { medium: Medium::Water, node: kind, depth_m: None });
            self.push("node", id, kind, point, elevation_m.is_some(), attributes);
        }
    }

    fn read_links(&mut self, section: &str, name: &str, seen: &mut BTreeMap<&'a str, usize>) -> u64 {
        let rows: &'a [Row<'a>] = rows(self.sections, section);
        self.report.count(name, rows.len() as u64);
        let mut added = 0;
        for row in rows {
            let Some(id) = row.words.first().copied() else { continue };
            if seen.insert(id, row.line).is_some() {
                self.problem(&codes::DUPLICATE, row, id);
                continue;
            }
            let Some((points, absolute)) = self.points(row, id) else { continue };
            let line = self.line(section, row);
            let attributes = link_attributes(section, row);
            self.push("link", id, Kind::UtilityLine(line), Geometry::Line(points), absolute, attributes);
            added += 1;
        }
        added
    }

    /// Places of a link's ends and bends, and whether z is a height rather than a depth.
    fn points(&mut self, row: &Row, id: &str) -> Option<(Vec<Point3>, bool)> {
        let mut ends = [[0.0; 2]; 2];
        let mut grounds = [None; 2];
        for (end, position) in [(0, 1), (1, 2)] {
            let name = row.word(position);
            let Some(node) = self.nodes.get(name).copied() else {
                self.problem(&codes::NO_NODE, row, name);
                return None;
            };
            let Some(xy) = node.xy else {
                self.problem(&codes::NO_COORDINATES, row, name);
                return None;
            };
            ends[end] = xy;
            grounds[end] = node.elevation_m;
        }
        let mut plan = vec![ends[0]];
        plan.extend(self.vertices.get(id).into_iter().flatten());
        plan.push(ends[1]);
        plan.dedup();
        if plan.len() < 2 {
            self.problem(&codes::SHORT, row, id);
            return None;
        }
        let cover_m = defaults::cover_m(Medium::Water);
        // A reservoir has a head only: the other end's ground counts there.
        let Some(start) = grounds[0].or(grounds[1]) else {
            return Some((plan.into_iter().map(|[x, y]| [x, y, -cover_m]).collect(), false));
        };
        let end = grounds[1].unwrap_or(start);
        Some((along(&plan, start - cover_m, end - cover_m), true))
    }

    fn line(&mut self, section: &str, row: &Row) -> UtilityLine {
        let column = match section {
            "PIPE" => 4,
            _ => 3,
        };
        let given = if section == "PUMP" { None } else { row.number(column).filter(|d| *d > 0.0) };
        if given.is_none() && section != "PUMP" {
            self.problem(&codes::DIAMETER, row, row.word(column));
        }
        let diameter_mm =
            given.map_or_else(|| defaults::diameter_mm(Medium::Water), |d| d * self.units.mm_per_diameter);
        UtilityLine {
            medium: Medium::Water,
            diameter_mm,
            material: None,
            depth_reference: DepthReference::Crown,
            depth_assumed: true,
            diameter_assumed: given.is_none(),
            from_node: Some(row.word(1).to_owned()),
            to_node: Some(row.word(2).to_owned()),
            survey: Some(SurveyQuality::D),
            ..UtilityLine::default()
        }
    }

    fn push(
        &mut self,
        role: &str,
        id: &str,
        kind: Kind,
        geometry: Geometry,
        absolute: bool,
        attributes: Attributes,
    ) {
        // Nodes and links are named apart: a pump may bear the name of a junction.
        let mut element = Element::new(Key::new(format!("{}/{role}/{id}", self.stem)), kind, geometry);
        element.source.id = id.to_owned();
        element.vertical = if absolute { Vertical::Absolute } else { Vertical::AboveGround };
        element.attributes = attributes;
        self.elements.push(element);
    }
}

/// Heights along a plan line, in proportion to the way from start to end.
fn along(plan: &[[f64; 2]], start: f64, end: f64) -> Vec<Point3> {
    let mut way = 0.0;
    let mut ways = vec![0.0];
    for pair in plan.windows(2) {
        if let [a, b] = pair {
            way += (b[0] - a[0]).hypot(b[1] - a[1]);
            ways.push(way);
        }
    }
    let share = |at: f64| if way > 0.0 { at / way } else { 0.0 };
    plan.iter().zip(ways).map(|([x, y], at)| [*x, *y, start + (end - start) * share(at)]).collect()
}

fn link_attributes(section: &str, row: &Row) -> Attributes {
    let names: &[&str] = match section {
        "PIPE" => &["length", "diameter", "roughness", "minor_loss", "status"],
        "VALV" => &["diameter", "valve_type", "setting", "minor_loss"],
        _ => &[],
    };
    let link = match section {
        "PIPE" => "pipe",
        "VALV" => "valve",
        _ => "pump",
    };
    let mut attributes = Attributes::new();
    attributes.push("link".into(), AttributeValue::Text(link.to_owned()));
    for (name, word) in names.iter().zip(row.words.iter().skip(3)) {
        attributes.push((*name).into(), value(word));
    }
    if section == "PUMP" {
        let parameters = row.words.get(3..).unwrap_or_default().join(" ");
        attributes.push("parameters".into(), AttributeValue::Text(parameters));
    }
    if !row.comment.is_empty() {
        attributes.push("comment".into(), AttributeValue::Text(row.comment.to_owned()));
    }
    attributes
}

fn value(word: &str) -> AttributeValue {
    match word.parse::<f64>() {
        Ok(number) if number.is_finite() => AttributeValue::Number(number),
        _ => AttributeValue::Text(word.to_owned()),
    }
}
