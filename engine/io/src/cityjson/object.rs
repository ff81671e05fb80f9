//! One city object as the file writes it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use linli_model::{AttributeValue, Attributes, Key};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::geometry::RawGeometry;

/// Attribute names that were seen: thousands of objects share a few dozen.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, Key>);

impl Names {
    /// The shared key of a name.
    pub fn intern(&mut self, name: &str) -> Key {
        if let Some(key) = self.0.get(name) {
            return key.clone();
        }
        let key = Key::from(name);
        self.0.insert(name.to_owned(), key.clone());
        key
    }
}

/// One city object.
#[derive(Debug, Default)]
pub struct RawObject<'a> {
    /// Type, for example `Building` or `+Potato`.
    pub type_: Option<String>,
    /// Attributes, then any member that the standard does not know.
    pub attributes: Attributes,
    /// Geometries in order.
    pub geometry: Vec<RawGeometry<'a>>,
    /// Ids of the objects that it belongs to.
    pub parents: Vec<Cow<'a, str>>,
    /// Ids of the objects that belong to it.
    pub children: Vec<Cow<'a, str>>,
    /// JSON text of its addresses.
    pub address: Option<&'a str>,
    /// Names of members whose value has the wrong type.
    pub wrong: Vec<&'static str>,
}

impl<'a> RawObject<'a> {
    /// Reads an object from its JSON text.
    ///
    /// # Errors
    /// When the text is not JSON or a member cannot be read at all.
    pub fn from_json(text: &'a str, names: &mut Names) -> Result<Self, serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(text);
        let object = ObjectSeed(names).deserialize(&mut json)?;
        json.end()?;
        Ok(object)
    }
}

struct ObjectSeed<'n>(&'n mut Names);

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = RawObject<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawObject<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = RawObject<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a city object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawObject<'de>, A::Error> {
        let mut object = RawObject::default();
        while let Some(Text(name)) = map.next_key()? {
            match name.as_ref() {
                "type" => match map.next_value::<Loose<Text<'_>>>()?.0 {
                    Some(Text(text)) => object.type_ = Some(text.into_owned()),
                    None => object.wrong.push("type"),
                },
                "attributes" => {
                    let seed = AttributesSeed { names: self.0, attributes: &mut object.attributes };
                    if !map.next_value_seed(seed)? {
                        object.wrong.push("attributes");
                    }
                }
                "geometry" => object.geometry = map.next_value::<Option<_>>()?.unwrap_or_default(),
                "parents" => object.parents = ids(&mut map, "parents", &mut object.wrong)?,
                "children" | "members" => object.children = ids(&mut map, "children", &mut object.wrong)?,
                "address" => object.address = Some(map.next_value::<&RawValue>()?.get()),
                "geographicalExtent" => {
                    map.next_value::<IgnoredAny>()?;
                }
                other => {
                    if let Some(value) = attribute_value(map.next_value::<&RawValue>()?.get()) {
                        object.attributes.push(self.0.intern(other), value);
                    }
                }
            }
        }
        Ok(object)
    }
}

fn ids<'de, A: MapAccess<'de>>(
    map: &mut A,
    name: &'static str,
    wrong: &mut Vec<&'static str>,
) -> Result<Vec<Cow<'de, str>>, A::Error> {
    let raw: &RawValue = map.next_value()?;
    match serde_json::from_str::<Option<Vec<Text<'de>>>>(raw.get()) {
        Ok(ids) => Ok(ids.unwrap_or_default().into_iter().map(|Text(id)| id).collect()),
        Err(_) => {
            wrong.push(name);
            Ok(Vec::new())
        }
    }
}

/// Text, borrowed from the file where it has no escapes.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A value, or `None` where it has another type.
struct Loose<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &RawValue = Deserialize::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(raw.get()).ok()))
    }
}

/// Reads attributes; gives whether they were an object (or `null`).
struct AttributesSeed<'n> {
    names: &'n mut Names,
    attributes: &'n mut Attributes,
}

impl<'de> DeserializeSeed<'de> for AttributesSeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AttributesSeed<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while let Some(Text(name)) = map.next_key()? {
            if let Some(value) = attribute_value(map.next_value::<&RawValue>()?.get()) {
                self.attributes.push(self.names.intern(&name), value);
            }
        }
        Ok(true)
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }
}

/// The value of a raw JSON text; `None` for `null`. Lists, objects, and numbers or text beyond what
/// can be represented stay as their JSON text.
pub fn attribute_value(raw: &str) -> Option<AttributeValue> {
    let as_written = || AttributeValue::Text(raw.to_owned());
    Some(match raw.as_bytes().first()? {
        b'n' => return None,
        b't' => AttributeValue::Bool(true),
        b'f' => AttributeValue::Bool(false),
        b'"' => serde_json::from_str(raw).map_or_else(|_| as_written(), AttributeValue::Text),
        b'{' | b'[' => as_written(),
        _ => match raw.parse::<i64>() {
            Ok(integer) => AttributeValue::Integer(integer),
            Err(_) => serde_json::from_str::<f64>(raw).map_or_else(|_| as_written(), AttributeValue::Number),
        },
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn attributes_keep_their_types() {
        let text = r#"{"type":"Building","attributes":{"a":1,"b":1.5,"c":"x\u00e9","d":[1, 2],"e":null,"f":true,
            "g":1e999,"h":12345678901234567890},"+own":{"k":1},"parents":["p"],"children":null}"#;
        let object = RawObject::from_json(text, &mut Names::default()).unwrap();
        let shown: Vec<String> = object.attributes.iter().map(|(n, v)| format!("{n}={v:?}")).collect();
        let expected = [
            "a=Integer(1)",
            "b=Number(1.5)",
            "c=Text(\"xé\")",
            "d=Text(\"[1, 2]\")",
            "f=Bool(true)",
            "g=Text(\"1e999\")",
            "h=Number(1.2345678901234567e19)",
            "+own=Text(\"{\\\"k\\\":1}\")",
        ];
        assert_eq!(shown, expected);
        assert_eq!((object.parents.len(), object.children.len(), object.wrong.len()), (1, 0, 0));
    }

    #[test]
    fn wrong_types_do_not_lose_the_object() {
        let text = r#"{"type":7,"attributes":[],"parents":"p","children":[1],"geometry":null}"#;
        let object = RawObject::from_json(text, &mut Names::default()).unwrap();
        assert_eq!(object.wrong, ["type", "attributes", "parents", "children"]);
    }

    #[test]
    fn names_are_shared() {
        let mut names = Names::default();
        let (a, b) = (names.intern("year"), names.intern("year"));
        assert!(std::ptr::eq(a.as_str(), b.as_str()));
    }
}
