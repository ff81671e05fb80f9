//! A parcel that is built on: its limits, its free cells, its way to the station.

use linli_model::{Geometry, Key, LandUse};

use super::grid::Grid;
use super::massing::Block;
use crate::green::plane::{self, Plan};

/// A place where a parcel's lanes can join the streets.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Place on the street, local metres.
    pub at: [f64; 2],
    /// Node number of the street there, when it has one.
    pub node: Option<i64>,
    /// Distance to the parcel, metres.
    pub gap_m: f64,
}

/// A parcel that is built on.
#[derive(Clone, Debug)]
pub struct ParcelSite {
    /// Key of the parcel.
    pub key: Key,
    /// Name for people.
    pub name: Option<String>,
    /// Planned use.
    pub land_use: LandUse,
    /// Area, square metres.
    pub area_m2: f64,
    /// Highest floor-area ratio.
    pub far_max: f64,
    /// Highest coverage, 0 to 1.
    pub coverage_max: f64,
    /// Highest building, metres.
    pub height_max_m: f64,
    /// Lowest green land ratio, 0 to 1.
    pub green_min: f64,
    /// Distance of buildings from the edge, metres; at least the strip of the fire lane.
    pub setback_m: f64,
    /// Length of the noon shadow on Great Cold day over height.
    pub noon_shadow: f64,
    /// Walking time to the nearest station entrance on the network, minutes; nothing without a way.
    pub walk_minutes: Option<f64>,
    /// Floor-area ratio of the gradient before it is scaled.
    pub target_far: f64,
    /// Where buildings may stand.
    pub grid: Grid,
    /// Where basements may lie.
    pub basement_grid: Option<Grid>,
    /// Where its lanes join the streets; nothing when no street is near.
    pub gate: Option<Gate>,
    pub(crate) plan: Plan,
    /// The fire lane's middle line, a closed ring.
    pub(crate) lane: Vec<[f64; 2]>,
}

impl ParcelSite {
    /// Length of the fire lane, metres.
    pub fn lane_m(&self) -> f64 {
        let ends = self.lane.iter().zip(self.lane.iter().cycle().skip(1));
        ends.map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1])).sum()
    }

    /// Corners of a block on it, local metres.
    pub fn corners(&self, block: &Block) -> [[f64; 2]; 4] {
        let [x, y, w, d] = block.cells.map(f64::from);
        [[x, y], [x + w, y], [x + w, y + d], [x, y + d]].map(|[x, y]| self.grid.frame.place(x, y))
    }

    /// Its outline, local metres: rings without their closing point, the outer one of each piece first.
    pub fn outline(&self) -> Vec<Vec<[f64; 2]>> {
        rings_of(&self.plan.shape)
    }
}

/// Outline of a geometry in plan, local metres: rings without their closing points; none where it has no area.
pub fn plan_rings(geometry: &Geometry) -> Vec<Vec<[f64; 2]>> {
    plane::plan_of(geometry).map(|plan| rings_of(&plan.shape)).unwrap_or_default()
}

/// Rings of an area without their closing points.
pub(crate) fn rings_of(shape: &geo::MultiPolygon) -> Vec<Vec<[f64; 2]>> {
    let ring = |line: &geo::LineString| {
        let open = line.0.len().saturating_sub(1);
        line.0.iter().take(open).map(|c| [c.x, c.y]).collect()
    };
    shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).map(ring).collect()
}
