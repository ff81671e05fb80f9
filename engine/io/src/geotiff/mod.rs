//! Elevation rasters (GeoTIFF): one band of heights, north up, in strips or tiles.
//!
//! The grid keeps the file's own coordinates (degrees where they are geographic) and its own
//! spacing. Heights are metres; where the file says that they are feet they are converted. Grid
//! points lie in the middle of pixels that stand for areas, and on pixels that stand for points.

mod codes;
mod heights;
mod keys;

#[cfg(test)]
mod tests;

use std::io::Cursor;

use linli_model::{Element, Geometry, Key, Kind, TerrainGrid};
use tiff::decoder::Decoder;

use crate::report::Message;
use crate::text;
use crate::{FileReport, Format, Input, ReadContext, Reading, Rejection};
use keys::{Keys, Place};

/// Elevation rasters.
pub static GEOTIFF: Format =
    Format { id: "geotiff", title: "GeoTIFF", extensions: &["tif", "tiff"], recognise, read };

/// TIFF and BigTIFF, both byte orders.
fn recognise(input: &Input) -> bool {
    matches!(input.bytes.as_slice(), [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..])
}

fn read(input: &Input, context: &ReadContext) -> Result<Reading, Rejection> {
    let mut report = FileReport::new(&input.name);
    raster(input, context, &mut report).map_err(|mut rejection| {
        rejection.0.file.clone_from(&input.name);
        rejection
    })
}

fn raster(input: &Input, context: &ReadContext, report: &mut FileReport) -> Result<Reading, Rejection> {
    "GeoTIFF".clone_into(&mut report.format);
    let mut decoder = Decoder::new(Cursor::new(input.bytes.as_slice()))
        .map_err(|error| Message::new(&codes::UNREADABLE, "", error.to_string()))?;
    let (columns, rows) = heights::checked_size(&mut decoder, input.bytes.len() as u64, context.limits)?;
    let keys = Keys::read(&mut decoder);
    let place = keys.place(&mut decoder).map_err(|why| Message::new(&codes::NO_PLACE, "", why))?;
    let crs = crs(&keys, context, report);
    let feet = keys.metres_per_foot();
    if let Some(metres) = feet {
        report.push(Message::new(&codes::FEET, "", format!("× {metres}")));
    }
    let metres_per_unit = feet.unwrap_or(1.0);
    let values = heights::read(&mut decoder, (columns, rows), metres_per_unit, context.progress, report)?;
    let with_data = values.iter().filter(|z| z.is_finite()).count() as u64;
    if with_data == 0 {
        return Err(Message::new(&codes::NO_DATA, "", "").into());
    }
    for (name, number) in [
        ("columns", u64::from(columns)),
        ("rows", u64::from(rows)),
        ("points with data", with_data),
        ("points without data", values.len() as u64 - with_data),
    ] {
        report.count(name, number);
    }
    let grid = grid(&place, columns, rows, values);
    let key = Key::new(format!("{}/terrain", text::stem(&input.name)));
    let mut element = Element::new(key, Kind::Terrain, Geometry::Grid(grid));
    "band 1".clone_into(&mut element.source.id);
    report.elements.insert(element.layer().name().to_owned(), 1);
    let report = std::mem::take(report);
    Ok(Reading { crs, has_heights: true, elements: vec![element], licence: None, report })
}

/// The file's own system, or the user's when it has none that is known.
fn crs(keys: &Keys, context: &ReadContext, report: &mut FileReport) -> Option<String> {
    match (keys.crs(), context.crs) {
        (Ok(crs), _) => {
            report.crs = Some(format!("{crs} (GeoTIFF keys)"));
            Some(crs)
        }
        (Err(_), Some(given)) => {
            report.crs = Some(format!("{given} (given by the user)"));
            Some(given.to_owned())
        }
        (Err(words), None) => {
            report.push(Message::new(&codes::UNKNOWN_CRS, "", words));
            None
        }
    }
}

/// Turns the rows so that the first one is the southern one.
fn grid(place: &Place, columns: u32, rows: u32, values: Vec<f32>) -> TerrainGrid {
    let last = f64::from(rows - 1) * place.step_y;
    let southward = place.step_y < 0.0;
    let south = if southward { place.first[1] + last } else { place.first[1] };
    let heights_m = if southward {
        values.chunks_exact(columns as usize).rev().flatten().copied().collect()
    } else {
        values
    };
    TerrainGrid {
        origin_m: [place.first[0], south],
        cell_m: [place.step_x, place.step_y.abs()],
        columns,
        rows,
        heights_m,
    }
}
