//! Variants, tours and views of Xinghe.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use linli_io::{read_scene, read_scene_file, read_scene_schedule, read_tours, read_variants};
use linli_model::{Community, Element, Geometry, Key, Kind, NoProgress};
use linli_scenegen::xinghe::{SEED, SIZE_HA, community, variants, write};
use linli_space::Ground;

static XINGHE: LazyLock<Community> = LazyLock::new(|| community(SEED, SIZE_HA));

/// Limits of the plan: FAR, height in metres, area of the parcel in square metres.
const LIMITS: [(&str, f64, f64, f64); 3] =
    [("A1", 6.0, 150.0, 26_772.0), ("A2", 4.8, 100.0, 24_012.0), ("C2", 2.4, 54.0, 13_950.0)];

fn floor_area_m2(community: &Community, parcel: &str) -> f64 {
    let start = format!("{parcel}/");
    let buildings = community.elements().iter().filter(|e| e.key.as_str().starts_with(&start));
    let designed = buildings.filter(|e| e.presence.truth == linli_model::Truth::Designed);
    designed
        .filter_map(|e| match &e.kind {
            Kind::Building(building) => Some(building),
            _ => None,
        })
        .flat_map(|building| &building.storeys)
        .filter(|run| run.from_level > 0)
        .map(|run| f64::from(run.count()) * run.floor_area_m2)
        .sum()
}

fn highest_m(community: &Community, parcel: &str) -> f64 {
    let start = format!("{parcel}/");
    let own = community.elements().iter().filter(|e| e.key.as_str().starts_with(&start));
    let designed = own.filter(|e| e.presence.truth == linli_model::Truth::Designed);
    designed.filter_map(|e| e.kind.building()?.height_m).fold(0.0, f64::max)
}

fn by_key(community: &Community) -> BTreeMap<Key, Element> {
    community.elements().iter().map(|e| (e.key.clone(), e.clone())).collect()
}

#[test]
fn every_variant_can_be_made_and_taken_back() {
    let all = variants(&XINGHE);
    let keys: Vec<&str> = all.iter().map(|variant| variant.key.as_str()).collect();
    assert_eq!(keys, ["tower", "courtyard", "green"]);
    for variant in &all {
        let resolved = variant.resolve(&XINGHE).unwrap();
        let changed = resolved.apply(&XINGHE);
        assert_ne!(by_key(&changed), by_key(&XINGHE), "{}", variant.key);
        assert_eq!(by_key(&resolved.inverse().apply(&changed)), by_key(&XINGHE), "{}", variant.key);
        // Nothing points to what is gone.
        for element in changed.elements() {
            let to = match &element.kind {
                Kind::BuildingPart(part) => part.parent.clone().into_iter().collect(),
                Kind::Facility(facility) => facility.building.clone().into_iter().collect(),
                Kind::Entrance(entrance) => entrance.of.clone().into_iter().collect(),
                Kind::Basement(basement) => basement.buildings.clone(),
                _ => Vec::new(),
            };
            // Entrances of parcels and basements are there as before.
            for key in to.iter().filter(|key| XINGHE.id_of(key).is_some()) {
                assert!(changed.id_of(key).is_some(), "{}: {} -> {key}", variant.key, element.key);
            }
        }
    }
}

#[test]
fn the_variants_keep_the_limits_except_the_height_of_the_tower() {
    let mut broken = Vec::new();
    for variant in variants(&XINGHE) {
        let changed = variant.resolve(&XINGHE).unwrap().apply(&XINGHE);
        for (parcel, far, height, area) in LIMITS {
            if floor_area_m2(&changed, parcel) > far * area {
                broken.push((variant.key.clone(), parcel, "far"));
            }
            if highest_m(&changed, parcel) > height {
                broken.push((variant.key.clone(), parcel, "height"));
            }
        }
    }
    assert_eq!(broken, [("tower".to_owned(), "A1", "height")]);
}

