//! Leaves out objects that lie impossibly far from the others.

use linli_model::{Aabb, Point3};

use super::codes::{self, object as code};
use super::document::Document;
use crate::report::Message;

/// Leaves out every object with a point farther than `extent_m` from the middle object (the median
/// of all objects, axis by axis, so that a few strays do not move it). Gives the message of the
/// rejection when none is left.
pub fn leave_out_far(documents: &mut [Document], extent_m: f64) -> Option<Message> {
    let boxes: Vec<Aabb> = documents
        .iter()
        .flat_map(|d| &d.objects)
        .map(|o| o.element.as_ref().map_or(Aabb::EMPTY, |e| e.geometry.aabb()))
        .collect();
    let middle = median(&boxes)?;
    let away = |aabb: &Aabb| {
        let reach = |i: usize| (aabb.max[i] - middle[i]).abs().max((aabb.min[i] - middle[i]).abs());
        if aabb.is_empty() { 0.0 } else { (0..3).map(reach).fold(0.0, f64::max) }
    };
    let mut placed = 0_usize;
    let mut far: Option<f64> = None;
    let objects = documents.iter_mut().flat_map(|d| &mut d.objects);
    for (object, aabb) in objects.zip(&boxes) {
        let distance = away(aabb);
        if distance <= extent_m {
            placed += usize::from(!aabb.is_empty());
            continue;
        }
        far = Some(far.unwrap_or(0.0).max(distance));
        object.element = None;
        let message = Message::new(&code::FAR_AWAY, "", format!("{distance:.3e}"));
        object.found.push(message.object(object.id.as_str()).at(aabb.centre()));
    }
    let far = far.filter(|_| placed == 0)?;
    Some(Message::new(&codes::EXTENT, "", format!("{far:.3e} of {extent_m}")))
}

fn median(boxes: &[Aabb]) -> Option<Point3> {
    let mut centres: Vec<Point3> = boxes.iter().filter(|b| !b.is_empty()).map(Aabb::centre).collect();
    if centres.is_empty() {
        return None;
    }
    let half = (centres.len() - 1) / 2;
    let mut axis = |i: usize| centres.select_nth_unstable_by(half, |a, b| a[i].total_cmp(&b[i])).1[i];
    Some([axis(0), axis(1), axis(2)])
}
