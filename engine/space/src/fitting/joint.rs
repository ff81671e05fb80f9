//! Where ends of lines meet, and what joins them.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{Community, Geometry, Kind, Medium, Point3, UtilityNodeKind};

use super::arc;
use super::course::{Course, MOST_PART};
use super::solid::{collar, collar_length_m, collar_radius_m, loft};
use super::{Fitting, FittingKind, bend_diameters};
use crate::index::vector::{add, along, distance, dot, scale, sub, unit};

/// Ends in one square of this side in plan are one place, metres.
const PLACE_M: f64 = 0.001;
/// Radii that differ by less than this part are one size.
const SAME_SIZE: f64 = 0.01;
/// Length of a reducer in differences of diameter, and its least, metres.
const REDUCER: [f64; 2] = [2.0, 0.1];
/// Cosine of the largest bend across which a reducer is straight: 3°.
const STRAIGHT: f64 = 0.998_63;

/// A place in plan, and what is carried there.
type Place = (Medium, i64, i64);

fn place_of(medium: Medium, p: Point3) -> Place {
    let cell = |v: f64| (v / PLACE_M).round() as i64;
    (medium, cell(p[0]), cell(p[1]))
}

/// Places of manholes, tanks and pumps, at whose walls lines end.
pub(super) fn walls(community: &Community) -> BTreeSet<Place> {
    let mut walls = BTreeSet::new();
    for element in community.elements() {
        let (Kind::UtilityNode(node), Geometry::Point(at)) = (&element.kind, &element.geometry) else {
            continue;
        };
        let has_wall = matches!(
            node.node,
            UtilityNodeKind::Manhole
                | UtilityNodeKind::Tank
                | UtilityNodeKind::Reservoir
                | UtilityNodeKind::Pump
        );
        if has_wall && at.iter().all(|v| v.is_finite()) {
            walls.insert(place_of(node.medium, *at));
        }
    }
    walls
}

/// Ends that meet: course and end, in the order of the courses.
pub(super) type Meeting = Vec<(usize, usize)>;

/// All places where two or more ends meet, in the order of their first ends.
pub(super) fn meetings(courses: &[Course], walls: &BTreeSet<Place>) -> Vec<Meeting> {
    let mut by_place: BTreeMap<Place, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, course) in courses.iter().enumerate() {
        for end in [0, 1] {
            let Some(p) = course.end(end) else { continue };
            let place = place_of(course.medium, p);
            if !walls.contains(&place) {
                by_place.entry(place).or_default().push((at, end));
            }
        }
    }
    let mut meetings: Vec<Meeting> = by_place.into_values().flat_map(|ends| stacked(ends, courses)).collect();
    meetings.sort_unstable();
    meetings
}

