#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Access, Entrance, EntranceUse, Geometry, Kind, Parking, ParkingKind};

use super::*;
use crate::reach::town::Town;

/// A gate at a, a garage at b, a tower of `storeys` storeys with two dwellings each at c.
fn town(parking: Parking, storeys: i16) -> Town {
    let mut town = Town::new(&["abc"]);
    for word in ["ab", "bc"] {
        // Behind the gate the streets are the community's own.
        town.street(word, |street| street.access.car = Access::Private);
    }
    let gate =
        Entrance { entrance_use: EntranceUse::Cars, node: Some(i64::from(b'a')), ..Entrance::default() };
    let place = town.place('a');
    town.add("gate", Kind::Entrance(gate), Geometry::Point(place));
    let place = town.place('b');
    town.add("garage", Kind::Parking(parking), Geometry::Point(place));
    town.tower("home", 'c', storeys, 5, Vec::new());
    town
}

fn parking(storage: CarStorage, capacity: u32, servers: u32) -> Parking {
    Parking {
        parking: ParkingKind::Surface,
        capacity: Some(capacity),
        storage,
        servers: Some(servers),
        node: Some(i64::from(b'b')),
        ..Parking::default()
    }
}

fn reach(town: &Town, rules: &ReachRules, seed: u64) -> CarReach {
    let (closed, closed_lifts) = (BTreeSet::new(), BTreeSet::new());
    let options = CarOptions {
        rules,
        walker: rules.profile("planning").unwrap(),
        driver: rules.profile("car").unwrap(),
        closed: &closed,
        closed_lifts: &closed_lifts,
        minute: None,
        seed,
    };
    car_reach(&town.community, &StreetGraph::of(&town.community), &options)
}

#[test]
fn without_a_queue_time_is_geometry() {
    let rules = ReachRules::standard().unwrap();
    let found = reach(&town(parking(CarStorage::Agv, 10, 8), 1), &rules, 1);
    let garage = &found.garages[0];
    // Walk 100 m at 1 m/s, cycle 120 s, drive 100 m at 20 km/h: 18 s.
    assert_eq!((garage.fetch.p50_ms, garage.fetch.most_ms), (Some(238_000), Some(238_000)));
    // Parking: drive, handed over at once, walk.
    assert_eq!(garage.park.most_ms, Some(118_000));
    assert!(garage.gate_known && garage.most_waiting == 0);
    assert_eq!((found.cars, found.cars_without_bay, garage.cars, garage.trips), (2, 0, 2, 1));
    assert_eq!(found.share_within, Some(1.0));
    assert_eq!(garage.servers_needed, Some(1));
}

#[test]
fn a_driven_garage_adds_its_inside() {
    let rules = ReachRules::standard().unwrap();
    let found = reach(&town(parking(CarStorage::Driven, 100, 1), 1), &rules, 1);
    // 100 bays of 28 m²: 52.915 m; on foot 52.915 s, at 9 km/h 21.166 s; search 20 s; barrier 6 s.
    let inside = 52_915 + 21_166;
    assert_eq!(found.garages[0].fetch.most_ms, Some(100_000 + inside + 6_000 + 18_000));
    assert_eq!(found.garages[0].park.most_ms, Some(100_000 + inside + 20_000 + 6_000 + 18_000));
}

#[test]
fn the_same_seed_gives_the_same_and_vehicles_shorten_the_queue() {
    let rules = ReachRules::standard().unwrap();
    let of =
        |servers: u32, seed: u64| reach(&town(parking(CarStorage::Agv, 400, servers), 150), &rules, seed);
    assert_eq!(of(1, 7), of(1, 7));
    assert_ne!(of(1, 7), of(1, 8));
    let judged: Vec<u64> =
        (1..=4).map(|servers| of(servers, 7).garages[0].fetch.judged_ms.unwrap()).collect();
    assert!(judged.is_sorted_by(|a, b| a >= b) && judged[0] > judged[3], "{judged:?}");
    let one = &of(1, 7).garages[0];
    // 300 cars, 36 in the hour, 120 s each: one vehicle is busy for 1.2 hours of one.
    assert_eq!(one.trips, 36);
    assert!((one.utilisation - 1.2).abs() < 1e-9, "{}", one.utilisation);
    assert!(one.waiting_by_minute.iter().max().copied().unwrap() as usize <= one.most_waiting);
}

