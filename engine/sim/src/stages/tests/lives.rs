//! The lives of single elements.

use linli_model::{
    Basement, Entrance, Equipment, EquipmentKind, Greening, GreeningPlace, LandUse, Parcel, Planting, Stage,
};

use super::*;
use crate::stages::Timeliness;
use Standing::{Falling, Gone, Maintained, NotYet, Rising, Stands};

#[test]
fn a_tower_rises_stands_is_maintained_and_falls() {
    let community = community(vec![tower("t", Truth::Designed, 0.0)]);
    let tasks = vec![
        task("b", Work::Build, 10, 19, &["t"]),
        task("m", Work::Maintain, 30, 31, &["t"]),
        task("d", Work::Demolish, 40, 43, &["t"]),
    ];
    let timeline = timeline(&community, tasks);
    let days = [9, 10, 19, 20, 30, 32, 40, 43, 44];
    let wanted = [NotYet, Rising, Rising, Stands, Maintained, Stands, Falling, Falling, Gone];
    assert_eq!(standings(&timeline, &community, "t", &days), wanted);
    let at = |number| at(&timeline, &community, "t", number);
    assert_eq!((at(10).share, at(10).storeys_done), (0.1, 1.0));
    assert_eq!((at(19).share, at(19).storeys_done), (1.0, 10.0));
    assert_eq!((at(25).share, at(25).storeys_done), (1.0, 10.0));
    assert_eq!((at(41).share, at(41).storeys_done), (0.5, 5.0));
    assert_eq!((at(44).share, at(44).storeys_done), (1.0, 0.0));
    assert_eq!(timeline.span(), Some(span(10, 43)));
    let steps: Vec<_> = [10, 20, 30, 32, 40, 44].into_iter().map(day).collect();
    assert_eq!(timeline.steps(), steps);
    assert!(!timeline.is_removed_by_plan(id(&community, "t")));
}

#[test]
fn what_exists_stands_until_it_is_removed_and_is_no_part_of_the_plan() {
    let community = community(vec![tree("old", Truth::Existing), tree("kept", Truth::Existing)]);
    let timeline = timeline(&community, vec![task("d", Work::Demolish, 5, 6, &["old"])]);
    assert_eq!(standings(&timeline, &community, "old", &[1, 5, 7]), [Stands, Falling, Gone]);
    let [old, kept] = ["old", "kept"].map(|key| id(&community, key));
    assert!(timeline.is_removed_by_plan(old) && !timeline.is_removed_by_plan(kept));
    for stage in [Stage::Planning, Stage::Design] {
        assert!(!timeline.shown(&community, old, stage, day(1)));
        assert!(timeline.shown(&community, kept, stage, day(1)));
    }
    assert!(timeline.shown(&community, old, Stage::Construction, day(6)));
    assert!(!timeline.shown(&community, old, Stage::Construction, day(7)));
}

#[test]
fn temporary_works_stand_on_their_days_only() {
    let community = community(vec![tree("crane", Truth::Temporary), tree("idle", Truth::Temporary)]);
    let tasks =
        vec![task("c1", Work::Temporary, 5, 6, &["crane"]), task("c2", Work::Temporary, 9, 9, &["crane"])];
    let timeline = timeline(&community, tasks);
    let wanted = [NotYet, Stands, NotYet, Stands, Gone];
    assert_eq!(standings(&timeline, &community, "crane", &[4, 6, 7, 9, 10]), wanted);
    assert_eq!(standings(&timeline, &community, "idle", &[4, 6, 20]), [NotYet; 3]);
}

#[test]
fn a_sketch_is_never_built() {
    let community = community(vec![tree("sketch", Truth::Proposed)]);
    let timeline = timeline(&community, vec![task("b", Work::Build, 1, 2, &["sketch"])]);
    let sketch = id(&community, "sketch");
    assert_eq!(timeline.state(sketch, day(3)).standing, NotYet);
    assert!(timeline.shown(&community, sketch, Stage::Planning, day(1)));
    assert!(!timeline.shown(&community, sketch, Stage::Construction, day(9)));
}

#[test]
fn designed_and_without_a_task_is_there_on_the_last_day() {
    let community = community(vec![tree("lost", Truth::Designed), tree("built", Truth::Designed)]);
    let timeline = timeline(&community, vec![task("b", Work::Build, 1, 8, &["built"])]);
    assert_eq!(standings(&timeline, &community, "lost", &[1, 7, 8, 9]), [NotYet, NotYet, Stands, Stands]);
    assert_eq!(at(&timeline, &community, "lost", 8).timeliness, Timeliness::NotScheduled);
    assert!(timeline.steps().contains(&day(8)));
    let empty = Timeline::of(&community, &Schedule::default()).0;
    assert_eq!((empty.span(), empty.state(ElementId(0), day(9)).standing), (None, NotYet));
}

#[test]
fn storeys_rise_in_their_ranges() {
    let mut tall = tower("t", Truth::Designed, 0.0);
    tall.kind = Kind::Building(Building {
        storeys_above: Some(20.0),
        storeys_below: Some(2.0),
        ..Building::default()
    });
    let community = community(vec![tall]);
    let tasks = vec![
        storeys(task("pit", Work::Build, 1, 10, &["t"]), -2, -1),
        storeys(task("low", Work::Build, 11, 20, &["t"]), 1, 10),
        storeys(task("high", Work::Build, 21, 30, &["t"]), 11, 20),
    ];
    let timeline = timeline(&community, tasks);
    let done = |number| at(&timeline, &community, "t", number).storeys_done;
    assert_eq!([5, 10, 15, 20, 30, 31].map(done), [1.0, 2.0, 7.0, 12.0, 22.0, 22.0]);
    assert_eq!(at(&timeline, &community, "t", 15).share, 0.5);
    let levels = timeline.levels_of(ElementId(0));
    assert_eq!(levels, Some(StoreyRange { from_level: -2, to_level: 20 }));
}

