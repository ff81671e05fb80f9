//! Runs `linli simulate green` and `linli layout` on Xinghe as people do.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn xinghe() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe")
}

fn linli(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_linli")).args(["--lang", "en"]).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_ledger_of_xinghe_adds_up_to_its_sites() {
    let out = tempfile::tempdir().unwrap();
    let (scene, folder) = (xinghe(), out.path());
    let ran = linli(&["simulate", "green", scene.to_str().unwrap(), "--out", folder.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    assert!(text(&ran.stdout).contains("Composite green ratio"));
    let json: Value = serde_json::from_slice(&fs::read(folder.join("green.json")).unwrap()).unwrap();
    let ledger = fs::read_to_string(folder.join("green_ledger.csv")).unwrap();
    let sites = json["sites"].as_array().unwrap();
    assert_eq!(sites.len(), 33);
    for site in sites {
        let name = site["site"].as_str().unwrap();
        let rows = ledger.lines().skip(1).map(|line| line.split(',').collect::<Vec<&str>>());
        let ground = ["natural_ground", "over_basement", "edge_strip", "other_cover", "rest"];
        let own = rows.filter(|row| row[0] == name && ground.contains(&row[2]));
        let sum: f64 = own.map(|row| row[4].parse::<f64>().unwrap()).sum();
        let area = site["area_m2"].as_f64().unwrap();
        assert!((sum - area).abs() < 0.05, "{name}: {sum} of {area}");
        let figures = site["figures"].as_array().unwrap();
        let ratio = |id: &str| figures.iter().find(|f| f["id"] == id).unwrap()["value"].as_f64().unwrap();
        for id in ["green.land_ratio", "green.canopy_ratio", "green.permeable_share", "green.control_rate"] {
            assert!((0.0..=100.0).contains(&ratio(id)), "{name} {id} {}", ratio(id));
        }
    }
    let geojson: Value = serde_json::from_slice(&fs::read(folder.join("green.geojson")).unwrap()).unwrap();
    assert!(geojson["features"].as_array().unwrap().len() > 1000);
}

#[test]
fn an_unknown_profile_or_parcel_is_told() {
    let scene = xinghe();
    let ran = linli(&["simulate", "green", scene.to_str().unwrap(), "--profile", "atlantis"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).contains("zj_default"));
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("new");
    let ran = linli(&[
        "layout",
        scene.to_str().unwrap(),
        "--parcel",
        "parcel/none",
        "--out",
        folder.to_str().unwrap(),
    ]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).contains("parcel/none") && !folder.exists());
}

#[test]
fn layouts_are_the_same_for_a_seed_and_fit_the_scene_as_variants() {
    let out = tempfile::tempdir().unwrap();
    let scene = out.path().join("scene");
    fs::create_dir_all(scene.join("variants")).unwrap();
    for entry in fs::read_dir(xinghe()).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::copy(entry.path(), scene.join(entry.file_name())).unwrap();
        }
    }
    let run = |name: &str| {
        let folder = out.path().join(name);
        let words = ["layout", scene.to_str().unwrap(), "--count", "8", "--generations", "2", "--seed", "7"];
        let parcels = ["--parcel", "parcel/A1", "--parcel", "parcel/E1", "--objective", "gradient,green"];
        let words = [&words[..], &parcels[..], &["--out", folder.to_str().unwrap()]].concat();
        let ran = linli(&words);
        assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
        folder
    };
    let (first, second) = (run("first"), run("second"));
    for name in ["layouts.csv", "layouts.json", "contact_sheet.svg", "variants/layout-001.json"] {
        assert_eq!(fs::read(first.join(name)).unwrap(), fs::read(second.join(name)).unwrap(), "{name}");
    }
    fs::copy(first.join("variants/layout-001.json"), scene.join("variants/layout-001.json")).unwrap();
    let ran = linli(&["variant", "list", scene.to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stdout));
    let json: Value = serde_json::from_slice(&fs::read(first.join("layouts.json")).unwrap()).unwrap();
    for layout in json["layouts"].as_array().unwrap() {
        assert_eq!(layout["faults"].as_array().unwrap().len(), 0, "{layout:#}");
    }
}
