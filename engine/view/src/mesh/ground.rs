//! The ground and what lies on it.

use bevy::mesh::{Mesh, PrimitiveTopology};
use linli_model::Aabb;

use super::builder::{Corner, MeshBuilder, TileMesh, dressed};
use crate::material::Finish;

/// Land around the scene, out to the haze: a wide plate just below the scene's own ground.
pub fn far_ground(scene: &Aabb, level_m: f64) -> Mesh {
    let mut builder = MeshBuilder::default();
    let dress = dressed([168, 166, 146], Finish::FarGround, 0.0);
    let centre = scene.centre();
    let reach = 25_000.0;
    let corners = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[x, y]| {
        let at = [centre[0] + x * reach, centre[1] + y * reach, level_m - 0.25];
        builder.corner([0.0; 3], Corner { at, normal: [0.0, 0.0, 1.0], uv: [0.0; 2], uv_b: [0.0; 2] }, dress)
    });
    builder.triangle([corners[0], corners[1], corners[2]]);
    builder.triangle([corners[0], corners[2], corners[3]]);
    builder.finish(PrimitiveTopology::TriangleList).0
}

/// Tiles of the draped surfaces.
pub fn surface_tiles() -> Vec<TileMesh> {
    Vec::new()
}
