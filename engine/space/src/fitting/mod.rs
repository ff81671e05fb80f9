//! Fittings of utility lines: elbows with a bend radius, tees, reducers and couplings, made from the way
//! the lines of a network meet.
//!
//! [`fit_lines`] takes the shapes of all elements and gives the round lines among them rounded bends, and
//! closed solids where they are joined: no line ends in the air beside another. Lines that end at a
//! manhole, a tank or a pump end at its wall and get nothing. [`utility_fittings`] lists what was made.

mod arc;
mod course;
mod joint;
mod solid;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use linli_model::{Community, ElementId, Kind, Medium, Point3};

use crate::Shape;
use course::Course;

/// What joins lines at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FittingKind {
    /// A bend of one size.
    Elbow,
    /// Two lines of one size in one direction.
    Coupling,
    /// Two sizes.
    Reducer,
    /// Three or more lines.
    Tee,
}

/// A fitting.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting {
    /// What it is.
    pub kind: FittingKind,
    /// Where the axes meet, local metres.
    pub place: Point3,
    /// What the lines carry.
    pub medium: Medium,
    /// The lines, in the order of the community.
    pub lines: Vec<ElementId>,
    /// Their outer radii, metres.
    pub radii_m: Vec<f64>,
    /// Radius of the axis of an elbow, metres.
    pub bend_radius_m: Option<f64>,
}

/// Radius of a bend's axis in outer diameters: 1.5 for pipes (long radius elbows, ASME B16.9), 10 for
/// cables (least radius of laying, GB 50168; from memory).
pub(crate) fn bend_diameters(medium: Medium) -> f64 {
    match medium {
        Medium::Power | Medium::Telecom => 10.0,
        _ => 1.5,
    }
}

/// Gives the round utility lines of a community their fittings. `shapes` holds the shape of every element,
/// in order, as [`crate::shape_of`] makes it; those of lines with fittings are replaced.
pub fn fit_lines(community: &Community, shapes: &mut [Arc<Shape>]) {
    let (courses, _) = fitted(community, shapes);
    for course in courses.into_iter().filter(Course::has_fittings) {
        if let Some(shape) = shapes.get_mut(course.id.index()) {
            *shape = Arc::new(course.into_shape());
        }
    }
}

/// The fittings of a community: elbows within lines in their order, then joints in the order of their first lines.
pub fn utility_fittings(community: &Community, shapes: &[Arc<Shape>]) -> Vec<Fitting> {
    fitted(community, shapes).1
}

fn fitted(community: &Community, shapes: &[Arc<Shape>]) -> (Vec<Course>, Vec<Fitting>) {
    let mut courses: Vec<Course> = Vec::new();
    for (id, element) in community.iter() {
        if let (Kind::UtilityLine(line), Some(shape)) = (&element.kind, shapes.get(id.index())) {
            courses.extend(Course::of(id, line.medium, shape));
        }
    }
    let walls = joint::walls(community);
    let mut fittings: Vec<Fitting> = courses.iter_mut().flat_map(Course::round_bends).collect();
    for meeting in joint::meetings(&courses, &walls) {
        fittings.extend(joint::make(&meeting, &mut courses));
    }
    (courses, fittings)
}
