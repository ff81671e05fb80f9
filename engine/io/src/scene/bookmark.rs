//! Views that people kept: `bookmarks.json` in the folder of a scene. See `docs/data/bookmarks.md`.

use std::path::Path;

use chrono::NaiveDate;
use linli_model::{Bookmark, Layer, Point3, SceneFrame, Stage, point_on_raster};
use serde::{Deserialize, Serialize};

use crate::report::{Code, Message, Outcome, Severity};
use crate::store::{Files, save};
use crate::{Input, Limits};

/// File name.
const FILE: &str = "bookmarks.json";
/// Version of the layout that this program writes.
const VERSION: u32 = 1;
/// Largest file, bytes.
const MOST_BYTES: u64 = 8 << 20;
/// Longest name, characters.
const LONGEST_NAME: usize = 200;

static NOT_BOOKMARKS: Code = Code {
    id: "CIM-VIEW-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file holds no bookmarks: {}",
    chinese: "该文件不是书签文件：{}",
    advice_english: "mend this place; docs/data/bookmarks.md tells what the file holds",
    advice_chinese: "请修改此处；格式见 docs/data/bookmarks.md",
};
static BAD_BOOKMARK: Code = Code {
    id: "CIM-VIEW-002",
    severity: Severity::Warning,
    outcome: Outcome::Skipped,
    english: "a bookmark cannot be used: {}",
    chinese: "书签无法使用：{}",
    advice_english: "mend it; the others are shown",
    advice_chinese: "请修改；其余书签照常显示",
};

#[derive(Serialize, Deserialize)]
struct BookmarksFile {
    schema_version: u32,
    bookmarks: Vec<BookmarkFile>,
}

/// A bookmark as the file has it; places are in the coordinate system of the scene.
#[derive(Serialize, Deserialize)]
struct BookmarkFile {
    name: String,
    eye: Point3,
    target: Point3,
    #[serde(default = "design")]
    stage: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    underground: bool,
}

fn design() -> String {
    Stage::Design.name().to_owned()
}

impl BookmarkFile {
    fn place(&self, frame: &SceneFrame) -> Result<Bookmark, String> {
        let is_finite = |p: &Point3| p.iter().all(|v| v.is_finite());
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err("it has no name, or one that is too long".to_owned());
        }
        if !is_finite(&self.eye) || !is_finite(&self.target) || self.eye == self.target {
            return Err("its eye or its target is no place, or both are one".to_owned());
        }
        let stage = Stage::from_name(&self.stage).ok_or_else(|| format!("stage {}", self.stage))?;
        // A layer that this program does not know hides nothing.
        let hidden = self.hidden.iter().filter_map(|name| Layer::from_name(name)).collect();
        Ok(Bookmark {
            name: self.name.clone(),
            eye_m: frame.local_from_projected(self.eye),
            target_m: frame.local_from_projected(self.target),
            stage,
            date: self.date,
            hidden,
            underground: self.underground,
        })
    }
}

/// The bookmarks of a scene folder in their order, and what is wrong with those that cannot be used. Nothing when there
/// is no file.
///
/// # Errors
/// When the file is there and holds no bookmarks: then nothing must be written over it.
pub fn read_bookmarks(
    folder: &Path,
    frame: &SceneFrame,
) -> Result<(Vec<Bookmark>, Vec<Message>), Box<Message>> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok((Vec::new(), Vec::new()));
    }
    let limits = Limits { file_bytes: MOST_BYTES, decompressed_bytes: MOST_BYTES, ..Limits::default() };
    let input = Input::open(&path, &limits).map_err(|rejection| rejection.0)?;
    let message = |code, place: String, what: String| {
        let mut message = Message::new(code, place, what);
        message.file.clone_from(&input.name);
        message
    };
    let file: BookmarksFile = serde_json::from_slice(&input.bytes).map_err(|e| {
        message(&NOT_BOOKMARKS, format!("line {}, column {}", e.line(), e.column()), e.to_string())
    })?;
    if file.schema_version > VERSION {
        let what = format!("version {}", file.schema_version);
        return Err(Box::new(message(&NOT_BOOKMARKS, "/schema_version".to_owned(), what)));
    }
    let (mut bookmarks, mut messages): (Vec<Bookmark>, Vec<Message>) = (Vec::new(), Vec::new());
    for (at, bookmark) in file.bookmarks.iter().enumerate() {
        let is_taken = bookmarks.iter().any(|other| other.name == bookmark.name);
        let placed = if is_taken { Err("its name is taken".to_owned()) } else { bookmark.place(frame) };
        match placed {
            Ok(bookmark) => bookmarks.push(bookmark),
            Err(what) => messages.push(message(&BAD_BOOKMARK, format!("/bookmarks/{at}"), what)),
        }
    }
    Ok((bookmarks, messages))
}

