//! Runs `linli stages` on a scene of three elements.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::process::{Command, Output};

use linli_io::{ImportReport, write_scene};
use linli_model::{
    Building, Community, Element, Geometry, Kind, Polygon, Presence, SceneFrame, SiteWork, SiteWorkKind,
    Truth,
};
use serde_json::Value;

fn element(key: &str, kind: Kind, truth: Truth, x: f64) -> Element {
    let ring = [[x, 0.0], [x + 10.0, 0.0], [x + 10.0, 10.0], [x, 10.0]].map(|[x, y]| [x, y, 0.0]);
    let mut element = Element::new(key, kind, Geometry::Area(vec![Polygon::new(ring.to_vec())]));
    element.presence = Presence { truth, ..Presence::default() };
    element
}

fn scene() -> tempfile::TempDir {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [519_000.0, 3_348_000.0, 0.0],
        longitude_deg: 120.2,
        latitude_deg: 30.26,
        convergence_deg: 0.1,
    };
    let mut community = Community::new("yard", frame);
    let house = |storeys| Kind::Building(Building { storeys_above: Some(storeys), ..Building::default() });
    let pit = SiteWork { work: SiteWorkKind::SiteOffice, depth_m: None, height_m: Some(3.0), reach_m: None };
    for element in [
        element("tower", house(10.0), Truth::Designed, 0.0),
        element("old", house(2.0), Truth::Existing, 30.0),
        element("hut", Kind::SiteWork(pit), Truth::Temporary, 5.0),
    ] {
        community.add(element).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    write_scene(&folder.path().join("scene"), &community, &ImportReport { files: Vec::new() }).unwrap();
    folder
}

fn stages(folder: &tempfile::TempDir, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_linli");
    let mut command = Command::new(program);
    command.current_dir(folder.path()).args(["--lang", "en", "stages", "scene", "--schedule", "plan.csv"]);
    command.args(arguments).output().unwrap()
}

const PLAN: &str = "# name: yard
id,name,work,planned_start,planned_finish,elements
D,clear,demolish,2027-01-05,2027-01-20,key:old
B,tower,build,2027-02-01,2027-03-12,key:tower
H,hut,temporary,2027-02-01,2027-02-20,key:hut
";

