//! Figures of the panel are those of the command line.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use linli_io::{
    Language, built_in_capital_prices, built_in_utility_rules, read_scene, read_scene_schedule,
    variant_community,
};
use linli_model::{Community, NoProgress, Schedule};
use linli_present::{FigureChoice, FigureRow, FigureSources, chosen_parcel, figure_sections};
use linli_sim::figures::{FigureRules, LiveFigures, PlanSheet, park_figures, reach_figures};
use linli_sim::indicator::Subject;
use linli_sim::reach::Closed;
use serde_json::{Value, json};

fn folder(scene: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes").join(scene)
}

fn linli(arguments: &[&str]) -> Value {
    let program = Path::new(env!("CARGO_BIN_EXE_linli"));
    let output = Command::new(program).args(["--lang", "en"]).args(arguments).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn read(scene: &str) -> (Community, FigureRules) {
    let folder = folder(scene);
    let mut file = None;
    let read = read_scene(&folder, &NoProgress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {});
    let schedule = read_scene_schedule(&folder, &file.unwrap()).ok().flatten();
    let schedule = schedule.map_or_else(Schedule::default, |(schedule, _)| schedule);
    let packs = built_in_utility_rules().map_err(|e| e.0.text(Language::English)).unwrap();
    let prices = built_in_capital_prices().map_err(|e| e.0.text(Language::English)).unwrap();
    (read.unwrap().0, FigureRules::standard(&packs, prices, schedule).unwrap())
}

/// Rows of the panel of a community, with its first parcel.
fn rows(community: Community, rules: FigureRules) -> Vec<FigureRow> {
    let mut ways = reach_figures(&community, &rules, &Closed::default());
    ways.extend(park_figures(&community, &rules));
    let community = Arc::new(community);
    let mut live = LiveFigures::new(community.clone(), Arc::new(rules));
    let sheet = PlanSheet { sun: live.sun_figures(), ..live.sheet() };
    let parcel = sheet.rooms.first().and_then(|room| chosen_parcel(&community, &sheet, &room.parcel));
    let sources = FigureSources { plan: Some(&sheet), reach: Some(&ways), ..FigureSources::default() };
    figure_sections(&sources, &FigureChoice { unit: None, parcel })
        .into_iter()
        .flat_map(|(_, rows)| rows)
        .collect()
}

fn is_same(row: &FigureRow, value: &Value) -> bool {
    match (row.value.known(), value.as_f64()) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * (1.0 + a.abs()),
        (None, None) => true,
        _ => false,
    }
}

fn subject(subject: &Subject) -> Value {
    serde_json::to_value(subject).unwrap()
}

#[test]
fn rows_of_the_panel_are_what_simulate_writes() {
    for scene in ["lantern-court", "xinghe"] {
        let path = folder(scene);
        let path = path.to_str().unwrap();
        let mut written: Vec<Value> = Vec::new();
        let density = linli(&["simulate", "density", path, "--json"]);
        written.extend(density["indicators"].as_array().unwrap().iter().cloned());
        let capital = linli(&["simulate", "capital", path, "--json"]);
        written.extend(capital["indicators"].as_array().unwrap().iter().cloned());
        let sun = linli(&["simulate", "sun", path, "--json"]);
        written.extend(sun["figures"].as_array().unwrap().iter().cloned());
        let green = linli(&["simulate", "green", path, "--json"]);
        let sites = green["sites"].as_array().unwrap();
        let figures = |site: &Value| site.get("figures").or_else(|| site.get("indicators")).cloned();
        written.extend(sites.iter().filter_map(figures).flat_map(|list| list.as_array().unwrap().clone()));
        let found = linli(&["simulate", "underground", path, "--no-moves", "--json"]);
        let found = found["findings"].as_array().unwrap().clone();
        let count = |verdict: &str| found.iter().filter(|f| f["verdict"] == verdict).count();
        let home = tempfile::tempdir().unwrap();
        let out = home.path().to_str().unwrap();
        let program = Path::new(env!("CARGO_BIN_EXE_linli"));
        let run = Command::new(program).args(["simulate", "reach", path, "--out", out]).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let reach: Value =
            serde_json::from_str(&std::fs::read_to_string(home.path().join("reach.json")).unwrap()).unwrap();
        for (id, value) in [
            ("underground.violations", json!(count("violation"))),
            ("underground.indications", json!(count("indication"))),
        ] {
            written.push(json!({"id": id, "subject": "unit", "value": value}));
        }
        let (community, rules) = read(scene);
        let rows = rows(community, rules);
        assert!(rows.len() > 25, "{}", rows.len());
        for row in &rows {
            let id = row.spec.id;
            // Shares of reach are written rounded, and as parts of one.
            if let Some(name) = ["person", "car", "goods"].into_iter().find(|n| id == format!("reach.{n}")) {
                let share = reach[name]["share_within"].as_f64().map(|share| share * 100.0);
                let both = row.value.known().zip(share);
                assert!(both.is_some_and(|(a, b)| (a - b).abs() < 0.01), "{scene} {id} {both:?}");
                continue;
            }
            if id == "reach.person_mean" {
                continue;
            }
            let like = |w: &&Value| w["id"] == id && w["subject"] == subject(&row.subject);
            let written = written.iter().find(like);
            let value = written.unwrap_or_else(|| panic!("{scene} {id} {:?}", row.subject))["value"].clone();
            assert!(is_same(row, &value), "{scene} {id}: {:?} and not {value}", row.value);
        }
    }
}

#[test]
fn rows_of_a_variant_are_what_compare_writes() {
    let path = folder("xinghe");
    let (community, rules) = read("xinghe");
    let (variants, _) = linli_io::read_variants(&path, &community.frame);
    let key = variants.first().unwrap().key.clone();
    let changed = variant_community(&path, &community, &key).map_err(|e| e.lines(Language::English)).unwrap();
    let told = linli(&["compare", path.to_str().unwrap(), "base", &key, "--no-causes", "--json"]);
    let figures = told["figures"].as_array().unwrap();
    let rows = rows(changed, rules);
    for row in &rows {
        let like = |w: &&Value| w["id"] == row.spec.id && w["subject"] == subject(&row.subject);
        let found = figures.iter().find(like).unwrap_or_else(|| panic!("{}", row.spec.id));
        assert!(is_same(row, &found["b"]), "{}: {:?} and not {}", row.spec.id, row.value, found["b"]);
    }
    for group in ["density.far", "green.land_ratio", "capital.surplus"] {
        assert!(figures.iter().any(|figure| figure["id"] == group), "{group}");
    }
}
