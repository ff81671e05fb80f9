//! The ground and what lies on it.

use bevy::mesh::{Mesh, PrimitiveTopology};
use linli_model::{Aabb, AreaUse, ElementId, Layer, Point3};
use linli_present::{Colour, area_colour};
use linli_space::{Ground, SurfaceKind, SurfaceMesh, TILE_M};

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, dressed};
use crate::coordinates::render_from_local;
use crate::material::Finish;

/// Cells of the land around a scene, on its longer side.
const AROUND_CELLS: f64 = 120.0;
/// How far the land around a scene reaches beyond it before it is level, metres.
const MARGIN_M: f64 = 150.0;
/// How far it lies below what lies on it, metres.
const SUNK_M: f64 = 0.12;

/// Land around the scene, out to the haze: where the scene has terrain of its own there is a gap; next
/// to it the land goes on at the terrain's height, and runs out to one level.
pub fn far_ground(scene: &Aabb, ground: &Ground, level_m: f64) -> Mesh {
    const REACH_M: f64 = 25_000.0;
    let mut builder = MeshBuilder::default();
    let dress = dressed([158, 160, 138], Finish::FarGround, 0.0);
    let place = |at: Point3| Corner { at, normal: [0.0, 0.0, 1.0], uv: [0.0; 2], uv_b: [0.0; 2] };
    let mut quad = |corners: [Point3; 4]| {
        let c = corners.map(|at| builder.corner([0.0; 3], place(at), dress));
        builder.triangle([c[0], c[1], c[2]]);
        builder.triangle([c[0], c[2], c[3]]);
    };
    let near = scene.inflated(MARGIN_M);
    let centre = scene.centre();
    let (west, east) = (centre[0] - REACH_M, centre[0] + REACH_M);
    let (south, north) = (centre[1] - REACH_M, centre[1] + REACH_M);
    let level = level_m - SUNK_M;
    let mut plate = |min: [f64; 2], max: [f64; 2]| {
        quad([
            [min[0], min[1], level],
            [max[0], min[1], level],
            [max[0], max[1], level],
            [min[0], max[1], level],
        ]);
    };
    let Some(grid) = &ground.grid else {
        plate([west, south], [east, north]);
        return builder.finish(PrimitiveTopology::TriangleList).0;
    };
    plate([west, south], [east, near.min[1]]);
    plate([west, near.max[1]], [east, north]);
    plate([west, near.min[1]], [near.min[0], near.max[1]]);
    plate([near.max[0], near.min[1]], [east, near.max[1]]);
    let size = near.size();
    let cell = size[0].max(size[1]) / AROUND_CELLS;
    let count = |side: f64| (side / cell).ceil().max(1.0) as u32;
    let (columns, rows) = (count(size[0]), count(size[1]));
    let at = |column: u32, row: u32| -> Point3 {
        let x = near.min[0] + size[0] * f64::from(column) / f64::from(columns);
        let y = near.min[1] + size[1] * f64::from(row) / f64::from(rows);
        let edge = [x - near.min[0], near.max[0] - x, y - near.min[1], near.max[1] - y];
        let inside = edge.into_iter().fold(f64::INFINITY, f64::min);
        let share = (inside / MARGIN_M).clamp(0.0, 1.0);
        [x, y, level_m + (ground.height_at(x, y) - level_m) * share - SUNK_M]
    };
    for row in 0..rows {
        for column in 0..columns {
            let corners =
                [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
            if !corners.iter().all(|p| grid.height_at(p[0], p[1]).is_some()) {
                quad(corners);
            }
        }
    }
    builder.finish(PrimitiveTopology::TriangleList).0
}

/// Height by which the ground of one stage lies over that of another, metres.
const STAGE_LIFT_M: f64 = 0.012;

/// Tiles of the draped surfaces: one mesh a surface and tile. Surfaces of a stage come and go with one of
/// their elements, `like`.
pub fn surface_tiles(surfaces: &[SurfaceMesh], like: Option<ElementId>) -> Vec<TileMesh> {
    surfaces
        .iter()
        .filter(|surface| !surface.triangles.is_empty())
        .map(|surface| {
            let (layer, drawn, colour, finish) = look_of(surface.kind);
            let dress = dressed(colour, finish, 0.0);
            let origin = [f64::from(surface.tile[0]) * TILE_M, f64::from(surface.tile[1]) * TILE_M, 0.0];
            let mut builder = MeshBuilder::default();
            let lift = if let Some(id) = like {
                builder.of_element(id);
                STAGE_LIFT_M
            } else {
                0.0
            };
            let corners = surface.vertices.iter().zip(&surface.normals).zip(&surface.uv);
            for ((&[x, y, z], &normal), &uv) in corners {
                let at = [x, y, z + lift];
                builder.corner(origin, Corner { at, normal, uv, uv_b: [0.0; 2] }, dress);
            }
            for &triangle in &surface.triangles {
                builder.triangle(triangle);
            }
            let (mesh, primitives) = builder.finish(PrimitiveTopology::TriangleList);
            TileMesh {
                layer,
                drawn,
                origin: render_from_local(origin),
                mesh,
                primitives,
                sides: linli_model::variant::Sides::ALL,
                draped: (surface.kind != SurfaceKind::Terrain).then_some(surface.tile),
            }
        })
        .collect()
}

/// Layer, way of drawing, colour and finish of a kind of surface.
fn look_of(kind: SurfaceKind) -> (Layer, Drawn, Colour, Finish) {
    use SurfaceKind as S;
    let area = |use_: AreaUse, finish: Finish| (area_colour(use_), finish);
    let (layer, drawn, (colour, finish)) = match kind {
        S::Terrain => (Layer::Terrain, Drawn::Ground, ([166, 165, 146], Finish::FarGround)),
        S::Land => (Layer::Land, Drawn::Ground, area(AreaUse::Residential, Finish::Soil)),
        S::Park => (Layer::Green, Drawn::Ground, area(AreaUse::Park, Finish::Grass)),
        S::Cemetery => (Layer::Green, Drawn::Ground, area(AreaUse::Cemetery, Finish::Grass)),
        S::Allotments => (Layer::Green, Drawn::Ground, area(AreaUse::Allotments, Finish::Grass)),
        S::Forest => (Layer::Green, Drawn::Ground, area(AreaUse::Forest, Finish::Grass)),
        S::Grass => (Layer::Green, Drawn::Ground, area(AreaUse::Grass, Finish::Grass)),
        S::Scrub => (Layer::Green, Drawn::Ground, area(AreaUse::Scrub, Finish::Grass)),
        S::Sand => (Layer::Land, Drawn::Ground, area(AreaUse::Sand, Finish::Soil)),
        S::Playground => (Layer::Land, Drawn::Ground, area(AreaUse::Playground, Finish::Soil)),
        S::Sport => (Layer::Land, Drawn::Ground, area(AreaUse::Sport, Finish::Plain)),
        S::Water => (Layer::Water, Drawn::Ground, area(AreaUse::Water, Finish::Water)),
        S::Parking => (Layer::Parking, Drawn::Ground, ([124, 126, 130], Finish::Asphalt)),
        S::Plaza => (Layer::Land, Drawn::Ground, area(AreaUse::Plaza, Finish::Paving)),
        S::Footway => (Layer::Streets, Drawn::Ground, ([190, 184, 172], Finish::Paving)),
        S::Cycleway => (Layer::Streets, Drawn::Ground, ([164, 112, 96], Finish::Asphalt)),
        S::Ballast => (Layer::Railways, Drawn::Ground, ([132, 124, 116], Finish::Soil)),
        S::Carriageway => (Layer::Streets, Drawn::Ground, area(AreaUse::Carriageway, Finish::Asphalt)),
        S::Marking => (Layer::Streets, Drawn::Ground, ([228, 226, 218], Finish::Marking)),
        S::Rail => (Layer::Railways, Drawn::Ground, ([116, 112, 110], Finish::Pipe)),
        S::Pavement => (Layer::Streets, Drawn::Ground, area(AreaUse::Pavement, Finish::Paving)),
        S::Kerb => (Layer::Streets, Drawn::Ground, ([150, 148, 144], Finish::Plain)),
        S::BridgeSlab => (Layer::Streets, Drawn::Ground, ([176, 172, 166], Finish::Plain)),
        S::Tunnel => (Layer::Streets, Drawn::Below, ([120, 122, 126], Finish::Plain)),
        S::RailTunnel => (Layer::Railways, Drawn::Below, ([96, 84, 120], Finish::Plain)),
    };
    (layer, drawn, colour, finish)
}
