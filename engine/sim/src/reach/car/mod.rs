//! Car, 5: from the community's gate to a bay to the flat, and back, in the peak.

mod day;
mod drive;
mod explain;
mod garage;
mod peak;
mod site;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::BTreeSet;

use linli_model::{CarStorage, ElementId};
use linli_space::StreetGraph;

use super::memo::DayMemo;
use super::rules::{Profile, ReachRules};
use super::scope::Scope;
pub use day::GarageDay;
pub use explain::CarTrips;
pub(super) use peak::GarageDays;
pub use peak::Percentiles;

/// Question about cars.
#[derive(Clone, Copy, Debug)]
pub struct CarOptions<'a> {
    /// Figures.
    pub rules: &'a ReachRules,
    /// Who walks between flat and garage.
    pub walker: &'a Profile,
    /// How cars drive.
    pub driver: &'a Profile,
    /// Streets, gates, garages that are closed.
    pub closed: &'a BTreeSet<ElementId>,
    /// Lift banks that are closed: a building with the position of the bank in its list.
    pub closed_lifts: &'a BTreeSet<(ElementId, usize)>,
    /// Minute of the day for opening hours.
    pub minute: Option<u16>,
    /// Seed of the draws.
    pub seed: u64,
}

/// One garage in the peak.
#[derive(Clone, Debug, PartialEq)]
pub struct GarageReach {
    /// The car park.
    pub garage: ElementId,
    /// Bays.
    pub bays: u32,
    /// How a car gets into its bay.
    pub storage: CarStorage,
    /// Vehicles, stackers or barrier lanes that limit the flow.
    pub servers: u32,
    /// Cars of homes that are assigned to it.
    pub cars: u32,
    /// Whether the way by car from a gate of the community, or from the first public street where no
    /// gate stands in the way, is part of the times.
    pub gate_known: bool,
    /// Trips of one peak.
    pub trips: u32,
    /// Times to fetch a car: from the flat to the gate.
    pub fetch: Percentiles,
    /// Times to park a car: from the gate to the flat.
    pub park: Percentiles,
    /// Mean time in waiting lines when cars are fetched, milliseconds.
    pub fetch_wait_ms: u64,
    /// Mean time in waiting lines when cars are parked, milliseconds.
    pub park_wait_ms: u64,
    /// Longest waiting line of both peaks.
    pub most_waiting: usize,
    /// Busy time of the servers over the length of the peak.
    pub utilisation: f64,
    /// Longest line in each minute of the morning peak's first run.
    pub waiting_by_minute: Vec<u32>,
    /// Fewest servers with which the percentile of the rules keeps the limit in both peaks; nothing
    /// when walking and driving alone take longer.
    pub servers_needed: Option<u32>,
    /// Bays with a charging point, when known.
    pub charging_bays: Option<u32>,
    /// Bays that residents share with workers, when known.
    pub shared_bays: Option<u32>,
    /// Bays and charging points over a working day.
    pub day: GarageDay,
}

/// Trips of one storey of a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreyCars {
    /// Level; 1 is the ground floor.
    pub level: i16,
    /// Times to fetch a car.
    pub fetch: Percentiles,
    /// Times to park a car.
    pub park: Percentiles,
}

/// One building's trips.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingCars {
    /// The building.
    pub building: ElementId,
    /// Its garages with the number of cars in each.
    pub garages: Vec<(ElementId, u32)>,
    /// Times to fetch a car.
    pub fetch: Percentiles,
    /// Times to park a car.
    pub park: Percentiles,
    /// Storeys with trips, from below.
    pub storeys: Vec<StoreyCars>,
}

/// All garages and homes.
#[derive(Clone, Debug, PartialEq)]
pub struct CarReach {
    /// Time that counts as reached, milliseconds.
    pub limit_ms: u32,
    /// Garages with cars, in the order of the community.
    pub garages: Vec<GarageReach>,
    /// Buildings with cars.
    pub buildings: Vec<BuildingCars>,
    /// Cars of all homes.
    pub cars: u64,
    /// Cars without a bay that can be walked to: no garage, or none with a free bay.
    pub cars_without_bay: u64,
    /// Garages that say no capacity; they take no cars.
    pub unknown_capacity: Vec<ElementId>,
    /// Share of all trips, both ways, within the limit; nothing without trips.
    pub share_within: Option<f64>,
}

/// Garages, homes and the ways between them, with what the simulated peaks gave.
pub struct CarModel<'a> {
    options: CarOptions<'a>,
    site: site::Site,
    reach: CarReach,
}

impl<'a> CarModel<'a> {
    /// Builds both networks and simulates the morning and the evening peak of every garage.
    pub fn new<'s>(scope: impl Into<Scope<'s>>, streets: &StreetGraph, options: CarOptions<'a>) -> Self {
        Self::with(scope, streets, options, &mut DayMemo::default())
    }

    /// [`CarModel::new`] that takes days of garages from a memo of the same rules, profiles and seed.
    pub(super) fn with<'s>(
        scope: impl Into<Scope<'s>>,
        streets: &StreetGraph,
        options: CarOptions<'a>,
        memo: &mut DayMemo,
    ) -> Self {
        let site = site::site(scope.into(), streets, &options);
        let reach = peak::simulate_peaks(&site, &options, memo);
        Self { options, site, reach }
    }

    /// What the peaks gave.
    pub fn reach(&self) -> &CarReach {
        &self.reach
    }
}

/// Simulates the morning and the evening peak of every garage.
pub fn car_reach<'a>(
    scope: impl Into<Scope<'a>>,
    streets: &StreetGraph,
    options: &CarOptions<'_>,
) -> CarReach {
    CarModel::new(scope, streets, *options).reach
}
