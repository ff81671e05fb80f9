#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
use std::collections::BTreeSet;
use std::path::Path;

use linli_model::{
    Building, BuildingUse, Community, Element, ElementId, Geometry, Key, Kind, Polygon, SceneFrame, StoreyRun,
};
use linli_space::Shape;
use proptest::prelude::*;
use serde_json::Value;

use super::shade::{Body, Fan, Hidden};
use super::*;
use crate::reach::ReachRules;

fn frame(latitude_deg: f64, longitude_deg: f64) -> SceneFrame {
    SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg,
        latitude_deg,
        convergence_deg: 0.0,
    }
}

fn hangzhou() -> SceneFrame {
    frame(30.2741, 120.1551)
}

/// A box of 12 triangles.
fn box_shape(low: [f64; 3], high: [f64; 3]) -> Shape {
    let corner =
        |k: usize| std::array::from_fn(|axis| if k >> axis & 1 == 1 { high[axis] } else { low[axis] });
    let vertices = (0..8).map(corner).collect();
    let quads = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]];
    let triangles = quads.iter().flat_map(|[a, b, c, d]| [[*a, *b, *c], [*a, *c, *d]]).collect();
    Shape { vertices, triangles, closed: true, ..Shape::default() }
}

/// Lit minutes and the longest run of them, of a place among boxes.
fn lit(beams: &Beams, boxes: &[Shape], place: [f64; 3]) -> [f64; 2] {
    let fan = Fan::of(beams);
    let mut hidden = Hidden::default();
    hidden.begin(&fan, |_| true);
    for shape in boxes {
        hidden.shade(&fan, [place[0], place[1]], &[place[2]], &Body::of(shape).unwrap());
    }
    let steps: Vec<bool> = hidden.is_lit(0).collect();
    let longest = steps.split(|lit| !lit).map(<[bool]>::len).max().unwrap_or_default();
    [beams.minutes(steps.iter().copied(), 0.0), longest as f64 * beams.step_min]
}

/// The sun hours of an independent tool (one ray a minute, boxes): five cities, two days, five scenes.
#[test]
fn places_behind_boxes_have_the_sun_that_an_independent_tool_counts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference/sun_hours_boxes.json");
    if !Path::new(path).exists() {
        println!("skipped: {path} is not here");
        return;
    }
    let data: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let numbers = |value: &Value| -> Vec<f64> {
        value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
    };
    let mut rules = SunRules::standard().unwrap();
    rules.year.value = 2026.0;
    let mut compared = 0;
    for (city, of_city) in data["results"].as_object().unwrap() {
        let at = &data["cities"][city];
        let frame = frame(at["lat"].as_f64().unwrap(), at["lon"].as_f64().unwrap());
        for (day, of_day) in of_city.as_object().unwrap() {
            let id = if day == "da_han" { "great_cold" } else { "winter_solstice" };
            let beams = Beams::of(&frame, &rules, rules.day(Some(id)).unwrap()).unwrap();
            for (scene, wanted) in of_day["true_solar"].as_object().unwrap() {
                let scene = &data["scenes"][scene];
                let boxes: Vec<Shape> = scene["boxes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|value| {
                        let v = numbers(value);
                        box_shape([v[0], v[1], v[2]], [v[3], v[4], v[5]])
                    })
                    .collect();
                for (point, wanted) in
                    scene["points"].as_array().unwrap().iter().zip(wanted.as_array().unwrap())
                {
                    let (point, wanted) = (numbers(point), numbers(wanted));
                    let found = lit(&beams, &boxes, [point[0], point[1], point[2]]);
                    for k in 0..2 {
                        assert!(
                            (found[k] - wanted[k]).abs() <= 2.0,
                            "{city} {day} {scene} {point:?}: {found:?} instead of {wanted:?}"
                        );
                    }
                    compared += 1;
                }
            }
        }
    }
    assert!(compared >= 150, "{compared}");
}