#[test]
fn each_month_tells_what_stands() {
    let folder = scene();
    fs::write(folder.path().join("plan.csv"), PLAN).unwrap();
    let output = stages(&folder, &["--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{answer:#}");
    let days: Vec<&str> =
        answer["dates"].as_array().unwrap().iter().map(|d| d["day"].as_str().unwrap()).collect();
    assert_eq!(days, ["2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"]);
    let of = |at: usize, name: &str| answer["dates"][at]["above_ground"][name].as_f64().unwrap();
    assert_eq!((of(0, "stands_m2"), of(0, "not_yet_m2")), (200.0, 1000.0));
    assert_eq!((of(1, "gone_m2"), of(1, "rising_m2")), (200.0, 1000.0));
    // 29 of 40 days.
    assert!((of(2, "rising_finished_m2") - 725.0).abs() < 0.01);
    assert_eq!(of(3, "stands_m2"), 1000.0);
    let clash = &answer["clashes"][0];
    assert_eq!((clash["tasks"][0].as_str(), clash["tasks"][1].as_str()), (Some("B"), Some("H")));
    assert_eq!(clash["days"]["finish"].as_str(), Some("2027-02-20"));
}

#[test]
fn text_and_csv_tell_the_dates_asked_for() {
    let folder = scene();
    fs::write(folder.path().join("plan.csv"), PLAN).unwrap();
    let output = stages(&folder, &["--date", "2027-02-10"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("2027-02-10  not yet 0 · being built 1 · standing 1"), "{text}");
    assert!(text.contains("same place, same days: B × H"), "{text}");
    let output = stages(&folder, &["--from", "2027-02-01", "--to", "2027-02-16", "--every", "week", "--csv"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert_eq!(lines[0].split(',').count(), lines[1].split(',').count());
    assert!(lines[3].starts_with("2027-02-15,0,1,1,0,0,1,"), "{text}");
}

#[test]
fn an_impossible_schedule_ends_with_one_and_a_missing_one_with_two() {
    let folder = scene();
    fs::write(folder.path().join("plan.csv"), PLAN.replace("key:old", "key:lost")).unwrap();
    let output = stages(&folder, &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("[CIM-STG-106] error: task D"), "{text}");
    fs::remove_file(folder.path().join("plan.csv")).unwrap();
    assert_eq!(stages(&folder, &[]).status.code(), Some(2));
    fs::write(folder.path().join("plan.csv"), PLAN).unwrap();
    let backwards = stages(&folder, &["--from", "2027-03-01", "--to", "2027-02-01"]);
    assert_eq!(backwards.status.code(), Some(2));
}

fn linli(folder: &tempfile::TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    let output = command.current_dir(folder.path()).args(["--lang", "en"]).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_schedule_of_the_scene_is_taken_and_a_scene_without_one_says_what_to_do() {
    let folder = scene();
    let (code, _, error) = linli(&folder, &["stages", "scene"]);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("--schedule FILE") && error.contains("scene.json"), "{error}");
    let file = folder.path().join("scene/scene.json");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen('{', r#"{"schedule":"plan.csv","#, 1)).unwrap();
    let (code, _, error) = linli(&folder, &["stages", "scene"]);
    assert!(code == Some(2) && error.contains("CIM-SCN-006"), "{error}");
    fs::write(folder.path().join("scene/plan.csv"), PLAN).unwrap();
    let (code, text, _) = linli(&folder, &["stages", "scene", "--date", "2027-02-10"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.starts_with("schedule: yard\n") && !text.contains("Health report"), "{text}");
}

#[test]
fn what_cannot_be_read_of_a_schedule_is_told_and_counts() {
    let folder = scene();
    fs::write(folder.path().join("plan.csv"), PLAN.replace("2027-03-12", "some day")).unwrap();
    let (code, text, _) = linli(&folder, &["stages", "scene", "--schedule", "plan.csv"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("[CIM-SC-020] error × 1") && text.contains("some day"), "{text}");
    let (_, json, _) = linli(&folder, &["stages", "scene", "--schedule", "plan.csv", "--json"]);
    let answer: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["report"]["files"][0]["problems"][0]["code"], "CIM-SC-020");
}

#[test]
fn check_knows_schedules() {
    let folder = scene();
    fs::write(folder.path().join("plan.csv"), PLAN).unwrap();
    let (code, text, _) = linli(&folder, &["check", "plan.csv"]);
    assert_eq!(code, Some(0), "{text}");
    for wanted in ["format: schedule table (CSV)", "tasks 3", "2027-01-05 … 2027-03-12 (67 days)"] {
        assert!(text.contains(wanted), "{wanted} is missing: {text}");
    }
    let ring = PLAN.replace("elements\n", "elements,after\n").replace("key:old", "key:old,B");
    let ring = ring.replace("key:tower", "key:tower,D");
    fs::write(folder.path().join("ring.csv"), ring).unwrap();
    fs::write(folder.path().join("note.txt"), "nothing of the kind").unwrap();
    let (code, json, _) = linli(&folder, &["check", "--json", "ring.csv", "note.txt"]);
    let answer: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(code, Some(1), "{answer:#}");
    assert_eq!(answer["schedules"][0]["file"], "ring.csv");
    let codes = answer["schedules"][0]["problems"].as_array().unwrap().iter();
    assert!(codes.filter_map(|p| p["code"].as_str()).any(|code| code == "CIM-STG-102"), "{answer:#}");
    assert_eq!(answer["files"][0]["problems"][0]["code"], "CIM-IMP-001", "{answer:#}");
    assert_eq!(linli(&folder, &["check", "ring.csv"]).0, Some(1));
}
