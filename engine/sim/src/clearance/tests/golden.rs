//! Every clearance and cover cell that may give a verdict (tags S and S2), typed from the standard's
//! table and not from the pack: a millimetre below it is a hit, a millimetre above it is none.

use linli_model::{
    Building, Element, GasPressure, Geometry, Kind, Medium, Polygon, Section, Street, StreetClass,
    UtilityLine,
};
use linli_space::Ground;

use super::town::{book, community, line, pipe};
use crate::clearance::{ClearanceState, RuleKind, Surfaces};

fn gas(pressure: GasPressure) -> UtilityLine {
    UtilityLine { gas_pressure: Some(pressure), ..pipe(Medium::Gas, 200.0) }
}

fn ducts(medium: Medium) -> UtilityLine {
    let section = Section::DuctBank { columns: 2, rows: 2, width_mm: 400.0, height_mm: 400.0 };
    UtilityLine { section, ..pipe(medium, 400.0) }
}

fn half_width_m(line: &UtilityLine) -> f64 {
    match line.section {
        Section::Round => line.diameter_mm / 2000.0,
        Section::Box { width_mm, .. } | Section::DuctBank { width_mm, .. } => width_mm / 2000.0,
    }
}

/// Horizontal hits with a verdict of two lines side by side whose faces are `gap_m` apart.
fn verdicts(a: &UtilityLine, b: &UtilityLine, gap_m: f64) -> usize {
    let y = gap_m + half_width_m(a) + half_width_m(b);
    let elements = vec![
        line("a", a.clone(), &[[0.0, 0.0, -3.0], [40.0, 0.0, -3.0]]),
        line("b", b.clone(), &[[0.0, y, -3.0], [40.0, y, -3.0]]),
    ];
    with_verdict(&ClearanceState::new(book(), &community(elements)), RuleKind::Horizontal)
}

fn with_verdict(state: &ClearanceState, kind: RuleKind) -> usize {
    let rule = |hit: &&crate::clearance::Hit| {
        state.book().rule(hit.rule).is_some_and(|rule| rule.kind == kind && rule.tag.gives_verdict())
    };
    state.hits().into_iter().filter(rule).count()
}

#[test]
fn horizontal_cells_beside_sewage() {
    let sewage = pipe(Medium::Sewage, 300.0);
    for medium in [Medium::Sewage, Medium::Storm, Medium::Combined] {
        let drain = pipe(medium, 300.0);
        let cells = [
            (pipe(Medium::Water, 200.0), 1.0),
            (pipe(Medium::Water, 201.0), 1.5),
            (gas(GasPressure::Low), 1.0),
            (gas(GasPressure::MediumB), 1.2),
            (gas(GasPressure::MediumA), 1.2),
            (gas(GasPressure::SubHighB), 1.5),
            (gas(GasPressure::SubHighA), 2.0),
            (pipe(Medium::Power, 100.0), 0.5),
            (ducts(Medium::Power), 0.5),
            (pipe(Medium::Telecom, 100.0), 1.0),
            (ducts(Medium::Telecom), 1.0),
        ];
        for (other, required) in cells {
            assert_eq!(verdicts(&drain, &other, required - 0.001), 1, "{other:?}");
            assert_eq!(verdicts(&drain, &other, required + 0.001), 0, "{other:?}");
        }
    }
    // No figure for the pair, and a figure from memory: no verdict.
    assert_eq!(verdicts(&sewage, &pipe(Medium::Storm, 300.0), 0.01), 0);
    assert_eq!(verdicts(&sewage, &pipe(Medium::Heat, 300.0), 0.01), 0);
}

#[test]
fn sewage_beside_a_foundation() {
    for (gap, hits) in [(2.499, 1), (2.501, 0)] {
        let ring = vec![[0.0, 0.0, 0.0], [20.0, 0.0, 0.0], [20.0, 10.0, 0.0], [0.0, 10.0, 0.0]];
        let house = Element::new(
            "house",
            Kind::Building(Building::default()),
            Geometry::Area(vec![Polygon::new(ring)]),
        );
        let y = -gap - 0.15;
        let drain = line("drain", pipe(Medium::Sewage, 300.0), &[[-30.0, y, -2.0], [50.0, y, -2.0]]);
        let state = ClearanceState::new(book(), &community(vec![house, drain]));
        assert_eq!(with_verdict(&state, RuleKind::Horizontal), hits, "at {gap} m");
    }
}

fn street() -> Element {
    let street = Street { width_m: Some(8.0), ..Street::new(StreetClass::Residential) };
    Element::new("street", Kind::Street(street), Geometry::Line(vec![[0.0, 0.0, 0.0], [100.0, 0.0, 0.0]]))
}

#[test]
fn cover_of_sewage_under_lanes_and_footways() {
    // Under the lanes at y = 0, beside them at y = 20.
    for (y, required) in [(0.0, 0.7), (20.0, 0.6)] {
        for (cover, hits) in [(required - 0.001, 1), (required + 0.001, 0)] {
            let z = -cover - 0.15;
            let drain = line("drain", pipe(Medium::Sewage, 300.0), &[[10.0, y, z], [60.0, y, z]]);
            let state = ClearanceState::new(book(), &community(vec![street(), drain]));
            assert_eq!(with_verdict(&state, RuleKind::Cover), hits, "at {y} with {cover} m");
        }
    }
}

#[test]
fn a_cover_is_told_apart_where_the_street_begins() {
    // 0.65 m: enough beside the lanes, not under them (x from 0 to 8 along y).
    let drain = line("drain", pipe(Medium::Sewage, 300.0), &[[50.0, -20.0, -0.8], [50.0, 20.0, -0.8]]);
    let state = ClearanceState::new(book(), &community(vec![street(), drain]));
    let hits: Vec<_> = state.hits().into_iter().filter(|hit| hit.required_m == 0.7).collect();
    let verdict =
        hits.iter().find(|hit| state.book().rule(hit.rule).is_some_and(|rule| rule.tag.gives_verdict()));
    let hit = verdict.unwrap();
    // Samples stand 5 m apart: those at y = 0 lie under the lanes, those at ±5 m do not.
    assert!(
        (hit.on_a - 0.5).abs() < 1e-9 && (hit.on_b - 0.5).abs() < 1e-9 && (hit.actual_m - 0.65).abs() < 1e-9
    );
}

#[test]
fn a_bare_ground_has_footway_cover_everywhere() {
    let drain = line("drain", pipe(Medium::Storm, 300.0), &[[0.0, 0.0, -0.3], [9.0, 0.0, -0.3]]);
    let state = ClearanceState::with_surfaces(book(), &[drain], Surfaces::bare(Ground::level(0.0)));
    let hits = state.hits();
    assert!(hits.iter().all(|hit| hit.required_m == 0.6 && (hit.actual_m - 0.15).abs() < 1e-9));
    assert_eq!(hits.len(), 2, "GB 50289 and GB 50014 both ask for it");
}
