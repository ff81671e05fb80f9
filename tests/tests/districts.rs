//! Whole journeys: real files go in, a scene comes out, is read again, becomes geometry and answers.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use linli_io::{ImportOptions, ImportReport, Transform, read_scene, write_scene};
use linli_model::{
    Access, AttributeValue, Community, Element, Geometry, Kind, Layer, NoProgress, TerrainGrid, Vertical,
};
use linli_space::{StreetEdge, StreetGraph};
use linli_tests::{all_data, brought_in, solid};

fn district(paths: &[&str]) -> Option<(Community, ImportReport)> {
    let paths: Vec<PathBuf> = all_data(paths)?;
    Some(brought_in(&paths, &ImportOptions::default()).unwrap())
}

fn layers(community: &Community) -> BTreeMap<Layer, usize> {
    community.layer_counts().into_iter().collect()
}

/// Writes, reads, and compares element by element; then makes geometry of everything.
fn whole_journey(community: &Community, report: &ImportReport) -> linli_tests::Solid {
    let folder = tempfile::tempdir().unwrap();
    let scene = folder.path().join("scene");
    write_scene(&scene, community, report).unwrap();
    let mut order = Vec::new();
    let read = read_scene(&scene, &NoProgress, &mut |_| {}, &mut |layer, _| order.push(layer));
    let (again, problems) = read.unwrap();
    assert!(problems.messages.is_empty(), "{:?}", problems.messages.first());
    assert!(order.is_sorted_by_key(|layer| Layer::ALL.iter().position(|l| l == layer)), "{order:?}");
    assert_eq!(again.elements().len(), community.elements().len());
    for element in community.elements() {
        let other = again.element(again.id_of(&element.key).unwrap()).unwrap();
        assert!(same(other, element), "{}", element.key);
    }
    let solid = solid(&again).unwrap();
    for shape in &solid.shapes {
        assert!(shape.vertices.iter().flatten().all(|v| v.is_finite()));
    }
    solid
}

/// Equality in which heights that are not known are equal.
fn same(a: &Element, b: &Element) -> bool {
    let (Geometry::Grid(g), Geometry::Grid(h)) = (&a.geometry, &b.geometry) else { return a == b };
    let bits = |grid: &TerrainGrid| grid.heights_m.iter().map(|z| z.to_bits()).collect::<Vec<u32>>();
    let rest = |grid: &TerrainGrid| TerrainGrid { heights_m: Vec::new(), ..grid.clone() };
    let bare = |element: &Element| Element { geometry: Geometry::None, ..element.clone() };
    bits(g) == bits(h) && rest(g) == rest(h) && bare(a) == bare(b)
}

/// Share of a layer's elements that have something to see.
fn share_with_shape(community: &Community, solid: &linli_tests::Solid, layer: Layer) -> f64 {
    let all: Vec<_> = community.iter().filter(|(_, e)| e.layer() == layer).map(|(id, _)| id).collect();
    let seen = all.iter().filter(|id| !solid.shapes[id.index()].aabb().is_empty()).count();
    seen as f64 / all.len().max(1) as f64
}

