//! Cross-section: what a plane across a line cuts.

use linli_model::{Community, Geometry, Key, Kind, Medium, Vertical};
use linli_space::Ground;
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
}

/// A cross-section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CrossSection {
    /// The line that it stands across.
    pub line: Key,
    /// Where on it, metres from its start.
    pub chainage_m: f64,
    /// Half of its width, metres.
    pub half_width_m: f64,
    /// Ground: offset and height, metres.
    pub ground: Vec<[f64; 2]>,
    /// What it cuts, from left to right.
    pub cuts: Vec<SectionCut>,
}

/// The section across a line at a chainage.
///
/// # Errors
/// [`ProfileError`] when the key is not a line or the chainage is beyond its end.
pub fn cross_section(
    community: &Community,
    key: &Key,
    chainage_m: f64,
    half_width_m: f64,
    ground: &Ground,
) -> Result<CrossSection, ProfileError> {
    let element = community.id_of(key).and_then(|id| community.element(id));
    let found = element.and_then(|element| axis(element, ground));
    let (_, _, points) = found.ok_or_else(|| ProfileError::NotALine(key.clone()))?;
    let (middle, along) = place(&points, chainage_m)?;
    let right = [along[1], -along[0]];
    let at = |offset: f64| [middle[0] + right[0] * offset, middle[1] + right[1] * offset];
    let step = 2.0 * half_width_m / f64::from(GROUND_POINTS - 1);
    let ground_line = (0..GROUND_POINTS).map(|i| {
        let offset = f64::from(i) * step - half_width_m;
        let [x, y] = at(offset);
        [offset, ground.height_at(x, y)]
    });
    let plane = [at(-half_width_m), at(half_width_m)];
    let mut cuts = Vec::new();
    for element in community.elements() {
        let (medium, section, path) = match (&element.kind, &element.geometry) {
            (Kind::UtilityLine(line), _) => match axis(element, ground) {
                Some((_, section, path)) => (Some(line.medium), section, path),
                None => continue,
            },
            (Kind::Corridor(corridor), Geometry::Line(points)) => {
                let half = [corridor.outer_width_m() / 2.0, corridor.outer_height_m() / 2.0];
                let above = element.vertical == Vertical::AboveGround;
                let lift = |p: &[f64; 3]| if above { ground.height_at(p[0], p[1]) + p[2] } else { p[2] };
                let path = points.iter().map(|p| [p[0], p[1], lift(p)]).collect();
                (None, SweptSection::Upright(half[0], half[1]), path)
            }
            _ => continue,
        };
        for pair in path.windows(2) {
            let [a, b] = pair else { continue };
            let closest = closest_on_segments(plane, [[a[0], a[1]], [b[0], b[1]]]);
            let touches = closest.crossing || closest.distance_m < 1e-9;
            let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
            let across = (dx * along[0] + dy * along[1]).abs() / dx.hypot(dy);
            if !touches || across < 1e-3 || !across.is_finite() {
                continue;
            }
            let offset_m = (2.0 * closest.on_a - 1.0) * half_width_m;
            let axis_m = a[2] + (b[2] - a[2]) * closest.on_b;
            let [x, y] = at(offset_m);
            let half_height_m = section.half_height_m();
            cuts.push(SectionCut {
                key: element.key.clone(),
                medium,
                offset_m,
                axis_m,
                half_width_m: section.half_width_m() / across,
                half_height_m,
                round: matches!(section, SweptSection::Round(_)),
                cover_m: ground.height_at(x, y) - axis_m - half_height_m,
            });
        }
    }
    cuts.sort_by(|a, b| a.offset_m.total_cmp(&b.offset_m).then_with(|| a.key.cmp(&b.key)));
    // A plane through a joint of two pieces cuts both at one place.
    cuts.dedup_by(|a, b| a.key == b.key && (a.offset_m - b.offset_m).abs() < 1e-6);
    Ok(CrossSection { line: key.clone(), chainage_m, half_width_m, ground: ground_line.collect(), cuts })
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
