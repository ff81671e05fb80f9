//! Ways on the network as points and times.

use linli_model::{ElementId, Point3};

use super::TravelNetwork;
use crate::reach::graph::{Seed, TravelGraph, UNREACHED};

/// Part of a trip on the network.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// Points from its start to its end, local metres.
    pub points: Vec<Point3>,
    /// Streets and ways indoors that it goes along, in its order; doors have none.
    pub along: Vec<ElementId>,
    /// Time on the move, milliseconds.
    pub moving_ms: u32,
    /// Time at crossings, signals, gates and street lifts, milliseconds.
    pub delay_ms: u32,
}

impl TravelNetwork {
    /// The way over some links, each beginning where the one before ends.
    pub fn way(&self, links: &[u32]) -> Way {
        let mut way = Way::default();
        for link in links.iter().filter_map(|link| self.links.get(*link as usize)) {
            way.delay_ms = way.delay_ms.saturating_add(link.delay_ms);
            way.moving_ms = way.moving_ms.saturating_add(link.open_ms.saturating_sub(link.delay_ms));
            if link.along.is_some() && way.along.last() != Some(&link.element) {
                way.along.push(link.element);
            }
            for point in self.path(link) {
                if way.points.last() != Some(&point) {
                    way.points.push(point);
                }
            }
        }
        way
    }

    /// Links of the quickest way between some nodes and one other, found on `graph`: that of the network
    /// to go from the nodes, or that turned round to go to them. The search ends at `limit_ms`, the time
    /// that the way is known to take.
    pub(in crate::reach) fn links_between(
        graph: &TravelGraph,
        nodes: &[u32],
        other: u32,
        limit_ms: u32,
    ) -> Vec<u32> {
        let seeds: Vec<Seed> = nodes.iter().map(|node| Seed { node: *node, time_ms: 0 }).collect();
        let tree = graph.tree_from(&seeds, limit_ms);
        let edges = tree.way_back(other).into_iter().filter(|(_, edge)| *edge != UNREACHED);
        edges.map(|(_, edge)| graph.link(edge as usize)).collect()
    }
}
