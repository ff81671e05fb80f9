//! What a view costs, counted: draws, triangles, bytes. Counts are the same on every machine.

use bevy::camera::primitives::{Aabb, Frustum, MeshAabb};
use bevy::math::primitives::ViewFrustum;
use bevy::math::{Affine3A, Mat4, Vec3};
use bevy::mesh::{Indices, VertexAttributeValues};
use bevy::prelude::Mesh;
use linli_model::Stage;
use linli_present::CameraPose;

use crate::coordinates::render_from_local;
use crate::mesh::{Drawn, TileMesh, TreeInstance, tree_meshes};

/// What is drawn for one view, shadows not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewCost {
    /// Draw calls: one a tile in view, one a tree shape.
    pub draws: u64,
    /// Triangles and lines.
    pub primitives: u64,
    /// Bytes of vertices and indices of what is drawn, trees counted once a shape.
    pub bytes: u64,
}

/// Whether tiles of a way of drawing are drawn at all.
fn is_drawn(drawn: Drawn, stage: Stage, underground: bool) -> bool {
    match drawn {
        Drawn::Massing => stage == Stage::Planning,
        Drawn::Works => stage == Stage::Construction,
        Drawn::Below | Drawn::BelowOverlay => underground || stage == Stage::Construction,
        Drawn::Solid | Drawn::Ground | Drawn::Overlay => true,
    }
}

/// Cost of a view of tiles and trees in a stage, for a picture `aspect` times as wide as high; what is shown
/// only with the underground counts when `underground` is set.
pub fn view_cost(
    tiles: &[TileMesh],
    trees: &[TreeInstance],
    pose: &CameraPose,
    aspect: f32,
    stage: Stage,
    underground: bool,
) -> ViewCost {
    let frustum = frustum_of(pose, aspect);
    let mut cost = ViewCost::default();
    for tile in tiles.iter().filter(|tile| is_drawn(tile.drawn, stage, underground)) {
        let Some(aabb) = tile.mesh.compute_aabb() else { continue };
        if in_view(&frustum, &aabb, Mat4::from_translation(tile.origin)) {
            cost.draws += 1;
            cost.primitives += tile.primitives as u64;
            cost.bytes += mesh_bytes(&tile.mesh);
        }
    }
    for (number, mesh) in tree_meshes().iter().enumerate() {
        let Some(aabb) = mesh.compute_aabb() else { continue };
        let seen = trees
            .iter()
            .filter(|tree| tree.mesh == number && in_view(&frustum, &aabb, tree.transform.to_matrix()))
            .count() as u64;
        if seen > 0 {
            cost.draws += 1;
            cost.primitives += seen * mesh.indices().map_or(0, |indices| indices.len() as u64 / 3);
            cost.bytes += mesh_bytes(mesh);
        }
    }
    cost
}

fn frustum_of(pose: &CameraPose, aspect: f32) -> Frustum {
    let (eye, target) = (render_from_local(pose.eye_m), render_from_local(pose.target_m));
    let fov = (pose.vertical_fov_deg as f32).to_radians();
    let clip_from_view = Mat4::perspective_infinite_reverse_rh(fov, aspect, 0.2);
    Frustum(ViewFrustum::from_clip_from_world(&(clip_from_view * Mat4::look_at_rh(eye, target, Vec3::Y))))
}

fn in_view(frustum: &Frustum, aabb: &Aabb, world_from_mesh: Mat4) -> bool {
    frustum.intersects_obb(aabb, &Affine3A::from_mat4(world_from_mesh), true, false)
}

fn mesh_bytes(mesh: &Mesh) -> u64 {
    let vertices: usize =
        mesh.attributes().map(|(_, values)| VertexAttributeValues::get_bytes(values).len()).sum();
    let indices = mesh.indices().map_or(0, |indices| match indices {
        Indices::U16(list) => list.len() * 2,
        Indices::U32(list) => list.len() * 4,
    });
    (vertices + indices) as u64
}
