//! Sample models beside IfcOpenShell (`make.py` wrote `reference.json`), and bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod growth;
mod hostile;
mod parts;
mod sewer;

use std::collections::BTreeMap;
use std::path::PathBuf;

use linli_model::{Medium, NoProgress, UtilityNodeKind, Vertical};
use serde_json::Value as Json;

use super::*;
use crate::Limits;

fn data(name: &str) -> Option<Input> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ifc")).join(name);
    if !path.is_file() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(Input::open(&path, &Limits::default()).unwrap())
}

fn reference(name: &str) -> Json {
    let all: Json = serde_json::from_str(include_str!("reference.json")).unwrap();
    all[name].clone()
}

fn read_input(input: &Input, crs: Option<&str>) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    read(input, &ReadContext { limits: &limits, progress: &NoProgress, crs })
}

fn read_text(text: &str) -> Result<Reading, Rejection> {
    let input = Input { name: "house.ifc".to_owned(), bytes: text.as_bytes().to_vec(), path: None };
    read_input(&input, None)
}

fn numbers(value: &Json) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn codes_of(reading: &Reading) -> BTreeMap<&'static str, u64> {
    reading.report.codes.clone()
}

#[test]
fn models_land_where_their_map_conversion_says() {
    for (name, crs) in [
        ("IFC4X3_geographic-referencing-gk.ifc", "EPSG:31467"),
        ("IFC4X3_geographic-referencing-utm.ifc", "EPSG:25832"),
    ] {
        let Some(input) = data(name) else { return };
        let wanted = reference(name);
        let reading = read_input(&input, None).unwrap();
        assert_eq!(reading.crs.as_deref(), Some(crs), "{name}");
        let model =
            Model::read(&String::from_utf8_lossy(&input.bytes), 1000, &mut FileReport::new("")).unwrap();
        let place = georeference(&model, units(&model), None, &mut FileReport::new(""));
        for (found, wanted) in place.place([0.0; 3]).iter().zip(numbers(&wanted["origin"])) {
            assert!((found - wanted).abs() < 0.01, "{name}: {found} of {wanted}");
        }
        let (from, to) = (place.place([0.0; 3]), place.place([0.0, 1000.0, 0.0]));
        // The tool counts from the project's north to the grid's, clockwise.
        let angle = -(-(to[0] - from[0])).atan2(to[1] - from[1]).to_degrees();
        let north = wanted["grid_north_deg"].as_f64().unwrap();
        assert!((angle - north).abs() < 0.01, "{name}: {angle} of {north}");
        assert_eq!(codes_of(&reading).get("CIM-IF-021"), Some(&1), "a scale of 1000 mistakes the unit");
        // A tip at the origin, its body 2 to 4 m above.
        let aabb = reading.elements[0].geometry.aabb();
        assert!(
            (aabb.min[2] - 113.7).abs() < 0.001 && (aabb.max[2] - 117.7).abs() < 0.001,
            "{name} {aabb:?}"
        );
        let [x, y, _] = aabb.centre();
        let origin = numbers(&wanted["origin"]);
        assert!((x - origin[0]).hypot(y - origin[1]) < 0.001, "{name}: {x}, {y}");
    }
}

#[test]
fn a_rigid_operation_in_degrees_lands_there() {
    let Some(input) = data("IFC4X3_geographic-referencing-rigid-operation.ifc") else { return };
    let reading = read_input(&input, None).unwrap();
    let crs = reading.crs.clone().unwrap();
    let back = crate::Transform::new(&crs, "EPSG:4326").unwrap();
    // The cube stands within some tens of metres of the origin.
    let [x, y, z] = reading.elements[0].geometry.aabb().min;
    let [longitude, latitude] = back.point([x, y]).unwrap();
    assert!(
        (longitude - 14.0902217).abs() < 0.001 && (latitude - 46.3623297).abs() < 0.001,
        "{longitude} {latitude}"
    );
    assert!((z - 475.0).abs() < 20.0, "{z}");
}