#[test]
fn what_belongs_to_a_building_comes_and_goes_with_it() {
    let of = || Some(Key::from("t"));
    let greening = Greening {
        place: GreeningPlace::Roof,
        planting: Planting::Lawn,
        soil_depth_m: 0.3,
        area_m2: 20.0,
        height_m: 30.0,
        building: of(),
        open_to_all: false,
    };
    let panels = Equipment {
        equipment: EquipmentKind::SolarPanels,
        of: Some(Key::from("part")),
        count: None,
        power_kw: None,
        height_m: 0.0,
    };
    let part = Building { parent: of(), ..Building::default() };
    let basement = Basement { buildings: vec![Key::from("other"), Key::from("t")], ..Basement::default() };
    let community = community(vec![
        tower("t", Truth::Designed, 0.0),
        element("green", Kind::Greening(greening), Truth::Designed, 0.0, 0.0),
        element("part", Kind::BuildingPart(part), Truth::Designed, 0.0, 0.0),
        element("panels", Kind::Equipment(panels), Truth::Designed, 0.0, 0.0),
        element("basement", Kind::Basement(basement), Truth::Designed, 0.0, 0.0),
        tower("old", Truth::Existing, 0.0),
        element(
            "door",
            Kind::Entrance(Entrance { of: Some(Key::from("old")), ..Entrance::default() }),
            Truth::Existing,
            0.0,
            0.0,
        ),
    ]);
    let tasks = vec![task("b", Work::Build, 5, 8, &["t"]), task("d", Work::Demolish, 1, 2, &["old"])];
    let (timeline, problems) = Timeline::of(&community, &schedule(tasks));
    for key in ["t", "green", "part", "panels", "basement"] {
        assert_eq!(standings(&timeline, &community, key, &[4, 5, 9]), [NotYet, Rising, Stands], "{key}");
        assert_eq!(timeline.tasks_of(id(&community, key)), [0]);
    }
    assert_eq!(standings(&timeline, &community, "door", &[1, 3]), [Falling, Gone]);
    assert!(timeline.is_removed_by_plan(id(&community, "door")));
    assert_eq!(timeline.elements_of(0).len(), 5);
    assert_eq!(problems, []);
}

#[test]
fn a_building_takes_over_what_is_done_on_its_parcel() {
    let parcel = Kind::Parcel(Parcel::new(LandUse::Residential));
    let mut outside = tower("t", Truth::Designed, 50.0);
    outside.kind = Kind::Building(Building { parcel: Some(Key::from("p")), ..Building::default() });
    let community = community(vec![element("p", parcel, Truth::Existing, 0.0, 0.0), outside]);
    for selector in [Selector::Zone(Key::from("p")), Selector::Key(Key::from("p"))] {
        let work = Task { elements: vec![selector], ..task("b", Work::Build, 5, 8, &[]) };
        let timeline = timeline(&community, vec![work]);
        assert_eq!(standings(&timeline, &community, "t", &[4, 5, 9]), [NotYet, Rising, Stands]);
        assert_eq!(standings(&timeline, &community, "p", &[1, 5, 9]), [Stands; 3]);
    }
}

#[test]
fn late_and_early_are_told_from_the_baseline() {
    let community = community(vec![tree("a", Truth::Designed), tree("b", Truth::Designed)]);
    let late = Task { baseline: Some(span(1, 10)), ..task("late", Work::Build, 3, 12, &["a"]) };
    let early = Task {
        actual_start: Some(day(1)),
        actual_finish: Some(day(4)),
        ..task("early", Work::Build, 1, 8, &["b"])
    };
    let timeline = timeline(&community, vec![late, early]);
    let of = |key, number| at(&timeline, &community, key, number).timeliness;
    assert_eq!(
        [1, 5, 11, 12].map(|number| of("a", number)),
        [Timeliness::Late, Timeliness::Late, Timeliness::Late, Timeliness::OnTime]
    );
    assert_eq!(
        [1, 4, 8, 20].map(|number| of("b", number)),
        [Timeliness::Early, Timeliness::Early, Timeliness::OnTime, Timeliness::OnTime]
    );
}

#[test]
fn a_task_under_way_at_the_data_date_goes_on_and_is_late() {
    let community = community(vec![tower("t", Truth::Designed, 0.0)]);
    let begun =
        Task { actual_start: Some(day(1)), done_pct: Some(40.0), ..task("b", Work::Build, 1, 5, &["t"]) };
    let schedule = Schedule { data_date: Some(day(8)), ..schedule(vec![begun]) };
    let timeline = Timeline::of(&community, &schedule).0;
    let state = at(&timeline, &community, "t", 8);
    assert_eq!((state.standing, state.share, state.timeliness), (Rising, 0.4, Timeliness::Late));
    assert_eq!(standings(&timeline, &community, "t", &[9, 10]), [Rising, Stands]);
    assert_eq!(timeline.days_of(0), Some(span(1, 9)));
}

#[test]
fn a_closed_street_is_closed_on_the_days_of_its_task() {
    let community = community(vec![tree("s", Truth::Existing)]);
    let timeline = timeline(&community, vec![task("c", Work::Close, 3, 4, &["s"])]);
    let closed = |number| at(&timeline, &community, "s", number).closed;
    assert_eq!([2, 3, 4, 5].map(closed), [false, true, true, false]);
    assert_eq!(at(&timeline, &community, "s", 3).standing, Stands);
}
