//! glTF 2.0 and GLB: a model of a building, put where a small file beside it says (`docs/data/gltf.md`).
//!
//! The reader is our own. Everything in a file is checked before it is used: buffers outside the model's folder are
//! refused, counts must be borne out by bytes, nodes are a tree of bounded depth. Compressed geometry is unpacked by
//! `draco-gltf` within the same limits.

mod accessor;
mod buffer;
mod check;
mod codes;
mod container;
mod document;
mod feature;
mod mesh;
mod metadata;
mod node;
mod placement;
#[cfg(test)]
mod tests;
mod transform;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use linli_model::{Attributes, Boundary, Building, Element, FaceKind, Geometry, Kind, Point3, Vertical};

use crate::budget::{Budget, Spent};
use crate::matrix::Matrix;
use crate::report::Message;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use accessor::Accessors;
use buffer::Buffers;
pub use buffer::{Beside, is_plain_name, percent_decoded};
use document::{Document, entry};
pub use feature::Feature;
use mesh::{Meshes, Triangles};
pub use placement::Placement;

/// Most objects of JSON: each takes some hundred bytes once it is read.
const MOST_OBJECTS: usize = 4_000_000;
/// Bytes in memory that an element of an accessor is held to take: packed files have about so many a byte as this
/// lets them.
const ELEMENT_BYTES: u64 = 16;

/// glTF models.
pub static GLTF: Format = Format { id: "gltf", title: "glTF", extensions: &["glb", "gltf"], recognise, read };

fn recognise(input: &Input) -> bool {
    if input.bytes.starts_with(container::MAGIC) {
        return true;
    }
    let head = text::head(&input.bytes, 1 << 16);
    let trimmed = head.trim_start();
    trimmed.starts_with('{')
        && head.contains("\"asset\"")
        && !head.contains("\"geometricError\"")
        && ["\"version\"", "\"meshes\"", "\"nodes\"", "\"accessors\""].iter().any(|key| head.contains(key))
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    let found = model(input, context, &mut report, Wish::Shape).map(|model| model.boundary);
    let refused = |mut message: Box<Message>| {
        message.file.clone_from(&input.name);
        Rejection::from(message)
    };
    let boundary = found.map_err(refused)?;
    let placement = Placement::beside(input, context.limits)?;
    if placement.is_none() {
        let wanted = format!("{}.placement.json", text::stem(&input.name));
        report.push(Message::new(&codes::NOT_PLACED, "", wanted));
    }
    let crs = placement.as_ref().map(|placement| placement.crs.clone());
    let element = element(boundary, &placement.unwrap_or_else(Placement::nowhere), input);
    *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
    let has_heights = element.vertical == Vertical::Absolute;
    Ok(Reading { crs, has_heights, elements: vec![element], licence: None, report })
}

/// Files within the model's folder that it names as its buffers.
pub fn buffer_files(input: &Input) -> Vec<PathBuf> {
    let named = container::open(&input.bytes).ok().and_then(|found| serde_json::from_str(found.text).ok());
    let Some(document::BufferNames { buffers }) = named else { return Vec::new() };
    let names = buffers.iter().flatten().filter_map(|buffer| buffer.uri.as_deref());
    names
        .filter(|uri| !uri.starts_with("data:"))
        .filter_map(|uri| buffer::place_of(uri, input).ok())
        .collect()
}

/// The model as a building where it stands.
fn element(boundary: Boundary, placement: &Placement, input: &Input) -> Element {
    let mut geometry = Geometry::Boundary(boundary);
    geometry.map_points(|p| *p = placement.place(*p));
    let size = geometry.aabb().size();
    let stem = text::stem(&input.name);
    let building = Building { height_m: Some(size[2]).filter(|height| *height > 0.0), ..Building::default() };
    let mut element = Element::new(stem, Kind::Building(building), geometry);
    element.name = Some(stem.to_owned());
    stem.clone_into(&mut element.source.id);
    element.vertical = if placement.on_ground { Vertical::AboveGround } else { Vertical::Absolute };
    element
}

/// The points that lie farthest out towards the middles of the sides, edges and corners of a cube.
fn extreme(points: &[Point3]) -> Vec<Point3> {
    let steps = [-1.0, 0.0, 1.0];
    let directions = steps.iter().flat_map(|x| steps.iter().flat_map(move |y| steps.map(|z| [*x, *y, z])));
    let directions = directions.filter(|direction| *direction != [0.0; 3]);
    let along = |p: &Point3, direction: &Point3| -> f64 { p.iter().zip(direction).map(|(a, b)| a * b).sum() };
    let farthest = |direction: Point3| {
        points.iter().max_by(|a, b| along(a, &direction).total_cmp(&along(b, &direction))).copied()
    };
    directions.filter_map(farthest).collect()
}

