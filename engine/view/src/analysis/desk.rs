//! A thread that holds the models of reach of one scene and answers what is asked of it, the quick answers first.
//!
//! Models borrow the community and the question, so they live on the thread's stack. A closure goes into the living
//! model of people, which works out again only what it touches; cars and goods take their simulated days from a memo
//! where nothing of them changed.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};

use linli_model::{Community, Element, ElementId};
use linli_present::{
    HomeWays, Overlay, OverlayKind, car_overlay, goods_overlay, person_overlay, sun_overlay,
};
use linli_sim::reach::{
    CarModel, Closed, Closure, DayMemo, GoodsModel, HomeExplanation, HomeWay, PersonModel, ReachQuestion,
    Scope, StoreyTimes, TimeGrid, WayDifference, person_times, storey_times,
};
use linli_sim::sun::{SunModel, SunRules};
use linli_space::StreetGraph;

use super::in_finished_plan;
use crate::scene::LoadedScene;

/// Side of a cell of the ground's times, metres.
const CELL_M: f64 = 1.5;
/// Times that the ground shows at most, milliseconds.
const GROUND_MS: u32 = (linli_present::FRONT_MINUTES * 60_000.0) as u32;

/// A home: elements of its building (numbers of the facts), and its level.
pub(super) type AskedHome = (Vec<ElementId>, Option<i16>);

/// Simulated days, kept while a scene is edited: of an edit only the hubs and garages that it touches are simulated anew.
pub(super) type SharedDays = Arc<Mutex<DayMemo>>;

/// Everything that is wanted now.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ask {
    /// Values on buildings.
    pub overlays: BTreeSet<OverlayKind>,
    /// A home whose ways are wanted.
    pub home: Option<AskedHome>,
    /// Times on the ground.
    pub grid: bool,
    /// What is closed (numbers of the facts).
    pub closed: BTreeSet<Closure>,
    /// Whether it is wanted what edits change.
    pub changes: bool,
}

/// An answer.
pub(super) enum Told {
    Overlay(OverlayKind, Result<Overlay, String>),
    /// The home that was asked for, and its ways; nothing where nobody lives.
    Home(Option<AskedHome>, Option<Box<HomeWays>>),
    Grid(TimeGrid),
    /// The closures, and what they change; people first, then all ways.
    Differences(BTreeSet<Closure>, Vec<(HomeWay, WayDifference)>),
    /// Everything of the ask with this number is told.
    Done(u64),
    /// The thread has ended before its time: nothing more will be told.
    Ended,
}

/// The thread, from outside. It ends when this is dropped.
pub(super) struct Desk {
    asks: Sender<(u64, Ask)>,
    told: Mutex<Receiver<Told>>,
    number: u64,
}

impl Desk {
    /// Starts the thread.
    pub(super) fn open(
        scene: LoadedScene,
        question: ReachQuestion,
        days: SharedDays,
    ) -> Result<Self, String> {
        let (asks, asked) = channel();
        let (tell, told) = channel();
        std::thread::Builder::new()
            .name("reach".to_owned())
            .spawn(move || work(&scene, &question, &days, &Wire { asked, tell }))
            .map_err(|error| error.to_string())?;
        Ok(Self { asks, told: Mutex::new(told), number: 0 })
    }

    /// Asks for something else than before.
    pub(super) fn ask(&mut self, ask: Ask) {
        self.number += 1;
        // A thread that has ended tells nothing any more; that is seen where its answers are taken.
        let _ = self.asks.send((self.number, ask));
    }

    /// Answers that have come; with `wait` all that were asked for.
    pub(super) fn answers(&self, wait: bool) -> Vec<Told> {
        let Ok(told) = self.told.lock() else { return Vec::new() };
        let mut answers = Vec::new();
        if wait {
            while let Ok(answer) = told.recv() {
                let is_last = matches!(answer, Told::Done(number) if self.is_last(number));
                answers.push(answer);
                if is_last {
                    break;
                }
            }
        }
        loop {
            match told.try_recv() {
                Ok(answer) => answers.push(answer),
                Err(TryRecvError::Empty) => return answers,
                Err(TryRecvError::Disconnected) => {
                    answers.push(Told::Ended);
                    return answers;
                }
            }
        }
    }

