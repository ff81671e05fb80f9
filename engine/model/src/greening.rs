//! Green on buildings: roofs, balconies, walls (立体绿化).

use serde::{Deserialize, Serialize};

use crate::Key;

/// Where on a building the green is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GreeningPlace {
    /// Roof garden 屋顶绿化.
    Roof,
    /// Balcony trough 阳台种植槽.
    Balcony,
    /// Green wall 垂直绿化.
    Wall,
}

/// What is planted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planting {
    /// Lawn or flowers.
    #[default]
    Lawn,
    /// Shrubs.
    Shrub,
    /// Climbers.
    Climber,
    /// Small trees over shrubs.
    SmallTree,
}

/// Green on a building. Its geometry is the planted face: level on roofs and balconies, upright on walls;
/// its heights count from the ground.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Greening {
    /// Where it is.
    pub place: GreeningPlace,
    /// What is planted.
    #[serde(default)]
    pub planting: Planting,
    /// Depth of soil, metres.
    pub soil_depth_m: f64,
    /// Planted area, square metres.
    pub area_m2: f64,
    /// Height of the planted face (of its foot on walls) above the ground, metres.
    pub height_m: f64,
    /// Building it grows on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<Key>,
    /// Whether everybody may enter (roof gardens).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open_to_all: bool,
}
