//! The program itself: a window on a virtual display, and what it says without any.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_linli-view");

fn district() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/lantern-court");
    path.to_string_lossy().into_owned()
}

#[test]
fn the_window_opens_shows_the_district_and_ends_cleanly() {
    let there = |program: &str| Command::new("which").arg(program).output().is_ok_and(|o| o.status.success());
    if !(there("xvfb-run") && there("xauth")) {
        eprintln!("skipped: there is no virtual display (xvfb-run) on this machine");
        return;
    }
    let ended = Command::new("xvfb-run")
        .args(["-a", "-s", "-screen 0 480x300x24", PROGRAM, "view", &district(), "--end-after", "6"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{:?}: {said}", ended.status);
    assert!(!said.contains("panicked") && !said.contains("ERROR"), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_display_it_says_what_to_do() {
    let ended = Command::new(PROGRAM)
        .args(["view", &district()])
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(79));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("linli render"));
}

#[test]
fn a_view_that_is_not_there_is_named_with_those_that_are() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a.png");
    let ended = Command::new(PROGRAM)
        .args(["render", &district(), "--view", "moon", "--size", "64x36", "--out"])
        .arg(&out)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && !out.exists());
    assert!(said.contains("moon") && said.contains("overview"), "{said}");
}
