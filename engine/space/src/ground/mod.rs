//! Height of the ground at a place.

mod fill;
mod relief;

use linli_model::{Community, Geometry, Kind, TerrainGrid, Vertical};

/// Most grid points that a ground keeps: everything that lies on it is cut along its cells, and a
/// million of them would make ten million triangles in the middle of a city.
const MOST_POINTS: f64 = 4e5;

/// The ground of a scene: a height grid where there is one, else a level plane.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Height grid, when the scene has terrain; NaN where the sources have no data.
    pub grid: Option<TerrainGrid>,
    /// Height of the level plane, local metres; with a grid, its mean height.
    pub level_m: f64,
    /// The grid with every gap closed by its nearest height, when it has gaps.
    closed: Option<TerrainGrid>,
}

impl Ground {
    /// A level plane.
    pub fn level(level_m: f64) -> Self {
        Self { grid: None, level_m, closed: None }
    }

    /// A height grid. A grid without any height gives the level plane at 0.
    pub fn from_grid(grid: TerrainGrid) -> Self {
        let usable = grid.columns >= 2
            && grid.rows >= 2
            && grid.cell_m.iter().all(|c| *c > 0.0 && c.is_finite())
            && grid.origin_m.iter().all(|o| o.is_finite())
            && grid.heights_m.len() == grid.columns as usize * grid.rows as usize;
        let (mut sum, mut count) = (0.0, 0_usize);
        if usable {
            grid.for_each_point(|p| {
                sum += p[2];
                count += 1;
            });
        }
        if count == 0 {
            return Self::level(0.0);
        }
        let closed = (count < grid.heights_m.len()).then(|| fill::closed_by_nearest(&grid));
        Self { level_m: sum / count as f64, grid: Some(grid), closed }
    }

    /// Height at a place, local metres. Beyond the grid and in its gaps the nearest height goes on.
    pub fn height_at(&self, x: f64, y: f64) -> f64 {
        let Some(grid) = self.closed_grid() else { return self.level_m };
        let [x, y] = clamped(grid, x, y);
        grid.height_at(x, y).unwrap_or(self.level_m)
    }

    /// Upward unit normal of the ground at a place, smooth across cells.
    pub fn normal_at(&self, x: f64, y: f64) -> [f64; 3] {
        let Some(grid) = self.closed_grid() else { return [0.0, 0.0, 1.0] };
        let [dx, dy] = grid.cell_m;
        let slope_x = (self.height_at(x + dx, y) - self.height_at(x - dx, y)) / (2.0 * dx);
        let slope_y = (self.height_at(x, y + dy) - self.height_at(x, y - dy)) / (2.0 * dy);
        let length = (slope_x * slope_x + slope_y * slope_y + 1.0).sqrt();
        [-slope_x / length, -slope_y / length, 1.0 / length]
    }

    /// Whether the ground is a level plane.
    pub fn is_level(&self) -> bool {
        self.grid.is_none()
    }

    /// The grid without gaps that [`Ground::height_at`] reads.
    pub(crate) fn closed_grid(&self) -> Option<&TerrainGrid> {
        self.closed.as_ref().or(self.grid.as_ref())
    }

    /// The ground of a community: its terrain elements (grids, or reliefs sampled onto a grid,
    /// several joined at the finest spacing); else a level plane at the lower quartile of the
    /// heights at which buildings stand; else 0.
    pub fn of(community: &Community) -> Self {
        let mut grids = Vec::new();
        let mut reliefs = Vec::new();
        for element in community.elements().iter().filter(|e| matches!(e.kind, Kind::Terrain)) {
            match &element.geometry {
                Geometry::Grid(grid) => grids.push(grid),
                Geometry::Boundary(boundary) => reliefs.push(boundary),
                _ => {}
            }
        }
        let sampled = relief::sampled(&reliefs);
        grids.extend(&sampled);
        match relief::joined(&grids) {
            Some(grid) => Self::from_grid(grid),
            None => Self::level(building_level_m(community)),
        }
    }
}

/// The nearest place on the grid.
fn clamped(grid: &TerrainGrid, x: f64, y: f64) -> [f64; 2] {
    let [x0, y0] = grid.origin_m;
    let x1 = x0 + (f64::from(grid.columns) - 1.0) * grid.cell_m[0];
    let y1 = y0 + (f64::from(grid.rows) - 1.0) * grid.cell_m[1];
    // A hair inside, so that the division by the cell cannot round to beyond the last point.
    let hair = [grid.cell_m[0] * 1e-9, grid.cell_m[1] * 1e-9];
    [x.max(x0).min(x1 - hair[0]), y.max(y0).min(y1 - hair[1])]
}

