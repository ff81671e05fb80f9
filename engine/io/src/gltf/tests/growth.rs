//! Small models that would become very much: accessors, buffers and meshes that are used again and again.

use serde_json::{Value, json};

use super::*;

/// A model of one triangle list whose positions no bytes bear out, and of so many primitives that share it.
fn shared(count: usize, primitives: usize) -> Value {
    let primitive = json!({"attributes": {"POSITION": 0}});
    json!({
        "asset": {"version": "2.0"},
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": vec![primitive; primitives]}],
        "accessors": [{"componentType": 5126, "count": count, "type": "VEC3"}],
    })
}

fn read_value(document: &Value) -> Result<Reading, Rejection> {
    read_bytes("house.gltf", document.to_string().as_bytes())
}

#[test]
fn primitives_that_share_an_accessor_are_counted_each() {
    let mut document = shared(300_000, 30);
    // Corners apart, so that the triangles are some.
    document["accessors"][0]["sparse"] = json!({"count": 3,
        "indices": {"bufferView": 1, "componentType": 5123}, "values": {"bufferView": 0}});
    document["bufferViews"] =
        json!([{"buffer": 0, "byteLength": 36}, {"buffer": 0, "byteOffset": 36, "byteLength": 6}]);
    // (0 0 0) (1 0 0) (0 1 0) and 0 1 2.
    document["buffers"] = json!([{"byteLength": 44, "uri":
        "data:application/octet-stream;base64,AAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAgD8AAAAAAAABAAIAAAA="}]);
    // Its points and their indices count: 600 000 a primitive, of four millions for a small file.
    let reading = read_value(&document).unwrap();
    assert!(boundary(&reading).vertices.len() <= 7 * 300_000, "{}", boundary(&reading).vertices.len());
    assert!(reading.report.codes["CIM-GL-012"] >= 23, "{:?}", reading.report.codes);
}

#[test]
fn sparse_accessors_that_share_their_bytes_are_counted_each() {
    const MANY: usize = 50_000;
    let indices: Vec<u8> = (0..MANY as u32).flat_map(u32::to_le_bytes).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("all.bin"), [indices, vec![0; 12 * MANY]].concat()).unwrap();
    let mut document = shared(3, 1);
    let sparse = json!({"componentType": 5126, "count": MANY, "type": "VEC3", "sparse": {"count": MANY,
        "indices": {"bufferView": 0, "componentType": 5125}, "values": {"bufferView": 1}}});
    document["accessors"] = json!(vec![sparse; 500]);
    document["bufferViews"] = json!([{"buffer": 0, "byteLength": 4 * MANY},
        {"buffer": 0, "byteOffset": 4 * MANY, "byteLength": 12 * MANY}]);
    document["buffers"] = json!([{"byteLength": 16 * MANY, "uri": "all.bin"}]);
    let path = folder.path().join("house.gltf");
    std::fs::write(&path, document.to_string()).unwrap();
    let error = read_input(&Input::open(&path, &Limits::default()).unwrap()).unwrap_err();
    assert!(error.0.detail.contains("than the limit allows"), "{error}");
}

#[test]
fn a_file_that_many_buffers_name_is_read_once_and_all_together_are_bounded() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["0", "1", "2", "3", "4"] {
        std::fs::write(folder.path().join(name), vec![0; 1 << 20]).unwrap();
    }
    let path = folder.path().join("house.gltf");
    let limits = Limits { file_bytes: 4 << 20, ..Limits::default() };
    let problems = |names: &mut dyn Iterator<Item = &str>| {
        let mut document = shared(3, 1);
        let buffers = names.map(|name| json!({"byteLength": 1 << 20, "uri": name}));
        document["buffers"] = buffers.collect();
        std::fs::write(&path, document.to_string()).unwrap();
        let mut report = FileReport::new("house.gltf");
        let input = Input::open(&path, &limits).unwrap();
        let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
        let _ = model(&input, &context, &mut report, Wish::Shape);
        report.codes.get("CIM-GL-011").copied().unwrap_or_default()
    };
    assert_eq!(problems(&mut std::iter::repeat_n("0", 1000)), 0);
    assert_eq!(problems(&mut ["0", "%30", "1", "2", "3"].into_iter()), 0);
    assert_eq!(problems(&mut ["0", "1", "2", "3", "4"].into_iter()), 1, "five of four");
}

#[test]
fn instances_are_counted_before_they_are_made() {
    let mut document = shared(3, 1);
    document["nodes"][0]["extensions"] =
        json!({"EXT_mesh_gpu_instancing": {"attributes": {"TRANSLATION": 1}}});
    document["extensionsUsed"] = json!(["EXT_mesh_gpu_instancing"]);
    let with = |count: usize| {
        let mut document = document.clone();
        let places = json!({"componentType": 5126, "count": count, "type": "VEC3"});
        document["accessors"].as_array_mut().unwrap().push(places);
        read_value(&document).map_or_else(|error| error.0.detail, |_| "read".to_owned())
    };
    assert!(with(16_000_000).contains("than the limit allows"), "{}", with(16_000_000));
    // Of a mesh without triangles, whose corners times any number are none.
    document["meshes"][0]["primitives"] = json!([]);
    let limits = Limits { vertices: 1000, ..Limits::default() };
    document["accessors"]
        .as_array_mut()
        .unwrap()
        .push(json!({"componentType": 5126, "count": 1001, "type": "VEC3"}));
    let input = Input { name: "house.gltf".to_owned(), bytes: document.to_string().into_bytes(), path: None };
    let error = read(&input, &ReadContext { limits: &limits, progress: &NoProgress, crs: None }).unwrap_err();
    assert_eq!(error.0.code.id, "CIM-GL-006", "{error}");
}

#[test]
fn the_same_node_named_again_and_again_is_said_some_times_only() {
    let mut document = shared(3, 1);
    document["scenes"][0]["nodes"] = json!(vec![0; 100_000]);
    let mut report = FileReport::new("house.gltf");
    let document: Document = serde_json::from_value(document).unwrap();
    assert_eq!(node::walk(&document, &mut report).len(), 1);
    assert_eq!(
        (report.codes["CIM-GL-015"], report.messages.len()),
        (99_999, crate::report::MESSAGES_KEPT_PER_CODE)
    );
}
