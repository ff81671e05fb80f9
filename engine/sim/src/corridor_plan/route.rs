//! The route: a tree of streets that joins the places to serve.

use std::collections::BTreeMap;

use linli_model::{Community, Key, Point3};
use linli_space::{Ground, StreetGraph};

use super::obstacle::Obstacle;
use super::rules::CorridorPlanRules;
use super::steiner::{Edge, Graph};
use super::{Branch, CorridorPlanError, ServedPlace, Terminal};

/// Most places that can be served.
pub(super) const MOST_TERMINALS: usize = 200;
/// Distance between places along a street where obstacles are looked for, metres.
const STEP_M: f64 = 5.0;
/// Points of a route nearer than this are one, metres.
const SAME_M: f64 = 0.01;

/// The streets that may hold a tunnel.
pub(super) struct Network {
    graph: StreetGraph,
    edges: Vec<Edge>,
    /// Number of the street graph's edge of each edge.
    origin: Vec<usize>,
    /// Whether any edge is at a node.
    used: Vec<bool>,
}

impl Network {
    /// Streets by their class, without stretches on which a tunnel of the outer size would be too near to a
    /// structure beside or below it.
    pub(super) fn of(
        community: &Community,
        ground: &Ground,
        obstacles: &[Obstacle],
        box_m: [f64; 2],
        rules: &CorridorPlanRules,
    ) -> Self {
        let graph = StreetGraph::on_ground(community, ground);
        let mut edges = Vec::new();
        let mut origin = Vec::new();
        let mut used = vec![false; graph.nodes.len()];
        for (number, edge) in graph.edges.iter().enumerate() {
            let Some(weight) = rules.weight(edge.class).filter(|_| !edge.is_reversed()) else { continue };
            let path = graph.path(edge);
            if obstacles.iter().any(|obstacle| is_blocked(&path, obstacle, ground, box_m, rules)) {
                continue;
            }
            let (a, b) = (edge.from as usize, edge.to as usize);
            let length = length_m(&path);
            if a == b || !length.is_finite() {
                continue;
            }
            for node in [a, b] {
                if let Some(used) = used.get_mut(node) {
                    *used = true;
                }
            }
            edges.push(Edge { a, b, weight: weight * length });
            origin.push(number);
        }
        Self { graph, edges, origin, used }
    }

    /// The node of the network nearest to a place, and how far it is.
    fn nearest(&self, at: [f64; 2]) -> Option<(usize, f64)> {
        let nodes = self.graph.nodes.iter().zip(&self.used).enumerate().filter(|(_, (_, used))| **used);
        let apart = nodes.map(|(number, (p, _))| (number, (p[0] - at[0]).hypot(p[1] - at[1])));
        apart.min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))
    }
}

/// Whether a tunnel in the middle of a street would be too near to a structure: beside it, or over or under
/// it without the clearance.
fn is_blocked(
    path: &[Point3],
    obstacle: &Obstacle,
    ground: &Ground,
    box_m: [f64; 2],
    rules: &CorridorPlanRules,
) -> bool {
    let clearance = rules.clearance_structure_m.value;
    let reach = box_m[0] / 2.0 + clearance;
    samples(path).any(|[x, y]| {
        if obstacle.within([x, y], reach).is_none() {
            return false;
        }
        let top = ground.height_at(x, y) - rules.cover_m.value;
        let bottom = top - box_m[1];
        bottom < obstacle.heights[1] + clearance && top > obstacle.heights[0] - clearance
    })
}

fn samples(path: &[Point3]) -> impl Iterator<Item = [f64; 2]> + '_ {
    path.windows(2).flat_map(|pair| {
        let (a, b) = (pair[0], pair[1]);
        let steps = ((b[0] - a[0]).hypot(b[1] - a[1]) / STEP_M).ceil().clamp(1.0, 1e5) as u32;
        (0..=steps).map(move |i| {
            let t = f64::from(i) / f64::from(steps);
            [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
        })
    })
}

/// Length in plan.
pub(super) fn length_m(path: &[Point3]) -> f64 {
    path.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum()
}

/// A tree of edges of the network, and the places that it serves.
pub(super) struct Route {
    edges: Vec<usize>,
    ends: Vec<usize>,
    pub(super) served: Vec<ServedPlace>,
    pub(super) exact: bool,
}

