//! Public transport: how long people take from their door to the stops of a timetable, over a range of
//! departures.

mod lines;
mod raptor;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use linli_model::{ElementId, Point3, Timetable};
use linli_space::StreetGraph;
use rayon::prelude::*;

pub use raptor::{StopWalk, TransitNetwork, TransitSearch};

use super::circle::door_joints;
use super::graph::{Seed, TravelGraph, UNREACHED};
use super::home::{HomeBuilding, homes_of};
use super::network::{Joint, NetworkOptions, TravelNetwork};
use super::queue::percentile;
use super::rules::ReachRules;
use super::scope::Scope;

/// Question about public transport.
#[derive(Clone, Copy, Debug)]
pub struct TransitOptions<'a> {
    /// Who walks, and what is closed.
    pub network: NetworkOptions<'a>,
    /// The day.
    pub day: NaiveDate,
    /// First departure, seconds after midnight.
    pub from_s: u32,
}

/// Times from one building over all departures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildingTransit {
    /// The building.
    pub building: ElementId,
    /// Its residents.
    pub residents: u64,
    /// Stops that can be walked to.
    pub stops_near: usize,
    /// Median time to each stop of the timetable, waiting included, seconds; nothing where a stop is not
    /// reached by half of the departures.
    pub median_s: Vec<Option<u32>>,
    /// Time that the share of departures that the rules judge by does not exceed, seconds.
    pub judged_s: Vec<Option<u32>>,
}

/// Times from all buildings.
#[derive(Clone, Debug, PartialEq)]
pub struct TransitReach {
    /// The day.
    pub day: NaiveDate,
    /// Departures, seconds after midnight.
    pub departures_s: Vec<u32>,
    /// Positions of stops of the timetable on the network.
    pub stops_on_network: Vec<u32>,
    /// Buildings with homes.
    pub buildings: Vec<BuildingTransit>,
}

/// Times by public transport from the doors of all buildings with homes. `places` are the stops of the
/// timetable in local metres; stops farther from any street than doors may be take no part in walks.
/// Between two rides people walk at most so far as the rules say, or as the timetable states.
pub fn transit_reach<'a>(
    scope: impl Into<Scope<'a>>,
    streets: &StreetGraph,
    timetable: &Timetable,
    places: &[Point3],
    options: &TransitOptions<'_>,
) -> TransitReach {
    let scope = scope.into();
    let rules = options.network.rules;
    let homes = homes_of(scope, rules);
    let walks = Walks::new(scope, streets, places, homes, options);
    let network = TransitNetwork::new(timetable, options.day, &walks.between_stops(timetable, rules));
    let departures_s = departures(options.from_s, rules);
    let most_rides = rules.transit.most_rides.value as usize;
    let of = |building: usize| {
        let access = walks.access_of(building, rules);
        let home = &walks.homes[building];
        let mut search = network.search(most_rides);
        let [median_s, judged_s] = percentiles(&mut search, &access, &departures_s, rules);
        BuildingTransit {
            building: home.element,
            residents: home.storeys.iter().map(|storey| u64::from(storey.residents)).sum(),
            stops_near: access.len(),
            median_s,
            judged_s,
        }
    };
    TransitReach {
        day: options.day,
        buildings: (0..walks.homes.len()).into_par_iter().map(of).collect(),
        stops_on_network: walks.stop_nodes().map(|(stop, _)| stop).collect(),
        departures_s,
    }
}

/// Departures of the window of the rules, one a step.
fn departures(from_s: u32, rules: &ReachRules) -> Vec<u32> {
    let step = (rules.transit.step.ms() / 1000).max(1);
    let window = rules.transit.window.ms() / 1000;
    (0..=window / step).map(|number| from_s.saturating_add(number * step)).collect()
}

