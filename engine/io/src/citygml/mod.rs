//! CityGML with the urban object extension of PLATEAU (i-UR): utility networks (`unf`) and underground
//! buildings (`ubld`).
//!
//! A pipe's course is its LoD 0 line, whose height is not a height; its heights are the middles of its LoD 2
//! or 3 surfaces around each point of the course. Without surfaces, `uro:depth` (else the mean of
//! `uro:minDepth` and `uro:maxDepth`) counts from the ground to the crown: so it does in the published data,
//! where the LoD 1 solid reaches from the pipe's bottom up to the ground.

mod building;
mod geometry;
mod network;
#[cfg(test)]
mod tests;

use crate::report::Message;
use crate::utility::{self, DraftNetwork, FileFacts, codes, words, xml};
use crate::xml::{Node, Open};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};

/// CityGML of utility networks and underground buildings.
pub static CITYGML: Format = Format {
    id: "citygml-underground",
    title: "CityGML (underground)",
    extensions: &["gml", "xml"],
    recognise,
    read,
};

/// Elements that are read.
fn is_read(name: &str) -> bool {
    network::medium_of(name).is_some() || network::is_node(name) || name == "UndergroundBuilding"
}

fn recognise(input: &Input) -> bool {
    xml::begins_with(&text::head(&input.bytes, 1 << 14), "CityModel", "citygml")
        && members(&input.bytes).any(|name| is_read(&name))
}

/// Names of the elements right inside the first city object members.
fn members(bytes: &[u8]) -> impl Iterator<Item = String> {
    const LOOKED_AT: usize = 8 << 20;
    const MEMBER: &str = "cityObjectMember>";
    let head =
        String::from_utf8_lossy(bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default()).into_owned();
    let starts: Vec<usize> = head.match_indices(MEMBER).map(|(at, _)| at + MEMBER.len()).take(2000).collect();
    starts.into_iter().filter_map(move |at| {
        let name = head.get(at..)?.trim_start().strip_prefix('<')?;
        let name = name.split(|c: char| c == '>' || c.is_whitespace()).next()?;
        Some(name.rsplit(':').next().unwrap_or(name).to_owned())
    })
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "CityGML 2.0".clone_into(&mut report.format);
    let decoded = text::decode_declared(&input.bytes);
    let wanted = |outer: &[Open], name: &str| match outer.last().map(|open| open.name.as_str()) {
        Some("cityObjectMember") => true,
        Some("boundedBy") => name == "Envelope" && outer.len() == 2,
        _ => false,
    };
    let nodes = xml::kept(input, &decoded.text, context.limits, &wanted)?;
    let stated = nodes.iter().map(|node| node.attribute("srsName")).find(|name| !name.is_empty());
    let stated = stated.map(str::to_owned);
    report.crs = match (&stated, context.crs) {
        (Some(stated), _) => Some(format!("{stated} (srsName)")),
        (None, Some(given)) => Some(format!("{given} (given by the user)")),
        (None, None) => None,
    };
    let mut draft = DraftNetwork::default();
    let mut basements = Vec::new();
    let stem = text::stem(&input.name);
    for node in &nodes {
        let place = format!("line {}", node.line);
        if let Some(medium) = network::medium_of(&node.name) {
            report.count(&node.name, 1);
            match network::line(node, medium, place) {
                Ok(line) => draft.lines.push(line),
                Err((place, why)) => {
                    report.push(Message::new(&codes::NO_PLACE, place, why).object(node.attribute("id")));
                }
            }
        } else if network::is_node(&node.name) {
            report.count(&node.name, 1);
            draft.nodes.push(network::node(node, place));
        } else if node.name == "UndergroundBuilding" {
            report.count(&node.name, 1);
            match building::basement(node, stem) {
                Some(basement) => {
                    report.push(Message::new(&building::DEPTHS, place, "").object(node.attribute("id")));
                    basements.push(basement);
                }
                None => {
                    report.push(
                        Message::new(&codes::NO_PLACE, place, "no outline").object(node.attribute("id")),
                    );
                }
            }
        } else if node.name != "Envelope" {
            report.count(&node.name, 1);
        }
    }
    let file = FileFacts { stem, medium: words::medium_in(stem), twins: false, geographic: false };
    let crs = stated.or_else(|| context.crs.map(str::to_owned));
    if draft.lines.is_empty() && draft.nodes.is_empty() && !basements.is_empty() {
        report.elements.insert("underground".to_owned(), basements.len() as u64);
        return Ok(Reading { crs, has_heights: true, elements: basements, licence: None, report });
    }
    let mut reading = utility::reading(draft, file, crs, input, context, report)?;
    reading.elements.extend(basements);
    Ok(reading)
}

/// An element's own child, whatever stands around its text.
fn figure(node: &Node, name: &str) -> Option<f64> {
    node.number(name)
}

/// A length in metres or millimetres, by its `uom`.
fn metres(node: &Node, name: &str) -> Option<f64> {
    let child = node.child(name)?;
    let value: f64 = child.text.trim().parse().ok().filter(|v: &f64| v.is_finite())?;
    Some(match child.attribute("uom") {
        "mm" => value / 1000.0,
        "cm" => value / 100.0,
        _ => value,
    })
}
