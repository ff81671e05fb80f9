//! Findings: grouped along a run, with culprit, move, status and survey quality.

use linli_model::{Element, Key, Medium, SurveyQuality, UtilityLine};
use linli_space::Ground;

use super::town::{book, line, pipe};
use crate::clearance::{
    Accepted, Certainty, ClearanceState, Edit, Finding, Previous, RuleKind, Status, Surfaces, Verdict,
    findings, findings_csv, findings_geojson, findings_json, with_status,
};

fn check(elements: &[Element]) -> ClearanceState {
    ClearanceState::with_surfaces(book(), elements, Surfaces::bare(Ground::level(0.0)))
}

/// A water pipe DN 200 over three sewers DN 300 at −2.0 m: at −1.45 m it is 0.3 m clear, 10 cm too
/// high for nothing but 0.1 m too low for the 0.4 m of water over sewage.
fn crossing(z: f64) -> Vec<Element> {
    let mut elements = vec![line("water", pipe(Medium::Water, 200.0), &[[0.0, 0.0, z], [100.0, 0.0, z]])];
    for (i, x) in [20.0, 50.0, 80.0].into_iter().enumerate() {
        let key = format!("sewer-{i}");
        elements.push(line(&key, pipe(Medium::Sewage, 300.0), &[[x, -30.0, -2.0], [x, 30.0, -2.0]]));
    }
    elements
}

#[test]
fn one_pipe_ten_centimetres_off_is_one_finding_with_its_chainages() {
    let state = check(&crossing(-1.45));
    let found = findings(&state, true);
    assert_eq!(found.len(), 1);
    let finding = found.first().unwrap();
    assert_eq!(finding.kind, RuleKind::Vertical);
    assert_eq!(finding.culprit, Key::from("water"), "pressure yields to gravity");
    assert_eq!(finding.yields_by.as_deref(), Some("avoid/pressure"));
    assert_eq!(finding.clause, "4.1.14");
    let chainages: Vec<f64> = finding.places.iter().map(|place| place.chainage_m[0]).collect();
    assert_eq!(chainages, [20.0, 50.0, 80.0]);
    assert!((finding.actual - 0.3).abs() < 1e-9 && finding.required == 0.4);
    // Table 4.1.14 is from memory.
    assert_eq!(finding.verdict, Verdict::Indication);
    let mend = finding.mend.as_ref().unwrap();
    assert!((mend.by_m[2] - 0.1).abs() < 1e-9, "up 10 cm, not through the sewers: {:?}", mend.by_m);
}

#[test]
fn the_move_mends_when_it_is_applied() {
    let mut elements = crossing(-1.45);
    let state = check(&elements);
    let found = findings(&state, true);
    let mend = found.first().unwrap().mend.clone().unwrap();
    for element in elements.iter_mut().filter(|e| mend.keys.contains(&e.key)) {
        element.geometry.map_points(|p| (0..3).for_each(|i| p[i] += mend.by_m[i]));
    }
    assert!(findings(&check(&elements), false).is_empty());
    // A centimetre less does not.
    for element in elements.iter_mut().filter(|e| mend.keys.contains(&e.key)) {
        element.geometry.map_points(|p| p[2] -= 0.01);
    }
    assert_eq!(findings(&check(&elements), false).len(), 1);
}

#[test]
fn a_move_keeps_away_from_what_else_lies_there() {
    // Gas 1.0 m from a sewer wants 1.2 m (low pressure assumed medium A); away by 0.2 m it would come
    // within 0.5 m of the water pipe on its other side, so the sewer's other side is not tried and the
    // move grows or fails: here it is found by checking again.
    let gas =
        UtilityLine { gas_pressure: Some(linli_model::GasPressure::MediumB), ..pipe(Medium::Gas, 200.0) };
    let elements = vec![
        line("sewer", pipe(Medium::Sewage, 300.0), &[[0.0, 0.0, -2.0], [60.0, 0.0, -2.0]]),
        line("gas", gas, &[[0.0, 1.25, -2.0], [60.0, 1.25, -2.0]]),
        line("water", pipe(Medium::Water, 200.0), &[[0.0, 2.0, -2.0], [60.0, 2.0, -2.0]]),
    ];
    let state = check(&elements);
    let found = findings(&state, true);
    let gas =
        found.iter().find(|f| f.culprit == Key::from("gas") && f.verdict == Verdict::Violation).unwrap();
    let mend = gas.mend.as_ref().unwrap();
    let moved = state.hits_if_moved(&mend.keys, mend.by_m);
    let horizontal = |hit: &&crate::clearance::Hit| {
        state.book().rule(hit.rule).is_some_and(|rule| rule.kind == RuleKind::Horizontal)
    };
    assert_eq!(moved.iter().filter(horizontal).count(), 0);
    // Beyond the water pipe: 2.0 + 0.1 + 0.5 + 0.1 = 2.7, that is 1.45 m; short of the sewer: 0 − 1.45.
    assert!((mend.by_m[1].abs() - 1.45).abs() < 0.011, "{:?}", mend.by_m);
}

