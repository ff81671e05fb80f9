//! Trees that join some nodes of a graph as cheaply as possible.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// An undirected edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub a: usize,
    pub b: usize,
    /// Weight; at least 0.
    pub weight: f64,
}

/// Most terminals, and most nodes times subsets of terminals, for which the exact tree is computed.
const EXACT_TERMINALS: usize = 8;
const EXACT_STATES: usize = 4_000_000;

/// A graph by the edges of its nodes.
pub(super) struct Graph<'a> {
    edges: &'a [Edge],
    at: Vec<Vec<usize>>,
}

/// A tree: the numbers of its edges in order, and whether none is cheaper.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    pub edges: Vec<usize>,
    pub exact: bool,
}

/// A weight that can be ordered; no weight is less than 0 or not a number.
#[derive(Clone, Copy, PartialEq)]
struct Weight(f64);

impl Eq for Weight {}

impl PartialOrd for Weight {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Weight {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl<'a> Graph<'a> {
    pub(super) fn new(nodes: usize, edges: &'a [Edge]) -> Self {
        let mut at = vec![Vec::new(); nodes];
        for (number, edge) in edges.iter().enumerate() {
            at[edge.a].push(number);
            if edge.b != edge.a {
                at[edge.b].push(number);
            }
        }
        Self { edges, at }
    }

    fn other(&self, edge: usize, node: usize) -> usize {
        let Edge { a, b, .. } = self.edges[edge];
        if a == node { b } else { a }
    }

    /// Lowers `cost` along the edges until no edge lowers it further; `from` keeps the edge by which each
    /// node was reached last.
    fn relax(&self, cost: &mut [f64], from: &mut [Option<usize>], starts: Vec<usize>) {
        let mut queue: BinaryHeap<Reverse<(Weight, usize)>> =
            starts.into_iter().map(|node| Reverse((Weight(cost[node]), node))).collect();
        while let Some(Reverse((Weight(reached), node))) = queue.pop() {
            if reached > cost[node] {
                continue;
            }
            for &edge in &self.at[node] {
                let next = self.other(edge, node);
                let there = reached + self.edges[edge].weight;
                if there < cost[next] {
                    cost[next] = there;
                    from[next] = Some(edge);
                    queue.push(Reverse((Weight(there), next)));
                }
            }
        }
    }

    /// The cheapest way from a node to all others: costs and last edges.
    fn ways(&self, start: usize) -> (Vec<f64>, Vec<Option<usize>>) {
        let mut cost = vec![f64::INFINITY; self.at.len()];
        let mut from = vec![None; self.at.len()];
        cost[start] = 0.0;
        self.relax(&mut cost, &mut from, vec![start]);
        (cost, from)
    }

    /// A tree that joins the terminals: the cheapest where they are few, else one that costs at most twice
    /// as much.
    ///
    /// # Errors
    /// The positions of two terminals that no way joins.
    pub(super) fn tree(&self, terminals: &[usize]) -> Result<Tree, (usize, usize)> {
        let mut distinct: Vec<usize> = terminals.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let Some(&first) = distinct.first() else { return Ok(Tree { edges: Vec::new(), exact: true }) };
        let (cost, _) = self.ways(first);
        let position = |node: usize| terminals.iter().position(|t| *t == node).unwrap_or(0);
        if let Some(apart) = distinct.iter().find(|node| !cost[**node].is_finite()) {
            return Err((position(first), position(*apart)));
        }
        let states = self.at.len().saturating_mul(1 << (distinct.len().min(30) - 1));
        let exact = distinct.len() <= EXACT_TERMINALS && states <= EXACT_STATES;
        let edges = if exact { self.exact(&distinct) } else { self.near(&distinct) };
        Ok(Tree { edges: self.pruned(edges, &distinct), exact })
    }

