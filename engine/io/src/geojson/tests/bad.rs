//! Bad input: every row of the project's list GJ01 to GJ28, cuts and flipped bytes.

use encoding_rs::GB18030;
use linli_model::{Geometry, Kind, Progress};

use super::*;

fn feature(geometry: &str) -> String {
    format!(r#"{{"type":"Feature","id":7,"properties":{{"name":"西湖"}},"geometry":{geometry}}}"#)
}

/// A collection of a feature of this geometry and a good point.
fn beside_a_point(geometry: &str) -> String {
    let point = r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[120,30]}}"#;
    format!(r#"{{"type":"FeatureCollection","features":[{},{point}]}}"#, feature(geometry))
}

fn polygon(rings: &str) -> String {
    beside_a_point(&format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#))
}

/// The codes, and how many elements were read.
fn tried(text: &str) -> (Vec<&'static str>, usize) {
    let result = read_as("bad.geojson", text, None);
    (outcome(&result), result.map_or(0, |reading| reading.elements.len()))
}

#[test]
fn a_bad_feature_never_takes_the_rest_along() {
    let line = |c: &str| beside_a_point(&format!(r#"{{"type":"LineString","coordinates":{c}}}"#));
    for (row, text, codes, elements) in [
        ("GJ01 open ring", polygon("[[[0,0],[1,0],[1,1]]]"), vec!["CIM-GJ-028"], 2),
        ("GJ02 two points", polygon("[[[0,0],[1,1],[0,0]]]"), vec!["CIM-GJ-023"], 1),
        ("GJ03 empty ring", polygon("[[]]"), vec!["CIM-GJ-026"], 1),
        ("GJ03 empty polygon", polygon("[]"), vec!["CIM-GJ-026"], 1),
        ("GJ04 bow-tie", polygon("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]"), vec!["CIM-GJ-024"], 1),
        ("GJ04 uneven", polygon("[[[0,0],[2,2],[2,0],[0,1],[0,0]]]"), vec!["CIM-GJ-030", "CIM-GJ-031"], 2),
        (
            "GJ05 hole outside",
            polygon("[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[5,5],[5,6],[6,6],[5,5]]]"),
            vec!["CIM-GJ-029"],
            2,
        ),
        ("GJ06 one place", polygon("[[[1,1],[1,1],[1,1],[1,1]]]"), vec!["CIM-GJ-023"], 1),
        ("GJ07 no geometry", beside_a_point("null"), vec!["CIM-GJ-027"], 2),
        ("GJ08 huge numbers", line("[[1e308,0],[1,1]]"), vec!["CIM-GJ-022"], 1),
        ("GJ09 too huge", line("[[1e400,0],[1,1]]"), vec!["CIM-GJ-022"], 1),
        ("GJ11 one number", line("[[120],[1,1]]"), vec!["CIM-GJ-022"], 1),
        ("GJ12 text", line(r#"[["120","30"],[1,1]]"#), vec!["CIM-GJ-022"], 1),
        ("GJ13 curve", beside_a_point(r#"{"type":"Curve","coordinates":[]}"#), vec!["CIM-GJ-021"], 1),
        ("GJ28 clockwise", polygon("[[[0,0],[0,1],[1,1],[0,0]]]"), vec!["CIM-GJ-031"], 2),
        ("a line of one place", line("[[1,1],[1,1]]"), vec!["CIM-GJ-025"], 1),
        ("no line", line("[]"), vec!["CIM-GJ-026"], 1),
        ("an object for coordinates", line("{}"), vec!["CIM-GJ-022"], 1),
        ("a geometry that is text", beside_a_point(r#""x""#), vec!["CIM-GJ-020"], 1),
        ("far north", line("[[0,95],[1,95]]"), vec!["CIM-GJ-033"], 1),
    ] {
        assert_eq!(tried(&text), (codes, elements), "{row}");
    }
}

#[test]
fn messages_name_the_place_and_the_object() {
    let text = polygon("[[[0,0],[1,0],[1,1],[0,0]],[[0.1,0.1],[\"x\",0]]]");
    let reading = read_as("bad.geojson", &text, None).unwrap();
    let message = &reading.report.messages[0];
    assert_eq!(message.place, "/features/0/geometry/coordinates/1/1");
    assert_eq!(message.object.as_deref(), Some("7"));
    let bow_tie = read_as("b.geojson", &polygon("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]"), None).unwrap();
    assert!(bow_tie.report.messages[0].detail.contains("at 0.5, 0.5"));
    assert_eq!(bow_tie.report.messages[0].at, Some([0.5, 0.5, 0.0]));
}

#[test]
fn a_crossing_outline_keeps_its_true_area() {
    // Two triangles; the shoelace formula would give the difference of their areas.
    let text = polygon("[[[0,0],[2,2],[2,0],[0,1],[0,0]]]");
    let reading = read_as("b.geojson", &text, None).unwrap();
    let Geometry::Area(parts) = &reading.elements[0].geometry else { panic!("not an area") };
    assert_eq!(parts.len(), 2);
    // The edges (0,0)-(2,2) and (2,0)-(0,1) cross at x = 2/3.
    let x = 2.0 / 3.0;
    let expected = 0.5 * x + 0.5 * 2.0 * (2.0 - x);
    let area: f64 = parts.iter().map(linli_model::Polygon::area_m2).sum();
    assert!((area - expected).abs() < 1e-6, "{area} instead of {expected}");
}

#[test]
fn broken_files_are_refused_with_the_place() {
    let good = beside_a_point("null");
    let deep = |levels: usize| {
        let open = r#"{"type":"GeometryCollection","geometries":["#.repeat(levels);
        format!("{open}{}", "]}".repeat(levels))
    };
    for (row, text, code) in [
        ("GJ10 NaN", polygon("[[[NaN,0],[1,0],[1,1]]]"), "CIM-GJ-001"),
        ("GJ14 deep", deep(60), "CIM-GJ-002"),
        ("GJ15 very deep", deep(100_000), "CIM-GJ-002"),
        ("GJ18 cut", good[..good.len() - 9].to_owned(), "CIM-GJ-001"),
        ("GJ19 two types", good.replacen('{', r#"{"type":"Feature","#, 1), "CIM-GJ-001"),
        ("GJ24 two objects", format!("{good}{good}"), "CIM-GJ-001"),
        ("GJ24 two lines", format!("{good}\n{good}"), "CIM-GJ-001"),
        ("no features", r#"{"type":"FeatureCollection"}"#.to_owned(), "CIM-GJ-003"),
        (
            "features that are no list",
            r#"{"type":"FeatureCollection","features":7}"#.to_owned(),
            "CIM-GJ-003",
        ),
        ("another type", r#"{"type":"Topology","features":[]}"#.to_owned(), "CIM-GJ-003"),
    ] {
        let refused = read_as("bad.geojson", &text, None);
        assert_eq!(outcome(&refused), vec![code], "{row}");
        let place = refused.err().map(|r| r.0.place.clone()).unwrap_or_default();
        assert!(!place.is_empty(), "{row} has no place");
    }
    assert_eq!(tried(&deep(20)), (vec!["CIM-GJ-026"], 0));
}

#[test]
fn texts_of_any_encoding_are_read() {
    let text = polygon("[[[0,0],[1,0],[1,1],[0,0]]]");
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let (gb, _, _) = GB18030.encode(&text);
    for (row, bytes, codes) in [
        ("GJ16 mark", [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(), vec![]),
        ("GJ16 UTF-16", [b"\xfe\xff".as_slice(), &utf_16].concat(), vec![]),
        ("GJ17 GB18030", gb.into_owned(), vec!["CIM-GJ-010"]),
        ("GJ24 zero bytes", [text.as_bytes(), &[0; 5]].concat(), vec!["CIM-GJ-011"]),
    ] {
        let reading = read_bytes("bad.geojson", &bytes, None);
        assert_eq!(outcome(&reading), codes, "{row}");
        assert_eq!(reading.unwrap().elements[0].name.as_deref(), Some("西湖"), "{row}");
        assert!(recognise(&Input { name: String::new(), bytes, path: None }), "{row}");
    }
}

#[test]
fn the_coordinate_system_is_stated_or_asked_for_but_not_guessed() {
    let metres = feature(r#"{"type":"Point","coordinates":[514293,3347038]}"#);
    let collection = |crs: &str| format!(r#"{{"type":"FeatureCollection",{crs}"features":[{metres}]}}"#);
    let member = |name: &str| format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#);
    let read_crs = |text: &str, crs: Option<&str>| {
        let result = read_as("c.geojson", text, crs);
        let codes = outcome(&result);
        (result.ok().and_then(|reading| reading.crs), codes)
    };
    let some = |code: &str| Some(code.to_owned());
    let stated = collection(&member("urn:ogc:def:crs:EPSG::4547"));
    assert_eq!(read_crs(&stated, None), (some("EPSG:4547"), vec!["CIM-GJ-012"]), "GJ20");
    assert_eq!(read_crs(&stated, Some("EPSG:4549")), (some("EPSG:4547"), vec!["CIM-GJ-012"]));
    let old = collection(r#""crs":{"type":"EPSG","properties":{"code":4547}},"#);
    assert_eq!(read_crs(&old, None).0, some("EPSG:4547"));
    let unknown = collection(&member("local grid"));
    assert_eq!(read_crs(&unknown, None), (None, vec!["CIM-GJ-005"]));
    assert_eq!(read_crs(&unknown, Some("EPSG:4549")).0, some("EPSG:4549"));
    let silent = collection("");
    assert_eq!(read_crs(&silent, None), (None, vec!["CIM-GJ-004"]), "GJ21");
    assert_eq!(read_crs(&silent, Some("EPSG:4549")).0, some("EPSG:4549"));
    let degrees = feature(r#"{"type":"Point","coordinates":[120,30]}"#);
    assert_eq!(read_crs(&degrees, Some("EPSG:4549")).0, some("EPSG:4326"), "degrees are degrees");
    let swapped = feature(r#"{"type":"Point","coordinates":[30,120]}"#);
    assert_eq!(read_crs(&swapped, Some("EPSG:4549")), (None, vec!["CIM-GJ-006"]), "GJ22");
    let wide = r#"{"type":"MultiPoint","coordinates":[[-179,0],[179,0]]}"#;
    assert_eq!(read_crs(wide, None).1, vec!["CIM-GJ-039"], "GJ28");
}

#[test]
fn ids_are_made_unique() {
    let point = |id: &str| {
        format!(
            r#"{{"type":"Feature","id":{id},"properties":{{}},"geometry":{{"type":"Point","coordinates":[1,2]}}}}"#
        )
    };
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{},{},{},{}]}}"#,
        point("5"),
        point("\"5\""),
        point("5"),
        point("\"5~2\"")
    );
    let reading = read_as("ids.geojson", &text, None).unwrap();
    let keys: Vec<&str> = reading.elements.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["ids/5", "ids/5~2", "ids/5~3", "ids/5~2~2"]);
    assert_eq!(reading.report.codes.get("CIM-GJ-032"), Some(&3), "GJ27");
}

#[test]
fn limits_hold() {
    let limits = Limits { objects: 1, ..Limits::default() };
    let text = beside_a_point("null");
    let input = Input { name: "l.geojson".into(), bytes: text.into_bytes(), path: None };
    let refused = read(&input, &ReadContext { limits: &limits, progress: &NoProgress, crs: None });
    assert_eq!(outcome(&refused), vec!["CIM-GJ-007"]);
    let limits = Limits { vertices: 0, ..Limits::default() };
    let refused = read(&input, &ReadContext { limits: &limits, progress: &NoProgress, crs: None });
    assert_eq!(outcome(&refused), vec!["CIM-GJ-007"]);
    let long = "长".repeat(400_000);
    let many: String = (0..2000).map(|i| format!(r#","p{i}":{i}"#)).collect();
    let text = format!(
        r#"{{"type":"Feature","properties":{{"long":"{long}"{many}}},"geometry":{{"type":"Point","coordinates":[1,2]}}}}"#
    );
    let reading = read_as("l.geojson", &text, None).unwrap();
    assert_eq!(reading.elements[0].attributes.len(), 999, "GJ26");
    assert_eq!(outcome(&Ok(reading)), vec!["CIM-GJ-038"]);
}

#[test]
fn reading_stops_when_it_is_told_to() {
    struct Stop;
    impl Progress for Stop {
        fn step(&self, _: &str, _: u64, _: u64) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let limits = Limits::default();
    let input = Input { name: "s.geojson".into(), bytes: beside_a_point("null").into_bytes(), path: None };
    let stopped = read(&input, &ReadContext { limits: &limits, progress: &Stop, crs: None });
    assert_eq!(outcome(&stopped), vec!["CIM-GJ-008"]);
}

#[test]
fn lines_of_features_are_read_and_a_bad_line_is_named() {
    let point = feature(r#"{"type":"Point","coordinates":[120,30]}"#);
    let text = format!("\u{1e}{point}\n\n\u{1e}{{broken\n\u{1e}{point}\n");
    let reading = read_as("lines.geojsonl", &text, None).unwrap();
    assert_eq!(reading.elements.len(), 2);
    assert_eq!(reading.report.messages[0].place, "line 3");
    assert_eq!(reading.report.messages[0].code.id, "CIM-GJ-020");
}

#[test]
fn flat_files_with_zero_z_are_flat() {
    let text = beside_a_point(r#"{"type":"LineString","coordinates":[[1,1,0],[1,2,0]]}"#);
    let reading = read_as("z.geojson", &text, None).unwrap();
    assert!(!reading.has_heights);
    assert_eq!(outcome(&Ok(reading)), vec!["CIM-GJ-041"]);
}

#[test]
fn no_cut_and_no_flipped_byte_makes_it_panic() {
    let street = r#"{"type":"Feature","id":1,"properties":{"highway":"primary","u":1,"v":2,"height":"3 m"},"geometry":{"type":"LineString","coordinates":[[1,2,3],[3,4,5]]}}"#;
    let text = format!(
        r#"{{"type":"FeatureCollection","crs":null,"features":[{street},{}]}}"#,
        feature(r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[2,2],[2,0],[0,1],[0,0]]]]}"#)
    );
    for at in 0..text.len() {
        let _ = read_bytes("f.geojson", &text.as_bytes()[..at], None);
        for flip in [0xff, 0x01, 0x10, 0x80] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            let input = Input { name: "f.geojson".into(), bytes, path: None };
            let _ = recognise(&input);
            let _ = read_bytes("f.geojson", &input.bytes, Some("EPSG:4549"));
        }
    }
}

#[test]
fn many_places_do_not_take_long() {
    // A ring of 100,000 points round a circle, and 100,000 equal points.
    let circle: Vec<String> = (0..100_000)
        .map(|i| {
            let angle = f64::from(i) * std::f64::consts::TAU / 100_000.0;
            format!("[{},{}]", angle.cos(), angle.sin())
        })
        .collect();
    let text = polygon(&format!("[[{}]]", circle.join(",")));
    let start = std::time::Instant::now();
    let reading = read_as("circle.geojson", &text, None).unwrap();
    assert!(matches!(reading.elements[0].kind, Kind::Other { .. }));
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let equal = vec!["[1,1]"; 100_000].join(",");
    assert_eq!(tried(&polygon(&format!("[[{equal}]]"))), (vec!["CIM-GJ-023"], 1));
}
