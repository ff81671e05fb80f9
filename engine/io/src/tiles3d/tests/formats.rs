//! Each content and each way to find it, by small tilesets.

use linli_model::{AttributeValue, Kind};
use serde_json::{Value, json};

use super::make::{Folder, composite, leaf, subtree, tile, triangles};
use super::*;

fn number(element: &Element, name: &str) -> Option<f64> {
    element.attributes.get(name).and_then(AttributeValue::as_f64)
}

fn ids(reading: &Reading) -> Vec<&str> {
    reading.elements.iter().map(|element| element.source.id.as_str()).collect()
}

#[test]
fn features_of_a_b3dm_have_their_rows_and_places() {
    let folder = Folder::new();
    let glb = triangles(&[0, 1, 1], "_BATCHID", Value::Null);
    let batch = json!({"height": {"byteOffset": 0, "componentType": "FLOAT", "type": "SCALAR"},
        "name": ["Hall", "Tower"], "id": ["h", "t"]});
    let mut tile =
        tile("b3dm", &json!({"BATCH_LENGTH": 2, "RTC_CENTER": [1000, 2000, 3]}), &[], &batch, None, &glb);
    // The bytes of the batch table go between its text and the model.
    let at = tile.len() - glb.len();
    tile.splice(at..at, [4.5_f32, 9.25].iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<u8>>());
    let length = tile.len() as u32;
    tile[8..12].copy_from_slice(&length.to_le_bytes());
    tile[24..28].copy_from_slice(&8_u32.to_le_bytes());
    let moved = json!({"transform": [0,1,0,0, -1,0,0,0, 0,0,1,0, 0,0,100,1], "geometricError": 1, "refine": "ADD",
        "content": {"url": "a.b3dm"}});
    folder.write("a.b3dm", tile).tileset(moved);
    let reading = read_tileset(&folder, &Limits::default()).unwrap();
    assert_eq!(ids(&reading), ["h", "t"]);
    let tower = &reading.elements[1];
    assert_eq!((tower.name.as_deref(), number(tower, "height")), (Some("Tower"), Some(9.25)));
    assert!(matches!(tower.kind, Kind::Building(_)));
    assert_eq!((boundary(tower).faces.len(), boundary(tower).vertices.len()), (2, 6));
    // (10, 0, 0) of the model, y up, is (1010, 2000, 3) with the centre, then a quarter turn and 100 m up.
    let found = tower.geometry.aabb();
    let (least, most) = ([-2000.0, 1010.0, 103.0], [-1999.0, 1011.0, 103.0]);
    assert!(
        (0..3).all(|i| (found.min[i] - least[i]).abs() < 1e-9 && (found.max[i] - most[i]).abs() < 1e-9),
        "{found:?}"
    );
    assert_eq!(boundary(tower).face_normal(0).map(|n| n[2].round()), Some(1.0), "it looks up");
    assert_eq!(codes_of(&reading.report), []);
}

#[test]
fn instances_and_composites_are_placed_each() {
    let folder = Folder::new();
    let glb = triangles(&[0], "", Value::Null);
    let positions: Vec<u8> =
        [0.0_f32, 0.0, 0.0, 50.0, 0.0, 7.0].iter().flat_map(|v| v.to_le_bytes()).collect();
    let features = json!({"INSTANCES_LENGTH": 2, "POSITION": {"byteOffset": 0}, "SCALE": [1, 3]});
    let batch = json!({"kind": ["bench", "bench"]});
    let near = tile("i3dm", &features, &positions, &batch, Some(1), &glb);
    let outside = tile("i3dm", &features, &positions, &Value::Null, Some(0), b"model.glb  ");
    let points = tile("pnts", &json!({"POINTS_LENGTH": 3}), &[], &Value::Null, None, &[]);
    folder
        .write("model.glb", &glb)
        .write("in/all.cmpt", composite(&[near, composite(std::slice::from_ref(&outside)), points]))
        .write("model.i3dm", outside)
        .tileset(json!({"geometricError": 1, "refine": "ADD", "content": {"uri": "model.i3dm"},
            "children": [leaf(0.0, "in/all.cmpt")]}));
    let reading = read_tileset(&folder, &Limits::default()).unwrap();
    // The composite within the composite seeks its model in its own folder.
    assert_eq!(codes_of(&reading.report), [(codes::CONTENT.id, 1), (codes::POINTS.id, 1)]);
    assert_eq!(reading.elements.len(), 4);
    let scaled = reading.elements[1].geometry.aabb();
    assert_eq!((scaled.min, scaled.max), ([50.0, -3.0, 7.0], [53.0, 0.0, 7.0]));
    assert_eq!(reading.elements[3].attributes.get("kind"), Some(&AttributeValue::Text("bench".into())));
    assert!(matches!(reading.elements[0].kind, Kind::Structure { .. }));
}

