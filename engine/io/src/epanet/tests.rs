//! Against the independent counts, and against bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use linli_model::{Kind, NoProgress, UtilityNodeKind, Vertical};
use serde_json::Value;

use super::*;
use crate::Limits;

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: Some("EPSG:3547") }
}

fn read_text(text: &str) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input::from_bytes("net.inp", text.as_bytes().to_vec(), &limits)?;
    read(&input, &context(&limits))
}

#[test]
fn every_file_has_the_counts_of_two_other_readers() {
    let data = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let Ok(text) = std::fs::read_to_string(data.join("reference/pipe_networks_counts.json")) else {
        eprintln!("skipped: no reference data pipe_networks_counts.json");
        return;
    };
    let expected: Value = serde_json::from_str(&text).unwrap();
    let limits = Limits::default();
    let mut files = 0;
    for (file, counts) in expected["files"].as_object().unwrap() {
        let input = Input::open(&data.join("underground").join(file), &limits).unwrap();
        assert_eq!(recognise(&input), !file.starts_with("swmm/"), "{file}");
        if file.starts_with("swmm/") {
            continue;
        }
        let reading = read(&input, &context(&limits)).unwrap();
        for name in
            ["junctions", "reservoirs", "tanks", "pipes", "pumps", "valves", "coordinates", "vertices"]
        {
            assert_eq!(reading.report.objects.get(name), counts[name].as_u64().as_ref(), "{file} {name}");
        }
        check_elements(file, &reading, counts);
        files += 1;
    }
    assert_eq!(files, 5);
}

fn check_elements(file: &str, reading: &Reading, counts: &Value) {
    let number = |name: &str| counts[name].as_u64().unwrap();
    let mut lines = 0;
    let mut length = 0.0;
    for element in &reading.elements {
        if matches!(element.kind, Kind::UtilityLine(_)) {
            lines += 1;
            if element.attributes.get("link").is_some_and(|link| link.to_string() == "pipe") {
                length += element.attributes.get("length").and_then(|v| v.as_f64()).unwrap();
            }
        }
    }
    let dropped = reading.report.codes.get("CIM-EP-021").copied().unwrap_or(0);
    assert_eq!(lines + dropped, number("pipes") + number("pumps") + number("valves"), "{file}");
    let nodes = reading.elements.len() as u64 - lines;
    assert_eq!(nodes, number("junctions") + number("reservoirs") + number("tanks"), "{file}");
    let expected = counts["pipe_length_sum_file_units"].as_f64().unwrap();
    assert!((length - expected).abs() < 0.01, "{file}: {length} of {expected}");
    assert_eq!(reading.report.worst().filter(|s| *s == crate::Severity::Error), None, "{file}");
    // Every place lies in the box of the node coordinates (and the bends, which may leave it).
    let corner = |i: usize| counts["bbox"][i].as_f64().unwrap();
    for element in &reading.elements {
        if let Kind::UtilityNode(_) = element.kind {
            let at = element.geometry.aabb().min;
            let inside = (corner(0) - 0.01..=corner(2) + 0.01).contains(&at[0])
                && (corner(1) - 0.01..=corner(3) + 0.01).contains(&at[1]);
            assert!(inside, "{file} {}", element.key);
        }
    }
}

#[test]
fn us_units_become_metres_and_the_cover_is_below_the_nodes() {
    let reading = read_text(
        "[JUNCTIONS]\n a 100 ;\n b 200 ;\n[RESERVOIRS]\n r 900\n[PIPES]\n p a b 30 6 120 0 Open ;old\n q r a 9 12 1\n\
         [COORDINATES]\n a 0 0\n b 30 40\n r 0 9\n[VERTICES]\n p 15 20\n[OPTIONS]\n Units GPM\n",
    )
    .unwrap();
    let line = |key: &str| reading.elements.iter().find(|e| e.key.as_str() == key).unwrap();
    let pipe = line("net/link/p");
    let Kind::UtilityLine(facts) = &pipe.kind else { panic!("not a line") };
    assert!((facts.diameter_mm - 152.4).abs() < 1e-9);
    assert!(facts.depth_assumed && !facts.diameter_assumed);
    let linli_model::Geometry::Line(points) = &pipe.geometry else { panic!("not a line") };
    let heights: Vec<f64> = points.iter().map(|p| p[2]).collect();
    for (found, feet) in heights.iter().zip([100.0, 150.0, 200.0]) {
        assert!((found - (feet * 0.3048 - 1.0)).abs() < 1e-9, "{heights:?}");
    }
    let from_reservoir = line("net/link/q").geometry.aabb();
    assert!((from_reservoir.max[2] - 29.48).abs() < 1e-9, "the reservoir's head is not the ground");
    let reservoir = line("net/node/r");
    assert_eq!(reservoir.vertical, Vertical::AboveGround);
    assert!(matches!(&reservoir.kind, Kind::UtilityNode(n) if n.node == UtilityNodeKind::Reservoir));
    assert_eq!(reading.crs.as_deref(), Some("EPSG:3547"));
    assert!(reading.has_heights);
}

#[test]
fn bad_rows_are_skipped_and_named() {
    let reading = read_text(
        "[JUNCTIONS]\n a 1\n b 2\n c 3\n a 9\n[PIPES]\n p a b 1 100\n q a c 1 100\n r a x 1 100\n s a b 1 -5\n\
         [COORDINATES]\n a 0 0\n b 1 1\n c one 1\n[OPTIONS]\nUNITS LPS\n",
    )
    .unwrap();
    let codes: Vec<(&str, u64)> = reading.report.codes.iter().map(|(id, n)| (*id, *n)).collect();
    let expected = [
        ("CIM-EP-010", 1),
        ("CIM-EP-011", 2),
        ("CIM-EP-012", 1),
        ("CIM-EP-013", 1),
        ("CIM-EP-014", 1),
        ("CIM-EP-020", 1),
    ];
    assert_eq!(codes, expected);
    assert_eq!(reading.elements.len(), 4);
}

#[test]
fn files_without_heights_or_places() {
    let flat =
        read_text("[JUNCTIONS]\n a 0\n b 0\n[PIPES]\n p a b 1 8\n[COORDINATES]\n a 0 0\n b 1 1\n").unwrap();
    assert!(!flat.has_heights);
    let pipe = flat.elements.last().unwrap();
    assert_eq!((pipe.vertical, pipe.geometry.aabb().max[2]), (Vertical::AboveGround, -1.0));
    let nowhere = read_text("[JUNCTIONS]\n a 0\n b 0\n[PIPES]\n p a b 1 8\n");
    assert_eq!(nowhere.err().map(|r| r.0.code.id), Some("CIM-EP-002"));
}

#[test]
fn no_cut_and_no_flipped_byte_makes_it_panic() {
    let text =
        "[TITLE]\n测试\n[JUNCTIONS]\n a 1\n b 2\n[PIPES]\n p a b 1 100\n[COORDINATES]\n a 0 0\n b 1 1\n";
    let limits = Limits::default();
    for at in 1..text.len() {
        for bytes in [text.as_bytes()[..at].to_vec(), {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 0xff;
            bytes
        }] {
            let input = Input { name: "net.inp".into(), bytes, path: None };
            let _ = recognise(&input);
            let _ = read(&input, &context(&limits));
        }
    }
}
