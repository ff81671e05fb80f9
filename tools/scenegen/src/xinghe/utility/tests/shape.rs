//! What the lines keep away from, what they connect, how units and small sites fit.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Community, CorridorNodeKind, Element, Geometry, Kind, Medium, Truth, UtilityNodeKind};

use super::checker::{Drawn, drawn};
use super::{XINGHE, footprints, town};
use crate::draft::Draft;
use crate::plan::Rectangle;
use crate::xinghe::plan::{METRO_TUBES, Plot, STATION_BOX, STATION_DEPTHS, plots};
use crate::xinghe::utility::corridor::tunnels;
use crate::xinghe::utility::run::Role;
use crate::xinghe::utility::{gravity, layout, rack, street_main};
use crate::xinghe::{Placing, Site};

/// Places along a line, with the lowest face above the ground.
fn samples(d: &Drawn) -> Vec<([f64; 2], f64)> {
    let along = d.segments().flat_map(|segment| {
        (0..=20).map(move |i| (segment, f64::from(i) / 20.0)).map(|(s, t)| {
            let at = |k: usize| s[0][k] + t * (s[1][k] - s[0][k]);
            ([at(0), at(1)], d.faces(s, t)[0])
        })
    });
    along.collect()
}

#[test]
fn nothing_passes_through_basements_buildings_and_the_station() {
    let (community, _) = town(80.0, true);
    let basements: Vec<Rectangle> = plots().iter().filter_map(Plot::basement).collect();
    let houses: Vec<Rectangle> = plots().iter().flat_map(footprints).collect();
    for d in drawn(&community) {
        for (place, low) in samples(&d) {
            let within = |r: &Rectangle| r.grown(-0.02).distance_m(place) == 0.0;
            assert!(!basements.iter().any(within), "{} in a basement at {place:?}", d.key);
            assert!(!houses.iter().any(within), "{} under a building at {place:?}", d.key);
            if within(&STATION_BOX) {
                assert!(low > -STATION_DEPTHS[0], "{} in the station at {place:?}: {low}", d.key);
            }
            // The tubes go on beyond the station, far below.
            if METRO_TUBES.iter().any(|v| (place[1] - v).abs() < 3.5) {
                assert!(low > -9.5, "{} near the metro at {place:?}: {low}", d.key);
            }
        }
    }
}

#[test]
fn buried_lines_keep_half_a_metre_above_the_tunnels_and_a_metre_beside_them() {
    let mut lines = drawn(&town(80.0, true).0);
    lines.extend(drawn(&XINGHE));
    for d in lines.iter().filter(|d| d.line.corridor.is_none()) {
        for tunnel in tunnels() {
            let outer = tunnel.outer();
            for segment in d.segments() {
                let [a, b] = segment;
                // Those that run towards the tunnel cross it, or join what does.
                let k = usize::from(tunnel.key == "GL1");
                let over = outer.is_crossed([a[0], a[1]], [b[0], b[1]]);
                let crosses = over || (a[k] - b[k]).abs() > 0.05;
                for i in 0..=20 {
                    let t = f64::from(i) / 20.0;
                    let place = [0, 1].map(|k| a[k] + t * (b[k] - a[k]));
                    let low = d.faces(segment, t)[0];
                    if outer.distance_m(place) == 0.0 {
                        let along = if tunnel.key == "GL2" { place[1] } else { place[0] };
                        let roof = tunnel.middle_m(along) + 1.95;
                        assert!(low >= roof + 0.49, "{} on {}: {low} at {place:?}", d.key, tunnel.key);
                    } else if !crosses {
                        let side = outer.distance_m(place) - d.line.diameter_mm / 2000.0;
                        assert!(side >= 0.99, "{} beside {}: {side}", d.key, tunnel.key);
                    }
                }
            }
        }
    }
}

