//! The community's streets as a travel network of one profile.

mod add;
mod attach;
mod below;
mod build;
mod cost;
mod delay;
mod hours;
mod indoor;
mod line;
mod way;

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{ElementId, Point3};
use linli_space::StreetGraph;

use crate::reach::graph::{Link, TravelGraph, UNREACHED};
use crate::reach::rules::{Profile, ReachRules};
use crate::reach::scope::Scope;
pub use add::Added;
pub use hours::{NoTimeOfDay, minute_of_day};
pub(in crate::reach) use indoor::IndoorWays;
pub use way::Way;

/// Who travels, when, and what is closed.
#[derive(Clone, Copy, Debug)]
pub struct NetworkOptions<'a> {
    /// Who travels.
    pub profile: &'a Profile,
    /// Figures.
    pub rules: &'a ReachRules,
    /// Streets, gates, entrances that are closed.
    pub closed: &'a BTreeSet<ElementId>,
    /// Minute of the day, for opening hours; without it everything counts as open.
    pub minute: Option<u16>,
    /// Whether streets for residents only may be used.
    pub private_allowed: bool,
}

/// A place that is to be joined to the streets: a door, an entrance of a station, a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// The element that it belongs to.
    pub element: ElementId,
    /// Where it is, local metres.
    pub place: Point3,
    /// Node number shared with the streets.
    pub node: Option<i64>,
    /// Level of the basement `element` on which it lies; such a place is joined to the ways indoors and to
    /// no street.
    pub indoors: Option<i16>,
}

impl Joint {
    /// A place beside the streets.
    pub fn new(element: ElementId, place: Point3, node: Option<i64>) -> Self {
        Self { element, place, node, indoors: None }
    }
}

/// Why a place is not on the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum JoinProblem {
    /// No usable street lies within the limit of the rules.
    FarFromStreets {
        /// The limit, metres.
        limit_m: f64,
    },
    /// Its coordinates are no numbers.
    NoPlace,
    /// It is closed, by request or by its opening hours.
    Closed,
    /// It lies in a basement from which no way leads on, or none that this traveller can use.
    NoWayIndoors,
}

/// A place on the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joined {
    /// Its own node.
    pub node: u32,
    /// Straight way to the street in plan, metres.
    pub gap_m: f64,
}

/// One directed link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkLink {
    /// Node where it starts.
    pub from: u32,
    /// Node where it ends.
    pub to: u32,
    /// Travel time when it is open, milliseconds.
    pub open_ms: u32,
    /// Part of it that is spent waiting at its ends: at crossings, signals, gates, lifts.
    pub delay_ms: u32,
    /// Whether it is open.
    pub open: bool,
    /// Whether other links have taken its place, because a new street meets it.
    pub replaced: bool,
    /// The street, or the element whose door it joins.
    pub element: ElementId,
    /// Line of the street graph that it runs along, from where to where, metres; nothing for the
    /// way between a door and the street.
    pub along: Option<(u32, f64, f64)>,
    /// Length, metres.
    pub length_m: f64,
}

/// Something in the data that the network had to work around.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NetworkIssue {
    /// A speed limit that none can have; the speed of the class was taken.
    AbsurdSpeed(ElementId),
    /// A crossing, gate or lift that lies on no usable street; it has no effect.
    OffStreets(ElementId),
    /// Opening hours that are not understood; it counts as open.
    HoursNotUnderstood(ElementId),
    /// A node number that no street has; the nearest street was taken.
    UnknownNode(ElementId),
    /// A basement that is linked to another, but lies apart from it; there is no way between them.
    LinkApart(ElementId),
}

/// Streets, doors and delays as a graph of milliseconds.
#[derive(Clone, Debug)]
pub struct TravelNetwork {
    /// The graph; edge costs of closed links are [`UNREACHED`].
    pub graph: TravelGraph,
    /// Its links, in the order of their numbers.
    pub links: Vec<NetworkLink>,
    /// Places of the nodes, local metres.
    pub places: Vec<Point3>,
    /// Each joint's node, or why it has none.
    pub joints: Vec<Result<Joined, JoinProblem>>,
    /// What had to be worked around, sorted.
    pub issues: Vec<NetworkIssue>,
    /// Node of each crossing, gate and lift.
    node_elements: BTreeMap<ElementId, u32>,
    lines: Vec<line::Line>,
    nodes: line::Nodes,
}

impl TravelNetwork {
    /// Builds the network of a profile.
    pub fn new<'a>(
        scope: impl Into<Scope<'a>>,
        streets: &StreetGraph,
        options: &NetworkOptions<'_>,
        joints: &[Joint],
    ) -> Self {
        build::network(scope.into(), streets, options, joints)
    }

    /// Links that close with an element: those of a street, those that touch a gate, the way to a
    /// door. Empty for elements that are not part of the network.
    pub fn links_of(&self, element: ElementId) -> Vec<u32> {
        let node = self.node_elements.get(&element).copied();
        let touches = |link: &NetworkLink| {
            link.element == element || node.is_some_and(|node| link.from == node || link.to == node)
        };
        let numbered = self.links.iter().enumerate();
        numbered.filter(|(_, link)| touches(link)).map(|(number, _)| number as u32).collect()
    }

    /// Crossings, gates and lifts with their nodes, by element.
    pub fn node_elements(&self) -> impl Iterator<Item = (ElementId, u32)> {
        self.node_elements.iter().map(|(element, node)| (*element, *node))
    }

    /// Node of a joint that is on the network.
    pub fn node_of_joint(&self, joint: usize) -> Option<u32> {
        self.joints.get(joint).and_then(|joined| joined.as_ref().ok()).map(|joined| joined.node)
    }

    /// The points of a link from its start to its end, for streets cut to the part it covers.
    pub fn path(&self, link: &NetworkLink) -> Vec<Point3> {
        match link.along {
            Some((line, from_m, to_m)) => self.part(line, from_m, to_m),
            None => [link.from, link.to]
                .into_iter()
                .filter_map(|node| self.places.get(node as usize).copied())
                .collect(),
        }
    }

    /// The part of a line between two distances from its start, in that direction.
    pub fn part(&self, line: u32, from_m: f64, to_m: f64) -> Vec<Point3> {
        let points = self.lines.get(line as usize).map(|line| line.points.as_slice()).unwrap_or_default();
        part_of(points, from_m, to_m)
    }

    /// Plain links for a graph.
    fn graph_of(nodes: u32, links: &[NetworkLink]) -> TravelGraph {
        let plain: Vec<Link> = links
            .iter()
            .map(|link| Link {
                from: link.from,
                to: link.to,
                cost_ms: if link.open { link.open_ms } else { UNREACHED },
            })
            .collect();
        TravelGraph::from_links(nodes, &plain).unwrap_or_default()
    }
}

/// The part of a line of points between two distances from its start, in that direction.
fn part_of(points: &[Point3], from_m: f64, to_m: f64) -> Vec<Point3> {
    let (low, high) = (from_m.min(to_m), from_m.max(to_m));
    let mut part = vec![line::place_along(points, low)];
    let mut at = 0.0;
    for ends in points.windows(2) {
        at += line::distance(ends[0], ends[1]);
        if at > low && at < high {
            part.push(ends[1]);
        }
    }
    part.push(line::place_along(points, high));
    if from_m > to_m {
        part.reverse();
    }
    part
}

#[cfg(test)]
pub(super) mod tests;
