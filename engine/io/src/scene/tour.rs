//! Tours of a scene: JSON files in its folder `tours`. See `docs/data/scene.md`.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use linli_model::{Point3, Stage, Tour, TourStop};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::file::{View, is_plain_file_name};
use crate::report::{Code, Message, Outcome, Severity};
use crate::{Input, Limits};

/// Folder of the tours inside a scene folder.
const FOLDER: &str = "tours";
/// Version of the layout that this program writes.
const VERSION: u32 = 1;
/// Largest file of a tour, bytes, most files that are looked at, longest flight or stay, seconds.
const MOST_BYTES: u64 = 4 << 20;
const MOST_FILES: usize = 1000;
const LONGEST_S: f64 = 3600.0;

static NOT_A_TOUR: Code = Code {
    id: "CIM-TOUR-001",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "the file is no tour: {}",
    chinese: "该文件不是漫游文件：{}",
    advice_english: "mend this place; docs/schema/tour.schema.json tells what a tour holds",
    advice_chinese: "请修改此处；格式见 docs/schema/tour.schema.json",
};
static BAD_STOP: Code = Code {
    id: "CIM-TOUR-002",
    severity: Severity::Error,
    outcome: Outcome::Rejected,
    english: "a stop of the tour cannot be used: {}",
    chinese: "漫游的一个停留点无法使用：{}",
    advice_english: "mend this stop",
    advice_chinese: "请修改该停留点",
};

/// A tour's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "Linli tour", rename = "Tour")]
pub struct TourFile {
    /// Version of the layout.
    pub schema_version: u32,
    /// Short name, unique in the scene.
    pub key: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Stops in their order.
    pub stops: Vec<TourStopFile>,
}

/// Where a tour stays for a while: at a view of the scene, or at an eye and a target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "TourStop")]
pub struct TourStopFile {
    /// Key of a view of the scene.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
    /// Where the eye is, local metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eye_m: Option<Point3>,
    /// What it looks at, local metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_m: Option<Point3>,
    /// Seconds of the flight from the stop before.
    #[serde(default)]
    pub fly_s: f64,
    /// Seconds of the stay.
    #[serde(default)]
    pub stay_s: f64,
    /// Stage: planning, design or construction; that of the stop before when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Date, `2028-09-01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub date: Option<NaiveDate>,
    /// Time of day, `17:30`; that of the stop before when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Whether the ground is cut open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub underground: bool,
    /// Caption in Chinese.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption_zh: String,
    /// Caption in English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption_en: String,
}

/// A tour as the text of its file.
pub fn write_tour(tour: &TourFile) -> String {
    let mut text = serde_json::to_string_pretty(tour).unwrap_or_default();
    text.push('\n');
    text
}

/// Path of the file that a tour of a scene folder is written to; `None` when its key is no file name.
pub fn tour_path(folder: &Path, key: &str) -> Option<PathBuf> {
    let name = format!("{key}.json");
    is_plain_file_name(&name).then(|| folder.join(FOLDER).join(name))
}

