//! Utility tunnels: the outer box along their line, and their compartments.

use linli_model::{Corridor, Element, FaceKind, Geometry, Kind, Point3, Vertical};

use super::Shape;
use super::builder::ShapeBuilder;
use super::line::{DRAPE_STEP_M, resolved_line};
use super::solid::Skins;
use super::sweep::{Path, Section};
use crate::Ground;

/// The closed outer box along the line; empty when the tunnel has no size.
pub(super) fn shape(points: &[Point3], corridor: &Corridor, above: bool, ground: &Ground) -> Shape {
    let mut builder = ShapeBuilder::default();
    if let Some(outer) = outer(corridor) {
        path(points, outer, above, ground).sweep(&mut builder, outer, Skins::built(None));
    }
    builder.finish()
}

/// Clear section of each compartment in the order of compartments, relative to the tunnel's axis
/// and seen along the order of its points: `[left, right, bottom, top]` in metres, right and up
/// positive. All floors lie on the same base slab. Empty when a size is not usable.
pub fn corridor_section(corridor: &Corridor) -> Vec<[f64; 4]> {
    let Some(outer) = outer(corridor) else { return Vec::new() };
    let floor = outer.bottom + corridor.wall_m;
    let mut left = outer.left + corridor.wall_m;
    let clear = corridor.compartments.iter().map(|compartment| {
        let right = left + compartment.width_m;
        let section = [left, right, floor, floor + compartment.height_m];
        left = right + corridor.wall_m;
        section
    });
    clear.collect()
}

/// The inner faces of each compartment of a utility tunnel, in the order of compartments: walls,
/// floor and ceiling seen from inside, open at the ends, so that a cut shows rooms with walls
/// around them. Empty for anything but a tunnel along a line, or when a size is not usable.
pub fn corridor_compartments(element: &Element, ground: &Ground) -> Vec<Shape> {
    let (Kind::Corridor(corridor), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
        return Vec::new();
    };
    let Some(outer) = outer(corridor) else { return Vec::new() };
    let path = path(points, outer, element.vertical == Vertical::AboveGround, ground);
    let rooms = corridor_section(corridor).into_iter().map(|[left, right, bottom, top]| {
        let mut builder = ShapeBuilder::default();
        let section = Section { left, right, bottom, top };
        path.line_inside(&mut builder, section, Skins::plain(FaceKind::Interior, None));
        builder.finish()
    });
    rooms.collect()
}

/// The room of each compartment as a closed shape, for whoever cuts the tunnel open. Empty where
/// [`corridor_compartments`] is.
pub fn corridor_voids(element: &Element, ground: &Ground) -> Vec<Shape> {
    let (Kind::Corridor(corridor), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
        return Vec::new();
    };
    let Some(outer) = outer(corridor) else { return Vec::new() };
    let path = path(points, outer, element.vertical == Vertical::AboveGround, ground);
    let rooms = corridor_section(corridor).into_iter().map(|[left, right, bottom, top]| {
        let mut builder = ShapeBuilder::default();
        let section = Section { left, right, bottom, top };
        path.sweep(&mut builder, section, Skins::plain(FaceKind::Interior, None));
        builder.finish()
    });
    rooms.collect()
}

fn path(points: &[Point3], outer: Section, above: bool, ground: &Ground) -> Path {
    let line = resolved_line(points, 0.0, DRAPE_STEP_M, above, ground);
    Path::new(&line, false, outer.right)
}

fn outer(corridor: &Corridor) -> Option<Section> {
    let sizes = corridor.compartments.iter().flat_map(|c| [c.width_m, c.height_m]);
    let usable = sizes.chain([corridor.wall_m]).all(|size| size.is_finite() && size >= 0.0);
    let outer = Section::around(corridor.outer_width_m(), corridor.outer_height_m());
    (usable && outer.is_usable()).then_some(outer)
}
