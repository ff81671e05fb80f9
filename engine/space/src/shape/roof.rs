//! Roofs as a height over the footprint: straight pieces between break lines.

use linli_model::{Building, RoofShape};

use super::footprint::{Footprint, Rectangle};

/// Pieces of a half-round roof from eave to ridge.
const ROUND_STEPS: i32 = 6;
/// Where the slope of gambrel and mansard roofs changes, as part of the way from eave to ridge.
const KNEE_AT: f64 = 0.3;
/// Height at that place, as part of the roof's height.
const KNEE_HEIGHT: f64 = 0.7;

/// A line `normal · p = offset` along which a roof's slope changes.
#[derive(Clone, Copy, Debug)]
pub(super) struct BreakLine {
    pub normal: [f64; 2],
    pub offset: f64,
}

/// A roof over a rectangle around the footprint; outside the break lines it is straight.
#[derive(Clone, Debug)]
pub(super) struct Roof {
    shape: RoofShape,
    rectangle: Rectangle,
    /// Height between eave and top, metres.
    pub height_m: f64,
    pub lines: Vec<BreakLine>,
}

impl Roof {
    /// The roof of a building whose walls and roof together are `total_m` high. Shapes of one
    /// point (dome, onion) become pyramids here; [`super::lathe`] does them where it can.
    pub(super) fn of(building: &Building, footprint: &Footprint, total_m: f64) -> Option<Self> {
        let shape = match building.roof {
            RoofShape::Unknown | RoofShape::Flat => return None,
            RoofShape::Dome | RoofShape::Onion => RoofShape::Pyramidal,
            other => other,
        };
        let rectangle = oriented(building, footprint, shape)?;
        if rectangle.half_length < 0.05 || rectangle.half_width < 0.05 {
            return None;
        }
        let height_m = roof_height_m(building, &rectangle, total_m);
        let lines = break_lines(shape, &rectangle);
        (height_m > 0.01).then_some(Self { shape, rectangle, height_m, lines })
    }

    /// Height above the eave at a place, metres; exact on the straight pieces.
    pub(super) fn height_at(&self, p: [f64; 2]) -> f64 {
        let r = &self.rectangle;
        let from_centre = [p[0] - r.centre[0], p[1] - r.centre[1]];
        let along = from_centre[0] * r.u[0] + from_centre[1] * r.u[1];
        let across = from_centre[1] * r.u[0] - from_centre[0] * r.u[1];
        // 0 at the eave, 1 at the ridge.
        let side = 1.0 - across.abs() / r.half_width;
        let end = (r.half_length - along.abs()) / r.half_width;
        let part = match self.shape {
            RoofShape::Skillion => (along / r.half_length + 1.0) / 2.0,
            RoofShape::Hipped => side.min(end),
            RoofShape::Pyramidal => side.min(1.0 - along.abs() / r.half_length),
            RoofShape::Gambrel => knee(side),
            RoofShape::Mansard => knee(side.min(end)),
            RoofShape::Round => (1.0 - (1.0 - side) * (1.0 - side)).max(0.0).sqrt(),
            _ => side,
        };
        part.clamp(0.0, 1.0) * self.height_m
    }
}

/// Height of a roof with two slopes on each side: the lesser of its two planes.
fn knee(part: f64) -> f64 {
    let steep = part * KNEE_HEIGHT / KNEE_AT;
    let shallow = KNEE_HEIGHT + (part - KNEE_AT) * (1.0 - KNEE_HEIGHT) / (1.0 - KNEE_AT);
    steep.min(shallow)
}

/// Height between eave and top: as said; else a slope of 35° from eave to ridge (10° for one
/// slope), at most half of the whole.
pub(super) fn roof_height_m(building: &Building, rectangle: &Rectangle, total_m: f64) -> f64 {
    let guess = || {
        let rise = match building.roof {
            RoofShape::Skillion => 2.0 * rectangle.half_length * 0.18,
            RoofShape::Dome | RoofShape::Onion | RoofShape::Round => rectangle.half_width,
            _ => rectangle.half_width * 0.7,
        };
        rise.min(total_m / 2.0)
    };
    building.roof_height_m.filter(|h| h.is_finite() && *h >= 0.0).unwrap_or_else(guess).min(total_m)
}

/// The rectangle whose axis `u` is the ridge (for one slope: points from low to high).
fn oriented(building: &Building, footprint: &Footprint, shape: RoofShape) -> Option<Rectangle> {
    let smallest = footprint.rectangle()?;
    let faces = building.roof_direction_deg.map(|deg| f64::from(deg).to_radians());
    let towards = faces.filter(|a| a.is_finite()).map(|a| [a.sin(), a.cos()]);
    match (shape, towards) {
        (RoofShape::Skillion, Some([x, y])) => footprint.rectangle_along([-x, -y]),
        (RoofShape::Skillion, None) => footprint.rectangle_along([-smallest.u[1], smallest.u[0]]),
        (RoofShape::Pyramidal, _) | (_, None) => Some(smallest),
        (_, Some([x, y])) => {
            // Sources round directions: keep to the footprint's own sides where one is near.
            let [u, v] = [smallest.u, [-smallest.u[1], smallest.u[0]]];
            let ridge = [-y, x];
            let close = |a: [f64; 2]| (a[0] * ridge[0] + a[1] * ridge[1]).abs() > 0.94;
            footprint.rectangle_along([u, v].into_iter().find(|a| close(*a)).unwrap_or(ridge))
        }
    }
}

fn break_lines(shape: RoofShape, r: &Rectangle) -> Vec<BreakLine> {
    let [u, v] = [r.u, [-r.u[1], r.u[0]]];
    // The line a·along + b·across = c, along and across counted from the rectangle's centre.
    let line = |a: f64, b: f64, c: f64| {
        let normal = [a * u[0] + b * v[0], a * u[1] + b * v[1]];
        BreakLine { normal, offset: c + normal[0] * r.centre[0] + normal[1] * r.centre[1] }
    };
    let across = |c: f64| line(0.0, 1.0, c);
    let hips = || {
        let shift = r.half_length - r.half_width;
        [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)].map(|(a, b)| line(a, b, shift))
    };
    let mut lines = vec![];
    match shape {
        RoofShape::Skillion => {}
        RoofShape::Hipped => {
            lines.push(across(0.0));
            lines.push(line(1.0, 0.0, 0.0));
            lines.extend(hips());
        }
        RoofShape::Pyramidal => {
            lines.push(line(1.0 / r.half_length, 1.0 / r.half_width, 0.0));
            lines.push(line(1.0 / r.half_length, -1.0 / r.half_width, 0.0));
        }
        RoofShape::Gambrel => {
            lines.extend([0.0, -1.0, 1.0].map(|side| across(side * r.half_width * (1.0 - KNEE_AT))));
        }
        RoofShape::Mansard => {
            lines.extend([0.0, -1.0, 1.0].map(|side| across(side * r.half_width * (1.0 - KNEE_AT))));
            let end = r.half_length - r.half_width * KNEE_AT;
            lines.extend([-end, 0.0, end].map(|c| line(1.0, 0.0, c)));
            lines.extend(hips());
        }
        RoofShape::Round => {
            for step in 1 - ROUND_STEPS..ROUND_STEPS {
                let angle = f64::from(step) / f64::from(ROUND_STEPS) * std::f64::consts::FRAC_PI_2;
                lines.push(across(angle.sin() * r.half_width));
            }
        }
        _ => lines.push(across(0.0)),
    }
    lines
}
