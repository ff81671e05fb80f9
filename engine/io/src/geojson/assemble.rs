//! Elements into one reading: opposite edges merged, the coordinate system decided.

use std::collections::BTreeMap;

use linli_model::{Aabb, Element, Geometry, Kind, Oneway, Vertical};

use super::feature::Features;
use super::{codes, crs};
use crate::report::{Message, Rejection};
use crate::{FileReport, ReadContext, Reading};

/// Longitudes that span more than this are doubtful, degrees.
const HALF_EARTH_DEG: f64 = 180.0;

/// Finishes the reading.
pub fn reading(
    features: Features,
    stated: Option<String>,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Reading, Rejection> {
    let mut elements = finish(features, report);
    let crs = crs::decided(stated, &mut elements, context, report)?;
    warn_of_wide_extent(&elements, report);
    for element in &elements {
        *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
    }
    let has_heights = elements.iter().any(|element| element.vertical == Vertical::Absolute);
    let report = std::mem::take(report);
    Ok(Reading { crs: Some(crs), has_heights, elements, licence: None, report })
}

/// Elements of all features, with opposite edges merged; tells what was assumed for how many.
pub fn finish(features: Features, report: &mut FileReport) -> Vec<Element> {
    let mut elements = features.elements;
    let [depth, medium, diameter] = features.assumed;
    for (code, count) in [
        (&codes::WINDING, features.turned),
        (&codes::DEPTH_ASSUMED, depth),
        (&codes::MEDIUM_ASSUMED, medium),
        (&codes::DIAMETER_ASSUMED, diameter),
    ] {
        if count > 0 {
            report.push(Message::new(code, "", count.to_string()));
        }
    }
    if features.flat_z {
        report.push(Message::new(&codes::FLAT, "", ""));
    }
    if report.objects.get("features") == Some(&0) {
        report.push(Message::new(&codes::NO_FEATURES, "", ""));
    }
    let merged = merge_opposite_edges(&mut elements);
    if merged > 0 {
        report.push(Message::new(&codes::MERGED, "", merged.to_string()));
    }
    elements
}

fn warn_of_wide_extent(elements: &[Element], report: &mut FileReport) {
    let all = elements.iter().fold(Aabb::EMPTY, |all, element| all.union(&element.geometry.aabb()));
    let geographic = !all.is_empty() && all.min[0] >= -180.0 && all.max[0] <= 180.0;
    if geographic && all.max[0] - all.min[0] > HALF_EARTH_DEG {
        let detail = format!("longitudes {} to {}", all.min[0], all.max[0]);
        report.push(Message::new(&codes::ANTIMERIDIAN, "", detail));
    }
}

/// Numbers of the two end nodes of a street that has them.
fn ends(element: &Element) -> Option<(i64, i64)> {
    match &element.kind {
        Kind::Street(street) => street.nodes.first().copied().zip(street.nodes.last().copied()),
        _ => None,
    }
}

/// In a file of directed edges (as OSMnx writes them), an edge and its opposite with the same
/// drawing become one street for both ways, and edges without an opposite are one-way. A file is
/// directed when at least half of its edges have an opposite.
fn merge_opposite_edges(elements: &mut Vec<Element>) -> u64 {
    let mut waiting: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    let mut opposite: BTreeMap<usize, usize> = BTreeMap::new();
    let mut edges = 0;
    for (i, element) in elements.iter().enumerate() {
        let Some((u, v)) = ends(element) else { continue };
        edges += 1;
        let candidates = waiting.entry((v, u)).or_default();
        match candidates.iter().position(|j| elements.get(*j).is_some_and(|other| is_reverse(element, other)))
        {
            Some(found) => {
                let first = candidates.remove(found);
                opposite.insert(i, first);
            }
            None => waiting.entry((u, v)).or_default().push(i),
        }
    }
    if edges == 0 || opposite.len() * 4 < edges {
        return 0;
    }
    let firsts: std::collections::BTreeSet<usize> = opposite.values().copied().collect();
    let mut index = 0;
    elements.retain_mut(|element| {
        let i = index;
        index += 1;
        if opposite.contains_key(&i) {
            return false;
        }
        let directed = ends(element).is_some() && !firsts.contains(&i);
        if let Kind::Street(street) = &mut element.kind
            && directed
            && street.oneway == Oneway::No
        {
            street.oneway = Oneway::Forward;
        }
        true
    });
    firsts.len() as u64
}

fn is_reverse(a: &Element, b: &Element) -> bool {
    match (&a.geometry, &b.geometry) {
        (Geometry::Line(a), Geometry::Line(b)) => a.len() == b.len() && a.iter().eq(b.iter().rev()),
        _ => false,
    }
}
