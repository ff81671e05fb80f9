//! Layers: the drawers that elements are shown and stored in.

use serde::{Deserialize, Serialize};

/// One drawer of the layers panel and one file of a scene folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Relief.
    Terrain,
    /// Parcels of the plan.
    Parcels,
    /// Buildings, their parts and entrances.
    Buildings,
    /// Streets, paths, crossings, signals.
    Streets,
    /// Railways.
    Railways,
    /// Stations, entrances, stops.
    Transit,
    /// Car parks.
    Parking,
    /// Parks, grass, woods.
    Green,
    /// Water.
    Water,
    /// Trees.
    Trees,
    /// Other land and surfaces.
    Land,
    /// Facilities.
    Facilities,
    /// Addresses.
    Addresses,
    /// Bridges, tunnels, walls and other structures.
    Structures,
    /// Basements, utility tunnels, station boxes.
    Underground,
    /// Utility lines and their nodes.
    Utilities,
    /// Energy, charging, delivery.
    Equipment,
    /// Temporary works of construction sites.
    SiteWorks,
    /// Anything else that the source holds.
    Other,
}

impl Layer {
    /// Every layer in the order in which it is listed and loaded: what fills the first picture
    /// comes first.
    pub const ALL: [Self; 19] = [
        Self::Terrain,
        Self::Buildings,
        Self::Streets,
        Self::Water,
        Self::Green,
        Self::Land,
        Self::Parcels,
        Self::Railways,
        Self::Transit,
        Self::Parking,
        Self::Trees,
        Self::Structures,
        Self::Underground,
        Self::Utilities,
        Self::Equipment,
        Self::SiteWorks,
        Self::Facilities,
        Self::Addresses,
        Self::Other,
    ];

    /// Name used in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Terrain => "terrain",
            Self::Parcels => "parcels",
            Self::Buildings => "buildings",
            Self::Streets => "streets",
            Self::Railways => "railways",
            Self::Transit => "transit",
            Self::Parking => "parking",
            Self::Green => "green",
            Self::Water => "water",
            Self::Trees => "trees",
            Self::Land => "land",
            Self::Facilities => "facilities",
            Self::Addresses => "addresses",
            Self::Structures => "structures",
            Self::Underground => "underground",
            Self::Utilities => "utilities",
            Self::Equipment => "equipment",
            Self::SiteWorks => "site_works",
            Self::Other => "other",
        }
    }

    /// The layer of a name in files and on the command line.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }
}
