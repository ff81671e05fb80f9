//! The facts of a variant, with an edit in them that is only looked at.

use std::sync::Arc;

use linli_model::variant::{ElementChange, Touched};
use linli_model::{Community, Edit, EditSession, Variant};

/// The facts as they are kept, and with the edit that a hand is about to make.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    facts: Arc<Community>,
    /// The facts with the edit; one session for the whole of a drag, so that they are copied once.
    look: Option<EditSession>,
}

impl Draft {
    pub fn new(facts: Arc<Community>) -> Self {
        Self { facts, look: None }
    }

    /// The facts as they are kept.
    pub fn facts(&self) -> &Arc<Community> {
        &self.facts
    }

    /// The facts with the edit that is looked at.
    pub fn community(&self) -> &Community {
        self.look.as_ref().map_or(&self.facts, |look| look.community())
    }

    /// Looks at another edit, or at none. An edit that does not fit is none. Gives what changed.
    pub fn look_at(&mut self, edit: Option<&Edit>) -> Vec<ElementChange> {
        let undone = self.look.as_mut().and_then(EditSession::undo);
        let mut changes = undone.map(|touched| touched.elements).unwrap_or_default();
        let Some(edit) = edit else {
            self.look = None;
            return changes;
        };
        if self.look.is_none() {
            let nothing = Variant::of("look", Vec::new());
            self.look = EditSession::open(Arc::clone(&self.facts), nothing).ok();
        }
        let made = self.look.as_mut().and_then(|look| look.commit(edit.clone()).ok());
        changes.extend(made.into_iter().flat_map(|touched| touched.elements));
        changes
    }

    /// Takes over the facts after edits that touched these; what was looked at is over.
    pub fn take(&mut self, facts: Arc<Community>, touched: &[Touched]) -> Vec<ElementChange> {
        let mut changes = self.look_at(None);
        changes.extend(touched.iter().flat_map(|touched| touched.elements.iter().cloned()));
        self.facts = facts;
        changes
    }
}
