//! A picture without a window.

use std::path::Path;
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, bail};
use bevy::app::{App, AppExit};
use linli_model::Language;
use linli_present::{CameraPose, Command as Order, CompareMode, bookmark_commands};
use linli_view::{
    CancelLoading, CaptureOutcome, LoadEvents, Picture, PictureSink, SceneChoice, Shot, capture_app,
    streaming_app,
};

use crate::args::RenderArgs;
use crate::bookmarks;
use crate::kiosk::frames;
use crate::loading;

/// Draws the scene and writes the picture.
pub fn run(args: &RenderArgs) -> AppExit {
    let drawn = match &args.show {
        Some(show) => draw_show(args, show),
        None => draw(args).and_then(|picture| save(&picture, &args.out)),
    };
    match drawn {
        Ok(()) => AppExit::Success,
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

fn save(picture: &Picture, out: &Path) -> anyhow::Result<()> {
    write(picture, out)?;
    let counts = picture.counts;
    let memory = peak_memory_mb().map_or_else(String::new, |mb| format!(", {mb} MB of memory at most"));
    println!(
        "{}: {} meshes, {} triangles and lines, {} trees{memory}, drawn by {}",
        out.display(),
        counts.meshes,
        counts.primitives,
        counts.trees,
        picture.adapter
    );
    Ok(())
}

/// Frames of a show: one into the file that was asked for, many into a folder of that name, each as soon as it is
/// finished.
fn draw_show(args: &RenderArgs, show: &Path) -> anyhow::Result<()> {
    let (shots, variants) = frames::shots(args, show)?;
    let (names, shots): (Vec<_>, Vec<_>) = shots.into_iter().unzip();
    if names.iter().any(Option::is_some) {
        std::fs::create_dir_all(&args.out).with_context(|| args.out.display().to_string())?;
    }
    let out = args.out.clone();
    let mut outs = names.into_iter().map(move |name| match name {
        Some(name) => out.join(format!("{name}.png")),
        None => out.clone(),
    });
    let sink: PictureSink = Box::new(move |picture| {
        let out = outs.next().ok_or("a picture too many")?;
        save(&picture, &out).map_err(|error| format!("{error:#}"))
    });
    let outcome = Arc::new(Mutex::new(None));
    let app = streaming_app(args.draw.lang.into(), shots, sink, outcome.clone());
    draw_in(app, &args.scene, SceneChoice::beside(variants), &outcome).map(drop)
}

fn draw(args: &RenderArgs) -> anyhow::Result<Picture> {
    if args.compare.len() > 2 && args.mode.is_some_and(|mode| mode != CompareMode::Split) {
        bail!(
            "this way shows two variants; more are shown with --mode split / 该方式只对比两个方案，更多请用 --mode split"
        );
    }
    let mut shot = args.shot();
    if let Some(name) = &args.tools.bookmark {
        let bookmark = bookmarks::named(&args.scene, name, args.draw.lang.into())?;
        shot.pose = Some(CameraPose::new(bookmark.eye_m, bookmark.target_m));
        // What is asked for besides comes after it.
        shot.commands.splice(0..0, bookmark_commands(&bookmark));
        shot.commands.push(Order::ShowUnderground(args.draw.underground || bookmark.underground));
    }
    let pictures = draw_choice(&args.scene, args.choice(), args.draw.lang.into(), vec![shot])?;
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
    let app = capture_app(language, shots, outcome.clone());
    draw_in(app, scene, choice, &outcome)
}

/// Loads a scene in an app that makes pictures, and waits for what comes of it.
fn draw_in(
    mut app: App,
    scene: &Path,
    choice: SceneChoice,
    outcome: &Mutex<Option<CaptureOutcome>>,
) -> anyhow::Result<Vec<Picture>> {
    let cancel = CancelLoading::default();
    let events = loading::start_choice(scene.to_owned(), choice, cancel.0.clone());
    app.insert_resource(cancel).insert_resource(LoadEvents(events.into()));
    loading::add_rules(&mut app);
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