/// The tree that joins the places.
///
/// # Errors
/// When a place has no street near it, or no way joins two of them.
pub(super) fn tree(
    network: &Network,
    terminals: &[Terminal],
    rules: &CorridorPlanRules,
) -> Result<Route, CorridorPlanError> {
    if terminals.len() > MOST_TERMINALS {
        return Err(CorridorPlanError::TooMany { given: terminals.len(), limit: MOST_TERMINALS });
    }
    let reach_m = rules.attach_m.value;
    let mut ends = Vec::new();
    let mut served = Vec::new();
    for terminal in terminals {
        let near = network.nearest(terminal.at).filter(|(_, apart)| *apart <= reach_m);
        let Some((node, connection_m)) = near else {
            return Err(CorridorPlanError::NoStreet { name: terminal.name.clone(), reach_m });
        };
        let from = network.graph.nodes.get(node).map(|p| [p[0], p[1]]).unwrap_or_default();
        served.push(ServedPlace { name: terminal.name.clone(), from, connection_m });
        ends.push(node);
    }
    let tree = Graph::new(network.graph.nodes.len(), &network.edges).tree(&ends).map_err(|(a, b)| {
        let name = |position: usize| terminals.get(position).map(|t| t.name.clone()).unwrap_or_default();
        CorridorPlanError::Apart { from: name(a), to: name(b) }
    })?;
    Ok(Route { edges: tree.edges, ends, served, exact: tree.exact })
}

/// The tree cut into stretches at its junctions, ends and places served, with axes below the ground.
pub(super) fn branches(
    network: &Network,
    route: &Route,
    ground: &Ground,
    outer_height_m: f64,
    rules: &CorridorPlanRules,
    community: &Community,
) -> Vec<Branch> {
    let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &edge in &route.edges {
        let Some(found) = network.edges.get(edge) else { continue };
        at.entry(found.a).or_default().push(edge);
        at.entry(found.b).or_default().push(edge);
    }
    let is_stop =
        |node: usize| at.get(&node).is_none_or(|edges| edges.len() != 2) || route.ends.contains(&node);
    let mut done = std::collections::BTreeSet::new();
    let mut branches = Vec::new();
    let depth = rules.cover_m.value + outer_height_m / 2.0;
    for (&start, edges) in at.iter().filter(|(node, _)| is_stop(**node)) {
        for &first in edges {
            let (mut node, mut edge) = (start, first);
            let (mut path, mut streets): (Vec<Point3>, Vec<Key>) = (Vec::new(), Vec::new());
            while done.insert(edge) {
                let Some(piece) = network.piece(edge, node) else { break };
                let skip = usize::from(!path.is_empty());
                path.extend(piece.points.iter().skip(skip));
                let street = community.elements().get(piece.street).map(|element| element.key.clone());
                if street.is_some() && streets.last() != street.as_ref() {
                    streets.extend(street);
                }
                node = piece.end;
                let next = at.get(&node).and_then(|edges| edges.iter().copied().find(|e| !done.contains(e)));
                match next {
                    Some(next) if !is_stop(node) => edge = next,
                    _ => break,
                }
            }
            if path.len() < 2 {
                continue;
            }
            let axis = axis(&path, ground, depth);
            let key = Key::from(format!("corridor-plan/{}", branches.len() + 1));
            branches.push(Branch { key, length_m: length_m(&axis), axis, streets, openings: Vec::new() });
        }
    }
    branches
}

struct Piece {
    points: Vec<Point3>,
    street: usize,
    end: usize,
}

impl Network {
    /// An edge seen from one of its nodes.
    fn piece(&self, edge: usize, from: usize) -> Option<Piece> {
        let found = self.edges.get(edge)?;
        let street_edge = self.graph.edges.get(*self.origin.get(edge)?)?;
        let mut points = self.graph.path(street_edge);
        let forward = found.a == from;
        if !forward {
            points.reverse();
        }
        Some(Piece {
            points,
            street: street_edge.street.index(),
            end: if forward { found.b } else { found.a },
        })
    }
}

/// The middle of the box: as deep below the ground everywhere as the cover asks.
fn axis(path: &[Point3], ground: &Ground, depth: f64) -> Vec<Point3> {
    let mut axis: Vec<Point3> = Vec::with_capacity(path.len());
    for p in path {
        let at = [p[0], p[1], ground.height_at(p[0], p[1]) - depth];
        if axis.last().is_none_or(|last| (last[0] - at[0]).hypot(last[1] - at[1]) > SAME_M) {
            axis.push(at);
        }
    }
    axis
}
