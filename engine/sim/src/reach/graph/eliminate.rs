//! Takes nodes of low degree out of a graph, so that all times between the others stay the same.

use std::collections::VecDeque;

use super::{TravelGraph, UNREACHED, plus};

/// Most neighbours of a node that is taken out. Three make three shortcuts of three edges, so that
/// the rest never grows.
const MOST_NEIGHBOURS: usize = 3;

/// A neighbour with the best time there and back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Neighbour {
    pub node: u32,
    /// Time to the neighbour, milliseconds.
    pub to_ms: u32,
    /// Time from the neighbour, milliseconds.
    pub from_ms: u32,
}

/// What is left, and what was taken out in which order.
pub(super) struct Elimination {
    /// Nodes taken out, first to last.
    pub order: Vec<u32>,
    /// Neighbours of every node: at the time it was taken out, or in what is left.
    pub neighbours: Vec<Vec<Neighbour>>,
    /// Whether a node was taken out.
    pub gone: Vec<bool>,
}

impl Elimination {
    pub(super) fn of(graph: &TravelGraph) -> Self {
        let neighbours = neighbours_of(graph);
        let gone = vec![false; neighbours.len()];
        let mut work = Self { order: Vec::with_capacity(gone.len()), neighbours, gone };
        let mut waiting: [VecDeque<u32>; MOST_NEIGHBOURS + 1] = Default::default();
        for (node, around) in work.neighbours.iter().enumerate() {
            if let Some(queue) = waiting.get_mut(around.len()) {
                queue.push_back(node as u32);
            }
        }
        // Fewest neighbours first: the fill stays small.
        while let Some((degree, node)) =
            waiting.iter_mut().enumerate().find_map(|(degree, queue)| Some((degree, queue.pop_front()?)))
        {
            // A node whose degree has changed waits elsewhere as well.
            if work.gone[node as usize] || work.neighbours[node as usize].len() != degree {
                continue;
            }
            work.take_out(node);
            for i in 0..degree {
                let neighbour = work.neighbours[node as usize][i].node;
                if let Some(queue) = waiting.get_mut(work.neighbours[neighbour as usize].len()) {
                    queue.push_back(neighbour);
                }
            }
        }
        work
    }

    fn take_out(&mut self, node: u32) {
        self.gone[node as usize] = true;
        self.order.push(node);
        let around = std::mem::take(&mut self.neighbours[node as usize]);
        for a in &around {
            let list = &mut self.neighbours[a.node as usize];
            if let Some(at) = list.iter().position(|n| n.node == node) {
                list.swap_remove(at);
            }
        }
        for (i, a) in around.iter().enumerate() {
            for b in &around[i + 1..] {
                let (there, back) = (plus(a.from_ms, b.to_ms), plus(b.from_ms, a.to_ms));
                if there < UNREACHED || back < UNREACHED {
                    join(&mut self.neighbours[a.node as usize], b.node, there, back);
                    join(&mut self.neighbours[b.node as usize], a.node, back, there);
                }
            }
        }
        self.neighbours[node as usize] = around;
    }
}

/// Adds a neighbour, or makes it nearer.
fn join(list: &mut Vec<Neighbour>, node: u32, to_ms: u32, from_ms: u32) {
    match list.iter_mut().find(|n| n.node == node) {
        Some(known) => {
            known.to_ms = known.to_ms.min(to_ms);
            known.from_ms = known.from_ms.min(from_ms);
        }
        None => list.push(Neighbour { node, to_ms, from_ms }),
    }
}

fn neighbours_of(graph: &TravelGraph) -> Vec<Vec<Neighbour>> {
    let mut neighbours: Vec<Vec<Neighbour>> = Vec::new();
    neighbours.resize_with(graph.node_count() as usize, || Vec::with_capacity(4));
    for node in 0..graph.node_count() {
        for edge in graph.edges_of(node) {
            let (head, cost) = (graph.head(edge), graph.cost_ms(edge));
            if head == node || cost == UNREACHED {
                continue;
            }
            join(&mut neighbours[node as usize], head, cost, UNREACHED);
            join(&mut neighbours[head as usize], node, UNREACHED, cost);
        }
    }
    neighbours
}
