//! Walls of an opening in the ground as one mesh.

use bevy::math::DVec3;
use bevy::mesh::PrimitiveTopology;
use linli_model::{Community, ElementId, Kind, Layer};
use linli_present::{Colour, medium_colour};
use linli_space::{GroundCut, Shape};

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, dressed};
use crate::coordinates::render_from_local;
use crate::material::Finish;

/// Paint of concrete that is cut through.
const CONCRETE: Colour = [122, 120, 116];

/// One mesh of an opening's soil and of what it cuts through.
pub fn cut_mesh<'a>(
    community: &Community,
    cut: &GroundCut,
    soil: &Shape,
    caps: impl Iterator<Item = &'a (ElementId, Shape)>,
) -> TileMesh {
    let origin = cut.outline.first().map_or([0.0; 3], |[x, y]| [*x, *y, 0.0]);
    let mut builder = MeshBuilder::default();
    for part in &soil.parts {
        let range = part.triangles.start as usize..part.triangles.end as usize;
        add(&mut builder, origin, soil, &soil.triangles[range], part.colour.unwrap_or(CONCRETE));
    }
    for (id, cap) in caps {
        let colour = match community.element(*id).map(|element| &element.kind) {
            Some(Kind::UtilityLine(line)) => medium_colour(line.medium),
            _ => CONCRETE,
        };
        add(&mut builder, origin, cap, &cap.triangles, colour);
    }
    let (mesh, primitives) = builder.finish(PrimitiveTopology::TriangleList);
    let origin = render_from_local(origin);
    TileMesh { layer: Layer::Underground, drawn: Drawn::Below, origin, mesh, primitives }
}

fn add(builder: &mut MeshBuilder, origin: [f64; 3], shape: &Shape, triangles: &[[u32; 3]], colour: Colour) {
    let dress = dressed(colour, Finish::Cut, 0.0);
    for triangle in triangles {
        let corners = triangle.map(|i| shape.vertices[i as usize]);
        let [a, b, c] = corners.map(DVec3::from);
        let Some(normal) = (b - a).cross(c - a).try_normalize() else { continue };
        let normal = normal.as_vec3().to_array();
        let indices = corners
            .map(|at| builder.corner(origin, Corner { at, normal, uv: [1.0, 0.0], uv_b: [0.0; 2] }, dress));
        builder.triangle(indices);
    }
}
