//! Materials and textures that geometries refer to.

use super::geometry::object_at;
use super::skim::{self, SkimError, each_element, each_member};
use super::vertices::{list_at, read_numbers};

/// What geometries may refer to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Appearance {
    /// Diffuse colour of every material that has one (sRGB).
    pub materials: Vec<Option<[u8; 3]>>,
    /// How many textures there are.
    pub textures: usize,
    /// How many texture vertices there are.
    pub texture_vertices: usize,
    /// Theme of materials to show when a geometry has several.
    pub default_theme: Option<String>,
}

impl Appearance {
    /// Reads the appearance that begins at byte `at` of `text`.
    ///
    /// # Errors
    /// [`SkimError`] when it is not what CityJSON calls an appearance.
    pub fn read(text: &str, at: usize) -> Result<Self, SkimError> {
        let mut appearance = Self::default();
        let mut texture_vertex = [0.0; 2];
        each_member(text, object_at(text, at)?, |name, _, at| match name {
            "materials" => each_element(text, list_at(text, at)?, |at| {
                let mut colour = None;
                let end = each_member(text, object_at(text, at)?, |name, _, at| match name {
                    "diffuseColor" => {
                        let (channels, end) = skim::value::<Option<Vec<f64>>>(text, at)?;
                        colour = channels.as_deref().and_then(srgb);
                        Ok(end)
                    }
                    _ => skim::ignore(text, at),
                })?;
                appearance.materials.push(colour);
                Ok(end)
            }),
            "textures" => each_element(text, list_at(text, at)?, |at| {
                appearance.textures += 1;
                skim::ignore(text, at)
            }),
            "vertices-texture" => each_element(text, list_at(text, at)?, |at| {
                appearance.texture_vertices += 1;
                read_numbers(text, list_at(text, at)?, &mut texture_vertex)
            }),
            "default-theme-material" => {
                let (theme, end) = skim::text_value(text, at)?;
                appearance.default_theme = theme.map(std::borrow::Cow::into_owned);
                Ok(end)
            }
            _ => skim::ignore(text, at),
        })?;
        Ok(appearance)
    }
}

/// Three channels from 0 to 1 as bytes.
fn srgb(channels: &[f64]) -> Option<[u8; 3]> {
    match channels {
        [r, g, b] => Some([r, g, b].map(|c| (c.clamp(0.0, 1.0) * 255.0).round() as u8)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn materials_without_colour_keep_their_number() {
        let text = r#"{"materials":[{"name":"a"},{"name":"b","diffuseColor":[1.0,0.5,-2]}],
            "textures":[{}],"vertices-texture":[[0,1],[1,1]],"default-theme-material":"x"}"#;
        let expected = Appearance {
            materials: vec![None, Some([255, 128, 0])],
            textures: 1,
            texture_vertices: 2,
            default_theme: Some("x".into()),
        };
        assert_eq!(Appearance::read(text, 0).ok(), Some(expected));
    }
}
