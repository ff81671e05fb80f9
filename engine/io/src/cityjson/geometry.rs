//! One geometry as the file writes it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use linli_model::Lod;
use serde::de::{Deserializer, Error as _, IgnoredAny, Visitor};
use serde::{Deserialize, de::DeserializeSeed};

use super::nest::{IndexNest, Steps, TextureRange, Walk};

/// Geometry types of CityJSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeometryType {
    /// Points.
    MultiPoint,
    /// Polylines.
    MultiLineString,
    /// Surfaces that need not touch.
    MultiSurface,
    /// Surfaces that touch.
    CompositeSurface,
    /// One solid.
    Solid,
    /// Solids that need not touch.
    MultiSolid,
    /// Solids that touch.
    CompositeSolid,
    /// A template put in place.
    Instance,
}

impl GeometryType {
    /// The type of a name, if it is one of the standard's.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "MultiPoint" => Self::MultiPoint,
            "MultiLineString" => Self::MultiLineString,
            "MultiSurface" => Self::MultiSurface,
            "CompositeSurface" => Self::CompositeSurface,
            "Solid" => Self::Solid,
            "MultiSolid" => Self::MultiSolid,
            "CompositeSolid" => Self::CompositeSolid,
            "GeometryInstance" => Self::Instance,
            _ => return None,
        })
    }

    /// How deep its vertex indices are nested.
    pub fn depth(self) -> usize {
        match self {
            Self::MultiPoint | Self::Instance => 1,
            Self::MultiLineString => 2,
            Self::MultiSurface | Self::CompositeSurface => 3,
            Self::Solid => 4,
            Self::MultiSolid | Self::CompositeSolid => 5,
        }
    }

    /// Whether it has an inside.
    pub fn is_solid(self) -> bool {
        self.depth() >= 4
    }
}

/// Level of detail as written.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LodText {
    /// Not given.
    #[default]
    Missing,
    /// Given as text, as CityJSON 1.1 and 2.0 want it.
    Text(Lod),
    /// Given as a number, as CityJSON 1.0 wants it.
    Number(Lod),
    /// Given, but not a level of detail.
    Bad(String),
}

impl LodText {
    /// The level of detail, when there is one.
    pub fn lod(&self) -> Option<Lod> {
        match self {
            Self::Text(lod) | Self::Number(lod) => Some(*lod),
            Self::Missing | Self::Bad(_) => None,
        }
    }
}

/// One semantic surface: what it is called and the surface it belongs to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RawSurface<'a> {
    /// Type, for example `RoofSurface`.
    #[serde(borrow, rename = "type")]
    pub type_: Option<Cow<'a, str>>,
}

/// Semantics of a geometry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RawSemantics<'a> {
    /// Surfaces that `values` name by number.
    #[serde(borrow)]
    pub surfaces: Vec<RawSurface<'a>>,
    /// Number of a surface for every face.
    #[serde(deserialize_with = "steps")]
    pub values: Option<Steps>,
}

/// One theme of materials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RawMaterial {
    /// One material for everything.
    #[serde(deserialize_with = "steps")]
    pub value: Option<Steps>,
    /// One material for every face.
    #[serde(deserialize_with = "steps")]
    pub values: Option<Steps>,
}

/// One theme of textures: only whether its numbers are in range.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RawTexture {
    /// Largest numbers used.
    #[serde(deserialize_with = "texture")]
    pub values: TextureRange,
}

/// One geometry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RawGeometry<'a> {
    /// Type.
    #[serde(borrow, rename = "type")]
    pub type_: Option<Cow<'a, str>>,
    /// Level of detail.
    #[serde(deserialize_with = "lod")]
    pub lod: LodText,
    /// Vertex indices.
    #[serde(deserialize_with = "nest")]
    pub boundaries: Option<IndexNest>,
    /// What the faces are.
    #[serde(borrow)]
    pub semantics: Option<RawSemantics<'a>>,
    /// Materials by theme.
    pub material: Option<BTreeMap<String, RawMaterial>>,
    /// Textures by theme.
    pub texture: Option<BTreeMap<String, RawTexture>>,
    /// Number of the template, for an instance.
    pub template: Option<i64>,
    /// Row-major 4 × 4 matrix, for an instance.
    #[serde(rename = "transformationMatrix")]
    pub matrix: Option<Vec<f64>>,
}

