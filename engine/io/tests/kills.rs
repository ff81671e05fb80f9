//! Kills a scripted editing run at random moments: no kept edit is lost, no file is unreadable.
//!
//! A short sample runs with the tests. All 1,000: `cargo test --release -p linli_io --test kills -- --ignored`.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use linli_io::store::{EditStore, Health, JournalFault, Owner, StorePlaces, SystemFiles, store_variant};
use linli_model::variant::script::Script;
use linli_model::variant::{EditSession, VariantTree};
use linli_model::{Building, Community, Element, Geometry, Kind, Polygon, SceneFrame, Variant};

/// Names the folder in which this program is the one that edits, and is killed.
const CHILD: &str = "LINLI_KILLS_CHILD";

fn scene() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [519_247.0, 3_348_953.0, 0.0],
        longitude_deg: 120.2,
        latitude_deg: 30.26,
        convergence_deg: 0.1,
    };
    let mut scene = Community::new("yard", frame);
    for at in 0..6 {
        let x = f64::from(at) * 30.0;
        let ring = vec![[x, 0.0, 0.0], [x + 20.0, 0.0, 0.0], [x + 20.0, 12.0, 0.0], [x, 12.0, 0.0]];
        let building = Building { height_m: Some(12.0), ..Building::default() };
        let geometry = Geometry::Area(vec![Polygon::new(ring)]);
        scene.add(Element::new(format!("b{at}"), Kind::Building(building), geometry)).unwrap();
    }
    scene
}

fn places(folder: &Path) -> StorePlaces {
    StorePlaces { files: Arc::new(SystemFiles), scene: folder.join("scene"), state: folder.join("state") }
}

fn open(folder: &Path) -> (EditStore, linli_io::store::Recovery) {
    let owner = Owner::this("kills", "now");
    EditStore::open(places(folder), &scene(), &VariantTree::default(), "v", &owner).unwrap()
}

/// What is done at each step, the same for the same state: an edit, or nothing.
fn step(session: &EditSession, number: usize) -> Option<linli_model::Edit> {
    let mut script = Script::new(number as u64);
    let small = session.community().elements().len() < 60;
    (0..20).find_map(|_| script.edit(session.community()).filter(|edit| small || edit.changes.len() < 8))
}

/// Edits until it is killed; says after each step how many edits there are.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let (mut store, _) = open(Path::new(&folder));
    let mut out = std::io::stdout();
    loop {
        let number = store.session().edits().len();
        if let Some(edit) = step(store.session(), number) {
            store.commit(edit, Utc::now()).unwrap();
            assert_eq!(store.health(), &Health::Kept);
        }
        let number = store.session().edits().len();
        writeln!(out, "kept {number}").unwrap();
        out.flush().unwrap();
        if number % 5 == 0 {
            store.save(Utc::now()).unwrap();
        }
        if number >= 40 {
            std::thread::sleep(Duration::from_secs(60));
        }
    }
}

fn kills(count: u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Script::new(count);
    let mut most = 0;
    for round in 0..count {
        // A story of its own now and then, so that all of its moments are met.
        if round % 12 == 0 {
            let _ = std::fs::remove_dir_all(folder.path().join("scene"));
            std::fs::create_dir(folder.path().join("scene")).unwrap();
            store_variant(&places(folder.path()), &Variant::of("v", Vec::new()), &scene().frame).unwrap();
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture"])
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(random.below(60_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let kept = said.filter_map(|line| line.ok()?.split("kept ").nth(1)?.parse().ok()).max().unwrap_or(0);
        let (store, recovery) = open(folder.path());
        let there = store.session().edits().len();
        assert!(there >= kept, "round {round}: {kept} were kept, {there} are there: {recovery:?}");
        assert!(matches!(recovery.fault, None | Some(JournalFault::Torn)), "round {round}: {recovery:?}");
        // What is there is the story as it is told without any kill.
        let mut told = EditSession::open(Arc::new(scene()), Variant::of("v", Vec::new())).unwrap();
        while told.edits().len() < there {
            let number = told.edits().len();
            told.commit(step(&told, number).unwrap()).unwrap();
        }
        assert_eq!(told.variant().edits, store.session().variant().edits, "round {round}");
        most = most.max(there);
    }
    assert!(most > 3, "no edits were made in time");
    println!("{count} kills, up to {most} edits: nothing lost");
}

#[test]
fn nothing_is_lost_by_a_few_kills() {
    kills(12);
}

#[test]
#[ignore = "takes minutes"]
fn nothing_is_lost_by_a_thousand_kills() {
    kills(1000);
}
