//! The buildings of Xinghe as the scene holds them: keys, references, repeatability, other sizes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use linli_model::{
    Community, Element, EquipmentKind, Geometry, GreeningPlace, Kind, Polygon, Scenario, Stage, Truth,
};
use linli_scenegen::xinghe::{SEED, SIZE_HA, community};

static XINGHE: LazyLock<Community> = LazyLock::new(|| community(SEED, SIZE_HA));
/// Four units.
static FOUR: LazyLock<Community> = LazyLock::new(|| community(SEED, 300.0));

fn polygons(element: &Element) -> &[Polygon] {
    if let Geometry::Area(polygons) = &element.geometry { polygons } else { &[] }
}

fn facts(community: &Community) -> String {
    let mut text = String::new();
    for element in community.elements() {
        text +=
            &format!("{} {:?} {:?} {:?}\n", element.key, element.kind, element.geometry, element.presence);
    }
    text
}

#[test]
fn the_same_seed_gives_the_same_buildings() {
    assert!(facts(&community(SEED, 5.0)) == facts(&community(SEED, 5.0)));
    let whole = facts(&XINGHE);
    assert!(whole == facts(&community(SEED, SIZE_HA)));
    assert!(whole != facts(&community(SEED + 1, SIZE_HA)));
}

#[test]
fn no_key_came_twice_and_every_reference_is_there() {
    for community in [&community(SEED, 5.0), &XINGHE, &FOUR] {
        let keys: BTreeSet<&str> = community.elements().iter().map(|e| e.key.as_str()).collect();
        assert!(keys.iter().all(|key| !key.contains('~')), "a key was renamed");
        for element in community.elements() {
            let (buildings, parents): (Vec<_>, Vec<_>) = match &element.kind {
                Kind::BuildingPart(part) => (vec![], part.parent.iter().collect()),
                Kind::Greening(green) => (green.building.iter().collect(), vec![]),
                Kind::Facility(facility) => (facility.building.iter().collect(), vec![]),
                Kind::Basement(basement) => (basement.buildings.iter().collect(), vec![]),
                _ => (vec![], vec![]),
            };
            for key in buildings.into_iter().chain(parents) {
                assert!(keys.contains(key.as_str()), "{} names {key}", element.key);
            }
        }
    }
}

#[test]
fn smaller_and_larger_sites_hold_what_they_should() {
    let count = |community: &Community| {
        community.elements().iter().filter(|e| matches!(e.kind, Kind::Building(_))).count()
    };
    let (small, one, four) = (count(&community(SEED, 5.0)), count(&XINGHE), count(&FOUR));
    assert!(small > 3 && small < one && one > 250 && four > 3 * one / 2, "{small} {one} {four}");
}

#[test]
fn stages_show_their_own_buildings() {
    let community = &*XINGHE;
    let of = |prefix: &str, truth| {
        let hits = community.elements().iter().filter(|e| {
            matches!(e.kind, Kind::Building(_))
                && e.key.as_str().starts_with(prefix)
                && e.presence.truth == truth
        });
        hits.count()
    };
    assert!(of("C2/old-", Truth::Existing) >= 10);
    assert!(of("C2/new-", Truth::Designed) >= 5);
    for parcel in ["A1", "A2", "A3", "A4", "A5", "C2", "D1", "D2", "C4", "E4", "F1", "F2"] {
        assert!(of(&format!("{parcel}/massing-"), Truth::Proposed) >= 3, "{parcel}");
    }
    for element in community.elements().iter().filter(|e| e.key.as_str().contains("/massing-")) {
        assert!(element.presence.is_part_of(Stage::Planning) && !element.presence.is_part_of(Stage::Design));
        assert_eq!(element.presence.cim_level, Some(2));
    }
}

#[test]
fn massing_holds_about_as_much_as_the_design() {
    let community = &*XINGHE;
    let mut floors: BTreeMap<(String, bool), f64> = BTreeMap::new();
    for element in community.elements() {
        let Kind::Building(building) = &element.kind else { continue };
        let parcel = element.key.as_str().split('/').next().unwrap().to_owned();
        let area: f64 = building.storeys.iter().map(|r| f64::from(r.count()) * r.floor_area_m2).sum();
        if element.presence.truth != Truth::Existing {
            *floors.entry((parcel, element.presence.truth == Truth::Proposed)).or_default() += area;
        }
    }
    let proposed: Vec<_> = floors.iter().filter(|((_, proposed), _)| *proposed).collect();
    assert!(proposed.len() >= 12);
    for ((parcel, _), area) in proposed {
        let design = floors[&(parcel.clone(), false)];
        assert!((area / design - 1.0).abs() < 0.12, "{parcel}: {area} m² drawn for {design} m²");
    }
}

#[test]
fn each_scenario_has_at_least_two_facilities_in_buildings() {
    let community = &*XINGHE;
    let mut counts: BTreeMap<Scenario, u32> = BTreeMap::new();
    for element in community.elements() {
        if let Kind::Facility(facility) = &element.kind
            && facility.building.is_some()
        {
            assert!(facility.floor_area_m2.is_some_and(|a| a > 0.0), "{}", element.key);
            *counts.entry(facility.scenario.unwrap()).or_default() += 1;
        }
    }
    assert!(counts.len() == 9 && counts.values().all(|n| *n >= 2), "{counts:?}");
}

#[test]
fn green_and_solar_roofs_are_where_roofs_are() {
    let community = &*XINGHE;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for element in community.elements() {
        match &element.kind {
            Kind::Greening(green) => {
                *counts.entry(format!("{:?}", green.place)).or_default() += 1;
                assert!(green.area_m2 > 0.5 && green.soil_depth_m >= 0.3, "{}", element.key);
                if green.place != GreeningPlace::Wall {
                    let area: f64 = polygons(element).iter().map(Polygon::area_m2).sum();
                    assert!((area - green.area_m2).abs() < 0.02 * area + 0.1, "{}: {area}", element.key);
                }
                if green.place == GreeningPlace::Roof {
                    let building =
                        community.element(community.id_of(green.building.as_ref().unwrap()).unwrap());
                    let building = building.unwrap().kind.building().unwrap();
                    assert!(green.height_m <= building.height_m.unwrap(), "{}", element.key);
                }
            }
            Kind::Equipment(equipment) if equipment.equipment == EquipmentKind::SolarPanels => {
                *counts.entry("Solar".to_owned()).or_default() += 1;
                assert!(equipment.power_kw.is_some_and(|kw| kw > 2.0), "{}", element.key);
            }
            _ => {}
        }
    }
    assert!(counts["Roof"] > 30 && counts["Wall"] >= 3 && counts["Solar"] > 30, "{counts:?}");
    assert!(counts["Balcony"] > 60 && counts.values().sum::<u32>() < 900, "{counts:?}");
}

#[test]
fn the_town_around_is_a_frame_model() {
    let community = &*XINGHE;
    let around: Vec<_> =
        community.elements().iter().filter(|e| e.key.as_str().starts_with("context/")).collect();
    let buildings: Vec<_> = around.iter().filter_map(|e| e.kind.building()).collect();
    assert!((120..=180).contains(&buildings.len()), "{}", buildings.len());
    assert!(around.iter().all(|e| e.presence.cim_level == Some(2) && e.presence.truth == Truth::Existing));
    let storeys: BTreeSet<u32> = buildings.iter().map(|b| b.storeys_above.unwrap() as u32).collect();
    assert!(storeys.len() >= 8, "{storeys:?}");
}
