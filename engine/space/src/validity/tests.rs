//! The test files of val3dity against the verdicts that its own tests assert.

use std::collections::BTreeSet;
use std::path::Path;

use linli_model::FaceKind;
use serde_json::Value;

use super::*;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

/// A boundary from rings of vertex numbers per face.
fn boundary(vertices: &[Point3], faces: &[Vec<Vec<u32>>]) -> Boundary {
    let mut boundary = Boundary { vertices: vertices.to_vec(), solid: true, ..Boundary::default() };
    for rings in faces {
        let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
        boundary.push_face(&rings, FaceKind::Unknown, None);
    }
    boundary
}

fn numbers<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Vec<f64> {
    let line = lines.find(|line| !line.trim().is_empty()).unwrap_or("");
    line.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

/// TetGen's .poly: vertices, then facets of several polygons (the first is the outer ring) and
/// hole points.
fn read_poly(text: &str) -> Boundary {
    let mut lines = text.lines();
    let count = numbers(&mut lines).first().map_or(0, |n| *n as usize);
    let rows: Vec<Vec<f64>> = (0..count).map(|_| numbers(&mut lines)).collect();
    let first = rows.first().map_or(0, |row| row[0] as u32);
    let vertices: Vec<Point3> = rows.iter().map(|row| [row[1], row[2], row[3]]).collect();
    let count = numbers(&mut lines).first().map_or(0, |n| *n as usize);
    let mut faces = Vec::new();
    for _ in 0..count {
        let head = numbers(&mut lines);
        let ring = |row: Vec<f64>| row.iter().skip(1).map(|v| *v as u32 - first).collect();
        faces.push((0..head[0] as usize).map(|_| ring(numbers(&mut lines))).collect());
        (0..head.get(1).map_or(0, |n| *n as usize)).for_each(|_| drop(numbers(&mut lines)));
    }
    boundary(&vertices, &faces)
}

fn read_off(text: &str) -> Boundary {
    let mut lines = text.lines().skip(1);
    let head = numbers(&mut lines);
    let row = |lines: &mut _| {
        let row = numbers(lines);
        [row[0], row[1], row[2]]
    };
    let vertices: Vec<Point3> = (0..head[0] as usize).map(|_| row(&mut lines)).collect();
    let ring = |row: Vec<f64>| vec![row.iter().skip(1).map(|v| *v as u32).collect()];
    let faces: Vec<Vec<Vec<u32>>> = (0..head[1] as usize).map(|_| ring(numbers(&mut lines))).collect();
    boundary(&vertices, &faces)
}

/// One boundary per object; `None` for a vertex number that is not there.
fn read_obj(text: &str) -> Option<Vec<Boundary>> {
    let (mut vertices, mut objects) = (Vec::new(), vec![Vec::new()]);
    for line in text.lines() {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("v") => {
                let row: Vec<f64> = words.filter_map(|word| word.parse().ok()).collect();
                vertices.push([row[0], row[1], row[2]]);
            }
            Some("f") => {
                let corner = |word: &str| word.split('/').next()?.parse::<u32>().ok()?.checked_sub(1);
                objects.last_mut()?.push(vec![words.map(corner).collect::<Option<Vec<u32>>>()?]);
            }
            Some("o") => objects.push(Vec::new()),
            _ => {}
        }
    }
    let full = objects.into_iter().filter(|faces| !faces.is_empty());
    Some(full.map(|faces| boundary(&vertices, &faces)).collect())
}

/// What a file holds to be checked.
enum Primitive {
    Solid(Vec<Boundary>),
    Surface(Boundary),
    Faces(Boundary),
}

fn read_cityjson(text: &str) -> Option<Vec<Primitive>> {
    let document: Value = serde_json::from_str(text).ok()?;
    let triple = |v: &Value| Some([v[0].as_f64()?, v[1].as_f64()?, v[2].as_f64()?]);
    let transform = &document["transform"];
    let scale = triple(&transform["scale"]).unwrap_or([1.0; 3]);
    let shift = triple(&transform["translate"]).unwrap_or([0.0; 3]);
    let place = |v: Point3| std::array::from_fn(|i| v[i] * scale[i] + shift[i]);
    let list = |v: &Value| v.as_array()?.iter().map(triple).collect::<Option<Vec<Point3>>>();
    let vertices: Vec<Point3> = list(&document["vertices"])?.into_iter().map(place).collect();
    let mut primitives = Vec::new();
    for object in document["CityObjects"].as_object()?.values() {
        for geometry in object["geometry"].as_array().into_iter().flatten() {
            push_geometry(geometry, &vertices, &mut primitives);
        }
    }
    let templates = &document["geometry-templates"];
    if let Some(vertices) = list(&templates["vertices-templates"]) {
        for geometry in templates["templates"].as_array().into_iter().flatten() {
            push_geometry(geometry, &vertices, &mut primitives);
        }
    }
    Some(primitives)
}

