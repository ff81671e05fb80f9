//! The count against hand-computed sites, random scenes and broken input.
#![expect(clippy::unwrap_used, reason = "tests")]

mod broken;
mod golden;
mod random;

use linli_model::{
    Area, AreaUse, Basement, Building, Community, Element, Geometry, Greening, GreeningPlace, Key, Kind,
    LandUse, Parcel, Planting, Polygon, SceneFrame, StoreyRun, Tree,
};

use super::{GreenModel, GreenProfile};
use crate::reach::ReachRules;

pub(super) fn community() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    Community::new("test", frame)
}

pub(super) fn rectangle(x: f64, y: f64, width: f64, depth: f64) -> Geometry {
    rectangle_at(x, y, width, depth, 0.0)
}

pub(super) fn rectangle_at(x: f64, y: f64, width: f64, depth: f64, z: f64) -> Geometry {
    let ring = vec![[x, y, z], [x + width, y, z], [x + width, y + depth, z], [x, y + depth, z]];
    Geometry::Area(vec![Polygon::new(ring)])
}

pub(super) fn area(key: &str, use_: AreaUse, geometry: Geometry) -> Element {
    Element::new(key, Kind::Area(Area::new(use_)), geometry)
}

pub(super) fn parcel(key: &str, land_use: LandUse, geometry: Geometry) -> Element {
    Element::new(key, Kind::Parcel(Parcel::new(land_use)), geometry)
}

pub(super) fn building(key: &str, height_m: f64, geometry: Geometry) -> Element {
    let run = StoreyRun {
        from_level: 1,
        to_level: 10,
        height_m: 3.0,
        use_: linli_model::BuildingUse::Residential,
        floor_area_m2: 400.0,
        dwellings: 4,
        residents: 10,
        jobs: 0,
    };
    let facts = Building { height_m: Some(height_m), storeys: vec![run], ..Building::default() };
    Element::new(key, Kind::Building(facts), geometry)
}

pub(super) fn basement(key: &str, soil_m: f64, geometry: Geometry) -> Element {
    let facts = Basement { levels: 1, top_depth_m: soil_m, bottom_depth_m: 5.0, ..Basement::default() };
    Element::new(key, Kind::Basement(facts), geometry)
}

pub(super) fn tree(key: &str, at: [f64; 2], crown_m: f64) -> Element {
    let facts = Tree { crown_m: Some(crown_m), ..Tree::default() };
    Element::new(key, Kind::Tree(facts), Geometry::Point([at[0], at[1], 0.0]))
}

pub(super) fn greening(
    key: &str,
    place: GreeningPlace,
    soil_m: f64,
    height_m: f64,
    geometry: Geometry,
) -> Element {
    let facts = Greening {
        place,
        planting: Planting::Lawn,
        soil_depth_m: soil_m,
        area_m2: 0.0,
        height_m,
        building: None,
        open_to_all: false,
    };
    Element::new(key, Kind::Greening(facts), geometry)
}

pub(super) fn add(community: &mut Community, elements: Vec<Element>) {
    for element in elements {
        community.add(element).unwrap();
    }
}

pub(super) fn model(community: &Community) -> GreenModel {
    let profile = GreenProfile::built_in("zj_default").unwrap();
    GreenModel::new(community, profile, &ReachRules::standard().unwrap(), &|_, _| true)
}

pub(super) fn value(model: &GreenModel, site: usize, id: &str) -> f64 {
    let figures = model.figures(None);
    figures[site].iter().find(|figure| figure.spec.id == id).unwrap().value.known().unwrap()
}

pub(super) fn key(text: &str) -> Key {
    Key::from(text)
}
