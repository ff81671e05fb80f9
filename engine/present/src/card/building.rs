//! The card's lines about a building.

use linli_model::{Building, BuildingUse, Element, Geometry, Language, RoofShape};

use super::{Rows, choose};
use crate::number::{area, quantity};
use crate::text::{Text, text};

/// Adds them.
pub(super) fn add(rows: &mut Rows, building: &Building, element: &Element) {
    rows.add(Text::Use, use_name(building.use_, rows.language));
    if let Some(height) = building.height_m {
        let assumed = if building.height_assumed { text(Text::HeightAssumed, rows.language) } else { "" };
        rows.add(Text::Height, format!("{}{assumed}", quantity(height, 1, "m")));
    }
    rows.add_some(Text::StoreysAbove, building.storeys_above.map(storeys));
    rows.add_some(Text::StoreysBelow, building.storeys_below.map(storeys));
    if let Geometry::Area(polygons) = &element.geometry {
        let total = polygons.iter().map(linli_model::Polygon::area_m2).sum();
        rows.add(Text::FootprintArea, area(total, rows.language));
    }
    if building.roof != RoofShape::Unknown {
        rows.add(Text::Roof, roof_name(building.roof, rows.language));
    }
    rows.add_some(Text::WindowWallRatio, building.window_share().map(|ratio| format!("{ratio:.2}")));
    rows.add_some(Text::Year, building.year.map(|y| y.to_string()));
    rows.add_some(Text::Address, building.address.clone());
    rows.add_some(Text::PartOf, building.parent.as_ref().map(|k| k.as_str().to_owned()));
}

fn storeys(number: f32) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { format!("{number:.1}") }
}

pub(crate) fn use_name(use_: BuildingUse, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match use_ {
        BuildingUse::Unknown => c("未注明", "not stated"),
        BuildingUse::Residential => c("居住", "residential"),
        BuildingUse::Commercial => c("商业", "commercial"),
        BuildingUse::Office => c("办公", "office"),
        BuildingUse::Industrial => c("工业", "industrial"),
        BuildingUse::Education => c("教育", "education"),
        BuildingUse::Health => c("医疗", "health"),
        BuildingUse::Culture => c("文化", "culture"),
        BuildingUse::Civic => c("行政", "civic"),
        BuildingUse::Transport => c("交通", "transport"),
        BuildingUse::Sport => c("体育", "sport"),
        BuildingUse::Parking => c("停车", "parking"),
        BuildingUse::Auxiliary => c("附属", "auxiliary"),
    }
}

pub(crate) fn roof_name(roof: RoofShape, language: Language) -> String {
    let c = |zh, en| choose(language, zh, en);
    match roof {
        RoofShape::Unknown => c("未注明", "not stated"),
        RoofShape::Flat => c("平屋顶", "flat"),
        RoofShape::Skillion => c("单坡", "skillion"),
        RoofShape::Gabled => c("双坡", "gabled"),
        RoofShape::Hipped => c("四坡", "hipped"),
        RoofShape::Pyramidal => c("攒尖", "pyramidal"),
        RoofShape::Dome => c("穹顶", "dome"),
        RoofShape::Onion => c("葱形顶", "onion"),
        RoofShape::Round => c("拱形", "round"),
        RoofShape::Gambrel => c("复折双坡", "gambrel"),
        RoofShape::Mansard => c("复折四坡", "mansard"),
    }
}