#[test]
fn features_of_a_glb_have_the_rows_of_its_property_table() {
    let folder = Folder::new();
    let text = b"HallTower".map(u64::from);
    let offsets: Vec<u8> = [0_u32, 4, 9].iter().flat_map(|v| v.to_le_bytes()).collect();
    let extra = json!({
        "primitive": {"EXT_mesh_features": {"featureIds":
            [{"featureCount": 2, "attribute": 0, "propertyTable": 0, "nullFeatureId": 7}]}},
        "pieces": [text, offsets, [10, 0, 20, 0], [2], [1, 0]],
        "extensionsUsed": ["EXT_mesh_features", "EXT_structural_metadata"],
        "extensions": {"EXT_structural_metadata": {
            "schema": {"id": "s", "classes": {"house": {"properties": {
                "name": {"type": "STRING"}, "area": {"type": "SCALAR", "componentType": "UINT16", "scale": 0.5},
                "listed": {"type": "BOOLEAN"}, "use": {"type": "ENUM", "enumType": "use"},
                "gone": {"type": "SCALAR", "componentType": "UINT8", "noData": 1}}}},
                "enums": {"use": {"valueType": "UINT8", "values": [{"name": "home", "value": 0}, {"name": "shop", "value": 1}]}}},
            "propertyTables": [{"class": "house", "count": 2, "properties": {
                "name": {"values": 2, "stringOffsets": 3}, "area": {"values": 4}, "listed": {"values": 5},
                "use": {"values": 6}, "gone": {"values": 6}}}]}},
    });
    folder.write("a.glb", triangles(&[0, 1, 7], "_FEATURE_ID_0", extra)).tileset(leaf(0.0, "a.glb"));
    let reading = read_tileset(&folder, &Limits::default()).unwrap();
    assert_eq!(codes_of(&reading.report), []);
    assert_eq!(ids(&reading), ["a", "a/0", "a/1"], "what belongs to no feature comes first");
    let tower = &reading.elements[2];
    assert_eq!(tower.name.as_deref(), Some("Tower"));
    assert_eq!(
        (number(tower, "area"), tower.attributes.get("listed")),
        (Some(10.0), Some(&AttributeValue::Bool(true)))
    );
    assert_eq!(tower.attributes.get("use"), Some(&AttributeValue::Text("home".into())));
    assert_eq!(
        (number(tower, "gone"), number(&reading.elements[1], "gone")),
        (Some(0.0), None),
        "1 is no data"
    );
    assert!(matches!(tower.kind, Kind::Building(_)), "its class is a house");
}

