//! The water mains of Nanaimo, from GeoJSON and from Shapefile: imported, draped on their terrain, asked.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use linli_io::ImportOptions;
use linli_model::{Aabb, Community, ElementId, Geometry, Kind, SurveyQuality, Vertical};
use linli_space::{Ground, Segment, Shape, SpatialIndex, shape_of};
use linli_tests::{all_data, brought_in, data};
use serde_json::Value;

const TERRAIN: &str = "dem/nanaimo_dem.tif";

fn imported(file: &str) -> Option<Community> {
    let paths = all_data(&[file, TERRAIN])?;
    let options = ImportOptions { crs: Some("EPSG:26910".to_owned()), ..ImportOptions::default() };
    let (community, _) = brought_in(&paths, &options).unwrap();
    assert_eq!(community.frame.crs, "EPSG:26910");
    Some(community)
}

/// Feature of an element: parts of one feature share it.
fn feature(key: &str) -> &str {
    key.split('#').next().unwrap_or(key)
}

#[test]
fn every_main_lies_under_its_terrain_by_the_cover_of_the_rule() {
    for file in ["underground/nanaimo_pipes.geojson.gz", "underground/nanaimo_water_shp.zip"] {
        let Some(community) = imported(file) else { continue };
        let ground = Ground::of(&community);
        let (mut mains, mut points) = (std::collections::BTreeSet::new(), 0_u64);
        for element in community.elements() {
            let Kind::UtilityLine(line) = &element.kind else { continue };
            mains.insert(feature(element.key.as_str()));
            assert_eq!(element.vertical, Vertical::AboveGround);
            assert_eq!((line.depth_assumed, line.survey), (true, Some(SurveyQuality::D)), "{}", element.key);
            let radius = line.diameter_mm / 2000.0;
            for segment in &shape_of(element, &ground).segments {
                let wanted = ground.height_at(segment.a[0], segment.a[1]) - 1.0 - radius;
                assert!(
                    (segment.a[2] - wanted).abs() < 1e-6,
                    "{}: {} of {wanted}",
                    element.key,
                    segment.a[2]
                );
                points += 1;
            }
        }
        assert_eq!(mains.len(), 17_755, "{file}");
        assert!(points > 50_000, "{file}: {points}");
    }
}

#[test]
fn imported_mains_answer_the_spatial_queries_of_shapely() {
    let Some(reference) = data("reference/nanaimo_spatial_queries.json") else { return };
    let reference: Value = serde_json::from_str(&std::fs::read_to_string(reference).unwrap()).unwrap();
    for file in ["underground/nanaimo_pipes.geojson.gz", "underground/nanaimo_water_shp.zip"] {
        let Some(community) = imported(file) else { continue };
        let (index, names) = flat(&community);
        assert_eq!(index.len() as u64, reference["features"].as_u64().unwrap(), "{file}");
        let [x0, y0, _] = community.frame.anchor_m;
        for query in reference["box_queries"].as_array().unwrap() {
            let corner: Vec<f64> =
                query["box"].as_array().unwrap().iter().filter_map(Value::as_f64).collect();
            let aabb = Aabb::from_corners(
                [corner[0] - x0, corner[1] - y0, 0.0],
                [corner[2] - x0, corner[3] - y0, 0.0],
            );
            assert_eq!(
                Some(index.boxes_in_box(&aabb).len() as u64),
                query["aabb_hits"].as_u64(),
                "{file} {query}"
            );
            assert_eq!(
                Some(index.in_box(&aabb).len() as u64),
                query["exact_hits"].as_u64(),
                "{file} {query}"
            );
        }
        for query in reference["nearest"].as_array().unwrap() {
            let at = |i: usize| query["point"][i].as_f64().unwrap();
            let found = index.nearest([at(0) - x0, at(1) - y0, 0.0], 5);
            let wanted = query["nearest5"].as_array().unwrap();
            for (found, wanted) in found.iter().zip(wanted) {
                let distance = wanted["distance_m"].as_f64().unwrap();
                assert!((found.distance_m - distance).abs() < 0.011, "{file} {found:?} {wanted}");
                let tied = wanted_ties(query, distance);
                let named = names[found.id.index()] == wanted["PIPEID"].as_f64().unwrap() as i64;
                assert!(named || tied, "{file} {found:?} {wanted}");
            }
        }
    }
}

/// Whether two neighbours are as far as that, so that they may change places.
fn wanted_ties(query: &Value, distance: f64) -> bool {
    let all = query["nearest5"].as_array().unwrap().iter();
    all.filter(|other| (other["distance_m"].as_f64().unwrap() - distance).abs() < 0.011).count() > 1
}

/// The mains in plan, one shape a feature, and their PIPEID.
fn flat(community: &Community) -> (SpatialIndex, Vec<i64>) {
    let mut shapes: Vec<(String, Shape, i64)> = Vec::new();
    for element in community.elements() {
        let (Kind::UtilityLine(_), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let name = feature(element.key.as_str());
        let pipe = element.attributes.get("PIPEID").and_then(|value| value.as_f64()).unwrap_or(-1.0) as i64;
        if shapes.last().is_none_or(|(last, ..)| last != name) {
            shapes.push((name.to_owned(), Shape::default(), pipe));
        }
        let flat = |p: [f64; 3]| [p[0], p[1], 0.0];
        let pieces =
            points.windows(2).map(|pair| Segment { a: flat(pair[0]), b: flat(pair[1]), radius_m: 0.0 });
        shapes.last_mut().unwrap().1.segments.extend(pieces);
    }
    let names = shapes.iter().map(|(.., pipe)| *pipe).collect();
    let items =
        shapes.into_iter().zip(0..).map(|((_, shape, _), id)| (ElementId(id), Arc::new(shape))).collect();
    (SpatialIndex::bulk(items).unwrap(), names)
}
