//! The rooms of an open storey as one mesh.

use linli_model::{FaceKind, Layer};
use linli_space::Shape;

use super::builder::{Drawn, MeshBuilder, TileMesh, dressed};
use crate::material::Finish;

/// Paint of what has no colour of its own.
const PAINT: [u8; 3] = [232, 228, 220];

/// The mesh of a storey's inside; it belongs to no element, so that it stays while its building is cut.
pub fn interior_mesh(shape: &Shape) -> TileMesh {
    let origin = shape.vertices.first().copied().unwrap_or_default();
    let mut builder = MeshBuilder::default();
    builder.parts(origin, shape, |part| {
        let finish = if part.kind == FaceKind::Window { Finish::Glass } else { Finish::Plain };
        dressed(part.colour.unwrap_or(PAINT), finish, 0.0)
    });
    builder.tile(origin, Layer::Buildings, Drawn::Solid)
}
