//! Real buildings, changed here.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use linli_model::NoProgress;
use serde_json::{Value, json};

use super::*;
use crate::{ImportOptions, Input, Limits, import, read_scene, write_scene};

const FILE: &str = "rotterdam.city.json";

/// 3D buildings of Rotterdam; `None` (and said so) where they are not.
fn rotterdam() -> Option<Value> {
    let path = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/cityjson/rotterdam_delfshaven.city.json.gz"
    ));
    let Ok(input) = Input::open(path, &Limits::default()) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    Some(serde_json::from_slice(&input.bytes).unwrap())
}

fn imported(folder: &Path, city: &Value, name: &str, crs: Option<&str>) -> Community {
    let path = folder.join(name);
    std::fs::write(&path, city.to_string()).unwrap();
    let options = ImportOptions { scene_crs: crs.map(str::to_owned), ..ImportOptions::default() };
    import(&[path], &options, &NoProgress).unwrap().0
}

/// Moves all points of an object by whole units of the file, by vertices of its own.
fn shift(city: &mut Value, id: &str, by: [i64; 3]) {
    fn each(value: &mut Value, change: &mut dyn FnMut(u64) -> u64) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|value| each(value, change)),
            Value::Number(number) => *value = json!(change(number.as_u64().unwrap())),
            _ => {}
        }
    }
    let mut vertices = city["vertices"].as_array().unwrap().clone();
    for geometry in city["CityObjects"][id]["geometry"].as_array_mut().unwrap() {
        each(&mut geometry["boundaries"], &mut |at| {
            let old = vertices[at as usize].clone();
            vertices.push(json!([0, 1, 2].map(|i| old[i].as_i64().unwrap() + by[i])));
            vertices.len() as u64 - 1
        });
    }
    city["vertices"] = json!(vertices);
}

