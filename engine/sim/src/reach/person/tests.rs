#![expect(clippy::unwrap_used, reason = "tests")]

use geo::{Area as _, BooleanOps as _, Coord, LineString, MultiPolygon, Polygon};
use linli_model::{AttributeValue, Attributes, Key, LiftBank, StreetClass, StreetNodeKind};
use proptest::prelude::*;

use super::*;
use crate::reach::network::JoinProblem;
use crate::reach::scope::AddedStreets;
use crate::reach::town::Town;

fn lift(to_level: i16) -> LiftBank {
    LiftBank { cars: 2, speed_mps: 2.0, capacity: 13, from_level: 1, to_level, at: [0.0, 0.0] }
}

fn options<'a>(rules: &'a ReachRules, profile: &str) -> PersonOptions<'a> {
    let profile = rules.profile(profile).unwrap();
    PersonOptions { rules, profile, minute: None, direction: Direction::ToStation }
}

fn model<'a>(town: &Town, options: PersonOptions<'a>, closed: &[Closure]) -> PersonModel<'a> {
    PersonModel::new(&town.community, &StreetGraph::of(&town.community), options, closed)
}

/// Two ways from the tower at a to the station at c: 200 m over b, 400 m over d, e, f.
fn square() -> Town {
    let mut town = Town::new(&["abc", "def"]);
    town.streets(&["abc", "ad", "def", "fc"]);
    town.tower("home", 'a', 3, 8, Vec::new());
    town.station("station", 'c');
    town
}

#[test]
fn time_is_stairs_and_walk_by_arithmetic() {
    let rules = ReachRules::standard().unwrap();
    let reach = model(&square(), options(&rules, "planning"), &[]).reach();
    let times: Vec<u32> = reach.homes.iter().map(|home| home.time.as_ref().unwrap().total_ms).collect();
    // 200 m at 1 m/s; each storey 6 m of stairs at 0.65 / 1.2 m/s, 11.077 s.
    assert_eq!(times, vec![200_000, 211_077, 222_154]);
    let top = reach.homes[2].time.clone().unwrap();
    assert_eq!((top.stairs_ms, top.wait_ms, top.walk_ms, top.length_m), (22_154, 0, 200_000, 200.0));
    assert_eq!(top.detour, Some(1.0));
    assert_eq!((reach.residents, reach.residents_within, reach.residents_unknown), (24, 24, 0));
    assert_eq!(reach.bands, vec![0, 0, 0, 24]);
    assert_eq!(reach.worst(1), vec![2]);
    assert_eq!(reach.share_within(), Some(1.0));
}

#[test]
fn the_way_back_climbs() {
    let rules = ReachRules::standard().unwrap();
    let back = PersonOptions { direction: Direction::FromStation, ..options(&rules, "planning") };
    let reach = model(&square(), back, &[]).reach();
    // 6 m of stairs at 0.55 / 1.2 m/s.
    assert_eq!(reach.homes[1].time.as_ref().unwrap().total_ms, 200_000 + 13_091);
}

#[test]
fn a_corridor_through_a_podium_shortens_the_way_while_it_is_open() {
    let rules = ReachRules::standard().unwrap();
    let mut town = Town::new(&["abc", "def"]);
    town.street("abc", |street| street.class = StreetClass::Corridor);
    town.streets(&["ad", "def", "fc"]);
    town.tower("home", 'a', 1, 8, Vec::new());
    town.station("station", 'c');
    town.change("abc", |corridor| {
        corridor.attributes.push(Key::from("opening_hours"), AttributeValue::Text("07:00-22:00".into()));
    });
    let at = |minute: u16| {
        let options = PersonOptions { minute: Some(minute), ..options(&rules, "planning") };
        model(&town, options, &[]).reach().homes[0].time.as_ref().unwrap().total_ms
    };
    // 200 m at 1 m/s through the podium by day, 400 m around it at night.
    assert_eq!([at(12 * 60), at(23 * 60)], [200_000, 400_000]);
}

