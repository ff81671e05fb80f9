//! Files that are cut off, altered, or lie about themselves.

use serde_json::{Value, json};

use super::*;

/// One triangle with its buffer in the document.
fn triangle() -> Value {
    json!({
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}, "indices": 1}]}],
        "accessors": [
            {"bufferView": 0, "componentType": 5126, "count": 3, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": 3, "type": "SCALAR"},
        ],
        "bufferViews": [
            {"buffer": 0, "byteLength": 36},
            {"buffer": 0, "byteOffset": 36, "byteLength": 6},
        ],
        // (0 0 0) (1 0 0) (0 1 0) and 0 1 2.
        "buffers": [{"byteLength": 44, "uri":
            "data:application/octet-stream;base64,AAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAgD8AAAAAAAABAAIAAAA="}],
    })
}

fn changed(pointer: &str, value: Value) -> Value {
    let mut document = triangle();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap();
    match parent {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        parent => parent[name] = value,
    }
    document
}

fn outcome(document: &Value) -> String {
    match read_bytes("house.gltf", document.to_string().as_bytes()) {
        Ok(reading) => reading.report.codes.keys().copied().collect::<Vec<_>>().join(" "),
        Err(rejection) => format!("{} {}", rejection.0.code.id, rejection.0.detail),
    }
}

#[test]
fn a_triangle_loads() {
    assert_eq!(outcome(&triangle()), "CIM-GL-021");
    let mut marked = b"\xef\xbb\xbf".to_vec();
    marked.extend(triangle().to_string().bytes());
    assert_eq!(read_bytes("house.gltf", &marked).unwrap().report.codes.get("CIM-GL-017"), Some(&1));
}

#[test]
fn counts_offsets_and_indices_that_lie_cost_nothing() {
    for (pointer, value, wanted) in [
        ("/accessors/0/count", json!(4_294_967_295_u64), "elements from byte 0"),
        ("/accessors/0/count", json!(u64::MAX), "elements from byte 0"),
        ("/accessors/0/count", json!(0), "a count of 0"),
        ("/accessors/0/count", json!(-1), "is no count"),
        ("/accessors/0/count", json!(1.5), "is no count"),
        ("/accessors/0/byteOffset", json!((1_u64 << 63) - 8), "elements from byte"),
        ("/accessors/0/byteOffset", json!(40), "elements from byte 40"),
        ("/accessors/0/type", json!("SCALAR"), "positions of type SCALAR"),
        ("/accessors/0/componentType", json!(5121), "without KHR_mesh_quantization"),
        ("/accessors/1/componentType", json!(5126), "elements from byte 0"),
        ("/accessors/1/componentType", json!(7), "component type 7"),
        ("/bufferViews/0/byteOffset", json!(1_000_000), "in a buffer of 44"),
        ("/bufferViews/0/byteOffset", json!(u64::MAX - 5), "in a buffer of 44"),
        ("/bufferViews/0/byteLength", json!(1_000_000), "in a buffer of 44"),
        ("/bufferViews/0/byteStride", json!(1), "a stride of 1"),
        ("/bufferViews/0/byteStride", json!(4_294_967_295_u64), "a stride of"),
        ("/bufferViews/0/buffer", json!(9), "there is no buffer 9"),
        ("/buffers/0/byteLength", json!(1_000_000), "44 are there"),
        ("/meshes/0/primitives/0/attributes/POSITION", json!(99), "there is no accessor 99"),
        ("/meshes/0/primitives/0/indices", json!(99), "there is no accessor 99"),
        ("/meshes/0/primitives/0/mode", json!(9), "mode 9"),
        ("/nodes/0/mesh", json!(9), "mesh 9"),
        ("/asset/version", json!("3.0"), "CIM-GL-004"),
        ("/asset/version", json!("1.0"), "CIM-GL-004"),
    ] {
        let found = outcome(&changed(pointer, value.clone()));
        assert!(found.contains(wanted), "{pointer} = {value}: {found}");
    }
    let sparse = |count: u64, place: u64| {
        json!({"componentType": 5126, "count": count, "type": "VEC3", "sparse": {"count": 1,
            "indices": {"bufferView": 1, "byteOffset": place, "componentType": 5123},
            "values": {"bufferView": 0}}})
    };
    assert!(outcome(&changed("/accessors/0", sparse(4_000_000_000, 0))).contains("without bytes"));
    assert!(outcome(&changed("/accessors/0", sparse(3, 6))).contains("sparse elements in 6 bytes"));
    // The third index is 2, the last of three points: allowed, and it stays a triangle.
    assert!(outcome(&changed("/accessors/0", sparse(3, 4))).starts_with("CIM-GL-021"));
}

