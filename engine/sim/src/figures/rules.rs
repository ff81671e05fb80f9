//! Everything that figures of a plan are reckoned with.

use linli_model::{CapitalPrices, Schedule, UtilityRules};
use thiserror::Error;

use crate::clearance::{RuleBook, RuleBookError};
use crate::density::{DensityRules, DensityRulesError};
use crate::green::{GreenProfile, ProfileError};
use crate::reach::{LifeCircleRules, ReachRules, RulesError};
use crate::sun::{SunRules, SunRulesError};

/// City profile of green that is taken without a wish.
const GREEN_PROFILE: &str = "zj_default";

/// The rules that figures are reckoned by, and the schedule that says what the plan removes.
#[derive(Clone, Debug)]
pub struct FigureRules {
    /// Speeds, delays and limits of people, cars and goods.
    pub reach: ReachRules,
    /// Life circles.
    pub circles: LifeCircleRules,
    /// Clearances and covers.
    pub book: RuleBook,
    /// Counting of floor, density towards the station.
    pub density: DensityRules,
    /// Counting of green.
    pub green: GreenProfile,
    /// Counting of sunlight.
    pub sun: SunRules,
    /// Prices of the capital balance.
    pub prices: CapitalPrices,
    /// Works of the scene; empty when it has none.
    pub schedule: Schedule,
}

/// Why there are no rules.
#[derive(Debug, Error)]
pub enum FigureRulesError {
    /// Reach or life circles.
    #[error(transparent)]
    Reach(#[from] RulesError),
    /// Clearances and covers.
    #[error(transparent)]
    Book(#[from] RuleBookError),
    /// Density.
    #[error(transparent)]
    Density(#[from] DensityRulesError),
    /// Green.
    #[error(transparent)]
    Green(#[from] ProfileError),
    /// Sunlight.
    #[error(transparent)]
    Sun(#[from] SunRulesError),
}

impl FigureRules {
    /// The rules that the commands of `linli simulate` take without arguments.
    ///
    /// # Errors
    /// [`FigureRulesError`] when rules that come with the engine are damaged.
    pub fn standard(
        packs: &[UtilityRules],
        prices: CapitalPrices,
        schedule: Schedule,
    ) -> Result<Self, FigureRulesError> {
        Ok(Self {
            reach: ReachRules::standard()?,
            circles: LifeCircleRules::standard()?,
            book: RuleBook::new(packs)?,
            density: DensityRules::standard()?,
            green: GreenProfile::built_in(GREEN_PROFILE)?,
            sun: SunRules::standard()?,
            prices,
            schedule,
        })
    }
}
