//! 17,755 water pipes against the answers of shapely.

use std::io::Read;

use serde_json::Value;

use super::*;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");

struct Pipes {
    index: SpatialIndex,
    shapes: Vec<Arc<Shape>>,
    /// PIPEID of each element.
    names: Vec<i64>,
}

/// Pipes in EPSG:26910 without height; `None` where the data is not there.
fn pipes() -> Option<Pipes> {
    let file = std::fs::File::open(format!("{DATA}/underground/nanaimo_pipes.geojson.gz")).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).ok()?;
    let document: Value = serde_json::from_str(&text).ok()?;
    let from = proj4rs::Proj::from_proj_string("+proj=longlat +datum=WGS84 +no_defs").ok()?;
    let to = proj4rs::Proj::from_proj_string("+proj=utm +zone=10 +datum=NAD83 +units=m +no_defs").ok()?;
    let project = |position: &Value| -> Option<Point3> {
        let (longitude, latitude) = (position[0].as_f64()?, position[1].as_f64()?);
        let mut p = (longitude.to_radians(), latitude.to_radians(), 0.0);
        proj4rs::transform::transform(&from, &to, &mut p).ok()?;
        Some([p.0, p.1, 0.0])
    };
    let (mut shapes, mut names) = (Vec::new(), Vec::new());
    for feature in document["features"].as_array()? {
        let geometry = &feature["geometry"];
        let one = [geometry["coordinates"].clone()];
        let lines: &[Value] = match geometry["type"].as_str()? {
            "LineString" => &one,
            _ => geometry["coordinates"].as_array()?,
        };
        let mut shape = Shape::default();
        for line in lines {
            let points: Vec<Point3> = line.as_array()?.iter().map(project).collect::<Option<_>>()?;
            let piece = |p: &[Point3]| Segment { a: p[0], b: p[1], radius_m: 0.0 };
            shape.segments.extend(points.windows(2).map(piece));
        }
        shapes.push(Arc::new(shape));
        names.push(feature["properties"]["PIPEID"].as_f64().unwrap_or(-1.0) as i64);
    }
    let items = shapes.iter().cloned().zip(0..).map(|(shape, id)| (ElementId(id), shape)).collect();
    Some(Pipes { index: SpatialIndex::bulk(items).ok()?, shapes, names })
}

fn reference() -> Option<Value> {
    let text = std::fs::read_to_string(format!("{DATA}/reference/nanaimo_spatial_queries.json")).ok()?;
    serde_json::from_str(&text).ok()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn flat_box(value: &Value) -> Aabb {
    let [x0, y0, x1, y1] = [0, 1, 2, 3].map(|i| number(&value[i]));
    Aabb::from_corners([x0, y0, 0.0], [x1, y1, 0.0])
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[test]
fn box_nearest_and_pair_queries_agree_with_shapely() {
    let (Some(pipes), Some(reference)) = (pipes(), reference()) else {
        eprintln!("skipped: no pipe data or reference answers under {DATA}");
        return;
    };
    assert_eq!(pipes.index.len() as u64, reference["features"].as_u64().unwrap_or(0));
    let mut exact = 0;
    let boxes = list(&reference["box_queries"]);
    for query in boxes {
        let aabb = flat_box(&query["box"]);
        let cheap = pipes.index.boxes_in_box(&aabb).len() as f64;
        let hits = pipes.index.in_box(&aabb).len() as f64;
        assert!((cheap - number(&query["aabb_hits"])).abs() <= 1.0, "{query} {cheap}");
        assert!((hits - number(&query["exact_hits"])).abs() <= 1.0, "{query} {hits}");
        exact += usize::from(cheap == number(&query["aabb_hits"]) && hits == number(&query["exact_hits"]));
    }
    assert_eq!((boxes.len(), exact), (25, 25));
    let points = list(&reference["nearest"]);
    assert_eq!(points.len(), 25);
    for query in points {
        let point = [number(&query["point"][0]), number(&query["point"][1]), 0.0];
        let got = pipes.index.nearest(point, 5);
        for (got, wanted) in got.iter().zip(list(&query["nearest5"])) {
            let d = number(&wanted["distance_m"]);
            assert!((got.distance_m - d).abs() < 0.01, "{got:?} {wanted}");
            // Neighbours at the same distance may change places.
            let named = pipes.names[got.id.index()] as f64 == number(&wanted["PIPEID"]);
            let tied =
                list(&query["nearest5"]).iter().filter(|o| (number(&o["distance_m"]) - d).abs() < 0.01);
            assert!(named || tied.count() > 1, "{got:?} {wanted}");
        }
    }
    check_pairs(&pipes, &reference["pairs_in_1200m_window"]);
}

fn check_pairs(pipes: &Pipes, wanted: &Value) {
    let ids = pipes.index.in_box(&flat_box(&wanted["window"]));
    assert_eq!(ids.len() as f64, number(&wanted["features"]));
    let (mut near, mut touching) = (0, 0);
    for &id in &ids {
        let found = pipes.index.within(2.0, &pipes.shapes[id.index()]).unwrap_or_default();
        for other in found.iter().filter(|n| n.id > id && ids.binary_search(&n.id).is_ok()) {
            near += 1;
            touching += usize::from(other.distance_m < 1e-6);
        }
    }
    assert!((f64::from(near) - number(&wanted["pairs_within_2m"])).abs() <= 1.0, "{near}");
    assert!((touching as f64 - number(&wanted["pairs_touching_or_crossing"])).abs() <= 1.0, "{touching}");
}
