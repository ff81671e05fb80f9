//! All variants of a scene: a tree in which each builds upon the scene or upon another one.

use chrono::NaiveDate;

use super::edit::Edit;
use super::merge::{Choice, Conflict, transplant};
use super::problem::TreeProblem;
use super::resolve::resolve_edits;
use super::{Approval, BASE, Variant};
use crate::{Community, Key};

/// Most variants that are built upon each other.
const MOST_BASES: usize = 32;
/// Longest key of a variant, bytes.
const LONGEST_KEY: usize = 64;

/// All variants of a scene.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VariantTree {
    /// The variants, by key.
    variants: Vec<Variant>,
}

/// What becomes of a scene when a variant is made its base.
#[derive(Clone, Debug)]
pub struct Promotion {
    /// The scene with the edits made.
    pub community: Community,
    /// The variants over it. Those that were over the scene as it was are now over a variant that takes the
    /// promoted edits back, so that each still shows what it showed.
    pub tree: VariantTree,
    /// Key of the variant that shows the scene as it was.
    pub before: String,
}

/// Why edits could not be taken over.
#[derive(Clone, Debug, PartialEq)]
pub enum TakeOver {
    /// The tree does not allow it.
    Problem(TreeProblem),
    /// A person has to choose.
    Conflicts(Vec<Conflict>),
}

impl From<TreeProblem> for TakeOver {
    fn from(problem: TreeProblem) -> Self {
        Self::Problem(problem)
    }
}

impl VariantTree {
    /// A tree of variants; of two with one key the first stays.
    pub fn new(variants: impl IntoIterator<Item = Variant>) -> Self {
        let mut tree = Self::default();
        for variant in variants {
            if tree.get(&variant.key).is_none() {
                tree.variants.push(variant);
            }
        }
        tree.variants.sort_by(|a, b| a.key.cmp(&b.key));
        tree
    }

    /// The variants, by key.
    pub fn variants(&self) -> &[Variant] {
        &self.variants
    }

