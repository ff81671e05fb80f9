//! The parts of a tileset and of a subtree that the tiles are found by.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::codes;
use crate::report::Message;
use crate::text;

/// Deepest nesting of a tileset; each tile takes two levels. What `serde_json` itself bears.
const DEEPEST_JSON: usize = 120;
/// Most objects of one file.
const MOST_OBJECTS: usize = 2_000_000;
/// Extensions that are read, or that change nothing about what is read.
const KNOWN: [&str; 6] = [
    "3DTILES_content_gltf",
    "3DTILES_implicit_tiling",
    "3DTILES_multiple_contents",
    "3DTILES_metadata",
    "3DTILES_bounding_volume_S2",
    "3DTILES_bounding_volume_cylinder",
];

/// A tileset.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TilesetFile {
    pub asset: Asset,
    pub root: TileFile,
    #[serde(default)]
    pub extensions_required: Vec<String>,
    #[serde(default)]
    pub schema: Option<IgnoredAny>,
}

/// Version and axes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    pub version: String,
    #[serde(default)]
    pub gltf_up_axis: Option<String>,
}

/// A tile as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TileFile {
    #[serde(default)]
    pub geometric_error: Option<f64>,
    #[serde(default)]
    pub refine: Option<String>,
    #[serde(default)]
    pub transform: Option<Vec<f64>>,
    #[serde(default)]
    pub content: Option<ContentFile>,
    #[serde(default)]
    pub contents: Vec<ContentFile>,
    #[serde(default)]
    pub children: Vec<TileFile>,
    #[serde(default)]
    pub implicit_tiling: Option<ImplicitFile>,
    #[serde(default)]
    pub extensions: Option<TileExtensions>,
}

/// Extensions of a tile of 3D Tiles 1.0 that became part of 1.1.
#[derive(Debug, Deserialize)]
pub struct TileExtensions {
    #[serde(rename = "3DTILES_implicit_tiling", default)]
    pub implicit: Option<ImplicitFile>,
    #[serde(rename = "3DTILES_multiple_contents", default)]
    pub multiple: Option<Multiple>,
}

/// Several contents of a tile.
#[derive(Debug, Deserialize)]
pub struct Multiple {
    #[serde(alias = "content", default)]
    pub contents: Vec<ContentFile>,
}

/// Where the content of a tile is.
#[derive(Debug, Deserialize)]
pub struct ContentFile {
    #[serde(alias = "url")]
    pub uri: String,
}

/// How the tiles below a tile follow from their numbers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImplicitFile {
    pub subdivision_scheme: String,
    pub subtree_levels: u32,
    #[serde(default)]
    pub available_levels: Option<u32>,
    /// The deepest level, in the extension of 3D Tiles 1.0.
    #[serde(default)]
    pub maximum_level: Option<u32>,
    pub subtrees: ContentFile,
}

/// Which tiles of a subtree are there.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubtreeFile {
    #[serde(default)]
    pub buffers: Vec<BufferFile>,
    #[serde(default)]
    pub buffer_views: Vec<ViewFile>,
    pub tile_availability: AvailabilityFile,
    #[serde(default)]
    pub content_availability: Value,
    pub child_subtree_availability: AvailabilityFile,
}

/// Bytes of a subtree.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BufferFile {
    #[serde(default)]
    pub uri: Option<String>,
    pub byte_length: u64,
}

/// A piece of them.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFile {
    pub buffer: usize,
    #[serde(default)]
    pub byte_offset: usize,
    pub byte_length: usize,
}

/// One bit for each tile, or the same for all.
#[derive(Debug, Deserialize)]
pub struct AvailabilityFile {
    #[serde(alias = "bufferView", default)]
    pub bitstream: Option<usize>,
    #[serde(default)]
    pub constant: Option<u8>,
}

/// Parses a tileset.
///
/// # Errors
/// A message that refuses it.
pub fn tileset(bytes: &[u8]) -> Result<TilesetFile, Box<Message>> {
    let tileset: TilesetFile =
        parse(bytes).map_err(|(place, why)| Box::new(Message::new(&codes::SYNTAX, place, why)))?;
    if !matches!(tileset.asset.version.as_str(), "0.0" | "1.0" | "1.1") {
        let shown: String = tileset.asset.version.chars().take(20).collect();
        return Err(Box::new(Message::new(&codes::VERSION, "/asset/version", shown)));
    }
    let missing: Vec<&str> =
        tileset.extensions_required.iter().map(String::as_str).filter(|name| !KNOWN.contains(name)).collect();
    if missing.is_empty() {
        Ok(tileset)
    } else {
        Err(Box::new(Message::new(&codes::EXTENSION, "/extensionsRequired", missing.join(", "))))
    }
}

/// Parses a subtree's JSON.
///
/// # Errors
/// What is wrong with it.
pub fn subtree(bytes: &[u8]) -> Result<SubtreeFile, String> {
    parse(bytes).map_err(|(place, why)| format!("{place}: {why}"))
}

/// Parses JSON that is neither too deep nor too large; says where it is wrong, and how.
fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, (String, String)> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|error| (format!("byte {}", error.valid_up_to()), "it is not UTF-8".to_owned()))?;
    if let Some(at) = text::nesting_beyond(text, DEEPEST_JSON) {
        return Err((format!("byte {at}"), format!("nested deeper than {DEEPEST_JSON} levels")));
    }
    let objects = text.bytes().filter(|byte| *byte == b'{').count();
    if objects > MOST_OBJECTS {
        return Err((String::new(), format!("{objects} objects of JSON")));
    }
    serde_json::from_str(text)
        .map_err(|error| (format!("line {}, column {}", error.line(), error.column()), error.to_string()))
}
