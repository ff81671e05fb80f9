//! The street network as a graph: who can go from where to where.

mod components;
mod node;

pub(crate) use node::NodeKey;

use std::collections::HashMap;

use linli_model::{
    Access, Community, ElementId, Geometry, Kind, ModeAccess, Oneway, Point3, Street, StreetClass, Vertical,
};

use crate::Ground;

/// One street between two junctions, in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreetEdge {
    /// Node where it starts.
    pub from: u32,
    /// Node where it ends.
    pub to: u32,
    /// The street.
    pub street: ElementId,
    /// Length in space, metres.
    pub length_m: f64,
    /// Class of the street.
    pub class: StreetClass,
    /// Who may go in this direction.
    pub access: ModeAccess,
    /// Rise from start to end over the length in plan; positive uphill. 0 where heights are unknown.
    pub grade: f64,
    /// The way in space, shared by both directions: see [`StreetGraph::path`].
    path: u32,
    reversed: bool,
}

impl StreetEdge {
    /// Number of the way in space, shared by both directions; numbers follow each other from 0.
    pub fn line(&self) -> u32 {
        self.path
    }

    /// Whether it runs against the order of the way's points.
    pub fn is_reversed(&self) -> bool {
        self.reversed
    }
}

/// Routable directed graph of all streets (railways left out), in compact lists: the edges that
/// start at node `n` are `edges[first_edge[n]..first_edge[n + 1]]`.
///
/// Streets meet where they share a node number; where the source has none, where points lie on the
/// same centimetre. A bridge and the street under it therefore do not meet.
#[derive(Clone, Debug, Default)]
pub struct StreetGraph {
    /// Places of the nodes, local metres, in the order of first appearance.
    pub nodes: Vec<Point3>,
    /// Start of each node's edges, and the number of edges at the end.
    pub first_edge: Vec<u32>,
    /// Edges sorted by start node, then in the order of the streets.
    pub edges: Vec<StreetEdge>,
    /// Points of all paths, one after the other.
    path_points: Vec<Point3>,
    /// End of each path in `path_points`.
    path_ends: Vec<u32>,
    by_number: HashMap<i64, u32>,
}

impl StreetGraph {
    /// The graph of a community on its own ground.
    pub fn of(community: &Community) -> Self {
        Self::on_ground(community, &Ground::of(community))
    }

    /// The graph of a community; heights of flat sources are taken from the ground.
    pub fn on_ground(community: &Community, ground: &Ground) -> Self {
        let ways = ways_of(community, ground);
        let mut uses: HashMap<NodeKey, u32> = HashMap::new();
        for way in &ways {
            for (i, key) in way.keys.iter().enumerate() {
                let end = i == 0 || i + 1 == way.keys.len();
                // An end is always a node; a point between is one when it comes twice.
                *uses.entry(*key).or_default() += if end { 2 } else { 1 };
            }
        }
        let mut builder = GraphBuilder::default();
        for way in &ways {
            let mut start = 0;
            for end in 1..way.keys.len() {
                if uses.get(&way.keys[end]).is_some_and(|n| *n >= 2) {
                    builder.add_piece(way, start, end);
                    start = end;
                }
            }
        }
        builder.finish()
    }

