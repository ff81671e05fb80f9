//! Variants of a scene that a show sets beside it: their changes are drawn apart, and the table of looks decides
//! on which side of the picture they are seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures_lite::future};
use linli_model::variant::Touched;
use linli_model::{Answer, Comparison, Key, Show};

use super::KioskShow;
use crate::edit::take_over;
use crate::scene::{CurrentScene, LoadedScene};

/// Gives a scene with the changes of a variant drawn apart, or why it cannot be had.
pub type LoadCompared = dyn Fn(&Key, &LoadedScene) -> Result<LoadedScene, String> + Send + Sync;

/// Where compared variants come from; without it a show sets none beside the scene.
#[derive(Resource, Clone)]
pub struct ComparedVariants(pub Arc<LoadCompared>);

/// The scene as it was loaded, and with the variants that the show names.
#[derive(Resource, Default)]
pub(crate) struct Variants {
    plain: Option<LoadedScene>,
    made: BTreeMap<Key, Option<LoadedScene>>,
    making: BTreeMap<Key, Task<Result<LoadedScene, String>>>,
    /// What the current scene is: another one has been loaded when this is not so.
    shown: Option<Option<Key>>,
}

/// A scene in which what a variant changes is drawn apart. Whether that or the scene itself is seen is a matter of
/// the session.
#[must_use]
pub fn compared_scene(scene: &LoadedScene, variant: &Key, touched: &Touched) -> LoadedScene {
    let mut compared = scene.clone();
    take_over(&mut compared, touched, &scene.facts);
    // What is tapped is the scene itself.
    compared.index = scene.index.clone();
    compared.compares = Some(variant.clone());
    compared
}

/// The variant that is wanted now.
fn wanted(show: &KioskShow) -> Option<Key> {
    let moment = show.kiosk.moment(show.now, |_, _| None)?;
    let beside = match moment.comparison {
        Some(Comparison::Variant(key)) => Some(key),
        _ => None,
    };
    show.moved.variant.as_ref().or(moment.variant).or(beside).cloned()
}

/// Every variant that a show names.
fn named(show: &Show) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for chapter in &show.chapters {
        for step in &chapter.steps {
            keys.extend(step.variant.clone());
            if let Some(Comparison::Variant(key)) = &step.comparison {
                keys.push(key.clone());
            }
        }
        if let Some(Answer::Vote { choices }) = chapter.question.as_ref().map(|question| &question.answer) {
            keys.extend(choices.iter().filter_map(|choice| choice.variant.clone()));
        }
    }
    keys.sort();
    keys.dedup();
    keys
}

pub(super) fn follow(
    show: Res<KioskShow>,
    source: Option<Res<ComparedVariants>>,
    capture: Option<Res<crate::Capture>>,
    mut scene: ResMut<CurrentScene>,
    mut variants: ResMut<Variants>,
) {
    let variants = &mut *variants;
    let Some(current) = &scene.0 else { return };
    if variants.shown.as_ref() != Some(&current.compares) {
        // A scene has been loaded.
        *variants = Variants { plain: Some(current.clone()), shown: Some(None), ..Variants::default() };
    }
    let Some(source) = source else { return };
    if capture.is_none() {
        variants.make(&show, &source);
    }
    let wanted = wanted(&show).filter(|key| variants.made.get(key).is_some_and(Option::is_some));
    if variants.shown.as_ref() == Some(&wanted) {
        return;
    }
    let next = match &wanted {
        Some(key) => variants.made.get(key).cloned().flatten(),
        None => variants.plain.clone(),
    };
    if let Some(next) = next {
        scene.0 = Some(next);
        variants.shown = Some(wanted);
    }
}

impl Variants {
    /// Makes what the show names in the background, one after the other.
    fn make(&mut self, show: &KioskShow, source: &ComparedVariants) {
        let Some(plain) = &self.plain else { return };
        let finished: Vec<_> = self
            .making
            .iter_mut()
            .filter_map(|(key, task)| Some((key.clone(), future::block_on(future::poll_once(task))?)))
            .collect();
        for (key, outcome) in finished {
            self.making.remove(&key);
            self.made.insert(key.clone(), told(&key, outcome));
        }
        if !self.making.is_empty() {
            return;
        }
        let is_new = |key: &Key| !self.made.contains_key(key);
        if let Some(key) = named(show.kiosk.script().show()).into_iter().find(is_new) {
            let (source, plain, of) = (source.clone(), plain.clone(), key.clone());
            let task = AsyncComputeTaskPool::get().spawn(async move { (source.0)(&of, &plain) });
            self.making.insert(key, task);
        }
    }
}

fn told(key: &Key, outcome: Result<LoadedScene, String>) -> Option<LoadedScene> {
    outcome.map_err(|why| error!("variant {key}: {why}")).ok()
}

/// Makes what the frame of a picture wants at once.
pub(crate) fn settle(world: &mut World) {
    let Some(source) = world.get_resource::<ComparedVariants>().cloned() else { return };
    let (Some(key), Some(plain)) =
        (world.get_resource::<KioskShow>().and_then(wanted), world.resource::<CurrentScene>().0.clone())
    else {
        return;
    };
    if plain.compares.is_some() || world.resource::<Variants>().made.contains_key(&key) {
        return;
    }
    let made = told(&key, (source.0)(&key, &plain));
    let mut variants = world.resource_mut::<Variants>();
    if variants.shown.is_none() {
        variants.plain = Some(plain);
        variants.shown = Some(None);
    }
    variants.made.insert(key, made);
}
