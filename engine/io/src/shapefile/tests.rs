//! Against the independent figures of Nanaimo, and against bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use linli_model::{Element, Geometry, Kind, Medium, NoProgress};
use serde_json::Value;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::Limits;

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: Some("EPSG:26910") }
}

fn data(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(name);
    if !path.is_file() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn length_m(element: &Element) -> f64 {
    let Geometry::Line(points) = &element.geometry else { return 0.0 };
    points.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum()
}

#[test]
fn the_mains_of_nanaimo_have_the_length_that_shapely_gives() {
    let (Some(zip), Some(reference)) =
        (data("underground/nanaimo_water_shp.zip"), data("reference/nanaimo_spatial_queries.json"))
    else {
        return;
    };
    let reference: Value = serde_json::from_str(&std::fs::read_to_string(reference).unwrap()).unwrap();
    let limits = Limits::default();
    let input = Input::open(&zip, &limits).unwrap();
    assert!(recognise(&input));
    let reading = read(&input, &context(&limits)).unwrap();
    assert_eq!(reading.report.objects["pipes"], reference["features"].as_u64().unwrap());
    let mains: Vec<&Element> =
        reading.elements.iter().filter(|e| matches!(&e.kind, Kind::UtilityLine(_))).collect();
    let pipes: std::collections::BTreeSet<&str> =
        mains.iter().map(|e| e.key.as_str().split('#').next().unwrap_or_default()).collect();
    assert_eq!(pipes.len(), 17_755);
    let length: f64 = mains.iter().map(|e| length_m(e)).sum();
    let wanted = reference["total_length_m"].as_f64().unwrap();
    // The reference went through degrees of seven digits and back, a centimetre a point.
    assert!((length - wanted).abs() < 5.0, "{length} of {wanted}");
    let Kind::UtilityLine(first) = &mains[0].kind else { panic!("no line") };
    assert_eq!((first.medium, first.diameter_mm, first.year), (Medium::Water, 200.0, Some(1932)));
    assert!(first.depth_assumed);
    assert_eq!(reading.report.codes.get("CIM-SH-011"), Some(&1), "services.dbf is absent");
}

fn shp(records: &[(i32, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = 9994_i32.to_be_bytes().to_vec();
    bytes.resize(28, 0);
    bytes.extend(1000_i32.to_le_bytes());
    bytes.resize(100, 0);
    for (number, content) in records {
        bytes.extend(number.to_be_bytes());
        bytes.extend(((content.len() / 2) as i32).to_be_bytes());
        bytes.extend(content);
    }
    bytes
}

fn polyline(type_: i32, parts: &[&[[f64; 3]]]) -> Vec<u8> {
    let mut bytes = type_.to_le_bytes().to_vec();
    bytes.resize(36, 0);
    let count: usize = parts.iter().map(|part| part.len()).sum();
    bytes.extend((parts.len() as i32).to_le_bytes());
    bytes.extend((count as i32).to_le_bytes());
    let mut start = 0;
    for part in parts {
        bytes.extend((start as i32).to_le_bytes());
        start += part.len();
    }
    let points = || parts.iter().flat_map(|part| part.iter());
    points().for_each(|p| bytes.extend(p[..2].iter().flat_map(|v| v.to_le_bytes())));
    if (11..=18).contains(&type_) {
        bytes.extend([0; 16]);
        points().for_each(|p| bytes.extend(p[2].to_le_bytes()));
    }
    bytes
}

fn dbf(driver: u8, fields: &[(&str, u8, u8)], rows: &[&[&[u8]]]) -> Vec<u8> {
    let row_length = 1 + fields.iter().map(|field| usize::from(field.2)).sum::<usize>();
    let header = 32 + 32 * fields.len() + 1;
    let mut bytes = vec![3, 126, 11, 30];
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend((header as u16).to_le_bytes());
    bytes.extend((row_length as u16).to_le_bytes());
    bytes.resize(29, 0);
    bytes.push(driver);
    bytes.resize(32, 0);
    for (name, kind, length) in fields {
        let start = bytes.len();
        bytes.extend(encoding_rs::GBK.encode(name).0.iter());
        bytes.resize(start + 11, 0);
        bytes.push(*kind);
        bytes.resize(start + 16, 0);
        bytes.push(*length);
        bytes.resize(start + 32, 0);
    }
    bytes.push(13);
    for row in rows {
        bytes.push(b' ');
        for (value, field) in row.iter().zip(fields) {
            let start = bytes.len();
            bytes.extend(*value);
            bytes.resize(start + usize::from(field.2), b' ');
        }
    }
    bytes
}

fn archive(files: &[(&str, &[u8])]) -> Input {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    Input { name: "town.zip".into(), bytes: writer.finish().unwrap().into_inner(), path: None }
}

const A: [f64; 3] = [500_000.0, 3_300_000.0, 2.0];
const B: [f64; 3] = [500_030.0, 3_300_040.0, 2.5];

#[test]
fn chinese_tables_are_read_with_and_without_a_code_page() {
    let limits = Limits::default();
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let (name, gas, manhole) = (gbk("星河路"), gbk("燃气"), gbk("钢"));
    let fields = [("名称", b'C', 20), ("管类", b'C', 8), ("管径", b'N', 6), ("材质", b'C', 6)];
    let shapes = shp(&[(1, polyline(13, &[&[A, B]])), (2, polyline(3, &[&[A, B], &[B, A]]))]);
    let rows: [&[&[u8]]; 2] = [&[&name, &gas, b"160", &manhole], &[&name, &gas, b"1x0", &manhole]];
    for (driver, cpg) in [(0x4d, None), (0, Some("GBK")), (0, None), (0x57, Some("936"))] {
        let table = dbf(driver, &fields, &rows);
        let mut files = vec![("a/pipes.SHP", shapes.as_slice()), ("a/pipes.dbf", table.as_slice())];
        files.extend(cpg.map(|cpg| ("a/pipes.cpg", cpg.as_bytes())));
        let reading = read(&archive(&files), &context(&limits)).unwrap();
        let Kind::UtilityLine(line) = &reading.elements[0].kind else { panic!("{:?}", reading.elements[0]) };
        assert_eq!((line.medium, line.diameter_mm), (Medium::Gas, 160.0));
        assert_eq!(
            (reading.elements[0].name.as_deref(), line.material.as_deref()),
            (Some("星河路"), Some("钢"))
        );
        let guessed = driver == 0 && cpg.is_none();
        assert_eq!(reading.report.codes.contains_key("CIM-SH-015"), guessed, "{driver} {cpg:?}");
        assert_eq!(reading.report.codes.get("CIM-SH-014"), Some(&1), "1x0 is no figure");
        assert_eq!(reading.elements.len(), 3, "the second record has two parts");
        assert_eq!(reading.elements[0].geometry.aabb().max[2], 2.5);
    }
}

#[test]
fn counts_that_lie_cost_nothing_and_bad_records_are_named() {
    let limits = Limits::default();
    let mut huge = polyline(3, &[&[A, B]]);
    huge[40..44].copy_from_slice(&i32::MAX.to_le_bytes());
    let mut wrong = polyline(3, &[&[A, B]]);
    wrong[44..48].copy_from_slice(&9_i32.to_le_bytes());
    let point = [f64::NAN, 0.0, 0.0];
    let shapes = shp(&[
        (1, huge),
        (2, wrong),
        (3, polyline(3, &[&[A, point]])),
        (4, 31_i32.to_le_bytes().to_vec()),
        (5, polyline(3, &[&[A, A]])),
        (6, 0_i32.to_le_bytes().to_vec()),
        (7, polyline(3, &[&[A, B]])),
    ]);
    let input = Input { name: "gas.shp".into(), bytes: shapes, path: None };
    assert!(recognise(&input));
    let reading = read(&input, &context(&limits)).unwrap();
    let places: Vec<(&str, &str)> =
        reading.report.messages.iter().map(|m| (m.code.id, m.place.as_str())).collect();
    for wanted in [
        ("CIM-SH-010", "gas record 1"),
        ("CIM-SH-010", "gas record 2"),
        ("CIM-GJ-022", "gas record 3"),
        ("CIM-SH-010", "gas record 4"),
        ("CIM-GJ-025", "gas record 5"),
    ] {
        assert!(places.contains(&wanted), "{wanted:?} in {places:?}");
    }
    let with_line = reading.elements.iter().filter(|e| matches!(e.geometry, Geometry::Line(_))).count();
    assert_eq!(with_line, 1);
}

#[test]
fn polygons_keep_their_holes() {
    let square = |x: f64, size: f64, clockwise: bool| {
        let mut ring =
            vec![[x, x, 0.0], [x, x + size, 0.0], [x + size, x + size, 0.0], [x + size, x, 0.0], [x, x, 0.0]];
        if !clockwise {
            ring.reverse();
        }
        ring
    };
    let (outer, hole, other) = (square(0.0, 30.0, true), square(10.0, 10.0, false), square(50.0, 5.0, true));
    let shapes = shp(&[(1, polyline(5, &[&outer, &hole, &other]))]);
    let limits = Limits::default();
    let input = Input { name: "areas.shp".into(), bytes: shapes, path: None };
    let reading = read(&input, &context(&limits)).unwrap();
    let Geometry::Area(polygons) = &reading.elements[0].geometry else { panic!("no area") };
    let area: f64 = polygons.iter().map(linli_model::Polygon::area_m2).sum();
    assert_eq!((polygons.len(), area), (2, 900.0 - 100.0 + 25.0));
}

#[test]
fn no_cut_and_no_flipped_byte_makes_it_panic() {
    let shapes = shp(&[(1, polyline(13, &[&[A, B], &[B, A]])), (2, polyline(5, &[&[A, B, [0.0; 3], A]]))]);
    let table = dbf(0, &[("id", b'N', 4), ("t", b'C', 4)], &[&[b"1", b"x"], &[b"2", b"y"]]);
    let limits = Limits::default();
    for at in 1..shapes.len().max(table.len()) {
        let broken = |bytes: &[u8], flip: bool| {
            let mut bytes = bytes.to_vec();
            if flip {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 0xff;
                }
            } else {
                bytes.truncate(at);
            }
            bytes
        };
        for flip in [true, false] {
            let (shapes, table) = (broken(&shapes, flip), broken(&table, flip));
            let input = archive(&[("x.shp", &shapes), ("x.dbf", &table)]);
            let _ = read(&input, &context(&limits));
        }
    }
}
