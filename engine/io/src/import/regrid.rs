//! A height grid in another coordinate system.

use linli_model::TerrainGrid;
use rayon::prelude::*;

use crate::{CrsError, CrsInfo, Limits, Transform};

/// Points on each edge of the source grid that are followed to find where it lies.
const EDGE_SAMPLES: u32 = 64;

/// The same relief on a grid of the other system, with about the same spacing; heights are bilinear
/// between the four nearest source points, and missing where one of them is. The grid is `None` when
/// no corner of it has a place there; the text says when it had to be made coarser.
///
/// # Errors
/// When no way leads from one system to the other.
pub(super) fn regrid(
    grid: &TerrainGrid,
    from: &CrsInfo,
    to: &CrsInfo,
    limits: &Limits,
) -> Result<(Option<TerrainGrid>, Option<String>), CrsError> {
    let forward = Transform::new(&from.code, &to.code)?;
    let Some((min, max)) = extent(grid, &forward) else { return Ok((None, None)) };
    let Some(mut cell_m) = spacing(grid, &forward) else { return Ok((None, None)) };
    let counts = |cell: [f64; 2]| [0, 1].map(|i| ((max[i] - min[i]) / cell[i]).ceil() + 1.0);
    let wanted = counts(cell_m);
    let mut coarser = None;
    let most = limits.grid_points as f64;
    if wanted[0] * wanted[1] > most {
        let factor = (wanted[0] * wanted[1] / most).sqrt() * 1.01;
        cell_m = cell_m.map(|cell| cell * factor);
        coarser = Some(format!("{} × {} points, {:.2} m apart now", wanted[0], wanted[1], cell_m[0]));
    }
    let [columns, rows] = counts(cell_m).map(|count| count.max(2.0));
    if !(columns * rows <= most * 1.1 && columns < f64::from(u32::MAX) && rows < f64::from(u32::MAX)) {
        return Ok((None, None));
    }
    let (columns, rows) = (columns as u32, rows as u32);
    let mut heights_m = vec![f32::NAN; columns as usize * rows as usize];
    let rows_a_share = (rows as usize).div_ceil(rayon::current_num_threads());
    let fill = |(share, heights): (usize, &mut [f32])| -> Result<(), CrsError> {
        let back = Transform::new(&to.code, &from.code)?;
        for (i, height) in heights.iter_mut().enumerate() {
            let (row, column) = (share * rows_a_share + i / columns as usize, i % columns as usize);
            let place = [min[0] + column as f64 * cell_m[0], min[1] + row as f64 * cell_m[1]];
            if let Ok([x, y]) = back.point(place) {
                *height = bilinear(grid, x, y).map_or(f32::NAN, |height| height as f32);
            }
        }
        Ok(())
    };
    heights_m.par_chunks_mut(rows_a_share * columns as usize).enumerate().try_for_each(fill)?;
    let moved = TerrainGrid { origin_m: min, cell_m, columns, rows, heights_m };
    Ok((Some(moved), coarser))
}

/// Box around the grid's edge in the other system.
fn extent(grid: &TerrainGrid, forward: &Transform) -> Option<([f64; 2], [f64; 2])> {
    let far = [
        grid.origin_m[0] + f64::from(grid.columns.checked_sub(1)?) * grid.cell_m[0],
        grid.origin_m[1] + f64::from(grid.rows.checked_sub(1)?) * grid.cell_m[1],
    ];
    let (mut min, mut max) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for i in 0..=EDGE_SAMPLES {
        let t = f64::from(i) / f64::from(EDGE_SAMPLES);
        let x = grid.origin_m[0] + t * (far[0] - grid.origin_m[0]);
        let y = grid.origin_m[1] + t * (far[1] - grid.origin_m[1]);
        for place in [[x, grid.origin_m[1]], [x, far[1]], [grid.origin_m[0], y], [far[0], y]] {
            let Ok(p) = forward.point(place) else { continue };
            for k in 0..2 {
                min[k] = min[k].min(p[k]);
                max[k] = max[k].max(p[k]);
            }
        }
    }
    (min[0] < max[0] && min[1] < max[1]).then_some((min, max))
}

