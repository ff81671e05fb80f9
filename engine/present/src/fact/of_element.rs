//! The facts of one element.

use linli_model::{
    AttributeValue, Building, BuildingUse, Element, Geometry, Kind, Language, Point3, RoofShape, StoreyRun,
};

use super::{Fact, FactValue, kind};
use crate::card::{area_name, class_name, roof_name, use_name};
use crate::{address_of, land_use_text, layer_text, medium_text, truth_text};

/// A value of a source file.
pub(super) fn of_attribute(value: &AttributeValue) -> FactValue {
    match value {
        AttributeValue::Integer(value) => FactValue::Number(*value as f64),
        AttributeValue::Number(value) => FactValue::Number(*value),
        AttributeValue::Bool(_) | AttributeValue::Text(_) => FactValue::Text(value.to_string()),
    }
}

/// A name with its words in both languages.
fn name(token: impl Into<String>, words: impl Fn(Language) -> String) -> FactValue {
    FactValue::Name {
        token: token.into(),
        chinese: words(Language::Chinese),
        english: words(Language::English),
    }
}

/// The word of files for a variant that derives its name: `SolarPanels` is `solar_panels`.
fn token(variant: impl std::fmt::Debug) -> String {
    let mut token = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !token.is_empty() {
            token.push('_');
        }
        token.extend(letter.to_lowercase());
    }
    token
}

fn number(value: impl Into<f64>) -> Option<FactValue> {
    let value: f64 = value.into();
    value.is_finite().then_some(FactValue::Number(value))
}

fn words(value: Option<&String>) -> Option<FactValue> {
    value.filter(|text| !text.trim().is_empty()).map(|text| FactValue::Text(text.clone()))
}

/// The value of a fact, where the element has it.
pub(super) fn value_of(element: &Element, fact: Fact) -> Option<FactValue> {
    let building = element.kind.building();
    match fact {
        Fact::Key => Some(FactValue::Text(element.key.as_str().to_owned())),
        Fact::Name => words(element.name.as_ref()),
        Fact::Kind => Some(name(kind::kind_token(&element.kind), |language| {
            kind::kind_text(kind::kind_token(&element.kind), language).to_owned()
        })),
        Fact::Layer => {
            let layer = element.layer();
            Some(name(layer.name(), |language| layer_text(layer, language).to_owned()))
        }
        Fact::Truth => {
            let truth = element.presence.truth;
            Some(name(truth.name(), |language| truth_text(truth, language).to_owned()))
        }
        Fact::LevelOfDetail => element.lod.map(|lod| FactValue::Text(lod.to_string())),
        Fact::Address => address_of(element).map(FactValue::Text),
        Fact::Use => use_of(&element.kind),
        Fact::Height => height_of(&element.kind),
        Fact::Area => plan_area(&element.geometry),
        Fact::Length => match &element.geometry {
            Geometry::Line(points) => number(length_m(points)),
            _ => None,
        },
        Fact::Year => match &element.kind {
            Kind::UtilityLine(line) => line.year.and_then(number),
            _ => building?.year.and_then(number),
        },
        Fact::Storeys => building?.storeys_above.and_then(number),
        Fact::StoreysBelow => building?.storeys_below.and_then(number),
        Fact::WindowWallRatio => building?.window_share().and_then(number),
        Fact::Roof => {
            let roof = building?.roof;
            let is_said = roof != RoofShape::Unknown;
            is_said.then(|| name(token(roof), |language| roof_name(roof, language)))
        }
        Fact::FloorArea => floor_area(&element.kind),
        Fact::Dwellings => sum(building?, |run| run.dwellings),
        Fact::Residents => sum(building?, |run| run.residents),
        Fact::Jobs => sum(building?, |run| run.jobs),
        Fact::Class | Fact::Lanes | Fact::SpeedLimit | Fact::Width => of_way(&element.kind, fact),
        Fact::Medium | Fact::Diameter | Fact::Material | Fact::Voltage => of_network(&element.kind, fact),
        Fact::Crown | Fact::Species => match &element.kind {
            Kind::Tree(tree) if fact == Fact::Crown => tree.crown_m.and_then(number),
            Kind::Tree(tree) => words(tree.species.as_ref()),
            _ => None,
        },
        Fact::Capacity => match &element.kind {
            Kind::Parking(parking) => parking.capacity.and_then(number),
            Kind::Facility(facility) => facility.capacity.and_then(number),
            _ => None,
        },
        Fact::Category => match &element.kind {
            Kind::Facility(facility) => words(Some(&facility.category)),
            _ => None,
        },
        Fact::Power => match &element.kind {
            Kind::Equipment(equipment) => equipment.power_kw.and_then(number),
            _ => None,
        },
        Fact::SoilDepth => match &element.kind {
            Kind::Greening(greening) => number(greening.soil_depth_m),
            Kind::Area(area) => area.soil_depth_m.and_then(number),
            _ => None,
        },
        Fact::FloorAreaRatioMost
        | Fact::CoverageMost
        | Fact::GreenLeast
        | Fact::HeightMost
        | Fact::Setback => of_parcel(&element.kind, fact),
    }
}

fn of_parcel(kind: &Kind, fact: Fact) -> Option<FactValue> {
    let Kind::Parcel(parcel) = kind else { return None };
    let limit = match fact {
        Fact::FloorAreaRatioMost => parcel.far_max,
        Fact::CoverageMost => parcel.coverage_max_pct,
        Fact::GreenLeast => parcel.green_min_pct,
        Fact::HeightMost => parcel.height_max_m,
        _ => parcel.setback_m,
    };
    limit.and_then(number)
}

