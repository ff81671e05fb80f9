//! `scene.json`: the part of a scene folder that people read first.

use linli_model::{Layer, Point3, SceneFrame, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the scene folder's layout that this program writes.
pub const SCHEMA_VERSION: u32 = 1;

/// `scene.json`. Fields that this version does not know are ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Linli scene")]
pub struct SceneFile {
    /// Version of the folder's layout.
    pub schema_version: u32,
    /// Name for people.
    pub name: String,
    /// Coordinate system and local origin.
    #[schemars(with = "FrameSchema")]
    pub frame: SceneFrame,
    /// Date and time of day for the sun, local clock time: `2026-06-21T10:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_time: Option<String>,
    /// File name of the schedule inside the scene folder: CSV, Microsoft Project XML, Primavera XER or
    /// P6 XML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Files that the elements came from, by position.
    #[serde(default)]
    #[schemars(with = "Vec<SourceSchema>")]
    pub sources: Vec<Source>,
    /// One file a layer.
    #[serde(default)]
    pub layers: Vec<LayerEntry>,
    /// Named camera views.
    #[serde(default)]
    pub views: Vec<View>,
}

/// One layer's file in a scene folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LayerEntry {
    /// Which layer.
    #[schemars(with = "LayerSchema")]
    pub layer: Layer,
    /// File name inside the scene folder.
    pub file: String,
    /// Number of elements when it was written.
    pub count: u64,
    /// GeoTIFF files of the layer's height grids, inside the scene folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grids: Vec<String>,
}

/// A named camera view in local metres (east, north, up from the frame's anchor).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct View {
    /// Short name for the command line.
    pub key: String,
    /// Name in English.
    pub name_en: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Where the eye is.
    pub eye_m: Point3,
    /// What it looks at.
    pub target_m: Point3,
}

/// Coordinate system and local origin: `local = projected - anchor`.
#[derive(JsonSchema)]
#[schemars(rename = "Frame")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
struct FrameSchema {
    /// Projected coordinate system with metre axes, for example `EPSG:4549`.
    crs: String,
    /// Local origin in that system: easting, northing, height, metres.
    anchor_m: [f64; 3],
    /// Longitude of the anchor, degrees east.
    longitude_deg: f64,
    /// Latitude of the anchor, degrees north.
    latitude_deg: f64,
    /// Angle from true north to grid north at the anchor, clockwise positive, degrees.
    convergence_deg: f64,
}

/// One input file.
#[derive(JsonSchema)]
#[schemars(rename = "Source")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
struct SourceSchema {
    /// File name as given, without its folder.
    file: String,
    /// Format as the reader calls it.
    format: String,
    /// Coordinate system of the file.
    #[serde(default)]
    crs: Option<String>,
    /// Licence or attribution.
    #[serde(default)]
    licence: Option<String>,
}

/// Layer name.
#[derive(JsonSchema)]
#[schemars(rename = "Layer", rename_all = "snake_case")]
#[expect(dead_code, reason = "only its JSON Schema is used")]
enum LayerSchema {
    Terrain,
    Parcels,
    Buildings,
    Streets,
    Railways,
    Transit,
    Parking,
    Green,
    Water,
    Trees,
    Land,
    Facilities,
    Addresses,
    Structures,
    Underground,
    Utilities,
    Equipment,
    SiteWorks,
    Other,
}

/// JSON Schema (draft 2020-12) of `scene.json`, as pretty text with a final newline.
pub fn scene_schema() -> String {
    let schema = schemars::schema_for!(SceneFile);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Whether a name taken from `scene.json` stays inside the scene folder: a plain file name, without
/// separators, drive letters, control characters or a leading dot.
pub(crate) fn is_plain_file_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 240
        && !name.starts_with('.')
        && !name.ends_with([' ', '.'])
        && !name.contains(['/', '\\', ':'])
        && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_committed_schema_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/scene.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, scene_schema()).unwrap();
        }
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(committed, scene_schema(), "run the tests once with UPDATE_SCHEMA=1");
    }

    #[test]
    fn the_schema_names_every_layer() {
        let schema: serde_json::Value = serde_json::from_str(&scene_schema()).unwrap();
        let text = schema["$defs"]["Layer"].to_string();
        for layer in Layer::ALL {
            assert!(text.contains(&format!("\"{}\"", layer.name())), "{} is missing", layer.name());
        }
    }

    #[test]
    fn unknown_fields_are_ignored() {
        let text = r#"{"schema_version":1,"name":"n","mood":"good","frame":{"crs":"EPSG:4549",
            "anchor_m":[1,2,0],"longitude_deg":120,"latitude_deg":30,"convergence_deg":0,"x":1}}"#;
        let file: SceneFile = serde_json::from_str(text).unwrap();
        assert_eq!((file.name.as_str(), file.layers.len()), ("n", 0));
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in ["../a.geojson", "/etc/passwd", "a/b", "a\\b", "C:x", "", ".hidden", "a\0b", "x."] {
            assert!(!is_plain_file_name(name), "{name:?}");
        }
        assert!(is_plain_file_name("buildings.geojson") && is_plain_file_name("建筑.geojson"));
    }
}
