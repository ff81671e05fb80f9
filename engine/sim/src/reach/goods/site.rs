//! Hubs, doors, and the times between them.

use linli_model::{ElementId, EquipmentKind, Key, Kind};
use linli_space::StreetGraph;
use rayon::prelude::*;

use super::{GoodsOptions, TooManyBuildings};
use crate::reach::circle::{door_joints, entrances_of, nearest_to_street};
use crate::reach::graph::{Seed, UNREACHED};
use crate::reach::home::{HomeBuilding, doors_of, homes_of};
use crate::reach::network::{Joint, NetworkOptions, TravelNetwork};
use crate::reach::rules::TravelMode;
use crate::reach::scope::Scope;

const MOST_BUILDINGS: usize = 4000;

/// One storey that orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::reach) struct Customer {
    /// Position in the hub's stops.
    pub stop: usize,
    pub level: i16,
    pub residents: u32,
    /// Up to the flat, and down again, milliseconds.
    pub up_ms: u32,
    pub down_ms: u32,
    /// Whether the order is handed over at the building's door, because the carrier cannot go up.
    pub at_door: bool,
}

/// A hub with everything that it serves.
#[derive(Clone, Debug)]
pub(super) struct Hub {
    pub element: ElementId,
    pub key: Key,
    /// Its node.
    pub node: u32,
    /// Buildings that it serves.
    pub stops: Vec<ElementId>,
    /// Building, node and door of each stop.
    pub doors: Vec<Stop>,
    pub customers: Vec<Customer>,
    /// Times between places, row by row, milliseconds: place 0 is the hub, place i + 1 is stop i.
    pub times_ms: Vec<u32>,
}

impl Hub {
    pub(super) fn between_ms(&self, from: usize, to: usize) -> u32 {
        self.times_ms[from * (self.stops.len() + 1) + to]
    }
}

pub(super) struct Site {
    pub homes: Vec<HomeBuilding>,
    pub network: TravelNetwork,
    pub hubs: Vec<Hub>,
    pub residents: u64,
    pub residents_unserved: u64,
}

pub(super) fn site(
    scope: Scope<'_>,
    streets: &StreetGraph,
    options: &GoodsOptions<'_>,
) -> Result<Site, TooManyBuildings> {
    let homes = homes_of(scope, options.rules);
    if homes.len() > MOST_BUILDINGS {
        return Err(TooManyBuildings { buildings: homes.len(), most: MOST_BUILDINGS });
    }
    let (mut joints, first_joint) = door_joints(&homes);
    let mut hubs: Vec<(ElementId, std::ops::Range<usize>)> = Vec::new();
    for (id, entrances) in hubs_of(scope, options) {
        let start = joints.len();
        joints.extend(entrances);
        hubs.push((id, start..joints.len()));
    }
    let network_options = NetworkOptions {
        profile: options.carrier,
        rules: options.rules,
        closed: options.closed,
        minute: options.minute,
        private_allowed: true,
    };
    let network = TravelNetwork::new(scope, streets, &network_options, &joints);
    let hub_nodes: Vec<(ElementId, u32)> =
        hubs.into_iter().filter_map(|(id, range)| Some((id, nearest_to_street(&network, range)?))).collect();
    let seeds: Vec<Seed> = hub_nodes.iter().map(|(_, node)| Seed { node: *node, time_ms: 0 }).collect();
    let tree = network.graph.tree_from(&seeds, UNREACHED - 1);
    let back = network.graph.reversed().times_from(&seeds, UNREACHED - 1);

    let (mut residents_all, mut residents_unserved) = (0, 0);
    let mut stops: Vec<Vec<Stop>> = vec![Vec::new(); hub_nodes.len()];
    for (building, home) in homes.iter().enumerate() {
        let doors = home.doors_on(&network, first_joint[building]);
        let nodes = doors
            .into_iter()
            .filter_map(|door| Some((network.node_of_joint(first_joint[building] + door)?, door)));
        let best = nodes
            .filter(|(node, _)| back[*node as usize] < UNREACHED)
            .min_by_key(|(node, door)| (tree.times_ms[*node as usize], *door));
        let residents: u64 = home.storeys.iter().map(|storey| u64::from(storey.residents)).sum();
        residents_all += residents;
        match best.filter(|(node, _)| tree.times_ms[*node as usize] < UNREACHED) {
            Some((node, door)) => stops[tree.origins[node as usize] as usize].push((building, node, door)),
            None => residents_unserved += residents,
        }
    }
    let served = hub_nodes.into_iter().zip(stops);
    let hubs = served
        .map(|((element, hub_node), stops)| {
            let key = scope.element(element).map_or_else(|| Key::from(""), |hub| hub.key.clone());
            hub((element, key), hub_node, &stops, &network, &homes, options)
        })
        .collect();
    Ok(Site { homes, network, hubs, residents: residents_all, residents_unserved })
}

