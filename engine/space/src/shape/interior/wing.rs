//! Cuts outlines that are far from rectangles into wings that are near to them.

use geo::{Area as _, BoundingRect as _, Coord};

use super::WALL_M;
use super::plane::{Axis, Region, split};

/// A piece that fills this part of its box is one wing.
const FULL: f64 = 0.8;
/// Pieces smaller than this are not cut, square metres.
const LEAST_M2: f64 = 120.0;
/// A cut must add this part to how full the boxes are.
const GAIN: f64 = 0.02;
/// Most corners tried for one cut, and how often pieces are cut again.
const MOST_CORNERS: usize = 24;
const MOST_ROUNDS: usize = 4;

/// Wings with walls between them.
pub(super) fn wings(inner: &Region) -> Vec<Region> {
    let mut done = Vec::new();
    for polygon in inner {
        cut(Region::new(vec![polygon.clone()]), MOST_ROUNDS, &mut done);
    }
    done
}

fn cut(piece: Region, rounds: usize, done: &mut Vec<Region>) {
    let area = piece.unsigned_area();
    if rounds == 0 || area < LEAST_M2 || fullness(&piece) >= FULL * area {
        done.push(piece);
        return;
    }
    let mut best: Option<(f64, [Region; 2])> = None;
    for (axis, at) in places(&piece) {
        // The wall may lie to either side of the corner.
        for at in [at - WALL_M / 2.0, at + WALL_M / 2.0] {
            let halves = split(&piece, axis, at, WALL_M);
            let score = halves.iter().map(fullness).sum::<f64>();
            if best.as_ref().is_none_or(|(most, _)| score > *most + 1e-6) {
                best = Some((score, halves));
            }
        }
    }
    match best.filter(|(score, _)| *score > fullness(&piece) + GAIN * area) {
        Some((_, halves)) => {
            for polygon in halves.into_iter().flatten() {
                cut(Region::new(vec![polygon]), rounds - 1, done);
            }
        }
        None => done.push(piece),
    }
}

/// How full the boxes around the polygons are, weighed with their areas, square metres.
fn fullness(region: &Region) -> f64 {
    let of = |polygon: &geo::Polygon| {
        let area = polygon.unsigned_area();
        let room = polygon.bounding_rect().map_or(0.0, |r| r.width() * r.height());
        if room > 0.0 { area * area / room } else { 0.0 }
    };
    region.iter().map(of).sum()
}

/// Coordinates of corners that turn inwards, on both axes.
fn places(piece: &Region) -> Vec<(Axis, f64)> {
    let mut corners: Vec<[f64; 2]> = Vec::new();
    for polygon in piece {
        let sign = if ring_turns_left(&polygon.exterior().0) { 1.0 } else { -1.0 };
        inward(&polygon.exterior().0, sign, &mut corners);
        for hole in polygon.interiors() {
            let sign = if ring_turns_left(&hole.0) { -1.0 } else { 1.0 };
            inward(&hole.0, sign, &mut corners);
        }
    }
    let step = corners.len().div_ceil(MOST_CORNERS).max(1);
    let kept = corners.into_iter().step_by(step);
    kept.flat_map(|p| [(Axis::X, p[0]), (Axis::Y, p[1])]).collect()
}

fn ring_turns_left(ring: &[Coord]) -> bool {
    let Some(o) = ring.first() else { return true };
    ring.windows(2).map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y)).sum::<f64>()
        > 0.0
}

fn inward(ring: &[Coord], sign: f64, corners: &mut Vec<[f64; 2]>) {
    let count = ring.len().saturating_sub(1);
    for i in 0..count {
        let (a, p, b) = (ring[(i + count - 1) % count], ring[i], ring[(i + 1) % count]);
        let turn = (p.x - a.x) * (b.y - p.y) - (b.x - p.x) * (p.y - a.y);
        let size = (p.x - a.x).hypot(p.y - a.y) * (b.x - p.x).hypot(b.y - p.y);
        if sign * turn < -0.2 * size {
            corners.push([p.x, p.y]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(ring: &[[f64; 2]], holes: &[&[[f64; 2]]]) -> Region {
        let line = |r: &[[f64; 2]]| geo::LineString(r.iter().map(|&[x, y]| Coord { x, y }).collect());
        Region::new(vec![geo::Polygon::new(line(ring), holes.iter().map(|h| line(h)).collect())])
    }

    #[test]
    fn an_angle_is_two_wings_and_a_court_four() {
        let angle = region(&[[0., 0.], [40., 0.], [40., 12.], [12., 12.], [12., 40.], [0., 40.]], &[]);
        let parts = wings(&angle);
        assert_eq!(parts.len(), 2);
        let outer = [[0., 0.], [60., 0.], [60., 50.], [0., 50.]];
        let court = region(&outer, &[&[[12., 12.], [12., 38.], [48., 38.], [48., 12.]]]);
        let parts = wings(&court);
        assert_eq!(parts.len(), 4);
        let area: f64 = parts.iter().map(|p| p.unsigned_area()).sum();
        assert!(area > 0.97 * court.unsigned_area() && area < court.unsigned_area());
        assert_eq!(wings(&region(&outer, &[])).len(), 1);
    }
}
