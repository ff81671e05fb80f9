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

#[test]
fn points_and_lines_have_plans_of_the_stated_sizes() {
    let with = |key: &str, kind: Kind, geometry: Geometry| {
        let mut element = Element::new(key, kind, geometry);
        element.presence.truth = Truth::Designed;
        element
    };
    let enclosure = |work| SiteWork { work, depth_m: None, height_m: None, reach_m: None };
    let line = |x: f64| Geometry::Line(vec![[x, -5.0, 0.0], [x, 5.0, 0.0]]);
    let ducts = linli_model::UtilityLine {
        section: linli_model::Section::DuctBank { columns: 4, rows: 2, width_mm: 1200.0, height_mm: 600.0 },
        ..linli_model::UtilityLine::default()
    };
    let wall = Geometry::Area(vec![Polygon::new(vec![
        [7.0, -5.0, 0.0],
        [7.0, 15.0, 0.0],
        [7.0, 15.0, 9.0],
        [7.0, -5.0, 9.0],
    ])]);
    let structure = |what: &str| Kind::Structure { what: what.into() };
    let community = community(vec![
        tower("t", Truth::Designed, 0.0),
        with("shaft", Kind::Tree(linli_model::Tree::default()), Geometry::Point([5.0, 5.0, 0.0])),
        with("hoarding", Kind::SiteWork(enclosure(SiteWorkKind::Hoarding)), line(2.0)),
        with("ducts", Kind::UtilityLine(ducts), line(4.0)),
        with("wall", structure("wall"), wall),
        with("at the edge", structure("post"), Geometry::Point([-0.1, 5.0, 0.0])),
        with("nowhere", structure("post"), Geometry::None),
    ]);
    let beside = ["shaft", "hoarding", "ducts", "wall", "at the edge", "nowhere"];
    let mut tasks = vec![task("B", Work::Build, 1, 9, &["t"])];
    tasks.extend(beside.iter().map(|key| task(key, Work::Build, 1, 9, &[key])));
    let found = clashes(&community, tasks, &ClashOptions::default());
    // The post shares 0.4 m², less than the tolerance.
    let wanted = [("shaft", 1.0), ("hoarding", 3.0), ("ducts", 6.0), ("wall", 2.0)];
    let with_tower: Vec<&WorkClash> = found.iter().filter(|clash| clash.ids[0] == "B").collect();
    assert_eq!(with_tower.len(), wanted.len(), "{with_tower:?}");
    for (clash, (id, area)) in with_tower.iter().zip(wanted) {
        assert_eq!(clash.ids[1], id);
        assert!((clash.shared_m2 - area).abs() < 1e-4, "{clash:?}");
    }
}

#[test]
fn uses_and_doors_take_up_no_place_and_equipment_only_outside() {
    let kind = |of: Option<&str>| {
        Kind::Equipment(Equipment {
            equipment: EquipmentKind::EvCharger,
            of: of.map(Key::from),
            count: None,
            power_kw: None,
            height_m: 0.0,
        })
    };
    let door = linli_model::Entrance::default();
    let community = community(vec![
        crane("crane", 0.0),
        tower("t", Truth::Designed, 100.0),
        element("door", Kind::Entrance(door), Truth::Designed, 0.0, 0.0),
        element("indoors", kind(Some("t")), Truth::Designed, 0.0, 0.0),
        element("outdoors", kind(None), Truth::Designed, 0.0, 0.0),
    ]);
    let mut tasks = vec![task("C", Work::Temporary, 1, 9, &["crane"])];
    let others = ["door", "indoors", "outdoors"];
    tasks.extend(others.iter().map(|key| task(key, Work::Build, 1, 9, &[key])));
    let found = clashes(&community, tasks, &ClashOptions::default());
    let ids: Vec<&str> = found.iter().flat_map(|clash| &clash.ids).map(String::as_str).collect();
    assert_eq!(ids, ["C", "outdoors"]);
}

