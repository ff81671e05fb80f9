//! The relief as meshes.

use std::collections::BTreeMap;

use linli_model::TerrainGrid;

use super::tile::tile_at;
use super::{SurfaceKind, SurfaceMesh};
use crate::Ground;

/// Meshes of the grid's cells, by tile; cells without data are left out.
pub(super) fn meshes(ground: &Ground) -> Vec<SurfaceMesh> {
    let Some(grid) = &ground.grid else { return Vec::new() };
    let mut cells: BTreeMap<[i32; 2], Vec<[u32; 2]>> = BTreeMap::new();
    for row in 0..grid.rows.saturating_sub(1) {
        for column in 0..grid.columns.saturating_sub(1) {
            let middle = place(grid, f64::from(column) + 0.5, f64::from(row) + 0.5);
            if let Some(tile) = tile_at(middle) {
                cells.entry(tile).or_default().push([column, row]);
            }
        }
    }
    let meshes = cells.into_iter().map(|(tile, cells)| mesh(grid, ground, tile, &cells));
    meshes.filter(|mesh| !mesh.triangles.is_empty()).collect()
}

fn place(grid: &TerrainGrid, column: f64, row: f64) -> [f64; 2] {
    [grid.origin_m[0] + column * grid.cell_m[0], grid.origin_m[1] + row * grid.cell_m[1]]
}

fn mesh(grid: &TerrainGrid, ground: &Ground, tile: [i32; 2], cells: &[[u32; 2]]) -> SurfaceMesh {
    let mut mesh = SurfaceMesh {
        kind: SurfaceKind::Terrain,
        tile,
        vertices: Vec::new(),
        normals: Vec::new(),
        uv: Vec::new(),
        triangles: Vec::new(),
    };
    let mut numbers: BTreeMap<[u32; 2], u32> = BTreeMap::new();
    let mut vertex = |mesh: &mut SurfaceMesh, column: u32, row: u32| -> Option<u32> {
        let z = grid.at(column, row)?;
        Some(*numbers.entry([column, row]).or_insert_with(|| {
            let [x, y] = place(grid, f64::from(column), f64::from(row));
            mesh.vertices.push([x, y, z]);
            mesh.normals.push(ground.normal_at(x, y).map(|c| c as f32));
            mesh.uv.push([x as f32, y as f32]);
            mesh.vertices.len() as u32 - 1
        }))
    };
    for &[column, row] in cells {
        let south_west = vertex(&mut mesh, column, row);
        let south_east = vertex(&mut mesh, column + 1, row);
        let north_east = vertex(&mut mesh, column + 1, row + 1);
        let north_west = vertex(&mut mesh, column, row + 1);
        if let (Some(a), Some(b), Some(c)) = (south_west, south_east, north_east) {
            mesh.triangles.push([a, b, c]);
        }
        if let (Some(a), Some(b), Some(c)) = (south_west, north_east, north_west) {
            mesh.triangles.push([a, b, c]);
        }
    }
    mesh
}
