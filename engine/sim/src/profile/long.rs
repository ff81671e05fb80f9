//! Long profile: ground, crown, axis and invert along joined lines, with what crosses them.

use linli_model::{Community, Element, Geometry, Key, Kind, Medium, Point3, UtilityLine, Vertical};
use linli_space::Ground;
use serde::Serialize;
use thiserror::Error;

use crate::clearance::{SweptSection, closest_on_segments, node_names, section_of};

/// Largest distance between points of the ground line, metres.
const GROUND_STEP_M: f64 = 2.0;
/// Ends of lines farther apart than this are not joined, metres.
const JOIN_M: f64 = 0.5;
/// Most points of a profile.
const MOST_POINTS: f64 = 200_000.0;

/// Why a profile cannot be drawn.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ProfileError {
    /// No line was named.
    #[error("name one utility line or more")]
    NoLines,
    /// There is no such element, or it is not a utility line.
    #[error("{0} is not a utility line of this scene, nor a utility tunnel where a section is asked for")]
    NotALine(Key),
    /// Two lines that follow each other are not joined.
    #[error("{0} and {1} are not joined; name the lines in their order")]
    NotJoined(Key, Key),
    /// The place is beyond the line's end.
    #[error("the line is {0} m long")]
    BeyondEnd(String),
}

/// One point of a profile, heights in local metres.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ProfilePoint {
    /// Way from the start, metres.
    pub chainage_m: f64,
    /// Ground above.
    pub ground_m: f64,
    /// Outer top.
    pub crown_m: f64,
    /// Axis.
    pub axis_m: f64,
    /// Outer bottom.
    pub bottom_m: f64,
    /// Place, local metres.
    pub at: [f64; 2],
}

/// A line that crosses the profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileCrossing {
    /// Key of the line.
    pub key: Key,
    /// What it carries.
    pub medium: Medium,
    /// Where it crosses, metres from the start.
    pub chainage_m: f64,
    /// Outer top, local metres.
    pub crown_m: f64,
    /// Outer bottom, local metres.
    pub bottom_m: f64,
    /// Half of the width, metres.
    pub half_width_m: f64,
    /// Distance from face to face in height, negative when they run into each other, metres.
    pub gap_m: f64,
}

/// A node on the profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProfileNode {
    /// Way from the start, metres.
    pub chainage_m: f64,
    /// Name, when the lines give it one.
    pub name: Option<String>,
    /// Whether it is a manhole, and so has a shaft.
    pub manhole: bool,
}

/// A long profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LongProfile {
    /// Lines in order.
    pub lines: Vec<Key>,
    /// What they carry: the first line's medium.
    pub medium: Medium,
    /// Length in plan, metres.
    pub length_m: f64,
    /// Points in order.
    pub points: Vec<ProfilePoint>,
    /// Ends of lines in order.
    pub nodes: Vec<ProfileNode>,
    /// Crossing lines in order.
    pub crossings: Vec<ProfileCrossing>,
}

/// Axis of a line in local metres, with its section.
pub(crate) fn axis<'a>(
    element: &'a Element,
    ground: &Ground,
) -> Option<(&'a UtilityLine, SweptSection, Vec<Point3>)> {
    let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
        return None;
    };
    let section = section_of(line);
    let lift = match line.depth_reference {
        linli_model::DepthReference::Axis => 0.0,
        linli_model::DepthReference::Crown => -section.half_height_m(),
        linli_model::DepthReference::Invert => section.half_height_m(),
    };
    let placed = points.iter().map(|p| {
        let base = if element.vertical == Vertical::AboveGround { ground.height_at(p[0], p[1]) } else { 0.0 };
        [p[0], p[1], base + p[2] + lift]
    });
    let points: Vec<Point3> = placed.filter(|p| p.iter().all(|v| v.is_finite())).collect();
    (points.len() >= 2).then_some((line, section, points))
}

/// Axis of a utility line in local metres; `None` for anything else.
pub fn line_axis(element: &Element, ground: &Ground) -> Option<Vec<Point3>> {
    axis(element, ground).map(|(_, _, points)| points)
}

fn plan_m(a: Point3, b: Point3) -> f64 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

