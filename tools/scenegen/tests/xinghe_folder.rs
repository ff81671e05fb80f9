//! The committed scene of Xinghe is what the generator writes, byte for byte.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use linli_scenegen::xinghe::{SEED, SIZE_HA, write};

const SCENE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/xinghe");
/// Most bytes of the whole folder.
const MOST_BYTES: usize = 20_000_000;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn the_committed_scene_is_what_the_generator_writes() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("xinghe");
    write(&made, SEED, SIZE_HA).unwrap();
    let (made, committed) = (files(&made), files(Path::new(SCENE)));
    assert_eq!(made.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(committed[name] == *bytes, "{name} differs: run `scenegen xinghe`");
    }
    assert!(made.values().map(Vec::len).sum::<usize>() < MOST_BYTES);
}