    /// Whether nothing was asked after the ask with this number.
    pub(super) fn is_last(&self, number: u64) -> bool {
        number == self.number
    }
}

/// The thread's end of both channels.
struct Wire {
    asked: Receiver<(u64, Ask)>,
    tell: Sender<Told>,
}

/// What never changes on the thread.
struct Place<'a> {
    scene: &'a LoadedScene,
    scope: Scope<'a>,
    streets: StreetGraph,
    question: &'a ReachQuestion,
}

fn work(scene: &LoadedScene, question: &ReachQuestion, days: &SharedDays, wire: &Wire) {
    let Ok(mut next) = wire.asked.recv() else { return };
    let in_use = in_finished_plan(scene, &scene.facts);
    let scope = Scope::new(&scene.facts, &in_use);
    let place = Place { scene, scope, streets: StreetGraph::of(&scene.facts), question };
    // What edits change is told against the scene without them.
    let base_in_use = in_finished_plan(scene, &scene.base);
    let unedited = Arc::ptr_eq(&scene.base, &scene.facts) || *scene.base == *scene.facts;
    let base = (!unedited).then(|| Place {
        scene,
        scope: Scope::new(&scene.base, &base_in_use),
        streets: StreetGraph::of(&scene.base),
        question,
    });
    let mut person = question.person_model(scope, &place.streets);
    let mut before: Option<Vec<StoreyTimes>> = None;
    let people_before = match &base {
        None => person_times(&person.reach()),
        Some(base) => {
            let times = person_times(&question.person_model(base.scope, &base.streets).reach());
            renumbered(times, &scene.base, &scene.facts)
        }
    };
    loop {
        let wanted = &next.1.closed;
        let opened: Vec<Closure> = person.closed().difference(wanted).copied().collect();
        let closed: Vec<Closure> = wanted.difference(person.closed()).copied().collect();
        for closure in opened {
            person.open(closure);
        }
        for closure in closed {
            person.close(closure);
        }
        let question = question.with_closed(wanted.iter().copied().collect::<Closed>());
        let mut round = Round {
            place: &place,
            base: base.as_ref().unwrap_or(&place),
            is_edited: base.is_some(),
            question: &question,
            person: &person,
            car: None,
            goods: None,
            days,
            people_before: &people_before,
            before: &mut before,
            told: Ask::default(),
            told_home: (None, true),
            compared: 0,
        };
        match round.answer(next, wire) {
            Some(other) => next = other,
            None => return,
        }
    }
}

/// Answers while one set of closures holds.
struct Round<'a, 'q> {
    place: &'a Place<'a>,
    /// The place without what was edited.
    base: &'a Place<'a>,
    is_edited: bool,
    question: &'q ReachQuestion,
    person: &'a PersonModel<'a>,
    car: Option<CarModel<'q>>,
    goods: Option<Result<GoodsModel<'q>, String>>,
    days: &'a SharedDays,
    people_before: &'a [StoreyTimes],
    before: &'a mut Option<Vec<StoreyTimes>>,
    /// What has been told.
    told: Ask,
    /// The home whose ways have been told last, and whether all of them or those on foot alone.
    told_home: (Option<AskedHome>, bool),
    /// How many steps of the comparison have been told: people, all.
    compared: u8,
}

impl Round<'_, '_> {
    /// Answers until other closures are asked for, which are given back, or nobody asks any more.
    fn answer(&mut self, mut ask: (u64, Ask), wire: &Wire) -> Option<(u64, Ask)> {
        let closed = ask.1.closed.clone();
        loop {
            while let Ok(newer) = wire.asked.try_recv() {
                ask = newer;
            }
            if ask.1.closed != closed {
                return Some(ask);
            }
            let Some(answers) = self.step(&ask.1) else {
                wire.tell.send(Told::Done(ask.0)).ok()?;
                ask = wire.asked.recv().ok()?;
                continue;
            };
            for answer in answers {
                wire.tell.send(answer).ok()?;
            }
        }
    }

