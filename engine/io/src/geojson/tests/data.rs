//! Real files.

use std::collections::BTreeMap;
use std::path::PathBuf;

use linli_model::{AreaUse, Geometry, Kind, Layer, Medium, Oneway, UtilityNodeKind, Vertical};
use serde_json::Value;

use super::*;
use crate::Transform;

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if folder.exists() {
        return Some(folder);
    }
    eprintln!("skipped: no data folder");
    None
}

fn read_file(folder: &std::path::Path, file: &str) -> Reading {
    let limits = Limits::default();
    let input = Input::open(&folder.join(file), &limits).unwrap();
    assert!(recognise(&input), "{file}");
    read(&input, &ReadContext { limits: &limits, progress: &NoProgress, crs: None }).unwrap()
}

/// `features 4466 {'Polygon': 4459, 'MultiPolygon': 7}` of a line of a SOURCES.md.
fn published_counts(line: &str) -> Option<BTreeMap<String, u64>> {
    let after = line.split("features ").nth(1)?;
    let (total, rest) = after.split_once(" {")?;
    let (types, _) = rest.split_once('}')?;
    let mut counts = BTreeMap::from([("features".to_owned(), total.parse().ok()?)]);
    for pair in types.split(", ") {
        let (name, count) = pair.split_once(": ")?;
        counts.insert(name.trim_matches('\'').to_owned(), count.parse().ok()?);
    }
    Some(counts)
}

#[test]
fn every_file_has_its_published_counts_and_no_errors() {
    let Some(folder) = folder() else { return };
    let mut files = 0;
    for part in ["osm", "underground"] {
        let sources = std::fs::read_to_string(folder.join(part).join("SOURCES.md")).unwrap();
        for line in sources.lines().filter(|line| line.contains(".geojson")) {
            let file = line.split('|').nth(1).unwrap_or_default().trim();
            if !file.contains(".geojson") {
                continue;
            }
            let Some(counts) = published_counts(line) else { continue };
            let reading = read_file(&folder, &format!("{part}/{file}"));
            assert_eq!(reading.report.objects, counts, "{file}");
            let errors: Vec<String> = reading
                .report
                .messages
                .iter()
                .filter(|m| m.code.severity == crate::Severity::Error)
                .map(|m| m.text(crate::Language::English))
                .collect();
            eprintln!("{file}: {:?} {:?}", reading.report.elements, reading.report.codes);
            assert_eq!(errors, Vec::<String>::new(), "{file}");
            let mut keys: Vec<&str> = reading.elements.iter().map(|e| e.key.as_str()).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), reading.elements.len(), "{file}: keys are unique");
            files += 1;
        }
    }
    assert_eq!(files, 24);
}

