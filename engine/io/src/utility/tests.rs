//! Rules that no single format shows.
#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Geometry, Kind, Medium, UtilityLine, Vertical};
use proptest::prelude::*;

use super::*;

fn draft(nodes: &[(&str, [f64; 2], Option<f64>)], lines: Vec<DraftLine>) -> DraftNetwork {
    let nodes = nodes.iter().map(|(id, xy, ground)| DraftNode {
        id: (*id).to_owned(),
        place: format!("node {id}"),
        xy: Some(*xy),
        ground_m: *ground,
        ..DraftNode::default()
    });
    DraftNetwork { nodes: nodes.collect(), lines }
}

fn line(id: &str, from: &str, to: &str, levels: Levels) -> DraftLine {
    DraftLine {
        id: id.to_owned(),
        place: format!("row {id}"),
        levels,
        medium: Some(Medium::Water),
        diameter_mm: Some(200.0),
        facts: UtilityLine {
            from_node: Some(from.to_owned()),
            to_node: Some(to.to_owned()),
            ..UtilityLine::default()
        },
        ..DraftLine::default()
    }
}

const FILE: FileFacts = FileFacts { stem: "t", medium: None, twins: false, geographic: false };

#[test]
fn heights_follow_the_way_and_not_the_number_of_bends() {
    let mut bent = line("p", "a", "b", Levels::Depth([Some(1.0), Some(2.0)]));
    bent.bends = vec![[10.0, 0.0]];
    let network = draft(&[("a", [0.0, 0.0], Some(5.0)), ("b", [10.0, 30.0], Some(5.0))], vec![bent]);
    let mut report = FileReport::new("t");
    let elements = elements(network, FILE, &mut report);
    let Geometry::Line(points) = &elements[2].geometry else { panic!("no line") };
    assert_eq!(points.iter().map(|p| p[2]).collect::<Vec<_>>(), [4.0, 3.75, 3.0]);
    assert!(report.messages.is_empty(), "{:?}", report.messages);
}

#[test]
fn a_riser_has_a_length_although_both_ends_are_one_place() {
    let network = draft(
        &[("a", [0.0, 0.0], Some(5.0)), ("b", [0.0, 0.0], Some(5.0))],
        vec![line("p", "a", "b", Levels::Depth([Some(1.0), Some(3.0)]))],
    );
    let mut report = FileReport::new("t");
    let elements = elements(network, FILE, &mut report);
    let Geometry::Line(points) = &elements[2].geometry else { panic!("no line") };
    assert_eq!(points.as_slice(), [[0.0, 0.0, 4.0], [0.0, 0.0, 2.0]]);
}

#[test]
fn depths_without_ground_hang_from_the_terrain() {
    let network = draft(
        &[("a", [0.0, 0.0], Some(5.0)), ("b", [9.0, 0.0], None)],
        vec![line("p", "a", "b", Levels::Depth([Some(1.0), Some(1.5)]))],
    );
    let mut report = FileReport::new("t");
    let elements = elements(network, FILE, &mut report);
    let found = elements.last().unwrap();
    assert_eq!((found.vertical, found.geometry.aabb().min[2]), (Vertical::AboveGround, -1.5));
    assert_eq!(report.codes.get("CIM-UT-033"), Some(&1));
}

#[test]
fn a_point_far_from_all_others_is_named_and_kept() {
    let nodes = [
        ("a", [500_000.0, 3_300_000.0], None),
        ("b", [500_010.0, 3_300_000.0], None),
        ("c", [5_000_000.0, 3_300_000.0], None),
    ];
    let mut report = FileReport::new("t");
    let elements = elements(draft(&nodes, Vec::new()), FILE, &mut report);
    assert_eq!((elements.len(), report.codes.get("CIM-UT-022")), (3, Some(&1)));
}

proptest! {
    #[test]
    fn every_row_is_an_element_or_is_named(
        rows in proptest::collection::vec((0_usize..6, 0_usize..8, -3.0_f64..3000.0, 0.0_f64..30_000.0), 0..40),
    ) {
        let names = ["a", "b", "c", "d", "e", "f", "x", "y"];
        let nodes: Vec<_> = (0..6)
            .map(|i| (names[i], [500_000.0 + 10.0 * i as f64, 3_300_000.0 + (i * i) as f64], Some(5.0)))
            .collect();
        let lines: Vec<DraftLine> = rows
            .iter()
            .enumerate()
            .map(|(i, (from, to, depth, mm))| DraftLine {
                diameter_mm: Some(*mm),
                ..line(&i.to_string(), names[*from], names[*to], Levels::Depth([Some(*depth), None]))
            })
            .collect();
        let count = lines.len();
        let mut report = FileReport::new("t");
        let elements = elements(draft(&nodes, lines), FILE, &mut report);
        let loaded: Vec<&str> = elements
            .iter()
            .filter(|e| matches!(e.kind, Kind::UtilityLine(_)))
            .map(|e| e.source.id.as_str())
            .collect();
        let skipped = report
            .messages
            .iter()
            .filter(|m| m.code.outcome == crate::Outcome::Skipped)
            .filter_map(|m| m.object.as_deref());
        let mut all: Vec<&str> = loaded.iter().copied().chain(skipped).collect();
        all.sort_unstable();
        all.dedup();
        prop_assert_eq!(all.len(), count, "{:?}", report.messages);
        for element in &elements {
            let aabb = element.geometry.aabb();
            prop_assert!(aabb.min.iter().chain(&aabb.max).all(|v| v.is_finite()));
            if let Kind::UtilityLine(line) = &element.kind {
                prop_assert!((5.0..=20_000.0).contains(&line.diameter_mm));
            }
        }
    }
}
