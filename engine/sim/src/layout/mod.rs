//! Layouts: buildings for parcels from a programme and the plan's limits, found by a seeded search.
//!
//! | question | function |
//! |---|---|
//! | What can be built on, and what goes? | [`LayoutSite::new`] |
//! | What stands on a parcel by a wish? | [`massing`] |
//! | How good is a layout, in a millisecond? | [`screen`] |
//! | Which layouts are worth a look? | [`search`] |
//! | What does it change in the community? | [`LayoutChange::of`] |
//! | Does it keep the plan? | [`check_plan`] |
//! | All of it, for a command or a window | [`LayoutStudy`] |
//!
//! The rules are in `docs/methods/layout.md`.

mod check;
mod elements;
mod grid;
mod massing;
mod parcel;
mod prepare;
mod rules;
mod screen;
mod search;
mod study;
#[cfg(test)]
mod tests;
mod ways;

pub use check::{PlanFault, PlanRule, check_plan};
pub use elements::LayoutChange;
pub use grid::{Frame, Grid};
pub use massing::{Block, Massing, Typology, Wish, massing};
pub use parcel::{Gate, ParcelSite, plan_rings};
pub use prepare::{LayoutError, LayoutSite, ParcelChoice};
pub use rules::{LayoutRules, LayoutRulesError};
pub use screen::{Objective, Programme, Screened, massings, screen};
pub use search::{Candidate, SearchOptions, search};
pub use study::{Layout, LayoutStudy, StudyRules};
