//! Comments of a scene: `comments.json` in its folder. See `docs/data/comments.md`.

use std::path::Path;

use chrono::{DateTime, Utc};
use linli_model::{Comment, Key, Point3, SceneFrame, point_on_raster};
use serde::{Deserialize, Serialize};

use crate::report::{Code, Message, Outcome, Severity};
use crate::store::{Files, save};
use crate::{Input, Limits};

/// File name.
const FILE: &str = "comments.json";
/// Version of the layout that this program writes.
const VERSION: u32 = 1;
/// Largest file, bytes.
const MOST_BYTES: u64 = 64 << 20;
/// Longest comment, characters.
const LONGEST_TEXT: usize = 20_000;

static NOT_COMMENTS: Code = Code {
    id: "CIM-COM-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file holds no comments: {}",
    chinese: "该文件不是批注文件：{}",
    advice_english: "mend this place; docs/data/comments.md tells what the file holds",
    advice_chinese: "请修改此处；格式见 docs/data/comments.md",
};
static BAD_COMMENT: Code = Code {
    id: "CIM-COM-002",
    severity: Severity::Warning,
    outcome: Outcome::Skipped,
    english: "a comment cannot be used: {}",
    chinese: "批注无法使用：{}",
    advice_english: "mend it; the others are shown",
    advice_chinese: "请修改；其余批注照常显示",
};

#[derive(Serialize, Deserialize)]
struct CommentsFile {
    schema_version: u32,
    comments: Vec<CommentFile>,
}

/// A comment as the file has it; the place is in the coordinate system of the scene.
#[derive(Serialize, Deserialize)]
struct CommentFile {
    id: String,
    author: String,
    at: DateTime<Utc>,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    element: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Point3>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    resolved: bool,
}

/// The comments of a scene folder in their order, and what is wrong with those that cannot be used. Nothing when there
/// is no file.
///
/// # Errors
/// When the file is there and holds no comments: then nothing must be written over it.
pub fn read_comments(
    folder: &Path,
    frame: &SceneFrame,
) -> Result<(Vec<Comment>, Vec<Message>), Box<Message>> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok((Vec::new(), Vec::new()));
    }
    let limits = Limits { file_bytes: MOST_BYTES, decompressed_bytes: MOST_BYTES, ..Limits::default() };
    let input = Input::open(&path, &limits).map_err(|rejection| rejection.0)?;
    let wrong = |place: String, what: String| {
        let mut message = Message::new(&NOT_COMMENTS, place, what);
        message.file.clone_from(&input.name);
        Box::new(message)
    };
    let file: CommentsFile = serde_json::from_slice(&input.bytes)
        .map_err(|e| wrong(format!("line {}, column {}", e.line(), e.column()), e.to_string()))?;
    if file.schema_version > VERSION {
        return Err(wrong("/schema_version".to_owned(), format!("version {}", file.schema_version)));
    }
    let (mut comments, mut messages): (Vec<Comment>, Vec<Message>) = (Vec::new(), Vec::new());
    for (at, comment) in file.comments.into_iter().enumerate() {
        let known = comments.iter().any(|other| other.id == comment.id);
        let fault = if comment.id.is_empty() {
            Some("it has no id")
        } else if known {
            Some("its id is taken")
        } else if comment.text.chars().count() > LONGEST_TEXT {
            Some("its text is too long")
        } else {
            None
        };
        match fault {
            Some(what) => {
                let mut message = Message::new(&BAD_COMMENT, format!("/comments/{at}"), what);
                message.file.clone_from(&input.name);
                messages.push(message);
            }
            None => comments.push(Comment {
                id: comment.id,
                author: comment.author,
                at: comment.at,
                text: comment.text,
                element: comment.element.as_deref().map(Key::from),
                place: comment.place.map(|place| point_on_raster(frame.local_from_projected(place))),
                variant: comment.variant,
                resolved: comment.resolved,
            }),
        }
    }
    Ok((comments, messages))
}

/// Saves the comments of a scene folder, all of them.
///
/// # Errors
/// As the system says; the file is then the old one or the new one.
pub fn write_comments(
    files: &dyn Files,
    folder: &Path,
    comments: &[Comment],
    frame: &SceneFrame,
) -> std::io::Result<()> {
    let one = |comment: &Comment| CommentFile {
        id: comment.id.clone(),
        author: comment.author.clone(),
        at: comment.at,
        text: comment.text.clone(),
        element: comment.element.as_ref().map(Key::to_string),
        place: comment.place.map(|place| point_on_raster(frame.projected_from_local(place))),
        variant: comment.variant.clone(),
        resolved: comment.resolved,
    };
    let file = CommentsFile { schema_version: VERSION, comments: comments.iter().map(one).collect() };
    let text = serde_json::to_string_pretty(&file).map_err(std::io::Error::other)? + "\n";
    save(files, &folder.join(FILE), text.as_bytes())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::store::SystemFiles;

    fn frame() -> SceneFrame {
        SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [519_247.0, 3_348_953.0, 0.0],
            longitude_deg: 120.2,
            latitude_deg: 30.26,
            convergence_deg: 0.1,
        }
    }

    fn comment(id: &str) -> Comment {
        Comment {
            id: id.to_owned(),
            author: "王工".to_owned(),
            at: DateTime::from_timestamp(1_767_225_600, 0).unwrap(),
            text: "此处人行道过窄\n<b>".to_owned(),
            element: Some(Key::from("street/1")),
            place: Some([12.3456, -7.0, 1.5]),
            variant: Some("tower".to_owned()),
            resolved: true,
        }
    }

    #[test]
    fn what_is_written_is_read_back_and_a_missing_file_is_no_comment() {
        let folder = tempfile::tempdir().unwrap();
        assert!(read_comments(folder.path(), &frame()).unwrap().0.is_empty());
        let bare = Comment { element: None, place: None, variant: None, resolved: false, ..comment("b") };
        let all = [comment("a"), bare];
        write_comments(&SystemFiles, folder.path(), &all, &frame()).unwrap();
        let (read, messages) = read_comments(folder.path(), &frame()).unwrap();
        assert_eq!((read.as_slice(), messages.len()), (all.as_slice(), 0));
    }

    #[test]
    fn bad_comments_are_told_and_bad_files_refused() {
        let folder = tempfile::tempdir().unwrap();
        let twice = [comment("a"), comment("a"), comment("")];
        write_comments(&SystemFiles, folder.path(), &twice, &frame()).unwrap();
        let (read, messages) = read_comments(folder.path(), &frame()).unwrap();
        assert_eq!((read.len(), messages.len()), (1, 2));
        for text in
            ["", "[]", r#"{"schema_version":9,"comments":[]}"#, r#"{"schema_version":1,"comments":[{}]}"#]
        {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            assert!(read_comments(folder.path(), &frame()).is_err(), "{text}");
        }
    }
}
