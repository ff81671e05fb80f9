//! Assembles a travel network.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Community, ElementId, Geometry, Kind, Point3, Street, StreetClass};
use linli_space::{StreetEdge, StreetGraph};

use super::attach::{LineFinder, OnLine};
use super::cost::{cost_ms, has_absurd_limit, milliseconds, speed_to_door_mps};
use super::delay::NodeDelay;
use super::hours::{Opening, opening_at};
use super::{JoinProblem, Joined, Joint, NetworkIssue, NetworkLink, NetworkOptions, TravelNetwork};
use crate::reach::graph::UNREACHED;

/// Attachments nearer to each other along a street than this share a node, metres.
const SAME_M: f64 = 1e-6;

/// One street between two junctions, for one profile.
struct Line {
    street: ElementId,
    class: StreetClass,
    ends: [u32; 2],
    length_m: f64,
    /// Travel time with and against the order of points.
    cost_ms: [Option<u32>; 2],
    open: bool,
    /// Whether doors may be joined to it where nothing says so: not in tunnels, not on bridges.
    on_ground: bool,
}

impl Line {
    fn is_usable(&self) -> bool {
        self.cost_ms.iter().any(Option::is_some)
    }
}

struct Builder<'a> {
    community: &'a Community,
    streets: &'a StreetGraph,
    options: &'a NetworkOptions<'a>,
    lines: Vec<Line>,
    line_points: Vec<Vec<Point3>>,
    places: Vec<Point3>,
    /// Nodes inside of each line, by distance from its start.
    inside: Vec<Vec<(f64, u32)>>,
    delays: BTreeMap<u32, NodeDelay>,
    closed_nodes: BTreeSet<u32>,
    node_elements: BTreeMap<ElementId, u32>,
    issues: BTreeSet<NetworkIssue>,
}

