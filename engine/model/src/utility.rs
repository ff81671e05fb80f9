//! Utility lines and their nodes, above and below ground.

use serde::{Deserialize, Serialize};

use crate::Key;

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

/// Pressure class of a gas pipe (GB 50289, table 4.1.9; GB 50028).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GasPressure {
    /// Below 0.01 MPa.
    Low,
    /// 0.01 to 0.2 MPa.
    MediumB,
    /// 0.2 to 0.4 MPa.
    MediumA,
    /// 0.4 to 0.8 MPa.
    SubHighB,
    /// 0.8 to 1.6 MPa.
    SubHighA,
}

/// Cross-section of a utility line, outer sizes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Round, of the line's diameter.
    #[default]
    Round,
    /// Box culvert or trench.
    Box {
        /// Outer width, millimetres.
        width_mm: f64,
        /// Outer height, millimetres.
        height_mm: f64,
    },
    /// Ducts in rows, cast together (排管).
    DuctBank {
        /// Ducts side by side.
        columns: u8,
        /// Ducts one over the other.
        rows: u8,
        /// Outer width, millimetres.
        width_mm: f64,
        /// Outer height, millimetres.
        height_mm: f64,
    },
}

/// Quality of a survey of buried lines (ASCE 38-22).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyQuality {
    /// Exposed and measured.
    A,
    /// Detected by geophysics.
    B,
    /// From visible surface features.
    C,
    /// From records.
    D,
}

/// One run of a utility network between two nodes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Cross-section.
    #[serde(default, skip_serializing_if = "is_round")]
    pub section: Section,
    /// Pressure class of gas.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gas_pressure: Option<GasPressure>,
    /// Voltage of power, kilovolts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voltage_kv: Option<f64>,
    /// Number of cables or pipes in the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Utility tunnel that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corridor: Option<Key>,
    /// Owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Quality of the survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyQuality>,
}

fn is_round(section: &Section) -> bool {
    *section == Section::Round
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
