//! Reach on real street networks against answers that others computed from the same files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use linli_io::{CITYJSON, Input, Limits, ReadContext, Transform};
use linli_model::{Aabb, Element, Kind, NoProgress};
use linli_sim::reach::{Link, NearestEngine, Seed, TravelGraph, UNREACHED};
use linli_tests::{OsmWalk, data, haversine_m};
use serde_json::Value;

/// At this speed one unit of the graph is a hundredth of a millimetre: lengths as exact as the
/// reference prints them.
const UNITS_PER_M: f64 = 1e5;
const FINE_MPS: f64 = 1000.0 / UNITS_PER_M;
/// Times are whole milliseconds at this speed, which both references use.
const SPEED_MPS: f64 = 5000.0 / 3600.0;

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn unzipped(path: &Path) -> Value {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn reach_from_stations_equals_the_reference() {
    let Some(reference) = data("reference/osm_counts_and_reach.json") else { return };
    let mut origins = 0;
    for (name, expected) in json(&reference).as_object().unwrap() {
        let Some(path) = (name != "_meta").then(|| data(&format!("osm/{name}"))).flatten() else { continue };
        let walk = OsmWalk::read(&path).unwrap();
        let graph = walk.graph(FINE_MPS);
        for origin in expected["origins"].as_array().unwrap() {
            let node = walk.position_of(origin["graph_node"].as_i64().unwrap()).unwrap();
            let units = graph.times_from(&[Seed { node, time_ms: 0 }], UNREACHED - 1);
            let metres = |node: u32| match units[node as usize] {
                UNREACHED => f64::INFINITY,
                units => f64::from(units) / UNITS_PER_M,
            };
            let place = format!("{name}, {}", origin["name"]);
            for (minutes, wanted) in origin["reach"].as_object().unwrap() {
                let limit = 5000.0 / 60.0 * minutes.parse::<f64>().unwrap();
                let nodes = (0..walk.numbers.len() as u32).filter(|n| metres(*n) <= limit).count() as u64;
                assert_eq!(Some(nodes), wanted["nodes"].as_u64(), "{place}, {minutes} min");
                let part = |node: u32| (limit - metres(node)).max(0.0);
                let length: f64 = walk.edges.iter().map(|(u, v, m)| m.min(part(*u) + part(*v))).sum();
                let wanted = wanted["network_length_m"].as_f64().unwrap();
                assert!((length - wanted).abs() < 0.05, "{place}, {minutes} min: {length} m, not {wanted} m");
            }
            for (number, wanted) in origin["sample_distances_m"].as_object().unwrap() {
                let node = walk.position_of(number.parse().unwrap()).unwrap();
                let wanted = wanted.as_f64().unwrap();
                assert!((metres(node) - wanted).abs() < 0.005, "{place}: {} m, not {wanted} m", metres(node));
            }
            origins += 1;
        }
    }
    assert!(origins >= 20, "{origins}");
}

#[test]
fn the_fast_engine_equals_a_plain_search_on_real_streets() {
    for name in ["helsinki_centre", "porto_centre", "monaco", "liechtenstein"] {
        let Some(path) = data(&format!("osm/{name}.osm.pbf")) else { continue };
        let graph = OsmWalk::read(&path).unwrap().graph(SPEED_MPS);
        let nodes = graph.node_count();
        let kinds: Vec<Vec<Seed>> = (1..=3_u32)
            .map(|kind| {
                (0..kind * 7)
                    .map(|i| Seed { node: (i * 7919 + kind * 104_729) % nodes, time_ms: i })
                    .collect()
            })
            .collect();
        let reversed = graph.reversed();
        let found = NearestEngine::new(&graph).times_to_nearest(&kinds);
        for (kind, times) in kinds.iter().zip(&found) {
            assert_eq!(times, &reversed.times_from(kind, UNREACHED - 1), "{name}");
            assert!(times.iter().filter(|t| **t < UNREACHED).count() * 10 > times.len() * 8, "{name}");
        }
    }
}

/// Streets of the Scheveningen pair: node numbers, places, undirected edges with the shortest length.
struct Scheveningen {
    places: BTreeMap<i64, [f64; 2]>,
    edges: BTreeMap<(i64, i64), f64>,
}

fn scheveningen() -> Option<Scheveningen> {
    let [nodes, edges] =
        ["nodes", "edges"].map(|what| data(&format!("osm/scheveningen_streets_{what}.geojson.gz")));
    let (nodes, edges) = (unzipped(&nodes?), unzipped(&edges?));
    let mut town = Scheveningen { places: BTreeMap::new(), edges: BTreeMap::new() };
    for feature in nodes["features"].as_array().unwrap() {
        let at = &feature["geometry"]["coordinates"];
        let place = [at[0].as_f64().unwrap(), at[1].as_f64().unwrap()];
        town.places.insert(feature["properties"]["osmid"].as_i64().unwrap(), place);
    }
    for feature in edges["features"].as_array().unwrap() {
        let of = |key: &str| &feature["properties"][key];
        let (u, v, length) =
            (of("u").as_i64().unwrap(), of("v").as_i64().unwrap(), of("length_m").as_f64().unwrap());
        if u != v {
            let known = town.edges.entry((u.min(v), u.max(v))).or_insert(f64::INFINITY);
            *known = known.min(length);
        }
    }
    Some(town)
}

/// Middle of the box around each building and its parts, longitude and latitude.
fn building_points() -> Option<BTreeMap<String, [f64; 2]>> {
    let path = data("cityjson/denhaag_01.city.json.gz")?;
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    let reading = (CITYJSON.read)(&Input::open(&path, &limits).unwrap(), &context).unwrap();
    let root = |element: &Element| match &element.kind {
        Kind::Building(_) => Some(element.key.as_str().to_owned()),
        Kind::BuildingPart(part) => part.parent.as_ref().map(|parent| parent.as_str().to_owned()),
        _ => None,
    };
    let mut boxes: BTreeMap<String, Aabb> = BTreeMap::new();
    for element in &reading.elements {
        if let Some(root) = root(element) {
            let known = boxes.entry(root).or_insert(Aabb::EMPTY);
            *known = known.union(&element.geometry.aabb());
        }
    }
    let to_degrees = Transform::new("EPSG:28992", "EPSG:4326").unwrap();
    let middle = |aabb: Aabb| to_degrees.point([aabb.centre()[0], aabb.centre()[1]]).unwrap();
    Some(boxes.into_iter().map(|(key, aabb)| (key, middle(aabb))).collect())
}

#[test]
fn buildings_of_scheveningen_are_reached_as_in_the_reference() {
    let (Some(reference), Some(town), Some(buildings)) =
        (data("reference/denhaag_scheveningen_pair.json"), scheveningen(), building_points())
    else {
        return;
    };
    let reference = json(&reference);
    assert_eq!(town.places.len() as u64, reference["graph"]["nodes"].as_u64().unwrap());
    assert_eq!(town.edges.len() as u64, reference["graph"]["undirected_edges"].as_u64().unwrap());
    assert_eq!(buildings.len() as u64, reference["buildings_total"].as_u64().unwrap());

    let numbers: Vec<i64> = town.places.keys().copied().collect();
    let at = |number: i64| numbers.binary_search(&number).unwrap() as u32;
    let links: Vec<Link> = town
        .edges
        .iter()
        .flat_map(|((u, v), metres)| {
            let (from, to, cost_ms) = (at(*u), at(*v), (metres * UNITS_PER_M).round() as u32);
            [Link { from, to, cost_ms }, Link { from: to, to: from, cost_ms }]
        })
        .collect();
    let graph = TravelGraph::from_links(numbers.len() as u32, &links).unwrap();
    let origin = at(reference["origin_node"].as_i64().unwrap());
    let units = graph.times_from(&[Seed { node: origin, time_ms: 0 }], UNREACHED - 1);
    let metres = |node: u32| f64::from(units[node as usize]) / UNITS_PER_M;

    // The nearest node; of equals the one with the smallest number.
    let snapped: BTreeMap<&str, (i64, f64)> = buildings
        .iter()
        .map(|(key, place)| {
            let all = town.places.iter().map(|(number, at)| (haversine_m(*at, *place), *number));
            let (gap, number) = all.min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
            (key.as_str(), (number, gap))
        })
        .collect();
    for (minutes, wanted) in reference["buildings_within"].as_object().unwrap() {
        let limit = 5000.0 / 60.0 * minutes.parse::<f64>().unwrap();
        let within =
            snapped.values().filter(|(number, gap)| metres(at(*number)) + gap <= limit).count() as i64;
        // Two ways from RD New to WGS 84 differ by up to a metre.
        assert!(
            (within - wanted.as_i64().unwrap()).abs() <= 1,
            "{minutes} min: {within} instead of {wanted}"
        );
        let nodes = (0..numbers.len() as u32).filter(|node| metres(*node) <= limit).count() as u64;
        assert_eq!(Some(nodes), reference["network_nodes_within"][minutes].as_u64(), "{minutes} min");
    }
    for sample in reference["sample"].as_array().unwrap() {
        let (number, gap) = snapped[sample["building"].as_str().unwrap()];
        assert_eq!(Some(number), sample["node"].as_i64());
        let wanted = sample["total_m"].as_f64().unwrap();
        assert!((metres(at(number)) + gap - wanted).abs() < 1.5, "{sample}");
    }
}