#[test]
fn scheveningen_buildings_and_streets_stand_in_one_frame() {
    let files = [
        "cityjson/denhaag_01.city.json.gz",
        "osm/scheveningen_streets_edges.geojson.gz",
        "osm/scheveningen_streets_nodes.geojson.gz",
    ];
    let Some((community, report)) = district(&files) else { return };
    assert_eq!(report.files[0].objects["CityObjects"], 2498);
    assert_eq!(report.files[0].objects["Building"], 844);
    assert_eq!(report.files[1].objects["features"], 2303);
    assert_eq!(report.files[2].objects["features"], 996);
    let solid = whole_journey(&community, &report);

    // The pair fits: 12.2 km of streets run between the buildings, none of it under a footprint.
    let mut inside_m = 0.0;
    let mut length_m = 0.0;
    // The tile is everything in the first file: the buildings and the relief around them.
    let tile = community
        .iter()
        .filter(|(_, e)| e.source.source == 0)
        .fold(linli_model::Aabb::EMPTY, |aabb, (id, _)| aabb.union(&solid.shapes[id.index()].aabb()));
    for element in community.elements() {
        let (Kind::Street(_), Geometry::Line(points)) = (&element.kind, &element.geometry) else { continue };
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let length = ((b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2)).sqrt();
            let steps = (length / 0.5).ceil().max(1.0) as usize;
            for step in 0..steps {
                let t = (step as f64 + 0.5) / steps as f64;
                let p = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
                if p[0] < tile.min[0] || p[0] > tile.max[0] || p[1] < tile.min[1] || p[1] > tile.max[1] {
                    continue;
                }
                length_m += length / steps as f64;
                // A ray straight up from below the ground meets a building only under its footprint.
                let hit = solid.index.pick([p[0], p[1], tile.min[2] - 5.0], [0.0, 0.0, 1.0], |id| {
                    community.element(id).is_some_and(|e| e.layer() == Layer::Buildings)
                });
                if hit.is_some() {
                    inside_m += length / steps as f64;
                }
            }
        }
    }
    // By shapely on the same tile: 12 169.2 m, none of it inside a building.
    assert!((length_m - 12_169.2).abs() < 10.0, "{length_m:.0} m of streets among the buildings");
    assert!(inside_m < 15.0, "{inside_m:.1} m of streets under buildings");
}

#[test]
fn helsinki_centre_has_everything_a_planner_asks_for() {
    let Some((community, report)) = district(&["osm/helsinki_centre.osm.pbf"]) else { return };
    let counts = layers(&community);
    for layer in [
        Layer::Buildings,
        Layer::Streets,
        Layer::Railways,
        Layer::Transit,
        Layer::Parking,
        Layer::Green,
        Layer::Water,
        Layer::Trees,
        Layer::Facilities,
        Layer::Addresses,
    ] {
        assert!(counts.get(&layer).is_some_and(|n| *n > 0), "{layer:?}: {counts:?}");
    }
    assert_eq!(report.files[0].objects["nodes"], 55_746);
    assert_eq!(report.files[0].objects["ways"], 11_529);
    assert_eq!(report.files[0].objects["relations"], 1047);
    let trees = community
        .elements()
        .iter()
        .filter(|e| matches!(e.kind, Kind::Tree(_)) && !e.key.as_str().contains("way"))
        .count();
    assert_eq!(trees, 1165);
    let solid = whole_journey(&community, &report);
    // Outlines whose parts stand for them have no shape of their own.
    assert!(share_with_shape(&community, &solid, Layer::Buildings) > 0.9);
    let graph = StreetGraph::of(&community);
    // The reference (haversine, each stretch once) has 220 907 m open to walkers. It counts each point
    // of a way as a node, this graph only junctions and ends; and it leaves out squares (area=yes),
    // along whose outline one may walk here.
    let square = |street| {
        let area = community.element(street).and_then(|e| e.attributes.get("area"));
        area.is_some_and(|value| value == &AttributeValue::Text("yes".to_owned()))
    };
    let open = |e: &&StreetEdge| e.access.walk == Access::Yes && !square(e.street);
    let both_ways_m: f64 = graph.edges.iter().filter(open).map(|e| e.length_m).sum();
    let walk_m = both_ways_m / 2.0;
    assert!((walk_m / 220_907.0 - 1.0).abs() < 0.01, "{walk_m:.0} m");
    // Everything lies within the extract: about 2 by 4 km.
    let size = community.aabb().size();
    assert!(size[0] < 8_000.0 && size[1] < 8_000.0, "{size:?}");
}

