//! Density and transit-oriented development: floor, people and land of parcels, rings and units.
//!
//! | question | function |
//! |---|---|
//! | Which elements count at a stage or on a day? | [`counted_elements`] |
//! | How much floor, how many people, on which land? | [`DensityModel`], [`sum_up`] |
//! | How does density fall from the station, and how should it? | [`DensityModel::gradient`] |
//! | How do streets, blocks and frontages serve walkers? | [`StreetPattern`] |
//! | What lies below ground near the station? | [`DensityModel::underground`] |
//! | How much more may be built, and what stops it first? | [`DensityModel::room`] |
//! | All of it as figures with formula, limit and clause | [`DensityModel::indicators`] |
//!
//! The rules are in `docs/methods/density.md`.

mod elastic;
mod figures;
mod finding;
mod listing;
mod model;
pub(crate) mod plan;
mod record;
mod rules;
mod site;
mod specs;
mod streets;
mod sums;
mod tod;
mod underground;

use chrono::NaiveDate;
use linli_model::{Community, ElementId, Stage, Truth};

use crate::stages::{Standing, Timeline};

pub use elastic::{ElasticFacts, Room, RoomLimit, RoomOptions, Stop, room_of};
pub use figures::FigureParts;
pub use finding::{DensityFinding, FindingKind};
pub use listing::{BuildingFigures, BuildingShare};
pub use model::{DensityModel, DensityOptions};
pub use record::{BALCONIES_IN_FLOOR_AREA, ENCLOSED_BALCONY_M2, HANDED_OVER, STILT_LEVELS};
pub use rules::{
    Band, BlockRow, BlockTable, BonusRule, Counted, CountingRule, DENSITY_RULES_SCHEMA, DensityRules,
    DensityRulesError, ElasticRules, PeopleRules, PlanRules, RingRules, TodRules,
};
pub use specs::DENSITY_SPECS;
pub use streets::StreetPattern;
pub(crate) use streets::{UnitBlocks, unit_blocks};
pub use sums::{
    FloorSums, NO_PARCEL, ParcelSums, Portion, RingSums, Site, SiteParcel, Step, Totals, USE_ORDER, USES,
    sum_up,
};
pub use tod::{GradientStep, StationGradient, TargetCurve, WithinWalk, gini, target_floors};
pub use underground::Underground;

/// Which buildings count, so that what is removed and what replaces it are never counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// What exists today, whatever is planned 现状.
    Existing,
    /// The picture of the plan, or of the design: what exists and stays, and what is proposed or
    /// designed 规划、设计. Without a schedule nothing is known to be removed.
    Stage(Stage),
    /// What stands finished on a day of the schedule 建设.
    On(NaiveDate),
}

/// For each element whether it counts.
pub fn counted_elements(community: &Community, timeline: Option<&Timeline>, counting: Counting) -> Vec<bool> {
    let day = match counting {
        Counting::On(day) => day,
        _ => NaiveDate::default(),
    };
    let counts = |id: ElementId| {
        let Some(element) = community.element(id) else { return false };
        match (counting, timeline) {
            (Counting::Existing, _) => element.presence.truth == Truth::Existing,
            (Counting::Stage(stage), Some(timeline)) => timeline.shown(community, id, stage, day),
            (Counting::Stage(stage), None) => element.presence.is_part_of(stage),
            (Counting::On(day), Some(timeline)) => {
                matches!(timeline.state(id, day).standing, Standing::Stands | Standing::Maintained)
            }
            (Counting::On(_), None) => element.presence.truth == Truth::Existing,
        }
    };
    community.iter().map(|(id, _)| counts(id)).collect()
}

#[cfg(test)]
mod tests;
