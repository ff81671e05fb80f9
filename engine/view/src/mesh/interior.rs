//! The rooms of an open storey as one mesh.

use bevy::mesh::PrimitiveTopology;
use linli_model::{FaceKind, Layer};
use linli_space::Shape;

use super::builder::{Drawn, MeshBuilder, TileMesh, dressed};
use crate::coordinates::render_from_local;
use crate::material::Finish;

/// Paint of what has no colour of its own.
const PAINT: [u8; 3] = [232, 228, 220];

/// The mesh of a storey's inside; it belongs to no element, so that it stays while its building is cut.
pub fn interior_mesh(shape: &Shape) -> TileMesh {
    let origin = shape.vertices.first().copied().unwrap_or_default();
    let mut builder = MeshBuilder::default();
    for part in &shape.parts {
        let finish = if part.kind == FaceKind::Window { Finish::Glass } else { Finish::Plain };
        let dress = dressed(part.colour.unwrap_or(PAINT), finish, 0.0);
        let range = part.triangles.start as usize..part.triangles.end as usize;
        builder.flat(origin, shape, &shape.triangles[range], dress, 0.0);
    }
    let (mesh, primitives) = builder.finish(PrimitiveTopology::TriangleList);
    TileMesh {
        layer: Layer::Buildings,
        drawn: Drawn::Solid,
        origin: render_from_local(origin),
        mesh,
        primitives,
        sides: linli_model::variant::Sides::ALL,
        draped: None,
    }
}
