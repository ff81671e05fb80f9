//! Bridges and tunnels: ways that leave the ground.

mod height;

use linli_model::StreetClass;

use super::axis::{Axis, Mark};
use super::drape::Flat;
use super::line::{Level, StreetLine, StreetLines};
use super::tile::{Quad, Tiles};
use super::{SurfaceKind, marking, rail};
use crate::Ground;
use height::Heights;

/// Thickness of a bridge's slab, metres.
const SLAB_M: f64 = 0.8;
/// Longest piece of a deck, so that ramps are round, metres.
const LONGEST_M: f64 = 5.0;

/// Builds the decks of bridges with what is painted on them, and the ways in tunnels.
pub(super) fn collect(lines: &StreetLines, ground: &Ground, tiles: &mut Tiles) {
    let heights = Heights::of(&lines.lines, ground);
    for (number, line) in lines.lines.iter().enumerate().filter(|(_, l)| l.level != Level::Ground) {
        let Some(axis) = Axis::of(&line.points) else { continue };
        let height = |station: f64| heights.at(number, axis.stations(), station);
        let top = top_of(line);
        let pieces = pieces(&axis);
        for pair in pieces.windows(2) {
            let deck = Deck { top, ends: [pair[0], pair[1]], half_width: line.half_width };
            deck.build([height(pair[0].station), height(pair[1].station)], tiles);
        }
        if matches!(line.level, Level::Tunnel(_)) {
            continue;
        }
        let lift = |kind: SurfaceKind, quad: [Flat; 4], tiles: &mut Tiles| {
            tiles.add_quad(lifted(kind, quad, |station| height(station) + kind.offset_m()));
        };
        for quad in marking::strokes_of(lines, number, line).into_iter().flatten() {
            lift(SurfaceKind::Marking, quad, tiles);
        }
        if line.class.is_rail() {
            for pair in pieces.windows(2) {
                for quad in rail::rails(&axis, [pair[0].station, pair[1].station]) {
                    lift(SurfaceKind::Rail, quad, tiles);
                }
            }
        }
    }
}

fn top_of(line: &StreetLine) -> SurfaceKind {
    let in_tunnel = matches!(line.level, Level::Tunnel(_));
    match line.class {
        class if in_tunnel && class.is_rail() => SurfaceKind::RailTunnel,
        _ if in_tunnel => SurfaceKind::Tunnel,
        class if class.is_rail() => SurfaceKind::Ballast,
        class if class.is_carriageway() => SurfaceKind::Carriageway,
        StreetClass::Pedestrian => SurfaceKind::Plaza,
        StreetClass::Cycleway => SurfaceKind::Cycleway,
        _ => SurfaceKind::Footway,
    }
}

/// The axis' own points and more between them.
fn pieces(axis: &Axis) -> Vec<Mark> {
    let mut marks = vec![axis.at(0.0)];
    for pair in axis.stations().windows(2) {
        let steps = ((pair[1] - pair[0]) / LONGEST_M).ceil().clamp(1.0, 1e4);
        for step in 1..=steps as u32 {
            let part = f64::from(step) / steps;
            let station = if part == 1.0 { pair[1] } else { pair[0] + part * (pair[1] - pair[0]) };
            marks.push(axis.at(station));
        }
    }
    marks
}

struct Deck {
    top: SurfaceKind,
    ends: [Mark; 2],
    half_width: f64,
}

impl Deck {
    fn build(&self, z: [f64; 2], tiles: &mut Tiles) {
        let [a, b] = self.ends;
        let raised = z.map(|z| z + self.top.offset_m());
        let at = |mark: Mark, side: f64, z: f64| {
            let p = mark.beside(side * self.half_width);
            [p[0], p[1], z]
        };
        let uv = |mark: Mark, v: f64| [mark.station, v];
        let across = self.half_width;
        let top =
            [at(a, -1.0, raised[0]), at(b, -1.0, raised[1]), at(b, 1.0, raised[1]), at(a, 1.0, raised[0])];
        let [dx, dy] = [b.p[0] - a.p[0], b.p[1] - a.p[1]];
        let run = dx.hypot(dy).max(1e-9);
        let rise = (z[1] - z[0]) / run;
        let size = (1.0 + rise * rise).sqrt();
        let normal = [-rise * dx / run / size, -rise * dy / run / size, 1.0 / size];
        let uvs = [uv(a, -across), uv(b, -across), uv(b, across), uv(a, across)];
        tiles.add_quad(Quad { kind: self.top, corners: top, normal, uv: uvs });
        if matches!(self.top, SurfaceKind::Tunnel | SurfaceKind::RailTunnel) {
            return;
        }
        let low = z.map(|z| z - SLAB_M);
        let kind = SurfaceKind::BridgeSlab;
        let corners = [at(a, 1.0, low[0]), at(b, 1.0, low[1]), at(b, -1.0, low[1]), at(a, -1.0, low[0])];
        tiles.add_quad(Quad { kind, corners, normal: normal.map(|c| -c), uv: uvs });
        let right = [dy / run, -dx / run, 0.0];
        let side_uv = [uv(a, 0.0), uv(b, 0.0), uv(b, SLAB_M), uv(a, SLAB_M)];
        let corners = [at(a, -1.0, low[0]), at(b, -1.0, low[1]), top[1], top[0]];
        tiles.add_quad(Quad { kind, corners, normal: right, uv: side_uv });
        let corners = [at(b, 1.0, low[1]), at(a, 1.0, low[0]), top[3], top[2]];
        let side_uv = [uv(b, 0.0), uv(a, 0.0), uv(a, SLAB_M), uv(b, SLAB_M)];
        tiles.add_quad(Quad { kind, corners, normal: right.map(|c| -c), uv: side_uv });
    }
}

/// A ribbon's quadrilateral in space, by the height at each corner's length along its axis.
fn lifted(kind: SurfaceKind, quad: [Flat; 4], height: impl Fn(f64) -> f64) -> Quad {
    Quad {
        kind,
        corners: quad.map(|p| [p[0], p[1], height(p[2])]),
        normal: [0.0, 0.0, 1.0],
        uv: quad.map(|p| [p[2], p[3]]),
    }
}
