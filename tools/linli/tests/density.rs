//! Runs `linli simulate density` and `linli simulate capital` as people do.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const XINGHE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/xinghe");
const LANTERN_COURT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/lantern-court");

fn linli(arguments: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_linli"));
    Command::new(program).args(["--lang", "en", "simulate"]).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = linli(arguments);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn value(document: &Value, subject: &Value, id: &str) -> f64 {
    let indicators = document["indicators"].as_array().unwrap();
    let found = indicators.iter().find(|i| i["id"] == id && i["subject"] == *subject);
    found.and_then(|i| i["value"].as_f64()).unwrap_or_else(|| panic!("{id} of {subject}"))
}

#[test]
fn pictures_of_xinghe_differ_and_none_counts_old_and_new_together() {
    let all = Value::from("unit");
    let of = |stage: &str| json(&["density", XINGHE, "--stage", stage, "--json"]);
    let [existing, planning, design] = ["existing", "planning", "design"].map(of);
    let floor = |document: &Value| value(document, &all, "density.gfa_above");
    assert!(floor(&design) > floor(&existing), "the design builds more than it removes");
    assert!(floor(&planning) > 0.0);
    // Before the metro there is no walk to it.
    let walks = |document: &Value| {
        document["buildings"].as_array().unwrap().iter().filter(|b| !b["walk_m"].is_null()).count()
    };
    assert_eq!(walks(&existing), 0);
    assert!(walks(&design) > 300);
    // On the first day of the works stands what exists; after the last what is designed.
    let on = |day: &str| json(&["density", XINGHE, "--stage", "construction", "--date", day, "--json"]);
    assert!((floor(&on("2020-01-01")) - floor(&existing)).abs() < 0.1);
    assert!((floor(&on("2040-01-01")) - floor(&design)).abs() < 0.1);
    // The steps of the gradient hold all floor.
    let steps: f64 =
        design["gradient"].as_array().unwrap().iter().map(|s| s["above_m2"].as_f64().unwrap()).sum();
    assert!((steps - floor(&design)).abs() < 1.0, "{steps} and {}", floor(&design));
}

#[test]
fn files_are_the_same_on_every_run() {
    let home = tempfile::tempdir().unwrap();
    for folder in ["a", "b"] {
        let out = home.path().join(folder);
        let done = linli(&["density", LANTERN_COURT, "--out", out.to_str().unwrap()]);
        assert!(matches!(done.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&done.stderr));
    }
    for name in
        ["density.json", "indicators.csv", "parcels.csv", "buildings.csv", "gradient.csv", "findings.csv"]
    {
        let [a, b] = ["a", "b"].map(|folder| fs::read(home.path().join(folder).join(name)).unwrap());
        assert!(a == b && !a.is_empty(), "{name}");
    }
}

#[test]
fn transfers_and_city_rules_change_what_may_be_added() {
    let room = |more: &[&str]| {
        let document = json(&[&["density", XINGHE, "--json"], more].concat());
        let rooms = document["rooms"].as_array().unwrap().clone();
        let of = |key: &str| rooms.iter().find(|room| room["parcel"] == key).unwrap().clone();
        let far = |room: Value| {
            let limits = room["limits"].as_array().unwrap().clone();
            limits.iter().find(|limit| limit["stop"] == "far").unwrap()["extra_m2"].as_f64().unwrap()
        };
        (far(of("parcel/A1")), far(of("parcel/D1")))
    };
    let plain = room(&[]);
    let moved = room(&["--transfer", "parcel/D1=parcel/A1:1000"]);
    assert!((moved.0 - plain.0 - 1000.0).abs() < 0.2 || plain.0 == 0.0, "{plain:?} {moved:?}");
    assert!(moved.1 <= plain.1);
    assert_eq!(linli(&["density", XINGHE, "--transfer", "no=parcel/A1:5"]).status.code(), Some(2));
    assert_eq!(linli(&["density", XINGHE, "--city", "no/such.json"]).status.code(), Some(2));
    assert_eq!(linli(&["density", XINGHE, "--stage", "construction"]).status.code(), Some(2));
}

#[test]
fn the_capital_balance_of_xinghe_follows_its_prices() {
    let home = tempfile::tempdir().unwrap();
    let example =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/rules/capital_zhejiang.json"))
            .unwrap();
    let all = Value::from("unit");
    let first = json(&["capital", XINGHE, "--json"]);
    let surplus = value(&first, &all, "capital.surplus");
    let path = home.path().join("mine.json");
    fs::write(&path, example.replace("\"value\": 25000", "\"value\": 39000")).unwrap();
    let dear = json(&["capital", XINGHE, "--json", "--prices", path.to_str().unwrap()]);
    assert!(value(&dear, &all, "capital.surplus") > surplus);
    assert!(value(&first, &all, "capital.build_demolish") > 1.0);
    assert!(!first["tornado"].as_array().unwrap().is_empty());
    fs::write(&path, example.replace("\"profit\"", "\"gain\"")).unwrap();
    let refused = linli(&["capital", XINGHE, "--prices", path.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("CIM-CP-001"));
}