fn push_geometry(geometry: &Value, vertices: &[Point3], primitives: &mut Vec<Primitive>) {
    let items = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let ring = |v: &Value| items(v).iter().filter_map(|v| Some(v.as_u64()? as u32)).collect();
    let face = |v: &Value| items(v).iter().map(ring).collect();
    let shell = |v: &Value| boundary(vertices, &items(v).iter().map(face).collect::<Vec<_>>());
    let solid = |v: &Value| Primitive::Solid(items(v).iter().map(shell).collect());
    let boundaries = &geometry["boundaries"];
    match geometry["type"].as_str() {
        Some("Solid") => primitives.push(solid(boundaries)),
        Some("MultiSolid" | "CompositeSolid") => primitives.extend(items(boundaries).iter().map(solid)),
        Some("CompositeSurface") => primitives.push(Primitive::Surface(shell(boundaries))),
        Some("MultiSurface") => primitives.push(Primitive::Faces(shell(boundaries))),
        _ => {}
    }
}

/// Files that are one cavity, and the files that come before it in the solid.
const CAVITIES: [(&str, &[&str]); 12] = [
    ("401.poly", &["basecube"]),
    ("401_1.poly", &["basecube"]),
    ("401_4.poly", &["basecube"]),
    ("401_5.poly", &["basecube"]),
    ("401_6.poly", &["basecube"]),
    ("403.poly", &["basecube"]),
    ("404.poly", &["basecube"]),
    ("inner_shell.poly", &["basecube"]),
    ("inner_shell_1.poly", &["basecube"]),
    ("401_2.poly", &["basecube", "inner_shell"]),
    ("401_3.poly", &["basecube", "inner_shell"]),
    ("402_in_1.poly", &["basecube", "inner_shell"]),
];

fn primitives(folder: &Path, case: &str, kind: &str) -> Option<Vec<Primitive>> {
    let path = folder.join(case);
    let text = std::fs::read_to_string(&path).ok()?;
    let name = path.file_name()?.to_str()?;
    let one = |boundary| match kind {
        "compositesurface" => Primitive::Surface(boundary),
        _ => Primitive::Solid(vec![boundary]),
    };
    match path.extension()?.to_str()? {
        "poly" if kind == "solid" => {
            let before = CAVITIES.iter().find(|(cavity, _)| *cavity == name).map_or(&[][..], |c| c.1);
            let mut shells = Vec::new();
            for outer in before {
                let file = folder.join(format!("test_valid/{outer}.poly"));
                shells.push(read_poly(&std::fs::read_to_string(file).ok()?));
            }
            shells.push(read_poly(&text));
            Some(vec![Primitive::Solid(shells)])
        }
        "poly" => Some(vec![one(read_poly(&text))]),
        "off" => Some(vec![one(read_off(&text))]),
        "obj" => Some(read_obj(&text)?.into_iter().map(one).collect()),
        "json" => read_cityjson(&text),
        _ => None,
    }
}

/// Numbers found, without 309, which val3dity does not report for these files.
fn codes(primitives: &[Primitive]) -> BTreeSet<u16> {
    let tolerances = Tolerances::default();
    let findings = primitives.iter().flat_map(|primitive| match primitive {
        Primitive::Solid(shells) => check_shells(shells, &tolerances),
        Primitive::Surface(surface) => check_surface(surface, &tolerances),
        Primitive::Faces(faces) => check_faces(faces, &tolerances),
    });
    findings.map(|finding| finding.rule.number()).filter(|&number| number != 309).collect()
}

/// Sets of numbers that an assertion such as `error == [202] or error == [201]` allows.
fn allowed(assertion: &str) -> Vec<BTreeSet<u16>> {
    let sets = assertion.split('[').skip(1).filter_map(|part| part.split(']').next());
    sets.map(|set| set.split(',').filter_map(|n| n.trim().parse().ok()).collect()).collect()
}

/// Where we differ from val3dity, and why.
const DIFFERENCES: [(&str, &str); 2] = [
    ("test_geometry_generic/304_1.poly", "val3dity counts edges with three faces as 303, we as 304"),
    ("test_geometry_generic/307.poly", "val3dity repeats the turned face as 303, we say 307 only"),
];

#[test]
fn verdicts_agree_with_those_of_val3dity() {
    let file = format!("{DATA}/reference/val3dity_expected.json");
    let folder = format!("{DATA}/cityjson/validity_val3dity");
    let folder = Path::new(&folder);
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no verdicts at {file}");
        return;
    };
    let document: Value = serde_json::from_str(&text).unwrap_or_default();
    let (mut agreed, mut judged, mut differing) = (0, 0, BTreeSet::new());
    for (case, runs) in document["cases"].as_object().into_iter().flatten() {
        // Relations between objects (5xx, 6xx) and file formats are not about one boundary.
        if case.contains("test_geometry_specific")
            || case.contains("test_file_format")
            || case.contains("empty")
        {
            continue;
        }
        for run in runs.as_array().into_iter().flatten() {
            let kind = run["primitive"].as_str().unwrap_or("solid");
            let Some(primitives) = primitives(folder, case, kind) else { panic!("{case} cannot be read") };
            let found = codes(&primitives);
            let wanted = allowed(run["assert"][0].as_str().unwrap_or_default());
            judged += 1;
            if wanted.contains(&found) {
                agreed += 1;
            } else {
                eprintln!("{case} as {kind}: found {found:?}, val3dity {wanted:?}");
                differing.insert(case.as_str());
            }
        }
    }
    eprintln!("val3dity: {agreed} of {judged} verdicts agree");
    let known: BTreeSet<&str> = DIFFERENCES.iter().map(|(case, _)| *case).collect();
    assert_eq!(differing, known);
    assert_eq!((agreed, judged), (63, 65));
}