/// A block of flats: middle, size, storeys of 3 m, homes a storey.
fn flats(key: &str, [x, y]: [f64; 2], [w, d]: [f64; 2], storeys: i16, homes: u32) -> Element {
    let ring = vec![
        [x - w / 2.0, y - d / 2.0, 0.0],
        [x + w / 2.0, y - d / 2.0, 0.0],
        [x + w / 2.0, y + d / 2.0, 0.0],
        [x - w / 2.0, y + d / 2.0, 0.0],
    ];
    let run = StoreyRun {
        from_level: 1,
        to_level: storeys,
        height_m: 3.0,
        use_: BuildingUse::Residential,
        floor_area_m2: w * d,
        dwellings: homes,
        residents: homes * 3,
        jobs: 0,
    };
    let building = Building {
        use_: BuildingUse::Residential,
        height_m: Some(f64::from(storeys) * 3.0),
        storeys: vec![run],
        ..Building::default()
    };
    Element::new(key, Kind::Building(building), Geometry::Area(vec![Polygon::new(ring)]))
}

fn town(elements: impl IntoIterator<Item = Element>) -> Community {
    let mut community = Community::new("town", hangzhou());
    for element in elements {
        community.add(element).expect("unlike keys");
    }
    community
}

fn model(community: &Community) -> SunModel {
    let (rules, reach) = (SunRules::standard().unwrap(), ReachRules::standard().unwrap());
    SunModel::new(community, &rules, rules.day(None).unwrap(), &reach, &|_, _| true).unwrap()
}

#[test]
fn a_slab_in_the_open_has_the_whole_band_and_one_behind_another_loses_its_lowest_storeys() {
    let south = || flats("south", [0.0, 0.0], [60.0, 12.0], 11, 4);
    let alone = model(&town([south()]));
    let building = alone.building(&Key::from("south")).unwrap();
    assert_eq!(building.storeys.len(), 11);
    // Nothing before it: all eight hours at every storey.
    assert!(
        building.storeys.iter().all(|storey| storey.minutes == vec![480.0; 4]),
        "{:?}",
        building.storeys[0]
    );
    // 33 m high, its shadow at noon is 33 x 1.21 = 40 m long. 24 m behind it the ground floor has no noon.
    let row = model(&town([south(), flats("north", [0.0, 36.0], [60.0, 12.0], 11, 4)]));
    assert_eq!(row.building(&Key::from("south")), Some(building));
    let behind = &row.building(&Key::from("north")).unwrap().storeys;
    let least: Vec<f64> = behind.iter().map(SunStorey::least_min).collect();
    assert!(least.windows(2).all(|pair| pair[0] <= pair[1]), "higher is sunnier: {least:?}");
    // Past the ends of the other slab, which lie 15 m aside and 24 m ahead of the best place: 32° from south.
    assert!((120.0..180.0).contains(&least[0]) && least[10] > 470.0, "{least:?}");
    let figures = row.figures();
    let value = |id: &str| figures.iter().find(|f| f.spec.id == id).and_then(|f| f.value.known()).unwrap();
    let short: usize = behind.iter().map(|storey| storey.short_of(2.0)).sum();
    assert_eq!(value("sun.homes_short"), short as f64);
    assert!((value("sun.homes_share") - 100.0 * (88 - short) as f64 / 88.0).abs() < 1e-9);
    assert_eq!(value("sun.residents_short"), short as f64 * 3.0);
}

#[test]
fn a_home_has_what_its_best_place_has() {
    // A tower before the western half: the homes there lose sun, those in the east lose less.
    let tower = flats("tower", [-15.0, -40.0], [24.0, 24.0], 25, 1);
    let sun = model(&town([tower, flats("slab", [0.0, 0.0], [60.0, 12.0], 3, 2)]));
    let ground = &sun.building(&Key::from("slab")).unwrap().storeys[0];
    assert_eq!(ground.minutes.len(), 2);
    let (low, high) = (ground.least_min(), ground.minutes.iter().copied().fold(0.0, f64::max));
    assert!(low < high && high < 480.0 && low > 0.0, "{:?}", ground.minutes);
}

