//! Communities as scene folders.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use linli_io::{
    ImportReport, ShowFile, TourFile, View, read_scene_file, show_path, tour_path, variant_path, write_scene,
    write_schedule_csv, write_show, write_tour, write_variant,
};
use linli_model::{Community, Schedule, Variant};

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
    let extras = Extras {
        views: views(),
        date_time: DATE_TIME,
        source: SOURCE,
        schedule: None,
        tours: Vec::new(),
        variants: Vec::new(),
        show: None,
    };
    write_folder(folder, &district(seed), extras)
}

/// File name of a schedule in a scene folder.
const SCHEDULE_FILE: &str = "schedule.csv";

/// What a scene folder holds besides the community.
pub(crate) struct Extras<'a> {
    pub views: Vec<View>,
    /// Date and time of day for the sun.
    pub date_time: &'a str,
    /// Where the scene comes from, for people.
    pub source: &'a str,
    pub schedule: Option<&'a Schedule>,
    pub tours: Vec<TourFile>,
    pub variants: Vec<Variant>,
    pub show: Option<ShowFile>,
}

/// Writes a community with what belongs to it.
pub(crate) fn write_folder(folder: &Path, community: &Community, extras: Extras<'_>) -> anyhow::Result<()> {
    write_scene(folder, community, &ImportReport::default())?;
    let mut scene = read_scene_file(folder)?;
    scene.views = extras.views;
    scene.date_time = Some(extras.date_time.to_owned());
    scene.schedule = extras.schedule.map(|_| SCHEDULE_FILE.to_owned());
    let mut text = serde_json::to_string_pretty(&scene)?;
    text.push('\n');
    let file = |name: &str| folder.join(name);
    fs::write(file("scene.json"), text).context("scene.json")?;
    fs::write(file("SOURCE.md"), extras.source).context("SOURCE.md")?;
    if let Some(schedule) = extras.schedule {
        fs::write(file(SCHEDULE_FILE), write_schedule_csv(schedule)).context(SCHEDULE_FILE)?;
    }
    for tour in &extras.tours {
        let path = tour_path(folder, &tour.key).context("key of a tour")?;
        write_beside(&path, &write_tour(tour))?;
    }
    if let Some(show) = &extras.show {
        let path = show_path(folder, &show.key).context("key of a show")?;
        write_beside(&path, &write_show(show))?;
    }
    for variant in &extras.variants {
        let path = variant_path(folder, &variant.key).context("key of a variant")?;
        let text = write_variant(variant, &community.frame).map_err(anyhow::Error::msg)?;
        write_beside(&path, &text)?;
    }
    // Nothing was imported, so that there is nothing to report.
    for name in ["report.json", "report.txt"] {
        fs::remove_file(file(name)).context(name)?;
    }
    Ok(())
}

/// Writes a file into a folder that may not be there yet.
fn write_beside(path: &Path, text: &str) -> anyhow::Result<()> {
    let place = || path.display().to_string();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(place)?;
    }
    fs::write(path, text).with_context(place)
}
