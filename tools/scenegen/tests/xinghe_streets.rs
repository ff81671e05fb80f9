//! Streets of Xinghe: one network on foot, crossings, spacing, and the sizes of the site.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use linli_model::{
    Access, Community, Element, EquipmentKind, Geometry, Kind, ParkingKind, Point3, Street, StreetClass,
    StreetNodeKind,
};
use linli_scenegen::xinghe::{SEED, SIZE_HA, community};
use linli_space::StreetGraph;

static XINGHE: LazyLock<Community> = LazyLock::new(|| community(SEED, SIZE_HA));
/// Two units side by side.
static TWO: LazyLock<Community> = LazyLock::new(|| community(SEED, 150.0));

fn streets(community: &Community) -> Vec<(&Element, &Street, &Vec<Point3>)> {
    let lines = community.elements().iter().filter_map(|element| match (&element.kind, &element.geometry) {
        (Kind::Street(street), Geometry::Line(points)) => Some((element, street, points)),
        _ => None,
    });
    lines.collect()
}

/// Nodes that people can walk to, by component.
fn walking_components(community: &Community) -> BTreeMap<u32, Vec<Point3>> {
    let graph = StreetGraph::of(community);
    let labels = graph.components(|edge| edge.access.walk == Access::Yes);
    let mut components: BTreeMap<u32, Vec<Point3>> = BTreeMap::new();
    for (node, label) in labels.iter().enumerate() {
        if graph.edges_from(node as u32).iter().any(|e| e.access.walk == Access::Yes) {
            components.entry(*label).or_default().push(graph.nodes[node]);
        }
    }
    components
}

#[test]
fn one_can_walk_everywhere() {
    let made = [5.0, 12.0, 30.0, 320.0].map(|size_ha| (size_ha, community(SEED, size_ha)));
    let shared = [(SIZE_HA, &*XINGHE), (150.0, &*TWO)];
    for (size_ha, community) in made.iter().map(|(size_ha, made)| (*size_ha, made)).chain(shared) {
        let components = walking_components(community);
        let lone: Vec<_> = components.values().skip(1).map(|c| (c.len(), c[0])).collect();
        assert_eq!(components.len(), 1, "{size_ha} ha: {lone:?}");
    }
}

#[test]
fn every_door_has_a_path() {
    let community = &*XINGHE;
    for element in community.elements() {
        if let Kind::Entrance(entrance) = &element.kind {
            assert!(entrance.node.is_some(), "{}", element.key);
        }
    }
}

#[test]
fn cars_reach_every_street() {
    let community = &*TWO;
    let graph = StreetGraph::of(community);
    let labels = graph.components(|edge| edge.access.car != Access::No);
    let with_cars: BTreeSet<u32> = (0..graph.nodes.len())
        .filter(|n| graph.edges_from(*n as u32).iter().any(|e| e.access.car != Access::No))
        .map(|n| labels[n])
        .collect();
    assert_eq!(with_cars.len(), 1);
}

#[test]
fn no_key_comes_twice_and_no_node_lies_at_two_places() {
    let community = &*TWO;
    let renamed: Vec<_> = community.elements().iter().filter(|e| e.key.as_str().contains('~')).collect();
    assert!(renamed.is_empty(), "{:?}", renamed[0].key);
    let mut places: BTreeMap<i64, Point3> = BTreeMap::new();
    for (element, street, points) in streets(community) {
        assert!(street.class.is_rail() || street.nodes.len() == points.len(), "{}", element.key);
        for (node, p) in street.nodes.iter().zip(points) {
            let first = places.entry(*node).or_insert(*p);
            assert!((first[0] - p[0]).hypot(first[1] - p[1]) < 0.01, "{} {node}", element.key);
        }
    }
}

#[test]
fn pieces_have_sane_lengths() {
    let community = &*XINGHE;
    let graph = StreetGraph::of(community);
    let total: f64 = graph.edges.iter().map(|e| e.length_m).sum::<f64>() / 2.0;
    assert!((50_000.0..110_000.0).contains(&total), "{total}");
    let short: Vec<_> = graph
        .edges
        .iter()
        .filter(|e| e.length_m < 0.3)
        .map(|e| community.elements()[e.street.index()].key.to_string())
        .collect();
    assert!(short.len() < 20, "{short:?}");
    assert!(graph.edges.iter().all(|e| e.length_m < 260.0));
}

