//! Clearances, cover, falls, spacing of manholes and hydrants.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Community, Geometry, Key, Kind, Medium, Truth, UtilityNode, UtilityNodeKind};

use super::checker::{Drawn, Violation, close_pairs, drawn, shallow};
use super::{XINGHE, town};
use crate::xinghe::relief::plan_height_m;
use crate::xinghe::utility::{CONFLICTS, Conflict};

/// What two existing lines do to each other, as the list of conflicts says it.
fn described(violation: &Violation) -> String {
    let mut runs: Vec<String> = violation.lines.iter().map(|d| d.run()).collect();
    runs.sort();
    format!("{} {}", violation.what, runs.join(" "))
}

fn listed() -> BTreeSet<String> {
    let text = |conflict: &Conflict| match conflict {
        Conflict::Beside(a, b) => format!("beside {a} {b}"),
        Conflict::Crossing(a, b) => format!("crossing {a} {b}"),
        Conflict::Shallow(a) => format!("cover {a}"),
    };
    CONFLICTS.iter().map(text).collect()
}

fn check(community: &Community) {
    let lines = drawn(community);
    let mut violations = close_pairs(&lines);
    violations.extend(shallow(&lines));
    let (old, new): (Vec<_>, Vec<_>) =
        violations.into_iter().partition(|v| v.lines.iter().all(|d| d.truth == Truth::Existing));
    let some: Vec<_> = new.iter().take(20).collect();
    assert!(new.is_empty(), "{} designed lines: {some:#?}", new.len());
    let found: BTreeSet<String> = old.iter().map(described).collect();
    assert_eq!(found, listed(), "{:#?}", old.iter().take(40).collect::<Vec<_>>());
}

#[test]
fn designed_lines_keep_the_tables_and_old_ones_break_them_as_listed() {
    check(&XINGHE);
}

#[test]
fn so_do_the_connections_of_a_built_up_unit() {
    check(&town(80.0, true).0);
}

fn nodes(community: &Community) -> BTreeMap<Key, (UtilityNode, [f64; 3])> {
    let nodes = community.elements().iter().filter_map(|e| match (&e.kind, &e.geometry) {
        (Kind::UtilityNode(node), Geometry::Point(p)) => Some((e.key.clone(), (node.clone(), *p))),
        _ => None,
    });
    nodes.collect()
}

#[test]
fn every_line_ends_at_nodes_of_its_medium() {
    let (community, _) = town(80.0, true);
    let nodes = nodes(&community);
    let mut used = BTreeSet::new();
    for element in community.elements() {
        let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let ends = [points.first().unwrap(), points.last().unwrap()];
        for (name, end) in [&line.from_node, &line.to_node].into_iter().zip(ends) {
            let key = Key::from(name.as_ref().unwrap().as_str());
            let (node, p) = &nodes[&key];
            assert_eq!(node.medium, line.medium);
            assert!((p[0] - end[0]).hypot(p[1] - end[1]) < 0.03, "{} ends beside {key}", element.key);
            used.insert(key);
        }
        assert!(line.material.is_some() && line.owner.is_some());
        let existing = element.presence.truth == Truth::Existing;
        assert_eq!((line.year.is_some(), line.survey.is_some()), (existing, existing), "{}", element.key);
    }
    assert_eq!(used.len(), nodes.len(), "nodes without lines");
}

/// Lines that run by gravity, in the direction of flow.
fn drains(lines: &[Drawn]) -> impl Iterator<Item = &Drawn> {
    lines.iter().filter(|d| matches!(d.line.medium, Medium::Sewage | Medium::Storm))
}

