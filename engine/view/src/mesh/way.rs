//! Lines in space as pieces that the shader makes wide.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, Mesh, PrimitiveTopology};
use bevy::prelude::*;
use linli_model::Point3;
use linli_present::Colour;

use crate::coordinates::render_from_local;

/// A mesh of lines of one colour, relative to a local origin; nothing without any piece. See `way.wgsl`.
pub fn way_mesh<'a>(
    origin: Point3,
    lines: impl Iterator<Item = &'a [Point3]>,
    colour: Colour,
) -> Option<Mesh> {
    let [r, g, b] = colour;
    let linear = Color::srgb_u8(r, g, b).to_linear().to_f32_array();
    let (mut places, mut others) = (Vec::<[f32; 3]>::new(), Vec::<[f32; 3]>::new());
    let (mut corners, mut along, mut indices) = (Vec::new(), Vec::new(), Vec::<u32>::new());
    let mut metres = 0.0;
    for line in lines {
        for ends in line.windows(2) {
            let [a, b] = [0, 1].map(|end| {
                let place: Point3 = std::array::from_fn(|i| ends[end][i] - origin[i]);
                render_from_local(place)
            });
            let length = a.distance(b);
            if length < 1e-3 {
                continue;
            }
            let first = places.len() as u32;
            for (here, there, end, at) in [(a, b, -1.0, metres), (b, a, 1.0, metres + length)] {
                for side in [-1.0_f32, 1.0] {
                    places.push(here.to_array());
                    others.push(there.to_array());
                    corners.push([side, end]);
                    along.push([at, 0.0]);
                }
            }
            indices.extend([0, 1, 2, 2, 1, 3].map(|corner| first + corner));
            metres += length;
        }
    }
    if indices.is_empty() {
        return None;
    }
    let colours = vec![linear; places.len()];
    let mesh = Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::default())
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, places)
        .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, others)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, corners)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_1, along)
        .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, colours)
        .with_inserted_indices(Indices::U32(indices));
    Some(mesh)
}
