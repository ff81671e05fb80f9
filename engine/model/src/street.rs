//! Streets and what stands on them.

use serde::{Deserialize, Serialize};

/// Class of a street, path or railway (OpenStreetMap `highway` and `railway`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreetClass {
    /// Motorway or expressway.
    Motorway,
    /// Trunk road.
    Trunk,
    /// Primary road (主干路).
    Primary,
    /// Secondary road (次干路).
    Secondary,
    /// Tertiary road.
    Tertiary,
    /// Residential or unclassified street (支路).
    Residential,
    /// Living street: people first.
    LivingStreet,
    /// Service road, driveway, parking aisle.
    Service,
    /// Track.
    Track,
    /// Street closed to cars.
    Pedestrian,
    /// Footway or pavement.
    Footway,
    /// Cycle way.
    Cycleway,
    /// Path for walking or more.
    Path,
    /// Bridleway.
    Bridleway,
    /// Steps.
    Steps,
    /// Corridor inside a building.
    Corridor,
    /// Railway, overground.
    Rail,
    /// Metro.
    Subway,
    /// Tram.
    Tram,
    /// Road whose class the source does not say.
    #[default]
    Road,
}

impl StreetClass {
    /// Whether it is a railway of any kind, hence not part of the walking network.
    pub fn is_rail(self) -> bool {
        matches!(self, Self::Rail | Self::Subway | Self::Tram)
    }

    /// Whether cars may use it by default.
    pub fn is_carriageway(self) -> bool {
        matches!(
            self,
            Self::Motorway
                | Self::Trunk
                | Self::Primary
                | Self::Secondary
                | Self::Tertiary
                | Self::Residential
                | Self::LivingStreet
                | Self::Service
                | Self::Track
                | Self::Road
        )
    }
}

/// Direction in which vehicles may go, along the order of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oneway {
    /// Both ways.
    #[default]
    No,
    /// With the order of points.
    Forward,
    /// Against the order of points.
    Backward,
}

/// Whether a mode may use a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// Allowed.
    Yes,
    /// Forbidden.
    No,
    /// Only with permission or as a resident.
    Private,
}

/// Access by mode, after the class's defaults and the source's own tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModeAccess {
    /// On foot.
    pub walk: Access,
    /// By bicycle.
    pub cycle: Access,
    /// By car.
    pub car: Access,
}

/// One street, path or railway between its end points. Its points may carry node numbers: streets
/// that share a node number are joined there, whatever the drawing looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Street {
    /// Class.
    pub class: StreetClass,
    /// Carriageway or path width, metres, when the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width_m: Option<f64>,
    /// Number of lanes, both directions together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lanes: Option<u8>,
    /// Direction for vehicles.
    #[serde(default)]
    pub oneway: Oneway,
    /// Surface as the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// Whether it is on a bridge.
    #[serde(default)]
    pub bridge: bool,
    /// Whether it is in a tunnel, an underpass or a building passage.
    #[serde(default)]
    pub tunnel: bool,
    /// Vertical order: 0 ground, 1 above, −1 below.
    #[serde(default)]
    pub layer: i8,
    /// Speed limit, km/h.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_kmh: Option<f32>,
    /// Who may use it.
    pub access: ModeAccess,
    /// Whether the line is the outline of an area (a square), not an axis.
    #[serde(default)]
    pub area: bool,
    /// Node number of each point, when the source has them; the same length as the points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<i64>,
}

impl Street {
    /// A street of a class that is open to all and of which nothing else is said.
    pub fn new(class: StreetClass) -> Self {
        Self {
            class,
            width_m: None,
            lanes: None,
            oneway: Oneway::No,
            surface: None,
            bridge: false,
            tunnel: false,
            layer: 0,
            speed_kmh: None,
            access: ModeAccess { walk: Access::Yes, cycle: Access::Yes, car: Access::Yes },
            area: false,
            nodes: Vec::new(),
        }
    }

    /// Width to draw and to buffer with, metres: the source's width, or lanes × 3.25 m
    /// (a common width of an urban lane, for drawing only), or a default by class.
    pub fn drawn_width_m(&self) -> f64 {
        if let Some(width) = self.width_m {
            return width.clamp(0.5, 80.0);
        }
        if let Some(lanes) = self.lanes.filter(|n| *n > 0) {
            return f64::from(lanes.min(16)) * 3.25;
        }
        match self.class {
            StreetClass::Motorway | StreetClass::Trunk => 11.0,
            StreetClass::Primary => 10.0,
            StreetClass::Secondary => 8.5,
            StreetClass::Tertiary => 7.0,
            StreetClass::Residential | StreetClass::Road => 6.0,
            StreetClass::LivingStreet | StreetClass::Pedestrian => 5.0,
            StreetClass::Service | StreetClass::Track => 4.0,
            StreetClass::Rail | StreetClass::Subway | StreetClass::Tram => 3.0,
            StreetClass::Cycleway | StreetClass::Footway | StreetClass::Steps => 2.2,
            StreetClass::Path | StreetClass::Bridleway | StreetClass::Corridor => 1.8,
        }
    }
}

/// What stands on a street.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreetNodeKind {
    /// Pedestrian crossing without signals.
    Crossing,
    /// Pedestrian crossing with signals.
    SignalCrossing,
    /// Traffic signals.
    Signals,
    /// Gate or barrier.
    Gate,
    /// Lift between levels of the street network.
    Lift,
}

/// A crossing, a signal, a gate or a lift at one node of the street network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StreetNode {
    /// What it is.
    pub what: StreetNodeKind,
    /// Node number shared with the streets that meet here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<i64>,
}
