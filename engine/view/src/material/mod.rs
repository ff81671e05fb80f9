//! The two materials: the city's surfaces and the sky's dome.

mod way;

use bevy::asset::{embedded_asset, load_embedded_asset};
use bevy::mesh::{MeshVertexAttribute, MeshVertexBufferLayoutRef, VertexFormat};
use bevy::pbr::{
    ExtendedMaterial, MaterialExtension, MaterialExtensionKey, MaterialExtensionPipeline, MaterialPipeline,
    MaterialPipelineKey, MaterialPlugin,
};
use bevy::prelude::*;
use bevy::render::render_resource::{
    AsBindGroup, RenderPipelineDescriptor, ShaderType, SpecializedMeshPipelineError,
};
use bevy::render::storage::ShaderBuffer;
use bevy::shader::{ShaderRef, load_shader_library};

pub(crate) use way::{WayLook, WayMaterial};

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
    /// Slabs and columns of a building in work; drawn only while it rises.
    Frame = 18,
    /// Floor of a pit; it goes down as the pit is dug.
    Pit = 19,
    /// Concrete below ground.
    Concrete = 20,
    /// Face of a cut: soil, and what is cut through.
    Cut = 21,
    /// Pipe or cable in a tunnel: cut open with it.
    Carried = 22,
    /// Lamps, hatches and the like on the ground: they go where it is cut open.
    Furniture = 23,
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

/// The two sides of a split picture, as the shaders read them (see `element.wgsl`).
#[derive(Clone, Copy, Debug, PartialEq, ShaderType)]
pub struct Split {
    /// Share of the picture's width where the second side begins; 1 or more: one side.
    pub at: f32,
    /// Number of open pits.
    pub pits: u32,
    /// How many of them, the first ones, are cuts.
    pub cuts: u32,
    /// Number of elements that an overlay may give values to; 0: no overlay.
    pub valued: u32,
    /// How grey what differs in no way is, 0 … 1.
    pub muted: f32,
    /// Number of planes of the section.
    pub planes: u32,
    /// Planes of the section, their inside kept: unit normal and offset, render axes.
    pub section: [Vec4; MOST_PLANES],
}

/// Planes of a section: those of a box.
pub const MOST_PLANES: usize = 6;

impl Default for Split {
    fn default() -> Self {
        Self {
            at: 2.0,
            pits: 0,
            cuts: 0,
            valued: 0,
            muted: 0.0,
            planes: 0,
            section: [Vec4::ZERO; MOST_PLANES],
        }
    }
}

/// Number of the element that a corner belongs to.
pub const ATTRIBUTE_ELEMENT: MeshVertexAttribute =
    MeshVertexAttribute::new("Element", 0x11_4C_1E, VertexFormat::Uint32);

/// Material of everything that stands in the scene.
pub type CityMaterial = ExtendedMaterial<StandardMaterial, CityExtension>;

/// The city's part of the material.
#[derive(Asset, AsBindGroup, TypePath, Clone, Debug, Default)]
#[bind_group_data(CityKey)]
pub struct CityExtension {
    /// Sky of the moment.
    #[uniform(100)]
    pub sky: Sky,
    /// What each element looks like now.
    #[storage(101, read_only, visibility(vertex, fragment))]
    pub looks: Handle<ShaderBuffer>,
    /// Two sides or one.
    #[uniform(102, visibility(vertex, fragment))]
    pub split: Split,
    /// Outlines of cuts and open pits.
    #[storage(103, read_only, visibility(vertex, fragment))]
    pub pits: Handle<ShaderBuffer>,
    /// Values of an overlay by element.
    #[storage(104, read_only)]
    pub values: Handle<ShaderBuffer>,
    /// Bands of reach on the ground.
    #[uniform(105)]
    pub bands: Bands,
    /// Seconds on the ground, a texel a cell.
    #[texture(106, sample_type = "float", filterable = false)]
    pub seconds: Option<Handle<Image>>,
    /// What the surface is drawn as.
    pub sheet: Sheet,
}

/// Bands of reach on the ground, as the shader reads them (see `city.wgsl`).
#[derive(Clone, Copy, Debug, PartialEq, ShaderType)]
pub struct Bands {
    /// Colour of each band of a minute from the station on, linear.
    pub colours: [Vec4; BANDS],
    /// Corner of the grid with the least coordinates east and north, side of a cell, and seconds that the front has
    /// spread; no cell: no bands.
    pub grid: Vec4,
    /// Whether the front itself is drawn.
    pub front: u32,
}

/// Bands that colours tell apart.
pub const BANDS: usize = 20;

impl Default for Bands {
    fn default() -> Self {
        Self { colours: [Vec4::ZERO; BANDS], grid: Vec4::ZERO, front: 0 }
    }
}

/// What a surface is drawn as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sheet {
    /// Solid.
    #[default]
    Solid,
    /// The ground: pits open it.
    Ground,
    /// The ground, faded.
    FadedGround,
    /// Volumes of a proposal, see-through.
    Massing,
}

/// What makes two pipelines of the material differ.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CityKey {
    sheet: Sheet,
}

impl From<&CityExtension> for CityKey {
    fn from(extension: &CityExtension) -> Self {
        Self { sheet: extension.sheet }
    }
}

impl MaterialExtension for CityExtension {
    fn fragment_shader() -> ShaderRef {
        "embedded://linli_view/material/city.wgsl".into()
    }

    fn vertex_shader() -> ShaderRef {
        "embedded://linli_view/material/city.wgsl".into()
    }

    fn prepass_vertex_shader() -> ShaderRef {
        "embedded://linli_view/material/shadow.wgsl".into()
    }

    fn prepass_fragment_shader() -> ShaderRef {
        "embedded://linli_view/material/shadow.wgsl".into()
    }