/// Median and judged time to each stop.
fn percentiles(
    search: &mut TransitSearch<'_>,
    access: &[(u32, u32)],
    departures_s: &[u32],
    rules: &ReachRules,
) -> [Vec<Option<u32>>; 2] {
    let mut times: Vec<Vec<u64>> = Vec::new();
    for depart in departures_s.iter().rev() {
        let arrivals = search.leave_at(*depart, access);
        times.resize(arrivals.len(), Vec::new());
        for (times, arrival) in times.iter_mut().zip(arrivals) {
            // Who never arrives takes longer than anybody.
            times.push(if *arrival < UNREACHED { u64::from(arrival - depart) } else { u64::MAX });
        }
    }
    [50.0, rules.transit.percentile.value].map(|percent| {
        let of = |times: &mut Vec<u64>| percentile(times, percent).and_then(|time| u32::try_from(time).ok());
        times.iter_mut().map(of).collect()
    })
}

/// Walks to stops and between them.
struct Walks {
    homes: Vec<HomeBuilding>,
    network: TravelNetwork,
    first_joint: Vec<usize>,
    first_stop: usize,
    /// Stop of each node.
    stop_of: BTreeMap<u32, u32>,
}

impl Walks {
    fn new(
        scope: Scope<'_>,
        streets: &StreetGraph,
        places: &[Point3],
        homes: Vec<HomeBuilding>,
        options: &TransitOptions<'_>,
    ) -> Self {
        let (mut joints, first_joint) = door_joints(&homes);
        let first_stop = joints.len();
        // A stop of a timetable is no element: it closes with nothing.
        let element = ElementId(u32::MAX);
        joints.extend(places.iter().map(|place| Joint::new(element, *place, None)));
        let network = TravelNetwork::new(scope, streets, &options.network, &joints);
        let nodes = (0..places.len())
            .filter_map(|stop| Some((network.node_of_joint(first_stop + stop)?, stop as u32)));
        let stop_of = nodes.collect();
        Self { homes, network, first_joint, first_stop, stop_of }
    }

    /// Stops on the network with their nodes.
    fn stop_nodes(&self) -> impl Iterator<Item = (u32, u32)> {
        let stops = self.network.joints.len() - self.first_stop;
        (0..stops).filter_map(|stop| Some((stop as u32, self.network.node_of_joint(self.first_stop + stop)?)))
    }

    /// Stops within a time of some nodes, seconds, rounded up.
    fn near(&self, graph: &TravelGraph, seeds: &[Seed], limit_ms: u32) -> Vec<(u32, u32)> {
        let times = graph.times_from(seeds, limit_ms);
        let near = self.stop_of.iter().map(|(node, stop)| (*stop, times[*node as usize]));
        let mut near: Vec<(u32, u32)> =
            near.filter(|(_, ms)| *ms < UNREACHED).map(|(stop, ms)| (stop, ms.div_ceil(1000))).collect();
        near.sort_unstable();
        near
    }

    /// Stops that can be walked to from the doors of a building.
    fn access_of(&self, building: usize, rules: &ReachRules) -> Vec<(u32, u32)> {
        let first = self.first_joint[building];
        let doors = self.homes[building].doors_on(&self.network, first);
        let nodes = doors.into_iter().filter_map(|door| self.network.node_of_joint(first + door));
        let seeds: Vec<Seed> = nodes.map(|node| Seed { node, time_ms: 0 }).collect();
        self.near(&self.network.graph, &seeds, rules.transit.access.ms())
    }

    /// Walks between stops: over streets, and as the timetable states.
    fn between_stops(&self, timetable: &Timetable, rules: &ReachRules) -> Vec<StopWalk> {
        let limit = rules.transit.between_rides.ms();
        let nodes: Vec<(u32, u32)> = self.stop_nodes().collect();
        let of = |(from, node): &(u32, u32)| {
            let near = self.near(&self.network.graph, &[Seed { node: *node, time_ms: 0 }], limit);
            let others = near.into_iter().filter(|(to, _)| to != from);
            others.map(|(to, seconds)| StopWalk { from: *from, to, seconds }).collect::<Vec<_>>()
        };
        let mut walks: Vec<StopWalk> = nodes.par_iter().flat_map_iter(of).collect();
        walks.extend(
            timetable
                .transfers
                .iter()
                .filter(|transfer| transfer.from != transfer.to)
                .map(|transfer| StopWalk { from: transfer.from, to: transfer.to, seconds: transfer.seconds }),
        );
        walks.sort_unstable();
        walks
    }
}
