//! Works in each other's way.

use linli_model::{Aabb, SiteWork, SiteWorkKind};

use super::*;
use crate::stages::{ClashOptions, WorkClash, work_clashes};

fn crane(key: &str, x: f64) -> Element {
    let kind = SiteWork { work: SiteWorkKind::Crane, depth_m: None, height_m: Some(60.0), reach_m: None };
    element(key, Kind::SiteWork(kind), Truth::Temporary, x, 0.0)
}

/// Boxes of 30 m above and 5 m below the ground.
fn boxes(community: &Community) -> Vec<Aabb> {
    let tall = |element: &Element| {
        let mut aabb = element.geometry.aabb();
        (aabb.min[2], aabb.max[2]) = (-5.0, 30.0);
        aabb
    };
    community.elements().iter().map(tall).collect()
}

fn clashes(community: &Community, tasks: Vec<Task>, options: &ClashOptions) -> Vec<WorkClash> {
    let schedule = schedule(tasks);
    let timeline = Timeline::of(community, &schedule).0;
    let found = work_clashes(community, &timeline, &schedule, &boxes(community), options);
    assert!(!found.is_cut_off);
    found.clashes
}

fn place() -> Community {
    community(vec![tower("t", Truth::Designed, 0.0), crane("near", 6.0), crane("far", 12.0)])
}

fn works() -> Vec<Task> {
    vec![task("B", Work::Build, 1, 20, &["t"]), task("C", Work::Temporary, 15, 40, &["near", "far"])]
}

#[test]
fn the_same_place_on_the_same_days_is_a_clash() {
    let found = clashes(&place(), works(), &ClashOptions::default());
    let [clash] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(clash.ids, ["B", "C"]);
    assert_eq!((clash.days, clash.pairs), (span(15, 20), 1));
    assert_eq!(clash.elements, [[Key::from("t"), Key::from("near")]]);
    // Both are 10 m squares, 6 m apart.
    assert!((clash.shared_m2 - 40.0).abs() < 1e-9);
}

#[test]
fn other_days_an_order_and_one_work_package_are_none() {
    let options = ClashOptions::default();
    let mut later = works();
    later[1].planned = Some(span(21, 40));
    assert_eq!(clashes(&place(), later, &options), []);
    // Through a third task and a summary.
    let mut ordered = works();
    ordered.push(task("S", Work::Build, 1, 1, &[]));
    ordered
        .push(below(after(task("M", Work::Build, 1, 1, &[]), "B", DependencyKind::StartToStart, 0.0), "S"));
    ordered[1] = after(ordered[1].clone(), "S", DependencyKind::FinishToStart, 0.0);
    assert_eq!(clashes(&place(), ordered, &options), []);
    let mut one = works();
    one[0].elements.clear();
    one.push(below(task("P", Work::Build, 1, 20, &["t"]), "C"));
    assert_eq!(clashes(&place(), one, &options), []);
    let mut siblings: Vec<Task> = works().into_iter().map(|task| below(task, "S")).collect();
    siblings.push(task("S", Work::Build, 1, 40, &[]));
    assert_eq!(clashes(&place(), siblings.clone(), &options).len(), 1);
    let one_package = ClashOptions { summary_is_one_package: true, ..options };
    assert_eq!(clashes(&place(), siblings, &one_package), []);
}

#[test]
fn a_summary_does_not_put_what_it_holds_in_order() {
    let mut tasks: Vec<Task> = works().into_iter().map(|task| below(task, "S")).collect();
    tasks.push(after(task("S", Work::Build, 1, 40, &[]), "X", DependencyKind::FinishToStart, 0.0));
    tasks.push(task("X", Work::Build, 1, 1, &[]));
    assert_eq!(clashes(&place(), tasks, &ClashOptions::default()).len(), 1);
}

#[test]
fn parts_of_one_thing_and_plans_that_only_touch_are_none() {
    let part = Building { parent: Some(Key::from("t")), ..Building::default() };
    let community = community(vec![
        tower("t", Truth::Designed, 0.0),
        element("part", Kind::BuildingPart(part), Truth::Designed, 0.0, 0.0),
        crane("beside", 10.0),
    ]);
    let tasks = vec![
        task("B", Work::Build, 1, 20, &["t"]),
        task("P", Work::Build, 1, 20, &["part"]),
        task("C", Work::Temporary, 1, 20, &["beside"]),
    ];
    assert_eq!(clashes(&community, tasks, &ClashOptions::default()), []);
}

#[test]
fn a_slanting_line_is_not_its_box() {
    let slanting = |key: &str, x: f64| {
        let line = Geometry::Line(vec![[x, 0.0, -2.0], [x + 100.0, 100.0, -2.0]]);
        let mut pipe = Element::new(key, Kind::UtilityLine(linli_model::UtilityLine::default()), line);
        pipe.presence.truth = Truth::Designed;
        pipe
    };
    let place = |x: f64| community(vec![slanting("pipe", 0.0), tower("t", Truth::Designed, x)]);
    let tasks = || vec![task("B", Work::Build, 1, 9, &["t"]), task("U", Work::Build, 1, 9, &["pipe"])];
    assert_eq!(clashes(&place(60.0), tasks(), &ClashOptions::default()), []);
    let crossing = clashes(&place(0.0), tasks(), &ClashOptions::default());
    // 0.2 m wide, along the diagonal of a 10 m square.
    assert!((crossing[0].shared_m2 - 2.82).abs() < 0.03, "{crossing:?}");
}

#[test]
fn too_many_pairs_are_said() {
    let schedule = schedule(works());
    let community = place();
    let timeline = Timeline::of(&community, &schedule).0;
    let options = ClashOptions { most_pairs: 0, ..ClashOptions::default() };
    let found = work_clashes(&community, &timeline, &schedule, &boxes(&community), &options);
    assert!(found.is_cut_off && found.clashes.is_empty());
}
