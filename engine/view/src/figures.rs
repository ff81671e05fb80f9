//! Figures of the variant in the window: reckoned on workers, moved by every edit and by every drag.
//!
//! Two workers at most run at a time: one holds the models of density, green, capital and underground and follows the
//! edits, the other reckons reach anew. No frame waits for them; what they give is shown unless something newer is.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, futures_lite::future};
use linli_model::variant::Touched;
use linli_model::{Community, EditSession, Key, Variant};
use linli_present::{
    EditWish, FigureChoice, FigureName, FigureSections, FigureShown, FigureSources, FigureTrack, Overlay,
    Session, chosen_parcel, edit_of, figure_sections, figure_shown, parcel_overlay,
};
use linli_sim::figures::{FigureRules, LiveFigures, PlanSheet, park_figures, reach_figures};
use linli_sim::indicator::Indicator;
use linli_sim::reach::{Closed, Closure};

use crate::ViewSet;
use crate::capture::Capture;
use crate::edit::InHand;
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::ViewSession;

/// Reach is reckoned once a hand has rested for this long, seconds.
const REST_S: f32 = 0.25;

/// What figures are reckoned with; without it there are none. The works of the scene are put in here.
#[derive(Resource, Clone)]
pub struct FigureBasis(pub FigureRules);

impl FigureBasis {
    /// The rules with the works of a scene.
    pub(crate) fn of_scene(&self, scene: &LoadedScene) -> FigureRules {
        FigureRules { schedule: (*scene.stages.schedule).clone(), ..self.0.clone() }
    }
}

/// An edit was made.
#[derive(Message, Clone, Debug)]
pub(crate) struct EditMade(pub Touched);

/// A figure of parcels that colours their buildings.
#[derive(Resource, Default)]
pub(crate) struct FigureOverlay(pub Option<Arc<Overlay>>);

/// What a hand is about to do.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    keys: Vec<Key>,
    wish: EditWish,
}

/// What rows are made from: other figures give other ones.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RowsFrom {
    epoch: u64,
    states: [Option<u64>; 2],
    compared: [bool; 2],
    choice: FigureChoice,
}

/// The figures, and how far they belong to what is on screen.
#[derive(Resource, Default)]
pub(crate) struct Figures {
    /// Density, green, capital, underground, sunlight.
    pub sheet: Option<Arc<PlanSheet>>,
    /// Reach, and homes near parks.
    pub reach: Option<Arc<Vec<Indicator>>>,
    /// The first without the variant.
    pub sheet_before: Option<Arc<PlanSheet>>,
    /// The second without the variant.
    pub reach_before: Option<Arc<Vec<Indicator>>>,
    /// Whether the first are fresh.
    pub plan: FigureTrack,
    /// Whether those of reach are.
    pub ways: FigureTrack,
    /// Whether the facts are those of the scene without a variant.
    pub pristine: bool,
    /// The planning unit that is chosen.
    pub unit: Option<Key>,
    /// Grows when another scene or variant comes: what is still running is of no use then.
    epoch: u64,
    /// Rows made last, with what they were made from.
    made: Option<(RowsFrom, Arc<FigureSections>)>,
    facts: Option<Arc<Community>>,
    rules: Option<Arc<FigureRules>>,
    live: Option<Box<LiveFigures>>,
    queue: Vec<Touched>,
    look: Option<Look>,
    /// Names of what is closed for a trial.
    closed: BTreeSet<String>,
    moved_at_s: f32,
    plan_task: Option<Task<PlanDone>>,
    ways_task: Option<Task<WaysDone>>,
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<Figures>().init_resource::<FigureOverlay>().add_message::<EditMade>().add_systems(
        Update,
        (follow, colour).chain().after(ViewSet::Camera).after(crate::edit::carry_out).before(ViewSet::Sync),
    );
}

