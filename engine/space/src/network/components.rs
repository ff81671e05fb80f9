//! Connected components of the street graph.

use super::{StreetEdge, StreetGraph};

/// Component number of each node, numbered by size (largest first, then by first node).
pub(super) fn labels(graph: &StreetGraph, allowed: impl Fn(&StreetEdge) -> bool) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..graph.nodes.len() as u32).collect();
    for edge in graph.edges.iter().filter(|edge| allowed(edge)) {
        let (a, b) = (root(&mut parent, edge.from), root(&mut parent, edge.to));
        parent[a.max(b) as usize] = a.min(b);
    }
    let roots: Vec<u32> = (0..parent.len() as u32).map(|node| root(&mut parent, node)).collect();
    let mut sizes = vec![0_u32; roots.len()];
    for &at in &roots {
        sizes[at as usize] += 1;
    }
    let mut order: Vec<u32> = (0..roots.len() as u32).filter(|&at| sizes[at as usize] > 0).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(sizes[at as usize]), at));
    let mut label = vec![0_u32; roots.len()];
    for (number, at) in order.into_iter().enumerate() {
        label[at as usize] = number as u32;
    }
    roots.into_iter().map(|at| label[at as usize]).collect()
}

/// Root of a node's tree, halving the path on the way.
fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        parent[node as usize] = parent[parent[node as usize] as usize];
        node = parent[node as usize];
    }
    node
}