/// What is wanted of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Its triangles.
    Shape,
    /// Also which feature each triangle belongs to, and what is known about the features.
    Features,
}

/// All of a model, in its own coordinates.
#[derive(Debug, Default)]
pub struct Model {
    /// Its triangles.
    pub boundary: Boundary,
    /// Feature of each triangle; empty when none has any.
    pub features: Vec<Option<Feature>>,
    /// Attributes of the features that have some, by `EXT_structural_metadata`.
    pub attributes: BTreeMap<Feature, Attributes>,
    /// Name of the class of each table of attributes.
    pub classes: BTreeMap<usize, String>,
    /// Points of it that lie farthest out in one of many directions.
    pub extreme: Vec<Point3>,
    /// Where the origin is, by `CESIUM_RTC`: in the frame of whatever contains the model.
    pub centre: Option<Point3>,
}

/// Reads a model; what is left out of it is told in the report.
///
/// # Errors
/// A message that refuses the file.
pub fn model(
    input: &Input,
    context: &ReadContext,
    report: &mut FileReport,
    wish: Wish,
) -> Result<Model, Box<Message>> {
    let limits = context.limits;
    let container = container::open(&input.bytes)?;
    container.notes.into_iter().for_each(|note| report.push(note));
    if let Some(at) = text::nesting_beyond(container.text, limits.json_depth) {
        return Err(Box::new(Message::new(
            &codes::DEPTH,
            format!("byte {at}"),
            format!("{} levels", limits.json_depth),
        )));
    }
    let objects = container.text.bytes().filter(|byte| *byte == b'{').count();
    if objects > MOST_OBJECTS {
        return Err(Box::new(Message::new(&codes::TOO_MANY, "", format!("{objects} objects of JSON"))));
    }
    let document: Document = serde_json::from_str(container.text).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Box::new(Message::new(&codes::SYNTAX, place, error.to_string()))
    })?;
    report.format = format!("glTF {}", document.asset.version);
    check::version(&document)?;
    check::extensions(&document, wish, report)?;
    check::counts(&document, report);
    let checked = node::check(&document, report);
    let mut buffers = Buffers::fetch(&document, container.binary, input, limits);
    for (number, why) in buffers.problems() {
        report.push(Message::new(&codes::BUFFER, format!("/buffers/{number}"), why));
    }
    for (number, why) in buffers.unpack() {
        report.push(Message::new(&codes::BUFFER, format!("/bufferViews/{number}"), why));
    }
    let budget =
        Budget::new(limits.vertices.min(limits.unpacked(buffers.size()) / ELEMENT_BYTES), context.progress);
    let quantized = document.extensions_required.iter().flatten().any(|name| name == "KHR_mesh_quantization");
    let accessors = Accessors::new(&document, &buffers, quantized, &budget);
    check::parts(&document, &buffers, &accessors, report);
    let placed = node::walk(&document, report);
    let meshes = Meshes {
        document: &document,
        buffers: &buffers,
        accessors: &accessors,
        budget: &budget,
        with_features: wish == Wish::Features,
    };
    let built = checked.and_then(|()| build(&placed, &meshes, context, report));
    if budget.spent() == Some(Spent::Stopped) {
        return Err(Box::new(Message::new(&codes::CANCELLED, "", "")));
    }
    let mut model = built?;
    if model.boundary.faces.is_empty() {
        let why = report.messages.iter().find(|message| message.code.severity == crate::Severity::Error);
        let why = why.map(|m| format!(": {} {}", m.place, m.code.english.replace("{}", &m.detail)));
        return Err(Box::new(Message::new(&codes::NOTHING, "", why.unwrap_or_default())));
    }
    if wish == Wish::Features {
        let rtc = document.extensions.as_ref().and_then(|found| found.get("CESIUM_RTC"));
        model.centre = rtc.and_then(|rtc| serde_json::from_value(rtc.get("center")?.clone()).ok());
        let wanted: BTreeSet<Feature> = model.features.iter().flatten().copied().collect();
        let tables = metadata::Tables::of(&document, &buffers, context.limits);
        tables.problems().for_each(|(place, why)| report.push(Message::new(&codes::TABLE, place, why)));
        model.classes = tables.classes();
        model.extreme = extreme(&model.boundary.vertices);
        model.attributes = tables.attributes(&wanted, &budget).map_err(|spent| {
            Box::new(Message::new(&codes::TOO_MANY, "/extensions/EXT_structural_metadata", spent.to_string()))
        })?;
    }
    Ok(model)
}

