//! The thirty kinds of damage that the reader must answer, each with its code and place.

use linli_model::{Geometry, Kind};

use super::{read_bytes, read_input, said};
use crate::Input;

const CUBE: &str = "[[[[0,3,2,1]],[[4,5,6,7]],[[0,1,5,4]],[[1,2,6,5]],[[2,3,7,6]],[[3,0,4,7]]]]";
const VERTICES: &str =
    "[[0,0,0],[1000,0,0],[1000,1000,0],[0,1000,0],[0,0,1000],[1000,0,1000],[1000,1000,1000],[0,1000,1000]]";
const TRANSFORM: &str = r#""transform":{"scale":[0.001,0.001,0.001],"translate":[0,0,0]},"#;

fn object(boundaries: &str, more: &str) -> String {
    format!(
        r#"{{"type":"Building","geometry":[{{"type":"Solid","lod":"1","boundaries":{boundaries}{more}}}]}}"#
    )
}

/// A file with a good cube `good` and another object.
fn with(other: &str) -> String {
    let good = object(CUBE, "");
    format!(
        r#"{{"type":"CityJSON","version":"2.0",{TRANSFORM}"CityObjects":{{"good":{good},{other}}},"vertices":{VERTICES}}}"#
    )
}

/// Reads a file whose object `bad` has these members; gives codes and places, and which are left.
fn bad_object(bad: &str) -> (Vec<(&'static str, String)>, Vec<String>) {
    let result = read_bytes(with(&format!(r#""bad":{bad}"#)).as_bytes());
    let keys =
        result.as_ref().map_or(vec![], |(r, _)| r.elements.iter().map(|e| e.key.to_string()).collect());
    (said(&result), keys)
}

fn refused(text: &str) -> (&'static str, String) {
    let said = said(&read_bytes(text.as_bytes()));
    assert_eq!(said.len(), 1, "{said:?}");
    said[0].clone()
}

fn place(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_whole_file_has_nothing_to_say() {
    let (reading, _) = read_bytes(with(&format!(r#""b":{}"#, object(CUBE, ""))).as_bytes()).unwrap();
    assert_eq!(reading.elements.len(), 2);
    assert!(reading.report.messages.is_empty(), "{:?}", reading.report.messages.first());
}

#[test]
fn bad_indices_lose_only_their_object() {
    let replaced = |new: &str| CUBE.replacen("5,6,7", new, 1);
    let pointer = place("/CityObjects/bad/geometry/0/boundaries/0/1/0/2");
    for (new, code) in [
        ("5,99,7", "CIM-CJ-052"),
        ("5,-1,7", "CIM-CJ-053"),
        ("5,1.5,7", "CIM-CJ-053"),
        ("5,\"6\",7", "CIM-CJ-053"),
        ("5,null,7", "CIM-CJ-053"),
        ("5,4294967296,7", "CIM-CJ-053"),
    ] {
        let (said, left) = bad_object(&object(&replaced(new), ""));
        let lost = ("CIM-CJ-037", place("/CityObjects/bad"));
        assert_eq!((said, left), (vec![(code, pointer.clone()), lost], vec!["good".to_owned()]), "{new}");
    }
}

#[test]
fn a_bad_index_says_where_it_is_on_the_ground() {
    let bad = object(&CUBE.replacen("5,6,7", "5,99,7", 1), "");
    let (reading, _) = read_bytes(with(&format!(r#""bad":{bad}"#)).as_bytes()).unwrap();
    let message = reading.report.messages.iter().find(|m| m.code.id == "CIM-CJ-052").unwrap();
    assert_eq!((message.object.as_deref(), message.at), (Some("bad"), Some([0.0, 0.0, 0.0])));
}

#[test]
fn families_are_mended() {
    let orphan = r#"{"type":"BuildingPart","parents":["gone"]}"#;
    let (said, left) = bad_object(orphan);
    assert_eq!(said, [("CIM-CJ-033", place("/CityObjects/bad/parents/0"))]);
    assert_eq!(left.len(), 2);
    let own = r#"{"type":"BuildingPart","parents":["bad"],"children":["bad"]}"#;
    assert_eq!(bad_object(own).0, [("CIM-CJ-035", place("/CityObjects/bad/parents"))]);
    let ring = r#""a":{"type":"BuildingPart","parents":["b"],"children":["c"]},
        "b":{"type":"BuildingPart","parents":["c"],"children":["a"]},
        "c":{"type":"BuildingPart","parents":["a"],"children":["b"]}"#;
    let codes: Vec<&str> = said_of(&with(ring)).iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["CIM-CJ-035"]);
}

fn said_of(text: &str) -> Vec<(&'static str, String)> {
    said(&read_bytes(text.as_bytes()))
}

#[test]
fn vertex_lists_are_judged() {
    let twice = VERTICES.replace("]]", "],[0,0,0],[5,5,5]]");
    let text = with(&format!(r#""b":{}"#, object(CUBE, ""))).replace(VERTICES, &twice);
    assert_eq!(said_of(&text), [("CIM-CJ-080", place("/vertices/8")), ("CIM-CJ-081", place("/vertices/8"))]);
    for (vertex, code) in
        [("[0,1000]", "CIM-CJ-013"), ("[0,1000,\"0\"]", "CIM-CJ-013"), ("[0,NaN,0]", "CIM-CJ-013")]
    {
        let bad = with(r#""b":{"type":"Building"}"#).replacen("[0,1000,0]", vertex, 1);
        assert_eq!(refused(&bad), (code, place("/vertices/3")), "{vertex}");
    }
}

#[test]
fn transforms_that_ruin_everything_are_refused() {
    let text = with(r#""b":{"type":"Building"}"#);
    let scaled = |scale: &str| refused(&text.replace("[0.001,0.001,0.001]", scale)).0;
    assert_eq!(refused(&text.replace(TRANSFORM, "")).0, "CIM-CJ-011");
    assert_eq!(scaled("[0,0,0]"), "CIM-CJ-012");
    assert_eq!(scaled("[1e300,1e300,1e300]"), "CIM-CJ-015");
    assert_eq!(scaled("[0.001,-0.001,0.001]"), "CIM-CJ-012");
    assert_eq!(scaled("[0.001,0.001]"), "CIM-CJ-012");
    assert_eq!(scaled("[1000,1000,1000]"), "CIM-CJ-015");
}

#[test]
fn versions() {
    let text = with(r#""b":{"type":"Building"}"#);
    assert_eq!(refused(&text.replace("\"2.0\"", "\"9.9\"")).0, "CIM-CJ-003");
    assert_eq!(refused(&text.replace("\"version\":\"2.0\",", "")).0, "CIM-CJ-003");
    assert_eq!(said_of(&text.replace("\"2.0\"", "2.0")), [("CIM-CJ-004", place("/version"))]);
    assert_eq!(said_of(&text.replace("\"2.0\"", "\"1.1.3\"")), [("CIM-CJ-004", place("/version"))]);
}

#[test]
fn semantics_and_materials_are_lost_alone() {
    let surfaces = r#","semantics":{"surfaces":[{"type":"RoofSurface"}],"values":"#;
    for values in ["[[5,0,0,0,0,0]]", "[[0,0]]", "[0]"] {
        let (said, left) = bad_object(&object(CUBE, &format!("{surfaces}{values}}}")));
        assert_eq!(said, [("CIM-CJ-067", place("/CityObjects/bad/geometry/0/semantics"))], "{values}");
        assert_eq!(left.len(), 2);
    }
    let (said, left) = bad_object(&object(CUBE, r#","material":{"a":{"value":3}}"#));
    assert_eq!(said, [("CIM-CJ-069", place("/CityObjects/bad/geometry/0/material/a"))]);
    assert_eq!(left.len(), 2);
}

#[test]
fn instances_need_template_and_matrix() {
    let instance = |template: &str, matrix: &str| {
        let text = format!(
            r#"{{"type":"CityFurniture","geometry":[{{"type":"GeometryInstance","template":{template},"boundaries":[0],"transformationMatrix":{matrix}}}]}}"#
        );
        let text = with(&format!(r#""bad":{text}"#)).replacen(
            r#""CityObjects""#,
            r#""geometry-templates":{"templates":[{"type":"MultiSurface","lod":"1","boundaries":[[[0,1,2]]]}],
            "vertices-templates":[[0,0,0],[1,0,0],[0,1,0]]},"CityObjects""#,
            1,
        );
        read_bytes(text.as_bytes())
    };
    let one = "[1,0,0,10,0,1,0,20,0,0,1,30,0,0,0,1]";
    let (reading, _) = instance("0", one).unwrap();
    let Geometry::Boundary(boundary) = &reading.elements[1].geometry else { panic!("no boundary") };
    assert_eq!(boundary.vertices, [[10., 20., 30.], [11., 20., 30.], [10., 21., 30.]]);
    assert_eq!(said(&instance("7", one))[0].0, "CIM-CJ-062");
    assert_eq!(said(&instance("-1", one))[0].0, "CIM-CJ-062");
    assert_eq!(said(&instance("0", &one.replacen("1,", "", 1)))[0].0, "CIM-CJ-063");
    assert_eq!(said(&instance("0", &one.replacen('1', "\"NaN\"", 1)))[0].0, "CIM-CJ-030");
    assert_eq!(said(&instance("0", &one.replacen("0,1]", "0,0]", 1)))[0].0, "CIM-CJ-066");
}

#[test]
fn two_objects_of_one_id_are_refused_with_line_and_column() {
    let text = with("\n  \"good\":{\"type\":\"Building\"}");
    assert_eq!(refused(&text), ("CIM-CJ-016", place("2:3")));
}

#[test]
fn encodings() {
    let text = with(r#""b":{"type":"Building","attributes":{"name":"邻里中心"}}"#);
    let name = |bytes: &[u8]| {
        let result = read_bytes(bytes);
        let name = result.as_ref().ok().and_then(|(r, _)| r.elements[1].name.clone());
        (name, said(&result).first().map(|(code, _)| *code))
    };
    let expected = Some("邻里中心".to_owned());
    assert_eq!(name(format!("\u{feff}{text}").as_bytes()), (expected.clone(), Some("CIM-CJ-010")));
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    assert_eq!(name(&gb18030), (expected, Some("CIM-CJ-008")));
    assert_eq!(name(b"{\"type\":\"CityJSON\xff\xff\"}"), (None, Some("CIM-CJ-009")));
}

#[test]
fn other_json_is_refused() {
    for text in ["[]", "null", "3", "\"CityJSON\""] {
        assert_eq!(refused(text).0, "CIM-CJ-002", "{text}");
    }
    assert_eq!(refused("{}").0, "CIM-CJ-002");
    assert_eq!(refused(r#"{"type":"FeatureCollection","features":[]}"#).0, "CIM-CJ-002");
    let feature = r#"{"type":"CityJSONFeature","id":"a","CityObjects":{},"vertices":[]}"#;
    assert_eq!(refused(feature).0, "CIM-CJ-005");
}

#[test]
fn cut_off_text_names_line_and_column() {
    let text = with("\n\"b\":{\"type\":\"Building\"}");
    let (code, at) = refused(&text[..text.len() - 9]);
    assert_eq!((code, at.split(':').next()), ("CIM-CJ-001", Some("2")));
    assert_eq!(refused(&text[..200]).0, "CIM-CJ-001");
}

#[test]
fn coordinate_systems() {
    let text = with(r#""b":{"type":"Building"}"#);
    let stated = text.replacen("{", r#"{"metadata":{"referenceSystem":"EPSG:99999999"},"#, 1);
    assert_eq!(refused(&stated), ("CIM-CJ-018", place("/metadata/referenceSystem")));
    let chosen = |text: &str| {
        let input = Input { name: "a.json".into(), bytes: text.as_bytes().to_vec(), path: None };
        let result = read_input(&input, Some("EPSG:4549"));
        (said(&result).first().map(|(code, _)| *code), result.ok().and_then(|(r, _)| r.crs))
    };
    assert_eq!(chosen(&stated), (Some("CIM-CJ-019"), Some("EPSG:4549".to_owned())));
    assert_eq!(chosen(&text), (None, Some("EPSG:4549".to_owned())));
    let (reading, _) = read_bytes(text.as_bytes()).unwrap();
    assert_eq!(reading.crs, None);
}

#[test]
fn extensions_are_kept_and_not_fetched() {
    let text = with(r#""b":{"type":"+Potato","+own":{"a":1}}"#);
    let codes: Vec<&str> = said_of(&text).iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, ["CIM-CJ-022", "CIM-CJ-022"]);
    let declared =
        text.replacen("{", r#"{"extensions":{"P":{"url":"https://x.org/p.json","version":"1.0"}},"#, 1);
    let result = read_bytes(declared.as_bytes());
    assert_eq!(said(&result), [("CIM-CJ-020", place("/extensions/P"))]);
    let element = &result.unwrap().0.elements[1];
    assert_eq!(element.kind, Kind::Other { what: "+Potato".into() });
    assert_eq!(element.attributes.get("+own").map(ToString::to_string).as_deref(), Some("{\"a\":1}"));
}

#[test]
fn deep_nesting_is_refused_without_overflow() {
    let deep = "[".repeat(100_000);
    let text = with(&format!(r#""b":{{"type":"Building","attributes":{{"a":{deep}"#));
    assert_eq!(refused(&text).0, "CIM-CJ-006");
    let closed = format!("{deep}{}", "]".repeat(100_000));
    let whole = with(&format!(r#""b":{{"type":"Building","attributes":{{"a":{closed}}}}}"#));
    assert_eq!(refused(&whole).0, "CIM-CJ-006");
}

#[test]
fn empty_and_short_boundaries() {
    let (said, left) = bad_object(&object("[]", ""));
    let lost = ("CIM-CJ-037", place("/CityObjects/bad"));
    let at = place("/CityObjects/bad/geometry/0/boundaries");
    assert_eq!((said, left.len()), (vec![("CIM-CJ-054", at), lost], 1));
    let (said, left) = bad_object(&object(&CUBE.replace("[4,5,6,7]", "[4,5]"), ""));
    assert_eq!(said, [("CIM-CJ-056", place("/CityObjects/bad/geometry/0/boundaries/0/1/0"))]);
    assert_eq!(left.len(), 2);
    let flat = r#"{"type":"Building","geometry":[{"type":"Solid","lod":"1","boundaries":[[0,1,2]]}]}"#;
    assert_eq!(bad_object(flat).0[0].0, "CIM-CJ-051");
}

#[test]
fn another_level_of_detail_takes_over() {
    let both = format!(
        r#"{{"type":"Building","geometry":[{{"type":"Solid","lod":"1.2","boundaries":{CUBE}}},
        {{"type":"Solid","lod":"2.2","boundaries":{}}}]}}"#,
        CUBE.replace('7', "77")
    );
    let (reading, _) = read_bytes(with(&format!(r#""bad":{both}"#)).as_bytes()).unwrap();
    assert_eq!(reading.elements[1].lod.map(|l| l.to_string()).as_deref(), Some("1.2"));
    assert_eq!(reading.report.codes.get("CIM-CJ-052"), Some(&1));
}

#[test]
fn a_damaged_object_is_left_out_alone() {
    let (said, left) = bad_object("{\"type\":\"Building\",\n\"attributes\":{\"a\":NaN}}");
    assert_eq!((said[0].0, left.len()), ("CIM-CJ-030", 1));
    assert!(said[0].1.starts_with("2:"), "{}", said[0].1);
    assert_eq!(bad_object("7").0[0].0, "CIM-CJ-030");
}

#[test]
fn a_stray_object_does_not_take_the_others_along() {
    let far = VERTICES.replace("]]", "],[999999999999,0,0]]");
    let object = object("[[[[0,1,8]],[[0,8,1]]]]", "");
    let text = with(&format!(r#""a":{{"type":"Building"}},"bad":{object}"#)).replace(VERTICES, &far);
    let result = read_bytes(text.as_bytes());
    assert_eq!(said(&result), [("CIM-CJ-038", String::new())]);
    assert_eq!(result.unwrap().0.elements.len(), 2);
}

#[test]
fn lines_of_a_sequence() {
    let header =
        format!(r#"{{"type":"CityJSON","version":"2.0",{TRANSFORM}"CityObjects":{{}},"vertices":[]}}"#);
    let feature = |id: &str| {
        let object = object(CUBE, "");
        format!(
            r#"{{"type":"CityJSONFeature","id":"{id}","CityObjects":{{"{id}":{object}}},"vertices":{VERTICES}}}"#
        )
    };
    let (a, b) = (feature("a"), feature("b"));
    let whole = format!("{header}\n{a}\n\n{b}\n");
    let (reading, counts) = read_bytes(whole.as_bytes()).unwrap();
    assert_eq!((reading.elements.len(), counts.documents), (2, 3));
    assert_eq!(refused(&format!("{a}\n{header}\n")).0, "CIM-CJ-084");
    let cut = format!("{header}\r\n{a}\r\n{}\r\n{b}", &a[..90]);
    let result = read_bytes(cut.as_bytes());
    assert_eq!(said(&result), [("CIM-CJ-082", place("3:90"))]);
    assert_eq!(result.unwrap().0.elements.len(), 2);
    let result = read_bytes(format!("{header}\n{a}\n{a}\n{a}").as_bytes());
    assert_eq!(said(&result).iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["CIM-CJ-040"; 2]);
    let keys: Vec<String> = result.unwrap().0.elements.iter().map(|e| e.key.to_string()).collect();
    assert_eq!(keys, ["a", "a~2", "a~3"]);
    let wrong = a.replace("CityJSONFeature", "CityJSONFeatur");
    let result = read_bytes(format!("{header}\n{wrong}").as_bytes());
    assert_eq!(said(&result), [("CIM-CJ-083", place("line 2 /type"))]);
    assert_eq!(result.unwrap().0.report.objects.get("Building"), Some(&1));
    let vertex = b.replace("[1000,1000,0]", "[1000,1000]");
    let result = read_bytes(format!("{header}\n{a}\n{vertex}").as_bytes());
    assert_eq!(said(&result), [("CIM-CJ-082", place("line 3 /vertices/2"))]);
}
