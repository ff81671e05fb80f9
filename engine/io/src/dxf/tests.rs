//! Drawings as programs and people write them.
#![expect(clippy::unwrap_used, reason = "tests")]

use encoding_rs::GB18030;
use linli_model::{DepthReference, Geometry, Kind, Medium, NoProgress, UtilityNodeKind, Vertical};

use super::*;
use crate::Limits;

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: Some("EPSG:4549") }
}

fn groups(groups: &[(i32, &str)]) -> String {
    groups.iter().map(|(code, value)| format!("{code:>3}\r\n{value}\r\n")).collect()
}

fn drawing(units: &str, entities: &[&[(i32, &str)]]) -> String {
    let mut text = groups(&[(0, "SECTION"), (2, "HEADER"), (9, "$INSUNITS"), (70, units), (0, "ENDSEC")]);
    text.push_str(&groups(&[(0, "SECTION"), (2, "ENTITIES")]));
    entities.iter().for_each(|entity| text.push_str(&groups(entity)));
    text.push_str(&groups(&[(0, "ENDSEC"), (0, "EOF")]));
    text
}

fn read_bytes(bytes: &[u8]) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let input = Input { name: "plan.dxf".into(), bytes: bytes.to_vec(), path: None };
    assert!(recognise(&input));
    read(&input, &context(&limits))
}

const POLYLINE: &[(i32, &str)] = &[
    (0, "POLYLINE"),
    (5, "A1"),
    (8, "污水管线-管底-DN400"),
    (66, "1"),
    (10, "0"),
    (20, "0"),
    (30, "0"),
    (70, "8"),
    (0, "VERTEX"),
    (8, "污水管线-管底-DN400"),
    (10, "512000"),
    (20, "3345000"),
    (30, "3.5"),
    (70, "32"),
    (0, "VERTEX"),
    (8, "污水管线-管底-DN400"),
    (10, "512040"),
    (20, "3345000"),
    (30, "3.4"),
    (70, "32"),
    (0, "VERTEX"),
    (8, "污水管线-管底-DN400"),
    (10, "512040"),
    (20, "3345030"),
    (30, "3.3"),
    (70, "32"),
    (0, "SEQEND"),
];
const FLAT: &[(i32, &str)] = &[
    (0, "LWPOLYLINE"),
    (5, "A2"),
    (8, "JS-DN200"),
    (90, "3"),
    (70, "0"),
    (10, "512000"),
    (20, "3345010"),
    (42, "0"),
    (10, "512050"),
    (20, "3345010"),
    (10, "512050"),
    (20, "3345040"),
];
const LINE: &[(i32, &str)] = &[
    (0, "LINE"),
    (5, "A3"),
    (8, "0"),
    (10, "512000"),
    (20, "3345000"),
    (30, "0"),
    (11, "512001"),
    (21, "3345000"),
    (31, "0"),
];
const BLOCK: &[(i32, &str)] =
    &[(0, "INSERT"), (5, "A4"), (8, "JS-DN200"), (2, "阀门井"), (10, "512000"), (20, "3345010"), (30, "6.2")];
const BAD: &[(i32, &str)] = &[
    (0, "LINE"),
    (5, "A5"),
    (8, "JS-DN200"),
    (10, "51x"),
    (20, "0"),
    (30, "0"),
    (11, "5"),
    (21, "0"),
    (31, "0"),
];
const POINT_LINE: &[(i32, &str)] = &[
    (0, "LINE"),
    (5, "A6"),
    (8, "JS-DN200"),
    (10, "5"),
    (20, "6"),
    (30, "0"),
    (11, "5"),
    (21, "6"),
    (31, "0"),
];

