//! Variants shown together: one scene that holds what they share once and what differs once for each version.
//!
//! Every side has a camera, a sun and a layer of its own ([`sides`]), so that shadows fall as they would in each variant
//! alone. Meshes are shared: a view costs its picture and no geometry. Colours of differences and ghosts are rows of
//! the table of looks.

mod export;
mod figures;
mod sides;
mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy::prelude::*;
use linli_model::variant::{Difference, Sides, Union, VariantTree, differences};
use linli_model::{Community, ElementId, Key, Language};
use linli_present::compare::compared_look;
use linli_present::{CompareMode, CompareView, ElementDifference, ElementLook};

pub use export::{KeepPage, PageKeeper};
pub(crate) use figures::{CompareWork, ComparedFigures, Explained};
pub(crate) use sides::{ShownOn, SideCamera};
pub(crate) use views::SideViews;

use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// One of the variants that are shown together.
#[derive(Clone, Debug)]
pub struct ComparedSide {
    /// Its key; `base` for the scene as it is.
    pub key: String,
    /// Name for people, English.
    pub english: String,
    /// Name for people, Chinese.
    pub chinese: String,
    /// Its facts.
    pub community: Arc<Community>,
}

impl ComparedSide {
    /// Its name in a language.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::Chinese => &self.chinese,
        }
    }
}

/// Variants that are shown together.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The variants, two at least.
    pub sides: Vec<ComparedSide>,
    /// Their union: what is drawn.
    pub union: Arc<Union>,
    /// The variants of the scene, for causes.
    pub tree: Arc<VariantTree>,
    /// How the second differs from the first.
    pub differences: Vec<Difference>,
    /// How each version of an element differs, of the first two sides.
    kinds: BTreeMap<ElementId, ElementDifference>,
}

impl Comparison {
    /// Of variants; `None` when there are less than two.
    pub fn of(sides: Vec<ComparedSide>, tree: VariantTree) -> Option<Self> {
        let [first, second, ..] = sides.as_slice() else { return None };
        let differences = differences(&first.community, &second.community);
        let named: Vec<(&str, &Community)> =
            sides.iter().map(|side| (side.key.as_str(), side.community.as_ref())).collect();
        let union = Union::of(&named);
        let mut kinds = BTreeMap::new();
        for difference in &differences {
            let kind = ElementDifference::of(&difference.kind);
            for (on, id) in union.versions(&difference.key) {
                if on.contains(0) || on.contains(1) {
                    kinds.insert(*id, kind);
                }
            }
        }
        Some(Self { union: Arc::new(union), tree: Arc::new(tree), differences, kinds, sides })
    }

    /// How an element differs between the first two sides.
    pub fn difference(&self, id: ElementId) -> Option<ElementDifference> {
        self.kinds.get(&id).copied()
    }

    /// Numbers of elements that were added, removed, moved and changed.
    pub fn counts(&self) -> [usize; 4] {
        ElementDifference::ALL.map(|wanted| {
            self.differences.iter().filter(|one| ElementDifference::of(&one.kind) == wanted).count()
        })
    }

    /// Whether an element can be seen where one looks.
    pub(crate) fn shows(&self, id: ElementId, view: &CompareView) -> bool {
        let on = self.union.sides_of(id);
        if on == Sides::ALL {
            return true;
        }
        match view.mode {
            CompareMode::Swipe | CompareMode::Split | CompareMode::Blink => on.contains(view.side),
            CompareMode::Ghost | CompareMode::Differences => {
                self.painted(ElementLook::SHOWN, id, on, view.mode).opacity > 0.0
            }
        }
    }

    /// The number of a side by the key of its variant.
    pub(crate) fn side_of(&self, key: &Key) -> Option<usize> {
        self.sides.iter().position(|side| side.key == key.as_str())
    }

    /// The versions of an element, each with its sides; none when all sides agree.
    pub(crate) fn versions(&self, id: ElementId) -> Vec<(ElementId, Sides)> {
        let versions = self.union.key_of(id).map(|key| self.union.versions(key)).unwrap_or_default();
        versions.iter().map(|(on, id)| (*id, *on)).collect()
    }

    /// The version of the element of a key that is worth flying to: the second side's, else the first one's.
    pub(crate) fn version_to_see(&self, key: &Key) -> Option<ElementId> {
        self.union.id_on(1, key).or_else(|| self.union.id_on(0, key))
    }

    /// Gives what differs its look.
    pub(crate) fn paint(&self, mode: CompareMode, looks: &mut [ElementLook]) {
        for (on, run) in &self.union.groups {
            for number in run.clone() {
                let id = ElementId(number);
                if let Some(look) = looks.get_mut(id.index()) {
                    *look = self.painted(*look, id, *on, mode);
                }
            }
        }
    }

    fn painted(&self, look: ElementLook, id: ElementId, on: Sides, mode: CompareMode) -> ElementLook {
        compared_look(look, mode, self.difference(id), [on.contains(0), on.contains(1)])
    }
}

pub(crate) fn plugin(app: &mut App) {
    sides::plugin(app);
    figures::plugin(app);
    export::plugin(app);
}

/// The comparison on screen.
pub(crate) fn open(scene: &CurrentScene) -> Option<&Arc<Comparison>> {
    scene.0.as_ref()?.comparison.as_ref()
}

/// Whether one picture fills the screen: marks that lie over a picture have their place then.
pub(crate) fn is_one_picture(scene: Res<CurrentScene>, session: Res<ViewSession>) -> bool {
    open(&scene).is_none() || session.0.compare.mode != CompareMode::Split
}
