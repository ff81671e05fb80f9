//! The sun of a place and a time, and the sunlight of homes.
//!
//! | question | function |
//! |---|---|
//! | Where does the sun stand? | [`sun_position`] |
//! | Which beams count on a day? | [`Beams::of`] |
//! | How much sun does each home have, what changes with an edit? | [`SunModel`] |
//!
//! The rules are in `docs/methods/sunlight.md`.

mod beam;
mod export;
mod facade;
mod figures;
mod model;
mod position;
mod rules;
mod shade;
#[cfg(test)]
mod tests;

pub use beam::{Beam, Beams};
pub use export::{sun_csv, sun_json};
pub use figures::SUN_SPECS;
pub use model::{SunBuilding, SunModel, SunStorey};
pub use position::{SunError, SunPosition, clock_offset_hours, sun_direction_in_local, sun_position};
pub use rules::{SUN_RULES_SCHEMA, SunDay, SunRules, SunRulesError};