#[test]
fn a_closed_way_is_a_detour_and_two_closed_ways_cut_off() {
    let rules = ReachRules::standard().unwrap();
    let mut town = square();
    let gate = town.street_node("gate", 'b', StreetNodeKind::Gate);
    let street = town.community.id_of(&Key::from("def")).unwrap();
    let mut live = model(&town, options(&rules, "planning"), &[]);
    let edit = live.close(Closure::Element(gate));
    assert_eq!((edit.residents_lose, edit.residents_cut_off, edit.within), (24, 0, 0));
    let ground = live.reach().homes[0].time.clone().unwrap();
    assert_eq!((ground.walk_ms, ground.detour), (400_000, Some(2.0)));
    let edit = live.close(Closure::Element(street));
    assert_eq!((edit.residents_lose, edit.residents_cut_off, edit.within), (24, 24, -24));
    let reach = live.reach();
    assert_eq!(reach.homes[0].time, Err(UnknownReason::CutOff { by: vec![street, gate] }));
    assert_eq!((reach.residents_within, reach.residents_unknown), (0, 24));
    assert_eq!(live.open(Closure::Element(gate)).within, 24);
    assert_eq!(live.open(Closure::Element(gate)), Edit::default());
}

#[test]
fn a_home_is_unknown_never_reached() {
    let rules = ReachRules::standard().unwrap();
    let reason = |town: &Town, profile: &str, level: usize| {
        model(town, options(&rules, profile), &[]).reach().homes[level].time.clone().unwrap_err()
    };
    let mut town = square();
    assert_eq!(reason(&town, "wheelchair", 1), UnknownReason::NoWayInside);
    let far = |element: &mut linli_model::Element| {
        element.geometry = Geometry::Point([0.0, 900.0, 0.0]);
        if let Kind::Entrance(entrance) = &mut element.kind {
            entrance.node = None;
        }
    };
    town.change("home/door", far);
    let off = UnknownReason::DoorOffNetwork(JoinProblem::FarFromStreets { limit_m: 60.0 });
    assert_eq!(reason(&town, "planning", 0), off);
    let mut none = Town::new(&["ab"]);
    none.streets(&["ab"]);
    none.tower("home", 'a', 1, 5, Vec::new());
    assert_eq!(reason(&none, "planning", 0), UnknownReason::NoStation);
    // An island: streets that do not meet.
    let mut island = Town::new(&["ab.cd"]);
    island.streets(&["ab", "cd"]);
    island.tower("home", 'a', 1, 5, Vec::new());
    island.station("station", 'd');
    assert_eq!(reason(&island, "planning", 0), UnknownReason::CutOff { by: Vec::new() });
}

#[test]
fn a_closed_lift_sends_people_down_the_stairs() {
    let rules = ReachRules::standard().unwrap();
    let mut town = Town::new(&["ab"]);
    town.streets(&["ab"]);
    let home = town.tower("home", 'a', 26, 8, vec![lift(26)]);
    town.station("station", 'b');
    let mut live = model(&town, options(&rules, "wheelchair"), &[]);
    assert_eq!(live.reach().residents_unknown, 0);
    let top = live.reach().homes[25].time.clone().unwrap();
    assert_eq!(top.total_ms, top.wait_ms + top.ride_ms + 125_000);
    let edit = live.close(Closure::Lift(home, 0));
    assert_eq!((edit.residents_cut_off, live.reach().residents_unknown), (200, 200));
    let worst = live.worst_closures(3);
    assert!(worst.iter().all(|effect| effect.target.closure != Closure::Lift(home, 0)));
    live.open(Closure::Lift(home, 0));
    let worst = live.worst_closures(1)[0];
    // The street takes all 26 storeys, the lift only 25.
    assert_eq!((worst.residents_lost, worst.target.is_bridge), (208, true));
}

#[test]
fn platforms_are_told_where_they_are_known() {
    let rules = ReachRules::standard().unwrap();
    let mut town = square();
    town.change("station", |element| {
        let mut attributes = Attributes::new();
        attributes.push(Key::from("to_platform_s"), AttributeValue::Integer(90));
        element.attributes = attributes;
    });
    let reach = model(&town, options(&rules, "planning"), &[]).reach();
    assert_eq!(reach.homes[0].time.as_ref().unwrap().platform_ms, Some(90_000));
}

