//! Which elements of a community count: those that are in use in a stage.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use linli_model::{Community, Element, ElementId, Key, Kind, Schedule, Stage};
use linli_space::Ground;

use crate::stages::{Standing, Timeline};

/// Elements that are in use in one stage, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InUse {
    used: Vec<bool>,
    closed: BTreeSet<ElementId>,
}

impl InUse {
    /// What is in use. Planning and design are the finished plan: what exists and stays, with what is
    /// proposed or designed; the day does not count. In construction an element is in use while it
    /// stands; what is being built or removed is not. A part, an entrance, a facility or an equipment is
    /// in use only with the building that it belongs to, as long as that building is part of the stage
    /// at all.
    pub fn at(community: &Community, timeline: &Timeline, stage: Stage, day: NaiveDate) -> Self {
        let mut closed = BTreeSet::new();
        let stands = |(id, _): (ElementId, &Element)| match stage {
            Stage::Planning | Stage::Design => timeline.shown(community, id, stage, day),
            Stage::Construction => {
                let state = timeline.state(id, day);
                let stands = matches!(state.standing, Standing::Stands | Standing::Maintained);
                if stands && state.closed {
                    closed.insert(id);
                }
                stands
            }
        };
        let mut used: Vec<bool> = community.iter().map(stands).collect();
        let lost: Vec<usize> = community
            .iter()
            .filter(|(_, element)| {
                let host = host(element).and_then(|key| community.id_of(key));
                host.is_some_and(|host| !used.get(host.index()).copied().unwrap_or(true))
            })
            .map(|(id, _)| id.index())
            .collect();
        lost.into_iter().for_each(|id| used[id] = false);
        Self { used, closed }
    }

    /// The finished plan: what exists and stays, with what is designed.
    pub fn in_finished_plan(community: &Community, schedule: &Schedule) -> Self {
        let (timeline, _) = Timeline::of(community, schedule);
        Self::at(community, &timeline, Stage::Design, NaiveDate::default())
    }

    /// Whether an element is in use; false for an id that is not of the community.
    pub fn is_used(&self, id: ElementId) -> bool {
        self.used.get(id.index()).copied().unwrap_or(false)
    }

    /// What is in use as a community of its own, with the same keys: what checks take that know no stages.
    pub fn part_of(&self, community: &Community) -> Community {
        community.part(|id, _| self.is_used(id))
    }

    /// Elements that stand and that work closes on the day.
    pub fn closed(&self) -> &BTreeSet<ElementId> {
        &self.closed
    }
}

/// The building without which an element is of no use.
fn host(element: &Element) -> Option<&Key> {
    match &element.kind {
        Kind::BuildingPart(part) => part.parent.as_ref(),
        Kind::Entrance(entrance) => entrance.of.as_ref(),
        _ => None,
    }
}

/// Streets that are drawn into a place and are no part of it yet.
#[derive(Clone, Debug)]
pub struct AddedStreets {
    /// The streets, in the frame of the place.
    pub streets: Community,
    /// Ground that they lie on.
    pub ground: Ground,
    /// Id of the first of them: the number of elements of the place.
    pub first_id: u32,
}

/// A community, or the part of it that is in use. Everything about reach asks it, so that what is not
/// there has no effect.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    community: &'a Community,
    in_use: Option<&'a InUse>,
    added: Option<&'a AddedStreets>,
}

impl<'a> From<&'a Community> for Scope<'a> {
    fn from(community: &'a Community) -> Self {
        Self { community, in_use: None, added: None }
    }
}

impl<'a> Scope<'a> {
    /// The part of a community that is in use.
    pub fn new(community: &'a Community, in_use: &'a InUse) -> Self {
        Self { community, in_use: Some(in_use), added: None }
    }

    /// The same place with streets drawn into it.
    #[must_use]
    pub fn with_streets(self, added: &'a AddedStreets) -> Self {
        Self { added: Some(added), ..self }
    }

