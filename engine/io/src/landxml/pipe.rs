//! Pipes.

use linli_model::{Attributes, DepthReference, Medium, Section, UtilityLine};

use super::structure::{Inverts, place_of};
use super::units::Units;
use crate::utility::{DraftLine, Levels, value};
use crate::xml::Node;

/// A pipe; `None` when it has no section.
pub fn line(
    pipe: &Node,
    prefix: &str,
    medium: Option<Medium>,
    inverts: &Inverts,
    units: Units,
) -> Option<DraftLine> {
    let name = pipe.attribute("name");
    let ends = [pipe.attribute("refStart"), pipe.attribute("refEnd")];
    let section = pipe.children.iter().find(|child| {
        matches!(child.name.as_str(), "CircPipe" | "RectPipe" | "EggPipe" | "ElliPipe" | "Channel")
    })?;
    let mm = |name: &str| section.attribute_number(name).map(|value| value * units.mm).filter(|mm| *mm > 0.0);
    // Sizes are clear ones; the model's are outer.
    let walls = mm("thickness").map_or(0.0, |wall| 2.0 * wall);
    let height = mm("height").map(|mm| mm + walls);
    let width = mm("width").or(mm("span")).or(mm("widthTop")).map(|mm| mm + walls);
    let box_section = match (section.name.as_str(), width, height) {
        ("RectPipe" | "Channel" | "ElliPipe", Some(width_mm), Some(height_mm)) => {
            Section::Box { width_mm, height_mm }
        }
        _ => Section::Round,
    };
    let properties = pipe.inside("Property");
    let property = |label: &str| {
        let found = properties.iter().find(|property| property.attribute("label") == label);
        found.map_or("", |property| property.attribute("value"))
    };
    let given = [property("pipeStart"), property("pipeEnd")].map(place_of);
    let mut heights = [None; 2];
    for ((height, end), given) in heights.iter_mut().zip(ends).zip(given) {
        let own = given.map(|place| place[2] * units.metres).filter(|z| z.is_finite());
        *height = inverts.get(&(end, name)).copied().or(own);
    }
    let mut attributes = Attributes::new();
    for name in ["desc", "state", "slope", "length"] {
        if !pipe.attribute(name).is_empty() {
            attributes.push(name.into(), value(pipe.attribute(name)));
        }
    }
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Some(DraftLine {
        id: format!("{prefix}{name}"),
        place: format!("line {}", pipe.line),
        // Where the file gives the ends themselves they lie at the wall rather than in the structure's middle.
        path: match given {
            [Some(start), Some(end)] => [start, end].map(|[x, y, _]| [x, y, 0.0]).to_vec(),
            _ => Vec::new(),
        },
        levels: if heights == [None, None] { Levels::Unknown } else { Levels::Height(heights) },
        reference: Some(match property("elevType") {
            "crown level" | "top level" => DepthReference::Crown,
            "centre level" | "center level" | "centerline" => DepthReference::Axis,
            _ => DepthReference::Invert,
        }),
        medium,
        diameter_mm: mm("diameter").map(|mm| mm + walls).or(height).or(width),
        facts: UtilityLine {
            section: box_section,
            material: text(section.attribute("material")),
            from_node: text(ends[0]).map(|name| format!("{prefix}{name}")),
            to_node: text(ends[1]).map(|name| format!("{prefix}{name}")),
            ..UtilityLine::default()
        },
        attributes,
        ..DraftLine::default()
    })
}