#[test]
fn every_building_has_what_it_needs() {
    let (community, houses) = town(80.0, true);
    let connections = community.elements().iter().filter_map(|e| match &e.kind {
        Kind::UtilityNode(node) if node.node == UtilityNodeKind::Connection => Some(node.medium),
        _ => None,
    });
    let mut counts: BTreeMap<Medium, usize> = BTreeMap::new();
    connections.for_each(|medium| *counts.entry(medium).or_default() += 1);
    for medium in [Medium::Water, Medium::Sewage, Medium::Storm, Medium::Power, Medium::Telecom] {
        let share = counts[&medium] as f64 / houses as f64;
        assert!(share > 0.9, "{medium:?}: {counts:?} of {houses}");
    }
    assert!(counts[&Medium::Gas] as f64 > 0.6 * houses as f64 && counts[&Medium::Heat] >= 4, "{counts:?}");
}

#[test]
fn lengths_are_those_of_a_town() {
    let (community, _) = town(80.0, false);
    let mut km: BTreeMap<Medium, f64> = BTreeMap::new();
    for d in drawn(&community) {
        let length: f64 = d.segments().map(|[a, b]| (a[0] - b[0]).hypot(a[1] - b[1])).sum();
        *km.entry(d.line.medium).or_default() += length / 1000.0;
    }
    let between = |medium: Medium, low: f64, high: f64| {
        assert!((low..=high).contains(&km[&medium]), "{medium:?}: {} km of {km:?}", km[&medium]);
    };
    between(Medium::Water, 8.0, 14.0);
    between(Medium::Reclaimed, 2.0, 5.0);
    between(Medium::Sewage, 7.0, 12.0);
    between(Medium::Storm, 7.0, 12.0);
    between(Medium::Gas, 8.0, 13.0);
    between(Medium::Heat, 2.0, 5.0);
    between(Medium::Power, 10.0, 18.0);
    between(Medium::Telecom, 8.0, 15.0);
}

fn tunnel_nodes<'a>(community: &'a Community, key: &'a str) -> Vec<(CorridorNodeKind, [f64; 2])> {
    let nodes = community.elements().iter().filter_map(|e| match (&e.kind, &e.geometry) {
        (Kind::CorridorNode(node), Geometry::Point(p)) if node.corridor.as_str() == key => {
            Some((node.corridor_node, [p[0], p[1]]))
        }
        _ => None,
    });
    nodes.collect()
}

#[test]
fn tunnels_have_their_shafts_and_hold_their_lines() {
    let (community, _) = town(80.0, false);
    let held: BTreeSet<&str> = community
        .elements()
        .iter()
        .filter(|e| matches!(&e.kind, Kind::UtilityLine(line) if line.corridor.is_some()))
        .map(|e| e.key.as_str())
        .collect();
    let mut listed = BTreeSet::new();
    for (key, compartments) in [("corridor/GL1", 3), ("corridor/GL2", 2)] {
        let element = community.elements().iter().find(|e| e.key.as_str() == key).unwrap();
        let Kind::Corridor(corridor) = &element.kind else { panic!("{key}") };
        assert!(element.presence.planned && element.presence.truth == Truth::Designed);
        assert_eq!(corridor.compartments.len(), compartments);
        for compartment in &corridor.compartments {
            assert!(!compartment.lines.is_empty());
            listed.extend(compartment.lines.iter().map(|k| k.as_str()));
        }
        let nodes = tunnel_nodes(&community, key);
        let count = |kind| nodes.iter().filter(|n| n.0 == kind).count();
        assert!(count(CorridorNodeKind::Access) >= 2 && count(CorridorNodeKind::Branch) >= 2);
        assert!(count(CorridorNodeKind::AirInlet) >= 2 * compartments);
        assert_eq!(count(CorridorNodeKind::AirInlet), count(CorridorNodeKind::AirOutlet));
        for (kind, most) in [(CorridorNodeKind::Escape, 200.0), (CorridorNodeKind::Hoist, 400.0)] {
            for (_, a) in nodes.iter().filter(|n| n.0 == kind) {
                let next = nodes
                    .iter()
                    .filter(|n| n.0 == kind)
                    .map(|(_, b)| (a[0] - b[0]).hypot(a[1] - b[1]))
                    .filter(|d| *d > 20.0)
                    .fold(f64::INFINITY, f64::min);
                assert!(next <= most || count(kind) <= compartments, "{key} {kind:?}: {next} m");
            }
        }
    }
    assert_eq!(held, listed);
}