    /// Streets drawn into the place.
    pub fn added(&self) -> Option<&'a AddedStreets> {
        self.added
    }

    /// The whole community.
    pub fn community(&self) -> &'a Community {
        self.community
    }

    /// Whether an element counts.
    pub fn has(&self, id: ElementId) -> bool {
        self.in_use.map_or(id.index() < self.community.elements().len(), |in_use| in_use.is_used(id))
    }

    /// Elements that count, with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ElementId, &'a Element)> + use<'a> {
        let scope = *self;
        scope.community.iter().filter(move |(id, _)| scope.has(*id))
    }

    /// An element that counts.
    pub fn element(&self, id: ElementId) -> Option<&'a Element> {
        self.community.element(id).filter(|_| self.has(id))
    }

    /// The id of a key, when its element counts.
    pub fn id_of(&self, key: &Key) -> Option<ElementId> {
        self.community.id_of(key).filter(|id| self.has(*id))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::{Presence, Task, Truth, Work};
    use linli_space::StreetGraph;

    use super::*;
    use crate::reach::rules::ReachRules;
    use crate::reach::town::Town;
    use crate::reach::{Direction, PersonModel, PersonOptions};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// An old tower that goes, a new one that comes, one that stays, and a designed short cut.
    fn town() -> (Town, Schedule) {
        let mut town = Town::new(&["abc", "def"]);
        town.streets(&["ad", "def", "fc"]);
        town.street("abc", |_| {});
        for (number, key) in ["old", "new", "stays"].into_iter().enumerate() {
            town.tower(key, 'a', 1, 1 << number, Vec::new());
        }
        town.station("station", 'c');
        for key in ["new", "new/door", "abc"] {
            town.change(key, |element| element.presence = Presence::new(Truth::Designed, 4));
        }
        let task = |id: &str, work, elements: &[&str], start: &str, finish: &str| Task {
            id: id.into(),
            work,
            elements: elements.iter().map(|key| linli_model::Selector::Key(Key::from(*key))).collect(),
            planned: Some(linli_model::Span { start: day(start), finish: day(finish) }),
            ..Task::default()
        };
        let tasks = vec![
            task("1", Work::Demolish, &["old"], "2026-02-01", "2026-02-28"),
            task("2", Work::Build, &["new"], "2026-03-01", "2026-04-30"),
            task("3", Work::Build, &["abc"], "2026-03-01", "2026-03-31"),
            task("4", Work::Close, &["fc"], "2026-05-01", "2026-05-31"),
        ];
        (town, Schedule { name: String::new(), data_date: None, tasks })
    }

    /// Residents by powers of two, and the walk of the tower that stays.
    fn answer(stage: Stage, on: &str) -> (u64, Option<u32>) {
        let (town, schedule) = town();
        let (timeline, _) = Timeline::of(&town.community, &schedule);
        let in_use = InUse::at(&town.community, &timeline, stage, day(on));
        let rules = ReachRules::standard().unwrap();
        let profile = rules.profile("planning").unwrap();
        let options = PersonOptions { rules: &rules, profile, minute: None, direction: Direction::ToStation };
        let closed: Vec<_> =
            in_use.closed().iter().map(|element| crate::reach::Closure::Element(*element)).collect();
        let scope = Scope::new(&town.community, &in_use);
        let reach = PersonModel::new(scope, &StreetGraph::of(&town.community), options, &closed).reach();
        let stays = town.community.id_of(&Key::from("stays")).unwrap();
        let home = reach.homes.iter().find(|home| home.building == stays).unwrap();
        (reach.residents, home.time.as_ref().ok().map(|time| time.walk_ms))
    }

    #[test]
    fn only_what_is_in_use_counts() {
        // The finished plan: the new tower and the short cut, without the old tower.
        assert_eq!(answer(Stage::Design, "2026-01-01"), (0b110, Some(200_000)));
        // The plan's picture has neither: both are designed in detail only.
        assert_eq!(answer(Stage::Planning, "2026-01-01"), (0b100, Some(400_000)));
        let built = |on| answer(Stage::Construction, on);
        assert_eq!(built("2026-01-15"), (0b101, Some(400_000)));
        // Nobody lives in a tower that is being removed or built.
        assert_eq!(built("2026-02-15"), (0b100, Some(400_000)));
        assert_eq!(built("2026-04-15"), (0b100, Some(200_000)));
        assert_eq!(built("2026-05-15"), (0b110, Some(200_000)));
    }

    #[test]
    fn the_part_in_use_keeps_its_keys() {
        let (town, schedule) = town();
        let (timeline, _) = Timeline::of(&town.community, &schedule);
        let in_use = InUse::at(&town.community, &timeline, Stage::Construction, day("2026-02-15"));
        let part = in_use.part_of(&town.community);
        assert_eq!(part.frame, town.community.frame);
        for (id, element) in town.community.iter() {
            assert_eq!(part.id_of(&element.key).is_some(), in_use.is_used(id), "{}", element.key);
        }
        assert!(part.elements().len() < town.community.elements().len());
    }

    #[test]
    fn what_work_closes_is_closed() {
        let (town, schedule) = town();
        let (timeline, _) = Timeline::of(&town.community, &schedule);
        let in_use = InUse::at(&town.community, &timeline, Stage::Construction, day("2026-05-15"));
        let street = town.community.id_of(&Key::from("fc")).unwrap();
        assert_eq!(in_use.closed().iter().copied().collect::<Vec<_>>(), vec![street]);
        assert!(in_use.is_used(street) && !in_use.is_used(ElementId(u32::MAX)));
    }
}
