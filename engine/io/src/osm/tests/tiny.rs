//! A writer of tiny PBF files, also of such that no honest program writes.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Appends a variable-length number.
pub(super) fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Appends a numeric field.
pub(super) fn number(bytes: &mut Vec<u8>, field: u64, value: u64) {
    varint(bytes, field << 3);
    varint(bytes, value);
}

/// Appends a text, message or packed field.
pub(super) fn data(bytes: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(bytes, field << 3 | 2);
    varint(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

/// Zigzag form of a signed number.
pub(super) fn signed(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// Packed list of numbers.
pub(super) fn packed(values: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut bytes = Vec::new();
    values.into_iter().for_each(|value| varint(&mut bytes, value));
    bytes
}

/// A dense group of nodes from deltas of ids, latitudes and longitudes.
pub(super) fn dense(ids: &[i64], latitudes: &[i64], longitudes: &[i64], tags: &[u64]) -> Vec<u8> {
    let mut nodes = Vec::new();
    for (field, deltas) in [(1, ids), (8, latitudes), (9, longitudes)] {
        data(&mut nodes, field, &packed(deltas.iter().map(|delta| signed(*delta))));
    }
    if !tags.is_empty() {
        data(&mut nodes, 10, &packed(tags.iter().copied()));
    }
    let mut group = Vec::new();
    data(&mut group, 2, &nodes);
    group
}

/// A group of one way from deltas of node ids.
pub(super) fn way(id: u64, refs: &[i64], keys: &[u64], values: &[u64]) -> Vec<u8> {
    let mut way = Vec::new();
    number(&mut way, 1, id);
    data(&mut way, 2, &packed(keys.iter().copied()));
    data(&mut way, 3, &packed(values.iter().copied()));
    data(&mut way, 8, &packed(refs.iter().map(|delta| signed(*delta))));
    let mut group = Vec::new();
    data(&mut group, 3, &way);
    group
}

/// A block of groups; `extra` is appended as it is.
pub(super) fn block(strings: &[&[u8]], groups: &[Vec<u8>], extra: &[u8]) -> Vec<u8> {
    let mut table = Vec::new();
    strings.iter().for_each(|text| data(&mut table, 1, text));
    let mut block = Vec::new();
    data(&mut block, 1, &table);
    groups.iter().for_each(|group| data(&mut block, 2, group));
    block.extend_from_slice(extra);
    block
}

/// A header block that requires some features.
pub(super) fn header(features: &[&str]) -> Vec<u8> {
    let mut block = Vec::new();
    features.iter().for_each(|feature| data(&mut block, 4, feature.as_bytes()));
    blob("OSMHeader", 3, &zlib(&block))
}

/// The usual header and one block.
pub(super) fn file(block: &[u8]) -> Vec<u8> {
    let mut file = header(&["OsmSchema-V0.6", "DenseNodes"]);
    file.extend(blob("OSMData", 3, &zlib(block)));
    file
}

/// A blob with its content in a field of the blob message.
pub(super) fn blob(kind: &str, field: u64, content: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    data(&mut message, field, content);
    framed(kind, message.len() as u64, &message)
}

/// A blob header that states any size, and what follows it.
pub(super) fn framed(kind: &str, size: u64, message: &[u8]) -> Vec<u8> {
    let mut header = Vec::new();
    data(&mut header, 1, kind.as_bytes());
    number(&mut header, 3, size);
    let mut bytes = (header.len() as u32).to_be_bytes().to_vec();
    bytes.extend_from_slice(&header);
    bytes.extend_from_slice(message);
    bytes
}

/// Zlib data.
pub(super) fn zlib(plain: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}