/// Ends over each other that do not touch are places of their own.
fn stacked(mut ends: Vec<(usize, usize)>, courses: &[Course]) -> Vec<Meeting> {
    let height =
        |(at, end): &(usize, usize)| courses.get(*at).and_then(|c| c.end(*end)).map_or(0.0, |p| p[2]);
    let radius = |(at, _): &(usize, usize)| courses.get(*at).map_or(0.0, |c| c.radius_m);
    ends.sort_by(|a, b| height(a).total_cmp(&height(b)));
    let mut groups: Vec<Meeting> = Vec::new();
    for end in ends {
        let touches = groups
            .last()
            .and_then(|group| group.last())
            .is_some_and(|last| height(&end) - height(last) < radius(&end) + radius(last));
        match groups.last_mut() {
            Some(group) if touches => group.push(end),
            _ => groups.push(vec![end]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups
}

/// An end of a line at a joint.
#[derive(Clone, Copy, Debug)]
struct Arm {
    course: usize,
    end: usize,
    at: Point3,
    inwards: Point3,
    length: f64,
    radius: f64,
}

/// Makes the fitting of a meeting; `None` where an end has no direction.
pub(super) fn make(meeting: &Meeting, courses: &mut [Course]) -> Option<Fitting> {
    let arms: Option<Vec<Arm>> = meeting
        .iter()
        .map(|(at, end)| {
            let course = courses.get(*at)?;
            let (inwards, length) = course.inwards(*end)?;
            let radius = course.radius_m;
            Some(Arm { course: *at, end: *end, at: course.end(*end)?, inwards, length, radius })
        })
        .collect();
    let arms = arms?;
    let (kind, bend_radius_m) = match arms.as_slice() {
        // A ring of one line meets itself like two lines.
        [a, b] => two(a, b, courses),
        arms => {
            tee(arms, courses);
            (FittingKind::Tee, None)
        }
    };
    let first = arms.first()?;
    let mut lines: Vec<_> = arms.iter().filter_map(|arm| courses.get(arm.course).map(|c| c.id)).collect();
    lines.dedup();
    let medium = courses.get(first.course)?.medium;
    let radii_m = arms.iter().map(|arm| arm.radius).collect();
    Some(Fitting { kind, place: first.at, medium, lines, radii_m, bend_radius_m })
}

/// Joins two ends.
fn two(a: &Arm, b: &Arm, courses: &mut [Course]) -> (FittingKind, Option<f64>) {
    let same = (a.radius - b.radius).abs() <= SAME_SIZE * a.radius.max(b.radius);
    let straight = -dot(a.inwards, b.inwards) >= STRAIGHT;
    if straight {
        if same && distance(a.at, b.at) <= PLACE_M {
            if let Some(course) = courses.get_mut(a.course) {
                collar(&mut course.solids, a.at, a.inwards, a.radius, b.radius);
            }
            return (FittingKind::Coupling, None);
        }
        reducer(a, b, courses);
        return (FittingKind::Reducer, None);
    }
    // The larger line goes round the bend; what is smaller is reduced behind it.
    let (large, small) = if a.radius >= b.radius { (a, b) } else { (b, a) };
    let medium = courses.get(large.course).map(|c| c.medium).unwrap_or_default();
    let wanted = bend_diameters(medium) * 2.0 * large.radius;
    let (before, after) =
        (along(large.at, large.inwards, large.length), along(large.at, small.inwards, small.length));
    let part = if same { MOST_PART } else { MOST_PART / 2.0 };
    let room = [large.length, small.length * part];
    let level = distance(a.at, b.at) <= PLACE_M;
    match arc::bend(before, large.at, after, wanted, large.radius, room).filter(|_| level) {
        Some(bend) => {
            let radius_m = bend.radius_m;
            let (Some(start), Some(last)) = (bend.points.first().copied(), bend.points.last().copied())
            else {
                return (FittingKind::Elbow, None);
            };
            if let Some(course) = courses.get_mut(large.course) {
                course.move_end(large.end, start);
                course.extend(large.end, bend.points.get(1..).unwrap_or_default());
                course.collars(&bend);
            }
            if let Some(course) = courses.get_mut(small.course) {
                course.move_end(small.end, last);
            }
            if same {
                return (FittingKind::Elbow, Some(radius_m));
            }
            let length = reducer_length_m(large, small).min(small.length * part);
            let end = along(last, small.inwards, length);
            if let Some(course) = courses.get_mut(small.course) {
                let circles = [(last, small.inwards, large.radius), (end, small.inwards, small.radius)];
                loft(&mut course.solids, circles);
                course.move_end(small.end, end);
            }
            (FittingKind::Reducer, Some(radius_m))
        }
        None => {
            // Too tight to be rounded: the ends reach into one another inside collars.
            tee(&[*a, *b], courses);
            (if same { FittingKind::Elbow } else { FittingKind::Reducer }, None)
        }
    }
}

fn reducer_length_m(a: &Arm, b: &Arm) -> f64 {
    (2.0 * (a.radius - b.radius).abs() * REDUCER[0]).max(REDUCER[1])
}

/// A frustum between two ends in one direction, whose axes may lie beside each other (crowns in line).
fn reducer(a: &Arm, b: &Arm, courses: &mut [Course]) {
    let half = reducer_length_m(a, b) / 2.0;
    let ends = [a, b].map(|arm| along(arm.at, arm.inwards, half.min(arm.length * MOST_PART)));
    let circles = [(ends[0], scale(a.inwards, -1.0), a.radius), (ends[1], b.inwards, b.radius)];
    if let Some(course) = courses.get_mut(a.course) {
        loft(&mut course.solids, circles);
        course.move_end(a.end, ends[0]);
    }
    if let Some(course) = courses.get_mut(b.course) {
        course.move_end(b.end, ends[1]);
    }
}

/// Collars from the joint's middle along every line; each belongs to its line.
fn tee(arms: &[Arm], courses: &mut [Course]) {
    let sum = arms.iter().fold([0.0; 3], |sum, arm| add(sum, arm.at));
    let middle = scale(sum, 1.0 / arms.len() as f64);
    for (i, arm) in arms.iter().enumerate() {
        let others = arms.iter().enumerate().filter(|(k, _)| *k != i);
        let widest = others.map(|(_, other)| other.radius).fold(0.0, f64::max);
        let length = (collar_radius_m(widest) + collar_length_m(arm.radius)).min(arm.length.max(arm.radius));
        let radius = collar_radius_m(arm.radius);
        let (outer, Some(way)) =
            (along(arm.at, arm.inwards, length), unit(sub(along(arm.at, arm.inwards, length), middle)))
        else {
            continue;
        };
        // It begins behind the middle, so that no wedge between the lines stays open.
        let inner = along(middle, way, -radius);
        if let Some(course) = courses.get_mut(arm.course) {
            loft(&mut course.solids, [(inner, way, radius), (outer, way, radius)]);
        }
    }
}
