//! Against the figures of the four rasters, and against bad files.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use linli_model::NoProgress;
use tiff::encoder::{TiffEncoder, colortype};
use tiff::tags::Tag;

use super::*;
use crate::{Limits, Transform};

fn context(limits: &Limits) -> ReadContext<'_> {
    ReadContext { limits, progress: &NoProgress, crs: None }
}

fn read_bytes(bytes: Vec<u8>, limits: &Limits) -> Result<Reading, Rejection> {
    read(&Input { name: "dem.tif".into(), bytes, path: None }, &context(limits))
}

fn grid_of(reading: &Reading) -> &TerrainGrid {
    match &reading.elements[0].geometry {
        Geometry::Grid(grid) => grid,
        other => panic!("not a grid: {other:?}"),
    }
}

struct Figures {
    file: &'static str,
    size: (u32, u32),
    heights: (f32, f32),
    crs: &'static str,
    north_west: [f64; 2],
    south_east: [f64; 2],
    holes: bool,
}

const FIGURES: [Figures; 4] = [
    Figures {
        file: "helsinki_lapinlahti_elevation_2021.tif",
        size: (274, 210),
        heights: (0.0, 10.988),
        crs: "EPSG:4326",
        north_west: [24.9104, 60.1695],
        south_east: [24.9145, 60.1664],
        holes: false,
    },
    Figures {
        file: "ky4_elevation.tif",
        size: (587, 402),
        heights: (117.438, 226.242),
        crs: "EPSG:3547",
        north_west: [-85.6814, 38.1],
        south_east: [-85.4962, 37.9993],
        holes: false,
    },
    Figures {
        file: "nanaimo_dem.tif",
        size: (1364, 1104),
        heights: (0.0, 1021.0),
        crs: "EPSG:26910",
        north_west: [-124.1601, 49.2746],
        south_east: [-123.8008, 49.089],
        holes: true,
    },
    Figures {
        file: "porto_alegre_elevation.tif",
        size: (413, 403),
        heights: (0.0, 255.0),
        crs: "EPSG:4326",
        north_west: [-51.2549, -29.9976],
        south_east: [-51.1401, -30.1096],
        holes: false,
    },
];

#[test]
fn every_raster_has_its_published_figures() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/dem"));
    if !folder.exists() {
        eprintln!("skipped: no elevation rasters");
        return;
    }
    let limits = Limits::default();
    for figures in FIGURES {
        let file = figures.file;
        let input = Input::open(&folder.join(file), &limits).unwrap();
        assert!(recognise(&input), "{file}");
        let reading = read(&input, &context(&limits)).unwrap();
        let grid = grid_of(&reading);
        assert_eq!((grid.columns, grid.rows), figures.size, "{file}");
        assert_eq!(reading.crs.as_deref(), Some(figures.crs), "{file}");
        let heights = grid.heights_m.iter().copied().filter(|z| z.is_finite());
        let lowest = heights.clone().fold(f32::INFINITY, f32::min);
        let highest = heights.fold(f32::NEG_INFINITY, f32::max);
        assert!((lowest - figures.heights.0).abs() < 1e-3, "{file}: {lowest}");
        assert!((highest - figures.heights.1).abs() < 1e-3, "{file}: {highest}");
        let holes = reading.report.objects.get("points without data").copied().unwrap_or(0);
        eprintln!("{file}: {holes} points without data, messages {:?}", reading.report.codes);
        assert_eq!(holes > 0, figures.holes, "{file}: {holes}");
        // The published extent is that of the pixels' outer edges.
        let edge = |column: f64, row: f64| {
            let xy = [grid.origin_m[0] + column * grid.cell_m[0], grid.origin_m[1] + row * grid.cell_m[1]];
            Transform::new(figures.crs, "EPSG:4326").unwrap().point(xy).unwrap()
        };
        let (columns, rows) = (f64::from(grid.columns), f64::from(grid.rows));
        for (found, expected) in
            [(edge(-0.5, rows - 0.5), figures.north_west), (edge(columns - 0.5, -0.5), figures.south_east)]
        {
            for i in 0..2 {
                assert!((found[i] - expected[i]).abs() < 1.01e-4, "{file}: {found:?} {expected:?}");
            }
        }
    }
}

/// A raster of `values`, `columns` wide, with a pixel of 10 m whose corner is at 500, 900.
fn raster_bytes(columns: u32, values: &[f32], keys: &[u16], no_data: Option<&str>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let rows = values.len() as u32 / columns;
    let mut image = encoder.new_image::<colortype::Gray32Float>(columns, rows).unwrap();
    let directory = image.encoder();
    directory.write_tag(Tag::ModelPixelScaleTag, &[10.0_f64, 10.0, 0.0][..]).unwrap();
    directory.write_tag(Tag::ModelTiepointTag, &[0.0_f64, 0.0, 0.0, 500.0, 900.0, 0.0][..]).unwrap();
    directory.write_tag(Tag::GeoKeyDirectoryTag, keys).unwrap();
    if let Some(text) = no_data {
        directory.write_tag(Tag::GdalNodata, text).unwrap();
    }
    image.write_data(values).unwrap();
    bytes.into_inner()
}

