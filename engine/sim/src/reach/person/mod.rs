//! Person, 10: from every home to the nearest station entrance, storey by storey, and back.

mod add;
mod area;
mod closure;
mod closure_name;
mod explain;
mod grid;
mod result;

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{ElementId, Geometry, Kind};
use linli_space::StreetGraph;

use super::graph::{LiveField, Seed, UNREACHED};
use super::home::{HomeBuilding, VerticalTrip, homes_of};
use super::network::{IndoorWays, Joint, NetworkOptions, TravelNetwork};
use super::rules::{Profile, ReachRules};
use super::scope::Scope;

pub use area::Isochrone;
pub use closure::{ClosureEffect, ClosureTarget, Edit};
pub use closure_name::ClosureProblem;
pub use grid::TimeGrid;
pub use result::{HomeReach, HomeTime, PersonReach, UnknownReason};

/// Attribute of a station entrance with the time to its platform, seconds.
const PLATFORM_ATTRIBUTE: &str = "to_platform_s";

/// Which way is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From home to the station.
    #[default]
    ToStation,
    /// From the station home.
    FromStation,
}

/// Question about people.
#[derive(Clone, Copy, Debug)]
pub struct PersonOptions<'a> {
    /// Figures.
    pub rules: &'a ReachRules,
    /// Who walks.
    pub profile: &'a Profile,
    /// Minute of the day for opening hours; without it everything counts as open.
    pub minute: Option<u16>,
    /// Which way.
    pub direction: Direction,
}

/// Something that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closure {
    /// A street, a gate, a door or a station entrance.
    Element(ElementId),
    /// A lift bank of a building, by its position in the building's list.
    Lift(ElementId, usize),
}

/// Homes, stations and the network between them; answers at once after an edit.
pub struct PersonModel<'a> {
    options: PersonOptions<'a>,
    network: TravelNetwork,
    homes: Vec<HomeBuilding>,
    /// First joint of each building's doors; its doors follow.
    first_joint: Vec<usize>,
    /// Building of each door's node, [`UNREACHED`] for other nodes.
    building_of_node: Vec<u32>,
    stations: Vec<ElementId>,
    /// Time from each station entrance to the platform, milliseconds, where it is known.
    platform_ms: Vec<Option<u32>>,
    /// Times between every node and the nearest station entrance.
    field: LiveField,
    /// How many closures hold each link.
    held: Vec<u16>,
    closed: BTreeSet<Closure>,
    closed_lifts: BTreeSet<(ElementId, usize)>,
}

