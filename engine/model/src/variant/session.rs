//! A variant being worked on: commit, undo, redo, history.

use std::collections::HashMap;
use std::sync::Arc;

use super::apply::Patch;
use super::edit::Edit;
use super::pair::CommunityPair;
use super::problem::{EditFault, EditProblem};
use super::resolve::resolve_edits;
use super::{Approval, Variant};
use crate::{Aabb, Community, Element, Key, Language};

/// Something that changes a session, as a journal keeps it. The same operations on the same variant lead to the
/// same session.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Makes an edit; what was taken back before can no longer be made again.
    Commit(Box<Edit>),
    /// Takes the last edit back.
    Undo,
    /// Makes the edit again that was taken back last.
    Redo,
}

/// An element before and after an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ElementChange {
    /// Its key.
    pub key: Key,
    /// What it was; `None` when it is new.
    pub before: Option<Element>,
    /// What it is; `None` when it is gone.
    pub after: Option<Element>,
}

/// What an operation touched: what analyses and pictures have to make again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touched {
    /// Each touched element once, in the order in which they were touched first.
    pub elements: Vec<ElementChange>,
    /// Whether elements came or went, so that [`crate::ElementId`]s are others now.
    pub renumbered: bool,
}

impl Touched {
    /// Box around the geometry of all touched elements, before and after.
    pub fn aabb(&self) -> Aabb {
        let sides = self.elements.iter().flat_map(|change| [&change.before, &change.after]);
        sides.flatten().fold(Aabb::EMPTY, |aabb, element| aabb.union(&element.geometry.aabb()))
    }
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Number of the edit, from 1.
    pub number: usize,
    /// What was done, in Chinese.
    pub zh: String,
    /// What was done, in English.
    pub en: String,
    /// Keys of the elements that it changes.
    pub keys: Vec<Key>,
    /// Whether it is made; `false` when it was taken back and can be made again.
    pub made: bool,
}

/// A variant being worked on, over the community that it builds upon.
///
/// Every operation either is made as a whole or changes nothing. There is no limit to undo and redo: the edits
/// themselves are the history. Selections and cameras are no part of it.
#[derive(Clone, Debug)]
pub struct EditSession {
    base: Arc<Community>,
    current: CommunityPair,
    /// Everything of the variant but its edits.
    head: Variant,
    made: Vec<Edit>,
    patches: Vec<Vec<Patch>>,
    undone: Vec<Edit>,
}

impl EditSession {
    /// Opens a variant over the community that it builds upon (the scene, or the scene with the edits of the
    /// variant's bases made). Its edits can be taken back one by one.
    ///
    /// # Errors
    /// Every edit that cannot be made.
    pub fn open(base: Arc<Community>, variant: Variant) -> Result<Self, Vec<EditProblem>> {
        let resolved = variant.resolve(&base)?.into_edits();
        let mut session = Self {
            current: CommunityPair::new(Arc::clone(&base)),
            base,
            undone: variant.undone,
            head: Variant { edits: Vec::new(), undone: Vec::new(), ..variant },
            made: Vec::with_capacity(resolved.len()),
            patches: Vec::with_capacity(resolved.len()),
        };
        resolved.into_iter().for_each(|edit| session.push(edit));
        Ok(session)
    }

    /// The community with all edits made. Cheap to share: later operations leave a shared one as it is.
    pub fn community(&self) -> &Arc<Community> {
        self.current.now()
    }

    /// The community below the variant.
    pub fn base(&self) -> &Arc<Community> {
        &self.base
    }

    /// Who approved the variant, which is then locked.
    pub fn approval(&self) -> Option<&Approval> {
        self.head.approval.as_ref()
    }

    /// The edits that are made.
    pub fn edits(&self) -> &[Edit] {
        &self.made
    }

    /// Key of the variant.
    pub fn key(&self) -> &str {
        &self.head.key
    }

    /// The variant as it is now, to be stored.
    pub fn variant(&self) -> Variant {
        Variant { edits: self.made.clone(), undone: self.undone.clone(), ..self.head.clone() }
    }

    /// Looks at an edit without making it: the edit with all that was there filled in and its shapes on the
    /// raster of stored coordinates, so that what is read back is what was made.
    ///
    /// # Errors
    /// Everything that is wrong with it. The number is the one that the edit would have.
    pub fn check(&self, edit: Edit) -> Result<Edit, Vec<EditProblem>> {
        let number = self.made.len() + 1;
        if self.head.approval.is_some() {
            let key = Key::from(self.head.key.as_str());
            return Err(vec![EditProblem { number, key, fault: EditFault::Locked }]);
        }
        let edit = on_raster(edit);
        let resolved =
            resolve_edits(self.community(), std::slice::from_ref(&edit)).map_err(|mut problems| {
                problems.iter_mut().for_each(|problem| problem.number = number);
                problems
            })?;
        Ok(resolved.into_edits().pop().unwrap_or(edit))
    }