impl RawGeometry<'_> {
    /// The standard's type, if the name is one.
    pub fn geometry_type(&self) -> Option<GeometryType> {
        GeometryType::from_name(self.type_.as_deref()?)
    }

    /// How many surfaces it has: polygons, whatever their type (0 for points, lines, instances).
    pub fn surfaces(&self) -> usize {
        let Some(depth) = self.geometry_type().map(GeometryType::depth).filter(|d| *d >= 3) else { return 0 };
        let level = depth - 2;
        self.boundaries.as_ref().and_then(|nest| nest.ends.get(level)).map_or(0, Vec::len)
    }
}

fn nest<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<IndexNest>, D::Error> {
    let mut nest = IndexNest::default();
    Walk(&mut nest).deserialize(deserializer)?;
    Ok(Some(nest))
}

fn steps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Steps>, D::Error> {
    let mut steps = Steps::default();
    Walk(&mut steps).deserialize(deserializer)?;
    Ok(Some(steps))
}

fn texture<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TextureRange, D::Error> {
    let mut range = TextureRange::default();
    Walk(&mut range).deserialize(deserializer)?;
    Ok(range)
}

fn lod<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LodText, D::Error> {
    deserializer.deserialize_any(LodVisitor)
}

struct LodVisitor;

impl<'de> Visitor<'de> for LodVisitor {
    type Value = LodText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a level of detail")
    }

    fn visit_str<E>(self, text: &str) -> Result<LodText, E> {
        Ok(parse_lod(text).map_or_else(|| LodText::Bad(text.chars().take(40).collect()), LodText::Text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<LodText, E> {
        Ok(number_lod(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<LodText, E> {
        Ok(number_lod(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<LodText, E> {
        Ok(number_lod(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<LodText, E> {
        Ok(LodText::Missing)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<LodText, E> {
        Ok(LodText::Bad(value.to_string()))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<LodText, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Err(A::Error::custom("a level of detail is text or a number, not a list"))
    }
}

fn number_lod(text: String) -> LodText {
    parse_lod(&text).map_or_else(|| LodText::Bad(text), LodText::Number)
}

/// `2`, `2.2`: one digit from 0 to 4, and one digit of refinement.
fn parse_lod(text: &str) -> Option<Lod> {
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    let digit = |t: &str| (t.len() == 1).then(|| t.parse::<u8>().ok()).flatten();
    let (major, minor) = (digit(major)?, digit(minor)?);
    (major <= 4).then_some(Lod { major, minor })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn members_may_come_in_any_order() {
        let text = r#"{"boundaries":[[[0,1,2]],[[2,1,3]]],"lod":2.2,"semantics":{"values":[0,null],
            "surfaces":[{"type":"RoofSurface","slope":3}]},"material":{"a":{"value":0},"b":{"values":[1,null]}},
            "texture":{"t":{"values":[[[0,7,8,9]],[[null]]]}},"type":"MultiSurface","+x":{}}"#;
        let geometry: RawGeometry<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(geometry.geometry_type(), Some(GeometryType::MultiSurface));
        assert_eq!(geometry.lod, LodText::Number(Lod { major: 2, minor: 2 }));
        assert_eq!(geometry.surfaces(), 2);
        assert_eq!(geometry.material.unwrap().len(), 2);
        let texture = &geometry.texture.unwrap()["t"].values;
        assert_eq!((texture.textures, texture.vertices, texture.bad), (1, 10, false));
    }

    #[test]
    fn levels_of_detail() {
        let cases = [("2", Some((2, 0))), ("1.3", Some((1, 3))), ("2.10", None), ("7", None), ("", None), ("x", None)];
        for (text, expected) in cases {
            assert_eq!(parse_lod(text).map(|l| (l.major, l.minor)), expected, "{text}");
        }
    }
}
