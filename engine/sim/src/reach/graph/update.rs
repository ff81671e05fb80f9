//! Shortest times that follow edits: only what an edit touches is worked out again (after
//! Ramalingam and Reps 1996).

use super::queue::RadixQueue;
use super::{Seed, TravelGraph, TravelTree, UNREACHED, plus};

/// A change of one node's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeChange {
    /// The node.
    pub node: u32,
    /// Time before the edit, milliseconds, or [`UNREACHED`].
    pub before_ms: u32,
    /// Time after the edit, milliseconds, or [`UNREACHED`].
    pub after_ms: u32,
}

/// Times from fixed seeds on a graph whose costs change.
#[derive(Clone, Debug)]
pub struct LiveField {
    pub(super) graph: TravelGraph,
    pub(super) reversed: TravelGraph,
    pub(super) edge_of_link: Vec<u32>,
    pub(super) reversed_edge_of_link: Vec<u32>,
    seeds: Vec<Seed>,
    pub(super) tree: TravelTree,
}

impl LiveField {
    /// Searches once.
    pub fn new(graph: TravelGraph, seeds: Vec<Seed>) -> Self {
        let reversed = graph.reversed();
        let tree = graph.tree_from(&seeds, UNREACHED - 1);
        Self {
            edge_of_link: graph.edge_of_links(),
            reversed_edge_of_link: reversed.edge_of_links(),
            graph,
            reversed,
            seeds,
            tree,
        }
    }

    /// The times and ways as they are now.
    pub fn tree(&self) -> &TravelTree {
        &self.tree
    }

    /// The graph with its present costs.
    pub fn graph(&self) -> &TravelGraph {
        &self.graph
    }

    /// Present cost of a link, milliseconds; [`UNREACHED`] for a link that is not there.
    pub fn cost_of_link_ms(&self, link: u32) -> u32 {
        self.edge_of_link.get(link as usize).map_or(UNREACHED, |edge| self.graph.cost_ms(*edge as usize))
    }

    /// Gives links new costs ([`UNREACHED`] closes one) and returns the nodes whose time changed, by
    /// rising node. Links that are not there are passed over.
    pub fn set_costs(&mut self, changes: &[(u32, u32)]) -> Vec<TimeChange> {
        let mut touched: Vec<(u32, u32)> = Vec::new();
        let mut lost = Vec::new();
        let mut cheaper = Vec::new();
        for (link, cost) in changes {
            let Some(&edge) = self.edge_of_link.get(*link as usize) else { continue };
            let old = self.graph.cost_ms(edge as usize);
            self.graph.set_cost_ms(edge as usize, *cost);
            self.reversed.set_cost_ms(self.reversed_edge_of_link[*link as usize] as usize, *cost);
            let head = self.graph.head(edge as usize);
            if *cost > old && self.tree.entry_edges[head as usize] == edge {
                lost.push(head);
            } else if *cost < old {
                cheaper.push(*link);
            }
        }
        let mut queue = RadixQueue::new();
        let affected = self.forget_behind(lost, &mut touched);
        for node in affected {
            self.enter_again(node, &mut queue);
        }
        for link in cheaper {
            let reversed_edge = self.reversed_edge_of_link[link as usize] as usize;
            let from = self.reversed.head(reversed_edge);
            self.relax(from, self.edge_of_link[link as usize] as usize, &mut queue, &mut touched);
        }
        self.settle_touched(queue, touched)
    }

    /// Searches on from what is in the queue; the changes of all that was touched.
    pub(super) fn settle_touched(
        &mut self,
        mut queue: RadixQueue,
        mut touched: Vec<(u32, u32)>,
    ) -> Vec<TimeChange> {
        while let Some((time, node)) = queue.pop() {
            if self.tree.times_ms[node as usize] < time {
                continue;
            }
            for edge in self.graph.edges_of(node) {
                self.relax(node, edge, &mut queue, &mut touched);
            }
        }
        self.changes(touched)
    }

    /// Forgets the times of everything that was reached through some nodes; returns it.
    fn forget_behind(&mut self, mut open: Vec<u32>, touched: &mut Vec<(u32, u32)>) -> Vec<u32> {
        let mut affected = Vec::new();
        while let Some(node) = open.pop() {
            let time = &mut self.tree.times_ms[node as usize];
            if *time == UNREACHED {
                continue;
            }
            touched.push((node, *time));
            *time = UNREACHED;
            self.tree.entry_edges[node as usize] = UNREACHED;
            self.tree.before[node as usize] = UNREACHED;
            self.tree.origins[node as usize] = UNREACHED;
            affected.push(node);
            for edge in self.graph.edges_of(node) {
                let head = self.graph.head(edge);
                if self.tree.entry_edges[head as usize] == edge as u32 {
                    open.push(head);
                }
            }
        }
        affected
    }

    /// Best time of a forgotten node from a seed or from neighbours that kept theirs.
    fn enter_again(&mut self, node: u32, queue: &mut RadixQueue) {
        let mut best = self.tree.times_ms[node as usize];
        for (number, seed) in self.seeds.iter().enumerate() {
            if seed.node == node && seed.time_ms < best {
                best = seed.time_ms;
                self.tree.before[node as usize] = node;
                self.tree.entry_edges[node as usize] = UNREACHED;
                self.tree.origins[node as usize] = number as u32;
            }
        }
        for reversed_edge in self.reversed.edges_of(node) {
            let from = self.reversed.head(reversed_edge);
            let time = plus(self.tree.times_ms[from as usize], self.reversed.cost_ms(reversed_edge));
            if time < best {
                best = time;
                let link = self.reversed.link(reversed_edge);
                self.tree.entry_edges[node as usize] = self.edge_of_link[link as usize];
                self.tree.before[node as usize] = from;
                self.tree.origins[node as usize] = self.tree.origins[from as usize];
            }
        }
        if best < UNREACHED {
            self.tree.times_ms[node as usize] = best;
            queue.push(best, node);
        }
    }

    pub(super) fn relax(
        &mut self,
        from: u32,
        edge: usize,
        queue: &mut RadixQueue,
        touched: &mut Vec<(u32, u32)>,
    ) {
        let head = self.graph.head(edge);
        let time = plus(self.tree.times_ms[from as usize], self.graph.cost_ms(edge));
        let known = &mut self.tree.times_ms[head as usize];
        if time < *known {
            touched.push((head, *known));
            *known = time;
            self.tree.entry_edges[head as usize] = edge as u32;
            self.tree.before[head as usize] = from;
            self.tree.origins[head as usize] = self.tree.origins[from as usize];
            queue.push(time, head);
        } else if time == *known && self.tree.entry_edges[head as usize] == edge as u32 {
            // The way is the same, but it may now begin at another seed.
            self.tree.origins[head as usize] = self.tree.origins[from as usize];
        }
    }

    /// First note of each touched node against its time now.
    fn changes(&self, touched: Vec<(u32, u32)>) -> Vec<TimeChange> {
        let mut first: Vec<(u32, usize, u32)> =
            touched.into_iter().enumerate().map(|(order, (node, before))| (node, order, before)).collect();
        first.sort_unstable();
        first.dedup_by_key(|(node, _, _)| *node);
        first
            .into_iter()
            .map(|(node, _, before_ms)| TimeChange {
                node,
                before_ms,
                after_ms: self.tree.times_ms[node as usize],
            })
            .filter(|change| change.before_ms != change.after_ms)
            .collect()
    }
}
