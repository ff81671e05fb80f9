//! The objects of one JSON object: a whole CityJSON file, or one feature of a sequence.

use std::collections::HashSet;

use linli_model::Point3;
use rayon::prelude::*;
use serde::de::IgnoredAny;

use super::appearance::Appearance;
use super::check::{Checked, References, Templates, check_geometry};
use super::codes::{self, list, object as object_code};
use super::element::{self, Outcome};
use super::family;
use super::geometry::RawGeometry;
use super::header::{Cut, Header, escape, plain};
use super::object::{Names, RawObject};
use super::skim::{self, Member};
use super::vertices::{Transform, Used, VertexError, duplicates, read_vertices};
use crate::ReadContext;
use crate::report::Message;

/// Objects of a file or feature, and what was found about it as a whole.
#[derive(Debug, Default)]
pub struct Document {
    /// Objects in the order of the file, left out or not.
    pub objects: Vec<Outcome>,
    /// What was found outside the objects.
    pub found: Vec<Message>,
    /// How many vertices it has.
    pub vertices: u64,
}

/// What a document takes from the header of its file.
pub struct Shared<'a> {
    /// Version, transform, extensions.
    pub header: &'a Header,
    /// Appearance for documents without their own.
    pub appearance: &'a Appearance,
    /// Geometry templates.
    pub templates: &'a Templates<'a>,
    /// Progress and limits.
    pub context: &'a ReadContext<'a>,
}

/// Reads the objects of a document.
///
/// # Errors
/// The message of the rejection, when its objects cannot be told apart or have no places.
pub fn read_document(cut: &Cut<'_>, shared: &Shared<'_>) -> Result<Document, Message> {
    let mut document = Document::default();
    let members = object_members(cut, shared.context)?;
    let (vertices, (own_appearance, raw)) = rayon::join(
        || read_vertex_list(cut, &mut document.found, shared.context),
        || rayon::join(|| own_appearance(cut), || read_objects(&members, shared.context)),
    );
    let vertices = vertices?;
    let own_appearance = own_appearance.unwrap_or_else(|message| {
        document.found.push(*message);
        None
    });
    let raw = raw.ok_or_else(|| Message::new(&codes::STOPPED, "", ""))?;
    let used = Used::none_of(vertices.len());
    let references = References {
        header: shared.header,
        vertices: &vertices,
        transform: shared.header.transform,
        used: &used,
        appearance: own_appearance.as_ref().unwrap_or(shared.appearance),
        templates: shared.templates,
    };
    let build = |(member, raw): (&Member<'_>, _)| build_object(cut, member, raw, &references);
    document.objects = members.par_iter().zip(raw).with_min_len(4).map(build).collect();
    family::join(&mut document.objects, &cut.prefix);
    vertex_messages(&vertices, &used, cut, &mut document.found);
    document.vertices = vertices.len() as u64;
    Ok(document)
}

/// Reads the appearance of a file or feature, if it has one.
///
/// # Errors
/// A message when it cannot be read.
pub fn own_appearance(cut: &Cut<'_>) -> Result<Option<Appearance>, Box<Message>> {
    let Some(member) = cut.member("appearance") else { return Ok(None) };
    Appearance::from_json(member.value).map(Some).map_err(|error| Box::new(bad_root(cut, member, "appearance", &error)))
}

/// Reads and checks the geometry templates of a file.
pub fn read_templates<'a>(
    cut: &Cut<'a>,
    header: &Header,
    appearance: &Appearance,
    found: &mut Vec<Message>,
) -> Templates<'a> {
    let mut templates = Templates::default();
    let Some(member) = cut.member("geometry-templates") else { return templates };
    let Ok((members, _)) = skim::members(member.value, 0, 2, usize::MAX) else {
        found.push(Message::new(&codes::BAD_ROOT, "/geometry-templates", "geometry-templates"));
        return templates;
    };
    let part = |name: &str| members.iter().find(|m| m.raw_name == name);
    let mut geometries: Vec<RawGeometry<'a>> = Vec::new();
    if let Some(list) = part("templates") {
        match serde_json::from_str(list.value) {
            Ok(list) => geometries = list,
            Err(error) => found.push(bad_root(cut, member, "templates", &error)),
        }
    }
    if let Some(list) = part("vertices-templates") {
        match read_vertices(list.value) {
            Ok(list) => templates.vertices = list,
            Err(bad) => found.push(bad_root(cut, member, "vertices-templates", &bad.error)),
        }
    }
    let used = Used::none_of(0);
    let none = Templates::default();
    let references = References {
        header,
        vertices: &templates.vertices,
        transform: Transform::IDENTITY,
        used: &used,
        appearance,
        templates: &none,
    };
    let check = |(i, geometry): (usize, RawGeometry<'a>)| {
        let place = format!("/geometry-templates/templates/{i}");
        let checked: Checked = check_geometry(&geometry, &place, &references, found);
        (geometry, checked)
    };
    let list = geometries.into_iter().enumerate().map(check).collect();
    templates.list = list;
    templates
}

fn bad_root(cut: &Cut<'_>, member: &Member<'_>, name: &str, error: &serde_json::Error) -> Message {
    Message::new(&codes::BAD_ROOT, cut.syntax(member.at, error).place, format!("{name} ({})", plain(error)))
}

