//! Buildings: what stands, what is designed, and the massing of the plan.

mod basement;
mod civic;
mod core;
mod culture;
mod energy;
mod estate;
mod house;
mod massing;
mod old;
mod school;
mod slab;
mod stack;
mod tower;
mod window;
mod writer;

use super::Unit;
use super::plan::{Plot, Programme};
use crate::draft::Draft;
use crate::random::Random;
use house::House;

#[cfg(test)]
mod tests;

/// Adds them.
pub(crate) fn draw(draft: &mut Draft, unit: &Unit, random: &mut Random) {
    let built: Vec<(Plot, Vec<House>)> =
        unit.plots.iter().map(|plot| (*plot, with_cellars(plot, houses_of(plot, random)))).collect();
    let mut addresses = writer::Addresses::default();
    for (plot, houses) in &built {
        for house in houses {
            writer::add(draft, plot, house, &mut addresses);
        }
        massing::draw(draft, plot, houses);
    }
    basement::draw(draft, unit, &built);
}

/// Buildings stand on the parcel's basement when both are built together.
fn with_cellars(plot: &Plot, mut houses: Vec<House>) -> Vec<House> {
    let truth = basement::presence(plot).truth;
    for house in houses.iter_mut().filter(|house| house.presence.truth == truth) {
        house.below = plot.basement_levels;
    }
    houses
}

/// The buildings of a parcel.
fn houses_of(plot: &Plot, random: &mut Random) -> Vec<House> {
    match plot.programme {
        Programme::CoreOffices => core::heart(plot),
        Programme::CoreHomesAndBusHub => core::sky_street(plot),
        Programme::StartUpCourt => core::start_up_court(plot),
        Programme::TalentFlats => core::talent_flats(plot),
        Programme::StationSquare => core::square(plot),
        Programme::HighRise | Programme::MidRise => estate::estate(plot, random),
        Programme::LowRise => estate::low_rise(plot, random),
        Programme::OldEstateKept => old::old_estate(plot, random, true),
        Programme::OldEstateRenewed => {
            let mut houses = old::old_estate(plot, random, false);
            houses.extend(old::renewed(plot));
            houses
        }
        Programme::School => school::school(plot),
        Programme::Kindergarten => school::kindergarten(plot),
        Programme::Nursery => school::nursery(plot),
        Programme::HealthAndCare => civic::health(plot),
        Programme::NeighbourhoodCentre => civic::neighbourhood_centre(plot),
        Programme::CulturalCentre => culture::cultural_centre(plot),
        Programme::Library => culture::library(plot),
        Programme::Market => civic::market(plot),
        Programme::Campus => civic::campus(plot),
        Programme::Sports => civic::sports(plot),
        Programme::EnergyAndFire => energy::energy_and_fire(plot),
        Programme::CentralPark => Vec::new(),
    }
}