/// Reads a tour out of bytes; stops at views take eye and target from the views of the scene.
///
/// # Errors
/// Everything that is wrong with the file, stops with their numbers.
pub fn read_tour_input(input: &Input, views: &[View]) -> Result<Tour, Vec<Message>> {
    let message = |code, place: String, what: String| {
        let mut message = Message::new(code, place, what);
        message.file.clone_from(&input.name);
        message
    };
    let file: TourFile = serde_json::from_slice(&input.bytes).map_err(|e| {
        vec![message(&NOT_A_TOUR, format!("line {}, column {}", e.line(), e.column()), e.to_string())]
    })?;
    if file.schema_version > VERSION {
        let what = format!("its layout version {} is newer than this program reads", file.schema_version);
        return Err(vec![message(&NOT_A_TOUR, "/schema_version".to_owned(), what)]);
    }
    if file.stops.is_empty() {
        return Err(vec![message(&NOT_A_TOUR, "/stops".to_owned(), "it has no stops".to_owned())]);
    }
    let (mut stops, mut problems) = (Vec::with_capacity(file.stops.len()), Vec::new());
    for (at, stop) in file.stops.iter().enumerate() {
        match read_stop(stop, stops.last(), views) {
            Ok(stop) => stops.push(stop),
            Err(what) => {
                problems.push(message(&BAD_STOP, format!("/stops/{at}"), format!("stop {}: {what}", at + 1)));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Tour { key: file.key, name_zh: file.name_zh, name_en: file.name_en, stops })
}

pub(super) fn read_stop(
    stop: &TourStopFile,
    before: Option<&TourStop>,
    views: &[View],
) -> Result<TourStop, String> {
    let (eye_m, target_m) = match (&stop.view, stop.eye_m, stop.target_m) {
        (Some(key), None, None) => {
            let view = views.iter().find(|view| view.key == *key);
            let view = view.ok_or_else(|| format!("the scene has no view {key}"))?;
            (view.eye_m, view.target_m)
        }
        (None, Some(eye), Some(target)) => (eye, target),
        _ => return Err("it needs either a view, or eye_m and target_m".to_owned()),
    };
    if eye_m.iter().chain(&target_m).any(|v| !v.is_finite() || v.abs() > 1e7) {
        return Err("a coordinate is too large".to_owned());
    }
    for (name, value) in [("fly_s", stop.fly_s), ("stay_s", stop.stay_s)] {
        if !(0.0..=LONGEST_S).contains(&value) {
            return Err(format!("{name} is {value}, and must be from 0 to {LONGEST_S} seconds"));
        }
    }
    let stage = match &stop.stage {
        Some(name) => Stage::from_name(name).ok_or_else(|| format!("{name} is no stage"))?,
        None => before.map(|before| before.stage).unwrap_or_default(),
    };
    let minute = match &stop.time {
        Some(time) => minute_of(time).ok_or_else(|| format!("{time} is no time of day such as 17:30"))?,
        None => before.map_or(600.0, |before| before.minute),
    };
    Ok(TourStop {
        eye_m,
        target_m,
        fly_s: stop.fly_s,
        stay_s: stop.stay_s,
        stage,
        date: stop.date,
        minute,
        underground: stop.underground,
        caption_zh: stop.caption_zh.clone(),
        caption_en: stop.caption_en.clone(),
    })
}

fn minute_of(time: &str) -> Option<f64> {
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then(|| f64::from(hour * 60 + minute))
}

/// The tours of a scene folder in the order of their file names, and what is wrong with those that cannot
/// be read. Nothing when the folder holds no tours.
pub fn read_tours(folder: &Path, views: &[View]) -> (Vec<Tour>, Vec<Message>) {
    let (mut tours, mut messages) = (Vec::new(), Vec::new());
    let Ok(entries) = fs::read_dir(folder.join(FOLDER)) else { return (tours, messages) };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.truncate(MOST_FILES);
    let limits = Limits { file_bytes: MOST_BYTES, decompressed_bytes: MOST_BYTES, ..Limits::default() };
    for path in paths.iter().filter(|path| fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file())) {
        let input = Input::open(path, &limits).map_err(|rejection| vec![*rejection.0]);
        match input.and_then(|input| read_tour_input(&input, views)) {
            Ok(tour) => tours.push(tour),
            Err(problems) => messages.extend(problems),
        }
    }
    (tours, messages)
}

/// JSON Schema (draft 2020-12) of a tour's file, as pretty text with a final newline.
pub fn tour_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(TourFile)).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn read(stops: &str) -> Result<Tour, Vec<Message>> {
        let text = format!(
            r#"{{"schema_version":1,"key":"t","name_zh":"漫游","name_en":"Tour","stops":[{stops}]}}"#
        );
        let view = View {
            key: "top".to_owned(),
            name_en: String::new(),
            name_zh: String::new(),
            eye_m: [1.0, 2.0, 300.0],
            target_m: [0.0; 3],
        };
        read_tour_input(&Input { name: "t.json".to_owned(), bytes: text.into_bytes(), path: None }, &[view])
    }

    #[test]
    fn stops_take_views_and_what_the_stop_before_said() {
        let tour = read(
            r#"{"view":"top","stay_s":2,"stage":"construction","time":"17:30","date":"2028-09-01"},
               {"eye_m":[1,1,5],"target_m":[0,0,0],"fly_s":3,"stay_s":1}"#,
        )
        .unwrap();
        assert_eq!(tour.stops[0].eye_m, [1.0, 2.0, 300.0]);
        assert_eq!((tour.stops[1].stage, tour.stops[1].minute), (Stage::Construction, 1050.0));
        assert_eq!((tour.stops[0].date, tour.stops[1].date), (NaiveDate::from_ymd_opt(2028, 9, 1), None));
    }

    #[test]
    fn every_bad_stop_is_named() {
        let problems = read(
            r#"{"view":"nowhere"},{"eye_m":[0,0,0]},{"view":"top","fly_s":-1},{"view":"top","time":"25:00"},
               {"view":"top","stage":"ruin"},{"view":"top","eye_m":[0,0,0],"target_m":[1,1,1]},{"view":"top"}"#,
        )
        .unwrap_err();
        let places: Vec<&str> = problems.iter().map(|message| message.place.as_str()).collect();
        assert_eq!(places, ["/stops/0", "/stops/1", "/stops/2", "/stops/3", "/stops/4", "/stops/5"]);
        assert_eq!(read("").unwrap_err()[0].code.id, "CIM-TOUR-001");
        assert_eq!(read("{").unwrap_err()[0].code.id, "CIM-TOUR-001");
    }

    #[test]
    fn the_committed_schema_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/tour.schema.json");
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            fs::write(path, tour_schema()).unwrap();
        }
        let committed = fs::read_to_string(path).unwrap_or_default();
        assert_eq!(committed, tour_schema(), "run the tests once with UPDATE_SCHEMA=1");
    }
}