#[test]
fn the_court_blocks_have_the_same_floor_area_at_less_height() {
    let variant = variants(&XINGHE).into_iter().find(|variant| variant.key == "courtyard").unwrap();
    let changed = variant.resolve(&XINGHE).unwrap().apply(&XINGHE);
    for parcel in ["A2", "C2"] {
        let [old, new] = [&XINGHE, &changed].map(|c| floor_area_m2(c, parcel));
        assert!((old - new).abs() < 1.0 && old > 10_000.0, "{parcel} {old} {new}");
        assert!(highest_m(&changed, parcel) < 0.7 * highest_m(&XINGHE, parcel), "{parcel}");
        let id = changed.id_of(&Key::from(format!("{parcel}/court-block").as_str())).unwrap();
        let Geometry::Area(polygons) = &changed.element(id).unwrap().geometry else { panic!() };
        let ring = |points: &[linli_model::Point3]| -> f64 {
            let next = points.iter().skip(1).chain(points.first());
            points.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>().abs() / 2.0
        };
        let plan = ring(&polygons[0].exterior) - ring(&polygons[0].holes[0]);
        let storeys = &changed.element(id).unwrap().kind.building().unwrap().storeys;
        assert!((plan - storeys[0].floor_area_m2).abs() < 1.0, "{plan} {storeys:?}");
    }
}

#[test]
fn the_tower_is_nearly_a_third_taller_and_the_hotel_gone() {
    let variant = variants(&XINGHE).into_iter().find(|variant| variant.key == "tower").unwrap();
    let changed = variant.resolve(&XINGHE).unwrap().apply(&XINGHE);
    let height = |community: &Community| {
        let id = community.id_of(&Key::from("A1/office-2")).unwrap();
        community.element(id).unwrap().kind.building().unwrap().height_m.unwrap()
    };
    let ratio = height(&changed) / height(&XINGHE);
    assert!((1.28..=1.32).contains(&ratio), "{ratio}");
    assert!(changed.elements().iter().all(|e| !e.key.as_str().starts_with("A1/hotel/")));
    assert!(changed.id_of(&Key::from("A1/hotel-square")).is_some());
}

#[test]
fn the_scene_folder_holds_schedule_variants_and_tours() {
    let folder = tempfile::tempdir().unwrap();
    let scene_folder = folder.path().join("xinghe");
    write(&scene_folder, SEED, SIZE_HA).unwrap();
    let scene = read_scene_file(&scene_folder).unwrap();
    let (schedule, report) = read_scene_schedule(&scene_folder, &scene).unwrap().unwrap();
    assert!(schedule.tasks.len() > 250 && report.messages.is_empty());
    let (all, messages) = read_variants(&scene_folder, &scene.frame);
    assert!(all.len() == 3 && messages.is_empty(), "{messages:?}");
    let (read, report) = read_scene(&scene_folder, &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap();
    assert!(report.messages.is_empty());
    for variant in &all {
        assert!(variant.resolve(&read).is_ok(), "{}", variant.key);
    }
    let (tours, messages) = read_tours(&scene_folder, &scene.views);
    assert!(tours.len() == 3 && messages.is_empty(), "{messages:?}");
    for tour in &tours {
        assert!(tour.stops.iter().all(|stop| !stop.caption_zh.is_empty() && !stop.caption_en.is_empty()));
    }
    let ground = Ground::of(&read);
    assert!((10..=12).contains(&scene.views.len()));
    let eyes = scene.views.iter().map(|view| (view.key.as_str(), view.eye_m));
    let stops = tours.iter().flat_map(|tour| tour.stops.iter().map(|stop| (tour.key.as_str(), stop.eye_m)));
    for (key, eye) in eyes.chain(stops) {
        clear(&read, &ground, key, eye);
    }
}

/// An eye is above the ground, in no building and in no tree.
fn clear(community: &Community, ground: &Ground, key: &str, [x, y, z]: [f64; 3]) {
    let base = ground.height_at(x, y);
    assert!(z > base + 1.5, "{key} {z} {base}");
    for element in community.elements() {
        if let (Some(building), Geometry::Area(polygons)) = (element.kind.building(), &element.geometry) {
            let high = building.height_m.unwrap_or(0.0);
            let inside = polygons.iter().any(|p| p.contains_xy(x, y)) && z < base + high + 1.0;
            assert!(!inside, "{key} is in {}", element.key);
        }
        if let (Kind::Tree(_), Geometry::Point([u, v, _])) = (&element.kind, &element.geometry) {
            assert!((u - x).hypot(v - y) > 1.5 || z > base + 12.0, "{key} is in {}", element.key);
        }
    }
}
