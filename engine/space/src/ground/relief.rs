//! Reliefs made of faces, sampled onto a grid, and several grids joined into one.

use linli_model::{Aabb, Boundary, Point3, TerrainGrid};

use super::{MOST_POINTS, fill};
use crate::Triangulator;

/// Finest spacing at which a relief is sampled, metres.
const FINEST_CELL_M: f64 = 4.0;
/// Largest hole that is taken for the place of a building, square metres.
const LARGEST_HOLE_M2: f64 = 40_000.0;

/// The reliefs' heights on one grid, small holes filled; `None` when they have no area.
pub(super) fn sampled(reliefs: &[&Boundary]) -> Option<TerrainGrid> {
    let mut aabb = Aabb::EMPTY;
    for p in reliefs.iter().flat_map(|r| &r.vertices).filter(|p| p.iter().all(|v| v.is_finite())) {
        aabb.include(*p);
    }
    if aabb.is_empty() {
        return None;
    }
    let [width, depth, _] = aabb.size();
    let cell = FINEST_CELL_M.max((width * depth / MOST_POINTS).sqrt()).max((width + depth) / MOST_POINTS);
    let mut grid = empty_grid([aabb.min[0], aabb.min[1]], [width, depth], cell);
    let mut triangulator = Triangulator::new();
    let mut triangles = Vec::new();
    for relief in reliefs.iter().filter(|r| r.check().is_ok()) {
        triangles.clear();
        for face in 0..relief.faces.len() {
            triangulator.face(&relief.vertices, relief.face_rings(face), &mut triangles);
        }
        for triangle in &triangles {
            raster(&mut grid, triangle.map(|i| relief.vertices[i as usize]));
        }
    }
    fill::fill_small_holes(&mut grid, LARGEST_HOLE_M2);
    Some(grid)
}

/// One grid over all: a single one as it is unless it has too many points, several at the finest
/// spacing, each place from the finest grid that has a height there.
pub(super) fn joined(grids: &[&TerrainGrid]) -> Option<TerrainGrid> {
    let mut order: Vec<&TerrainGrid> = grids
        .iter()
        .copied()
        .filter(|g| g.columns >= 2 && g.rows >= 2 && g.cell_m.iter().all(|c| *c > 0.0))
        .collect();
    order.sort_by(|a, b| (a.cell_m[0] * a.cell_m[1]).total_cmp(&(b.cell_m[0] * b.cell_m[1])));
    let first = *order.first()?;
    if order.len() == 1 && first.heights_m.len() as f64 <= MOST_POINTS * 1.1 {
        return Some(first.clone());
    }
    let mut aabb = Aabb::EMPTY;
    for grid in &order {
        let [x, y] = grid.origin_m;
        aabb.include([x, y, 0.0]);
        let far_x = x + f64::from(grid.columns - 1) * grid.cell_m[0];
        aabb.include([far_x, y + f64::from(grid.rows - 1) * grid.cell_m[1], 0.0]);
    }
    let [width, depth, _] = aabb.size();
    let finest = first.cell_m[0].min(first.cell_m[1]);
    let cell = finest.max((width * depth / MOST_POINTS).sqrt());
    let mut joined = empty_grid([aabb.min[0], aabb.min[1]], [width, depth], cell);
    let columns = joined.columns as usize;
    for (at, height) in joined.heights_m.iter_mut().enumerate() {
        let x = joined.origin_m[0] + (at % columns) as f64 * cell;
        let y = joined.origin_m[1] + (at / columns) as f64 * cell;
        if let Some(z) = order.iter().find_map(|grid| grid.height_at(x, y)) {
            *height = z as f32;
        }
    }
    Some(joined)
}

fn empty_grid(origin_m: [f64; 2], size_m: [f64; 2], cell: f64) -> TerrainGrid {
    let count = |size: f64| (size / cell + 1e-6).floor().clamp(1.0, 1e6) as u32 + 1;
    let (columns, rows) = (count(size_m[0]), count(size_m[1]));
    let heights_m = vec![f32::NAN; columns as usize * rows as usize];
    TerrainGrid { origin_m, cell_m: [cell, cell], columns, rows, heights_m }
}

/// Writes a triangle's plane to the grid points under it; where faces lie above each other the
/// highest counts.
fn raster(grid: &mut TerrainGrid, [a, b, c]: [Point3; 3]) {
    let twice = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if twice.abs() < 1e-9 || ![a, b, c].iter().flatten().all(|v| v.is_finite()) {
        return;
    }
    let span = |axis: usize, last: u32| {
        let low = a[axis].min(b[axis]).min(c[axis]);
        let high = a[axis].max(b[axis]).max(c[axis]);
        let cells = |v: f64| (v - grid.origin_m[axis]) / grid.cell_m[axis];
        let from = (cells(low) - 1e-6).ceil().max(0.0) as u32;
        let to = (cells(high) + 1e-6).floor().min(f64::from(last)).max(-1.0);
        from..(to + 1.0) as u32
    };
    let (columns, rows) = (span(0, grid.columns - 1), span(1, grid.rows - 1));
    for row in rows {
        let y = grid.origin_m[1] + f64::from(row) * grid.cell_m[1];
        for column in columns.clone() {
            let x = grid.origin_m[0] + f64::from(column) * grid.cell_m[0];
            let u = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / twice;
            let v = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / twice;
            if u < -1e-9 || v < -1e-9 || u + v > 1.0 + 1e-9 {
                continue;
            }
            let z = (a[2] + u * (b[2] - a[2]) + v * (c[2] - a[2])) as f32;
            let at = row as usize * grid.columns as usize + column as usize;
            if let Some(height) = grid.heights_m.get_mut(at)
                && (height.is_nan() || *height < z)
            {
                *height = z;
            }
        }
    }
}
