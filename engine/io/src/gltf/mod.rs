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
mod mesh;
mod node;
mod placement;
#[cfg(test)]
mod tests;
mod transform;

use std::collections::BTreeMap;
use std::path::PathBuf;

use linli_model::{Boundary, Building, Element, FaceKind, Geometry, Kind, Vertical};

use crate::budget::{Budget, Spent};
use crate::matrix::Matrix;
use crate::report::Message;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use accessor::Accessors;
use buffer::Buffers;
use document::{Document, entry};
use mesh::{Meshes, Triangles};
use placement::Placement;

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
    let found = model(input, context, &mut report);
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

/// All triangles of the model, in its own coordinates.
fn model(input: &Input, context: &ReadContext, report: &mut FileReport) -> Result<Boundary, Box<Message>> {
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
    check::extensions(&document, report)?;
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
    let meshes = Meshes { document: &document, buffers: &buffers, accessors: &accessors, budget: &budget };
    let built = checked.and_then(|()| build(&placed, &meshes, context, report));
    if budget.spent() == Some(Spent::Stopped) {
        return Err(Box::new(Message::new(&codes::CANCELLED, "", "")));
    }
    let boundary = built?;
    if boundary.faces.is_empty() {
        let why = report.messages.iter().find(|message| message.code.severity == crate::Severity::Error);
        let why = why.map(|m| format!(": {} {}", m.place, m.code.english.replace("{}", &m.detail)));
        return Err(Box::new(Message::new(&codes::NOTHING, "", why.unwrap_or_default())));
    }
    Ok(boundary)
}

/// Joins the triangles of every mesh wherever it is placed.
fn build(
    placed: &[node::Placed],
    meshes: &Meshes,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Boundary, Box<Message>> {
    let mut boundary = Boundary::default();
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
        let wanted = (boundary.corners.len() as u64).checked_add(corners.max(1).saturating_mul(count));
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
        for instance in own {
            let matrix = node.matrix.after(&instance);
            triangles.iter().for_each(|part| add(&mut boundary, part, &matrix));
        }
    }
    Ok(boundary)
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

fn add(boundary: &mut Boundary, part: &Triangles, matrix: &Matrix) {
    let first = boundary.vertices.len() as u32;
    boundary.vertices.extend(part.points.iter().map(|p| matrix.point(*p)));
    let mirrored = matrix.determinant() < 0.0;
    for [a, b, c] in &part.corners {
        if a == b || b == c || a == c {
            continue;
        }
        let (b, c) = if mirrored { (c, b) } else { (b, c) };
        boundary.push_face(&[&[first + a, first + b, first + c]], FaceKind::Unknown, part.colour);
    }
}
