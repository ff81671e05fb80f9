//! Basements: closed prisms below the ground.

use linli_model::{Basement, Element, Geometry, Kind, Polygon, Vertical};

use super::Shape;
use super::builder::ShapeBuilder;
use super::solid::{Skins, base_of, finite_or_zero, footprint_of, prism};
use crate::Ground;

/// Height of a level where the source gives no depth, metres.
const ASSUMED_LEVEL_M: f64 = 3.9;
/// Least height of the whole, metres.
const LEAST_HEIGHT_M: f64 = 0.5;
/// Most levels that are told apart.
const MOST_LEVELS: u32 = 32;

/// Prisms from the underside of the base slab to the top of the roof slab. All outlines of one
/// basement share their heights.
pub(super) fn shape(polygons: &[Polygon], basement: &Basement, above: bool, ground: &Ground) -> Shape {
    let mut builder = ShapeBuilder::default();
    let heights = span(polygons, basement, above, ground);
    for footprint in polygons.iter().filter_map(footprint_of) {
        prism(&mut builder, &footprint, heights, Skins::built(None));
    }
    builder.finish()
}

/// Underside of the base slab and top of the roof slab: depths count from the lowest ground under
/// the outline, so that the roof slab is nowhere nearer to the ground than said.
fn span(polygons: &[Polygon], basement: &Basement, above: bool, ground: &Ground) -> [f64; 2] {
    let base = base_of(polygons, above, ground);
    let top = finite_or_zero(basement.top_depth_m);
    let said = finite_or_zero(basement.bottom_depth_m);
    let levels = basement.levels.clamp(1, MOST_LEVELS);
    let bottom = if said - top >= LEAST_HEIGHT_M { said } else { top + f64::from(levels) * ASSUMED_LEVEL_M };
    [base - bottom, base - top]
}

/// Heights between the levels of a basement, from the underside of its base slab up to the top of
/// its roof slab, local metres: one more than there are levels, evenly spaced, because sources give
/// no heights of single levels. Empty for anything but a basement with an outline.
pub fn basement_floors(element: &Element, ground: &Ground) -> Vec<f64> {
    let (Kind::Basement(basement), Geometry::Area(polygons)) = (&element.kind, &element.geometry) else {
        return Vec::new();
    };
    if !polygons.iter().any(|p| footprint_of(p).is_some()) {
        return Vec::new();
    }
    let [low, high] = span(polygons, basement, element.vertical == Vertical::AboveGround, ground);
    let levels = basement.levels.clamp(1, MOST_LEVELS);
    (0..=levels).map(|i| low + (high - low) * f64::from(i) / f64::from(levels)).collect()
}
