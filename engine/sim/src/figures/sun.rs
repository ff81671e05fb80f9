//! Figures of the sunlight of homes, kept right while elements change.

use std::collections::BTreeSet;

use linli_model::{Community, Element, ElementId, Key, Kind};

use super::change::Change;
use super::rules::FigureRules;
use super::standing::{Standing, has};
use crate::indicator::Indicator;
use crate::sun::SunModel;

/// Sunlight of the homes of the finished plan.
pub(crate) fn sun_figures(community: &Community, rules: &FigureRules) -> Vec<Indicator> {
    let standing = Standing::of(community, &rules.schedule);
    model(community, rules, &standing).map(|model| model.figures()).unwrap_or_default()
}

/// None where the place has no sun that can be reckoned.
fn model(community: &Community, rules: &FigureRules, standing: &Standing) -> Option<SunModel> {
    let counts = |id: ElementId, _: &Element| has(&standing.design, id);
    SunModel::new(community, &rules.sun, rules.sun.day(None)?, &rules.reach, &counts).ok()
}

/// The model, and what has changed since it was asked last: an edit costs nothing until somebody asks.
#[derive(Default)]
pub(super) struct Sunlight {
    model: Option<SunModel>,
    changed: BTreeSet<Key>,
}

impl Sunlight {
    /// Takes note of a change.
    pub fn follow(&mut self, community: &Community, change: &Change) {
        if change.terrain || change.sites {
            self.model = None;
        }
        if self.model.is_none() {
            return;
        }
        self.changed.extend(change.buildings.iter().cloned());
        let is_structure = |key: &&Key| {
            let element = community.id_of(key).and_then(|id| community.element(id));
            element.is_none_or(|element| matches!(element.kind, Kind::Structure { .. }))
        };
        self.changed.extend(change.covers.iter().filter(is_structure).cloned());
    }

    /// The figures as they are now.
    pub fn figures(
        &mut self,
        community: &Community,
        rules: &FigureRules,
        standing: &Standing,
    ) -> Vec<Indicator> {
        let counts = |id: ElementId, _: &Element| has(&standing.design, id);
        match &mut self.model {
            Some(sun) if !self.changed.is_empty() => {
                sun.edit(community, &rules.reach, &counts, &self.changed)
            }
            Some(_) => {}
            None => self.model = model(community, rules, standing),
        }
        self.changed.clear();
        self.model.as_ref().map(SunModel::figures).unwrap_or_default()
    }
}
