//! The construction of Xinghe: its temporary works and its schedule.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use chrono::NaiveDate;
use linli_model::{Aabb, Community, ElementId, Key, Kind, Schedule, Selector, SiteWorkKind, Truth, Work};
use linli_scenegen::xinghe::{PROBLEM_CLASH, PROBLEM_CLOSURE, SEED, SIZE_HA, scheduled};
use linli_sim::stages::{
    ClashOptions, Severity, Standing, Timeline, cut_off_by_closures, work_clashes,
};
use linli_space::{Ground, StreetGraph, shape_of};

static XINGHE: LazyLock<(Community, Schedule)> = LazyLock::new(|| scheduled(SEED, SIZE_HA));

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn standing(timeline: &Timeline, community: &Community, key: &str, on: NaiveDate) -> Standing {
    timeline.state(community.id_of(&Key::from(key)).unwrap(), on).standing
}

#[test]
fn nothing_is_wrong_with_the_schedule_and_everything_designed_is_scheduled() {
    let (community, schedule) = &*XINGHE;
    let leaves = schedule.tasks.iter().filter(|task| task.planned.is_some()).count();
    eprintln!("{} tasks, {leaves} with dates", schedule.tasks.len());
    let (timeline, problems) = Timeline::of(community, schedule);
    eprintln!("{:?}", timeline.span());
    for problem in &problems {
        eprintln!("{:?} {} {}", problem.severity, problem.code(), problem.english);
    }
    assert!(problems.iter().all(|problem| problem.severity == Severity::Notice), "{}", problems.len());
    assert_eq!(problems.iter().map(|problem| problem.code()).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn in_the_end_everything_designed_stands_and_all_temporary_works_are_gone() {
    let (community, schedule) = &*XINGHE;
    let (timeline, _) = Timeline::of(community, schedule);
    let end = day(2031, 7, 1);
    assert!(timeline.span().unwrap().finish < end, "{:?}", timeline.span());
    for (id, element) in community.iter() {
        let state = timeline.state(id, end).standing;
        match element.presence.truth {
            Truth::Designed => assert_eq!(state, Standing::Stands, "{}", element.key),
            Truth::Temporary if !matches!(element.kind, Kind::Area(_)) => {
                assert_eq!(state, Standing::Gone, "{}", element.key);
            }
            _ => {}
        }
    }
}

#[test]
fn only_the_two_works_meant_to_clash_do() {
    let (community, schedule) = &*XINGHE;
    let (timeline, _) = Timeline::of(community, schedule);
    let ground = Ground::of(community);
    let aabb = |(id, element): (ElementId, _)| {
        if timeline.tasks_of(id).is_empty() { Aabb::EMPTY } else { shape_of(element, &ground).aabb() }
    };
    let boxes: Vec<Aabb> = community.iter().map(aabb).collect();
    let clashes = work_clashes(community, &timeline, schedule, &boxes, &ClashOptions::default());
    for clash in &clashes.clashes {
        eprintln!("{:?} {:?} {} {:.1} {:?}", clash.ids, clash.days, clash.pairs, clash.shared_m2, &clash.elements[..clash.elements.len().min(3)]);
    }
    assert!(!clashes.is_cut_off);
    let ids: Vec<&[String; 2]> = clashes.clashes.iter().map(|clash| &clash.ids).collect();
    assert_eq!(ids, [&PROBLEM_CLASH.map(str::to_owned)]);
}

#[test]
fn only_the_closure_meant_to_cuts_anybody_off() {
    let (community, schedule) = &*XINGHE;
    let (timeline, _) = Timeline::of(community, schedule);
    let ground = Ground::of(community);
    let graph = StreetGraph::on_ground(community, &ground);
    let cut_off = cut_off_by_closures(community, &timeline, &graph);
    for row in &cut_off {
        let tasks: Vec<&str> = row.tasks.iter().map(|at| schedule.tasks[*at as usize].id.as_str()).collect();
        eprintln!("{:?} {tasks:?} {:?} {:?} {}", row.days, &row.closed[..row.closed.len().min(4)], &row.buildings[..row.buildings.len().min(4)], row.buildings.len());
    }
    let closure = schedule.tasks.iter().position(|task| task.id == PROBLEM_CLOSURE.0).unwrap();
    assert!(!cut_off.is_empty());
    for row in &cut_off {
        assert_eq!(row.tasks, [closure as u32]);
        assert!(row.residents > 100 && row.buildings.iter().all(|key| key.as_str().starts_with("C1/")));
    }
}
