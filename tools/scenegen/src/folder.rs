//! The district as a scene folder.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use linli_io::{ImportReport, read_scene_file, write_scene};

use crate::{district, views};

/// Where the scene comes from, for whoever finds the folder.
const SOURCE: &str = include_str!("SOURCE.md");
/// Date and time of day for the sun: a spring morning with long soft shadows.
const DATE_TIME: &str = "2026-04-18T09:30";

/// Writes the district of a seed with its views as a scene folder.
///
/// # Errors
/// When the folder holds something else, or cannot be written.
pub fn write(folder: &Path, seed: u64) -> anyhow::Result<()> {
    write_scene(folder, &district(seed), &ImportReport::default())?;
    let mut scene = read_scene_file(folder)?;
    scene.views = views();
    scene.date_time = Some(DATE_TIME.to_owned());
    let mut text = serde_json::to_string_pretty(&scene)?;
    text.push('\n');
    let file = |name: &str| folder.join(name);
    fs::write(file("scene.json"), text).context("scene.json")?;
    fs::write(file("SOURCE.md"), SOURCE).context("SOURCE.md")?;
    // Nothing was imported, so that there is nothing to report.
    for name in ["report.json", "report.txt"] {
        fs::remove_file(file(name)).context(name)?;
    }
    Ok(())
}
