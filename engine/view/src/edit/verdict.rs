//! The underground check of what a hand holds: right in the frame that shows it.
//!
//! The whole place is checked once, beside the running picture, when something below the ground is taken in hand. Then each
//! frame puts what would be there into that state, reads the places where a figure is not kept, and takes it out again.

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures_lite::future};
use linli_model::variant::Touched;
use linli_model::{Change, Element, Key, Kind, Point3};
use linli_present::{EditTool, edit_of, hit_line, title_of};
use linli_sim::clearance::{ClearanceState, Edit as Put, Hit, Verdict, verdict_of};

use super::hand::InHand;
use crate::analysis::in_finished_plan;
use crate::figures::EditMade;
use crate::findings::UndergroundRules;
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::ViewSession;

/// Most places that are shown; the worst come first.
const MOST_SHOWN: usize = 5;
/// Most elements that one change may touch and still be checked in its frame.
const MOST_TOUCHED: usize = 200;

/// A place where a figure is not kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ShownHit {
    /// Where it is on the one and on the other, local metres.
    pub ends: [Point3; 2],
    /// What is measured and what is wanted, the other thing, the clause.
    pub words: String,
    /// What may be said.
    pub verdict: Verdict,
}

/// What the check says of what is in hand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum VerdictShown {
    /// The check is being prepared.
    Preparing,
    /// Number of places, and the worst of them.
    Hits(usize, Vec<ShownHit>),
}

/// The check, and what it says.
#[derive(Resource, Default)]
pub(crate) struct LiveVerdict {
    /// Nothing while nothing below the ground is in hand.
    pub shown: Option<VerdictShown>,
    state: Option<Box<ClearanceState>>,
    opening: Option<Task<ClearanceState>>,
    /// Edits that were made while the state was opened.
    missed: Vec<Touched>,
}

/// Whether the check looks at elements of a kind.
fn is_checked(kind: &Kind) -> bool {
    matches!(kind, Kind::UtilityLine(_) | Kind::Corridor(_) | Kind::Basement(_) | Kind::UtilityNode(_))
}

/// Whether the hand is about to take something that is checked.
fn is_wanted(session: &ViewSession, scene: &LoadedScene) -> bool {
    match session.0.tool {
        Some(EditTool::Draw(drawing)) => drawing.is_underground(),
        Some(EditTool::Move | EditTool::Reshape) => {
            let element = session.0.selection.and_then(|id| scene.community.element(id));
            element.is_some_and(|element| is_checked(&element.kind))
        }
        None => false,
    }
}

pub(super) fn follow(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    rules: Option<Res<UndergroundRules>>,
    in_hand: Res<InHand>,
    mut made: MessageReader<EditMade>,
    mut live: ResMut<LiveVerdict>,
) {
    let touched: Vec<Touched> = made.read().map(|EditMade(touched)| touched.clone()).collect();
    let (Some(loaded), Some(rules)) = (&scene.0, rules) else { return };
    if info.is_changed() {
        *live = LiveVerdict::default();
    }
    live.bypass_change_detection().take(touched);
    if !is_wanted(&session, loaded) {
        if live.shown.is_some() {
            live.shown = None;
        }
        return;
    }
    let quiet = live.bypass_change_detection();
    if quiet.state.is_none() && quiet.opening.is_none() {
        let (part, book) = (in_finished_plan(loaded, &loaded.facts).part_of(&loaded.facts), rules.0.clone());
        quiet.missed.clear();
        quiet.opening =
            Some(AsyncComputeTaskPool::get().spawn(async move { ClearanceState::new(book, &part) }));
    }
    let mut is_new = false;
    if let Some(state) = quiet.opening.as_mut().and_then(|task| future::block_on(future::poll_once(task))) {
        (quiet.opening, quiet.state) = (None, Some(Box::new(state)));
        let missed = std::mem::take(&mut quiet.missed);
        quiet.take(missed);
        is_new = true;
    }
    if !in_hand.is_changed() && !is_new && !scene.is_changed() {
        return;
    }
    let shown = match &mut quiet.state {
        None => Some(VerdictShown::Preparing),
        Some(state) => said(state, &in_hand, loaded, &session),
    };
    if live.shown != shown {
        live.shown = shown;
    }
}

impl LiveVerdict {
    /// Takes over edits that were made.
    fn take(&mut self, touched: Vec<Touched>) {
        let elements = || touched.iter().flat_map(|touched| &touched.elements);
        let is_street = |element: &Option<Element>| {
            element.as_ref().is_some_and(|element| matches!(element.kind, Kind::Street(_)))
        };
        if elements().any(|change| is_street(&change.before) || is_street(&change.after)) {
            // The surface above is another one.
            (self.state, self.opening) = (None, None);
            return;
        }
        if let Some(state) = &mut self.state {
            for change in elements() {
                state.edit(&match &change.after {
                    Some(element) => Put::Put(Box::new(element.clone())),
                    None => Put::Remove(change.key.clone()),
                });
            }
        } else if self.opening.is_some() {
            self.missed.extend(touched);
        }
    }
}

/// What the check says of what is in hand; nothing where nothing is.
fn said(
    state: &mut ClearanceState,
    in_hand: &InHand,
    scene: &LoadedScene,
    session: &ViewSession,
) -> Option<VerdictShown> {
    let wish = in_hand.wish.as_ref()?;
    let edit = edit_of(&scene.facts, &in_hand.keys, wish).ok()?;
    let there = |key: &Key| scene.facts.id_of(key).and_then(|id| scene.facts.element(id));
    let after = |change: &Change| change.after(there(change.key()));
    let is_of_check = |change: &&Change| {
        let element = after(change);
        element.as_ref().or(there(change.key())).is_some_and(|element| is_checked(&element.kind))
    };
    let changes: Vec<&Change> = edit.changes.iter().filter(is_of_check).take(MOST_TOUCHED).collect();
    for change in &changes {
        state.edit(&match after(change) {
            Some(element) => Put::Put(Box::new(element)),
            None => Put::Remove(change.key().clone()),
        });
    }
    let mut hits: Vec<Hit> = Vec::new();
    for change in &changes {
        let own = state.hits_of(change.key()).into_iter().cloned();
        let new: Vec<Hit> = own.filter(|hit| !hits.contains(hit)).collect();
        hits.extend(new);
    }
    let lack = |hit: &Hit| (hit.required_m - hit.actual_m) / hit.required_m.max(1e-3);
    hits.sort_by(|a, b| lack(b).total_cmp(&lack(a)));
    let language = session.0.language;
    let is_own = |key: &Key| changes.iter().any(|change| change.key() == key);
    let shown = hits.iter().take(MOST_SHOWN).map(|hit| {
        let other = if is_own(&hit.a) { hit.b.as_ref() } else { Some(&hit.a) };
        let title =
            other.map(|key| there(key).map_or(key.to_string(), |element| title_of(element, language)));
        ShownHit {
            ends: [hit.at_a, hit.at_b],
            words: hit_line(hit, state.book().rule(hit.rule), title.as_deref(), language),
            verdict: verdict_of(hit, state),
        }
    });
    let shown = VerdictShown::Hits(hits.len(), shown.collect());
    for change in &changes {
        state.edit(&match there(change.key()) {
            Some(element) => Put::Put(Box::new(element.clone())),
            None => Put::Remove(change.key().clone()),
        });
    }
    Some(shown)
}
