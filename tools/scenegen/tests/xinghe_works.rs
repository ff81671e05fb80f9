//! The construction of Xinghe: its temporary works and its schedule.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::LazyLock;

use chrono::NaiveDate;
use linli_model::{Aabb, Community, ElementId, Key, Kind, Schedule, Selector, SiteWorkKind, Truth, Work};
use linli_scenegen::xinghe::{PROBLEM_CLASH, PROBLEM_CLOSURE, SEED, SIZE_HA, scheduled};
use linli_sim::stages::{ClashOptions, Severity, Standing, Timeline, cut_off_by_closures, work_clashes};
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
    assert_eq!(problems, []);
    assert!((250..=450).contains(&leaves), "{leaves}");
    assert_eq!(timeline.span().unwrap().start, day(2026, 3, 2));
}

#[test]
fn the_old_estate_is_gone_before_the_new_one_begins() {
    let (community, schedule) = &*XINGHE;
    let (timeline, _) = Timeline::of(community, schedule);
    let begin = schedule.tasks.iter().find(|task| task.id == "C2.prepare").unwrap().planned.unwrap().start;
    let mut old = 0;
    for (id, element) in community.iter().filter(|(_, e)| e.key.as_str().starts_with("C2/old-")) {
        assert_eq!(timeline.state(id, begin).standing, Standing::Gone, "{}", element.key);
        assert_eq!(timeline.state(id, day(2026, 4, 1)).standing, Standing::Stands, "{}", element.key);
        old += 1;
    }
    assert!(old > 20, "{old}");
    assert_eq!(standing(&timeline, community, "C2/new-1", begin), Standing::NotYet);
}

#[test]
fn one_parcel_is_late_one_early_and_the_others_on_time() {
    let (_, schedule) = &*XINGHE;
    let data_date = schedule.data_date.unwrap();
    let mut seen = [0; 3];
    for task in schedule.tasks.iter().filter(|task| task.actual_start.is_some() && task.work == Work::Build) {
        let [now, first] = [task.planned.unwrap(), task.baseline.unwrap()];
        let [start, finish] = [now.start - first.start, now.finish - first.finish].map(|d| d.num_days());
        let days = if start.abs() > finish.abs() { start } else { finish };
        match task.id.split_once('.').map(|(parcel, _)| parcel) {
            Some("A2") => {
                assert!((15..=60).contains(&days), "{} {days}", task.id);
                seen[0] += 1;
            }
            Some("D2") => {
                assert!((-60..=0).contains(&days), "{} {days}", task.id);
                seen[1] += i32::from(days < -5);
            }
            _ => {
                assert!(days.abs() <= 60, "{} {days}", task.id);
                seen[2] += i32::from(days == 0);
            }
        }
        assert!(task.actual_start.unwrap() <= data_date && task.actual_finish <= Some(data_date));
        assert_eq!(task.done_pct == Some(100.0), task.actual_finish.is_some(), "{}", task.id);
    }
    assert!(seen[0] > 10 && seen[1] > 3 && seen[2] > 100, "{seen:?}");
}

#[test]
fn the_schedule_uses_every_kind_of_selector_and_of_work_and_is_read_back() {
    let (_, schedule) = &*XINGHE;
    let all = || schedule.tasks.iter().flat_map(|task| &task.elements);
    assert!(all().any(|s| matches!(s, Selector::Key(_))) && all().any(|s| matches!(s, Selector::Name(_))));
    assert!(all().any(|s| matches!(s, Selector::Zone(_))));
    for work in Work::ALL {
        assert!(schedule.tasks.iter().any(|task| task.work == work && !task.elements.is_empty()), "{work:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("schedule.csv");
    std::fs::write(&path, linli_io::write_schedule_csv(schedule)).unwrap();
    let (mut read, report) = linli_io::read_schedule(&path).unwrap();
    read.tasks.iter_mut().for_each(|task| task.place.clear());
    assert_eq!(&read, schedule);
    assert!(report.messages.is_empty(), "{:?}", report.messages);
}

#[test]
fn cranes_stand_clear_of_buildings_and_above_them() {
    let (community, _) = &*XINGHE;
    let ground = Ground::of(community);
    let cranes = community.iter().filter_map(|(_, e)| match &e.kind {
        Kind::SiteWork(work) if work.work == SiteWorkKind::Crane => Some((e, work)),
        _ => None,
    });
    let mut count = 0;
    for (element, work) in cranes {
        count += 1;
        let parcel = element.key.as_str().split('/').nth(1).unwrap();
        let foot = element.geometry.aabb();
        assert!((45.0..=60.0).contains(&work.reach_m.unwrap()), "{}", element.key);
        let mut reached = false;
        for (_, other) in community.iter() {
            let Kind::Building(building) = &other.kind else { continue };
            if other.presence.truth != Truth::Designed
                || !other.key.as_str().starts_with(&format!("{parcel}/"))
            {
                continue;
            }
            assert!(
                work.height_m.unwrap() >= building.height_m.unwrap() + 11.9,
                "{} {}",
                element.key,
                other.key
            );
            let linli_model::Geometry::Area(polygons) = &other.geometry else { continue };
            let [x, y, _] = foot.centre();
            assert!(polygons.iter().all(|p| !p.contains_xy(x, y)), "{} {}", element.key, other.key);
            let [u, v, _] = other.geometry.aabb().centre();
            reached |= (u - x).hypot(v - y) <= work.reach_m.unwrap() + 30.0;
        }
        assert!(reached, "{} {:?}", element.key, foot.centre());
        let size = shape_of(element, &ground).aabb().size();
        assert!(size[2] > 10.0, "{} {size:?}", element.key);
    }
    assert!((13..=40).contains(&count), "{count}");
}

#[test]
fn every_size_and_seed_has_a_schedule_without_errors() {
    for size_ha in [5.0, 20.0, 150.0] {
        let (community, schedule) = scheduled(7, size_ha);
        let (_, problems) = Timeline::of(&community, &schedule);
        let errors: Vec<_> =
            problems.iter().filter(|p| p.severity == Severity::Error).map(|p| &p.english).collect();
        assert!(errors.is_empty(), "{size_ha} ha: {errors:?}");
    }
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
        eprintln!(
            "{:?} {:?} {} {:.1} {:?}",
            clash.ids,
            clash.days,
            clash.pairs,
            clash.shared_m2,
            &clash.elements[..clash.elements.len().min(3)]
        );
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
    let mut cut_off = cut_off_by_closures(community, &timeline, &graph);
    // Buildings whose doors are only assumed are an indication.
    cut_off.retain(|row| row.assumed_doors < row.buildings.len());
    for row in &cut_off {
        let tasks: Vec<&str> = row.tasks.iter().map(|at| schedule.tasks[*at as usize].id.as_str()).collect();
        eprintln!(
            "{:?} {tasks:?} {:?} {:?} {}",
            row.days,
            &row.closed[..row.closed.len().min(4)],
            &row.buildings[..row.buildings.len().min(4)],
            row.buildings.len()
        );
    }
    let closure = schedule.tasks.iter().position(|task| task.id == PROBLEM_CLOSURE.0).unwrap();
    assert!(!cut_off.is_empty());
    for row in &cut_off {
        assert_eq!(row.tasks, [closure as u32]);
        assert!(row.residents > 20 && row.buildings == [Key::from("C1/slab-1")]);
    }
}
