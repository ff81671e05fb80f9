//! Real files against counts and graphs that other software made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use linli_model::{Access, Element, Geometry, Kind, StreetClass};
use serde_json::Value;

use crate::osm::{OSM_PBF, OSM_XML};
use crate::{Input, Limits, ReadContext, Reading};

const EARTH_RADIUS_M: f64 = 6_371_008.8;

fn data() -> Option<PathBuf> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    if folder.is_dir() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: {} is missing", folder.display());
    None
}

fn reference(data: &Path) -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(data.join("reference/osm_counts_and_reach.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let files = json.as_object().unwrap().clone();
    files.into_iter().filter(|(name, _)| !name.starts_with('_')).collect()
}

fn read(data: &Path, name: &str) -> Reading {
    let limits = Limits::default();
    let input = Input::open(&data.join("osm").join(name), &limits).unwrap();
    let format = if (OSM_PBF.recognise)(&input) { &OSM_PBF } else { &OSM_XML };
    assert!((format.recognise)(&input), "{name} is not recognised");
    (format.read)(&input, &ReadContext { limits: &limits, progress: &linli_model::NoProgress, crs: None })
        .unwrap()
}

#[test]
fn counts_equal_those_of_osmium() {
    let Some(data) = data() else { return };
    let mut wrong = Vec::new();
    for (name, expected) in reference(&data) {
        let start = std::time::Instant::now();
        let reading = read(&data, &name);
        eprintln!("{name}: {:.3} s, {} elements", start.elapsed().as_secs_f64(), reading.elements.len());
        let counts = expected.get("counts").and_then(Value::as_object).unwrap();
        let keys: BTreeSet<&str> = counts.keys().map(String::as_str).chain(ALL_COUNTS).collect();
        for key in keys {
            let expected = counts.get(key).and_then(Value::as_u64).unwrap_or(0);
            let found = reading.report.objects.get(key).copied().unwrap_or(0);
            if expected != found {
                wrong.push(format!("{name} {key}: {found} instead of {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const ALL_COUNTS: [&str; 19] = [
    "building_areas",
    "building_areas_with_height",
    "building_areas_with_levels",
    "building_multipolygon_relations",
    "building_part_ways",
    "building_ways",
    "bus_stop",
    "green_areas",
    "highway_ways",
    "layer_below_0_ways",
    "nodes",
    "railway_halt",
    "railway_station",
    "railway_subway_entrance",
    "railway_tram_stop",
    "relations",
    "tree_nodes",
    "tunnel_ways",
    "ways",
];

/// Undirected walking edges by node numbers, with their lengths.
fn walk_graph(elements: &[Element]) -> BTreeMap<(i64, i64), f64> {
    let mut edges = BTreeMap::new();
    for element in elements {
        let (Kind::Street(street), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        // The reference goes by `access`; `foot=private` alone does not close a way there.
        let tag = |name: &str| element.attributes.get(name).map(ToString::to_string).unwrap_or_default();
        let private_on_foot = street.access.walk == Access::Private
            && tag("foot") == "private"
            && !matches!(tag("access").as_str(), "no" | "private");
        let by_foot = (street.access.walk == Access::Yes || private_on_foot)
            && !matches!(street.class, StreetClass::Motorway | StreetClass::Trunk);
        if street.area || !by_foot || street.class.is_rail() {
            continue;
        }
        assert_eq!(street.nodes.len(), points.len(), "{}", element.key);
        for (nodes, ends) in street.nodes.windows(2).zip(points.windows(2)) {
            let pair = (nodes[0].min(nodes[1]), nodes[0].max(nodes[1]));
            edges.entry(pair).or_insert_with(|| haversine_m(ends[0], ends[1]));
        }
    }
    edges
}

fn haversine_m(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (lat_a, lat_b) = (a[1].to_radians(), b[1].to_radians());
    let s = ((lat_b - lat_a) / 2.0).sin().powi(2)
        + lat_a.cos() * lat_b.cos() * ((b[0] - a[0]).to_radians() / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_M * s.sqrt().asin()
}

/// Number of components and nodes of the largest.
fn components(edges: &BTreeMap<(i64, i64), f64>) -> (usize, usize) {
    let mut neighbours: HashMap<i64, Vec<i64>> = HashMap::new();
    for (a, b) in edges.keys() {
        neighbours.entry(*a).or_default().push(*b);
        neighbours.entry(*b).or_default().push(*a);
    }
    let nodes: BTreeSet<i64> = edges.keys().flat_map(|(a, b)| [*a, *b]).collect();
    let mut seen = BTreeSet::new();
    let (mut count, mut largest) = (0, 0);
    for start in nodes {
        if !seen.insert(start) {
            continue;
        }
        let (mut open, mut size) = (vec![start], 0);
        while let Some(node) = open.pop() {
            size += 1;
            open.extend(neighbours[&node].iter().copied().filter(|next| seen.insert(*next)));
        }
        count += 1;
        largest = largest.max(size);
    }
    (count, largest)
}

#[test]
fn the_walking_graph_is_the_same_node_for_node() {
    let Some(data) = data() else { return };
    for (name, expected) in reference(&data) {
        let edges = walk_graph(&read(&data, &name).elements);
        let graph = expected.get("walk_graph").unwrap();
        let nodes: BTreeSet<i64> = edges.keys().flat_map(|(a, b)| [*a, *b]).collect();
        let (count, largest) = components(&edges);
        let found = [nodes.len(), edges.len(), count, largest].map(|n| n as u64);
        let wanted = ["nodes", "undirected_edges", "components", "largest_component_nodes"]
            .map(|key| graph.get(key).and_then(Value::as_u64).unwrap());
        assert_eq!(found, wanted, "{name}");
        let length: f64 = edges.values().sum();
        let wanted = graph.get("length_m").and_then(Value::as_f64).unwrap();
        assert!((length - wanted).abs() < 0.01, "{name}: {length} m instead of {wanted} m");
    }
}

#[test]
fn keys_are_unique_and_reading_twice_gives_the_same() {
    let Some(data) = data() else { return };
    for name in ["helsinki_centre.osm.pbf", "monaco.osm.pbf", "singapore_bayfront.osm.pbf", "taipei.osm.gz"] {
        let (first, second) = (read(&data, name), read(&data, name));
        assert_eq!(first.elements, second.elements, "{name}");
        let keys: BTreeSet<&str> = first.elements.iter().map(|e| e.key.as_str()).collect();
        assert_eq!(keys.len(), first.elements.len(), "{name}");
        for element in &first.elements {
            let mut finite = true;
            element.geometry.for_each_point(|p| finite &= p.iter().all(|v| v.is_finite()));
            assert!(finite && element.geometry != Geometry::None, "{}", element.key);
        }
    }
}
#[test]
fn the_sea_is_where_no_street_is() {
    let Some(data) = data() else { return };
    // Shares of the file's box that lie in the sea, read off the map within a few percent.
    let harbours = [
        ("helsinki_centre.osm.pbf", 0.05..0.12),
        ("helsinki_small.osm.pbf", 0.04..0.10),
        ("monaco.osm.pbf", 0.45..0.60),
    ];
    for (name, share) in harbours {
        let reading = read(&data, name);
        let sea = reading.elements.iter().find(|e| e.key.as_str() == "osm/sea").unwrap();
        let Geometry::Area(water) = &sea.geometry else { panic!("{name}: the sea is no area") };
        let (mut nodes, mut wet) = (0.0, 0.0);
        for element in &reading.elements {
            let (Kind::Street(_), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
                continue;
            };
            nodes += points.len() as f64;
            wet += points.iter().filter(|p| water.iter().any(|w| w.contains_xy(p[0], p[1]))).count() as f64;
        }
        assert!(wet / nodes < 0.01, "{name}: {wet} of {nodes} street points in the sea");
        let all = match name {
            "monaco.osm.pbf" => 0.039_432 * 0.028_34,
            "helsinki_small.osm.pbf" => 0.018_238_3 * 0.014_958,
            _ => 0.028_239 * 0.024_96,
        };
        let sea_share = water.iter().map(linli_model::Polygon::area_m2).sum::<f64>() / all;
        assert!(share.contains(&sea_share), "{name}: {sea_share:.3} of the box");
    }
}

#[test]
fn parts_find_their_buildings() {
    let Some(data) = data() else { return };
    for (name, most_orphans) in [("helsinki_centre.osm.pbf", 6), ("singapore_bayfront.osm.pbf", 1)] {
        let reading = read(&data, name);
        let parts = reading.elements.iter().filter(|e| matches!(e.kind, Kind::BuildingPart(_)));
        let orphans = parts.filter_map(|e| e.kind.building()).filter(|b| b.parent.is_none()).count();
        assert!(orphans <= most_orphans, "{name}: {orphans} parts without a building");
        let replaced =
            reading.elements.iter().filter_map(|e| e.kind.building()).filter(|b| b.outline_of_parts);
        assert!(replaced.count() > 2, "{name}");
    }
}

#[test]
fn a_real_file_survives_cuts_and_flips() {
    let Some(data) = data() else { return };
    let bytes = std::fs::read(data.join("osm/singapore_bayfront.osm.pbf")).unwrap();
    let step = bytes.len() / 60;
    for place in (0..bytes.len()).step_by(step) {
        let cut = bytes.get(..place).unwrap().to_vec();
        super::refusal(&OSM_PBF, cut);
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x55;
        super::refusal(&OSM_PBF, flipped);
    }
}

/// Area of all buildings of a file, in its UTM zone.
fn footprints_m2(elements: &[Element], zone: u32, south: bool) -> f64 {
    let south = if south { " +south" } else { "" };
    let utm = format!("+proj=utm +zone={zone}{south} +datum=WGS84 +units=m +no_defs");
    let to = proj4rs::Proj::from_proj_string(&utm).unwrap();
    let from = proj4rs::Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").unwrap();
    let mut sum = 0.0;
    for element in elements.iter().filter(|e| matches!(e.kind, Kind::Building(_))) {
        let mut geometry = element.geometry.clone();
        geometry.map_points(|p| {
            let mut point = (p[0].to_radians(), p[1].to_radians(), 0.0);
            proj4rs::transform::transform(&from, &to, &mut point).unwrap();
            *p = [point.0, point.1, 0.0];
        });
        if let Geometry::Area(polygons) = &geometry {
            sum += polygons.iter().map(linli_model::Polygon::area_m2).sum::<f64>();
        }
    }
    sum
}

#[test]
fn footprints_have_the_area_that_osmium_assembles() {
    let Some(data) = data() else { return };
    for (name, expected) in reference(&data) {
        // Buildings cut at the edge of these two extracts are kept here and left out there.
        if name.starts_with("helsinki") {
            continue;
        }
        let zone = expected.get("metric_crs").and_then(Value::as_str).unwrap();
        let zone: u32 = zone.trim_start_matches("EPSG:32").parse().unwrap();
        let found = footprints_m2(&read(&data, &name).elements, zone % 100, zone >= 700);
        let wanted = expected.get("building_footprint_sum_m2").and_then(Value::as_f64).unwrap();
        assert!((found - wanted).abs() < 0.1, "{name}: {found:.1} m² instead of {wanted} m²");
    }
}
