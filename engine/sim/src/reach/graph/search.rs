//! Shortest times from some seeds (Dijkstra 1959).

use super::queue::RadixQueue;
use super::{TravelGraph, UNREACHED, plus};

/// Where a search begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The node.
    pub node: u32,
    /// Time already spent there, milliseconds.
    pub time_ms: u32,
}

/// Shortest times with the ways that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TravelTree {
    /// Time of each node, milliseconds, or [`UNREACHED`].
    pub times_ms: Vec<u32>,
    /// Edge by which each node is reached; [`UNREACHED`] at seeds and where nothing leads.
    pub entry_edges: Vec<u32>,
    /// Node that each node was entered from; itself at seeds, [`UNREACHED`] where nothing leads.
    pub before: Vec<u32>,
    /// Position of the seed that each node belongs to, or [`UNREACHED`].
    pub origins: Vec<u32>,
}

impl TravelTree {
    /// Nodes and edges from a node back to its seed: `(node, edge that entered it)`.
    pub fn way_back(&self, node: u32) -> Vec<(u32, u32)> {
        let mut way = Vec::new();
        let mut at = node;
        while let (Some(&edge), Some(&before)) =
            (self.entry_edges.get(at as usize), self.before.get(at as usize))
        {
            if before == UNREACHED {
                break;
            }
            way.push((at, edge));
            if edge == UNREACHED {
                break;
            }
            at = before;
        }
        way
    }
}

impl TravelGraph {
    /// Time of each node from the nearest seed, milliseconds; [`UNREACHED`] above the limit.
    /// Seeds on nodes that are not there are passed over.
    pub fn times_from(&self, seeds: &[Seed], limit_ms: u32) -> Vec<u32> {
        let mut times = vec![UNREACHED; self.node_count() as usize];
        let mut queue = RadixQueue::new();
        for seed in seeds {
            lower(&mut times, &mut queue, seed.node, seed.time_ms, limit_ms);
        }
        self.settle(&mut times, &mut queue, limit_ms);
        times
    }

    /// Runs a search whose queue is filled.
    pub(super) fn settle(&self, times: &mut [u32], queue: &mut RadixQueue, limit_ms: u32) {
        while let Some((time, node)) = queue.pop() {
            if times[node as usize] < time {
                continue;
            }
            for edge in self.edges_of(node) {
                let arrival = plus(time, self.cost_ms(edge));
                lower(times, queue, self.head(edge), arrival, limit_ms);
            }
        }
    }

    /// Times with the ways that lead there.
    pub fn tree_from(&self, seeds: &[Seed], limit_ms: u32) -> TravelTree {
        let nodes = self.node_count() as usize;
        let mut tree = TravelTree {
            times_ms: vec![UNREACHED; nodes],
            entry_edges: vec![UNREACHED; nodes],
            before: vec![UNREACHED; nodes],
            origins: vec![UNREACHED; nodes],
        };
        let mut queue = RadixQueue::new();
        for (number, seed) in seeds.iter().enumerate() {
            if lower(&mut tree.times_ms, &mut queue, seed.node, seed.time_ms, limit_ms) {
                tree.origins[seed.node as usize] = number as u32;
                tree.before[seed.node as usize] = seed.node;
            }
        }
        while let Some((time, node)) = queue.pop() {
            if tree.times_ms[node as usize] < time {
                continue;
            }
            for edge in self.edges_of(node) {
                let (head, arrival) = (self.head(edge), plus(time, self.cost_ms(edge)));
                if lower(&mut tree.times_ms, &mut queue, head, arrival, limit_ms) {
                    tree.entry_edges[head as usize] = edge as u32;
                    tree.before[head as usize] = node;
                    tree.origins[head as usize] = tree.origins[node as usize];
                }
            }
        }
        tree
    }
}

/// Takes a time when it is better; a time above the limit, or of a closed edge, is none.
fn lower(times: &mut [u32], queue: &mut RadixQueue, node: u32, time_ms: u32, limit_ms: u32) -> bool {
    let Some(known) = times.get_mut(node as usize) else { return false };
    if time_ms >= *known || time_ms > limit_ms {
        return false;
    }
    *known = time_ms;
    queue.push(time_ms, node);
    true
}
