//! The canal, its reeds and banks, the park on both sides, terraces before the public buildings.

use linli_model::AreaUse;

use super::ground::Ground;
use super::region::Region;
use super::writer::{Cover, Writer};
use super::{existing, planned};
use crate::plan::{Name, Place, Rectangle, ellipse};
use crate::xinghe::Unit;
use crate::xinghe::plan::{CANAL_HALF, CANAL_PARK, Plot, Programme, canal_v, column, row};
use crate::xinghe::street::frame::Frame;
use crate::xinghe::street::open::{CYCLE_OFFSET, FOOT_OFFSET, greenway_v};

/// Length of the shore's straight pieces, metres.
const STEP_M: f64 = 6.0;
/// Outer edges of the reeds and of the bank's planting, metres from the canal's middle.
const REED: [f64; 2] = [CANAL_HALF - 1.6, CANAL_HALF + 1.6];
/// Edge of the greenway away from the water, metres from the canal's middle.
const GREENWAY_M: f64 = CYCLE_OFFSET + 1.6;
/// Half the width of the terraces at the water, metres.
const TERRACE_M: f64 = 21.0;
/// From the park's line to the parcels beside it, metres.
const LANE_M: f64 = 4.0;
/// Distance from grove to grove, metres.
const GROVE_M: f64 = 36.0;

/// How far the shore bends off the plan's line at a place, metres.
fn shore(u: f64, north: bool) -> f64 {
    let phase = if north { 0.0 } else { 2.1 };
    0.9 * (u / 19.0 + phase).sin() + 0.5 * (u / 7.3 - phase).cos()
}

/// Places from west to east.
fn along(west: f64, east: f64) -> Vec<f64> {
    let count = ((east - west) / STEP_M).ceil().max(1.0);
    (0..=count as u32).map(|i| west + (east - west) * f64::from(i) / count).collect()
}

/// A strip between two lines that run east.
fn strip(us: &[f64], low: impl Fn(f64) -> f64, high: impl Fn(f64) -> f64) -> Region {
    let lower = us.iter().map(|u| [*u, low(*u)]);
    let upper = us.iter().rev().map(|u| [*u, high(*u)]);
    Region::of_ring(&lower.chain(upper).collect::<Vec<Place>>())
}

/// The water's outline between two places along the avenue.
fn water_ring(west: f64, east: f64) -> Vec<Place> {
    let us = along(west, east);
    let lower = us.iter().map(|u| [*u, canal_v(*u) - CANAL_HALF + shore(*u, false)]);
    let upper = us.iter().rev().map(|u| [*u, canal_v(*u) + CANAL_HALF + shore(*u, true)]);
    lower.chain(upper).collect()
}

/// Adds them, where the southern row of blocks is drawn.
pub(super) fn draw(writer: &mut Writer, unit: &Unit, ground: &Ground) {
    if unit.rows[0] != 0 {
        return;
    }
    let frame = Frame::of(unit);
    let (west, east) = (frame.area.west, frame.area.east);
    let water = Region::of_ring(&water_ring(west, east));
    writer.draft.presence = existing();
    writer.whole("canal/water", Some(("星河", "Xinghe Canal")), Cover::of(AreaUse::Water), &water);
    writer.draft.presence = planned();
    let terraces = terraces(writer, unit, ground);
    let taken = Region::union(&[water, terraces]);
    for c in unit.columns[0]..=unit.columns[1] {
        let (a, b) = (column(c), column(c + 1));
        let span = [a.at + a.grade.red_line(), b.at - b.grade.red_line()];
        reach(writer, ground, &taken, (&format!("canal-park/{c}"), LANE_M), span);
    }
    let outer = [column(unit.columns[0]), column(unit.columns[1] + 1)];
    for (side, span) in [
        ("west", [west, outer[0].at - outer[0].grade.red_line()]),
        ("east", [outer[1].at + outer[1].grade.red_line(), east]),
    ] {
        if span[1] - span[0] > 30.0 {
            reach(writer, ground, &taken, (&format!("canal-park/{side}"), 0.0), span);
        }
    }
}

