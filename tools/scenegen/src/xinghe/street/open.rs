//! Paths in open space: the greenway along the canal, the central park, the square.

use linli_model::{StreetClass, Truth};

use super::frame::{BEYOND_M, Frame};
use super::network::Network;
use super::obstacle::Obstacles;
use super::planned;
use super::way::{Way, round_cm};
use crate::plan::{Name, Place, Rectangle, ellipse};
use crate::xinghe::Unit;
use crate::xinghe::plan::{Programme, canal_v, column, row};

/// Distance of the greenway's footpath and cycle path from the canal's middle.
pub(crate) const FOOT_OFFSET: f64 = 20.0;
/// See [`FOOT_OFFSET`].
pub(crate) const CYCLE_OFFSET: f64 = 22.8;
/// Length of the greenway's straight pieces, metres along the avenue.
const STEP_M: f64 = 10.0;
/// Places of the footbridges over the canal along the avenue; multiples of [`STEP_M`].
const FOOTBRIDGES: [(f64, Name); 2] =
    [(-110.0, ("揽星桥", "Starlight Footbridge")), (100.0, ("望月桥", "Moonview Footbridge"))];

/// A greenway's `v` at an integer `u`, at a distance from the canal's middle.
pub(crate) fn greenway_v(u: f64, offset: f64) -> f64 {
    let west = (u / STEP_M).floor() * STEP_M;
    let at = |u: f64| round_cm(canal_v(u) + offset);
    at(west) + (at(west + STEP_M) - at(west)) * (u - west) / STEP_M
}

/// Lays them.
pub(crate) fn lay(network: &mut Network, unit: &Unit, frame: &Frame, obstacles: &Obstacles) {
    if unit.rows[0] == 0 {
        greenway(network, unit, frame);
    }
    for plot in &unit.plots {
        match plot.programme {
            Programme::CentralPark => central_park(network, plot.outline),
            Programme::StationSquare => square(network, plot.outline, obstacles),
            _ => {}
        }
    }
}

fn greenway(network: &mut Network, unit: &Unit, frame: &Frame) {
    let mut borders = vec![frame.inside.west - BEYOND_M];
    borders.extend((unit.columns[0]..=unit.columns[1] + 1).map(|c| column(c).at));
    borders.push(frame.inside.east + BEYOND_M);
    for (bank, sign, name) in [
        ("north", 1.0, ("星河绿道（北岸）", "Xinghe Greenway, north bank")),
        ("south", -1.0, ("星河绿道（南岸）", "Xinghe Greenway, south bank")),
    ] {
        for (i, pair) in borders.windows(2).enumerate() {
            for (what, class, width, offset) in [
                ("foot", StreetClass::Footway, 2.4, FOOT_OFFSET),
                ("cycle", StreetClass::Cycleway, 2.8, CYCLE_OFFSET),
            ] {
                let steps = ((pair[1] - pair[0]) / STEP_M).round() as u32;
                let line: Vec<Place> = (0..=steps)
                    .map(|k| pair[0] + STEP_M * f64::from(k))
                    .map(|u| [u, greenway_v(u, sign * offset)])
                    .collect();
                let key = format!("street/greenway-{bank}/{i}/{what}");
                network.ways.push(Way::new(key, class, width, planned(), &line).named(name));
            }
        }
    }
    for (i, (u, name)) in FOOTBRIDGES.into_iter().enumerate() {
        let line = [[u, greenway_v(u, FOOT_OFFSET)], [u, greenway_v(u, -FOOT_OFFSET)]];
        let key = format!("street/footbridge-{}", i + 1);
        network
            .ways
            .push(Way::new(key, StreetClass::Footway, 3.5, planned(), &line).named(name).over_water());
    }
}

/// Middle and radius of the path around the mound of the central park.
const MOUND_WALK: (Place, f64) = ([138.0, 290.0], 27.0);

