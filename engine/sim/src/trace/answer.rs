//! What is found from an element: a node, or a line.

use linli_model::Key;

use super::closure::closure;
use super::flow::{downstream, flows_forwards, upstream};
use super::graph::{TraceError, UtilityGraph};

/// Which way a network is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TraceWay {
    /// Where it comes from.
    Upstream,
    /// Where it goes.
    Downstream,
    /// What the nearest valves in every direction cut off when they are closed.
    Closure,
}

impl TraceWay {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Upstream, Self::Downstream, Self::Closure];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Upstream => "upstream",
            Self::Downstream => "downstream",
            Self::Closure => "closure",
        }
    }
}

/// What a trace found.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceAnswer {
    /// Which way it went.
    pub way: TraceWay,
    /// Lines on the way; of a closure those between the valves. A line that was asked comes first.
    pub lines: Vec<Key>,
    /// Whether each line flows from its first to its last point; empty for a closure.
    pub forwards: Vec<bool>,
    /// Length of these lines in plan, metres.
    pub length_m: f64,
    /// How many nodes lie on the way.
    pub node_count: usize,
    /// Names of the valves to close: nodes, or lines that are valves.
    pub valves: Vec<String>,
    /// Numbers of the nodes beyond the valves that no source reaches any more.
    pub cut_off_nodes: Vec<usize>,
    /// House connections and hydrants without supply.
    pub connections_without_supply: usize,
    /// Whether the network has a source; without one nothing is known of what is cut off beyond the valves.
    pub has_source: bool,
}

/// Follows a network from the node or line with a key. From a line it goes on where the line's flow goes, or comes from.
///
/// # Errors
/// [`TraceError::NoNode`] when the key is neither a node nor a line of a network.
pub fn trace_element(graph: &UtilityGraph, key: &Key, way: TraceWay) -> Result<TraceAnswer, TraceError> {
    let line = graph.lines().iter().find(|line| line.key == *key);
    let forwards = line.is_some_and(|line| flows_forwards(graph, line));
    let start = match line {
        Some(line) if (way == TraceWay::Upstream) == forwards => line.from,
        Some(line) => line.to,
        None => graph.find(key.as_str())?,
    };
    let length_m = |keys: &[Key]| {
        let lines = graph.lines().iter().filter(|line| keys.contains(&line.key));
        lines.map(|line| line.length_m).sum()
    };
    if way == TraceWay::Closure {
        let closed = closure(graph, start);
        return Ok(TraceAnswer {
            way,
            length_m: length_m(&closed.isolated_lines),
            lines: closed.isolated_lines,
            forwards: Vec::new(),
            node_count: closed.isolated_nodes.len(),
            valves: closed.valves,
            cut_off_nodes: closed.cut_off_nodes,
            connections_without_supply: closed.connections_without_supply,
            has_source: closed.has_source,
        });
    }
    let mut traced =
        if way == TraceWay::Upstream { upstream(graph, start) } else { downstream(graph, start) };
    if let Some(line) = line.filter(|line| !traced.lines.contains(&line.key)) {
        traced.lines.insert(0, line.key.clone());
        traced.forwards.insert(0, forwards);
        traced.length_m += line.length_m;
    }
    Ok(TraceAnswer {
        way,
        lines: traced.lines,
        forwards: traced.forwards,
        length_m: traced.length_m,
        node_count: traced.nodes.len(),
        valves: Vec::new(),
        cut_off_nodes: Vec::new(),
        connections_without_supply: 0,
        has_source: true,
    })
}
