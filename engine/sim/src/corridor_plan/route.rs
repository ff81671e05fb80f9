//! The route: a tree of streets that joins the places to serve.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Aabb, Community, ElementId, Key, Kind, Point3};
use linli_space::{Ground, StreetGraph};

use super::obstacle::Obstacle;
use super::rules::CorridorPlanRules;
use super::steiner::{Edge, Graph};
use super::{Branch, CorridorPlanError, Terminal};

/// Distance between places along a street where obstacles are looked for, metres.
const STEP_M: f64 = 1.0;
/// Points of a route nearer than this are one, metres.
const SAME_M: f64 = 0.01;
/// Distance between points of a route that follows uneven ground, metres.
const GROUND_STEP_M: f64 = 10.0;

/// The streets that may hold a tunnel, with what lies near them.
pub(super) struct Network<'a> {
    pub(super) places: Vec<Point3>,
    pub(super) pieces: Vec<Piece>,
    ground: &'a Ground,
    pub(super) rules: &'a CorridorPlanRules,
}

/// A street between two junctions.
#[derive(Clone)]
pub(super) struct Piece {
    pub(super) street: ElementId,
    pub(super) path: Vec<Point3>,
    pub(super) edge: Edge,
    /// Structures that could be too near.
    pub(super) near: Vec<Obstacle>,
}

/// The pieces that a tunnel of some outer size may use, by number.
pub(super) struct Open(pub(super) Vec<usize>);

impl<'a> Network<'a> {
    /// Streets on the ground by their class; ways over bridges and through tunnels hold none.
    pub(super) fn of(
        community: &Community,
        ground: &'a Ground,
        obstacles: &[Obstacle],
        widest_m: f64,
        rules: &'a CorridorPlanRules,
    ) -> Self {
        let graph = StreetGraph::on_ground(community, ground);
        let mut pieces = Vec::new();
        for edge in graph.edges.iter().filter(|edge| !edge.is_reversed() && edge.from != edge.to) {
            let on_ground = community.element(edge.street).is_some_and(|element| match &element.kind {
                Kind::Street(street) => !street.bridge && !street.tunnel && street.layer == 0,
                _ => false,
            });
            let Some(weight) = rules.weight(edge.class).filter(|_| on_ground) else { continue };
            let path = graph.path(edge);
            let length = length_m(&path);
            if !length.is_finite() {
                continue;
            }
            let mut around = Aabb::EMPTY;
            path.iter().for_each(|point| around.include(*point));
            let reach = widest_m / 2.0 + rules.clearance_structure_m.value;
            let near = obstacles.iter().filter(|obstacle| obstacle.is_near(&around, reach));
            pieces.push(Piece {
                street: edge.street,
                path,
                edge: Edge { a: edge.from as usize, b: edge.to as usize, weight: weight * length },
                near: near.cloned().collect(),
            });
        }
        Self { places: graph.nodes, pieces, ground, rules }
    }

    /// The pieces on which a tunnel of an outer width and height keeps clear of structures.
    pub(super) fn open(&self, box_m: [f64; 2]) -> Open {
        let clear =
            |piece: &Piece| !piece.near.iter().any(|obstacle| self.is_blocked(&piece.path, obstacle, box_m));
        Open(self.pieces.iter().enumerate().filter(|(_, piece)| clear(piece)).map(|(i, _)| i).collect())
    }

    /// Whether a tunnel in the middle of a street would be too near to a structure: beside it, or over or
    /// under it without the clearance.
    fn is_blocked(&self, path: &[Point3], obstacle: &Obstacle, box_m: [f64; 2]) -> bool {
        let clearance = self.rules.clearance_structure_m.value;
        let reach = box_m[0] / 2.0 + clearance;
        samples(path).any(|[x, y]| {
            let top = self.ground.height_at(x, y) - self.rules.cover_m.value;
            let bottom = top - box_m[1];
            bottom < obstacle.heights[1] + clearance
                && top > obstacle.heights[0] - clearance
                && obstacle.distance_m([x, y]) < reach
        })
    }