/// Lower quartile of the lowest points of buildings whose heights are absolute, or 0.
fn building_level_m(community: &Community) -> f64 {
    let mut bases: Vec<f64> = community
        .elements()
        .iter()
        .filter(|e| e.kind.building().is_some() && e.vertical == Vertical::Absolute)
        .map(|e| e.geometry.aabb().min[2])
        .filter(|z| z.is_finite())
        .collect();
    bases.sort_by(f64::total_cmp);
    bases.get(bases.len() / 4).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use linli_model::{Boundary, Building, Element, FaceKind, Polygon, SceneFrame};

    use super::*;

    fn community() -> Community {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        Community::new("test", frame)
    }

    fn square(x: f64, y: f64, size: f64, z: f64) -> Vec<[f64; 3]> {
        vec![[x, y, z], [x + size, y, z], [x + size, y + size, z], [x, y + size, z]]
    }

    #[test]
    fn without_terrain_the_level_is_the_lower_quartile_of_bases() {
        let mut community = community();
        for (i, z) in [9.0, 3.0, 5.0, 7.0].into_iter().enumerate() {
            let geometry = Geometry::Area(vec![Polygon::new(square(0.0, 0.0, 5.0, z))]);
            let kind = Kind::Building(Building::default());
            assert!(community.add(Element::new(format!("b{i}").as_str(), kind, geometry)).is_ok());
        }
        let ground = Ground::of(&community);
        assert!(ground.is_level());
        assert_eq!(ground.height_at(1e6, 0.0), 5.0);
    }

    #[test]
    fn beyond_the_grid_the_edge_height_goes_on() {
        let grid = TerrainGrid {
            origin_m: [0.0, 0.0],
            cell_m: [10.0, 10.0],
            columns: 3,
            rows: 2,
            heights_m: vec![1.0, 2.0, f32::NAN, 1.0, 2.0, 3.0],
        };
        let ground = Ground::from_grid(grid);
        assert!((ground.height_at(-50.0, 5.0) - 1.0).abs() < 1e-6);
        assert!((ground.height_at(500.0, 500.0) - 3.0).abs() < 1e-6);
        // The gap at (20, 0) takes a height of its neighbours.
        let gap = ground.height_at(20.0, 0.0);
        assert!((2.0..=3.0).contains(&gap), "{gap}");
    }

    #[test]
    fn a_relief_is_sampled_and_the_hole_under_a_building_is_filled() {
        // z = 0.1 x on four faces around a hole of 10 m.
        let mut relief = Boundary::default();
        let mut face = |x0: f64, y0: f64, x1: f64, y1: f64| {
            let start = relief.vertices.len() as u32;
            for (x, y) in [(x0, y0), (x1, y0), (x1, y1), (x0, y1)] {
                relief.vertices.push([x, y, 0.1 * x]);
            }
            relief.push_face(&[&[start, start + 1, start + 2, start + 3]], FaceKind::Unknown, None);
        };
        face(0.0, 0.0, 100.0, 40.0);
        face(0.0, 40.0, 40.0, 50.0);
        face(50.0, 40.0, 100.0, 50.0);
        face(0.0, 50.0, 100.0, 100.0);
        let mut community = community();
        let geometry = Geometry::Boundary(relief);
        assert!(community.add(Element::new("relief", Kind::Terrain, geometry)).is_ok());
        let ground = Ground::of(&community);
        for (x, y) in [(20.0, 20.0), (77.0, 45.0), (3.0, 91.0)] {
            assert!((ground.height_at(x, y) - 0.1 * x).abs() < 1e-5, "at {x} {y}");
        }
        let filled = ground.grid.as_ref().and_then(|g| g.height_at(45.0, 45.0));
        assert!(filled.is_some_and(|z| (z - 4.5).abs() < 0.3), "{filled:?}");
    }

    #[test]
    fn two_grids_are_joined_at_the_finest_spacing() {
        let flat = |x: f64, cell: f64, points: u32, z: f32| TerrainGrid {
            origin_m: [x, 0.0],
            cell_m: [cell, cell],
            columns: points,
            rows: points,
            heights_m: vec![z; (points * points) as usize],
        };
        let mut community = community();
        for (key, grid) in [("a", flat(0.0, 20.0, 6, 1.0)), ("b", flat(100.0, 5.0, 21, 4.0))] {
            assert!(community.add(Element::new(key, Kind::Terrain, Geometry::Grid(grid))).is_ok());
        }
        let ground = Ground::of(&community);
        assert_eq!(ground.grid.as_ref().map(|g| g.cell_m), Some([5.0, 5.0]));
        assert!((ground.height_at(50.0, 50.0) - 1.0).abs() < 1e-6);
        assert!((ground.height_at(150.0, 50.0) - 4.0).abs() < 1e-6);
    }
}