#[test]
fn lujiazui_lies_in_its_chinese_zone_with_its_towers() {
    let files = [
        "osm/shanghai_lujiazui/buildings.geojson.gz",
        "osm/shanghai_lujiazui/roads.geojson.gz",
        "osm/shanghai_lujiazui/water.geojson.gz",
        "osm/shanghai_lujiazui/landuse.geojson.gz",
        "osm/shanghai_lujiazui/pois.geojson.gz",
        "osm/shanghai_lujiazui/transit.geojson.gz",
    ];
    let Some((community, report)) = district(&files) else { return };
    // 121.5° E: CGCS2000, 3-degree zone with central meridian 120° or 123° E.
    assert!(["EPSG:4549", "EPSG:4550"].contains(&community.frame.crs.as_str()), "{}", community.frame.crs);
    let features: Vec<u64> = report.files.iter().map(|file| file.objects["features"]).collect();
    assert_eq!(features, [1855, 1094, 38, 234, 493, 18]);
    let solid = whole_journey(&community, &report);
    let highest = community
        .iter()
        .filter(|(_, e)| e.layer() == Layer::Buildings)
        .map(|(id, _)| solid.shapes[id.index()].aabb().size()[2])
        .fold(0.0, f64::max);
    assert!((highest - 632.0).abs() < 1.0, "Shanghai Tower is 632 m high, the scene says {highest:.1}");
    // The tower stands where it stands: its name is found, at its longitude and latitude.
    let tower = community
        .elements()
        .iter()
        .find(|e| e.kind.building().is_some() && e.name.as_deref().is_some_and(|n| n.contains("上海中心")))
        .unwrap();
    let centre = community.frame.projected_from_local(tower.geometry.aabb().centre());
    let back = Transform::new(&community.frame.crs, "EPSG:4326").unwrap();
    let [lon, lat] = back.point([centre[0], centre[1]]).unwrap();
    assert!((lon - 121.5015).abs() < 0.001 && (lat - 31.2356).abs() < 0.001, "{lon}, {lat}");
}

#[test]
fn pipes_and_terrain_of_nanaimo_stand_in_one_scene() {
    let files = ["underground/nanaimo_pipes.geojson.gz", "dem/nanaimo_dem.tif"];
    let Some((community, report)) = district(&files) else { return };
    assert_eq!(report.files[0].objects["features"], 17_755);
    // One of the features is a MultiLineString of two lines.
    let pipes: Vec<_> = community.iter().filter(|(_, e)| matches!(e.kind, Kind::UtilityLine(_))).collect();
    assert_eq!(pipes.len(), 17_755 + 1);
    let solid = whole_journey(&community, &report);
    // No depths in the source: each pipe lies below the ground of its own place by the stated rule.
    let mut covered = 0;
    for (id, element) in &pipes {
        assert_eq!(element.vertical, Vertical::AboveGround);
        let Some(segment) = solid.shapes[id.index()].segments.first() else { continue };
        let ground = solid.ground.height_at(segment.a[0], segment.a[1]);
        let cover = ground - segment.a[2] - segment.radius_m;
        assert!((0.5..2.5).contains(&cover), "{}: cover {cover:.2} m", element.key);
        covered += 1;
    }
    assert!(covered > 17_000);
}

#[test]
fn a_network_without_a_coordinate_system_is_asked_for_it() {
    let Some(paths) = all_data(&["underground/epanet/ky4.inp.gz"]) else { return };
    let refused = brought_in(&paths, &ImportOptions::default()).unwrap_err().to_string();
    assert!(refused.contains("--crs"), "{refused}");
    let options = ImportOptions { crs: Some("EPSG:3547".into()), ..ImportOptions::default() };
    let (community, report) = brought_in(&paths, &options).unwrap();
    let pipes = community.elements().iter().filter(|e| matches!(e.kind, Kind::UtilityLine(_))).count();
    // The two pumps stand between nodes of one place, so they have no line; the report names them.
    assert_eq!((pipes, report.files[0].codes["CIM-EP-021"]), (1156, 2));
    whole_journey(&community, &report);
    // Kentucky is 15 km wide, not 50: feet became metres.
    let size = community.aabb().size();
    assert!((15_000.0..16_500.0).contains(&size[0]), "{size:?}");
}

#[test]
fn a_layer_far_from_the_rest_is_reported() {
    let Some((_, report)) = district(&["osm/helsinki_small.osm.pbf", "osm/monaco.osm.pbf"]) else { return };
    let text = report.to_text(linli_io::Language::English);
    assert!(text.contains(" km"), "{text}");
    assert!(
        report.files.iter().any(|f| f.messages.iter().any(|m| m.code.id.starts_with("CIM-IM"))),
        "{text}"
    );
}
