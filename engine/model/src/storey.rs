//! What is inside a building: storeys with uses and people, entrances, lifts.

use serde::{Deserialize, Serialize};

use crate::{BuildingUse, Key};

/// Storeys that follow each other and are alike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreyRun {
    /// Lowest level of the run: 1 is the ground floor, −1 the first basement; there is no 0.
    pub from_level: i16,
    /// Highest level of the run.
    pub to_level: i16,
    /// Height from floor to floor, metres.
    pub height_m: f64,
    /// Use of these storeys.
    #[serde(rename = "use")]
    pub use_: BuildingUse,
    /// Gross floor area of one storey, square metres.
    pub floor_area_m2: f64,
    /// Dwellings on one storey.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub dwellings: u32,
    /// Residents on one storey.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub residents: u32,
    /// Jobs on one storey.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub jobs: u32,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl StoreyRun {
    /// Number of storeys in the run; level 0 does not exist.
    pub fn count(&self) -> u32 {
        let (from, to) = (i32::from(self.from_level), i32::from(self.to_level));
        let crosses_zero = from < 0 && to > 0;
        (to - from + 1 - i32::from(crosses_zero)).max(0) as u32
    }
}

/// Lifts that stand together and serve the same levels (电梯组).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiftBank {
    /// Number of cars.
    pub cars: u32,
    /// Rated speed, metres per second.
    pub speed_mps: f64,
    /// Persons per car.
    pub capacity: u32,
    /// Lowest level served.
    pub from_level: i16,
    /// Highest level served.
    pub to_level: i16,
    /// Place in the plan, local metres.
    pub at: [f64; 2],
}

/// Who an entrance is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntranceUse {
    /// People on foot.
    #[default]
    People,
    /// Cars: a ramp or a gate.
    Cars,
    /// Goods.
    Goods,
}

/// An entrance of a building, a basement or a gated estate. Its geometry is a point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entrance {
    /// Building, basement or parcel that it leads into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Key>,
    /// Who it is for.
    #[serde(default)]
    pub entrance_use: EntranceUse,
    /// Level of the building that it opens to: 1 is the ground floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<i16>,
    /// Whether it can be entered without a step.
    #[serde(default)]
    pub step_free: bool,
    /// Node number shared with the streets that meet here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_level_zero() {
        let run = |from_level, to_level| StoreyRun {
            from_level,
            to_level,
            height_m: 3.0,
            use_: BuildingUse::Residential,
            floor_area_m2: 400.0,
            dwellings: 4,
            residents: 11,
            jobs: 0,
        };
        assert_eq!(run(1, 1).count(), 1);
        assert_eq!(run(3, 18).count(), 16);
        assert_eq!(run(-2, -1).count(), 2);
        assert_eq!(run(-1, 1).count(), 2);
        assert_eq!(run(4, 2).count(), 0);
    }
}
