//! What the ground of a site is covered with.

use linli_model::{AreaUse, Street, StreetClass};
use serde::Serialize;

use super::profile::{LeafAreaRules, RuleValue, RunoffRules};

/// Cover of the ground, the topmost first: where two overlap, the ground belongs to the first, as in the
/// picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// Building.
    Building,
    /// Pit, site road, site office, construction site.
    SiteWork,
    /// Carriageway.
    Carriageway,
    /// Pavement beside a road.
    Pavement,
    /// Way for cycling or walking.
    Path,
    /// Square.
    Plaza,
    /// Surface car park.
    Parking,
    /// Water.
    Water,
    /// Pitch or other sports ground.
    Sport,
    /// Playground.
    Playground,
    /// Sand, beach.
    Sand,
    /// Rain garden.
    RainGarden,
    /// Shrubs.
    Scrub,
    /// Grass.
    Grass,
    /// Trees.
    Forest,
    /// Allotments.
    Allotments,
    /// Cemetery.
    Cemetery,
    /// Park without more detail.
    Park,
    /// Land of which the scene says nothing more.
    Rest,
}

impl Cover {
    /// Every cover, the topmost first.
    pub const ALL: [Self; 19] = [
        Self::Building,
        Self::SiteWork,
        Self::Carriageway,
        Self::Pavement,
        Self::Path,
        Self::Plaza,
        Self::Parking,
        Self::Water,
        Self::Sport,
        Self::Playground,
        Self::Sand,
        Self::RainGarden,
        Self::Scrub,
        Self::Grass,
        Self::Forest,
        Self::Allotments,
        Self::Cemetery,
        Self::Park,
        Self::Rest,
    ];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Building => "building",
            Self::SiteWork => "site_work",
            Self::Carriageway => "carriageway",
            Self::Pavement => "pavement",
            Self::Path => "path",
            Self::Plaza => "plaza",
            Self::Parking => "parking",
            Self::Water => "water",
            Self::Sport => "sport",
            Self::Playground => "playground",
            Self::Sand => "sand",
            Self::RainGarden => "rain_garden",
            Self::Scrub => "scrub",
            Self::Grass => "grass",
            Self::Forest => "forest",
            Self::Allotments => "allotments",
            Self::Cemetery => "cemetery",
            Self::Park => "park",
            Self::Rest => "rest",
        }
    }

    /// Whether it is planted ground.
    pub fn is_green(self) -> bool {
        matches!(
            self,
            Self::RainGarden
                | Self::Scrub
                | Self::Grass
                | Self::Forest
                | Self::Allotments
                | Self::Cemetery
                | Self::Park
        )
    }

    /// Whether its edge is a kerb.
    pub(super) fn has_kerb(self) -> bool {
        matches!(self, Self::Carriageway | Self::Pavement | Self::Path | Self::Plaza | Self::Parking)
    }

    /// Cover of a piece of land; `None` for land uses and boundaries, which cover nothing.
    pub(super) fn of_area(use_: AreaUse) -> Option<Self> {
        Some(match use_ {
            AreaUse::Park => Self::Park,
            AreaUse::Grass => Self::Grass,
            AreaUse::Forest => Self::Forest,
            AreaUse::Scrub => Self::Scrub,
            AreaUse::Cemetery => Self::Cemetery,
            AreaUse::Allotments => Self::Allotments,
            AreaUse::RainGarden => Self::RainGarden,
            AreaUse::Playground => Self::Playground,
            AreaUse::Sport => Self::Sport,
            AreaUse::Water => Self::Water,
            AreaUse::Plaza => Self::Plaza,
            AreaUse::Carriageway => Self::Carriageway,
            AreaUse::Pavement => Self::Pavement,
            AreaUse::Sand => Self::Sand,
            AreaUse::Construction => Self::SiteWork,
            AreaUse::Residential
            | AreaUse::Commercial
            | AreaUse::Industrial
            | AreaUse::Institution
            | AreaUse::Railway
            | AreaUse::Unit
            | AreaUse::Other => return None,
        })
    }

    /// Cover of a street on the ground; `None` for railways, tunnels, bridges and ways inside buildings:
    /// what passes over or under the ground covers none of it.
    pub(super) fn of_street(street: &Street) -> Option<Self> {
        let elsewhere = street.bridge || street.tunnel || street.layer != 0;
        if elsewhere || street.class.is_rail() || street.class == StreetClass::Corridor {
            return None;
        }
        Some(match street.class {
            StreetClass::Pedestrian => Self::Plaza,
            class if class.is_carriageway() => Self::Carriageway,
            _ => Self::Path,
        })
    }

    /// Run-off coefficient of the cover on natural ground.
    pub(super) fn runoff(self, permeable: Option<bool>, rules: &RunoffRules) -> &RuleValue {
        match self {
            Self::Building => &rules.hard_roof,
            Self::Water => &rules.water,
            cover if cover.is_green() => &rules.green,
            Self::Sand | Self::SiteWork => &rules.bare_soil,
            _ if permeable == Some(true) => &rules.permeable_paving,
            Self::Carriageway | Self::Parking | Self::Sport => &rules.asphalt,
            _ => &rules.block_paving,
        }
    }

    /// Leaf area of the ground storey; `None` for what is not planted.
    pub(super) fn leaf_area(self, rules: &LeafAreaRules) -> Option<&RuleValue> {
        Some(match self {
            Self::RainGarden | Self::Scrub | Self::Forest => &rules.shrub,
            Self::Grass | Self::Allotments | Self::Cemetery | Self::Park => &rules.lawn,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers_are_listed_in_their_order() {
        assert!(Cover::ALL.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(Cover::ALL.iter().filter(|cover| cover.is_green()).all(|green| *green > Cover::Water));
    }
}
