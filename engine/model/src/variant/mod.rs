//! Variants of a design: what one adds to, removes from and changes in a community.
//!
//! | noun | meaning |
//! |---|---|
//! | [`Edit`] | one step of a person's work: an [`Action`] and the [`Change`]s that it makes; it can be taken back |
//! | [`Variant`] | an ordered list of edits over the scene, or over another variant |
//! | [`VariantTree`] | all variants of a scene: fork, lock, cherry-pick, merge, promote |
//! | [`EditSession`] | a variant being worked on: commit, undo, redo, history |
//! | [`make`] | makes the edits: draw a building, move, push a face, lay a line … |
//! | [`differences`], [`changes_between`] | what two communities do not share |
//! | [`Union`] | several communities as one, to be drawn side by side |
//!
//! All edits are resolved before one is applied, and all problems are told together.

mod action;
mod apply;
mod difference;
mod edit;
pub mod make;
mod merge;
mod pair;
mod problem;
mod reference;
mod resolve;
pub mod script;
mod session;
mod tree;
mod union;
mod value;

#[cfg(test)]
mod tests;

pub use action::Action;
pub use apply::ResolvedVariant;
pub use difference::{Difference, DifferenceKind, Facet, changes_between, differences, facets_that_differ};
pub use edit::{Change, Edit};
pub use merge::{Choice, Conflict, ConflictKind, Side};
pub use problem::{EditFault, EditProblem, TreeProblem};
pub use reference::{drop_references, for_each_reference, owner, rename_references};
pub use resolve::resolve_edits;
pub use session::{EditSession, ElementChange, HistoryEntry, Operation, Touched};
pub use tree::{Promotion, TakeOver, VariantTree};
pub use union::{Sides, Union, Versions};
pub use value::{ParcelLimits, Storeys, Value};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Community, Key};

/// Word for the scene itself among the keys of variants.
pub const BASE: &str = "base";

/// Who approved a variant, which is locked since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Name of the person.
    pub by: String,
    /// Day.
    pub on: NaiveDate,
    /// What for, in the person's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A variant of a community: an ordered list of edits with a name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    /// Short name, unique in a scene.
    pub key: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// What it is about, for people.
    pub note: String,
    /// Key of the variant that it builds upon; the scene itself when nothing is said.
    pub base: Option<Key>,
    /// How many edits of the base it builds upon; all of them, also later ones, when nothing is said.
    pub base_edits: Option<usize>,
    /// Who approved it: an approved variant is locked.
    pub approval: Option<Approval>,
    /// Edits in their order.
    pub edits: Vec<Edit>,
    /// Edits that were taken back, the last one first to be made again at the end.
    pub undone: Vec<Edit>,
}

impl Variant {
    /// A variant without edits over the first `edits` edits of another one: later ones of that do not change it. Names
    /// in Chinese and English.
    pub fn fork(base: &str, edits: usize, key: impl Into<String>, names: [&str; 2]) -> Self {
        Self {
            name_zh: names[0].to_owned(),
            name_en: names[1].to_owned(),
            base: Some(Key::from(base)),
            base_edits: Some(edits),
            ..Self::of(key, Vec::new())
        }
    }

    /// A variant of edits over the scene, without names.
    pub fn of(key: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { key: key.into(), edits, ..Self::default() }
    }

    /// The variant against a community: every old element and value is filled in.
    ///
    /// # Errors
    /// Every change that cannot be made, in their order; later changes are looked at as if it had been made.
    pub fn resolve(&self, community: &Community) -> Result<ResolvedVariant, Vec<EditProblem>> {
        resolve_edits(community, &self.edits)
    }
}
