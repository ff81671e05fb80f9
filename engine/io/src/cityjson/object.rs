//! One city object as the file writes it.

use std::borrow::Cow;
use std::collections::HashMap;

use linli_model::{AttributeValue, Attributes, Key};

use super::geometry::{RawGeometry, Spare};
use super::skim::{self, SkimError, each_element, each_member};

/// What one thread uses again for object after object.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Attribute names that were seen: thousands of objects share a few dozen.
    names: HashMap<String, Key>,
    /// Index lists to be used again.
    pub spare: Spare,
}

impl Scratch {
    /// The shared key of a name.
    fn intern(&mut self, name: &str) -> Key {
        if let Some(key) = self.names.get(name) {
            return key.clone();
        }
        let key = Key::from(name);
        self.names.insert(name.to_owned(), key.clone());
        key
    }
}

/// One city object.
#[derive(Debug, Default)]
pub struct RawObject<'a> {
    /// Type, for example `Building` or `+Potato`.
    pub type_: Option<Cow<'a, str>>,
    /// Attributes, then any member that the standard does not know.
    pub attributes: Attributes,
    /// Geometries in order.
    pub geometry: Vec<RawGeometry<'a>>,
    /// Ids of the objects that it belongs to.
    pub parents: Vec<String>,
    /// Ids of the objects that belong to it.
    pub children: Vec<String>,
    /// JSON text of its addresses.
    pub address: Option<&'a str>,
    /// Names of members whose value has the wrong type.
    pub wrong: Vec<&'static str>,
}

impl<'a> RawObject<'a> {
    /// Reads the object that begins at byte `at` of `text`.
    ///
    /// # Errors
    /// [`SkimError`] when it is not JSON, or a geometry cannot be read at all.
    pub fn read(text: &'a str, at: usize, scratch: &mut Scratch) -> Result<Self, SkimError> {
        if text.as_bytes().get(at) != Some(&b'{') {
            return Err(SkimError::Data(at, "a city object must be an object".to_owned()));
        }
        let mut object = Self::default();
        each_member(text, at, |name, _, at| object.read_member(name, text, at, scratch))?;
        Ok(object)
    }

    fn read_member(
        &mut self,
        name: &str,
        text: &'a str,
        at: usize,
        scratch: &mut Scratch,
    ) -> Result<usize, SkimError> {
        let first = text.as_bytes().get(at).copied().unwrap_or_default();
        match name {
            "type" => {
                let (type_, end) = skim::text_value(text, at)?;
                self.type_ = self.or_wrong(type_, "type");
                Ok(end)
            }
            "attributes" if first == b'{' => {
                each_member(text, at, |name, _, at| self.read_attribute(name, text, at, scratch))
            }
            "attributes" => {
                if first != b'n' {
                    self.wrong.push("attributes");
                }
                skim::ignore(text, at)
            }
            "geometry" if first == b'[' => each_element(text, at, |at| {
                let (geometry, end) = RawGeometry::read(text, at, &mut scratch.spare)?;
                self.geometry.push(geometry);
                Ok(end)
            }),
            "geometry" => {
                if first != b'n' {
                    self.wrong.push("geometry");
                }
                skim::ignore(text, at)
            }
            "parents" => {
                let (ids, end) = read_ids(text, at)?;
                self.parents = self.or_wrong(ids, "parents").unwrap_or_default();
                Ok(end)
            }
            // CityJSON 1.0 calls what belongs to a group its members.
            "children" | "members" => {
                let (ids, end) = read_ids(text, at)?;
                self.children = self.or_wrong(ids, "children").unwrap_or_default();
                Ok(end)
            }
            "address" => {
                let (address, end) = skim::piece(text, at)?;
                self.address = Some(address);
                Ok(end)
            }
            "geographicalExtent" => skim::ignore(text, at),
            other => self.read_attribute(other, text, at, scratch),
        }
    }

    fn or_wrong<T>(&mut self, value: Option<T>, member: &'static str) -> Option<T> {
        if value.is_none() {
            self.wrong.push(member);
        }
        value
    }

    fn read_attribute(
        &mut self,
        raw_name: &str,
        text: &str,
        at: usize,
        scratch: &mut Scratch,
    ) -> Result<usize, SkimError> {
        let (piece, end) = skim::piece(text, at)?;
        if let Some(value) = attribute_value(piece, text, at)? {
            let key = if raw_name.contains('\\') {
                let member = skim::Member { raw_name, name_at: at, value: piece, at };
                scratch.intern(&member.name())
            } else {
                scratch.intern(raw_name)
            };
            self.attributes.push(key, value);
        }
        Ok(end)
    }
}

/// Ids of a list; `None` when it is not a list of texts. `null` is an empty list.
fn read_ids(text: &str, at: usize) -> Result<(Option<Vec<String>>, usize), SkimError> {
    let (piece, end) = skim::piece(text, at)?;
    match serde_json::from_str::<Option<Vec<String>>>(piece) {
        Ok(ids) => Ok((Some(ids.unwrap_or_default()), end)),
        Err(_) => skim::ignore(text, at).map(|end| (None, end)),
    }
}

/// The value of a raw JSON text; `None` for `null`. Lists, objects, and numbers or text beyond what
/// can be represented stay as their JSON text.
fn attribute_value(raw: &str, text: &str, at: usize) -> Result<Option<AttributeValue>, SkimError> {
    let as_written = || skim::ignore(text, at).map(|_| Some(AttributeValue::Text(raw.to_owned())));
    match raw.as_bytes().first() {
        Some(b'"') => match skim::text_value(text, at) {
            Ok((Some(value), _)) => Ok(Some(AttributeValue::Text(value.into_owned()))),
            _ => as_written(),
        },
        Some(b'{' | b'[') => as_written(),
        _ => match raw {
            "null" => Ok(None),
            "true" => Ok(Some(AttributeValue::Bool(true))),
            "false" => Ok(Some(AttributeValue::Bool(false))),
            _ => {
                // serde_json knows what a JSON number is: not +1, 01, inf or NaN.
                match serde_json::from_str::<f64>(raw) {
                    Ok(number) => Ok(Some(match raw.parse::<i64>() {
                        Ok(integer) => AttributeValue::Integer(integer),
                        Err(_) => AttributeValue::Number(number),
                    })),
                    Err(_) => as_written(),
                }
            }
        },
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn attributes_keep_their_types() {
        let text = r#"{"type":"Building","attributes":{"a":1,"b":1.5,"c":"x\u00e9","d":[1, 2],"e":null,"f":true,
            "g":1e999,"h":12345678901234567890},"+own":{"k":1},"parents":["p"],"children":null}"#;
        let object = RawObject::read(text, 0, &mut Scratch::default()).unwrap();
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
        let object = RawObject::read(text, 0, &mut Scratch::default()).unwrap();
        assert_eq!(object.wrong, ["type", "attributes", "parents", "children"]);
    }

    #[test]
    fn names_are_shared() {
        let mut scratch = Scratch::default();
        let (a, b) = (scratch.intern("year"), scratch.intern("year"));
        assert!(std::ptr::eq(a.as_str(), b.as_str()));
    }
}
