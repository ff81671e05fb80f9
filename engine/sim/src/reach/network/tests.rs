#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Access, AttributeValue, Attributes, Key, Oneway, StreetNodeKind};

use super::*;
use crate::reach::graph::Seed;
use crate::reach::town::Town;

/// Milliseconds from the first joint to the second.
fn trip_ms(network: &TravelNetwork) -> u32 {
    let [from, to] = [0, 1].map(|joint| network.node_of_joint(joint).unwrap());
    network.graph.times_from(&[Seed { node: from, time_ms: 0 }], UNREACHED - 1)[to as usize]
}

fn two_streets() -> (Town, [Joint; 2]) {
    let mut town = Town::new(&["abc", "..d"]);
    town.streets(&["abc", "cd"]);
    let id = town.community.id_of(&Key::from("abc")).unwrap();
    let joints = [town.joint(id, 'a'), town.joint(id, 'd')];
    (town, joints)
}

#[test]
fn time_is_length_over_speed() {
    let (town, joints) = two_streets();
    // 300 m: at 1.0 m/s, at 1.2 m/s, at 0.8 m/s.
    for (profile, ms) in [("planning", 300_000), ("standard", 250_000), ("wheelchair", 375_000)] {
        assert_eq!(trip_ms(&town.network(profile, &[], &joints)), ms, "{profile}");
    }
    // Residential 20 km/h: 54 s.
    assert_eq!(trip_ms(&town.network("car", &[], &joints)), 54_000);
}

#[test]
fn a_crossing_costs_walkers_who_cross_and_signals_cost_cars() {
    let mut town = Town::new(&["abc", "..d"]);
    town.street("abc", |street| street.class = linli_model::StreetClass::Footway);
    let road = town.street("cd", |street| street.class = linli_model::StreetClass::Primary);
    town.street_node("crossing", 'b', StreetNodeKind::SignalCrossing);
    let joints = [town.joint(road, 'a'), town.joint(road, 'd')];
    // b lies inside of one street: 15 s there; nothing else.
    assert_eq!(trip_ms(&town.network("planning", &[], &joints)), 315_000);
    town.street_node("second", 'c', StreetNodeKind::Crossing);
    // At c the footway ends on the road: half of the 5 s.
    assert_eq!(trip_ms(&town.network("planning", &[], &joints)), 317_500);
}

#[test]
fn steps_stop_wheelchairs_and_slow_walkers() {
    let mut town = Town::new(&["ab", ".."]);
    let steps = town.street("ab", |street| street.class = linli_model::StreetClass::Steps);
    let joints = [town.joint(steps, 'a'), town.joint(steps, 'b')];
    // Level steps: 100 m at the harmonic mean of 0.55 and 0.65, times 1.0 / 1.2.
    let mean = 2.0 * 0.55 * 0.65 / 1.2;
    let expected = (100.0_f64 / (mean / 1.2) * 1000.0).round() as u32;
    assert_eq!(trip_ms(&town.network("planning", &[], &joints)), expected);
    let wheelchair = town.network("wheelchair", &[], &joints);
    assert_eq!(wheelchair.joints[0], Err(JoinProblem::FarFromStreets { limit_m: 60.0 }));
    assert_eq!(wheelchair.issues, vec![NetworkIssue::UnknownNode(steps)]);
}

#[test]
fn one_way_streets_bind_cars_only() {
    let (mut town, joints) = two_streets();
    town.change("cd", |element| {
        if let linli_model::Kind::Street(street) = &mut element.kind {
            street.oneway = Oneway::Backward;
        }
    });
    assert_eq!(trip_ms(&town.network("car", &[], &joints)), UNREACHED);
    assert_eq!(trip_ms(&town.network("car", &[], &[joints[1], joints[0]])), 54_000);
    assert_eq!(trip_ms(&town.network("planning", &[], &joints)), 300_000);
}