fn central_park(network: &mut Network, o: Rectangle) {
    let (west, east) = (column(2), column(3));
    let (south, north) = (row(3), row(4));
    // Axes of the pavements around the park.
    let walk = Rectangle::new(
        west.at + west.grade.pavement_axis(),
        south.at + south.grade.pavement_axis(),
        east.at - east.grade.pavement_axis(),
        north.at - north.grade.pavement_axis(),
    );
    let mut add = |key: &str, name: Option<Name>, class, width, line: &[Place]| {
        let mut way = Way::new(format!("D3/{key}"), class, width, planned(), line);
        way.name = name;
        network.ways.push(way);
    };
    let r = o.grown(-10.0);
    let c = 20.0;
    let round = |[u, v]: Place, [a, b]: Place| [u + 0.3 * a, v + 0.3 * b].map(round_cm);
    let mut ring = Vec::new();
    for (corner, [a, b]) in [
        ([r.west, r.south], [c, c]),
        ([r.east, r.south], [-c, c]),
        ([r.east, r.north], [-c, -c]),
        ([r.west, r.north], [c, -c]),
    ] {
        let mut arc = [[corner[0], corner[1] + b], round(corner, [a, b]), [corner[0] + a, corner[1]]];
        if (a > 0.0) != (b > 0.0) {
            arc.reverse();
        }
        ring.extend(arc);
    }
    ring.extend(ring.first().copied());
    add("loop", Some(("环园步道", "Park Loop")), StreetClass::Footway, 3.0, &ring);
    for (key, corner, inner) in [
        ("corner-sw", [walk.west, walk.south], round([r.west, r.south], [c, c])),
        ("corner-se", [walk.east, walk.south], round([r.east, r.south], [-c, c])),
        ("corner-ne", [walk.east, walk.north], round([r.east, r.north], [-c, -c])),
        ("corner-nw", [walk.west, walk.north], round([r.west, r.north], [c, -c])),
    ] {
        add(key, None, StreetClass::Footway, 3.0, &[corner, inner]);
    }
    let v = o.south + 45.0;
    let line = [[walk.west, v], [50.0, v - 3.0], [101.0, v + 3.0], [150.0, v - 4.0], [walk.east, v]];
    add("promenade", Some(("银河道", "Milky Way Walk")), StreetClass::Pedestrian, 5.0, &line);
    let line = [[101.0, walk.south], [101.0, v + 3.0], [98.0, 262.0], [99.0, 300.0], [103.0, walk.north]];
    add("axis", Some(("北辰道", "Polaris Walk")), StreetClass::Pedestrian, 5.0, &line);
    mound(network);
}

/// The path around the mound, and the one that winds up to its top.
fn mound(network: &mut Network) {
    let (centre, radius) = MOUND_WALK;
    let mut ring: Vec<Place> = ellipse(centre, [radius; 2], 24, 0.0);
    ring.extend(ring.first().copied());
    let start = ring.first().copied().unwrap_or(centre);
    let way = Way::new("D3/mound-walk", StreetClass::Footway, 2.4, planned(), &ring);
    network.ways.push(way.named(("星丘环道", "Star Mound Walk")));
    let spiral: Vec<Place> = (1..=20)
        .map(|i| {
            let t = f64::from(i) / 20.0;
            let angle = 1.5 * std::f64::consts::TAU * t;
            [centre[0] + radius * (1.0 - t) * angle.cos(), centre[1] + radius * (1.0 - t) * angle.sin()]
        })
        .collect();
    let line: Vec<Place> = std::iter::once(start).chain(spiral).collect();
    network.ways.push(Way::new("D3/mound-path", StreetClass::Footway, 2.0, planned(), &line));
    // To the walk that runs by in the west.
    let west = [centre[0] - radius, centre[1]];
    network.ways.push(Way::new(
        "D3/mound-link",
        StreetClass::Footway,
        2.4,
        planned(),
        &[west, [98.0, 290.0]],
    ));
}

/// Walks over the square, wherever nothing stands.
fn square(network: &mut Network, o: Rectangle, obstacles: &Obstacles) {
    let clear = obstacles.near(Truth::Designed, o);
    let free = |wanted: f64, east: bool| {
        let tries = (0..20).flat_map(|i| [2.0 * f64::from(i), -2.0 * f64::from(i)]);
        tries.map(|shift| wanted + shift).find(|at| {
            let strip = if east {
                Rectangle::new(o.west, at - 3.0, o.east, at + 3.0)
            } else {
                Rectangle::new(at - 3.0, o.south, at + 3.0, o.north)
            };
            clear.is_empty_in(&strip)
        })
    };
    let street = |a: crate::xinghe::plan::Axis, sign: f64| a.at + sign * a.grade.pavement_axis();
    let (south, north, east) = (street(row(1), 1.0), street(row(2), -1.0), street(column(2), -1.0));
    // The walk between the square and its neighbour.
    let west = o.west - 4.0;
    let mut add = |key: &str, name: Option<Name>, width, line: &[Place]| {
        let mut way = Way::new(format!("A4/{key}"), StreetClass::Pedestrian, width, planned(), line);
        way.name = name;
        network.ways.push(way);
    };
    if let Some(u) = free(-38.0, false) {
        add("axis", Some(("星河广场轴线", "Xinghe Square Axis")), 6.0, &[[u, south], [u, north]]);
    }
    for (key, wanted) in [("walk-north", -50.0), ("walk-middle", -100.0), ("walk-south", -150.0)] {
        if let Some(v) = free(wanted, true) {
            add(key, None, 4.0, &[[west, v], [east, v]]);
        }
    }
}
