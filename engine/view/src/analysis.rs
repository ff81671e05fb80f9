//! Analyses in the background: what is asked for is computed once a scene, on a worker, and shown when it is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures_lite::future};
use linli_present::{Overlay, OverlayKind, car_overlay, goods_overlay, person_overlay};
use linli_sim::reach::{
    CarOptions, GoodsOptions, InUse, PersonModel, PersonOptions, ReachRules, Scope, car_reach, goods_reach,
};
use linli_space::StreetGraph;

use crate::ViewSet;
use crate::capture::Capture;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// Seed of the simulated days, as on the command line.
const SEED: u64 = 1;

/// Overlays of the scene: those that are there, and those that are being computed.
#[derive(Resource, Default)]
pub(crate) struct Analyses {
    done: BTreeMap<OverlayKind, Result<Arc<Overlay>, String>>,
    running: BTreeMap<OverlayKind, Task<Result<Overlay, String>>>,
}

/// Overlays that are wanted besides the one on screen: their values are told, not drawn.
#[derive(Resource, Clone, Debug, Default)]
pub(crate) struct AlsoWanted(pub BTreeSet<OverlayKind>);

impl Analyses {
    /// The overlay of a kind, once it is there; why not, when it cannot be computed.
    pub(crate) fn get(&self, kind: OverlayKind) -> Option<&Result<Arc<Overlay>, String>> {
        self.done.get(&kind)
    }
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Analyses>()
        .init_resource::<AlsoWanted>()
        .add_systems(Update, run.after(ViewSet::Scene).before(ViewSet::Sync));
}

fn run(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    capture: Option<Res<Capture>>,
    also: Res<AlsoWanted>,
    mut analyses: ResMut<Analyses>,
) {
    if scene.is_changed() {
        // Figures of another variant are no figures of this one.
        *analyses = Analyses::default();
    }
    let Some(scene) = &scene.0 else { return };
    let kinds: BTreeSet<OverlayKind> = session.0.overlay.into_iter().chain(also.0.iter().copied()).collect();
    let Analyses { done, running } = analyses.bypass_change_detection();
    let missing: Vec<OverlayKind> =
        kinds.into_iter().filter(|kind| !done.contains_key(kind) && !running.contains_key(kind)).collect();
    if capture.is_some() && !missing.is_empty() {
        // A picture waits for what it shows.
        done.extend(missing.into_iter().map(|kind| (kind, compute(kind, scene).map(Arc::new))));
        analyses.set_changed();
        return;
    }
    for kind in missing {
        let scene = scene.clone();
        running.insert(kind, AsyncComputeTaskPool::get().spawn(async move { compute(kind, &scene) }));
    }
    let finished: Vec<_> = running
        .iter_mut()
        .filter_map(|(kind, task)| Some((*kind, future::block_on(future::poll_once(task))?)))
        .collect();
    if finished.is_empty() {
        return;
    }
    for (kind, outcome) in finished {
        running.remove(&kind);
        done.insert(kind, outcome.map(Arc::new));
    }
    analyses.set_changed();
}

/// The finished plan: what is removed does not count, nor what is only a sketch.
pub(crate) fn in_finished_plan(scene: &LoadedScene) -> InUse {
    InUse::in_finished_plan(&scene.facts, &scene.stages.schedule)
}

/// Computes an overlay with the rules and profiles that the command line takes without arguments.
fn compute(kind: OverlayKind, scene: &LoadedScene) -> Result<Overlay, String> {
    let mut overlay = of_facts(kind, scene)?;
    // Numbers of the facts become those of what is drawn.
    for values in &mut overlay.elements {
        let key = scene.facts.element(values.element).map(|element| &element.key);
        values.element = key.and_then(|key| scene.id_of_fact(key)).unwrap_or(values.element);
    }
    Ok(overlay)
}

fn of_facts(kind: OverlayKind, scene: &LoadedScene) -> Result<Overlay, String> {
    let rules = ReachRules::standard().map_err(|error| error.to_string())?;
    let profile = |key: &str| rules.profile(key).ok_or_else(|| format!("no profile '{key}'"));
    let community = &scene.facts;
    let streets = StreetGraph::of(community);
    let (closed, no_lifts) = (BTreeSet::new(), BTreeSet::new());
    let in_use = in_finished_plan(scene);
    let scope = Scope::new(community, &in_use);
    let walker = profile("standard")?;
    match kind {
        OverlayKind::Figure(_) => Err("a figure of parcels comes from the figures".to_owned()),
        OverlayKind::PersonReach => {
            let options =
                PersonOptions { rules: &rules, profile: walker, minute: None, direction: Default::default() };
            let reach = PersonModel::new(scope, &streets, options, &[]).reach();
            Ok(person_overlay(&reach, walker, &rules.edition, |id| {
                let key = &community.element(id)?.key;
                scene.stages.floors_m(scene.community.id_of(key)?)
            }))
        }
        OverlayKind::CarReach => {
            let driver = profile("car")?;
            let options = CarOptions {
                rules: &rules,
                walker,
                driver,
                closed: &closed,
                closed_lifts: &no_lifts,
                minute: None,
                seed: SEED,
            };
            Ok(car_overlay(
                &car_reach(scope, &streets, &options),
                rules.car.percentile.value,
                &rules.edition,
                SEED,
            ))
        }
        OverlayKind::GoodsReach => {
            let carrier = profile("courier")?;
            let options = GoodsOptions {
                rules: &rules,
                carrier,
                carriers: None,
                closed: &closed,
                closed_lifts: &no_lifts,
                minute: None,
                seed: SEED,
            };
            let reach = goods_reach(scope, &streets, &options).map_err(|error| error.to_string())?;
            Ok(goods_overlay(&reach, rules.goods.percentile.value, &rules.edition, SEED))
        }
    }
}
