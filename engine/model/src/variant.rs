//! Variants of a design: what one adds to, removes from and replaces in a community.

use std::collections::{HashMap, HashSet};

use crate::{Community, Element, Key};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
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
}

impl Edit {
    /// Key of the element that it changes.
    pub fn key(&self) -> &Key {
        match self {
            Self::Add(element) | Self::Replace { new: element, .. } => &element.key,
            Self::Remove { key, .. } => key,
        }
    }

    /// The change that takes it back; `None` when it is not known what was there.
    pub fn inverse(&self) -> Option<Self> {
        Some(match self {
            Self::Add(element) => Self::Remove { key: element.key.clone(), old: Some(element.clone()) },
            Self::Remove { old, .. } => Self::Add(old.clone()?),
            Self::Replace { new, old } => Self::Replace { new: old.clone()?, old: Some(new.clone()) },
        })
    }
}

/// A variant of a community: an ordered list of changes with a name.
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
    /// Changes in their order.
    pub edits: Vec<Edit>,
}

/// Why a change cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EditFault {
    /// The key of an element to add is taken.
    KeyTaken,
    /// There is no element of the key to remove or to replace.
    NothingThere,
    /// What is there is not what the change says was there.
    NotAsKnown,
}

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditProblem {
    /// Number of the change, from 1.
    pub number: usize,
    /// Key of the element.
    pub key: Key,
    /// Why.
    pub fault: EditFault,
}

impl EditProblem {
    /// What is wrong and what to do, in English.
    pub fn english(&self) -> String {
        let (number, key) = (self.number, &self.key);
        match self.fault {
            EditFault::KeyTaken => {
                format!(
                    "edit {number} adds {key}, which is there already; replace it, or give it another key"
                )
            }
            EditFault::NothingThere => {
                format!("edit {number} changes {key}, which is not there; correct the key, or add it first")
            }
            EditFault::NotAsKnown => {
                format!("edit {number}: {key} is no longer what the variant was made from; look at it again")
            }
        }
    }

    /// The same in Chinese.
    pub fn chinese(&self) -> String {
        let (number, key) = (self.number, &self.key);
        match self.fault {
            EditFault::KeyTaken => format!("第 {number} 项编辑新增 {key}，但该键已存在；请改为替换或另取键"),
            EditFault::NothingThere => {
                format!("第 {number} 项编辑涉及 {key}，但该要素不存在；请改正键或先新增")
            }
            EditFault::NotAsKnown => format!("第 {number} 项编辑：{key} 已与方案制作时不同，请重新核对"),
        }
    }
}

/// A variant whose changes fit a community, with what each of them changes.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedVariant {
    edits: Vec<Edit>,
}

impl Variant {
    /// The variant against a community: every old element is filled in.
    ///
    /// # Errors
    /// Every change that cannot be made, in their order; later changes are looked at as if it had been made.
    pub fn resolve(&self, community: &Community) -> Result<ResolvedVariant, Vec<EditProblem>> {
        // What a key holds after the changes so far, where they have touched it.
        let mut touched: HashMap<&Key, Option<&Element>> = HashMap::new();
        let (mut edits, mut problems) = (Vec::with_capacity(self.edits.len()), Vec::new());
        for (at, edit) in self.edits.iter().enumerate() {
            let key = edit.key();
            let there = touched
                .get(key)
                .copied()
                .unwrap_or_else(|| community.id_of(key).and_then(|id| community.element(id)));
            let fault = match (edit, there) {
                (Edit::Add(_), Some(_)) => Some(EditFault::KeyTaken),
                (Edit::Remove { .. } | Edit::Replace { .. }, None) => Some(EditFault::NothingThere),
                (Edit::Remove { old: Some(old), .. } | Edit::Replace { old: Some(old), .. }, Some(there))
                    if old.as_ref() != there =>
                {
                    Some(EditFault::NotAsKnown)
                }
                _ => None,
            };
            problems.extend(fault.map(|fault| EditProblem { number: at + 1, key: key.clone(), fault }));
            let old = there.cloned().map(Box::new);
            edits.push(match edit {
                Edit::Add(_) => edit.clone(),
                Edit::Remove { key, .. } => Edit::Remove { key: key.clone(), old },
                Edit::Replace { new, .. } => Edit::Replace { new: new.clone(), old },
            });
            touched.insert(
                key,
                match edit {
                    Edit::Add(element) | Edit::Replace { new: element, .. } => Some(element),
                    Edit::Remove { .. } => None,
                },
            );
        }
        if problems.is_empty() { Ok(ResolvedVariant { edits }) } else { Err(problems) }
    }
}

