//! Features one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use linli_model::{Element, Geometry, Key, Kind, Vertical};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::classify::{Assumed, FileFacts, NodeNumbers, classify};
use super::codes;
use super::document::{GEOMETRY_TYPES, RawFeature};
use super::properties::{Properties, as_text};
use super::shape::{self, Problem, Shape};
use crate::report::{Message, Rejection};
use crate::{FileReport, ReadContext, text};

/// How often progress is told, in features.
const PROGRESS_EVERY: usize = 1024;

/// Properties that hold an object's id, in the order in which they count.
const ID_PROPERTIES: [&str; 9] =
    ["id", "@id", "osm_id", "osmid", "pipeid", "objectid", "gml_id", "fid", "编号"];

/// What all features became.
#[derive(Default)]
pub struct Features {
    /// Elements in the order of the file.
    pub elements: Vec<Element>,
    /// How many rings were turned.
    pub turned: u64,
    /// Number of utility lines without depth, utility objects without medium, and utility lines
    /// without diameter.
    pub assumed: [u64; 3],
    /// Whether a z that is not zero occurs, among features that have z.
    pub flat_z: bool,
}

#[derive(Deserialize)]
struct Raw<'a> {
    #[serde(rename = "type", borrow, default)]
    type_: Option<Cow<'a, str>>,
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Properties>,
    #[serde(borrow, default)]
    geometry: Option<&'a RawValue>,
}

/// A feature before its kind is known.
struct Feature {
    index: usize,
    place: String,
    id: Option<String>,
    properties: Properties,
    shape: Option<Shape>,
}

/// A record of another format that becomes what a feature with the same properties becomes.
pub struct Record {
    /// Place in the file.
    pub place: String,
    /// Properties.
    pub properties: Properties,
    /// Shape, when it has one.
    pub shape: Option<Shape>,
}

/// Elements of records; `name` is the beginning of their keys and may name the medium of pipes.
pub fn of_records(records: Vec<Record>, name: &str, report: &mut FileReport) -> Features {
    let features = records.into_iter().enumerate().map(|(index, record)| Feature {
        index,
        id: record.properties.text(&ID_PROPERTIES).map(Cow::into_owned),
        place: record.place,
        properties: record.properties,
        shape: record.shape,
    });
    elements(features.collect(), name, name, "", report)
}

/// Reads every feature; bad ones are named in the report and left out.
pub fn read_all(
    raws: &[RawFeature],
    name: &str,
    content: &str,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Features, Rejection> {
    let limits = context.limits;
    if raws.len() as u64 > limits.objects {
        let detail = format!("{} features of {}", raws.len(), limits.objects);
        return Err(Message::new(&codes::TOO_MANY, "", detail).into());
    }
    report.count("features", raws.len() as u64);
    let mut read = Vec::new();
    let mut positions = 0;
    for (index, raw) in raws.iter().enumerate() {
        if index % PROGRESS_EVERY == 0 {
            if context.progress.cancelled() {
                return Err(Message::new(&codes::CANCELLED, "", "").into());
            }
            context.progress.step("geojson", index as u64, raws.len() as u64);
        }
        let Some(feature) = read_one(index, raw, report) else { continue };
        positions += feature.shape.as_ref().map_or(0, |shape| shape.positions);
        if positions > limits.vertices {
            let detail = format!("{positions} positions of {}", limits.vertices);
            return Err(Message::new(&codes::TOO_MANY, feature.place.as_str(), detail).into());
        }
        read.push(feature);
    }
    Ok(elements(read, text::stem(name), name, content, report))
}

fn read_one(index: usize, raw: &RawFeature, report: &mut FileReport) -> Option<Feature> {
    let unreadable = |why: String| Message::new(&codes::UNREADABLE, raw.place.as_str(), why);
    let parsed: Raw = match serde_json::from_str(raw.text) {
        Ok(parsed) => parsed,
        Err(error) => {
            report.push(unreadable(error.to_string()));
            return None;
        }
    };
    let type_ = parsed.type_.unwrap_or_default();
    let (properties, geometry) = match type_.as_ref() {
        "Feature" => (parsed.properties.unwrap_or_default(), parsed.geometry.map(RawValue::get)),
        bare if GEOMETRY_TYPES.contains(&bare) => (Properties::default(), Some(raw.text)),
        other => {
            report.push(unreadable(format!("type {other:?} is not Feature")));
            return None;
        }
    };
    let id = properties
        .text(&ID_PROPERTIES)
        .or_else(|| parsed.id.as_ref().and_then(as_text))
        .map(|id| id.into_owned());
    let geometry = geometry.filter(|text| *text != "null");
    let shape = match geometry.map(shape::read).transpose() {
        Ok(shape) => shape,
        Err(problem) => {
            let below = if type_ == "Feature" { "/geometry" } else { "" };
            report.push(message(problem, &raw.place, below, id.as_deref(), index));
            return None;
        }
    };
    report.count(shape.as_ref().map_or("no geometry", |shape| shape.type_.as_str()), 1);
    Some(Feature { index, place: raw.place.clone(), id, properties, shape })
}

fn message(problem: Problem, place: &str, below: &str, id: Option<&str>, index: usize) -> Message {
    let place = format!("{place}{below}{}", problem.below);
    let object = id.map_or_else(|| format!("#{index}"), str::to_owned);
    let mut message = Message::new(problem.code, place, problem.detail).object(object);
    message.at = problem.at;
    message
}

fn elements(read: Vec<Feature>, stem: &str, name: &str, content: &str, report: &mut FileReport) -> Features {
    let mut features = Features::default();
    let with_z = |feature: &Feature| feature.shape.as_ref().is_some_and(|shape| shape.has_z);
    let any_z = read.iter().any(with_z);
    let any_height = read.iter().filter_map(|feature| feature.shape.as_ref()).any(|shape| {
        let mut found = false;
        shape.parts.iter().for_each(|part| part.for_each_point(|p| found |= p[2] != 0.0));
        shape.has_z && found
    });
    features.flat_z = any_z && !any_height;
    let mut builder = Builder {
        stem,
        heights: any_height,
        names: BTreeMap::new(),
        ids: BTreeMap::new(),
        nodes: NodeNumbers::of(name, content),
        report,
        features,
    };
    for feature in read {
        builder.add(feature);
    }
    builder.features
}

struct Builder<'a> {
    stem: &'a str,
    heights: bool,
    names: BTreeMap<String, Key>,
    /// How often each id (with its mark) was used.
    ids: BTreeMap<String, u32>,
    nodes: NodeNumbers,
    report: &'a mut FileReport,
    features: Features,
}

