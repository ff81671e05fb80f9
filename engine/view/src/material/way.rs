//! Material of ways: bands of a fixed width on screen along lines in space.

use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::pbr::{MaterialPipeline, MaterialPipelineKey};
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, CompareFunction, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::ShaderRef;

/// A way as its shader reads it (see `way.wgsl`).
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct WayLook {
    /// Half of the width on a picture of 720 rows.
    pub radius_px: f32,
    /// Opacity.
    pub opacity: f32,
    /// Length of a dash and the gap after it, metres; 0: a whole line.
    pub dash_m: f32,
    /// Colour of the line; without opacity that of each corner.
    pub colour: Vec4,
}

/// What makes two pipelines of the material differ.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WayKey {
    through: bool,
}

impl From<&WayMaterial> for WayKey {
    fn from(material: &WayMaterial) -> Self {
        Self { through: material.through }
    }
}

/// Material of a way.
#[derive(Asset, AsBindGroup, TypePath, Clone, Debug, Default)]
#[bind_group_data(WayKey)]
pub struct WayMaterial {
    /// How it looks.
    #[uniform(0)]
    pub look: WayLook,
    /// Whether it shows through walls and the ground.
    pub through: bool,
    /// What has more is drawn later.
    pub order: f32,
}

impl Material for WayMaterial {
    fn vertex_shader() -> ShaderRef {
        "embedded://linli_view/material/way.wgsl".into()
    }

    fn fragment_shader() -> ShaderRef {
        "embedded://linli_view/material/way.wgsl".into()
    }

    fn alpha_mode(&self) -> AlphaMode {
        AlphaMode::Blend
    }

    fn depth_bias(&self) -> f32 {
        self.order
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }

    fn specialize(
        _pipeline: &MaterialPipeline,
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        key: MaterialPipelineKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[
            Mesh::ATTRIBUTE_POSITION.at_shader_location(0),
            Mesh::ATTRIBUTE_NORMAL.at_shader_location(1),
            Mesh::ATTRIBUTE_UV_0.at_shader_location(2),
            Mesh::ATTRIBUTE_UV_1.at_shader_location(3),
            Mesh::ATTRIBUTE_COLOR.at_shader_location(5),
        ])?];
        // A piece has two faces on screen, of which either may be in front.
        descriptor.primitive.cull_mode = None;
        if key.bind_group_data.through
            && let Some(depth) = &mut descriptor.depth_stencil
        {
            depth.depth_compare = Some(CompareFunction::Always);
        }
        Ok(())
    }
}
