//! Time from every node to the nearest of each kind of place.
//!
//! Streets are long chains with few junctions. Nodes of low degree are taken out once
//! ([`Elimination`]); for each kind the seeds are carried up to what is left, a search runs there,
//! and one sweep in the reverse order carries the times down again (as in PHAST, Delling et al.
//! 2011). Several kinds share one sweep. The result equals a plain search to the millisecond.

use rayon::prelude::*;

use super::eliminate::Elimination;
use super::queue::RadixQueue;
use super::{Link, Seed, TravelGraph, UNREACHED, plus};

/// Most kinds that share one sweep: their times fill one cache line.
const LANES: usize = 8;

/// A neighbour higher up, by its place in the order.
#[derive(Clone, Copy, Debug)]
struct Upper {
    place: u32,
    /// Time to the neighbour, milliseconds.
    to_ms: u32,
    /// Time from the neighbour, milliseconds.
    from_ms: u32,
}

/// Answers "how far is the nearest?" for all nodes of one graph.
#[derive(Debug)]
pub struct NearestEngine {
    /// Place of each node: taken out ones first, in that order, then what is left.
    places: Vec<u32>,
    /// Start of each taken out node's neighbours in `uppers`.
    first_upper: Vec<u32>,
    uppers: Vec<Upper>,
    /// What is left, every edge turned round; its node 0 has the place after the last taken out.
    core: TravelGraph,
}

impl NearestEngine {
    /// Prepares a graph.
    pub fn new(graph: &TravelGraph) -> Self {
        let Elimination { order, neighbours, gone } = Elimination::of(graph);
        let out = order.len() as u32;
        let rest = order_of_rest(&neighbours, &gone);
        let mut places = vec![0_u32; gone.len()];
        for (place, node) in order.iter().chain(&rest).enumerate() {
            places[*node as usize] = place as u32;
        }
        let mut first_upper = Vec::with_capacity(order.len() + 1);
        let mut uppers = Vec::with_capacity(order.len() * 2);
        first_upper.push(0);
        for node in &order {
            uppers.extend(neighbours[*node as usize].iter().map(|n| Upper {
                place: places[n.node as usize],
                to_ms: n.to_ms,
                from_ms: n.from_ms,
            }));
            first_upper.push(uppers.len() as u32);
        }
        let mut links = Vec::new();
        for node in &rest {
            let from = places[*node as usize] - out;
            links.extend(
                neighbours[*node as usize]
                    .iter()
                    .filter(|n| n.from_ms < UNREACHED)
                    // Turned round: a time is carried against the direction of travel.
                    .map(|n| Link { from, to: places[n.node as usize] - out, cost_ms: n.from_ms }),
            );
        }
        let core = TravelGraph::from_links(rest.len() as u32, &links).unwrap_or_default();
        Self { places, first_upper, uppers, core }
    }

    /// How many nodes are left for the search, of how many.
    pub fn core_share(&self) -> (u32, usize) {
        (self.core.node_count(), self.places.len())
    }

    /// For each kind (a list of places with the time spent there) the time of every node to the
    /// nearest, milliseconds, or [`UNREACHED`]. Kinds run on all threads; the answer does not
    /// depend on their number.
    pub fn times_to_nearest(&self, kinds: &[Vec<Seed>]) -> Vec<Vec<u32>> {
        let batches = kinds.len().div_ceil(LANES).max(rayon::current_num_threads()).max(1);
        let size = kinds.len().div_ceil(batches).max(1);
        kinds.par_chunks(size).flat_map_iter(|batch| self.batch(batch)).collect()
    }

    fn batch(&self, kinds: &[Vec<Seed>]) -> Vec<Vec<u32>> {
        match kinds.len() {
            0 => Vec::new(),
            1 => self.sweep::<1>(kinds),
            2 => self.sweep::<2>(kinds),
            3 | 4 => self.sweep::<4>(kinds),
            5 => self.sweep::<5>(kinds),
            6 => self.sweep::<6>(kinds),
            _ => self.sweep::<LANES>(kinds),
        }
    }

    fn sweep<const L: usize>(&self, kinds: &[Vec<Seed>]) -> Vec<Vec<u32>> {
        let mut times = vec![[UNREACHED; L]; self.places.len()];
        for (lane, seeds) in kinds.iter().enumerate() {
            for seed in seeds {
                if let Some(place) = self.places.get(seed.node as usize) {
                    let known = &mut times[*place as usize][lane];
                    *known = (*known).min(seed.time_ms);
                }
            }
        }
        self.carry_up(&mut times);
        self.search_core(kinds.len(), &mut times);
        self.carry_down(&mut times);
        let one = |lane: usize| self.places.iter().map(|place| times[*place as usize][lane]).collect();
        (0..kinds.len()).map(one).collect()
    }

    fn carry_up<const L: usize>(&self, times: &mut [[u32; L]]) {
        for (place, ends) in self.first_upper.windows(2).enumerate() {
            let own = times[place];
            if own == [UNREACHED; L] {
                continue;
            }
            for upper in &self.uppers[ends[0] as usize..ends[1] as usize] {
                let there = &mut times[upper.place as usize];
                for lane in 0..L {
                    there[lane] = there[lane].min(plus(own[lane], upper.from_ms));
                }
            }
        }
    }

    fn search_core<const L: usize>(&self, lanes: usize, times: &mut [[u32; L]]) {
        let out = self.first_upper.len() - 1;
        let mut queue = RadixQueue::new();
        let mut own = vec![UNREACHED; self.core.node_count() as usize];
        (0..lanes).for_each(|lane| {
            queue.clear();
            for (time, all) in own.iter_mut().zip(&times[out..]) {
                *time = all[lane];
            }
            for (node, time) in own.iter().enumerate().filter(|(_, time)| **time < UNREACHED) {
                queue.push(*time, node as u32);
            }
            self.core.settle(&mut own, &mut queue, UNREACHED - 1);
            for (time, all) in own.iter().zip(&mut times[out..]) {
                all[lane] = *time;
            }
        });
    }

    fn carry_down<const L: usize>(&self, times: &mut [[u32; L]]) {
        for place in (0..self.first_upper.len() - 1).rev() {
            let ends = self.first_upper[place] as usize..self.first_upper[place + 1] as usize;
            let mut own = times[place];
            for upper in &self.uppers[ends] {
                let there = times[upper.place as usize];
                for lane in 0..L {
                    own[lane] = own[lane].min(plus(there[lane], upper.to_ms));
                }
            }
            times[place] = own;
        }
    }
}

/// What is left, neighbours close to each other: a breadth-first walk from the first node of each
/// component.
fn order_of_rest(neighbours: &[Vec<super::eliminate::Neighbour>], gone: &[bool]) -> Vec<u32> {
    let mut seen = gone.to_vec();
    let mut order = Vec::new();
    for start in 0..seen.len() {
        if seen[start] {
            continue;
        }
        seen[start] = true;
        let mut done = order.len();
        order.push(start as u32);
        while let Some(&node) = order.get(done) {
            done += 1;
            for next in &neighbours[node as usize] {
                if !std::mem::replace(&mut seen[next.node as usize], true) {
                    order.push(next.node);
                }
            }
        }
    }
    order
}
