//! ISYBAU XML (2013, 2017): sewers of German federal properties, with invert levels.
//!
//! Every `AbwassertechnischeAnlage` is a node (`Objektart` 2) or a pipe (1). Node points are told apart by their
//! `PunktattributAbwasser`: DMP the middle of the cover, SMP the middle of the bottom. Heights of pipes are
//! inverts (`SohlhoeheZulauf`, `SohlhoeheAblauf`). Written after *Arbeitshilfen Abwasser*, annex A-7.

mod pipe;
mod point;
#[cfg(test)]
mod tests;

use crate::report::Message;
use crate::utility::{self, DraftNetwork, FileFacts, codes, words, xml};
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};

/// ISYBAU XML.
pub static ISYBAU: Format =
    Format { id: "isybau", title: "ISYBAU XML", extensions: &["xml"], recognise, read };

/// Coordinate systems by `CRSLage`.
const SYSTEMS: [(&str, &str); 9] = [
    ("ETRS89_UTM31", "EPSG:25831"),
    ("ETRS89_UTM32", "EPSG:25832"),
    ("ETRS89_UTM33", "EPSG:25833"),
    ("DE_DHDN_3GK2", "EPSG:31466"),
    ("DE_DHDN_3GK3", "EPSG:31467"),
    ("DE_DHDN_3GK4", "EPSG:31468"),
    ("DE_DHDN_3GK5", "EPSG:31469"),
    ("DE_PD83_3GK4", "EPSG:3397"),
    ("DE_RD83_3GK5", "EPSG:3399"),
];

fn recognise(input: &Input) -> bool {
    xml::begins_with(&text::head(&input.bytes, 1 << 16), "<Identifikation", "Datenkollektive")
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "ISYBAU XML".clone_into(&mut report.format);
    let decoded = text::decode_declared(&input.bytes);
    let wanted = |_: &[crate::xml::Open], name: &str| name == "AbwassertechnischeAnlage";
    let objects = xml::kept(input, &decoded.text, context.limits, &wanted)?;
    let named = objects.iter().flat_map(|object| object.inside("CRSLage")).map(|node| node.text.trim());
    let system = named.filter(|name| !name.is_empty()).find_map(|name| {
        let known = SYSTEMS.iter().find(|(begin, _)| name.starts_with(begin));
        known.map(|(_, code)| *code)
    });
    let crs = system.map(str::to_owned).or_else(|| context.crs.map(str::to_owned));
    report.crs = match (system, context.crs) {
        (Some(system), _) => Some(format!("{system} (CRSLage)")),
        (None, Some(given)) => Some(format!("{given} (given by the user)")),
        (None, None) => None,
    };
    let utm = system.is_some_and(|system| system.starts_with("EPSG:258"));
    let mut network = DraftNetwork::default();
    for object in &objects {
        let place = format!("line {}", object.line);
        match object.get("Objektart") {
            "2" => {
                report.count("nodes", 1);
                network.nodes.push(point::node(object, place, utm));
            }
            "1" => {
                report.count("pipes", 1);
                network.lines.push(pipe::line(object, place, utm));
            }
            other => {
                let message = Message::new(&codes::BAD_ROW, place, format!("Objektart {other:?}"));
                report.push(message.object(object.get("Objektbezeichnung")));
            }
        }
    }
    let stem = text::stem(&input.name);
    let file = FileFacts { stem, medium: words::medium_in(stem), twins: false, geographic: false };
    utility::reading(network, file, crs, input, context, report)
}

/// Eastings of UTM may bear the number of their zone in front (32570396 for 570396).
const ZONE_PREFIX_M: f64 = 1e6;
/// No easting of UTM without the number is this large.
const LARGEST_EASTING_M: f64 = 1e7;

/// Place and height of a point: east, north, and `Punkthoehe` when it is there.
fn point_of(node: &crate::xml::Node, utm: bool) -> Option<([f64; 2], Option<f64>)> {
    let east = node.number("Rechtswert")?;
    let east = if utm && east > LARGEST_EASTING_M { east % ZONE_PREFIX_M } else { east };
    Some(([east, node.number("Hochwert")?], node.number("Punkthoehe")))
}