#[test]
fn trips_of_storeys_are_those_of_their_building_and_the_top_is_farthest() {
    let rules = ReachRules::standard().unwrap();
    let found = reach(&town(parking(CarStorage::Agv, 400, 64), 40), &rules, 3);
    let building = &found.buildings[0];
    let trips =
        |of: fn(&StoreyCars) -> Percentiles| -> usize { building.storeys.iter().map(|s| of(s).trips).sum() };
    assert_eq!((trips(|s| s.fetch), trips(|s| s.park)), (building.fetch.trips, building.park.trips));
    assert!(building.storeys.len() > 30 && building.storeys.is_sorted_by(|a, b| a.level < b.level));
    // Nobody waits for one of 64 vehicles: without a lift, stairs alone tell storeys apart.
    let times: Vec<u64> = building.storeys.iter().filter_map(|storey| storey.fetch.judged_ms).collect();
    assert!(times.is_sorted_by(|a, b| a < b), "{times:?}");
    assert_eq!(times.last().copied(), building.fetch.most_ms);
}

#[test]
fn too_few_bays_leave_cars_without_one_and_shares_are_conserved() {
    let rules = ReachRules::standard().unwrap();
    let found = reach(&town(parking(CarStorage::Driven, 3, 1), 4), &rules, 1);
    assert_eq!((found.cars, found.cars_without_bay, found.garages[0].cars), (8, 5, 3));
    let in_garages: u32 = found.buildings.iter().flat_map(|b| &b.garages).map(|(_, cars)| cars).sum();
    assert_eq!(u64::from(in_garages) + found.cars_without_bay, found.cars);
    let silent = Parking { capacity: None, ..parking(CarStorage::Driven, 1, 1) };
    let found = reach(&town(silent, 4), &rules, 1);
    assert_eq!((found.garages.len(), found.unknown_capacity.len(), found.cars_without_bay), (0, 1, 8));
    assert_eq!(found.share_within, None);
}

#[test]
fn a_home_above_its_garage_takes_the_lift_down() {
    let rules = ReachRules::standard().unwrap();
    let basement = linli_model::Basement {
        levels: 1,
        top_depth_m: 1.0,
        bottom_depth_m: 5.0,
        buildings: vec!["home".into()],
        ..linli_model::Basement::default()
    };
    let under = Parking { basement: Some("basement".into()), ..parking(CarStorage::Agv, 10, 8) };
    let mut town = town(under, 1);
    town.add("basement", Kind::Basement(basement), Geometry::Point([210.0, 10.0, -4.0]));
    let found = reach(&town, &rules, 1);
    // The tower's middle is 110 m and 10 m from the garage: 143.6 m inside are longer than 100 m outside.
    assert_eq!(found.garages[0].fetch.most_ms, Some(238_000));
    town.change("garage", |element| element.geometry = Geometry::Point([210.0, 10.0, 0.0]));
    let below = reach(&town, &rules, 1).garages[0].fetch.most_ms.unwrap();
    // Below the tower: the way outside is not taken, only the stairs to level −1.
    assert!(below < 238_000, "{below}");
}

#[test]
fn workers_use_shared_bays_by_day_and_residents_find_theirs_at_night() {
    let rules = ReachRules::standard().unwrap();
    let shared =
        Parking { shared_bays: Some(30), charging_bays: Some(2), ..parking(CarStorage::Driven, 100, 1) };
    let found = reach(&town(shared.clone(), 50), &rules, 1);
    let day = &found.garages[0].day;
    // 100 cars in 100 bays all night; by day the workers come when residents have gone.
    assert_eq!((day.bays_by_hour.len(), day.bays_by_hour[3], day.workers_by_hour[3]), (24, 100, 0));
    assert!(day.bays_by_hour.iter().all(|bays| *bays <= 100));
    assert!(day.workers_by_hour[12] > 20 && day.workers_by_hour[12] <= 30, "{day:?}");
    assert!(day.workers_by_hour[20] == 0 && day.bays_by_hour[12] < 100, "{day:?}");
    assert!(day.charging_by_hour.iter().all(|used| *used <= 2) && day.charging_by_hour[19] == 2);
    assert!(day.most_waiting_to_charge > 0);
    // Without shared bays nobody is in anybody's way.
    let own = Parking { shared_bays: None, charging_bays: None, ..shared };
    let day = reach(&town(own, 50), &rules, 1).garages[0].day.clone();
    assert_eq!((day.residents_turned_away, day.workers_turned_away), (0, 0));
    assert!(day.workers_by_hour.iter().all(|workers| *workers == 0) && day.charging_by_hour.is_empty());
}