#[test]
fn layers_tell_medium_size_and_what_heights_mean() {
    let text = drawing("6", &[POLYLINE, FLAT, LINE, BLOCK, BAD, POINT_LINE]);
    let (gb, _, _) = GB18030.encode(&text);
    for bytes in [text.as_bytes(), &gb] {
        let reading = read_bytes(bytes).unwrap();
        assert_eq!(reading.elements.len(), 3, "{:#?}", reading.report.messages);
        let of = |id: &str| reading.elements.iter().find(|e| e.source.id == id).unwrap();
        let sewer = of("A1");
        let (Kind::UtilityLine(line), Geometry::Line(points)) = (&sewer.kind, &sewer.geometry) else {
            panic!("no line")
        };
        assert_eq!((line.medium, line.diameter_mm), (Medium::Sewage, 400.0));
        assert_eq!((line.depth_reference, line.depth_assumed), (DepthReference::Invert, false));
        assert_eq!(
            points.as_slice(),
            [[512_000.0, 3_345_000.0, 3.5], [512_040.0, 3_345_000.0, 3.4], [512_040.0, 3_345_030.0, 3.3],]
        );
        let water = of("A2");
        let Kind::UtilityLine(line) = &water.kind else { panic!("no line") };
        assert_eq!(
            (line.medium, line.depth_assumed, water.vertical),
            (Medium::Water, true, Vertical::AboveGround)
        );
        assert_eq!(water.geometry.aabb().max, [512_050.0, 3_345_040.0, -1.0]);
        let Kind::UtilityNode(valve) = &of("A4").kind else { panic!("no node") };
        assert_eq!((valve.node, valve.medium), (UtilityNodeKind::Valve, Medium::Water));
        for (code, count) in [("CIM-UT-010", 1), ("CIM-UT-015", 1), ("CIM-DX-002", 1)] {
            assert_eq!(reading.report.codes.get(code), Some(&count), "{code}");
        }
        let bad = reading.report.messages.iter().find(|m| m.code.id == "CIM-UT-010").unwrap();
        assert!(bad.object.as_deref() == Some("A5") && bad.place.starts_with("line "), "{bad:?}");
    }
}

#[test]
fn without_named_layers_lines_with_heights_are_taken() {
    let unnamed: Vec<(i32, &str)> =
        POLYLINE.iter().map(|(c, v)| if *c == 8 { (8, "0") } else { (*c, *v) }).collect();
    let flat: Vec<(i32, &str)> =
        FLAT.iter().map(|(c, v)| if *c == 8 { (8, "WALL") } else { (*c, *v) }).collect();
    let reading = read_bytes(drawing("6", &[&unnamed, &flat]).as_bytes()).unwrap();
    assert_eq!(reading.elements.len(), 1);
    assert_eq!(reading.report.codes.get("CIM-UT-032"), Some(&1), "the medium is a guess");
}

#[test]
fn drawings_in_millimetres_become_metres() {
    let large: Vec<(i32, String)> = FLAT
        .iter()
        .map(|(c, v)| if matches!(c, 10 | 20) { (*c, format!("{v}000")) } else { (*c, (*v).to_owned()) })
        .collect();
    let large: Vec<(i32, &str)> = large.iter().map(|(c, v)| (*c, v.as_str())).collect();
    for units in ["0", "4"] {
        let reading = read_bytes(drawing(units, &[&large]).as_bytes()).unwrap();
        assert_eq!(reading.elements[0].geometry.aabb().max, [512_050.0, 3_345_040.0, -1.0], "units {units}");
        assert!(reading.report.codes.contains_key("CIM-DX-003"));
    }
    let metres = read_bytes(drawing("4", &[FLAT]).as_bytes()).unwrap();
    assert_eq!(
        metres.elements[0].geometry.aabb().max[0],
        512_050.0,
        "the header is wrong, the coordinates are not"
    );
}

#[test]
fn binary_drawings_are_refused_and_no_cut_makes_it_panic() {
    let binary = read_bytes(b"AutoCAD Binary DXF\r\n\x1a\0").unwrap_err();
    assert_eq!(binary.0.code.id, "CIM-DX-001");
    let text = drawing("6", &[POLYLINE, FLAT, LINE, BLOCK, BAD]);
    let limits = Limits::default();
    for at in 1..text.len() {
        let mut flipped = text.as_bytes().to_vec();
        flipped[at] ^= 0xff;
        for bytes in [text.as_bytes()[..at].to_vec(), flipped] {
            let input = Input { name: "p.dxf".into(), bytes, path: None };
            let _ = recognise(&input);
            let _ = read(&input, &context(&limits));
        }
    }
}
