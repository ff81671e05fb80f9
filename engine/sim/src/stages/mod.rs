//! What stands on each date: a community under a schedule (4D 施工进度模拟).
//!
//! | question | function |
//! |---|---|
//! | What stands, rises or falls on a day? | [`Timeline`] |
//! | What is wrong with the schedule? | [`ScheduleProblem`], from [`Timeline::of`] |
//! | Which works are in each other's way? | [`work_clashes`] |
//! | Whom does a closed street cut off? | [`cut_off_by_closures`] |
//! | How much stands, in numbers? | [`stage_summary`] |
//!
//! The rules are in `docs/methods/stages.md`.

mod check;
mod clash;
mod closures;
mod dates;
mod doors;
pub(crate) mod floor;
mod footprint;
mod host;
mod life;
mod order;
mod pattern;
mod problem;
mod select;
mod state;
mod storeys;
mod summary;
mod timeline;
mod tree;

pub use clash::{ClashOptions, WorkClash, WorkClashes, work_clashes};
pub use closures::{CutOff, cut_off_by_closures};
pub use footprint::PlanSizes;
pub(crate) use host::owner;
pub use problem::{ProblemKind, ScheduleProblem, Severity};
pub use state::{ElementState, Standing, Timeliness};
pub use storeys::ASSUMED_STOREY_M;
pub use summary::{FloorArea, StageSummary, StandingCounts, UseArea, stage_summary};
pub use timeline::Timeline;

#[cfg(test)]
mod tests;
