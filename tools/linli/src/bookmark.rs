//! `linli bookmark`: views that people keep in a scene.

use anyhow::bail;
use linli_io::store::SystemFiles;
use linli_io::{Language, Message, read_bookmarks, read_scene_file, write_bookmarks};
use linli_model::{Bookmark, SceneFrame};
use linli_present::stage_text;
use serde_json::json;

use crate::args::{BookmarkAddArgs, BookmarkCommand, BookmarkListArgs, BookmarkRemoveArgs};
use crate::outcome::Outcome;
use crate::output::put_line;
use crate::speech::either;

/// Runs the command.
///
/// # Errors
/// When the scene or its bookmarks cannot be read or written.
pub fn run(command: &BookmarkCommand, language: Language) -> anyhow::Result<Outcome> {
    match command {
        BookmarkCommand::List(args) => list(args, language),
        BookmarkCommand::Add(args) => add(args, language),
        BookmarkCommand::Remove(args) => remove(args, language),
    }
}

type Kept = (SceneFrame, Vec<Bookmark>, Vec<Message>);

fn read(scene: &std::path::Path, language: Language) -> anyhow::Result<Kept> {
    let file = read_scene_file(scene).map_err(|error| anyhow::anyhow!(error.text(language)))?;
    let read = read_bookmarks(scene, &file.frame);
    let (bookmarks, faults) = read.map_err(|fault| anyhow::anyhow!(fault.text(language)))?;
    Ok((file.frame, bookmarks, faults))
}

/// For a change: one that cannot be used would be lost when the others are written.
fn read_whole(scene: &std::path::Path, language: Language) -> anyhow::Result<(SceneFrame, Vec<Bookmark>)> {
    let (frame, bookmarks, faults) = read(scene, language)?;
    match faults.first() {
        Some(fault) => bail!(fault.text(language)),
        None => Ok((frame, bookmarks)),
    }
}

fn list(args: &BookmarkListArgs, language: Language) -> anyhow::Result<Outcome> {
    let (frame, bookmarks, faults) = read(&args.scene, language)?;
    for fault in &faults {
        eprintln!("{}", fault.text(language));
    }
    if args.json {
        let one = |bookmark: &Bookmark| {
            json!({
                "name": bookmark.name,
                "eye": frame.projected_from_local(bookmark.eye_m),
                "target": frame.projected_from_local(bookmark.target_m),
                "stage": bookmark.stage.name(),
                "date": bookmark.date,
                "hidden": bookmark.hidden.iter().map(|layer| layer.name()).collect::<Vec<_>>(),
                "underground": bookmark.underground,
            })
        };
        put_line(&serde_json::to_string_pretty(&bookmarks.iter().map(one).collect::<Vec<_>>())?);
    } else {
        for bookmark in &bookmarks {
            let [x, y, z] = frame.projected_from_local(bookmark.eye_m);
            let stage = stage_text(bookmark.stage, language);
            put_line(&format!("{}\t{stage}\t{x:.1} {y:.1} {z:.1} m", bookmark.name));
        }
    }
    Ok(if faults.is_empty() { Outcome::Done } else { Outcome::Wrong })
}

fn add(args: &BookmarkAddArgs, language: Language) -> anyhow::Result<Outcome> {
    let (frame, mut bookmarks) = read_whole(&args.scene, language)?;
    if bookmarks.iter().any(|bookmark| bookmark.name == args.name) {
        bail!("{}: {}", args.name, either(language, "this name is taken", "该名称已被占用"));
    }
    let [eye_m, target_m] = args.camera.0;
    bookmarks.push(Bookmark {
        name: args.name.clone(),
        eye_m,
        target_m,
        stage: args.stage,
        date: args.date,
        hidden: args.hide.iter().copied().collect(),
        underground: args.underground,
    });
    write_bookmarks(&SystemFiles, &args.scene, &bookmarks, &frame)?;
    Ok(Outcome::Done)
}

fn remove(args: &BookmarkRemoveArgs, language: Language) -> anyhow::Result<Outcome> {
    let (frame, mut bookmarks) = read_whole(&args.scene, language)?;
    let before = bookmarks.len();
    bookmarks.retain(|bookmark| bookmark.name != args.name);
    if bookmarks.len() == before {
        eprintln!("{}: {}", args.name, either(language, "no such bookmark", "没有此书签"));
        return Ok(Outcome::Wrong);
    }
    write_bookmarks(&SystemFiles, &args.scene, &bookmarks, &frame)?;
    Ok(Outcome::Done)
}
