//! Edits of one variant put upon another: cherry-pick and merge, by three-way comparison of each element.

use std::collections::HashMap;

use super::action::Action;
use super::difference::Facet;
use super::edit::{Change, Edit};
use super::resolve::Overlay;
use crate::{Community, Element, Key};

/// Which side of a conflict is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What the variant that is merged into has.
    Ours,
    /// What the other variant has.
    Theirs,
}

/// Why an element is in conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConflictKind {
    /// Both changed the same facet, each in its way.
    Both(Facet),
    /// Both added an element of this key, and they are not the same.
    BothAdded,
    /// Ours removed what theirs changed.
    RemovedHere,
    /// Theirs removed what ours changed.
    RemovedThere,
}

/// An element that both variants changed so that a person has to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Number of the edit of the other variant, from 1.
    pub number: usize,
    /// Key of the element.
    pub key: Key,
    /// Why.
    pub kind: ConflictKind,
    /// What it was where both began.
    pub base: Option<Element>,
    /// What ours has.
    pub ours: Option<Element>,
    /// What theirs has.
    pub theirs: Option<Element>,
}

/// The choice for a conflict: by key, or for everything that has no choice of its own.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// By key of the element.
    pub by_key: HashMap<Key, Side>,
    /// For all others.
    pub otherwise: Option<Side>,
}

impl Choice {
    /// One side for every conflict.
    pub fn all(side: Side) -> Self {
        Self { by_key: HashMap::new(), otherwise: Some(side) }
    }

    fn of(&self, key: &Key) -> Option<Side> {
        self.by_key.get(key).copied().or(self.otherwise)
    }
}

/// What becomes of one element.
enum Outcome {
    Nothing,
    Becomes(Option<Element>),
    Conflict(ConflictKind),
}

fn three_way(base: Option<&Element>, ours: Option<&Element>, theirs: Option<&Element>) -> Outcome {
    if ours == theirs || base == theirs {
        return Outcome::Nothing;
    }
    if ours == base {
        return Outcome::Becomes(theirs.cloned());
    }
    match (base, ours, theirs) {
        (_, None, Some(_)) => Outcome::Conflict(ConflictKind::RemovedHere),
        (_, Some(_), None) => Outcome::Conflict(ConflictKind::RemovedThere),
        (None, Some(_), Some(_)) => Outcome::Conflict(ConflictKind::BothAdded),
        (Some(base), Some(ours), Some(theirs)) => {
            let mut merged = ours.clone();
            for facet in Facet::ALL {
                if facet.agrees(base, theirs) || facet.agrees(ours, theirs) {
                    continue;
                }
                if !facet.agrees(base, ours) {
                    return Outcome::Conflict(ConflictKind::Both(facet));
                }
                facet.take(theirs, &mut merged);
            }
            if merged == *ours { Outcome::Nothing } else { Outcome::Becomes(Some(merged)) }
        }
        (_, None, None) => Outcome::Nothing,
    }
}

/// Edits of another variant as edits of ours. Each takes over what its changes do: onto what ours has, where
/// both can stand; edits that change nothing are left out.
///
/// # Errors
/// Every conflict for which nothing is chosen.
pub(super) fn transplant(
    theirs_base: &Community,
    before: &[Edit],
    picked: &[(usize, &Edit)],
    ours: &Community,
    from: &str,
    choice: &Choice,
) -> Result<Vec<Edit>, Vec<Conflict>> {
    let mut theirs = Overlay::new(theirs_base);
    before.iter().for_each(|edit| advance(&mut theirs, edit));
    let mut here = Overlay::new(ours);
    let (mut edits, mut conflicts) = (Vec::new(), Vec::new());
    for (number, edit) in picked {
        let mut changes = Vec::new();
        for key in edit.keys() {
            let base = theirs.get(key).cloned();
            let own = edit.changes.iter().filter(|change| change.key() == key);
            let now = own.fold(base.clone(), |there, change| change.after(there.as_ref()));
            let there = here.get(key).cloned();
            let after = match three_way(base.as_ref(), there.as_ref(), now.as_ref()) {
                Outcome::Nothing => continue,
                Outcome::Becomes(after) => after,
                Outcome::Conflict(kind) => match choice.of(key) {
                    Some(Side::Ours) => continue,
                    Some(Side::Theirs) => now.clone(),
                    None => {
                        let key = key.clone();
                        conflicts.push(Conflict {
                            number: *number,
                            key,
                            kind,
                            base,
                            ours: there,
                            theirs: now,
                        });
                        continue;
                    }
                },
            };
            changes.extend(change_between(there.as_ref(), after.as_ref(), edit, key));
            here.put(key, after, *number);
        }
        advance(&mut theirs, edit);
        if !changes.is_empty() {
            let what = Box::new(edit.action.clone());
            edits.push(Edit::new(Action::CherryPick { from: from.to_owned(), what }, changes));
        }
    }
    if conflicts.is_empty() { Ok(edits) } else { Err(conflicts) }
}

fn advance(overlay: &mut Overlay<'_>, edit: &Edit) {
    for change in &edit.changes {
        let after = change.after(overlay.get(change.key()));
        overlay.put(change.key(), after, 0);
    }
}

/// The change from one state of a key to another; a value that is set stays a value that is set.
fn change_between(
    before: Option<&Element>,
    after: Option<&Element>,
    edit: &Edit,
    key: &Key,
) -> Option<Change> {
    let mut own = edit.changes.iter().filter(|change| change.key() == key);
    match (before, after) {
        (None, Some(after)) => Some(Change::Add(Box::new(after.clone()))),
        (Some(before), None) => Some(Change::remove(before)),
        (Some(before), Some(after)) => match (own.next(), own.next()) {
            (Some(Change::Set { key, new, .. }), None) if new.of(after).as_ref() == Some(new) => {
                Some(Change::Set { key: key.clone(), new: new.clone(), old: new.of(before) })
            }
            _ => Some(Change::replace(before, after.clone())),
        },
        (None, None) => None,
    }
}
