//! The rooms of an open storey as one mesh.

use bevy::math::DVec3;
use bevy::mesh::PrimitiveTopology;
use linli_model::{FaceKind, Layer};
use linli_space::Shape;

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, dressed};
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
        for triangle in &shape.triangles[part.triangles.start as usize..part.triangles.end as usize] {
            let corners = triangle.map(|i| shape.vertices[i as usize]);
            let [a, b, c] = corners.map(DVec3::from);
            let Some(normal) = (b - a).cross(c - a).try_normalize() else { continue };
            let normal = normal.as_vec3().to_array();
            let indices = corners.map(|at| {
                builder.corner(origin, Corner { at, normal, uv: [1.0, 0.0], uv_b: [0.0; 2] }, dress)
            });
            builder.triangle(indices);
        }
    }
    let (mesh, primitives) = builder.finish(PrimitiveTopology::TriangleList);
    TileMesh {
        layer: Layer::Buildings,
        drawn: Drawn::Solid,
        origin: render_from_local(origin),
        mesh,
        primitives,
    }
}
