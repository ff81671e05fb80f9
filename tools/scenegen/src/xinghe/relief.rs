//! Relief of the river plain: almost level, falling to the canal, with a mound in the central park.

use linli_model::{Element, Geometry, Kind, TerrainGrid, Vertical};

use super::plan::{CANAL_HALF, UNIT, canal_v};
use super::{Placing, Site};
use crate::draft::Draft;
use crate::plan::Place;

/// Spacing of the height grid, metres.
const CELL_M: f64 = 5.0;
/// Land drawn around the outermost units, metres.
const MARGIN_M: f64 = 180.0;
/// Level of the canal's water, metres above the sea.
pub(crate) const CANAL_LEVEL_M: f64 = 3.9;
/// Width of the bank, metres.
const BANK_M: f64 = 7.0;
/// Middle, radius and height of the mound in the central park.
const MOUND: (Place, f64, f64) = ([138.0, 290.0], 30.0, 4.5);

/// Height of the ground above the sea at a plan place of a unit, metres.
pub(crate) fn plan_height_m([u, v]: Place) -> f64 {
    let plain =
        6.2 + 0.0022 * (v + 100.0).clamp(-400.0, 600.0) + 0.25 * (u / 210.0).sin() * (v / 260.0).cos();
    let (centre, radius, top) = MOUND;
    let squared = ((u - centre[0]) / radius).powi(2) + ((v - centre[1]) / radius).powi(2);
    let mound = top * (1.0 - squared).max(0.0).powi(2);
    let to_water = (v - canal_v(u)).abs() - CANAL_HALF;
    let bank = (to_water / BANK_M).clamp(0.0, 1.0);
    let smooth = bank * bank * (3.0 - 2.0 * bank);
    CANAL_LEVEL_M + (plain + mound - CANAL_LEVEL_M) * smooth
}

/// Adds the height grid.
pub(crate) fn draw(draft: &mut Draft, site: &Site) {
    let corners =
        [[UNIT.west, UNIT.south], [UNIT.east, UNIT.south], [UNIT.east, UNIT.north], [UNIT.west, UNIT.north]];
    let placed = site.units.iter().flat_map(|unit| corners.map(|c| unit.placing.place(c)));
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for p in placed {
        low = [low[0].min(p[0]), low[1].min(p[1])];
        high = [high[0].max(p[0]), high[1].max(p[1])];
    }
    let origin = low.map(|c| ((c - MARGIN_M) / CELL_M).floor() * CELL_M);
    let counts = [0, 1].map(|k| ((high[k] + MARGIN_M - origin[k]) / CELL_M).ceil() as u32 + 1);
    let first = Placing::of_unit([0, 0]);
    let heights_m = (0..counts[1])
        .flat_map(|row| {
            (0..counts[0]).map(move |column| {
                [origin[0] + CELL_M * f64::from(column), origin[1] + CELL_M * f64::from(row)]
            })
        })
        .map(|p| plan_height_m(first.folded(p)) as f32)
        .collect();
    let grid =
        TerrainGrid { origin_m: origin, cell_m: [CELL_M; 2], columns: counts[0], rows: counts[1], heights_m };
    let mut element = Element::new("terrain", Kind::Terrain, Geometry::Grid(grid));
    element.vertical = Vertical::Absolute;
    draft.community.add_renamed(element);
}