impl Figures {
    /// Everything as far as it is there.
    fn sources(&self) -> FigureSources<'_> {
        FigureSources {
            plan: self.sheet.as_deref(),
            reach: self.reach.as_ref().map(|list| list.as_slice()),
            plan_before: self.sheet_before.as_deref(),
            reach_before: self.reach_before.as_ref().map(|list| list.as_slice()),
        }
    }

    /// Groups with their rows, made again when something of them is another.
    pub(crate) fn sections(&mut self, choice: &FigureChoice) -> Arc<FigureSections> {
        let from = RowsFrom {
            epoch: self.epoch,
            states: [self.plan.shown(), self.ways.shown()],
            compared: [self.sheet_before.is_some(), self.reach_before.is_some()],
            choice: choice.clone(),
        };
        match &self.made {
            Some((known, rows)) if *known == from => rows.clone(),
            _ => {
                let rows = Arc::new(figure_sections(&self.sources(), choice));
                self.made = Some((from, rows.clone()));
                rows
            }
        }
    }

    /// What the panel is about: the chosen unit, and the parcel of what is selected.
    pub(crate) fn choice(&self, session: &Session, scene: &LoadedScene) -> FigureChoice {
        let selected = session.selection.and_then(|id| scene.community.element(id));
        let parcel = self
            .sheet
            .as_ref()
            .zip(selected)
            .and_then(|(sheet, element)| chosen_parcel(&scene.facts, sheet, &element.key));
        FigureChoice { unit: self.unit.clone(), parcel }
    }

    /// Begins with another scene or variant.
    fn begin(&mut self, scene: &LoadedScene, basis: &FigureBasis, pristine: bool) {
        let rules = basis.of_scene(scene);
        *self = Self {
            epoch: self.epoch + 1,
            facts: Some(scene.facts.clone()),
            rules: Some(Arc::new(rules)),
            pristine,
            ..Self::default()
        };
    }

    fn change(&mut self, now_s: f32) {
        self.plan.change();
        self.ways.change();
        self.moved_at_s = now_s;
    }

    /// Takes over edits, and what a hand is about to do.
    fn note(
        &mut self,
        scene: &LoadedScene,
        touched: Vec<Touched>,
        look: Option<Look>,
        open: bool,
        now_s: f32,
    ) {
        if !touched.is_empty() {
            self.facts = Some(scene.facts.clone());
            self.pristine = false;
            if open {
                self.queue.extend(touched);
            } else {
                // Nobody looks: the models are made again when somebody does.
                self.epoch += 1;
                self.live = None;
                self.queue.clear();
            }
            self.look = look;
            self.change(now_s);
        } else if self.look != look {
            self.look = look;
            self.change(now_s);
        }
    }

    fn plan_work(&mut self, scene: &LoadedScene) -> Option<PlanWork> {
        let (facts, rules) = (self.facts.clone()?, self.rules.clone()?);
        let state = self.plan.begin()?;
        Some(PlanWork {
            state,
            epoch: self.epoch,
            live: self.live.take(),
            facts,
            rules,
            queue: std::mem::take(&mut self.queue),
            look: self.look.clone(),
            before: (self.sheet_before.is_none() && !self.pristine).then(|| scene.base.clone()),
        })
    }

    fn take_plan(&mut self, done: PlanDone) {
        if done.epoch != self.epoch {
            self.plan.finish(done.state);
            self.plan.change();
            return;
        }
        self.live = Some(done.live);
        if self.plan.finish(done.state) {
            let sheet = Arc::new(done.sheet);
            if self.pristine && !done.looked {
                self.sheet_before = Some(sheet.clone());
            }
            self.sheet = Some(sheet);
        }
        if let Some(before) = done.before {
            self.sheet_before = Some(Arc::new(before));
        }
    }

    fn ways_work(&mut self, scene: &LoadedScene) -> Option<WaysWork> {
        let (facts, rules) = (self.facts.clone()?, self.rules.clone()?);
        let state = self.ways.begin()?;
        Some(WaysWork {
            state,
            epoch: self.epoch,
            facts,
            rules,
            look: self.look.clone(),
            closed: self.closed.clone(),
            before: (self.reach_before.is_none() && !(self.pristine && self.closed.is_empty()))
                .then(|| scene.base.clone()),
        })
    }

    fn take_ways(&mut self, done: WaysDone) {
        if done.epoch != self.epoch {
            self.ways.finish(done.state);
            self.ways.change();
            return;
        }
        if self.ways.finish(done.state) {
            let figures = Arc::new(done.figures);
            if self.pristine && !done.looked && !done.closed {
                self.reach_before = Some(figures.clone());
            }
            self.reach = Some(figures);
        }
        if let Some(before) = done.before {
            self.reach_before = Some(Arc::new(before));
        }
    }
}

