//! Street and railway lines with what they need to be drawn: level, width, where they meet.

use std::collections::{HashMap, HashSet};

use linli_model::{Community, Element, Geometry, Kind, Oneway, Street, StreetClass, StreetNodeKind};

use crate::network::NodeKey;

/// Room between a junction's kerb and the first marking, metres.
const CLEAR_OF_JUNCTION_M: f64 = 2.0;
/// Room on each side of a crossing's middle without lines, metres.
const CLEAR_OF_CROSSING_M: f64 = 2.5;

/// Where a line lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Ground,
    /// On a bridge, so many layers up (at least 1).
    Bridge(i8),
    /// In a tunnel, so many layers down (at most −1).
    Tunnel(i8),
}

/// One line of a street or railway.
#[derive(Clone, Debug)]
pub(super) struct StreetLine {
    pub class: StreetClass,
    pub half_width: f64,
    pub lanes: Option<u8>,
    pub oneway: Oneway,
    pub level: Level,
    pub points: Vec<[f64; 2]>,
    /// Identity of each point.
    pub keys: Vec<NodeKey>,
}

/// All lines, and which of them meet where.
pub(super) struct StreetLines {
    pub lines: Vec<StreetLine>,
    /// For each node the roads (not driveways) at it: line and half width, once for each arm.
    arms: HashMap<NodeKey, Vec<(u32, f64)>>,
    crossings: HashSet<NodeKey>,
}

impl StreetLines {
    pub(super) fn of(community: &Community) -> Self {
        let mut lines = Vec::new();
        for element in community.elements() {
            let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
                continue;
            };
            if street.area || street.class == StreetClass::Corridor {
                continue;
            }
            let mut line = StreetLine {
                class: street.class,
                half_width: street.drawn_width_m() / 2.0,
                lanes: street.lanes,
                oneway: street.oneway,
                level: level_of(street),
                points: Vec::with_capacity(points.len()),
                keys: Vec::with_capacity(points.len()),
            };
            for (i, p) in points.iter().enumerate().filter(|(_, p)| p[0].is_finite() && p[1].is_finite()) {
                let far = |q: &[f64; 2]| (q[0] - p[0]).hypot(q[1] - p[1]) > 1e-3;
                if line.points.last().is_none_or(far) {
                    line.points.push([p[0], p[1]]);
                    line.keys.push(NodeKey::of(street, points.len(), i, *p));
                }
            }
            if line.points.len() >= 2 {
                lines.push(line);
            }
        }
        let mut all = Self { lines, arms: HashMap::new(), crossings: HashSet::new() };
        all.crossings.extend(community.elements().iter().flat_map(crossing_keys));
        all.join();
        all
    }

    fn join(&mut self) {
        for (number, line) in self.lines.iter().enumerate() {
            if !line.is_road() {
                continue;
            }
            for (i, key) in line.keys.iter().enumerate() {
                let arms = if i == 0 || i + 1 == line.keys.len() { 1 } else { 2 };
                let at = self.arms.entry(*key).or_default();
                at.extend(std::iter::repeat_n((number as u32, line.half_width), arms));
            }
        }
    }

    /// Places where three or more arms of roads at ground level meet, and the widest half width
    /// there; in the order of the lines.
    pub(super) fn junctions(&self) -> Vec<([f64; 2], f64)> {
        let mut seen = HashSet::new();
        let mut junctions = Vec::new();
        for line in self.lines.iter().filter(|l| l.is_road() && l.level == Level::Ground) {
            for (key, p) in line.keys.iter().zip(&line.points) {
                let Some(arms) = self.arms.get(key).filter(|arms| arms.len() >= 3) else { continue };
                if seen.insert(*key) {
                    junctions.push((*p, arms.iter().map(|(_, half)| *half).fold(0.0, f64::max)));
                }
            }
        }
        junctions
    }

    /// How far lines on a road stay away from a node: clear of junctions and zebras.
    pub(super) fn gap_m(&self, line: usize, key: &NodeKey) -> Option<f64> {
        let crossing = self.crossings.contains(key).then_some(CLEAR_OF_CROSSING_M);
        self.clearance_m(line, key).or(crossing)
    }

    /// How far a junction at a node reaches into a road: `None` where fewer than three roads meet.
    pub(super) fn clearance_m(&self, line: usize, key: &NodeKey) -> Option<f64> {
        let arms = self.arms.get(key).filter(|arms| arms.len() >= 3)?;
        let others = arms.iter().filter(|(number, _)| *number as usize != line).map(|(_, half)| *half);
        let own = arms.iter().map(|(_, half)| *half).fold(0.0, f64::max);
        Some(others.fold(f64::NEG_INFINITY, f64::max).max(own.min(1.0)) + CLEAR_OF_JUNCTION_M)
    }
}

impl StreetLine {
    /// Whether it is a road whose junctions count: not a driveway or a track.
    pub(super) fn is_road(&self) -> bool {
        self.class.is_carriageway()
            && !matches!(self.class, StreetClass::Service | StreetClass::Track)
            && !matches!(self.level, Level::Tunnel(_))
    }

    /// Lanes as the source says, else as many as fit.
    pub(super) fn lane_count(&self) -> u8 {
        let fitting = (self.half_width * 2.0 / 3.4).round().clamp(1.0, 8.0) as u8;
        self.lanes.filter(|n| *n > 0).unwrap_or(fitting)
    }
}

/// Identities by which a crossing may be found on its road: node number, place. Empty for anything
/// that is not a crossing.
pub(super) fn crossing_keys(element: &Element) -> Vec<NodeKey> {
    let (Kind::StreetNode(node), Geometry::Point(place)) = (&element.kind, &element.geometry) else {
        return Vec::new();
    };
    if !matches!(node.what, StreetNodeKind::Crossing | StreetNodeKind::SignalCrossing) {
        return Vec::new();
    }
    node.node.map(NodeKey::Number).into_iter().chain([NodeKey::at(*place)]).collect()
}

fn level_of(street: &Street) -> Level {
    use StreetClass::{Cycleway, Footway, LivingStreet, Path, Pedestrian, Service, Steps};
    let may_pass_a_building =
        matches!(street.class, Cycleway | Footway | LivingStreet | Path | Pedestrian | Service | Steps);
    if street.tunnel && !(street.layer >= 0 && may_pass_a_building) {
        return Level::Tunnel(street.layer.min(-1));
    }
    if street.tunnel {
        return Level::Ground;
    }
    if street.class == StreetClass::Subway && street.layer < 0 {
        return Level::Tunnel(street.layer);
    }
    if street.bridge || street.layer > 0 { Level::Bridge(street.layer.max(1)) } else { Level::Ground }
}
