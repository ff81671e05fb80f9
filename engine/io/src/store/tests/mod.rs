//! Whatever fails, the result is the old document or the new one, and nothing that was said to be kept is lost.
#![expect(clippy::unwrap_used, reason = "tests")]

mod faulty;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use linli_model::variant::{Change, EditSession, Operation, VariantTree};
use linli_model::{Community, Edit, Element, Geometry, Kind, SceneFrame, Tree, Variant};

use self::faulty::{Fault, FaultyFiles};
use super::*;

fn frame() -> SceneFrame {
    SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [519_247.0, 3_348_953.0, 0.0],
        longitude_deg: 120.2,
        latitude_deg: 30.26,
        convergence_deg: 0.1,
    }
}

fn scene() -> Community {
    let mut scene = Community::new("yard", frame());
    scene.add(tree("t", 0.0)).unwrap();
    scene
}

fn tree(key: &str, x: f64) -> Element {
    Element::new(key, Kind::Tree(Tree::default()), Geometry::Point([x, 0.0, 0.0]))
}

fn add(key: &str) -> Edit {
    Edit::from(Change::Add(Box::new(tree(key, 1.25))))
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_225_600, 0).unwrap()
}

/// The steps of a scripted session: operations, and saving.
enum Step {
    Do(Operation),
    Save,
}

fn steps() -> Vec<Step> {
    let commit = |key: &str| Step::Do(Operation::Commit(Box::new(add(key))));
    vec![
        commit("a"),
        commit("b"),
        Step::Do(Operation::Undo),
        commit("c"),
        Step::Save,
        commit("d"),
        Step::Do(Operation::Undo),
        Step::Do(Operation::Redo),
        Step::Save,
        commit("e"),
    ]
}

/// The variant after each number of operations.
fn documents() -> Vec<Variant> {
    let mut session = EditSession::open(Arc::new(scene()), Variant::of("v", Vec::new())).unwrap();
    let mut all = vec![session.variant()];
    for step in steps() {
        if let Step::Do(operation) = step {
            session.replay(operation).unwrap();
            all.push(session.variant());
        }
    }
    all
}

struct Yard {
    _folder: tempfile::TempDir,
    places: StorePlaces,
    files: FaultyFiles,
}

impl Yard {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = FaultyFiles::new(Fault::Never);
        let places = StorePlaces {
            files: Arc::new(files.clone()),
            scene: folder.path().join("scene"),
            state: folder.path().join("state"),
        };
        fs::create_dir(&places.scene).unwrap();
        store_variant(&places, &Variant::of("v", Vec::new()), &frame()).unwrap();
        Self { _folder: folder, places, files }
    }

    fn open(&self) -> (EditStore, Recovery) {
        let tree = VariantTree::default();
        EditStore::open(self.places.clone(), &scene(), &tree, "v", &Owner::this("test", "now")).unwrap()
    }

    fn journal(&self) -> std::path::PathBuf {
        self.places.scene.join("variants").join("v.journal")
    }
}

/// Plays the script. Returns how many operations were made, and how many of them were said to be kept.
fn play(store: &mut EditStore) -> (usize, usize) {
    let (mut made, mut kept) = (0, 0);
    for step in steps() {
        match step {
            Step::Do(operation) => {
                match operation {
                    Operation::Commit(edit) => drop(store.commit(*edit, now()).unwrap()),
                    Operation::Undo => drop(store.undo(now()).unwrap()),
                    Operation::Redo => drop(store.redo(now()).unwrap()),
                }
                made += 1;
                if store.health().is_kept() {
                    kept = made;
                }
            }
            Step::Save => {
                // A save that says that it is done has everything on the disk.
                if store.save(now()).is_ok() {
                    kept = made;
                }
            }
        }
    }
    (made, kept)
}

fn check(yard: &Yard, kept: usize, what: &str) {
    let documents = documents();
    let (store, recovery) = yard.open();
    let found = store.session().variant();
    let place = documents.iter().rposition(|document| *document == found);
    let place = place.unwrap_or_else(|| panic!("{what}: a third thing: {found:?}"));
    assert!(place >= kept, "{what}: {kept} operations were kept, {place} are there; {recovery:?}");
    // And once more: recovering loses nothing either.
    drop(store);
    assert_eq!(yard.open().0.session().variant(), found, "{what}");
}

