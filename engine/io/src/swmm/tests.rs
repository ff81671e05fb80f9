//! Against the independent counts, and against bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use linli_model::{Geometry, Kind, NoProgress, Section, Vertical};
use serde_json::Value;

use super::*;
use crate::Limits;

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: Some("EPSG:25832") }
}

fn read_text(text: &str) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input::from_bytes("net.inp", text.as_bytes().to_vec(), &limits)?;
    assert!(recognise(&input));
    read(&input, &context(&limits))
}

#[test]
fn every_file_has_the_counts_and_lengths_of_the_reference() {
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
        if !file.starts_with("swmm/") {
            assert!(!recognise(&input), "{file}");
            continue;
        }
        assert!(recognise(&input), "{file}");
        let reading = read(&input, &context(&limits)).unwrap();
        for (name, count) in counts.as_object().unwrap() {
            if let Some(count) = count.as_u64() {
                assert_eq!(reading.report.objects.get(name).copied().unwrap_or(0), count, "{file} {name}");
            }
        }
        check_elements(file, &reading, counts);
        files += 1;
    }
    assert_eq!(files, 4);
}

fn check_elements(file: &str, reading: &Reading, counts: &Value) {
    let number = |names: &[&str]| names.iter().filter_map(|name| counts[*name].as_u64()).sum::<u64>();
    let (mut lines, mut nodes, mut length) = (0, 0, 0.0);
    for element in &reading.elements {
        match &element.kind {
            Kind::UtilityLine(_) => {
                lines += 1;
                if element.attributes.get("link").is_some_and(|link| link.to_string() == "conduit") {
                    length += element.attributes.get("length").and_then(|v| v.as_f64()).unwrap();
                }
            }
            Kind::UtilityNode(_) => nodes += 1,
            other => panic!("{file}: {other:?}"),
        }
    }
    assert_eq!(lines, number(&["conduits", "pumps", "orifices", "weirs", "outlets"]), "{file}");
    assert_eq!(nodes, number(&["junctions", "outfalls", "storage", "dividers"]), "{file}");
    let expected = counts["conduit_length_sum_file_units"].as_f64().unwrap();
    assert!((length - expected).abs() < 0.01, "{file}: {length} of {expected}");
    assert_eq!(reading.report.worst().filter(|s| *s == crate::Severity::Error), None, "{file}");
    let corner = |i: usize| counts["bbox"][i].as_f64().unwrap();
    for element in reading.elements.iter().filter(|e| matches!(e.kind, Kind::UtilityNode(_))) {
        let at = element.geometry.aabb().min;
        let inside = (corner(0) - 0.01..=corner(2) + 0.01).contains(&at[0])
            && (corner(1) - 0.01..=corner(3) + 0.01).contains(&at[1]);
        assert!(inside, "{file} {}", element.key);
    }
}

#[test]
fn inverts_are_the_nodes_with_their_offsets_and_feet_become_metres() {
    let reading = read_text(
        "[OPTIONS]\nFLOW_UNITS CFS\nLINK_OFFSETS DEPTH\n[JUNCTIONS]\n a 100 10 0\n b 90 0 0\n[OUTFALLS]\n o 80 FREE\n\
         [CONDUITS]\n c a b 300 0.01 1 2\n d b o 300 0.01 0 0\n[XSECTIONS]\n c CIRCULAR 2 0 0 0 1\n d RECT_CLOSED 3 4 0 0 2\n\
         [COORDINATES]\n a 0 0\n b 100 0\n o 200 0\n",
    )
    .unwrap();
    let line = |key: &str| reading.elements.iter().find(|e| e.key.as_str() == key).unwrap();
    let Geometry::Line(points) = &line("net/link/c").geometry else { panic!("not a line") };
    for (point, feet) in points.iter().zip([101.0, 92.0]) {
        assert!((point[2] - feet * 0.3048).abs() < 1e-9, "{points:?}");
    }
    let Kind::UtilityLine(c) = &line("net/link/c").kind else { panic!("not a line") };
    assert_eq!((c.medium, c.depth_reference), (Medium::Storm, linli_model::DepthReference::Invert));
    assert!((c.diameter_mm - 609.6).abs() < 1e-9 && !c.depth_assumed && !c.diameter_assumed);
    let Kind::UtilityLine(d) = &line("net/link/d").kind else { panic!("not a line") };
    let Section::Box { width_mm, height_mm } = d.section else { panic!("{:?}", d.section) };
    assert!((width_mm - 1219.2).abs() < 1e-9 && (height_mm - 914.4).abs() < 1e-9);
    assert_eq!(d.count, Some(2));
    let a = line("net/node/a");
    assert!((a.geometry.aabb().max[2] - 110.0 * 0.3048).abs() < 1e-9, "the ground above the invert");
    assert_eq!(line("net/node/b").vertical, Vertical::AboveGround, "no depth, no ground");
}

#[test]
fn elevations_as_offsets_and_bad_rows() {
    let reading = read_text(
        "[OPTIONS]\nFLOW_UNITS LPS\nLINK_OFFSETS ELEVATION\n[JUNCTIONS]\n a 10 3\n b 9 3\n b 9 3\n c x 1\n[CONDUITS]\n\
         p a b 30 0.01 10.5 *\n q a z 30 0.01 0 0\n r a a 30 0.01 0 0\n s b a 30 0.01 * *\n[XSECTIONS]\n p CIRCULAR 0.3\n\
         [COORDINATES]\n a 500000 5800000\n b 500030 5800000\n c 5800000 500010\n[DWF]\n a FLOW 1\n",
    )
    .unwrap();
    let Geometry::Line(points) = &reading.elements.iter().find(|e| e.source.id == "p").unwrap().geometry
    else {
        panic!("not a line")
    };
    assert_eq!([points[0][2], points[1][2]], [10.5, 9.0]);
    let codes: Vec<(&str, u64)> = reading.report.codes.iter().map(|(id, n)| (*id, *n)).collect();
    let expected = [
        ("CIM-UT-010", 1),
        ("CIM-UT-012", 1),
        ("CIM-UT-013", 1),
        ("CIM-UT-016", 1),
        ("CIM-UT-018", 2),
        ("CIM-UT-020", 1),
        ("CIM-UT-031", 1),
    ];
    assert_eq!(codes, expected, "{:#?}", reading.report.messages);
    assert!(reading.report.messages.iter().all(|m| m.place.starts_with("line ") || m.place.is_empty()));
}

#[test]
fn no_cut_and_no_flipped_byte_makes_it_panic() {
    let text = "[JUNCTIONS]\n甲 1 2\n b 2 2\n[CONDUITS]\n p 甲 b 1 100 0 0\n[XSECTIONS]\n p CIRCULAR 1\n[COORDINATES]\n 甲 0 0\n b 1 1\n";
    let limits = Limits::default();
    for at in 1..text.len() {
        for bytes in [text.as_bytes()[..at].to_vec(), {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 0xff;
            bytes
        }] {
            let input = Input::from_bytes("net.inp", bytes, &limits).unwrap();
            let _ = recognise(&input);
            let _ = read(&input, &context(&limits));
        }
    }
}