    /// The variant of a key.
    pub fn get(&self, key: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.key == key)
    }

    fn found(&self, key: &str) -> Result<&Variant, TreeProblem> {
        self.get(key).ok_or_else(|| TreeProblem::NoSuchVariant(key.to_owned()))
    }

    fn open_mut(&mut self, key: &str) -> Result<&mut Variant, TreeProblem> {
        let variant = self.variants.iter_mut().find(|variant| variant.key == key);
        let variant = variant.ok_or_else(|| TreeProblem::NoSuchVariant(key.to_owned()))?;
        if variant.approval.is_some() { Err(TreeProblem::Locked(key.to_owned())) } else { Ok(variant) }
    }

    /// The variants from the one over the scene to this one, each with the number of its edits that count.
    ///
    /// # Errors
    /// When there is no such variant, or a base is missing, too short, or in a circle.
    pub fn chain(&self, key: &str) -> Result<Vec<(&Variant, usize)>, TreeProblem> {
        let last = self.found(key)?;
        let mut chain = vec![(last, last.edits.len())];
        let mut now = last;
        while let Some(base) = &now.base {
            let missing = || TreeProblem::BaseMissing(now.key.clone(), base.to_string());
            let next = self.get(base.as_str()).ok_or_else(missing)?;
            if chain.len() >= MOST_BASES {
                return Err(TreeProblem::Circle(key.to_owned()));
            }
            let count = now.base_edits.unwrap_or(next.edits.len());
            if count > next.edits.len() {
                return Err(TreeProblem::BaseShorter(now.key.clone(), base.to_string()));
            }
            chain.push((next, count));
            now = next;
        }
        chain.reverse();
        Ok(chain)
    }

    /// The community of a variant, or with [`BASE`] the scene itself, unless a variant has that key.
    ///
    /// # Errors
    /// As [`VariantTree::community`].
    pub fn community_or_base(&self, scene: &Community, key: &str) -> Result<Community, TreeProblem> {
        if key == BASE && self.get(BASE).is_none() {
            return Ok(scene.clone());
        }
        self.community(scene, key)
    }

    /// All edits from the scene to a variant, each with the key of its variant and its number there, from 1.
    ///
    /// # Errors
    /// As [`VariantTree::chain`].
    pub fn edits(&self, key: &str) -> Result<Vec<(&str, usize, &Edit)>, TreeProblem> {
        let mut all = Vec::new();
        for (variant, count) in self.chain(key)? {
            let edits = variant.edits.iter().take(count).enumerate();
            all.extend(edits.map(|(at, edit)| (variant.key.as_str(), at + 1, edit)));
        }
        Ok(all)
    }

    /// The community that a variant builds upon: the scene with the edits of its bases made.
    ///
    /// # Errors
    /// As [`VariantTree::community`].
    pub fn base_community(&self, scene: &Community, key: &str) -> Result<Community, TreeProblem> {
        let mut chain = self.chain(key)?;
        chain.pop();
        follow(scene, &chain)
    }

    /// The scene with the edits of a variant, and of those that it builds upon, made.
    ///
    /// # Errors
    /// When the chain is broken, or with every edit that cannot be made of the first variant that has some.
    pub fn community(&self, scene: &Community, key: &str) -> Result<Community, TreeProblem> {
        follow(scene, &self.chain(key)?)
    }

    /// Adds a variant.
    ///
    /// # Errors
    /// When its key is taken or no key, or it builds upon one that is not there.
    pub fn create(&mut self, variant: Variant) -> Result<(), TreeProblem> {
        check_key(&variant.key)?;
        if self.get(&variant.key).is_some() {
            return Err(TreeProblem::KeyTaken(variant.key));
        }
        if let Some(base) = &variant.base {
            self.found(base.as_str())?;
        }
        let place = self.variants.partition_point(|other| other.key < variant.key);
        self.variants.insert(place, variant);
        Ok(())
    }

    /// A new variant over the edits that another one has now; later edits of that one do not change it.
    ///
    /// # Errors
    /// When there is no such variant, or the new key is taken or no key.
    pub fn fork(&mut self, key: &str, new: &str, names: [&str; 2]) -> Result<(), TreeProblem> {
        let edits = self.found(key)?.edits.len();
        self.create(Variant::fork(key, edits, new, names))
    }

    /// Gives a variant another key; those that build upon it follow.
    ///
    /// # Errors
    /// When there is no such variant, it is locked, or the new key is taken or no key.
    pub fn rename(&mut self, key: &str, new: &str) -> Result<(), TreeProblem> {
        check_key(new)?;
        if key != new && self.get(new).is_some() {
            return Err(TreeProblem::KeyTaken(new.to_owned()));
        }
        self.open_mut(key)?.key = new.to_owned();
        for variant in &mut self.variants {
            if variant.base.as_ref().is_some_and(|base| base.as_str() == key) {
                variant.base = Some(Key::from(new));
            }
        }
        self.variants.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(())
    }

    /// Approves a variant, which locks it.
    ///
    /// # Errors
    /// When there is no such variant, or it is locked.
    pub fn lock(&mut self, key: &str, by: &str, on: NaiveDate, note: &str) -> Result<(), TreeProblem> {
        let approval = Approval { by: by.to_owned(), on, note: note.to_owned() };
        self.open_mut(key)?.approval = Some(approval);
        Ok(())
    }

    /// Takes the approval back.
    ///
    /// # Errors
    /// When there is no such variant.
    pub fn unlock(&mut self, key: &str) -> Result<(), TreeProblem> {
        let variant = self.variants.iter_mut().find(|variant| variant.key == key);
        variant.ok_or_else(|| TreeProblem::NoSuchVariant(key.to_owned()))?.approval = None;
        Ok(())
    }

    /// Takes a variant out.
    ///
    /// # Errors
    /// When there is no such variant, it is locked, or others build upon it.
    pub fn remove(&mut self, key: &str) -> Result<Variant, TreeProblem> {
        self.open_mut(key)?;
        let above: Vec<String> = self
            .variants
            .iter()
            .filter(|variant| variant.base.as_ref().is_some_and(|base| base.as_str() == key))
            .map(|variant| variant.key.clone())
            .collect();
        if !above.is_empty() {
            return Err(TreeProblem::BuiltUpon(key.to_owned(), above));
        }
        let place = self.variants.iter().position(|variant| variant.key == key);
        let place = place.ok_or_else(|| TreeProblem::NoSuchVariant(key.to_owned()))?;
        Ok(self.variants.remove(place))
    }

    /// Puts a stored variant in the place of the one of its key, or adds it.
    pub fn put(&mut self, variant: Variant) {
        match self.variants.iter_mut().find(|other| other.key == variant.key) {
            Some(there) => *there = variant,
            None => {
                self.variants.push(variant);
                self.variants.sort_by(|a, b| a.key.cmp(&b.key));
            }
        }
    }

    /// Takes an edit of one variant over into another, at its end. Returns how many edits that made: none when
    /// all of it was there already.
    ///
    /// # Errors
    /// When the tree does not allow it, or a conflict has no choice; nothing is changed then.
    pub fn cherry_pick(
        &mut self,
        scene: &Community,
        from: &str,
        number: usize,
        into: &str,
        choice: &Choice,
    ) -> Result<usize, TakeOver> {
        let variant = self.found(from)?;
        let missing = || TreeProblem::NoSuchEdit(from.to_owned(), number);
        let before = variant.edits.get(..number.checked_sub(1).ok_or_else(missing)?).ok_or_else(missing)?;
        let edit = variant.edits.get(number - 1).ok_or_else(missing)?;
        let theirs_base = self.base_community(scene, from)?;
        let ours = self.community(scene, into)?;
        let edits = transplant(&theirs_base, before, &[(number, edit)], &ours, from, choice)
            .map_err(TakeOver::Conflicts)?;
        self.append(scene, into, edits)
    }

    /// Takes all edits of one variant over into another that this one does not build upon already. Returns how
    /// many edits that made.
    ///
    /// # Errors
    /// As [`VariantTree::cherry_pick`].
    pub fn merge(
        &mut self,
        scene: &Community,
        from: &str,
        into: &str,
        choice: &Choice,
    ) -> Result<usize, TakeOver> {
        let (theirs, ours) = (self.edits(from)?, self.edits(into)?);
        let shared = theirs.iter().zip(&ours).take_while(|(a, b)| (a.0, a.1) == (b.0, b.1)).count();
        let before: Vec<Edit> = theirs.iter().take(shared).map(|(_, _, edit)| (*edit).clone()).collect();
        let picked: Vec<(usize, &Edit)> =
            theirs.iter().skip(shared).enumerate().map(|(at, (_, _, edit))| (at + 1, *edit)).collect();
        // What both begin with has to fit the scene before the rest can be compared.
        resolve_edits(scene, &before).map_err(|problems| TreeProblem::Edits(from.to_owned(), problems))?;
        let here = self.community(scene, into)?;
        let edits = transplant(scene, &before, &picked, &here, from, choice).map_err(TakeOver::Conflicts)?;
        self.append(scene, into, edits)
    }

    /// Adds edits at the end of a variant, all or none.
    fn append(&mut self, scene: &Community, into: &str, edits: Vec<Edit>) -> Result<usize, TakeOver> {
        let here = self.community(scene, into)?;
        let resolved = resolve_edits(&here, &edits)
            .map_err(|problems| TreeProblem::Edits(into.to_owned(), problems))?
            .into_edits();
        let count = resolved.len();
        let variant = self.open_mut(into)?;
        variant.edits.extend(resolved);
        variant.undone.clear();
        Ok(count)
    }

    /// Makes a variant the base: its edits, and those that it builds upon, become the scene. Every other
    /// variant goes on showing what it showed.
    ///
    /// # Errors
    /// When there is no such variant, or its edits do not fit.
    pub fn promote(&self, scene: &Community, key: &str) -> Result<Promotion, TreeProblem> {
        let community = self.community(scene, key)?;
        let all: Vec<Edit> = self.edits(key)?.into_iter().map(|(_, _, edit)| edit.clone()).collect();
        let resolved = resolve_edits(scene, &all).map_err(|p| TreeProblem::Edits(key.to_owned(), p))?;
        let mut before = format!("before-{key}");
        while before.len() > LONGEST_KEY - 4 {
            before.pop();
        }
        let stem = before.clone();
        let mut number = 1;
        while self.get(&before).is_some() {
            number += 1;
            before = format!("{stem}-{number}");
        }
        let promoted = self.found(key)?;
        let variant = Variant {
            key: before.clone(),
            name_zh: format!("“{}”之前", promoted.name_zh),
            name_en: format!("Before “{}”", promoted.name_en),
            edits: resolved.inverse().into_edits(),
            ..Variant::default()
        };
        let mut tree = Self::default();
        for other in self.variants.iter().filter(|other| other.key != key) {
            let mut other = other.clone();
            let on_promoted = other.base.as_ref().is_some_and(|base| base.as_str() == key);
            match &other.base {
                // Over all of the promoted edits: over the new scene.
                Some(_) if on_promoted && other.base_edits.is_none_or(|n| n == promoted.edits.len()) => {
                    (other.base, other.base_edits) = (None, None);
                }
                // Over some of them: over the scene as it was, with those made first.
                Some(_) if on_promoted => {
                    let kept = other.base_edits.unwrap_or_default();
                    let mut edits: Vec<Edit> = promoted.edits.iter().take(kept).cloned().collect();
                    edits.append(&mut other.edits);
                    other.edits = edits;
                    (other.base, other.base_edits) = (promoted.base.clone(), promoted.base_edits);
                    if other.base.is_none() {
                        other.base = Some(Key::from(before.as_str()));
                    }
                }
                Some(_) => {}
                None => other.base = Some(Key::from(before.as_str())),
            }
            tree.put(other);
        }
        tree.put(variant);
        Ok(Promotion { community, tree, before })
    }
}

fn follow(scene: &Community, chain: &[(&Variant, usize)]) -> Result<Community, TreeProblem> {
    let mut changed: Option<Community> = None;
    for (variant, count) in chain {
        let now = changed.as_ref().unwrap_or(scene);
        let edits = variant.edits.get(..*count).unwrap_or_default();
        let resolved = resolve_edits(now, edits)
            .map_err(|problems| TreeProblem::Edits(variant.key.clone(), problems))?;
        changed = Some(resolved.apply(now));
    }
    Ok(changed.unwrap_or_else(|| scene.clone()))
}

/// Whether a text can be the key of a variant: it names a file on every system.
fn check_key(key: &str) -> Result<(), TreeProblem> {
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    if key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(plain) {
        return Err(TreeProblem::BadKey(key.to_owned()));
    }
    Ok(())
}
