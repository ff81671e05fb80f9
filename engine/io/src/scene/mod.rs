//! Scene folders.
use linli_model::{Community, Element, Layer, Progress, SceneFrame};
use std::path::Path;
use thiserror::Error;

/// Why a scene cannot be opened or written.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct SceneError(pub String);

/// `scene.json`.
#[derive(Clone, Debug)]
pub struct SceneFile {
    /// Name for people.
    pub name: String,
    /// Frame.
    pub frame: SceneFrame,
}

/// Writes a community as a scene folder.
pub fn write_scene(_folder: &Path, _community: &Community) -> Result<(), SceneError> {
    Err(SceneError(String::new()))
}

/// Reads a scene folder layer by layer in the order of [`Layer::ALL`]; `on_start` is told the scene
/// file before any layer, `on_layer` each layer as soon as it is read.
pub fn read_scene(
    _folder: &Path,
    _progress: &dyn Progress,
    _on_start: &mut dyn FnMut(&SceneFile),
    _on_layer: &mut dyn FnMut(Layer, &[Element]),
) -> Result<Community, SceneError> {
    Err(SceneError(String::new()))
}