#[test]
fn what_a_newer_file_changes_is_told_exactly() {
    let Some(city) = rotterdam() else { return };
    let folder = tempfile::tempdir().unwrap();
    let scene_folder = folder.path().join("scene");
    let first = imported(folder.path(), &city, FILE, None);
    write_scene(&scene_folder, &first, &crate::ImportReport::default()).unwrap();
    let (scene, _) = read_scene(&scene_folder, &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap();
    let crs = scene.frame.crs.clone();

    let again = imported(folder.path(), &city, FILE, Some(&crs));
    let same = reimport(&scene, again, None).unwrap();
    assert_eq!(same.updates, [], "the same file changes nothing");

    // Objects with a shape of their own and no parts, so that each stands for one element.
    let plain: Vec<String> = city["CityObjects"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, o)| {
            o["children"].is_null()
                && o["parents"].is_null()
                && o["geometry"].as_array().is_some_and(|g| !g.is_empty())
        })
        .filter(|(id, _)| scene.id_of(&Key::from(id.as_str())).is_some())
        .map(|(id, _)| id.clone())
        .take(5)
        .collect();
    let [gone, moved, renamed, both, model] = plain.as_slice() else { panic!("{plain:?}") };
    let mut newer = city.clone();
    let copy = newer["CityObjects"][model].clone();
    newer["CityObjects"].as_object_mut().unwrap().remove(gone);
    newer["CityObjects"]["brand-new"] = copy;
    let scale: Vec<f64> =
        city["transform"]["scale"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let units = [2.5, -1.0, 0.5].map(|m: f64| m);
    let by: [i64; 3] = std::array::from_fn(|i| (units[i] / scale[i]).round() as i64);
    shift(&mut newer, moved, by);
    shift(&mut newer, both, by);
    for id in [renamed, both] {
        newer["CityObjects"][id]["attributes"]["surveyed"] = json!(2027);
    }
    let told = |newer: &Value, name: &str, replaces: Option<&str>| {
        reimport(&scene, imported(folder.path(), newer, name, Some(&crs)), replaces)
    };
    let found = told(&newer, FILE, None).unwrap();
    let of = |id: &str| {
        found.updates.iter().find(|update| update.key.as_str() == id).map(|update| update.update.clone())
    };
    assert_eq!(found.updates.len(), 5, "{:?}", found.updates);
    assert_eq!((of("brand-new"), of(gone)), (Some(Update::Added), Some(Update::Removed)));
    let moved_by = |update: Option<Update>| match update {
        Some(Update::Changed { place: PlaceUpdate::Moved(by), values }) => (by, values),
        other => panic!("{other:?}"),
    };
    let (way, values) = moved_by(of(moved));
    assert!((0..3).all(|i| (way[i] - by[i] as f64 * scale[i]).abs() < 3e-4), "{way:?}");
    // Heights of the model follow the geometry where the file gives none.
    assert!(values.iter().all(|value| value.name != "surveyed"), "{values:?}");
    let surveyed = ValueUpdate { name: "surveyed".into(), old: None, new: Some("2027".into()) };
    assert_eq!(
        of(renamed),
        Some(Update::Changed { place: PlaceUpdate::Same, values: vec![surveyed.clone()] })
    );
    assert!(moved_by(of(both)).1.contains(&surveyed));
    assert_eq!(found.community.elements().len(), scene.elements().len());
    assert_eq!(
        (found.community.frame.clone(), found.replaced.clone()),
        (scene.frame.clone(), vec![FILE.to_owned()])
    );
    assert_eq!(found.dangling, []);

    // A newer file of another name has to be told what it replaces.
    let fault = told(&newer, "rotterdam_2027.city.json", None).unwrap_err();
    assert!(matches!(fault, ReimportFault::NoSuchSource { .. }), "{fault}");
    let named = told(&newer, "rotterdam_2027.city.json", Some(FILE)).unwrap();
    assert_eq!(named.updates, found.updates);
    assert_eq!(named.community.sources[0].file, "rotterdam_2027.city.json");
}

#[test]
fn elements_of_other_files_stay_and_what_they_name_is_watched() {
    let folder = tempfile::tempdir().unwrap();
    let point = |id: &str, x: f64, more: Value| {
        let mut properties = more;
        properties["id"] = json!(id);
        json!({"type": "Feature", "id": id, "properties": properties,
            "geometry": {"type": "Point", "coordinates": [x, 446_000]}})
    };
    let file = |name: &str, features: Value| {
        let text = json!({"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:28992"}},
            "features": features});
        let path = folder.path().join(name);
        std::fs::write(&path, text.to_string()).unwrap();
        path
    };
    let trees = file(
        "trees.geojson",
        json!([
            point("a", 85_000.0, json!({"natural": "tree", "height": 8})),
            point("b", 85_010.0, json!({"natural": "tree"}))
        ]),
    );
    let others = file("others.geojson", json!([point("c", 86_000.0, json!({"natural": "tree"}))]));
    let options = ImportOptions { scene_crs: Some("EPSG:28992".into()), ..ImportOptions::default() };
    let (mut scene, _) = import(&[trees.clone(), others], &options, &NoProgress).unwrap();
    let [key_a, key_b] = [0, 1].map(|i| scene.elements()[i].key.clone());
    // Somebody's entrance leads to the second tree.
    let mut door = Element::new(
        "door",
        linli_model::Kind::Entrance(linli_model::Entrance { of: Some(key_b.clone()), ..Default::default() }),
        Geometry::None,
    );
    door.source.source = 1;
    scene.add(door).unwrap();
    file("trees.geojson", json!([point("a", 85_000.0, json!({"natural": "tree", "height": 9}))]));
    let (newer, _) = import(std::slice::from_ref(&trees), &options, &NoProgress).unwrap();
    assert_ne!(newer.frame.anchor_m, scene.frame.anchor_m, "its own middle is elsewhere");
    let found = reimport(&scene, newer, None).unwrap();
    let keys: Vec<(&str, bool)> =
        found.updates.iter().map(|update| (update.key.as_str(), update.update == Update::Removed)).collect();
    assert_eq!(keys, [(key_a.as_str(), false), (key_b.as_str(), true)]);
    let Update::Changed { place, values } = &found.updates[0].update else { panic!("{:?}", found.updates) };
    assert_eq!(*place, PlaceUpdate::Same);
    assert!(
        values.iter().any(|value| value.old.as_deref() == Some("8") || value.old.as_deref() == Some("8.0")),
        "{values:?}"
    );
    assert_eq!(found.dangling, [(Key::from("door"), key_b)]);
    assert_eq!(found.community.elements().len(), 3);
}
