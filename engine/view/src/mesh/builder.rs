//! Growing meshes, tile by tile.

use std::collections::BTreeMap;

use bevy::asset::RenderAssetUsages;
use bevy::math::DVec3;
use bevy::mesh::{Indices, Mesh, PrimitiveTopology, VertexAttributeValues};
use bevy::prelude::*;
use linli_model::variant::Sides;
use linli_model::{ElementId, Layer, Point3};
use linli_present::Colour;
use linli_space::{Shape, ShapePart};

use super::TILE_M;
use crate::coordinates::render_from_local;
use crate::material::{ATTRIBUTE_ELEMENT, Finish};

/// How a tile mesh is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Drawn {
    /// With the solid material.
    Solid,
    /// With the ground's material, faded when the underground is shown.
    Ground,
    /// With the overlay material: lines.
    Overlay,
    /// Volumes of a proposal: see-through.
    Massing,
    /// Only in construction: frames, pits, site works.
    Works,
    /// Only when the underground is shown.
    Below,
    /// Lines, only when the underground is shown.
    BelowOverlay,
}

/// A mesh at its place.
#[derive(Clone, Debug)]
pub struct TileMesh {
    /// Layer it belongs to.
    pub layer: Layer,
    /// How it is drawn.
    pub drawn: Drawn,
    /// Render position of the mesh's origin.
    pub origin: Vec3,
    /// The mesh.
    pub mesh: Mesh,
    /// Number of triangles (or lines).
    pub primitives: usize,
    /// The sides of a comparison that show it.
    pub sides: Sides,
    /// Of what lies on the ground: column and row of its tile, as [`linli_space::SurfaceMesh`] counts them.
    pub draped: Option<[i32; 2]>,
}

impl TileMesh {
    /// Adds to the numbers of the elements that its corners belong to; corners of none stay.
    pub fn renumber(&mut self, by: u32) {
        if let Some(VertexAttributeValues::Uint32(numbers)) = self.mesh.attribute_mut(ATTRIBUTE_ELEMENT) {
            numbers.iter_mut().filter(|number| **number < NO_ELEMENT).for_each(|number| *number += by);
        }
    }
}

/// A mesh that grows.
#[derive(Clone, Debug)]
pub struct MeshBuilder {
    /// Number of the element that the next corners belong to.
    element: u32,
    elements: Vec<u32>,
    positions: Vec<[f32; 3]>,
    normals: Vec<[f32; 3]>,
    uvs: Vec<[f32; 2]>,
    uvs_b: Vec<[f32; 2]>,
    colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

/// Corners that belong to no element are always shown.
pub(super) const NO_ELEMENT: u32 = u32::MAX - 1;
/// Corners of a mesh whose instances say which element they are.
pub(super) const BY_TAG: u32 = u32::MAX;

impl Default for MeshBuilder {
    fn default() -> Self {
        Self {
            element: NO_ELEMENT,
            elements: Vec::new(),
            positions: Vec::new(),
            normals: Vec::new(),
            uvs: Vec::new(),
            uvs_b: Vec::new(),
            colours: Vec::new(),
            indices: Vec::new(),
        }
    }
}

/// One corner of a mesh.
#[derive(Clone, Copy, Debug)]
pub struct Corner {
    /// Local position.
    pub at: Point3,
    /// Local normal.
    pub normal: [f32; 3],
    /// First texture coordinates.
    pub uv: [f32; 2],
    /// Second texture coordinates.
    pub uv_b: [f32; 2],
}

/// Linear colour and finish of a surface; `seed` (0…1, kept to 1/64) tells neighbours apart.
pub fn dressed(colour: Colour, finish: Finish, seed: f32) -> [f32; 4] {
    let linear = Color::srgb_u8(colour[0], colour[1], colour[2]).to_linear();
    [
        linear.red,
        linear.green,
        linear.blue,
        f32::from(finish as u8) + (seed.clamp(0.0, 0.98) * 64.0).floor() / 64.0,
    ]
}

impl MeshBuilder {
    /// Says which element the next corners belong to.
    pub fn of_element(&mut self, id: ElementId) -> &mut Self {
        self.element = id.0;
        self
    }

    /// Says that each instance of the mesh is an element of its own.
    pub fn of_instances(&mut self) -> &mut Self {
        self.element = BY_TAG;
        self
    }

