//! Technical equipment of the community: energy, charging, delivery.

use serde::{Deserialize, Serialize};

use crate::Key;

/// What a piece of equipment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EquipmentKind {
    /// Solar panels 光伏板; the geometry is the panel's area.
    SolarPanels,
    /// Battery storage 储能.
    EnergyStorage,
    /// Energy station: heat pumps, cooling, heating 能源站.
    EnergyStation,
    /// Charging point of cars 充电桩.
    EvCharger,
    /// Parcel lockers 快递柜.
    ParcelLocker,
    /// Parking place of delivery robots 配送机器人.
    DeliveryRobots,
    /// Street lamp 路灯.
    StreetLamp,
    /// Barrier or gate for cars 道闸.
    Barrier,
}

/// A piece of equipment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Equipment {
    /// What it is.
    pub equipment: EquipmentKind,
    /// Building, parcel or car park it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Key>,
    /// How many: robots, locker doors, charging points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Rated power, kilowatts (peak power of solar panels).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_kw: Option<f64>,
    /// Height above the ground, metres; 0 stands on the ground.
    #[serde(default)]
    pub height_m: f64,
}
