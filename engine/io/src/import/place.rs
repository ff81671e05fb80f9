//! Brings the elements of one file into the scene's coordinate system.

use linli_model::{Element, Geometry, Progress};
use rayon::prelude::*;

use super::codes;
use super::regrid::regrid;
use crate::report::Message;
use crate::{CrsError, CrsInfo, FileReport, Limits, Transform};

/// Elements between two looks at the wish to stop.
const ELEMENTS_AT_ONCE: usize = 512;

/// Transforms every element in place (scene coordinates, not yet less the anchor); what has no
/// place there is taken out and named in the report. `None` when the user stopped it.
///
/// # Errors
/// When no way leads from one system to the other.
pub(super) fn place(
    elements: &mut Vec<Element>,
    from: &CrsInfo,
    to: &CrsInfo,
    limits: &Limits,
    report: &mut FileReport,
    progress: &dyn Progress,
) -> Result<Option<()>, CrsError> {
    let share = elements.len().div_ceil(rayon::current_num_threads()).max(ELEMENTS_AT_ONCE);
    // A transformation stays on its thread, hence one for each share.
    let place_share = |share: &mut [Element]| -> Result<Vec<Option<String>>, CrsError> {
        let transform = Transform::new(&from.code, &to.code)?;
        let mut outcomes = Vec::with_capacity(share.len());
        for part in share.chunks_mut(ELEMENTS_AT_ONCE) {
            if progress.cancelled() {
                break;
            }
            outcomes.extend(part.iter_mut().map(|element| place_element(element, &transform)));
        }
        Ok(outcomes)
    };
    let outcomes: Vec<Vec<Option<String>>> =
        elements.par_chunks_mut(share).map(place_share).collect::<Result<_, _>>()?;
    if progress.cancelled() {
        return Ok(None);
    }
    for element in elements.iter_mut() {
        if let Geometry::Grid(grid) = &element.geometry
            && from.code != to.code
        {
            let (moved, coarser) = regrid(grid, from, to, limits)?;
            if let Some(detail) = coarser {
                report.push(Message::new(&codes::COARSER, "", detail).object(element.source.id.as_str()));
            }
            element.geometry = moved.map_or(Geometry::None, Geometry::Grid);
        }
    }
    let mut outcomes = outcomes.into_iter().flatten();
    elements.retain(|element| {
        let Some(detail) = outcomes.next().flatten() else { return true };
        report.push(Message::new(&codes::NO_PLACE, "", detail).object(element.source.id.as_str()));
        false
    });
    Ok(Some(()))
}

/// Transforms the points of an element; says why when it cannot be used.
fn place_element(element: &mut Element, transform: &Transform) -> Option<String> {
    if let Geometry::Boundary(boundary) = &element.geometry
        && let Err(error) = boundary.check()
    {
        return Some(error.to_string());
    }
    let mut failure = None;
    element.geometry.map_points(|p| {
        if failure.is_some() {
            return;
        }
        if !p[2].is_finite() {
            failure = Some("a height is not a finite number".to_owned());
            return;
        }
        match transform.point([p[0], p[1]]) {
            Ok([x, y]) => *p = [x, y, p[2]],
            Err(error) => failure = Some(error.to_string()),
        }
    });
    failure
}
