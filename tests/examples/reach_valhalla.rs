//! Isochrones beside those of Valhalla (`reference/valhalla_isochrones.json`): area of both, and how much
//! of their union they share. A soft comparison: Valhalla adds penalties and draws a contour on a raster.
#![expect(clippy::unwrap_used, reason = "a comparison over known files")]

use geo::{Area as _, BooleanOps as _, Coord, LineString, MultiPolygon, Polygon};
use linli_io::{ImportOptions, Transform};
use linli_model::{Community, Element, Geometry, Kind, StationEntrance, TransitMode};
use linli_sim::reach::{Direction, Isochrone, PersonModel, PersonOptions, ReachRules};
use linli_space::StreetGraph;
use linli_tests::{brought_in, data};
use serde_json::Value;

fn main() {
    let Some(reference) = data("reference/valhalla_isochrones.json") else { return };
    let reference: Value = serde_json::from_slice(&std::fs::read(reference).unwrap()).unwrap();
    let mut rules = ReachRules::standard().unwrap();
    // 5 km/h, as the reference asked for.
    rules.profiles[0].speed.value = 5.0 / 3.6;
    println!(
        "{:<15} {:<22} {:>4} {:>12} {:>12} {:>8} {:>8} {:>9}",
        "place", "origin", "min", "ours m2", "valhalla m2", "shared", "ours in", "street m"
    );
    for (name, place) in reference.as_object().unwrap() {
        let Some(path) = (name != "_meta").then(|| data(&format!("osm/{name}.osm.pbf"))).flatten() else {
            continue;
        };
        let (community, _) = brought_in(&[path], &ImportOptions::default()).unwrap();
        let transform = Transform::new("EPSG:4326", &community.frame.crs).unwrap();
        for isochrone in place["isochrones"].as_array().unwrap() {
            compare(name, isochrone, &community, &transform, &rules);
        }
    }
}

fn compare(name: &str, origin: &Value, community: &Community, transform: &Transform, rules: &ReachRules) {
    let local = |lon: f64, lat: f64| {
        let [x, y] = transform.point([lon, lat]).unwrap();
        community.frame.local_from_projected([x, y, 0.0])
    };
    let [x, y, _] = local(origin["lon"].as_f64().unwrap(), origin["lat"].as_f64().unwrap());
    let town = with_one_station(community, [x, y, 0.0]);
    let options =
        PersonOptions { rules, profile: &rules.profiles[0], minute: None, direction: Direction::FromStation };
    let model = PersonModel::new(&town, &StreetGraph::of(&town), options, &[]);
    for contour in origin["contours"].as_array().unwrap() {
        let minutes = contour["minutes"].as_f64().unwrap() as u32;
        let ours = &model.isochrones(&[minutes])[0];
        let ring = |ring: &Value| {
            let point = |p: &Value| {
                let [x, y, _] = local(p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
                Coord { x, y }
            };
            LineString::new(ring.as_array().unwrap().iter().map(point).collect())
        };
        let polygon = |rings: &Value| {
            let mut rings = rings.as_array().unwrap().iter().map(ring);
            Polygon::new(rings.next().unwrap(), rings.collect())
        };
        let geometry = &contour["geometry"];
        let theirs = match geometry["type"].as_str() {
            Some("Polygon") => MultiPolygon::new(vec![polygon(&geometry["coordinates"])]),
            _ => MultiPolygon::new(geometry["coordinates"].as_array().unwrap().iter().map(polygon).collect()),
        };
        let mine = multi(ours);
        let both = mine.intersection(&theirs).unsigned_area();
        let any = mine.unsigned_area() + theirs.unsigned_area() - both;
        println!(
            "{name:<15} {:<22} {minutes:>4} {:>12.0} {:>12.0} {:>7.1}% {:>7.1}% {:>9.0}",
            origin["name"].as_str().unwrap(),
            ours.area_m2,
            theirs.unsigned_area(),
            100.0 * both / any,
            100.0 * both / mine.unsigned_area(),
            ours.length_m
        );
    }
}

/// The streets of a community with one station entrance.
fn with_one_station(community: &Community, place: [f64; 3]) -> Community {
    let mut town = Community::new("one station", community.frame.clone());
    for element in community.elements() {
        if matches!(element.kind, Kind::Street(_) | Kind::StreetNode(_)) {
            town.add(element.clone()).unwrap();
        }
    }
    let entrance = StationEntrance { mode: TransitMode::Subway, label: None, node: None };
    town.add(Element::new("origin", Kind::StationEntrance(entrance), Geometry::Point(place))).unwrap();
    town
}

fn multi(area: &Isochrone) -> MultiPolygon {
    let ring =
        |ring: &Vec<[f64; 2]>| LineString::new(ring.iter().map(|p| Coord { x: p[0], y: p[1] }).collect());
    let polygon = |rings: &Vec<Vec<[f64; 2]>>| {
        let mut rings = rings.iter().map(ring);
        Polygon::new(rings.next().unwrap(), rings.collect())
    };
    MultiPolygon::new(area.polygons.iter().map(polygon).collect())
}
