//! Scene folders: `scene.json`, one GeoJSON file a layer, GeoTIFF height grids, the health report.
//!
//! QGIS opens every file of it. See `docs/data/scene.md`.

mod bookmark;
mod comment;
mod error;
mod fact;
mod feature;
mod file;
mod grid;
mod keep;
mod properties;
mod read;
mod schedule;
mod show;
#[cfg(test)]
mod tests;
mod text;
mod tour;
mod variant;
mod views;
mod write;

use std::path::Path;

pub use bookmark::{read_bookmarks, write_bookmarks};
pub use comment::{read_comments, write_comments};
pub use error::SceneError;
pub use file::{LayerEntry, SCHEMA_VERSION, SceneFile, View, scene_schema};
pub use read::{read_scene, read_scene_file};
pub use schedule::read_scene_schedule;
pub use show::{
    AnswerFile, ChapterFile, ChoiceFile, ComparisonFile, CueFile, OverlayFile, PictureFile, QuestionFile,
    ShowDraft, ShowFile, ShowStepFile, TwoFile, read_show, read_show_file, read_show_input, scene_of_show,
    show_path, show_schema, write_show,
};
pub use tour::{TourFile, TourStopFile, read_tour_input, read_tours, tour_path, tour_schema, write_tour};
pub(crate) use variant::{EditFile, FOLDER as VARIANTS_FOLDER};
pub use variant::{
    VariantRefused, read_variant, read_variant_input, read_variants, variant_community, variant_path,
    variant_schema, write_variant,
};
pub use write::{write_scene, write_scene_watched};

/// Name of the file that makes a folder a scene.
const SCENE_FILE: &str = "scene.json";
/// Names of the health report, for programs and for people.
const REPORT_FILES: [&str; 2] = ["report.json", "report.txt"];

/// Whether a folder is a scene.
pub fn scene_is(folder: &Path) -> bool {
    folder.join(SCENE_FILE).is_file()
}
