//! Which elements count in the finished plan, and which exist today.

use std::collections::{BTreeSet, HashSet};

use linli_model::variant::ElementChange;
use linli_model::{Community, Element, ElementId, Key, Schedule, Selector, Stage, Truth};

use crate::density::{Counting, counted_elements};
use crate::stages::{Timeline, owner};

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
        let mut others = BTreeSet::new();
        let sides = || changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
        if !schedule.tasks.is_empty() && sides().any(exists) {
            if sides().any(|element| is_zone(element, schedule)) {
                let old = std::mem::replace(self, Self::of(community, schedule));
                return old.removed.symmetric_difference(&self.removed).cloned().collect();
            }
            others = self.follow_works(community, schedule, changes);
        }
        let renumbered = changes.iter().any(|change| change.before.is_some() != change.after.is_some());
        if renumbered {
            self.design = community.elements().iter().map(|element| self.is_in_design(element)).collect();
            self.existing = community.elements().iter().map(exists).collect();
            return others;
        }
        let touched = changes.iter().map(|change| &change.key).chain(&others);
        for id in touched.filter_map(|key| community.id_of(key)) {
            let Some(element) = community.element(id) else { continue };
            let stands = self.is_in_design(element);
            if let (Some(design), Some(existing)) =
                (self.design.get_mut(id.index()), self.existing.get_mut(id.index()))
            {
                (*design, *existing) = (stands, exists(element));
            }
        }
        others
    }

    /// Asks the works again about what was changed, and about what belongs to it. Gives what of the latter is removed
    /// now, or is no longer.
    fn follow_works(
        &mut self,
        community: &Community,
        schedule: &Schedule,
        changes: &[ElementChange],
    ) -> BTreeSet<Key> {
        let mut asked: BTreeSet<Key> = changes.iter().map(|change| change.key.clone()).collect();
        // What belongs to something that is removed goes with it.
        loop {
            let known = asked.len();
            let belongs = |element: &&Element| owner(element).is_some_and(|of| asked.contains(of));
            let more: Vec<Key> =
                community.elements().iter().filter(belongs).map(|element| element.key.clone()).collect();
            asked.extend(more);
            if asked.len() == known {
                break;
            }
        }
        // Works name land by its key, and things by what they belong to.
        let mut needed: BTreeSet<Key> = zones(schedule).cloned().collect();
        let mut open: Vec<&Key> = asked.iter().collect();
        while let Some(key) = open.pop() {
            if needed.insert(key.clone()) {
                let element = community.id_of(key).and_then(|id| community.element(id));
                open.extend(element.and_then(owner));
            }
        }
        let part = community.part(|_, element| needed.contains(&element.key));
        let timeline = Timeline::of(&part, schedule).0;
        let mut others = BTreeSet::new();
        for key in &asked {
            let removed = part.id_of(key).is_some_and(|id| timeline.is_removed_by_plan(id));
            let was = if removed { !self.removed.insert(key.clone()) } else { self.removed.remove(key) };
            if was != removed {
                others.insert(key.clone());
            }
        }
        changes.iter().for_each(|change| _ = others.remove(&change.key));
        others
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

fn exists(element: &Element) -> bool {
    element.presence.truth == Truth::Existing
}

/// Land on which works are, by their schedule.
fn zones(schedule: &Schedule) -> impl Iterator<Item = &Key> {
    schedule.tasks.iter().flat_map(|task| &task.elements).filter_map(|selector| match selector {
        Selector::Zone(key) => Some(key),
        Selector::Key(_) | Selector::Name(_) => None,
    })
}

fn is_zone(element: &Element, schedule: &Schedule) -> bool {
    zones(schedule).any(|key| *key == element.key)
}

/// Whether a flag is set for an element.
pub(super) fn has(flags: &[bool], id: ElementId) -> bool {
    flags.get(id.index()).copied().unwrap_or(false)
}
