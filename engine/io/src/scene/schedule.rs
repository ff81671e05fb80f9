//! The schedule of a scene folder.

use std::path::Path;

use linli_model::Schedule;

use super::SCENE_FILE;
use super::file::SceneFile;
use super::read::inside;
use crate::report::{Code, Message, Outcome, Severity};
use crate::{FileReport, Rejection, read_schedule};

static NO_SCHEDULE: Code = Code {
    id: "CIM-SCN-006",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the schedule of the scene cannot be opened: {}",
    chinese: "无法打开场景的进度计划：{}",
    advice_english: "put a plain file with this name into the scene folder, or correct schedule in scene.json",
    advice_chinese: "请将该文件放入场景文件夹，或改正 scene.json 中的 schedule",
};

/// Reads the schedule that a scene names; `None` when it names none.
///
/// # Errors
/// A [`Rejection`] when the name does not stay inside the folder, the file is not there, or it is no
/// schedule that can be read.
pub fn read_scene_schedule(
    folder: &Path,
    scene: &SceneFile,
) -> Result<Option<(Schedule, FileReport)>, Rejection> {
    let Some(name) = &scene.schedule else { return Ok(None) };
    let path = inside(folder, name).map_err(|why| {
        let detail = if why.0.detail.contains(name.as_str()) {
            why.0.detail
        } else {
            format!("{name}: {}", why.0.detail)
        };
        let mut message = Message::new(&NO_SCHEDULE, "/schedule", detail);
        SCENE_FILE.clone_into(&mut message.file);
        message
    })?;
    read_schedule(&path).map(Some)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::*;
    use crate::read_scene_file;

    fn outcome(folder: &Path, schedule: &str) -> String {
        let text = format!(
            r#"{{"schema_version":1,"name":"n",{schedule}"frame":{{"crs":"EPSG:4549","anchor_m":[1,2,0],
            "longitude_deg":120,"latitude_deg":30,"convergence_deg":0}}}}"#
        );
        fs::write(folder.join(SCENE_FILE), text).unwrap();
        match read_scene_schedule(folder, &read_scene_file(folder).unwrap()) {
            Ok(None) => "none".to_owned(),
            Ok(Some((schedule, _))) => format!("{} tasks", schedule.tasks.len()),
            Err(rejection) => rejection.0.code.id.to_owned(),
        }
    }

    #[test]
    fn the_named_file_is_read_and_no_other_place() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("scene");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("plan.csv"), "id,name\nA,a\nB,b\n").unwrap();
        fs::write(folder.join("bad.csv"), "no table").unwrap();
        fs::write(place.path().join("out.csv"), "id,name\nA,a\n").unwrap();
        assert_eq!(outcome(&folder, ""), "none");
        assert_eq!(outcome(&folder, r#""schedule":"plan.csv","#), "2 tasks");
        assert_eq!(outcome(&folder, r#""schedule":"gone.csv","#), "CIM-SCN-006");
        assert_eq!(outcome(&folder, r#""schedule":"../out.csv","#), "CIM-SCN-006");
        assert_eq!(outcome(&folder, r#""schedule":"bad.csv","#), "CIM-SC-001");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place.path().join("out.csv"), folder.join("link.csv")).unwrap();
            assert_eq!(outcome(&folder, r#""schedule":"link.csv","#), "CIM-SCN-006");
        }
    }
}
