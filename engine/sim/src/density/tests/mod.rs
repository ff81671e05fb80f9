//! Density on small sites by hand, and what must hold on any site.
#![expect(clippy::unwrap_used, reason = "tests")]

mod invariants;
mod sites;

use std::collections::BTreeSet;

use linli_model::{
    Access, Building, BuildingUse, Community, Element, ElementId, Geometry, Key, Kind, LandUse, ModeAccess,
    Oneway, Parcel, Polygon, SceneFrame, StationEntrance, StoreyRun, Street, StreetClass, TransitMode,
};
use linli_space::StreetGraph;

use super::*;
use crate::reach::ReachRules;

pub(super) fn empty() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    Community::new("site", frame)
}

pub(super) fn rectangle(x: f64, y: f64, width: f64, depth: f64) -> Geometry {
    let ring = [[x, y], [x + width, y], [x + width, y + depth], [x, y + depth]].map(|[x, y]| [x, y, 0.0]);
    Geometry::Area(vec![Polygon::new(ring.to_vec())])
}

pub(super) fn parcel(key: &str, geometry: Geometry, change: impl FnOnce(&mut Parcel)) -> Element {
    let mut parcel = Parcel::new(LandUse::Residential);
    change(&mut parcel);
    Element::new(key, Kind::Parcel(parcel), geometry)
}

/// A block of equal storeys that fill its outline, with 2 residents on each.
pub(super) fn block(key: &str, x: f64, y: f64, side: f64, storeys: i16, use_: BuildingUse) -> Element {
    let run = StoreyRun {
        from_level: 1,
        to_level: storeys,
        height_m: 3.0,
        use_,
        floor_area_m2: side * side,
        dwellings: 1,
        residents: 2,
        jobs: 1,
    };
    let building = Building {
        use_,
        storeys: vec![run],
        height_m: Some(3.0 * f64::from(storeys)),
        ..Building::default()
    };
    Element::new(key, Kind::Building(building), rectangle(x, y, side, side))
}

pub(super) fn street(key: &str, points: &[[f64; 2]]) -> Element {
    let street = Street {
        class: StreetClass::Residential,
        width_m: Some(8.0),
        lanes: None,
        oneway: Oneway::No,
        surface: None,
        bridge: false,
        tunnel: false,
        layer: 0,
        speed_kmh: None,
        access: ModeAccess { walk: Access::Yes, cycle: Access::Yes, car: Access::Yes },
        area: false,
        nodes: Vec::new(),
    };
    let line = points.iter().map(|p| [p[0], p[1], 0.0]).collect();
    Element::new(key, Kind::Street(street), Geometry::Line(line))
}

pub(super) fn entrance(key: &str, x: f64, y: f64) -> Element {
    let kind = StationEntrance { mode: TransitMode::Subway, label: None, node: None };
    Element::new(key, Kind::StationEntrance(kind), Geometry::Point([x, y, 0.0]))
}

pub(super) fn community(elements: Vec<Element>) -> Community {
    let mut community = empty();
    for element in elements {
        community.add(element).unwrap();
    }
    community
}

pub(super) fn model(community: &Community) -> DensityModel {
    let (rules, reach) = (DensityRules::standard().unwrap(), ReachRules::standard().unwrap());
    let streets = StreetGraph::of(community);
    let counts = |_: ElementId| true;
    DensityModel::new(community, &streets, &DensityOptions { rules: &rules, reach: &reach, counts: &counts })
}

pub(super) fn kinds(model: &DensityModel) -> Vec<(FindingKind, Vec<String>)> {
    let of = |finding: DensityFinding| {
        (finding.kind, finding.elements.iter().map(|key| key.as_str().to_owned()).collect())
    };
    model.findings().into_iter().map(of).collect()
}

pub(super) fn keys(names: &[&str]) -> BTreeSet<Key> {
    names.iter().map(|name| Key::from(*name)).collect()
}

pub(super) fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + b.abs())
}
