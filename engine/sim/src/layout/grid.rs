//! A parcel as a grid of metres: where a building may stand, answered at once.

use geo::{Coord, LineString, MapCoords as _, MultiPolygon, Polygon, Rect};

use crate::green::plane::{Lies, Plan};

/// Most cells of a parcel; larger parcels get larger cells.
const MOST_CELLS: f64 = 250_000.0;

/// What a cell is smaller than itself when it is looked at, cells.
const HAIR: f64 = 1e-6;

/// A turned frame in the plane: `u` runs along a parcel's longer side that looks most to the east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Corner of cell 0, 0, local metres.
    pub origin: [f64; 2],
    /// Direction of columns.
    pub u: [f64; 2],
    /// Side of a cell, metres.
    pub cell_m: f64,
}

impl Frame {
    /// Place of a point that is given in cells.
    pub fn place(&self, x: f64, y: f64) -> [f64; 2] {
        let (x, y) = (x * self.cell_m, y * self.cell_m);
        [self.origin[0] + x * self.u[0] - y * self.u[1], self.origin[1] + x * self.u[1] + y * self.u[0]]
    }

    /// A place in cells.
    pub fn cell(&self, at: Coord) -> Coord {
        let (dx, dy) = (at.x - self.origin[0], at.y - self.origin[1]);
        Coord {
            x: (dx * self.u[0] + dy * self.u[1]) / self.cell_m,
            y: (dy * self.u[0] - dx * self.u[1]) / self.cell_m,
        }
    }

    /// A rectangle of cells as a polygon.
    pub fn rectangle(&self, [x, y, w, d]: [f64; 4]) -> Polygon {
        let corners = [[x, y], [x + w, y], [x + w, y + d], [x, y + d]];
        let ring: LineString = corners.iter().map(|[x, y]| self.place(*x, *y)).collect();
        Polygon::new(ring, Vec::new())
    }
}

/// Cells that are free, with sums that answer for any rectangle.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Where the cells lie.
    pub frame: Frame,
    /// Columns.
    pub columns: u32,
    /// Rows.
    pub rows: u32,
    /// Blocked cells left of and below each corner.
    sums: Vec<u32>,
    /// Largest free rectangle: x, y, width, depth in cells.
    pub core: [u32; 4],
}

impl Grid {
    /// Cells of an area that lie in it whole and touch no obstacle.
    pub(crate) fn new(area: &Plan, obstacles: &[&Plan]) -> Option<Self> {
        let frame = frame_of(area)?;
        let in_cells = |plan: &Plan| {
            let shape: MultiPolygon = plan.shape.map_coords(|at| frame.cell(at));
            Plan::of_clean(shape)
        };
        let inside = in_cells(area)?;
        let size = inside.rect.max();
        let (columns, rows) = (size.x.ceil().max(1.0) as u32, size.y.ceil().max(1.0) as u32);
        let blocking: Vec<Plan> = obstacles.iter().filter_map(|plan| in_cells(plan)).collect();
        let mut sums = vec![0_u32; (columns as usize + 1) * (rows as usize + 1)];
        let width = columns as usize + 1;
        let mut heights = vec![0_u32; columns as usize];
        let mut core = [0_u32; 4];
        for row in 0..rows {
            let mut in_row = 0;
            for column in 0..columns {
                // A hair smaller, so that a cell along the edge is not taken to be across it.
                let low = Coord { x: f64::from(column) + HAIR, y: f64::from(row) + HAIR };
                let cell = Rect::new(low, Coord { x: low.x + 1.0 - 2.0 * HAIR, y: low.y + 1.0 - 2.0 * HAIR });
                let blocked = inside.lies(&cell) != Lies::Inside
                    || blocking.iter().any(|plan| plan.lies(&cell) != Lies::Outside);
                in_row += u32::from(blocked);
                let at = (row as usize + 1) * width + column as usize + 1;
                sums[at] = sums[at - width] + in_row;
                let height = &mut heights[column as usize];
                *height = if blocked { 0 } else { *height + 1 };
            }
            core = larger(core, widest(&heights, row));
        }
        Some(Self { frame, columns, rows, sums, core })
    }

    /// Whether a rectangle of cells is free.
    pub fn is_free(&self, x: u32, y: u32, w: u32, d: u32) -> bool {
        if x + w > self.columns || y + d > self.rows {
            return false;
        }
        let width = self.columns as usize + 1;
        let sum = |x: u32, y: u32| self.sums[y as usize * width + x as usize];
        sum(x + w, y + d) + sum(x, y) == sum(x + w, y) + sum(x, y + d)
    }
}