/// What a worker of the plan gets.
struct PlanWork {
    state: u64,
    epoch: u64,
    live: Option<Box<LiveFigures>>,
    facts: Arc<Community>,
    rules: Arc<FigureRules>,
    queue: Vec<Touched>,
    look: Option<Look>,
    before: Option<Arc<Community>>,
}

/// What it gives back.
struct PlanDone {
    state: u64,
    epoch: u64,
    live: Box<LiveFigures>,
    sheet: PlanSheet,
    looked: bool,
    before: Option<PlanSheet>,
}

impl PlanWork {
    fn run(self) -> PlanDone {
        let mut live = match self.live {
            Some(mut live) => {
                if !self.queue.is_empty() {
                    live.take(self.facts, &self.queue);
                }
                live
            }
            None => Box::new(LiveFigures::new(self.facts, self.rules.clone())),
        };
        let edit = self.look.and_then(|look| edit_of(live.facts(), &look.keys, &look.wish).ok());
        live.look_at(edit.as_ref());
        // A drag does not wait for sunlight, which takes longer: it has no figures until the hand lets go.
        let sheet = if edit.is_some() { live.sheet() } else { whole_sheet(&mut live) };
        PlanDone {
            state: self.state,
            epoch: self.epoch,
            sheet,
            looked: edit.is_some(),
            before: self.before.map(|base| whole_sheet(&mut LiveFigures::new(base, self.rules))),
            live,
        }
    }
}

/// The figures with those of sunlight.
fn whole_sheet(live: &mut LiveFigures) -> PlanSheet {
    PlanSheet { sun: live.sun_figures(), ..live.sheet() }
}

/// What a worker of reach gets.
struct WaysWork {
    state: u64,
    epoch: u64,
    facts: Arc<Community>,
    rules: Arc<FigureRules>,
    look: Option<Look>,
    /// Names of what is closed.
    closed: BTreeSet<String>,
    before: Option<Arc<Community>>,
}

/// What it gives back.
struct WaysDone {
    state: u64,
    epoch: u64,
    figures: Vec<Indicator>,
    looked: bool,
    /// Whether something was closed.
    closed: bool,
    before: Option<Vec<Indicator>>,
}

impl WaysWork {
    fn run(self) -> WaysDone {
        let looked = self.look.as_ref().and_then(|look| with_look(&self.facts, look));
        let of = |community: &Community, closed: &Closed| {
            let mut figures = reach_figures(community, &self.rules, closed);
            figures.extend(park_figures(community, &self.rules));
            figures
        };
        let closed = closures_of(&self.facts, &self.closed);
        WaysDone {
            state: self.state,
            epoch: self.epoch,
            looked: looked.is_some(),
            closed: !self.closed.is_empty(),
            figures: of(looked.as_ref().unwrap_or(&self.facts), &closed),
            before: self.before.map(|base| of(&base, &Closed::default())),
        }
    }
}

/// What some names mean in a community; a name that means nothing there closes nothing.
fn closures_of(community: &Community, names: &BTreeSet<String>) -> Closed {
    names.iter().filter_map(|name| Closure::named(name, community).ok()).collect()
}

