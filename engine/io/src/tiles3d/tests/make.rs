//! Tilesets as bytes.

use std::path::PathBuf;

use serde_json::{Value, json};

/// A folder that goes away with the test.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        self
    }

    /// Writes `tileset.json` with a root.
    pub fn tileset(&self, root: Value) -> &Self {
        let text = json!({"asset": {"version": "1.1"}, "geometricError": 100, "root": root}).to_string();
        self.write("tileset.json", text)
    }
}

/// A tile that shows a file.
pub fn leaf(error: f64, uri: &str) -> Value {
    json!({"boundingVolume": {"sphere": [0, 0, 0, 1]}, "geometricError": error, "content": {"uri": uri}})
}

/// A binary glTF file with a triangle of 1 m by 1 m for each number: its feature, and its place along x. glTF has y up:
/// the triangles lie in the plane of x and z, and look up.
pub fn triangles(numbers: &[u16], attribute: &str, extra: Value) -> Vec<u8> {
    let (mut positions, mut ids) = (Vec::new(), Vec::new());
    for number in numbers {
        let x = f32::from(*number) * 10.0;
        for p in [[x, 0.0, 0.0], [x, 0.0, 1.0], [x + 1.0, 0.0, 0.0]] {
            positions.extend(p.iter().flat_map(|v: &f32| v.to_le_bytes()));
            ids.extend(number.to_le_bytes());
            ids.extend([0; 2]);
        }
    }
    let count = numbers.len() * 3;
    let ids_at = positions.len();
    let mut binary = [positions, ids].concat();
    let mut views = vec![
        json!({"buffer": 0, "byteLength": ids_at}),
        json!({"buffer": 0, "byteOffset": ids_at, "byteLength": binary.len() - ids_at, "byteStride": 4}),
    ];
    let mut document = json!({
        "asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}],
        "meshes": [{"primitives": [{"attributes": {"POSITION": 0}}]}],
        "accessors": [{"bufferView": 0, "componentType": 5126, "count": count, "type": "VEC3"},
            {"bufferView": 1, "componentType": 5123, "count": count, "type": "SCALAR"}],
    });
    if !attribute.is_empty() {
        document["meshes"][0]["primitives"][0]["attributes"][attribute] = json!(1);
    }
    for (name, value) in extra.as_object().into_iter().flatten() {
        match name.as_str() {
            // Further pieces of the buffer.
            "pieces" => {
                for piece in value.as_array().unwrap() {
                    let bytes: Vec<u8> =
                        piece.as_array().unwrap().iter().map(|b| b.as_u64().unwrap() as u8).collect();
                    views.push(json!({"buffer": 0, "byteOffset": binary.len(), "byteLength": bytes.len()}));
                    binary.extend(bytes);
                    binary.resize(binary.len().next_multiple_of(4), 0);
                }
            }
            "primitive" => document["meshes"][0]["primitives"][0]["extensions"] = value.clone(),
            name => document[name] = value.clone(),
        }
    }
    document["bufferViews"] = json!(views);
    document["buffers"] = json!([{"byteLength": binary.len()}]);
    let mut text = document.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(4), b' ');
    let mut glb = b"glTF".to_vec();
    glb.extend(2_u32.to_le_bytes());
    glb.extend((28 + text.len() as u32 + binary.len() as u32).to_le_bytes());
    for (kind, part) in [(b"JSON", text), (b"BIN\0", binary)] {
        glb.extend((part.len() as u32).to_le_bytes());
        glb.extend(kind);
        glb.extend(part);
    }
    glb
}

/// A tile of 3D Tiles 1.0 with its tables; `format` is that of the model of an i3dm.
pub fn tile(
    magic: &str,
    features: &Value,
    binary: &[u8],
    batch: &Value,
    format: Option<u32>,
    rest: &[u8],
) -> Vec<u8> {
    let text = |value: &Value| {
        let mut text = if value.is_null() { Vec::new() } else { value.to_string().into_bytes() };
        text.resize(text.len().next_multiple_of(8), b' ');
        text
    };
    let (features, batch) = (text(features), text(batch));
    let header = 28 + format.map_or(0, |_| 4);
    let length = header + features.len() + binary.len() + batch.len() + rest.len();
    let mut bytes = magic.as_bytes().to_vec();
    for number in [1, length, features.len(), binary.len(), batch.len(), 0] {
        bytes.extend((number as u32).to_le_bytes());
    }
    bytes.extend(format.into_iter().flat_map(u32::to_le_bytes));
    [bytes.as_slice(), &features, binary, &batch, rest].concat()
}

/// A composite tile.
pub fn composite(tiles: &[Vec<u8>]) -> Vec<u8> {
    let inner = tiles.concat();
    let mut bytes = b"cmpt".to_vec();
    for number in [1, 16 + inner.len(), tiles.len()] {
        bytes.extend((number as u32).to_le_bytes());
    }
    [bytes, inner].concat()
}

/// A subtree in binary form.
pub fn subtree(json: &Value, binary: &[u8]) -> Vec<u8> {
    let mut text = json.to_string().into_bytes();
    text.resize(text.len().next_multiple_of(8), b' ');
    let mut bytes = b"subt".to_vec();
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend((binary.len() as u64).to_le_bytes());
    [bytes.as_slice(), &text, binary].concat()
}