fn districts(folder: &std::path::Path) -> Value {
    let text = std::fs::read_to_string(folder.join("reference/china_districts.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Area of the elements in square metres of a projected system.
fn area_m2<'a>(elements: impl Iterator<Item = &'a Element>, crs: &str) -> f64 {
    let transform = Transform::new("EPSG:4326", crs).unwrap();
    let mut sum = 0.0;
    for element in elements {
        let mut geometry = element.geometry.clone();
        geometry.map_points(|p| {
            let [x, y] = transform.point([p[0], p[1]]).unwrap();
            (p[0], p[1]) = (x, y);
        });
        if let Geometry::Area(polygons) = geometry {
            sum += polygons.iter().map(linli_model::Polygon::area_m2).sum::<f64>();
        }
    }
    sum
}

fn assert_close(found: f64, expected: &Value, what: &str) {
    let expected = expected.as_f64().unwrap();
    assert!((found - expected).abs() < 1.0 + expected * 1e-5, "{what}: {found} instead of {expected}");
}

#[test]
fn hangzhou_has_the_green_and_the_water_of_an_independent_count() {
    let Some(folder) = folder() else { return };
    let expected = &districts(&folder)["hangzhou_green"];
    let landuse = read_file(&folder, "osm/hangzhou/landuse.geojson.gz");
    // The reference does not count cemeteries, allotments and orchards as green.
    let green: Vec<&Element> = landuse
        .elements
        .iter()
        .filter(|e| {
            matches!(&e.kind, Kind::Area(a) if a.use_.is_green()
            && !matches!(a.use_, AreaUse::Cemetery | AreaUse::Allotments))
        })
        .collect();
    assert_eq!(Some(green.len() as u64), expected["green"]["polygons"].as_u64());
    assert_close(area_m2(green.into_iter(), "EPSG:4549"), &expected["green"]["area_sum_m2"], "green");
    for class in ["forest", "grass", "park", "residential", "commercial", "industrial"] {
        let of_class = landuse
            .elements
            .iter()
            .filter(|e| e.attributes.get("fclass").is_some_and(|v| v.to_string() == class));
        assert_close(area_m2(of_class, "EPSG:4549"), &expected["per_class"][class]["area_sum_m2"], class);
    }
    let water = read_file(&folder, "osm/hangzhou/water.geojson.gz");
    assert!(water.elements.iter().all(|e| e.layer() == Layer::Water));
    assert_eq!(Some(water.elements.len() as u64), expected["water"]["polygons"].as_u64());
    assert_close(area_m2(water.elements.iter(), "EPSG:4549"), &expected["water"]["area_sum_m2"], "water");
}

#[test]
fn shanghai_has_the_buildings_of_an_independent_count() {
    let Some(folder) = folder() else { return };
    let expected = &districts(&folder)["shanghai_lujiazui"];
    let reading = read_file(&folder, "osm/shanghai_lujiazui/buildings.geojson.gz");
    let polygons: Vec<&Element> = reading.elements.iter().filter(|e| e.kind.building().is_some()).collect();
    assert_eq!(Some(polygons.len() as u64), expected["building_polygons"].as_u64());
    let whole: Vec<&Element> =
        polygons.iter().copied().filter(|e| matches!(e.kind, Kind::Building(_))).collect();
    assert_eq!(Some(whole.len() as u64), expected["buildings"]["polygons"].as_u64());
    let heights: Vec<f64> =
        polygons.iter().filter_map(|e| e.kind.building().and_then(|b| b.height_m)).collect();
    // The reference counts heights of 0 as heights; here 0 means that nothing is said.
    let zero = |e: &&&Element| e.attributes.get("height").and_then(|h| h.as_f64()) == Some(0.0);
    let with_height = heights.len() + polygons.iter().filter(zero).count();
    assert_eq!(Some(with_height as u64), expected["with_height"].as_u64());
    assert_close(heights.iter().copied().fold(0.0, f64::max), &expected["max_height_m"], "highest");
    assert_close(heights.iter().sum::<f64>() / with_height as f64, &expected["mean_height_m"], "mean");
    // No point is lost.
    let mut layers = BTreeMap::new();
    for point in reading.elements.iter().filter(|e| matches!(e.geometry, Geometry::Point(_))) {
        *layers.entry(point.layer()).or_insert(0) += 1;
    }
    assert_eq!(layers.values().sum::<u64>(), 405, "{layers:?}");
    assert!(layers[&Layer::Addresses] > 200, "{layers:?}");
    let tower = element(&reading, "buildings/40778072");
    assert_eq!(tower.name.as_deref(), Some("上海国际会议中心"));
    assert_eq!(tower.kind.building().unwrap().address.as_deref(), Some("滨江大道 2727"));
    element(&reading, "buildings/40778072/label");
    let pois = read_file(&folder, "osm/shanghai_lujiazui/pois.geojson.gz");
    let entrances = pois.elements.iter().filter(|e| matches!(e.kind, Kind::StationEntrance(_))).count();
    assert_eq!(Some(entrances as u64), expected["subway_entrances"].as_u64());
    let green = read_file(&folder, "osm/shanghai_lujiazui/landuse.geojson.gz");
    let green: Vec<&Element> = green
        .elements
        .iter()
        .filter(|e| e.layer() == Layer::Green && matches!(e.geometry, Geometry::Area(_)))
        .collect();
    assert_eq!(Some(green.len() as u64), expected["green"]["polygons"].as_u64());
    assert_close(area_m2(green.into_iter(), "EPSG:32651"), &expected["green"]["area_sum_m2"], "green");
    let water = read_file(&folder, "osm/shanghai_lujiazui/water.geojson.gz");
    let water: Vec<&Element> = water.elements.iter().filter(|e| e.layer() == Layer::Water).collect();
    assert_eq!(Some(water.len() as u64), expected["water"]["polygons"].as_u64());
    assert_close(area_m2(water.into_iter(), "EPSG:32651"), &expected["water"]["area_sum_m2"], "water");
}

#[test]
fn streets_make_the_walking_network_of_an_independent_count() {
    let Some(folder) = folder() else { return };
    let expected = districts(&folder);
    for (file, walk) in [
        ("shanghai_lujiazui/roads", &expected["shanghai_lujiazui"]["walk"]),
        ("wuhan_optics_valley/roads", &expected["wuhan_optics_valley"]["walk_roads"]),
        ("wuhan_optics_valley/streets_neatnet", &expected["wuhan_optics_valley"]["walk_streets_neatnet"]),
    ] {
        let reading = read_file(&folder, &format!("osm/{file}.geojson.gz"));
        // The reference's own rule: coordinates rounded to 6 decimals, edges without direction.
        let mut nodes = std::collections::BTreeSet::new();
        let mut edges = std::collections::BTreeSet::new();
        let neatnet = file.ends_with("neatnet");
        for street in reading.elements.iter().filter(|e| e.layer() == Layer::Streets) {
            let Geometry::Line(points) = &street.geometry else { panic!("{file}: not a line") };
            let rounded: Vec<[i64; 2]> =
                points.iter().map(|p| [(p[0] * 1e6).round() as i64, (p[1] * 1e6).round() as i64]).collect();
            if neatnet {
                let Kind::Street(facts) = &street.kind else { panic!("{file}: not a street") };
                assert_eq!(facts.nodes.len(), points.len());
                let (u, v) = (facts.nodes[0], facts.nodes[points.len() - 1]);
                nodes.extend([[u, 0], [v, 0]]);
                edges.insert([[u.min(v), 0], [u.max(v), 0]]);
                continue;
            }
            for pair in rounded.windows(2).filter(|pair| pair[0] != pair[1]) {
                nodes.extend([pair[0], pair[1]]);
                edges.insert([pair[0].min(pair[1]), pair[0].max(pair[1])]);
            }
        }
        assert_eq!(Some(nodes.len() as u64), walk["nodes"].as_u64(), "{file}");
        assert_eq!(Some(edges.len() as u64), walk["undirected_edges"].as_u64(), "{file}");
    }
}

#[test]
fn directed_edges_become_two_way_streets() {
    let Some(folder) = folder() else { return };
    let reading = read_file(&folder, "osm/scheveningen_streets_edges.geojson.gz");
    let merged = 2303 - reading.elements.len() as u64;
    assert!(merged > 500, "{merged} merged");
    let mut by_way = BTreeMap::new();
    for element in &reading.elements {
        let Kind::Street(street) = &element.kind else { panic!("not a street") };
        *by_way.entry(format!("{:?}", street.oneway)).or_insert(0_u64) += 1;
    }
    assert_eq!(by_way.get("No"), Some(&merged));
    assert_eq!(by_way.values().sum::<u64>() + merged, 2303);
    let neatnet = read_file(&folder, "osm/wuhan_optics_valley/streets_neatnet.geojson.gz");
    assert_eq!(neatnet.elements.len(), 12_622, "a file without directions stays as it is");
    assert!(neatnet.elements.iter().all(|e| matches!(&e.kind, Kind::Street(s) if s.oneway == Oneway::No)));
}

#[test]
fn the_sewer_of_celle_lies_at_its_inverts() {
    let Some(folder) = folder() else { return };
    let pipes = read_file(&folder, "underground/celle_sewer_pipes.geojson.gz");
    assert!(pipes.has_heights);
    let pipe = element(&pipes, "celle_sewer_pipes/119001");
    let Kind::UtilityLine(line) = &pipe.kind else { panic!("not a line") };
    assert_eq!((line.medium, line.diameter_mm, line.year), (Medium::Storm, 250.0, Some(1979)));
    assert_eq!(line.depth_reference, linli_model::DepthReference::Invert);
    assert!(!line.depth_assumed && !line.diameter_assumed);
    assert_eq!((line.from_node.as_deref(), line.to_node.as_deref()), (Some("119001"), Some("119002")));
    let aabb = pipe.geometry.aabb();
    assert_eq!((aabb.min[2], aabb.max[2]), (37.44, 37.59));
    assert!(pipes.elements.iter().all(|e| e.layer() == Layer::Utilities && e.vertical == Vertical::Absolute));
    let nodes = read_file(&folder, "underground/celle_sewer_nodes.geojson.gz");
    let manhole = element(&nodes, "celle_sewer_nodes/119001");
    let Kind::UtilityNode(node) = &manhole.kind else { panic!("not a node") };
    assert_eq!((node.node, node.medium), (UtilityNodeKind::Manhole, Medium::Storm));
    assert!((node.depth_m.unwrap() - 0.89).abs() < 1e-9);
    assert!((manhole.geometry.aabb().max[2] - 38.48).abs() < 1e-9, "the point is the cover");
    assert!(nodes.elements.iter().all(|e| matches!(e.kind, Kind::UtilityNode(_))));
}

#[test]
fn water_mains_of_nanaimo_and_kentucky() {
    let Some(folder) = folder() else { return };
    let nanaimo = read_file(&folder, "underground/nanaimo_pipes.geojson.gz");
    assert_eq!(nanaimo.crs.as_deref(), Some("EPSG:4326"));
    assert!(!nanaimo.has_heights);
    let pipe = element(&nanaimo, "nanaimo_pipes/61179");
    let Kind::UtilityLine(line) = &pipe.kind else { panic!("not a line") };
    assert_eq!((line.medium, line.diameter_mm, line.year), (Medium::Water, 200.0, Some(1932)));
    assert_eq!((line.material.as_deref(), line.from_node.as_deref()), (Some("CI"), Some("62998")));
    assert!(line.depth_assumed);
    assert_eq!((pipe.vertical, pipe.geometry.aabb().max[2]), (Vertical::AboveGround, -1.0));
    let lines = nanaimo.elements.iter().filter(|e| matches!(e.kind, Kind::UtilityLine(_))).count();
    assert_eq!(lines, nanaimo.elements.len());
    let parts = nanaimo.elements.iter().filter(|e| e.key.as_str().contains('#')).count();
    assert_eq!(lines - parts + 1, 17_755, "the one of several parts is counted once");
    let ky4 = read_file(&folder, "underground/epanet/ky4_pipes.geojson.gz");
    assert_eq!(ky4.crs.as_deref(), Some("EPSG:3547"));
    let Kind::UtilityLine(line) = &element(&ky4, "ky4_pipes/P-1").kind else { panic!("not a line") };
    assert!((line.diameter_mm - 152.4).abs() < 1e-9, "metres in the file");
    for (file, kind) in [
        ("junctions", UtilityNodeKind::Junction),
        ("tanks", UtilityNodeKind::Tank),
        ("reservoirs", UtilityNodeKind::Reservoir),
        ("pumps", UtilityNodeKind::Pump),
    ] {
        let nodes = read_file(&folder, &format!("underground/epanet/ky4_{file}.geojson.gz"));
        let all = nodes.elements.iter().all(|e| matches!(&e.kind, Kind::UtilityNode(n) if n.node == kind));
        assert!(all, "{file}: {:?}", nodes.elements.first().map(|e| &e.kind));
    }
}

#[test]
fn city_json_is_not_taken_for_geojson() {
    let Some(folder) = folder() else { return };
    let mut files = 0;
    let mut waiting = vec![folder.join("cityjson")];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        if !name.contains(".json") || name.contains("/schemas/") {
            continue;
        }
        let Ok(input) = Input::open(&path, &Limits::default()) else { continue };
        if input.head(1 << 16).contains("CityJSON") {
            assert!(!recognise(&input), "{name}");
            files += 1;
        }
    }
    assert!(files > 50, "{files} files");
}