#[test]
fn crossings_are_at_most_250_m_apart() {
    let community = &*XINGHE;
    let crossings: BTreeSet<i64> = community
        .elements()
        .iter()
        .filter_map(|e| match &e.kind {
            Kind::StreetNode(n)
                if matches!(n.what, StreetNodeKind::Crossing | StreetNodeKind::SignalCrossing) =>
            {
                n.node
            }
            _ => None,
        })
        .collect();
    assert!(crossings.len() > 100, "{}", crossings.len());
    let mut along: BTreeMap<String, Vec<(f64, bool)>> = BTreeMap::new();
    let mut order: BTreeMap<String, f64> = BTreeMap::new();
    for (element, street, points) in streets(community) {
        let class = street.class;
        if !matches!(class, StreetClass::Primary | StreetClass::Secondary | StreetClass::Residential) {
            continue;
        }
        let name = element.name.clone().unwrap_or_default();
        let name = if street.bridge { continue } else { name };
        let at = order.entry(name.clone()).or_insert(0.0);
        let mut previous = points[0];
        for (node, p) in street.nodes.iter().zip(points) {
            *at += (p[0] - previous[0]).hypot(p[1] - previous[1]);
            previous = *p;
            along.entry(name.clone()).or_default().push((*at, crossings.contains(node)));
        }
    }
    assert_eq!(along.len(), 11);
    for (name, places) in along {
        let mut last = 0.0;
        for (at, is_crossing) in places {
            if is_crossing {
                assert!(at - last <= 250.0, "{name}: {last} {at}");
                last = at;
            }
        }
    }
}

#[test]
fn every_crossing_is_on_a_carriageway_and_a_footway() {
    let community = &*XINGHE;
    let mut walked: BTreeMap<i64, [bool; 2]> = BTreeMap::new();
    for (_, street, _) in streets(community) {
        for node in &street.nodes {
            let at = walked.entry(*node).or_default();
            at[0] |= street.access.walk == Access::Yes;
            at[1] |= street.access.car == Access::Yes;
        }
    }
    let mut signals = 0;
    for element in community.elements() {
        let Kind::StreetNode(node) = &element.kind else { continue };
        let at = walked[&node.node.unwrap()];
        match node.what {
            StreetNodeKind::Crossing | StreetNodeKind::SignalCrossing => {
                assert!(at[0] && at[1], "{}", element.key);
            }
            StreetNodeKind::Signals => signals += 1,
            StreetNodeKind::Gate | StreetNodeKind::Lift => assert!(at[0], "{}", element.key),
        }
    }
    assert!(signals >= 20, "{signals}");
}

#[test]
fn station_stops_parking_and_furniture_are_there() {
    let community = &*XINGHE;
    let count = |test: &dyn Fn(&Kind) -> bool| community.elements().iter().filter(|e| test(&e.kind)).count();
    assert_eq!(count(&|k| matches!(k, Kind::Station(_))), 1);
    let entrances = |k: &Kind| matches!(k, Kind::StationEntrance(e) if e.node.is_some());
    assert_eq!(count(&entrances), 4);
    assert!(count(&|k| matches!(k, Kind::Stop(_))) >= 36);
    let lamps = count(&|k| matches!(k, Kind::Equipment(e) if e.equipment == EquipmentKind::StreetLamp));
    assert!((300..700).contains(&lamps), "{lamps}");
    let bays: u32 = community
        .elements()
        .iter()
        .filter_map(|e| match &e.kind {
            Kind::Parking(p) => {
                assert!(p.node.is_some(), "{}", e.key);
                let some = p.capacity.unwrap();
                assert!(some > 0 && p.charging_bays.unwrap_or(0) <= some, "{}", e.key);
                (p.parking == ParkingKind::Underground).then_some(some)
            }
            _ => None,
        })
        .sum();
    assert!((5_000..15_000).contains(&bays), "{bays}");
    let streets = count(&|k| matches!(k, Kind::Street(_)));
    assert!(streets < 4_000, "{streets}");
}

#[test]
fn the_same_seed_gives_the_same_streets() {
    let listed = |community: &Community| {
        let keys: Vec<_> =
            streets(community).iter().map(|(e, s, p)| format!("{} {s:?} {p:?}", e.key)).collect();
        keys
    };
    assert_eq!(listed(&TWO), listed(&community(SEED, 150.0)));
}
