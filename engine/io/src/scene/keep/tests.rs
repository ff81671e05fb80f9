#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Community, Element, Geometry, Kind, Tree};

use super::*;
use crate::{ImportReport, write_scene};

fn frame(anchor_m: Point3) -> SceneFrame {
    SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m,
        longitude_deg: 120.2,
        latitude_deg: 30.26,
        convergence_deg: 0.1,
    }
}

const ANCHOR: Point3 = [519_000.0, 3_348_000.0, 0.0];

/// Writes a scene of a tree 7 m tall at a place of the map.
fn write(folder: &Path, anchor_m: Point3, easting: f64) {
    let mut community = Community::new("yard", frame(anchor_m));
    let at = [easting - anchor_m[0], 0.0, 0.0];
    community.add(Element::new("t", Kind::Tree(Tree::default()), Geometry::Point(at))).unwrap();
    write_scene(folder, &community, &ImportReport::default()).unwrap();
}

fn view(key: &str, eye_m: Point3) -> View {
    View { key: key.into(), name_en: key.into(), name_zh: key.into(), eye_m, target_m: [1.0, 2.0, 3.0] }
}

fn change(folder: &Path, edit: impl FnOnce(&mut SceneFile)) {
    let mut scene = read_scene_file(folder).unwrap();
    edit(&mut scene);
    fs::write(folder.join(SCENE_FILE), serde_json::to_string(&scene).unwrap()).unwrap();
}

fn views(folder: &Path) -> Vec<(String, Point3)> {
    read_scene_file(folder).unwrap().views.into_iter().map(|view| (view.key, view.eye_m)).collect()
}

#[test]
fn what_people_added_is_still_there() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    write(&folder, ANCHOR, 519_000.0);
    change(&folder, |scene| {
        scene.date_time = Some("2026-12-22T12:00".into());
        scene.schedule = Some("plan.csv".into());
    });
    fs::write(folder.join("plan.csv"), "id,name\nA,a\n").unwrap();
    fs::create_dir_all(folder.join("variants/old")).unwrap();
    fs::write(folder.join("variants/tower.json"), "{}").unwrap();
    fs::write(folder.join("variants/old/low.json"), "{}").unwrap();
    fs::write(folder.join("water.geojson"), "left over from an older import").unwrap();
    fs::write(folder.join("terrain-notes.tif"), "mine").unwrap();
    write(&folder, ANCHOR, 519_000.0);
    let scene = read_scene_file(&folder).unwrap();
    assert_eq!(scene.date_time.as_deref(), Some("2026-12-22T12:00"));
    assert_eq!(scene.schedule.as_deref(), Some("plan.csv"));
    assert_eq!(fs::read_to_string(folder.join("plan.csv")).unwrap(), "id,name\nA,a\n");
    for name in ["variants/tower.json", "variants/old/low.json", "terrain-notes.tif"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    assert!(!folder.join("water.geojson").exists(), "layers are those of the import");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "nothing temporary stays");
}

#[test]
fn views_of_people_stay_where_they_look_and_the_others_are_made_anew() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    write(&folder, ANCHOR, 519_000.0);
    let made = views(&folder);
    assert_eq!(made.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["overview", "top"]);
    change(&folder, |scene| {
        scene.views.retain(|view| view.key != "top");
        scene.views.push(view("gate", [10.0, 20.0, 5.0]));
    });
    // The tree now stands 100 m to the east, and so does the origin 40 m.
    write(&folder, [519_040.0, 3_348_000.0, 2.0], 519_100.0);
    let after = views(&folder);
    assert_eq!(after.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["overview", "gate"]);
    assert_eq!(after[0].1[0] - made[0].1[0], 60.0, "untouched: follows what is built");
    assert_eq!(after[1].1, [-30.0, 20.0, 3.0], "the same place of the map");
    change(&folder, |scene| scene.views[0].eye_m = [0.0, -50.0, 40.0]);
    write(&folder, ANCHOR, 519_000.0);
    let [overview, gate] = views(&folder).try_into().unwrap();
    assert_eq!(overview.1, [40.0, -50.0, 42.0], "changed, so it is somebody's");
    assert_eq!(gate.1, [10.0, 20.0, 5.0]);
    // Nobody knows any more which were made: all stay.
    fs::remove_file(folder.join("report.json")).unwrap();
    write(&folder, ANCHOR, 519_500.0);
    assert_eq!(views(&folder), [overview, gate]);
}

#[test]
fn places_of_tours_and_shows_move_along() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    write(&folder, ANCHOR, 519_000.0);
    let tour = r#"{"key":"t","stops":[{"view":"top"},{"eye_m":[1,2,3],"target_m":[4.5,5,6],"stay_s":2}]}"#;
    for kind in WITH_PLACES {
        fs::create_dir(folder.join(kind)).unwrap();
    }
    fs::write(folder.join("tours/t.json"), tour).unwrap();
    let show =
        r#"{"home":{"eye_m":[1,2,3],"target_m":[4.5,5,6]},"chapters":[{"steps":[{"eye_m":[1,2,3]}]}]}"#;
    fs::write(folder.join("shows/s.json"), show).unwrap();
    fs::write(folder.join("tours/odd.json"), r#"{"stops":[{"eye_m":"here"}]}"#).unwrap();
    write(&folder, ANCHOR, 519_000.0);
    assert_eq!(fs::read_to_string(folder.join("tours/t.json")).unwrap(), tour);
    write(&folder, [519_010.0, 3_347_990.0, 0.0], 519_000.0);
    let moved: Value = serde_json::from_slice(&fs::read(folder.join("tours/t.json")).unwrap()).unwrap();
    assert_eq!(moved["stops"][1]["eye_m"], serde_json::json!([-9.0, 12.0, 3.0]));
    assert_eq!(moved["stops"][1]["target_m"], serde_json::json!([-5.5, 15.0, 6.0]));
    assert_eq!((&moved["stops"][0]["view"], &moved["stops"][1]["stay_s"]), (&"top".into(), &2.into()));
    assert!(fs::read_to_string(folder.join("tours/odd.json")).unwrap().contains("here"));
    let moved: Value = serde_json::from_slice(&fs::read(folder.join("shows/s.json")).unwrap()).unwrap();
    assert_eq!(moved["home"]["eye_m"], serde_json::json!([-9.0, 12.0, 3.0]));
    assert_eq!(moved["chapters"][0]["steps"][0]["eye_m"], serde_json::json!([-9.0, 12.0, 3.0]));
}

#[test]
fn a_damaged_scene_file_does_not_cost_the_files_beside_it() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    write(&folder, ANCHOR, 519_000.0);
    fs::write(folder.join("plan.csv"), "id,name\nA,a\n").unwrap();
    fs::write(folder.join(SCENE_FILE), "{").unwrap();
    write(&folder, ANCHOR, 519_000.0);
    assert_eq!(read_scene_file(&folder).unwrap().schedule, None);
    assert!(folder.join("plan.csv").is_file());
}

#[cfg(unix)]
#[test]
fn links_stay_links() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("scene");
    write(&folder, ANCHOR, 519_000.0);
    std::os::unix::fs::symlink("nowhere", folder.join("link")).unwrap();
    write(&folder, ANCHOR, 519_000.0);
    assert_eq!(fs::read_link(folder.join("link")).unwrap(), Path::new("nowhere"));
}