#[test]
fn closed_streets_and_gates_cut_and_gates_keep_hours() {
    let (mut town, joints) = two_streets();
    let id = |town: &Town, key: &str| town.community.id_of(&Key::from(key)).unwrap();
    assert_eq!(trip_ms(&town.network("planning", &[id(&town, "cd")], &joints)), UNREACHED);
    let gate = town.street_node("gate", 'b', StreetNodeKind::Gate);
    assert_eq!(trip_ms(&town.network("planning", &[], &joints)), 300_000);
    let closed = town.network("planning", &[gate], &joints);
    assert_eq!(trip_ms(&closed), UNREACHED);
    // Both parts beside the gate, both ways.
    assert_eq!(closed.links_of(gate).len(), 4);
    town.change("gate", |element| {
        let mut attributes = Attributes::new();
        attributes.push(Key::from("opening_hours"), AttributeValue::Text("06:00-22:00".into()));
        element.attributes = attributes;
    });
    let at = |hour: u16| trip_ms(&town.network_at("planning", &[], Some(hour * 60), &joints));
    assert_eq!((at(8), at(23)), (300_000, UNREACHED));
}

#[test]
fn a_door_joins_the_nearest_street_or_is_unknown() {
    let (town, joints) = two_streets();
    let door = |x: f64, y: f64| Joint { place: [x, y, 0.0], node: None, ..joints[0] };
    // 30 m beside the street at 40 m from a: 30 + 60 + 100 + 100 m.
    assert_eq!(trip_ms(&town.network("planning", &[], &[door(40.0, 130.0), joints[1]])), 290_000);
    // A cut street takes as long as a whole one: 83 333 + 83 333 + 83 333 rounds as 250 000.
    let many: Vec<Joint> = (0..7).map(|i| door(f64::from(i) * 29.0, 103.0)).collect();
    let all: Vec<Joint> = joints.iter().copied().chain(many).collect();
    assert_eq!(trip_ms(&town.network("standard", &[], &all)), 250_000);
    let network = town.network("planning", &[], &[door(40.0, 161.0), door(f64::NAN, 0.0)]);
    assert_eq!(
        network.joints,
        vec![Err(JoinProblem::FarFromStreets { limit_m: 60.0 }), Err(JoinProblem::NoPlace)]
    );
}

#[test]
fn private_streets_are_for_residents() {
    let (mut town, joints) = two_streets();
    town.change("cd", |element| {
        if let linli_model::Kind::Street(street) = &mut element.kind {
            street.access.walk = Access::Private;
        }
    });
    assert_eq!(trip_ms(&town.network("planning", &[], &joints)), 300_000);
}

#[test]
fn absurd_speeds_and_lost_crossings_are_reported() {
    let (mut town, joints) = two_streets();
    town.change("cd", |element| {
        if let linli_model::Kind::Street(street) = &mut element.kind {
            street.speed_kmh = Some(-30.0);
        }
    });
    let lost = town.street_node("lost", 'd', StreetNodeKind::Crossing);
    town.change("lost", |element| {
        element.geometry = linli_model::Geometry::Point([900.0, 900.0, 0.0]);
        element.kind = linli_model::Kind::StreetNode(linli_model::StreetNode {
            what: StreetNodeKind::Crossing,
            node: Some(-1),
        });
    });
    let network = town.network("car", &[], &joints);
    let street = town.community.id_of(&Key::from("cd")).unwrap();
    assert_eq!(network.issues, vec![NetworkIssue::AbsurdSpeed(street), NetworkIssue::OffStreets(lost)]);
    assert_eq!(trip_ms(&network), 54_000);
}

#[test]
fn a_part_of_a_street_is_cut_where_it_should() {
    let (town, joints) = two_streets();
    let network = town.network("planning", &[], &joints);
    assert_eq!(
        network.part(0, 150.0, 50.0),
        vec![[150.0, 100.0, 0.0], [100.0, 100.0, 0.0], [50.0, 100.0, 0.0]]
    );
}