/// The park between two streets.
fn reach(
    writer: &mut Writer,
    ground: &Ground,
    taken: &Region,
    (key, lane_m): (&str, f64),
    [west, east]: [f64; 2],
) {
    let us = along(west, east);
    let window = Rectangle::new(west, CANAL_PARK[0] - lane_m, east, CANAL_PARK[1] + lane_m);
    let taken =
        Region::union(&[ground.paved(&window), ground.built(&window.grown(2.0)).grown(1.0), taken.clone()]);
    for (bank, sign) in [("south", -1.0), ("north", 1.0)] {
        let band = |low: f64, high: f64| {
            let [low, high] = if sign > 0.0 { [low, high] } else { [-high, -low] };
            strip(&us, |u| canal_v(u) + low, |u| canal_v(u) + high).without(&taken)
        };
        let edge = if sign > 0.0 { CANAL_PARK[1] + lane_m } else { CANAL_PARK[0] - lane_m };
        let beyond = {
            let near = |u: f64| greenway_v(u, sign * GREENWAY_M);
            let shape = if sign > 0.0 { strip(&us, near, |_| edge) } else { strip(&us, |_| edge, near) };
            shape.without(&taken)
        };
        let reeds = band(REED[0], REED[1]).rounded(0.3);
        writer.pieces(&format!("{key}/{bank}/reeds"), Cover::of(AreaUse::Scrub), &reeds);
        let slope = band(REED[1], FOOT_OFFSET - 1.4).without(&reeds).rounded(0.5);
        writer.pieces(&format!("{key}/{bank}/bank"), Cover::of(AreaUse::Grass), &slope);
        plant(writer, &format!("{key}/{bank}"), &beyond, [west, east], sign);
    }
}

/// Groves, flowering shrubs and rain gardens in the lawn behind the greenway.
fn plant(writer: &mut Writer, key: &str, land: &Region, [west, east]: [f64; 2], sign: f64) {
    let edge = if sign > 0.0 { CANAL_PARK[1] } else { CANAL_PARK[0] };
    let count = ((east - west) / GROVE_M).round().max(1.0) as u32;
    let (mut groves, mut shrubs, mut gardens) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..count {
        let u = west + (f64::from(i) + 0.5) * (east - west) / f64::from(count);
        let near = canal_v(u) + sign * GREENWAY_M;
        let depth = (edge - near).abs();
        let wide = 12.0 + 4.0 * (u / 31.0).sin();
        let at = |share: f64| near + sign * depth * share;
        groves.push(Region::of_ring(&ellipse([u, at(0.68)], [wide, 0.24 * depth], 22, 0.16)));
        let beside = u + 0.5 * GROVE_M;
        if i % 2 == 0 {
            shrubs.push(Region::of_ring(&ellipse([beside, at(0.3)], [8.0, 0.12 * depth], 18, 0.12)));
        } else {
            gardens.push(Region::of_ring(&ellipse([beside, at(0.34)], [6.5, 0.13 * depth], 18, 0.14)));
        }
    }
    let groves = Region::union(&groves).within(land).rounded(1.0);
    let gardens = Region::union(&gardens).within(land).without(&groves).rounded(0.8);
    let shrubs = Region::union(&shrubs).within(land).without(&groves).rounded(0.8);
    let lawn = land.without(&Region::union(&[groves.clone(), gardens.clone(), shrubs.clone()])).rounded(0.5);
    writer.pieces(&format!("{key}/grove"), Cover::of(AreaUse::Forest), &groves);
    writer.pieces(&format!("{key}/flowers"), Cover::of(AreaUse::Scrub), &shrubs);
    writer.pieces(&format!("{key}/rain-garden"), Cover::of(AreaUse::RainGarden), &gardens);
    writer.pieces(&format!("{key}/lawn"), Cover::of(AreaUse::Grass), &lawn);
}

fn terrace_name(plot: &Plot) -> Option<Name> {
    match plot.programme {
        Programme::CulturalCentre => Some(("文化水岸", "Culture Terrace")),
        Programme::Library => Some(("书香台", "Readers' Terrace")),
        Programme::Market => Some(("集市埠头", "Market Landing")),
        _ => None,
    }
}

/// Squares between the public buildings and the greenway.
fn terraces(writer: &mut Writer, unit: &Unit, ground: &Ground) -> Region {
    let mut all = Vec::new();
    for plot in &unit.plots {
        let Some(name) = terrace_name(plot) else { continue };
        let middle = plot.outline.centre()[0];
        let us = along(middle - TERRACE_M, middle + TERRACE_M);
        let shape = strip(&us, |u| greenway_v(u, GREENWAY_M), |_| plot.outline.south);
        let box_ = Rectangle::new(middle - 25.0, CANAL_PARK[0], middle + 25.0, row(1).at);
        let open = shape.without(&ground.built(&box_).grown(0.3)).without(&ground.paved(&box_));
        // Two beds with trees on either side of the way down.
        let beds: Vec<Region> = [-13.0, 13.0]
            .map(|shift| {
                let foot = plot.outline.south - 3.5;
                let head = canal_v(middle + shift) + GREENWAY_M + 3.5;
                Region::of(&Rectangle::new(middle + shift - 3.2, head, middle + shift + 3.2, foot))
            })
            .into_iter()
            .collect();
        let beds = Region::union(&beds).within(&open).rounded(1.0);
        writer.pieces(&format!("{}/terrace-bed", plot.key), Cover::of(AreaUse::Scrub), &beds);
        let key = format!("{}/terrace", plot.key);
        writer.whole(&key, Some(name), Cover::paving(true), &open.without(&beds));
        all.push(shape);
    }
    Region::union(&all)
}
