//! Edits that fit a community, and their making.

use std::collections::HashMap;

use super::edit::{Change, Edit};
use crate::{Community, Element, Key};

/// Edits that fit a community, each with what it changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedVariant {
    edits: Vec<Edit>,
}

/// What became of a key.
struct Slot {
    now: Option<Element>,
    /// Place among the new elements; `None` where the element of the base was.
    new_at: Option<usize>,
}

impl ResolvedVariant {
    pub(super) fn new(edits: Vec<Edit>) -> Self {
        Self { edits }
    }

    /// The edits, each with what was there.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The edits alone.
    pub fn into_edits(self) -> Vec<Edit> {
        self.edits
    }

    /// The community with the edits made. Elements that stay keep their order, replaced ones their place; new
    /// ones come last in the order in which they were added. Applied to another community than the one that it
    /// was resolved against, changes whose key does not fit are left out.
    pub fn apply(&self, community: &Community) -> Community {
        let mut slots: HashMap<Key, Slot> = HashMap::new();
        let mut added = 0;
        for change in self.edits.iter().flat_map(|edit| &edit.changes) {
            let key = change.key();
            let base = || community.id_of(key).and_then(|id| community.element(id));
            let there = slots.get(key).map_or_else(base, |slot| slot.now.as_ref());
            let now = change.after(there);
            let is_new = there.is_none() && now.is_some();
            let new_at = if is_new {
                added += 1;
                Some(added)
            } else {
                slots.get(key).and_then(|slot| slot.new_at)
            };
            slots.insert(key.clone(), Slot { now, new_at });
        }
        let mut changed = Community::new(community.name.clone(), community.frame.clone());
        changed.sources.clone_from(&community.sources);
        for element in community.elements() {
            match slots.get(&element.key) {
                None => _ = changed.add(element.clone()),
                Some(Slot { now: Some(now), new_at: None }) => _ = changed.add(now.clone()),
                Some(_) => {}
            }
        }
        let mut new: Vec<(usize, Element)> =
            slots.into_values().filter_map(|slot| Some((slot.new_at?, slot.now?))).collect();
        new.sort_by_key(|(at, _)| *at);
        for (_, element) in new {
            // The keys of new elements are free: what had them is gone.
            let _ = changed.add(element);
        }
        changed
    }

    /// The edits that take these back, the last one first.
    pub fn inverse(&self) -> Self {
        // Resolved edits know what was there, so that each has an inverse.
        Self { edits: self.edits.iter().rev().filter_map(Edit::inverse).collect() }
    }
}

/// What an edit did to a community, so that it can be taken back.
#[derive(Clone, Debug)]
pub(super) enum Patch {
    /// Elements were taken out at these places.
    Removed(Vec<(usize, Element)>),
    /// An element was put in, in the place of an older one or last.
    Put { key: Key, old: Option<Box<Element>> },
}

/// Makes the changes of a resolved edit in place.
pub(super) fn make(community: &mut Community, edit: &Edit) -> Vec<Patch> {
    let mut patches = Vec::with_capacity(edit.changes.len());
    for run in edit.changes.chunk_by(|a, b| is_removal(a) && is_removal(b)) {
        if run.first().is_some_and(is_removal) {
            patches.push(Patch::Removed(community.remove_all(run.iter().map(Change::key))));
            continue;
        }
        for change in run {
            let there = community.id_of(change.key()).and_then(|id| community.element(id));
            if let Some(now) = change.after(there) {
                let old = community.put(now).map(Box::new);
                patches.push(Patch::Put { key: change.key().clone(), old });
            }
        }
    }
    patches
}

/// Takes the changes of an edit back.
pub(super) fn take_back(community: &mut Community, patches: Vec<Patch>) {
    for patch in patches.into_iter().rev() {
        match patch {
            Patch::Removed(removed) => community.insert_all(removed),
            Patch::Put { old: Some(old), .. } => _ = community.put(*old),
            Patch::Put { key, old: None } => _ = community.remove_all(std::iter::once(&key)),
        }
    }
}

fn is_removal(change: &Change) -> bool {
    matches!(change, Change::Remove { .. })
}
