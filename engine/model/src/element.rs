//! One thing of the community.

use serde::{Deserialize, Serialize};

use crate::{
    Area, AreaUse, Attributes, Basement, Building, Corridor, CorridorNode, Entrance, Equipment, Facility,
    Geometry, Greening, Key, Layer, Lod, Parcel, Parking, Presence, SiteWork, SourceRef, Station,
    StationEntrance, Stop, Street, StreetNode, Tree, UtilityLine, UtilityNode,
};

/// Dense number of an element in its [`crate::Community`]; valid for that community only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

impl ElementId {
    /// Position in the element list.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What z means for an element's points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vertical {
    /// Height in the scene's frame.
    #[default]
    Absolute,
    /// Metres above the ground at that place; the source was flat.
    AboveGround,
}

/// What an element is, with the facts that belong to its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// Relief of the ground.
    Terrain,
    /// A building without parts, or the whole of a building with parts.
    Building(Building),
    /// One part of a building.
    BuildingPart(Building),
    /// A parcel of land.
    Parcel(Parcel),
    /// An entrance of a building, a basement or an estate.
    Entrance(Entrance),
    /// A basement.
    Basement(Basement),
    /// A utility tunnel.
    Corridor(Corridor),
    /// A shaft or opening of a utility tunnel.
    CorridorNode(CorridorNode),
    /// Green on a building.
    Greening(Greening),
    /// Technical equipment.
    Equipment(Equipment),
    /// A temporary work of a construction site.
    SiteWork(SiteWork),
    /// A street, path or railway.
    Street(Street),
    /// Crossing, signals, gate, lift.
    StreetNode(StreetNode),
    /// A station.
    Station(Station),
    /// An entrance of a station.
    StationEntrance(StationEntrance),
    /// A stop.
    Stop(Stop),
    /// A car park.
    Parking(Parking),
    /// A piece of land or water.
    Area(Area),
    /// A tree.
    Tree(Tree),
    /// A facility.
    Facility(Facility),
    /// A postal address.
    Address,
    /// A bridge structure.
    Bridge,
    /// A tunnel structure.
    Tunnel,
    /// A wall, a furniture piece or another built thing; its type in the source's words.
    Structure {
        /// Type as the source calls it.
        what: String,
    },
    /// A run of a utility network.
    UtilityLine(UtilityLine),
    /// A node of a utility network.
    UtilityNode(UtilityNode),
    /// Anything else; its type in the source's words.
    Other {
        /// Type as the source calls it.
        what: String,
    },
}

impl Kind {
    /// The layer it belongs to.
    pub fn layer(&self) -> Layer {
        match self {
            Self::Terrain => Layer::Terrain,
            Self::Building(_) | Self::BuildingPart(_) => Layer::Buildings,
            Self::Parcel(_) => Layer::Parcels,
            Self::Entrance(_) => Layer::Buildings,
            Self::Basement(_) | Self::Corridor(_) | Self::CorridorNode(_) => Layer::Underground,
            Self::Greening(_) => Layer::Green,
            Self::Equipment(_) => Layer::Equipment,
            Self::SiteWork(_) => Layer::SiteWorks,
            Self::Street(street) if street.class.is_rail() => Layer::Railways,
            Self::Street(_) | Self::StreetNode(_) => Layer::Streets,
            Self::Station(_) | Self::StationEntrance(_) | Self::Stop(_) => Layer::Transit,
            Self::Parking(_) => Layer::Parking,
            Self::Area(area) if area.use_ == AreaUse::Water => Layer::Water,
            Self::Area(area) if area.use_.is_green() => Layer::Green,
            Self::Area(_) => Layer::Land,
            Self::Tree(_) => Layer::Trees,
            Self::Facility(_) => Layer::Facilities,
            Self::Address => Layer::Addresses,
            Self::Bridge | Self::Tunnel | Self::Structure { .. } => Layer::Structures,
            Self::UtilityLine(_) | Self::UtilityNode(_) => Layer::Utilities,
            Self::Other { .. } => Layer::Other,
        }
    }

    /// The building facts of a building or a building part.
    pub fn building(&self) -> Option<&Building> {
        match self {
            Self::Building(building) | Self::BuildingPart(building) => Some(building),
            _ => None,
        }
    }
}

/// One thing of the community: a building, a street, a pipe, a tree …
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Stable key, unique in the community.
    pub key: Key,
    /// Name for people, when the source has one.
    pub name: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// Where it is.
    pub geometry: Geometry,
    /// What z means.
    pub vertical: Vertical,
    /// Level of detail of the geometry, when the source says it.
    pub lod: Option<Lod>,
    /// Which stage it belongs to, and how sure it is.
    pub presence: Presence,
    /// Where it came from.
    pub source: SourceRef,
    /// Everything else that the source says about it.
    pub attributes: Attributes,
}

impl Element {
    /// An element with nothing but its key, kind and geometry.
    pub fn new(key: impl Into<Key>, kind: Kind, geometry: Geometry) -> Self {
        Self {
            key: key.into(),
            name: None,
            kind,
            geometry,
            vertical: Vertical::Absolute,
            lod: None,
            presence: Presence::default(),
            source: SourceRef::default(),
            attributes: Attributes::new(),
        }
    }

    /// The layer it belongs to.
    pub fn layer(&self) -> Layer {
        self.kind.layer()
    }
}