/// Length of the grid's middle cell in the other system, east-west and north-south, in whole
/// millimetres.
fn spacing(grid: &TerrainGrid, forward: &Transform) -> Option<[f64; 2]> {
    let middle = [
        grid.origin_m[0] + f64::from(grid.columns) * grid.cell_m[0] / 2.0,
        grid.origin_m[1] + f64::from(grid.rows) * grid.cell_m[1] / 2.0,
    ];
    let at = forward.point(middle).ok()?;
    let east = forward.point([middle[0] + grid.cell_m[0], middle[1]]).ok()?;
    let north = forward.point([middle[0], middle[1] + grid.cell_m[1]]).ok()?;
    let length = |p: [f64; 2]| ((p[0] - at[0]).hypot(p[1] - at[1]) * 1000.0).round() / 1000.0;
    let cell = [length(east), length(north)];
    (cell[0] >= 0.001 && cell[1] >= 0.001).then_some(cell)
}

fn bilinear(grid: &TerrainGrid, x: f64, y: f64) -> Option<f64> {
    let u = (x - grid.origin_m[0]) / grid.cell_m[0];
    let v = (y - grid.origin_m[1]) / grid.cell_m[1];
    let (last_u, last_v) = (f64::from(grid.columns) - 1.0, f64::from(grid.rows) - 1.0);
    // Rounding of the transformation must not cost the edge points.
    let slack = 1e-6;
    if !(-slack..=last_u + slack).contains(&u) || !(-slack..=last_v + slack).contains(&v) {
        return None;
    }
    let column = (u.max(0.0) as u32).min(grid.columns.checked_sub(2)?);
    let row = (v.max(0.0) as u32).min(grid.rows.checked_sub(2)?);
    let (s, t) = ((u - f64::from(column)).clamp(0.0, 1.0), (v - f64::from(row)).clamp(0.0, 1.0));
    let south = (1.0 - s) * grid.at(column, row)? + s * grid.at(column + 1, row)?;
    let north = (1.0 - s) * grid.at(column, row + 1)? + s * grid.at(column + 1, row + 1)?;
    Some((1.0 - t) * south + t * north)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    /// A plane in degrees is nearly a plane in metres over a kilometre; its heights must be found
    /// again at places that are transformed independently.
    #[test]
    fn heights_stay_where_they_are() {
        let (west, south, step) = (120.15, 30.24, 0.0001);
        let plane = |lon: f64, lat: f64| 10.0 + (lon - west) * 2000.0 + (lat - south) * 3000.0;
        let heights = (0..60_u32).flat_map(|row| (0..80_u32).map(move |column| (column, row)));
        let grid = TerrainGrid {
            origin_m: [west, south],
            cell_m: [step, step],
            columns: 80,
            rows: 60,
            heights_m: heights
                .map(|(c, r)| plane(west + f64::from(c) * step, south + f64::from(r) * step) as f32)
                .collect(),
        };
        let (from, to) = (CrsInfo::of("EPSG:4326").unwrap(), CrsInfo::of("EPSG:4549").unwrap());
        let (moved, coarser) = regrid(&grid, &from, &to, &Limits::default()).unwrap();
        let moved = moved.unwrap();
        assert_eq!(coarser, None);
        assert!((moved.cell_m[0] - 9.63).abs() < 0.1 && (moved.cell_m[1] - 11.09).abs() < 0.1, "{moved:?}");
        let forward = Transform::new("EPSG:4326", "EPSG:4549").unwrap();
        for (lon, lat) in [(120.1523, 30.2411), (120.1555, 30.2444), (120.157, 30.2456)] {
            let [x, y] = forward.point([lon, lat]).unwrap();
            let height = moved.height_at(x, y).unwrap();
            assert!((height - plane(lon, lat)).abs() < 0.01, "{height} instead of {}", plane(lon, lat));
        }
        let few = Limits { grid_points: 400, ..Limits::default() };
        let (small, coarser) = regrid(&grid, &from, &to, &few).unwrap();
        assert!(small.unwrap().heights_m.len() <= 440 && coarser.is_some());
    }
}
