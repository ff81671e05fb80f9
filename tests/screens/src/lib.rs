//! Pictures of the project's own district, drawn in one process, and the questions that a visitor would
//! ask of them (`tests/questions.rs`); what its views cost (`tests/budget.rs`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use linli_app::loading;
use linli_model::Stage;
use linli_view::{LoadEvent, LoadedScene, ViewCost, view_cost};

/// The district that comes with the project.
pub fn scene() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/lantern-court")
}

/// The demo community that comes with the project.
pub fn xinghe() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe")
}

/// Everything about a scene that can be asked, once it is loaded.
pub fn loaded(scene: &Path) -> Option<LoadedScene> {
    loading::start(scene.to_owned(), std::sync::Arc::default()).iter().find_map(|event| match event {
        LoadEvent::Done(scene) => Some(scene),
        _ => None,
    })
}

/// Cost of each saved view of a scene, at 16 : 9: `underground` and `tunnel` with the underground shown,
/// `construction` in that stage, all others as designed.
pub fn view_costs(scene: &Path) -> BTreeMap<String, ViewCost> {
    let events = loading::start(scene.to_owned(), std::sync::Arc::default());
    let (mut tiles, mut trees, mut views) = (Vec::new(), Vec::new(), Vec::new());
    for event in events {
        match event {
            LoadEvent::Start(info) => views = info.views,
            LoadEvent::Tiles(more) => tiles.extend(more),
            LoadEvent::Trees(more) => trees.extend(more),
            _ => {}
        }
    }
    views
        .into_iter()
        .map(|view| {
            let below = view.key == "underground" || view.key == "tunnel";
            let stage = if view.key == "construction" { Stage::Construction } else { Stage::Design };
            let cost = view_cost(&tiles, &trees, &view.pose, 16.0 / 9.0, stage, below);
            (view.key, cost)
        })
        .collect()
}
