//! Stairs of two flights with a landing between them.

use linli_model::FaceKind;

use super::plane::{Axis, PlanAxes, Region, extent};
use crate::shape::builder::{ShapeBuilder, Skin};

/// Usual riser and going, steepest going, and depth of landings, metres (GB 55031: risers of
/// dwellings at most 0.175 m, goings at least 0.26 m).
const RISER_M: f64 = 0.165;
const GOING_M: f64 = 0.27;
const LEAST_GOING_M: f64 = 0.2;
const LANDING_M: f64 = 1.2;
/// Thickness of a flight seen from the side, metres.
const THICK_M: f64 = 0.35;
/// Most steps of one flight.
const MOST_STEPS: usize = 40;
const STEP: Skin = (FaceKind::Interior, Some([176, 174, 168]));

/// Steps from the floor to the one above, up to where the storey is cut.
pub(super) fn stairs(
    builder: &mut ShapeBuilder,
    axes: PlanAxes,
    room: &Region,
    floor: f64,
    above: f64,
    cut: f64,
) {
    let (Some(xs), Some(ys)) = (extent(room, Axis::X), extent(room, Axis::Y)) else { return };
    let long = if xs[1] - xs[0] >= ys[1] - ys[0] { Axis::X } else { Axis::Y };
    let ([start, end], [low, high]) = if long == Axis::X { (xs, ys) } else { (ys, xs) };
    let steps = ((above - floor) / RISER_M / 2.0).ceil() as usize;
    let room_for = end - start - 2.0 * LANDING_M.min((end - start) / 4.0);
    let going = (room_for / steps.max(2) as f64).min(GOING_M);
    if !(2..=MOST_STEPS).contains(&steps) || going < LEAST_GOING_M || high - low < 1.6 {
        return;
    }
    let riser = (above - floor) / (2 * steps) as f64;
    let middle = f64::midpoint(low, high);
    let run = going * (steps - 1) as f64;
    let first = f64::midpoint(start, end) - run / 2.0;
    let mut flight = Flight { builder, axes, long, cut };
    for i in 0..steps - 1 {
        let at = first + going * i as f64;
        flight.step(
            [at, at + going],
            [low + 0.02, middle - 0.05],
            floor + riser * (i + 1) as f64,
            riser,
            floor,
        );
        let back = first + run - going * i as f64;
        let top = floor + riser * (steps + i + 1) as f64;
        flight.step([back, back - going], [middle + 0.05, high - 0.02], top, riser, floor);
    }
    let landing = floor + riser * steps as f64;
    flight.step([first + run, end], [low + 0.02, high - 0.02], landing, riser, floor);
}

struct Flight<'a> {
    builder: &'a mut ShapeBuilder,
    axes: PlanAxes,
    long: Axis,
    cut: f64,
}

impl Flight<'_> {
    /// Tread, riser and both sides of a step that is climbed from the first to the second place.
    fn step(&mut self, [from, to]: [f64; 2], [low, high]: [f64; 2], top: f64, riser: f64, floor: f64) {
        if top > self.cut {
            return;
        }
        let under = (top - THICK_M).max(floor);
        let mut faces = vec![
            [(from, low, top), (to, low, top), (to, high, top), (from, high, top)],
            [(from, high, top - riser), (from, low, top - riser), (from, low, top), (from, high, top)],
            [(from, low, under), (to, low, under), (to, low, top), (from, low, top)],
            [(to, high, under), (from, high, under), (from, high, top), (to, high, top)],
        ];
        // Mirrored once where the axes are swapped, once where the flight runs back.
        if (self.long == Axis::Y) != (to < from) {
            faces.iter_mut().for_each(|face| face.reverse());
        }
        for face in faces {
            let corners = face.map(|(on, across, z)| {
                let [x, y] = self.axes.to_scene(self.long.point(on, across));
                self.builder.vertex([x, y, z])
            });
            self.builder.quad(corners, STEP);
        }
    }
}
