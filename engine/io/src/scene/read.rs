//! Reads a scene folder, layer by layer.

use std::fs;
use std::path::{Path, PathBuf};

use linli_model::{Community, Element, Geometry, Layer, Progress, SceneFrame};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::SCENE_FILE;
use super::error::SceneError;
use super::fact::{IMPOSSIBLE, mend};
use super::feature::{FeatureRead, read_feature};
use super::file::{LayerEntry, SCHEMA_VERSION, SceneFile, is_plain_file_name};
use super::grid::read_grid;
use crate::report::{Code, Message, Outcome, Severity};
use crate::{FileReport, Input, Limits, Rejection};

static LAYER_UNREADABLE: Code = Code {
    id: "CIM-SCN-001",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "a layer of the scene cannot be read: {}",
    chinese: "场景的一个图层无法读取：{}",
    advice_english: "put the file back, or import the source files again",
    advice_chinese: "请恢复该文件，或重新导入源文件",
};
static BAD_FEATURE: Code = Code {
    id: "CIM-SCN-002",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "a feature cannot be used: {}",
    chinese: "要素无法使用：{}",
    advice_english: "mend this feature, or import the source files again",
    advice_chinese: "请修改该要素，或重新导入源文件",
};
static DAMAGED_LAYER: Code = Code {
    id: "CIM-SCN-003",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "the file is damaged; only whole lines of it are used: {}",
    chinese: "文件损坏，仅使用其中完整的行：{}",
    advice_english: "put the file back, or import the source files again",
    advice_chinese: "请恢复该文件，或重新导入源文件",
};
static OUTSIDE: Code = Code {
    id: "CIM-SCN-004",
    severity: Severity::Error,
    outcome: Outcome::Skipped,
    english: "a file name of the scene does not stay inside its folder: {}",
    chinese: "场景中的文件名指向文件夹之外：{}",
    advice_english: "use plain file names; do not open scenes from people you do not trust",
    advice_chinese: "请使用不含路径的文件名；不要打开来源不可信的场景",
};
static SAME_KEY: Code = Code {
    id: "CIM-SCN-005",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "two elements have the same key; the second one is now {}",
    chinese: "两个要素的键相同，后一个改为 {}",
    advice_english: "give every element a key of its own",
    advice_chinese: "请为每个要素设置唯一的键",
};

/// Reads `scene.json` alone.
///
/// # Errors
/// [`SceneError`] with the place in the file.
pub fn read_scene_file(folder: &Path) -> Result<SceneFile, SceneError> {
    let path = folder.join(SCENE_FILE);
    if !path.is_file() {
        return Err(SceneError::NotAScene(folder.to_owned()));
    }
    let text = fs::read_to_string(&path).map_err(|source| SceneError::Disk { path: path.clone(), source })?;
    let scene: SceneFile = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
        SceneError::Content { file: path.clone(), line: e.line(), column: e.column(), what: e.to_string() }
    })?;
    if scene.schema_version > SCHEMA_VERSION {
        return Err(SceneError::Newer { file: path, version: scene.schema_version });
    }
    let frame = &scene.frame;
    let numbers = [frame.longitude_deg, frame.latitude_deg, frame.convergence_deg];
    if numbers.iter().chain(&frame.anchor_m).any(|v| !v.is_finite()) || frame.crs.is_empty() {
        let what = "the frame has no coordinate system or a number that is not finite".to_owned();
        return Err(SceneError::Content { file: path, line: 1, column: 1, what });
    }
    Ok(scene)
}

