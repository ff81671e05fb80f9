//! Imports of real files, against independent answers.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use linli_model::{Aabb, Community, Element, FaceKind, Geometry, Layer, NoProgress, Point3};

use super::{ImportOptions, import};
use crate::scene::{read_scene, write_scene};

fn data(name: &str) -> Option<PathBuf> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(name);
    if !path.is_file() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

/// Footprints as triples of box and ring: the faces on the ground.
fn footprints(community: &Community) -> Vec<(Aabb, Vec<Point3>)> {
    let mut rings = Vec::new();
    for element in community.elements().iter().filter(|e| e.layer() == Layer::Buildings) {
        let Geometry::Boundary(boundary) = &element.geometry else { continue };
        for (face, facts) in boundary.faces.iter().enumerate() {
            if facts.kind == FaceKind::Ground {
                let outer = boundary.face_rings(face).next().unwrap();
                let ring: Vec<Point3> = outer.iter().map(|&i| boundary.vertices[i as usize]).collect();
                let mut aabb = Aabb::EMPTY;
                ring.iter().for_each(|p| aabb.include(*p));
                rings.push((aabb, ring));
            }
        }
    }
    rings
}

/// Length of street lines inside footprints, when the streets are shifted east, in steps of half a metre.
fn length_inside_m(streets: &[&Element], footprints: &[(Aabb, Vec<Point3>)], shift_m: f64) -> f64 {
    const STEP_M: f64 = 0.5;
    let mut inside = 0.0;
    for street in streets {
        let Geometry::Line(points) = &street.geometry else { continue };
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let steps = ((b[0] - a[0]).hypot(b[1] - a[1]) / STEP_M).round() as usize;
            for i in 0..steps {
                let t = (i as f64 + 0.5) / steps as f64;
                let (x, y) = (a[0] + t * (b[0] - a[0]) + shift_m, a[1] + t * (b[1] - a[1]));
                let hit = footprints.iter().any(|(aabb, ring)| {
                    (aabb.min[0]..=aabb.max[0]).contains(&x)
                        && (aabb.min[1]..=aabb.max[1]).contains(&y)
                        && linli_model::Polygon::new(ring.clone()).contains_xy(x, y)
                });
                inside += if hit { STEP_M } else { 0.0 };
            }
        }
    }
    inside
}

/// No street runs through a building when both lie where they should; an independent computation
/// gives 0 m, and 2.4 km with a shift of 10 m.
#[test]
fn streets_in_degrees_miss_the_buildings_of_a_projected_model() {
    let (Some(buildings), Some(streets)) =
        (data("cityjson/denhaag_01.city.json.gz"), data("osm/scheveningen_streets_edges.geojson.gz"))
    else {
        return;
    };
    let (community, report) = import(&[buildings, streets], &ImportOptions::default(), &NoProgress).unwrap();
    assert_eq!(community.frame.crs, "EPSG:28992");
    assert_eq!(report.files[0].elements["buildings"], 844 + 1653);
    let lines: Vec<&Element> =
        community.elements().iter().filter(|e| matches!(e.geometry, Geometry::Line(_))).collect();
    assert!(lines.len() > 1000, "{} street lines", lines.len());
    let footprints = footprints(&community);
    let aligned = length_inside_m(&lines, &footprints, 0.0);
    assert!(aligned < 20.0, "{aligned} m of streets inside buildings");
    let shifted = length_inside_m(&lines, &footprints, 10.0);
    assert!(shifted > 1000.0, "the test can fail: {shifted} m after a shift of 10 m");
}

fn folder_bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut files: Vec<(String, Vec<u8>)> =
        entries.map(|e| (e.file_name().into_string().unwrap(), std::fs::read(e.path()).unwrap())).collect();
    files.sort();
    files
}

#[test]
fn real_scenes_are_written_and_read_without_change() {
    let sets = [
        &["osm/helsinki_centre.osm.pbf", "dem/helsinki_lapinlahti_elevation_2021.tif"][..],
        &["cityjson/delft_bgt_3dfier.city.json.gz", "cityjson/delft_3dbag_tile5908_v1.1.city.jsonl.gz"],
    ];
    for set in sets {
        let paths: Vec<PathBuf> = set.iter().filter_map(|name| data(name)).collect();
        if paths.len() < set.len() {
            continue;
        }
        let (community, report) = import(&paths, &ImportOptions::default(), &NoProgress).unwrap();
        let home = tempfile::tempdir().unwrap();
        let (first, second) = (home.path().join("first"), home.path().join("second"));
        write_scene(&first, &community, &report).unwrap();
        let (back, messages) = read_scene(&first, &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap();
        assert!(messages.messages.is_empty(), "{:?}", messages.messages.first());
        assert_eq!(back.elements().len(), community.elements().len());
        for (a, b) in back.elements().iter().zip(community.elements()) {
            // A grid's missing heights are not equal to themselves; their texts are.
            assert!(a == b || format!("{a:?}") == format!("{b:?}"), "{a:?}\n{b:?}");
        }
        write_scene(&second, &back, &report).unwrap();
        assert!(folder_bytes(&first) == folder_bytes(&second), "the bytes of {set:?}");
    }
}
