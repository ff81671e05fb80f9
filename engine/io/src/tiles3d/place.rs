//! Where a tileset stands: geocentric coordinates say so themselves, others need a file beside it or the user's word.

use linli_model::{Element, Point3, Vertical};

use super::codes;
use super::element::finish;
use crate::crs::geodetic_of;
use crate::gltf::Placement;
use crate::report::Message;
use crate::{
    CrsError, FileReport, Input, ReadContext, Reading, Rejection, Transform, projected_crs_for, text,
};

/// Heights above the ellipsoid that a geocentric place may have, metres.
const HEIGHTS_M: std::ops::RangeInclusive<f64> = -12_000.0..=30_000.0;
/// Points of which the middle one decides.
const SAMPLES: usize = 1001;
/// Values beyond this are no places, metres.
const FARTHEST_M: f64 = 1e9;

/// Elements in the coordinates of the tileset, where they stand.
///
/// # Errors
/// When the file beside it cannot be used, or nothing has a place.
pub fn place(
    mut elements: Vec<Element>,
    input: &Input,
    context: &ReadContext,
    mut report: FileReport,
) -> Result<Reading, Rejection> {
    let refused = |error: CrsError| {
        let mut message = Message::new(&codes::NOTHING, "", format!(": {error}"));
        message.file.clone_from(&input.name);
        Rejection::from(message)
    };
    elements.retain(|element| {
        let mut fits = true;
        element.geometry.for_each_point(|p| fits &= p.iter().all(|v| v.abs() <= FARTHEST_M));
        if !fits {
            let message = Message::new(&codes::NO_PLACE, "", "not finite, or too far away");
            report.push(message.object(element.source.id.as_str()));
        }
        fits
    });
    let middle = middle(&elements);
    let mut vertical = Vertical::Absolute;
    let crs = if middle.is_some_and(is_geocentric) {
        report.push(Message::new(&codes::ELLIPSOID, "", ""));
        Some(geocentric(&mut elements, middle.unwrap_or_default(), &mut report).map_err(refused)?)
    } else if let Some(placement) = Placement::beside(input, context.limits)? {
        for element in &mut elements {
            // The placement is that of a model whose y axis is up.
            element.geometry.map_points(|p| *p = placement.place([p[0], p[2], -p[1]]));
        }
        if placement.on_ground {
            vertical = Vertical::AboveGround;
        }
        Some(placement.crs)
    } else if let Some(crs) = context.crs {
        Some(crs.to_owned())
    } else {
        let wanted = format!("{}.placement.json", text::stem(&input.name));
        report.push(Message::new(&codes::NOT_PLACED, "", wanted));
        None
    };
    for element in &mut elements {
        element.vertical = vertical;
        finish(element);
        *report.elements.entry(element.layer().name().to_owned()).or_default() += 1;
    }
    Ok(Reading { crs, has_heights: vertical == Vertical::Absolute, elements, licence: None, report })
}

/// Whether a place in metres from the centre of the Earth is near its surface.
fn is_geocentric(place: Point3) -> bool {
    let far = place.iter().map(|v| v * v).sum::<f64>().sqrt() > 6_000_000.0;
    far && HEIGHTS_M.contains(&geodetic_of(place).height_m)
}

/// The middle of the elements along each axis: a few that are elsewhere do not matter.
fn middle(elements: &[Element]) -> Option<Point3> {
    let step = elements.len().div_ceil(SAMPLES).max(1);
    let first = |element: &Element| {
        let mut first = None;
        element.geometry.for_each_point(|p| first = first.or(Some(p)));
        first
    };
    let points: Vec<Point3> = elements.iter().step_by(step).filter_map(first).collect();
    let axis = |i: usize| {
        let mut values: Vec<f64> = points.iter().map(|p| p[i]).collect();
        let at = values.len() / 2;
        (!values.is_empty()).then(|| *values.select_nth_unstable_by(at, f64::total_cmp).1)
    };
    Some([axis(0)?, axis(1)?, axis(2)?])
}

/// Brings geocentric places into the projected system that fits the middle, heights above the ellipsoid; gives its
/// name.
fn geocentric(
    elements: &mut Vec<Element>,
    middle: Point3,
    report: &mut FileReport,
) -> Result<String, CrsError> {
    let at = geodetic_of(middle);
    let crs = projected_crs_for(at.longitude_deg, at.latitude_deg);
    let transform = Transform::new("EPSG:4326", &crs)?;
    elements.retain_mut(|element| {
        let mut failure = None;
        element.geometry.map_points(|p| {
            let place = geodetic_of(*p);
            match transform.point([place.longitude_deg, place.latitude_deg]) {
                Ok([x, y]) => *p = [x, y, place.height_m],
                Err(error) => failure = Some(error),
            }
        });
        if let Some(error) = &failure {
            report.push(
                Message::new(&codes::NO_PLACE, "", error.to_string()).object(element.source.id.as_str()),
            );
        }
        failure.is_none()
    });
    Ok(crs)
}