    /// The next answer that is wanted and not told yet.
    fn step(&mut self, ask: &Ask) -> Option<Vec<Told>> {
        if ask.grid && !self.told.grid {
            self.told.grid = true;
            return Some(vec![Told::Grid(self.person.time_grid(GROUND_MS, CELL_M))]);
        }
        if self.told_home != (ask.home.clone(), true) {
            let has_days = self.car.is_some() && self.goods.is_some();
            // People are known at once; cars and goods have to be simulated first.
            let is_whole = ask.home.is_none() || has_days || self.told_home.0 == ask.home;
            if is_whole && ask.home.is_some() {
                self.cars();
                self.goods();
            }
            self.told_home = (ask.home.clone(), is_whole);
            return Some(vec![Told::Home(ask.home.clone(), self.home(ask, is_whole))]);
        }
        let is_changed = (self.is_edited && ask.changes) || !ask.closed.is_empty();
        if is_changed && self.compared == 0 {
            self.compared = 1;
            let now = person_times(&self.person.reach());
            let limit_ms = self.question.rules.person.limit.ms().into();
            let found = WayDifference::between(self.people_before, &now, HomeWay::Person, limit_ms);
            return Some(vec![Told::Differences(ask.closed.clone(), vec![(HomeWay::Person, found)])]);
        }
        if let Some(kind) = ask.overlays.difference(&self.told.overlays).next().copied() {
            self.told.overlays.insert(kind);
            let overlay = self.overlay(kind).map(|overlay| self.as_drawn(overlay));
            return Some(vec![Told::Overlay(kind, overlay)]);
        }
        if is_changed && self.compared == 1 {
            self.compared = 2;
            let closed = ask.closed.clone();
            return self.differences().map(|found| vec![Told::Differences(closed, found)]);
        }
        None
    }

    fn cars(&mut self) {
        if self.car.is_none() {
            let (scope, streets) = (self.place.scope, &self.place.streets);
            let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            self.car = Some(self.question.car_model(scope, streets, &mut days));
        }
    }

    fn goods(&mut self) {
        if self.goods.is_none() {
            let (scope, streets) = (self.place.scope, &self.place.streets);
            let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            let model = self.question.goods_model(scope, streets, &mut days);
            self.goods = Some(model.map_err(|error| error.to_string()));
        }
    }

    /// The ways of the home that is asked for; `is_whole` with cars and goods, which must be there then.
    fn home(&self, ask: &Ask, is_whole: bool) -> Option<Box<HomeWays>> {
        let (elements, level) = ask.home.as_ref()?;
        // A building of several parts has homes in each.
        let parts = || self.person.homes().iter().filter(|home| elements.contains(&home.element));
        let levels: BTreeSet<i16> =
            parts().flat_map(|home| &home.storeys).map(|storey| storey.level).collect();
        let level = level.or(levels.last().copied())?;
        let home = parts().find(|home| home.storeys.iter().any(|storey| storey.level == level))?;
        let levels: Vec<i16> = levels.into_iter().collect();
        let (car, goods) = match (is_whole, &self.car, &self.goods) {
            (true, Some(car), Some(goods)) => (
                car.explain(self.place.scope, home.element, level),
                goods.as_ref().ok().and_then(|goods| goods.explain(home.element, level)),
            ),
            _ => (None, None),
        };
        let person = self.person.explain(home.element, level)?;
        let explanation = HomeExplanation { person, car, goods };
        let whose = (home.element, level, levels);
        Some(Box::new(HomeWays::new(explanation, whose, self.question, is_whole)))
    }

    fn overlay(&mut self, kind: OverlayKind) -> Result<Overlay, String> {
        let (edition, scene) = (&self.question.rules.edition, self.place.scene);
        match kind {
            OverlayKind::Figure(_) => Err("a figure of parcels comes from the figures".to_owned()),
            OverlayKind::PersonReach => {
                Ok(person_overlay(&self.person.reach(), self.question, |id| floors_m(scene, id)))
            }
            OverlayKind::Sunlight => self.sunlight(),
            OverlayKind::CarReach => {
                self.cars();
                let percent = self.question.rules.car.percentile.value;
                let model = self.car.as_ref().ok_or("no model of cars")?;
                Ok(car_overlay(model.reach(), percent, edition, self.question.seed, |id| floors_m(scene, id)))
            }
            OverlayKind::GoodsReach => {
                self.goods();
                let percent = self.question.rules.goods.percentile.value;
                let model = self.goods.as_ref().ok_or("no model of goods")?.as_ref()?;
                Ok(goods_overlay(model.reach(), percent, edition, self.question.seed, |id| {
                    floors_m(scene, id)
                }))
            }
        }
    }

