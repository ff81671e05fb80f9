//! Files that are cut off, altered, or lie about themselves.

use std::time::{Duration, Instant};

use linli_model::{NoProgress, Progress};

use super::*;
use crate::vector::wkb;

const ALL: [(&Format, &str, &[u8]); 6] = [
    (&GEOPACKAGE, "district.gpkg", DISTRICT),
    (&FLATGEOBUF, "buildings.fgb", BUILDINGS_FGB),
    (&FLATGEOBUF, "pipes.fgb", PIPES_FGB),
    (&GEOPARQUET, "buildings.parquet", BUILDINGS_PARQUET),
    (&GEOPARQUET, "buildings-v2.parquet", BUILDINGS_V2),
    (&GEOPARQUET, "pipes-zstd.parquet", PIPES_ZSTD),
];

/// Reads without a look at what it is; a panic fails the test.
fn try_read(format: &Format, name: &str, bytes: Vec<u8>) -> Result<Reading, Rejection> {
    let limits = Limits { decompressed_bytes: 64 << 20, ..Limits::default() };
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    (format.read)(&Input { name: name.to_owned(), bytes, path: None }, &context)
}

#[test]
fn no_cut_and_no_flipped_byte_makes_a_reader_panic() {
    for (format, name, bytes) in ALL {
        // Some four hundred places of each: a database is opened anew for every one.
        let step = (bytes.len() / 400).max(1);
        for at in (1..bytes.len()).step_by(step) {
            let mut flipped = bytes.to_vec();
            flipped[at] ^= 0xff;
            let _ = try_read(format, name, flipped);
            if at % (8 * step) == 1 {
                let _ = try_read(format, name, bytes[..at].to_vec());
            }
        }
    }
}

#[test]
fn what_is_cut_off_is_said() {
    for (format, name, bytes) in ALL {
        let cut = bytes[..bytes.len() * 9 / 10].to_vec();
        match try_read(format, name, cut) {
            Ok(reading) => {
                let said =
                    ["CIM-VT-011", "CIM-VT-012"].iter().any(|id| reading.report.codes.contains_key(id));
                assert!(said, "{name}: {:?}", reading.report.codes);
            }
            Err(rejection) => assert_eq!(rejection.0.code.id, "CIM-VT-001", "{name}"),
        }
    }
}

fn wkb_of(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

#[test]
fn counts_that_lie_cost_nothing() {
    let line = |count: u32| wkb_of(&[&[1], &2_u32.to_le_bytes(), &count.to_le_bytes(), &[0; 32]]);
    assert!(wkb::read(&line(2)).is_err(), "one place twice");
    for count in [3, u32::MAX] {
        let problem = wkb::read(&line(count)).unwrap_err();
        assert_eq!(problem.code.id, "CIM-VT-010");
        assert!(problem.detail.starts_with(&format!("a count of {count}")), "{}", problem.detail);
    }
    let mut nested = Vec::new();
    for _ in 0..100_000 {
        nested.extend(wkb_of(&[&[1], &7_u32.to_le_bytes(), &1_u32.to_le_bytes()]));
    }
    let problem = wkb::read(&nested).unwrap_err();
    assert!(problem.detail.contains("nested deeper"), "{}", problem.detail);
    let circle = wkb_of(&[&[1], &8_u32.to_le_bytes(), &0_u32.to_le_bytes()]);
    assert_eq!(wkb::read(&circle).unwrap_err().code.id, "CIM-VT-017");
}

#[test]
fn points_are_read_in_both_byte_orders_and_with_measures() {
    let big =
        wkb_of(&[&[0], &3001_u32.to_be_bytes(), &[1.0_f64, 2.0, 3.0, 9.0].map(f64::to_be_bytes).concat()]);
    let shape = wkb::read(&big).unwrap();
    assert_eq!((shape.parts, shape.has_z), (vec![Geometry::Point([1.0, 2.0, 3.0])], true));
    let with_srid = wkb_of(&[
        &[1],
        &0xa000_0001_u32.to_le_bytes(),
        &4549_u32.to_le_bytes(),
        &[1.0_f64, 2.0, 3.0].map(f64::to_le_bytes).concat(),
    ]);
    assert_eq!(wkb::read(&with_srid).unwrap().parts, vec![Geometry::Point([1.0, 2.0, 3.0])]);
}

#[test]
fn a_long_length_of_a_feature_is_not_believed() {
    let mut bytes = PIPES_FGB.to_vec();
    // The length of the header follows the first eight bytes; the first feature follows the header.
    let header = u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
    bytes[12 + header..16 + header].copy_from_slice(&u32::MAX.to_le_bytes());
    let reading = try_read(&FLATGEOBUF, "pipes.fgb", bytes).unwrap();
    assert_eq!(reading.report.codes.get("CIM-VT-011"), Some(&1));
    assert!(reading.elements.is_empty());
}

/// Somebody who stops the reading at once.
struct Stopped;

impl Progress for Stopped {
    fn step(&self, _: &str, _: u64, _: u64) {}
    fn cancelled(&self) -> bool {
        true
    }
}

#[test]
fn reading_can_be_stopped_and_limits_hold() {
    let few = Limits { objects: 1, ..Limits::default() };
    for (format, name, bytes) in ALL {
        let context = ReadContext { limits: &few, progress: &NoProgress, crs: None };
        let error = (format.read)(&input(name, bytes), &context).unwrap_err();
        assert_eq!(error.0.code.id, "CIM-VT-002", "{name}");
    }
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &Stopped, crs: None };
    let error = (FLATGEOBUF.read)(&input("pipes.fgb", PIPES_FGB), &context).unwrap_err();
    assert_eq!(error.0.code.id, "CIM-VT-003");
}