#[test]
fn works_at_other_heights_are_none() {
    let (community, schedule) = (place(), schedule(works()));
    let timeline = Timeline::of(&community, &schedule).0;
    for (bottom, count) in [(-5.0, 1), (29.0, 1), (29.95, 0), (40.0, 0)] {
        let mut boxes = boxes(&community);
        (boxes[1].min[2], boxes[1].max[2]) = (bottom, bottom + 10.0);
        let found = work_clashes(&community, &timeline, &schedule, &boxes, &ClashOptions::default());
        assert_eq!(found.clashes.len(), count, "{bottom} m");
    }
}

/// A work of the property test: its rectangle in plan, its heights and its days.
type Piece = (u8, (f64, f64), f64, f64, (i32, i32));

/// The piece as an element, and its plan from west to east and from south to north.
fn piece(key: &str, (kind, (x, y), side, ..): Piece) -> (Element, [[f64; 2]; 2]) {
    let mut element = tower(key, Truth::Designed, 0.0);
    let sizes = ClashOptions::default().plans;
    match kind {
        0 => {
            element.geometry = square(x, y, side);
            (element, [[x, x + side], [y, y + side]])
        }
        1 => {
            element.geometry = Geometry::Point([x, y, 0.0]);
            let half = sizes.point_m / 2.0;
            (element, [[x - half, x + half], [y - half, y + half]])
        }
        _ => {
            let work =
                SiteWork { work: SiteWorkKind::Hoarding, depth_m: None, height_m: None, reach_m: None };
            element.kind = Kind::SiteWork(work);
            element.geometry =
                Geometry::Line(vec![[x, y, 0.0], [x + side / 2.0, y, 0.0], [x + side, y, 0.0]]);
            let half = sizes.enclosure_m / 2.0;
            (element, [[x, x + side], [y - half, y + half]])
        }
    }
}

proptest! {
    #[test]
    fn clashes_are_what_comparing_everything_finds(
        pieces in prop::collection::vec(
            (0_u8..3, (0.0..30.0_f64, 0.0..30.0_f64), 1.0..15.0_f64, 0.0..12.0_f64, (1_i32..30, 0_i32..9)),
            2..14,
        ),
    ) {
        const TALL_M: f64 = 6.0;
        let key = |i: usize| format!("e{i}");
        let (elements, plans): (Vec<Element>, Vec<[[f64; 2]; 2]>) =
            pieces.iter().enumerate().map(|(i, one)| piece(&key(i), *one)).unzip();
        let around = |element: &Element, low: f64| {
            let mut aabb = element.geometry.aabb();
            (aabb.min[2], aabb.max[2]) = (low, low + TALL_M);
            aabb
        };
        let boxes: Vec<Aabb> = elements.iter().zip(&pieces).map(|(one, piece)| around(one, piece.3)).collect();
        let community = community(elements);
        let tasks = pieces.iter().enumerate().map(|(i, (.., (start, days)))| {
            task(&format!("t{i}"), Work::Build, *start, start + days, &[key(i).as_str()])
        });
        let schedule = schedule(tasks.collect());
        let timeline = Timeline::of(&community, &schedule).0;
        let options = ClashOptions::default();
        let found = work_clashes(&community, &timeline, &schedule, &boxes, &options);
        let shared = |a: [f64; 2], b: [f64; 2]| (a[1].min(b[1]) - a[0].max(b[0])).max(0.0);
        let mut wanted = Vec::new();
        for (i, a) in (0_u32..).zip(&pieces) {
            for (j, b) in (0_u32..).zip(&pieces).skip(i as usize + 1) {
                let [p, q] = [i, j].map(|at| plans[at as usize]);
                let area = shared(p[0], q[0]) * shared(p[1], q[1]);
                // The plans are cut on a fine grid: what lies on the tolerance may fall on either side.
                prop_assume!((area - options.overlap_m2).abs() > 1e-3);
                let tall = shared([a.3, a.3 + TALL_M], [b.3, b.3 + TALL_M]);
                prop_assume!((tall - options.overlap_m).abs() > 1e-9);
                let place = area > options.overlap_m2 && tall > options.overlap_m;
                let [(from, days), (other, others)] = [a.4, b.4];
                if place && (from..=from + days).any(|day| (other..=other + others).contains(&day)) {
                    wanted.push([i, j]);
                }
            }
        }
        prop_assert_eq!(found.clashes.iter().map(|clash| clash.tasks).collect::<Vec<_>>(), wanted);
    }
}
