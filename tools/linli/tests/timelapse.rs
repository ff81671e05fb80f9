//! Runs `linli timelapse` with a window program that only writes down how it was called.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

const SCENE: &str = r#"{"schema_version":1,"name":"yard","schedule":"plan.csv","frame":{"crs":"EPSG:4549",
"anchor_m":[519000,3348000,0],"longitude_deg":120.2,"latitude_deg":30.26,"convergence_deg":0.1}}"#;
const PLAN: &str =
    "id,name,planned_start,planned_finish\nA,a,2027-02-01,2027-03-31\nB,b,2027-03-01,2027-06-30\n";

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    // A copy that another thread still holds open for writing could not be started: a link is none.
    let (program, own) = (env!("CARGO_BIN_EXE_linli"), home.path().join("linli"));
    fs::hard_link(program, &own).or_else(|_| fs::copy(program, &own).map(drop)).unwrap();
    let viewer = home.path().join("linli-view");
    fs::write(&viewer, "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\nexit 5\n").unwrap();
    fs::set_permissions(&viewer, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(home.path().join("scene")).unwrap();
    fs::write(home.path().join("scene/scene.json"), SCENE).unwrap();
    fs::write(home.path().join("scene/plan.csv"), PLAN).unwrap();
    home
}

fn timelapse(home: &tempfile::TempDir, arguments: &[&str]) -> (Option<i32>, Vec<String>, String) {
    let mut command = Command::new(home.path().join("linli"));
    command.current_dir(home.path()).args(["--lang", "en", "timelapse", "scene", "--out", "film.mp4"]);
    let output = command.args(arguments).output().unwrap();
    let words = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    (output.status.code(), words, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_days_are_those_of_the_schedule_or_those_asked_for() {
    let home = home();
    let (code, words, error) = timelapse(&home, &[]);
    assert_eq!(code, Some(5), "the exit code is passed on: {error}");
    let wanted =
        ["timelapse", "scene", "--from", "2027-02-01", "--to", "2027-06-30", "--every", "7", "--fps", "24"];
    assert_eq!(words[..10], wanted);
    let rest = ["--size", "1280x720", "--out", "film.mp4", "--lang", "en", "--panels", "furniture"];
    assert_eq!(words[10..], rest);
    let (_, words, _) = timelapse(
        &home,
        &[
            "--from",
            "2027-03-01",
            "--every",
            "1",
            "--camera",
            "-1,2,3,4,5,6",
            "--schedule",
            "--hide",
            "trees",
        ],
    );
    let text = words.join(" ");
    assert!(
        text.contains("--from 2027-03-01 --to 2027-06-30 --every 1 --fps 24 --camera -1,2,3,4,5,6"),
        "{text}"
    );
    assert!(text.ends_with("--hide trees --panels furniture --schedule"), "{text}");
}

#[test]
fn what_cannot_be_filmed_says_why() {
    let home = home();
    for (arguments, wanted) in [
        (&["--from", "2027-07-01"][..], "2027-07-01 > 2027-06-30"),
        (&["--from", "1927-07-01", "--every", "1"], "take longer steps"),
        (&["--every", "0"], "--every"),
        (&["--stage", "planning"], "construction"),
    ] {
        let (code, words, error) = timelapse(&home, arguments);
        assert_eq!((code, words.len()), (Some(2), 0), "{error}");
        assert!(error.contains(wanted), "{error}");
    }
    fs::write(home.path().join("scene/plan.csv"), "id,name\nA,a\n").unwrap();
    let (code, _, error) = timelapse(&home, &[]);
    assert!(code == Some(2) && error.contains("no dates"), "{error}");
    fs::write(home.path().join("scene/scene.json"), SCENE.replace(r#""schedule":"plan.csv","#, "")).unwrap();
    let (code, _, error) = timelapse(&home, &["--from", "2027-02-01", "--to", "2027-03-01"]);
    assert!(code == Some(2) && error.contains("no schedule"), "{error}");
}
