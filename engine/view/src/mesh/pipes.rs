//! Utility lines as tubes, and their manholes.

use bevy::math::DVec3;
use linli_model::{Community, Kind, Layer, Point3};
use linli_present::medium_colour;
use linli_space::Shape;
use std::sync::Arc;

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, TileSet, dressed};
use crate::material::Finish;

/// Corners around a tube.
const SIDES: usize = 8;

/// Tiles of utility lines and nodes, drawn only when the underground is shown. Thin pipes are drawn
/// at least 12 cm thick, so that they can be seen from a bird's eye; the card tells the true size.
pub fn pipe_tiles(community: &Community, shapes: &[Arc<Shape>]) -> Vec<TileMesh> {
    let mut tiles = TileSet::default();
    for (id, element) in community.iter() {
        let medium = match &element.kind {
            Kind::UtilityLine(line) => line.medium,
            Kind::UtilityNode(node) => node.medium,
            _ => continue,
        };
        let Some(shape) = shapes.get(id.index()) else { continue };
        let dress = dressed(medium_colour(medium), Finish::Pipe, 0.0);
        for run in runs(shape) {
            let Some(&place) = run.points.first() else { continue };
            let (builder, origin) = tiles.at(place, Layer::Utilities, Drawn::Below);
            add_tube(builder, origin, &run.points, run.radius_m.max(0.12), dress, 1.0);
            // From afar a tube is thinner than a pixel: its axis as a line is not.
            let (lines, origin) = tiles.at(place, Layer::Utilities, Drawn::BelowOverlay);
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

/// Adds a tube along a polyline: mitred at its bends, round in its shading, closed by caps.
/// `opacity` is for the unlit finish.
pub(super) fn add_tube(
    builder: &mut MeshBuilder,
    origin: Point3,
    points: &[Point3],
    radius_m: f64,
    dress: [f32; 4],
    opacity: f32,
) {
    let mut path: Vec<DVec3> = Vec::with_capacity(points.len());
    for p in points.iter().map(|p| DVec3::from(*p)) {
        if path.last().is_none_or(|last| last.distance(p) > 1e-4) {
            path.push(p);
        }
    }
    if path.len() < 2 {
        return;
    }
    let direction = |i: usize| (path[i + 1] - path[i]).normalize();
    let mut up = if direction(0).z.abs() < 0.9 { DVec3::Z } else { DVec3::X };
    let mut rings: Vec<Vec<u32>> = Vec::with_capacity(path.len());
    for (i, &at) in path.iter().enumerate() {
        let before = direction(i.saturating_sub(1));
        let after = direction(i.min(path.len() - 2));
        let tangent = (before + after).normalize_or(before);
        // Carry the frame along without twist.
        let side = tangent.cross(up).normalize_or(tangent.any_orthonormal_vector());
        up = side.cross(tangent);
        // A mitre is wider by 1/cos of half the bend; capped, so that hairpins do not spike.
        let stretch = (1.0 / before.dot(tangent).max(0.5)).min(2.0);
        let bend = (after - before).normalize_or_zero();
        let ring = (0..SIDES)
            .map(|k| {
                let angle = std::f64::consts::TAU * k as f64 / SIDES as f64;
                let out = side * angle.cos() + up * angle.sin();
                let along_bend = out.dot(bend) * (stretch - 1.0);
                let corner = Corner {
                    at: (at + (out + bend * along_bend) * radius_m).into(),
                    normal: out.as_vec3().to_array(),
                    uv: [opacity, 0.0],
                    uv_b: [0.0; 2],
                };
                builder.corner(origin, corner, dress)
            })
            .collect();
        rings.push(ring);
    }
    for pair in rings.windows(2) {
        for k in 0..SIDES {
            let next = (k + 1) % SIDES;
            builder.triangle([pair[0][k], pair[0][next], pair[1][next]]);
            builder.triangle([pair[0][k], pair[1][next], pair[1][k]]);
        }
    }
    for (ring, flip) in [(&rings[0], true), (&rings[rings.len() - 1], false)] {
        for k in 1..SIDES - 1 {
            let triangle =
                if flip { [ring[0], ring[k + 1], ring[k]] } else { [ring[0], ring[k], ring[k + 1]] };
            builder.triangle(triangle);
        }
    }
}