    /// The cheapest tree of open pieces that joins the ends, by number, and whether it is exact.
    ///
    /// # Errors
    /// When no way joins two of the places.
    pub(super) fn tree(
        &self,
        open: &Open,
        ends: &[usize],
        terminals: &[Terminal],
    ) -> Result<(Vec<usize>, bool), CorridorPlanError> {
        let edges: Vec<Edge> =
            open.0.iter().filter_map(|number| self.pieces.get(*number)).map(|piece| piece.edge).collect();
        let tree = Graph::new(self.places.len(), &edges).tree(ends).map_err(|(a, b)| {
            let name = |position: usize| terminals.get(position).map(|t| t.name.clone()).unwrap_or_default();
            CorridorPlanError::Apart { from: name(a), to: name(b) }
        })?;
        Ok((tree.edges.iter().filter_map(|edge| open.0.get(*edge).copied()).collect(), tree.exact))
    }

    /// The tree cut into stretches at its junctions, ends and places served, with axes below the ground.
    pub(super) fn branches(
        &self,
        tree: &[usize],
        ends: &[usize],
        outer_height_m: f64,
        community: &Community,
    ) -> Vec<Branch> {
        let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &number in tree {
            let Some(piece) = self.pieces.get(number) else { continue };
            at.entry(piece.edge.a).or_default().push(number);
            at.entry(piece.edge.b).or_default().push(number);
        }
        let is_stop =
            |node: usize| at.get(&node).is_none_or(|pieces| pieces.len() != 2) || ends.contains(&node);
        let mut done = BTreeSet::new();
        let mut branches = Vec::new();
        for (&start, pieces) in at.iter().filter(|(node, _)| is_stop(**node)) {
            for &first in pieces {
                let (mut node, mut number) = (start, first);
                let (mut path, mut streets): (Vec<Point3>, Vec<Key>) = (Vec::new(), Vec::new());
                let mut weighted_m = 0.0;
                while done.insert(number) {
                    let Some(piece) = self.pieces.get(number) else { break };
                    weighted_m += piece.edge.weight;
                    node = follow(piece, node, &mut path);
                    let street = community.element(piece.street).map(|element| element.key.clone());
                    if street.is_some() && streets.last() != street.as_ref() {
                        streets.extend(street);
                    }
                    let next = at.get(&node).and_then(|pieces| pieces.iter().find(|p| !done.contains(*p)));
                    match next {
                        Some(next) if !is_stop(node) => number = *next,
                        _ => break,
                    }
                }
                if path.len() < 2 {
                    continue;
                }
                let axis = self.axis(&path, outer_height_m);
                let key = Key::from(format!("corridor-plan/{}", branches.len() + 1));
                let length_m = length_m(&axis);
                branches.push(Branch { key, length_m, weighted_m, axis, streets, openings: Vec::new() });
            }
        }
        branches
    }

    /// The middle of the box: as deep below the ground everywhere as the cover asks.
    fn axis(&self, path: &[Point3], outer_height_m: f64) -> Vec<Point3> {
        let depth = self.rules.cover_m.value + outer_height_m / 2.0;
        let step = if self.ground.is_level() { f64::INFINITY } else { GROUND_STEP_M };
        let mut axis: Vec<Point3> = Vec::with_capacity(path.len());
        for [x, y] in along(path, step) {
            if axis.last().is_none_or(|last| (last[0] - x).hypot(last[1] - y) > SAME_M) {
                axis.push([x, y, self.ground.height_at(x, y) - depth]);
            }
        }
        axis
    }
}

/// Adds the points of a piece seen from one of its ends, and gives the other.
fn follow(piece: &Piece, from: usize, path: &mut Vec<Point3>) -> usize {
    let skip = usize::from(!path.is_empty());
    if piece.edge.a == from {
        path.extend(piece.path.iter().skip(skip));
        piece.edge.b
    } else {
        path.extend(piece.path.iter().rev().skip(skip));
        piece.edge.a
    }
}

fn samples(path: &[Point3]) -> impl Iterator<Item = [f64; 2]> + '_ {
    along(path, STEP_M)
}

/// Places along a path in plan: all its points, and more so that none is farther than a step from the next.
fn along(path: &[Point3], step_m: f64) -> impl Iterator<Item = [f64; 2]> + '_ {
    path.windows(2).flat_map(move |pair| {
        let (a, b) = (pair[0], pair[1]);
        let steps = ((b[0] - a[0]).hypot(b[1] - a[1]) / step_m).ceil().clamp(1.0, 1e5) as u32;
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
