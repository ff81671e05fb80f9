//! Runs `linli simulate sun` on Xinghe and on a real district as people do.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const XINGHE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/xinghe");
const LUJIAZUI: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/osm/shanghai_lujiazui");

fn linli(arguments: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_linli"));
    Command::new(program).args(["--lang", "en"]).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = linli(&[&["simulate", "sun"], arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn figure(document: &Value, id: &str) -> f64 {
    let found = document["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == id);
    found.and_then(|figure| figure["value"].as_f64()).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn homes_of_xinghe_have_the_sun_of_the_day_that_is_asked_for() {
    let cold = json(&[XINGHE]);
    assert_eq!((&cold["day"], &cold["confidence"]), (&Value::from("great_cold"), &Value::from("M+")));
    let share = figure(&cold, "sun.homes_share");
    assert!((50.0..=100.0).contains(&share), "{share}");
    let buildings = cold["buildings"].as_array().unwrap();
    assert!(buildings.len() > 40, "{}", buildings.len());
    let minutes: Vec<f64> = buildings
        .iter()
        .flat_map(|building| building["storeys"].as_array().unwrap())
        .flat_map(|storey| storey["minutes"].as_array().unwrap())
        .map(|minutes| minutes.as_f64().unwrap())
        .collect();
    assert!(minutes.iter().all(|m| (0.0..=480.0).contains(m)), "no more than the band");
    assert!(
        minutes.iter().any(|m| *m < 240.0) && minutes.iter().any(|m| *m > 470.0),
        "some are shaded, some not"
    );
    let short = minutes.iter().filter(|m| **m < 120.0).count();
    assert_eq!(figure(&cold, "sun.homes_short"), short as f64);
    // The solstice has six hours, and a lower sun.
    let solstice = json(&[XINGHE, "--day", "winter-solstice"]);
    assert!(figure(&solstice, "sun.mean_hours") < figure(&cold, "sun.mean_hours").min(6.0));
    let wrong = linli(&["simulate", "sun", XINGHE, "--day", "noon"]);
    assert!(!wrong.status.success());
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("great_cold, winter_solstice"));
}

#[test]
fn files_and_words_tell_the_same() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("sun");
    let done = linli(&["simulate", "sun", XINGHE, "--out", out.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let words = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        words.contains("Great Cold day: 2 h wanted") && words.contains("Homes with enough sun"),
        "{words}"
    );
    let rows = fs::read_to_string(out.join("sun_homes.csv")).unwrap();
    let document: Value = serde_json::from_str(&fs::read_to_string(out.join("sun.json")).unwrap()).unwrap();
    let storeys: usize = document["buildings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|b| b["storeys"].as_array().unwrap().len())
        .sum();
    assert_eq!(rows.lines().count(), storeys + 1);
    let indicators = fs::read_to_string(out.join("indicators.csv")).unwrap();
    assert!(
        indicators.contains("sun.homes_share") && indicators.contains("GB 50180-2018 4.0.9"),
        "{indicators}"
    );
}

#[test]
fn a_real_district_has_sun_by_its_own_latitude() {
    if !Path::new(LUJIAZUI).exists() {
        println!("skipped: {LUJIAZUI} is not here");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let scene = home.path().join("scene");
    let scene = scene.to_str().unwrap();
    let done = linli(&["import", LUJIAZUI, "--out", scene]);
    assert!(matches!(done.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&done.stderr));
    let document = json(&[scene]);
    // OpenStreetMap knows few homes there, far apart.
    let hours = figure(&document, "sun.mean_hours");
    assert!((4.0..8.0).contains(&hours), "{hours}");
    assert!(
        document["buildings"].as_array().unwrap().iter().any(|building| building["assumed_homes"] == true)
    );
}
