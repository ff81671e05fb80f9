//! New nodes and links in a live field, without a new search.

use super::queue::RadixQueue;
use super::update::LiveField;
use super::{Link, TimeChange, TravelGraph, UNREACHED, plus};

/// A link that is cut in two: its two parts take its place and take as long as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The link that is cut; it closes.
    pub link: u32,
    /// The node between the parts.
    pub node: u32,
    /// The part that begins where the link began, and the part that ends where it ended.
    pub parts: [u32; 2],
}

impl LiveField {
    /// Takes in nodes up to `nodes` and new links, whose numbers follow those that are there, and cuts links
    /// in two. Only what becomes nearer is searched. Returns the nodes whose time changed, by rising node.
    /// Links that name nodes that are not there stay closed.
    pub fn extend(&mut self, nodes: u32, links: &[Link], cuts: &[Cut]) -> Vec<TimeChange> {
        let first = self.edge_of_link.len() as u32;
        self.grow(nodes.max(self.graph.node_count()), links);
        let mut touched = Vec::new();
        for (number, link) in (first..).zip(links) {
            self.set_cost(number, link.cost_ms);
        }
        for cut in cuts {
            self.cut(cut, &mut touched);
        }
        let mut queue = RadixQueue::new();
        for number in (first..).take(links.len()) {
            let from = self.reversed.head(self.reversed_edge_of_link[number as usize] as usize);
            self.relax(from, self.edge_of_link[number as usize] as usize, &mut queue, &mut touched);
        }
        self.settle_touched(queue, touched)
    }

    /// The graph with more nodes and links, all new ones closed; ways keep their edges by their links.
    fn grow(&mut self, nodes: u32, links: &[Link]) {
        let mut all = vec![Link { from: 0, to: 0, cost_ms: UNREACHED }; self.edge_of_link.len()];
        for node in 0..self.graph.node_count() {
            for edge in self.graph.edges_of(node) {
                all[self.graph.link(edge) as usize] =
                    Link { from: node, to: self.graph.head(edge), cost_ms: self.graph.cost_ms(edge) };
            }
        }
        let fits = |link: &Link| link.from < nodes && link.to < nodes;
        let closed = links.iter().map(|link| match fits(link) {
            true => Link { cost_ms: UNREACHED, ..*link },
            false => Link { from: 0, to: 0, cost_ms: UNREACHED },
        });
        all.extend(closed);
        let grown = TravelGraph::from_links(nodes, &all).unwrap_or_default();
        let edges = grown.edge_of_links();
        for entry in self.tree.entry_edges.iter_mut().filter(|entry| **entry != UNREACHED) {
            *entry = edges[self.graph.link(*entry as usize) as usize];
        }
        let tree = &mut self.tree;
        for list in [&mut tree.times_ms, &mut tree.entry_edges, &mut tree.before, &mut tree.origins] {
            list.resize(nodes as usize, UNREACHED);
        }
        self.reversed = grown.reversed();
        self.reversed_edge_of_link = self.reversed.edge_of_links();
        self.edge_of_link = edges;
        self.graph = grown;
    }

    /// Closes a link that was cut; a way that led over it leads over its parts.
    fn cut(&mut self, cut: &Cut, touched: &mut Vec<(u32, u32)>) {
        let ends = |field: &Self, link: u32| {
            let edge = *field.edge_of_link.get(link as usize)? as usize;
            let from = field.reversed.head(field.reversed_edge_of_link[link as usize] as usize);
            Some((edge, from, field.graph.head(edge)))
        };
        let Some((edge, from, to)) = ends(self, cut.link) else { return };
        // Where the graph runs the other way, the last part comes first.
        let mut parts = cut.parts;
        if ends(self, parts[0]).is_some_and(|(_, start, _)| start != from) {
            parts.reverse();
        }
        let [Some((first, ..)), Some((second, ..))] = parts.map(|part| ends(self, part)) else { return };
        self.set_cost(cut.link, UNREACHED);
        if self.tree.entry_edges[to as usize] == edge as u32 {
            let node = cut.node as usize;
            touched.push((cut.node, self.tree.times_ms[node]));
            self.tree.times_ms[node] = plus(self.tree.times_ms[from as usize], self.graph.cost_ms(first));
            self.tree.entry_edges[node] = first as u32;
            self.tree.before[node] = from;
            self.tree.origins[node] = self.tree.origins[from as usize];
            self.tree.entry_edges[to as usize] = second as u32;
            self.tree.before[to as usize] = cut.node;
        }
    }

    fn set_cost(&mut self, link: u32, cost_ms: u32) {
        let (edge, back) = (self.edge_of_link[link as usize], self.reversed_edge_of_link[link as usize]);
        let is_loop = self.graph.head(edge as usize) == self.reversed.head(back as usize);
        // What leads from a node to itself, or names nodes that are not there, brings nobody nearer.
        let cost_ms = if is_loop { UNREACHED } else { cost_ms };
        self.graph.set_cost_ms(edge as usize, cost_ms);
        self.reversed.set_cost_ms(back as usize, cost_ms);
    }
}
