//! Which car stands where, and how far everything is without any queue.

use std::collections::BTreeMap;

use linli_model::{
    CarStorage, Community, Element, ElementId, Entrance, EntranceUse, Geometry, Key, Kind, Parking,
    ParkingKind, Point3, StreetNodeKind,
};
use linli_space::StreetGraph;

use super::CarOptions;
use crate::reach::circle::{door_joints, entrances_of, nearest_to_street};
use crate::reach::graph::{Seed, UNREACHED};
use crate::reach::home::{HomeBuilding, homes_of};
use crate::reach::network::{Joint, NetworkOptions, TravelNetwork};

/// A garage as the simulation needs it.
#[derive(Clone, Debug)]
pub(super) struct Garage {
    pub element: ElementId,
    pub parking: Parking,
    pub bays: u32,
    /// Levels that cars drive through, at least 1.
    pub levels: u32,
    /// From the community's gate to the garage and back by car, milliseconds; nothing when no gate is
    /// known or none is connected.
    pub from_gate_ms: Option<u32>,
    pub to_gate_ms: Option<u32>,
    place: Point3,
    /// Buildings over its basement.
    above: Vec<Key>,
}

/// Cars of one storey in one garage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub building: usize,
    pub garage: usize,
    pub cars: u32,
    /// From the flat to the garage on foot, and back, milliseconds.
    pub there_ms: u32,
    pub back_ms: u32,
}

pub(super) struct Site {
    pub homes: Vec<ElementId>,
    pub garages: Vec<Garage>,
    /// Sorted by garage, building.
    pub shares: Vec<Share>,
    pub cars: u64,
    pub cars_without_bay: u64,
    pub unknown_capacity: Vec<ElementId>,
}

pub(super) fn site(community: &Community, streets: &StreetGraph, options: &CarOptions<'_>) -> Site {
    let homes = homes_of(community, options.rules);
    let (mut garages, unknown_capacity) = garages_of(community, options);
    drive_times(community, streets, options, &mut garages);
    let walks = walk_times(community, streets, options, &homes, &garages);
    let (shares, cars, cars_without_bay) = assigned(&homes, &garages, &walks, options);
    let homes = homes.iter().map(|home| home.element).collect();
    Site { homes, garages, shares, cars, cars_without_bay, unknown_capacity }
}

fn garages_of(community: &Community, options: &CarOptions<'_>) -> (Vec<Garage>, Vec<ElementId>) {
    let (mut garages, mut unknown) = (Vec::new(), Vec::new());
    for (id, element) in community.iter() {
        let Kind::Parking(parking) = &element.kind else { continue };
        if options.closed.contains(&id) || element.geometry.aabb().is_empty() {
            continue;
        }
        let Some(bays) = parking.capacity.filter(|bays| *bays > 0) else {
            unknown.push(id);
            continue;
        };
        let basement = parking.basement.as_ref().and_then(|key| community.id_of(key));
        let (levels, above) = match basement.and_then(|id| community.element(id)).map(|e| &e.kind) {
            Some(Kind::Basement(basement)) => (basement.levels.clamp(1, 20), basement.buildings.clone()),
            _ => (1, Vec::new()),
        };
        garages.push(Garage {
            element: id,
            parking: parking.clone(),
            bays,
            levels,
            from_gate_ms: None,
            to_gate_ms: None,
            place: element.geometry.aabb().centre(),
            above,
        });
    }
    (garages, unknown)
}

/// Where cars enter a garage: its own entrance for cars or that of its basement, its numbered node,
/// its outline.
fn car_entrances(community: &Community, garage: &Garage) -> Vec<Joint> {
    let element = community.element(garage.element);
    let own = element.map(|element| &element.key);
    let leads_in = |entrance: &Entrance| {
        entrance.entrance_use == EntranceUse::Cars
            && entrance.of.is_some()
            && (entrance.of.as_ref() == own || entrance.of == garage.parking.basement)
    };
    let mut found = Vec::new();
    for (id, element) in community.iter() {
        if let (Kind::Entrance(entrance), Geometry::Point(place)) = (&element.kind, &element.geometry)
            && leads_in(entrance)
        {
            found.push(Joint { element: id, place: *place, node: entrance.node });
        }
    }
    match element {
        Some(element) if found.is_empty() => own_entrances(garage, element),
        _ => found,
    }
}

fn own_entrances(garage: &Garage, element: &Element) -> Vec<Joint> {
    entrances_of(garage.element, &element.geometry, garage.parking.node, None, &BTreeMap::new())
}

