//! Celle against what another program made of it, and bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use linli_model::{DepthReference, Geometry, Kind, NoProgress, UtilityNodeKind};
use serde_json::Value;

use super::*;
use crate::{Limits, Transform};

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: None }
}

fn data(name: &str) -> Option<PathBuf> {
    let path =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/underground")).join(name);
    if !path.is_file() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn features(path: &std::path::Path) -> Vec<Value> {
    let input = Input::open(path, &Limits::default()).unwrap();
    let document: Value = serde_json::from_slice(&input.bytes).unwrap();
    document["features"].as_array().unwrap().clone()
}

#[test]
fn celle_has_its_pipes_manholes_and_inverts() {
    let names =
        ["isybau2013_celle_sewer.xml.gz", "celle_sewer_pipes.geojson.gz", "celle_sewer_nodes.geojson.gz"];
    let [Some(xml), Some(pipes), Some(nodes)] = names.map(data) else { return };
    let limits = Limits::default();
    let input = Input::open(&xml, &limits).unwrap();
    assert!(recognise(&input));
    let reading = read(&input, &context(&limits)).unwrap();
    assert_eq!(reading.crs.as_deref(), Some("EPSG:25832"));
    assert_eq!((reading.report.objects["nodes"], reading.report.objects["pipes"]), (165, 149));
    let to_degrees = Transform::new("EPSG:25832", "EPSG:4326").unwrap();
    let wanted = features(&pipes);
    assert_eq!(wanted.len(), 149);
    // Names of pipes and their upstream nodes are one; the course tells equal names apart.
    let mut by_start: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for feature in wanted {
        let start = &feature["geometry"]["coordinates"][0];
        let key = format!("{:.5} {:.5}", start[0].as_f64().unwrap(), start[1].as_f64().unwrap());
        by_start.entry(key).or_default().push(feature);
    }
    let (mut lines, mut exact) = (0, 0);
    for element in &reading.elements {
        let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        lines += 1;
        assert_eq!(line.depth_reference, DepthReference::Invert);
        assert!(!line.depth_assumed, "{}", element.key);
        let degrees: Vec<[f64; 2]> = points.iter().map(|p| to_degrees.point([p[0], p[1]]).unwrap()).collect();
        let key = format!("{:.5} {:.5}", degrees[0][0], degrees[0][1]);
        let found = by_start.get(&key).is_some_and(|features| {
            features.iter().any(|feature| {
                let other = feature["geometry"]["coordinates"].as_array().unwrap();
                other.len() == points.len()
                    && other.iter().zip(points).zip(&degrees).all(|((other, point), degrees)| {
                        (other[0].as_f64().unwrap() - degrees[0]).abs() < 2e-6
                            && (other[1].as_f64().unwrap() - degrees[1]).abs() < 2e-6
                            && other[2].as_f64().is_none_or(|z| (z - point[2]).abs() < 0.0015)
                    })
            })
        });
        exact += usize::from(found);
    }
    let dropped =
        reading.report.messages.iter().filter(|m| m.code.outcome == crate::Outcome::Skipped).count();
    assert_eq!(lines + dropped, 149, "{:#?}", reading.report.messages);
    assert!(exact >= 147, "{exact} of {lines} courses agree with the derived file");
    let placed = reading.elements.iter().filter(|e| matches!(e.kind, Kind::UtilityNode(_))).count();
    assert_eq!(placed, features(&nodes).len());
    let manhole = reading.elements.iter().find(|e| e.source.id == "119001").unwrap();
    let Kind::UtilityNode(facts) = &manhole.kind else { panic!("no node") };
    assert_eq!(facts.node, UtilityNodeKind::Manhole);
    assert!((facts.depth_m.unwrap() - 0.89).abs() < 1e-9);
    let at = manhole.geometry.aabb().max;
    let wanted = [570_396.421, 5_827_963.079, 38.48];
    assert!(at.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6), "{at:?}");
}

#[test]
fn broken_xml_is_named_and_never_a_panic() {
    let text = "<?xml version=\"1.0\"?><Identifikation><Datenkollektive><AbwassertechnischeAnlage>\
        <Objektbezeichnung>A</Objektbezeichnung><Objektart>2</Objektart><Geometrie><Punkt><Rechtswert>32570396</Rechtswert>\
        <Hochwert>5827963</Hochwert><Punkthoehe>38</Punkthoehe><PunktattributAbwasser>DMP</PunktattributAbwasser></Punkt>\
        <CRSLage>ETRS89_UTM32</CRSLage></Geometrie></AbwassertechnischeAnlage><AbwassertechnischeAnlage><Objektart>9</Objektart>\
        </AbwassertechnischeAnlage></Datenkollektive></Identifikation>";
    let limits = Limits::default();
    let reading = |text: &str| {
        let input = Input { name: "a.xml".into(), bytes: text.as_bytes().to_vec(), path: None };
        let _ = recognise(&input);
        read(&input, &context(&limits))
    };
    let whole = reading(text).unwrap();
    assert_eq!((whole.elements.len(), whole.report.codes.get("CIM-UT-010")), (1, Some(&1)));
    let cut = reading(&text[..text.len() - 20]).unwrap_err();
    assert_eq!(cut.0.code.id, "CIM-UT-005");
    let typed = reading(&text.replace("<Identifikation>", "<!DOCTYPE a [<!ENTITY b 'c'>]><Identifikation>"));
    assert_eq!(typed.unwrap_err().0.code.id, "CIM-UT-005");
    for at in 1..text.len() {
        let _ = reading(&text[..at]);
    }
}
