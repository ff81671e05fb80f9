//! IFC 2x3, 4 and 4x3 as exchange files of STEP: buildings with storeys and spaces, pipes, and other built things.
//!
//! What becomes of what is written down in `docs/data/ifc.md`. The reader is our own and small: extrusions, faceted solids
//! and surfaces, differences with half spaces and convex solids. What it does not know is named with its number in the
//! file, and the rest is loaded.

mod building;
mod codes;
mod curve;
mod cut;
mod georeference;
mod network;
mod pipe;
mod placement;
mod shape;
mod step;
#[cfg(test)]
mod tests;
mod tree;

use std::cell::RefCell;
use std::collections::BTreeMap;

use linli_model::{Element, Geometry, Kind};

use crate::budget::{Budget, Spent};
use crate::report::Message;
use crate::{CrsInfo, FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use georeference::{Georeference, georeference, units};
use network::Network;
use shape::Shapes;
use step::Model;
use tree::{Role, Tree};

/// IFC models.
pub static IFC: Format = Format { id: "ifc", title: "IFC", extensions: &["ifc"], recognise, read };

/// What a point of a shape takes in memory with its share of its ring and face, bytes.
const POINT_BYTES: u64 = 32;

/// Beginnings of the names of schemas that are read.
const SCHEMAS: [&str; 3] = ["IFC2X3", "IFC4", "IFC4X3"];

fn recognise(input: &Input) -> bool {
    let head = text::head(&input.bytes, 1 << 14);
    head.trim_start().starts_with("ISO-10303-21") && head.to_ascii_uppercase().contains("IFC")
}

/// What all parts of a reading share.
struct Reader<'a> {
    model: &'a Model,
    shapes: Shapes<'a>,
    tree: Tree<'a>,
    network: Network,
    place: Georeference,
    stem: &'a str,
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    let found = elements(input, context, &mut report);
    let (elements, crs) = found.map_err(|mut message| {
        message.file.clone_from(&input.name);
        Rejection::from(message)
    })?;
    for element in &elements {
        *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
    }
    Ok(Reading { crs, has_heights: true, elements, licence: None, report })
}

type Found = (Vec<Element>, Option<String>);

fn elements(input: &Input, context: &ReadContext, report: &mut FileReport) -> Result<Found, Box<Message>> {
    let decoded = text::decode(&input.bytes);
    "IFC".clone_into(&mut report.format);
    let model = Model::read(&decoded.text, context.limits.objects, report)?;
    report.format = format!("IFC ({})", model.schema);
    if !SCHEMAS.iter().any(|schema| model.schema.starts_with(schema))
        || model.schema.starts_with("IFC4X1")
        || model.schema.starts_with("IFC4X2")
    {
        return Err(Box::new(Message::new(&codes::SCHEMA, "FILE_SCHEMA", model.schema.clone())));
    }
    let units = units(&model);
    let place = georeference(&model, units, context.crs, report);
    let crs = place.crs.clone();
    report.crs = crs.clone().map(|crs| format!("{crs} (of the model, its site, or given)"));
    let most = context.limits.vertices.min(context.limits.unpacked(input.bytes.len()) / POINT_BYTES);
    let shapes = Shapes {
        model: &model,
        radians: units.radians,
        metres: units.metres,
        budget: Budget::new(most, context.progress),
        remarks: RefCell::default(),
    };
    let reader = Reader {
        model: &model,
        shapes,
        tree: Tree::of(&model),
        network: Network::of(&model),
        place,
        stem: text::stem(&input.name),
    };
    let mut elements = Vec::new();
    let mut left: BTreeMap<&str, u64> = BTreeMap::new();
    for (id, product) in model.iter().filter(|(_, entity)| tree::is_product(&model, entity)) {
        if context.progress.cancelled() || reader.shapes.budget.spent().is_some() {
            break;
        }
        report.count(&product.type_, 1);
        match tree::role(product) {
            Role::LeftAlone => *left.entry(product.type_.as_str()).or_default() += 1,
            Role::Pipe => elements.extend(reader.pipe(id, product, report)),
            Role::Chamber => elements.extend(reader.chamber(id, product, report)),
            Role::Other => elements.extend(reader.structure(id, product, report)),
            // Spaces, parts of buildings and their openings come with their building.
            Role::Space | Role::Part | Role::Opening => {}
        }
    }
    for (id, building) in model.iter().filter(|(_, entity)| entity.type_ == "IFCBUILDING") {
        if context.progress.cancelled() || reader.shapes.budget.spent().is_some() {
            break;
        }
        context.progress.step(IFC.id, id, 0);
        elements.append(&mut reader.building(id, building, report));
    }
    elements.append(&mut reader.parts_without_building(report));
    if !left.is_empty() {
        let list: Vec<String> = left.iter().map(|(type_, count)| format!("{type_} {count}")).collect();
        report.push(Message::new(&codes::LEFT_ALONE, "", list.join(", ")));
    }
    if context.progress.cancelled() || reader.shapes.budget.spent() == Some(Spent::Stopped) {
        return Err(Box::new(Message::new(&codes::CANCELLED, "", "")));
    }
    if reader.shapes.budget.spent() == Some(Spent::Limit) {
        return Err(Box::new(Message::new(
            &codes::TOO_MANY,
            "",
            format!("{most} points and faces of shapes"),
        )));
    }
    if elements.is_empty() {
        return Err(Box::new(Message::new(&codes::NOTHING, "", "")));
    }
    if crs.as_deref().is_some_and(|crs| CrsInfo::of(crs).is_ok_and(|info| info.geographic)) {
        return Err(Box::new(Message::new(&codes::CRS_UNKNOWN, "", "a model cannot be placed in degrees")));
    }
    Ok((elements, crs))
}

impl Reader<'_> {
    /// An element with a key, the GlobalId of its source, and its name.
    fn element(&self, entity: &step::Entity, kind: Kind, geometry: Geometry) -> Element {
        let global = entity.text(0).unwrap_or("without GlobalId");
        let mut element = Element::new(format!("{}/{global}", self.stem), kind, geometry);
        element.name = entity.text(2).map(str::to_owned);
        global.clone_into(&mut element.source.id);
        element
    }
}
