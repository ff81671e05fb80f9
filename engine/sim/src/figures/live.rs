//! All figures of a variant, kept right while it is edited.

use std::sync::Arc;

use linli_model::variant::{ElementChange, Touched};
use linli_model::{Community, Edit};

use super::change::Change;
use super::draft::Draft;
use super::plan::{Plan, PlanSheet};
use super::rules::FigureRules;
use super::standing::Standing;
use super::sun::Sunlight;
use super::underground::Below;
use crate::indicator::Indicator;

/// The figures of a variant: reckoned whole once, then after each edit only where it touches. What comes out is the
/// same as from new models. Figures of reach, which take longer, are asked of [`super::reach_figures`].
pub struct LiveFigures {
    rules: Arc<FigureRules>,
    draft: Draft,
    standing: Standing,
    plan: Plan,
    below: Below,
    sun: Sunlight,
}

impl LiveFigures {
    /// Reckons the figures of a variant.
    pub fn new(facts: Arc<Community>, rules: Arc<FigureRules>) -> Self {
        let standing = Standing::of(&facts, &rules.schedule);
        let plan = Plan::of(&facts, &rules, &standing);
        let below = Below::of(&facts, &rules, &standing);
        Self { rules, draft: Draft::new(facts), standing, plan, below, sun: Sunlight::default() }
    }

    /// The facts as they are kept, without an edit that is only looked at.
    pub fn facts(&self) -> &Arc<Community> {
        self.draft.facts()
    }

    /// The facts with the edit that is looked at.
    pub fn community(&self) -> &Community {
        self.draft.community()
    }

    /// Looks at an edit that is not made yet, in place of the one before; at none ends it. An edit that does not fit
    /// counts as none.
    pub fn look_at(&mut self, edit: Option<&Edit>) {
        let changes = self.draft.look_at(edit);
        self.follow(&changes);
    }

    /// Takes over edits that were made, with the facts after them; what was looked at is over.
    pub fn take(&mut self, facts: Arc<Community>, touched: &[Touched]) {
        let changes = self.draft.take(facts, touched);
        self.follow(&changes);
    }

    fn follow(&mut self, changes: &[ElementChange]) {
        if changes.is_empty() {
            return;
        }
        let community = self.draft.community();
        let others = self.standing.follow(community, &self.rules.schedule, changes);
        let mut change = Change::of(community, changes);
        change.touched.extend(others.iter().cloned());
        change.covers.extend(others.iter().cloned());
        change.buildings.extend(others);
        self.plan.follow(community, &self.rules, &self.standing, &change, changes);
        self.below.follow(community, &self.rules, &self.standing, &change, changes);
        self.sun.follow(community, &change);
    }

    /// Figures of sunlight, which take longer than the others: the homes that changes shade or clear are counted again
    /// when they are asked for.
    pub fn sun_figures(&mut self) -> Vec<Indicator> {
        self.sun.figures(self.draft.community(), &self.rules, &self.standing)
    }

    /// The figures, without those of sunlight.
    pub fn sheet(&self) -> PlanSheet {
        let mut sheet = self.plan.sheet(self.draft.community(), &self.rules, &self.standing);
        sheet.underground = self.below.figures();
        sheet
    }
}
