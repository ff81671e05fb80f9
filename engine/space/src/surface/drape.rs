//! Flat triangles cut along the terrain's own triangles, so that what lies on it touches it exactly.

use linli_model::{Point3, Polygon, TerrainGrid};

use crate::{Ground, Triangulator};

/// East, north, and two texture coordinates.
pub(super) type Flat = [f64; 4];

/// Corners of a piece that lie closer than this to a cutting line are on it, metres.
const ON_LINE_M: f64 = 1e-7;
/// Pieces with less doubled area are dropped, square metres.
const LEAST_AREA_M2: f64 = 1e-7;
/// A triangle cut by strips, rows and diagonals has at most 3 + 2 + 2 + 1 corners.
const MOST_CORNERS: usize = 10;

/// A small convex polygon.
#[derive(Clone, Copy)]
pub(super) struct Convex {
    corners: [Flat; MOST_CORNERS],
    count: usize,
}

impl Convex {
    pub(super) fn from_triangle(triangle: [Flat; 3]) -> Self {
        let mut convex = Self { corners: [[0.0; 4]; MOST_CORNERS], count: 0 };
        triangle.into_iter().for_each(|p| convex.push(p));
        convex
    }

    fn push(&mut self, p: Flat) {
        if let Some(corner) = self.corners.get_mut(self.count) {
            *corner = p;
            self.count += 1;
        }
    }

    pub(super) fn corners(&self) -> &[Flat] {
        &self.corners[..self.count]
    }

    /// Least and greatest coordinate along an axis.
    pub(super) fn span(&self, axis: usize) -> [f64; 2] {
        self.corners()
            .iter()
            .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], p| [low.min(p[axis]), high.max(p[axis])])
    }

    pub(super) fn middle(&self) -> [f64; 2] {
        let count = self.count.max(1) as f64;
        [0, 1].map(|axis| self.corners().iter().map(|p| p[axis]).sum::<f64>() / count)
    }

    fn twice_area(&self) -> f64 {
        let [first, rest @ ..] = self.corners() else { return 0.0 };
        rest.windows(2)
            .map(|pair| {
                let (b, c) = (pair[0], pair[1]);
                (b[0] - first[0]) * (c[1] - first[1]) - (b[1] - first[1]) * (c[0] - first[0])
            })
            .sum()
    }

    /// As a fan of triangles.
    pub(super) fn triangles(&self) -> impl Iterator<Item = [Flat; 3]> + '_ {
        let corners = self.corners();
        (2..self.count).map(|i| [corners[0], corners[i - 1], corners[i]])
    }

    /// The parts where `a x + b y − c` is negative and where it is positive.
    fn split(&self, [a, b, c]: [f64; 3]) -> [Self; 2] {
        let mut sides = [Self { corners: self.corners, count: 0 }; 2];
        let side = |p: &Flat| {
            let d = a * p[0] + b * p[1] - c;
            if d.abs() < ON_LINE_M { 0.0 } else { d }
        };
        for (i, p) in self.corners().iter().enumerate() {
            let q = self.corners[(i + 1) % self.count];
            let (dp, dq) = (side(p), side(&q));
            if dp <= 0.0 {
                sides[0].push(*p);
            }
            if dp >= 0.0 {
                sides[1].push(*p);
            }
            if dp * dq < 0.0 {
                let t = dp / (dp - dq);
                let cut: Flat = std::array::from_fn(|k| p[k] + t * (q[k] - p[k]));
                sides[0].push(cut);
                sides[1].push(cut);
            }
        }
        sides
    }

    /// Cuts along rising values of one axis and visits the pieces.
    pub(super) fn slice(&self, axis: usize, lines: impl Iterator<Item = f64>, visit: &mut impl FnMut(&Self)) {
        let mut rest = *self;
        for line in lines {
            let [low, high] = rest.span(axis);
            if line <= low + ON_LINE_M {
                continue;
            }
            if line >= high - ON_LINE_M {
                break;
            }
            let normal = if axis == 0 { [1.0, 0.0, line] } else { [0.0, 1.0, line] };
            let [before, after] = rest.split(normal);
            if before.twice_area().abs() > LEAST_AREA_M2 {
                visit(&before);
            }
            rest = after;
        }
        if rest.twice_area().abs() > LEAST_AREA_M2 {
            visit(&rest);
        }
    }
}

