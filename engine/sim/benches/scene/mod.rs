//! The scene of a bench: Xinghe, or the one that the environment variable `LINLI_SCENE` names.

use std::path::PathBuf;

use linli_io::{read_scene, read_scene_schedule};
use linli_model::{Community, NoProgress, Schedule, Stage};
use linli_sim::density::{Counting, counted_elements};
use linli_sim::stages::Timeline;

/// A scene, its works, and what counts in its design stage.
pub fn scene() -> (Community, Schedule, Vec<bool>) {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/xinghe"));
    let folder = std::env::var_os("LINLI_SCENE").map_or_else(default, PathBuf::from);
    let mut file = None;
    let read = read_scene(&folder, &NoProgress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {});
    let (community, _) = read.unwrap();
    let schedule = read_scene_schedule(&folder, &file.unwrap()).ok().flatten();
    let schedule = schedule.map(|(schedule, _)| schedule).unwrap_or_default();
    let timeline = (!schedule.tasks.is_empty()).then(|| Timeline::of(&community, &schedule).0);
    let counted = counted_elements(&community, timeline.as_ref(), Counting::Stage(Stage::Design));
    println!("{}: {} elements", community.name, community.elements().len());
    (community, schedule, counted)
}