#[test]
fn drains_fall_at_their_least_slope_and_lead_to_outfalls() {
    let (community, _) = town(80.0, true);
    let lines = drawn(&community);
    let nodes = nodes(&community);
    let mut next: BTreeMap<&str, &str> = BTreeMap::new();
    let mut lowest: BTreeMap<&str, f64> = BTreeMap::new();
    for d in drains(&lines) {
        assert!(!d.above_ground, "{} has absolute levels", d.key);
        let (first, last) = (d.points.first().unwrap(), d.points.last().unwrap());
        let length = (first[0] - last[0]).hypot(first[1] - last[1]);
        let least = match d.line.diameter_mm {
            ..250.0 => 0.0099,
            ..350.0 => 0.0019,
            ..450.0 => 0.00145,
            ..700.0 => 0.00095,
            _ => 0.0005,
        };
        // Heights are rounded to millimetres.
        let fall = first[2] - last[2];
        assert!(fall >= least * length - 0.0011, "{}: {fall} m in {length} m", d.key);
        let (from, to) = (d.line.from_node.as_deref().unwrap(), d.line.to_node.as_deref().unwrap());
        let leaving = lowest.entry(from).or_insert(f64::MIN);
        *leaving = leaving.max(first[2]);
        // Two lines may leave one node only where an old lateral or a river of drains forks: never here.
        assert!(next.insert(from, to).is_none(), "two drains leave {from}");
    }
    for d in drains(&lines) {
        let to = d.line.to_node.as_deref().unwrap();
        if let Some(leaving) = lowest.get(to) {
            assert!(d.points.last().unwrap()[2] >= leaving - 1e-3, "{} ends below what leaves {to}", d.key);
        }
        let mut at = to;
        for _ in 0..500 {
            let Some(then) = next.get(at) else { break };
            at = then;
        }
        let old = d.line.year.is_some_and(|y| y < 1990);
        let kind = nodes[&Key::from(at)].0.node;
        assert!(old || kind == UtilityNodeKind::Outfall, "{} leads to {at}: {kind:?}", d.key);
    }
}

#[test]
fn manholes_are_close_enough_and_reach_below_the_inverts() {
    let (community, _) = town(80.0, true);
    let lines = drawn(&community);
    let nodes = nodes(&community);
    // Chains of lines between shafts: connections of houses cut them without a manhole.
    let shaft = |name: &Option<String>| {
        let (node, _) = &nodes[&Key::from(name.as_deref().unwrap())];
        !matches!(node.node, UtilityNodeKind::Junction | UtilityNodeKind::Connection)
    };
    let mut open: BTreeMap<(String, String), f64> = BTreeMap::new();
    for d in drains(&lines).filter(|d| d.line.diameter_mm >= 300.0) {
        let length: f64 = d.segments().map(|[a, b]| (a[0] - b[0]).hypot(a[1] - b[1])).sum();
        let start = d.line.from_node.clone().unwrap();
        let before =
            if shaft(&d.line.from_node) { 0.0 } else { open.get(&(d.run(), start)).copied().unwrap_or(0.0) };
        let least = match d.line.diameter_mm {
            ..=600.0 => 40.0,
            ..=1000.0 => 60.0,
            _ => 80.0,
        };
        assert!(before + length <= least + 0.05, "{}: {} m", d.key, before + length);
        open.insert((d.run(), d.line.to_node.clone().unwrap()), before + length);
        for (name, p) in [&d.line.from_node, &d.line.to_node]
            .into_iter()
            .zip([d.points.first().unwrap(), d.points.last().unwrap()])
        {
            let (node, _) = &nodes[&Key::from(name.as_deref().unwrap())];
            if let (UtilityNodeKind::Manhole, Some(depth)) = (node.node, node.depth_m) {
                let invert = plan_height_m([p[0], p[1]]) - p[2];
                assert!(depth >= invert - 0.01, "{name:?}: {depth} m, invert at {invert} m");
            }
        }
    }
}

#[test]
fn hydrants_are_at_most_120_m_apart_along_every_water_main() {
    let (community, _) = town(80.0, false);
    let mut along: BTreeMap<String, Vec<[f64; 2]>> = BTreeMap::new();
    let lines = drawn(&community);
    let nodes = nodes(&community);
    for d in lines.iter().filter(|d| d.line.medium == Medium::Water && d.line.corridor.is_none()) {
        for (name, p) in [(&d.line.from_node, d.points.first()), (&d.line.to_node, d.points.last())] {
            let (node, _) = &nodes[&Key::from(name.as_deref().unwrap())];
            if node.node == UtilityNodeKind::Hydrant {
                let p = p.unwrap();
                along.entry(d.run()).or_default().push([p[0], p[1]]);
            }
        }
    }
    assert!(along.len() >= 11, "{:?}", along.keys());
    for (run, hydrants) in along {
        for a in &hydrants {
            let nearest = hydrants
                .iter()
                .map(|b| (a[0] - b[0]).hypot(a[1] - b[1]))
                .filter(|d| *d > 0.5)
                .fold(f64::INFINITY, f64::min);
            assert!(nearest <= 120.0, "{run}: a hydrant {nearest} m from the next");
        }
    }
}