/// Reads a scene folder layer by layer in the order of [`Layer::ALL`]; `on_start` is told the scene
/// file before any layer, `on_layer` each layer as soon as it is read. What cannot be used is in the
/// report.
///
/// # Errors
/// [`SceneError`] when there is no scene, `scene.json` cannot be used, or the user stopped it.
pub fn read_scene(
    folder: &Path,
    progress: &dyn Progress,
    on_start: &mut dyn FnMut(&SceneFile),
    on_layer: &mut dyn FnMut(Layer, &[Element]),
) -> Result<(Community, FileReport), SceneError> {
    let scene = read_scene_file(folder)?;
    on_start(&scene);
    let mut community = Community::new(scene.name.clone(), scene.frame.clone());
    community.sources.clone_from(&scene.sources);
    let mut report = FileReport::new(SCENE_FILE);
    report.format = format!("Linli scene {}", scene.schema_version);
    report.crs = Some(scene.frame.crs.clone());
    let total = scene.layers.len() as u64;
    let mut done = 0;
    for layer in Layer::ALL {
        let start = community.elements().len();
        let mut here = false;
        for entry in scene.layers.iter().filter(|entry| entry.layer == layer) {
            progress.step(layer.name(), done, total);
            here = true;
            done += 1;
            for mut element in read_layer(folder, entry, &scene.frame, progress, &mut report)? {
                if let Some(what) = mend(&mut element) {
                    let place = format!("{} {}", entry.file, element.key.as_str());
                    report.push(Message::new(&IMPOSSIBLE, place, what));
                }
                let (id, renamed) = community.add_renamed(element);
                if let (true, Some(element)) = (renamed, community.element(id)) {
                    report.push(Message::new(&SAME_KEY, entry.file.as_str(), element.key.as_str()));
                }
            }
        }
        if here {
            let elements = community.elements().get(start..).unwrap_or_default();
            if !elements.is_empty() {
                report.elements.insert(layer.name().to_owned(), elements.len() as u64);
            }
            on_layer(layer, elements);
        }
    }
    progress.step("scene", total, total);
    Ok((community, report))
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    features: Vec<&'a RawValue>,
}

fn read_layer(
    folder: &Path,
    entry: &LayerEntry,
    frame: &SceneFrame,
    progress: &dyn Progress,
    report: &mut FileReport,
) -> Result<Vec<Element>, SceneError> {
    let Some(bytes) = open(folder, &entry.file, report) else { return Ok(Vec::new()) };
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(e) => {
            report.push(Message::new(&LAYER_UNREADABLE, entry.file.as_str(), format!("not UTF-8: {e}")));
            return Ok(Vec::new());
        }
    };
    let features: Vec<&str> = match serde_json::from_str::<Collection>(text) {
        Ok(collection) => collection.features.into_iter().map(RawValue::get).collect(),
        Err(e) => {
            report.push(Message::new(&DAMAGED_LAYER, entry.file.as_str(), e.to_string()));
            let lines = text.lines().map(|line| line.trim().trim_end_matches(','));
            lines.filter(|line| line.starts_with(r#"{"type":"Feature","#) && line.ends_with('}')).collect()
        }
    };
    let mut elements = Vec::with_capacity(features.len());
    for (chunk_number, chunk) in features.chunks(FEATURES_AT_ONCE).enumerate() {
        if progress.cancelled() {
            return Err(SceneError::Cancelled);
        }
        let read: Vec<_> = chunk.par_iter().map(|text| read_feature(text, frame)).collect();
        for (i, feature) in read.into_iter().enumerate() {
            let place = || format!("{} /features/{}", entry.file, chunk_number * FEATURES_AT_ONCE + i);
            match feature {
                Err(what) => report.push(Message::new(&BAD_FEATURE, place(), what)),
                Ok(FeatureRead { element, grid: None }) => elements.push(element),
                Ok(FeatureRead { mut element, grid: Some(name) }) => {
                    if let Some(bytes) = open(folder, &name, report) {
                        match read_grid(&bytes, frame) {
                            Ok(grid) => element.geometry = Geometry::Grid(grid),
                            Err(what) => report.push(Message::new(&LAYER_UNREADABLE, name.as_str(), what)),
                        }
                    }
                    elements.push(element);
                }
            }
        }
    }
    Ok(elements)
}

/// Features that are parsed at one time: progress and cancelling are looked at in between.
const FEATURES_AT_ONCE: usize = 4096;

/// Path of a file that the scene names: only right in the folder, and no link to elsewhere.
pub(super) fn inside(folder: &Path, name: &str) -> Result<PathBuf, Rejection> {
    if !is_plain_file_name(name) {
        return Err(Message::new(&OUTSIDE, SCENE_FILE, name).into());
    }
    let path = folder.join(name);
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_symlink() => Err(Message::new(&OUTSIDE, name, "a symbolic link").into()),
        Err(e) => Err(Message::new(&LAYER_UNREADABLE, name, e.to_string()).into()),
        Ok(_) => Ok(path),
    }
}

/// Content of a file that the scene names: only a regular file right in the folder.
fn open(folder: &Path, name: &str, report: &mut FileReport) -> Option<Vec<u8>> {
    let input = inside(folder, name).and_then(|path| {
        Input::open(&path, &Limits::default())
            .map_err(|rejection| Message::new(&LAYER_UNREADABLE, name, rejection.0.detail).into())
    });
    match input {
        Ok(input) => Some(input.bytes),
        Err(rejection) => {
            report.push(*rejection.0);
            None
        }
    }
}
