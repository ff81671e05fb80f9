//! Utility lines that are not round: box culverts and duct banks.

use linli_model::{DepthReference, FaceKind, Point3, Section as LineSection, UtilityLine};

use super::Shape;
use super::builder::ShapeBuilder;
use super::line::{DRAPE_STEP_M, resolved_line};
use super::solid::Skins;
use super::sweep::{Path, Section};
use crate::Ground;

/// The outer box along the line; `None` for round lines and boxes without a usable size. Sources
/// give the outer size and no thickness of walls, so an invert is taken as the box's underside.
pub(super) fn shape(points: &[Point3], line: &UtilityLine, above: bool, ground: &Ground) -> Option<Shape> {
    let (width_mm, height_mm) = match line.section {
        LineSection::Round => return None,
        LineSection::Box { width_mm, height_mm } | LineSection::DuctBank { width_mm, height_mm, .. } => {
            (width_mm, height_mm)
        }
    };
    let (width, height) = (width_mm / 1000.0, height_mm / 1000.0);
    let lift = match line.depth_reference {
        DepthReference::Axis => 0.0,
        DepthReference::Invert => height / 2.0,
        DepthReference::Crown => -height / 2.0,
    };
    let section = Section::around(width, height);
    if !section.is_usable() {
        return None;
    }
    let axis = resolved_line(points, lift, DRAPE_STEP_M, above, ground);
    let mut builder = ShapeBuilder::default();
    let skins = Skins::plain(FaceKind::Unknown, None);
    Path::new(&axis, false, section.right).sweep(&mut builder, section, skins);
    Some(builder.finish())
}
