//! A picture without a window.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, bail};
use bevy::app::{App, AppExit};
use linli_model::Language;
use linli_view::{CancelLoading, CaptureOutcome, LoadEvents, Picture, Shot, capture_app};

use crate::args::RenderArgs;
use crate::kiosk::{self, frames};
use crate::loading;

/// Draws the scene and writes the picture.
pub fn run(args: &RenderArgs) -> AppExit {
    let drawn = match &args.show {
        Some(show) => draw_show(args, show),
        None => draw(args).map(|picture| vec![(args.out.clone(), picture)]),
    };
    match drawn.and_then(|pictures| pictures.iter().try_for_each(|(out, picture)| save(picture, out))) {
        Ok(()) => AppExit::Success,
        Err(error) => {
            eprintln!("linli-view: {error:#}");
            AppExit::error()
        }
    }
}

fn save(picture: &Picture, out: &Path) -> anyhow::Result<()> {
    write(picture, out)?;
    let counts = picture.counts;
    println!(
        "{}: {} meshes, {} triangles and lines, {} trees, drawn by {}",
        out.display(),
        counts.meshes,
        counts.primitives,
        counts.trees,
        picture.adapter
    );
    Ok(())
}

/// Frames of a show: one into the file that was asked for, many into a folder of that name.
fn draw_show(args: &RenderArgs, show: &Path) -> anyhow::Result<Vec<(PathBuf, Picture)>> {
    let (names, shots): (Vec<_>, Vec<_>) = frames::shots(args, show)?.into_iter().unzip();
    if names.iter().any(Option::is_some) {
        std::fs::create_dir_all(&args.out).with_context(|| args.out.display().to_string())?;
    }
    let compared = kiosk::compared(args.scene.clone());
    let pictures = draw_with(&args.scene, None, args.draw.lang.into(), shots, |app| {
        app.insert_resource(compared);
    })?;
    let outs = names.into_iter().map(|name| match name {
        Some(name) => args.out.join(format!("{name}.png")),
        None => args.out.clone(),
    });
    Ok(outs.zip(pictures).collect())
}

fn draw(args: &RenderArgs) -> anyhow::Result<Picture> {
    let variant = args.draw.variant.as_deref();
    let pictures = draw_variant(&args.scene, variant, args.draw.lang.into(), vec![args.shot()])?;
    pictures.into_iter().next().context("the adapter drew no picture")
}

/// Draws the shots of one scene, in one go.
///
/// # Errors
/// When the scene cannot be opened, a view or element is not there, or there is no adapter.
pub fn draw_all(scene: &Path, language: Language, shots: Vec<Shot>) -> anyhow::Result<Vec<Picture>> {
    draw_variant(scene, None, language, shots)
}

/// [`draw_all`] of a variant of the scene, by its key.
///
/// # Errors
/// As [`draw_all`], and when there is no such variant or it does not fit the scene.
pub fn draw_variant(
    scene: &Path,
    variant: Option<&str>,
    language: Language,
    shots: Vec<Shot>,
) -> anyhow::Result<Vec<Picture>> {
    draw_with(scene, variant, language, shots, |_| {})
}

/// [`draw_variant`] with more in the app.
fn draw_with(
    scene: &Path,
    variant: Option<&str>,
    language: Language,
    shots: Vec<Shot>,
    more: impl FnOnce(&mut App),
) -> anyhow::Result<Vec<Picture>> {
    let outcome = Arc::new(Mutex::new(None));
    let cancel = CancelLoading::default();
    let variant = variant.map(str::to_owned);
    let events = loading::start_variant(scene.to_owned(), variant, cancel.0.clone());
    let mut app = capture_app(language, shots, outcome.clone());
    app.insert_resource(cancel).insert_resource(LoadEvents(events.into()));
    more(&mut app);
    if let Some(rules) = loading::underground_rules() {
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