/// Gates of the community for cars: entrances for cars of a parcel or of nothing, else gates on streets.
fn gates(community: &Community) -> Vec<Joint> {
    let (mut entrances, mut gates) = (Vec::new(), Vec::new());
    for (id, element) in community.iter() {
        let Geometry::Point(place) = &element.geometry else { continue };
        match &element.kind {
            Kind::Entrance(entrance) if entrance.entrance_use == EntranceUse::Cars => {
                let of = entrance.of.as_ref().and_then(|key| community.id_of(key));
                let of_parcel =
                    of.and_then(|id| community.element(id)).map(|e| matches!(e.kind, Kind::Parcel(_)));
                if of_parcel.unwrap_or(entrance.of.is_none()) {
                    entrances.push(Joint { element: id, place: *place, node: entrance.node });
                }
            }
            Kind::StreetNode(node) if node.what == StreetNodeKind::Gate => {
                gates.push(Joint { element: id, place: *place, node: node.node });
            }
            _ => {}
        }
    }
    if entrances.is_empty() { gates } else { entrances }
}

fn drive_times(
    community: &Community,
    streets: &StreetGraph,
    options: &CarOptions<'_>,
    garages: &mut [Garage],
) {
    let mut joints = gates(community);
    let gate_count = joints.len();
    let mut ranges = Vec::new();
    for garage in garages.iter() {
        let start = joints.len();
        joints.extend(car_entrances(community, garage));
        ranges.push(start..joints.len());
    }
    let network_options = NetworkOptions {
        profile: options.driver,
        rules: options.rules,
        closed: options.closed,
        minute: options.minute,
        private_allowed: true,
    };
    let network = TravelNetwork::new(community, streets, &network_options, &joints);
    let seeds: Vec<Seed> = (0..gate_count)
        .filter_map(|joint| network.node_of_joint(joint))
        .map(|node| Seed { node, time_ms: 0 })
        .collect();
    let out = network.graph.times_from(&seeds, UNREACHED - 1);
    let back = network.graph.reversed().times_from(&seeds, UNREACHED - 1);
    for (garage, range) in garages.iter_mut().zip(ranges) {
        let node = nearest_to_street(&network, range);
        let of = |times: &[u32]| node.map(|node| times[node as usize]).filter(|time| *time < UNREACHED);
        (garage.from_gate_ms, garage.to_gate_ms) = (of(&out), of(&back));
    }
}

/// Walking times between each building and each garage, door to garage and back.
type Walks = Vec<Vec<Vec<Option<[u32; 2]>>>>;

/// By building, storey and garage: milliseconds there and back, the lift included.
fn walk_times(
    community: &Community,
    streets: &StreetGraph,
    options: &CarOptions<'_>,
    homes: &[HomeBuilding],
    garages: &[Garage],
) -> Walks {
    let (mut joints, first_joint) = door_joints(homes);
    let mut ranges = Vec::new();
    for garage in garages {
        let start = joints.len();
        if let Some(element) = community.element(garage.element) {
            joints.extend(own_entrances(garage, element));
        }
        ranges.push(start..joints.len());
    }
    let network_options = NetworkOptions {
        profile: options.walker,
        rules: options.rules,
        closed: options.closed,
        minute: options.minute,
        private_allowed: true,
    };
    let network = TravelNetwork::new(community, streets, &network_options, &joints);
    let reversed = network.graph.reversed();
    let exits: Vec<Vec<Exit>> = homes
        .iter()
        .enumerate()
        .map(|(building, home)| exits_of(home, first_joint[building], &network, options))
        .collect();
    let mut walks: Walks =
        homes.iter().map(|home| vec![vec![None; garages.len()]; home.storeys.len()]).collect();
    for (number, (garage, range)) in garages.iter().zip(ranges).enumerate() {
        let seeds: Vec<Seed> =
            nearest_to_street(&network, range).map(|node| Seed { node, time_ms: 0 }).into_iter().collect();
        let there = reversed.times_from(&seeds, UNREACHED - 1);
        let back = network.graph.times_from(&seeds, UNREACHED - 1);
        for (building, home) in homes.iter().enumerate() {
            let inside = inside_ms(community, home, garage, options);
            for exit in &exits[building] {
                let outside = match exit.node {
                    Some(node) => Some([there[node as usize], back[node as usize]]),
                    None => inside.map(|ms| [ms, ms]),
                };
                let Some(outside) = outside else { continue };
                let total = [0, 1].map(|way| outside[way].saturating_add(exit.trip_ms[way]));
                if total[0].max(total[1]) == UNREACHED {
                    continue;
                }
                let known = &mut walks[building][exit.storey][number];
                let sum = |[there, back]: [u32; 2]| there.saturating_add(back);
                if known.is_none_or(|known| sum(total) < sum(known)) {
                    *known = Some(total);
                }
            }
        }
    }
    walks
}

/// A way out of a storey: to a door on the network, or down to the basement.
struct Exit {
    storey: usize,
    /// Node of the door; nothing for the basement.
    node: Option<u32>,
    /// Inside of the building, out and in, milliseconds.
    trip_ms: [u32; 2],
}

