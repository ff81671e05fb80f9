//! Small towns to check.

use linli_io::built_in_utility_rules;
use linli_model::{
    Community, DepthReference, Element, Geometry, Kind, Medium, Point3, SceneFrame, UtilityLine,
};

use crate::clearance::RuleBook;

pub fn book() -> RuleBook {
    RuleBook::new(&built_in_utility_rules().unwrap()).unwrap()
}

pub fn frame() -> SceneFrame {
    SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    }
}

pub fn line(key: &str, line: UtilityLine, points: &[Point3]) -> Element {
    Element::new(key, Kind::UtilityLine(line), Geometry::Line(points.to_vec()))
}

pub fn pipe(medium: Medium, diameter_mm: f64) -> UtilityLine {
    UtilityLine { medium, diameter_mm, depth_reference: DepthReference::Axis, ..UtilityLine::default() }
}

pub fn community(elements: Vec<Element>) -> Community {
    let mut community = Community::new("test", frame());
    for element in elements {
        community.add(element).unwrap();
    }
    community
}
