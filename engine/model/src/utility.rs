//! Utility lines and their nodes, above and below ground.

use serde::{Deserialize, Serialize};

/// What a utility line carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Drinking water 给水.
    #[default]
    Water,
    /// Reclaimed water 再生水.
    Reclaimed,
    /// Sewage 污水.
    Sewage,
    /// Storm water 雨水.
    Storm,
    /// Combined sewage and storm water 合流.
    Combined,
    /// Gas 燃气.
    Gas,
    /// Heat 热力.
    Heat,
    /// Power 电力.
    Power,
    /// Telecom 通信.
    Telecom,
}

/// What the z of a utility line's points means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepthReference {
    /// Axis of the pipe.
    #[default]
    Axis,
    /// Inner bottom of the pipe.
    Invert,
    /// Outer top of the pipe.
    Crown,
}

/// One run of a utility network between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UtilityLine {
    /// What it carries.
    pub medium: Medium,
    /// Outer diameter (or the larger side of a box), millimetres.
    pub diameter_mm: f64,
    /// Material as the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// What the z of the points means.
    #[serde(default)]
    pub depth_reference: DepthReference,
    /// Whether the depth was filled in by rule, because the source gives none.
    #[serde(default)]
    pub depth_assumed: bool,
    /// Whether the diameter was filled in by rule, because the source gives none.
    #[serde(default)]
    pub diameter_assumed: bool,
    /// Name of the node where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_node: Option<String>,
    /// Name of the node where it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_node: Option<String>,
    /// Year of laying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
}

/// What a node of a utility network is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UtilityNodeKind {
    /// Junction without a shaft.
    #[default]
    Junction,
    /// Manhole.
    Manhole,
    /// Valve.
    Valve,
    /// Hydrant.
    Hydrant,
    /// Pump.
    Pump,
    /// Tank.
    Tank,
    /// Reservoir or source.
    Reservoir,
    /// House connection.
    Connection,
    /// Outfall.
    Outfall,
}

/// A node of a utility network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UtilityNode {
    /// Network it belongs to.
    pub medium: Medium,
    /// What it is.
    pub node: UtilityNodeKind,
    /// Depth of the shaft below its point, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depth_m: Option<f64>,
}