#[test]
fn homes_without_doors_or_storeys_are_assumed_and_say_so() {
    let rules = ReachRules::standard().unwrap();
    let mut town = square();
    let outline = vec![[50.0, 110.0, 0.0], [70.0, 110.0, 0.0], [70.0, 120.0, 0.0], [50.0, 120.0, 0.0]];
    let building = linli_model::Building {
        use_: linli_model::BuildingUse::Residential,
        storeys_above: Some(2.0),
        ..linli_model::Building::default()
    };
    let area = || Geometry::Area(vec![linli_model::Polygon::new(outline.clone())]);
    let id = town.add("plain", Kind::Building(building.clone()), area());
    // A crown that says it has no storey has no homes, though there is room for two.
    let crown = linli_model::Building { storeys_above: Some(0.0), height_m: Some(6.0), ..building };
    let crown = town.add("crown", Kind::Building(crown), area());
    let reach = model(&town, options(&rules, "planning"), &[]).reach();
    let homes: Vec<&HomeReach> = reach.homes.iter().filter(|home| home.building == id).collect();
    assert_eq!(homes.len(), 2);
    assert!(reach.homes.iter().all(|home| home.building != crown));
    // 200 m² at 40 m² for one resident.
    assert!(homes.iter().all(|home| home.residents == 5 && home.assumed_residents));
    let ground = homes[0].time.clone().unwrap();
    // The corner at 50 m: 10 m to the street, then 150 m.
    assert_eq!((ground.walk_ms, ground.door, ground.door_assumed), (160_000, id, true));
}

fn multi(polygons: &[Vec<Vec<[f64; 2]>>]) -> MultiPolygon {
    let ring =
        |ring: &Vec<[f64; 2]>| LineString::new(ring.iter().map(|p| Coord { x: p[0], y: p[1] }).collect());
    let one = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.iter().map(ring);
        Polygon::new(rings.next().unwrap(), rings.collect())
    };
    MultiPolygon::new(polygons.iter().map(one).collect())
}

#[test]
fn an_isochrone_is_the_reached_street_with_its_width() {
    let rules = ReachRules::standard().unwrap();
    let mut town = Town::new(&["a.........b"]);
    town.streets(&["ab"]);
    town.station("station", 'a');
    let model = model(&town, options(&rules, "planning"), &[]);
    let areas = model.isochrones(&[5, 2, 30]);
    assert_eq!(
        areas.iter().map(|area| (area.minutes, area.length_m)).collect::<Vec<_>>(),
        vec![(2, 120.0), (5, 300.0), (30, 1000.0)]
    );
    for area in areas {
        // 25 m on each side, and round ends, drawn with corners.
        let expected = area.length_m * 50.0 + std::f64::consts::PI * 625.0;
        assert!((area.area_m2 - expected).abs() < 100.0, "{} m² instead of {expected} m²", area.area_m2);
    }
}

/// A grid of 5 × 5 junctions with some streets left out, towers and two stations.
fn grid(missing: &[(usize, usize)], towers: &[usize]) -> Town {
    let rows = ["abcde", "fghij", "klmno", "pqrst", "uvwxy"];
    let mut town = Town::new(&rows);
    let at = |row: usize, column: usize| rows[row].chars().nth(column).unwrap();
    for row in 0..5 {
        for column in 0..5 {
            if column < 4 && !missing.contains(&(row, column)) {
                town.street(&format!("{}{}", at(row, column), at(row, column + 1)), |_| {});
            }
            if row < 4 && !missing.contains(&(row + 5, column)) {
                town.street(&format!("{}{}", at(row, column), at(row + 1, column)), |_| {});
            }
        }
    }
    for (i, place) in towers.iter().enumerate() {
        let letter = at(place / 5 % 5, place % 5);
        town.tower(&format!("tower{i}"), letter, 4, 1 << i, vec![lift(4)]);
    }
    town.station("north", 'c');
    town.station("south", 'u');
    town
}

