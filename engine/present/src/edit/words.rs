//! Names of what can be drawn and of what draws a point.

use linli_model::Language;

use super::{Drawing, DrawingGroup, FacilityDrawn, SnapTo};
use crate::card::{area_name, kind_name};
use crate::text::{Text, text};

/// Name of a group of the menu.
pub fn drawing_group_text(group: DrawingGroup, language: Language) -> &'static str {
    let name = match group {
        DrawingGroup::Buildings => Text::DrawBuildings,
        DrawingGroup::Land => Text::DrawLand,
        DrawingGroup::Streets => Text::DrawStreets,
        DrawingGroup::Places => Text::DrawPlaces,
        DrawingGroup::Underground => Text::DrawUnderground,
    };
    text(name, language)
}

/// Name of what can be drawn.
pub fn drawing_text(drawing: Drawing, language: Language) -> String {
    let said = |name: Text| text(name, language).to_owned();
    match drawing {
        Drawing::Building => said(Text::DrawnBuilding),
        Drawing::Basement => said(Text::DrawnBasement),
        Drawing::RoofGarden => said(Text::DrawnRoofGarden),
        Drawing::Land(use_) => area_name(use_, language),
        Drawing::CarPark => said(Text::DrawnCarPark),
        Drawing::Tree => said(Text::DrawnTree),
        Drawing::TreeRow => said(Text::DrawnTreeRow),
        Drawing::Street => said(Text::DrawnStreet),
        Drawing::Driveway => said(Text::DrawnDriveway),
        Drawing::Footpath => said(Text::DrawnFootpath),
        Drawing::Cycleway => said(Text::DrawnCycleway),
        Drawing::Footbridge => said(Text::DrawnFootbridge),
        Drawing::Underpass => said(Text::DrawnUnderpass),
        Drawing::StreetNode(what) => {
            kind_name(&linli_model::Kind::StreetNode(linli_model::StreetNode { what, node: None }), language)
        }
        Drawing::StationEntrance => said(Text::DrawnStationEntrance),
        Drawing::Facility(what) => said(match what {
            FacilityDrawn::DeliveryHub => Text::DrawnDeliveryHub,
            FacilityDrawn::Kindergarten => Text::DrawnKindergarten,
            FacilityDrawn::PrimarySchool => Text::DrawnPrimarySchool,
            FacilityDrawn::HealthStation => Text::DrawnHealthStation,
            FacilityDrawn::ElderDayCare => Text::DrawnElderDayCare,
            FacilityDrawn::FreshMarket => Text::DrawnFreshMarket,
            FacilityDrawn::ServiceStation => Text::DrawnServiceStation,
            FacilityDrawn::CultureStation => Text::DrawnCultureStation,
            FacilityDrawn::FitnessGround => Text::DrawnFitnessGround,
        }),
        Drawing::Line(medium) => kind_name(
            &linli_model::Kind::UtilityLine(linli_model::UtilityLine { medium, ..Default::default() }),
            language,
        ),
        Drawing::Node(what) => {
            let node = linli_model::UtilityNode { medium: Default::default(), node: what, depth_m: None };
            kind_name(&linli_model::Kind::UtilityNode(node), language)
        }
        Drawing::Corridor => said(Text::DrawnTunnel),
        Drawing::Shaft => said(Text::DrawnShaft),
    }
}

/// Name of what a point was drawn to; nothing for the raster.
pub fn snap_text(to: SnapTo, language: Language) -> Option<&'static str> {
    let name = match to {
        SnapTo::Corner => Text::SnapCorner,
        SnapTo::Edge => Text::SnapEdge,
        SnapTo::Parcel => Text::SnapParcel,
        SnapTo::Setback => Text::SnapSetback,
        SnapTo::Axis => Text::SnapAxis,
        SnapTo::Raster => return None,
    };
    Some(text(name, language))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everything_that_can_be_drawn_has_its_own_name_in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            let all = DrawingGroup::ALL.into_iter().flat_map(DrawingGroup::drawings);
            let names: Vec<String> = all.map(|drawing| drawing_text(drawing, language)).collect();
            let different: BTreeSet<&String> = names.iter().collect();
            assert_eq!(names.len(), different.len(), "{names:?}");
            assert!(names.iter().all(|name| !name.is_empty()));
        }
    }
}
