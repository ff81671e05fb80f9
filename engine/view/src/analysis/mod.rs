//! Analyses in the background: what is asked for is answered on a thread of its own, and shown when it is there.

mod desk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy::prelude::*;
use linli_model::{Community, ElementId};
use linli_present::{HomeWays, Overlay, OverlayKind, ReachView, Session, basis_of};
use linli_sim::reach::{
    Closure, HomeWay, InUse, Profile, ReachQuestion, ReachRules, TimeGrid, WayDifference,
};

use crate::ViewSet;
use crate::capture::Capture;
use crate::pick;
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::ViewSession;
use desk::{Ask, AskedHome, Desk, SharedDays, Told};

/// Answers about the scene: those that are there, and who answers.
#[derive(Resource, Default)]
pub(crate) struct Analyses {
    done: BTreeMap<OverlayKind, Result<Arc<Overlay>, String>>,
    /// The ways of the selected home.
    pub home: Option<Arc<HomeWays>>,
    /// Times on the ground.
    pub grid: Option<Arc<TimeGrid>>,
    /// What the closures change, by way.
    pub differences: Vec<(HomeWay, WayDifference)>,
    /// Whether something that was asked for is not there yet.
    pub busy: bool,
    /// Profiles of people on foot that can be chosen.
    pub walkers: Vec<Profile>,
    /// Who, when, by which edition, in English and Chinese.
    pub basis: [String; 2],
    /// Why nothing can be answered.
    pub trouble: Option<String>,
    /// The home whose ways were told last, and these.
    told_home: (Option<AskedHome>, Option<Arc<HomeWays>>),
    /// The closures whose differences were told last, and these.
    told_differences: (BTreeSet<Closure>, Vec<(HomeWay, WayDifference)>),
    /// Profile and departure that the desk answers for.
    asked_for: Option<(String, Option<u16>)>,
    desk: Option<Desk>,
    asked: Option<Ask>,
    days: SharedDays,
    /// Profile and departure of the days.
    days_for: Option<(String, Option<u16>)>,
}

/// Overlays that are wanted besides the one on screen: their values are told, not drawn.
#[derive(Resource, Clone, Debug, Default)]
pub(crate) struct AlsoWanted(pub BTreeSet<OverlayKind>);

impl Analyses {
    /// The overlay of a kind, once it is there; why not, when it cannot be computed.
    pub(crate) fn get(&self, kind: OverlayKind) -> Option<Result<&Arc<Overlay>, &String>> {
        let known = self.done.get(&kind).map(Result::as_ref);
        known.or_else(|| self.trouble.as_ref().map(Err))
    }

    /// Opens a desk for the profile and the departure that are chosen.
    fn open(&mut self, scene: &LoadedScene, view: &ReachView) {
        // Days are those of a departure and a profile.
        let asked_for = Some((view.profile.clone(), view.departure));
        let days = if self.days_for == asked_for { self.days.clone() } else { SharedDays::default() };
        *self = Self { days, days_for: asked_for.clone(), asked_for, ..Self::default() };
        let rules = ReachRules::standard().map_err(|error| error.to_string());
        let opened = rules.and_then(|rules| {
            self.walkers = rules.walkers().cloned().collect();
            let question = ReachQuestion::new(rules, &view.profile, "courier");
            let question = question.map_err(|error| error.to_string())?;
            let question = ReachQuestion { minute: view.departure, ..question };
            self.basis = basis_of(&question);
            Desk::open(scene.clone(), question, self.days.clone())
        });
        match opened {
            Ok(desk) => self.desk = Some(desk),
            Err(why) => self.trouble = Some(why),
        }
    }

    fn take(&mut self, told: Told) {
        match told {
            Told::Overlay(kind, overlay) => {
                self.done.insert(kind, overlay.map(Arc::new));
            }
            Told::Home(home, ways) => self.told_home = (home, ways.map(|ways| Arc::new(*ways))),
            Told::Grid(grid) => self.grid = Some(Arc::new(grid)),
            Told::Differences(closed, found) => self.told_differences = (closed, found),
            Told::Done(number) => self.busy &= self.desk.as_ref().is_none_or(|desk| !desk.is_last(number)),
            Told::Ended => {
                (self.desk, self.busy) = (None, false);
                self.trouble = Some("the thread that reckons reach has ended".to_owned());
            }
        }
    }

