#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::LiftBank;

use super::*;
use crate::reach::town::Town;

/// A hub at a, towers at c and e.
fn town(residents: u32, lift: bool) -> Town {
    let mut town = Town::new(&["a.c.e"]);
    town.streets(&["ac", "ce"]);
    town.facility("hub", 'a', "delivery_hub");
    town.facility("shop", 'e', "supermarket");
    let bank = LiftBank { cars: 2, speed_mps: 1.75, capacity: 13, from_level: 1, to_level: 10, at: [0.0; 2] };
    town.tower("near", 'c', 10, residents, if lift { vec![bank.clone()] } else { Vec::new() });
    town.tower("far", 'e', 10, residents, if lift { vec![bank] } else { Vec::new() });
    town
}

fn reach(town: &Town, rules: &ReachRules, carrier: &str, carriers: Option<u32>, seed: u64) -> GoodsReach {
    let closed = BTreeSet::new();
    let carrier = rules.profile(carrier).unwrap();
    let closed_lifts = BTreeSet::new();
    let options = GoodsOptions {
        rules,
        carrier,
        carriers,
        closed: &closed,
        closed_lifts: &closed_lifts,
        minute: None,
        seed,
    };
    goods_reach(&town.community, &StreetGraph::of(&town.community), &options).unwrap()
}

#[test]
fn one_order_takes_the_sum_of_its_steps() {
    let rules = ReachRules::standard().unwrap();
    let mut town = Town::new(&["a.c"]);
    town.streets(&["ac"]);
    town.facility("hub", 'a', "delivery_hub");
    town.tower("home", 'c', 1, 1, Vec::new());
    let found = reach(&town, &rules, "courier", Some(1), 1);
    // Pick 8 min, wait for others 3 min, load 2 min, 200 m at 4.17 m/s, handover 75 s.
    let expected = 480_000 + 180_000 + 120_000 + (200.0_f64 / 4.17 * 1000.0).round() as u64 + 75_000;
    assert_eq!(found.hubs[0].orders, 1);
    assert_eq!(found.hubs[0].times.most_ms, Some(expected));
    assert_eq!(found.hubs[0].times.p50_ms, Some(expected));
    assert_eq!((found.share_within, found.residents_unserved), (Some(1.0), 0));
    assert_eq!(found.hubs[0].carriers_needed, Some(1));
}

#[test]
fn robots_without_a_lift_hand_over_at_the_door() {
    let rules = ReachRules::standard().unwrap();
    let of = |lift: bool, carrier: &str| reach(&town(1, lift), &rules, carrier, Some(8), 3).hubs[0].times;
    let (door, flat) = (of(false, "robot"), of(true, "robot"));
    assert!(door.p50_ms < flat.p50_ms, "{door:?} {flat:?}");
    // Couriers climb stairs where there is no lift.
    assert!(of(false, "courier").most_ms > of(true, "courier").most_ms);
}

#[test]
fn the_first_category_is_the_hub_and_nobody_is_lost() {
    let rules = ReachRules::standard().unwrap();
    let mut town = town(10, true);
    let hub = town.community.id_of(&linli_model::Key::from("hub")).unwrap();
    let found = reach(&town, &rules, "courier", None, 3);
    assert_eq!(found.hubs.iter().map(|hub| hub.hub).collect::<Vec<_>>(), vec![hub]);
    assert_eq!((found.residents, found.hubs[0].residents, found.hubs[0].orders), (200, 200, 60));
    assert_eq!(found.buildings.iter().map(|b| b.times.trips).sum::<usize>(), found.hubs[0].times.trips);
    assert_eq!(found.hubs[0].times.trips, 60 * 5);
    for building in &found.buildings {
        let orders: usize = building.storeys.iter().map(|(_, times)| times.trips).sum();
        assert_eq!(orders, building.times.trips);
        assert!(building.storeys.len() == 10 && building.storeys.is_sorted_by(|a, b| a.0 < b.0));
        let longest = building.storeys.iter().filter_map(|(_, times)| times.most_ms).max();
        assert_eq!(longest, building.times.most_ms);
    }
    assert_eq!(found, reach(&town, &rules, "courier", None, 3));
    town.change("ce", |element| {
        if let linli_model::Kind::Street(street) = &mut element.kind {
            street.access = linli_model::ModeAccess {
                walk: linli_model::Access::No,
                cycle: linli_model::Access::No,
                car: linli_model::Access::No,
            };
        }
    });
    let cut = reach(&town, &rules, "courier", None, 3);
    assert_eq!((cut.residents_unserved, cut.hubs[0].residents), (100, 100));
}

#[test]
fn more_orders_need_more_carriers_and_more_carriers_are_quicker() {
    let rules = ReachRules::standard().unwrap();
    let needed: Vec<u32> = [20, 200, 800]
        .map(|residents| {
            reach(&town(residents, true), &rules, "courier", None, 5).hubs[0].carriers_needed.unwrap()
        })
        .to_vec();
    assert!(needed.is_sorted() && needed[0] < needed[2], "{needed:?}");
    let judged = |carriers: u32| {
        reach(&town(200, true), &rules, "courier", Some(carriers), 5).hubs[0].times.judged_ms.unwrap()
    };
    let times = [1, 2, 4, 8, 16].map(judged);
    assert!(times[0] > times[4] && times.is_sorted_by(|a, b| a >= b), "{times:?}");
    let hub = &reach(&town(200, true), &rules, "courier", Some(48), 5).hubs[0];
    assert!(hub.utilisation > 0.0 && hub.utilisation <= 1.0 && hub.tours > 0.0 && !hub.beyond_charge);
}

#[test]
fn tours_are_no_longer_than_their_orders_can_wait() {
    let rules = ReachRules::standard().unwrap();
    // Six orders of one building on stairs would keep the last one for longer than half an hour.
    let town = town(400, false);
    let hub = &reach(&town, &rules, "courier", Some(200), 2).hubs[0];
    assert!(hub.times.judged_ms.unwrap() <= 1_800_000, "{:?}", hub.times);
    assert!(hub.carriers_needed.is_some());
}

#[test]
fn the_way_of_an_order_adds_up_to_the_mean_of_its_storey() {
    let rules = ReachRules::standard().unwrap();
    let town = town(50, true);
    let (closed, closed_lifts) = (BTreeSet::new(), BTreeSet::new());
    let carrier = rules.profile("courier").unwrap();
    let options = GoodsOptions {
        rules: &rules,
        carrier,
        carriers: Some(8),
        closed: &closed,
        closed_lifts: &closed_lifts,
        minute: None,
        seed: 1,
    };
    let model = GoodsModel::new(&town.community, &StreetGraph::of(&town.community), options).unwrap();
    let means = model.storey_means_ms();
    assert_eq!(means.len(), 20);
    for ((building, level), mean) in means {
        let trip = model.explain(building, level).unwrap();
        assert_eq!(trip.total_ms(), mean);
        assert_eq!(trip.limit_ms, 1_800_000);
        let drive = trip.legs.iter().find(|leg| leg.kind == crate::reach::LegKind::Drive).unwrap();
        assert_eq!(drive.path[0], town.place('a'));
    }
}
