//! Which elements count in the finished plan, and which exist today.

use std::collections::{BTreeSet, HashSet};

use linli_model::variant::ElementChange;
use linli_model::{Community, Element, ElementId, Key, Schedule, Stage, Truth};

use crate::density::{Counting, counted_elements};
use crate::stages::Timeline;

/// For each element whether it counts.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// In the design: what exists and stays, and what is designed.
    pub design: Vec<bool>,
    /// Today.
    pub existing: Vec<bool>,
    /// What exists and is removed by the works.
    removed: HashSet<Key>,
}

impl Standing {
    pub fn of(community: &Community, schedule: &Schedule) -> Self {
        let timeline = (!schedule.tasks.is_empty()).then(|| Timeline::of(community, schedule).0);
        let removed = |id: &ElementId| timeline.as_ref().is_some_and(|line| line.is_removed_by_plan(*id));
        let gone = community.iter().filter(|(id, _)| removed(id)).map(|(_, element)| element.key.clone());
        Self {
            design: counted_elements(community, timeline.as_ref(), Counting::Stage(Stage::Design)),
            existing: counted_elements(community, None, Counting::Existing),
            removed: gone.collect(),
        }
    }

    /// Takes over a change. Works remove only what exists: without such a change the timeline stays as it is. Gives what
    /// else is removed now, or is no longer.
    pub fn follow(
        &mut self,
        community: &Community,
        schedule: &Schedule,
        changes: &[ElementChange],
    ) -> BTreeSet<Key> {
        let exists = |element: &Element| element.presence.truth == Truth::Existing;
        let sides = changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
        if !schedule.tasks.is_empty() && sides.into_iter().any(exists) {
            let old = std::mem::replace(self, Self::of(community, schedule));
            return old.removed.symmetric_difference(&self.removed).cloned().collect();
        }
        let renumbered = changes.iter().any(|change| change.before.is_some() != change.after.is_some());
        if renumbered {
            self.design = community.elements().iter().map(|element| self.is_in_design(element)).collect();
            self.existing = community.elements().iter().map(exists).collect();
            return BTreeSet::new();
        }
        for id in changes.iter().filter_map(|change| community.id_of(&change.key)) {
            let Some(element) = community.element(id) else { continue };
            let stands = self.is_in_design(element);
            if let (Some(design), Some(existing)) =
                (self.design.get_mut(id.index()), self.existing.get_mut(id.index()))
            {
                (*design, *existing) = (stands, exists(element));
            }
        }
        BTreeSet::new()
    }

    /// Whether an element stands in the finished plan, by its number.
    pub fn is_in_design_at(&self, id: ElementId) -> bool {
        has(&self.design, id)
    }

    /// Whether an element stands in the finished plan.
    pub fn is_in_design(&self, element: &Element) -> bool {
        let removed = element.presence.truth == Truth::Existing && self.removed.contains(&element.key);
        element.presence.is_part_of(Stage::Design) && !removed
    }
}

/// Whether a flag is set for an element.
pub(super) fn has(flags: &[bool], id: ElementId) -> bool {
    flags.get(id.index()).copied().unwrap_or(false)
}
