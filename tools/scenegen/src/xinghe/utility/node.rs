//! Nodes of the networks: what stands where lines meet, begin and end.

use std::collections::BTreeMap;

use linli_model::{Geometry, Kind, Medium, Presence, Truth, UtilityNode, UtilityNodeKind};

use super::facts::medium_key;
use super::run::{Role, Run};
use crate::draft::Draft;
use crate::plan::{Name, Place};

/// How far a manhole goes below the lowest invert or duct, metres.
const SUMP_M: f64 = 0.15;

/// A place of a medium, in centimetres.
pub(super) type NodeAt = (u8, [i64; 2]);

struct Node {
    kind: UtilityNodeKind,
    medium: Medium,
    place: Place,
    /// Lowest face and lowest height of the lines here, metres above the ground.
    low_m: [f64; 2],
    in_tunnel: bool,
    name: Option<Name>,
    presence: Option<Presence>,
}

/// Nodes by place; one that is two things is the more important of them.
#[derive(Default)]
pub(super) struct Nodes(BTreeMap<NodeAt, Node>);

/// The place of a node.
pub(super) fn at(medium: Medium, p: Place) -> NodeAt {
    (medium as u8, p.map(|v| (v * 100.0).round() as i64))
}

impl Nodes {
    /// Importance of a kind.
    pub(super) fn rank(kind: UtilityNodeKind) -> u8 {
        match kind {
            UtilityNodeKind::Junction => 0,
            UtilityNodeKind::Connection => 1,
            UtilityNodeKind::Hydrant => 2,
            UtilityNodeKind::Valve => 3,
            UtilityNodeKind::Manhole => 4,
            _ => 5,
        }
    }

    /// Notes a node of a run.
    pub(super) fn put(&mut self, run: &Run, station: f64, kind: UtilityNodeKind) {
        let place = run.at(station);
        let low = [run.faces_m(station)[0], run.z_m(station)];
        let new = Node {
            kind,
            medium: run.medium,
            place,
            low_m: low,
            in_tunnel: false,
            name: None,
            presence: None,
        };
        let node = self.0.entry(at(run.medium, place)).or_insert(new);
        node.low_m = [node.low_m[0].min(low[0]), node.low_m[1].min(low[1])];
        if Self::rank(kind) > Self::rank(node.kind) {
            node.kind = kind;
        }
        node.in_tunnel |= run.role == Role::Rack;
        node.name = node.name.or(named(run, node.kind));
    }

    /// Notes what is claimed about a line that ends here; a node stands as soon as one of its lines does.
    pub(super) fn claim(&mut self, medium: Medium, place: Place, presence: Presence) {
        if let Some(node) = self.0.get_mut(&at(medium, place)) {
            let stands = node.presence.is_some_and(|p| p.truth == Truth::Existing);
            if !stands {
                node.presence = Some(presence);
            }
        }
    }

    /// Keys of all nodes: medium and number in the order of places.
    pub(super) fn keys(&self) -> BTreeMap<NodeAt, String> {
        let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for (at, node) in &self.0 {
            let count = counts.entry(at.0).or_default();
            *count += 1;
            keys.insert(*at, format!("node/{}/{count}", medium_key(node.medium)));
        }
        keys
    }

    /// Adds the nodes.
    pub(super) fn draw(&self, draft: &mut Draft) {
        for (at, key) in self.keys() {
            let Some(node) = self.0.get(&at) else { continue };
            let shaft =
                !node.in_tunnel && matches!(node.kind, UtilityNodeKind::Manhole | UtilityNodeKind::Pump);
            let round = |v: f64| (v * 100.0).round() / 100.0;
            // A shaft begins at the ground; anything else is where its line is.
            let depth_m = shaft.then(|| round(SUMP_M - node.low_m[0]));
            let z = if shaft || node.kind == UtilityNodeKind::Hydrant { 0.0 } else { round(node.low_m[1]) };
            draft.presence = node.presence.unwrap_or_default();
            // On a rack ducts and pipes meet without a shaft.
            let in_open = node.in_tunnel && node.kind == UtilityNodeKind::Manhole;
            let node_kind = if in_open { UtilityNodeKind::Junction } else { node.kind };
            let kind = Kind::UtilityNode(UtilityNode { medium: node.medium, node: node_kind, depth_m });
            let [u, v] = node.place.map(|c| (c * 1000.0).round() / 1000.0);
            draft.add(key, node.name, kind, Geometry::Point([u, v, z]));
        }
    }
}

/// Names of nodes that people look for.
fn named(run: &Run, kind: UtilityNodeKind) -> Option<Name> {
    match (run.medium, kind) {
        (Medium::Storm, UtilityNodeKind::Outfall) => Some(("雨水排放口", "Storm outfall")),
        (Medium::Sewage, UtilityNodeKind::Outfall) => Some(("至城东污水处理厂", "To the East Sewage Plant")),
        (Medium::Power, UtilityNodeKind::Connection) => Some(("配电室", "Transformer room")),
        (Medium::Gas, UtilityNodeKind::Connection) => Some(("调压箱", "Gas regulator box")),
        _ => None,
    }
}
