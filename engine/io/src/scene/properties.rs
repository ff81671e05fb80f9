//! The properties of a scene feature: an element without its geometry.

use std::fmt;

use linli_model::{
    AttributeValue, Attributes, Element, Face, FaceKind, Geometry, Key, Kind, Lod, Presence, SourceRef,
    Vertical,
};
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Properties as they are written: borrowed from an element.
#[derive(Serialize)]
pub(super) struct PropertiesOut<'a> {
    key: &'a Key,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(flatten)]
    kind: &'a Kind,
    #[serde(skip_serializing_if = "is_absolute")]
    vertical: Vertical,
    #[serde(skip_serializing_if = "Option::is_none")]
    lod: Option<Lod>,
    #[serde(flatten)]
    presence: Presence,
    source: u32,
    source_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    grid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    solid: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    faces: Option<Vec<FaceRun>>,
    #[serde(skip_serializing_if = "no_attributes")]
    attributes: Ordered<'a>,
}

fn is_absolute(vertical: &Vertical) -> bool {
    *vertical == Vertical::Absolute
}

fn no_attributes(attributes: &Ordered) -> bool {
    attributes.0.is_empty()
}

impl<'a> PropertiesOut<'a> {
    /// Of an element, whose height grid (if it is one) is in a file of its own.
    pub(super) fn new(element: &'a Element, grid: Option<&'a str>) -> Self {
        let boundary = match &element.geometry {
            Geometry::Boundary(boundary) => Some(boundary),
            _ => None,
        };
        Self {
            key: &element.key,
            name: element.name.as_deref(),
            kind: &element.kind,
            vertical: element.vertical,
            lod: element.lod,
            presence: element.presence,
            source: element.source.source,
            source_id: &element.source.id,
            grid,
            solid: boundary.map(|b| b.solid),
            faces: boundary.map(|b| FaceRun::of(&b.faces)),
            attributes: Ordered(&element.attributes),
        }
    }
}

/// Properties as they are read.
#[derive(Deserialize)]
pub(super) struct PropertiesIn {
    key: Key,
    #[serde(default)]
    name: Option<String>,
    #[serde(flatten)]
    kind: Kind,
    #[serde(default)]
    vertical: Option<Vertical>,
    #[serde(default)]
    lod: Option<Lod>,
    #[serde(flatten)]
    presence: Presence,
    #[serde(default)]
    source: Option<u32>,
    #[serde(default)]
    source_id: Option<String>,
    #[serde(default)]
    pub(super) grid: Option<String>,
    #[serde(default)]
    pub(super) solid: Option<bool>,
    #[serde(default)]
    pub(super) faces: Option<Vec<FaceRun>>,
    #[serde(default)]
    attributes: Option<OrderedIn>,
}

impl PropertiesIn {
    /// What z means for the geometry of the same feature.
    pub(super) fn vertical(&self) -> Vertical {
        self.vertical.unwrap_or_default()
    }

    /// The element with a geometry.
    pub(super) fn into_element(self, geometry: Geometry) -> Element {
        Element {
            key: self.key,
            name: self.name,
            kind: self.kind,
            geometry,
            vertical: self.vertical.unwrap_or_default(),
            lod: self.lod,
            presence: self.presence,
            source: SourceRef {
                source: self.source.unwrap_or_default(),
                id: self.source_id.unwrap_or_default(),
            },
            attributes: self.attributes.map(|ordered| ordered.0).unwrap_or_default(),
        }
    }
}

/// Faces that follow each other and are alike: kind, how many, colour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum FaceRun {
    /// With the colour of the source's material.
    Coloured(FaceKind, u32, [u8; 3]),
    /// Without colour.
    Plain(FaceKind, u32),
}

impl FaceRun {
    fn of(faces: &[Face]) -> Vec<Self> {
        let alike = |a: &Face, b: &Face| a.kind == b.kind && a.colour == b.colour;
        let runs = faces.chunk_by(alike).filter_map(|run| {
            let first = run.first()?;
            let count = run.len() as u32;
            Some(match first.colour {
                Some(colour) => Self::Coloured(first.kind, count, colour),
                None => Self::Plain(first.kind, count),
            })
        });
        runs.collect()
    }

    /// Kind, count and colour.
    pub(super) fn parts(&self) -> (FaceKind, u32, Option<[u8; 3]>) {
        match *self {
            Self::Coloured(kind, count, colour) => (kind, count, Some(colour)),
            Self::Plain(kind, count) => (kind, count, None),
        }
    }
}

/// Attributes written as a JSON object in their order, repeated names included.
struct Ordered<'a>(&'a Attributes);

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0.iter() {
            match value {
                // JSON has no such numbers; the text keeps what the source said.
                AttributeValue::Number(number) if !number.is_finite() => {
                    map.serialize_entry(name, &number.to_string())?;
                }
                value => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}

/// Attributes read from a JSON object in their order, repeated names included.
struct OrderedIn(Attributes);

impl<'de> Deserialize<'de> for OrderedIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = OrderedIn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of attributes")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OrderedIn, A::Error> {
                let mut attributes = Attributes::new();
                while let Some((name, value)) = map.next_entry::<Key, serde_json::Value>()? {
                    if let Some(value) = attribute(value) {
                        attributes.push(name, value);
                    }
                }
                Ok(OrderedIn(attributes))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// A JSON value as an attribute; lists and objects stay as their text, null says nothing.
fn attribute(value: serde_json::Value) -> Option<AttributeValue> {
    use serde_json::Value;
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => AttributeValue::Bool(value),
        Value::String(value) => AttributeValue::Text(value),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => AttributeValue::Integer(whole),
            None => AttributeValue::Number(number.as_f64()?),
        },
        nested => AttributeValue::Text(nested.to_string()),
    })
}