    /// Dreyfus and Wagner 1971: the cheapest tree for every subset of the terminals but the last, with every node.
    fn exact(&self, terminals: &[usize]) -> BTreeSet<usize> {
        let Some((&root, rest)) = terminals.split_last() else { return BTreeSet::new() };
        let count = self.at.len();
        let subsets = 1_usize << rest.len();
        let mut cost = vec![vec![f64::INFINITY; count]; subsets];
        let mut from: Vec<Vec<Option<usize>>> = vec![vec![None; count]; subsets];
        let mut split: Vec<Vec<usize>> = vec![vec![0; count]; subsets];
        for subset in 1..subsets {
            if subset.is_power_of_two() {
                cost[subset][rest[subset.trailing_zeros() as usize]] = 0.0;
            }
            // Two halves that meet at a node; each pair once.
            let mut half = (subset - 1) & subset;
            while half > subset ^ half {
                for node in 0..count {
                    let both = cost[half][node] + cost[subset ^ half][node];
                    if both < cost[subset][node] {
                        cost[subset][node] = both;
                        split[subset][node] = half;
                    }
                }
                half = (half - 1) & subset;
            }
            let starts = (0..count).filter(|node| cost[subset][*node].is_finite()).collect();
            let (mut costs, mut last) =
                (std::mem::take(&mut cost[subset]), std::mem::take(&mut from[subset]));
            self.relax(&mut costs, &mut last, starts);
            (cost[subset], from[subset]) = (costs, last);
        }
        let mut edges = BTreeSet::new();
        let mut waiting = vec![(subsets - 1, root)];
        while let Some((subset, node)) = waiting.pop() {
            if subset == 0 {
                continue;
            }
            match from[subset][node] {
                Some(edge) => {
                    edges.insert(edge);
                    waiting.push((subset, self.other(edge, node)));
                }
                None if split[subset][node] != 0 => {
                    let half = split[subset][node];
                    waiting.push((half, node));
                    waiting.push((subset ^ half, node));
                }
                None => {}
            }
        }
        edges
    }

    /// Kou, Markowsky and Berman 1981: a tree over the ways between terminals, at most twice the cheapest.
    fn near(&self, terminals: &[usize]) -> BTreeSet<usize> {
        let ways: Vec<_> = terminals.iter().map(|terminal| self.ways(*terminal)).collect();
        let mut joined = vec![false; terminals.len()];
        let mut edges = BTreeSet::new();
        if let Some(first) = joined.first_mut() {
            *first = true;
        }
        for _ in 1..terminals.len() {
            let mut best: Option<(f64, usize, usize)> = None;
            for (a, (cost, _)) in ways.iter().enumerate().filter(|(a, _)| joined[*a]) {
                for (b, terminal) in terminals.iter().enumerate().filter(|(b, _)| !joined[*b]) {
                    if best.is_none_or(|(least, ..)| cost[*terminal] < least) {
                        best = Some((cost[*terminal], a, b));
                    }
                }
            }
            let Some((_, a, b)) = best else { break };
            joined[b] = true;
            let mut node = terminals[b];
            while let Some(edge) = ways[a].1[node] {
                edges.insert(edge);
                node = self.other(edge, node);
            }
        }
        edges
    }

