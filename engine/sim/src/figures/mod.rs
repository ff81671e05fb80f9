//! Figures of a variant as people read them together: density, green, reach, sunlight, underground, capital.
//!
//! | question | function |
//! |---|---|
//! | All figures, again and again while a variant is edited | [`LiveFigures`] |
//! | Person 10, car 5, goods 30 minutes, life circles | [`reach_figures`] |
//! | Who has a park near home? | [`park_figures`] |
//! | With which rules? | [`FigureRules`] |

mod change;
mod draft;
mod floors;
mod live;
mod plan;
mod reach;
mod rules;
mod specs;
mod standing;
mod sun;
mod underground;

pub use live::LiveFigures;
pub use plan::{ParcelRoom, PlanSheet};
pub use reach::{park_figures, reach_figures};
pub use rules::{FigureRules, FigureRulesError};

pub(crate) use floors::floor_figures;
pub(crate) use plan::{capital_balance, density_figures};
pub(crate) use reach::{green_figures, reach_figures_with};
pub(crate) use standing::Standing;
pub(crate) use sun::sun_figures;
pub(crate) use underground::underground_figures;
