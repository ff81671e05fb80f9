//! LandXML 1.1, 1.2 and Inframodel: `PipeNetworks` with their structures and pipes.
//!
//! Coordinates are written north first. A pipe's heights are the inverts that its two structures give for it
//! (`Invert refPipe`), else those of its Inframodel properties `pipeStart` and `pipeEnd`.

mod pipe;
mod structure;
#[cfg(test)]
mod tests;
mod units;

use linli_model::Medium;

use crate::report::Message;
use crate::utility::{self, DraftNetwork, FileFacts, codes, words, xml};
use crate::xml::Node;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};

/// LandXML with pipe networks.
pub static LANDXML: Format =
    Format { id: "landxml", title: "LandXML", extensions: &["xml", "landxml"], recognise, read };

fn recognise(input: &Input) -> bool {
    xml::begins_with(&text::head(&input.bytes, 1 << 14), "<LandXML", "LandXML")
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    "LandXML".clone_into(&mut report.format);
    let decoded = text::decode_declared(&input.bytes);
    let wanted = |outer: &[crate::xml::Open], name: &str| {
        name == "PipeNetwork" || (outer.len() == 1 && matches!(name, "Units" | "CoordinateSystem"))
    };
    let nodes = xml::kept(input, &decoded.text, context.limits, &wanted)?;
    let units = units::Units::of(nodes.iter().find(|node| node.name == "Units"), &mut report);
    let system = nodes.iter().find(|node| node.name == "CoordinateSystem");
    let code = system.map(|system| system.attribute("epsgCode")).filter(|code| !code.is_empty());
    let stated = code.map(|code| if code.contains(':') { code.to_owned() } else { format!("EPSG:{code}") });
    report.crs = match (&stated, context.crs) {
        (Some(stated), _) => Some(format!("{stated} (epsgCode)")),
        (None, Some(given)) => Some(format!("{given} (given by the user)")),
        (None, None) => None,
    };
    let networks: Vec<&Node> = nodes.iter().filter(|node| node.name == "PipeNetwork").collect();
    let several = networks.len() > 1;
    let mut draft = DraftNetwork::default();
    for network in networks {
        report.count("pipe networks", 1);
        // Names are unique within their network only.
        let prefix = if several { format!("{}:", network.attribute("name")) } else { String::new() };
        let medium = medium_of(network);
        let structures: Vec<&Node> =
            network.child("Structs").map(|structs| structs.all("Struct").collect()).unwrap_or_default();
        let inverts = structure::inverts(&structures, units);
        report.count("structures", structures.len() as u64);
        draft.nodes.extend(structures.iter().map(|node| structure::node(node, &prefix, medium, units)));
        for node in
            network.child("Pipes").map(|pipes| pipes.all("Pipe").collect::<Vec<_>>()).unwrap_or_default()
        {
            report.count("pipes", 1);
            match pipe::line(node, &prefix, medium, &inverts, units) {
                Some(line) => draft.lines.push(line),
                None => {
                    let message = Message::new(&codes::BAD_ROW, format!("line {}", node.line), "no section");
                    report.push(message.object(node.attribute("name")));
                }
            }
        }
    }
    let stem = text::stem(&input.name);
    let file = FileFacts { stem, medium: words::medium_in(stem), twins: false, geographic: false };
    let crs = stated.or_else(|| context.crs.map(str::to_owned));
    utility::reading(draft, file, crs, input, context, report)
}

/// What a network carries: `pipeNetType`, else a word of its name.
fn medium_of(network: &Node) -> Option<Medium> {
    let type_ = network.attribute("pipeNetType").to_lowercase();
    match type_.as_str() {
        "sanitary" | "waste water" | "wastewater" => Some(Medium::Sewage),
        "storm" => Some(Medium::Storm),
        "water" => Some(Medium::Water),
        "combined" => Some(Medium::Combined),
        "gas" => Some(Medium::Gas),
        "electric" => Some(Medium::Power),
        "telecommunication" | "telecom" => Some(Medium::Telecom),
        "heating" | "district heating" => Some(Medium::Heat),
        _ => words::medium_in(network.attribute("name")),
    }
}