pub(super) fn network(
    community: &Community,
    streets: &StreetGraph,
    options: &NetworkOptions<'_>,
    joints: &[Joint],
) -> TravelNetwork {
    let mut builder = Builder {
        community,
        streets,
        options,
        lines: Vec::new(),
        line_points: Vec::new(),
        places: streets.nodes.clone(),
        inside: Vec::new(),
        delays: BTreeMap::new(),
        closed_nodes: BTreeSet::new(),
        node_elements: BTreeMap::new(),
        issues: BTreeSet::new(),
    };
    builder.lines();
    let usable = builder.finder(|line| line.is_usable());
    builder.street_nodes(&usable);
    let on_ground = builder.finder(|line| line.is_usable() && line.on_ground);
    let attached: Vec<Result<(u32, f64), JoinProblem>> =
        joints.iter().map(|joint| builder.attach(joint, &usable, &on_ground)).collect();
    builder.finish(joints, attached)
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
            let (line, points) = self.line(there, back);
            self.lines.push(line);
            self.line_points.push(points);
        }
        self.inside = vec![Vec::new(); self.lines.len()];
    }

    fn line(&mut self, there: &StreetEdge, back: &StreetEdge) -> (Line, Vec<Point3>) {
        let element = self.community.element(there.street);
        let mut line = Line {
            street: there.street,
            class: there.class,
            ends: [there.from, there.to],
            length_m: there.length_m,
            cost_ms: [None, None],
            open: self.is_open(there.street),
            on_ground: true,
        };
        if let Some(Kind::Street(street)) = element.map(|element| &element.kind) {
            let options = self.options;
            let cost = |edge: &StreetEdge| {
                cost_ms(edge, street, options.profile, options.rules, options.private_allowed)
            };
            line.cost_ms = [cost(there), cost(back)];
            line.on_ground = is_on_ground(street);
            if has_absurd_limit(street) {
                self.issues.insert(NetworkIssue::AbsurdSpeed(there.street));
            }
        }
        (line, self.streets.path(there))
    }

    /// Whether an element is open, by request and by its hours.
    fn is_open(&mut self, id: ElementId) -> bool {
        if self.options.closed.contains(&id) {
            return false;
        }
        let Some(element) = self.community.element(id) else { return true };
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
        let numbered = self.lines.iter().zip(&self.line_points).enumerate();
        LineFinder::new(
            numbered
                .filter(|(_, (line, _))| wanted(line))
                .map(|(number, (_, points))| (number as u32, points.clone())),
        )
    }

    /// Crossings, signals, gates and lifts: delays, closures, and nodes in the middle of streets.
    fn street_nodes(&mut self, usable: &LineFinder) {
        let same_m = self.options.rules.door.same_place.value;
        let community = self.community;
        for (id, element) in community.iter() {
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
                self.closed_nodes.insert(at);
            }
            let arterial = self.is_arterial(at);
            let delay = NodeDelay::of(node.what, arterial, self.options.profile.mode, self.options.rules);
            let known = self.delays.entry(at).or_default();
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
        self.streets.edges_from(node).iter().any(|edge| main(edge.class))
    }

    /// The node at a place on a line: an end, a node that is there already, or a new one.
    fn node_on(&mut self, on: OnLine) -> u32 {
        let line = &self.lines[on.line as usize];
        if on.along_m <= SAME_M {
            return line.ends[0];
        }
        if on.along_m >= line.length_m - SAME_M {
            return line.ends[1];
        }
        let inside = &mut self.inside[on.line as usize];
        let at = inside.partition_point(|(along, _)| *along < on.along_m - SAME_M);
        if let Some((along, node)) = inside.get(at)
            && (along - on.along_m).abs() <= SAME_M
        {
            return *node;
        }
        let node = self.places.len() as u32;
        self.places.push(place_along(&self.line_points[on.line as usize], on.along_m));
        inside.insert(at, (on.along_m, node));
        node
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

    fn finish(mut self, joints: &[Joint], attached: Vec<Result<(u32, f64), JoinProblem>>) -> TravelNetwork {
        let mut links = Vec::new();
        for number in 0..self.lines.len() {
            self.street_links(number as u32, &mut links);
        }
        let speed = speed_to_door_mps(self.options.profile, self.options.rules);
        let mut joined = Vec::with_capacity(attached.len());
        for (joint, found) in joints.iter().zip(attached) {
            joined.push(found.map(|(street_node, gap_m)| {
                let node = self.places.len() as u32;
                self.places.push(joint.place);
                let open_ms = milliseconds(gap_m / speed).unwrap_or(UNREACHED);
                let link = |from, to| NetworkLink {
                    from,
                    to,
                    open_ms,
                    open: true,
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
            lines: self.line_points,
        }
    }

    /// Links of one line, cut at the nodes inside; the parts take exactly as long as the whole.
    fn street_links(&self, number: u32, links: &mut Vec<NetworkLink>) {
        let line = &self.lines[number as usize];
        let mut stops = vec![(0.0, line.ends[0])];
        stops.extend(&self.inside[number as usize]);
        stops.push((line.length_m, line.ends[1]));
        let spent = |whole: u32, along_m: f64| {
            let share = if line.length_m > 0.0 { along_m / line.length_m } else { 0.0 };
            (f64::from(whole) * share).round() as u32
        };
        for pair in stops.windows(2) {
            let [(start_m, start), (end_m, end)] = [pair[0], pair[1]];
            for (way, cost) in line.cost_ms.iter().enumerate() {
                let Some(whole) = cost else { continue };
                let drive = spent(*whole, end_m) - spent(*whole, start_m);
                let (from, to) = if way == 0 { (start, end) } else { (end, start) };
                let along = if way == 0 { (number, start_m, end_m) } else { (number, end_m, start_m) };
                let delay = |node: u32, entering: bool| {
                    self.delays.get(&node).map_or(0, |delay| delay.share_ms(line.class, entering))
                };
                let touches_closed = [from, to].iter().any(|node| self.closed_nodes.contains(node));
                links.push(NetworkLink {
                    from,
                    to,
                    open_ms: drive.saturating_add(delay(from, false)).saturating_add(delay(to, true)),
                    open: line.open && !touches_closed,
                    element: line.street,
                    along: Some(along),
                    length_m: end_m - start_m,
                });
            }
        }
    }
}

fn is_on_ground(street: &Street) -> bool {
    !street.bridge && !street.tunnel && street.layer == 0
}

/// Place at a distance from the start of a line, by length in space.
pub(super) fn place_along(points: &[Point3], along_m: f64) -> Point3 {
    let mut left = along_m;
    for ends in points.windows(2) {
        let length = distance(ends[0], ends[1]);
        if left <= length && length > 0.0 {
            let share = (left / length).max(0.0);
            return std::array::from_fn(|i| ends[0][i] + share * (ends[1][i] - ends[0][i]));
        }
        left -= length;
    }
    points.last().copied().unwrap_or_default()
}

pub(super) fn distance(a: Point3, b: Point3) -> f64 {
    (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
}
