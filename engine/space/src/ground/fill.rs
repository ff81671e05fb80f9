//! Gaps in a height grid: small holes under buildings are filled, the rest takes the nearest height.

use std::collections::VecDeque;

use linli_model::TerrainGrid;

/// Rounds of averaging after a hole is filled from its rim.
const SMOOTHING_ROUNDS: usize = 40;

/// Every gap takes the height of the nearest grid point (by steps along the grid) that has one.
pub(super) fn closed_by_nearest(grid: &TerrainGrid) -> TerrainGrid {
    let mut closed = grid.clone();
    let mut queue: VecDeque<usize> = VecDeque::new();
    queue.extend((0..closed.heights_m.len()).filter(|&i| closed.heights_m[i].is_finite()));
    while let Some(at) = queue.pop_front() {
        let height = closed.heights_m[at];
        for next in neighbours(grid, at).into_iter().flatten() {
            if !closed.heights_m[next].is_finite() {
                closed.heights_m[next] = height;
                queue.push_back(next);
            }
        }
    }
    closed
}

/// Fills holes that do not reach the grid's border and are at most `most_m2` large: a smooth
/// membrane over the heights of the rim. The outer area stays without data.
pub(super) fn fill_small_holes(grid: &mut TerrainGrid, most_m2: f64) {
    let most_points = (most_m2 / (grid.cell_m[0] * grid.cell_m[1])).ceil() as usize;
    let mut seen = vec![false; grid.heights_m.len()];
    for start in 0..grid.heights_m.len() {
        if seen[start] || grid.heights_m[start].is_finite() {
            continue;
        }
        let (hole, open) = flood(grid, start, &mut seen);
        if !open && hole.len() <= most_points {
            fill(grid, &hole);
        }
    }
}

/// The connected gap around a point, and whether it reaches the border of the grid.
fn flood(grid: &TerrainGrid, start: usize, seen: &mut [bool]) -> (Vec<usize>, bool) {
    let mut hole = vec![start];
    let mut open = false;
    seen[start] = true;
    let mut done = 0;
    while done < hole.len() {
        for next in neighbours(grid, hole[done]) {
            match next {
                None => open = true,
                Some(next) if !seen[next] && !grid.heights_m[next].is_finite() => {
                    seen[next] = true;
                    hole.push(next);
                }
                Some(_) => {}
            }
        }
        done += 1;
    }
    (hole, open)
}

fn fill(grid: &mut TerrainGrid, hole: &[usize]) {
    let mut open: Vec<usize> = hole.to_vec();
    while !open.is_empty() {
        let known: Vec<(usize, f32)> =
            open.iter().filter_map(|&at| mean_of_neighbours(grid, at).map(|z| (at, z))).collect();
        if known.is_empty() {
            return;
        }
        for (at, z) in known {
            grid.heights_m[at] = z;
        }
        open.retain(|&at| !grid.heights_m[at].is_finite());
    }
    for _ in 0..SMOOTHING_ROUNDS {
        for &at in hole {
            if let Some(z) = mean_of_neighbours(grid, at) {
                grid.heights_m[at] = z;
            }
        }
    }
}

fn mean_of_neighbours(grid: &TerrainGrid, at: usize) -> Option<f32> {
    let (mut sum, mut count) = (0.0, 0.0);
    for z in neighbours(grid, at).into_iter().flatten().map(|n| grid.heights_m[n]) {
        if z.is_finite() {
            sum += z;
            count += 1.0;
        }
    }
    (count > 0.0).then(|| sum / count)
}

/// West, east, south, north; `None` beyond the border.
fn neighbours(grid: &TerrainGrid, at: usize) -> [Option<usize>; 4] {
    let columns = grid.columns as usize;
    let (column, row) = (at % columns, at / columns);
    [
        (column > 0).then(|| at - 1),
        (column + 1 < columns).then(|| at + 1),
        (row > 0).then(|| at - columns),
        (row + 1 < grid.rows as usize).then(|| at + columns),
    ]
}
