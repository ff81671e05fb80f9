//! The course of a round line: its axis, cut back and rounded where fittings are, and their solids.

use linli_model::{ElementId, FaceKind, Medium, Point3};

use super::arc::{self, Bend};
use super::solid::collar;
use super::{Fitting, FittingKind, bend_diameters};
use crate::index::vector::{distance, sub, unit};
use crate::shape::builder::ShapeBuilder;
use crate::{Segment, Shape};

/// Bends of less than this are no elbows: pipes are laid with them in their joints. Degrees.
pub(super) const LEAST_BEND_DEG: f64 = 3.0;
/// Part of a piece that a fitting at one of its ends may take.
pub(super) const MOST_PART: f64 = 0.45;

/// A line's axis in the making.
pub(super) struct Course {
    /// The line.
    pub id: ElementId,
    /// What it carries.
    pub medium: Medium,
    /// Outer radius, metres.
    pub radius_m: f64,
    /// Points of the axis.
    pub axis: Vec<Point3>,
    /// Whether the first and the last point were moved from where the line ended.
    moved: [bool; 2],
    /// Closed solids of its fittings.
    pub solids: ShapeBuilder,
    rounded: bool,
}

impl Course {
    /// The course of a shape that is one chain of segments of one radius, as round lines are.
    pub(super) fn of(id: ElementId, medium: Medium, shape: &Shape) -> Option<Self> {
        let first = shape.segments.first()?;
        let chained = shape.segments.windows(2).all(|pair| match pair {
            [a, b] => a.b == b.a && a.radius_m == b.radius_m,
            _ => true,
        });
        if !chained || !shape.triangles.is_empty() || !(first.radius_m > 0.0 && first.radius_m.is_finite()) {
            return None;
        }
        let axis = std::iter::once(first.a).chain(shape.segments.iter().map(|segment| segment.b)).collect();
        Some(Self {
            id,
            medium,
            radius_m: first.radius_m,
            axis,
            moved: [false; 2],
            solids: ShapeBuilder::default(),
            rounded: false,
        })
    }

    /// The end point of the axis: 0 for its first, 1 for its last.
    pub(super) fn end(&self, end: usize) -> Option<Point3> {
        if end == 0 { self.axis.first() } else { self.axis.last() }.copied()
    }

    /// Direction from an end into the line, and the length of its first piece.
    pub(super) fn inwards(&self, end: usize) -> Option<(Point3, f64)> {
        let (at, next) = match end {
            0 => (*self.axis.first()?, *self.axis.get(1)?),
            _ => (*self.axis.last()?, *self.axis.get(self.axis.len().checked_sub(2)?)?),
        };
        Some((unit(sub(next, at))?, distance(at, next)))
    }

    /// Moves an end of the axis.
    pub(super) fn move_end(&mut self, end: usize, to: Point3) {
        let place = if end == 0 { self.axis.first_mut() } else { self.axis.last_mut() };
        if let Some(place) = place {
            *place = to;
            self.moved[end] = true;
        }
    }

    /// Goes on beyond an end through points, the nearest first.
    pub(super) fn extend(&mut self, end: usize, points: &[Point3]) {
        if end == 0 {
            self.axis.splice(0..0, points.iter().rev().copied());
        } else {
            self.axis.extend(points);
        }
        self.rounded = true;
    }

    /// Rounds the bends within the line, and gives their elbows.
    pub(super) fn round_bends(&mut self) -> Vec<Fitting> {
        let mut fittings = Vec::new();
        if self.axis.len() < 3 {
            return fittings;
        }
        let radius = bend_diameters(self.medium) * 2.0 * self.radius_m;
        let whole = std::mem::take(&mut self.axis);
        let mut axis: Vec<Point3> = whole.first().copied().into_iter().collect();
        for triple in whole.windows(3) {
            let (before, at, after) = (*axis.last().unwrap_or(&triple[0]), triple[1], triple[2]);
            // The piece before may have been shortened by the bend before.
            let room = [distance(before, at), distance(at, after) * MOST_PART];
            match arc::bend(triple[0], at, after, radius, self.radius_m, room) {
                Some(bend) => {
                    self.collars(&bend);
                    fittings.push(Fitting {
                        kind: FittingKind::Elbow,
                        place: at,
                        medium: self.medium,
                        lines: vec![self.id],
                        radii_m: vec![self.radius_m],
                        bend_radius_m: Some(bend.radius_m),
                    });
                    axis.extend(bend.points);
                }
                None => axis.push(at),
            }
        }
        axis.extend(whole.last());
        axis.dedup();
        self.rounded |= !fittings.is_empty();
        self.axis = axis;
        fittings
    }

    /// Sockets at both ends of an elbow.
    pub(super) fn collars(&mut self, bend: &Bend) {
        let ends = [(bend.points.first(), bend.directions[0]), (bend.points.last(), bend.directions[1])];
        for (at, direction) in ends {
            if let Some(at) = at {
                collar(&mut self.solids, *at, direction, self.radius_m, self.radius_m);
            }
        }
    }

    /// Whether anything was changed.
    pub(super) fn has_fittings(&self) -> bool {
        self.rounded || self.moved != [false; 2] || self.solids.triangle_count() > 0
    }

    /// The line's shape: its axis with its radius, and the solids of its fittings.
    pub(super) fn into_shape(self) -> Shape {
        let mut shape = self.solids.finish();
        let radius_m = self.radius_m;
        let pairs = self.axis.windows(2).filter(|pair| pair[0] != pair[1]);
        shape.segments = pairs.map(|pair| Segment { a: pair[0], b: pair[1], radius_m }).collect();
        shape
    }
}

/// What fittings are drawn as.
pub(super) const SKIN: (FaceKind, Option<[u8; 3]>) = (FaceKind::Unknown, None);
