//! Relief: a gentle fall towards the canal, its bed, and a mound in the park.

use linli_model::{Geometry, Kind, TerrainGrid, Vertical};

use crate::draft::Draft;
use crate::plan::CANAL;

/// Spacing of the height grid, metres.
const CELL_M: f64 = 5.0;
/// South-west grid point, and how many there are.
const ORIGIN: [f64; 2] = [-220.0, -215.0];
const COLUMNS: u32 = 89;
const ROWS: u32 = 80;
/// Level of the canal's water, metres above the sea.
const CANAL_LEVEL_M: f64 = 4.6;
/// Middle, radius and height of the mound in the park.
const MOUND: ([f64; 2], f64, f64) = ([44.0, -78.0], 13.0, 2.2);

/// Height of the ground above the sea at a place, metres.
pub(crate) fn height_m(x: f64, y: f64) -> f64 {
    if (CANAL.south - 1e-9..=CANAL.north + 1e-9).contains(&y) {
        return CANAL_LEVEL_M;
    }
    let (centre, radius, top) = MOUND;
    let [dx, dy] = [x - centre[0], y - centre[1]];
    let part = (1.0 - (dx * dx + dy * dy) / (radius * radius)).max(0.0);
    6.6 + 0.003 * y + top * part * part
}

/// Adds the height grid.
pub(crate) fn draw(draft: &mut Draft) {
    let at = |i: u32, axis: usize| ORIGIN[axis] + CELL_M * f64::from(i);
    let heights_m = (0..ROWS)
        .flat_map(|row| (0..COLUMNS).map(move |column| height_m(at(column, 0), at(row, 1)) as f32))
        .collect();
    let grid = TerrainGrid { origin_m: ORIGIN, cell_m: [CELL_M; 2], columns: COLUMNS, rows: ROWS, heights_m };
    let mut element = linli_model::Element::new("terrain", Kind::Terrain, Geometry::Grid(grid));
    element.vertical = Vertical::Absolute;
    draft.community.add_renamed(element);
}