/// The members of `CityObjects`, all with different ids.
fn object_members<'a>(cut: &Cut<'a>, context: &ReadContext<'_>) -> Result<Vec<Member<'a>>, Message> {
    let Some(member) = cut.member("CityObjects") else {
        return Err(Message::new(&codes::NOT_CITYJSON, format!("{}/CityObjects", cut.prefix), "no CityObjects"));
    };
    if !member.value.starts_with('{') {
        let place = format!("{}/CityObjects", cut.prefix);
        return Err(Message::new(&codes::NOT_CITYJSON, place, "CityObjects is not an object"));
    }
    let (members, _) = skim::members(cut.text, member.at, 2, context.limits.json_depth)
        .map_err(|_| Message::new(&codes::NOT_CITYJSON, cut.position(member.at), "CityObjects is not JSON"))?;
    if members.len() as u64 > context.limits.objects {
        let detail = format!("{} of {} objects", members.len(), context.limits.objects);
        return Err(Message::new(&codes::LIMIT, format!("{}/CityObjects", cut.prefix), detail));
    }
    let mut ids = HashSet::with_capacity(members.len());
    for member in &members {
        if !ids.insert(member.raw_name) {
            let name = member.name();
            let place = cut.position(member.name_at);
            return Err(Message::new(&codes::DUPLICATE_ID, place, name.as_str()).object(name));
        }
    }
    Ok(members)
}

type RawResult<'a> = Result<RawObject<'a>, serde_json::Error>;

/// Reads every object; `None` when the user stopped it.
fn read_objects<'a>(members: &[Member<'a>], context: &ReadContext<'_>) -> Option<Vec<RawResult<'a>>> {
    let read = |names: &mut Names, member: &Member<'a>| {
        (!context.progress.cancelled()).then(|| RawObject::from_json(member.value, names))
    };
    members.par_iter().with_min_len(4).map_init(Names::default, read).collect()
}

fn build_object(cut: &Cut<'_>, member: &Member<'_>, raw: RawResult<'_>, references: &References<'_>) -> Outcome {
    let id = member.name();
    match raw {
        Ok(object) => {
            let place = format!("{}/CityObjects/{}", cut.prefix, escape(&id));
            element::build(id, &place, object, references)
        }
        Err(error) => {
            let place = cut.syntax(member.at, &error).place;
            let message = Message::new(&object_code::UNREADABLE, place, plain(&error)).object(id.as_str());
            Outcome { id, type_: loose_type(member.value), found: vec![message], ..Outcome::default() }
        }
    }
}

/// Type of an object that cannot be read otherwise, so that it is still counted.
fn loose_type(text: &str) -> String {
    let members = skim::members(text, 0, 0, usize::MAX).map(|(members, _)| members).unwrap_or_default();
    let type_ = members.iter().find(|m| m.raw_name == "type");
    type_.and_then(|m| serde_json::from_str(m.value).ok()).unwrap_or_else(|| "(none)".to_owned())
}

fn read_vertex_list(
    cut: &Cut<'_>,
    found: &mut Vec<Message>,
    context: &ReadContext<'_>,
) -> Result<Vec<Point3>, Message> {
    let place = format!("{}/vertices", cut.prefix);
    let Some(member) = cut.member("vertices") else {
        found.push(Message::new(&codes::NO_VERTICES, place, ""));
        return Ok(Vec::new());
    };
    let vertices = read_vertices(member.value).map_err(|VertexError { vertex, error }| {
        let at = cut.syntax(member.at, &error).place;
        let what = if error.is_data() || error.is_syntax() { plain(&error) } else { error.to_string() };
        Message::new(&codes::BAD_VERTEX, format!("{place}/{vertex}"), format!("{what} (line {at})"))
    })?;
    if vertices.len() as u64 > context.limits.vertices {
        let detail = format!("{} of {} vertices", vertices.len(), context.limits.vertices);
        return Err(Message::new(&codes::LIMIT, place, detail));
    }
    Ok(vertices)
}

fn vertex_messages(vertices: &[Point3], used: &Used, cut: &Cut<'_>, found: &mut Vec<Message>) {
    for (code, (count, first)) in
        [(&list::DUPLICATE_VERTICES, duplicates(vertices)), (&list::UNUSED_VERTICES, used.unused())]
    {
        if let Some(first) = first {
            found.push(Message::new(code, format!("{}/vertices/{first}", cut.prefix), count.to_string()));
        }
    }
}

/// Root members that the standard does not know.
pub fn check_root(cut: &Cut<'_>, known: &[&str], extensions: bool, found: &mut Vec<Message>) {
    for member in cut.members().iter().filter(|m| !known.contains(&m.raw_name)) {
        let name = member.name();
        let place = format!("{}/{}", cut.prefix, escape(&name));
        let code = if name.starts_with('+') && !extensions { &codes::EXTENSION_UNDECLARED } else { &codes::EXTRA_ROOT };
        if let Err(error) = serde_json::from_str::<IgnoredAny>(member.value) {
            found.push(cut.syntax(member.at, &error));
        } else {
            found.push(Message::new(code, place, name));
        }
    }
}
