//! Edits: what a person did, and what that changes. Each can be taken back.

use super::action::Action;
use super::value::Value;
use crate::{Element, Key};

/// One change of one element.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Adds an element of a key that is free.
    Add(Box<Element>),
    /// Removes an element; `old` is what it was, when known.
    Remove {
        /// Key of the element.
        key: Key,
        /// What it was.
        old: Option<Box<Element>>,
    },
    /// Puts an element in the place of the one of the same key; `old` is what that was, when known.
    Replace {
        /// The new element.
        new: Box<Element>,
        /// What was there.
        old: Option<Box<Element>>,
    },
    /// Sets one value of an element; `old` is what it was, when known.
    Set {
        /// Key of the element.
        key: Key,
        /// The new value.
        new: Value,
        /// What was there; of the same kind as `new`.
        old: Option<Value>,
    },
}

impl Change {
    /// Replaces an element by a new one of its key.
    pub fn replace(old: &Element, new: Element) -> Self {
        Self::Replace { new: Box::new(new), old: Some(Box::new(old.clone())) }
    }

    /// Removes an element.
    pub fn remove(old: &Element) -> Self {
        Self::Remove { key: old.key.clone(), old: Some(Box::new(old.clone())) }
    }

    /// Key of the element that it changes.
    pub fn key(&self) -> &Key {
        match self {
            Self::Add(element) | Self::Replace { new: element, .. } => &element.key,
            Self::Remove { key, .. } | Self::Set { key, .. } => key,
        }
    }

    /// The change that takes it back; `None` when it is not known what was there.
    pub fn inverse(&self) -> Option<Self> {
        Some(match self {
            Self::Add(element) => Self::Remove { key: element.key.clone(), old: Some(element.clone()) },
            Self::Remove { old, .. } => Self::Add(old.clone()?),
            Self::Replace { new, old } => Self::Replace { new: old.clone()?, old: Some(new.clone()) },
            Self::Set { key, new, old } => {
                Self::Set { key: key.clone(), new: old.clone()?, old: Some(new.clone()) }
            }
        })
    }

    /// The element after the change of what is there; `None` when it is gone or the change does not fit.
    pub fn after(&self, there: Option<&Element>) -> Option<Element> {
        match self {
            Self::Add(element) | Self::Replace { new: element, .. } => Some(element.as_ref().clone()),
            Self::Remove { .. } => None,
            Self::Set { new, .. } => {
                let mut element = there?.clone();
                new.put(&mut element);
                Some(element)
            }
        }
    }
}

/// One step of a person's work: what was done, and what that changes, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What was done, for people.
    pub action: Action,
    /// What that changes.
    pub changes: Vec<Change>,
}

impl Edit {
    /// A step.
    pub fn new(action: Action, changes: Vec<Change>) -> Self {
        Self { action, changes }
    }

    /// The step that takes it back; `None` when it is not known what was there.
    pub fn inverse(&self) -> Option<Self> {
        let changes = self.changes.iter().rev().map(Change::inverse).collect::<Option<_>>()?;
        Some(Self { action: Action::TakeBack(Box::new(self.action.clone())), changes })
    }

    /// Keys of the elements that it changes, each once, in order.
    pub fn keys(&self) -> Vec<&Key> {
        let mut keys: Vec<&Key> = Vec::new();
        for change in &self.changes {
            if !keys.contains(&change.key()) {
                keys.push(change.key());
            }
        }
        keys
    }
}

impl From<Change> for Edit {
    fn from(change: Change) -> Self {
        Self { action: Action::of(&change), changes: vec![change] }
    }
}
