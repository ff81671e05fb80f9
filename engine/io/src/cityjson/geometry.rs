//! One geometry as the file writes it.

use std::borrow::Cow;

use linli_model::Lod;

use super::nest::{IndexNest, Steps, TextureRange, read_nested};
use super::skim::{self, SkimError, each_element, each_member};

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

/// Semantics of a geometry.
#[derive(Clone, Debug, Default)]
pub struct RawSemantics<'a> {
    /// Types of the surfaces that `values` name by number.
    pub surfaces: Vec<Cow<'a, str>>,
    /// Number of a surface for every face.
    pub values: Option<Steps>,
}

/// One theme of materials.
#[derive(Clone, Debug, Default)]
pub struct RawMaterial {
    /// One material for everything.
    pub value: Option<Steps>,
    /// One material for every face.
    pub values: Option<Steps>,
}

/// Materials or textures with the names of their themes.
pub type Themes<'a, T> = Vec<(&'a str, T)>;

/// One geometry.
#[derive(Clone, Debug, Default)]
pub struct RawGeometry<'a> {
    /// Type.
    pub type_: Option<Cow<'a, str>>,
    /// Level of detail.
    pub lod: LodText,
    /// Vertex indices.
    pub boundaries: Option<IndexNest>,
    /// What the faces are.
    pub semantics: Option<RawSemantics<'a>>,
    /// Materials by theme.
    pub material: Themes<'a, RawMaterial>,
    /// Largest texture numbers by theme.
    pub texture: Themes<'a, TextureRange>,
    /// Number of the template, for an instance.
    pub template: Option<i64>,
    /// Row-major 4 × 4 matrix, for an instance.
    pub matrix: Option<Vec<f64>>,
}

/// Index lists to be used again: a city has thousands of geometries.
#[derive(Debug, Default)]
pub struct Spare {
    nests: Vec<IndexNest>,
    steps: Vec<Steps>,
}

impl Spare {
    /// Takes the lists of geometries that are no longer needed.
    pub fn take_back(&mut self, geometry: Vec<RawGeometry<'_>>) {
        for raw in geometry {
            if let Some(mut nest) = raw.boundaries {
                nest.clear();
                self.nests.push(nest);
            }
            let semantics = raw.semantics.and_then(|s| s.values);
            let materials = raw.material.into_iter().flat_map(|(_, m)| [m.value, m.values]).flatten();
            for mut steps in semantics.into_iter().chain(materials) {
                steps.0.clear();
                self.steps.push(steps);
            }
        }
    }
}

impl<'a> RawGeometry<'a> {
    /// Reads the geometry at byte `at` of `text`; gives the offset after it as well.
    ///
    /// # Errors
    /// [`SkimError`] when it is not JSON, or a member has another type than it must have.
    pub fn read(text: &'a str, at: usize, spare: &mut Spare) -> Result<(Self, usize), SkimError> {
        let mut geometry = Self::default();
        let end = each_member(text, object_at(text, at)?, |name, _, at| match name {
            "type" => put(&mut geometry.type_, skim::text_value(text, at)?),
            "lod" => put(&mut geometry.lod, read_lod(text, at)?),
            "boundaries" => {
                let mut nest = spare.nests.pop().unwrap_or_default();
                let end = read_nested(text, at, &mut nest)?;
                geometry.boundaries = Some(nest);
                Ok(end)
            }
            "semantics" if !is_null(text, at) => {
                put(&mut geometry.semantics, read_semantics(text, at, spare).map(|(s, end)| (Some(s), end))?)
            }
            "material" if !is_null(text, at) => put(&mut geometry.material, read_materials(text, at, spare)?),
            "texture" if !is_null(text, at) => put(&mut geometry.texture, read_textures(text, at)?),
            "template" => put(&mut geometry.template, skim::value(text, at)?),
            "transformationMatrix" => put(&mut geometry.matrix, skim::value(text, at)?),
            _ => skim::ignore(text, at),
        })?;
        Ok((geometry, end))
    }
}

fn put<T>(place: &mut T, (value, end): (T, usize)) -> Result<usize, SkimError> {
    *place = value;
    Ok(end)
}

fn is_null(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'n')
}

