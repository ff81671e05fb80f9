//! Bridges of a graph: links whose loss splits what was connected (Tarjan 1974).

use super::{TravelGraph, UNREACHED};

/// For each link whether it is the only connection of what lies behind it, directions ignored.
/// Links between the same two nodes in opposite directions, as of a street, count as one; two
/// streets side by side are no bridges. `group` names what a link belongs to, for example its street.
pub fn bridges(graph: &TravelGraph, group: impl Fn(u32) -> u32) -> Vec<bool> {
    let around = undirected(graph, group);
    let nodes = around.len();
    let mut is_bridge = vec![false; graph.edge_count()];
    let (mut entered, mut low) = (vec![UNREACHED; nodes], vec![UNREACHED; nodes]);
    let mut clock = 0_u32;
    for start in 0..nodes {
        if entered[start] != UNREACHED {
            continue;
        }
        let mut open = vec![Open { node: start, next: 0, by: None }];
        entered[start] = clock;
        low[start] = clock;
        clock += 1;
        while let Some(Open { node, next, by }) = open.last_mut() {
            let (node, by) = (*node, *by);
            let Some(&(to, group, link)) = around[node].get(*next) else {
                open.pop();
                if let (Some(Open { node: parent, .. }), Some((_, link))) = (open.last(), by) {
                    low[*parent] = low[*parent].min(low[node]);
                    if low[node] > entered[*parent] {
                        is_bridge[link as usize] = true;
                    }
                }
                continue;
            };
            *next += 1;
            let to_index = to as usize;
            let back = by.is_some_and(|(through, _)| through == group)
                && open.len() >= 2
                && open[open.len() - 2].node == to_index;
            if back {
                continue;
            }
            if entered[to_index] == UNREACHED {
                entered[to_index] = clock;
                low[to_index] = clock;
                clock += 1;
                open.push(Open { node: to_index, next: 0, by: Some((group, link)) });
            } else {
                low[node] = low[node].min(entered[to_index]);
            }
        }
    }
    is_bridge
}

/// A node on the way of the walk.
struct Open {
    node: usize,
    /// Position of the next neighbour.
    next: usize,
    /// Group and link by which it was entered.
    by: Option<(u32, u32)>,
}

/// Neighbours of each node in both directions: node, group, link. Both directions of one group
/// between two nodes are one entry.
fn undirected(graph: &TravelGraph, group: impl Fn(u32) -> u32) -> Vec<Vec<(u32, u32, u32)>> {
    let mut around = vec![Vec::new(); graph.node_count() as usize];
    for node in 0..graph.node_count() {
        for edge in graph.edges_of(node) {
            let (head, link) = (graph.head(edge), graph.link(edge));
            if head != node && graph.cost_ms(edge) < UNREACHED {
                around[node as usize].push((head, group(link), link));
                around[head as usize].push((node, group(link), link));
            }
        }
    }
    for list in &mut around {
        list.sort_unstable();
        list.dedup_by_key(|(to, group, _)| (*to, *group));
    }
    around
}
