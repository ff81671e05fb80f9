//! Models written by other programs (`make.py`), the samples and the validator's corpus, and bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod corpus;
mod growth;
mod hostile;

use linli_model::NoProgress;

use super::*;
use crate::Limits;

const HOUSE: &[u8] = include_bytes!("house.glb");
const DRACO: &[u8] = include_bytes!("draco.glb");
const MESHOPT: &[u8] = include_bytes!("meshopt.glb");
const INSTANCES: &[u8] = include_bytes!("instances.glb");

fn read_bytes(name: &str, bytes: &[u8]) -> Result<Reading, Rejection> {
    let input = Input { name: name.to_owned(), bytes: bytes.to_vec(), path: None };
    read_input(&input)
}

fn read_input(input: &Input) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    read(input, &ReadContext { limits: &limits, progress: &NoProgress, crs: None })
}

fn boundary(reading: &Reading) -> &Boundary {
    match &reading.elements[0].geometry {
        Geometry::Boundary(boundary) => boundary,
        other => panic!("{other:?}"),
    }
}

/// Volume by the divergence theorem: right only when every face looks outwards.
fn volume_m3(boundary: &Boundary) -> f64 {
    let corner = |i: u32| boundary.vertices[i as usize];
    let six: f64 = (0..boundary.faces.len())
        .map(|face| {
            let ring = boundary.face_rings(face).next().unwrap();
            let [a, b, c] = [corner(ring[0]), corner(ring[1]), corner(ring[2])];
            a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0])
                + a[2] * (b[0] * c[1] - b[1] * c[0])
        })
        .sum();
    six / 6.0
}

#[test]
fn a_house_is_the_same_however_it_is_packed() {
    for (name, bytes, houses, slack) in [
        ("house.glb", HOUSE, 1, 1e-6),
        // Packed into 14 bits: a millimetre of ten metres.
        ("draco.glb", DRACO, 1, 1e-3),
        ("meshopt.glb", MESHOPT, 1, 1e-3),
        ("instances.glb", INSTANCES, 3, 1e-6),
    ] {
        let reading = read_bytes(name, bytes).unwrap();
        let errors = reading.report.messages.iter().filter(|m| m.code.severity == crate::Severity::Error);
        assert_eq!(errors.count(), 0, "{name}: {:?}", reading.report.messages);
        let boundary = boundary(&reading);
        assert_eq!(boundary.faces.len(), 12 * houses, "{name}");
        let volume = volume_m3(boundary);
        assert!((volume - 540.0 * houses as f64).abs() < 540.0 * slack * 3.0, "{name}: {volume}");
        let aabb = reading.elements[0].geometry.aabb();
        let near = |a: f64, b: f64| (a - b).abs() < 10.0 * slack;
        // y up, −z ahead: 10 m from west to east, 6 m from south to north, 9 m high.
        assert!(
            near(aabb.min[0], -5.0) && near(aabb.min[1], -3.0) && near(aabb.min[2], 0.0),
            "{name} {aabb:?}"
        );
        assert!(near(aabb.max[2], 9.0), "{name} {aabb:?}");
        if houses == 3 {
            assert!(near(aabb.max[0], 25.0) && near(aabb.max[1], 33.0), "{name} {aabb:?}");
        }
        assert_eq!(reading.crs, None);
        assert_eq!(reading.report.codes.get("CIM-GL-021"), Some(&1), "it stands nowhere");
    }
}

#[test]
fn a_file_beside_the_model_says_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("house.glb");
    std::fs::write(&path, HOUSE).unwrap();
    let text = r#"{"crs": "EPSG:4549", "position": [500100, 3300200], "height_m": 4.5, "heading_deg": 90, "scale": 2}"#;
    std::fs::write(folder.path().join("house.placement.json"), text).unwrap();
    let open = || Input::open(&path, &Limits::default()).unwrap();
    let reading = read_input(&open()).unwrap();
    assert_eq!(reading.crs.as_deref(), Some("EPSG:4549"));
    let aabb = reading.elements[0].geometry.aabb();
    // Turned to the east: its 6 m, doubled, now run from west to east.
    for (found, wanted) in
        aabb.min.iter().chain(&aabb.max).zip([500_094.0, 3_300_190.0, 4.5, 500_106.0, 3_300_210.0, 22.5])
    {
        assert!((found - wanted).abs() < 1e-3, "{aabb:?}");
    }
    assert!((volume_m3(&moved_to_origin(boundary(&reading))) - 540.0 * 8.0).abs() < 1e-3);
    assert_eq!(reading.elements[0].kind.building().unwrap().height_m, Some(18.0));
    std::fs::write(folder.path().join("house.placement.json"), r#"{"position": "here"}"#).unwrap();
    assert_eq!(read_input(&open()).unwrap_err().0.code.id, "CIM-GL-010");
}

/// Near the origin, so that products of coordinates keep their digits.
fn moved_to_origin(boundary: &Boundary) -> Boundary {
    let mut moved = boundary.clone();
    let [x, y, z] = boundary.vertices[0];
    moved.vertices.iter_mut().for_each(|p| *p = [p[0] - x, p[1] - y, p[2] - z]);
    moved
}