    /// Makes an edit. What was taken back before can no longer be made again.
    ///
    /// # Errors
    /// Everything that is wrong with it; nothing is changed then.
    pub fn commit(&mut self, edit: Edit) -> Result<Touched, Vec<EditProblem>> {
        let edit = self.check(edit)?;
        Ok(self.commit_checked(edit))
    }

    /// Makes an edit that [`EditSession::check`] gave back, after a journal has kept it.
    pub fn commit_checked(&mut self, edit: Edit) -> Touched {
        self.undone.clear();
        let before = self.before(&edit);
        self.push(edit);
        self.touched(before)
    }

    /// Takes the last edit back; `None` when there is none, or the variant is locked.
    pub fn undo(&mut self) -> Option<Touched> {
        if self.head.approval.is_some() {
            return None;
        }
        let (edit, patches) = (self.made.pop()?, self.patches.pop()?);
        let before = self.before(&edit);
        self.current.take_back(patches);
        self.undone.push(edit);
        Some(self.touched(before))
    }

    /// Makes the edit again that was taken back last; `None` when there is none, or it no longer fits.
    pub fn redo(&mut self) -> Option<Touched> {
        if self.head.approval.is_some() {
            return None;
        }
        let edit = self.undone.last()?.clone();
        let resolved = resolve_edits(self.community(), std::slice::from_ref(&edit)).ok()?;
        self.undone.pop();
        let before = self.before(&edit);
        resolved.into_edits().into_iter().for_each(|edit| self.push(edit));
        Some(self.touched(before))
    }

    /// Carries out an operation of a journal; `None` when it changes nothing.
    ///
    /// # Errors
    /// Everything that is wrong with an edit.
    pub fn replay(&mut self, operation: Operation) -> Result<Option<Touched>, Vec<EditProblem>> {
        match operation {
            Operation::Commit(edit) => self.commit(*edit).map(Some),
            Operation::Undo => Ok(self.undo()),
            Operation::Redo => Ok(self.redo()),
        }
    }

    /// How many edits can be taken back, and how many can be made again.
    pub fn depth(&self) -> (usize, usize) {
        (self.made.len(), self.undone.len())
    }

    /// The history: edits that are made, oldest first, then those that can be made again, next one first.
    pub fn history(&self) -> Vec<HistoryEntry> {
        let entry = |(at, (edit, made)): (usize, (&Edit, bool))| HistoryEntry {
            number: at + 1,
            zh: edit.action.text(Language::Chinese),
            en: edit.action.text(Language::English),
            keys: edit.keys().into_iter().cloned().collect(),
            made,
        };
        let made = self.made.iter().map(|edit| (edit, true));
        made.chain(self.undone.iter().rev().map(|edit| (edit, false))).enumerate().map(entry).collect()
    }

    fn push(&mut self, edit: Edit) {
        self.patches.push(self.current.make(&edit));
        self.made.push(edit);
    }

    /// What the keys of an edit hold now.
    fn before(&self, edit: &Edit) -> Vec<(Key, Option<Element>)> {
        edit.keys().into_iter().map(|key| (key.clone(), self.element(key).cloned())).collect()
    }

    fn touched(&self, before: Vec<(Key, Option<Element>)>) -> Touched {
        let mut touched = Touched::default();
        for (key, before) in before {
            let after = self.element(&key).cloned();
            touched.renumbered |= before.is_some() != after.is_some();
            if before != after {
                touched.elements.push(ElementChange { key, before, after });
            }
        }
        touched
    }

    fn element(&self, key: &Key) -> Option<&Element> {
        let community = self.community();
        community.id_of(key).and_then(|id| community.element(id))
    }
}

/// The edit with the shapes of new elements on the raster of stored coordinates.
fn on_raster(mut edit: Edit) -> Edit {
    use super::edit::Change;
    let mut last: HashMap<Key, Element> = HashMap::new();
    for change in &mut edit.changes {
        match change {
            Change::Add(new) => new.put_on_raster(),
            Change::Replace { new, old } => {
                new.put_on_raster();
                // What an earlier change of the same edit made was moved onto the raster as well.
                if let (Some(old), Some(known)) = (old.as_mut(), last.get(&new.key)) {
                    **old = known.clone();
                }
            }
            Change::Remove { key, old } => {
                if let (Some(old), Some(known)) = (old.as_mut(), last.get(key)) {
                    **old = known.clone();
                }
            }
            Change::Set { .. } => {}
        }
        if let Change::Add(new) | Change::Replace { new, .. } = change {
            last.insert(new.key.clone(), new.as_ref().clone());
        }
    }
    edit
}
