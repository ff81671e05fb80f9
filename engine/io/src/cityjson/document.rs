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
use super::geometry::{RawGeometry, Spare};
use super::header::{Cut, Header, escape};
use super::object::{RawObject, Scratch};
use super::skim::{self, Member, SkimError, each_element};
use super::vertices::{Transform, Used, duplicates, read_vertices};
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

/// Reads the objects of a document: on all cores, or with the scratch of this thread where many
/// documents are read at once.
///
/// # Errors
/// The message of the rejection, when its objects cannot be told apart or have no places.
pub fn read_document(
    cut: &Cut<'_>,
    shared: &Shared<'_>,
    scratch: Option<&mut Scratch>,
) -> Result<Document, Box<Message>> {
    let mut document = Document::default();
    let members = object_members(cut, shared.context)?;
    let vertices = vertex_list(cut, &mut document.found, shared.context)?;
    let appearance = own_appearance(cut).unwrap_or_else(|message| {
        document.found.push(*message);
        None
    });
    let used = Used::none_of(vertices.len());
    let references = References {
        header: shared.header,
        vertices,
        transform: shared.header.transform,
        used: &used,
        appearance: appearance.as_ref().unwrap_or(shared.appearance),
        templates: shared.templates,
    };
    let read = |scratch: &mut Scratch, member: &Member<'_>| {
        (!shared.context.progress.cancelled()).then(|| read_object(cut, member, &references, scratch))
    };
    // Collected before the stopped ones are looked for: so each goes to its place in one list at once,
    // and memory does not hold it twice.
    let (objects, repeated): (Vec<Option<Outcome>>, _) = match scratch {
        Some(scratch) => (members.iter().map(|member| read(scratch, member)).collect(), duplicates(vertices)),
        None => rayon::join(
            || members.par_iter().with_min_len(8).map_init(Scratch::default, read).collect(),
            || duplicates(vertices),
        ),
    };
    let objects: Option<Vec<Outcome>> = objects.into_iter().collect();
    document.objects = objects.ok_or_else(|| Message::new(&codes::STOPPED, "", ""))?;
    family::join(&mut document.objects, &cut.prefix);
    vertex_messages(repeated, &used, cut, &mut document.found);
    document.vertices = vertices.len() as u64;
    Ok(document)
}

/// Reads the appearance of a file or feature, if it has one.
///
/// # Errors
/// A message when it cannot be read.
pub fn own_appearance(cut: &Cut<'_>) -> Result<Option<Appearance>, Box<Message>> {
    let Some(member) = cut.member("appearance") else { return Ok(None) };
    let read = Appearance::read(cut.text, member.at).map(Some);
    read.map_err(|error| Box::new(bad_root(cut, "appearance", &error)))
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
    let at = |part: &Member<'_>| member.at + part.at;
    if let Some(list) = part("templates").filter(|list| list.value.starts_with('[')) {
        let read = each_element(cut.text, at(list), |at| {
            let (geometry, end) = RawGeometry::read(cut.text, at, &mut Spare::default())?;
            geometries.push(geometry);
            Ok(end)
        });
        if let Err(error) = read {
            found.push(bad_root(cut, "templates", &error));
        }
    }
    if let Some(list) = part("vertices-templates") {
        match read_vertices(cut.text, at(list)) {
            Ok((list, _)) => templates.vertices = list,
            Err((_, error)) => found.push(bad_root(cut, "vertices-templates", &error)),
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

fn bad_root(cut: &Cut<'_>, name: &str, error: &SkimError) -> Message {
    Message::new(&codes::BAD_ROOT, cut.position(error.at()), format!("{name} ({})", error.what()))
}

/// The members of `CityObjects`, all with different ids.
fn object_members<'c, 'a>(
    cut: &'c Cut<'a>,
    context: &ReadContext<'_>,
) -> Result<&'c [Member<'a>], Box<Message>> {
    let Some(members) = &cut.objects else {
        let place = format!("{}/CityObjects", cut.prefix);
        return Err(Message::new(&codes::NOT_CITYJSON, place, "there is no object CityObjects").into());
    };
    if members.len() as u64 > context.limits.objects {
        let detail = format!("{} of {} objects", members.len(), context.limits.objects);
        return Err(Message::new(&codes::LIMIT, format!("{}/CityObjects", cut.prefix), detail).into());
    }
    let mut ids = HashSet::with_capacity(members.len());
    for member in members {
        if !ids.insert(member.raw_name) {
            let name = member.name();
            let place = cut.position(member.name_at);
            return Err(Message::new(&codes::DUPLICATE_ID, place, name.as_str()).object(name).into());
        }
    }
    Ok(members)
}

fn read_object(
    cut: &Cut<'_>,
    member: &Member<'_>,
    references: &References<'_>,
    scratch: &mut Scratch,
) -> Outcome {
    let id = member.name();
    match RawObject::read(cut.text, member.at, scratch) {
        Ok(object) => {
            let place = format!("{}/CityObjects/{}", cut.prefix, escape(&id));
            element::build(id, &place, object, references, scratch)
        }
        Err(error) => {
            let place = cut.position(error.at());
            let message = Message::new(&object_code::UNREADABLE, place, error.what()).object(id.as_str());
            Outcome { id, type_: loose_type(member.value).into(), found: vec![message], ..Outcome::default() }
        }
    }
}

/// Type of an object that cannot be read otherwise, so that it is still counted.
fn loose_type(text: &str) -> String {
    let members = skim::members(text, 0, 0, usize::MAX).map(|(members, _)| members).unwrap_or_default();
    let type_ = members.iter().find(|m| m.raw_name == "type");
    type_.and_then(|m| serde_json::from_str(m.value).ok()).unwrap_or_else(|| "(none)".to_owned())
}

fn vertex_list<'c>(
    cut: &'c Cut<'_>,
    found: &mut Vec<Message>,
    context: &ReadContext<'_>,
) -> Result<&'c [Point3], Box<Message>> {
    let place = format!("{}/vertices", cut.prefix);
    let vertices = match &cut.vertices {
        None => {
            found.push(Message::new(&codes::NO_VERTICES, place, ""));
            return Ok(&[]);
        }
        Some(Ok(vertices)) => vertices,
        Some(Err((vertex, error))) => {
            let detail = format!("{} ({})", error.what(), cut.position(error.at()));
            return Err(Message::new(&codes::BAD_VERTEX, format!("{place}/{vertex}"), detail).into());
        }
    };
    if vertices.len() as u64 > context.limits.vertices {
        let detail = format!("{} of {} vertices", vertices.len(), context.limits.vertices);
        return Err(Message::new(&codes::LIMIT, place, detail).into());
    }
    Ok(vertices)
}

fn vertex_messages(repeated: (usize, Option<usize>), used: &Used, cut: &Cut<'_>, found: &mut Vec<Message>) {
    for (code, (count, first)) in
        [(&list::DUPLICATE_VERTICES, repeated), (&list::UNUSED_VERTICES, used.unused())]
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
        let code = if name.starts_with('+') && !extensions {
            &codes::EXTENSION_UNDECLARED
        } else {
            &codes::EXTRA_ROOT
        };
        if let Err(error) = serde_json::from_str::<IgnoredAny>(member.value) {
            found.push(cut.syntax(member.at, &error));
        } else {
            found.push(Message::new(code, place, name));
        }
    }
}