    /// Without circles (a cheapest spanning tree of the edges) and without ends that are no terminals.
    fn pruned(&self, edges: BTreeSet<usize>, terminals: &[usize]) -> Vec<usize> {
        let mut order: Vec<usize> = edges.into_iter().collect();
        order.sort_by(|a, b| self.edges[*a].weight.total_cmp(&self.edges[*b].weight).then(a.cmp(b)));
        let mut parent: Vec<usize> = (0..self.at.len()).collect();
        let mut kept: BTreeSet<usize> = BTreeSet::new();
        for edge in order {
            let [a, b] = [self.edges[edge].a, self.edges[edge].b].map(|node| root(&mut parent, node));
            if a != b {
                parent[a] = b;
                kept.insert(edge);
            }
        }
        loop {
            let mut degree = vec![0_u32; self.at.len()];
            for edge in &kept {
                degree[self.edges[*edge].a] += 1;
                degree[self.edges[*edge].b] += 1;
            }
            let is_end = |node: usize| degree[node] == 1 && terminals.binary_search(&node).is_err();
            let ends: Vec<usize> = kept
                .iter()
                .copied()
                .filter(|e| is_end(self.edges[*e].a) || is_end(self.edges[*e].b))
                .collect();
            if ends.is_empty() {
                return kept.into_iter().collect();
            }
            ends.iter().for_each(|edge| {
                kept.remove(edge);
            });
        }
    }
}

fn root(parent: &mut [usize], mut node: usize) -> usize {
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weight(edges: &[Edge], tree: &[usize]) -> f64 {
        tree.iter().map(|edge| edges[*edge].weight).sum()
    }

    fn joins(nodes: usize, edges: &[Edge], tree: &[usize], terminals: &[usize]) -> bool {
        let mut parent: Vec<usize> = (0..nodes).collect();
        for edge in tree {
            let [a, b] = [edges[*edge].a, edges[*edge].b].map(|node| root(&mut parent, node));
            parent[a] = b;
        }
        let first = root(&mut parent, terminals[0]);
        terminals.iter().all(|terminal| root(&mut parent, *terminal) == first)
    }

    /// The cheapest set of edges that joins the terminals, by trying all sets.
    fn brute(nodes: usize, edges: &[Edge], terminals: &[usize]) -> f64 {
        (0_usize..1 << edges.len())
            .map(|set| (0..edges.len()).filter(|edge| set >> edge & 1 == 1).collect::<Vec<_>>())
            .filter(|tree| joins(nodes, edges, tree, terminals))
            .map(|tree| weight(edges, &tree))
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn a_star_is_cheaper_than_the_ways_between_its_ends() {
        // Three ends around a middle: by way of the middle 3 × 1.1, along the rim 2 × 2.
        let edge = |a, b, weight| Edge { a, b, weight };
        let edges = [
            edge(0, 3, 1.1),
            edge(1, 3, 1.1),
            edge(2, 3, 1.1),
            edge(0, 1, 2.0),
            edge(1, 2, 2.0),
            edge(0, 2, 2.0),
        ];
        let graph = Graph::new(4, &edges);
        assert_eq!(graph.tree(&[0, 1, 2]), Ok(Tree { edges: vec![0, 1, 2], exact: true }));
        let near = graph.pruned(graph.near(&[0, 1, 2]), &[0, 1, 2]);
        assert!((weight(&edges, &near) - 4.0).abs() < 1e-12, "the nearby tree does not see the middle");
    }

    proptest! {
        #[test]
        fn few_terminals_get_the_cheapest_tree_and_many_at_most_twice_that(
            ends in proptest::collection::vec((0_usize..7, 0_usize..7, 0.1_f64..9.0), 1..12),
            terminals in proptest::collection::vec(0_usize..7, 2..5),
        ) {
            let edges: Vec<Edge> = ends.iter().map(|&(a, b, weight)| Edge { a, b, weight }).collect();
            let graph = Graph::new(7, &edges);
            let least = brute(7, &edges, &terminals);
            match graph.tree(&terminals) {
                Ok(tree) => {
                    prop_assert!(joins(7, &edges, &tree.edges, &terminals));
                    prop_assert!((weight(&edges, &tree.edges) - least).abs() < 1e-9);
                    let mut distinct = terminals.clone();
                    distinct.sort_unstable();
                    distinct.dedup();
                    let near = graph.pruned(graph.near(&distinct), &distinct);
                    prop_assert!(joins(7, &edges, &near, &terminals));
                    prop_assert!(weight(&edges, &near) <= 2.0 * least + 1e-9);
                }
                Err(_) => prop_assert!(!least.is_finite()),
            }
        }
    }
}