#[test]
fn rows_are_turned_and_holes_kept() {
    let values = [1.0, 2.0, 3.0, 4.0, -9999.0, f32::NAN];
    let utm = [1, 1, 0, 2, 1024, 0, 1, 1, 3072, 0, 1, 32651];
    let limits = Limits::default();
    let area = read_bytes(raster_bytes(2, &values, &utm, None), &limits).unwrap();
    let grid = grid_of(&area);
    assert_eq!((grid.origin_m, grid.cell_m), ([505.0, 875.0], [10.0, 10.0]));
    assert_eq!((grid.at(0, 2), grid.at(1, 2), grid.at(0, 1)), (Some(1.0), Some(2.0), Some(3.0)));
    assert_eq!((grid.at(0, 0), grid.at(1, 0)), (None, None), "−9999 and NaN are holes");
    assert_eq!(area.report.codes.get("CIM-GT-011"), Some(&1));
    assert_eq!(area.crs.as_deref(), Some("EPSG:32651"));
    // The same as points, in US feet, with 4 for no data.
    let point = [1, 1, 0, 3, 1025, 0, 1, 2, 3072, 0, 1, 32651, 4099, 0, 1, 9003];
    let points = read_bytes(raster_bytes(2, &values, &point, Some("4")), &limits).unwrap();
    let grid = grid_of(&points);
    assert_eq!(grid.origin_m, [500.0, 880.0]);
    assert_eq!(grid.at(1, 1), None);
    assert!((grid.at(1, 2).unwrap() - 2.0 * 1200.0 / 3937.0).abs() < 1e-7);
}

#[test]
fn what_is_no_elevation_is_refused_by_name() {
    let code = |bytes: Vec<u8>, limits: &Limits| {
        read_bytes(bytes, limits).map_or_else(|rejection| rejection.0.code.id, |_| "accepted")
    };
    let limits = Limits::default();
    let mut picture = Cursor::new(Vec::new());
    TiffEncoder::new(&mut picture).unwrap().write_image::<colortype::RGB8>(2, 2, &[7; 12]).unwrap();
    assert_eq!(code(picture.into_inner(), &limits), "CIM-GT-002");
    let mut nowhere = Cursor::new(Vec::new());
    TiffEncoder::new(&mut nowhere).unwrap().write_image::<colortype::Gray8>(2, 2, &[7; 4]).unwrap();
    assert_eq!(code(nowhere.into_inner(), &limits), "CIM-GT-004");
    let keys = [1, 1, 0, 1, 3072, 0, 1, 32651];
    let plain = raster_bytes(2, &[1.0; 4], &keys, None);
    assert_eq!(code(plain.clone(), &Limits { grid_points: 3, ..Limits::default() }), "CIM-GT-003");
    assert_eq!(code(raster_bytes(2, &[f32::NAN; 4], &keys, None), &limits), "CIM-GT-005");
    assert_eq!(code(b"II*\0".to_vec(), &limits), "CIM-GT-001");
    let unknown = read_bytes(raster_bytes(2, &[1.0; 4], &[1, 1, 0, 0], None), &limits).unwrap();
    assert_eq!((unknown.crs, unknown.report.codes.get("CIM-GT-012")), (None, Some(&1)));
}

#[test]
fn a_promise_of_pixels_that_cannot_be_there_costs_no_memory() {
    let keys = [1, 1, 0, 1, 3072, 0, 1, 32651];
    let mut bytes = raster_bytes(2, &[1.0; 4], &keys, None);
    // The width and height entries of the directory: tag 256 and 257, type LONG.
    for tag in [256_u16, 257] {
        let at = (0..bytes.len() - 12)
            .find(|at| bytes[*at..*at + 4] == [tag.to_le_bytes(), 4_u16.to_le_bytes()].concat())
            .unwrap();
        bytes[at + 8..at + 12].copy_from_slice(&9_999_u32.to_le_bytes());
    }
    let refused = read_bytes(bytes, &Limits::default());
    assert_eq!(refused.err().map(|r| r.0.code.id), Some("CIM-GT-001"));
}

#[test]
fn no_cut_and_no_flipped_byte_makes_it_panic() {
    let keys = [1, 1, 0, 1, 3072, 0, 1, 32651];
    let whole = raster_bytes(3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &keys, Some("-1"));
    let limits = Limits { grid_points: 1_000_000, ..Limits::default() };
    for at in 0..whole.len() {
        let _ = read_bytes(whole[..at].to_vec(), &limits);
        for flip in [0xff, 0x01, 0x80] {
            let mut bytes = whole.clone();
            bytes[at] ^= flip;
            let _ = read_bytes(bytes, &limits);
        }
    }
}
