//! The reader against counts by another reader and verdicts by cjval.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{data, is_valid, read_file, said};

fn answers(name: &str) -> Option<(std::path::PathBuf, BTreeMap<String, Value>)> {
    let data = data()?;
    let text = std::fs::read_to_string(data.join("reference").join(name)).unwrap();
    // Python writes numbers that JSON does not have.
    let text = text.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null");
    let mut answers: Value = serde_json::from_str(&text).unwrap();
    let files = serde_json::from_value(answers["files"].take()).unwrap();
    Some((data.join("cityjson"), files))
}

/// Files that the reader refuses, and the code that says why; they have no counts.
const REFUSED: &[(&str, &str)] = &[
    ("corpus_3dgi/conformance/v2_0/cityjsonfeature_minimal/cityjsonfeature_minimal.city.jsonl", "CIM-CJ-005"),
    ("validity_cjval/cjfeat1.json", "CIM-CJ-005"),
    ("validity_cjval/duplicate.json", "CIM-CJ-016"),
    ("validity_cjval/generic.ext.json", "CIM-CJ-002"),
    ("validity_cjval/noise1.city.json", "CIM-CJ-012"),
    ("validity_cjval/o4.json", "CIM-CJ-003"),
    ("validity_cjval/potatoes.city.json", "CIM-CJ-012"),
    ("validity_cjval/twoextensions.json", "CIM-CJ-012"),
    ("validity_val3dity/test_empty/completely_empty.json", "CIM-IN-005"),
    ("validity_val3dity/test_empty/empty_primitive_1.json", "CIM-CJ-003"),
    ("validity_val3dity/test_file_format/invalid_json_cityjson.json", "CIM-CJ-001"),
    ("validity_val3dity/test_file_format/invalid_schema_cityjson_1.json", "CIM-CJ-001"),
];

#[test]
fn every_file_is_counted_like_the_independent_reader_counts() {
    let Some((folder, files)) = answers("cityjson_stats.json") else { return };
    let (mut wrong, mut counted) = (Vec::new(), 0);
    for (name, expected) in &files {
        let result = read_file(&folder.join(name));
        let refused = REFUSED.iter().find(|(file, _)| file == name).map(|(_, code)| *code);
        let (reading, counts) = match (&result, refused) {
            (Err(rejection), Some(code)) if rejection.0.code.id == code => continue,
            (Ok(read), None) => read,
            _ => {
                wrong.push(format!("{name}: {:?}", said(&result)));
                continue;
            }
        };
        counted += 1;
        let mut types = reading.report.objects.clone();
        let objects = types.remove("CityObjects");
        let version = reading.report.format.rsplit(' ').next().unwrap_or_default();
        let ours = serde_json::json!({
            "version": version,
            "docs": counts.documents,
            "objects": objects,
            "roots": counts.roots,
            "types": types,
            "surfaces": counts.surfaces,
            "vertices": counts.vertices,
        });
        for (key, value) in ours.as_object().unwrap() {
            if expected[key] != *value {
                wrong.push(format!("{name}: {key} is {value}, expected {}", expected[key]));
            }
        }
        let stated = expected["crs"].as_str().and_then(|c| c.rsplit([':', '/']).next());
        if reading.crs.as_deref() != stated.map(|code| format!("EPSG:{code}")).as_deref() {
            wrong.push(format!("{name}: crs is {:?}, expected {stated:?}", reading.crs));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(counted, files.len() - REFUSED.len());
}

/// Where the verdict differs from cjval's, and why.
const DIFFERENT: &[(&str, &str)] = &[
    ("corpus_3dgi/conformance/v2_0/cityjson_fake_complete/cityjson_fake_complete.city.json", NOT_FETCHED),
    ("corpus_3dgi/conformance/v2_0/cityobject_extended/cityobject_extended.city.json", NOT_FETCHED),
    ("corpus_3dgi/conformance/v2_0/semantic_extended/semantic_extended.city.json", NOT_FETCHED),
    ("small/material_mt-1-triangulated.json", NOT_FETCHED),
    ("small/material_mt-2-triangulated.json", NOT_FETCHED),
    ("validity_cjval/cube.city.json", NOT_FETCHED),
    ("validity_cjval/many.json", NOT_FETCHED),
    ("validity_cjval/many2.json", NOT_FETCHED),
    ("validity_val3dity/test_cityjson/cube_v11.city.json", NOT_FETCHED),
    ("validity_val3dity/test_cityjson/torus.city.json", NOT_FETCHED),
    (
        "validity_cjval/sem_point.city.json",
        "cjval looks for undeclared extension types on surfaces only; this one is on a line",
    ),
    ("validity_val3dity/test_cityjson/geomtemplate_1.json", TEMPLATE_APPEARANCE),
    ("validity_val3dity/test_cityjson/geomtemplate_2.json", TEMPLATE_APPEARANCE),
];

/// cjval could not download the schema of a declared extension and calls what belongs to it
/// invalid; here it is kept, and a warning says that it was not checked.
const NOT_FETCHED: &str = "the schema of a declared extension was not fetched";

/// The template names a material and a texture, but the file has no appearance.
const TEMPLATE_APPEARANCE: &str = "cjval does not look at materials and textures of templates";

/// cjval's verdict over all lines of a file.
fn cjval_valid(verdict: &Value) -> Option<bool> {
    if let Some(lines) = verdict.get("lines") {
        return Some(verdict["valid_lines"] == *lines);
    }
    verdict.get("valid")?.as_bool()
}

#[test]
fn verdicts_agree_with_cjval() {
    let Some((folder, files)) = answers("cjval_verdicts.json") else { return };
    let mut differ = Vec::new();
    for (name, verdict) in &files {
        let Some(expected) = cjval_valid(verdict) else { continue };
        let result = read_file(&folder.join(name));
        if is_valid(&result) != expected && !DIFFERENT.iter().any(|(file, _)| file == name) {
            differ.push(format!("{name}: cjval says {expected}; {:?}", said(&result)));
        }
        if is_valid(&result) == expected && DIFFERENT.iter().any(|(file, _)| file == name) {
            differ.push(format!("{name} agrees after all"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn vertex_warnings_agree_with_cjval() {
    let Some((folder, files)) = answers("cjval_verdicts.json") else { return };
    let mut differ = Vec::new();
    for (name, verdict) in files.iter().filter(|(_, v)| v["valid"] == true) {
        let said = said(&read_file(&folder.join(name)));
        for (check, code) in [
            ("duplicate_vertices", "CIM-CJ-080"),
            ("unused_vertices", "CIM-CJ-081"),
            ("extra_root_properties", "CIM-CJ-023"),
        ] {
            let expected = verdict["failed"][check].as_array().is_some_and(|list| !list.is_empty());
            let ours = said.iter().filter(|(c, _)| *c == code).count() > 0;
            if ours != expected {
                differ.push(format!("{name}: {check} is {ours}, expected {expected}"));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
