//! Spaces below ground: basements, utility tunnels, station boxes.

use serde::{Deserialize, Serialize};

use crate::{BuildingUse, Key};

/// A basement (地下室): one closed space below ground that may reach beyond the buildings above it.
/// Its geometry is an area; several basements that touch are linked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Basement {
    /// Number of levels.
    pub levels: u32,
    /// Depth of the roof slab's top below the ground, metres: the soil that plants can use.
    pub top_depth_m: f64,
    /// Depth of the base slab's underside below the ground, metres.
    pub bottom_depth_m: f64,
    /// Main use.
    #[serde(default, rename = "use")]
    pub use_: BuildingUse,
    /// Gross floor area, all levels together, square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_area_m2: Option<f64>,
    /// Buildings that stand on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buildings: Vec<Key>,
    /// Basements, stations and tunnels that it opens to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<Key>,
}

/// What a compartment of a utility tunnel holds (GB 50838, clause 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompartmentKind {
    /// Power cables 电力舱.
    Power,
    /// Water, reclaimed water, telecom, hot water 综合舱.
    General,
    /// Natural gas, always alone 燃气舱.
    Gas,
    /// Sewage 污水舱.
    Sewage,
    /// Storm water 雨水舱.
    Storm,
    /// Steam, always alone 热力舱.
    Heat,
}

impl CompartmentKind {
    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Power => "power",
            Self::General => "general",
            Self::Gas => "gas",
            Self::Sewage => "sewage",
            Self::Storm => "storm",
            Self::Heat => "heat",
        }
    }
}

/// A compartment (舱) of a utility tunnel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compartment {
    /// What it holds.
    pub compartment: CompartmentKind,
    /// Clear width, metres.
    pub width_m: f64,
    /// Clear height, metres.
    pub height_m: f64,
    /// Utility lines inside, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Key>,
}

/// A utility tunnel (综合管廊). Its geometry is the line along the middle of its outer box, seen with
/// compartments from left to right in the order of points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Corridor {
    /// Compartments from left to right.
    pub compartments: Vec<Compartment>,
    /// Thickness of walls and slabs, metres.
    pub wall_m: f64,
}

impl Corridor {
    /// Outer width, metres: all compartments with the walls between and beside them.
    pub fn outer_width_m(&self) -> f64 {
        let clear: f64 = self.compartments.iter().map(|c| c.width_m).sum();
        clear + self.wall_m * (self.compartments.len() + 1) as f64
    }

    /// Outer height, metres: the highest compartment with floor and roof.
    pub fn outer_height_m(&self) -> f64 {
        self.compartments.iter().map(|c| c.height_m).fold(0.0, f64::max) + 2.0 * self.wall_m
    }
}

/// What a node of a utility tunnel is (GB 50838, clause 5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorridorNodeKind {
    /// Man access 人员出入口.
    Access,
    /// Escape 逃生口.
    Escape,
    /// Hoist opening 吊装口.
    Hoist,
    /// Air in 进风口.
    AirInlet,
    /// Air out 排风口.
    AirOutlet,
    /// Opening where pipes branch off 管线分支口.
    Branch,
}

/// A node of a utility tunnel. Its geometry is a point on the ground above.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CorridorNode {
    /// What it is.
    pub corridor_node: CorridorNodeKind,
    /// The tunnel it belongs to.
    pub corridor: Key,
    /// Depth of the shaft below the ground, metres.
    pub depth_m: f64,
    /// Size of the opening along and across the tunnel, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_m: Option<[f64; 2]>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tunnel_is_as_wide_as_its_compartments_and_walls() {
        let compartment =
            |compartment, width_m, height_m| Compartment { compartment, width_m, height_m, lines: vec![] };
        let corridor = Corridor {
            compartments: vec![
                compartment(CompartmentKind::Power, 2.0, 3.0),
                compartment(CompartmentKind::General, 2.8, 3.2),
                compartment(CompartmentKind::Gas, 1.8, 3.0),
            ],
            wall_m: 0.35,
        };
        assert!((corridor.outer_width_m() - 8.0).abs() < 1e-12);
        assert!((corridor.outer_height_m() - 3.9).abs() < 1e-12);
    }
}
