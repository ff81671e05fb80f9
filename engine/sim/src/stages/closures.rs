//! Whom closed streets cut off.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use linli_model::{Community, Element, ElementId, Key, Kind, Span, Truth, Work};
use linli_space::StreetGraph;

use super::dates::number;
use super::doors::{Door, DoorPlace, doors, is_walkable};
use super::state::Standing;
use super::timeline::Timeline;

/// Buildings that cannot be reached on foot, because what leads to them is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutOff {
    /// First and last day.
    pub days: Span,
    /// Streets and entrances that are closed or under construction and cut them off.
    pub closed: Vec<Key>,
    /// Tasks that close them, as positions in the schedule.
    pub tasks: Vec<u32>,
    /// Buildings without a way out to the largest part of the street network.
    pub buildings: Vec<Key>,
    /// Residents of these buildings, as far as their storeys tell.
    pub residents: u64,
    /// How many of the buildings have no entrance in the data: the street nearest to their middle was
    /// taken for their door, which makes the finding an indication only.
    pub assumed_doors: usize,
}

/// Finds buildings that stand and lose their only way out on foot while streets or entrances are closed,
/// built or removed.
///
/// A building is reached when one of its doors is joined to the largest connected part of the walkable
/// streets that are open; buildings that are not joined to it with everything open are left aside.
/// Gives the findings in the order of their first days.
pub fn cut_off_by_closures(community: &Community, timeline: &Timeline, graph: &StreetGraph) -> Vec<CutOff> {
    let network = Network::of(community, timeline, graph);
    let mut found: Vec<CutOff> = Vec::new();
    let mut last: Option<(Passable, Groups)> = None;
    for days in timeline.steps().windows(2) {
        let Some(end) = days[1].pred_opt() else { continue };
        let passable = network.passable(days[0]);
        if last.as_ref().is_none_or(|(before, _)| *before != passable) {
            let cut_off = network.cut_off(&passable);
            last = Some((passable, cut_off));
        }
        for (closed, buildings) in last.iter().flat_map(|(_, cut_off)| cut_off) {
            let row = network.row(Span { start: days[0], finish: end }, closed, buildings);
            found.extend(row);
        }
    }
    joined(found)
}

/// Makes one row of rows that follow each other and differ in nothing but their days.
fn joined(rows: Vec<CutOff>) -> Vec<CutOff> {
    let mut joined: Vec<CutOff> = Vec::new();
    for row in rows {
        let goes_on = |before: &&mut CutOff| {
            before.days.finish.succ_opt() == Some(row.days.start)
                && CutOff { days: row.days, ..(*before).clone() } == row
        };
        match joined.iter_mut().rev().find(goes_on) {
            Some(before) => before.days.finish = row.days.finish,
            None => joined.push(row),
        }
    }
    joined
}

/// Streets and entrances that are there and cannot be passed, and streets that are not there at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Passable {
    blocked: BTreeSet<ElementId>,
    absent: BTreeSet<ElementId>,
}

/// Buildings by what cuts them off.
type Groups = BTreeMap<Vec<ElementId>, Vec<ElementId>>;

struct Network<'a> {
    community: &'a Community,
    timeline: &'a Timeline,
    graph: &'a StreetGraph,
    doors: BTreeMap<ElementId, Vec<Door>>,
    /// Streets and entrances that are not always there and open.
    changing: Vec<ElementId>,
}

impl<'a> Network<'a> {
    fn of(community: &'a Community, timeline: &'a Timeline, graph: &'a StreetGraph) -> Self {
        let changes = |(id, element): &(ElementId, &Element)| {
            matches!(element.kind, Kind::Street(_) | Kind::Entrance(_))
                && (element.presence.truth != Truth::Existing || !timeline.tasks_of(*id).is_empty())
        };
        let changing = community.iter().filter(changes).map(|(id, _)| id).collect();
        Self { community, timeline, graph, doors: doors(community, graph), changing }
    }

    fn passable(&self, day: NaiveDate) -> Passable {
        let mut passable = Passable::default();
        for &id in &self.changing {
            let state = self.timeline.state(id, day);
            match state.standing {
                Standing::NotYet | Standing::Gone => _ = passable.absent.insert(id),
                Standing::Rising | Standing::Falling => _ = passable.blocked.insert(id),
                Standing::Stands | Standing::Maintained if state.closed => _ = passable.blocked.insert(id),
                Standing::Stands | Standing::Maintained => {}
            }
        }
        passable
    }

    /// Buildings cut off, by what cuts them off.
    fn cut_off(&self, passable: &Passable) -> Groups {
        let mut cut_off = Groups::new();
        if passable.blocked.is_empty() {
            return cut_off;
        }
        let before = Joined::of(self.graph, |street| !passable.absent.contains(&street));
        let now = Joined::of(self.graph, |street| {
            !passable.absent.contains(&street) && !passable.blocked.contains(&street)
        });
        let around = self.blocked_around(&now, passable);
        for (building, doors) in &self.doors {
            let is_there = |door: &&Door| !door.entrance.is_some_and(|id| passable.absent.contains(&id));
            let shut = |door: &Door| door.entrance.filter(|id| passable.blocked.contains(id));
            let there: Vec<&Door> = doors.iter().filter(is_there).collect();
            let was_reached = there.iter().any(|door| before.reaches(self.graph, door.at));
            let is_reached =
                there.iter().any(|door| shut(door).is_none() && now.reaches(self.graph, door.at));
            if !was_reached || is_reached {
                continue;
            }
            let mut closed = BTreeSet::new();
            for door in there {
                closed.extend(shut(door));
                if !now.reaches(self.graph, door.at) {
                    closed.extend(around_door(self.graph, &now, &around, passable, door.at));
                }
            }
            cut_off.entry(closed.into_iter().collect()).or_default().push(*building);
        }
        cut_off
    }

