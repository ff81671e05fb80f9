//! Utility networks as nodes and lines.

use std::collections::BTreeMap;

use linli_model::{
    AttributeValue, Community, Element, Geometry, Key, Kind, Medium, Point3, UtilityNodeKind, Vertical,
};
use linli_space::Ground;
use thiserror::Error;

use crate::clearance::node_names;

/// Why a trace cannot start.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum TraceError {
    /// No node has this name.
    #[error("no node of a utility network is called \"{0}\"")]
    NoNode(String),
    /// Several nodes have this name.
    #[error("several nodes are called \"{name}\": {keys}; give the key of one")]
    Ambiguous {
        /// The name.
        name: String,
        /// Their keys or networks.
        keys: String,
    },
}

/// A node of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceNode {
    /// Key of the node's element, or the name that lines give it, or its place.
    pub name: String,
    /// Where it is, local metres.
    pub at: Point3,
    /// Network.
    pub medium: Medium,
    /// What it is; a junction when no element says more.
    pub kind: UtilityNodeKind,
    /// Whether an element of the community stands for it.
    pub has_element: bool,
    /// Lines that end here, in the order of elements.
    pub lines: Vec<usize>,
}

/// A line between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct TraceLine {
    /// Key of its element.
    pub key: Key,
    /// Network.
    pub medium: Medium,
    /// Node at its first point.
    pub from: usize,
    /// Node at its last point.
    pub to: usize,
    /// Length in plan, metres.
    pub length_m: f64,
    /// Fall from the first to the last point, metres.
    pub fall_m: f64,
    /// Whether it is itself a valve (EPANET).
    pub is_valve: bool,
}

/// All utility networks of a community.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UtilityGraph {
    nodes: Vec<TraceNode>,
    lines: Vec<TraceLine>,
    names: BTreeMap<String, Vec<usize>>,
}

/// What a line's end is called: a node's name, or its place to a millimetre.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End<'a> {
    Named(&'a str),
    Place([i64; 3]),
}

impl UtilityGraph {
    /// The networks of a community. Ends of one medium with the same node name, or at the same place to
    /// a millimetre, are one node.
    pub fn of(community: &Community, ground: &Ground) -> Self {
        let mut graph = Self::default();
        let mut ends: BTreeMap<(Medium, End), usize> = BTreeMap::new();
        for element in community.elements() {
            if let Kind::UtilityNode(node) = &element.kind {
                let at = match element.geometry {
                    Geometry::Point(p) => place_of(element, p, ground),
                    _ => element.geometry.aabb().centre(),
                };
                let name = element.key.as_str().to_owned();
                let lines = Vec::new();
                let (medium, kind) = (node.medium, node.node);
                let number = graph.add(TraceNode { name, at, medium, kind, has_element: true, lines });
                for name in node_names(element) {
                    ends.entry((node.medium, End::Named(name))).or_insert(number);
                    graph.names.entry(name.to_owned()).or_default().push(number);
                }
                if let Geometry::Point(p) = element.geometry {
                    let place = End::Place(millimetres(place_of(element, p, ground)));
                    ends.entry((node.medium, place)).or_insert(number);
                }
            }
        }
        for element in community.elements() {
            graph.add_line(element, ground, &mut ends);
        }
        for names in graph.names.values_mut() {
            names.sort_unstable();
            names.dedup();
        }
        graph
    }

    fn add(&mut self, node: TraceNode) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn add_line<'a>(
        &mut self,
        element: &'a Element,
        ground: &Ground,
        ends: &mut BTreeMap<(Medium, End<'a>), usize>,
    ) {
        let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            return;
        };
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return };
        let places = [place_of(element, first, ground), place_of(element, last, ground)];
        if places.iter().flatten().any(|v| !v.is_finite()) {
            return;
        }
        let named = [line.from_node.as_deref(), line.to_node.as_deref()];
        let mut at = [0, 0];
        for end in 0..2 {
            let place = millimetres(places[end]);
            let known = named[end].map_or(End::Place(place), End::Named);
            at[end] = match ends.get(&(line.medium, known.clone())) {
                Some(number) => *number,
                None => {
                    let name = named[end].map_or_else(|| place_name(places[end]), str::to_owned);
                    let number = self.add(TraceNode {
                        name: name.clone(),
                        at: places[end],
                        medium: line.medium,
                        kind: UtilityNodeKind::Junction,
                        has_element: false,
                        lines: Vec::new(),
                    });
                    self.names.entry(name).or_default().push(number);
                    ends.insert((line.medium, known), number);
                    number
                }
            };
        }
        let number = self.lines.len();
        let is_valve = matches!(
            element.attributes.get("link"),
            Some(AttributeValue::Text(link)) if link == "valve"
        );
        self.lines.push(TraceLine {
            key: element.key.clone(),
            medium: line.medium,
            from: at[0],
            to: at[1],
            length_m: points.windows(2).map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1])).sum(),
            fall_m: places[0][2] - places[1][2],
            is_valve,
        });
        self.nodes[at[0]].lines.push(number);
        if at[1] != at[0] {
            self.nodes[at[1]].lines.push(number);
        }
    }

    /// All nodes; positions are the numbers that traces use.
    pub fn nodes(&self) -> &[TraceNode] {
        &self.nodes
    }

    /// All lines; positions are the numbers that traces use.
    pub fn lines(&self) -> &[TraceLine] {
        &self.lines
    }

    /// The node of a key or name.
    ///
    /// # Errors
    /// [`TraceError`] when there is none, or several.
    pub fn find(&self, name: &str) -> Result<usize, TraceError> {
        let exact = self.nodes.iter().position(|node| node.has_element && node.name == name);
        if let Some(number) = exact {
            return Ok(number);
        }
        match self.names.get(name).map_or(&[][..], Vec::as_slice) {
            [] => Err(TraceError::NoNode(name.to_owned())),
            [number] => Ok(*number),
            several => {
                let keys: Vec<&str> =
                    several.iter().filter_map(|&n| Some(self.nodes.get(n)?.name.as_str())).collect();
                Err(TraceError::Ambiguous { name: name.to_owned(), keys: keys.join(", ") })
            }
        }
    }

    /// Lines at a node with the node at their other end.
    pub(crate) fn around(&self, node: usize) -> impl Iterator<Item = (usize, &TraceLine, usize)> {
        let lines = self.nodes.get(node).map_or(&[][..], |node| node.lines.as_slice());
        lines.iter().filter_map(move |&number| {
            let line = self.lines.get(number)?;
            Some((number, line, if line.from == node { line.to } else { line.from }))
        })
    }
}

fn place_of(element: &Element, p: Point3, ground: &Ground) -> Point3 {
    match element.vertical {
        Vertical::Absolute => p,
        Vertical::AboveGround => [p[0], p[1], ground.height_at(p[0], p[1]) + p[2]],
    }
}

fn millimetres(p: Point3) -> [i64; 3] {
    p.map(|v| (v * 1000.0).round() as i64)
}

fn place_name([x, y, z]: Point3) -> String {
    format!("{x:.3} {y:.3} {z:.3}")
}
