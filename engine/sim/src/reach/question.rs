//! One question about all three reaches: who travels, when, and what is closed. Models borrow it.

use std::collections::BTreeSet;

use linli_model::ElementId;
use linli_space::StreetGraph;
use thiserror::Error;

use super::car::{CarModel, CarOptions};
use super::goods::{GoodsModel, GoodsOptions, TooManyBuildings};
use super::memo::DayMemo;
use super::person::{Closure, Direction, PersonModel, PersonOptions};
use super::rules::{Profile, ReachRules};
use super::scope::Scope;

/// Seed of the simulated days that is taken without a wish.
pub const STANDARD_SEED: u64 = 1;

/// A profile that the rules do not have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no profile '{key}'; there are {}", known.join(", "))]
pub struct NoSuchProfile {
    /// Its key.
    pub key: String,
    /// Keys that there are.
    pub known: Vec<String>,
}

/// What is closed, in the forms that the models ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    all: BTreeSet<Closure>,
    elements: BTreeSet<ElementId>,
    lifts: BTreeSet<(ElementId, usize)>,
}

impl FromIterator<Closure> for Closed {
    fn from_iter<I: IntoIterator<Item = Closure>>(closures: I) -> Self {
        let mut closed = Self { all: closures.into_iter().collect(), ..Self::default() };
        for closure in &closed.all {
            match closure {
                Closure::Element(element) => closed.elements.insert(*element),
                Closure::Lift(building, bank) => closed.lifts.insert((*building, *bank)),
            };
        }
        closed
    }
}

impl Closed {
    /// Everything.
    pub fn all(&self) -> &BTreeSet<Closure> {
        &self.all
    }

    /// Elements.
    pub fn elements(&self) -> &BTreeSet<ElementId> {
        &self.elements
    }
}

/// Who travels, when, from which seed, and what is closed.
#[derive(Clone, Debug)]
pub struct ReachQuestion {
    /// Figures.
    pub rules: ReachRules,
    /// Who walks.
    pub walker: Profile,
    /// How cars drive.
    pub driver: Profile,
    /// Who carries goods.
    pub carrier: Profile,
    /// Minute of the day for opening hours; without it everything counts as open.
    pub minute: Option<u16>,
    /// Which way people go.
    pub direction: Direction,
    /// Seed of the simulated days.
    pub seed: u64,
    /// What is closed.
    pub closed: Closed,
}

impl ReachQuestion {
    /// A question by the keys of those who walk and who carry goods, with everything open.
    ///
    /// # Errors
    /// [`NoSuchProfile`] when the rules lack one of them or cars.
    pub fn new(rules: ReachRules, walker: &str, carrier: &str) -> Result<Self, NoSuchProfile> {
        let profile = |key: &str| {
            rules.profile(key).cloned().ok_or_else(|| NoSuchProfile {
                key: key.to_owned(),
                known: rules.profiles.iter().map(|profile| profile.key.clone()).collect(),
            })
        };
        Ok(Self {
            walker: profile(walker)?,
            driver: profile("car")?,
            carrier: profile(carrier)?,
            minute: None,
            direction: Direction::default(),
            seed: STANDARD_SEED,
            closed: Closed::default(),
            rules,
        })
    }

    /// The question that is asked without any wish.
    ///
    /// # Errors
    /// As [`ReachQuestion::new`].
    pub fn standard(rules: ReachRules) -> Result<Self, NoSuchProfile> {
        Self::new(rules, "standard", "courier")
    }

    /// The same question with something else closed.
    pub fn with_closed(&self, closed: Closed) -> Self {
        Self { closed, ..self.clone() }
    }

    /// Question about people.
    pub fn person(&self) -> PersonOptions<'_> {
        PersonOptions {
            rules: &self.rules,
            profile: &self.walker,
            minute: self.minute,
            direction: self.direction,
        }
    }

    /// Question about cars.
    pub fn car(&self) -> CarOptions<'_> {
        CarOptions {
            rules: &self.rules,
            walker: &self.walker,
            driver: &self.driver,
            closed: &self.closed.elements,
            closed_lifts: &self.closed.lifts,
            minute: self.minute,
            seed: self.seed,
        }
    }

    /// Question about goods.
    pub fn goods(&self) -> GoodsOptions<'_> {
        GoodsOptions {
            rules: &self.rules,
            carrier: &self.carrier,
            carriers: None,
            closed: &self.closed.elements,
            closed_lifts: &self.closed.lifts,
            minute: self.minute,
            seed: self.seed,
        }
    }

    /// The model of people.
    pub fn person_model<'s>(&self, scope: impl Into<Scope<'s>>, streets: &StreetGraph) -> PersonModel<'_> {
        let closures: Vec<Closure> = self.closed.all.iter().copied().collect();
        PersonModel::new(scope, streets, self.person(), &closures)
    }

    /// The model of cars; days that `memo` knows are not simulated again.
    pub fn car_model<'s>(
        &self,
        scope: impl Into<Scope<'s>>,
        streets: &StreetGraph,
        memo: &mut DayMemo,
    ) -> CarModel<'_> {
        CarModel::with(scope, streets, self.car(), memo)
    }

    /// The model of goods; days that `memo` knows are not simulated again.
    ///
    /// # Errors
    /// As [`GoodsModel::new`].
    pub fn goods_model<'s>(
        &self,
        scope: impl Into<Scope<'s>>,
        streets: &StreetGraph,
        memo: &mut DayMemo,
    ) -> Result<GoodsModel<'_>, TooManyBuildings> {
        GoodsModel::with(scope, streets, self.goods(), memo)
    }
}
