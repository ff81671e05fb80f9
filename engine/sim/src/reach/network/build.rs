//! Assembles a travel network.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{ElementId, Geometry, Kind, Point3, Street, StreetClass};
use linli_space::{StreetEdge, StreetGraph};

use super::attach::{LineFinder, OnLine};
use super::below::Across;
use super::cost::{Stretch, cost_ms, has_absurd_limit, milliseconds, speed_to_door_mps};
use super::delay::NodeDelay;
use super::hours::{Opening, opening_at};
use super::line::{Line, Nodes, place_along};
use super::{JoinProblem, Joined, Joint, NetworkIssue, NetworkLink, NetworkOptions, TravelNetwork};
use crate::reach::graph::UNREACHED;
use crate::reach::scope::Scope;

/// A network in the making.
pub(super) struct Builder<'a> {
    pub(super) scope: Scope<'a>,
    streets: &'a StreetGraph,
    pub(super) options: &'a NetworkOptions<'a>,
    lines: Vec<Line>,
    pub(super) places: Vec<Point3>,
    nodes: Nodes,
    node_elements: BTreeMap<ElementId, u32>,
    pub(super) issues: BTreeSet<NetworkIssue>,
}

/// How a place is joined.
pub(super) enum Attached {
    /// To a node of a street, so far away.
    Street(u32, f64),
    /// To the ways across a room.
    Indoors {
        /// Its own node.
        node: u32,
        /// The ways.
        across: Vec<Across>,
    },
}

pub(super) fn network(
    scope: Scope<'_>,
    streets: &StreetGraph,
    options: &NetworkOptions<'_>,
    joints: &[Joint],
) -> TravelNetwork {
    let mut builder = Builder {
        scope,
        streets,
        options,
        lines: Vec::new(),
        places: streets.nodes.clone(),
        nodes: Nodes::default(),
        node_elements: BTreeMap::new(),
        issues: BTreeSet::new(),
    };
    builder.lines();
    let usable = builder.finder(|line| line.is_usable());
    builder.street_nodes(&usable);
    let on_ground = builder.finder(|line| line.is_usable() && line.on_ground);
    let mut links = Vec::new();
    let (ways, portals) = builder.indoors(&on_ground, &mut links);
    let attached: Vec<Result<Attached, JoinProblem>> = joints
        .iter()
        .map(|joint| match joint.indoors {
            Some(_) if !builder.is_open(joint.element) => Err(JoinProblem::Closed),
            Some(level) => builder.attach_indoors(joint, level, (&ways, &portals), &on_ground),
            None => {
                builder.attach(joint, &usable, &on_ground).map(|(node, gap_m)| Attached::Street(node, gap_m))
            }
        })
        .collect();
    let mut network = builder.finish(joints, attached, links);
    if let Some(added) = scope.added() {
        network.add_streets(added, options);
    }
    network
}

