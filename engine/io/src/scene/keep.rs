//! What people added to a scene stays when the scene is written again: schedule, date and time, views, variants,
//! tours and any other file of theirs.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use linli_model::{Layer, Point3, SceneFrame, point_on_raster};
use serde_json::Value;

use super::error::SceneError;
use super::file::{SceneFile, View};
use super::{REPORT_FILES, SCENE_FILE, read_scene_file, scene_is};
use crate::Transform;

/// Folders of the tours and the shows inside a scene folder, whose places are in local metres.
const WITH_PLACES: [&str; 2] = ["tours", "shows"];
/// Largest tour or show that is moved along with the origin of a scene, bytes.
const MOST_TOUR_BYTES: u64 = 8 << 20;

/// The scene that a folder held before.
pub(super) struct Old {
    folder: PathBuf,
    /// `None` when its `scene.json` cannot be used.
    scene: Option<SceneFile>,
    /// Views as they were made when it was written; `None` when nobody knows.
    made: Option<Vec<View>>,
}

impl Old {
    /// The scene of a folder, when it is one.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        if !scene_is(folder) {
            return None;
        }
        let [report, _] = REPORT_FILES;
        let made = fs::read(folder.join(report)).ok().and_then(|bytes| {
            let mut report: Value = serde_json::from_slice(&bytes).ok()?;
            serde_json::from_value(report.get_mut("views")?.take()).ok()
        });
        Some(Self { folder: folder.to_owned(), scene: read_scene_file(folder).ok(), made })
    }

    /// Takes over what people wrote into `scene.json`: date and time, schedule, and views that were added,
    /// changed or removed.
    pub(super) fn merge_into(&self, scene: &mut SceneFile) {
        let Some(old) = &self.scene else { return };
        scene.date_time.clone_from(&old.date_time);
        scene.schedule.clone_from(&old.schedule);
        let made = match &self.made {
            Some(made) => made.as_slice(),
            // Without a record every view may be somebody's work.
            None if old.views.is_empty() => return,
            None => &[],
        };
        let place = Move::between(&old.frame, &scene.frame);
        let fresh = std::mem::take(&mut scene.views);
        for view in &old.views {
            if made.contains(view) {
                scene.views.extend(fresh.iter().find(|fresh| fresh.key == view.key).cloned());
            } else if let (Some(eye_m), Some(target_m)) =
                (place.point(view.eye_m), place.point(view.target_m))
            {
                scene.views.push(View { eye_m, target_m, ..view.clone() });
            }
        }
        let is_new = |view: &View| self.made.is_some() && !made.iter().any(|made| made.key == view.key);
        let taken = |views: &[View], view: &View| views.iter().any(|other| other.key == view.key);
        for view in fresh {
            if is_new(&view) && !taken(&scene.views, &view) {
                scene.views.push(view);
            }
        }
    }

    /// Puts the files of people into the new folder. They stay in the old one, too, until it is removed.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub(super) fn carry_into(&self, fresh: &Path, frame: &SceneFrame) -> Result<(), SceneError> {
        let place = self.scene.as_ref().map(|old| Move::between(&old.frame, frame));
        let place = place.filter(|place| !place.is_nothing());
        let mut waiting: Vec<PathBuf> = vec![PathBuf::new()];
        while let Some(inside) = waiting.pop() {
            let from = self.folder.join(&inside);
            for entry in fs::read_dir(&from).map_err(disk(&from))? {
                let entry = entry.map_err(disk(&from))?;
                let path = inside.join(entry.file_name());
                let to = fresh.join(&path);
                if inside.as_os_str().is_empty() && is_written(&entry.file_name().to_string_lossy()) {
                    continue;
                }
                if entry.file_type().map_err(disk(&entry.path()))?.is_dir() {
                    fs::create_dir(&to).map_err(disk(&to))?;
                    waiting.push(path);
                    continue;
                }
                let tour =
                    place.as_ref().filter(|_| WITH_PLACES.iter().any(|folder| inside == Path::new(folder)));
                match tour.and_then(|place| moved_tour(&entry.path(), place)) {
                    Some(text) => fs::write(&to, text).map_err(disk(&to))?,
                    None => duplicate(&entry.path(), &to).map_err(disk(&entry.path()))?,
                }
            }
        }
        Ok(())
    }
}

/// Whether a file of this name is written anew with every scene.
fn is_written(name: &str) -> bool {
    if name == SCENE_FILE || REPORT_FILES.contains(&name) {
        return true;
    }
    Layer::ALL.iter().any(|layer| match name.strip_prefix(layer.name()) {
        Some(".geojson") => true,
        Some(rest) => rest
            .strip_prefix('-')
            .and_then(|rest| rest.strip_suffix(".tif"))
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())),
        None => false,
    })
}

/// The same file under a second name, else a copy; a symbolic link stays one.
fn duplicate(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if fs::symlink_metadata(from)?.is_symlink() {
        return std::os::unix::fs::symlink(fs::read_link(from)?, to);
    }
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

/// The way from the local metres of one frame to those of another.
struct Move {
    from: SceneFrame,
    to: SceneFrame,
    /// `None` when no way leads from one coordinate system to the other.
    transform: Option<Transform>,
}

impl Move {
    fn between(from: &SceneFrame, to: &SceneFrame) -> Self {
        let transform = Transform::new(&from.crs, &to.crs).ok();
        Self { from: from.clone(), to: to.clone(), transform }
    }

    fn is_nothing(&self) -> bool {
        self.from.crs == self.to.crs && self.from.anchor_m == self.to.anchor_m
    }

    fn point(&self, local: Point3) -> Option<Point3> {
        if self.is_nothing() {
            return Some(local);
        }
        let [x, y, z] = local;
        let [x0, y0, z0] = self.from.anchor_m;
        let [x1, y1, z1] = self.to.anchor_m;
        let [x, y] = self.transform.as_ref()?.point([x + x0, y + y0]).ok()?;
        Some(point_on_raster([x - x1, y - y1, z + z0 - z1]))
    }
}

/// The text of a tour or a show with its places moved; `None` when it is no such file, and then stays as it is.
fn moved_tour(path: &Path, place: &Move) -> Option<String> {
    let meta = fs::symlink_metadata(path).ok()?;
    if !meta.is_file() || meta.len() > MOST_TOUR_BYTES {
        return None;
    }
    let mut tour: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    move_places(&mut tour, place)?;
    let text = serde_json::to_string_pretty(&tour).ok()?;
    Some(text + "\n")
}

/// Moves every eye and target inside a value. Values that were read from a file are never nested so deep that
/// this could take the stack.
fn move_places(value: &mut Value, place: &Move) -> Option<()> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| move_places(item, place)),
        Value::Object(members) => members.iter_mut().try_for_each(|(name, value)| {
            if !matches!(name.as_str(), "eye_m" | "target_m") {
                return move_places(value, place);
            }
            let point: Point3 = serde_json::from_value(value.clone()).ok()?;
            *value = serde_json::to_value(place.point(point)?).ok()?;
            Some(())
        }),
        _ => Some(()),
    }
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> SceneError + '_ {
    |source| SceneError::Disk { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