    /// Blocked streets at the edge of each part of the network but the largest.
    fn blocked_around(&self, now: &Joined, passable: &Passable) -> BTreeMap<u32, BTreeSet<ElementId>> {
        let mut around: BTreeMap<u32, BTreeSet<ElementId>> = BTreeMap::new();
        let blocked = self.graph.edges.iter().filter(|edge| passable.blocked.contains(&edge.street));
        for edge in blocked.filter(|edge| is_walkable(edge)) {
            for part in [edge.from, edge.to].map(|node| now.part(node)).into_iter().flatten() {
                around.entry(part).or_default().insert(edge.street);
            }
        }
        around
    }

    fn row(&self, days: Span, closed: &[ElementId], buildings: &[ElementId]) -> Option<CutOff> {
        let day = number(days.start);
        let stands = |id: &&ElementId| {
            matches!(self.timeline.state(**id, days.start).standing, Standing::Stands | Standing::Maintained)
        };
        let buildings: Vec<ElementId> = buildings.iter().filter(stands).copied().collect();
        let tasks = closed.iter().flat_map(|id| self.timeline.tasks_of(*id)).filter(|at| {
            self.timeline.job(**at).is_some_and(|job| {
                matches!(job.work, Work::Close | Work::Build | Work::Demolish) && job.days.contains(day)
            })
        });
        let tasks: BTreeSet<u32> = tasks.copied().collect();
        let keys = |ids: &[ElementId]| -> Vec<Key> {
            ids.iter()
                .filter_map(|id| self.community.element(*id))
                .map(|element| element.key.clone())
                .collect()
        };
        let has_no_entrance = |id: &&ElementId| {
            self.doors.get(id).is_some_and(|doors| doors.iter().all(|door| door.entrance.is_none()))
        };
        (!buildings.is_empty()).then(|| CutOff {
            days,
            closed: keys(closed),
            tasks: tasks.into_iter().collect(),
            residents: buildings.iter().map(|id| residents(self.community, *id)).sum(),
            assumed_doors: buildings.iter().filter(has_no_entrance).count(),
            buildings: keys(&buildings),
        })
    }
}

fn residents(community: &Community, id: ElementId) -> u64 {
    let building = community.element(id).and_then(|element| element.kind.building());
    let runs = building.map(|building| building.storeys.as_slice()).unwrap_or_default();
    runs.iter().map(|run| u64::from(run.count()) * u64::from(run.residents)).sum()
}

/// Blocked streets that part a door from the rest.
fn around_door(
    graph: &StreetGraph,
    now: &Joined,
    around: &BTreeMap<u32, BTreeSet<ElementId>>,
    passable: &Passable,
    at: DoorPlace,
) -> Vec<ElementId> {
    let node = match at {
        DoorPlace::Node(node) => node,
        DoorPlace::Edge(edge) => match graph.edges.get(edge as usize) {
            Some(edge) if passable.blocked.contains(&edge.street) => return vec![edge.street],
            Some(edge) => edge.from,
            None => return Vec::new(),
        },
    };
    let part = now.part(node).and_then(|part| around.get(&part));
    part.into_iter().flatten().copied().collect()
}

/// Which nodes are joined by open streets.
struct Joined {
    parts: Vec<u32>,
    /// Whether an edge is open.
    open: Vec<bool>,
}

impl Joined {
    fn of(graph: &StreetGraph, is_open: impl Fn(ElementId) -> bool) -> Self {
        let open = graph.edges.iter().map(|edge| is_walkable(edge) && is_open(edge.street)).collect();
        Self { parts: graph.components(|edge| is_walkable(edge) && is_open(edge.street)), open }
    }

    fn part(&self, node: u32) -> Option<u32> {
        self.parts.get(node as usize).copied()
    }

    /// Whether a door is joined to the largest part.
    fn reaches(&self, graph: &StreetGraph, at: DoorPlace) -> bool {
        let is_open = |edge: usize| self.open.get(edge) == Some(&true);
        match at {
            DoorPlace::Edge(edge) => {
                let from = graph.edges.get(edge as usize).map(|edge| edge.from);
                is_open(edge as usize) && from.and_then(|node| self.part(node)) == Some(0)
            }
            DoorPlace::Node(node) => {
                let ends = [node, node + 1].map(|at| graph.first_edge.get(at as usize).copied().unwrap_or(0));
                // A node that nothing leads to is a part of its own, and may be the largest.
                self.part(node) == Some(0) && (ends[0]..ends[1]).any(|edge| is_open(edge as usize))
            }
        }
    }
}
