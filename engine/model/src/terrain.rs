//! Terrain as a height grid.

use crate::Point3;

/// Regular grid of heights in local metres. Row 0 is the southern edge, column 0 the western.
///
/// `heights_m[row * columns + column]` is the ground at
/// `origin + [column * cell, row * cell]`; NaN where the source has no data.
#[derive(Clone, Debug, PartialEq)]
pub struct TerrainGrid {
    /// South-west grid point, local metres.
    pub origin_m: [f64; 2],
    /// Spacing in x and y, metres.
    pub cell_m: [f64; 2],
    /// Number of grid points west to east, at least 2.
    pub columns: u32,
    /// Number of grid points south to north, at least 2.
    pub rows: u32,
    /// Heights, row after row from the south; NaN means no data.
    pub heights_m: Vec<f32>,
}

impl TerrainGrid {
    /// Height at a grid point, when it has data.
    pub fn at(&self, column: u32, row: u32) -> Option<f64> {
        let height = *self.heights_m.get(row as usize * self.columns as usize + column as usize)?;
        (column < self.columns && height.is_finite()).then_some(f64::from(height))
    }

    /// Height of the ground at a place: linear on the two triangles of its cell
    /// (split from south-west to north-east), `None` outside the grid or where data is missing.
    pub fn height_at(&self, x: f64, y: f64) -> Option<f64> {
        let u = (x - self.origin_m[0]) / self.cell_m[0];
        let v = (y - self.origin_m[1]) / self.cell_m[1];
        let (last_u, last_v) = (f64::from(self.columns) - 1.0, f64::from(self.rows) - 1.0);
        if !(0.0..=last_u).contains(&u) || !(0.0..=last_v).contains(&v) {
            return None;
        }
        let column = (u as u32).min(self.columns.saturating_sub(2));
        let row = (v as u32).min(self.rows.saturating_sub(2));
        let (s, t) = (u - f64::from(column), v - f64::from(row));
        let south_west = self.at(column, row)?;
        let north_east = self.at(column + 1, row + 1)?;
        if s >= t {
            let south_east = self.at(column + 1, row)?;
            Some(south_west + s * (south_east - south_west) + t * (north_east - south_east))
        } else {
            let north_west = self.at(column, row + 1)?;
            Some(south_west + t * (north_west - south_west) + s * (north_east - north_west))
        }
    }

    /// Visits every grid point that has data.
    pub fn for_each_point(&self, mut visit: impl FnMut(Point3)) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                if let Some(z) = self.at(column, row) {
                    visit([
                        self.origin_m[0] + f64::from(column) * self.cell_m[0],
                        self.origin_m[1] + f64::from(row) * self.cell_m[1],
                        z,
                    ]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_plane_is_reproduced_between_grid_points() {
        let grid = TerrainGrid {
            origin_m: [10.0, 20.0],
            cell_m: [2.0, 5.0],
            columns: 3,
            rows: 2,
            heights_m: vec![0.0, 1.0, 2.0, 10.0, 11.0, 12.0],
        };
        // z = (x − 10) / 2 + (y − 20) × 2
        for (x, y) in [(10.0, 20.0), (11.0, 21.0), (12.5, 23.5), (14.0, 25.0)] {
            let expected = (x - 10.0) / 2.0 + (y - 20.0) * 2.0;
            let height = grid.height_at(x, y).map(|z| (z - expected).abs() < 1e-9);
            assert_eq!(height, Some(true), "at {x}, {y}");
        }
        assert_eq!(grid.height_at(9.9, 21.0), None);
        assert_eq!(grid.height_at(11.0, 25.1), None);
    }

    #[test]
    fn no_data_makes_a_hole_not_a_spike() {
        let grid = TerrainGrid {
            origin_m: [0.0, 0.0],
            cell_m: [1.0, 1.0],
            columns: 2,
            rows: 2,
            heights_m: vec![1.0, f32::NAN, 1.0, 1.0],
        };
        assert_eq!(grid.height_at(0.9, 0.1), None);
        assert_eq!(grid.height_at(0.1, 0.9), Some(1.0));
    }
}
