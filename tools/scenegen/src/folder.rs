//! Communities as scene folders.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use linli_io::{ImportReport, View, read_scene_file, write_scene};
use linli_model::Community;

use crate::{district, views};

/// Where the scene comes from, for whoever finds the folder.
const SOURCE: &str = include_str!("SOURCE.md");
/// Date and time of day for the sun: a spring morning with long soft shadows.
const DATE_TIME: &str = "2026-04-18T09:30";

/// Writes Lantern Court of a seed with its views as a scene folder.
///
/// # Errors
/// When the folder holds something else, or cannot be written.
pub fn write(folder: &Path, seed: u64) -> anyhow::Result<()> {
    write_folder(folder, &district(seed), views(), DATE_TIME, SOURCE)
}

/// Writes a community with its views, its date and time for the sun, and where it comes from.
pub(crate) fn write_folder(
    folder: &Path,
    community: &Community,
    views: Vec<View>,
    date_time: &str,
    source: &str,
) -> anyhow::Result<()> {
    write_scene(folder, community, &ImportReport::default())?;
    let mut scene = read_scene_file(folder)?;
    scene.views = views;
    scene.date_time = Some(date_time.to_owned());
    let mut text = serde_json::to_string_pretty(&scene)?;
    text.push('\n');
    let file = |name: &str| folder.join(name);
    fs::write(file("scene.json"), text).context("scene.json")?;
    fs::write(file("SOURCE.md"), source).context("SOURCE.md")?;
    // Nothing was imported, so that there is nothing to report.
    for name in ["report.json", "report.txt"] {
        fs::remove_file(file(name)).context(name)?;
    }
    Ok(())
}
