//! Tilesets that lead in circles or out of their folder, lie about themselves, or are cut off.

use serde_json::{Value, json};

use super::make::{Folder, composite, leaf, subtree, tile, triangles};
use super::*;

/// The codes of a tileset with one good tile beside a bad one.
fn outcome(folder: &Folder, bad: Value) -> Vec<(&'static str, u64)> {
    folder.write("good.glb", triangles(&[0], "", Value::Null));
    folder.tileset(json!({"geometricError": 10, "refine": "ADD", "children": [leaf(0.0, "good.glb"), bad]}));
    let reading = read_tileset(folder, &Limits::default()).unwrap();
    assert_eq!(reading.elements.len(), 1, "the good tile is read");
    codes_of(&reading.report)
}

#[test]
fn circles_of_tilesets_end() {
    let folder = Folder::new();
    let to = |uri: &str| {
        json!({"asset": {"version": "1.1"}, "geometricError": 1, "root": leaf(1.0, uri)}).to_string()
    };
    folder.write("a/a.json", to("../b.json")).write("b.json", to("a/a.json"));
    assert_eq!(outcome(&folder, leaf(1.0, "a/a.json")), [(codes::EXTERNAL.id, 1)]);
    assert_eq!(outcome(&folder, leaf(1.0, "tileset.json")), [(codes::EXTERNAL.id, 1)]);
    for i in 0..40 {
        folder.write(&format!("{i}.json"), to(&format!("{}.json", i + 1)));
    }
    assert_eq!(outcome(&folder, leaf(1.0, "0.json")), [(codes::EXTERNAL.id, 1)], "a long chain ends, too");
}

#[test]
fn tilesets_that_double_at_each_step_end() {
    let folder = Folder::new();
    for i in 0..30 {
        let next = format!("{}.json", i + 1);
        let root = json!({"geometricError": 1, "children": [leaf(1.0, &next), leaf(1.0, &next)]});
        let text = json!({"asset": {"version": "1.1"}, "geometricError": 1, "root": root}).to_string();
        folder.write(&format!("{i}.json"), text);
    }
    folder.write("good.glb", triangles(&[0], "", Value::Null));
    folder.tileset(json!({"geometricError": 10, "refine": "ADD", "children": [leaf(0.0, "good.glb"), leaf(1.0, "0.json")]}));
    let limits = Limits { file_bytes: 1 << 20, ..Limits::default() };
    let reading = read_tileset(&folder, &limits).unwrap();
    assert_eq!(reading.elements.len(), 1);
    assert!(reading.report.codes[codes::EXTERNAL.id] > 0, "their bytes together are bounded");
    assert!(reading.report.objects["tiles looked at"] < 40_000);
}

#[test]
fn addresses_that_lead_away_are_refused() {
    let folder = Folder::new();
    for uri in
        ["../good.glb", "/etc/passwd", "http://localhost/good.glb", "a/../../good.glb", "%2e%2e%2fgood.glb"]
    {
        assert_eq!(outcome(&folder, leaf(0.0, uri)), [(codes::ADDRESS.id, 1)], "{uri}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", folder.path("link.glb")).unwrap();
        assert_eq!(outcome(&folder, leaf(0.0, "link.glb")), [(codes::CONTENT.id, 1)]);
    }
    let instanced = tile(
        "i3dm",
        &json!({"INSTANCES_LENGTH": 1, "POSITION": [0, 0, 0]}),
        &[],
        &Value::Null,
        Some(0),
        b"../x.glb",
    );
    folder.write("out.i3dm", instanced);
    assert_eq!(outcome(&folder, leaf(0.0, "out.i3dm")), [(codes::CONTENT.id, 1)]);
}