/// Joins the triangles of every mesh wherever it is placed.
fn build(
    placed: &[node::Placed],
    meshes: &Meshes,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Model, Box<Message>> {
    let mut model = Model::default();
    let mut read: BTreeMap<usize, Vec<Triangles>> = BTreeMap::new();
    let most = context.limits.vertices.min(u64::from(u32::MAX) / 3);
    for (done, node) in placed.iter().enumerate() {
        if context.progress.cancelled() {
            return Err(Box::new(Message::new(&codes::CANCELLED, "", "")));
        }
        context.progress.step(GLTF.id, done as u64, placed.len() as u64);
        let triangles = match read.entry(node.mesh.0) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => entry.insert(mesh(meshes, node, report)),
        };
        let corners: u64 =
            triangles.iter().map(|part| part.points.len().max(part.corners.len() * 3) as u64).sum();
        let nowhere = |why: String| Message::new(&codes::NODE, format!("/nodes/{}", node.number), why);
        let count = match node::instance_count(node.node, meshes.accessors) {
            Ok(count) => count,
            Err(why) => {
                report.push(nowhere(why));
                continue;
            }
        };
        let wanted = (model.boundary.corners.len() as u64).checked_add(corners.max(1).saturating_mul(count));
        if wanted.is_none_or(|wanted| wanted > most) {
            return Err(Box::new(Message::new(
                &codes::TOO_MANY,
                format!("/nodes/{}", node.number),
                format!("{most} corners"),
            )));
        }
        let own = match node::instances(node.node, meshes.accessors) {
            Ok(instances) => instances.unwrap_or_else(|| vec![Matrix::IDENTITY]),
            Err(why) => {
                report.push(nowhere(why));
                continue;
            }
        };
        let features = if meshes.with_features {
            feature::of_instances(node.node, meshes.accessors)
        } else {
            Ok(Vec::new())
        };
        let features = features.unwrap_or_else(|why| {
            report.push(nowhere(why));
            Vec::new()
        });
        for (number, instance) in own.into_iter().enumerate() {
            let matrix = node.matrix.after(&instance);
            let feature = features.get(number).copied().flatten();
            triangles.iter().for_each(|part| add(&mut model, part, &matrix, feature));
        }
    }
    Ok(model)
}

/// The triangles of a mesh; what is wrong with its primitives is noted.
fn mesh(meshes: &Meshes, node: &node::Placed, report: &mut FileReport) -> Vec<Triangles> {
    let Some(mesh) = entry(meshes.document.meshes.as_ref(), node.mesh) else {
        report.push(Message::new(
            &codes::REFERENCE,
            format!("/nodes/{}/mesh", node.number),
            format!("mesh {}", node.mesh.0),
        ));
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut others = 0;
    for (i, primitive) in mesh.primitives.iter().enumerate() {
        match meshes.triangles(primitive) {
            Ok(Some(triangles)) => found.push(triangles),
            Ok(None) => others += 1,
            Err(why) => {
                let place = format!("/meshes/{}/primitives/{i}", node.mesh.0);
                report.push(Message::new(&codes::PRIMITIVE, place, why));
            }
        }
    }
    if others > 0 {
        let place = format!("/meshes/{}", node.mesh.0);
        report.push(Message::new(&codes::LEFT_OUT, place, format!("{others} of points and lines")));
    }
    found
}

/// Adds triangles where they are; `feature` is that of all of them, else each has its first corner's.
fn add(model: &mut Model, part: &Triangles, matrix: &Matrix, feature: Option<Feature>) {
    let boundary = &mut model.boundary;
    let first = boundary.vertices.len() as u32;
    boundary.vertices.extend(part.points.iter().map(|p| matrix.point(*p)));
    let mirrored = matrix.determinant() < 0.0;
    for [a, b, c] in &part.corners {
        if a == b || b == c || a == c {
            continue;
        }
        let own = feature.or_else(|| part.features.get(*a as usize).copied().flatten());
        if own.is_some() || !model.features.is_empty() {
            // Triangles before the first with a feature have none.
            model.features.resize(boundary.faces.len(), None);
            model.features.push(own);
        }
        let (b, c) = if mirrored { (c, b) } else { (b, c) };
        boundary.push_face(&[&[first + a, first + b, first + c]], FaceKind::Unknown, part.colour);
    }
}