    fn specialize(
        _pipeline: &MaterialExtensionPipeline,
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        key: MaterialExtensionKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        let defs: &[&str] = match key.bind_group_data.sheet {
            Sheet::Solid => &[],
            Sheet::Ground => &["GROUND"],
            Sheet::FadedGround => &["GROUND", "FADED"],
            Sheet::Massing => &["MASSING"],
        };
        if let Some(fragment) = &mut descriptor.fragment {
            fragment.shader_defs.extend(defs.iter().map(|def| (*def).into()));
        }
        // The shadow pass has its own, shorter vertex; unused attributes do no harm.
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[
            Mesh::ATTRIBUTE_POSITION.at_shader_location(0),
            Mesh::ATTRIBUTE_NORMAL.at_shader_location(1),
            Mesh::ATTRIBUTE_UV_0.at_shader_location(2),
            Mesh::ATTRIBUTE_UV_1.at_shader_location(3),
            Mesh::ATTRIBUTE_COLOR.at_shader_location(5),
            ATTRIBUTE_ELEMENT.at_shader_location(10),
        ])?];
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
    /// What each element looks like now.
    #[storage(101, read_only, visibility(vertex, fragment))]
    pub looks: Handle<ShaderBuffer>,
    /// Two sides or one.
    #[uniform(102, visibility(vertex, fragment))]
    pub split: Split,
    /// Outlines of open pits.
    #[storage(103, read_only, visibility(vertex, fragment))]
    pub pits: Handle<ShaderBuffer>,
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

    fn specialize(
        _pipeline: &MaterialPipeline,
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        _key: MaterialPipelineKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[
            Mesh::ATTRIBUTE_POSITION.at_shader_location(0),
            Mesh::ATTRIBUTE_UV_0.at_shader_location(2),
            Mesh::ATTRIBUTE_COLOR.at_shader_location(5),
            ATTRIBUTE_ELEMENT.at_shader_location(10),
        ])?];
        Ok(())
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
    /// Volumes of a proposal.
    pub massing: Handle<CityMaterial>,
    /// Veil over what is selected.
    pub overlay: Handle<CityMaterial>,
    /// Edges and outlines.
    pub lines: Handle<LineMaterial>,
    /// What each element looks like now.
    pub looks: Handle<ShaderBuffer>,
    /// Outlines of open pits.
    pub pits: Handle<ShaderBuffer>,
    /// Values of an overlay by element.
    pub values: Handle<ShaderBuffer>,
}

impl CityMaterials {
    /// Every handle of the city's surfaces.
    pub fn all(&self) -> [&Handle<CityMaterial>; 5] {
        [&self.solid, &self.ground, &self.ground_faded, &self.massing, &self.overlay]
    }
}

pub(crate) fn plugin(app: &mut App) {
    load_shader_library!(app, "sky.wgsl");
    load_shader_library!(app, "element.wgsl");
    embedded_asset!(app, "shadow.wgsl");
    embedded_asset!(app, "city.wgsl");
    embedded_asset!(app, "dome.wgsl");
    embedded_asset!(app, "line.wgsl");
    embedded_asset!(app, "way.wgsl");
    app.add_plugins((
        MaterialPlugin::<CityMaterial>::default(),
        MaterialPlugin::<DomeMaterial>::default(),
        MaterialPlugin::<LineMaterial>::default(),
        MaterialPlugin::<WayMaterial>::default(),
    ));
    // Loaded at once, so that the first frame has its pipelines.
    let shaders: [Handle<Shader>; 5] = [
        load_embedded_asset!(app, "shadow.wgsl"),
        load_embedded_asset!(app, "city.wgsl"),
        load_embedded_asset!(app, "dome.wgsl"),
        load_embedded_asset!(app, "line.wgsl"),
        load_embedded_asset!(app, "way.wgsl"),
    ];
    app.insert_resource(CityShaders(shaders));
    let mut buffers = app.world_mut().resource_mut::<Assets<ShaderBuffer>>();
    // A buffer is never empty.
    let looks = buffers.add(ShaderBuffer::from(vec![UVec4::ZERO]));
    let pits = buffers.add(ShaderBuffer::from(vec![Vec4::ZERO]));
    let values = buffers.add(ShaderBuffer::from(vec![UVec4::ZERO]));
    let lines = LineMaterial { looks: looks.clone(), pits: pits.clone(), ..default() };
    let lines = app.world_mut().resource_mut::<Assets<LineMaterial>>().add(lines);
    let mut materials = app.world_mut().resource_mut::<Assets<CityMaterial>>();
    let mut make = |alpha_mode, sheet, depth_bias| {
        let base =
            StandardMaterial { alpha_mode, double_sided: true, cull_mode: None, depth_bias, ..default() };
        let (looks, pits, values) = (looks.clone(), pits.clone(), values.clone());
        let extension = CityExtension { looks, pits, values, sheet, ..default() };
        materials.add(CityMaterial { base, extension })
    };
    let handles = CityMaterials {
        solid: make(AlphaMode::Opaque, Sheet::Solid, 0.0),
        ground: make(AlphaMode::Opaque, Sheet::Ground, 0.0),
        ground_faded: make(AlphaMode::Blend, Sheet::FadedGround, 0.0),
        massing: make(AlphaMode::Blend, Sheet::Massing, 0.0),
        overlay: make(AlphaMode::Blend, Sheet::Solid, 100.0),
        lines,
        looks,
        pits,
        values,
    };
    app.insert_resource(handles);
}

/// Keeps the shaders loaded; pictures wait for them.
#[derive(Resource)]
pub(crate) struct CityShaders(pub [Handle<Shader>; 5]);
