//! Upstream and downstream of a node.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use linli_model::{Key, Medium, UtilityNodeKind};

use super::graph::{TraceLine, UtilityGraph};

/// Nodes and lines that a trace reaches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traced {
    /// Numbers of nodes in the order reached, the start first.
    pub nodes: Vec<usize>,
    /// Lines in the order reached.
    pub lines: Vec<Key>,
    /// Whether each line flows from its first to its last point.
    pub forwards: Vec<bool>,
    /// Length of all lines in plan, metres.
    pub length_m: f64,
}

/// What lies upstream of a node: where its water, gas or power comes from.
pub fn upstream(graph: &UtilityGraph, start: usize) -> Traced {
    follow(graph, start, false)
}

/// What lies downstream of a node: where it goes.
pub fn downstream(graph: &UtilityGraph, start: usize) -> Traced {
    follow(graph, start, true)
}

/// Goes along every line that flows the wanted way. Gravity lines flow down their fall, and from the
/// first to the last point when they have none. All others flow away from the sources of their network
/// (tanks, reservoirs, pumps) by the shortest way; in a network without sources from the first to the
/// last point.
fn follow(graph: &UtilityGraph, start: usize, down: bool) -> Traced {
    let Some(medium) = graph.nodes().get(start).map(|node| node.medium) else { return Traced::default() };
    let ways = if gravity(medium) { BTreeMap::new() } else { ways_from_sources(graph, medium) };
    let mut traced = Traced { nodes: vec![start], ..Traced::default() };
    let (mut seen, mut used) = (BTreeSet::from([start]), BTreeSet::new());
    let mut at = 0;
    while let Some(&node) = traced.nodes.get(at) {
        at += 1;
        for (number, line, other) in graph.around(node) {
            let leaves = leaves(line, node, &ways);
            if leaves != Some(down) || !used.insert(number) {
                continue;
            }
            traced.lines.push(line.key.clone());
            traced.forwards.push((line.from == node) == down);
            traced.length_m += line.length_m;
            if seen.insert(other) {
                traced.nodes.push(other);
            }
        }
    }
    traced
}

/// Whether a line flows from its first to its last point.
pub(super) fn flows_forwards(graph: &UtilityGraph, line: &TraceLine) -> bool {
    let ways = if gravity(line.medium) { BTreeMap::new() } else { ways_from_sources(graph, line.medium) };
    leaves(line, line.from, &ways).unwrap_or(true)
}

fn gravity(medium: Medium) -> bool {
    matches!(medium, Medium::Sewage | Medium::Storm | Medium::Combined)
}

/// Whether flow leaves a node by a line; `None` when it stands still.
fn leaves(line: &TraceLine, node: usize, ways: &BTreeMap<usize, f64>) -> Option<bool> {
    if line.from == line.to {
        return None;
    }
    let forwards = if gravity(line.medium) {
        line.fall_m >= 0.0
    } else {
        match (ways.get(&line.from), ways.get(&line.to)) {
            (Some(from), Some(to)) if from == to => return None,
            (Some(from), Some(to)) => from < to,
            _ => true,
        }
    };
    Some((line.from == node) == forwards)
}

/// Way in metres from the nearest source to each node that a source reaches.
fn ways_from_sources(graph: &UtilityGraph, medium: Medium) -> BTreeMap<usize, f64> {
    let is_source = |kind: UtilityNodeKind| {
        matches!(kind, UtilityNodeKind::Reservoir | UtilityNodeKind::Tank | UtilityNodeKind::Pump)
    };
    let mut ways = BTreeMap::new();
    let mut open = BinaryHeap::new();
    for (number, node) in graph.nodes().iter().enumerate() {
        if node.medium == medium && is_source(node.kind) {
            ways.insert(number, 0.0);
            open.push(Reached { way_m: 0.0, node: number });
        }
    }
    while let Some(Reached { way_m, node }) = open.pop() {
        if ways.get(&node).is_some_and(|least| way_m > *least) {
            continue;
        }
        for (_, line, other) in graph.around(node) {
            let way = way_m + line.length_m;
            if ways.get(&other).is_none_or(|least| way < *least) {
                ways.insert(other, way);
                open.push(Reached { way_m: way, node: other });
            }
        }
    }
    ways
}

/// A node with the way to it; the nearest comes out of the heap first.
#[derive(PartialEq)]
struct Reached {
    way_m: f64,
    node: usize,
}

impl Eq for Reached {}

impl Ord for Reached {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.way_m.total_cmp(&self.way_m).then_with(|| other.node.cmp(&self.node))
    }
}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