fn exits_of(
    home: &HomeBuilding,
    first_joint: usize,
    network: &TravelNetwork,
    options: &CarOptions<'_>,
) -> Vec<Exit> {
    let closed = std::collections::BTreeSet::new();
    let usable = |door: &usize| home.doors[*door].step_free || options.walker.steps;
    let doors: Vec<(Option<u32>, i16)> = home
        .doors_on(network, first_joint)
        .into_iter()
        .filter(usable)
        .map(|door| (network.node_of_joint(first_joint + door), home.doors[door].level))
        .filter(|(node, _)| node.is_some())
        .chain([(None, -1)])
        .collect();
    let mut exits = Vec::new();
    for (storey, home_storey) in home.storeys.iter().enumerate() {
        for (node, level) in &doors {
            let trip = |from, to| {
                home.trip(from, to, &closed, options.walker, options.rules).map(|trip| trip.total_ms())
            };
            if let (Some(out), Some(back)) =
                (trip(home_storey.level, *level), trip(*level, home_storey.level))
            {
                exits.push(Exit { storey, node: *node, trip_ms: [out, back] });
            }
        }
    }
    exits
}

/// Walk through the basement between a building that stands on it and its garage, milliseconds.
fn inside_ms(
    community: &Community,
    home: &HomeBuilding,
    garage: &Garage,
    options: &CarOptions<'_>,
) -> Option<u32> {
    let element = community.element(home.element)?;
    let parent = element.kind.building().and_then(|building| building.parent.as_ref());
    let stands_above = garage.above.iter().any(|key| *key == element.key || Some(key) == parent);
    if !stands_above {
        return None;
    }
    let at = element.geometry.aabb().centre();
    let straight_m = (at[0] - garage.place[0]).hypot(at[1] - garage.place[1]);
    let way_m = straight_m * options.rules.car.inside_detour.value;
    Some((way_m / options.walker.speed.value * 1000.0).round().clamp(0.0, 1e9) as u32)
}

/// Gives every car the nearest garage that still has a bay; nearest pairs first.
fn assigned(
    homes: &[HomeBuilding],
    garages: &[Garage],
    walks: &Walks,
    options: &CarOptions<'_>,
) -> (Vec<Share>, u64, u64) {
    let rules = &options.rules.car;
    let mut pairs: Vec<(u32, usize, usize, usize)> = Vec::new();
    let mut left: Vec<Vec<u32>> = Vec::new();
    for (building, home) in homes.iter().enumerate() {
        let cars = home.storeys.iter().map(|storey| {
            let dwellings = if storey.dwellings > 0 {
                f64::from(storey.dwellings)
            } else {
                f64::from(storey.residents) / rules.residents_per_dwelling.value
            };
            (dwellings * rules.cars_per_dwelling.value).round() as u32
        });
        left.push(cars.collect());
        for (storey, times) in walks[building].iter().enumerate() {
            for (garage, times) in times.iter().enumerate() {
                if let Some([there, back]) = times {
                    pairs.push((there.saturating_add(*back), building, storey, garage));
                }
            }
        }
    }
    pairs.sort_unstable();
    let total: u64 = left.iter().flatten().map(|cars| u64::from(*cars)).sum();
    let mut free: Vec<u32> = garages.iter().map(|garage| garage.bays).collect();
    let mut shares = Vec::new();
    for (_, building, storey, garage) in pairs {
        let cars = left[building][storey].min(free[garage]);
        if let (1.., Some([there_ms, back_ms])) = (cars, walks[building][storey][garage]) {
            left[building][storey] -= cars;
            free[garage] -= cars;
            shares.push(Share { building, garage, cars, there_ms, back_ms });
        }
    }
    shares.sort_by_key(|share| (share.garage, share.building, share.there_ms, share.back_ms));
    let without: u64 = left.iter().flatten().map(|cars| u64::from(*cars)).sum();
    (shares, total, without)
}

impl Garage {
    /// Servers that limit the flow: barrier lanes, or the vehicles of an automatic garage.
    pub(super) fn servers(&self, options: &CarOptions<'_>) -> u32 {
        let rules = &options.rules.car;
        match self.parking.storage {
            CarStorage::Driven => {
                // Lanes are counted in and out together.
                let each_way = self.parking.gate_lanes.map(|lanes| lanes.div_ceil(2));
                each_way.unwrap_or(rules.lanes.value as u32).max(1)
            }
            CarStorage::Agv | CarStorage::Stacker => {
                let by_size = (f64::from(self.bays) / rules.bays_per_agv.value).ceil() as u32;
                self.parking.servers.unwrap_or(by_size).max(1)
            }
        }
    }

    /// Levels that a car drives through to a mean bay.
    pub(super) fn mean_levels(&self) -> f64 {
        match self.parking.parking {
            ParkingKind::Underground | ParkingKind::MultiStorey => f64::from(self.levels + 1) / 2.0,
            ParkingKind::Surface | ParkingKind::StreetSide => 0.0,
        }
    }
}
