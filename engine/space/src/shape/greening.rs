//! Green on buildings: planted slabs on roofs and balconies, and before walls.

use linli_model::{Boundary, FaceKind, Greening, GreeningPlace, Planting, Point3, Polygon};

use super::Shape;
use super::builder::{ShapeBuilder, Skin};
use super::solid::{Skins, footprint_of, is_place, prism, raised_base_of, slab_on_face};
use crate::Ground;
use crate::index::vector::{newell, unit};

/// Thickness of green before a wall, metres.
const WALL_M: f64 = 0.15;
/// A face whose normal rises or falls less than this stands upright.
const UPRIGHT: f64 = 0.5;

/// Height to which plants stand above the planted face, metres.
fn height_of(planting: Planting) -> f64 {
    match planting {
        Planting::Lawn => 0.15,
        Planting::Climber => 0.3,
        Planting::Shrub => 0.5,
        Planting::SmallTree => 0.9,
    }
}

/// Slabs on level outlines; outlines that stand upright are faces of walls.
pub(super) fn shape_of_area(
    polygons: &[Polygon],
    greening: &Greening,
    above: bool,
    ground: &Ground,
) -> Shape {
    let mut builder = ShapeBuilder::default();
    for polygon in polygons {
        let upright = greening.place == GreeningPlace::Wall
            && unit(newell(polygon.exterior.iter().copied())).is_some_and(|n| n[2].abs() < UPRIGHT);
        if upright {
            on_wall(&mut builder, &faces_of(polygon), above, ground);
        } else if let Some(footprint) = footprint_of(polygon) {
            let base = raised_base_of(std::slice::from_ref(polygon), greening.height_m, above, ground);
            let heights = [base, base + height_of(greening.planting)];
            prism(&mut builder, &footprint, heights, Skins::plain(FaceKind::Unknown, None));
        }
    }
    builder.finish()
}

/// Slabs before the faces of a boundary.
pub(super) fn shape_of_boundary(faces: &Boundary, above: bool, ground: &Ground) -> Shape {
    let mut builder = ShapeBuilder::default();
    on_wall(&mut builder, faces, above, ground);
    builder.finish()
}

fn faces_of(polygon: &Polygon) -> Boundary {
    let mut faces =
        Boundary { vertices: polygon.rings().flatten().copied().collect(), ..Boundary::default() };
    let mut next = 0_u32;
    let rings: Vec<Vec<u32>> = polygon
        .rings()
        .map(|ring| {
            let start = next;
            next += ring.len() as u32;
            (start..next).collect()
        })
        .collect();
    let rings: Vec<&[u32]> = rings.iter().map(Vec::as_slice).collect();
    faces.push_face(&rings, FaceKind::Unknown, None);
    faces
}

/// A wall's green is lifted as a whole, like the building that it grows on.
fn on_wall(builder: &mut ShapeBuilder, faces: &Boundary, above: bool, ground: &Ground) {
    if faces.check().is_err() || !faces.vertices.iter().all(|p| is_place(*p)) {
        return;
    }
    let heights = faces.vertices.iter().map(|p| ground.height_at(p[0], p[1]));
    let lift = if above { heights.fold(f64::INFINITY, f64::min) } else { 0.0 };
    let vertices: Vec<Point3> = faces.vertices.iter().map(|p| [p[0], p[1], p[2] + lift]).collect();
    let skin: Skin = (FaceKind::Unknown, None);
    for face in 0..faces.faces.len() {
        let Some(normal) = faces.face_normal(face) else { continue };
        let rings: Vec<Vec<u32>> = faces.face_rings(face).map(<[u32]>::to_vec).collect();
        slab_on_face(builder, &vertices, &rings, normal, WALL_M, skin);
    }
}
