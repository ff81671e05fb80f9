//! Against independent coordinates, and PROJ against the pure Rust projection.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn reference(name: &str) -> Option<String> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/reference"));
    let text = fs::read_to_string(folder.join(name)).ok();
    if text.is_none() {
        eprintln!("skipped: no reference data {name}");
    }
    text
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

fn assert_near(found: [f64; 2], expected: [f64; 2], tolerance: f64, what: &str) {
    let distance = (found[0] - expected[0]).hypot(found[1] - expected[1]);
    assert!(distance < tolerance, "{what}: {found:?} instead of {expected:?}, {distance} away");
}

#[test]
fn every_reference_coordinate_is_met_within_a_millimetre() {
    let Some(text) = reference("crs_transforms.json") else { return };
    let blocks: Value = serde_json::from_str(&text).unwrap();
    let mut checked = 0;
    for block in ["to_4549", "central_meridian_choice", "other"] {
        for row in blocks[block].as_array().unwrap() {
            let from = row["from"].as_u64().unwrap_or(4490);
            let to = row["to"].as_u64().or(row["epsg"].as_u64()).unwrap_or(4549);
            let easting = row.get("easting").or(row.get("x")).unwrap();
            let northing = row.get("northing").or(row.get("y")).unwrap();
            let there = Transform::new(&format!("EPSG:{from}"), &format!("EPSG:{to}")).unwrap();
            let lonlat = [number(&row["lon"]), number(&row["lat"])];
            let found = there.point(lonlat).unwrap();
            assert_near(found, [number(easting), number(northing)], 0.001, &row.to_string());
            let back = Transform::new(&format!("EPSG:{to}"), &format!("EPSG:{from}")).unwrap();
            // Back within 2 mm: PROJ's own way back from LV95 is that loose, the others are exact.
            assert_near(back.point(found).unwrap(), lonlat, 2e-8, &row.to_string());
            if block == "central_meridian_choice" {
                assert_eq!(projected_crs_for(lonlat[0], lonlat[1]), format!("EPSG:{to}"), "{row}");
            }
            checked += 1;
        }
    }
    assert_eq!(checked, 68 + 15 + 13);
}

/// Evaluates the accept/expect pairs of a gie file of two init steps (the second one's system).
fn gie_pairs(text: &str) -> Vec<([f64; 2], [f64; 2])> {
    let numbers = |line: &str| -> Vec<f64> {
        line.split_whitespace().skip(1).filter_map(|word| word.parse().ok()).collect()
    };
    let mut pairs = Vec::new();
    let mut accepted = None;
    for line in text.lines() {
        match line.split_whitespace().next() {
            Some("operation") if !pairs.is_empty() => break,
            Some("accept") => accepted = numbers(line).try_into().ok(),
            Some("expect") => pairs.extend(accepted.take().zip(numbers(line).try_into().ok())),
            _ => {}
        }
    }
    pairs
}

#[test]
fn the_geodesists_own_transverse_mercator_tests_pass() {
    for (file, from, to) in [
        (
            "proj_gie/5101.1-jhs.gie",
            "EPSG:4326",
            "+proj=etmerc +lat_0=49 +lon_0=-2 +k_0=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=WGS84 +units=m",
        ),
        ("proj_gie/5101.3-jhs.gie", "EPSG:4283", "EPSG:28354"),
    ] {
        let Some(text) = reference(file) else { return };
        let pairs = gie_pairs(&text);
        assert!(pairs.len() >= 8, "{file}: {} pairs", pairs.len());
        let there = Transform::new(from, to).unwrap();
        let back = Transform::new(to, from).unwrap();
        let mut checked = 0;
        for (accepted, expected) in pairs {
            // Both files give places forwards, then the same places backwards.
            let forwards = accepted[0].abs() <= 180.0 && accepted[1].abs() <= 90.0;
            let transform = if forwards { &there } else { &back };
            let tolerance = if forwards { 0.03 } else { 1e-6 };
            assert_near(transform.point(accepted).unwrap(), expected, tolerance, file);
            checked += 1;
        }
        eprintln!("{file}: {checked} pairs");
    }
}

#[test]
fn compound_and_three_dimensional_systems_work_horizontally() {
    let rd = CrsInfo::of("EPSG:7415").unwrap();
    assert_eq!((rd.code.as_str(), rd.geographic, rd.metres_per_unit), ("EPSG:28992", false, 1.0));
    assert_eq!(rd.title, "Amersfoort / RD New");
    let plain = Transform::new("EPSG:4326", "EPSG:28992").unwrap().point([4.2727, 52.1044]).unwrap();
    let compound = Transform::new("EPSG:4979", "EPSG:7415").unwrap().point([4.2727, 52.1044]).unwrap();
    assert_near(compound, plain, 1e-6, "EPSG:7415");
    let plateau = CrsInfo::of("EPSG:6697").unwrap();
    assert_eq!((plateau.code.as_str(), plateau.geographic), ("EPSG:6668", true));
}

