//! The same layers written by GDAL and Arrow in each format (`make.py`), and bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

mod hostile;

use linli_model::{BuildingUse, Element, Geometry, Kind, Medium, NoProgress, Polygon, Vertical};

use crate::{FLATGEOBUF, Format, GEOPACKAGE, GEOPARQUET, Input, Limits, ReadContext, Reading, Rejection};

const DISTRICT: &[u8] = include_bytes!("district.gpkg");
const BUILDINGS_FGB: &[u8] = include_bytes!("buildings.fgb");
const PIPES_FGB: &[u8] = include_bytes!("pipes.fgb");
const BUILDINGS_PARQUET: &[u8] = include_bytes!("buildings.parquet");
const BUILDINGS_V2: &[u8] = include_bytes!("buildings-v2.parquet");
const PIPES_ZSTD: &[u8] = include_bytes!("pipes-zstd.parquet");

fn input(name: &str, bytes: &[u8]) -> Input {
    Input { name: name.to_owned(), bytes: bytes.to_vec(), path: None }
}

fn read(format: &Format, name: &str, bytes: &[u8]) -> Result<Reading, Rejection> {
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    let input = input(name, bytes);
    assert!((format.recognise)(&input) || bytes.len() < 100, "{name}");
    (format.read)(&input, &context)
}

fn of<'a>(reading: &'a Reading, id: &str) -> &'a Element {
    reading.elements.iter().find(|element| element.source.id == id).unwrap()
}

fn area_m2(element: &Element) -> (usize, f64) {
    let Geometry::Area(polygons) = &element.geometry else { panic!("no area: {element:?}") };
    (polygons.len(), polygons.iter().map(Polygon::area_m2).sum())
}

#[test]
fn buildings_are_the_same_in_every_format() {
    for (format, name, bytes) in [
        (&GEOPACKAGE, "district.gpkg", DISTRICT),
        (&FLATGEOBUF, "buildings.fgb", BUILDINGS_FGB),
        (&GEOPARQUET, "buildings.parquet", BUILDINGS_PARQUET),
        (&GEOPARQUET, "buildings-v2.parquet", BUILDINGS_V2),
    ] {
        let reading = read(format, name, bytes).unwrap();
        assert_eq!(reading.crs.as_deref(), Some("EPSG:4549"), "{name}");
        let (first, second) = (of(&reading, "b1"), of(&reading, "b2"));
        assert_eq!(first.name.as_deref(), Some("星河楼"), "{name}");
        assert_eq!(area_m2(first), (1, 200.0 - 60.0), "{name}: with its courtyard");
        assert_eq!(area_m2(second), (2, 100.0 + 25.0), "{name}");
        let facts = |element: &Element| {
            let building = element.kind.building().unwrap();
            (building.use_, building.height_m, building.storeys_above)
        };
        assert_eq!(facts(first), (BuildingUse::Residential, Some(24.5), Some(8.0)), "{name}");
        assert_eq!(facts(second).0, BuildingUse::Office, "{name}");
        assert_eq!(first.vertical, Vertical::AboveGround, "{name}");
        let text = |key: &str| first.attributes.get(key).map(ToString::to_string).unwrap_or_default();
        // A column of yes, no and nothing reached GDAL as texts: its files hold "True", those of Arrow a true.
        assert_eq!(text("listed").to_lowercase(), "true", "{name}");
        assert!(text("surveyed").starts_with("2026-03-01"), "{name}: {}", text("surveyed"));
        // The index of FlatGeobuf takes no feature without geometry.
        let without = reading.report.codes.get("CIM-GJ-020").copied().unwrap_or_default();
        let all = if format.id == "flatgeobuf" { 2 } else { 3 };
        let layer = if format.id == "geopackage" || format.id == "flatgeobuf" {
            "buildings"
        } else {
            &name[..name.len() - 8]
        };
        assert_eq!(reading.report.objects[layer], all, "{name}");
        let bare =
            reading.elements.iter().filter(|element| element.geometry == Geometry::None).count() as u64;
        assert_eq!(bare, all - 2, "{name} {without}");
    }
}

#[test]
fn pipes_keep_their_heights_in_every_format() {
    for (format, name, bytes) in [
        (&GEOPACKAGE, "district.gpkg", DISTRICT),
        (&FLATGEOBUF, "pipes.fgb", PIPES_FGB),
        (&GEOPARQUET, "pipes-zstd.parquet", PIPES_ZSTD),
    ] {
        let reading = read(format, name, bytes).unwrap();
        let lines: Vec<_> = ["p1", "p2"].map(|id| of(&reading, id)).into_iter().collect();
        let facts = |element: &Element| match &element.kind {
            Kind::UtilityLine(line) => (line.medium, line.diameter_mm, line.material.clone()),
            other => panic!("{name}: {other:?}"),
        };
        assert_eq!(facts(lines[0]), (Medium::Gas, 160.0, Some("钢".to_owned())), "{name}");
        assert_eq!(facts(lines[1]), (Medium::Sewage, 400.0, Some("PVC".to_owned())), "{name}");
        let wanted = vec![
            [500_000.0, 3_300_020.0, 3.5],
            [500_030.0, 3_300_020.0, 3.25],
            [500_030.0, 3_300_060.0, 3.0],
        ];
        assert_eq!(lines[0].geometry, Geometry::Line(wanted), "{name}");
        assert_eq!(lines[0].vertical, Vertical::Absolute, "{name}");
        assert!(reading.has_heights, "{name}");
    }
}

#[test]
fn layers_of_a_geopackage_have_keys_of_their_own_and_other_tables_are_named() {
    let reading = read(&GEOPACKAGE, "district.gpkg", DISTRICT).unwrap();
    let keys: Vec<&str> = reading.elements.iter().map(|element| element.key.as_str()).collect();
    assert!(keys.contains(&"district/buildings/b1") && keys.contains(&"district/pipes/p2"), "{keys:?}");
    let left: Vec<&str> = reading
        .report
        .messages
        .iter()
        .filter(|message| message.code.id == "CIM-VT-013")
        .map(|message| message.detail.as_str())
        .collect();
    assert_eq!(left, ["notes (attributes)"]);
}

#[test]
fn a_geopackage_is_read_from_the_disk_without_being_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("星河 #1?.gpkg");
    std::fs::write(&path, DISTRICT).unwrap();
    std::fs::write(folder.path().join("星河 #1?.gpkg-wal"), b"an open transaction").unwrap();
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    let reading = (GEOPACKAGE.read)(&Input::open(&path, &limits).unwrap(), &context).unwrap();
    assert_eq!(reading.elements.len(), 5);
    assert_eq!(reading.report.codes.get("CIM-VT-016"), Some(&1), "the log beside it");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing was written");
    assert_eq!(std::fs::read(&path).unwrap(), DISTRICT);
}
