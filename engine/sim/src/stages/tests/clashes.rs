//! Works in each other's way.

use linli_model::{Aabb, Basement, Equipment, EquipmentKind, SiteWork, SiteWorkKind};

use proptest::prelude::*;

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
    let panels = Equipment {
        equipment: EquipmentKind::SolarPanels,
        of: Some(Key::from("part")),
        count: None,
        power_kw: None,
        height_m: 30.0,
    };
    let cellar = Basement { buildings: vec![Key::from("t")], ..Basement::default() };
    let community = community(vec![
        tower("t", Truth::Designed, 0.0),
        element("part", Kind::BuildingPart(part), Truth::Designed, 0.0, 0.0),
        element("panels", Kind::Equipment(panels), Truth::Designed, 0.0, 0.0),
        element("cellar", Kind::Basement(cellar), Truth::Designed, 0.0, 0.0),
        crane("beside", 10.0),
    ]);
    let tasks = vec![
        task("B", Work::Build, 1, 20, &["t"]),
        task("P", Work::Build, 1, 20, &["part"]),
        task("E", Work::Build, 1, 20, &["panels"]),
        task("G", Work::Build, 1, 20, &["cellar"]),
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
fn what_is_flat_on_the_ground_meets_what_stands_there() {
    let community = place();
    let schedule = schedule(works());
    let timeline = Timeline::of(&community, &schedule).0;
    let flat: Vec<Aabb> = community.elements().iter().map(|element| element.geometry.aabb()).collect();
    let mut boxes = boxes(&community);
    (boxes[0].min[2], boxes[1]) = (0.0, flat[1]);
    let found = work_clashes(&community, &timeline, &schedule, &boxes, &ClashOptions::default());
    assert_eq!(found.clashes.len(), 1);
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

proptest! {
    #[test]
    fn clashes_are_what_comparing_everything_finds(
        squares in prop::collection::vec((0.0..40.0_f64, 0.0..40.0_f64, 1.0..15.0_f64, 1_i32..30, 0_i32..9), 2..12),
    ) {
        let key = |i: usize| format!("e{i}");
        let elements = squares.iter().enumerate().map(|(i, (x, y, side, ..))| {
            let mut element = tower(&key(i), Truth::Designed, 0.0);
            element.geometry = square(*x, *y, *side);
            element
        });
        let community = community(elements.collect());
        let tasks = squares.iter().enumerate().map(|(i, (.., start, days))| {
            task(&format!("t{i}"), Work::Build, *start, start + days, &[key(i).as_str()])
        });
        let options = ClashOptions::default();
        let found = clashes(&community, tasks.collect(), &options);
        let shared = |(a, side_a): (f64, f64), (b, side_b): (f64, f64)| (a + side_a).min(b + side_b) - a.max(b);
        let mut wanted = Vec::new();
        for (i, a) in (0_u32..).zip(&squares) {
            for (j, b) in (0_u32..).zip(&squares).skip(i as usize + 1) {
                let (dx, dy) = (shared((a.0, a.2), (b.0, b.2)), shared((a.1, a.2), (b.1, b.2)));
                let place = dx > options.overlap_m && dy > options.overlap_m && dx * dy > options.overlap_m2;
                if place && (a.3..=a.3 + a.4).any(|day| (b.3..=b.3 + b.4).contains(&day)) {
                    wanted.push([i, j]);
                }
            }
        }
        prop_assert_eq!(found.iter().map(|clash| clash.tasks).collect::<Vec<_>>(), wanted);
    }
}