    /// Edges that start at a node.
    pub fn edges_from(&self, node: u32) -> &[StreetEdge] {
        let range = |i: u32| self.first_edge.get(i as usize).map(|e| *e as usize);
        match (range(node), range(node.saturating_add(1))) {
            (Some(start), Some(end)) => self.edges.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The points of an edge from its start to its end.
    pub fn path(&self, edge: &StreetEdge) -> Vec<Point3> {
        let index = edge.path as usize;
        let start = if index == 0 { 0 } else { self.path_ends.get(index - 1).copied().unwrap_or(0) };
        let end = self.path_ends.get(index).copied().unwrap_or(start);
        let points = self.path_points.get(start as usize..end as usize).unwrap_or_default();
        if edge.reversed { points.iter().rev().copied().collect() } else { points.to_vec() }
    }

    /// The node of a source's node number, when streets meet or end there.
    pub fn node_of(&self, number: i64) -> Option<u32> {
        self.by_number.get(&number).copied()
    }

    /// For each node the number of its connected component, largest component first; two nodes are
    /// connected when allowed edges join them in any direction.
    pub fn components(&self, allowed: impl Fn(&StreetEdge) -> bool) -> Vec<u32> {
        components::labels(self, allowed)
    }
}

/// A graph in the making.
#[derive(Default)]
struct GraphBuilder {
    graph: StreetGraph,
    numbers: HashMap<NodeKey, u32>,
    edges: Vec<StreetEdge>,
}

impl GraphBuilder {
    /// Adds the part of a way between two of its points, in both directions.
    fn add_piece(&mut self, way: &Way<'_>, start: usize, end: usize) {
        let points = &way.points[start..=end];
        let length_m: f64 = points.windows(2).map(|p| distance(p[0], p[1])).sum();
        let plan_m: f64 = points.windows(2).map(|p| (p[0][0] - p[1][0]).hypot(p[0][1] - p[1][1])).sum();
        if length_m <= 0.0 {
            return;
        }
        let [from, to] = [start, end].map(|i| self.node(way.keys[i], way.points[i]));
        let rise = points[points.len() - 1][2] - points[0][2];
        let grade = if plan_m > 0.0 { rise / plan_m } else { 0.0 };
        let graph = &mut self.graph;
        let path = graph.path_ends.len() as u32;
        graph.path_points.extend_from_slice(points);
        graph.path_ends.push(graph.path_points.len() as u32);
        let edge = StreetEdge {
            from,
            to,
            street: way.id,
            length_m,
            class: way.street.class,
            access: directed(way.street, Oneway::Backward),
            grade,
            path,
            reversed: false,
        };
        self.edges.push(edge);
        self.edges.push(StreetEdge {
            from: to,
            to: from,
            access: directed(way.street, Oneway::Forward),
            grade: -grade,
            reversed: true,
            ..edge
        });
    }

    fn node(&mut self, key: NodeKey, place: Point3) -> u32 {
        *self.numbers.entry(key).or_insert_with(|| {
            self.graph.nodes.push(place);
            let number = self.graph.nodes.len() as u32 - 1;
            if let NodeKey::Number(key) = key {
                self.graph.by_number.insert(key, number);
            }
            number
        })
    }

    fn finish(self) -> StreetGraph {
        let Self { mut graph, mut edges, .. } = self;
        edges.sort_by_key(|edge| edge.from);
        let nodes = graph.nodes.len() as u32;
        graph.first_edge = (0..=nodes).map(|n| edges.partition_point(|e| e.from < n) as u32).collect();
        graph.edges = edges;
        graph
    }
}

/// Access of a street in one direction: `closed` is the one-way that forbids it to vehicles.
/// Walkers may always go both ways.
fn directed(street: &Street, closed: Oneway) -> ModeAccess {
    let mut access = street.access;
    if street.oneway == closed {
        access.car = Access::No;
        // Cycle ways against a one-way are streets of their own in the sources.
        access.cycle = Access::No;
    }
    access
}

struct Way<'a> {
    id: ElementId,
    street: &'a Street,
    points: Vec<Point3>,
    keys: Vec<NodeKey>,
}

fn ways_of<'a>(community: &'a Community, ground: &Ground) -> Vec<Way<'a>> {
    let mut ways = Vec::new();
    for (id, element) in community.iter() {
        let (Kind::Street(street), Geometry::Line(line)) = (&element.kind, &element.geometry) else {
            continue;
        };
        if street.class.is_rail() || !line.iter().flatten().all(|v| v.is_finite()) {
            continue;
        }
        let above = element.vertical == Vertical::AboveGround;
        let lifted = |p: &Point3| {
            let z = if above { p[2] + ground.height_at(p[0], p[1]) } else { p[2] };
            [p[0], p[1], z]
        };
        let keys: Vec<NodeKey> =
            line.iter().enumerate().map(|(i, p)| NodeKey::of(street, line.len(), i, *p)).collect();
        let way = Way { id, street, points: line.iter().map(lifted).collect(), keys };
        if way.points.len() >= 2 {
            ways.push(way);
        }
    }
    ways
}

fn distance(a: Point3, b: Point3) -> f64 {
    crate::index::vector::distance(a, b)
}

#[cfg(test)]
mod tests;
