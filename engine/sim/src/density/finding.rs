//! What had to be resolved by a rule, or is missing.

use linli_model::Key;
use serde::Serialize;

use crate::indicator::Title;

/// Kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A parcel has no outline with an area.
    ParcelWithoutOutline,
    /// A parcel smaller than the rules take for a parcel.
    SliverParcel,
    /// Two parcels share land.
    ParcelsOverlap,
    /// An outline crosses itself.
    OutlineMended,
    /// A building has no outline with an area.
    BuildingWithoutOutline,
    /// A building reaches beyond the parcel that it names.
    BeyondParcel,
    /// A building without a named parcel stands on several.
    AcrossParcels,
    /// A building names a parcel that is not there.
    UnknownParcel,
    /// A building has neither storeys nor a height.
    NoStoreys,
    /// A storey area is negative or no number.
    BadFloorArea,
    /// There is housing and nobody lives there.
    NoResidents,
    /// No station can be reached on foot from the building.
    NoWayToStation,
}

impl FindingKind {
    /// What it is and what was done, for people.
    pub fn text(self) -> Title {
        match self {
            Self::ParcelWithoutOutline => Title::new(
                "地块没有有面积的边界：不计其用地；请补充边界",
                "the parcel has no outline with an area: its land is not counted; add an outline",
            ),
            Self::SliverParcel => Title::new(
                "碎小地块：计入用地，不计算比率",
                "a sliver of a parcel: its land counts, ratios are not given",
            ),
            Self::ParcelsOverlap => Title::new(
                "两地块重叠：重叠用地计入先出现者",
                "two parcels overlap: the shared land belongs to the one that comes first",
            ),
            Self::OutlineMended => Title::new(
                "边界自相交：各部分均计入，重叠处只计一次",
                "the outline crosses itself: all its parts count, each place once",
            ),
            Self::BuildingWithoutOutline => Title::new(
                "建筑没有有面积的轮廓：面积计入，基底不计",
                "the building has no outline with an area: its floor counts, its footprint does not",
            ),
            Self::BeyondParcel => Title::new(
                "建筑超出其所属地块：面积全部计入该地块，基底只计地块内部分",
                "the building reaches beyond its parcel: all floor counts there, of the footprint what lies inside",
            ),
            Self::AcrossParcels => Title::new(
                "建筑跨地块且未注明所属：按基底面积比例分摊",
                "the building stands on several parcels and names none: its floor is shared by footprint",
            ),
            Self::UnknownParcel => Title::new(
                "建筑所属地块不存在：按基底所在地块计",
                "the building names a parcel that is not there: it counts where it stands",
            ),
            Self::NoStoreys => Title::new(
                "建筑既无层数也无高度：面积未知，按 0 计；请补充层数",
                "the building has neither storeys nor height: its floor is unknown and counts as 0; add storeys",
            ),
            Self::BadFloorArea => Title::new(
                "楼层面积为负或非数：按 0 计",
                "a storey area is negative or no number: it counts as 0",
            ),
            Self::NoResidents => Title::new("有住宅而无居民", "there is housing, but nobody lives there"),
            Self::NoWayToStation => Title::new(
                "步行无法到达站点：计入“不可达”",
                "no station can be reached on foot: counted as not reached",
            ),
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DensityFinding {
    /// What it is.
    pub kind: FindingKind,
    /// Elements, the first cause first.
    pub elements: Vec<Key>,
    /// Size: an area in square metres, a share, or a number; 0 when there is none.
    pub value: f64,
}