#[test]
fn any_file_operation_may_fail_once_or_for_good() {
    for persistent in [false, true] {
        let mut n = 0;
        loop {
            n += 1;
            let yard = Yard::new();
            let (mut store, _) = yard.open();
            let before = yard.files.count();
            yard.files.set(if persistent { Fault::From(before + n) } else { Fault::Once(before + n) });
            let (made, kept) = play(&mut store);
            let end = yard.files.count();
            drop(store);
            yard.files.set(Fault::Never);
            let what = format!("operation {n}, {}", if persistent { "for good" } else { "once" });
            assert!(persistent || kept == made, "{what}: one failure is worked around");
            check(&yard, kept, &what);
            if before + n > end {
                assert!(n > 60, "only {n} operations");
                assert_eq!(kept, made);
                break;
            }
        }
    }
}

#[test]
fn recovery_may_fail_too() {
    let mut n = 0;
    loop {
        n += 1;
        let yard = Yard::new();
        let (mut store, _) = yard.open();
        let (_, kept) = play(&mut store);
        drop(store);
        // A torn end makes the recovery write.
        let mut bytes = fs::read(yard.journal()).unwrap();
        bytes.extend(b"0000");
        fs::write(yard.journal(), bytes).unwrap();
        let before = yard.files.count();
        yard.files.set(Fault::Once(before + n));
        let (store, _) = yard.open();
        let end = yard.files.count();
        drop(store);
        yard.files.set(Fault::Never);
        check(&yard, kept, &format!("recovery, operation {n}"));
        if before + n > end {
            break;
        }
    }
    assert!(n > 5);
}

#[test]
fn a_scene_that_cannot_be_written_is_told_at_once_and_the_work_is_kept_elsewhere() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    yard.files.set(Fault::Inside(yard.places.scene.clone()));
    store.commit(add("a"), now()).unwrap();
    let Health::Elsewhere { path, reason } = store.health().clone() else { panic!("{:?}", store.health()) };
    assert!(path.starts_with(&yard.places.state) && reason.contains("space"));
    assert!(store.save(now()).is_err());
    store.commit(add("b"), now()).unwrap();
    drop(store);
    yard.files.set(Fault::Never);
    let (mut store, recovery) = yard.open();
    assert!(recovery.elsewhere && recovery.operations == 2, "{recovery:?}");
    assert_eq!(store.session().edits().len(), 2);
    // All is well again: it is in the scene folder now.
    store.commit(add("c"), now()).unwrap();
    assert_eq!(store.health(), &Health::Kept);
    assert!(!path.exists());
}

#[test]
fn a_journal_cut_or_garbled_anywhere_gives_a_part_of_the_story_from_its_start() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    for key in ["a", "b", "c"] {
        store.commit(add(key), now()).unwrap();
    }
    drop(store);
    let whole = fs::read(yard.journal()).unwrap();
    let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').map(|at| at + 1).collect();
    assert_eq!(ends.len(), 4);
    let recovered = |yard: &Yard| yard.places.scene.join("variants").join("recovered");
    for cut in 0..whole.len() {
        fs::write(yard.journal(), &whole[..cut]).unwrap();
        let (store, recovery) = yard.open();
        let good = ends.iter().filter(|end| **end <= cut).count().saturating_sub(1);
        assert_eq!(store.session().edits().len(), good, "cut at {cut}");
        assert_eq!(recovery.operations, good);
        assert!(recovery.copies.is_empty(), "a torn end is no news: {recovery:?}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        fs::write(yard.journal(), &bytes).unwrap();
        let (store, recovery) = yard.open();
        let line = ends.iter().filter(|end| **end <= at).count();
        assert_eq!(store.session().edits().len(), line.saturating_sub(1), "garbled at {at}");
        if line < 3 {
            let copy = recovery.copies.first().unwrap_or_else(|| panic!("garbled at {at}: {recovery:?}"));
            assert_eq!(fs::read(copy).unwrap(), bytes);
        }
    }
    assert!(recovered(&yard).is_dir());
}

