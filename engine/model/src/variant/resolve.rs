//! Looks at edits against a community before anything is changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::apply::ResolvedVariant;
use super::edit::{Change, Edit};
use super::problem::{EditFault, EditProblem};
use super::reference::for_each_reference;
use super::value::Value;
use crate::{Community, Element, Geometry, Key};

/// A community with changes laid over it.
pub(super) struct Overlay<'a> {
    base: &'a Community,
    /// What a touched key holds now, and the number of the edit that touched it last.
    touched: HashMap<Key, (Option<Element>, usize)>,
}

impl<'a> Overlay<'a> {
    pub(super) fn new(base: &'a Community) -> Self {
        Self { base, touched: HashMap::new() }
    }

    /// The element of a key now.
    pub(super) fn get(&self, key: &Key) -> Option<&Element> {
        match self.touched.get(key) {
            Some((now, _)) => now.as_ref(),
            None => element_of(self.base, key),
        }
    }

    /// Lays a change over it, whether it fits or not.
    pub(super) fn put(&mut self, key: &Key, now: Option<Element>, number: usize) {
        self.touched.insert(key.clone(), (now, number));
    }

    /// The change with what was there filled in, and what is wrong with it.
    fn take(&mut self, change: &Change, number: usize) -> (Change, Option<EditFault>) {
        let key = change.key();
        let there = self.get(key).cloned();
        let fault = fault_of(change, there.as_ref());
        let old = || there.clone().map(Box::new);
        let resolved = match change {
            Change::Add(_) => change.clone(),
            Change::Remove { key, .. } => Change::Remove { key: key.clone(), old: old() },
            Change::Replace { new, .. } => Change::Replace { new: new.clone(), old: old() },
            Change::Set { key, new, .. } => Change::Set {
                key: key.clone(),
                new: new.clone(),
                old: there.as_ref().and_then(|there| new.of(there)),
            },
        };
        let after = change.after(there.as_ref());
        self.put(key, after, number);
        (resolved, fault)
    }

    /// Names that lead nowhere because of the changes.
    fn dangling(&self) -> Vec<EditProblem> {
        let mut found: BTreeMap<(usize, Key, Key), ()> = BTreeMap::new();
        let is_there = |key: &Key| self.get(key).is_some();
        let mut gone: HashSet<&Key> = HashSet::new();
        let mut touched: Vec<_> = self.touched.iter().collect();
        touched.sort_by(|a, b| a.0.cmp(b.0));
        for (key, (now, number)) in touched {
            let Some(now) = now else {
                gone.insert(key);
                continue;
            };
            let before = element_of(self.base, key);
            for_each_reference(now, |to| {
                // What led nowhere before is not the doing of an edit.
                let known =
                    before.is_some_and(|before| names(before, to)) && element_of(self.base, to).is_none();
                if !is_there(to) && !known {
                    found.insert((*number, key.clone(), to.clone()), ());
                }
            });
        }
        if !gone.is_empty() {
            let untouched = self.base.elements().iter().filter(|e| !self.touched.contains_key(&e.key));
            for element in untouched {
                for_each_reference(element, |to| {
                    if gone.contains(to) {
                        let number = self.touched.get(to).map_or(0, |(_, number)| *number);
                        found.insert((number, element.key.clone(), to.clone()), ());
                    }
                });
            }
        }
        let problem = |(number, key, to)| EditProblem { number, key, fault: EditFault::Dangling(to) };
        found.into_keys().map(problem).collect()
    }
}

fn element_of<'a>(community: &'a Community, key: &Key) -> Option<&'a Element> {
    community.id_of(key).and_then(|id| community.element(id))
}

fn names(element: &Element, wanted: &Key) -> bool {
    let mut found = false;
    for_each_reference(element, |key| found |= key == wanted);
    found
}

fn fault_of(change: &Change, there: Option<&Element>) -> Option<EditFault> {
    match (change, there) {
        (Change::Add(_), Some(_)) => Some(EditFault::KeyTaken),
        (Change::Remove { .. } | Change::Replace { .. } | Change::Set { .. }, None) => {
            Some(EditFault::NothingThere)
        }
        (Change::Remove { old: Some(old), .. } | Change::Replace { old: Some(old), .. }, Some(there))
            if old.as_ref() != there =>
        {
            Some(EditFault::NotAsKnown)
        }
        (Change::Add(new) | Change::Replace { new, .. }, _) if !is_storable(new) => {
            Some(EditFault::NotFinite)
        }
        (Change::Set { new, old, .. }, Some(there)) => fault_of_value(new, old.as_ref(), there),
        _ => None,
    }
}

fn fault_of_value(new: &Value, old: Option<&Value>, there: &Element) -> Option<EditFault> {
    let Some(now) = new.of(there) else { return Some(EditFault::NoSuchValue) };
    if !new.is_finite() {
        return Some(EditFault::NotFinite);
    }
    if old.is_some_and(|old| *old != now) {
        return Some(EditFault::NotAsKnown);
    }
    let mut after = there.clone();
    (!new.put(&mut after)).then_some(EditFault::NoSuchValue)
}

/// Whether an element has only finite coordinates and index lists that fit.
fn is_storable(element: &Element) -> bool {
    let mut finite = true;
    // Beyond this no raster of 0.1 mm can be held exactly.
    element.geometry.for_each_point(|p| finite &= p.iter().all(|v| v.is_finite() && v.abs() < 1e9));
    let whole = match &element.geometry {
        Geometry::Boundary(boundary) => boundary.check().is_ok(),
        Geometry::Line(points) => points.len() >= 2,
        Geometry::Area(polygons) => polygons.iter().all(|p| p.exterior.len() >= 3),
        _ => true,
    };
    finite && whole
}

/// Edits against a community: every old element and value is filled in.
///
/// # Errors
/// Every change that cannot be made, in their order; later changes are looked at as if it had been made. Names
/// that would lead nowhere when all edits are made come with the edit that causes it.
pub fn resolve_edits(community: &Community, edits: &[Edit]) -> Result<ResolvedVariant, Vec<EditProblem>> {
    let mut overlay = Overlay::new(community);
    let (mut resolved, mut problems) = (Vec::with_capacity(edits.len()), Vec::new());
    for (at, edit) in edits.iter().enumerate() {
        let number = at + 1;
        let mut changes = Vec::with_capacity(edit.changes.len());
        for change in &edit.changes {
            let (change_resolved, fault) = overlay.take(change, number);
            problems.extend(fault.map(|fault| EditProblem { number, key: change.key().clone(), fault }));
            changes.push(change_resolved);
        }
        resolved.push(Edit::new(edit.action.clone(), changes));
    }
    problems.extend(overlay.dangling());
    problems.sort_by_key(|problem| problem.number);
    if problems.is_empty() { Ok(ResolvedVariant::new(resolved)) } else { Err(problems) }
}
