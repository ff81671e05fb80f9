//! Checks one geometry against everything that it refers to.

use linli_model::{FaceKind, Lod, Point3};

use super::appearance::Appearance;
use super::codes::{self, geometry as code};
use super::geometry::{GeometryType, LodText, RawGeometry, RawSemantics};
use super::header::{Header, Version};
use super::nest::{IndexNest, NO_INDEX, Trouble};
use super::values;
use super::vertices::{Transform, Used};
use crate::report::Message;

/// What the objects of a file, or of one feature, refer to.
#[derive(Debug)]
pub struct References<'a> {
    /// Version, extensions.
    pub header: &'a Header,
    /// Vertices as written.
    pub vertices: &'a [Point3],
    /// From vertices to coordinates; the identity for templates.
    pub transform: Transform,
    /// Which vertices something refers to.
    pub used: &'a Used,
    /// Materials and textures.
    pub appearance: &'a Appearance,
    /// Geometry templates.
    pub templates: &'a Templates<'a>,
}

impl References<'_> {
    /// Place of a vertex in the coordinate system; not a number when there is no such vertex.
    pub fn point(&self, vertex: u32) -> Point3 {
        self.vertices.get(vertex as usize).map_or([f64::NAN; 3], |v| self.transform.apply(*v))
    }
}

/// Geometry templates with their vertices.
#[derive(Debug, Default)]
pub struct Templates<'a> {
    /// Templates in order, each with what was found out about it.
    pub list: Vec<(RawGeometry<'a>, Checked)>,
    /// Vertices of the templates.
    pub vertices: Vec<Point3>,
}

/// What was found out about a geometry.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Type, when the geometry can be used.
    pub usable: Option<GeometryType>,
    /// Level of detail; that of the template for an instance.
    pub lod: Option<Lod>,
    /// What each face is; empty when not said.
    pub kinds: Vec<FaceKind>,
    /// Colour of each face; empty when none has one.
    pub colours: Vec<Option<[u8; 3]>>,
    /// Whether the level of detail was a number where it must be text.
    pub lod_number: bool,
}

/// Checks a geometry that stands at `place`. Says what is wrong in `found`.
pub fn check_geometry(
    geometry: &RawGeometry<'_>,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> Checked {
    let mut checked = Checked::default();
    let Some(type_) = geometry.geometry_type() else {
        let name = geometry.type_.as_deref().unwrap_or("(none)");
        found.push(Message::new(&code::UNKNOWN_TYPE, format!("{place}/type"), name));
        return checked;
    };
    let empty = IndexNest::default();
    let nest = geometry.boundaries.as_ref().unwrap_or(&empty);
    nest.leaves.iter().for_each(|leaf| references.used.mark(*leaf));
    check_lod(&geometry.lod, type_, place, references.header.version, &mut checked, found);
    if !check_boundaries(nest, type_, place, references, found) {
        return checked;
    }
    if type_ == GeometryType::Instance {
        if let Some(lod) = check_instance(geometry, nest, place, references, found) {
            checked.usable = Some(type_);
            checked.lod = lod.or(checked.lod);
        }
        return checked;
    }
    checked.usable = Some(type_);
    if let Some(semantics) = &geometry.semantics {
        check_surface_types(semantics, place, references.header.extensions, found);
        match values::face_kinds(semantics, nest, type_, geometry.surfaces()) {
            Ok(kinds) => checked.kinds = kinds,
            Err(detail) => found.push(Message::new(&code::SEMANTICS, format!("{place}/semantics"), detail)),
        }
    }
    checked.colours = check_materials(geometry, nest, type_, place, references.appearance, found);
    check_textures(geometry, place, references.appearance, found);
    checked
}

fn check_lod(
    lod: &LodText,
    type_: GeometryType,
    place: &str,
    version: Version,
    checked: &mut Checked,
    found: &mut Vec<Message>,
) {
    checked.lod = lod.lod();
    match lod {
        LodText::Missing if type_ != GeometryType::Instance => {
            found.push(Message::new(&code::NO_LOD, place, ""))
        }
        LodText::Number(_) => checked.lod_number = version != Version::V1_0,
        LodText::Bad(text) => found.push(Message::new(&code::BAD_LOD, format!("{place}/lod"), text.as_str())),
        LodText::Missing | LodText::Text(_) => {}
    }
}

