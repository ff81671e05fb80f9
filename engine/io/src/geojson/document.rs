//! A file taken apart into features that are not read yet.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::codes;
use crate::report::{Message, Rejection};
use crate::text;

/// Geometry types of RFC 7946.
pub const GEOMETRY_TYPES: [&str; 7] =
    ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"];

/// A file taken apart.
#[derive(Debug)]
pub struct Document<'a> {
    /// Features (or bare geometries) in order.
    pub features: Vec<RawFeature<'a>>,
    /// The `crs` member of the collection.
    pub crs: Option<Value>,
}

/// One feature's text and its place.
#[derive(Debug)]
pub struct RawFeature<'a> {
    /// JSON text.
    pub text: &'a str,
    /// JSON pointer, or line of a newline-delimited file.
    pub place: String,
}

#[derive(Deserialize)]
struct Top<'a> {
    #[serde(rename = "type", borrow, default)]
    type_: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(default)]
    crs: Option<Value>,
}

/// Takes a text apart: a FeatureCollection, a Feature, a geometry, or one of the latter two per
/// line (newline-delimited GeoJSON, with or without record separators of RFC 8142).
pub fn take_apart(text: &str, depth_limit: usize) -> Result<Document<'_>, Rejection> {
    if let Some(at) = text::nesting_beyond(text, depth_limit) {
        let detail = format!("{depth_limit} levels");
        return Err(Message::new(&codes::DEPTH, format!("byte {at}"), detail).into());
    }
    let whole: Result<Top, _> = serde_json::from_str(text);
    let error = match whole {
        Ok(top) => return from_top(top, text),
        Err(error) => error,
    };
    if let Some(document) = by_lines(text) {
        return Ok(document);
    }
    let place = format!("line {}, column {}", error.line(), error.column());
    let code = if error.is_data() && !error.to_string().starts_with("duplicate") {
        &codes::NOT_GEOJSON
    } else {
        &codes::SYNTAX
    };
    Err(Message::new(code, place, error.to_string()).into())
}

fn from_top<'a>(top: Top<'a>, text: &'a str) -> Result<Document<'a>, Rejection> {
    let type_ = top.type_.as_deref().unwrap_or_default();
    match (type_, top.features) {
        ("FeatureCollection", Some(features)) => {
            let features = features
                .into_iter()
                .enumerate()
                .map(|(i, raw)| RawFeature { text: raw.get(), place: format!("/features/{i}") })
                .collect();
            Ok(Document { features, crs: top.crs.filter(|crs| !crs.is_null()) })
        }
        ("FeatureCollection", None) => {
            Err(Message::new(&codes::NOT_GEOJSON, "/features", "no features member").into())
        }
        (type_, _) if is_single(type_) => {
            let feature = RawFeature { text, place: String::new() };
            Ok(Document { features: vec![feature], crs: top.crs.filter(|crs| !crs.is_null()) })
        }
        (type_, _) => Err(Message::new(&codes::NOT_GEOJSON, "/type", format!("type {type_:?}")).into()),
    }
}

fn is_single(type_: &str) -> bool {
    type_ == "Feature" || GEOMETRY_TYPES.contains(&type_)
}

/// Lines of a newline-delimited file, when its first line is a feature or a geometry.
fn by_lines(text: &str) -> Option<Document<'_>> {
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.trim_matches(|c: char| c == '\u{1e}' || c.is_whitespace())))
        .filter(|(_, line)| !line.is_empty())
        .peekable();
    let (_, first) = lines.peek()?;
    let top: Top = serde_json::from_str(first).ok()?;
    if !is_single(top.type_.as_deref().unwrap_or_default()) {
        return None;
    }
    let features = lines.map(|(i, text)| RawFeature { text, place: format!("line {i}") }).collect();
    Some(Document { features, crs: None })
}
