//! Faces of a section as one mesh.

use linli_model::{Community, Element, Kind, Layer};
use linli_present::{Colour, building_colour, medium_colour};
use linli_space::{SectionFaces, Shape};

use super::builder::{Drawn, MeshBuilder, TileMesh, dressed};
use super::cut::CONCRETE;
use crate::material::Finish;

/// Walls and slabs of buildings that are cut through, as drawings fill them.
const MASONRY: Colour = [46, 48, 54];
/// Rooms below the ground.
const ROOM: Colour = [206, 206, 200];

/// One mesh of a section's soil and of what it cuts through.
pub fn section_mesh(community: &Community, faces: &SectionFaces) -> TileMesh {
    let first = faces.soil.vertices.first();
    let first = first.or(faces.faces.iter().find_map(|face| face.material.vertices.first()));
    let origin = first.copied().unwrap_or_default();
    let mut builder = MeshBuilder::default();
    builder.parts(origin, &faces.soil, |part| dressed(part.colour.unwrap_or(CONCRETE), Finish::Cut, 0.0));
    let mut add = |shape: &Shape, colour: Colour| {
        builder.flat(origin, shape, &shape.triangles, dressed(colour, Finish::Cut, 0.0), 0.0);
    };
    for face in &faces.faces {
        let element = community.element(face.id);
        add(&face.material, material_colour(element));
        add(&face.rooms, room_colour(element));
    }
    builder.tile(origin, Layer::Buildings, Drawn::Solid)
}

fn material_colour(element: Option<&Element>) -> Colour {
    match element.map(|element| &element.kind) {
        Some(Kind::Building(_) | Kind::BuildingPart(_)) => MASONRY,
        Some(Kind::UtilityLine(line)) => medium_colour(line.medium),
        _ => CONCRETE,
    }
}

/// Rooms of buildings have the hue of their use, light enough that walls and slabs stand out.
fn room_colour(element: Option<&Element>) -> Colour {
    let building = element.and_then(|element| element.kind.building());
    building.map_or(ROOM, |building| {
        building_colour(building.use_).map(|c| 150 + (u16::from(c) * 105 / 255) as u8)
    })
}