/// Whether the indices can be used.
fn check_boundaries(
    nest: &IndexNest,
    type_: GeometryType,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> bool {
    let known = nest.leaves.iter().find(|leaf| (**leaf as usize) < references.vertices.len());
    let at = known.map_or([f64::NAN; 3], |leaf| references.point(*leaf));
    let shape = || Message::new(&code::SHAPE, format!("{place}/boundaries"), format!("{type_:?}")).at(at);
    match &nest.trouble {
        Some(Trouble::NotAnIndex { leaf, what }) => {
            let pointer = format!("{place}/boundaries{}", nest.pointer(*leaf));
            found.push(Message::new(&code::NOT_AN_INDEX, pointer, what.as_str()).at(at));
            return false;
        }
        Some(Trouble::Uneven) => {
            found.push(shape());
            return false;
        }
        None => {}
    }
    let Some(depth) = nest.depth() else {
        found.push(Message::new(&code::EMPTY, format!("{place}/boundaries"), ""));
        return false;
    };
    if depth != type_.depth() {
        found.push(shape());
        return false;
    }
    let count = references.vertices.len();
    if let Some(leaf) = nest.leaves.iter().position(|leaf| *leaf as usize >= count) {
        let missing = nest.leaves.iter().filter(|leaf| **leaf as usize >= count).count();
        let first = nest.leaves.get(leaf).copied().unwrap_or(NO_INDEX);
        let more = if missing > 1 { format!(", {missing} such") } else { String::new() };
        let pointer = format!("{place}/boundaries{}", nest.pointer(leaf));
        let detail = format!("{first} ({count} vertices{more})");
        found.push(Message::new(&code::MISSING_VERTEX, pointer, detail).at(at));
        return false;
    }
    check_lists(nest, depth, place, at, found);
    true
}

/// Empty lists and short rings: the rest of the geometry can be used.
fn check_lists(nest: &IndexNest, depth: usize, place: &str, at: Point3, found: &mut Vec<Message>) {
    let (mut empty, mut short, mut first_short) = (0_usize, 0_usize, None);
    for level in 1..depth {
        let mut start = 0;
        for &end in nest.ends.get(level).map_or(&[][..], Vec::as_slice) {
            empty += usize::from(end == start);
            if depth >= 3 && level == depth - 1 && end != start && end - start < 3 {
                short += 1;
                first_short.get_or_insert(start as usize);
            }
            start = end;
        }
    }
    if empty > 0 {
        found.push(Message::new(&code::EMPTY_PART, format!("{place}/boundaries"), empty.to_string()).at(at));
    }
    if let Some(leaf) = first_short {
        let pointer = nest.pointer(leaf);
        let ring = pointer.rsplit_once('/').map_or("", |(ring, _)| ring);
        found.push(
            Message::new(&code::SHORT_RING, format!("{place}/boundaries{ring}"), short.to_string()).at(at),
        );
    }
}

/// The template's level of detail, or `None` when the instance cannot be used.
fn check_instance(
    geometry: &RawGeometry<'_>,
    nest: &IndexNest,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> Option<Option<Lod>> {
    let at = nest.leaves.first().map_or([f64::NAN; 3], |leaf| references.point(*leaf));
    let templates = &references.templates.list;
    let number = geometry.template.and_then(|n| usize::try_from(n).ok());
    let Some((_, template)) = number.and_then(|n| templates.get(n)).filter(|(_, t)| t.usable.is_some())
    else {
        let written = geometry.template.map_or_else(|| "(none)".to_owned(), |n| n.to_string());
        let detail = format!("number {written} of {}", templates.len());
        found.push(Message::new(&code::TEMPLATE, format!("{place}/template"), detail).at(at));
        return None;
    };
    if nest.leaves.len() != 1 {
        let detail = format!("{} reference points instead of 1", nest.leaves.len());
        found.push(Message::new(&code::TEMPLATE, format!("{place}/boundaries"), detail).at(at));
        return None;
    }
    if geometry.matrix.as_ref().map_or(0, Vec::len) != 16 {
        let detail = format!("{} numbers", geometry.matrix.as_ref().map_or(0, Vec::len));
        found.push(Message::new(&code::MATRIX, format!("{place}/transformationMatrix"), detail).at(at));
        return None;
    }
    Some(template.lod)
}

fn check_surface_types(
    semantics: &RawSemantics<'_>,
    place: &str,
    extensions: bool,
    found: &mut Vec<Message>,
) {
    for (i, surface) in semantics.surfaces.iter().enumerate() {
        let name = surface.as_ref();
        let extension = name.starts_with('+');
        let code = if values::face_kind(name) != FaceKind::Unknown || (extension && extensions) {
            continue;
        } else if extension {
            &codes::EXTENSION_UNDECLARED
        } else {
            &code::SURFACE_TYPE
        };
        found.push(Message::new(code, format!("{place}/semantics/surfaces/{i}/type"), name));
    }
}

/// Colours of the faces: those of the default theme, or of the first theme that fits.
fn check_materials(
    geometry: &RawGeometry<'_>,
    nest: &IndexNest,
    type_: GeometryType,
    place: &str,
    appearance: &Appearance,
    found: &mut Vec<Message>,
) -> Vec<Option<[u8; 3]>> {
    let mut colours = Vec::new();
    for (theme, material) in &geometry.material {
        match values::face_materials(material, nest, type_, geometry.surfaces(), appearance.materials.len()) {
            Ok(materials) => {
                let colour =
                    |m: &Option<u32>| m.and_then(|m| appearance.materials.get(m as usize).copied().flatten());
                if colours.is_empty() || appearance.default_theme.as_deref() == Some(*theme) {
                    colours = materials.iter().map(colour).collect();
                }
            }
            Err(detail) => {
                let place = format!("{place}/material/{}", super::header::escape(theme));
                found.push(Message::new(&code::MATERIAL, place, detail));
            }
        }
    }
    colours
}

fn check_textures(
    geometry: &RawGeometry<'_>,
    place: &str,
    appearance: &Appearance,
    found: &mut Vec<Message>,
) {
    for (theme, range) in &geometry.texture {
        let detail = if range.bad {
            "a value is not a whole number from 0".to_owned()
        } else if range.textures > appearance.textures as u64 {
            format!("texture {}, but there are only {}", range.textures - 1, appearance.textures)
        } else if range.vertices > appearance.texture_vertices as u64 {
            format!(
                "texture vertex {}, but there are only {}",
                range.vertices - 1,
                appearance.texture_vertices
            )
        } else {
            continue;
        };
        let place = format!("{place}/texture/{}", super::header::escape(theme));
        found.push(Message::new(&code::TEXTURE, place, detail));
    }
}
