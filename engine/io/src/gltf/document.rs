//! The parts of a glTF document that a shape is made of. What is not needed for it is not looked at.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny};
use serde_json::Value;

/// A count or index; `1.0` counts as 1, as JSON has one kind of number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whole(pub usize);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let whole = number.as_u64().or_else(|| {
            let value = number.as_f64().filter(|v| v.fract() == 0.0 && (0.0..9e15).contains(v))?;
            Some(value as u64)
        });
        let whole = whole.and_then(|whole| usize::try_from(whole).ok());
        whole.map(Self).ok_or_else(|| D::Error::custom(format!("{number} is no count")))
    }
}

/// The whole document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    pub asset: Asset,
    #[serde(default)]
    pub scene: Option<Whole>,
    #[serde(default)]
    pub scenes: Option<Vec<Scene>>,
    #[serde(default)]
    pub nodes: Option<Vec<Node>>,
    #[serde(default)]
    pub meshes: Option<Vec<Mesh>>,
    #[serde(default)]
    pub accessors: Option<Vec<Accessor>>,
    #[serde(default)]
    pub buffer_views: Option<Vec<BufferView>>,
    #[serde(default)]
    pub buffers: Option<Vec<Buffer>>,
    #[serde(default)]
    pub materials: Option<Vec<Material>>,
    #[serde(default)]
    pub extensions_used: Option<Vec<String>>,
    #[serde(default)]
    pub extensions_required: Option<Vec<String>>,
    #[serde(default)]
    pub textures: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub images: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub samplers: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub animations: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub skins: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub cameras: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub extensions: Option<BTreeMap<String, Value>>,
}

/// Version and origin.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asset {
    pub version: String,
    #[serde(default)]
    pub min_version: Option<String>,
}

/// Root nodes that are shown together.
#[derive(Debug, Deserialize)]
pub struct Scene {
    #[serde(default)]
    pub nodes: Option<Vec<Whole>>,
}

/// A place in the hierarchy.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    #[serde(default)]
    pub children: Option<Vec<Whole>>,
    #[serde(default)]
    pub mesh: Option<Whole>,
    #[serde(default)]
    pub skin: Option<Whole>,
    #[serde(default)]
    pub weights: Option<Vec<IgnoredAny>>,
    #[serde(default)]
    pub matrix: Option<Vec<f64>>,
    #[serde(default)]
    pub translation: Option<Vec<f64>>,
    #[serde(default)]
    pub rotation: Option<Vec<f64>>,
    #[serde(default)]
    pub scale: Option<Vec<f64>>,
    #[serde(default)]
    pub extensions: Option<NodeExtensions>,
}

/// Extensions of a node.
#[derive(Debug, Deserialize)]
pub struct NodeExtensions {
    #[serde(rename = "EXT_mesh_gpu_instancing", default)]
    pub instancing: Option<Instancing>,
    #[serde(rename = "KHR_node_visibility", default)]
    pub visibility: Option<Visibility>,
    #[serde(rename = "EXT_instance_features", default)]
    pub features: Option<Features>,
}

/// Sets of feature numbers of a primitive or of instances.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Features {
    #[serde(default)]
    pub feature_ids: Vec<FeatureSet>,
}

/// Which feature each vertex or instance belongs to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeatureSet {
    /// Number of the attribute `_FEATURE_ID_n`; without one and without a texture each vertex is a feature.
    #[serde(default)]
    pub attribute: Option<Whole>,
    #[serde(default)]
    pub texture: Option<IgnoredAny>,
    /// Number that stands for no feature.
    #[serde(default)]
    pub null_feature_id: Option<Whole>,
    /// Table with the attributes of the features.
    #[serde(default)]
    pub property_table: Option<Whole>,
}

/// The same mesh at several places.
#[derive(Debug, Deserialize)]
pub struct Instancing {
    pub attributes: BTreeMap<String, Whole>,
}

/// Whether a node is shown.
#[derive(Debug, Deserialize)]
pub struct Visibility {
    #[serde(default)]
    pub visible: Option<bool>,
}

/// Primitives that belong together.
#[derive(Debug, Deserialize)]
pub struct Mesh {
    pub primitives: Vec<Primitive>,
    #[serde(default)]
    pub weights: Option<Vec<IgnoredAny>>,
}

/// Triangles of one material.
#[derive(Debug, Deserialize)]
pub struct Primitive {
    pub attributes: BTreeMap<String, Whole>,
    #[serde(default)]
    pub indices: Option<Whole>,
    #[serde(default)]
    pub material: Option<Whole>,
    #[serde(default)]
    pub mode: Option<Whole>,
    #[serde(default)]
    pub targets: Option<Vec<BTreeMap<String, Whole>>>,
    #[serde(default)]
    pub extensions: Option<PrimitiveExtensions>,
}

