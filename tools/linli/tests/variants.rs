//! Variants and comparisons of Xinghe on the command line.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Home(tempfile::TempDir);

impl Home {
    /// A copy of Xinghe, whose variants may be changed.
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe");
        copy(&from, &home.scene());
        home
    }

    fn scene(&self) -> PathBuf {
        self.0.path().join("x")
    }

    fn linli(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(["--lang", "en"])
            .args(arguments)
            .current_dir(self.0.path())
            .env("XDG_STATE_HOME", self.0.path().join("state"))
            .output()
            .unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.linli(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn code(&self, arguments: &[&str]) -> i32 {
        self.linli(arguments).status.code().unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to)
        } else {
            _ = fs::copy(entry.path(), to).unwrap()
        }
    }
}

#[test]
fn variants_are_forked_merged_locked_and_promoted() {
    let home = Home::new();
    let list = home.json(&["variant", "list", "x", "--json"]);
    assert_eq!(list["variants"].as_array().unwrap().len(), 3);
    assert!(
        list["variants"].as_array().unwrap().iter().all(|v| v["problems"].as_array().unwrap().is_empty())
    );
    home.json(&["variant", "fork", "x", "both", "--from", "tower", "--name-en", "Both", "--json"]);
    assert_eq!(home.code(&["variant", "fork", "x", "both"]), 2, "the key is taken");
    assert_eq!(home.code(&["variant", "fork", "x", "../y"]), 2, "no key");
    let merged = home.json(&["variant", "merge", "x", "green", "both", "--json"]);
    assert!(merged["edits"].as_u64().unwrap() > 3);
    assert_eq!(home.json(&["variant", "merge", "x", "green", "both", "--json"])["edits"], 0);
    // All of both is there: nothing differs but what tower itself does.
    let keys = |a: &str, b: &str| -> Vec<String> {
        let diff = home.json(&["variant", "diff", "x", a, b, "--json"]);
        let list = diff["differences"].as_array().unwrap();
        list.iter().map(|d| format!("{} {}", d["what"], d["key"])).collect()
    };
    assert_eq!(keys("tower", "both"), keys("base", "green"));
    home.json(&["variant", "lock", "x", "both", "--by", "王工", "--on", "2026-05-01", "--json"]);
    assert_eq!(home.code(&["variant", "merge", "x", "courtyard", "both"]), 2, "locked");
    assert_eq!(home.code(&["variant", "remove", "x", "tower"]), 2, "both builds upon it");
    let before = keys("base", "both");
    let promoted = home.json(&["variant", "promote", "x", "tower", "--out", "y", "--json"]);
    assert_eq!(promoted["before"], "before-tower");
    let list = home.json(&["variant", "list", "y", "--json"]);
    let names: Vec<&str> =
        list["variants"].as_array().unwrap().iter().map(|v| v["key"].as_str().unwrap()).collect();
    assert_eq!(names, ["before-tower", "both", "courtyard", "green"]);
    let diff = home.json(&["variant", "diff", "y", "before-tower", "both", "--json"]);
    assert_eq!(diff["differences"].as_array().unwrap().len(), before.len());
    // A single file that fits the scene alone.
    home.json(&["variant", "export", "x", "both", "--out", "both.json", "--json"]);
    home.json(&["variant", "fork", "x", "again", "--json"]);
    let fits = home.json(&["variant", "apply", "x", "both.json", "--to", "again", "--json"]);
    assert_eq!(fits["fits"], true);
    assert!(keys("again", "both").is_empty());
    let output = home.linli(&["variant", "apply", "x", "both.json", "--to", "again", "--json"]);
    let refused: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), &refused["fits"]), (Some(1), &Value::Bool(false)));
    assert!(refused["problems"].as_array().unwrap().len() > 5, "all problems are told together");
}

#[test]
fn conflicts_are_shown_and_chosen() {
    let home = Home::new();
    // The same office, raised by the tower variant, removed by another one.
    let file = r#"{"schema_version":2,"key":"z","name_zh":"","name_en":"","edits":[{"action":"set","changes":[
        {"op":"set","key":"A1/office-2","value":{"building_height_m":99.0}}]}]}"#;
    fs::write(home.0.path().join("z.json"), file).unwrap();
    home.json(&["variant", "fork", "x", "low", "--json"]);
    home.json(&["variant", "apply", "x", "z.json", "--to", "low", "--json"]);
    let output = home.linli(&["variant", "merge", "x", "tower", "low", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["conflicts"][0]["key"], "A1/office-2");
    assert_eq!(told["conflicts"][0]["facet"], "facts");
    let merged = home.json(&["variant", "merge", "x", "tower", "low", "--ours", "A1/office-2", "--json"]);
    assert!(merged["edits"].as_u64().unwrap() > 3);
}

#[test]
fn a_comparison_adds_up_and_can_be_run_again() {
    let home = Home::new();
    let all = home.json(&["compare", "x", "base", "tower", "--figures", "floors", "--json"]);
    let row = |value: &Value, id: &str| -> Value {
        value["figures"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone()
    };
    let above = row(&all, "floors.above");
    let why =
        all["explanations"].as_array().unwrap().iter().find(|e| e["id"] == "floors.above").unwrap().clone();
    let shares: f64 =
        why["contributions"].as_array().unwrap().iter().map(|c| c["contribution"].as_f64().unwrap()).sum();
    let total = above["difference"].as_f64().unwrap();
    assert!((shares - total).abs() < 1e-6 && total != 0.0, "{shares} {total}");
    // Floor areas of causes do not depend on each other: without one, its contribution is missing.
    let first = &why["contributions"][0];
    let number = first["cause"].to_string();
    let less =
        home.json(&["compare", "x", "base", "tower", "--figures", "floors", "--without", &number, "--json"]);
    let less = row(&less, "floors.above")["difference"].as_f64().unwrap();
    assert!((total - less - first["contribution"].as_f64().unwrap()).abs() < 1e-6);
    let swapped = home.json(&["compare", "x", "tower", "base", "--figures", "floors", "--json"]);
    assert_eq!(row(&swapped, "floors.above")["difference"].as_f64().unwrap(), -total);
    let page = home.linli(&["compare", "x", "base", "tower", "--figures", "floors", "--html"]).stdout;
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("<svg") && page.contains("高塔") && page.contains("Tower"));
    assert!(!page.contains("http") && !page.contains("src="), "it needs no other file");
    let csv = String::from_utf8(
        home.linli(&["compare", "x", "base", "tower", "--figures", "floors", "--csv"]).stdout,
    );
    assert!(csv.unwrap().lines().any(|line| line.starts_with("floors.above,")));
    assert_eq!(home.code(&["compare", "x", "base", "tower", "--figures", "nonsense"]), 2);
    assert_eq!(home.code(&["compare", "x", "base", "nobody", "--figures", "floors"]), 2);
}
