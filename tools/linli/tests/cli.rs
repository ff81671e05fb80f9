//! Runs `linli` as people do and looks at what it says, leaves behind and exits with.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Two blocks in Delft, and a ring that is too short in the second file.
const TOWN: &str = r#"{"type":"CityJSON","version":"2.0",
"transform":{"scale":[0.001,0.001,0.001],"translate":[85000.0,446000.0,0.0]},
"metadata":{"referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/7415"},
"CityObjects":{
"town-hall":{"type":"Building","attributes":{"name":"Town hall"},"geometry":[{"type":"MultiSurface","lod":"1",
 "boundaries":[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]}]},
"shed":{"type":"Building","geometry":[{"type":"MultiSurface","lod":"1","boundaries":[[[8,9,10]]]}]}},
"vertices":[[0,0,0],[10000,0,0],[10000,8000,0],[0,8000,0],[0,0,6000],[10000,0,6000],[10000,8000,6000],[0,8000,6000],
 [20000,0,0],[24000,0,0],[20000,4000,0]]}"#;

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.write("town.city.json", TOWN);
        home.write(
            "nowhere.city.json",
            &TOWN.replace("EPSG/0/7415", "LOCAL/0/none").replace(
                r#""metadata":{"referenceSystem":"https://www.opengis.net/def/crs/LOCAL/0/none"},"#,
                "",
            ),
        );
        home.write("bad.city.json", &TOWN.replace("[[8,9,10]]", "[[8,9,99]]"));
        home.write("broken.city.json", "{\"type\":\"CityJSON\", \"version\": \"2.0\", oops");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn linli(&self, arguments: &[&str]) -> Output {
        linli(Path::new(env!("CARGO_BIN_EXE_linli")), self.0.path(), arguments)
    }

    fn names(&self) -> Vec<String> {
        let names =
            fs::read_dir(self.0.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

fn linli(program: &Path, home: &Path, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .current_dir(home)
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "C.UTF-8")
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn check_exits_by_what_it_finds() {
    let home = Home::new();
    let clean = home.linli(&["check", "town.city.json"]);
    assert_eq!(code(&clean), 0, "{}", out(&clean));
    assert!(out(&clean).contains("town.city.json") && out(&clean).contains("buildings 2"), "{}", out(&clean));
    let bad = home.linli(&["check", "bad.city.json"]);
    assert_eq!(code(&bad), 1, "{}", out(&bad));
    assert!(out(&bad).contains("shed"), "the object is named: {}", out(&bad));
    assert_eq!(code(&home.linli(&["check", "broken.city.json"])), 1);
    assert_eq!(code(&home.linli(&["check", "no-such-file.json"])), 2);
    assert_eq!(code(&home.linli(&["check"])), 2);
    assert_eq!(code(&home.linli(&["sing"])), 2);
}

/// A file of the shared data, or `None` (said aloud) when the data is not here.
fn shared(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(path);
    if full.exists() {
        return Some(full);
    }
    eprintln!("skipped: {path} is not among the shared data");
    None
}

/// Numbers of the validity rules that `check` names for a file, and its exit code.
fn rules(home: &Home, path: &Path) -> (Vec<String>, i32) {
    let output = home.linli(&["check", "--json", &path.to_string_lossy()]);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    let problems = report["files"][0]["problems"].as_array().unwrap();
    let ids = problems.iter().filter_map(|p| p["code"].as_str()?.strip_prefix("CIM-GEO-"));
    (ids.map(str::to_owned).collect(), code(&output))
}

#[test]
fn geometry_is_judged_as_val3dity_judges_it() {
    let home = Home::new();
    let lifted = TOWN.replace("[10000,8000,6000]", "[10000,8000,6500]");
    home.write("bent.city.json", &lifted);
    let bent = home.linli(&["check", "bent.city.json"]);
    assert_eq!(code(&bent), 0, "a doubtful shape is a warning: {}", out(&bent));
    assert!(
        out(&bent).contains("CIM-GEO-203") && out(&bent).contains("face 1 (town-hall)"),
        "{}",
        out(&bent)
    );
    assert!(out(&bent).contains("[8500"), "places are the file's own: {}", out(&bent));
    let imported = home.linli(&["import", "bent.city.json", "--out", "scene"]);
    assert_eq!(code(&imported), 0, "{}", err(&imported));
    assert!(fs::read_to_string(home.path("scene/report.txt")).unwrap().contains("CIM-GEO-203"));
    // What is wrong in the last file is 601, two solids of a lower level of detail in one place; only
    // the highest level is loaded and looked at.
    for (file, wanted) in [
        ("geomtemplate_1.json", &[][..]),
        ("geomtemplate_2.json", &["203"]),
        ("torus.city.json", &[]),
        ("several_lods_valid.json", &[]),
        ("several_lods_invalid.json", &[]),
    ] {
        let Some(path) = shared(&format!("cityjson/validity_val3dity/test_cityjson/{file}")) else { return };
        assert_eq!(rules(&home, &path).0, wanted, "{file}");
    }
}

#[test]
fn files_of_one_name_keep_apart() {
    let home = Home::new();
    for folder in ["north", "south"] {
        fs::create_dir(home.path(folder)).unwrap();
        home.write(&format!("{folder}/town.city.json"), TOWN);
    }
    let arguments = ["import", "north/town.city.json", "south/town.city.json", "--out", "scene"];
    let imported = home.linli(&arguments);
    assert_eq!(code(&imported), 0, "{}", err(&imported));
    let found = out(&home.linli(&["find", "scene", "shed"]));
    let keys: Vec<&str> = found.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(keys, ["shed", "shed~2"], "{found}");
    let report = out(&imported);
    assert!(report.contains("CIM-IMP-010") && report.contains("shed~2"), "{report}");
}

#[test]
fn a_missing_coordinate_system_is_said_once() {
    let home = Home::new();
    let checked = out(&home.linli(&["check", "nowhere.city.json"]));
    assert_eq!(checked.matches("does not say its coordinate system").count(), 1, "{checked}");
}

#[test]
fn check_does_not_demand_a_coordinate_system_and_import_does() {
    let home = Home::new();
    let checked = home.linli(&["check", "nowhere.city.json"]);
    assert_eq!(code(&checked), 0, "{}", out(&checked));
    assert!(out(&checked).contains("--crs EPSG:"), "{}", out(&checked));
    let imported = home.linli(&["import", "nowhere.city.json", "--out", "scene"]);
    assert_eq!(code(&imported), 1);
    assert!(err(&imported).contains("--crs EPSG:"), "{}", err(&imported));
    assert!(!home.path("scene").exists());
    let given = home.linli(&["import", "nowhere.city.json", "--crs", "EPSG:28992", "--out", "scene"]);
    assert_eq!(code(&given), 0, "{}", err(&given));
}

#[test]
fn check_json_counts_objects_as_the_file_does() {
    let home = Home::new();
    let output = home.linli(&["check", "--json", "town.city.json", "broken.city.json"]);
    assert_eq!(code(&output), 1);
    let report: Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(report["worst"], "error");
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    assert!(files[0]["objects"].to_string().contains(":2"), "{}", files[0]["objects"]);
    assert_eq!(files[0]["elements"]["buildings"], 2);
    assert_eq!(files[1]["file"], "broken.city.json");
    assert_eq!(files[1]["problems"][0]["outcome"], "rejected");
}

#[test]
fn reports_speak_the_language_asked_for() {
    let home = Home::new();
    let chinese = home.linli(&["--lang", "zh", "check", "town.city.json"]);
    assert!(out(&chinese).contains("数据体检报告"), "{}", out(&chinese));
    let missing = home.linli(&["check", "--lang", "zh", "none.json"]);
    assert!(err(&missing).contains("不存在"), "{}", err(&missing));
    let help = out(&home.linli(&["--help"]));
    assert!(help.contains("Exit codes") && help.contains("退出码"), "{help}");
}

#[test]
fn a_scene_is_imported_shown_and_searched() {
    let home = Home::new();
    let imported =
        home.linli(&["import", "town.city.json", "broken.city.json", "--out", "scene", "--name", "Delft"]);
    assert_eq!(code(&imported), 0, "{}", err(&imported));
    let inside =
        fs::read_dir(home.path("scene")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut inside: Vec<String> = inside.collect();
    inside.sort();
    assert_eq!(inside, ["buildings.geojson", "report.json", "report.txt", "scene.json"]);
    let report = fs::read_to_string(home.path("scene/report.txt")).unwrap();
    assert!(report.contains("broken.city.json") && report.contains("数据体检报告"), "{report}");
    let info = home.linli(&["info", "scene"]);
    assert_eq!(code(&info), 0, "{}", err(&info));
    assert!(
        out(&info).contains("EPSG:28992") && out(&info).contains("24.0 × 8.0 m, z 0.0 … 6.0 m"),
        "{}",
        out(&info)
    );
    let json: Value = serde_json::from_str(&out(&home.linli(&["info", "scene", "--json"]))).unwrap();
    assert_eq!((&json["name"], &json["layers"][0]["count"]), (&Value::from("Delft"), &Value::from(2)));
    let found = home.linli(&["find", "scene", "SHED"]);
    assert_eq!((code(&found), out(&found).lines().count()), (0, 1), "{}", out(&found));
    assert!(out(&found).contains("shed\tbuildings\t"), "{}", out(&found));
    assert_eq!(code(&home.linli(&["find", "scene", "castle"])), 1);
    assert_eq!(code(&home.linli(&["info", "town.city.json"])), 2);
}

#[test]
fn a_failed_import_leaves_nothing_behind() {
    let home = Home::new();
    let before = home.names();
    assert_eq!(code(&home.linli(&["import", "broken.city.json", "--out", "scene"])), 1);
    assert_eq!(home.names(), before);
    fs::create_dir(home.path("mine")).unwrap();
    home.write("mine/letter.txt", "dear");
    let refused = home.linli(&["import", "town.city.json", "--out", "mine"]);
    assert_eq!(code(&refused), 2, "{}", err(&refused));
    assert_eq!(fs::read_dir(home.path("mine")).unwrap().count(), 1);
}

#[test]
fn a_missing_window_program_is_explained() {
    let home = Home::new();
    let program = home.path("linli");
    fs::copy(env!("CARGO_BIN_EXE_linli"), &program).unwrap();
    for arguments in [&["view", "town.city.json"][..], &["render", "town.city.json", "--out", "a.png"]] {
        let output = linli(&program, home.0.path(), arguments);
        assert_eq!(code(&output), 2);
        assert!(
            err(&output).contains("linli-view") && err(&output).contains("linli_app"),
            "{}",
            err(&output)
        );
    }
}

/// A window program that only writes down how it was called.
#[cfg(unix)]
fn pretend_viewer(home: &Home) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let program = home.path("linli");
    fs::copy(env!("CARGO_BIN_EXE_linli"), &program).unwrap();
    let viewer = home.path("linli-view");
    fs::write(&viewer, "#!/bin/sh\nfor word in \"$@\"; do echo \"<$word>\"; done\nexit 7\n").unwrap();
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).unwrap();
    program
}

#[cfg(unix)]
#[test]
fn files_are_imported_in_a_worker_and_the_window_gets_the_scene() {
    let home = Home::new();
    let program = pretend_viewer(&home);
    let run = |arguments: &[&str]| linli(&program, home.0.path(), arguments);
    let first =
        run(&["render", "town.city.json", "--out", "a.png", "--camera", "-1,2,3,4,5,6", "--underground"]);
    assert_eq!(code(&first), 7, "the exit code is passed on: {}", err(&first));
    let words: Vec<String> = out(&first).lines().map(str::to_owned).collect();
    let scene = PathBuf::from(words[1].trim_matches(['<', '>']));
    assert!(
        scene.starts_with(home.path("cache/linli/scenes")) && scene.join("scene.json").is_file(),
        "{words:?}"
    );
    let wanted =
        ["<--camera>", "<-1,2,3,4,5,6>", "<--size>", "<1280x720>", "<--out>", "<a.png>", "<--lang>", "<en>"];
    assert_eq!((words[0].as_str(), &words[2..10]), ("<render>", &wanted.map(str::to_owned)[..]));
    assert_eq!(words[10..], ["<--panels>", "<furniture>", "<--underground>"].map(str::to_owned));
    let stamp = fs::metadata(scene.join("scene.json")).unwrap().modified().unwrap();
    let again = run(&["view", "town.city.json"]);
    assert_eq!(out(&again).lines().nth(1), Some(words[1].as_str()), "the same files, the same scene");
    assert_eq!(fs::metadata(scene.join("scene.json")).unwrap().modified().unwrap(), stamp);
    let kept = run(&["view", "town.city.json", "--out", "kept"]);
    assert_eq!(out(&kept).lines().nth(1), Some("<kept>"), "{}", err(&kept));
    let opened = run(&["view", "kept"]);
    assert_eq!(out(&opened).lines().nth(1), Some("<kept>"));
    assert_eq!(code(&run(&["view", "kept", "town.city.json"])), 2);
    assert_eq!(code(&run(&["view", "broken.city.json"])), 1);
}

#[cfg(unix)]
#[test]
fn stopping_an_import_leaves_nothing_behind() {
    let home = Home::new();
    let many: String = (0..60_000)
        .map(|i| format!(r#""b{i}":{{"type":"Building","geometry":[{{"type":"MultiSurface","lod":"1","boundaries":[[[0,3,2,1]],[[4,5,6,7]]]}}]}},"#))
        .collect();
    home.write("large.city.json", &TOWN.replace(r#""town-hall""#, &format!(r#"{many}"town-hall""#)));
    let before = home.names();
    let mut stopped = 0;
    for wait_ms in [5, 30, 80, 160, 320] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_linli"))
            .args(["import", "large.city.json", "--out", "scene"])
            .current_dir(home.0.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait_ms));
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let status = child.wait().unwrap();
        if status.success() {
            assert!(home.path("scene/scene.json").is_file());
            fs::remove_dir_all(home.path("scene")).unwrap();
        } else {
            stopped += 1;
        }
        assert_eq!(home.names(), before, "after {wait_ms} ms");
    }
    assert!(stopped > 0, "every import was over before it could be stopped");
}

#[test]
fn reach_is_written_the_same_on_every_run_and_asks_for_real_keys() {
    let home = Home::new();
    let scene = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/lantern-court");
    let run = |more: &[&str]| {
        let mut arguments = vec!["simulate", "reach", scene, "--lang", "en", "--at", "08:00"];
        arguments.extend_from_slice(more);
        home.linli(&arguments)
    };
    for folder in ["a", "b"] {
        let done = run(&["--profile", "older", "--out", folder]);
        assert_eq!(code(&done), 0, "{}", err(&done));
        assert!(out(&done).starts_with("person, 10 min: "), "{}", out(&done));
    }
    let names = ["reach.json", "homes.csv", "homes.geojson", "isochrones.geojson", "closures.csv"];
    for name in names.into_iter().chain([
        "life_circles.csv",
        "car_buildings.csv",
        "car_storeys.csv",
        "goods_buildings.csv",
        "goods_storeys.csv",
    ]) {
        let [a, b] = ["a", "b"].map(|folder| fs::read_to_string(home.path(folder).join(name)).unwrap());
        assert!(a == b && a.len() > 50, "{name}");
    }
    let summary = |folder: &str| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(home.path(folder).join("reach.json")).unwrap()).unwrap()
    };
    let open = summary("a");
    assert_eq!(open["profile"]["speed_mps"], 0.9);
    assert_eq!(open["departure"], "08:00");
    // With all entrances of the station closed nobody reaches one.
    let stations = open["person"]["stations"].as_array().unwrap().clone();
    let mut closed = vec!["--out", "c"];
    for station in &stations {
        closed.extend(["--closed", station.as_str().unwrap()]);
    }
    assert_eq!(code(&run(&closed)), 0);
    let cut = summary("c");
    assert_eq!(cut["person"]["residents_within"], 0);
    assert_eq!(cut["person"]["residents_unknown"], open["person"]["residents"]);
    for wrong in [["--closed", "no/such"], ["--closed", "building/tower-1#lift:9"], ["--profile", "swimmer"]]
    {
        assert_eq!(code(&run(&[wrong[0], wrong[1], "--out", "d"])), 2);
    }
    assert!(!home.path("d").exists());
}

#[test]
fn a_home_is_explained_and_a_drawn_street_helps_people() {
    let home = Home::new();
    let scene = lantern_court();
    let run = |more: &[&str]| {
        let mut arguments = vec!["simulate", "reach", scene.as_str(), "--lang", "en"];
        arguments.extend_from_slice(more);
        home.linli(&arguments)
    };
    let done = run(&["--home", "building/tower-2/shaft", "--out", "plain"]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let text = out(&done);
    let (json, _) = text.rsplit_once("person, 10 min").unwrap();
    let ways: serde_json::Value = serde_json::from_str(json).unwrap();
    let storeys = fs::read_to_string(home.path("plain/storeys.csv")).unwrap();
    let row = format!("building/tower-2/shaft,{},", ways["level"]);
    let row = storeys.lines().find(|line| line.starts_with(&row)).unwrap();
    let seconds: f64 = row.split(',').nth(3).unwrap().parse().unwrap();
    assert_eq!(ways["ways"]["person"]["total_s"], seconds);
    let parts = ways["ways"]["person"]["parts"].as_object().unwrap();
    let sum: f64 = parts.values().map(|part| part.as_f64().unwrap()).sum();
    assert!((sum - seconds).abs() < 1e-6 && ways["features"].as_array().unwrap().len() > 2);
    assert_eq!(code(&run(&["--home", "building/tower-2/shaft", "--level", "-40"])), 2);
    assert_eq!(code(&run(&["--home", "no/such"])), 2);
    // A path from the first door to its station: nobody loses, somebody gains or all were that near.
    let ends: Vec<&serde_json::Value> = ways["features"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|feature| feature["properties"]["way"] == "person" && feature["properties"]["kind"] == "walk")
        .map(|feature| &feature["geometry"]["coordinates"])
        .collect();
    let line = ends[0].as_array().unwrap();
    let path = serde_json::json!({"type": "FeatureCollection", "features": [{
        "type": "Feature",
        "properties": {"highway": "footway"},
        "geometry": {"type": "LineString", "coordinates": [line[1], line[line.len() - 2]]},
    }]});
    fs::write(home.path("path.geojson"), path.to_string()).unwrap();
    let file = home.path("path.geojson");
    let done = run(&["--add", file.to_str().unwrap(), "--out", "more"]);
    assert_eq!(code(&done), 0, "{}", err(&done));
    let summary: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(home.path("more/reach.json")).unwrap()).unwrap();
    let people = &summary["difference"]["residents"]["person"];
    assert_eq!((&people["lose"], &people["cut_off"]), (&serde_json::json!(0), &serde_json::json!(0)));
    assert!(people["gain"].as_u64().unwrap() > 0, "{people}");
    fs::write(home.path("none.geojson"), r#"{"type":"FeatureCollection","features":[]}"#).unwrap();
    let none = home.path("none.geojson");
    assert_eq!(code(&run(&["--add", none.to_str().unwrap(), "--out", "never"])), 2);
}

/// The shipped scene, whose pipes and nodes have known names.
fn lantern_court() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/lantern-court").to_owned()
}

#[test]
fn underground_findings_are_written_the_same_each_time_and_compared() {
    let home = Home::new();
    let scene = lantern_court();
    let run = |out: &str, more: &[&str]| {
        let folder = home.path(out);
        let folder = folder.to_str().unwrap().to_owned();
        let arguments = [&["simulate", "underground", &scene, "--out", &folder], more].concat();
        home.linli(&arguments)
    };
    let first = run("first", &[]);
    assert_eq!(first.status.code(), Some(1), "the scene has violations");
    run("second", &[]);
    for name in ["findings.json", "findings.csv", "findings.geojson", "findings.bcf"] {
        let read = |folder: &str| fs::read(home.path(folder).join(name)).unwrap();
        assert!(!read("first").is_empty() && read("first") == read("second"), "{name}");
    }
    let previous = home.path("first").join("findings.json");
    run("third", &["--json", "--previous", previous.to_str().unwrap()]);
    let third: Value =
        serde_json::from_slice(&fs::read(home.path("third").join("findings.json")).unwrap()).unwrap();
    let findings = third["findings"].as_array().unwrap();
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding["status"] == "persisting"));
    home.write("pack.json", "{\"schema\": \"other\"}");
    let bad = home.path("pack.json");
    let refused = home.linli(&["simulate", "underground", &scene, "--rules", bad.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("CIM-RU-001"));
}

