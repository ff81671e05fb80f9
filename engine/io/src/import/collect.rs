//! Which files are meant: those named, and those of known kinds in named folders.

use std::fs;
use std::path::{Path, PathBuf};

use super::codes;
use super::companions::is_tileset;
use crate::report::Message;
use crate::scene::scene_is;
use crate::{FileReport, Format};

/// Most entries of a folder tree that are looked at.
const MOST_ENTRIES: usize = 20_000;

/// Name of the tileset that the other tiles of a folder belong to.
const TILESET: &str = "tileset.json";
/// Endings of files that the tiles of a tileset are in.
const OF_TILES: [&str; 9] = ["b3dm", "bin", "cmpt", "glb", "gltf", "i3dm", "json", "pnts", "subtree"];

/// A file to read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    /// Where it is.
    pub(super) path: PathBuf,
    /// Whether it was named itself, so that it must be one that can be read.
    pub(super) named: bool,
}

/// Files in the order of the paths, those of a folder sorted by name; and a report for each folder
/// that holds something else.
pub(super) fn collect(paths: &[PathBuf], formats: &[&Format]) -> (Vec<Found>, Vec<FileReport>) {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            let mut report = FileReport::new(display_name(path));
            walk(path, formats, &mut files, &mut report);
            if !report.messages.is_empty() {
                folders.push(report);
            }
        } else {
            files.push(Found { path: path.clone(), named: true });
        }
    }
    (files, folders)
}

/// File name without its folder.
pub(super) fn display_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// File name without its folder and without the usual endings of its kind.
pub(super) fn bare_name(path: &Path, formats: &[&Format]) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = display_name(&whole);
    let lower = name.to_ascii_lowercase();
    let mut end = lower.strip_suffix(".gz").unwrap_or(&lower).len();
    let endings =
        formats.iter().flat_map(|format| format.extensions).map(|ending| ending.trim_start_matches('.'));
    let stems = endings.filter_map(|ending| lower.get(..end)?.strip_suffix(ending)?.strip_suffix('.'));
    end = stems.map(str::len).filter(|stem| *stem > 0).min().unwrap_or(end);
    name.get(..end).unwrap_or(&name).to_owned()
}

fn walk(top: &Path, formats: &[&Format], files: &mut Vec<Found>, report: &mut FileReport) {
    let mut waiting = vec![(top.to_owned(), false)];
    let mut seen = 0;
    while let Some((folder, within_tileset)) = waiting.pop() {
        if scene_is(&folder) {
            let place = place_in(top, &folder);
            report.push(Message::new(&codes::LEFT_ALONE, place, "a scene, which is opened by itself"));
            continue;
        }
        let Ok(entries) = fs::read_dir(&folder) else {
            let place = place_in(top, &folder);
            report.push(Message::new(&codes::LEFT_ALONE, place, "the folder cannot be opened"));
            continue;
        };
        let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        entries.sort();
        let mut folders = Vec::new();
        let tileset = folder.join(TILESET);
        // The files of a tileset are read through it, those of further tilesets within it too.
        let begins_tileset = !within_tileset && entries.contains(&tileset) && is_tileset(&tileset);
        let in_tileset = within_tileset || begins_tileset;
        for path in entries {
            seen += 1;
            if seen > MOST_ENTRIES {
                report.push(Message::new(&codes::TOO_MANY_FILES, "", MOST_ENTRIES.to_string()));
                return;
            }
            // A link may lead in a circle or out of the folder, so it is not followed.
            let is_link = path.is_symlink();
            if path.is_dir() && !is_link {
                folders.push((path, in_tileset));
            } else if in_tileset && !(begins_tileset && path == tileset) && is_of_tiles(&path) {
                continue;
            } else if path.is_file() && !is_link && has_known_ending(&path, formats) {
                files.push(Found { path, named: false });
            } else {
                let name = display_name(&path);
                report.push(Message::new(&codes::LEFT_ALONE, place_in(top, &path), name));
            }
        }
        waiting.extend(folders.into_iter().rev());
    }
}

fn is_of_tiles(path: &Path) -> bool {
    let lower = display_name(path).to_lowercase();
    let ending = lower.strip_suffix(".gz").unwrap_or(&lower).rsplit_once('.');
    ending.is_some_and(|(_, ending)| OF_TILES.contains(&ending))
}

fn place_in(top: &Path, path: &Path) -> String {
    path.strip_prefix(top).unwrap_or(path).to_string_lossy().into_owned()
}

fn has_known_ending(path: &Path, formats: &[&Format]) -> bool {
    formats.iter().any(|format| has_ending_of(path, format))
}

/// Whether a file name ends as the format's files usually do, `.gz` aside.
pub(super) fn has_ending_of(path: &Path, format: &Format) -> bool {
    let name = display_name(path).to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    format.extensions.iter().any(|ending| {
        let ending = ending.trim_start_matches('.');
        name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.') && stem.len() > 1)
    })
}