/// The districts' database after some changes.
fn changed_database(changes: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trap.gpkg");
    std::fs::write(&path, DISTRICT).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch(changes).unwrap();
    drop(database);
    std::fs::read(&path).unwrap()
}

const INSTEAD_OF_PIPES: &str = "UPDATE gpkg_contents SET table_name = 'trap' WHERE table_name = 'pipes'; \
     UPDATE gpkg_geometry_columns SET table_name = 'trap' WHERE table_name = 'pipes';";

#[test]
fn rows_of_a_view_that_grow_beyond_the_limit_refuse_the_file() {
    for value in ["zeroblob(40000000)", "hex(zeroblob(20000000))"] {
        for column in ["geom", "note"] {
            let other = if column == "geom" { "note" } else { "geom" };
            let bytes = changed_database(&format!(
                "CREATE VIEW trap AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20) \
                 SELECT i AS fid, {value} AS {column}, NULL AS {other} FROM n; {INSTEAD_OF_PIPES}"
            ));
            let error = try_read(&GEOPACKAGE, "trap.gpkg", bytes).unwrap_err();
            assert_eq!(error.0.code.id, "CIM-VT-002", "{value} {column}: {error}");
        }
    }
}

#[test]
fn the_tables_of_contents_are_not_copied_without_end() {
    let bytes = changed_database(
        "UPDATE gpkg_spatial_ref_sys SET definition = hex(zeroblob(10000000)) WHERE srs_id = 4549",
    );
    let error = try_read(&GEOPACKAGE, "trap.gpkg", bytes).unwrap_err();
    assert_eq!(
        (error.0.code.id, error.0.detail.contains("bytes of contents")),
        ("CIM-VT-002", true),
        "{error}"
    );
}

#[test]
fn a_view_that_never_ends_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trap.gpkg");
    std::fs::write(&path, DISTRICT).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE VIEW trap AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
             SELECT i AS fid, NULL AS geom FROM n WHERE i < 0; \
             UPDATE gpkg_contents SET table_name = 'trap' WHERE table_name = 'pipes'; \
             UPDATE gpkg_geometry_columns SET table_name = 'trap' WHERE table_name = 'pipes';",
        )
        .unwrap();
    drop(database);
    let begun = Instant::now();
    let reading = try_read(&GEOPACKAGE, "trap.gpkg", std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(reading.report.codes.get("CIM-VT-012"), Some(&1), "{:?}", reading.report.messages);
    assert_eq!(reading.report.objects["buildings"], 3, "the other layer is read");
    assert!(begun.elapsed() < Duration::from_secs(120));
}
