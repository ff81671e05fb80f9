//! Green: every square metre counted once, weighed by a city's clauses.
//!
//! | question | function |
//! |---|---|
//! | What does each element count, where, by which clause? | [`GreenModel::ledger`] |
//! | How green is a unit, a parcel? | [`GreenModel::figures`] |
//! | What changes with an edit? | [`GreenModel::edit`], [`GreenModel::resite`] |
//! | Who has a park near enough? | [`GreenModel::access`] |
//! | How much rain runs off? | [`Rain`] |
//!
//! The rules are in `docs/methods/green.md`.

mod access;
mod count;
mod cover;
mod export;
mod figures;
mod inventory;
mod ledger;
mod model;
mod outline;
mod part;
mod people;
pub(crate) mod places;
pub(crate) mod plane;
mod profile;
mod resite;
mod site;
mod sums;
mod sweep;
#[cfg(test)]
mod tests;

pub use access::{GreenAccess, HomesNear, UsablePark};
pub use cover::Cover;
pub use export::{green_geojson, green_json, ledger_csv, sites_csv};
pub use figures::{GREEN_SPECS, Rain};
pub use ledger::{Account, LedgerRow};
pub use model::GreenModel;
pub use profile::{
    DesignRain, GreenLimits, GreenProfile, GroundRules, LeafAreaRules, ProfileError, RoofBand, RoofRules,
    RuleValue, RunoffRules, SoilBand, SoilRules, SolarRules, TreeRules, UsableRules,
};
pub use site::{GreenIssue, Site, SiteKind};
pub use sums::SiteSums;
