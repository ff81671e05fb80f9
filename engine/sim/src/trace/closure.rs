//! Valves around a node, and what their closure cuts off.

use std::collections::BTreeSet;

use linli_model::{Key, UtilityNodeKind};

use super::graph::UtilityGraph;

/// What has to be closed around a place, and what that does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closure {
    /// Names of the valves to close: nodes, or lines that are valves.
    pub valves: Vec<String>,
    /// Nodes between the valves, which run dry at once.
    pub isolated_nodes: Vec<usize>,
    /// Lines between the valves.
    pub isolated_lines: Vec<Key>,
    /// Nodes beyond that no source reaches any more.
    pub cut_off_nodes: Vec<usize>,
    /// House connections and hydrants among the isolated and cut off nodes.
    pub connections_without_supply: usize,
    /// Whether the network has a source at all; without one nothing can be said about what is cut off.
    pub has_source: bool,
}

/// Names of the nearest valves of a node in every direction.
pub fn nearest_valves(graph: &UtilityGraph, start: usize) -> Vec<String> {
    closure(graph, start).valves
}

/// What a closure of the nearest valves around a node isolates and cuts off. A start that is itself a
/// valve counts as the place of the damage, not as a valve.
pub fn closure(graph: &UtilityGraph, start: usize) -> Closure {
    let Some(medium) = graph.nodes().get(start).map(|node| node.medium) else { return Closure::default() };
    let mut found = Closure { isolated_nodes: vec![start], ..Closure::default() };
    let (mut inside, mut lines) = (BTreeSet::from([start]), BTreeSet::new());
    let (mut valve_nodes, mut valve_lines) = (BTreeSet::new(), BTreeSet::new());
    let mut at = 0;
    while let Some(&node) = found.isolated_nodes.get(at) {
        at += 1;
        for (number, line, other) in graph.around(node) {
            if line.is_valve {
                valve_lines.insert(number);
                continue;
            }
            if lines.insert(number) {
                found.isolated_lines.push(line.key.clone());
            }
            if graph.nodes().get(other).is_some_and(|node| node.kind == UtilityNodeKind::Valve)
                && other != start
            {
                valve_nodes.insert(other);
            } else if inside.insert(other) {
                found.isolated_nodes.push(other);
            }
        }
    }
    let names = valve_nodes.iter().filter_map(|&node| Some(graph.nodes().get(node)?.name.clone()));
    let keys = valve_lines.iter().filter_map(|&line| Some(graph.lines().get(line)?.key.to_string()));
    found.valves = names.chain(keys).collect();
    let fed = fed(graph, medium, &inside, &valve_nodes, &valve_lines);
    found.has_source = fed.is_some();
    let component = component(graph, start);
    if let Some(fed) = fed {
        let dry = component.iter().filter(|node| !fed.contains(node) && !inside.contains(node));
        found.cut_off_nodes = dry.copied().collect();
    }
    let without = found.isolated_nodes.iter().chain(&found.cut_off_nodes);
    let served = |node: &&usize| {
        graph
            .nodes()
            .get(**node)
            .is_some_and(|node| matches!(node.kind, UtilityNodeKind::Connection | UtilityNodeKind::Hydrant))
    };
    found.connections_without_supply = without.filter(served).count();
    found
}

/// Nodes that a source still reaches: a closed valve is reached but not passed. `None` without sources.
fn fed(
    graph: &UtilityGraph,
    medium: linli_model::Medium,
    inside: &BTreeSet<usize>,
    closed: &BTreeSet<usize>,
    closed_lines: &BTreeSet<usize>,
) -> Option<BTreeSet<usize>> {
    let is_source =
        |kind| matches!(kind, UtilityNodeKind::Reservoir | UtilityNodeKind::Tank | UtilityNodeKind::Pump);
    let all = graph.nodes().iter().enumerate();
    let sources: Vec<usize> =
        all.filter(|(_, node)| node.medium == medium && is_source(node.kind)).map(|(n, _)| n).collect();
    if sources.is_empty() {
        return None;
    }
    let mut open: Vec<usize> = sources.into_iter().filter(|node| !inside.contains(node)).collect();
    let mut fed: BTreeSet<usize> = open.iter().copied().collect();
    while let Some(node) = open.pop() {
        if closed.contains(&node) {
            // The valve shuts the way to the damage; ways between its other sides stay open only
            // through lines that do not touch the isolated part.
            for (_, _, other) in graph.around(node) {
                if !inside.contains(&other) && fed.insert(other) {
                    open.push(other);
                }
            }
            continue;
        }
        for (number, _, other) in graph.around(node) {
            if !closed_lines.contains(&number) && !inside.contains(&other) && fed.insert(other) {
                open.push(other);
            }
        }
    }
    Some(fed)
}

fn component(graph: &UtilityGraph, start: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        for (_, _, other) in graph.around(node) {
            if seen.insert(other) {
                open.push(other);
            }
        }
    }
    seen
}