impl Builder<'_> {
    fn lines(&mut self) {
        let count = self.streets.edges.iter().map(|edge| edge.line() + 1).max().unwrap_or(0) as usize;
        let mut forward: Vec<Option<&StreetEdge>> = vec![None; count];
        let mut backward: Vec<Option<&StreetEdge>> = vec![None; count];
        for edge in &self.streets.edges {
            let side = if edge.is_reversed() { &mut backward } else { &mut forward };
            side[edge.line() as usize] = Some(edge);
        }
        for pair in forward.into_iter().zip(backward) {
            let (Some(there), Some(back)) = pair else { continue };
            let line = self.line(there, back);
            self.lines.push(line);
        }
    }

    fn line(&mut self, there: &StreetEdge, back: &StreetEdge) -> Line {
        let element = self.scope.element(there.street);
        let mut line = Line {
            street: there.street,
            class: there.class,
            ends: [there.from, there.to],
            length_m: there.length_m,
            cost_ms: [None, None],
            open: self.is_open(there.street),
            on_ground: true,
            points: self.streets.path(there),
            inside: Vec::new(),
        };
        if let Some(Kind::Street(street)) = element.map(|element| &element.kind) {
            let options = self.options;
            let cost = |edge: &StreetEdge| {
                let stretch = Stretch::of(edge);
                cost_ms(&stretch, street, options.profile, options.rules, options.private_allowed)
            };
            line.cost_ms = [cost(there), cost(back)];
            line.on_ground = is_on_ground(street);
            if has_absurd_limit(street) {
                self.issues.insert(NetworkIssue::AbsurdSpeed(there.street));
            }
        }
        line
    }

    /// Whether an element is open, by request and by its hours.
    pub(super) fn is_open(&mut self, id: ElementId) -> bool {
        if self.options.closed.contains(&id) {
            return false;
        }
        let Some(element) = self.scope.element(id) else { return true };
        match opening_at(element, self.options.minute) {
            Opening::Open => true,
            Opening::Closed => false,
            Opening::NotUnderstood => {
                self.issues.insert(NetworkIssue::HoursNotUnderstood(id));
                true
            }
        }
    }

    fn finder(&self, wanted: impl Fn(&Line) -> bool) -> LineFinder {
        let numbered = self.lines.iter().enumerate().filter(|(_, line)| wanted(line));
        LineFinder::new(numbered.map(|(number, line)| (number as u32, line.points.clone())))
    }

    /// Crossings, signals, gates and lifts: delays, closures, and nodes in the middle of streets.
    fn street_nodes(&mut self, usable: &LineFinder) {
        let same_m = self.options.rules.door.same_place.value;
        for (id, element) in self.scope.iter() {
            let Kind::StreetNode(node) = &element.kind else { continue };
            let known = node.node.and_then(|number| self.streets.node_of(number));
            let at = match (known, &element.geometry) {
                (Some(at), _) => Some(at),
                (None, Geometry::Point(place)) if place.iter().all(|v| v.is_finite()) => {
                    usable.nearest(*place, same_m).map(|on| self.node_on(on))
                }
                _ => None,
            };
            let Some(at) = at else {
                self.issues.insert(NetworkIssue::OffStreets(id));
                continue;
            };
            self.node_elements.insert(id, at);
            if !self.is_open(id) {
                self.nodes.closed.insert(at);
            }
            let arterial = self.is_arterial(at);
            let delay = NodeDelay::of(node.what, arterial, self.options.profile.mode, self.options.rules);
            let known = self.nodes.delays.entry(at).or_default();
            if delay.ms > known.ms {
                *known = delay;
            }
        }
    }

    /// Whether a main street passes a node.
    fn is_arterial(&self, node: u32) -> bool {
        let main = |class: StreetClass| {
            matches!(class, StreetClass::Trunk | StreetClass::Primary | StreetClass::Secondary)
        };
        self.streets.edges_from(node).iter().any(|edge| main(edge.class) && self.scope.has(edge.street))
    }

    /// The node at a place on a line: an end, a node that is there already, or a new one.
    fn node_on(&mut self, on: OnLine) -> u32 {
        let next = self.places.len() as u32;
        let line = &mut self.lines[on.line as usize];
        let node = line.node_at(on.along_m, next);
        if node == next {
            self.places.push(place_along(&line.points, on.along_m));
        }
        node
    }

    /// Height of a place on a line.
    pub(super) fn height_on(&self, on: OnLine) -> f64 {
        place_along(&self.lines[on.line as usize].points, on.along_m)[2]
    }

    /// Node of the street that a joint belongs to, and the way to it.
    fn attach(
        &mut self,
        joint: &Joint,
        usable: &LineFinder,
        on_ground: &LineFinder,
    ) -> Result<(u32, f64), JoinProblem> {
        if !joint.place.iter().all(|v| v.is_finite()) {
            return Err(JoinProblem::NoPlace);
        }
        if !self.is_open(joint.element) {
            return Err(JoinProblem::Closed);
        }
        let door = &self.options.rules.door;
        let (limit_m, same_m) = (door.limit.value, door.same_place.value);
        if let Some(number) = joint.node {
            let node = self.streets.node_of(number);
            if let Some(node) = node.filter(|node| self.has_usable_street(*node)) {
                let place = self.places[node as usize];
                let gap_m = (place[0] - joint.place[0]).hypot(place[1] - joint.place[1]);
                if gap_m <= limit_m {
                    return Ok((node, gap_m));
                }
            }
            // A numbered node in the middle of a street lies on it.
            if let Some(on) = usable.nearest(joint.place, same_m) {
                return Ok((self.node_on(on), on.gap_m));
            }
            self.issues.insert(NetworkIssue::UnknownNode(joint.element));
        }
        match on_ground.nearest(joint.place, limit_m) {
            Some(on) => Ok((self.node_on(on), on.gap_m)),
            None => Err(JoinProblem::FarFromStreets { limit_m }),
        }
    }

    fn has_usable_street(&self, node: u32) -> bool {
        self.streets.edges_from(node).iter().any(|edge| self.lines[edge.line() as usize].is_usable())
    }

    fn finish(
        mut self,
        joints: &[Joint],
        attached: Vec<Result<Attached, JoinProblem>>,
        indoors: Vec<NetworkLink>,
    ) -> TravelNetwork {
        let mut links = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            links.extend(line.links(number as u32, &self.nodes));
        }
        links.extend(indoors);
        let speed = speed_to_door_mps(self.options.profile, self.options.rules);
        let mut joined = Vec::with_capacity(attached.len());
        for (joint, found) in joints.iter().zip(attached) {
            joined.push(found.map(|attached| {
                let (street_node, gap_m) = match attached {
                    Attached::Street(street_node, gap_m) => (street_node, gap_m),
                    Attached::Indoors { node, across } => {
                        links
                            .extend(across.iter().flat_map(|across| across.links(node, joint.element, true)));
                        return Joined { node, gap_m: 0.0 };
                    }
                };
                let node = self.places.len() as u32;
                // Doors are given on the ground; their street knows how high that is.
                let street_z = self.places[street_node as usize][2];
                self.places.push([joint.place[0], joint.place[1], street_z]);
                let open_ms = milliseconds(gap_m / speed).unwrap_or(UNREACHED);
                let link = |from, to| NetworkLink {
                    from,
                    to,
                    open_ms,
                    delay_ms: 0,
                    open: true,
                    replaced: false,
                    element: joint.element,
                    along: None,
                    length_m: gap_m,
                };
                links.extend([link(node, street_node), link(street_node, node)]);
                Joined { node, gap_m }
            }));
        }
        TravelNetwork {
            graph: TravelNetwork::graph_of(self.places.len() as u32, &links),
            links,
            places: self.places,
            joints: joined,
            issues: self.issues.into_iter().collect(),
            node_elements: self.node_elements,
            lines: self.lines,
            nodes: self.nodes,
        }
    }
}

pub(super) fn is_on_ground(street: &Street) -> bool {
    !street.bridge && !street.tunnel && street.layer == 0
}
