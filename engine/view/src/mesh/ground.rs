//! The ground and what lies on it.

use bevy::mesh::{Mesh, PrimitiveTopology};
use linli_model::{Aabb, AreaUse, Layer, Point3};
use linli_present::{Colour, area_colour};
use linli_space::{SurfaceKind, SurfaceMesh, TILE_M};

use super::builder::{Corner, Drawn, MeshBuilder, TileMesh, dressed};
use crate::coordinates::render_from_local;
use crate::material::Finish;

/// Land around the scene, out to the haze: a plate at the level of the scene's ground, with a gap where
/// the scene has ground of its own.
pub fn far_ground(own: Option<&Aabb>, centre: Point3, level_m: f64) -> Mesh {
    const REACH_M: f64 = 25_000.0;
    let mut builder = MeshBuilder::default();
    let dress = dressed([150, 152, 128], Finish::FarGround, 0.0);
    let mut plate = |min: [f64; 2], max: [f64; 2]| {
        let corners =
            [[min[0], min[1]], [max[0], min[1]], [max[0], max[1]], [min[0], max[1]]].map(|[x, y]| {
                let at = [x, y, level_m];
                builder.corner(
                    [0.0; 3],
                    Corner { at, normal: [0.0, 0.0, 1.0], uv: [0.0; 2], uv_b: [0.0; 2] },
                    dress,
                )
            });
        builder.triangle([corners[0], corners[1], corners[2]]);
        builder.triangle([corners[0], corners[2], corners[3]]);
    };
    let (west, east) = (centre[0] - REACH_M, centre[0] + REACH_M);
    let (south, north) = (centre[1] - REACH_M, centre[1] + REACH_M);
    match own {
        None => plate([west, south], [east, north]),
        Some(own) => {
            plate([west, south], [east, own.min[1]]);
            plate([west, own.max[1]], [east, north]);
            plate([west, own.min[1]], [own.min[0], own.max[1]]);
            plate([own.max[0], own.min[1]], [east, own.max[1]]);
        }
    }
    builder.finish(PrimitiveTopology::TriangleList).0
}

/// Tiles of the draped surfaces: one mesh a surface and tile.
pub fn surface_tiles(surfaces: &[SurfaceMesh]) -> Vec<TileMesh> {
    surfaces
        .iter()
        .filter(|surface| !surface.triangles.is_empty())
        .map(|surface| {
            let (layer, drawn, colour, finish) = look_of(surface.kind);
            let dress = dressed(colour, finish, 0.0);
            let origin = [f64::from(surface.tile[0]) * TILE_M, f64::from(surface.tile[1]) * TILE_M, 0.0];
            let mut builder = MeshBuilder::default();
            let corners = surface.vertices.iter().zip(&surface.normals).zip(&surface.uv);
            for ((&at, &normal), &uv) in corners {
                builder.corner(origin, Corner { at, normal, uv, uv_b: [0.0; 2] }, dress);
            }
            for &triangle in &surface.triangles {
                builder.triangle(triangle);
            }
            let (mesh, primitives) = builder.finish(PrimitiveTopology::TriangleList);
            TileMesh { layer, drawn, origin: render_from_local(origin), mesh, primitives }
        })
        .collect()
}

/// Layer, way of drawing, colour and finish of a kind of surface.
fn look_of(kind: SurfaceKind) -> (Layer, Drawn, Colour, Finish) {
    use SurfaceKind as S;
    let area = |use_: AreaUse, finish: Finish| (area_colour(use_), finish);
    let (layer, drawn, (colour, finish)) = match kind {
        S::Terrain => (Layer::Terrain, Drawn::Ground, ([166, 164, 146], Finish::FarGround)),
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
