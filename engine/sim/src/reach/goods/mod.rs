//! Goods, 30: from the hub to the flat's door, over a day of orders.

mod day;
mod explain;
mod site;

pub(super) use day::HubDays;

use std::collections::BTreeSet;

use linli_model::ElementId;
use linli_space::StreetGraph;

use super::car::Percentiles;
use super::memo::DayMemo;
use super::rules::{Profile, ReachRules};
use super::scope::Scope;

/// Question about goods.
#[derive(Clone, Copy, Debug)]
pub struct GoodsOptions<'a> {
    /// Figures.
    pub rules: &'a ReachRules,
    /// Who carries: a profile of the mode courier or robot.
    pub carrier: &'a Profile,
    /// Carriers of each hub; without it the fewest that keep the limit.
    pub carriers: Option<u32>,
    /// Streets, gates, hubs that are closed.
    pub closed: &'a BTreeSet<ElementId>,
    /// Lift banks that are closed: a building with the position of the bank in its list.
    pub closed_lifts: &'a BTreeSet<(ElementId, usize)>,
    /// Minute of the day for opening hours.
    pub minute: Option<u16>,
    /// Seed of the draws.
    pub seed: u64,
}

/// One hub over the day.
#[derive(Clone, Debug, PartialEq)]
pub struct HubReach {
    /// The hub.
    pub hub: ElementId,
    /// Residents that it serves.
    pub residents: u64,
    /// Orders of one day.
    pub orders: u32,
    /// Carriers of the figures below.
    pub carriers: u32,
    /// Fewest carriers that keep the limit at the percentile of the rules; nothing when no number that
    /// was tried does.
    pub carriers_needed: Option<u32>,
    /// From order to handover.
    pub times: Percentiles,
    /// Time on tours over the time of all carriers in a day.
    pub utilisation: f64,
    /// Tours of one day, mean of all runs.
    pub tours: f64,
    /// Whether a tour is longer than one charge lasts.
    pub beyond_charge: bool,
}

/// One building's deliveries.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildingGoods {
    /// The building.
    pub building: ElementId,
    /// The hub that serves it.
    pub hub: ElementId,
    /// From order to handover.
    pub times: Percentiles,
    /// Mean wait of a picked order for others and for a free carrier, milliseconds.
    pub wait_ms: u64,
    /// Mean time on tour from the loaded start to the building, earlier stops included, milliseconds.
    pub way_ms: u64,
    /// From order to handover by level, from below; level 1 is the ground floor.
    pub storeys: Vec<(i16, Percentiles)>,
}

/// All hubs and homes.
#[derive(Clone, Debug, PartialEq)]
pub struct GoodsReach {
    /// Time that counts as reached, milliseconds.
    pub limit_ms: u32,
    /// Hubs that serve somebody.
    pub hubs: Vec<HubReach>,
    /// Buildings that are served.
    pub buildings: Vec<BuildingGoods>,
    /// Residents of all homes.
    pub residents: u64,
    /// Residents of buildings that no hub can reach.
    pub residents_unserved: u64,
    /// Share of all orders within the limit; nothing without orders.
    pub share_within: Option<f64>,
}

/// A community with more buildings than tours can be planned for.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("{buildings} buildings are too many for tours; at most {most} can be served, so cut the scene")]
pub struct TooManyBuildings {
    /// How many there are.
    pub buildings: usize,
    /// How many can be.
    pub most: usize,
}

/// Hubs, homes and the ways between them, with what the simulated days gave.
pub struct GoodsModel<'a> {
    options: GoodsOptions<'a>,
    site: site::Site,
    reach: GoodsReach,
}

impl<'a> GoodsModel<'a> {
    /// Builds the network and simulates days of orders.
    ///
    /// # Errors
    /// [`TooManyBuildings`] above 4000 buildings with homes.
    pub fn new<'s>(
        scope: impl Into<Scope<'s>>,
        streets: &StreetGraph,
        options: GoodsOptions<'a>,
    ) -> Result<Self, TooManyBuildings> {
        Self::with(scope, streets, options, &mut DayMemo::default())
    }

    /// [`GoodsModel::new`] that takes days of hubs from a memo of the same rules, profiles and seed.
    pub(super) fn with<'s>(
        scope: impl Into<Scope<'s>>,
        streets: &StreetGraph,
        options: GoodsOptions<'a>,
        memo: &mut DayMemo,
    ) -> Result<Self, TooManyBuildings> {
        let site = site::site(scope.into(), streets, &options)?;
        let reach = day::simulate_days(&site, &options, memo);
        Ok(Self { options, site, reach })
    }

    /// What the days gave.
    pub fn reach(&self) -> &GoodsReach {
        &self.reach
    }
}

/// Simulates a day of orders.
///
/// # Errors
/// [`TooManyBuildings`] above 4000 buildings with homes.
pub fn goods_reach<'a>(
    scope: impl Into<Scope<'a>>,
    streets: &StreetGraph,
    options: &GoodsOptions<'_>,
) -> Result<GoodsReach, TooManyBuildings> {
    GoodsModel::new(scope, streets, *options).map(|model| model.reach)
}

#[cfg(test)]
mod tests;
