//! Height grids of a scene as GeoTIFF: 32-bit floats, grid points (not cells), north row first.

use std::io::{Cursor, Read, Seek, Write};

use linli_model::{SceneFrame, TerrainGrid, on_raster as rounded};
use tiff::TiffError;
use tiff::decoder::{Decoder, DecodingResult, Limits as TiffLimits};
use tiff::encoder::colortype::Gray32Float;
use tiff::encoder::{Compression, DeflateLevel, TiffEncoder};
use tiff::tags::Tag;

/// Most grid points of a scene's grid file.
const MOST_POINTS: u64 = 100_000_000;

/// Writes a grid. QGIS and GDAL find the place through the GeoKeys (OGC 19-008r4).
///
/// # Errors
/// When the file cannot be written, or the grid does not fit the format.
pub(super) fn write_grid(
    out: impl Write + Seek,
    grid: &TerrainGrid,
    frame: &SceneFrame,
) -> Result<(), TiffError> {
    let columns = grid.columns as usize;
    let mut data = Vec::with_capacity(grid.heights_m.len());
    for row in grid.heights_m.chunks(columns.max(1)).rev() {
        data.extend(row.iter().map(|height| (f64::from(*height) + frame.anchor_m[2]) as f32));
    }
    let north = grid.origin_m[1] + f64::from(grid.rows.saturating_sub(1)) * grid.cell_m[1];
    let west = grid.origin_m[0] + frame.anchor_m[0];
    let tiepoint = [0.0, 0.0, 0.0, west, north + frame.anchor_m[1], 0.0];
    let mut encoder = TiffEncoder::new(out)?.with_compression(Compression::Deflate(DeflateLevel::Balanced));
    let mut image = encoder.new_image::<Gray32Float>(grid.columns, grid.rows)?;
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[grid.cell_m[0], grid.cell_m[1], 0.0][..])?;
    tags.write_tag(Tag::ModelTiepointTag, &tiepoint[..])?;
    tags.write_tag(Tag::GeoKeyDirectoryTag, &geo_keys(&frame.crs)[..])?;
    tags.write_tag(Tag::GeoAsciiParamsTag, format!("{}|", ascii(&frame.crs)).as_str())?;
    tags.write_tag(Tag::GdalNodata, "nan")?;
    image.write_data(&data)
}

fn ascii(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() && c != '|' { c } else { '?' }).collect()
}

/// GeoKey directory: projected, heights at points, the EPSG code (or user-defined), metres.
fn geo_keys(crs: &str) -> Vec<u16> {
    const USER_DEFINED: u16 = 32767;
    let epsg = crs.strip_prefix("EPSG:").and_then(|code| code.parse().ok()).unwrap_or(USER_DEFINED);
    let citation = ascii(crs).len() as u16 + 1;
    let keys: [[u16; 4]; 5] = [
        [1024, 0, 1, 1],
        [1025, 0, 1, 2],
        [1026, 34737, citation, 0],
        [3072, 0, 1, epsg],
        [3076, 0, 1, 9001],
    ];
    let header = [1, 1, 0, keys.len() as u16];
    header.into_iter().chain(keys.into_iter().flatten()).collect()
}

/// Reads a grid that [`write_grid`] wrote, or another program in the same layout.
///
/// # Errors
/// What is wrong with the file.
pub(super) fn read_grid(bytes: &[u8], frame: &SceneFrame) -> Result<TerrainGrid, String> {
    let text = |e: TiffError| e.to_string();
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(text)?.with_limits(limits());
    let (columns, rows) = decoder.dimensions().map_err(text)?;
    let points = u64::from(columns) * u64::from(rows);
    if columns < 2 || rows < 2 || points > MOST_POINTS {
        return Err(format!("{columns} × {rows} grid points; 2 × 2 to {MOST_POINTS} in all are read"));
    }
    let scale = doubles(&mut decoder, Tag::ModelPixelScaleTag)?;
    let tie = doubles(&mut decoder, Tag::ModelTiepointTag)?;
    let ([dx, dy, ..], [0.0, 0.0, _, west, north, ..]) = (scale.as_slice(), tie.as_slice()) else {
        return Err("the scale or the tie point of the grid is missing".to_owned());
    };
    let sound = dx.is_finite() && dy.is_finite() && *dx > 0.0 && *dy > 0.0;
    if !sound || !west.is_finite() || !north.is_finite() {
        return Err("the scale or the tie point of the grid is not usable".to_owned());
    }
    let DecodingResult::F32(heights) = decoder.read_image().map_err(text)? else {
        return Err("the heights are not 32-bit floats".to_owned());
    };
    if heights.len() as u64 != points {
        return Err(format!("{} heights instead of {points}", heights.len()));
    }
    let mut heights_m = Vec::with_capacity(heights.len());
    for row in heights.chunks(columns as usize).rev() {
        heights_m.extend(row.iter().map(|height| (f64::from(*height) - frame.anchor_m[2]) as f32));
    }
    let south = north - f64::from(rows - 1) * dy - frame.anchor_m[1];
    let origin_m = [rounded(west - frame.anchor_m[0]), rounded(south)];
    Ok(TerrainGrid { origin_m, cell_m: [*dx, *dy], columns, rows, heights_m })
}

fn limits() -> TiffLimits {
    let mut limits = TiffLimits::default();
    limits.decoding_buffer_size = MOST_POINTS as usize * 4;
    limits.intermediate_buffer_size = MOST_POINTS as usize * 4;
    limits
}

fn doubles<R: Read + Seek>(decoder: &mut Decoder<R>, tag: Tag) -> Result<Vec<f64>, String> {
    decoder.get_tag_f64_vec(tag).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_grid_comes_back_bit_for_bit() {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [500_123.0, 3_300_456.0, 0.0],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let grid = TerrainGrid {
            origin_m: [-12.3456, 7.0001],
            cell_m: [2.345_678_9, 3.1],
            columns: 3,
            rows: 2,
            heights_m: vec![1.5, f32::NAN, 3.25, -4.0, 0.1, 6.0],
        };
        let mut file = Cursor::new(Vec::new());
        write_grid(&mut file, &grid, &frame).unwrap();
        let back = read_grid(file.get_ref(), &frame).unwrap();
        let bits = |grid: &TerrainGrid| grid.heights_m.iter().map(|h| h.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&back), bits(&grid));
        assert_eq!((back.origin_m, back.cell_m), (grid.origin_m, grid.cell_m));
        assert_eq!((back.columns, back.rows), (3, 2));
        for cut in [0, 7, 40, file.get_ref().len() / 2] {
            assert!(read_grid(&file.get_ref()[..cut], &frame).is_err());
        }
    }
}
