//! Small places with small schedules.

#![expect(clippy::unwrap_used, reason = "tests")]

mod clashes;
mod closures;
mod lives;
mod oracle;
mod problems;
mod selection;
mod summaries;

use chrono::NaiveDate;
use linli_model::{
    Building, BuildingUse, Community, Dependency, DependencyKind, Element, ElementId, Geometry, Key, Kind,
    Polygon, Presence, SceneFrame, Schedule, Selector, Span, StoreyRange, StoreyRun, Task, Truth, Work,
};

use super::{ElementState, ProblemKind, ScheduleProblem, Severity, Standing, Timeline};

/// A day of 2027: the first is the first of January.
fn day(number: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 31).unwrap() + chrono::Days::new(u64::try_from(number).unwrap())
}

fn span(start: i32, finish: i32) -> Span {
    Span { start: day(start), finish: day(finish) }
}

fn community(elements: Vec<Element>) -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("test", frame);
    for element in elements {
        community.add(element).unwrap();
    }
    community
}

fn square(x: f64, y: f64, side: f64) -> Geometry {
    let ring = vec![[x, y, 0.0], [x + side, y, 0.0], [x + side, y + side, 0.0], [x, y + side, 0.0]];
    Geometry::Area(vec![Polygon::new(ring)])
}

/// An element of a truth, 10 m square.
fn element(key: &str, kind: Kind, truth: Truth, x: f64, y: f64) -> Element {
    let mut element = Element::new(key, kind, square(x, y, 10.0));
    element.presence = Presence { truth, ..Presence::default() };
    element
}

fn tower(key: &str, truth: Truth, x: f64) -> Element {
    let building = Building { storeys_above: Some(10.0), ..Building::default() };
    element(key, Kind::Building(building), truth, x, 0.0)
}

fn tree(key: &str, truth: Truth) -> Element {
    element(key, Kind::Tree(linli_model::Tree::default()), truth, 0.0, 0.0)
}

fn run(from_level: i16, to_level: i16, use_: BuildingUse) -> StoreyRun {
    StoreyRun {
        from_level,
        to_level,
        height_m: 3.0,
        use_,
        floor_area_m2: 100.0,
        dwellings: 2,
        residents: 5,
        jobs: 1,
    }
}

fn task(id: &str, work: Work, start: i32, finish: i32, keys: &[&str]) -> Task {
    Task {
        id: id.into(),
        name: id.into(),
        work,
        planned: Some(span(start, finish)),
        elements: keys.iter().map(|key| Selector::Key(Key::from(*key))).collect(),
        ..Task::default()
    }
}

fn storeys(task: Task, from_level: i16, to_level: i16) -> Task {
    Task { storeys: Some(StoreyRange { from_level, to_level }), ..task }
}

fn after(task: Task, predecessor: &str, kind: DependencyKind, lag_days: f64) -> Task {
    let mut after = task.after.clone();
    after.push(Dependency { predecessor: predecessor.into(), kind, lag_days });
    Task { after, ..task }
}

fn below(task: Task, parent: &str) -> Task {
    Task { parent: Some(parent.into()), ..task }
}

fn schedule(tasks: Vec<Task>) -> Schedule {
    Schedule { name: "test".into(), data_date: None, tasks }
}

fn timeline(community: &Community, tasks: Vec<Task>) -> Timeline {
    Timeline::of(community, &schedule(tasks)).0
}

fn problems(community: &Community, schedule: &Schedule) -> Vec<ScheduleProblem> {
    Timeline::of(community, schedule).1
}

fn at(timeline: &Timeline, community: &Community, key: &str, number: i32) -> ElementState {
    timeline.state(id(community, key), day(number))
}

fn id(community: &Community, key: &str) -> ElementId {
    community.id_of(&Key::from(key)).unwrap()
}

/// Standing of an element on some days.
fn standings(timeline: &Timeline, community: &Community, key: &str, days: &[i32]) -> Vec<Standing> {
    days.iter().map(|number| at(timeline, community, key, *number).standing).collect()
}

fn of_kind(problems: &[ScheduleProblem], kind: ProblemKind) -> Vec<&ScheduleProblem> {
    problems.iter().filter(|problem| problem.kind == kind).collect()
}

fn worst(problems: &[ScheduleProblem]) -> Option<Severity> {
    problems.iter().map(|problem| problem.severity).max()
}
