//! Numbers of a stage.

use linli_model::{Basement, Stage};

use super::*;
use crate::stages::{StageSummary, stage_summary};

fn place() -> Community {
    let storeys = vec![
        run(-2, -1, BuildingUse::Parking),
        run(1, 2, BuildingUse::Commercial),
        run(3, 10, BuildingUse::Residential),
    ];
    let tall = Building { storeys, ..Building::default() };
    community(vec![
        element("tall", Kind::Building(tall), Truth::Designed, 0.0, 0.0),
        tower("old", Truth::Existing, 20.0),
        tower("kept", Truth::Existing, 40.0),
        tree("sketch", Truth::Proposed),
    ])
}

fn tasks() -> Vec<Task> {
    vec![
        storeys(task("pit", Work::Build, 11, 20, &["tall"]), -2, -1),
        storeys(task("up", Work::Build, 21, 30, &["tall"]), 1, 10),
        task("D", Work::Demolish, 1, 10, &["old"]),
    ]
}

fn on(community: &Community, stage: Stage, number: i32) -> StageSummary {
    stage_summary(community, &timeline(community, tasks()), stage, day(number))
}

#[test]
fn floor_area_is_finished_from_the_lowest_level_up() {
    let community = place();
    let summary = on(&community, Stage::Construction, 15);
    assert_eq!((summary.below.rising_m2, summary.below.rising_finished_m2), (200.0, 100.0));
    assert_eq!((summary.above.rising_m2, summary.above.rising_finished_m2), (1000.0, 0.0));
    // Ten storeys of a 10 m square each: one gone, one standing.
    assert_eq!((summary.above.gone_m2, summary.above.stands_m2), (1000.0, 1000.0));
    let summary = on(&community, Stage::Construction, 23);
    assert_eq!(summary.below.rising_finished_m2, 200.0);
    assert!((summary.above.rising_finished_m2 - 300.0).abs() < 1e-3);
    let commercial = summary.by_use.iter().find(|of| of.use_ == BuildingUse::Commercial).unwrap();
    assert!((commercial.above.rising_finished_m2 - 200.0).abs() < 1e-3);
    assert!((summary.task_days_pct.unwrap() - 100.0 * 23.0 / 30.0).abs() < 1e-9);
    assert!((summary.floor_area_pct.unwrap() - 100.0 * 500.0 / 1200.0).abs() < 1e-3);
    assert_eq!((summary.dwellings, summary.residents, summary.assumed_buildings), (0, 0, 0));
}

#[test]
fn in_the_end_everything_stands() {
    let community = place();
    let summary = on(&community, Stage::Construction, 31);
    assert_eq!((summary.above.stands_m2, summary.below.stands_m2), (2000.0, 200.0));
    assert_eq!((summary.dwellings, summary.residents), (24, 60));
    assert_eq!((summary.task_days_pct, summary.floor_area_pct), (Some(100.0), Some(100.0)));
    assert_eq!(
        (
            summary.elements.of(Standing::Stands),
            summary.elements.of(Standing::Gone),
            summary.elements.total()
        ),
        (2, 1, 3)
    );
}

#[test]
fn the_design_is_without_what_the_plan_removes() {
    let community = place();
    let design = on(&community, Stage::Design, 1);
    assert_eq!(
        (design.above.stands_m2, design.above.gone_m2, design.above.not_yet_m2),
        (2000.0, 1000.0, 0.0)
    );
    let plan = on(&community, Stage::Planning, 1);
    assert_eq!((plan.elements.total(), plan.elements.of(Standing::Gone)), (3, 1));
    assert_eq!(plan.above.stands_m2, 1000.0);
}

#[test]
fn a_basement_has_the_levels_below_its_buildings() {
    let storeys = vec![run(-2, -1, BuildingUse::Parking), run(1, 2, BuildingUse::Residential)];
    let tall = Building { storeys, ..Building::default() };
    let basement = Basement {
        levels: 2,
        buildings: vec![Key::from("tall")],
        floor_area_m2: Some(900.0),
        ..Basement::default()
    };
    let community = community(vec![
        element("tall", Kind::Building(tall), Truth::Existing, 0.0, 0.0),
        element("basement", Kind::Basement(basement), Truth::Existing, 0.0, 0.0),
    ]);
    let summary = stage_summary(&community, &timeline(&community, Vec::new()), Stage::Construction, day(1));
    assert_eq!((summary.above.stands_m2, summary.below.stands_m2), (200.0, 900.0));
    assert_eq!((summary.task_days_pct, summary.floor_area_pct), (None, None));
}