impl<'a> PersonModel<'a> {
    /// Builds the network and searches once.
    pub fn new<'s>(
        scope: impl Into<Scope<'s>>,
        streets: &StreetGraph,
        options: PersonOptions<'a>,
        closed: &[Closure],
    ) -> Self {
        let scope = scope.into();
        let mut homes = homes_of(scope, options.rules);
        let indoors = IndoorWays::of(scope);
        for home in &mut homes {
            let Some(element) = scope.element(home.element) else { continue };
            let whole = element.kind.building().and_then(|building| building.parent.as_ref());
            for (room, level) in indoors.below(&element.key, whole) {
                home.add_way_down(room.element, level, &room.floors_m);
            }
        }
        let mut joints: Vec<Joint> = Vec::new();
        let mut first_joint = Vec::with_capacity(homes.len());
        for home in &homes {
            first_joint.push(joints.len());
            joints.extend(home.doors.iter().map(|door| door.joint));
        }
        let first_station = joints.len();
        let (stations, platform_ms) = stations_of(scope, &indoors, &mut joints);
        let nothing = BTreeSet::new();
        let network_options = NetworkOptions {
            profile: options.profile,
            rules: options.rules,
            closed: &nothing,
            minute: options.minute,
            private_allowed: true,
        };
        let network = TravelNetwork::new(scope, streets, &network_options, &joints);
        let seed = |station: usize| Seed {
            // An entrance off the network gets a node that is not there, and the search passes it over.
            node: network.node_of_joint(first_station + station).unwrap_or(UNREACHED),
            time_ms: 0,
        };
        let seeds = (0..stations.len()).map(seed).collect();
        let graph = match options.direction {
            Direction::ToStation => network.graph.reversed(),
            Direction::FromStation => network.graph.clone(),
        };
        let mut building_of_node = vec![UNREACHED; network.places.len()];
        for (building, first) in first_joint.iter().enumerate() {
            for door in 0..homes[building].doors.len() {
                if let Some(node) = network.node_of_joint(first + door) {
                    building_of_node[node as usize] = building as u32;
                }
            }
        }
        let held = vec![0; network.links.len()];
        let field = LiveField::new(graph, seeds);
        let mut model = Self {
            options,
            network,
            homes,
            first_joint,
            building_of_node,
            stations,
            platform_ms,
            field,
            held,
            closed: BTreeSet::new(),
            closed_lifts: BTreeSet::new(),
        };
        for closure in closed {
            model.close(*closure);
        }
        model
    }

    /// The network.
    pub fn network(&self) -> &TravelNetwork {
        &self.network
    }

    /// Buildings with homes.
    pub fn homes(&self) -> &[HomeBuilding] {
        &self.homes
    }

    /// Station entrances.
    pub fn stations(&self) -> &[ElementId] {
        &self.stations
    }

    /// What is closed.
    pub fn closed(&self) -> &BTreeSet<Closure> {
        &self.closed
    }

    /// Doors of a building that count.
    fn doors_of(&self, building: usize) -> Vec<usize> {
        self.homes[building].doors_on(&self.network, self.first_joint[building])
    }

    /// The quickest way out of (or into) one storey: door, trip inside, time outside.
    fn quickest_door(
        &self,
        building: usize,
        doors: &[usize],
        level: i16,
    ) -> Option<(usize, VerticalTrip, u32)> {
        let home = &self.homes[building];
        let mut best: Option<(u32, usize, VerticalTrip, u32)> = None;
        for &number in doors {
            let door = &home.doors[number];
            if !door.step_free && !self.options.profile.steps {
                continue;
            }
            let Some(node) = self.network.node_of_joint(self.first_joint[building] + number) else {
                continue;
            };
            let outside = self.field.tree().times_ms[node as usize];
            let Some(trip) = self.trip(home, level, door.level) else { continue };
            let total = outside.saturating_add(trip.total_ms());
            if total < UNREACHED && best.is_none_or(|(known, ..)| total < known) {
                best = Some((total, number, trip, outside));
            }
        }
        best.map(|(_, number, trip, outside)| (number, trip, outside))
    }

    fn trip(&self, home: &HomeBuilding, level: i16, door_level: i16) -> Option<VerticalTrip> {
        let (from, to) = match self.options.direction {
            Direction::ToStation => (level, door_level),
            Direction::FromStation => (door_level, level),
        };
        home.trip(from, to, &self.closed_lifts, self.options.profile, self.options.rules)
    }
}

/// Entrances of stations as joints, from the street and from passages, with the time to the platform where
/// the source gives it.
fn stations_of(
    scope: Scope<'_>,
    indoors: &IndoorWays,
    joints: &mut Vec<Joint>,
) -> (Vec<ElementId>, Vec<Option<u32>>) {
    let on_street = scope.iter().filter_map(|(id, element)| match (&element.kind, &element.geometry) {
        (Kind::StationEntrance(entrance), Geometry::Point(place)) => {
            Some(Joint::new(id, *place, entrance.node))
        }
        _ => None,
    });
    let (mut stations, mut platforms) = (Vec::new(), Vec::new());
    for joint in on_street.chain(indoors.station_gates()) {
        let attributes = scope.element(joint.element).map(|element| &element.attributes);
        let seconds = attributes
            .and_then(|of| of.get(PLATFORM_ATTRIBUTE))
            .and_then(linli_model::AttributeValue::as_f64);
        let possible = seconds.filter(|seconds| (0.0..=3600.0).contains(seconds));
        stations.push(joint.element);
        platforms.push(possible.map(|seconds| (seconds * 1000.0).round() as u32));
        joints.push(joint);
    }
    (stations, platforms)
}

/// Residents by building, storey and minute are summed in this order everywhere.
pub(super) fn sum_by<K: Ord>(items: impl Iterator<Item = (K, u64)>) -> BTreeMap<K, u64> {
    let mut sums = BTreeMap::new();
    for (key, count) in items {
        *sums.entry(key).or_insert(0) += count;
    }
    sums
}

#[cfg(test)]
mod indoors;
#[cfg(test)]
mod tests;