#[test]
fn the_ways_of_a_car_add_up_to_the_means_of_their_storey() {
    let rules = ReachRules::standard().unwrap();
    let (closed, closed_lifts) = (BTreeSet::new(), BTreeSet::new());
    for parking in [parking(CarStorage::Agv, 60, 1), parking(CarStorage::Driven, 100, 1)] {
        let town = town(parking, 26);
        let scope = Scope::from(&town.community);
        let options = CarOptions {
            rules: &rules,
            walker: rules.profile("planning").unwrap(),
            driver: rules.profile("car").unwrap(),
            closed: &closed,
            closed_lifts: &closed_lifts,
            minute: None,
            seed: 1,
        };
        let model = CarModel::new(scope, &StreetGraph::of(&town.community), options);
        let means = model.storey_means_ms();
        assert_eq!(means.len(), 26);
        for ((building, level), [fetch, park]) in means {
            let trips = model.explain(scope, building, level).unwrap();
            assert_eq!((trips.fetch.total_ms(), trips.park.total_ms()), (fetch, park), "{level}");
            let drive = trips.fetch.legs.iter().find(|leg| leg.kind == crate::reach::LegKind::Drive).unwrap();
            assert_eq!((drive.path[0], *drive.path.last().unwrap()), (town.place('b'), town.place('a')));
        }
        // With one vehicle the mean of all storeys, weighed by cars, is that of the simulated trips
        // within the chance of which cars move.
        let garage = &model.reach().garages[0];
        assert!(garage.fetch_wait_ms < garage.fetch.most_ms.unwrap());
    }
}

#[test]
fn where_no_gate_stands_the_first_public_street_is_the_gate() {
    let rules = ReachRules::standard().unwrap();
    let mut open = town(parking(CarStorage::Agv, 10, 8), 1);
    open.change("gate", |element| {
        if let Kind::Entrance(entrance) = &mut element.kind {
            entrance.entrance_use = EntranceUse::Goods;
        }
    });
    // Both streets are the community's own: nothing is known.
    assert!(!reach(&open, &rules, 1).garages[0].gate_known);
    open.change("ab", |element| {
        if let Kind::Street(street) = &mut element.kind {
            street.access.car = Access::Yes;
        }
    });
    // The garage lies on a public street: nothing to drive.
    let found = reach(&open, &rules, 1);
    assert!(found.garages[0].gate_known);
    assert_eq!(found.garages[0].fetch.most_ms, Some(220_000));
}

#[test]
fn the_way_through_a_garage_is_unbroken_and_goes_below_the_ground() {
    let rules = ReachRules::standard().unwrap();
    let question = crate::reach::ReachQuestion::new(rules, "planning", "courier").unwrap();
    let below = Parking { parking: ParkingKind::Underground, ..parking(CarStorage::Driven, 100, 1) };
    let town = town(below, 3);
    let scope = Scope::from(&town.community);
    let model = question.car_model(scope, &StreetGraph::of(&town.community), &mut DayMemo::default());
    let home = town.community.id_of(&"home".into()).unwrap();
    let trips = model.explain(scope, home, 3).unwrap();
    for trip in [&trips.fetch, &trips.park] {
        let paths: Vec<_> = trip.legs.iter().map(|leg| &leg.path).filter(|path| !path.is_empty()).collect();
        for pair in paths.windows(2) {
            assert_eq!(pair[0].last(), pair[1].first(), "{:?}", trip.legs);
        }
        let lowest = paths.iter().flat_map(|path| path.iter()).map(|place| place[2]).fold(0.0, f64::min);
        assert_eq!(lowest, -question.rules.homes.storey_height.value);
        let streets: Vec<_> = trip.legs.iter().flat_map(|leg| &leg.along).collect();
        assert!(streets.contains(&&town.community.id_of(&"ab".into()).unwrap()));
    }
}
