//! The walk between a flat and the garages: over streets, through passages, or straight down.

use std::ops::Range;

use linli_model::{CarStorage, Element};
use linli_space::StreetGraph;

use super::CarOptions;
use super::garage::Garage;
use super::site::network;
use crate::reach::circle::{entrances_of, nearest_to_street};
use crate::reach::graph::{Seed, TravelGraph, UNREACHED};
use crate::reach::home::{HomeBuilding, VerticalTrip};
use crate::reach::network::{Joint, TravelNetwork};
use crate::reach::scope::Scope;

/// Level of a garage that people reach first.
const GARAGE_LEVEL: i16 = -1;

/// How a storey reaches a garage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// From the flat to the garage, and back, milliseconds.
    pub there_ms: u32,
    pub back_ms: u32,
    /// Part of the way there that lies outside of the building, milliseconds.
    pub outside_ms: u32,
    /// Whether it leads straight down into the garage under the building.
    pub is_below: bool,
}

/// By building, storey and garage.
pub(super) type Walks = Vec<Vec<Vec<Option<Way>>>>;

/// The network of those who walk to their cars.
pub(super) struct Walk {
    pub network: TravelNetwork,
    /// Its graph turned round.
    pub reversed: TravelGraph,
    pub first_joint: Vec<usize>,
    /// Node at which people enter each garage from outside.
    pub garages: Vec<Option<u32>>,
}

/// A way out of a storey: to a door on the network, or down to the garage.
struct Exit {
    storey: usize,
    /// Node of the door; nothing for the garage below.
    node: Option<u32>,
    /// Inside of the building, out and in, milliseconds.
    trip_ms: [u32; 2],
}

/// Where people enter a garage from outside: its numbered node, its point, the corners of its outline.
pub(super) fn own_entrances(garage: &Garage, element: &Element) -> Vec<Joint> {
    let nothing = std::collections::BTreeMap::new();
    entrances_of(garage.element, &element.geometry, garage.parking.node, None, &nothing)
}

impl Walk {
    pub(super) fn new(
        scope: Scope<'_>,
        streets: &StreetGraph,
        options: &CarOptions<'_>,
        joints: &[Joint],
        first_joint: Vec<usize>,
        entrances: Vec<Range<usize>>,
    ) -> Self {
        let network = network(scope, streets, options, options.walker, joints);
        let garages = entrances.into_iter().map(|range| nearest_to_street(&network, range)).collect();
        Self { reversed: network.graph.reversed(), network, first_joint, garages }
    }

    pub(super) fn times(
        &self,
        scope: Scope<'_>,
        options: &CarOptions<'_>,
        homes: &[HomeBuilding],
        garages: &[Garage],
    ) -> Walks {
        let exits: Vec<Vec<Exit>> = homes
            .iter()
            .enumerate()
            .map(|(building, home)| self.exits_of(home, self.first_joint[building], options))
            .collect();
        let mut walks: Walks =
            homes.iter().map(|home| vec![vec![None; garages.len()]; home.storeys.len()]).collect();
        for (number, garage) in garages.iter().enumerate() {
            let seeds: Vec<Seed> =
                self.garages[number].map(|node| Seed { node, time_ms: 0 }).into_iter().collect();
            let there = self.reversed.times_from(&seeds, UNREACHED - 1);
            let back = self.network.graph.times_from(&seeds, UNREACHED - 1);
            for (building, home) in homes.iter().enumerate() {
                let below = below_ms(scope, home, garage, options);
                for exit in &exits[building] {
                    let outside = match exit.node {
                        Some(node) => Some([there[node as usize], back[node as usize]]),
                        None => below.map(|ms| [ms, ms]),
                    };
                    let Some(outside) = outside else { continue };
                    let [there_ms, back_ms] =
                        [0, 1].map(|way| outside[way].saturating_add(exit.trip_ms[way]));
                    if there_ms.max(back_ms) == UNREACHED {
                        continue;
                    }
                    let way =
                        Way { there_ms, back_ms, outside_ms: outside[0], is_below: exit.node.is_none() };
                    let known = &mut walks[building][exit.storey][number];
                    let order = |way: &Way| (way.there_ms.saturating_add(way.back_ms), !way.is_below);
                    if known.is_none_or(|known| order(&way) < order(&known)) {
                        *known = Some(way);
                    }
                }
            }
        }
        walks
    }

    fn exits_of(&self, home: &HomeBuilding, first_joint: usize, options: &CarOptions<'_>) -> Vec<Exit> {
        let mut exits = Vec::new();
        for (storey, home_storey) in home.storeys.iter().enumerate() {
            for (node, level) in self.ways_out(home, first_joint, options) {
                let trips = [(home_storey.level, level), (level, home_storey.level)]
                    .map(|(from, to)| trip(home, from, to, options).map(|trip| trip.total_ms()));
                if let [Some(out), Some(back)] = trips {
                    exits.push(Exit { storey, node, trip_ms: [out, back] });
                }
            }
        }
        exits
    }

    /// Doors that can be used with their levels, and the way down.
    fn ways_out(
        &self,
        home: &HomeBuilding,
        first_joint: usize,
        options: &CarOptions<'_>,
    ) -> Vec<(Option<u32>, i16)> {
        let usable = |door: &usize| home.doors[*door].step_free || options.walker.steps;
        home.doors_on(&self.network, first_joint)
            .into_iter()
            .filter(usable)
            .map(|door| (self.network.node_of_joint(first_joint + door), home.doors[door].level))
            .filter(|(node, _)| node.is_some())
            .chain([(None, GARAGE_LEVEL)])
            .collect()
    }
}

/// The trip inside of a building with the lifts that run.
pub(super) fn trip(
    home: &HomeBuilding,
    from: i16,
    to: i16,
    options: &CarOptions<'_>,
) -> Option<VerticalTrip> {
    home.trip(from, to, options.closed_lifts, options.walker, options.rules)
}

/// From the lift of a building to its car in the garage below, milliseconds; nothing when the garage is
/// not below it. Bays lie all around the lift of a driven garage, and the walk to a mean bay is part of
/// its inside; an automatic garage hands the car over at one place.
pub(super) fn below_ms(
    scope: Scope<'_>,
    home: &HomeBuilding,
    garage: &Garage,
    options: &CarOptions<'_>,
) -> Option<u32> {
    let element = scope.element(home.element)?;
    let parent = element.kind.building().and_then(|building| building.parent.as_ref());
    if !garage.above.iter().any(|key| *key == element.key || Some(key) == parent) {
        return None;
    }
    if garage.parking.storage == CarStorage::Driven {
        return Some(0);
    }
    let at = element.geometry.aabb().centre();
    let straight_m = (at[0] - garage.place[0]).hypot(at[1] - garage.place[1]);
    let way_m = straight_m * options.rules.car.inside_detour.value;
    Some((way_m / options.walker.speed.value * 1000.0).round().clamp(0.0, 1e9) as u32)
}