/// The long profile along lines that are joined in the order given.
///
/// # Errors
/// [`ProfileError`] when a key is not a line or two lines are not joined.
pub fn long_profile(
    community: &Community,
    keys: &[Key],
    ground: &Ground,
) -> Result<LongProfile, ProfileError> {
    let find = |key: &Key| {
        let element = community.id_of(key).and_then(|id| community.element(id));
        element.and_then(|element| axis(element, ground)).ok_or_else(|| ProfileError::NotALine(key.clone()))
    };
    let mut pieces = Vec::with_capacity(keys.len());
    for key in keys {
        pieces.push(find(key)?);
    }
    orient(&mut pieces, keys)?;
    let Some(medium) = pieces.first().map(|(line, ..)| line.medium) else {
        return Err(ProfileError::NoLines);
    };
    let mut profile = LongProfile {
        lines: keys.to_vec(),
        medium,
        length_m: 0.0,
        points: Vec::new(),
        nodes: Vec::new(),
        crossings: Vec::new(),
    };
    for (line, section, points) in &pieces {
        let start = profile.length_m;
        let first = [&line.from_node, &line.to_node];
        add_points(&mut profile, *section, points, ground);
        let name = |end: usize| first.get(end).and_then(|name| name.as_ref().cloned());
        if profile.nodes.is_empty() {
            profile.nodes.push(ProfileNode { chainage_m: start, name: name(0), manhole: false });
        }
        profile.nodes.push(ProfileNode { chainage_m: profile.length_m, name: name(1), manhole: false });
    }
    mark_manholes(&mut profile, community);
    add_crossings(&mut profile, &pieces, community, ground);
    Ok(profile)
}

type Piece<'a> = (&'a UtilityLine, SweptSection, Vec<Point3>);

/// Turns lines so that each starts where the one before ends.
fn orient(pieces: &mut [Piece], keys: &[Key]) -> Result<(), ProfileError> {
    let ends = |piece: &Piece| Some((*piece.2.first()?, *piece.2.last()?));
    if let [first, second, ..] = pieces
        && let (Some((a, b)), Some((c, d))) = (ends(first), ends(second))
        && plan_m(a, c).min(plan_m(a, d)) < plan_m(b, c).min(plan_m(b, d))
    {
        first.2.reverse();
    }
    for i in 1..pieces.len() {
        let Some((_, end)) = pieces.get(i - 1).and_then(ends) else { continue };
        let Some(piece) = pieces.get_mut(i) else { continue };
        let Some((c, d)) = ends(piece) else { continue };
        if plan_m(end, d) < plan_m(end, c) {
            piece.2.reverse();
        }
        if plan_m(end, c).min(plan_m(end, d)) > JOIN_M
            && let (Some(before), Some(key)) = (keys.get(i - 1), keys.get(i))
        {
            return Err(ProfileError::NotJoined(before.clone(), key.clone()));
        }
    }
    Ok(())
}

fn add_points(profile: &mut LongProfile, section: SweptSection, points: &[Point3], ground: &Ground) {
    let half = section.half_height_m();
    for (number, pair) in points.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let length = plan_m(*a, *b);
        let count = (length / GROUND_STEP_M).ceil().clamp(1.0, MOST_POINTS) as usize;
        let first = usize::from(number > 0);
        for i in first..=count {
            let share = i as f64 / count as f64;
            let p: Point3 = std::array::from_fn(|k| a[k] + (b[k] - a[k]) * share);
            profile.points.push(ProfilePoint {
                chainage_m: profile.length_m + length * share,
                ground_m: ground.height_at(p[0], p[1]),
                crown_m: p[2] + half,
                axis_m: p[2],
                bottom_m: p[2] - half,
                at: [p[0], p[1]],
            });
        }
        profile.length_m += length;
    }
}

fn mark_manholes(profile: &mut LongProfile, community: &Community) {
    for element in community.elements() {
        if let Kind::UtilityNode(node) = &element.kind
            && node.node == linli_model::UtilityNodeKind::Manhole
            && node.medium == profile.medium
        {
            let names = node_names(element);
            for held in &mut profile.nodes {
                held.manhole |= held.name.as_deref().is_some_and(|name| names.contains(&name));
            }
        }
    }
}

fn add_crossings(profile: &mut LongProfile, pieces: &[Piece], community: &Community, ground: &Ground) {
    for element in community.elements() {
        if profile.lines.contains(&element.key) {
            continue;
        }
        let Some((line, section, points)) = axis(element, ground) else { continue };
        let mut start = 0.0;
        for (_, own, path) in pieces {
            for a in path.windows(2) {
                let [a0, a1] = a else { continue };
                for b in points.windows(2) {
                    let [b0, b1] = b else { continue };
                    let closest = closest_on_segments(
                        [[a0[0], a0[1]], [a1[0], a1[1]]],
                        [[b0[0], b0[1]], [b1[0], b1[1]]],
                    );
                    if !closest.crossing {
                        continue;
                    }
                    let z = b0[2] + (b1[2] - b0[2]) * closest.on_b;
                    let own_z = a0[2] + (a1[2] - a0[2]) * closest.on_a;
                    let half = section.half_height_m();
                    profile.crossings.push(ProfileCrossing {
                        key: element.key.clone(),
                        medium: line.medium,
                        chainage_m: start + plan_m(*a0, *a1) * closest.on_a,
                        crown_m: z + half,
                        bottom_m: z - half,
                        half_width_m: section.half_width_m(),
                        gap_m: (z - own_z).abs() - half - own.half_height_m(),
                    });
                }
                start += plan_m(*a0, *a1);
            }
        }
    }
    profile.crossings.sort_by(|a, b| a.chainage_m.total_cmp(&b.chainage_m).then_with(|| a.key.cmp(&b.key)));
}
