//! Measuring, the table and bookmarks on the command line.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use linli_io::{read_bookmarks, read_scene, read_scene_file};
use linli_model::{Community, Geometry, Key, Kind, NoProgress, Polygon};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe")
}

fn linli(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_linli")).args(["--lang", "en"]).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = linli(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn xinghe() -> Community {
    read_scene(&folder(), &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap().0
}

fn near(value: &Value, wanted: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - wanted).abs() < 1e-6 * (1.0 + wanted.abs()))
}

#[test]
fn a_footprint_measured_corner_by_corner_is_as_large_as_it_is() {
    let community = xinghe();
    let id = community.id_of(&Key::from("A1/hotel")).unwrap();
    let Geometry::Area(polygons) = &community.element(id).unwrap().geometry else { panic!("a footprint") };
    let ring = &polygons.first().unwrap().exterior;
    let corner = |p: &[f64; 3]| {
        let [x, y, _] = community.frame.projected_from_local(*p);
        format!("{x},{y},10")
    };
    let points = ring.iter().map(corner).collect::<Vec<_>>().join(";");
    let scene = folder();
    let answer = json(&["measure", scene.to_str().unwrap(), "--points", &points, "--as", "area", "--json"]);
    assert_eq!(answer["crs"], "EPSG:4549");
    let area = &answer["measures"][0];
    assert!(near(&area["plan_area_m2"], Polygon::new(ring.clone()).area_m2()), "{area}");
    assert!(near(&area["area_m2"], area["plan_area_m2"].as_f64().unwrap()), "level: {area}");
}

#[test]
fn the_clearance_of_two_towers_is_the_same_both_ways_and_known_keys_are_wanted() {
    let scene = folder();
    let scene = scene.to_str().unwrap();
    let one = json(&["measure", scene, "--clearance", "A1/office-1", "A1/hotel", "--json"]);
    let other = json(&["measure", scene, "--clearance", "A1/hotel", "A1/office-1", "--json"]);
    let (one, other) = (&one["measures"][0], &other["measures"][0]);
    assert!(near(&one["distance_m"], other["distance_m"].as_f64().unwrap()));
    assert!(one["distance_m"].as_f64().unwrap() > 1.0, "{one}");
    // Places are told in the coordinate system of the scene.
    assert!(one["from_m"][0].as_f64().unwrap() > 500_000.0);
    let missing = linli(&["measure", scene, "--clearance", "A1/hotel", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("nowhere"));
}

#[test]
fn the_table_holds_the_elements_that_the_scene_holds() {
    let community = xinghe();
    let storeys: Vec<f64> = community
        .elements()
        .iter()
        .filter_map(|element| match &element.kind {
            Kind::Building(building) => building.storeys_above.map(f64::from),
            _ => None,
        })
        .filter(|storeys| *storeys >= 18.0)
        .collect();
    let scene = folder();
    let filter = ["table", scene.to_str().unwrap(), "--kind", "building", "--where", "storeys>=18"];
    let answer = json(&[&filter[..], &["--columns", "key,storeys", "--json"]].concat());
    assert!(!storeys.is_empty());
    assert_eq!(answer["count"].as_u64().unwrap() as usize, storeys.len());
    let statistics = &answer["columns"][1]["statistics"];
    assert!(near(&statistics["sum"], storeys.iter().sum()), "{statistics}");
    let csv = linli(&[&filter[..], &["--columns", "key,storeys", "--csv"]].concat());
    let lines = String::from_utf8(csv.stdout).unwrap();
    assert_eq!(lines.lines().count(), storeys.len() + 1);
    assert_eq!(lines.lines().next(), Some("key,storeys"));
    let none = linli(&["table", scene.to_str().unwrap(), "--kind", "castle"]);
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn bookmarks_are_kept_listed_and_thrown_away() {
    let place = tempfile::tempdir().unwrap();
    std::fs::copy(folder().join("scene.json"), place.path().join("scene.json")).unwrap();
    let scene = place.path().to_str().unwrap();
    let add = |name: &str| {
        let camera = ["--camera", "10,20,30,0,0,5", "--hide", "trees", "--underground"];
        linli(&[&["bookmark", "add", scene, name][..], &camera[..]].concat()).status.code()
    };
    assert_eq!((add("桥头"), add("桥头"), add("b")), (Some(0), Some(2), Some(0)));
    let frame = read_scene_file(place.path()).unwrap().frame;
    let (kept, faults) = read_bookmarks(place.path(), &frame).unwrap();
    assert_eq!((kept.len(), faults.len()), (2, 0));
    assert!((kept[0].eye_m[0] - 10.0).abs() < 1e-6 && kept[0].underground);
    assert_eq!(linli(&["bookmark", "remove", scene, "桥头"]).status.code(), Some(0));
    assert_eq!(linli(&["bookmark", "remove", scene, "桥头"]).status.code(), Some(1));
    let listed = json(&["bookmark", "list", scene, "--json"]);
    assert_eq!(listed[0]["name"], "b");
    // What cannot be read is not written over.
    std::fs::write(place.path().join("bookmarks.json"), "{").unwrap();
    assert_eq!(add("c"), Some(2));
    assert_eq!(std::fs::read_to_string(place.path().join("bookmarks.json")).unwrap(), "{");
}
