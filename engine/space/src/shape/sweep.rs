//! Rectangular sections swept along lines: tunnels, culverts, duct banks, walls.
//!
//! Sections stay upright: they are vertical and level whatever the slope of the line. Bends are
//! mitred; where a bend is too sharp or its neighbours too near for a mitre, the pieces end square.

use linli_model::Point3;

use super::builder::ShapeBuilder;
use super::solid::{Skins, UprightBox, is_place};

/// Points closer than this in the plan are over each other, metres.
const OVER_M: f64 = 0.01;
/// Bends sharper than this are not mitred: tangent of half the angle (120°).
const SHARPEST: f64 = 1.732;

/// A section seen along the line, relative to it, metres: right and up are positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Section {
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
    pub top: f64,
}

impl Section {
    /// A section around the line.
    pub(super) fn around(width: f64, height: f64) -> Self {
        Self { left: -width / 2.0, right: width / 2.0, bottom: -height / 2.0, top: height / 2.0 }
    }

    /// Whether it has an area and no absurd size.
    pub(super) fn is_usable(&self) -> bool {
        let sizes = [self.right - self.left, self.top - self.bottom];
        let within = [self.left, self.right, self.bottom, self.top].iter().all(|v| v.abs() <= 1e3);
        within && sizes.iter().all(|size| *size > 1e-3)
    }
}

/// A piece of a line that never stands still in the plan, with what happens at its points.
struct Axis {
    points: Vec<Point3>,
    /// Unit directions of its pieces in the plan.
    directions: Vec<[f64; 2]>,
    /// Tangent of half the turn to the left at each point; `None` where the pieces end square.
    turns: Vec<Option<f64>>,
}

/// Parts of a line: stretches to sweep along, and drops straight down.
#[derive(Default)]
pub(super) struct Path {
    axes: Vec<Axis>,
    drops: Vec<[Point3; 2]>,
}

impl Path {
    /// Makes a line ready; as a ring its last point meets the first again, repeated or not.
    /// `reach` is how far sections go to a side, metres.
    pub(super) fn new(points: &[Point3], ring: bool, reach: f64) -> Self {
        let mut line: Vec<Point3> = points.iter().copied().filter(|p| is_place(*p)).collect();
        if ring && let Some(&first) = line.first() {
            line.push(first);
        }
        let mut path = Self::default();
        let mut stretch: Vec<Point3> = Vec::new();
        for p in line {
            let Some(&last) = stretch.last() else {
                stretch.push(p);
                continue;
            };
            if (p[0] - last[0]).hypot(p[1] - last[1]) >= OVER_M {
                stretch.push(p);
            } else if (p[2] - last[2]).abs() >= OVER_M {
                path.push(std::mem::replace(&mut stretch, vec![p]), false, reach);
                path.drops.push([last, p]);
            }
        }
        let whole = path.drops.is_empty() && path.axes.is_empty();
        path.push(stretch, ring && whole, reach);
        path
    }

