//! A picture without a window.

use std::path::Path;
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, bail};
use bevy::app::AppExit;
use linli_model::Language;
use linli_present::CompareMode;
use linli_view::{CancelLoading, CaptureOutcome, LoadEvents, Picture, SceneChoice, Shot, capture_app};

use crate::args::RenderArgs;
use crate::loading;

/// Draws the scene and writes the picture.
pub fn run(args: &RenderArgs) -> AppExit {
    match draw(args).and_then(|picture| write(&picture, &args.out).map(|()| picture)) {
        Ok(picture) => {
            let counts = picture.counts;
            let memory =
                peak_memory_mb().map_or_else(String::new, |mb| format!(", {mb} MB of memory at most"));
            println!(
                "{}: {} meshes, {} triangles and lines, {} trees{memory}, drawn by {}",
                args.out.display(),
                counts.meshes,
                counts.primitives,
                counts.trees,
                picture.adapter
            );
            AppExit::Success
        }
        Err(error) => {
            eprintln!("linli-view: {error:#}");
            AppExit::error()
        }
    }
}

/// The most memory that this process had, where the system tells it.
fn peak_memory_mb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024)
}

fn draw(args: &RenderArgs) -> anyhow::Result<Picture> {
    if args.compare.len() > 2 && args.mode.is_some_and(|mode| mode != CompareMode::Split) {
        bail!(
            "this way shows two variants; more are shown with --mode split / 该方式只对比两个方案，更多请用 --mode split"
        );
    }
    let pictures = draw_choice(&args.scene, args.choice(), args.draw.lang.into(), vec![args.shot()])?;
    pictures.into_iter().next().context("the adapter drew no picture")
}

/// Draws the shots of one scene, in one go.
///
/// # Errors
/// When the scene cannot be opened, a view or element is not there, or there is no adapter.
pub fn draw_all(scene: &Path, language: Language, shots: Vec<Shot>) -> anyhow::Result<Vec<Picture>> {
    draw_choice(scene, SceneChoice::Base, language, shots)
}

/// [`draw_all`] of what is chosen of the scene.
///
/// # Errors
/// As [`draw_all`], and when there is no such variant or it does not fit the scene.
pub fn draw_choice(
    scene: &Path,
    choice: SceneChoice,
    language: Language,
    shots: Vec<Shot>,
) -> anyhow::Result<Vec<Picture>> {
    let outcome = Arc::new(Mutex::new(None));
    let cancel = CancelLoading::default();
    let events = loading::start_choice(scene.to_owned(), choice, cancel.0.clone());
    let mut app = capture_app(language, shots, outcome.clone());
    app.insert_resource(cancel).insert_resource(LoadEvents(events.into()));
    if let Some(rules) = loading::underground_rules() {
        app.insert_resource(rules);
    }
    if let Some(rules) = loading::figure_rules() {
        app.insert_resource(rules);
    }
    app.run();
    let taken = outcome.lock().ok().and_then(|mut outcome| outcome.take());
    match taken {
        Some(CaptureOutcome::Pictures(pictures)) => Ok(pictures),
        Some(CaptureOutcome::Failed(why)) => bail!(why),
        None => bail!("the picture maker stopped before the picture was taken"),
    }
}

/// Writes the picture beside its place first, so that a half-written file never bears its name.
fn write(picture: &Picture, out: &Path) -> anyhow::Result<()> {
    let beside = out.with_extension("png.part");
    let name = || out.display().to_string();
    picture.image.save_with_format(&beside, image::ImageFormat::Png).with_context(name)?;
    std::fs::rename(&beside, out).with_context(name)
}
