//! 3D Tiles 1.0 and 1.1: a tree of tiles in ever finer detail, of which the finest level that fits is read
//! (`docs/data/3dtiles.md`).
//!
//! Tiles are found as they are needed, never all at once; every file they name lies in the tileset's folder. Models are
//! read by the reader of glTF, under its limits.

mod class;
mod codes;
mod content;
mod document;
mod element;
mod files;
mod implicit;
mod instances;
mod place;
mod select;
mod subtree;
mod table;
#[cfg(test)]
mod tests;
mod tree;

use std::path::{Path, PathBuf};

use linli_model::{Element, Kind};

use crate::report::Message;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection, text};
use content::{Contents, Stop};
use files::Files;
use select::Selection;
use tree::Tree;

/// Tries with ever fewer bytes when a level of detail has too many corners.
const TRIES: u32 = 12;
/// Most files of a tileset that are looked at to tell whether it changed.
const MOST_FILES: usize = 20_000;

/// Tilesets.
pub static TILES_3D: Format =
    Format { id: "3dtiles", title: "3D Tiles", extensions: &["json"], recognise, read };

fn recognise(input: &Input) -> bool {
    let head = text::head(&input.bytes, 1 << 16);
    head.trim_start().starts_with('{')
        && head.contains("\"asset\"")
        && head.contains("\"geometricError\"")
        && ["\"root\"", "\"boundingVolume\"", "\"content\"", "\"children\""]
            .iter()
            .any(|key| head.contains(key))
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let refused = |mut message: Box<Message>| {
        message.file.clone_from(&input.name);
        Rejection::from(message)
    };
    let mut report = FileReport::new(&input.name);
    let file = document::tileset(&input.bytes).map_err(refused)?;
    report.format = format!("3D Tiles {}", file.asset.version);
    let files = Files::around(input, context.limits)
        .map_err(|why| refused(Box::new(Message::new(&codes::NOTHING, "", format!(": {why}")))))?;
    if file.schema.is_some() {
        let what = "metadata of the tileset, of tiles and of contents as a whole";
        report.push(Message::new(&codes::LEFT_OUT, "/schema", what));
    }
    let mut tree = Tree::new(file, &input.name, &files, &mut report);
    let elements = contents(&mut tree, &files, context, &mut report).map_err(refused)?;
    if elements.is_empty() {
        let why = report.messages.iter().find(|message| message.code.severity == crate::Severity::Error);
        let why = why.map(|m| format!(": {} {}", m.place, m.code.english.replace("{}", &m.detail)));
        return Err(refused(Box::new(Message::new(&codes::NOTHING, "", why.unwrap_or_default()))));
    }
    let guessed = elements.iter().filter(|element| matches!(element.kind, Kind::Building(_))).count();
    let structures = elements.iter().filter(|element| matches!(element.kind, Kind::Structure { .. })).count();
    if guessed + structures > 0 {
        let what = format!("{guessed} features as buildings, {structures} as structures");
        report.push(Message::new(&codes::KINDS, "", what));
    }
    place::place(elements, input, context, report)
}

/// Elements of the finest tiles that fit, in the coordinates of the tileset.
fn contents(
    tree: &mut Tree,
    files: &Files,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Vec<Element>, Box<Message>> {
    let limits = context.limits;
    let cancelled = || Box::new(Message::new(&codes::CANCELLED, "", ""));
    let mut most_bytes = limits.tileset_bytes;
    for _ in 0..TRIES {
        let wish = limits.geometric_error_m;
        let selection = select::select(tree, most_bytes, wish, || context.progress.cancelled(), report);
        if context.progress.cancelled() {
            return Err(cancelled());
        }
        let mut own = FileReport::new(&report.file);
        let mut reader = Contents { files, context, report: &mut own, elements: Vec::new(), corners: 0 };
        match read_all(tree, &selection, &mut reader) {
            Ok(read) => {
                let elements = std::mem::take(&mut reader.elements);
                let corners = reader.corners;
                own.messages.into_iter().for_each(|message| report.push(message));
                own.objects.iter().for_each(|(what, number)| report.count(what, *number));
                report.count("tiles looked at", tree.len() as u64);
                report.count("contents", read);
                report.count("corners", corners);
                tell(&selection, most_bytes, limits.vertices, limits.tileset_bytes, report);
                return Ok(elements);
            }
            Err(Stop::Stopped) => return Err(cancelled()),
            // A coarser level has fewer corners.
            Err(Stop::TooMany) => most_bytes = selection.bytes.min(most_bytes) / 2,
        }
    }
    Err(Box::new(Message::new(
        &codes::NOTHING,
        "",
        format!(": each level has more than {} corners", limits.vertices),
    )))
}

/// Reads the contents of the tiles chosen; says how many.
fn read_all(tree: &Tree, selection: &Selection, reader: &mut Contents) -> Result<u64, Stop> {
    let mut read = 0;
    let progress = reader.context.progress;
    for (done, number) in selection.tiles.iter().enumerate() {
        progress.step(TILES_3D.id, done as u64, selection.tiles.len() as u64);
        if progress.cancelled() {
            return Err(Stop::Stopped);
        }
        let Some(tile) = tree.tile(*number) else { continue };
        for content in &tile.contents {
            reader.read(&content.name, tile)?;
            read += 1;
        }
    }
    Ok(read)
}

/// Says what was left out, and why.
fn tell(selection: &Selection, most_bytes: u64, corners: u64, wished_bytes: u64, report: &mut FileReport) {
    for name in &selection.missing {
        report.push(Message::new(
            &codes::CONTENT,
            name.as_str(),
            "it is not there; the coarser tile is taken",
        ));
    }
    let error = selection.error_m;
    if selection.held_back > 0 {
        let limit = if most_bytes < wished_bytes {
            format!("{corners} corners")
        } else {
            format!("{:.1} MB of contents", most_bytes as f64 / f64::from(1 << 20))
        };
        let detail =
            format!("{} tiles stay coarser, geometric error {error} m, for {limit}", selection.held_back);
        report.push(Message::new(&codes::DETAIL, "", detail));
    }
    if selection.fine_enough > 0 {
        let detail = format!("{} tiles stay coarser, geometric error {error} m", selection.fine_enough);
        report.push(Message::new(&codes::COARSER, "", detail));
    }
}

/// Files in the folder of a tileset and below it, in order: those that its tiles may name. A change of one may change
/// the import.
pub fn files_of(path: &Path) -> Vec<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut waiting = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for entry in entries {
            if found.len() >= MOST_FILES {
                return found;
            }
            if entry.is_symlink() || entry == path {
                continue;
            }
            if entry.is_dir() {
                waiting.push(entry);
            } else {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}
