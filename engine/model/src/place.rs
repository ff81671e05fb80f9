//! Areas of land and water, trees, and facilities.

use serde::{Deserialize, Serialize};

use crate::Key;

/// What an area of land or water is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaUse {
    /// Park or garden.
    Park,
    /// Grass, meadow.
    Grass,
    /// Trees.
    Forest,
    /// Shrubs, heath.
    Scrub,
    /// Cemetery.
    Cemetery,
    /// Allotments, orchard.
    Allotments,
    /// Playground.
    Playground,
    /// Pitch, track or other sports ground.
    Sport,
    /// Lake, river, canal, basin.
    Water,
    /// Square or pedestrian area.
    Plaza,
    /// Road surface.
    Carriageway,
    /// Pavement or other surface beside the road.
    Pavement,
    /// Beach, sand.
    Sand,
    /// Housing land.
    Residential,
    /// Shops and offices land.
    Commercial,
    /// Industrial land.
    Industrial,
    /// School, hospital and other institution grounds.
    Institution,
    /// Railway land.
    Railway,
    /// Rain garden 雨水花园: planted ground that takes up storm water.
    RainGarden,
    /// Construction site.
    Construction,
    /// Boundary of a planning or implementation unit.
    Unit,
    /// Any other land.
    Other,
}

impl AreaUse {
    /// Whether it counts as planted.
    pub fn is_green(self) -> bool {
        matches!(
            self,
            Self::Park
                | Self::Grass
                | Self::Forest
                | Self::Scrub
                | Self::Cemetery
                | Self::Allotments
                | Self::RainGarden
        )
    }
}

/// A piece of land or water.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// What it is.
    #[serde(rename = "use")]
    pub use_: AreaUse,
    /// Depth of soil over a basement or another slab, metres; nothing on natural ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soil_depth_m: Option<f64>,
    /// Whether rain sinks in (permeable paving 透水铺装), when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permeable: Option<bool>,
}

impl Area {
    /// An area of a use.
    pub fn new(use_: AreaUse) -> Self {
        Self { use_, soil_depth_m: None, permeable: None }
    }
}

/// One tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tree {
    /// Height, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_m: Option<f64>,
    /// Crown diameter, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crown_m: Option<f64>,
    /// Whether it keeps needles (conifer).
    #[serde(default)]
    pub conifer: bool,
    /// Species as the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub species: Option<String>,
}

/// The nine scenarios of the Future Community programme (浙政发〔2019〕8号).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// 邻里 neighbourhood.
    Neighbourhood,
    /// 教育 education.
    Education,
    /// 健康 health.
    Health,
    /// 创业 enterprise.
    Enterprise,
    /// 建筑 building.
    Building,
    /// 交通 transport.
    Transport,
    /// 低碳 low carbon.
    LowCarbon,
    /// 服务 services.
    Services,
    /// 治理 governance.
    Governance,
}

impl Scenario {
    /// All nine, in the order of the programme.
    pub const ALL: [Self; 9] = [
        Self::Neighbourhood,
        Self::Education,
        Self::Health,
        Self::Enterprise,
        Self::Building,
        Self::Transport,
        Self::LowCarbon,
        Self::Services,
        Self::Governance,
    ];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neighbourhood => "neighbourhood",
            Self::Education => "education",
            Self::Health => "health",
            Self::Enterprise => "enterprise",
            Self::Building => "building",
            Self::Transport => "transport",
            Self::LowCarbon => "low_carbon",
            Self::Services => "services",
            Self::Governance => "governance",
        }
    }

    /// The scenario of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scenario| scenario.name() == name)
    }
}

/// A facility that people walk to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facility {
    /// Kind in the source's own words, for example `school`, `pharmacy`.
    pub category: String,
    /// The scenario it serves, when the kind is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<Scenario>,
    /// Gross floor area, square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_area_m2: Option<f64>,
    /// Places, beds, pupils or stalls, as the category counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Building that houses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<Key>,
    /// Node number shared with the streets at its door.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<i64>,
}