#[test]
fn transformations_and_errors_that_cannot_be_leave_out_a_tile() {
    let folder = Folder::new();
    let with = |name: &str, value: Value| {
        let mut tile = leaf(0.0, "good.glb");
        tile[name] = value;
        tile
    };
    let scaled = |by: f64| json!([by, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    for (name, value) in [
        ("transform", scaled(0.0)),
        ("transform", json!([1, 2, 3])),
        ("transform", json!([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])),
        ("transform", json!([1e200, 0, 0, 0, 0, 1e200, 0, 0, 0, 0, 1e200, 0, 0, 0, 0, 1])),
        ("geometricError", json!(-1)),
        ("refine", json!("MAYBE")),
    ] {
        assert_eq!(outcome(&folder, with(name, value.clone())), [(codes::TILE.id, 1)], "{name} {value}");
    }
    // NaN is no JSON, so that the file as a whole is refused.
    folder.write(
        "tileset.json",
        r#"{"asset": {"version": "1.1"}, "geometricError": 1, "root": {"geometricError": 1,
        "transform": [NaN,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1], "content": {"uri": "good.glb"}}}"#,
    );
    assert_eq!(read_tileset(&folder, &Limits::default()).unwrap_err().0.code.id, codes::SYNTAX.id);
    folder.tileset(with("transform", json!([1e8, 0, 0, 0, 0, 1e8, 0, 0, 0, 0, 1e8, 0, 9e15, 0, 0, 1])));
    assert_eq!(
        read_tileset(&folder, &Limits::default()).unwrap().elements.len(),
        0,
        "it is beyond all places"
    );
}

#[test]
fn counts_that_lie_cost_nothing() {
    let folder = Folder::new();
    let glb = triangles(&[0], "", Value::Null);
    let features = json!({"INSTANCES_LENGTH": 4_000_000_000_u64, "POSITION": {"byteOffset": 0}});
    let contents = [
        tile("i3dm", &features, &[0; 12], &Value::Null, Some(1), &glb),
        tile(
            "i3dm",
            &json!({"INSTANCES_LENGTH": u64::MAX, "POSITION": {"byteOffset": u64::MAX}}),
            &[],
            &Value::Null,
            Some(1),
            &glb,
        ),
        tile("b3dm", &json!({"RTC_CENTER": [1]}), &[], &Value::Null, None, &glb),
        tile("b3dm", &Value::Null, &[], &Value::Null, None, b"glTF\x01\0\0\0"),
        tile("b3dm", &Value::Null, &[], &Value::Null, None, &glb)[..40].to_vec(),
        b"b3dm\x01\0\0\0\xff\xff\xff\xff".to_vec(),
        b"cmpt\x01\0\0\0\x10\0\0\0\xff\xff\xff\xff".to_vec(),
        b"vctr\x01\0\0\0".to_vec(),
        b"xx".to_vec(),
    ];
    for (number, content) in contents.iter().enumerate() {
        folder.write("bad.bin", content);
        assert_eq!(outcome(&folder, leaf(0.0, "bad.bin")), [(codes::CONTENT.id, 1)], "content {number}");
    }
    let mut nested = composite(&[]);
    for _ in 0..1000 {
        nested = composite(&[nested]);
    }
    folder.write("bad.bin", nested);
    assert_eq!(outcome(&folder, leaf(0.0, "bad.bin")), [(codes::CONTENT.id, 1)]);
}