/// Writes all bookmarks of a scene folder: the file is the old or the new one, whatever happens.
///
/// # Errors
/// As the system says; the old file is then as it was.
pub fn write_bookmarks(
    files: &dyn Files,
    folder: &Path,
    bookmarks: &[Bookmark],
    frame: &SceneFrame,
) -> std::io::Result<()> {
    let place = |local: Point3| point_on_raster(frame.projected_from_local(local));
    let one = |bookmark: &Bookmark| BookmarkFile {
        name: bookmark.name.clone(),
        eye: place(bookmark.eye_m),
        target: place(bookmark.target_m),
        stage: bookmark.stage.name().to_owned(),
        date: bookmark.date,
        hidden: bookmark.hidden.iter().map(|layer| layer.name().to_owned()).collect(),
        underground: bookmark.underground,
    };
    let file = BookmarksFile { schema_version: VERSION, bookmarks: bookmarks.iter().map(one).collect() };
    let text = serde_json::to_string_pretty(&file).map_err(std::io::Error::other)? + "\n";
    save(files, &folder.join(FILE), text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::store::SystemFiles;

    fn frame(anchor_m: Point3) -> SceneFrame {
        SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m,
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        }
    }

    fn bookmark(name: &str) -> Bookmark {
        Bookmark {
            name: name.into(),
            eye_m: [10.0, 20.0, 30.0],
            target_m: [0.0, 0.0, 5.0],
            stage: Stage::Construction,
            date: NaiveDate::from_ymd_opt(2028, 3, 1),
            hidden: [Layer::Trees].into(),
            underground: true,
        }
    }

    #[test]
    fn bookmarks_come_back_and_stay_where_they_are_when_the_origin_moves() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read_bookmarks(folder.path(), &frame([0.0; 3])).unwrap().0.is_empty());
        let kept = vec![bookmark("桥头"), bookmark("b")];
        write_bookmarks(&SystemFiles, folder.path(), &kept, &frame([500_000.0, 3_000_000.0, 4.0])).unwrap();
        let (same, messages) = read_bookmarks(folder.path(), &frame([500_000.0, 3_000_000.0, 4.0])).unwrap();
        assert_eq!((same, messages.len()), (kept, 0));
        let (moved, _) = read_bookmarks(folder.path(), &frame([500_010.0, 3_000_000.0, 4.0])).unwrap();
        assert_eq!(moved[0].eye_m, [0.0, 20.0, 30.0]);
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let text = r#"{"schema_version":1,"bookmarks":[
            {"name":"a","eye":[1,2,3],"target":[0,0,0]},
            {"name":"a","eye":[1,2,3],"target":[0,0,0]},
            {"name":"b","eye":[1,2,3],"target":[1,2,3]},
            {"name":"c","eye":[1,2,3],"target":[0,0,0],"stage":"demolition"},
            {"name":"","eye":[1,2,3],"target":[0,0,0]}]}"#;
        std::fs::write(&path, text).unwrap();
        let (bookmarks, messages) = read_bookmarks(folder.path(), &frame([0.0; 3])).unwrap();
        assert_eq!((bookmarks.len(), messages.len()), (1, 4));
        assert_eq!((bookmarks[0].stage, bookmarks[0].underground), (Stage::Design, false));
        for text in ["{", r#"{"schema_version":2,"bookmarks":[]}"#] {
            std::fs::write(&path, text).unwrap();
            assert!(read_bookmarks(folder.path(), &frame([0.0; 3])).is_err());
        }
    }
}
