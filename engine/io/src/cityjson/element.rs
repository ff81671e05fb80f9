//! One city object as an element of the community.

use std::borrow::Cow;

use linli_model::{Element, Geometry, Key, Kind, Lod, Point3, SourceRef};

use super::check::{Checked, References, check_geometry};
use super::codes::{self, geometry as geometry_code, object as code};
use super::geometry::{GeometryType, RawGeometry};
use super::header::escape;
use super::nest::IndexNest;
use super::object::{RawObject, Scratch};
use super::shape::FaceCollector;
use super::{facts, kind};
use crate::report::Message;

/// What became of one city object.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Id in the file.
    pub id: String,
    /// Type as written.
    pub type_: Cow<'static, str>,
    /// The element, unless the object is left out.
    pub element: Option<Element>,
    /// What was found.
    pub found: Vec<Message>,
    /// Ids of the objects that it belongs to.
    pub parents: Vec<String>,
    /// Ids of the objects that belong to it.
    pub children: Vec<String>,
    /// Surfaces of all its geometries, whatever their level of detail.
    pub surfaces: u64,
    /// How many geometries give the level of detail as a number where it must be text.
    pub lod_numbers: u64,
}

/// Makes the element of an object that stands at `place`, which is `/CityObjects/<id>`.
pub fn build(
    id: String,
    place: &str,
    mut object: RawObject<'_>,
    references: &References<'_>,
    scratch: &mut Scratch,
) -> Outcome {
    let mut outcome = Outcome { id, ..Outcome::default() };
    for member in &object.wrong {
        outcome.found.push(Message::new(&code::WRONG_MEMBER, format!("{place}/{member}"), *member));
    }
    outcome.type_ = match object.type_.take() {
        Some(name) => kind::standard(&name).map_or_else(|| name.into_owned().into(), Cow::Borrowed),
        None => "(none)".into(),
    };
    check_type(&outcome.type_, place, &object, references.header.extensions, &mut outcome.found);
    let checked: Vec<Checked> = object
        .geometry
        .iter()
        .enumerate()
        .map(|(i, g)| check_geometry(g, &format!("{place}/geometry/{i}"), references, &mut outcome.found))
        .collect();
    outcome.surfaces = object.geometry.iter().map(|g| g.surfaces() as u64).sum();
    outcome.lod_numbers = checked.iter().filter(|c| c.lod_number).count() as u64;
    for vertex in object.address.map(facts::address_vertices).into_iter().flatten() {
        references.used.mark(vertex);
    }
    outcome.parents = std::mem::take(&mut object.parents);
    outcome.children = std::mem::take(&mut object.children);

    let raw_geometry = std::mem::take(&mut object.geometry);
    let chosen = choose(&raw_geometry, &checked, references);
    let geometry = make_geometry(&chosen, place, references, &mut outcome.found);
    let lod = chosen.lod;
    let lost = matches!(geometry, Geometry::None) && !raw_geometry.is_empty();
    if lost && outcome.children.is_empty() {
        outcome.found.push(Message::new(&code::NOTHING_LEFT, place, ""));
    } else {
        object.attributes.shrink_to_fit();
        outcome.element = Some(element(&outcome.id, &outcome.type_, object, geometry, lod));
    }
    scratch.spare.take_back(raw_geometry);
    let at = outcome.found.iter().find_map(|m| m.at);
    for message in &mut outcome.found {
        message.object = Some(outcome.id.clone());
        message.at = message.at.or(at);
    }
    outcome
}

fn element(id: &str, type_: &str, object: RawObject<'_>, geometry: Geometry, lod: Option<Lod>) -> Element {
    let mut kind = kind::kind_of(type_, &object.attributes, object.address);
    if let Kind::Building(facts) | Kind::BuildingPart(facts) = &mut kind
        && facts.height_m.is_none()
    {
        let aabb = geometry.aabb();
        facts.height_m = Some(aabb.max[2] - aabb.min[2]).filter(|h| *h > 0.0);
    }
    Element {
        name: facts::name(&object.attributes),
        lod: lod.filter(|_| !matches!(geometry, Geometry::None)),
        source: SourceRef { source: 0, id: id.to_owned() },
        attributes: object.attributes,
        ..Element::new(Key::from(id), kind, geometry)
    }
}

fn check_type(type_: &str, place: &str, object: &RawObject<'_>, extensions: bool, found: &mut Vec<Message>) {
    if type_.starts_with('+') {
        if !extensions {
            found.push(Message::new(&codes::EXTENSION_UNDECLARED, format!("{place}/type"), type_));
        }
    } else if !kind::is_standard(type_) {
        found.push(Message::new(&code::UNKNOWN_TYPE, format!("{place}/type"), type_));
    }
    if kind::is_part(type_) && object.parents.is_empty() {
        found.push(Message::new(&code::NO_PART_PARENT, place, type_));
    }
    if !extensions && let Some((name, _)) = object.attributes.iter().find(|(name, _)| name.starts_with('+')) {
        let place = format!("{place}/attributes/{}", escape(name));
        found.push(Message::new(&codes::EXTENSION_UNDECLARED, place, name));
    }
}

/// One geometry to be shown: its index lists and where its vertices are.
struct Part<'a> {
    nest: &'a IndexNest,
    type_: GeometryType,
    checked: &'a Checked,
    /// Matrix and reference point of an instance.
    instance: Option<(&'a [f64], Point3)>,
}

/// The geometries chosen for an object.
struct Chosen<'a> {
    parts: Vec<Part<'a>>,
    lod: Option<Lod>,
}

