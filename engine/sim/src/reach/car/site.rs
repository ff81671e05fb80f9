//! Which car stands where, and how far everything is without any queue.

use std::ops::Range;

use linli_model::ElementId;
use linli_space::StreetGraph;

use super::CarOptions;
use super::drive::Drive;
use super::garage::{Garage, garages_of};
use super::walk::{Walk, Walks, Way, own_entrances};
use crate::reach::circle::door_joints;
use crate::reach::home::{HomeBuilding, homes_of};
use crate::reach::network::Joint;
use crate::reach::rules::Profile;
use crate::reach::scope::Scope;

/// Cars of one storey in one garage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub building: usize,
    pub storey: usize,
    pub garage: usize,
    pub cars: u32,
    /// From the flat to the garage on foot, and back, milliseconds.
    pub there_ms: u32,
    pub back_ms: u32,
    /// Whether the garage lies under the building.
    pub is_below: bool,
}

pub(super) struct Site {
    pub homes: Vec<HomeBuilding>,
    pub garages: Vec<Garage>,
    /// Sorted by garage, building.
    pub shares: Vec<Share>,
    pub cars: u64,
    pub cars_without_bay: u64,
    pub unknown_capacity: Vec<ElementId>,
    pub drive: Drive,
    pub walk: Walk,
}

pub(super) fn site(scope: Scope<'_>, streets: &StreetGraph, options: &CarOptions<'_>) -> Site {
    let homes = homes_of(scope, options.rules);
    let (mut garages, unknown_capacity) = garages_of(scope, options);
    let drive = Drive::new(scope, streets, options, &mut garages);
    let (mut joints, first_joint) = door_joints(&homes);
    let entrances: Vec<Range<usize>> = garages
        .iter()
        .map(|garage| {
            let start = joints.len();
            joints.extend(
                scope.element(garage.element).map(|of| own_entrances(garage, of)).unwrap_or_default(),
            );
            start..joints.len()
        })
        .collect();
    let walk = Walk::new(scope, streets, options, &joints, first_joint, entrances);
    let walks = walk.times(scope, options, &homes, &garages);
    let (shares, cars, cars_without_bay) = assigned(&homes, &garages, &walks, options);
    Site { homes, garages, shares, cars, cars_without_bay, unknown_capacity, drive, walk }
}

/// Joints and profile of a network.
pub(super) fn network(
    scope: Scope<'_>,
    streets: &StreetGraph,
    options: &CarOptions<'_>,
    profile: &Profile,
    joints: &[Joint],
) -> crate::reach::network::TravelNetwork {
    let network_options = crate::reach::network::NetworkOptions {
        profile,
        rules: options.rules,
        closed: options.closed,
        minute: options.minute,
        private_allowed: true,
    };
    crate::reach::network::TravelNetwork::new(scope, streets, &network_options, joints)
}

/// Gives every car a bay: first in the garage under its own building, then in the nearest garage that
/// still has one and is open to others, as far as people walk; nearest pairs first.
fn assigned(
    homes: &[HomeBuilding],
    garages: &[Garage],
    walks: &Walks,
    options: &CarOptions<'_>,
) -> (Vec<Share>, u64, u64) {
    let rules = &options.rules.car;
    let mut pairs: Vec<(bool, u32, usize, usize, usize)> = Vec::new();
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
            for (garage, walk) in times.iter().enumerate() {
                // Farther away nobody keeps a car: the walk alone takes longer than the limit.
                let is_near = |walk: &&Way| walk.is_below || walk.outside_ms <= rules.limit.ms();
                if let Some(walk) = walk.as_ref().filter(is_near) {
                    let sum = walk.there_ms.saturating_add(walk.back_ms);
                    pairs.push((!walk.is_below, sum, building, storey, garage));
                }
            }
        }
    }
    pairs.sort_unstable();
    let total: u64 = left.iter().flatten().map(|cars| u64::from(*cars)).sum();
    let mut free: Vec<u32> = garages.iter().map(|garage| garage.bays).collect();
    let mut open: Vec<u32> = garages.iter().map(Garage::open_bays).collect();
    let mut shares = Vec::new();
    for (is_outside, _, building, storey, garage) in pairs {
        let bays = if is_outside { free[garage].min(open[garage]) } else { free[garage] };
        let cars = left[building][storey].min(bays);
        if let (1.., Some(walk)) = (cars, walks[building][storey][garage]) {
            left[building][storey] -= cars;
            free[garage] -= cars;
            open[garage] -= if is_outside { cars } else { 0 };
            let (there_ms, back_ms) = (walk.there_ms, walk.back_ms);
            let is_below = !is_outside;
            shares.push(Share { building, storey, garage, cars, there_ms, back_ms, is_below });
        }
    }
    shares.sort_by_key(|share| (share.garage, share.building, share.there_ms, share.back_ms, share.storey));
    let without: u64 = left.iter().flatten().map(|cars| u64::from(*cars)).sum();
    (shares, total, without)
}