    /// Sunlight of the homes of the finished plan.
    fn sunlight(&self) -> Result<Overlay, String> {
        let (scene, scope) = (self.place.scene, self.place.scope);
        let rules = SunRules::standard().map_err(|error| error.to_string())?;
        let day = rules.day(None).ok_or("no day of sunlight")?;
        let counts = |id: ElementId, _: &Element| scope.element(id).is_some();
        let model = SunModel::new(&scene.facts, &rules, day, &self.question.rules, &counts);
        let model = model.map_err(|error| error.to_string())?;
        Ok(sun_overlay(&model, |key| scene.facts.id_of(key), |id| floors_m(scene, id)))
    }

    /// Numbers of the facts become those of what is drawn.
    fn as_drawn(&self, mut overlay: Overlay) -> Overlay {
        let scene = self.place.scene;
        for values in &mut overlay.elements {
            let key = scene.facts.element(values.element).map(|element| &element.key);
            values.element = key.and_then(|key| scene.id_of_fact(key)).unwrap_or(values.element);
        }
        overlay
    }

    /// What the closures change in all ways.
    fn differences(&mut self) -> Option<Vec<(HomeWay, WayDifference)>> {
        self.cars();
        self.goods();
        let (Some(car), Some(Ok(goods))) = (&self.car, &self.goods) else { return None };
        let now = storey_times(self.person, car, goods);
        let limits = [
            self.question.rules.person.limit.ms().into(),
            car.reach().limit_ms.into(),
            car.reach().limit_ms.into(),
            goods.reach().limit_ms.into(),
        ];
        if self.before.is_none() {
            let Place { scene, scope, streets, question } = self.base;
            let person = question.person_model(*scope, streets);
            let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
            let car = question.car_model(*scope, streets, &mut days);
            let goods = question.goods_model(*scope, streets, &mut days).ok()?;
            let times = storey_times(&person, &car, &goods);
            *self.before =
                Some(if self.is_edited { renumbered(times, &scene.base, &scene.facts) } else { times });
        }
        let before = self.before.as_ref()?;
        let of = |(way, limit_ms): (HomeWay, u64)| (way, WayDifference::between(before, &now, way, limit_ms));
        Some(HomeWay::ALL.into_iter().zip(limits).map(of).collect())
    }
}

/// Times by the numbers that homes of one community have in another; homes that are not there are left out.
fn renumbered(times: Vec<StoreyTimes>, from: &Community, to: &Community) -> Vec<StoreyTimes> {
    let now = |storey: StoreyTimes| {
        let building = to.id_of(&from.element(storey.building)?.key)?;
        Some(StoreyTimes { building, ..storey })
    };
    times.into_iter().filter_map(now).collect()
}

/// Heights of the floors of a building of the facts, from the ground floor to the roof.
fn floors_m(scene: &LoadedScene, id: ElementId) -> Option<Vec<f64>> {
    scene.stages.floors_m(scene.id_of_fact(&scene.facts.element(id)?.key)?)
}

#[cfg(test)]
mod tests {
    use linli_model::{Element, Geometry, Kind, SceneFrame};

    use super::*;

    fn town(keys: &[&str]) -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        let mut town = Community::new("town", frame);
        for key in keys {
            town.add_renamed(Element::new(*key, Kind::Address, Geometry::None));
        }
        town
    }

    #[test]
    fn times_keep_their_homes_whatever_numbers_edits_give_them() {
        let (before, after) = (town(&["a", "b", "c"]), town(&["new", "c", "b"]));
        let time = |building: u32, residents: u32| StoreyTimes {
            building: ElementId(building),
            level: 1,
            residents,
            person_ms: Some(u64::from(residents)),
            fetch_ms: None,
            park_ms: None,
            goods_ms: None,
        };
        let found = renumbered(vec![time(0, 10), time(1, 11), time(2, 12)], &before, &after);
        assert_eq!(found, [time(2, 11), time(1, 12)]);
    }
}
