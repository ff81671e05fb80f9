//! Street trees: a row on each side, one species for a street.

use linli_model::Presence;

use super::grove::Grove;
use super::species::{Age, CAMPHOR, GINKGO, PLANE, SOAPBERRY, SWEETGUM, Species};
use crate::random::Random;
use crate::xinghe::Unit;
use crate::xinghe::land::existing;
use crate::xinghe::plan::{Axis, CANAL_PARK, column, row};
use crate::xinghe::street::frame::Frame;
use crate::xinghe::street::grid::segments;

/// Spacing of street trees in the unit, metres.
const SPACING_M: f64 = 8.0;
/// Spacing beyond the unit's border, where only every fourth tree is modelled, metres.
const OUTER_SPACING_M: f64 = 32.0;
/// A tree that finds no room moves along its row by up to so much, metres.
const SHIFTS_M: [f64; 5] = [0.0, 1.2, -1.2, 2.4, -2.4];
/// Distance of the first tree from the axis of a crossing street's red line, metres.
const CORNER_M: f64 = 4.0;

/// Species and age of a street's trees.
fn trees_of(axis: &Axis) -> (&'static Species, Age) {
    match axis.key {
        "c0" => (&SWEETGUM, Age::Grown),
        "c1" => (&PLANE, Age::Old),
        "c2" => (&GINKGO, Age::Grown),
        "c3" => (&SOAPBERRY, Age::Grown),
        "c4" => (&CAMPHOR, Age::Grown),
        "r0" => (&PLANE, Age::Old),
        "r1" => (&CAMPHOR, Age::Grown),
        "r2" => (&PLANE, Age::Grown),
        "r3" => (&SWEETGUM, Age::Grown),
        "r4" => (&SOAPBERRY, Age::Grown),
        _ => (&CAMPHOR, Age::Old),
    }
}

/// Plants the rows.
pub(super) fn plant(grove: &mut Grove, unit: &Unit, random: &mut Random) {
    let frame = Frame::of(unit);
    let presence: Presence = existing();
    for segment in segments(unit, &frame) {
        let Some(beside) = segment.axis.grade.tree_row() else { continue };
        let (species, age) = trees_of(&segment.axis);
        let spacing = if segment.is_inner() { SPACING_M } else { OUTER_SPACING_M };
        let ends = [segment.from, segment.to].map(|at| crossing_half(&segment.axis, at) + CORNER_M);
        let (from, to) = (segment.from + ends[0], segment.to - ends[1]);
        let count = ((to - from) / spacing).floor().max(0.0) as u32;
        for sign in [-1.0, 1.0] {
            let side = if sign < 0.0 { "a" } else { "b" };
            let key = format!("street/{}/{}/{side}", segment.axis.key, segment.part);
            for i in 0..=count {
                let spare = (to - from - spacing * f64::from(count)) / 2.0;
                let along = from + spare + spacing * f64::from(i);
                for shift in SHIFTS_M {
                    let place = segment.place(along + shift, sign * beside);
                    let on_bridge = segment.axis.north
                        && (CANAL_PARK[0] + 20.0..CANAL_PARK[1] - 20.0).contains(&place[1]);
                    if !frame.holds(place) || on_bridge {
                        break;
                    }
                    if grove.plant(&key, place, (species, age), presence, random) {
                        break;
                    }
                }
            }
        }
    }
}

/// Half the width of the street that crosses an axis at a place.
fn crossing_half(axis: &Axis, at: f64) -> f64 {
    let crossing = if axis.north {
        (0..6).map(row).find(|a| a.at == at)
    } else {
        (0..5).map(column).find(|a| a.at == at)
    };
    crossing.map_or(0.0, |a| a.grade.red_line())
}