fn of_way(kind: &Kind, fact: Fact) -> Option<FactValue> {
    let Kind::Street(street) = kind else { return None };
    match fact {
        Fact::Class => Some(name(token(street.class), |language| class_name(street.class, language))),
        Fact::Lanes => street.lanes.and_then(number),
        Fact::SpeedLimit => street.speed_kmh.and_then(number),
        _ => street.width_m.and_then(number),
    }
}

fn of_network(kind: &Kind, fact: Fact) -> Option<FactValue> {
    let medium = match kind {
        Kind::UtilityLine(line) => line.medium,
        Kind::UtilityNode(node) => node.medium,
        _ => return None,
    };
    match (fact, kind) {
        (Fact::Medium, _) => Some(name(token(medium), |language| medium_text(medium, language))),
        (Fact::Diameter, Kind::UtilityLine(line)) => number(line.diameter_mm),
        (Fact::Material, Kind::UtilityLine(line)) => words(line.material.as_ref()),
        (Fact::Voltage, Kind::UtilityLine(line)) => line.voltage_kv.and_then(number),
        _ => None,
    }
}

fn use_of(kind: &Kind) -> Option<FactValue> {
    match kind {
        Kind::Building(Building { use_, .. }) | Kind::BuildingPart(Building { use_, .. }) => {
            let is_said = *use_ != BuildingUse::Unknown;
            is_said.then(|| name(token(use_), |language| use_name(*use_, language)))
        }
        Kind::Basement(basement) => {
            Some(name(token(basement.use_), |language| use_name(basement.use_, language)))
        }
        Kind::Parcel(parcel) => {
            let use_ = parcel.land_use;
            Some(name(token(use_), |language| land_use_text(use_, language).to_owned()))
        }
        Kind::Area(area) => Some(name(token(area.use_), |language| area_name(area.use_, language))),
        _ => None,
    }
}

fn height_of(kind: &Kind) -> Option<FactValue> {
    match kind {
        Kind::Building(building) | Kind::BuildingPart(building) => building.height_m.and_then(number),
        Kind::Tree(tree) => tree.height_m.and_then(number),
        Kind::Equipment(equipment) => number(equipment.height_m),
        _ => None,
    }
}

fn floor_area(kind: &Kind) -> Option<FactValue> {
    match kind {
        Kind::Building(building) | Kind::BuildingPart(building) => {
            let storeys = &building.storeys;
            let area = |run: &StoreyRun| f64::from(run.count()) * run.floor_area_m2;
            if storeys.is_empty() { None } else { number(storeys.iter().map(area).sum::<f64>()) }
        }
        Kind::Basement(basement) => basement.floor_area_m2.and_then(number),
        Kind::Facility(facility) => facility.floor_area_m2.and_then(number),
        _ => None,
    }
}

/// Sum over all storeys; none where storeys are not known.
fn sum(building: &Building, on_one: impl Fn(&StoreyRun) -> u32) -> Option<FactValue> {
    let all = building.storeys.iter().map(|run| f64::from(run.count()) * f64::from(on_one(run)));
    if building.storeys.is_empty() { None } else { number(all.sum::<f64>()) }
}

fn plan_area(geometry: &Geometry) -> Option<FactValue> {
    match geometry {
        Geometry::Area(polygons) => number(polygons.iter().map(linli_model::Polygon::area_m2).sum::<f64>()),
        _ => None,
    }
}

fn length_m(points: &[Point3]) -> f64 {
    points.windows(2).map(|pair| glam::DVec3::from(pair[0]).distance(glam::DVec3::from(pair[1]))).sum()
}

#[cfg(test)]
mod tests {
    use linli_model::{Area, AreaUse, Medium, Street, StreetClass, UtilityLine};

    use super::*;

    fn words_of(kind: Kind, fact: Fact) -> Option<String> {
        value_of(&Element::new("x", kind, Geometry::None), fact).map(|value| value.token())
    }

    #[test]
    fn names_are_the_words_of_scene_files() {
        assert_eq!(token(AreaUse::RainGarden), "rain_garden");
        let garden = Kind::Area(Area::new(AreaUse::RainGarden));
        assert_eq!(words_of(garden, Fact::Use), Some("rain_garden".into()));
        let street = Kind::Street(Street::new(StreetClass::LivingStreet));
        assert_eq!(words_of(street, Fact::Class), Some("living_street".into()));
        let line = UtilityLine { medium: Medium::Reclaimed, diameter_mm: 300.0, ..UtilityLine::default() };
        assert_eq!(words_of(Kind::UtilityLine(line.clone()), Fact::Medium), Some("reclaimed".into()));
        assert_eq!(words_of(Kind::UtilityLine(line), Fact::Diameter), Some("300".into()));
    }

    #[test]
    fn what_is_not_known_is_no_zero() {
        let bare = Kind::Building(Building::default());
        for fact in [Fact::Storeys, Fact::Height, Fact::Dwellings, Fact::FloorArea, Fact::Use, Fact::Year] {
            assert_eq!(words_of(bare.clone(), fact), None, "{fact:?}");
        }
    }

    #[test]
    fn people_are_summed_over_storeys() {
        let run = StoreyRun {
            from_level: 2,
            to_level: 11,
            height_m: 3.0,
            use_: BuildingUse::Residential,
            floor_area_m2: 400.0,
            dwellings: 4,
            residents: 11,
            jobs: 0,
        };
        let tower = Kind::Building(Building { storeys: vec![run], ..Building::default() });
        assert_eq!(words_of(tower.clone(), Fact::Residents), Some("110".into()));
        assert_eq!(words_of(tower.clone(), Fact::FloorArea), Some("4000".into()));
        assert_eq!(words_of(tower, Fact::Jobs), Some("0".into()));
    }
}
