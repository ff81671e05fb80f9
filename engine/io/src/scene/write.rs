//! Writes a community as a scene folder: all or nothing.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use linli_model::{Community, Element, Geometry, Layer, NoProgress, Progress};
use rayon::prelude::*;
use serde_json::json;

use super::error::SceneError;
use super::feature::feature_line;
use super::file::{LayerEntry, SCHEMA_VERSION, SceneFile};
use super::grid::write_grid;
use super::keep::Old;
use super::views::default_views;
use super::{REPORT_FILES, SCENE_FILE, scene_is};
use crate::{ImportReport, Language};

/// Lines that are turned into text at one time.
const LINES_AT_ONCE: usize = 4096;

/// Writes a community and its health report as a scene folder.
///
/// Everything goes to a new folder beside `folder`, which is renamed when it is complete, so that
/// there is either the old scene or the new one. Coordinates are kept to 0.1 mm. What people added to an older
/// scene of the folder stays: its schedule, date and time, views, variants, tours and other files.
///
/// # Errors
/// [`SceneError::InTheWay`] when `folder` is neither empty nor a scene; a disk error; an element
/// whose coordinates are not finite.
pub fn write_scene(folder: &Path, community: &Community, report: &ImportReport) -> Result<(), SceneError> {
    write_scene_watched(folder, community, report, &NoProgress)
}

/// [`write_scene`], telling how far it has come; stops when asked to, and then leaves everything as
/// it was.
///
/// # Errors
/// As [`write_scene`], and [`SceneError::Cancelled`].
pub fn write_scene_watched(
    folder: &Path,
    community: &Community,
    report: &ImportReport,
    progress: &dyn Progress,
) -> Result<(), SceneError> {
    let occupied = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if folder.is_file() || (occupied && !scene_is(folder)) {
        return Err(SceneError::InTheWay(folder.to_owned()));
    }
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&parent).map_err(disk(&parent))?;
    let fresh = sibling(&parent, folder, "new");
    let old = Old::of(folder);
    let written = write_all(&fresh, community, report, old.as_ref(), progress)
        .and_then(|()| put_in_place(&parent, &fresh, folder));
    if written.is_err() {
        let _ = fs::remove_dir_all(&fresh);
    }
    written
}

/// A hidden name beside the folder, of this process alone.
fn sibling(parent: &Path, folder: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(folder.file_name().unwrap_or_default());
    name.push(format!(".{what}-{}", std::process::id()));
    parent.join(name)
}

fn put_in_place(parent: &Path, fresh: &Path, folder: &Path) -> Result<(), SceneError> {
    let old = sibling(parent, folder, "old");
    let had_old = folder.exists();
    if had_old {
        fs::rename(folder, &old).map_err(disk(folder))?;
    }
    if let Err(error) = fs::rename(fresh, folder) {
        if had_old {
            fs::rename(&old, folder).map_err(disk(folder))?;
        }
        return Err(disk(folder)(error));
    }
    sync_folder(parent)?;
    if had_old {
        fs::remove_dir_all(&old).map_err(disk(&old))?;
    }
    Ok(())
}

fn write_all(
    fresh: &Path,
    community: &Community,
    report: &ImportReport,
    old: Option<&Old>,
    progress: &dyn Progress,
) -> Result<(), SceneError> {
    let _ = fs::remove_dir_all(fresh);
    fs::create_dir(fresh).map_err(disk(fresh))?;
    let mut layers = Vec::new();
    for (done, layer) in Layer::ALL.into_iter().enumerate() {
        progress.step("write", done as u64, Layer::ALL.len() as u64);
        let elements: Vec<&Element> = community.elements().iter().filter(|e| e.layer() == layer).collect();
        if !elements.is_empty() {
            layers.push(write_layer(fresh, layer, &elements, community, progress)?);
        }
    }
    let views = default_views(community);
    let mut scene = SceneFile {
        schema_version: SCHEMA_VERSION,
        name: community.name.clone(),
        frame: community.frame.clone(),
        date_time: None,
        schedule: None,
        sources: community.sources.clone(),
        layers,
        views: views.clone(),
    };
    if let Some(old) = old {
        old.merge_into(&mut scene);
        old.carry_into(fresh, &scene.frame)?;
    }
    let mut for_programs = report.to_json();
    // What was made tells later what people have changed.
    for_programs["views"] = json!(views);
    write_file(&fresh.join(SCENE_FILE), |out| {
        serde_json::to_writer_pretty(&mut *out, &scene)?;
        out.write_all(b"\n")
    })?;
    let [json_file, text_file] = REPORT_FILES;
    write_file(&fresh.join(json_file), |out| {
        serde_json::to_writer_pretty(&mut *out, &for_programs)?;
        out.write_all(b"\n")
    })?;
    write_file(&fresh.join(text_file), |out| {
        out.write_all(report.to_text(Language::English).as_bytes())?;
        out.write_all(b"\n")?;
        out.write_all(report.to_text(Language::Chinese).as_bytes())
    })?;
    sync_folder(fresh)
}

