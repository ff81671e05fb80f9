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
    command.current_dir(folder.path()).args(["--lang", "en", "stages", "scene", "--schedule", "plan.json"]);
    command.args(arguments).output().unwrap()
}

const PLAN: &str = r#"{"name":"yard","tasks":[
{"id":"D","name":"clear","work":"demolish","planned":{"start":"2027-01-05","finish":"2027-01-20"},"elements":[{"key":"old"}]},
{"id":"B","name":"tower","work":"build","planned":{"start":"2027-02-01","finish":"2027-03-12"},"elements":[{"key":"tower"}]},
{"id":"H","name":"hut","work":"temporary","planned":{"start":"2027-02-01","finish":"2027-02-20"},"elements":[{"key":"hut"}]}]}"#;

#[test]
fn each_month_tells_what_stands() {
    let folder = scene();
    fs::write(folder.path().join("plan.json"), PLAN).unwrap();
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
    fs::write(folder.path().join("plan.json"), PLAN).unwrap();
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
    fs::write(folder.path().join("plan.json"), PLAN.replace("\"old\"", "\"lost\"")).unwrap();
    let output = stages(&folder, &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("[CIM-STG-106] error: task D"), "{text}");
    fs::remove_file(folder.path().join("plan.json")).unwrap();
    assert_eq!(stages(&folder, &[]).status.code(), Some(2));
    fs::write(folder.path().join("plan.json"), PLAN).unwrap();
    let backwards = stages(&folder, &["--from", "2027-03-01", "--to", "2027-02-01"]);
    assert_eq!(backwards.status.code(), Some(2));
}
