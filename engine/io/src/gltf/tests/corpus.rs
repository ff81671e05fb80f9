//! The sample models and the validator's corpus, each of whose files has a report of what is wrong with it.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;

fn data(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/gltf")).join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn sample_models_load() {
    for (name, meshes) in [
        ("Box.glb", 1),
        ("BoxTextured.glb", 1),
        ("BoxVertexColors.glb", 1),
        ("CesiumMilkTruck.glb", 2),
        ("MetalRoughSpheresNoTextures.glb", 102),
        ("MorphPrimitivesTest.glb", 1),
        ("MultiUVTest.glb", 1),
        ("NegativeScaleTest.glb", 8),
        ("OrientationTest.glb", 13),
        ("VirtualCity.glb", 135),
    ] {
        let Some(path) = data(name) else { return };
        let reading = read_input(&Input::open(&path, &Limits::default()).unwrap()).unwrap();
        let errors: Vec<_> =
            reading.report.messages.iter().filter(|m| m.code.severity == crate::Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        assert_eq!(reading.report.objects["meshes"], meshes, "{name}");
        assert!(!boundary(&reading).faces.is_empty(), "{name}");
    }
}

/// Parts of a document that a shape is not made of, and that are not read.
const NOT_READ: [&str; 9] = [
    "/animations",
    "/cameras",
    "/images",
    "/textures",
    "/samplers",
    "/skins",
    "/materials",
    "/extensions",
    "targets",
];

/// Whether a problem of the validator's report lies in what is read.
fn is_read(message: &Value) -> bool {
    const NOT_CHECKED: [&str; 9] = [
        // Bounds, hints for graphics cards and the rules of attributes that give no shape.
        "ACCESSOR_MAX_MISMATCH",
        "ACCESSOR_MIN_MISMATCH",
        "ACCESSOR_ELEMENT_OUT_OF_MAX_BOUND",
        "ACCESSOR_ELEMENT_OUT_OF_MIN_BOUND",
        "BUFFER_VIEW_TARGET_OVERRIDE",
        "MESH_PRIMITIVE_TOO_FEW_TEXCOORDS",
        "MESH_PRIMITIVE_JOINTS_WEIGHTS_MISMATCH",
        "NODE_SKIN_NO_SCENE",
        "NODE_SKIN_WITH_NON_SKINNED_MESH",
    ];
    let pointer = message["pointer"].as_str().unwrap_or_default();
    let code = message["code"].as_str().unwrap_or_default();
    !NOT_READ.iter().any(|part| pointer.starts_with(part) || pointer.contains("/targets/"))
        && !NOT_CHECKED.contains(&code)
}

#[test]
fn every_file_of_the_validators_corpus_loads_or_says_why_not() {
    let Some(folder) = data("validator_corpus") else { return };
    let (mut files, mut faulty, mut missed) = (0, 0, Vec::new());
    for report in reports(&folder) {
        let path = PathBuf::from(report.to_string_lossy().trim_end_matches(".report.json"));
        let Ok(input) = Input::open(&path, &Limits::default()) else { continue };
        files += 1;
        let found = read_input(&input);
        let issues: Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
        let messages = issues["issues"]["messages"].as_array().cloned().unwrap_or_default();
        let errors: Vec<&Value> = messages.iter().filter(|m| m["severity"] == 0 && is_read(m)).collect();
        faulty += usize::from(!errors.is_empty());
        let is_clean = found.is_ok_and(|reading| {
            let said = |m: &Message| m.code.id != "CIM-GL-021" && m.code.severity > crate::Severity::Note;
            !reading.report.messages.iter().any(said)
        });
        if is_clean && !errors.is_empty() {
            missed.push(format!("{}: {}", path.display(), errors[0]["code"]));
        }
    }
    eprintln!("{files} files, {faulty} with errors in what is read");
    assert!(files > 150, "{files}");
    assert!(missed.is_empty(), "{missed:#?}");
}

/// All reports below a folder.
fn reports(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.to_string_lossy().ends_with(".report.json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
