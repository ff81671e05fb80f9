//! Lays the ways indoors into a network.

use std::collections::BTreeMap;

use linli_model::ElementId;

use super::attach::LineFinder;
use super::build::{Attached, Builder};
use super::cost::{milliseconds, speed_to_door_mps};
use super::indoor::Room;
use super::{IndoorWays, JoinProblem, Joint, NetworkIssue, NetworkLink};
use crate::reach::rules::TravelMode;

/// Floors that differ by less are one, metres.
const SAME_FLOOR_M: f64 = 0.01;
/// How far the street may lie whose height the ground above a basement has, metres.
const STREET_M: f64 = 300.0;

/// A way across a room: to which node, how long it takes there and back, how long it is.
pub(super) struct Across {
    to: u32,
    there_ms: u32,
    back_ms: u32,
    length_m: f64,
}

impl Builder<'_> {
    /// Nodes where rooms meet, and the ways across rooms between them. Only people on foot go there.
    pub(super) fn indoors(
        &mut self,
        on_ground: &LineFinder,
        links: &mut Vec<NetworkLink>,
    ) -> (IndoorWays, BTreeMap<usize, u32>) {
        let mut nodes = BTreeMap::new();
        if self.options.profile.mode != TravelMode::Walk {
            return (IndoorWays::default(), nodes);
        }
        let ways = IndoorWays::of(self.scope);
        self.issues.extend(ways.apart.iter().map(|element| NetworkIssue::LinkApart(*element)));
        for (number, portal) in ways.portals.iter().enumerate() {
            nodes.insert(number, self.node_below(portal.at, portal.depth_m, on_ground));
        }
        for (number, room) in ways.walkable() {
            let open = self.is_open(room.element);
            let portals: Vec<(usize, i16)> = ways.levels_at(number).collect();
            for (i, (one, level)) in portals.iter().enumerate() {
                let Some(&from) = nodes.get(one) else { continue };
                for (other, other_level) in portals.iter().skip(i + 1) {
                    let Some(&to) = nodes.get(other) else { continue };
                    if let Some(across) = self.across(room, [from, to], [*level, *other_level]) {
                        links.extend(across.links(from, room.element, open));
                    }
                }
            }
        }
        (ways, nodes)
    }

    /// A new node so far below the nearest street.
    fn node_below(&mut self, [x, y]: [f64; 2], depth_m: f64, on_ground: &LineFinder) -> u32 {
        let node = self.places.len() as u32;
        let street_z = on_ground.nearest([x, y, 0.0], STREET_M).map_or(0.0, |on| self.height_on(on));
        self.places.push([x, y, street_z - depth_m]);
        node
    }

    /// The way across a room between two nodes on two of its levels: as straight as usual indoors, and
    /// stairs between levels. Nothing for those who cannot use stairs.
    fn across(&self, room: &Room, [from, to]: [u32; 2], levels: [i16; 2]) -> Option<Across> {
        let rules = self.options.rules;
        let [a, b] = [from, to].map(|node| self.places[node as usize]);
        let length_m = (a[0] - b[0]).hypot(a[1] - b[1]) * rules.door.indoor_detour.value;
        let level_ms = milliseconds(length_m / speed_to_door_mps(self.options.profile, rules))?;
        let rise = room.floor_m(levels[0]) - room.floor_m(levels[1]);
        let [there_ms, back_ms] = if rise.abs() < SAME_FLOOR_M {
            [level_ms; 2]
        } else {
            let profile = self.options.profile;
            let up = rules.stairs.seconds(rise.abs(), true, profile)?;
            let down = rules.stairs.seconds(rise.abs(), false, profile)?;
            let both = if rise > 0.0 { [up, down] } else { [down, up] };
            let [there, back] = both.map(milliseconds);
            [level_ms.saturating_add(there?), level_ms.saturating_add(back?)]
        };
        Some(Across { to, there_ms, back_ms, length_m })
    }

    /// The ways between a place in a room and all places where the room meets others.
    pub(super) fn attach_indoors(
        &mut self,
        joint: &Joint,
        level: i16,
        (ways, nodes): (&IndoorWays, &BTreeMap<usize, u32>),
        on_ground: &LineFinder,
    ) -> Result<Attached, JoinProblem> {
        let Some(number) = ways.room_of(joint.element) else { return Err(JoinProblem::NoWayIndoors) };
        let room = &ways.rooms[number];
        let node = self.node_below([joint.place[0], joint.place[1]], room.floor_m(level), on_ground);
        let portals = ways.levels_at(number).filter_map(|(portal, at)| Some((*nodes.get(&portal)?, at)));
        let across: Vec<Across> =
            portals.filter_map(|(to, at)| self.across(room, [node, to], [level, at])).collect();
        if across.is_empty() {
            Err(JoinProblem::NoWayIndoors)
        } else {
            Ok(Attached::Indoors { node, across })
        }
    }
}

impl Across {
    /// Both directions as links of an element.
    pub(super) fn links(&self, from: u32, element: ElementId, open: bool) -> [NetworkLink; 2] {
        let link = |from, to, open_ms| NetworkLink {
            from,
            to,
            open_ms,
            delay_ms: 0,
            open,
            replaced: false,
            element,
            along: None,
            length_m: self.length_m,
        };
        [link(from, self.to, self.there_ms), link(self.to, from, self.back_ms)]
    }
}
