//! Stations, entrances, stops and parking.

use serde::{Deserialize, Serialize};

use crate::Key;

/// Mode of public transport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransitMode {
    /// Metro.
    Subway,
    /// Railway.
    Rail,
    /// Tram or light rail.
    Tram,
    /// Bus.
    #[default]
    Bus,
    /// Ferry.
    Ferry,
}

/// A station.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Station {
    /// Mode.
    pub mode: TransitMode,
}

/// An entrance of a station: reach and TOD rings start here, not at the station's middle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StationEntrance {
    /// Mode of the station.
    pub mode: TransitMode,
    /// Entrance letter or number as signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Node number shared with the streets that meet here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<i64>,
}

/// A stop of a bus, tram or ferry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// Mode.
    pub mode: TransitMode,
}

/// How cars are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkingKind {
    /// Open surface.
    #[default]
    Surface,
    /// Multi-storey above ground.
    MultiStorey,
    /// Below ground.
    Underground,
    /// Along the street.
    StreetSide,
}

/// How a car gets into its bay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarStorage {
    /// The driver drives to the bay.
    #[default]
    Driven,
    /// Automated guided vehicles take it from a handover bay.
    Agv,
    /// A stacker or lift takes it.
    Stacker,
}

/// A car park.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parking {
    /// How cars are kept.
    pub parking: ParkingKind,
    /// Number of bays, when the source says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// How a car gets into its bay.
    #[serde(default, skip_serializing_if = "is_driven")]
    pub storage: CarStorage,
    /// Vehicles, stackers or handover bays that work at the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub servers: Option<u32>,
    /// Bays with a charging point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charging_bays: Option<u32>,
    /// Bays that residents use at night and workers by day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shared_bays: Option<u32>,
    /// Lanes with a barrier, in and out together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate_lanes: Option<u32>,
    /// Basement that holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basement: Option<Key>,
    /// Node number shared with the streets at its gate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<i64>,
}

fn is_driven(storage: &CarStorage) -> bool {
    *storage == CarStorage::Driven
}
