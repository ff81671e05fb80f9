//! Utility lines as tubes, and their manholes.

use linli_model::{Community, Kind, Layer, Point3};
use linli_present::medium_colour;
use linli_space::{Shape, tube};
use std::sync::Arc;

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, TileSet, dressed};
use crate::material::Finish;

/// Corners around a tube.
const SIDES: u32 = 8;

/// Tiles of utility lines and nodes, drawn only when the underground is shown. Thin pipes are drawn
/// at least 12 cm thick, so that they can be seen from a bird's eye; the card tells the true size.
pub fn pipe_tiles(community: &Community, shapes: &[Arc<Shape>]) -> Vec<TileMesh> {
    let mut tiles = TileSet::default();
    for (id, element) in community.iter() {
        let (medium, finish) = match &element.kind {
            Kind::UtilityLine(line) if line.corridor.is_some() => (line.medium, Finish::Carried),
            Kind::UtilityLine(line) => (line.medium, Finish::Pipe),
            Kind::UtilityNode(node) => (node.medium, Finish::Pipe),
            _ => continue,
        };
        let Some(shape) = shapes.get(id.index()) else { continue };
        let dress = dressed(medium_colour(medium), finish, 0.0);
        for run in runs(shape) {
            let Some(&place) = run.points.first() else { continue };
            let (builder, origin) = tiles.at(place, Layer::Utilities, Drawn::Below);
            builder.of_element(id);
            add_tube(builder, origin, &run.points, run.radius_m.max(0.12), dress, 1.0);
            // From afar a tube is thinner than a pixel: its axis as a line is not.
            let (lines, origin) = tiles.at(place, Layer::Utilities, Drawn::BelowOverlay);
            lines.of_element(id);
            add_axis(lines, origin, &run.points, dressed(medium_colour(medium), Finish::Unlit, 0.0));
        }
    }
    tiles.finish()
}

fn add_axis(builder: &mut MeshBuilder, origin: Point3, points: &[Point3], dress: [f32; 4]) {
    let place = |at| Corner { at, normal: [0.0, 0.0, 1.0], uv: [1.0, 0.0], uv_b: [0.0; 2] };
    for pair in points.windows(2) {
        let ends = [pair[0], pair[1]].map(|at| builder.corner(origin, place(at), dress));
        builder.line(ends);
    }
}

struct Run {
    points: Vec<Point3>,
    radius_m: f64,
}

/// Chains of segments that join end to end with one radius.
fn runs(shape: &Shape) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for segment in &shape.segments {
        match runs.last_mut() {
            Some(run)
                if run.points.last() == Some(&segment.a)
                    && (run.radius_m - segment.radius_m).abs() < 1e-9 =>
            {
                run.points.push(segment.b);
            }
            _ => runs.push(Run { points: vec![segment.a, segment.b], radius_m: segment.radius_m }),
        }
    }
    runs
}

/// Adds a tube along a polyline. `opacity` is for the unlit finish.
pub(super) fn add_tube(
    builder: &mut MeshBuilder,
    origin: Point3,
    points: &[Point3],
    radius_m: f64,
    dress: [f32; 4],
    opacity: f32,
) {
    let mesh = tube(points, radius_m, SIDES);
    let corners = mesh.vertices.iter().zip(&mesh.normals);
    let indices: Vec<u32> = corners
        .map(|(&at, &normal)| {
            builder.corner(origin, Corner { at, normal, uv: [opacity, 0.0], uv_b: [0.0; 2] }, dress)
        })
        .collect();
    for triangle in mesh.triangles {
        builder.triangle(triangle.map(|i| indices[i as usize]));
    }
}