/// Chooses what is shown: faces before lines before points; then the highest level of detail up
/// to 3.x, because 4 is the inside; then solids before surfaces. Geometries alike in all that
/// belong together.
fn choose<'a>(
    geometry: &'a [RawGeometry<'_>],
    checked: &'a [Checked],
    references: &'a References<'_>,
) -> Chosen<'a> {
    let mut chosen = Chosen { parts: Vec::new(), lod: None };
    let mut best = None;
    for (raw, checked) in geometry.iter().zip(checked) {
        let Some(part) = part_of(raw, checked, references) else { continue };
        let outside = checked.lod.is_none_or(|lod| lod.major <= 3);
        let rank = (part.type_.depth().min(3), outside, checked.lod, part.type_.depth());
        match best {
            Some(best) if rank < best => {}
            Some(best) if rank == best => chosen.parts.push(part),
            _ => {
                best = Some(rank);
                chosen = Chosen { parts: vec![part], lod: checked.lod };
            }
        }
    }
    chosen
}

fn part_of<'a>(
    raw: &'a RawGeometry<'_>,
    checked: &'a Checked,
    references: &'a References<'_>,
) -> Option<Part<'a>> {
    let nest = raw.boundaries.as_ref()?;
    let type_ = checked.usable?;
    if type_ != GeometryType::Instance {
        return Some(Part { nest, type_, checked, instance: None });
    }
    let (template, checked) = references.templates.list.get(usize::try_from(raw.template?).ok()?)?;
    let anchor = references.point(*nest.leaves.first()?);
    let instance = Some((raw.matrix.as_deref()?, anchor));
    Some(Part { nest: template.boundaries.as_ref()?, type_: checked.usable?, checked, instance })
}

impl Part<'_> {
    /// Place of a vertex of this geometry: for an instance `matrix × vertex + reference point`
    /// (CityJSON 2.0, 3.3 Geometry templates).
    fn point(&self, vertex: u32, references: &References<'_>) -> Point3 {
        let Some((matrix, anchor)) = self.instance else { return references.point(vertex) };
        let Some([x, y, z]) = references.templates.vertices.get(vertex as usize).copied() else {
            return [f64::NAN; 3];
        };
        let row = |r: usize| match matrix.get(4 * r..4 * r + 4) {
            Some([a, b, c, d]) => a * x + b * y + c * z + d,
            _ => f64::NAN,
        };
        let w = row(3);
        std::array::from_fn(|i| row(i) / w + anchor[i])
    }
}

fn make_geometry(
    chosen: &Chosen<'_>,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> Geometry {
    let geometry = match chosen.parts.first().map(|part| part.type_.depth()) {
        None => return Geometry::None,
        Some(1) => middle(chosen, place, references, found),
        Some(2) => longest_line(chosen, place, references, found),
        Some(_) => faces(chosen, place, references, found),
    };
    let mut finite = true;
    geometry.for_each_point(|p| finite &= p.iter().all(|v| v.is_finite()));
    if !finite {
        found.push(Message::new(&geometry_code::NOT_FINITE, format!("{place}/geometry"), ""));
        return Geometry::None;
    }
    geometry
}

fn faces(
    chosen: &Chosen<'_>,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> Geometry {
    let mut faces = FaceCollector::default();
    for part in &chosen.parts {
        faces.add(part.nest, part.type_, part.checked, |vertex| part.point(vertex, references));
    }
    for (code, count) in
        [(&geometry_code::REPEATED_CORNER, faces.repeated), (&geometry_code::DEGENERATE, faces.degenerate)]
    {
        if count > 0 {
            found.push(Message::new(code, format!("{place}/geometry"), count.to_string()));
        }
    }
    if faces.faces() == 0 {
        return Geometry::None;
    }
    Geometry::Boundary(faces.finish(chosen.parts.iter().all(|part| part.type_.is_solid())))
}

fn longest_line(
    chosen: &Chosen<'_>,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> Geometry {
    let (mut lines, mut longest, mut points) = (0_usize, -1.0, Vec::new());
    for part in &chosen.parts {
        for line in part.nest.children(0, 0) {
            let leaves = part.nest.leaves.get(part.nest.children(1, line)).unwrap_or_default();
            let candidate: Vec<Point3> = leaves.iter().map(|leaf| part.point(*leaf, references)).collect();
            let length: f64 = candidate.windows(2).map(|pair| distance(pair[0], pair[1])).sum();
            if candidate.len() >= 2 && length > longest {
                (longest, points) = (length, candidate);
            }
            lines += 1;
        }
    }
    if points.is_empty() {
        return Geometry::None;
    }
    if lines > 1 {
        found.push(Message::new(&geometry_code::LOST_LINES, format!("{place}/geometry"), lines.to_string()));
    }
    Geometry::Line(points)
}

fn middle(
    chosen: &Chosen<'_>,
    place: &str,
    references: &References<'_>,
    found: &mut Vec<Message>,
) -> Geometry {
    let leaves = chosen.parts.iter().flat_map(|part| part.nest.leaves.iter().map(move |leaf| (part, *leaf)));
    let points: Vec<Point3> = leaves.map(|(part, leaf)| part.point(leaf, references)).collect();
    if points.len() > 1 {
        found.push(Message::new(
            &geometry_code::LOST_POINTS,
            format!("{place}/geometry"),
            points.len().to_string(),
        ));
    }
    let sum = points.iter().fold([0.0; 3], |sum, p| std::array::from_fn(|i| sum[i] + p[i]));
    Geometry::Point(sum.map(|v| v / points.len() as f64))
}

fn distance(a: Point3, b: Point3) -> f64 {
    (0..3).map(|i| (b[i] - a[i]).powi(2)).sum::<f64>().sqrt()
}
