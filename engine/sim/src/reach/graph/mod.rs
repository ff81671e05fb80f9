//! Travel times on a directed graph, in whole milliseconds: exact, and the same on every machine.

mod bridge;
mod eliminate;
mod extend;
mod nearest;
mod queue;
mod search;
mod update;

pub use bridge::bridges;
pub use extend::Cut;
pub use nearest::NearestEngine;
pub use search::{Seed, TravelTree};
pub use update::{LiveField, TimeChange};

use thiserror::Error;

/// Time of what is not reached, and cost of what is closed.
pub const UNREACHED: u32 = u32::MAX;

/// One directed link with its travel time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Node where it starts.
    pub from: u32,
    /// Node where it ends.
    pub to: u32,
    /// Travel time, milliseconds; [`UNREACHED`] closes the link.
    pub cost_ms: u32,
}

/// A link names a node that is not there.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("link {link} names node {node}, but there are only {nodes} nodes; number nodes from 0")]
pub struct GraphError {
    /// Position of the link.
    pub link: usize,
    /// The node it names.
    pub node: u32,
    /// How many nodes there are.
    pub nodes: u32,
}

/// A directed graph in compact lists: the edges that start at node `n` are
/// `first[n]..first[n + 1]`, in the order in which their links were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TravelGraph {
    first: Vec<u32>,
    heads: Vec<u32>,
    costs_ms: Vec<u32>,
    /// Link that each edge was made from.
    links: Vec<u32>,
}

impl TravelGraph {
    /// The graph of some links.
    ///
    /// # Errors
    /// [`GraphError`] when a link names a node at or above `nodes`.
    pub fn from_links(nodes: u32, links: &[Link]) -> Result<Self, GraphError> {
        for (link, Link { from, to, .. }) in links.iter().enumerate() {
            let node = *from.max(to);
            if node >= nodes {
                return Err(GraphError { link, node, nodes });
            }
        }
        Ok(Self::sorted(nodes, links, |link| (link.from, link.to)))
    }

    /// Counting sort of links by the node they start at.
    fn sorted(nodes: u32, links: &[Link], ends: impl Fn(&Link) -> (u32, u32)) -> Self {
        let mut first = vec![0_u32; nodes as usize + 1];
        for link in links {
            first[ends(link).0 as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut graph = Self {
            first,
            heads: vec![0; links.len()],
            costs_ms: vec![0; links.len()],
            links: vec![0; links.len()],
        };
        for (number, link) in links.iter().enumerate() {
            let (from, to) = ends(link);
            let at = next[from as usize] as usize;
            next[from as usize] += 1;
            graph.heads[at] = to;
            graph.costs_ms[at] = link.cost_ms;
            graph.links[at] = number as u32;
        }
        graph
    }

    /// The same graph with every edge turned round. An edge keeps the number of its link.
    pub fn reversed(&self) -> Self {
        let mut links = vec![Link { from: 0, to: 0, cost_ms: 0 }; self.heads.len()];
        for node in 0..self.node_count() {
            for edge in self.edges_of(node) {
                links[self.links[edge] as usize] =
                    Link { from: self.heads[edge], to: node, cost_ms: self.costs_ms[edge] };
            }
        }
        Self::sorted(self.node_count(), &links, |link| (link.from, link.to))
    }

    /// Number of nodes.
    pub fn node_count(&self) -> u32 {
        self.first.len().saturating_sub(1) as u32
    }

    /// Number of edges.
    pub fn edge_count(&self) -> usize {
        self.heads.len()
    }

    /// Numbers of the edges that start at a node; none for a node that is not there.
    pub fn edges_of(&self, node: u32) -> std::ops::Range<usize> {
        let node = node as usize;
        match (self.first.get(node), self.first.get(node + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// Node where an edge ends.
    pub fn head(&self, edge: usize) -> u32 {
        self.heads[edge]
    }

    /// Travel time of an edge, milliseconds.
    pub fn cost_ms(&self, edge: usize) -> u32 {
        self.costs_ms[edge]
    }

    /// Number of the link that an edge was made from.
    pub fn link(&self, edge: usize) -> u32 {
        self.links[edge]
    }

    /// Edge of each link.
    pub fn edge_of_links(&self) -> Vec<u32> {
        let mut edges = vec![0_u32; self.links.len()];
        for (edge, link) in self.links.iter().enumerate() {
            edges[*link as usize] = edge as u32;
        }
        edges
    }

    pub(super) fn set_cost_ms(&mut self, edge: usize, cost_ms: u32) {
        self.costs_ms[edge] = cost_ms;
    }
}

/// Sum of two times, [`UNREACHED`] when either is or when it does not fit.
pub(super) fn plus(a: u32, b: u32) -> u32 {
    a.saturating_add(b)
}

#[cfg(test)]
mod tests;
