//! Land under buildings of real districts beside the figures of another tool.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;

use linli_io::{ImportOptions, Transform};
use linli_model::{Area, AreaUse, Community, Element, Geometry, Kind, Polygon};
use linli_sim::density::{DensityModel, DensityOptions, DensityRules, FigureParts, Underground};
use linli_sim::indicator::{Subject, Value};
use linli_sim::reach::ReachRules;
use linli_space::StreetGraph;
use linli_tests::{brought_in, data};
use serde_json::Value as Json;

/// A district with its window as a unit, and the figures that are expected.
fn district(name: &str, file: &str, crs: &str) -> Option<(Community, Json)> {
    let (file, figures) = (data(file)?, data("reference/china_districts.json")?);
    let figures: Json = serde_json::from_str(&fs::read_to_string(figures).unwrap()).unwrap();
    let figures = figures[name].clone();
    let options = ImportOptions { scene_crs: Some(crs.to_owned()), ..ImportOptions::default() };
    let (mut community, _) = brought_in(&[file], &options).unwrap();
    let window: Vec<f64> =
        figures["window"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let to_scene = Transform::new("EPSG:4326", crs).unwrap();
    let corner = |x: usize, y: usize| {
        let [east, north] = to_scene.point([window[x], window[y]]).unwrap();
        let anchor = community.frame.anchor_m;
        [east - anchor[0], north - anchor[1], 0.0]
    };
    let ring = vec![corner(0, 1), corner(2, 1), corner(2, 3), corner(0, 3)];
    let unit = Element::new(
        "window",
        Kind::Area(Area::new(AreaUse::Unit)),
        Geometry::Area(vec![Polygon::new(ring)]),
    );
    community.add(unit).unwrap();
    Some((community, figures))
}

/// Union of the buildings within the window: to a millionth, as the scene keeps tenths of a millimetre.
fn has_the_covered_land(name: &str, file: &str, crs: &str) {
    let Some((community, figures)) = district(name, file, crs) else { return };
    let (rules, reach) = (DensityRules::national().unwrap(), ReachRules::standard().unwrap());
    let counts = |_| true;
    let streets = StreetGraph::of(&community);
    let model = DensityModel::new(
        &community,
        &streets,
        &DensityOptions { rules: &rules, reach: &reach, counts: &counts },
    );
    let buildings = model.buildings();
    let expected = &figures["buildings"];
    assert_eq!(buildings.len() as u64, expected["polygons"].as_u64().unwrap());
    let outlines: f64 = buildings.iter().map(|building| building.outline_m2).sum();
    let sum = expected["area_sum_m2"].as_f64().unwrap();
    assert!((outlines - sum).abs() < 1e-5 * sum, "outlines {outlines} and not {sum}");
    let gradient = model.gradient();
    let figures_of = model.indicators(&FigureParts {
        gradient: &gradient,
        patterns: &[],
        underground: &Underground::default(),
        rooms: &[],
    });
    let coverage = figures_of
        .iter()
        .find(|f| f.spec.id == "density.coverage" && f.subject == Subject::Element("window".into()))
        .unwrap();
    let inputs: Vec<f64> = coverage.inputs.iter().map(|input| input.value).collect();
    let covered = expected["union_in_window_m2"].as_f64().unwrap();
    assert!((inputs[0] - covered).abs() < 2e-6 * covered + 0.1, "covered {} and not {covered}", inputs[0]);
    let land = figures["window_area_m2"].as_f64().unwrap();
    assert!((inputs[1] - land).abs() < 0.5, "window {} and not {land}", inputs[1]);
    let Value::Known(percent) = coverage.value else { panic!("{coverage:?}") };
    assert!((percent / 100.0 - expected["share_of_window"].as_f64().unwrap()).abs() < 1e-6);
}

#[test]
fn lujiazui_has_the_covered_land_of_the_reference() {
    has_the_covered_land("shanghai_lujiazui", "osm/shanghai_lujiazui/buildings.geojson.gz", "EPSG:32651");
}

#[test]
fn optics_valley_has_the_covered_land_of_the_reference() {
    has_the_covered_land("wuhan_optics_valley", "osm/wuhan_optics_valley/buildings.geojson.gz", "EPSG:32650");
}
