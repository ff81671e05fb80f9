//! Materials and textures that geometries refer to.

use serde::Deserialize;
use serde::de::IgnoredAny;

/// `appearance` as the file writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawAppearance {
    materials: Option<Vec<RawColours>>,
    textures: Option<Vec<IgnoredAny>>,
    #[serde(rename = "vertices-texture")]
    vertices: Option<Vec<IgnoredAny>>,
    #[serde(rename = "default-theme-material")]
    default_theme: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawColours {
    #[serde(rename = "diffuseColor")]
    diffuse: Option<Vec<f64>>,
}

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
    /// Reads an appearance from its JSON text.
    ///
    /// # Errors
    /// When it is not what CityJSON calls an appearance.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let raw: RawAppearance = serde_json::from_str(text)?;
        let materials = raw.materials.unwrap_or_default();
        Ok(Self {
            materials: materials.iter().map(|m| m.diffuse.as_deref().and_then(srgb)).collect(),
            textures: raw.textures.map_or(0, |t| t.len()),
            texture_vertices: raw.vertices.map_or(0, |v| v.len()),
            default_theme: raw.default_theme,
        })
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
        assert_eq!(Appearance::from_json(text).ok(), Some(expected));
    }
}
