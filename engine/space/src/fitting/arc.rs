//! Bends: arcs that touch both pieces of a corner.

use linli_model::Point3;

use super::course::LEAST_BEND_DEG;
use crate::index::vector::{add, along, cross, dot, scale, sub, unit};

/// Sharpest bend that is rounded, degrees: beyond it a line turns back.
const SHARPEST_DEG: f64 = 150.0;
/// Largest angle between two pieces of an arc, degrees.
const STEP_DEG: f64 = 22.5;
/// Smallest radius of an axis in outer radii; a smaller one would fold the pipe's inside.
const LEAST_RADII: f64 = 1.05;

/// A rounded corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bend {
    /// Points of the arc, from the piece before to the piece after.
    pub points: Vec<Point3>,
    /// Directions along the line at its first and last point.
    pub directions: [Point3; 2],
    /// Radius of the axis, metres.
    pub radius_m: f64,
}

/// The arc that rounds the corner `at` of a line: of the wanted radius, or of a smaller one where the
/// pieces (of which `room` may be taken, metres) are short. `None` where it is no bend, or too tight.
pub(super) fn bend(
    before: Point3,
    at: Point3,
    after: Point3,
    wanted_m: f64,
    pipe_radius_m: f64,
    room: [f64; 2],
) -> Option<Bend> {
    let incoming = unit(sub(at, before))?;
    let outgoing = unit(sub(after, at))?;
    let turn = dot(incoming, outgoing).clamp(-1.0, 1.0).acos();
    if !(LEAST_BEND_DEG..=SHARPEST_DEG).contains(&turn.to_degrees()) {
        return None;
    }
    let half = (turn / 2.0).tan();
    let tangent = (wanted_m * half).min(room[0] * super::course::MOST_PART).min(room[1]);
    let radius = tangent / half;
    if radius < pipe_radius_m * LEAST_RADII {
        return None;
    }
    let start = along(at, incoming, -tangent);
    // From the arc's start towards its middle.
    let axis = unit(cross(incoming, outgoing))?;
    let to_centre = cross(axis, incoming);
    let centre = along(start, to_centre, radius);
    let steps = (turn.to_degrees() / STEP_DEG).ceil().max(1.0) as u32;
    let mut points: Vec<Point3> = (0..steps)
        .map(|i| {
            let angle = turn * f64::from(i) / f64::from(steps);
            let spoke = add(scale(to_centre, -angle.cos()), scale(incoming, angle.sin()));
            along(centre, spoke, radius)
        })
        .collect();
    // The last point lies on the piece after, to the last bit.
    points.push(along(at, outgoing, tangent));
    Some(Bend { points, directions: [incoming, outgoing], radius_m: radius })
}