/// Extensions of a primitive.
#[derive(Debug, Deserialize)]
pub struct PrimitiveExtensions {
    #[serde(rename = "KHR_draco_mesh_compression", default)]
    pub draco: Option<Draco>,
    #[serde(rename = "EXT_mesh_features", default)]
    pub features: Option<Features>,
}

/// Where compressed triangles are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draco {
    pub buffer_view: Whole,
    pub attributes: BTreeMap<String, Whole>,
}

/// Numbers of one kind.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Accessor {
    #[serde(default)]
    pub buffer_view: Option<Whole>,
    #[serde(default)]
    pub byte_offset: Option<Whole>,
    pub component_type: Whole,
    #[serde(default)]
    pub normalized: Option<bool>,
    pub count: Whole,
    #[serde(rename = "type")]
    pub type_: String,
    #[serde(default)]
    pub min: Option<Vec<f64>>,
    #[serde(default)]
    pub max: Option<Vec<f64>>,
    #[serde(default)]
    pub sparse: Option<Sparse>,
}

/// Values that differ from the others of an accessor.
#[derive(Debug, Deserialize)]
pub struct Sparse {
    pub count: Whole,
    pub indices: SparseIndices,
    pub values: SparseValues,
}

/// Which values differ.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SparseIndices {
    pub buffer_view: Whole,
    #[serde(default)]
    pub byte_offset: Option<Whole>,
    pub component_type: Whole,
}

/// What they are.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SparseValues {
    pub buffer_view: Whole,
    #[serde(default)]
    pub byte_offset: Option<Whole>,
}

/// A piece of a buffer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BufferView {
    pub buffer: Whole,
    #[serde(default)]
    pub byte_offset: Option<Whole>,
    pub byte_length: Whole,
    #[serde(default)]
    pub byte_stride: Option<Whole>,
    #[serde(default)]
    pub target: Option<Whole>,
    #[serde(default)]
    pub extensions: Option<ViewExtensions>,
}

/// Extensions of a buffer view.
#[derive(Debug, Deserialize)]
pub struct ViewExtensions {
    #[serde(rename = "EXT_meshopt_compression", alias = "KHR_meshopt_compression", default)]
    pub meshopt: Option<Meshopt>,
}

/// How a buffer view is compressed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meshopt {
    pub buffer: Whole,
    #[serde(default)]
    pub byte_offset: Option<Whole>,
    pub byte_length: Whole,
    pub byte_stride: Whole,
    pub count: Whole,
    pub mode: String,
    #[serde(default)]
    pub filter: Option<String>,
}

/// Bytes in the file, beside it, or written into the document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Buffer {
    pub byte_length: Whole,
    #[serde(default)]
    pub uri: Option<String>,
    #[serde(default)]
    pub extensions: Option<BufferExtensions>,
}

/// What a document says about where its buffers are, without the rest of it.
#[derive(Debug, Deserialize)]
pub struct BufferNames {
    #[serde(default)]
    pub buffers: Option<Vec<BufferName>>,
}

/// Where a buffer is.
#[derive(Debug, Deserialize)]
pub struct BufferName {
    #[serde(default)]
    pub uri: Option<String>,
}

/// Extensions of a buffer.
#[derive(Debug, Deserialize)]
pub struct BufferExtensions {
    #[serde(rename = "EXT_meshopt_compression", alias = "KHR_meshopt_compression", default)]
    pub meshopt: Option<Fallback>,
}

/// Whether a buffer only stands for what is unpacked from another.
#[derive(Debug, Deserialize)]
pub struct Fallback {
    #[serde(default)]
    pub fallback: bool,
}

/// A material; only its colour is used.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Material {
    #[serde(default)]
    pub pbr_metallic_roughness: Option<Metallic>,
    #[serde(default)]
    pub extensions: Option<MaterialExtensions>,
}

/// The usual model of a material.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metallic {
    #[serde(default)]
    pub base_color_factor: Option<Vec<f64>>,
    #[serde(default)]
    pub base_color_texture: Option<Value>,
}

/// Extensions of a material.
#[derive(Debug, Deserialize)]
pub struct MaterialExtensions {
    #[serde(rename = "KHR_materials_pbrSpecularGlossiness", default)]
    pub glossiness: Option<Glossiness>,
}

/// The older model of a material.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Glossiness {
    #[serde(default)]
    pub diffuse_factor: Option<Vec<f64>>,
}

/// The entry of a list that may be absent.
pub fn entry<T>(list: Option<&Vec<T>>, index: Whole) -> Option<&T> {
    list.and_then(|list| list.get(index.0))
}
