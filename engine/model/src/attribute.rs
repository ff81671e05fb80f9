//! Attributes as the source wrote them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Key;

/// One attribute value of a source file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AttributeValue {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A finite number; the unit is the source's own.
    Number(f64),
    /// Text. Lists and nested objects of the source are kept as their JSON text.
    Text(String),
}

impl AttributeValue {
    /// The value as a number, also when it is numeric text.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Number(value) => Some(*value),
            Self::Text(text) => text.trim().parse().ok().filter(|v: &f64| v.is_finite()),
            Self::Bool(_) => None,
        }
    }
}

impl fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Attributes in the order of the source. Names are interned: thousands of elements share them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Vec<(Key, AttributeValue)>);

impl Attributes {
    /// No attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute at the end; a second one of the same name is kept as well.
    pub fn push(&mut self, name: Key, value: AttributeValue) {
        self.0.push((name, value));
    }

    /// Gives spare memory back.
    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }

    /// The first value of this name.
    pub fn get(&self, name: &str) -> Option<&AttributeValue> {
        self.0.iter().find(|(key, _)| key.as_str() == name).map(|(_, value)| value)
    }

    /// All attributes in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &AttributeValue)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Key, AttributeValue)> for Attributes {
    fn from_iter<T: IntoIterator<Item = (Key, AttributeValue)>>(iter: T) -> Self {
        Self(iter.into_iter().collect())
    }
}
