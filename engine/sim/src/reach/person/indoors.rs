//! Ways through basements, by arithmetic and on random towns.
#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{AttributeValue, BuildingUse, Key};
use linli_space::StreetGraph;
use proptest::prelude::*;

use super::{Closure, Direction, PersonModel, PersonOptions, PersonReach};
use crate::reach::network::NetworkIssue;
use crate::reach::rules::ReachRules;
use crate::reach::town::Town;

const PARKING: BuildingUse = BuildingUse::Parking;
const SHOPS: BuildingUse = BuildingUse::Commercial;
const STATION: BuildingUse = BuildingUse::Transport;

fn options<'a>(rules: &'a ReachRules, profile: &str) -> PersonOptions<'a> {
    let profile = rules.profile(profile).unwrap();
    PersonOptions { rules, profile, minute: None, direction: Direction::ToStation }
}

fn model<'a>(town: &Town, options: PersonOptions<'a>) -> PersonModel<'a> {
    PersonModel::new(&town.community, &StreetGraph::of(&town.community), options, &[])
}

/// 600 m round the block, or down, 28 m across the garage and 144 m through the passage to the station.
fn core() -> Town {
    let mut town = Town::new(&["a.c", "...", "d.e"]);
    town.streets(&["ad", "de", "ec"]);
    town.tower("home", 'a', 3, 8, Vec::new());
    town.station("station", 'c');
    town.basement("garage", [-10., 200., 40., 220.], 5.0, PARKING, [&["passage"], &["home"]]);
    town.basement("passage", [38., 205., 182., 215.], 5.0, SHOPS, [&["garage", "box"], &[]]);
    town.basement("box", [180., 190., 240., 230.], 5.0, STATION, [&[], &[]]);
    town
}

#[test]
fn people_go_down_and_through_the_passage_into_the_station() {
    let rules = ReachRules::standard().unwrap();
    let mut town = core();
    town.change("passage", |element| {
        element.attributes.push(Key::from("to_platform_s"), AttributeValue::Number(60.0));
    });
    let id = |key: &str| town.community.id_of(&Key::from(key)).unwrap();
    let mut live = model(&town, options(&rules, "planning"));
    let reach = live.reach();
    let times: Vec<u32> = reach.homes.iter().map(|home| home.time.as_ref().unwrap().total_ms).collect();
    // (28 + 144) × 1.3 m at 1 m/s; 5, 8 and 11 m of height are twice as many metres of stairs at 0.65 / 1.2 m/s.
    let walk = 223_600;
    assert_eq!(times, vec![walk + 18_462, walk + 29_538, walk + 40_615]);
    let time = reach.homes[0].time.clone().unwrap();
    assert_eq!((time.door, time.station, time.platform_ms), (id("garage"), id("passage"), Some(60_000)));
    assert!((time.length_m - 172.0 * 1.3).abs() < 1e-9);
    // The garage's node lies 5 m below the street.
    let trip = live.explain(id("home"), 1).unwrap().unwrap();
    assert!(trip.legs.iter().flat_map(|leg| &leg.path).any(|p| (p[2] + 5.0).abs() < 1e-9));
    let edit = live.close(Closure::Element(id("passage")));
    assert_eq!((edit.residents_lose, edit.residents_cut_off), (24, 0));
    let outside = live.reach().homes[0].time.clone().unwrap();
    assert_eq!((outside.total_ms, outside.station), (600_000, id("station")));
    live.open(Closure::Element(id("passage")));
    let worst = live.worst_closures(3);
    // Those of the upper storeys need more than ten minutes over the street.
    assert_eq!(worst[0].residents_lost, 16);
}

#[test]
fn the_way_back_comes_up_and_wheels_need_a_lift_that_goes_down() {
    let rules = ReachRules::standard().unwrap();
    let mut town = core();
    let back = PersonOptions { direction: Direction::FromStation, ..options(&rules, "planning") };
    let reach = model(&town, back).reach();
    // 5 m up are 10 m of stairs at 0.55 / 1.2 m/s.
    assert_eq!(reach.homes[0].time.as_ref().unwrap().total_ms, 223_600 + 21_818);
    let door = |town: &Town| {
        let reach = model(town, options(&rules, "wheelchair")).reach();
        let door = reach.homes[0].time.as_ref().unwrap().door;
        town.community.element(door).unwrap().key.as_str().to_owned()
    };
    assert_eq!(door(&town), "home/door");
    town.change("home", |element| {
        if let linli_model::Kind::Building(building) = &mut element.kind {
            building.lifts = vec![linli_model::LiftBank {
                cars: 2,
                speed_mps: 2.0,
                capacity: 13,
                from_level: -1,
                to_level: 3,
                at: [10.0, 210.0],
            }];
        }
    });
    assert_eq!(door(&town), "garage");
}

#[test]
fn links_between_what_lies_apart_lead_nowhere_and_are_told() {
    let rules = ReachRules::standard().unwrap();
    let mut town = core();
    let far = town.basement("far", [900., 200., 940., 220.], 5.0, PARKING, [&["garage"], &[]]);
    let live = model(&town, options(&rules, "planning"));
    let garage = town.community.id_of(&Key::from("garage")).unwrap();
    assert_eq!(live.network().issues, vec![NetworkIssue::LinkApart(garage.min(far))]);
    assert_eq!(live.reach(), model(&core(), options(&rules, "planning")).reach());
}

/// Rooms of 52 m each 50 m, some of them linked, at two depths, a tower over each of the first row, and a
/// station far along the streets.
fn rooms(links: &[(usize, usize)], deep: &[bool]) -> PersonReach {
    let rules = ReachRules::standard().unwrap();
    let mut town = Town::new(&["a.....z"]);
    town.streets(&["az"]);
    town.station("station", 'z');
    for (room, deep) in deep.iter().enumerate() {
        let (x, y) = ((room % 3) as f64 * 50.0, (room / 3) as f64 * 50.0 - 20.0);
        let tower = format!("tower{room}");
        let names: Vec<String> =
            links.iter().filter(|(a, _)| *a == room).map(|(_, b)| format!("room{b}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let use_ = if room == 8 { STATION } else { PARKING };
        let floor_m = if *deep { 9.0 } else { 5.0 };
        town.basement(&format!("room{room}"), [x, y, x + 52.0, y + 52.0], floor_m, use_, [&names, &[&tower]]);
        if room < 3 {
            town.tower(&tower, 'a', 2, 1, Vec::new());
        }
    }
    model(&town, options(&rules, "standard")).reach()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn another_link_never_lengthens_a_trip(
        links in prop::collection::vec((0_usize..9, 0_usize..9), 0..14),
        more in (0_usize..9, 0_usize..9),
        deep in prop::collection::vec(any::<bool>(), 9),
    ) {
        let before = rooms(&links, &deep);
        let mut all = links.clone();
        all.push(more);
        let after = rooms(&all, &deep);
        let total = |reach: &PersonReach| -> Vec<u32> {
            reach.homes.iter().map(|home| home.time.as_ref().map_or(u32::MAX, |time| time.total_ms)).collect()
        };
        for (before, after) in total(&before).into_iter().zip(total(&after)) {
            prop_assert!(after <= before);
        }
    }
}
