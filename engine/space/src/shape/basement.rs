//! Basements: closed prisms below the ground.

use linli_model::{Basement, Element, FaceKind, Geometry, Kind, Polygon, Vertical};

use super::Shape;
use super::builder::ShapeBuilder;
use super::envelope::shrunk;
use super::solid::{Skins, base_of, finite_or_zero, footprint_of, prism};
use crate::Ground;

/// Height of a level where the source gives no depth, metres.
const ASSUMED_LEVEL_M: f64 = 3.9;
/// Least height of the whole, metres.
const LEAST_HEIGHT_M: f64 = 0.5;
/// Thickness of outer walls (GB 50108-2008, 4.1.7: at least 250 mm) and of slabs, metres.
const WALL_M: f64 = 0.35;
const SLAB_M: f64 = 0.3;
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

/// The room of each level as a closed shape, between usual walls and slabs, for whoever cuts the basement
/// open. Empty for anything but a basement with an outline.
pub fn basement_voids(element: &Element, ground: &Ground) -> Vec<Shape> {
    let Geometry::Area(polygons) = &element.geometry else { return Vec::new() };
    let floors = basement_floors(element, ground);
    let levels = floors.windows(2).map(|level| [level[0] + SLAB_M, level[1] - SLAB_M / 2.0]);
    let rooms: Vec<_> =
        polygons.iter().filter_map(footprint_of).flat_map(|outline| shrunk(&outline, WALL_M)).collect();
    levels
        .filter(|[floor, ceiling]| ceiling > floor)
        .map(|heights| {
            let mut builder = ShapeBuilder::default();
            for room in &rooms {
                prism(&mut builder, room, heights, Skins::plain(FaceKind::Interior, None));
            }
            builder.finish()
        })
        .filter(|shape| !shape.is_empty())
        .collect()
}
