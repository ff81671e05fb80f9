//! Street land: raised pavements, and planted strips with the street trees.

use linli_model::{AreaUse, StreetClass};

use super::existing;
use super::ground::Ground;
use super::region::Region;
use super::writer::{Cover, Writer};
use crate::plan::{Place, Rectangle};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Axis, CANAL_PARK, Grade, column, row};
use crate::xinghe::street::frame::Frame;
use crate::xinghe::street::grid::HALF_BRIDGE;

/// How far strips end before a junction's kerbs, metres: cars see each other (GB 51038).
const CORNER_M: f64 = 12.0;
/// Room between a strip and what is beside it, metres.
const KERB_M: f64 = 0.1;

/// Adds them.
pub(super) fn draw(writer: &mut Writer, unit: &Unit, ground: &Ground) {
    writer.draft.presence = existing();
    let frame = Frame::of(unit);
    let columns: Vec<Axis> = (unit.columns[0]..=unit.columns[1] + 1).map(column).collect();
    let rows: Vec<Axis> = (unit.rows[0]..=unit.rows[1] + 1).map(row).collect();
    let all: Vec<Axis> = columns.iter().chain(&rows).copied().collect();
    let roads = Region::union(
        &all.iter().map(|a| Region::of(&band(a, &frame, a.grade.half_carriageway()))).collect::<Vec<_>>(),
    );
    for axis in &all {
        let (own, cross) = if axis.north { (&frame.area, &rows) } else { (&frame.area, &columns) };
        let ends = if axis.north { [own.south, own.north] } else { [own.west, own.east] };
        let mut stops = vec![(ends[0], 0.0)];
        stops.extend(cross.iter().map(|c| (c.at, c.grade.red_line())));
        stops.push((ends[1], 0.0));
        for (i, pair) in stops.windows(2).enumerate() {
            let span = [pair[0].0 + pair[0].1, pair[1].0 - pair[1].1];
            if span[1] - span[0] < 20.0 {
                continue;
            }
            for sign in [-1.0, 1.0] {
                side(writer, ground, &frame, (axis, i), span, sign);
            }
        }
    }
    corners(writer, ground, &frame, (&columns, &rows), &roads);
}

fn band(axis: &Axis, frame: &Frame, half: f64) -> Rectangle {
    let a = &frame.area;
    if axis.north {
        Rectangle::new(axis.at - half, a.south, axis.at + half, a.north)
    } else {
        Rectangle::new(a.west, axis.at - half, a.east, axis.at + half)
    }
}

/// Between two distances from an axis, on one side, along a span.
fn beside(axis: &Axis, span: [f64; 2], sign: f64, near: f64, far: f64) -> Rectangle {
    let (a, b) = (axis.at + sign * near, axis.at + sign * far);
    let (low, high) = (a.min(b), a.max(b));
    if axis.north {
        Rectangle::new(low, span[0], high, span[1])
    } else {
        Rectangle::new(span[0], low, span[1], high)
    }
}

/// The parts of a span on land: not on the bridge over the canal.
fn on_land(axis: &Axis, [from, to]: [f64; 2]) -> Vec<[f64; 2]> {
    if !axis.north || to < CANAL_PARK[0] || from > CANAL_PARK[1] {
        return vec![[from, to]];
    }
    let canal = crate::xinghe::plan::canal_v(axis.at);
    vec![[from, canal - HALF_BRIDGE - 1.0], [canal + HALF_BRIDGE + 1.0, to]]
}

/// One side of a street between two junctions.
fn side(
    writer: &mut Writer,
    ground: &Ground,
    frame: &Frame,
    (axis, part): (&Axis, usize),
    span: [f64; 2],
    sign: f64,
) {
    let grade = axis.grade;
    let middle: Place = {
        let along = (span[0] + span[1]) / 2.0;
        let at = axis.at + sign * grade.pavement_axis();
        if axis.north { [at, along] } else { [along, at] }
    };
    if frame.area.distance_m(middle) > 0.0 {
        return;
    }
    let what = if sign < 0.0 { "a" } else { "b" };
    let key = format!("street/{}/{part}/{what}", axis.key);
    for span in on_land(axis, span) {
        let window = beside(axis, span, sign, grade.half_carriageway(), grade.red_line());
        let crossing = ground.ways(&window, KERB_M, |_| true);
        // What cars and bicycles use lies lower than the pavement.
        let lower = ground
            .ways(&window, 0.0, |class| class != StreetClass::Footway && class != StreetClass::Pedestrian);
        let (near, far) = strip_of(grade);
        let ends = [span[0] + CORNER_M, span[1] - CORNER_M];
        let strip = if ends[1] - ends[0] > 8.0 {
            Region::of(&beside(axis, ends, sign, near, far)).without(&crossing).rounded(0.35)
        } else {
            Region::empty()
        };
        let pavement = Region::of(&window).without(&lower).without(&strip);
        writer.group(&format!("{key}/strip"), Cover::of(AreaUse::Scrub), &strip);
        let permeable = Cover { permeable: Some(grade >= Grade::Branch), ..Cover::of(AreaUse::Pavement) };
        writer.group(&format!("{key}/pavement"), permeable, &pavement);
    }
}

/// The planted strip of a grade: distances of its edges from the axis.
fn strip_of(grade: Grade) -> (f64, f64) {
    let from = grade.half_carriageway() + KERB_M;
    let to = grade
        .cycle_axis()
        .map_or(grade.pavement_axis() - grade.pavement_width() / 2.0, |c| c - Grade::CYCLE_WIDTH / 2.0);
    (from, to - KERB_M)
}

/// The pavements at the corners of junctions.
fn corners(
    writer: &mut Writer,
    ground: &Ground,
    frame: &Frame,
    (columns, rows): (&[Axis], &[Axis]),
    roads: &Region,
) {
    for c in columns {
        for r in rows {
            let (half_u, half_v) = (c.grade.red_line(), r.grade.red_line());
            let all = Rectangle::new(c.at - half_u, r.at - half_v, c.at + half_u, r.at + half_v);
            let inside = Region::of(&all).within(&Region::of(&frame.area));
            let lower = ground
                .ways(&all, 0.0, |class| class != StreetClass::Footway && class != StreetClass::Pedestrian);
            let corner = inside.without(roads).without(&lower);
            let cover = Cover { permeable: Some(false), ..Cover::of(AreaUse::Pavement) };
            writer.group(&format!("street/{}-{}/corner", c.key, r.key), cover, &corner);
        }
    }
}
