//! What a feature is: its kind by geometry and properties (documented in `docs/data/geojson.md`).

mod building;
mod place;
mod street;
mod utility;

use linli_model::{Geometry, Kind};

use super::properties::Properties;

pub use street::NodeNumbers;

/// What the whole file tells about its features.
pub struct FileFacts<'a> {
    /// File name without ending: keys begin with it, and it may name the medium of pipes.
    pub stem: &'a str,
    /// Whether the geometry has heights (not all zero).
    pub has_z: bool,
}

/// What a feature became.
pub struct Classified {
    /// Kind with its facts.
    pub kind: Kind,
    /// Whether z is a height.
    pub absolute: bool,
    /// What it is beside another feature of the same id: its label, its address, its edge.
    pub beside: Option<&'static str>,
    /// What was assumed.
    pub assumed: Assumed,
}

/// What a rule filled in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Assumed {
    pub depth: bool,
    pub medium: bool,
    pub diameter: bool,
}

/// Properties that name what a thing is, in the order in which they count.
const WORD_PROPERTIES: [&str; 30] = [
    "kind",
    "fclass",
    "highway",
    "railway",
    "public_transport",
    "landuse",
    "natural",
    "leisure",
    "water",
    "waterway",
    "amenity",
    "shop",
    "tourism",
    "office",
    "craft",
    "healthcare",
    "historic",
    "emergency",
    "man_made",
    "barrier",
    "aeroway",
    "power",
    "place",
    "category",
    "class",
    "type",
    "what",
    "类别",
    "类型",
    "种类",
];

/// The word that names what a feature is, in lower case.
fn word(properties: &Properties) -> Option<String> {
    WORD_PROPERTIES
        .iter()
        .filter_map(|name| properties.text(&[name]))
        .find(|text| !matches!(text.to_ascii_lowercase().as_str(), "yes" | "no"))
        .map(|text| text.to_lowercase())
}

/// Decides on a feature's kind; the geometry's z is set where depth or level are properties.
pub fn classify(
    properties: &Properties,
    geometry: &mut Geometry,
    file: &FileFacts,
    nodes: &mut NodeNumbers,
) -> Classified {
    let mut classified = Classified {
        kind: Kind::Other { what: String::new() },
        absolute: file.has_z,
        beside: None,
        assumed: Assumed::default(),
    };
    let word = word(properties);
    classified.kind = match geometry {
        Geometry::Area(_) => building::from_area(properties, word.as_deref(), file)
            .or_else(|| place::from_area(properties, word.as_deref())),
        Geometry::Line(points) => match utility::line(properties, word.as_deref(), points, file) {
            Some((line, placed)) => {
                classified.absolute = placed.absolute;
                classified.assumed = placed.assumed;
                Some(Kind::UtilityLine(line))
            }
            None => {
                classified.beside = properties.flag(&["boundary"]).then_some("boundary");
                street::from_line(properties, word.as_deref(), points.len(), nodes)
                    .or_else(|| place::from_line(properties, word.as_deref(), geometry))
            }
        },
        Geometry::Point(point) => match utility::node(properties, word.as_deref(), point, file) {
            Some((node, placed)) => {
                classified.absolute = placed.absolute;
                classified.assumed = placed.assumed;
                Some(Kind::UtilityNode(node))
            }
            None => {
                classified.beside = place::beside(properties, word.as_deref());
                place::from_point(properties, word.as_deref(), classified.beside == Some("label"))
            }
        },
        _ => None,
    }
    .unwrap_or_else(|| Kind::Other { what: what(word, geometry) });
    classified
}

fn what(word: Option<String>, geometry: &Geometry) -> String {
    word.unwrap_or_else(|| {
        match geometry {
            Geometry::Point(_) => "point",
            Geometry::Line(_) => "line",
            Geometry::Area(_) => "area",
            _ => "feature",
        }
        .to_owned()
    })
}