fn larger(a: [u32; 4], b: [u32; 4]) -> [u32; 4] {
    if u64::from(b[2]) * u64::from(b[3]) > u64::from(a[2]) * u64::from(a[3]) { b } else { a }
}

/// Largest rectangle under a row of heights, whose lower edge is the end of `row`.
fn widest(heights: &[u32], row: u32) -> [u32; 4] {
    let mut best = [0; 4];
    let mut open: Vec<(u32, u32)> = Vec::new();
    for (column, height) in (0_u32..).zip(heights.iter().copied().chain([0])) {
        let mut start = column;
        while let Some((from, high)) = open.last().copied().filter(|(_, high)| *high > height) {
            open.pop();
            best = larger(best, [from, row + 1 - high, column - from, high]);
            start = from;
        }
        open.push((start, height));
    }
    best
}

/// Frame along the longest edge of an area, turned by quarters so that its columns run most to the east.
fn frame_of(area: &Plan) -> Option<Frame> {
    let edges = area.shape.iter().flat_map(|polygon| polygon.exterior().0.windows(2));
    let mut longest = (0.0, [1.0, 0.0]);
    for edge in edges {
        let (dx, dy) = (edge[1].x - edge[0].x, edge[1].y - edge[0].y);
        let length = dx.hypot(dy);
        if length > longest.0 {
            longest = (length, [dx / length, dy / length]);
        }
    }
    let mut u = longest.1;
    for _ in 0..3 {
        if u[0] >= u[1].abs() {
            break;
        }
        u = [-u[1], u[0]];
    }
    let corners = area.shape.iter().flat_map(|polygon| polygon.exterior().0.iter());
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for at in corners {
        let local = [at.x * u[0] + at.y * u[1], at.y * u[0] - at.x * u[1]];
        for i in 0..2 {
            low[i] = low[i].min(local[i]);
            high[i] = high[i].max(local[i]);
        }
    }
    let size = [high[0] - low[0], high[1] - low[1]];
    let cells = size[0] * size[1];
    let cell_m = (cells / MOST_CELLS).sqrt().max(1.0);
    let origin = [low[0] * u[0] - low[1] * u[1], low[0] * u[1] + low[1] * u[0]];
    (cells.is_finite() && cells >= 1.0).then_some(Frame { origin, u, cell_m })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::{Geometry, Polygon as ModelPolygon};

    use super::*;
    use crate::green::plane::plan_of;

    fn plan(corners: &[[f64; 2]]) -> Plan {
        let ring = corners.iter().map(|p| [p[0], p[1], 0.0]).collect();
        plan_of(&Geometry::Area(vec![ModelPolygon::new(ring)])).unwrap()
    }

    #[test]
    fn a_turned_parcel_has_its_cells_along_its_side() {
        // 40 × 30 m, turned by atan(3/4).
        let at = |x: f64, y: f64| [100.0 + 0.8 * x - 0.6 * y, 50.0 + 0.6 * x + 0.8 * y];
        let area = plan(&[at(0., 0.), at(40., 0.), at(40., 30.), at(0., 30.)]);
        let pole = plan(&[at(10.2, 10.2), at(10.4, 10.2), at(10.4, 10.4), at(10.2, 10.4)]);
        let grid = Grid::new(&area, &[&pole]).unwrap();
        assert!((39..=41).contains(&grid.columns) && (29..=31).contains(&grid.rows));
        assert!(grid.is_free(12, 2, 20, 20) && !grid.is_free(5, 5, 10, 10) && !grid.is_free(30, 2, 20, 5));
        // Right of the pole: 29 columns.
        assert!(grid.core[2] * grid.core[3] >= 28 * 28, "{:?}", grid.core);
        let back = grid.frame.cell(Coord { x: at(7.0, 9.0)[0], y: at(7.0, 9.0)[1] });
        assert!((back.x - 7.0).abs() < 1e-9 && (back.y - 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_courtyard_of_a_parcel_is_not_free() {
        let ring = |a: f64, b: f64| vec![[a, a, 0.0], [b, a, 0.0], [b, b, 0.0], [a, b, 0.0]];
        let holed = ModelPolygon { exterior: ring(0.0, 30.0), holes: vec![ring(10.0, 20.0)] };
        let grid = Grid::new(&plan_of(&Geometry::Area(vec![holed])).unwrap(), &[]).unwrap();
        assert!(!grid.is_free(5, 5, 10, 10) && grid.is_free(1, 1, 9, 28));
    }
}