#[test]
fn true_north_turns_a_model_that_only_its_site_places() {
    let Some(input) = data("AC20-FZK-Haus.ifc.gz") else { return };
    let reading = read_input(&input, None).unwrap();
    assert_eq!(codes_of(&reading).get("CIM-IF-018"), Some(&1), "by latitude and longitude");
    let model = Model::read(&text::decode(&input.bytes).text, 1_000_000, &mut FileReport::new("")).unwrap();
    let place = georeference(&model, units(&model), None, &mut FileReport::new(""));
    let crs = place.crs.clone().unwrap();
    let back = crate::Transform::new(&crs, "EPSG:4326").unwrap();
    let at = |p| {
        let [x, y, _] = place.place(p);
        back.point([x, y]).unwrap()
    };
    let [longitude, latitude] = at([0.0; 3]);
    assert!((latitude - (49.0 + 6.0 / 60.0 + 1.566 / 3600.0)).abs() < 1e-7, "{latitude}");
    assert!((longitude - (8.0 + 26.0 / 60.0 + 11.5404 / 3600.0)).abs() < 1e-7, "{longitude}");
    // A way along the true north that the model states keeps its longitude.
    let (_, context) = model.all("IFCGEOMETRICREPRESENTATIONCONTEXT").next().unwrap();
    let north = placement::direction(&model, context.id(5)).unwrap();
    let stated = -north[0].atan2(north[1]).to_degrees();
    let other_tool = reference("AC20-FZK-Haus.ifc.gz")["true_north_deg"].as_f64().unwrap();
    assert!((stated.abs() - other_tool.abs()).abs() < 0.01, "{stated} {other_tool}");
    let along = at(north.map(|v| v * 1000.0));
    let east_m = (along[0] - longitude) * latitude.to_radians().cos() * 111_320.0;
    assert!((east_m / 1000.0).atan().to_degrees().abs() < 0.01, "{east_m}");
    assert!(along[1] > latitude);
}

#[test]
fn pipes_of_a_drainage_become_utility_lines() {
    let Some(input) = data("infra_DrainageSystem-1-1.ifc") else { return };
    let reading = read_input(&input, Some("EPSG:3878")).unwrap();
    assert_eq!(reading.crs.as_deref(), Some("EPSG:3878"));
    let lines: Vec<&Element> =
        reading.elements.iter().filter(|e| matches!(e.kind, Kind::UtilityLine(_))).collect();
    let nodes: Vec<&Element> =
        reading.elements.iter().filter(|e| matches!(e.kind, Kind::UtilityNode(_))).collect();
    assert_eq!((lines.len(), nodes.len()), (6, 7));
    let first = lines.iter().find(|e| e.name.as_deref() == Some("8")).unwrap();
    let Kind::UtilityLine(line) = &first.kind else { panic!() };
    assert_eq!(line.medium, Medium::Storm);
    assert!((line.diameter_mm - 400.0).abs() < 0.5, "{}", line.diameter_mm);
    let Geometry::Line(points) = &first.geometry else { panic!() };
    let length: f64 =
        points.windows(2).map(|w| (0..3).map(|k| (w[1][k] - w[0][k]).powi(2)).sum::<f64>().sqrt()).sum();
    assert!((length - 16.748145).abs() < 1e-6, "{length}");
    let near = |a: f64, b: f64| (a - b).abs() < 1e-4;
    assert!(near(points[0][0], 24_525_622.894716) && near(points[0][2], 125.124735), "{points:?}");
    // It ends in the next chamber, 16 m to the east.
    assert!(
        (points[1][0] - 24_525_638.859_85).abs() < 0.01 && (points[1][1] - 6_876_915.184007).abs() < 0.01
    );
    assert_eq!(first.vertical, Vertical::Absolute);
    let Kind::UtilityNode(node) = &nodes[0].kind else { panic!() };
    assert_eq!((node.node, node.medium), (UtilityNodeKind::Manhole, Medium::Storm));
    assert!((node.depth_m.unwrap() - 1.96).abs() < 1e-6);
    assert_eq!(first.attributes.get("system").unwrap().to_string(), "HulevesiviemÃ¤ri", "as the file has it");
}

#[test]
fn every_sample_loads_or_is_refused_with_a_reason() {
    for name in [
        "IFC4X3_grid-placement.ifc",
        "IFC4X3_linear-placement-of-signal.ifc.gz",
        "KIT-Simple-Road_IFC4x3_RC2.ifc.gz",
        "infra_Borehole-1.ifc",
        "infra_DrainageSystem-1-2.ifc",
    ] {
        let Some(input) = data(name) else { return };
        match read_input(&input, Some("EPSG:25832")) {
            Ok(reading) => assert!(!reading.elements.is_empty(), "{name}"),
            Err(rejection) => assert!(rejection.0.code.id.starts_with("CIM-IF-"), "{name}: {rejection}"),
        }
    }
    let grid = read_input(&data("IFC4X3_grid-placement.ifc").unwrap(), Some("EPSG:25832")).unwrap();
    assert!(codes_of(&grid).get("CIM-IF-014").is_some_and(|count| *count >= 25), "grid placements are said");
}