#[test]
fn nodes_that_are_no_tree_are_refused() {
    let chain = |count: usize| {
        let mut nodes: Vec<Value> = (0..count).map(|i| json!({"children": [i + 1]})).collect();
        nodes.push(json!({"mesh": 0}));
        json!(nodes)
    };
    assert_eq!(outcome(&changed("/nodes", chain(100))), "CIM-GL-021");
    for count in [700, 30_000] {
        assert!(outcome(&changed("/nodes", chain(count))).starts_with("CIM-GL-003"));
    }
    for (nodes, wanted) in [
        (json!([{"mesh": 0, "children": [1]}, {"children": [0]}]), "below itself"),
        (json!([{"mesh": 0, "children": [0]}]), "below itself"),
        (json!([{"children": [2]}, {"children": [2]}, {"mesh": 0}]), "the parents 0 and 1"),
        (json!([{"mesh": 0, "matrix": vec![0; 16]}]), "no movement, turn and scale"),
        (json!([{"mesh": 0, "scale": [0, 0, 0]}]), "no volume"),
        (json!([{"mesh": 0, "translation": [1, 2]}]), "2 numbers of translation"),
    ] {
        let found = outcome(&changed("/nodes", nodes.clone()));
        assert!(found.contains(wanted), "{nodes}: {found}");
    }
    let turned = outcome(&changed("/nodes/0/rotation", json!([0, 0, 0, 0])));
    assert!(turned.contains("CIM-GL-016"), "{turned}");
}

#[test]
fn deep_text_and_unknown_extensions_are_refused() {
    let deep = format!(
        "{{\"asset\": {{\"version\": \"2.0\"}}, \"extras\": {}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(read_bytes("a.gltf", deep.as_bytes()).unwrap_err().0.code.id, "CIM-GL-003");
    let mut needs = triangle();
    needs["extensionsUsed"] = json!(["VENDOR_shape", "KHR_texture_basisu"]);
    needs["extensionsRequired"] = json!(["VENDOR_shape", "KHR_texture_basisu"]);
    assert_eq!(outcome(&needs), "CIM-GL-005 VENDOR_shape");
    needs["extensionsRequired"] = json!(["KHR_texture_basisu"]);
    assert_eq!(outcome(&needs), "CIM-GL-020 CIM-GL-021");
}

#[test]
fn buffers_stay_within_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("models");
    std::fs::create_dir_all(home.join("sub")).unwrap();
    let bytes: Vec<u8> = [0.0_f32, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]
        .iter()
        .flat_map(|v| v.to_le_bytes())
        .chain([0, 0, 1, 0, 2, 0, 0, 0])
        .collect();
    for place in [folder.path().join("secret.bin"), home.join("own 1.bin"), home.join("sub/own.bin")] {
        std::fs::write(place, &bytes).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("secret.bin"), home.join("link.bin")).unwrap();
    let path = home.join("house.gltf");
    let with = |uri: &str| {
        std::fs::write(&path, changed("/buffers/0/uri", json!(uri)).to_string()).unwrap();
        match read_input(&Input::open(&path, &Limits::default()).unwrap()) {
            Ok(_) => "loaded".to_owned(),
            Err(rejection) => rejection.0.detail,
        }
    };
    for fine in ["own%201.bin", "own 1.bin", "sub/own.bin"] {
        assert_eq!(with(fine), "loaded", "{fine}");
    }
    let long = "a".repeat(5000);
    for outside in [
        "../secret.bin",
        "%2e%2e/secret.bin",
        "sub/../../secret.bin",
        "sub/%2E%2E/%2e%2e/secret.bin",
        "/etc/passwd",
        "file:///etc/passwd",
        "C:\\x",
        "\\\\host\\share",
        "http://example.org/a.bin",
        "",
        "CON",
        "sub/nul.bin",
        "a%00b",
        "own.bin.",
        &long,
        "./house.gltf",
    ] {
        let found = with(outside);
        assert!(found.contains("does not stay within"), "{outside}: {found}");
    }
    assert!(with("%ff%fe").contains("is not text"));
    assert!(with("absent.bin").contains("absent.bin"));
    assert!(with("sub").contains("not a regular file"));
    #[cfg(unix)]
    assert!(with("link.bin").contains("a link"));
}

#[test]
fn no_cut_and_no_flipped_byte_makes_the_reader_panic() {
    let text = triangle().to_string();
    for bytes in [HOUSE, DRACO, MESHOPT, INSTANCES, text.as_bytes()] {
        for at in 0..bytes.len() {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= if at % 2 == 0 { 0xff } else { 0x11 };
            let _ = read_bytes("x.glb", &flipped);
            if at % 4 == 0 {
                assert!(read_bytes("x.glb", &bytes[..at]).is_err(), "cut at {at}");
            }
        }
    }
}
