//! Brings the readings of all files into one frame and one list.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use linli_model::{
    Community, Element, Geometry, Key, Kind, Layer, Progress, SceneFrame, Source, on_raster, point_on_raster,
};

use super::apart::warn_apart;
use super::files::FileRead;
use super::frame::{centre, frame_at, median, outside_area, scene_crs};
use super::place::place;
use super::{ImportOptions, MissingCrs, codes};
use crate::report::Message;
use crate::{CrsInfo, FileReport, Limits, Rejection};

/// Heights beyond this are no heights, metres.
const HIGHEST_M: f64 = 20_000.0;

/// The coordinate system of each file; a file that has none, or one that is not known, is refused.
///
/// Here the metres of a unit become known, so here the elements are looked at before they are placed.
pub(super) fn systems(
    files: &mut [FileRead],
    missing: MissingCrs,
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Vec<Option<CrsInfo>> {
    let inspect = |file: &mut FileRead, metres_per_unit: f64| {
        if let (Some(inspect), Some(reading)) = (options.inspect, &file.reading)
            && !progress.cancelled()
        {
            let found = inspect(&reading.elements, metres_per_unit, progress);
            found.into_iter().for_each(|message| file.report.push(message));
        }
    };
    let system = |file: &mut FileRead| {
        let crs = file.reading.as_ref()?.crs.clone();
        match crs.as_deref().map(CrsInfo::of) {
            Some(Ok(info)) => {
                inspect(file, info.metres_per_unit);
                let elements = file.reading.as_ref().map(|reading| reading.elements.as_slice());
                if let Some(detail) = outside_area(elements.unwrap_or_default(), &info) {
                    file.report.push(Message::new(&codes::OUTSIDE_AREA, "", detail));
                }
                Some(info)
            }
            Some(Err(error)) => {
                file.reject(Message::new(&codes::BAD_CRS, "", error.to_string()));
                None
            }
            None if missing == MissingCrs::Note => {
                inspect(file, 1.0);
                count_elements(file);
                file.report.push(Message::new(&codes::NO_CRS_NOTE, "", ""));
                file.reading = None;
                None
            }
            None => {
                file.reject(Message::new(&codes::NO_CRS, "", ""));
                None
            }
        }
    };
    files.iter_mut().map(system).collect()
}

/// Counts the elements of a file that is only checked.
fn count_elements(file: &mut FileRead) {
    if let Some(reading) = &file.reading {
        for element in &reading.elements {
            *file.report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
        }
    }
}

/// One community of all readings. `None` when the user stopped it.
///
/// # Errors
/// A [`Rejection`] when the scene has no usable coordinate system or no element is left.
pub(super) fn assemble(
    name: String,
    files: &mut [FileRead],
    systems: &[Option<CrsInfo>],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Option<Community>, Rejection> {
    let crs = scene_crs(files, systems, options)?;
    let mut sources = Vec::new();
    let mut placed: Vec<Vec<Element>> = Vec::with_capacity(files.len());
    let total = files.len() as u64;
    for (done, (file, system)) in files.iter_mut().zip(systems).enumerate() {
        progress.step("place", done as u64, total);
        let (Some(reading), Some(info)) = (file.reading.take(), system) else {
            placed.push(Vec::new());
            continue;
        };
        let mut elements = reading.elements;
        warn_about_feet(info, reading.has_heights, &mut file.report);
        match place(&mut elements, info, &crs, &options.limits, &mut file.report, progress) {
            Ok(Some(())) => {}
            Ok(None) => return Ok(None),
            Err(error) => {
                file.reject(Message::new(&codes::BAD_CRS, "", error.to_string()));
                placed.push(Vec::new());
                continue;
            }
        }
        for element in &mut elements {
            element.source.source = sources.len() as u32;
        }
        sources.push(Source {
            file: file.report.file.clone(),
            format: file.report.format.clone(),
            crs: Some(info.code.clone()),
            licence: reading.licence,
        });
        placed.push(elements);
    }
    let middle = median(placed.iter().flatten().filter_map(centre).collect());
    let middle = middle.ok_or_else(|| Rejection::from(Message::new(&codes::NOTHING, "", "")))?;
    let frame = frame_at(&crs, middle)?;
    let mut reports: Vec<FileReport> =
        files.iter_mut().map(|file| std::mem::take(&mut file.report)).collect();
    for (elements, report) in placed.iter_mut().zip(&mut reports) {
        if progress.cancelled() {
            return Ok(None);
        }
        make_local(elements, &frame, &options.limits, report);
    }
    warn_apart(&placed, &mut reports);
    let mut community = Community::new(name, frame);
    community.sources = sources;
    fill(&mut community, placed, &mut reports);
    for (file, report) in files.iter_mut().zip(reports) {
        file.report = report;
    }
    progress.step("place", total, total);
    Ok((!progress.cancelled()).then_some(community))
}

fn warn_about_feet(info: &CrsInfo, has_heights: bool, report: &mut FileReport) {
    if has_heights && !info.geographic && info.metres_per_unit != 1.0 {
        let detail = format!("{}, {} m", info.code, info.metres_per_unit);
        report.push(Message::new(&codes::HEIGHTS_IN_FEET, "", detail));
    }
}

/// Local metres on the 0.1 mm raster; what lies beyond the largest extent is taken out.
fn make_local(elements: &mut Vec<Element>, frame: &SceneFrame, limits: &Limits, report: &mut FileReport) {
    let reach = limits.extent_m / 2.0;
    elements.retain_mut(|element| {
        element.geometry.map_points(|p| *p = point_on_raster(frame.local_from_projected(*p)));
        match &mut element.geometry {
            Geometry::Grid(grid) => {
                for i in 0..2 {
                    grid.origin_m[i] = on_raster(grid.origin_m[i] - frame.anchor_m[i]);
                }
            }
            Geometry::Boundary(boundary) => *boundary = boundary.welded(),
            _ => {}
        }
        let aabb = element.geometry.aabb();
        if aabb.is_empty() {
            return true;
        }
        let far = aabb.min.iter().chain(&aabb.max).map(|v| v.abs()).fold(0.0, f64::max);
        let high = aabb.min[2].abs().max(aabb.max[2].abs());
        if far <= reach && high <= HIGHEST_M {
            return true;
        }
        let [x, y, z] = aabb.centre();
        let detail = format!("{:.1} km east, {:.1} km north, {z:.0} m up", x / 1000.0, y / 1000.0);
        report.push(Message::new(&codes::TOO_FAR, "", detail).object(element.source.id.as_str()));
        false
    });
}

/// Adds everything in the order of the layers, then of the files, with unique keys; counts it.
fn fill(community: &mut Community, placed: Vec<Vec<Element>>, reports: &mut [FileReport]) {
    let mut all: Vec<(usize, Element)> = Vec::with_capacity(placed.iter().map(Vec::len).sum());
    for (file, elements) in placed.into_iter().enumerate() {
        all.extend(elements.into_iter().map(|element| (file, element)));
    }
    all.sort_by_key(|(_, element)| Layer::ALL.iter().position(|layer| *layer == element.layer()));
    let renamed = make_keys_unique(&mut all, reports);
    for (file, mut element) in all {
        if let Kind::Building(building) | Kind::BuildingPart(building) = &mut element.kind
            && let Some(parent) = &building.parent
            && let Some(new) = renamed.get(&(file, parent.clone()))
        {
            building.parent = Some(new.clone());
        }
        if let Some(report) = reports.get_mut(file) {
            *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
        }
        community.add_renamed(element);
    }
}

/// Gives a new key to every element whose key is taken. Returns the new keys of those that lost
/// theirs to another file, so that parts still find their building.
fn make_keys_unique(all: &mut [(usize, Element)], reports: &mut [FileReport]) -> HashMap<(usize, Key), Key> {
    let mut holders: HashMap<Key, usize> = HashMap::with_capacity(all.len());
    let mut renamed = HashMap::new();
    // The last number given to a key, so that a key that is everywhere does not cost a search each time.
    let mut numbers: HashMap<Key, u32> = HashMap::new();
    for (file, element) in all {
        let holder = match holders.entry(element.key.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(*file);
                continue;
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let old = element.key.clone();
        let number = numbers.entry(old.clone()).or_insert(1);
        while holders.contains_key(&element.key) {
            *number += 1;
            element.key = Key::from(format!("{old}~{number}"));
        }
        holders.insert(element.key.clone(), *file);
        if let Some(report) = reports.get_mut(*file) {
            let message = Message::new(&codes::SAME_KEY, "", element.key.as_str());
            report.push(message.object(element.source.id.as_str()));
        }
        if holder != *file {
            renamed.entry((*file, old)).or_insert_with(|| element.key.clone());
        }
    }
    renamed
}