#[test]
fn records_that_are_missing_or_come_twice_end_the_story() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    for key in ["a", "b", "c"] {
        store.commit(add(key), now()).unwrap();
    }
    drop(store);
    let whole = String::from_utf8(fs::read(yard.journal()).unwrap()).unwrap();
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let story = |picked: &[usize]| {
        let text: String = picked.iter().map(|at| lines[*at]).collect();
        fs::write(yard.journal(), text).unwrap();
        let (store, recovery) = yard.open();
        (store.session().edits().len(), recovery.fault)
    };
    assert_eq!(story(&[0, 1, 3]), (1, Some(JournalFault::Gap(1))));
    assert_eq!(story(&[0, 1, 1, 2]), (1, Some(JournalFault::Gap(2))));
    assert_eq!(story(&[0, 2, 1]), (0, Some(JournalFault::Gap(2))));
    assert_eq!(story(&[1, 2, 3]), (0, Some(JournalFault::Gap(3))));
    assert_eq!(story(&[0, 1, 2, 3]), (3, None));
}

#[test]
fn a_journal_of_another_file_is_set_aside() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    store.commit(add("a"), now()).unwrap();
    drop(store);
    store_variant(&yard.places, &Variant::of("v", vec![add("x")]), &frame()).unwrap();
    let (store, recovery) = yard.open();
    assert_eq!(recovery.fault, Some(JournalFault::OtherFile));
    assert_eq!(recovery.copies.len(), 1);
    assert_eq!(store.session().edits().len(), 1);
    assert!(!recovery.lines(linli_model::Language::Chinese).is_empty());
}

#[test]
fn an_empty_file_gives_way_to_its_backup() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    store.commit(add("a"), now()).unwrap();
    store.save(now()).unwrap();
    store.commit(add("b"), now()).unwrap();
    store.save(now() + chrono::Duration::hours(2)).unwrap();
    drop(store);
    fs::write(yard.places.scene.join("variants").join("v.json"), "").unwrap();
    let (store, recovery) = yard.open();
    assert!(recovery.backup.is_some());
    assert_eq!(store.session().edits().len(), 1, "as it was two hours before");
}

#[test]
fn two_programs_are_told_of_each_other() {
    let yard = Yard::new();
    let (mut first, _) = yard.open();
    let (mut second, _) = yard.open();
    let Access::ReadOnly(owner) = second.access().clone() else { panic!() };
    assert_eq!((owner.program.as_str(), owner.pid), ("test", std::process::id()));
    assert!(second.access().text(linli_model::Language::English).unwrap().contains("open for editing"));
    assert!(second.commit(add("a"), now()).is_err() && second.undo(now()).is_none());
    first.commit(add("a"), now()).unwrap();
    drop((first, second));
    let (third, _) = yard.open();
    assert_eq!(third.access(), &Access::Write);
}

#[test]
fn undo_and_redo_live_through_a_restart() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    for key in ["a", "b", "c"] {
        store.commit(add(key), now()).unwrap();
    }
    store.undo(now()).unwrap();
    store.save(now()).unwrap();
    store.undo(now()).unwrap();
    drop(store);
    let (mut store, _) = yard.open();
    assert_eq!(store.session().depth(), (1, 2));
    while store.redo(now()).is_some() {}
    assert_eq!(store.session().depth(), (3, 0));
    while store.undo(now()).is_some() {}
    assert_eq!(store.session().community().as_ref(), &scene());
}

#[test]
fn it_is_saved_without_being_asked_in_time() {
    let yard = Yard::new();
    let (mut store, _) = yard.open();
    assert!(!store.wants_save(now()));
    store.commit(add("a"), now()).unwrap();
    assert!(!store.wants_save(now()) && store.wants_save(now() + chrono::Duration::minutes(10)));
    store.save(now()).unwrap();
    assert_eq!(store.unsaved(), 0);
    assert!(!store.wants_save(now() + chrono::Duration::hours(3)));
}

#[test]
fn what_is_thrown_away_can_be_taken_back() {
    let yard = Yard::new();
    let path = discard_variant(&yard.places, "v").unwrap();
    assert!(path.is_file() && path.starts_with(&yard.places.scene));
    let gone: &Path = &yard.places.scene.join("variants").join("v.json");
    assert!(!gone.exists());
}