/// A building that a hub serves: its position, the node of its door, the door.
pub(super) type Stop = (usize, u32, usize);

fn hub(
    (element, key): (ElementId, Key),
    hub_node: u32,
    stops: &[Stop],
    network: &TravelNetwork,
    homes: &[HomeBuilding],
    options: &GoodsOptions<'_>,
) -> Hub {
    let mut places = vec![hub_node];
    places.extend(stops.iter().map(|(_, node, _)| *node));
    let row = |from: &u32| {
        let times = network.graph.times_from(&[Seed { node: *from, time_ms: 0 }], UNREACHED - 1);
        places.iter().map(|to| times[*to as usize]).collect::<Vec<u32>>()
    };
    let times_ms: Vec<u32> = places.par_iter().map(row).collect::<Vec<_>>().concat();
    let mut customers = Vec::new();
    for (stop, (building, _, door)) in stops.iter().enumerate() {
        let home = &homes[*building];
        let level = home.doors[*door].level;
        for storey in home.storeys.iter().filter(|storey| storey.residents > 0) {
            let trip = |from, to| {
                let trip = home.trip(from, to, options.closed_lifts, carrier_inside(options), options.rules);
                trip.map(|trip| trip.total_ms())
            };
            let (up, down) = (trip(level, storey.level), trip(storey.level, level));
            customers.push(Customer {
                stop,
                level: storey.level,
                residents: storey.residents,
                up_ms: up.filter(|_| down.is_some()).unwrap_or(0),
                down_ms: down.filter(|_| up.is_some()).unwrap_or(0),
                at_door: up.is_none() || down.is_none(),
            });
        }
    }
    let buildings = stops.iter().map(|(building, ..)| homes[*building].element).collect();
    Hub { element, key, node: hub_node, stops: buildings, doors: stops.to_vec(), customers, times_ms }
}

/// How a carrier moves inside of buildings: a courier climbs stairs like a standard walker, a robot
/// takes lifts only.
pub(super) fn carrier_inside<'a>(options: &GoodsOptions<'a>) -> &'a crate::reach::rules::Profile {
    match options.carrier.mode {
        TravelMode::Robot => options.carrier,
        _ => options.rules.profile("standard").unwrap_or(options.carrier),
    }
}

/// Facilities of the first category of the rules that the community has; for robots their parking
/// places, where it has some.
fn hubs_of(scope: Scope<'_>, options: &GoodsOptions<'_>) -> Vec<(ElementId, Vec<Joint>)> {
    let doors = doors_of(scope);
    let open = |id: &ElementId| !options.closed.contains(id);
    if options.carrier.mode == TravelMode::Robot {
        let robots =
            scope.iter().filter(|(id, _)| open(id)).filter_map(|(id, element)| match &element.kind {
                Kind::Equipment(equipment) if equipment.equipment == EquipmentKind::DeliveryRobots => {
                    Some((id, entrances_of(id, &element.geometry, None, None, &doors)))
                }
                _ => None,
            });
        let robots: Vec<_> = robots.collect();
        if !robots.is_empty() {
            return robots;
        }
    }
    for category in &options.rules.goods.hub_categories {
        let hubs = scope.iter().filter(|(id, _)| open(id)).filter_map(|(id, element)| match &element.kind {
            Kind::Facility(facility) if facility.category == *category => {
                let building = facility.building.as_ref();
                Some((id, entrances_of(id, &element.geometry, facility.node, building, &doors)))
            }
            _ => None,
        });
        let hubs: Vec<_> = hubs.collect();
        if !hubs.is_empty() {
            return hubs;
        }
    }
    Vec::new()
}