#[test]
fn subtrees_that_lie_or_are_cut_off_are_named() {
    let folder = Folder::new();
    let all = json!({"constant": 1});
    let implicit = |scheme: &str, levels: u64, available: u64| {
        json!({"geometricError": 8, "content": {"uri": "good.glb"}, "implicitTiling": {"subdivisionScheme": scheme,
            "subtreeLevels": levels, "availableLevels": available, "subtrees": {"uri": "all.subtree"}}})
    };
    for (scheme, levels, available) in [
        ("QUADTREE", 0, 3),
        ("QUADTREE", 16, 3),
        ("OCTREE", 11, 3),
        ("QUADTREE", 3, 40),
        ("QUADTREE", 3, 0),
        ("KD", 2, 3),
    ] {
        assert_eq!(
            outcome(&folder, implicit(scheme, levels, available)),
            [(codes::TILE.id, 1)],
            "{scheme} {levels}"
        );
    }
    let whole = json!({"buffers": [{"byteLength": 8}], "bufferViews": [{"buffer": 0, "byteOffset": 0, "byteLength": 8}],
        "tileAvailability": {"bitstream": 0}, "contentAvailability": [all], "childSubtreeAvailability": {"constant": 0}});
    let bytes = subtree(&whole, &[1; 8]);
    let bad = |pointer: &str, value: Value| {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        subtree(&changed, &[1; 8])
    };
    for (what, bytes) in [
        ("cut in its text", bytes[..60].to_vec()),
        ("cut in its bits", bytes[..bytes.len() - 4].to_vec()),
        ("cut in its header", bytes[..10].to_vec()),
        ("too few bits", bad("/bufferViews/0/byteLength", json!(1))),
        ("a view beyond its buffer", bad("/bufferViews/0/byteOffset", json!(u64::MAX))),
        ("no such view", bad("/tileAvailability", json!({"bitstream": 9}))),
        ("a constant of 7", bad("/tileAvailability", json!({"constant": 7}))),
        ("a buffer elsewhere", bad("/buffers/0", json!({"byteLength": 8, "uri": "../x"}))),
        ("nothing", Vec::new()),
    ] {
        folder.write("all.subtree", bytes);
        assert_eq!(outcome(&folder, implicit("QUADTREE", 3, 3)), [(codes::SUBTREE.id, 1)], "{what}");
    }
}

#[test]
fn tiles_everywhere_without_contents_end() {
    let folder = Folder::new();
    let all = json!({"constant": 1});
    let text = json!({"tileAvailability": all, "contentAvailability": {"constant": 0}, "childSubtreeAvailability": all});
    folder.write("all.subtree", text.to_string());
    let codes = outcome(
        &folder,
        json!({"geometricError": 8, "implicitTiling": {"subdivisionScheme": "OCTREE",
        "subtreeLevels": 10, "availableLevels": 31, "subtrees": {"uri": "all.subtree"}}}),
    );
    assert_eq!(codes, [(codes::TOO_MANY.id, 1)]);
}

#[test]
fn what_is_no_tileset_is_refused() {
    let folder = Folder::new();
    let deep = format!(
        r#"{{"asset": {{"version": "1.1"}}, "geometricError": 1, "root": {}"#,
        r#"{"children": [{"#.repeat(3000)
    );
    for (text, wanted) in [
        (r#"{"asset": {"version": "2.0"}, "geometricError": 1, "root": {}}"#, codes::VERSION.id),
        (r#"{"asset": {"version": "1.1"}, "geometricError": 1, "root": 7}"#, codes::SYNTAX.id),
        (
            r#"{"asset": {"version": "1.1"}, "geometricError": 1, "extensionsRequired": ["X_new"], "root": {}}"#,
            codes::EXTENSION.id,
        ),
        (r#"{"asset": {"version": "1.1"}, "geometricError": 1, "root": {}}"#, codes::NOTHING.id),
        (deep.as_str(), codes::SYNTAX.id),
    ] {
        folder.write("tileset.json", text);
        assert_eq!(read_tileset(&folder, &Limits::default()).unwrap_err().0.code.id, wanted, "{text:.80}");
    }
    let input = Input {
        name: "t.json".into(),
        bytes: br#"{"asset":{"version":"1.1"},"geometricError":1,"root":{}}"#.to_vec(),
        path: None,
    };
    let context = ReadContext { limits: &Limits::default(), progress: &NoProgress, crs: None };
    assert_eq!(read(&input, &context).unwrap_err().0.code.id, codes::NOTHING.id, "tiles need a disk");
}