#[test]
fn profiles_are_drawn_and_networks_traced() {
    let home = Home::new();
    let scene = lantern_court();
    let drawing = home.path("x.svg");
    let out = drawing.to_str().unwrap();
    let lines = ["utility/power/line-1", "utility/power/line-2", "utility/power/line-3"];
    let drawn = home.linli(&[&["profile", &scene][..], &lines, &["--out", out]].concat());
    assert_eq!(drawn.status.code(), Some(0), "{}", String::from_utf8_lossy(&drawn.stderr));
    assert!(fs::read_to_string(&drawing).unwrap().starts_with("<svg"));
    let missing = home.linli(&["profile", &scene, "no-such-line"]);
    assert_eq!(missing.status.code(), Some(2));
    let traced = home.linli(&["trace", &scene, "utility/water-1", "--closure", "--json"]);
    let answer: Value = serde_json::from_slice(&traced.stdout).unwrap();
    assert!(!answer["isolated_lines"].as_array().unwrap().is_empty());
    assert_eq!(home.linli(&["trace", &scene, "utility/water-1"]).status.code(), Some(2), "one way is wanted");
}

#[test]
fn a_newer_file_over_a_scene_tells_what_it_changes_and_writes_only_when_told() {
    let home = Home::new();
    assert_eq!(code(&home.linli(&["import", "town.city.json", "--out", "scene"])), 0);
    // A variant that raises the shed.
    let edits = r#"{"schema_version":2,"key":"z","name_zh":"","name_en":"","edits":[{"action":"set","changes":[
        {"op":"set","key":"shed","value":{"building_height_m":4.0}}]}]}"#;
    home.write("z.json", edits);
    let forked = home.linli(&["variant", "fork", "scene", "raised"]);
    assert_eq!(code(&forked), 0, "{}", err(&forked));
    let applied = home.linli(&["variant", "apply", "scene", "z.json", "--to", "raised"]);
    assert_eq!(code(&applied), 0, "{}", err(&applied));
    let scene = fs::read_to_string(home.path("scene/buildings.geojson")).unwrap();
    let same = home.linli(&["import", "town.city.json", "--over", "scene", "--json"]);
    assert_eq!(code(&same), 0, "{}", err(&same));
    let same: Value = serde_json::from_str(&out(&same)).unwrap();
    assert_eq!((&same["changes"], &same["variants"]), (&serde_json::json!([]), &serde_json::json!([])));

    let newer = TOWN
        .replace(r#""name":"Town hall""#, r#""name":"Town hall","storeys":3"#)
        .replace("[20000,0,0],[24000,0,0],[20000,4000,0]", "[23000,4000,0],[27000,4000,0],[23000,8000,0]");
    home.write("town.city.json", &newer);
    let told = home.linli(&["import", "town.city.json", "--over", "scene"]);
    assert_eq!(code(&told), 0, "{}", err(&told));
    let text = out(&told);
    assert!(!text.contains("raised"), "its edit still fits: {text}");
    assert!(text.contains("> shed\tbuildings\t\teast +3.000 m, north +4.000 m, up +0.000 m"), "{text}");
    assert!(
        text.contains("~ town-hall\tbuildings\tTown hall\t") && text.contains("storeys: – → 3"),
        "{text}"
    );
    assert!(text.contains("= buildings: 0 added, 0 removed, 1 moved (by 5.00 m at most)"), "{text}");
    assert!(err(&told).contains("nothing was written"), "{}", err(&told));
    assert_eq!(fs::read_to_string(home.path("scene/buildings.geojson")).unwrap(), scene, "it is as it was");

    home.write("town_2027.city.json", &newer.replace("\"shed\"", "\"garage\""));
    let unnamed = home.linli(&["import", "town_2027.city.json", "--over", "scene"]);
    assert_eq!(code(&unnamed), 2, "{}", out(&unnamed));
    assert!(err(&unnamed).contains("--replaces"), "{}", err(&unnamed));
    let arguments = [
        "import",
        "town_2027.city.json",
        "--over",
        "scene",
        "--replaces",
        "town.city.json",
        "--write",
        "--json",
    ];
    let written = home.linli(&arguments);
    assert_eq!(code(&written), 0, "{}", err(&written));
    let written: Value = serde_json::from_str(&out(&written)).unwrap();
    let what: Vec<(&str, &str)> = written["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| (change["key"].as_str().unwrap(), change["what"].as_str().unwrap()))
        .collect();
    assert_eq!(what, [("garage", "added"), ("shed", "removed"), ("town-hall", "changed")]);
    assert_eq!(written["layers"]["buildings"]["added"], 1);
    assert_eq!(written["variants"][0]["key"], "raised");
    assert!(
        written["variants"][0]["problems"][0].as_str().unwrap().contains("shed"),
        "{}",
        written["variants"]
    );
    let found = out(&home.linli(&["find", "scene", "garage"]));
    assert!(found.starts_with("garage"), "{found}");
    assert!(home.path("scene/variants/raised.json").is_file(), "variants stay");
}
