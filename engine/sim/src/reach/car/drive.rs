//! The drive between a garage and the gate of its community.

use linli_model::{Access, Element, Entrance, EntranceUse, Geometry, Kind, StreetClass, StreetNodeKind};
use linli_space::{StreetEdge, StreetGraph};

use super::CarOptions;
use super::garage::Garage;
use super::site::network;
use super::walk::own_entrances;
use crate::reach::circle::nearest_to_street;
use crate::reach::graph::{Seed, TravelGraph, UNREACHED};
use crate::reach::network::{Joint, TravelNetwork};
use crate::reach::scope::Scope;

/// The network of cars.
pub(super) struct Drive {
    pub network: TravelNetwork,
    /// Its graph turned round.
    pub reversed: TravelGraph,
    /// Gates of the community and places of public streets.
    pub gates: Vec<Seed>,
    /// Nodes at which cars enter each garage.
    pub garages: Vec<Vec<u32>>,
}

impl Drive {
    /// Builds the network and gives each garage its times. The gate is the first gate on the way out,
    /// or the first public street where no gate stands in the way.
    pub(super) fn new(
        scope: Scope<'_>,
        streets: &StreetGraph,
        options: &CarOptions<'_>,
        garages: &mut [Garage],
    ) -> Self {
        let mut joints = gates(scope);
        let gate_count = joints.len();
        let mut ranges = Vec::new();
        for garage in garages.iter() {
            let start = joints.len();
            let (found, are_drawn) = car_entrances(scope, garage);
            joints.extend(found);
            ranges.push((start..joints.len(), are_drawn));
        }
        let network = network(scope, streets, options, options.driver, &joints);
        let mut nodes: Vec<u32> = (0..gate_count).filter_map(|joint| network.node_of_joint(joint)).collect();
        nodes.extend(public_nodes(scope, streets));
        let seeds: Vec<Seed> = nodes.into_iter().map(|node| Seed { node, time_ms: 0 }).collect();
        let into = network.graph.times_from(&seeds, UNREACHED - 1);
        let reversed = network.graph.reversed();
        let out = reversed.times_from(&seeds, UNREACHED - 1);
        let mut entrances = Vec::new();
        for (garage, (range, are_drawn)) in garages.iter_mut().zip(ranges) {
            // Every drawn entrance is one; of the corners of an outline only that at the street.
            let nodes: Vec<u32> = match are_drawn {
                true => range.filter_map(|joint| network.node_of_joint(joint)).collect(),
                false => nearest_to_street(&network, range).into_iter().collect(),
            };
            let best = |times: &[u32]| {
                nodes.iter().map(|node| times[*node as usize]).min().filter(|time| *time < UNREACHED)
            };
            (garage.from_gate_ms, garage.to_gate_ms) = (best(&into), best(&out));
            entrances.push(nodes);
        }
        Self { network, reversed, gates: seeds, garages: entrances }
    }
}

/// Where cars enter a garage, and whether the source has these entrances: its own for cars or those of
/// its basement, else its numbered node, its outline.
fn car_entrances(scope: Scope<'_>, garage: &Garage) -> (Vec<Joint>, bool) {
    let element = scope.element(garage.element);
    let own = element.map(|element| &element.key);
    let leads_in = |entrance: &Entrance| {
        entrance.entrance_use == EntranceUse::Cars
            && entrance.of.is_some()
            && (entrance.of.as_ref() == own || entrance.of == garage.parking.basement)
    };
    let mut found = Vec::new();
    for (id, element) in scope.iter() {
        if let (Kind::Entrance(entrance), Geometry::Point(place)) = (&element.kind, &element.geometry)
            && leads_in(entrance)
        {
            found.push(Joint::new(id, *place, entrance.node));
        }
    }
    match element {
        Some(element) if found.is_empty() => (own_entrances(garage, element), false),
        _ => (found, true),
    }
}

/// Gates of the community for cars: entrances for cars of a parcel or of nothing, and gates on streets.
fn gates(scope: Scope<'_>) -> Vec<Joint> {
    let is_of_land = |entrance: &Entrance| {
        let of = entrance.of.as_ref().and_then(|key| scope.id_of(key)).and_then(|id| scope.element(id));
        of.map_or(entrance.of.is_none(), |of| matches!(of.kind, Kind::Parcel(_)))
    };
    let mut gates = Vec::new();
    for (id, element) in scope.iter() {
        let Element { kind, geometry: Geometry::Point(place), .. } = element else { continue };
        match kind {
            Kind::Entrance(entrance)
                if entrance.entrance_use == EntranceUse::Cars && is_of_land(entrance) =>
            {
                gates.push(Joint::new(id, *place, entrance.node));
            }
            Kind::StreetNode(node) if node.what == StreetNodeKind::Gate => {
                gates.push(Joint::new(id, *place, node.node));
            }
            _ => {}
        }
    }
    gates
}

/// Nodes of carriageways that everybody may drive on: beyond them a community's own ground begins.
fn public_nodes(scope: Scope<'_>, streets: &StreetGraph) -> Vec<u32> {
    let is_public = |edge: &StreetEdge| {
        edge.access.car == Access::Yes
            && scope.has(edge.street)
            && matches!(
                edge.class,
                StreetClass::Motorway
                    | StreetClass::Trunk
                    | StreetClass::Primary
                    | StreetClass::Secondary
                    | StreetClass::Tertiary
                    | StreetClass::Residential
            )
    };
    let mut nodes: Vec<u32> =
        streets.edges.iter().filter(|edge| is_public(edge)).flat_map(|edge| [edge.from, edge.to]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}