#[test]
fn units_and_areas_are_told() {
    let kentucky = CrsInfo::of("EPSG:2246").unwrap();
    assert!((kentucky.metres_per_unit - 1200.0 / 3937.0).abs() < 1e-12, "US survey feet");
    let hangzhou = CrsInfo::of("urn:ogc:def:crs:EPSG::4549").unwrap();
    let [west, south, east, north] = hangzhou.area_deg.unwrap();
    assert!(west < 120.0 && 120.0 < east && south < 30.0 && 30.0 < north);
    let cgcs = CrsInfo::of("EPSG:4490").unwrap();
    assert!(cgcs.geographic && cgcs.metres_per_unit == 0.0);
}

#[test]
fn definitions_are_taken_as_well_as_names() {
    let utm = Transform::new("EPSG:4326", "+proj=utm +zone=51 +datum=WGS84").unwrap();
    assert_near(utm.point([120.1551, 30.2741]).unwrap(), [226317.4607, 3352585.6524], 1e-3, "PROJ string");
    // A well-known text of 1998, as shapefiles carry it.
    let wkt = r#"PROJCS["NAD_1983_UTM_Zone_10N",GEOGCS["GCS_North_American_1983",
        DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],
        PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],
        PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],
        PARAMETER["Central_Meridian",-123.0],PARAMETER["Scale_Factor",0.9996],
        PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let info = CrsInfo::of(wkt).unwrap();
    assert!(!info.geographic && info.metres_per_unit == 1.0, "{info:?}");
    let nanaimo = Transform::new("EPSG:4269", wkt).unwrap();
    assert_near(nanaimo.point([-123.9361, 49.1642]).unwrap(), [431757.0742, 5446131.1742], 1e-3, "WKT");
}

#[test]
fn what_is_not_a_map_system_is_refused() {
    for text in [
        "",
        "EPSG:999999",
        "EPSG:4978",
        "EPSG:5773",
        "EPSG:4807",
        "nonsense",
        "+proj=nonsense",
        "GEOGCS[",
        "{\"type\":\"ProjectedCRS\"}",
        "EPSG:\u{0}4326",
        "+proj=pipeline +step +proj=utm",
        "[[[[[[",
        "💥",
    ] {
        assert!(CrsInfo::of(text).is_err(), "{text:?} was taken");
        assert!(Transform::new("EPSG:4326", text).is_err(), "{text:?} was taken");
    }
}

#[test]
fn impossible_places_are_errors() {
    for (from, to, place) in [
        ("EPSG:4326", "EPSG:4549", [500_000.0, 3_300_000.0]),
        ("EPSG:4326", "EPSG:4549", [f64::NAN, 30.0]),
        ("EPSG:4326", "EPSG:3857", [120.0, 90.0 + 1e-6]),
        ("EPSG:28992", "EPSG:4326", [f64::INFINITY, 0.0]),
        ("EPSG:28992", "EPSG:4326", [1e300, 1e300]),
        ("EPSG:4549", "EPSG:4490", [1e300, 1e300]),
    ] {
        let found = Transform::new(from, to).unwrap().point(place);
        assert!(found.is_err(), "{from} → {to} {place:?} gives {found:?}");
    }
    let mut many = [[120.0, 30.0], [120.0, f64::NAN]];
    assert!(Transform::new("EPSG:4326", "EPSG:4549").unwrap().points(&mut many).is_err());
}

#[test]
fn threads_transform_side_by_side() {
    let threads: Vec<_> = (0..6)
        .map(|_| {
            std::thread::spawn(|| {
                (0..20)
                    .map(|_| {
                        let there = Transform::new("EPSG:4326", "EPSG:28992").unwrap();
                        there.point([4.2727, 52.1044]).unwrap()
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    for thread in threads {
        for found in thread.join().unwrap() {
            assert_near(found, [78645.2082, 457937.157], 0.001, "thread");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn china_zones_lead_back_to_where_they_started(
        zone in 0_u16..=20, off in -3.0_f64..3.0, latitude in 3.0_f64..54.0,
    ) {
        let crs = format!("EPSG:{}", 4534 + zone);
        let place = [75.0 + 3.0 * f64::from(zone) + off, latitude];
        let there = Transform::new("EPSG:4490", &crs).unwrap();
        prop_assert!(there.is_pure());
        let back = Transform::new(&crs, "EPSG:4490").unwrap().point(there.point(place).unwrap()).unwrap();
        prop_assert!((back[0] - place[0]).abs() < 1e-9 && (back[1] - place[1]).abs() < 1e-9);
    }

    #[test]
    fn the_pure_projection_agrees_with_proj(
        zone in 0_u16..=20, off in -3.0_f64..3.0, latitude in 3.0_f64..54.0, from in 0_usize..2, to in 0_usize..3,
    ) {
        let meridian = 75 + 3 * zone;
        let place = [f64::from(meridian) + off, latitude];
        let from = ["EPSG:4490", "EPSG:4326"][from];
        let to = [4534 + zone, 4513 + zone, 32600 + meridian / 6 + 31][to];
        let to = format!("EPSG:{to}");
        let pure = Transform::new(from, &to).unwrap();
        prop_assert!(pure.is_pure());
        let found = pure.point(place).unwrap();
        let expected = Transform::by_library(from, &to).unwrap().point(place).unwrap();
        let distance = (found[0] - expected[0]).hypot(found[1] - expected[1]);
        prop_assert!(distance < 1e-6, "{from} → {to} {place:?}: {distance} m");
    }
}