/// `at`, if an object begins there.
///
/// # Errors
/// [`SkimError::Data`] if not.
pub fn object_at(text: &str, at: usize) -> Result<usize, SkimError> {
    match text.as_bytes().get(at) {
        Some(b'{') => Ok(at),
        _ => Err(SkimError::Data(at, "an object must stand here".to_owned())),
    }
}

fn read_steps(text: &str, at: usize, spare: &mut Spare) -> Result<(Option<Steps>, usize), SkimError> {
    let mut steps = spare.steps.pop().unwrap_or_default();
    let end = read_nested(text, at, &mut steps)?;
    Ok((Some(steps), end))
}

fn read_semantics<'a>(
    text: &'a str,
    at: usize,
    spare: &mut Spare,
) -> Result<(RawSemantics<'a>, usize), SkimError> {
    let mut semantics = RawSemantics::default();
    let end = each_member(text, object_at(text, at)?, |name, _, at| match name {
        "values" => put(&mut semantics.values, read_steps(text, at, spare)?),
        "surfaces" => each_element(text, at, |at| {
            let mut type_ = None;
            let end = each_member(text, object_at(text, at)?, |name, _, at| match name {
                "type" => put(&mut type_, skim::text_value(text, at)?),
                _ => skim::ignore(text, at),
            })?;
            semantics.surfaces.push(type_.unwrap_or_default());
            Ok(end)
        }),
        _ => skim::ignore(text, at),
    })?;
    Ok((semantics, end))
}

fn read_materials<'a>(
    text: &'a str,
    at: usize,
    spare: &mut Spare,
) -> Result<(Themes<'a, RawMaterial>, usize), SkimError> {
    let mut themes = Vec::new();
    let end = each_member(text, object_at(text, at)?, |theme, _, at| {
        let mut material = RawMaterial::default();
        let end = each_member(text, object_at(text, at)?, |name, _, at| match name {
            "value" => put(&mut material.value, read_steps(text, at, spare)?),
            "values" => put(&mut material.values, read_steps(text, at, spare)?),
            _ => skim::ignore(text, at),
        })?;
        themes.push((theme, material));
        Ok(end)
    })?;
    Ok((themes, end))
}

fn read_textures(text: &str, at: usize) -> Result<(Themes<'_, TextureRange>, usize), SkimError> {
    let mut themes = Vec::new();
    let end = each_member(text, object_at(text, at)?, |theme, _, at| {
        let mut range = TextureRange::default();
        let end = each_member(text, object_at(text, at)?, |name, _, at| match name {
            "values" => read_nested(text, at, &mut range),
            _ => skim::ignore(text, at),
        })?;
        themes.push((theme, range));
        Ok(end)
    })?;
    Ok((themes, end))
}

fn read_lod(text: &str, at: usize) -> Result<(LodText, usize), SkimError> {
    let (written, end) = skim::text_value(text, at)?;
    if let Some(written) = written {
        let lod = parse_lod(&written)
            .map_or_else(|| LodText::Bad(written.chars().take(40).collect()), LodText::Text);
        return Ok((lod, end));
    }
    let number = text.get(at..end).unwrap_or_default();
    let lod = match number {
        "null" => LodText::Missing,
        _ => {
            parse_lod(number).map_or_else(|| LodText::Bad(number.chars().take(40).collect()), LodText::Number)
        }
    };
    Ok((lod, end))
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
        let geometry: RawGeometry<'_> = RawGeometry::read(text, 0, &mut Spare::default()).unwrap().0;
        assert_eq!(geometry.geometry_type(), Some(GeometryType::MultiSurface));
        assert_eq!(geometry.lod, LodText::Number(Lod { major: 2, minor: 2 }));
        assert_eq!(geometry.surfaces(), 2);
        assert_eq!(geometry.material.len(), 2);
        let texture = &geometry.texture[0].1;
        assert_eq!((texture.textures, texture.vertices, texture.bad), (1, 10, false));
    }

    #[test]
    fn levels_of_detail() {
        let cases = [
            ("2", Some((2, 0))),
            ("1.3", Some((1, 3))),
            ("2.10", None),
            ("7", None),
            ("", None),
            ("x", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse_lod(text).map(|l| (l.major, l.minor)), expected, "{text}");
        }
    }
}