/// The facts with what a hand is about to do; nothing when that cannot be done.
fn with_look(facts: &Arc<Community>, look: &Look) -> Option<Arc<Community>> {
    let edit = edit_of(facts, &look.keys, &look.wish).ok()?;
    let mut session = EditSession::open(facts.clone(), Variant::of("look", Vec::new())).ok()?;
    session.commit(edit).ok()?;
    Some(session.community().clone())
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn follow(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    basis: Option<Res<FigureBasis>>,
    capture: Option<Res<Capture>>,
    time: Res<Time<Real>>,
    in_hand: Res<InHand>,
    mut made: MessageReader<EditMade>,
    mut figures: ResMut<Figures>,
) {
    let touched: Vec<Touched> = made.read().map(|EditMade(touched)| touched.clone()).collect();
    let (Some(loaded), Some(basis)) = (&scene.0, basis) else { return };
    let (open, now_s) = (session.0.figures || session.0.elastic, time.elapsed_secs());
    // Marks of parcels ask for no reach.
    let asks_ways = session.0.figures;
    let figures = &mut *figures;
    let is_same = figures.facts.as_ref().is_some_and(|facts| Arc::ptr_eq(facts, &loaded.facts));
    if !is_same && (touched.is_empty() || figures.facts.is_none()) {
        figures.begin(loaded, &basis, info.variant.is_none() && touched.is_empty());
    } else {
        let look = in_hand.wish.clone().map(|wish| Look { keys: in_hand.keys.clone(), wish });
        figures.note(loaded, touched, look, open, now_s);
    }
    if figures.closed != session.0.reach.closed {
        figures.closed.clone_from(&session.0.reach.closed);
        figures.ways.change();
        figures.moved_at_s = now_s;
    }
    if let Some(done) = figures.plan_task.as_mut().and_then(|task| future::block_on(future::poll_once(task)))
    {
        figures.plan_task = None;
        figures.take_plan(done);
    }
    if let Some(done) = figures.ways_task.as_mut().and_then(|task| future::block_on(future::poll_once(task)))
    {
        figures.ways_task = None;
        figures.take_ways(done);
    }
    if !open {
        return;
    }
    if capture.is_some() {
        // A picture waits for what it shows.
        if let Some(work) = figures.plan_work(loaded) {
            figures.take_plan(work.run());
        }
        if asks_ways && let Some(work) = figures.ways_work(loaded) {
            figures.take_ways(work.run());
        }
        return;
    }
    let pool = AsyncComputeTaskPool::get();
    if let Some(work) = figures.plan_work(loaded) {
        figures.plan_task = Some(pool.spawn(async move { work.run() }));
    }
    let rests = now_s - figures.moved_at_s >= REST_S || figures.reach.is_none();
    if asks_ways
        && rests
        && let Some(work) = figures.ways_work(loaded)
    {
        figures.ways_task = Some(pool.spawn(async move { work.run() }));
    }
}

/// Colours buildings by the figure that is open.
fn colour(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut figures: ResMut<Figures>,
    mut overlay: ResMut<FigureOverlay>,
    mut last: Local<Option<(Arc<FigureSections>, FigureName)>>,
) {
    let wanted = session.0.figure.clone().filter(|_| session.0.figures);
    let (Some(name), Some(sheet), Some(scene)) = (wanted, figures.sheet.clone(), &scene.0) else {
        *last = None;
        if overlay.0.is_some() {
            overlay.0 = None;
        }
        return;
    };
    let choice = figures.choice(&session.0, scene);
    let sections = figures.sections(&choice);
    if last.as_ref().is_some_and(|(rows, of)| Arc::ptr_eq(rows, &sections) && *of == name) {
        return;
    }
    let row = sections.iter().flat_map(|(_, rows)| rows).find(|row| row.is_named(&name));
    let shown = row
        .filter(|row| figure_shown(row, &sheet) == FigureShown::Parcels)
        .and_then(|row| parcel_overlay(row, &sheet, &scene.community));
    if overlay.0.as_deref() != shown.as_ref() {
        overlay.0 = shown.map(Arc::new);
    }
    *last = Some((sections, name));
}
