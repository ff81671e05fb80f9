//! Causes: edits of two variants that hang together, and the communities that any choice of them makes.
//!
//! Two edits hang together when they touch one element, when one touches an element that names an element that the other
//! adds or removes (a building is removed with its parts), or when both add or remove elements at one street node (a door
//! and the path to it). Every choice of causes then fits.

use std::collections::{BTreeMap, HashMap};

use linli_model::variant::{ResolvedVariant, for_each_reference, resolve_edits};
use linli_model::{Change, Community, Edit, EditProblem, Element, Key, Kind};

/// An edit, with the variant and its number there.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseEdit {
    /// Key of the variant.
    pub variant: String,
    /// Number of the edit there, from 1.
    pub number: usize,
    /// The edit, resolved: it knows what was there.
    pub edit: Edit,
}

/// Edits that hang together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cause {
    /// Edits of the first variant that the second does not have, in their order.
    pub a: Vec<CauseEdit>,
    /// Edits of the second variant that the first does not have, in their order.
    pub b: Vec<CauseEdit>,
    /// Keys of the elements that they touch, in order.
    pub keys: Vec<Key>,
}

/// The causes between two variants, over the community that both begin with.
#[derive(Clone, Debug)]
pub struct Causes {
    base: Community,
    causes: Vec<Cause>,
    /// Place of each edit among all: numbers begin anew in each variant of a chain.
    order: HashMap<(String, usize), usize>,
}

impl Causes {
    /// Of the edits of two variants beyond those that they share. `base` is the community with the shared ones made.
    ///
    /// # Errors
    /// Every edit that cannot be made, of the first variant that has some.
    pub fn new(base: Community, a: Vec<CauseEdit>, b: Vec<CauseEdit>) -> Result<Self, Vec<EditProblem>> {
        let (a, b) = (resolved(&base, a)?, resolved(&base, b)?);
        let mut sets = Sets::default();
        // The first edit that touches a key, that adds or removes it, and that adds or removes a street node.
        let mut touched: HashMap<Key, usize> = HashMap::new();
        let mut comes_or_goes: HashMap<Key, usize> = HashMap::new();
        let mut nodes: HashMap<i64, usize> = HashMap::new();
        let all: Vec<&CauseEdit> = a.iter().chain(&b).collect();
        for (at, edit) in all.iter().enumerate() {
            sets.add();
            for key in edit.edit.keys() {
                let first = *touched.entry(key.clone()).or_insert(at);
                sets.join(first, at);
            }
            for change in &edit.edit.changes {
                if let Change::Add(element) | Change::Remove { old: Some(element), .. } = change {
                    comes_or_goes.entry(element.key.clone()).or_insert(at);
                    for node in street_nodes(element) {
                        let first = *nodes.entry(node).or_insert(at);
                        sets.join(first, at);
                    }
                }
            }
        }
        for (at, edit) in all.iter().enumerate() {
            for_each_element(&edit.edit, |element| {
                for_each_reference(element, |to| {
                    if let Some(&other) = comes_or_goes.get(to) {
                        sets.join(at, other);
                    }
                });
            });
        }
        let place = |(at, edit): (usize, &&CauseEdit)| ((edit.variant.clone(), edit.number), at);
        let order = all.iter().enumerate().map(place).collect();
        let mut causes: BTreeMap<usize, Cause> = BTreeMap::new();
        let count = a.len();
        for (at, edit) in a.into_iter().chain(b).enumerate() {
            let cause = causes.entry(sets.root(at)).or_default();
            for key in edit.edit.keys() {
                if !cause.keys.contains(key) {
                    cause.keys.push(key.clone());
                }
            }
            if at < count { cause.a.push(edit) } else { cause.b.push(edit) }
        }
        Ok(Self { base, causes: causes.into_values().collect(), order })
    }

    /// The causes, in the order of their first edits.
    pub fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// The community that has the second variant's edits of the causes that are chosen, and the first one's of the
    /// others: none chosen is the first variant, all chosen the second.
    pub fn community(&self, chosen: impl Fn(usize) -> bool) -> Community {
        let mut edits: Vec<(usize, &Edit)> = Vec::new();
        for (at, cause) in self.causes.iter().enumerate() {
            let side = if chosen(at) { &cause.b } else { &cause.a };
            let place = |edit: &CauseEdit| self.order.get(&(edit.variant.clone(), edit.number)).copied();
            edits.extend(side.iter().map(|edit| (place(edit).unwrap_or_default(), &edit.edit)));
        }
        // Each variant in its own order: causes do not touch each other, so that nothing else counts.
        edits.sort_by_key(|(place, _)| *place);
        let edits: Vec<Edit> = edits.into_iter().map(|(_, edit)| edit.clone()).collect();
        // Causes fit in every choice; one that did not would change nothing.
        resolve_edits(&self.base, &edits)
            .map_or_else(|_| self.base.clone(), |fitting| fitting.apply(&self.base))
    }

    /// Whether a cause touches an element that something reads.
    pub fn touches(&self, cause: usize, reads: fn(&Element) -> bool) -> bool {
        let Some(cause) = self.causes.get(cause) else { return false };
        let mut found = false;
        for edit in cause.a.iter().chain(&cause.b) {
            for change in &edit.edit.changes {
                let there = self.base.id_of(change.key()).and_then(|id| self.base.element(id));
                found |= there.is_some_and(reads);
            }
            for_each_element(&edit.edit, |element| found |= reads(element));
        }
        found
    }
}

fn resolved(base: &Community, edits: Vec<CauseEdit>) -> Result<Vec<CauseEdit>, Vec<EditProblem>> {
    let plain: Vec<Edit> = edits.iter().map(|edit| edit.edit.clone()).collect();
    let resolved = resolve_edits(base, &plain).map(ResolvedVariant::into_edits)?;
    let again = |(old, edit): (CauseEdit, Edit)| CauseEdit { edit, ..old };
    Ok(edits.into_iter().zip(resolved).map(again).collect())
}

/// Street nodes by which an element hangs on others: both ends of a street, the node of a door or gate.
fn street_nodes(element: &Element) -> Vec<i64> {
    match &element.kind {
        Kind::Street(street) => {
            street.nodes.first().into_iter().chain(street.nodes.last()).copied().collect()
        }
        Kind::StreetNode(node) => node.node.into_iter().collect(),
        Kind::Entrance(entrance) => entrance.node.into_iter().collect(),
        Kind::StationEntrance(entrance) => entrance.node.into_iter().collect(),
        Kind::Facility(facility) => facility.node.into_iter().collect(),
        Kind::Parking(parking) => parking.node.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Every element that an edit holds, old or new.
fn for_each_element(edit: &Edit, mut visit: impl FnMut(&Element)) {
    for change in &edit.changes {
        match change {
            Change::Add(new) => visit(new),
            Change::Remove { old, .. } => old.iter().for_each(|old| visit(old)),
            Change::Replace { new, old } => {
                visit(new);
                old.iter().for_each(|old| visit(old));
            }
            Change::Set { .. } => {}
        }
    }
}

/// Sets that are joined (union-find).
#[derive(Default)]
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn add(&mut self) {
        self.parent.push(self.parent.len());
    }

    fn root(&self, mut at: usize) -> usize {
        while let Some(&parent) = self.parent.get(at) {
            if parent == at {
                break;
            }
            at = parent;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The first edit names the set.
        if let Some(parent) = self.parent.get_mut(a.max(b)) {
            *parent = a.min(b);
        }
    }
}
