//! Chooses the scene's coordinate system and its anchor.

use std::collections::BTreeMap;

use linli_model::{Element, Geometry, SceneFrame};

use super::ImportOptions;
use super::codes;
use super::files::FileRead;
use crate::report::Message;
use crate::{CrsInfo, Rejection, Transform, convergence_deg, projected_crs_for};

/// Elements of one file that are looked at to find where it lies.
const SAMPLES: usize = 2_000;

/// Systems in metres whose metre is not a metre on the ground (spherical and world Mercator).
const NOT_TRUE_TO_SCALE: [&str; 3] = ["EPSG:3857", "EPSG:900913", "EPSG:3395"];

/// Whether lengths in a system are metres on the ground.
fn is_metric(info: &CrsInfo) -> bool {
    !info.geographic && info.metres_per_unit == 1.0 && !NOT_TRUE_TO_SCALE.contains(&info.code.as_str())
}

/// The scene's coordinate system: the user's, else the projected one in metres that most elements
/// are in, else the one that fits the middle of everything.
///
/// # Errors
/// When the user's cannot be used, or nothing says where on the Earth the files lie.
pub(super) fn scene_crs(
    files: &[FileRead],
    systems: &[Option<CrsInfo>],
    options: &ImportOptions,
) -> Result<CrsInfo, Rejection> {
    let refuse = |detail: String| Rejection::from(Message::new(&codes::BAD_SCENE_CRS, "", detail));
    if let Some(text) = &options.scene_crs {
        let info = CrsInfo::of(text).map_err(|e| refuse(e.to_string()))?;
        let metric = !info.geographic && info.metres_per_unit == 1.0;
        return if metric { Ok(info) } else { Err(refuse(format!("{text} is not projected in metres"))) };
    }
    let mut votes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (position, (file, info)) in files.iter().zip(systems).enumerate() {
        if let (Some(reading), Some(info)) = (&file.reading, info.as_ref().filter(|info| is_metric(info))) {
            let vote = votes.entry(&info.code).or_insert((0, position));
            vote.0 += reading.elements.len();
        }
    }
    let most = votes.into_values().max_by_key(|(count, first)| (*count, std::cmp::Reverse(*first)));
    if let Some(info) = most.and_then(|(_, first)| systems.get(first)).and_then(Option::as_ref) {
        return Ok(info.clone());
    }
    let places = places_deg(files, systems);
    let Some([longitude, latitude]) = median(places) else {
        return Err(refuse("no file has usable coordinates".to_owned()));
    };
    CrsInfo::of(&projected_crs_for(longitude, latitude)).map_err(|e| refuse(e.to_string()))
}

/// Longitude and latitude of a sample of the elements.
fn places_deg(files: &[FileRead], systems: &[Option<CrsInfo>]) -> Vec<[f64; 2]> {
    let placed = files.iter().zip(systems);
    let placed = placed.filter_map(|(file, info)| Some((file.reading.as_ref()?, info.as_ref()?)));
    placed.flat_map(|(reading, info)| sample_deg(&reading.elements, info)).collect()
}

/// Longitude and latitude of a sample of one file's elements.
fn sample_deg(elements: &[Element], info: &CrsInfo) -> Vec<[f64; 2]> {
    let Ok(transform) = Transform::new(&info.code, "EPSG:4326") else { return Vec::new() };
    let stride = elements.len().div_ceil(SAMPLES).max(1);
    let sample = elements.iter().step_by(stride).filter_map(centre);
    sample.filter_map(|centre| transform.point(centre).ok()).collect()
}

/// Says where a file lies when that is outside the area in which its coordinate system may be used,
/// with a tenth of the area's size as a margin: a sign of a wrong system or zone.
pub(super) fn outside_area(elements: &[Element], info: &CrsInfo) -> Option<String> {
    let [west, south, east, north] = info.area_deg?;
    let [longitude, latitude] = median(sample_deg(elements, info))?;
    let width = (east - west).rem_euclid(360.0);
    let (margin_x, margin_y) = (width / 10.0, (north - south) / 10.0);
    // The area may cross the antimeridian, so longitudes are counted from its western edge.
    let from_west = (longitude - west + margin_x).rem_euclid(360.0);
    let inside_x = width == 0.0 || from_west <= width + 2.0 * margin_x;
    let inside_y = (south - margin_y..=north + margin_y).contains(&latitude);
    let detail = || format!("{} ({}): {longitude:.3}°, {latitude:.3}°", info.code, info.title);
    (!(inside_x && inside_y)).then(detail)
}

/// Middle of an element's box, horizontally.
pub(super) fn centre(element: &Element) -> Option<[f64; 2]> {
    if let Geometry::Grid(grid) = &element.geometry {
        let half = |i: usize, count: u32| grid.origin_m[i] + grid.cell_m[i] * f64::from(count) / 2.0;
        return Some([half(0, grid.columns), half(1, grid.rows)]);
    }
    let aabb = element.geometry.aabb();
    let [x, y, _] = aabb.centre();
    (!aabb.is_empty() && x.is_finite() && y.is_finite()).then_some([x, y])
}

/// Median of each axis: outliers hardly move it.
pub(super) fn median(points: Vec<[f64; 2]>) -> Option<[f64; 2]> {
    let axis = |i: usize| {
        let mut values: Vec<f64> = points.iter().filter_map(|p| p.get(i).copied()).collect();
        let middle = values.len() / 2;
        (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
    };
    Some([axis(0)?, axis(1)?])
}

/// The frame around a middle in projected metres: whole metres, height 0.
///
/// # Errors
/// When the middle has no longitude and latitude.
pub(super) fn frame_at(crs: &CrsInfo, middle: [f64; 2]) -> Result<SceneFrame, Rejection> {
    let refuse = |e: crate::CrsError| Rejection::from(Message::new(&codes::BAD_SCENE_CRS, "", e.to_string()));
    let [east, north] = middle.map(f64::round);
    let to_degrees = Transform::new(&crs.code, "EPSG:4326").map_err(refuse)?;
    let [longitude_deg, latitude_deg] = to_degrees.point([east, north]).map_err(refuse)?;
    Ok(SceneFrame {
        crs: crs.code.clone(),
        anchor_m: [east, north, 0.0],
        longitude_deg,
        latitude_deg,
        convergence_deg: convergence_deg(&crs.code, longitude_deg, latitude_deg).map_err(refuse)?,
    })
}