/// Visits the pieces of a flat triangle, each within one triangle of the terrain. Level ground and
/// places beyond the grid need no cutting but along the grid's lines.
pub(super) fn for_each_piece(triangle: [Flat; 3], ground: &Ground, mut visit: impl FnMut(&Convex)) {
    let whole = Convex::from_triangle(triangle);
    let Some(grid) = ground.closed_grid() else {
        visit(&whole);
        return;
    };
    if is_plane_under(&whole, grid, ground) {
        visit(&whole);
        return;
    }
    let [cell_x, cell_y] = grid.cell_m;
    whole.slice(0, lines_between(grid, 0, whole.span(0)), &mut |strip| {
        if is_plane_under(strip, grid, ground) {
            visit(strip);
            return;
        }
        strip.slice(1, lines_between(grid, 1, strip.span(1)), &mut |cell| {
            let [x, y] = cell.middle();
            let corner = |axis: usize, v: f64, size: f64| {
                grid.origin_m[axis] + ((v - grid.origin_m[axis]) / size).floor() * size
            };
            let (x0, y0) = (corner(0, x, cell_x), corner(1, y, cell_y));
            // From south-west to north-east: (x − x0) / cell_x = (y − y0) / cell_y.
            let size = cell_x.hypot(cell_y);
            let [a, b] = [cell_y / size, -cell_x / size];
            for half in cell.split([a, b, a * x0 + b * y0]) {
                if half.twice_area().abs() > LEAST_AREA_M2 {
                    visit(&half);
                }
            }
        });
    });
}

/// Whether the ground under a piece is one plane, to a quarter of the smallest step between surfaces:
/// then it need not be cut.
fn is_plane_under(piece: &Convex, grid: &TerrainGrid, ground: &Ground) -> bool {
    const FLAT_M: f64 = 0.004;
    let at = |p: [f64; 2]| [p[0], p[1], ground.height_at(p[0], p[1])];
    let [first, rest @ ..] = piece.corners() else { return true };
    let origin = at([first[0], first[1]]);
    // The plane through the first corner and the widest pair of the others.
    let mut widest = ([0.0; 3], 0.0_f64);
    for pair in rest.windows(2) {
        let (b, c) = (at([pair[0][0], pair[0][1]]), at([pair[1][0], pair[1][1]]));
        let (u, v): ([f64; 3], [f64; 3]) =
            (std::array::from_fn(|i| b[i] - origin[i]), std::array::from_fn(|i| c[i] - origin[i]));
        let normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        if normal[2].abs() > widest.1 {
            widest = (normal, normal[2].abs());
        }
    }
    let (normal, area) = widest;
    if area < LEAST_AREA_M2 {
        return true;
    }
    let off = |p: [f64; 3]| {
        (normal[0] * (p[0] - origin[0]) + normal[1] * (p[1] - origin[1])) / normal[2] + (p[2] - origin[2])
    };
    if rest.iter().any(|p| off(at([p[0], p[1]])).abs() > FLAT_M) {
        return false;
    }
    let (columns, rows) = (lines_between(grid, 0, piece.span(0)), lines_between(grid, 1, piece.span(1)));
    columns.clone().all(|x| rows.clone().all(|y| off(at([x, y])).abs() <= FLAT_M))
}

/// The grid's lines within a span along an axis.
fn lines_between(
    grid: &TerrainGrid,
    axis: usize,
    [low, high]: [f64; 2],
) -> impl Iterator<Item = f64> + Clone {
    let (origin, cell) = (grid.origin_m[axis], grid.cell_m[axis]);
    let last = f64::from(if axis == 0 { grid.columns } else { grid.rows }) - 1.0;
    let from = ((low - origin) / cell).floor().clamp(0.0, last) as u32;
    let to = ((high - origin) / cell).ceil().clamp(0.0, last) as u32;
    (from..=to).map(move |i| origin + f64::from(i) * cell)
}

/// Where a line from `a` to `b` crosses the terrain's own edges, as parts of its way, from 0 to 1.
pub(super) fn stops(a: [f64; 2], b: [f64; 2], ground: &Ground) -> Vec<f64> {
    let mut stops = vec![0.0, 1.0];
    if let Some(grid) = ground.closed_grid() {
        let cells = |p: [f64; 2]| [0, 1].map(|i| (p[i] - grid.origin_m[i]) / grid.cell_m[i]);
        let ([ua, va], [ub, vb]) = (cells(a), cells(b));
        for (from, to) in [(ua, ub), (va, vb), (ua - va, ub - vb)] {
            let (low, high) = (from.min(to).ceil(), from.max(to).floor());
            // A line longer than any grid is not on it.
            let count = (high - low + 1.0).clamp(0.0, 1e5) as u32;
            stops.extend((0..count).map(|i| (low + f64::from(i) - from) / (to - from)));
        }
    }
    stops.retain(|t| (0.0..=1.0).contains(t));
    stops.sort_by(f64::total_cmp);
    stops.dedup_by(|x, y| (*x - *y).abs() < 1e-9);
    stops
}

/// Triangles of a polygon on the ground, `offset_m` above it.
pub(crate) fn drape_polygon(polygon: &Polygon, ground: &Ground, offset_m: f64) -> Vec<[Point3; 3]> {
    let corners: Vec<Flat> = polygon.rings().flatten().map(|p| [p[0], p[1], 0.0, 0.0]).collect();
    let mut triangles = Vec::new();
    Triangulator::new().polygon(polygon, &mut triangles);
    let mut draped = Vec::new();
    for triangle in triangles {
        for_each_piece(triangle.map(|i| corners[i as usize]), ground, |piece| {
            draped.extend(
                piece.triangles().map(|t| t.map(|p| [p[0], p[1], ground.height_at(p[0], p[1]) + offset_m])),
            );
        });
    }
    draped
}