    /// Adds a corner relative to a local origin; returns its index.
    pub fn corner(&mut self, origin: Point3, corner: Corner, dress: [f32; 4]) -> u32 {
        let at = std::array::from_fn(|i| corner.at[i] - origin[i]);
        self.positions.push(render_from_local(at).to_array());
        let n = corner.normal;
        self.normals.push([n[0], n[2], -n[1]]);
        self.uvs.push(corner.uv);
        self.uvs_b.push(corner.uv_b);
        self.colours.push(dress);
        self.elements.push(self.element);
        (self.positions.len() - 1) as u32
    }

    /// Adds triangles of a shape, each flat, lifted by a height.
    pub fn flat(
        &mut self,
        origin: Point3,
        shape: &Shape,
        triangles: &[[u32; 3]],
        dress: [f32; 4],
        lift_m: f64,
    ) {
        for triangle in triangles {
            let corners = triangle.map(|i| shape.vertices[i as usize]);
            let [a, b, c] = corners.map(DVec3::from);
            let Some(normal) = (b - a).cross(c - a).try_normalize() else { continue };
            let normal = normal.as_vec3().to_array();
            let indices = corners.map(|at| {
                let at = [at[0], at[1], at[2] + lift_m];
                self.corner(origin, Corner { at, normal, uv: [1.0, 0.0], uv_b: [0.0; 2] }, dress)
            });
            self.triangle(indices);
        }
    }

    /// Adds the parts of a shape, each flat and dressed in its own way.
    pub fn parts(&mut self, origin: Point3, shape: &Shape, dress: impl Fn(&ShapePart) -> [f32; 4]) {
        for part in &shape.parts {
            let range = part.triangles.start as usize..part.triangles.end as usize;
            self.flat(origin, shape, &shape.triangles[range], dress(part), 0.0);
        }
    }

    /// The finished triangles as a tile of their own that all sides show.
    pub fn tile(self, origin: Point3, layer: Layer, drawn: Drawn) -> TileMesh {
        let (mesh, primitives) = self.finish(PrimitiveTopology::TriangleList);
        let origin = render_from_local(origin);
        TileMesh { layer, drawn, origin, mesh, primitives, sides: Sides::ALL, draped: None }
    }

    /// Adds a triangle of corners.
    pub fn triangle(&mut self, indices: [u32; 3]) {
        self.indices.extend(indices);
    }

    /// Adds a line between two corners.
    pub fn line(&mut self, indices: [u32; 2]) {
        self.indices.extend(indices);
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The finished mesh of triangles or lines, and how many there are.
    pub fn finish(self, topology: PrimitiveTopology) -> (Mesh, usize) {
        let per = if topology == PrimitiveTopology::LineList { 2 } else { 3 };
        let primitives = self.indices.len() / per;
        let mesh = Mesh::new(topology, RenderAssetUsages::default())
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, self.normals)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, self.uvs)
            .with_inserted_attribute(Mesh::ATTRIBUTE_UV_1, self.uvs_b)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
            .with_inserted_attribute(ATTRIBUTE_ELEMENT, self.elements)
            .with_inserted_indices(Indices::U32(self.indices));
        (mesh, primitives)
    }
}

/// Meshes by tile, layer and way of drawing.
#[derive(Debug, Default)]
pub struct TileSet {
    tiles: BTreeMap<(i64, i64, Layer, Drawn), MeshBuilder>,
}

impl TileSet {
    /// The mesh of the tile that holds a place, and the tile's local origin.
    pub fn at(&mut self, place: Point3, layer: Layer, drawn: Drawn) -> (&mut MeshBuilder, Point3) {
        let (column, row) = ((place[0] / TILE_M).floor() as i64, (place[1] / TILE_M).floor() as i64);
        let origin = [column as f64 * TILE_M, row as f64 * TILE_M, 0.0];
        (self.tiles.entry((column, row, layer, drawn)).or_default(), origin)
    }

    /// The finished meshes, in a fixed order.
    pub fn finish(self) -> Vec<TileMesh> {
        self.tiles
            .into_iter()
            .filter(|(_, builder)| !builder.is_empty())
            .map(|((column, row, layer, drawn), builder)| {
                let topology = if matches!(drawn, Drawn::Overlay | Drawn::BelowOverlay) {
                    PrimitiveTopology::LineList
                } else {
                    PrimitiveTopology::TriangleList
                };
                let (mesh, primitives) = builder.finish(topology);
                let origin = render_from_local([column as f64 * TILE_M, row as f64 * TILE_M, 0.0]);
                TileMesh { layer, drawn, origin, mesh, primitives, sides: Sides::ALL, draped: None }
            })
            .collect()
    }
}