    /// Shows of the answers what is asked for now; answers to what was asked before may still come.
    fn show_asked(&mut self) {
        let asked = self.asked.as_ref();
        let (home, ways) = &self.told_home;
        self.home = ways.clone().filter(|_| asked.is_some_and(|asked| asked.home == *home));
        let (closed, found) = &self.told_differences;
        let is_asked = asked.is_some_and(|asked| asked.closed == *closed);
        self.differences = if is_asked { found.clone() } else { Vec::new() };
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
    info: Res<SceneInfo>,
    capture: Option<Res<Capture>>,
    also: Res<AlsoWanted>,
    mut analyses: ResMut<Analyses>,
) {
    if scene.is_changed() {
        // Answers about another variant are no answers about this one; what was simulated may be.
        let (days, days_for) = (std::mem::take(&mut analyses.days), analyses.days_for.take());
        let is_same = !info.is_changed();
        *analyses = Analyses::default();
        if is_same {
            (analyses.days, analyses.days_for) = (days, days_for);
        }
    }
    let Some(scene) = &scene.0 else { return };
    let ask = asked(scene, &session.0, &also);
    let quiet = analyses.bypass_change_detection();
    let is_idle = ask == Ask::default() && !session.0.reach.open;
    if quiet.desk.is_none() && quiet.trouble.is_none() && is_idle {
        return;
    }
    let view = &session.0.reach;
    let is_same = quiet
        .asked_for
        .as_ref()
        .is_some_and(|(profile, departure)| (profile, *departure) == (&view.profile, view.departure));
    if !is_same {
        analyses.open(scene, view);
    }
    let quiet = analyses.bypass_change_detection();
    let Some(desk) = &mut quiet.desk else { return };
    let is_new = quiet.asked.as_ref() != Some(&ask);
    if is_new {
        desk.ask(ask.clone());
        quiet.asked = Some(ask);
        quiet.busy = true;
    }
    // A picture waits for what it shows.
    let answers = quiet.desk.as_ref().map(|desk| desk.answers(is_new && capture.is_some()));
    let answers = answers.unwrap_or_default();
    if !answers.is_empty() || is_new {
        answers.into_iter().for_each(|told| quiet.take(told));
        quiet.show_asked();
        analyses.set_changed();
    }
}

/// What the session wants to know.
fn asked(scene: &LoadedScene, session: &Session, also: &AlsoWanted) -> Ask {
    let is_asked = |kind: &OverlayKind| OverlayKind::ALL.contains(kind);
    let view = &session.reach;
    let bands = view.bands.then_some(OverlayKind::PersonReach);
    let overlays: BTreeSet<OverlayKind> =
        session.overlay.into_iter().chain(bands).filter(is_asked).chain(also.0.iter().copied()).collect();
    let wanted = !overlays.is_empty() || view.is_asked();
    let closed = view.closed.iter().filter(|_| wanted);
    Ask {
        overlays,
        home: session.selection.filter(|_| view.open).and_then(|id| home_of(scene, id, view.level)),
        grid: view.bands,
        closed: closed.filter_map(|name| Closure::named(name, &scene.facts).ok()).collect(),
        changes: view.open && scene.comparison.is_none() && !Arc::ptr_eq(&scene.base, &scene.facts),
    }
}

/// The building that is meant, with its parts, in numbers of the facts.
fn home_of(scene: &LoadedScene, id: ElementId, level: Option<i16>) -> Option<AskedHome> {
    scene.community.element(id)?.kind.building()?;
    Some((pick::whole(scene, id).into_iter().filter_map(|id| scene.fact_of(id)).collect(), level))
}

/// The finished plan: what is removed does not count, nor what is only a sketch.
pub(crate) fn in_finished_plan(scene: &LoadedScene, community: &Community) -> InUse {
    InUse::in_finished_plan(community, &scene.stages.schedule)
}
