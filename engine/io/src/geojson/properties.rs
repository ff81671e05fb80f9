//! Properties of a feature, in the order of the file, and how they are asked for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use linli_model::{AttributeValue, Attributes, Key};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// Longest text kept, bytes (RELIABILITY: JSON string limit).
const LONGEST_TEXT: usize = 1 << 20;
/// Most properties kept of one feature.
const MOST_PROPERTIES: usize = 1000;
/// Metres per foot.
const METRES_PER_FOOT: f64 = 0.3048;

/// Properties in the order of the file.
#[derive(Debug, Default)]
pub struct Properties(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Properties;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object of properties")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut properties = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    properties.push(entry);
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Properties {
    /// Properties of a table's row.
    pub fn from_pairs(pairs: Vec<(String, Value)>) -> Self {
        Self(pairs)
    }

    /// The first of the named properties that is not null and not empty; capitals do not matter.
    pub fn get(&self, names: &[&str]) -> Option<&Value> {
        names.iter().find_map(|name| {
            let found = self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value).filter(|value| !is_empty(value))
        })
    }

    /// Whether one of the named properties is there.
    pub fn has(&self, names: &[&str]) -> bool {
        self.get(names).is_some()
    }

    /// A property as text: numbers as written (whole ones without a fraction), of a list its first
    /// entry.
    pub fn text(&self, names: &[&str]) -> Option<Cow<'_, str>> {
        as_text(self.get(names)?)
    }

    /// A property as a finite number; text may hold one, with a decimal comma too.
    pub fn number(&self, names: &[&str]) -> Option<f64> {
        names.iter().find_map(|name| as_number(self.get(&[name])?))
    }

    /// A length in metres: a number, or text with `m`, `ft` or `'` after it.
    pub fn metres(&self, names: &[&str]) -> Option<f64> {
        names.iter().find_map(|name| {
            let value = self.get(&[name])?;
            let Value::String(text) = value else { return as_number(value) };
            let text = text.trim();
            for (unit, metres) in
                [("ft", METRES_PER_FOOT), ("'", METRES_PER_FOOT), ("cm", 0.01), ("m", 1.0), ("米", 1.0)]
            {
                if let Some(number) = text.strip_suffix(unit) {
                    return parse(number).map(|n| n * metres);
                }
            }
            parse(text)
        })
    }

    /// A whole number, rounded down.
    pub fn integer(&self, names: &[&str]) -> Option<i64> {
        self.number(names).filter(|n| n.abs() < 9e15).map(|n| n.floor() as i64)
    }

    /// Yes or no: false for `no`, `false`, `0` and what is not there.
    pub fn flag(&self, names: &[&str]) -> bool {
        match self.get(names) {
            Some(Value::Bool(value)) => *value,
            Some(value) => {
                let text = as_text(value).unwrap_or_default();
                !matches!(text.to_ascii_lowercase().as_str(), "no" | "false" | "0" | "f" | "n")
            }
            None => false,
        }
    }

    /// All properties as attributes; how many were left out because of a limit.
    pub fn attributes(&self, names: &mut BTreeMap<String, Key>) -> (Attributes, usize) {
        let mut attributes = Attributes::new();
        let mut left_out = self.0.len().saturating_sub(MOST_PROPERTIES);
        for (name, value) in self.0.iter().take(MOST_PROPERTIES) {
            let value = match value {
                Value::Null => continue,
                Value::Bool(value) => AttributeValue::Bool(*value),
                Value::Number(number) => match number.as_i64() {
                    Some(whole) => AttributeValue::Integer(whole),
                    None => AttributeValue::Number(number.as_f64().unwrap_or_default()),
                },
                Value::String(text) => AttributeValue::Text(text.clone()),
                nested => AttributeValue::Text(nested.to_string()),
            };
            if matches!(&value, AttributeValue::Text(text) if text.len() > LONGEST_TEXT) {
                left_out += 1;
                continue;
            }
            let key = match names.get(name) {
                Some(key) => key.clone(),
                None => names.entry(name.clone()).or_insert_with(|| Key::new(name.as_str())).clone(),
            };
            attributes.push(key, value);
        }
        (attributes, left_out)
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// A value as text, or nothing for an object.
pub fn as_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text.trim())),
        Value::Number(number) => Some(Cow::Owned(match number.as_f64() {
            Some(n) if n.fract() == 0.0 && n.abs() < 9e15 => (n as i64).to_string(),
            _ => number.to_string(),
        })),
        Value::Bool(value) => Some(Cow::Borrowed(if *value { "yes" } else { "no" })),
        Value::Array(list) => list.first().filter(|first| !first.is_array()).and_then(as_text),
        Value::Null | Value::Object(_) => None,
    }
}

/// A value as a finite number.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64().filter(|n| n.is_finite()),
        Value::String(text) => parse(text),
        _ => None,
    }
}

fn parse(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = text.parse().or_else(|_| text.replace(',', ".").parse());
    number.ok().filter(|n: &f64| n.is_finite())
}
