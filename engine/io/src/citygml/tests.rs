//! The networks and the mall that PLATEAU publishes, and bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use linli_model::{DepthReference, Element, Geometry, Kind, Medium, NoProgress, UtilityNodeKind};

use super::*;
use crate::Limits;

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: None }
}

fn open(name: &str) -> Option<Reading> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/underground")).join(name);
    let limits = Limits::default();
    let Ok(input) = Input::open(&path, &limits) else {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    };
    assert!(recognise(&input), "{name}");
    let reading = read(&input, &context(&limits)).unwrap();
    assert_eq!(reading.report.worst().filter(|s| *s == crate::Severity::Error), None, "{name}");
    Some(reading)
}

fn lines(reading: &Reading) -> Vec<(&linli_model::UtilityLine, &Element, &[[f64; 3]])> {
    let lines = reading.elements.iter().filter_map(|element| match (&element.kind, &element.geometry) {
        (Kind::UtilityLine(line), Geometry::Line(points)) => Some((line, element, points.as_slice())),
        _ => None,
    });
    lines.collect()
}

#[test]
fn the_networks_of_chiba_lie_where_their_depths_say() {
    // Height of the street: the top of the LoD 1 solids, which reach up to it.
    for (name, type_, medium, pipes, nodes, ground) in [
        ("chiba_53403039_sewer_unf.gml.gz", "SewerPipe", Medium::Sewage, 3, 3, 2.55),
        ("chiba_53403039_water_unf.gml.gz", "WaterPipe", Medium::Water, 3, 4, 2.57),
        ("chiba_53403039_gas_unf.gml.gz", "OilGasChemicalsPipe", Medium::Gas, 3, 4, 2.57),
    ] {
        let Some(reading) = open(name) else { continue };
        assert_eq!(reading.report.objects[type_], pipes, "{name}");
        let found = lines(&reading);
        assert_eq!((found.len() as u64, reading.elements.len() - found.len()), (pipes, nodes), "{name}");
        let (mut covers, mut said) = (Vec::new(), Vec::new());
        for (line, element, points) in found {
            assert_eq!((line.medium, line.depth_reference), (medium, DepthReference::Axis));
            assert!(!line.depth_assumed && !line.diameter_assumed);
            assert!(
                (139.0..141.0).contains(&points[0][0]) && (35.0..36.0).contains(&points[0][1]),
                "{points:?}"
            );
            let number = |name: &str| element.attributes.get(name).and_then(|value| value.as_f64());
            let crowns = points.iter().map(|p| ground - p[2] - line.diameter_mm / 2000.0);
            covers.push(crowns.fold((f64::INFINITY, 0.0_f64), |(a, b), d| (a.min(d), b.max(d))));
            said.extend(number("depth").map(|d| (d, d)).or(number("minDepth").zip(number("maxDepth"))));
        }
        // In the sewers each stated range stands with the pipe beside the one whose surfaces have it.
        assert!(!said.is_empty(), "{name}");
        for (least, most) in &said {
            let fits = |(a, b): &(f64, f64)| (a - least).abs() < 0.03 && (b - most).abs() < 0.03;
            assert!(covers.iter().any(fits), "{name}: {least} to {most} m in {covers:?}");
        }
        for element in reading.elements.iter().filter(|e| matches!(e.kind, Kind::UtilityNode(_))) {
            let Kind::UtilityNode(node) = &element.kind else { continue };
            assert_eq!(node.medium, medium, "{}", element.key);
            if node.node == UtilityNodeKind::Manhole {
                assert!((element.geometry.aabb().max[2] - ground).abs() < 0.01 && node.depth_m.is_some());
            }
        }
    }
}

#[test]
fn the_mall_of_hiroshima_is_a_basement_of_two_levels() {
    let Some(reading) = open("hiroshima_51324378_ubld.gml.gz") else { return };
    assert_eq!(reading.report.objects["UndergroundBuilding"], 1);
    assert_eq!(reading.report.objects["CityObjectGroup"], 2);
    assert_eq!(reading.elements.len(), 1);
    let Kind::Basement(basement) = &reading.elements[0].kind else { panic!("no basement") };
    assert_eq!(basement.levels, 2);
    // Heights of the LoD 1 solid by an independent look at the file: -20.787 to -9.947 m.
    assert!((basement.top_depth_m - 9.947).abs() < 0.001 && (basement.bottom_depth_m - 20.787).abs() < 0.001);
    let Geometry::Area(polygons) = &reading.elements[0].geometry else { panic!("no area") };
    assert!(!polygons.is_empty());
}

#[test]
fn a_pipe_without_surfaces_hangs_by_its_depth_and_one_without_a_line_by_its_surfaces() {
    let text = "<?xml version=\"1.0\"?><core:CityModel xmlns:core=\"http://www.opengis.net/citygml/2.0\"><gml:boundedBy><gml:Envelope srsName=\"http://www.opengis.net/def/crs/EPSG/0/6697\"/></gml:boundedBy>\
        <core:cityObjectMember><uro:WaterPipe gml:id=\"a\"><uro:frnDmAttribute><uro:DmGeometricAttribute><uro:lod0Geometry><gml:LineString><gml:posList>35.6 140.1 0 35.601 140.1 0</gml:posList></gml:LineString></uro:lod0Geometry></uro:DmGeometricAttribute></uro:frnDmAttribute><uro:depth uom=\"m\">1.2</uro:depth></uro:WaterPipe></core:cityObjectMember>\
        <core:cityObjectMember><uro:ThermalPipe gml:id=\"b\"><frn:lod2Geometry><gml:posList>35.6 140.1 1 35.6 140.1 1.4 35.601 140.1 1 35.601 140.1 1.4</gml:posList></frn:lod2Geometry></uro:ThermalPipe></core:cityObjectMember>\
        <core:cityObjectMember><uro:WaterPipe gml:id=\"c\"/></core:cityObjectMember></core:CityModel>";
    let limits = Limits::default();
    let input = |text: &str| Input { name: "n.gml".into(), bytes: text.as_bytes().to_vec(), path: None };
    assert!(recognise(&input(text)));
    let reading = read(&input(text), &context(&limits)).unwrap();
    let found = lines(&reading);
    let (hung, element, points) = found[0];
    assert_eq!(
        (hung.depth_reference, element.vertical),
        (DepthReference::Crown, linli_model::Vertical::AboveGround)
    );
    assert_eq!((points[0][2], hung.depth_assumed), (-1.2, false));
    let (shown, _, points) = found[1];
    assert_eq!((shown.medium, shown.diameter_mm, points.len()), (Medium::Heat, 400.0, 2));
    assert!(points.iter().all(|p| (p[2] - 1.2).abs() < 1e-9), "{points:?}");
    assert_eq!(reading.report.codes.get("CIM-UT-011"), Some(&1), "the third has no course");
    for at in 1..text.len() {
        let _ = recognise(&input(&text[..at]));
        let _ = read(&input(&text[..at]), &context(&limits));
    }
}