#[test]
fn lines_inside_a_tunnel_stay_in_their_compartments() {
    let (community, _) = town(80.0, false);
    let lines = drawn(&community);
    for d in lines.iter().filter(|d| d.line.corridor.is_some()) {
        let tunnel = tunnels().into_iter().find(|t| d.run().ends_with(t.key)).unwrap();
        let north = tunnel.key == "GL2";
        for segment in d.segments() {
            for t in [0.0, 0.5, 1.0] {
                let place = [0, 1].map(|k| segment[0][k] + t * (segment[1][k] - segment[0][k]));
                let [low, high] = d.faces(segment, t);
                let middle = tunnel.middle_m(if north { place[1] } else { place[0] });
                let radius = d.line.diameter_mm / 2000.0;
                let inner = tunnel.outer().grown(-0.35 - radius + 0.001);
                let across = if north { inner.west..inner.east } else { inner.south..inner.north };
                let own = if north { place[0] } else { place[1] };
                assert!(across.contains(&own), "{} at {place:?}", d.key);
                assert!(low > middle - 1.6 - 0.05 && high < middle + 1.6 + 0.05, "{}: {low} {high}", d.key);
            }
        }
    }
}

fn line_ends(community: &Community, prefix: &str, placing: Placing, u: f64) -> BTreeSet<[i64; 2]> {
    let mut found = BTreeSet::new();
    for element in community.elements() {
        let (Kind::UtilityLine(_), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if element.key.as_str().starts_with(prefix) {
            for p in [points.first().unwrap(), points.last().unwrap()] {
                let [a, _] = placing.folded([p[0], p[1]]);
                if (a - u).abs() < 0.01 {
                    found.insert([p[0], p[1]].map(|c| (c * 10.0).round() as i64));
                }
            }
        }
    }
    found
}

#[test]
fn neighbouring_units_join_at_their_border() {
    let site = Site::of_size(306.0);
    assert_eq!(site.units.len(), 4);
    let (community, _) = town(306.0, false);
    let placing = Placing::of_unit([0, 0]);
    // The second unit of the row is mirrored: both have lines that end at the street between them.
    let neighbour =
        site.units.iter().find(|u| u.number() != 0 && u.placing.prefix().ends_with("_0/")).unwrap();
    let u = 420.0_f64.min(if neighbour.placing.prefix().starts_with("u-1") { -440.0 } else { 420.0 });
    let own = line_ends(&community, "pipe/", placing, u);
    let theirs = line_ends(&community, &format!("{}pipe/", neighbour.placing.prefix()), placing, u);
    assert!(own.len() >= 15, "{own:?}");
    let shared = own.intersection(&theirs).count();
    assert!(shared >= 15, "{shared} of {} and {}", own.len(), theirs.len());
    let renamed = |e: &&Element| e.key.as_str().contains('~');
    assert_eq!(community.elements().iter().find(renamed).map(|e| e.key.clone()), None);
}

#[test]
fn a_small_site_has_the_lines_of_its_streets() {
    let (community, houses) = town(5.0, true);
    let lines = drawn(&community);
    let media: BTreeSet<Medium> = lines.iter().map(|d| d.line.medium).collect();
    assert!(houses > 0 && media.len() >= 7, "{media:?}");
    let area = Rectangle::new(-230.0, -22.0, 210.0, 180.0).grown(0.01);
    for d in &lines {
        assert!(d.points.iter().all(|p| area.distance_m([p[0], p[1]]) == 0.0), "{} {:?}", d.key, d.points);
    }
}

#[test]
fn the_unit_stays_within_its_budget() {
    let (community, _) = town(80.0, true);
    let count = community.elements().iter().filter(|e| !matches!(e.kind, Kind::Building(_))).count();
    assert!((2500..=9000).contains(&count), "{count}");
    assert_eq!(format!("{:?}", community.elements()), format!("{:?}", town(80.0, true).0.elements()));
}

#[test]
fn every_main_finds_its_height() {
    let site = Site::of_size(80.0);
    let runs = layout(&Draft::named("test"), &site.units[0]);
    let mains = runs.iter().filter(|run| run.role == Role::Main).count();
    assert_eq!(mains, street_main::mains().len() + gravity::mains().len());
    let branches = runs.iter().filter(|run| run.role == Role::Branch).count();
    assert_eq!(branches, rack::runs().iter().filter(|run| run.role == Role::Branch).count());
}