fn write_layer(
    fresh: &Path,
    layer: Layer,
    elements: &[&Element],
    community: &Community,
    progress: &dyn Progress,
) -> Result<LayerEntry, SceneError> {
    let file = format!("{}.geojson", layer.name());
    let mut grids = Vec::new();
    let mut named: Vec<(&Element, Option<String>)> = Vec::with_capacity(elements.len());
    for element in elements {
        let mut grid_name = None;
        if let Geometry::Grid(grid) = &element.geometry {
            let name = format!("{}-{}.tif", layer.name(), grids.len() + 1);
            write_file(&fresh.join(&name), |out| {
                write_grid(out, grid, &community.frame).map_err(io::Error::other)
            })?;
            grids.push(name.clone());
            grid_name = Some(name);
        }
        named.push((element, grid_name));
    }
    let lines = |chunk: &[(&Element, Option<String>)]| -> Result<Vec<String>, SceneError> {
        let line = |(element, grid): &(&Element, Option<String>)| {
            feature_line(element, &community.frame, grid.as_deref())
                .map_err(|what| SceneError::Element { key: element.key.to_string(), what })
        };
        chunk.par_iter().map(line).collect()
    };
    let path = fresh.join(&file);
    let mut out = BufWriter::new(File::create(&path).map_err(disk(&path))?);
    out.write_all(header(layer, &community.frame.crs).as_bytes()).map_err(disk(&path))?;
    let mut separator = "\n";
    for chunk in named.chunks(LINES_AT_ONCE) {
        if progress.cancelled() {
            return Err(SceneError::Cancelled);
        }
        for line in lines(chunk)? {
            out.write_all(separator.as_bytes()).map_err(disk(&path))?;
            out.write_all(line.as_bytes()).map_err(disk(&path))?;
            separator = ",\n";
        }
    }
    out.write_all(b"\n]}\n").map_err(disk(&path))?;
    finish(out, &path)?;
    Ok(LayerEntry { layer, file, count: elements.len() as u64, grids })
}

/// Head of the collection. GDAL and QGIS take the coordinate system from the `crs` member of the
/// 2008 GeoJSON format; RFC 7946 dropped it, but knows no projected coordinates at all.
fn header(layer: Layer, crs: &str) -> String {
    let name = match crs.strip_prefix("EPSG:") {
        Some(code) => format!("urn:ogc:def:crs:EPSG::{code}"),
        None => crs.to_owned(),
    };
    let crs = format!(r#"{{"type":"name","properties":{{"name":{}}}}}"#, json!(name));
    format!(r#"{{"type":"FeatureCollection","name":"{}","crs":{crs},"features":["#, layer.name())
}

fn write_file(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), SceneError> {
    let mut out = BufWriter::new(File::create(path).map_err(disk(path))?);
    content(&mut out).map_err(disk(path))?;
    finish(out, path)
}

fn finish(out: BufWriter<File>, path: &Path) -> Result<(), SceneError> {
    let file = out.into_inner().map_err(|e| disk(path)(e.into_error()))?;
    file.sync_all().map_err(disk(path))
}

fn sync_folder(folder: &Path) -> Result<(), SceneError> {
    // Only Unix lets a folder be opened and synced; elsewhere the rename itself has to do.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(disk(folder))?;
    }
    Ok(())
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> SceneError + '_ {
    |source| SceneError::Disk { path: path.to_owned(), source }
}