#[test]
fn walls_to_the_north_have_none() {
    // Two slabs back to back: the north one's only sunny walls are its ends, shaded by nothing; its homes share these.
    let sun = model(&town([
        flats("front", [0.0, 0.0], [60.0, 12.0], 6, 1),
        flats("back", [0.0, 12.0], [60.0, 12.0], 6, 1),
    ]));
    let back = &sun.building(&Key::from("back")).unwrap().storeys[0];
    // West and east see the sun for at most half of the band each.
    assert!(back.minutes[0] > 60.0 && back.minutes[0] <= 240.0, "{:?}", back.minutes);
}

#[test]
fn people_without_homes_and_absurd_numbers_are_counted_without_harm() {
    let mut many = flats("many", [0.0, 0.0], [60.0, 12.0], 3, u32::MAX / 4);
    if let Kind::Building(building) = &mut many.kind {
        building.storeys[0].residents = 5;
    }
    let sun = model(&town([many]));
    assert!(sun.buildings().all(|b| b.storeys.iter().all(|s| s.minutes.len() == 1000)));
    let empty = model(&town([]));
    assert!(empty.figures().iter().all(|figure| figure.value.known().is_none()));
    assert_eq!(sun_csv(&empty).lines().count(), 1);
}

#[test]
fn files_hold_every_storey() {
    let sun = model(&town([flats("a,b", [0.0, 0.0], [30.0, 12.0], 4, 2)]));
    let csv = sun_csv(&sun);
    assert_eq!(csv.lines().count(), 5);
    assert_eq!(csv.lines().nth(1), Some("\"a,b\",1,2,6,2,480.0,480.0,480.0,0"));
    let json = sun_json(&sun);
    assert_eq!(json["buildings"][0]["storeys"].as_array().map(Vec::len), Some(4));
    assert_eq!((&json["day"], &json["least_h"]), (&Value::from("great_cold"), &Value::from(2.0)));
}

fn blocks() -> impl Strategy<Value = Vec<Element>> {
    let one = (-120.0..120.0_f64, -120.0..120.0_f64, 10.0..50.0_f64, 10.0..20.0_f64, 1_i16..30, 1_u32..5);
    prop::collection::vec(one, 2..7).prop_map(|list| {
        let block = |(n, (x, y, w, d, storeys, homes)): (usize, _)| {
            flats(&format!("b{n}"), [x, y], [w, d], storeys, homes)
        };
        list.into_iter().enumerate().map(block).collect()
    })
}

fn all_minutes(sun: &SunModel) -> Vec<f64> {
    sun.buildings().flat_map(|b| b.storeys.iter().flat_map(|s| s.minutes.clone())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Adding a building never adds sun to the others.
    #[test]
    fn a_further_building_never_adds_sun(blocks in blocks()) {
        let fewer = model(&town(blocks[1..].to_vec()));
        let more = model(&town(blocks));
        for building in fewer.buildings() {
            let now = more.building(&building.key).unwrap();
            for (before, after) in building.storeys.iter().zip(&now.storeys) {
                for (a, b) in before.minutes.iter().zip(&after.minutes) {
                    prop_assert!(b <= a, "{} {} {}", building.key, a, b);
                }
            }
        }
    }

    /// What follows edits is what a new model finds.
    #[test]
    fn edits_end_where_a_new_model_begins(blocks in blocks(), moves in prop::collection::vec((0_usize..7, -60.0..60.0_f64, 1_i16..40), 1..5)) {
        let (rules, reach) = (SunRules::standard().unwrap(), ReachRules::standard().unwrap());
        let mut community = town(blocks.clone());
        let mut sun = model(&community);
        for (which, dx, storeys) in moves {
            let key = Key::from(format!("b{}", which % blocks.len()).as_str());
            if storeys % 7 == 0 {
                community.remove_all(std::iter::once(&key));
            } else {
                let moved = flats(key.as_str(), [dx, -dx], [20.0, 12.0], storeys, 2);
                community.put(moved);
            }
            sun.edit(&community, &reach, &|_: ElementId, _: &Element| true, &BTreeSet::from([key]));
            let fresh = SunModel::new(&community, &rules, rules.day(None).unwrap(), &reach, &|_, _| true).unwrap();
            prop_assert_eq!(all_minutes(&sun), all_minutes(&fresh));
            prop_assert_eq!(sun.figures(), fresh.figures());
        }
    }
}
