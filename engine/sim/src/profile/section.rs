//! Cross-section: what a plane across a line cuts.

use linli_model::{
    Community, CompartmentKind, Corridor, Element, Geometry, Key, Kind, Medium, Point3, Vertical,
};
use linli_space::{Ground, corridor_section};
use serde::Serialize;

use super::long::{ProfileError, axis};
use crate::clearance::{SweptSection, closest_on_segments};

/// Points of the ground line across a section.
const GROUND_POINTS: u32 = 81;

/// One thing that the plane cuts, heights in local metres.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionCut {
    /// Key of the line or utility tunnel.
    pub key: Key,
    /// What it carries; `None` for a tunnel.
    pub medium: Option<Medium>,
    /// Offset from the line, metres, positive to the right in the order of points.
    pub offset_m: f64,
    /// Height of its axis.
    pub axis_m: f64,
    /// Half of its width as the plane cuts it, metres.
    pub half_width_m: f64,
    /// Half of its height, metres.
    pub half_height_m: f64,
    /// Whether its section is round.
    pub round: bool,
    /// Cover above it, metres.
    pub cover_m: f64,
    /// Outer width and height of its own section, millimetres.
    pub size_mm: [f64; 2],
    /// Whether it is a line inside a utility tunnel.
    pub in_tunnel: bool,
    /// Compartments of a tunnel.
    pub rooms: Vec<SectionRoom>,
}

/// A compartment of a tunnel that the plane cuts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionRoom {
    /// What it is for.
    pub kind: CompartmentKind,
    /// Its left and right wall, offsets in metres.
    pub offset_m: [f64; 2],
    /// Its floor and ceiling, local metres.
    pub height_m: [f64; 2],
}

/// A cross-section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrossSection {
    /// The line or utility tunnel that it stands across.
    pub line: Key,
    /// Where on it, metres from its start.
    pub chainage_m: f64,
    /// Half of its width, metres.
    pub half_width_m: f64,
    /// Ground: offset and height, metres.
    pub ground: Vec<[f64; 2]>,
    /// The same places in the scene, local metres.
    pub ground_places: Vec<Point3>,
    /// What it cuts, from left to right.
    pub cuts: Vec<SectionCut>,
}

/// Something long below the ground as a plane cuts it.
struct Buried<'a> {
    medium: Option<Medium>,
    in_tunnel: bool,
    corridor: Option<&'a Corridor>,
    section: SweptSection,
    path: Vec<Point3>,
}

fn buried<'a>(element: &'a Element, ground: &Ground) -> Option<Buried<'a>> {
    match (&element.kind, &element.geometry) {
        (Kind::UtilityLine(_), _) => {
            let (line, section, path) = axis(element, ground)?;
            let in_tunnel = line.corridor.is_some();
            Some(Buried { medium: Some(line.medium), in_tunnel, corridor: None, section, path })
        }
        (Kind::Corridor(corridor), Geometry::Line(points)) => {
            let [width, height] = [corridor.outer_width_m() / 2.0, corridor.outer_height_m() / 2.0];
            let above = element.vertical == Vertical::AboveGround;
            let lift = |p: &Point3| if above { ground.height_at(p[0], p[1]) + p[2] } else { p[2] };
            let path: Vec<Point3> = points.iter().map(|p| [p[0], p[1], lift(p)]).collect();
            let finite = path.iter().flatten().all(|v| v.is_finite());
            let section = SweptSection::Upright(width, height);
            let held = Buried { medium: None, in_tunnel: false, corridor: Some(corridor), section, path };
            finite.then_some(held)
        }
        _ => None,
    }
}

/// Length in plan of a line or utility tunnel, metres: how far a section can be taken along it.
///
/// # Errors
/// [`ProfileError`] when the key is neither.
pub fn section_length_m(community: &Community, key: &Key, ground: &Ground) -> Result<f64, ProfileError> {
    let path = find(community, key, ground)?.path;
    Ok(path.windows(2).map(|p| (p[1][0] - p[0][0]).hypot(p[1][1] - p[0][1])).sum())
}

fn find<'a>(community: &'a Community, key: &Key, ground: &Ground) -> Result<Buried<'a>, ProfileError> {
    let element = community.id_of(key).and_then(|id| community.element(id));
    element.and_then(|element| buried(element, ground)).ok_or_else(|| ProfileError::NotALine(key.clone()))
}

