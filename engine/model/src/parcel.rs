//! Parcels: land with a use and limits.

use serde::{Deserialize, Serialize};

/// Planned use of land (国土空间调查、规划、用途管制用地用海分类指南, 2023): the classes that a community
/// holds; the code stands with each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LandUse {
    /// Urban housing 城镇住宅用地, 0701.
    Residential,
    /// Community service facilities 城镇社区服务设施用地, 0702.
    CommunityService,
    /// Government and public bodies 机关团体用地, 0801.
    Civic,
    /// Culture 文化用地, 0803.
    Culture,
    /// Education 教育用地, 0804.
    Education,
    /// Sports 体育用地, 0805.
    Sport,
    /// Health 医疗卫生用地, 0806.
    Health,
    /// Social welfare 社会福利用地, 0807.
    Welfare,
    /// Commerce 商业用地, 0901.
    Commercial,
    /// Offices and finance 商务金融用地, 0902.
    Business,
    /// Mixed: housing over shops and offices 商住混合, 0701/0901.
    Mixed,
    /// Research and start-up industry 新型产业用地, 1001.
    Innovation,
    /// Transport hubs 交通场站用地, 1208.
    TransportHub,
    /// Utilities 公用设施用地, 13.
    Utility,
    /// Park 公园绿地, 1401.
    Park,
    /// Protective green 防护绿地, 1402.
    ProtectiveGreen,
    /// Square 广场用地, 1403.
    Square,
    /// Water 陆地水域, 17.
    Water,
}

impl LandUse {
    /// Every use, in the order of the codes.
    pub const ALL: [Self; 18] = [
        Self::Residential,
        Self::CommunityService,
        Self::Civic,
        Self::Culture,
        Self::Education,
        Self::Sport,
        Self::Health,
        Self::Welfare,
        Self::Commercial,
        Self::Business,
        Self::Mixed,
        Self::Innovation,
        Self::TransportHub,
        Self::Utility,
        Self::Park,
        Self::ProtectiveGreen,
        Self::Square,
        Self::Water,
    ];

    /// Code in the classification.
    pub fn code(self) -> &'static str {
        match self {
            Self::Residential => "0701",
            Self::CommunityService => "0702",
            Self::Civic => "0801",
            Self::Culture => "0803",
            Self::Education => "0804",
            Self::Sport => "0805",
            Self::Health => "0806",
            Self::Welfare => "0807",
            Self::Commercial => "0901",
            Self::Business => "0902",
            Self::Mixed => "0701/0901",
            Self::Innovation => "1001",
            Self::TransportHub => "1208",
            Self::Utility => "13",
            Self::Park => "1401",
            Self::ProtectiveGreen => "1402",
            Self::Square => "1403",
            Self::Water => "17",
        }
    }
}

/// A parcel (地块): land with a use and the limits of the plan. Its geometry is an area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// Planned use.
    pub land_use: LandUse,
    /// Highest floor-area ratio (容积率).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub far_max: Option<f64>,
    /// Highest building coverage ratio (建筑密度), percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage_max_pct: Option<f64>,
    /// Highest building height (建筑限高), metres above the ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_max_m: Option<f64>,
    /// Lowest green land ratio (绿地率), percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub green_min_pct: Option<f64>,
    /// Distance that buildings keep from the parcel's edge (建筑退界), metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setback_m: Option<f64>,
    /// Whether the parcel is part of the implementation unit (实施单元).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_implementation_unit: bool,
}

impl Parcel {
    /// A parcel of a use without limits.
    pub fn new(land_use: LandUse) -> Self {
        Self {
            land_use,
            far_max: None,
            coverage_max_pct: None,
            height_max_m: None,
            green_min_pct: None,
            setback_m: None,
            in_implementation_unit: false,
        }
    }
}