impl ResolvedVariant {
    /// The changes, each with what was there.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The community with the changes made. Elements that stay keep their order, replaced ones their
    /// place; new ones come last. Applied to another community than the one that it was resolved
    /// against, changes whose key does not fit are left out.
    pub fn apply(&self, community: &Community) -> Community {
        let mut last: HashMap<&Key, Option<&Element>> = HashMap::new();
        let mut order: Vec<&Key> = Vec::new();
        for edit in &self.edits {
            let element = match edit {
                Edit::Add(element) | Edit::Replace { new: element, .. } => Some(element.as_ref()),
                Edit::Remove { .. } => None,
            };
            if last.insert(edit.key(), element).is_none() {
                order.push(edit.key());
            }
        }
        let mut changed = Community::new(community.name.clone(), community.frame.clone());
        changed.sources.clone_from(&community.sources);
        let mut placed: HashSet<&Key> = HashSet::new();
        for element in community.elements() {
            let now = last.get(&element.key).copied().unwrap_or(Some(element));
            placed.insert(&element.key);
            if let Some(now) = now {
                changed.add_renamed(now.clone());
            }
        }
        for element in order
            .into_iter()
            .filter(|key| !placed.contains(key))
            .filter_map(|key| last.get(key).copied().flatten())
        {
            changed.add_renamed(element.clone());
        }
        changed
    }

    /// The changes that take these back, the last one first.
    pub fn inverse(&self) -> Self {
        // Resolved changes know what was there, so that each has an inverse.
        Self { edits: self.edits.iter().rev().filter_map(Edit::inverse).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Geometry, Kind, SceneFrame, Tree};

    fn tree(key: &str, x: f64) -> Element {
        Element::new(key, Kind::Tree(Tree::default()), Geometry::Point([x, 0.0, 0.0]))
    }

    fn community(keys: &[&str]) -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut community = Community::new("test", frame);
        keys.iter().for_each(|key| _ = community.add_renamed(tree(key, 1.0)));
        community
    }

    fn variant(edits: Vec<Edit>) -> Variant {
        Variant { key: "v".to_owned(), edits, ..Variant::default() }
    }

    fn add(key: &str, x: f64) -> Edit {
        Edit::Add(Box::new(tree(key, x)))
    }

    fn remove(key: &str) -> Edit {
        Edit::Remove { key: Key::from(key), old: None }
    }

    fn replace(key: &str, x: f64) -> Edit {
        Edit::Replace { new: Box::new(tree(key, x)), old: None }
    }

    fn sorted(community: &Community) -> Vec<(Key, Element)> {
        let mut all: Vec<_> = community.elements().iter().map(|e| (e.key.clone(), e.clone())).collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    #[test]
    fn changes_are_made_in_order_and_taken_back() {
        let base = community(&["a", "b", "c"]);
        let edits = vec![remove("a"), add("d", 4.0), replace("b", 2.0), replace("d", 5.0), add("a", 9.0)];
        let resolved = variant(edits).resolve(&base).map_err(|p| format!("{p:?}"));
        let Ok(resolved) = resolved else { panic!("{resolved:?}") };
        let changed = resolved.apply(&base);
        let places: Vec<(&str, Geometry)> =
            changed.elements().iter().map(|e| (e.key.as_str(), e.geometry.clone())).collect();
        let at = |x| Geometry::Point([x, 0.0, 0.0]);
        assert_eq!(places, [("a", at(9.0)), ("b", at(2.0)), ("c", at(1.0)), ("d", at(5.0))]);
        assert_eq!(sorted(&resolved.inverse().apply(&changed)), sorted(&base));
        assert_eq!(resolved.inverse().inverse(), resolved);
    }

    #[test]
    fn every_change_that_cannot_be_made_is_told() {
        let base = community(&["a", "b"]);
        let known = Edit::Remove { key: Key::from("b"), old: Some(Box::new(tree("b", 7.0))) };
        let edits = vec![add("a", 1.0), remove("x"), replace("y", 1.0), known, remove("b"), add("b", 2.0)];
        let problems = variant(edits).resolve(&base).err().unwrap_or_default();
        let faults: Vec<(usize, EditFault)> = problems.iter().map(|p| (p.number, p.fault)).collect();
        use EditFault::{KeyTaken, NotAsKnown, NothingThere};
        let wanted =
            [(1, KeyTaken), (2, NothingThere), (3, NothingThere), (4, NotAsKnown), (5, NothingThere)];
        assert_eq!(faults, wanted);
        assert!(problems.iter().all(|p| p.english().contains(p.key.as_str()) && p.chinese().contains("第")));
    }

    proptest::proptest! {
        #[test]
        fn what_is_applied_and_taken_back_is_the_same(
            steps in proptest::collection::vec((0_usize..3, 0_usize..8, 0_u32..5), 0..24)
        ) {
            let keys = ["a", "b", "c", "d", "e", "f", "g", "h"];
            let base = community(&keys[..4]);
            let mut there: Vec<bool> = (0..8).map(|i| i < 4).collect();
            let mut edits = Vec::new();
            for (what, at, x) in steps {
                let (key, x) = (keys[at], f64::from(x));
                edits.push(match (what, there[at]) {
                    (_, false) => add(key, x),
                    (0, true) => remove(key),
                    _ => replace(key, x),
                });
                there[at] = !matches!(edits.last(), Some(Edit::Remove { .. }));
            }
            let resolved = variant(edits).resolve(&base);
            let resolved = resolved.map_err(|p| proptest::test_runner::TestCaseError::fail(format!("{p:?}")))?;
            let changed = resolved.apply(&base);
            for (at, key) in keys.iter().enumerate() {
                proptest::prop_assert_eq!(changed.id_of(&Key::from(*key)).is_some(), there[at]);
            }
            proptest::prop_assert_eq!(sorted(&resolved.inverse().apply(&changed)), sorted(&base));
        }
    }
}
