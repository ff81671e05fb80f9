//! Works that stand only while something is built: pits, shoring, cranes, hoardings, site roads.

use serde::{Deserialize, Serialize};

/// What a temporary work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteWorkKind {
    /// Pit 基坑; the geometry is its area. It is as deep as `depth_m` while it is open.
    Excavation,
    /// Shoring around a pit 围护; the geometry is a closed line.
    Shoring,
    /// Tower crane 塔吊; the geometry is its foot.
    Crane,
    /// Hoarding 围挡; the geometry is a line.
    Hoarding,
    /// Site road 施工便道; the geometry is an area.
    SiteRoad,
    /// Site offices and stores 临建; the geometry is an area.
    SiteOffice,
}

/// A temporary work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteWork {
    /// What it is.
    pub work: SiteWorkKind,
    /// Depth below the ground, metres: pits and shoring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth_m: Option<f64>,
    /// Height above the ground, metres: cranes (jib), hoardings, site offices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// Reach of a crane's jib, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach_m: Option<f64>,
}