    fn push(&mut self, mut points: Vec<Point3>, ring: bool, reach: f64) {
        let ring = ring && points.len() > 3;
        if ring {
            points.pop();
        }
        if points.len() < 2 {
            return;
        }
        let count = points.len();
        let pieces = if ring { count } else { count - 1 };
        let directions: Vec<[f64; 2]> = (0..pieces)
            .map(|i| {
                let (a, b) = (points[i], points[(i + 1) % count]);
                let length = (b[0] - a[0]).hypot(b[1] - a[1]);
                [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
            })
            .collect();
        let turns = (0..count).map(|i| turn(&directions, i, ring)).collect();
        let mut axis = Axis { points, directions, turns };
        axis.square_where_tight(reach);
        self.axes.push(axis);
    }

    /// Adds the closed solid of a section swept along the line; drops are upright shafts as wide
    /// as the section both ways.
    pub(super) fn sweep(&self, builder: &mut ShapeBuilder, section: Section, skins: Skins) {
        if !section.is_usable() {
            return;
        }
        for axis in &self.axes {
            axis.sweep(builder, section, skins, true);
        }
        for [a, b] in &self.drops {
            let width = section.right - section.left;
            let shaft = UprightBox {
                centre: [a[0], a[1]],
                along: [1.0, 0.0],
                length: width,
                width,
                bottom: a[2].min(b[2]) + section.bottom,
                top: a[2].max(b[2]) + section.top,
            };
            shaft.build(builder, skins);
        }
    }

    /// Adds the faces of a section seen from inside, open at the ends.
    pub(super) fn line_inside(&self, builder: &mut ShapeBuilder, section: Section, skins: Skins) {
        if section.is_usable() {
            self.axes.iter().for_each(|axis| axis.sweep(builder, section, skins, false));
        }
    }
}

/// Tangent of half the turn to the left at a point; `None` at ends and where it is too sharp.
fn turn(directions: &[[f64; 2]], at: usize, ring: bool) -> Option<f64> {
    let after = directions.get(at)?;
    let before = match at.checked_sub(1) {
        Some(before) => directions.get(before)?,
        None if ring => directions.last()?,
        None => return None,
    };
    let (sine, cosine) =
        (before[0] * after[1] - before[1] * after[0], before[0] * after[0] + before[1] * after[1]);
    let half = sine / (1.0 + cosine);
    (half.abs() <= SHARPEST).then_some(half)
}

impl Axis {
    /// Mitres of neighbouring bends that would cross become square ends: the sharper one first.
    fn square_where_tight(&mut self, reach: f64) {
        let count = self.points.len();
        for i in 0..self.directions.len() {
            let next = (i + 1) % count;
            let (a, b) = (self.points[i], self.points[next]);
            let length = (b[0] - a[0]).hypot(b[1] - a[1]);
            let size = |turn: Option<f64>| turn.map_or(0.0, f64::abs);
            let (at_a, at_b) = (size(self.turns[i]), size(self.turns[next]));
            if reach * (at_a + at_b) < length {
                continue;
            }
            let (sharper, other) = if at_a >= at_b { (i, next) } else { (next, i) };
            self.turns[sharper] = None;
            if reach * size(self.turns[other]) >= length {
                self.turns[other] = None;
            }
        }
    }

    fn sweep(&self, builder: &mut ShapeBuilder, section: Section, skins: Skins, outside: bool) {
        let count = self.points.len();
        for (i, direction) in self.directions.iter().enumerate() {
            let next = (i + 1) % count;
            let start = self.ring_at(builder, section, i, *direction);
            let end = self.ring_at(builder, section, next, *direction);
            for (k, skin) in [skins.under, skins.side, skins.over, skins.side].into_iter().enumerate() {
                let l = (k + 1) % 4;
                // Where a slope meets a bend over and under are not quite flat: cut along the same
                // diagonal they stay the section's height apart.
                let quad = match k {
                    2 => [end[k], end[l], start[l], start[k]],
                    _ => [start[k], end[k], end[l], start[l]],
                };
                builder.quad(if outside { quad } else { [quad[3], quad[2], quad[1], quad[0]] }, skin);
            }
            if outside && self.turns[i].is_none() {
                builder.quad(start, skins.side);
            }
            if outside && self.turns[next].is_none() {
                builder.quad([end[3], end[2], end[1], end[0]], skins.side);
            }
        }
    }

    /// Corners of the section at a point of a piece: bottom left, bottom right, top right, top left.
    fn ring_at(&self, builder: &mut ShapeBuilder, section: Section, at: usize, d: [f64; 2]) -> [u32; 4] {
        let Section { left, right, bottom, top } = section;
        let p = self.points[at];
        // Both pieces must give the same corner to the last bit: it is made from the piece before.
        let (d, half) = match self.turns[at] {
            Some(half) => {
                let before = if at > 0 { at - 1 } else { self.directions.len() - 1 };
                (self.directions[before], half)
            }
            None => (d, 0.0),
        };
        [(left, bottom), (right, bottom), (right, top), (left, top)].map(|(across, up)| {
            // To the right of the direction, and on to the mitre plane.
            let forward = across * half;
            let x = p[0] + across * d[1] + forward * d[0];
            let y = p[1] - across * d[0] + forward * d[1];
            builder.vertex([x, y, p[2] + up])
        })
    }
}