#[test]
fn a_shallow_run_of_several_pipes_is_one_finding() {
    let mut elements = Vec::new();
    for i in 0..5 {
        let x = f64::from(i) * 20.0;
        let facts = UtilityLine {
            from_node: Some(format!("n{i}")),
            to_node: Some(format!("n{}", i + 1)),
            ..pipe(Medium::Sewage, 300.0)
        };
        elements.push(line(&format!("s{i}"), facts, &[[x, 0.0, -0.5], [x + 20.0, 0.0, -0.5]]));
    }
    let found = findings(&check(&elements), true);
    assert_eq!(found.len(), 1);
    let finding = found.first().unwrap();
    assert_eq!((finding.kind, finding.verdict), (RuleKind::Cover, Verdict::Violation));
    assert_eq!(finding.elements.len(), 5);
    assert!((finding.actual - 0.35).abs() < 1e-9 && (finding.required - 0.6).abs() < 1e-9);
    let ends: Vec<f64> = finding.places.iter().map(|place| place.chainage_m[1]).collect();
    assert!(ends.contains(&100.0));
    assert_eq!(finding.mend.as_ref().unwrap().by_m[2], -0.25);
}

#[test]
fn names_stay_and_statuses_follow() {
    let first = findings(&check(&crossing(-1.45)), false);
    let mut shuffled = crossing(-1.45);
    shuffled.reverse();
    let again = findings(&check(&shuffled), false);
    assert_eq!(first, again);
    let previous = Previous { findings: first.clone(), accepted: Vec::new() };
    assert_eq!(with_status(again.clone(), &previous).first().unwrap().status, Status::Persisting);
    let gone = with_status(Vec::new(), &previous);
    assert_eq!(gone.first().unwrap().status, Status::Resolved);
    let accepted = vec![Accepted { id: first.first().unwrap().id.clone(), reason: "slab".into() }];
    let kept = with_status(again, &Previous { findings: Vec::new(), accepted });
    assert_eq!(kept.first().unwrap().status, Status::Accepted { reason: "slab".into() });
    // An accepted finding stays so in the next round, and a resolved one is forgotten after it.
    let next = with_status(first, &Previous { findings: kept, accepted: Vec::new() });
    assert!(matches!(next.first().unwrap().status, Status::Accepted { .. }));
    assert!(with_status(Vec::new(), &Previous { findings: gone, accepted: Vec::new() }).is_empty());
}

#[test]
fn a_drag_is_right_after_each_step() {
    let elements = crossing(-1.3);
    let mut state = check(&elements);
    assert!(findings(&state, false).is_empty());
    for step in 0..60 {
        let z = -1.3 - f64::from(step) * 0.01;
        let moved = line("water", pipe(Medium::Water, 200.0), &[[0.0, 0.0, z], [100.0, 0.0, z]]);
        state.edit(&Edit::Put(Box::new(moved)));
        // 2.0 − 0.15 − 0.1 − |z| must be 0.4.
        let clear = (2.0 + z - 0.25) >= 0.4 - 1e-12;
        let expected: Vec<Finding> = findings(&check(&crossing(z)), false);
        assert_eq!(findings(&state, false), expected);
        assert_eq!(expected.is_empty(), clear, "at {z}");
    }
}

fn surveyed(gap: f64, quality: Option<SurveyQuality>, shift: [f64; 2]) -> Option<Certainty> {
    let facts = UtilityLine { survey: quality, ..pipe(Medium::Water, 200.0) };
    let y = gap + 0.25 + shift[1];
    let elements = vec![
        line("sewer", pipe(Medium::Sewage, 300.0), &[[0.0, 0.0, -2.0], [60.0, 0.0, -2.0]]),
        line("water", facts, &[[5.0 + shift[0], y, -2.0], [55.0 + shift[0], y, -2.0]]),
    ];
    let state = check(&elements);
    let hits = state.hits();
    hits.first().map(|hit| hit.certainty)
}

/// Water beside sewage wants 1.0 m; QL-B is good to 0.25 m. Shifting the pipe at random within its
/// tolerance must always, sometimes or never break the rule, as the class says.
#[test]
fn a_monte_carlo_shift_reproduces_the_classes() {
    let mut seed = 11_u64;
    let mut draw = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    for (gap, class) in [
        (0.70, Some(Certainty::Certain)),
        (0.85, Some(Certainty::Possible)),
        (1.00, Some(Certainty::Possible)),
        (1.15, Some(Certainty::Possible)),
        (1.30, None),
    ] {
        assert_eq!(surveyed(gap, Some(SurveyQuality::B), [0.0; 2]), class, "at {gap}");
        let rounds = 400;
        let broken = (0..rounds)
            .filter(|_| {
                let (angle, radius) = (draw() * std::f64::consts::TAU, 0.25 * draw().sqrt());
                surveyed(gap, None, [radius * angle.cos(), radius * angle.sin()]).is_some()
            })
            .count();
        match class {
            Some(Certainty::Certain) => assert_eq!(broken, rounds),
            None => assert_eq!(broken, 0),
            _ => assert!(broken > 0 && broken < rounds, "{broken} of {rounds} at {gap}"),
        }
    }
}

#[test]
fn findings_are_written_and_read_again() {
    let found = findings(&check(&crossing(-1.45)), true);
    let json: serde_json::Value = serde_json::from_str(&findings_json(&found).unwrap()).unwrap();
    let mut again: Vec<Finding> = serde_json::from_value(json["findings"].clone()).unwrap();
    for (finding, old) in again.iter_mut().zip(&found) {
        for (place, old) in finding.places.iter_mut().zip(&old.places) {
            place.rule_number = old.rule_number;
        }
    }
    assert_eq!(again, found);
    let csv = findings_csv(&found, &super::town::frame());
    assert_eq!(csv.lines().count(), 4);
    let columns: Vec<usize> = csv.lines().map(|line| line.split(',').count()).collect();
    assert!(columns.iter().all(|count| *count == 23), "{columns:?}");
    let geojson: serde_json::Value =
        serde_json::from_str(&findings_geojson(&found, &super::town::frame()).unwrap()).unwrap();
    assert_eq!(geojson["features"].as_array().map(Vec::len), Some(3));
}