fn street_ids(town: &Town) -> Vec<ElementId> {
    town.community.iter().filter(|(_, e)| matches!(e.kind, Kind::Street(_))).map(|(id, _)| id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_edited_model_equals_a_new_one(
        missing in prop::collection::vec((0_usize..10, 0_usize..5), 0..8),
        towers in prop::collection::vec(0_usize..25, 1..5),
        steps in prop::collection::vec((0_usize..100, prop::bool::ANY), 1..10),
    ) {
        let rules = ReachRules::standard().unwrap();
        let town = grid(&missing, &towers);
        let streets = street_ids(&town);
        let mut live = model(&town, options(&rules, "standard"), &[]);
        for (pick, closes) in steps {
            let closure = Closure::Element(streets[pick % streets.len()]);
            let before = live.reach();
            let edit = if closes { live.close(closure) } else { live.open(closure) };
            let now = live.reach();
            prop_assert_eq!(edit.within, now.residents_within as i64 - before.residents_within as i64);
            prop_assert_eq!(now.residents, before.residents);
            if closes {
                prop_assert!(now.residents_within <= before.residents_within && edit.residents_gain == 0);
            }
        }
        let closed: Vec<Closure> = live.closed().iter().copied().collect();
        let again = model(&town, options(&rules, "standard"), &closed).reach();
        let times = |reach: &PersonReach| -> Vec<Option<u32>> {
            reach.homes.iter().map(|home| home.time.as_ref().ok().map(|time| time.total_ms)).collect()
        };
        prop_assert_eq!(times(&live.reach()), times(&again));
    }

    #[test]
    fn the_worst_closure_is_the_worst_of_all(
        missing in prop::collection::vec((0_usize..10, 0_usize..5), 5..25),
        towers in prop::collection::vec(0_usize..25, 1..5),
    ) {
        let rules = ReachRules::standard().unwrap();
        let town = grid(&missing, &towers);
        let mut live = model(&town, options(&rules, "older"), &[]);
        let found = live.worst_closures(1).first().map_or(0, |effect| effect.residents_lost);
        let mut worst = 0;
        for (id, element) in town.community.iter() {
            if matches!(element.kind, Kind::Street(_) | Kind::Entrance(_) | Kind::StationEntrance(_)) {
                let edit = live.close(Closure::Element(id));
                live.open(Closure::Element(id));
                worst = worst.max(edit.within.min(0).unsigned_abs());
            }
        }
        for home in 0..live.homes().len() {
            let closure = Closure::Lift(live.homes()[home].element, 0);
            let edit = live.close(closure);
            live.open(closure);
            worst = worst.max(edit.within.min(0).unsigned_abs());
        }
        prop_assert_eq!(found, worst);
    }

    #[test]
    fn areas_nest(
        missing in prop::collection::vec((0_usize..10, 0_usize..5), 0..15),
        profile in prop::sample::select(vec!["standard", "older", "cycle", "courier", "robot", "wheelchair"]),
    ) {
        let rules = ReachRules::standard().unwrap();
        let town = grid(&missing, &[12]);
        let areas = model(&town, options(&rules, profile), &[]).isochrones(&[1, 2, 3, 5, 8]);
        for pair in areas.windows(2) {
            let outside = multi(&pair[0].polygons).difference(&multi(&pair[1].polygons)).unsigned_area();
            prop_assert!(outside < 1e-3, "{outside} m² of {} min lie outside of {} min", pair[0].minutes, pair[1].minutes);
            prop_assert!(pair[0].length_m <= pair[1].length_m);
        }
    }
}

/// Streets of a grid as drawn lines without node numbers.
fn drawn(rows: &Town, words: &[String]) -> AddedStreets {
    let mut town = Town::new(&["abcde", "fghij", "klmno", "pqrst", "uvwxy"]);
    for word in words {
        let line = word.chars().map(|letter| rows.place(letter)).collect();
        let id = town.street(word, |street| street.nodes.clear());
        let key = town.community.element(id).unwrap().key.clone();
        town.change(key.as_str(), |element| element.geometry = Geometry::Line(line));
    }
    added_to(rows, town)
}

fn added_to(place: &Town, streets: Town) -> AddedStreets {
    AddedStreets {
        streets: streets.community,
        ground: linli_space::Ground::level(0.0),
        first_id: place.community.elements().len() as u32,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn added_streets_equal_a_new_model_and_never_lengthen_a_trip(
        missing in prop::collection::vec((0_usize..10, 0_usize..5), 1..12),
        towers in prop::collection::vec(0_usize..25, 1..5),
        back in prop::bool::ANY,
    ) {
        let rules = ReachRules::standard().unwrap();
        let town = grid(&missing, &towers);
        let whole = grid(&missing[1..], &towers);
        let words: Vec<String> = street_ids(&whole)
            .into_iter()
            .map(|id| whole.community.element(id).unwrap().key.as_str().to_owned())
            .filter(|word| town.community.id_of(&Key::from(word.as_str())).is_none())
            .collect();
        let direction = if back { Direction::FromStation } else { Direction::ToStation };
        let asked = PersonOptions { direction, ..options(&rules, "standard") };
        let mut live = model(&town, asked, &[]);
        let before = live.reach();
        let streets = drawn(&town, &words);
        let (edit, added) = live.add_streets(&streets);
        prop_assert!(added.meets.iter().all(|(_, meets)| *meets <= 2));
        let now = live.reach();
        prop_assert_eq!(edit.within, now.residents_within as i64 - before.residents_within as i64);
        prop_assert_eq!((edit.residents_lose, edit.residents_cut_off), (0, 0));
        let times = |reach: &PersonReach| -> Vec<u32> {
            reach.homes.iter().map(|home| home.time.as_ref().map_or(u32::MAX, |time| time.total_ms)).collect()
        };
        let connected = |word: &String| {
            let known = |letter: char| {
                street_ids(&town).iter().any(|id| {
                    town.community.element(*id).unwrap().key.as_str().contains(letter)
                })
            };
            word.chars().all(known)
        };
        if words.iter().all(connected) {
            prop_assert_eq!(times(&now), times(&model(&whole, asked, &[]).reach()));
            let scope = Scope::from(&town.community).with_streets(&streets);
            let cold = PersonModel::new(scope, &StreetGraph::of(&town.community), asked, &[]);
            prop_assert_eq!(times(&now), times(&cold.reach()));
        }
        prop_assert!(times(&now).iter().zip(times(&before)).all(|(now, before)| *now <= before));
    }
}

#[test]
fn a_drawn_street_meets_what_it_crosses_and_a_drawn_bridge_does_not() {
    let rules = ReachRules::standard().unwrap();
    // The home at a, the station at g: 600 m round. A path from the middle of ab to the middle of gh
    // crosses the street de half way.
    let mut town = Town::new(&["a..b", "d..e", "g..h"]);
    town.streets(&["ab", "be", "eh", "gh", "de"]);
    town.tower("home", 'a', 1, 8, Vec::new());
    town.tower("side", 'd', 1, 4, Vec::new());
    town.station("station", 'g');
    let path = |bridge: bool| {
        let mut town = Town::new(&["p"]);
        let line = vec![[150.0, 200.0, 0.0], [150.0, 0.0, 0.0]];
        let id = town.street("pp", |street| {
            street.nodes.clear();
            street.bridge = bridge;
        });
        assert_eq!(id, ElementId(0));
        town.change("pp", |element| element.geometry = Geometry::Line(line));
        town
    };
    let times = |bridge: Option<bool>| {
        let mut live = model(&town, options(&rules, "planning"), &[]);
        let meets = bridge.map_or(0, |bridge| {
            let (_, added) = live.add_streets(&added_to(&town, path(bridge)));
            added.meets[0].1
        });
        let reach = live.reach();
        let of = |home: usize| reach.homes[home].time.as_ref().unwrap().total_ms;
        (of(0), of(1), meets)
    };
    assert_eq!(times(None), (800_000, 700_000, 0));
    // From a: 150 m, 200 m, 150 m. From d: 150 m, 100 m, 150 m.
    assert_eq!(times(Some(false)), (500_000, 400_000, 3));
    assert_eq!(times(Some(true)), (500_000, 700_000, 2));
}

#[test]
fn the_way_of_a_home_is_what_its_time_says() {
    let rules = ReachRules::standard().unwrap();
    let mut town = square();
    town.street_node("zebra", 'b', StreetNodeKind::Gate);
    for direction in [Direction::ToStation, Direction::FromStation] {
        let live = model(&town, PersonOptions { direction, ..options(&rules, "planning") }, &[]);
        for home in live.reach().homes {
            let trip = live.explain(home.building, home.level).unwrap().unwrap();
            let time = home.time.unwrap();
            assert_eq!((trip.total_ms(), trip.place), (u64::from(time.total_ms), time.station));
            // Legs hang together: each path begins where the one before ended.
            let paths: Vec<_> = trip.legs.iter().filter(|leg| leg.path.len() > 1).collect();
            assert!(paths.windows(2).all(|pair| pair[0].path.last() == pair[1].path.first()), "{paths:?}");
            let (start, end) = (paths[0].path[0], *paths[paths.len() - 1].path.last().unwrap());
            let station = town.place('c');
            assert_eq!(if direction == Direction::ToStation { end } else { start }, station);
        }
        assert_eq!(live.explain(live.homes()[0].element, 9), None);
    }
}