/// The section across a line or utility tunnel at a chainage.
///
/// # Errors
/// [`ProfileError`] when the key is neither or the chainage is beyond its end.
pub fn cross_section(
    community: &Community,
    key: &Key,
    chainage_m: f64,
    half_width_m: f64,
    ground: &Ground,
) -> Result<CrossSection, ProfileError> {
    let (middle, along) = place(&find(community, key, ground)?.path, chainage_m)?;
    let right = [along[1], -along[0]];
    let at = |offset: f64| [middle[0] + right[0] * offset, middle[1] + right[1] * offset];
    let step = 2.0 * half_width_m / f64::from(GROUND_POINTS - 1);
    let offsets = || (0..GROUND_POINTS).map(|i| f64::from(i) * step - half_width_m);
    let ground_places: Vec<Point3> = offsets().map(at).map(|[x, y]| [x, y, ground.height_at(x, y)]).collect();
    let ground_line = offsets().zip(&ground_places).map(|(offset, place)| [offset, place[2]]).collect();
    let plane = [at(-half_width_m), at(half_width_m)];
    let mut cuts = Vec::new();
    for element in community.elements() {
        let Some(thing) = buried(element, ground) else { continue };
        for pair in thing.path.windows(2) {
            let [a, b] = pair else { continue };
            let closest = closest_on_segments(plane, [[a[0], a[1]], [b[0], b[1]]]);
            let touches = closest.crossing || closest.distance_m < 1e-9;
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let towards = (dx * along[0] + dy * along[1]) / dx.hypot(dy);
            if !touches || towards.abs() < 1e-3 || !towards.is_finite() {
                continue;
            }
            let offset_m = (2.0 * closest.on_a - 1.0) * half_width_m;
            let axis_m = a[2] + (b[2] - a[2]) * closest.on_b;
            let [x, y] = at(offset_m);
            let [half_width, half_height] = [thing.section.half_width_m(), thing.section.half_height_m()];
            cuts.push(SectionCut {
                key: element.key.clone(),
                medium: thing.medium,
                offset_m,
                axis_m,
                half_width_m: half_width / towards.abs(),
                half_height_m: half_height,
                round: matches!(thing.section, SweptSection::Round(_)),
                cover_m: ground.height_at(x, y) - axis_m - half_height,
                size_mm: [2000.0 * half_width, 2000.0 * half_height],
                in_tunnel: thing.in_tunnel,
                rooms: thing.corridor.map(|c| rooms(c, [offset_m, axis_m], towards)).unwrap_or_default(),
            });
        }
    }
    cuts.sort_by(|a, b| a.offset_m.total_cmp(&b.offset_m).then_with(|| a.key.cmp(&b.key)));
    // A plane through a joint of two pieces cuts both at one place.
    cuts.dedup_by(|a, b| a.key == b.key && (a.offset_m - b.offset_m).abs() < 1e-6);
    Ok(CrossSection { line: key.clone(), chainage_m, half_width_m, ground: ground_line, ground_places, cuts })
}

/// The compartments of a tunnel whose axis the plane meets at a place; `towards` is the cosine between both ways.
fn rooms(corridor: &Corridor, [offset_m, axis_m]: [f64; 2], towards: f64) -> Vec<SectionRoom> {
    let sections = corridor_section(corridor).into_iter();
    let rooms =
        corridor.compartments.iter().zip(sections).map(|(compartment, [left, right, floor, ceiling])| {
            // Seen along the line: a tunnel that runs the other way shows its left at the right.
            let walls = [left, right].map(|x| offset_m + x / towards);
            SectionRoom {
                kind: compartment.compartment,
                offset_m: [walls[0].min(walls[1]), walls[0].max(walls[1])],
                height_m: [axis_m + floor, axis_m + ceiling],
            }
        });
    rooms.collect()
}

/// Place on a line and the direction there, in plan.
fn place(points: &[[f64; 3]], chainage_m: f64) -> Result<([f64; 2], [f64; 2]), ProfileError> {
    let mut way = 0.0;
    for pair in points.windows(2) {
        let [a, b] = pair else { continue };
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy);
        if length > 0.0 && chainage_m >= way && chainage_m <= way + length + 1e-6 {
            let share = (chainage_m - way) / length;
            return Ok(([a[0] + dx * share, a[1] + dy * share], [dx / length, dy / length]));
        }
        way += length;
    }
    Err(ProfileError::BeyondEnd(format!("{way:.2}")))
}