impl Builder<'_> {
    fn add(&mut self, feature: Feature) {
        let (attributes, left_out) = feature.properties.attributes(&mut self.names);
        let (id, own) = identity(&feature);
        if left_out > 0 {
            let message = Message::new(&codes::PROPERTY, feature.place.as_str(), left_out.to_string());
            self.report.push(message.object(id.as_str()));
        }
        let shape = feature.shape.unwrap_or_else(|| {
            self.report
                .push(Message::new(&codes::NO_GEOMETRY, feature.place.as_str(), "").object(id.as_str()));
            Shape { parts: vec![Geometry::None], ..Shape::default() }
        });
        for mended in shape.mended {
            self.report.push(message(mended, &feature.place, "/geometry", Some(&id), feature.index));
        }
        self.features.turned += shape.turned;
        let file = FileFacts { stem: self.stem, has_z: shape.has_z && self.heights };
        let several = shape.parts.len() > 1;
        let mut used = None;
        for (part, mut geometry) in shape.parts.into_iter().enumerate() {
            if !file.has_z {
                geometry.map_points(|p| p[2] = 0.0);
            }
            let classified = classify(&feature.properties, &mut geometry, &file, &mut self.nodes);
            let id =
                used.get_or_insert_with(|| self.unique(&id, own, classified.beside, &feature.place)).clone();
            let key = if several {
                format!("{}/{id}#{}", self.stem, part + 1)
            } else {
                format!("{}/{id}", self.stem)
            };
            let mut element = Element::new(Key::new(key), classified.kind, geometry);
            // Parts of one feature join only where the drawing does.
            if let Kind::Street(street) = &mut element.kind
                && several
            {
                street.nodes.clear();
            }
            element.name = name_of(&feature.properties);
            element.vertical = if classified.absolute { Vertical::Absolute } else { Vertical::AboveGround };
            element.source.id = id;
            element.attributes = attributes.clone();
            self.count(classified.assumed);
            self.features.elements.push(element);
        }
    }

    fn count(&mut self, assumed: Assumed) {
        let flags = [assumed.depth, assumed.medium, assumed.diameter];
        for (count, flag) in self.features.assumed.iter_mut().zip(flags) {
            *count += u64::from(flag);
        }
    }

    /// An id that no other feature of the file has; the label, address or edge of a thing gets the
    /// thing's id with a mark.
    fn unique(&mut self, id: &str, own: bool, beside: Option<&str>, place: &str) -> String {
        let wanted = beside.map_or_else(|| id.to_owned(), |mark| format!("{id}/{mark}"));
        let count = self.ids.entry(wanted.clone()).or_default();
        *count += 1;
        if *count == 1 {
            return wanted;
        }
        let mut number = *count;
        while self.ids.contains_key(&format!("{wanted}~{number}")) {
            number += 1;
        }
        let fresh = format!("{wanted}~{number}");
        self.ids.insert(fresh.clone(), 1);
        if own {
            self.report.push(Message::new(&codes::DUPLICATE_ID, place, format!("{id} → {fresh}")).object(id));
        }
        fresh
    }
}

/// The feature's id, and whether it is its own rather than made up: an id property, the feature's
/// id member, the name of a pipe or node of WNTR, the two nodes of an edge, or its position.
fn identity(feature: &Feature) -> (String, bool) {
    if let Some(id) = &feature.id {
        return (id.clone(), true);
    }
    let properties = &feature.properties;
    if properties.has(&["start_node_name", "initial_quality", "base_demand"])
        && let Some(name) = properties.text(&["name"])
    {
        return (name.into_owned(), true);
    }
    if let Some((u, v)) = properties.text(&["u"]).zip(properties.text(&["v"])) {
        return (format!("{u}-{v}"), false);
    }
    (feature.index.to_string(), false)
}

/// The name for people, without control and direction-changing characters.
fn name_of(properties: &Properties) -> Option<String> {
    let name = properties.text(&["name", "name:zh", "name_zh", "name:en", "title", "名称"])?;
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let name: String = name.chars().filter(|c| !hidden(*c)).collect();
    (!name.is_empty()).then_some(name)
}
