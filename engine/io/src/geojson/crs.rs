//! The coordinate system of a file.

use linli_model::{Aabb, Element};
use serde_json::Value;

use super::codes;
use crate::report::{Message, Rejection};
use crate::{CrsInfo, FileReport, ReadContext};

/// RFC 7946 section 4.
const DEGREES: &str = "EPSG:4326";
/// Farthest longitude and latitude.
const FARTHEST: [f64; 2] = [180.0, 90.0];

/// The system of the `crs` member; the user's when that one is not known.
pub fn stated(
    member: Option<&Value>,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<Option<String>, Rejection> {
    let Some(member) = member else { return Ok(None) };
    let properties = &member["properties"];
    let name = match (properties["name"].as_str(), &properties["code"]) {
        (Some(name), _) => name.to_owned(),
        (None, Value::Null) => member.to_string().chars().take(120).collect(),
        (None, code) => format!("EPSG:{}", code.to_string().trim_matches('"')),
    };
    match (CrsInfo::of(&name), context.crs) {
        (Ok(info), _) => {
            report.push(Message::new(&codes::CRS_MEMBER, "/crs", info.code.as_str()));
            report.crs = Some(format!("{} (crs member)", info.code));
            Ok(Some(info.code))
        }
        (Err(_), Some(given)) => {
            report.crs = Some(format!("{given} (given by the user; the file's own is not known: {name})"));
            Ok(Some(given.to_owned()))
        }
        (Err(_), None) => Err(Message::new(&codes::CRS_UNKNOWN, "/crs", name).into()),
    }
}

/// Decides between degrees and the user's system by where the features lie, and leaves out those
/// that lie outside a geographic system.
pub fn decided(
    stated: Option<String>,
    elements: &mut Vec<Element>,
    context: &ReadContext,
    report: &mut FileReport,
) -> Result<String, Rejection> {
    if let Some(stated) = stated {
        if CrsInfo::of(&stated).is_ok_and(|info| info.geographic) {
            leave_out_outsiders(elements, report);
        }
        return Ok(stated);
    }
    let mut outside = 0;
    let mut placed = 0;
    let mut swapped = 0;
    for element in elements.iter() {
        let aabb = element.geometry.aabb();
        if aabb.is_empty() {
            continue;
        }
        placed += 1;
        outside += usize::from(!is_within(&aabb, FARTHEST));
        swapped += usize::from(is_within(&aabb, [FARTHEST[1], FARTHEST[0]]));
    }
    if outside * 2 <= placed {
        leave_out_outsiders(elements, report);
        report.crs = Some(format!("{DEGREES} (RFC 7946)"));
        return Ok(DEGREES.to_owned());
    }
    let example =
        elements.iter().map(|e| e.geometry.aabb()).find(|b| !b.is_empty() && !is_within(b, FARTHEST));
    let example = example.map(|b| format!("x = {}, y = {}", b.min[0], b.min[1])).unwrap_or_default();
    if swapped == placed {
        return Err(Message::new(&codes::SWAPPED, "", example).into());
    }
    let Some(given) = context.crs else { return Err(Message::new(&codes::CRS_NEEDED, "", example).into()) };
    report.crs = Some(format!("{given} (given by the user)"));
    Ok(given.to_owned())
}

fn is_within(aabb: &Aabb, farthest: [f64; 2]) -> bool {
    (0..2).all(|k| aabb.min[k] >= -farthest[k] && aabb.max[k] <= farthest[k])
}

/// Takes out what lies outside ±180 and ±90 degrees, and says so.
pub fn leave_out_outsiders(elements: &mut Vec<Element>, report: &mut FileReport) {
    elements.retain(|element| {
        let aabb = element.geometry.aabb();
        let inside = aabb.is_empty() || is_within(&aabb, FARTHEST);
        if !inside {
            let detail = format!("x = {}, y = {}", aabb.min[0], aabb.min[1]);
            report.push(Message::new(&codes::OUTSIDE, "", detail).object(&*element.source.id).at(aabb.min));
        }
        inside
    });
}
