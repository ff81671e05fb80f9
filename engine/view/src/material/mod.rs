//! The two materials: the city's surfaces and the sky's dome.

use bevy::asset::{embedded_asset, load_embedded_asset};
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::pbr::{
    ExtendedMaterial, MaterialExtension, MaterialExtensionKey, MaterialExtensionPipeline, MaterialPipeline,
    MaterialPipelineKey, MaterialPlugin,
};
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::{ShaderRef, load_shader_library};

/// What a surface is made of: how the shader finishes it. The numbers are those of `city.wgsl`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Finish {
    /// One colour.
    Plain = 0,
    /// Wall with small windows.
    WallHomes = 1,
    /// Wall of glass between floor slabs.
    WallOffice = 2,
    /// Wall with shop windows on the ground floor.
    WallShops = 3,
    /// Wall without windows.
    WallBlank = 4,
    /// Flat roof.
    RoofFlat = 5,
    /// Pitched roof with courses of tiles.
    RoofPitched = 6,
    /// Grass and other low green.
    Grass = 7,
    /// Carriageway.
    Asphalt = 8,
    /// Slabs.
    Paving = 9,
    /// Water.
    Water = 10,
    /// Soil, sand, ballast.
    Soil = 11,
    /// Paint on the road.
    Marking = 12,
    /// Leaves.
    Foliage = 13,
    /// Pipe.
    Pipe = 14,
    /// Not lit: lines, highlights. Opacity is in `uv.x`.
    Unlit = 15,
    /// The land around the scene.
    FarGround = 16,
    /// Windows modelled by the source.
    Glass = 17,
}

/// Sky, sun and haze of one moment, as the shaders read it (see `sky.wgsl`).
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub struct Sky {
    /// Towards the sun, and night 0…1.
    pub sun: Vec4,
    /// Colour above, and density of haze per metre.
    pub zenith: Vec4,
    /// Colour at the horizon, and amount of cloud.
    pub horizon: Vec4,
    /// Glow around the sun, and opacity of faded surfaces.
    pub glow: Vec4,
    /// Light back from the ground, and strength of ambient light.
    pub ground: Vec4,
}

/// Material of everything that stands in the scene.
pub type CityMaterial = ExtendedMaterial<StandardMaterial, CityExtension>;

/// The city's part of the material.
#[derive(Asset, AsBindGroup, TypePath, Clone, Debug, Default)]
#[bind_group_data(CityKey)]
pub struct CityExtension {
    /// Sky of the moment.
    #[uniform(100)]
    pub sky: Sky,
    /// Whether the surface is drawn with the sky's fade opacity.
    pub faded: bool,
}

/// What makes two pipelines of the material differ.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CityKey {
    faded: bool,
}

impl From<&CityExtension> for CityKey {
    fn from(extension: &CityExtension) -> Self {
        Self { faded: extension.faded }
    }
}

impl MaterialExtension for CityExtension {
    fn fragment_shader() -> ShaderRef {
        "embedded://linli_view/material/city.wgsl".into()
    }

    fn specialize(
        _pipeline: &MaterialExtensionPipeline,
        descriptor: &mut RenderPipelineDescriptor,
        _layout: &MeshVertexBufferLayoutRef,
        key: MaterialExtensionKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        if let (true, Some(fragment)) = (key.bind_group_data.faded, &mut descriptor.fragment) {
            fragment.shader_defs.push("FADED".into());
        }
        Ok(())
    }
}

/// Material of the sky's dome.
#[derive(Asset, AsBindGroup, TypePath, Clone, Debug, Default)]
pub struct DomeMaterial {
    /// Sky of the moment.
    #[uniform(0)]
    pub sky: Sky,
}

impl Material for DomeMaterial {
    fn fragment_shader() -> ShaderRef {
        "embedded://linli_view/material/dome.wgsl".into()
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
        _layout: &MeshVertexBufferLayoutRef,
        _key: MaterialPipelineKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        // The dome is seen from inside.
        descriptor.primitive.cull_mode = None;
        Ok(())
    }
}

/// Material of edges and outlines: not lit, drawn just before the faces they bound.
#[derive(Asset, AsBindGroup, TypePath, Clone, Debug, Default)]
pub struct LineMaterial {
    /// Sky of the moment.
    #[uniform(0)]
    pub sky: Sky,
}

impl Material for LineMaterial {
    fn vertex_shader() -> ShaderRef {
        "embedded://linli_view/material/line.wgsl".into()
    }

    fn fragment_shader() -> ShaderRef {
        "embedded://linli_view/material/line.wgsl".into()
    }

    fn alpha_mode(&self) -> AlphaMode {
        AlphaMode::Blend
    }

    fn enable_prepass() -> bool {
        false
    }

    fn enable_shadows() -> bool {
        false
    }
}

/// The handles of the city's materials.
#[derive(Resource, Clone, Debug)]
pub struct CityMaterials {
    /// Buildings, trees, pipes.
    pub solid: Handle<CityMaterial>,
    /// The ground and what lies on it.
    pub ground: Handle<CityMaterial>,
    /// The same when the underground is shown.
    pub ground_faded: Handle<CityMaterial>,
    /// Veil over what is selected.
    pub overlay: Handle<CityMaterial>,
    /// Edges and outlines.
    pub lines: Handle<LineMaterial>,
}

impl CityMaterials {
    /// Every handle of the city's surfaces.
    pub fn all(&self) -> [&Handle<CityMaterial>; 4] {
        [&self.solid, &self.ground, &self.ground_faded, &self.overlay]
    }
}

fn make(alpha_mode: AlphaMode, faded: bool, depth_bias: f32) -> CityMaterial {
    CityMaterial {
        base: StandardMaterial { alpha_mode, double_sided: true, cull_mode: None, depth_bias, ..default() },
        extension: CityExtension { sky: Sky::default(), faded },
    }
}

pub(crate) fn plugin(app: &mut App) {
    load_shader_library!(app, "sky.wgsl");
    embedded_asset!(app, "city.wgsl");
    embedded_asset!(app, "dome.wgsl");
    embedded_asset!(app, "line.wgsl");
    app.add_plugins((
        MaterialPlugin::<CityMaterial>::default(),
        MaterialPlugin::<DomeMaterial>::default(),
        MaterialPlugin::<LineMaterial>::default(),
    ));
    // Loaded at once, so that the first frame has its pipelines.
    let shaders: [Handle<Shader>; 3] = [
        load_embedded_asset!(app, "city.wgsl"),
        load_embedded_asset!(app, "dome.wgsl"),
        load_embedded_asset!(app, "line.wgsl"),
    ];
    app.insert_resource(CityShaders(shaders));
    let lines = app.world_mut().resource_mut::<Assets<LineMaterial>>().add(LineMaterial::default());
    let mut materials = app.world_mut().resource_mut::<Assets<CityMaterial>>();
    let handles = CityMaterials {
        solid: materials.add(make(AlphaMode::Opaque, false, 0.0)),
        ground: materials.add(make(AlphaMode::Opaque, false, 0.0)),
        ground_faded: materials.add(make(AlphaMode::Blend, true, 0.0)),
        overlay: materials.add(make(AlphaMode::Blend, false, 100.0)),
        lines,
    };
    app.insert_resource(handles);
}

/// Keeps the shaders loaded; pictures wait for them.
#[derive(Resource)]
pub(crate) struct CityShaders(pub [Handle<Shader>; 3]);
