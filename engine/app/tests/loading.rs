//! The loading thread: first pictures first, cancelled when asked, failures said.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use linli_app::loading::start;
use linli_model::Layer;
use linli_view::LoadEvent;

fn district() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/lantern-court")
}

fn name(event: &LoadEvent) -> &'static str {
    match event {
        LoadEvent::Start(_) => "start",
        LoadEvent::Progress { .. } => "progress",
        LoadEvent::Tiles(_) => "tiles",
        LoadEvent::Trees(_) => "trees",
        LoadEvent::Notice(_) => "notice",
        LoadEvent::Done(_) => "done",
        LoadEvent::Failed(_) => "failed",
        LoadEvent::Cancelled => "cancelled",
    }
}

#[test]
fn the_first_picture_comes_before_the_last_object() {
    let events: Vec<LoadEvent> = start(district(), Arc::default()).iter().collect();
    let names: Vec<&str> = events.iter().map(name).filter(|n| *n != "progress").collect();
    assert_eq!(names.first(), Some(&"start"));
    assert_eq!(names.get(1), Some(&"tiles"));
    assert_eq!(names.last(), Some(&"done"));
    // Buildings are on screen before the reader has even come to the trees.
    let first_tiles = events.iter().position(|e| matches!(e, LoadEvent::Tiles(_))).unwrap();
    let LoadEvent::Tiles(tiles) = &events[first_tiles] else { unreachable!() };
    assert!(tiles.iter().all(|tile| tile.layer == Layer::Buildings));
    let progress_after = events[first_tiles..].iter().filter(|e| name(e) == "progress").count();
    assert!(progress_after > 3, "only {progress_after} steps after the first picture");
    let LoadEvent::Done(scene) = events.last().unwrap() else { unreachable!() };
    assert_eq!(scene.community.elements().len(), scene.shapes.len());
}

#[test]
fn loading_stops_when_asked() {
    let cancel = Arc::new(AtomicBool::new(true));
    let events: Vec<LoadEvent> = start(district(), cancel).iter().collect();
    assert_eq!(events.last().map(name), Some("cancelled"));
    // Asked in the middle: after the first picture.
    let cancel = Arc::new(AtomicBool::new(false));
    let mut last = "";
    for event in start(district(), cancel.clone()) {
        if matches!(event, LoadEvent::Tiles(_)) {
            cancel.store(true, Ordering::Relaxed);
        }
        last = name(&event);
    }
    assert_eq!(last, "cancelled");
}

#[test]
fn what_is_no_scene_is_said_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let events: Vec<LoadEvent> = start(folder.path().to_owned(), Arc::default()).iter().collect();
    let Some(LoadEvent::Failed(why)) = events.last() else { panic!("it did not fail") };
    assert!(why.contains("scene.json") && why.contains("linli import"), "{why}");
}

#[test]
fn a_scene_whose_schedule_is_missing_opens_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(district()).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let file = folder.path().join("scene.json");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen('{', "{\"schedule\": \"works.csv\",", 1)).unwrap();
    let events: Vec<LoadEvent> = start(folder.path().to_owned(), Arc::default()).iter().collect();
    assert_eq!(events.last().map(name), Some("done"));
    let said = events.iter().find_map(|event| match event {
        LoadEvent::Notice(words) => Some(words[0].as_str()),
        _ => None,
    });
    assert!(said.is_some_and(|words| words.contains("works.csv")), "{said:?}");
}