#[test]
fn an_implicit_octree_is_followed_through_its_subtrees() {
    let folder = Folder::new();
    // Two levels a subtree. The root has its children 0 and 7; child 7 has a further subtree at its corner 7.
    let bits = [0b1000_0011, 0b0000_0001, 0, 0, 0, 0, 0, 0b1000_0000];
    let [tiles, children] = [[bits[0], bits[1]], [0, bits[7]]];
    let mut binary = tiles.to_vec();
    binary.resize(8, 0);
    binary.extend([0; 7].iter().chain(&children[1..]));
    let views = json!([{"buffer": 0, "byteLength": 2}, {"buffer": 0, "byteOffset": 8, "byteLength": 8}]);
    let whole = json!({"buffers": [{"byteLength": 16}], "bufferViews": views, "tileAvailability": {"bitstream": 0},
        "contentAvailability": [{"bitstream": 0}], "childSubtreeAvailability": {"bitstream": 1}});
    let last = json!({"tileAvailability": {"constant": 1}, "contentAvailability": {"constant": 1},
        "childSubtreeAvailability": {"constant": 1}});
    folder.write("s/0.0.0.0.subtree", subtree(&whole, &binary)).write("s/2.3.3.3.subtree", last.to_string());
    let glb = triangles(&[0], "", Value::Null);
    for name in ["0/0.0.0", "1/0.0.0", "1/0.1.1", "1/1.1.1", "2/3.3.3"] {
        folder.write(&format!("{name}.glb"), &glb);
    }
    folder.tileset(
        json!({"geometricError": 8, "refine": "ADD", "content": {"uri": "{level}/{x}.{y}.{z}.glb"},
        "implicitTiling": {"subdivisionScheme": "OCTREE", "subtreeLevels": 2, "availableLevels": 3,
            "subtrees": {"uri": "s/{level}.{x}.{y}.{z}.subtree"}}}),
    );
    let reading = read_tileset(&folder, &Limits::default()).unwrap();
    // Bits of level 1 begin behind that of the root: bits 1 and 7 are the children 0 and 6, bit 8 is child 7.
    assert_eq!(ids(&reading), ["0/0.0.0", "1/0.0.0", "1/0.1.1", "1/1.1.1", "2/3.3.3"]);
    assert_eq!(codes_of(&reading.report), []);
    let coarse = Limits { geometric_error_m: 4.0, ..Limits::default() };
    let reading = read_tileset(&folder, &coarse).unwrap();
    assert_eq!(reading.elements.len(), 4, "level 1 has an error of 4 m, level 2 is left out");
    assert_eq!(codes_of(&reading.report), [(codes::COARSER.id, 1)]);
}

#[test]
fn finer_tiles_replace_or_add_as_far_as_they_are_there() {
    let folder = Folder::new();
    let glb = triangles(&[0], "", Value::Null);
    for name in ["root.glb", "a.glb", "b.glb", "more/c.glb"] {
        folder.write(name, &glb);
    }
    let more = json!({"asset": {"version": "1.0"}, "geometricError": 1, "root": leaf(0.0, "c.glb")});
    folder.write("more/tileset.json", more.to_string());
    let root = |refine: &str, children: Value| json!({"geometricError": 10, "refine": refine, "content": {"uri": "root.glb"}, "children": children});
    let read = |root: Value| {
        folder.tileset(root);
        let reading = read_tileset(&folder, &Limits::default()).unwrap();
        (ids(&reading).join(" "), codes_of(&reading.report))
    };
    let both = json!([leaf(0.0, "a.glb"), leaf(0.0, "b.glb")]);
    assert_eq!(read(root("REPLACE", both.clone())).0, "a b");
    assert_eq!(read(root("ADD", both.clone())).0, "root a b");
    assert_eq!(
        read(root("REPLACE", json!([leaf(0.0, "a.glb"), leaf(5.0, "more/tileset.json?v=2")]))).0,
        "a more/c"
    );
    let (found, codes) = read(root("REPLACE", json!([leaf(0.0, "a.glb"), leaf(0.0, "absent.glb")])));
    assert_eq!((found.as_str(), codes), ("root", vec![(codes::CONTENT.id, 1)]), "no hole in the picture");
    folder.tileset(root("REPLACE", both));
    let limits = Limits { tileset_bytes: 2000, ..Limits::default() };
    let reading = read_tileset(&folder, &limits).unwrap();
    assert_eq!((ids(&reading), codes_of(&reading.report)), (vec!["root"], vec![(codes::DETAIL.id, 1)]));
    // Three corners each, and three indices that are read beside them.
    folder.tileset(root("REPLACE", json!([leaf(0.0, "a.glb"), leaf(0.0, "b.glb"), leaf(0.0, "more/c.glb")])));
    let limits = Limits { vertices: 8, ..Limits::default() };
    let reading = read_tileset(&folder, &limits).unwrap();
    assert_eq!((ids(&reading), codes_of(&reading.report)), (vec!["root"], vec![(codes::DETAIL.id, 1)]));
}
