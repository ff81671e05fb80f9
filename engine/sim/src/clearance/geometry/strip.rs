//! Swept shapes: round pipes as capsules, boxes and duct banks as upright rectangles along a line.

use linli_model::{Point3, Polygon};

use super::plan::{PlanClosest, along, closest_on_segments, cross, dot, minus, point_to_segment};

/// Section that is swept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SweptSection {
    /// Circle of this radius, metres.
    Round(f64),
    /// Upright rectangle: half width and half height, metres.
    Upright(f64, f64),
}

impl SweptSection {
    /// Half of the width in plan, metres.
    pub fn half_width_m(self) -> f64 {
        match self {
            Self::Round(radius) => radius,
            Self::Upright(width, _) => width,
        }
    }

    /// Half of the height, metres.
    pub fn half_height_m(self) -> f64 {
        match self {
            Self::Round(radius) => radius,
            Self::Upright(_, height) => height,
        }
    }
}

/// One straight piece of a swept shape, by its axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strip {
    /// Start of the axis.
    pub a: Point3,
    /// End of the axis.
    pub b: Point3,
    /// What is swept.
    pub section: SweptSection,
    /// Whether it is cut square at its start and end; if not, a round joint closes it there.
    pub square: [bool; 2],
}

impl Strip {
    /// The axis in plan.
    pub fn plan(&self) -> [[f64; 2]; 2] {
        [[self.a[0], self.a[1]], [self.b[0], self.b[1]]]
    }

    /// Point of the axis at a share of its length.
    pub fn at(&self, share: f64) -> Point3 {
        std::array::from_fn(|i| self.a[i] + (self.b[i] - self.a[i]) * share)
    }

    /// Length in plan, metres.
    pub fn length_m(&self) -> f64 {
        (self.b[0] - self.a[0]).hypot(self.b[1] - self.a[1])
    }

    /// Whether it is cut square anywhere.
    fn is_square(&self) -> bool {
        matches!(self.section, SweptSection::Upright(..)) && (self.square[0] || self.square[1])
    }

    /// Outline in plan as a rectangle without the round joints, when it has a length.
    fn rectangle(&self) -> Option<[[f64; 2]; 4]> {
        let [a, b] = self.plan();
        let length = self.length_m();
        if length <= 0.0 {
            return None;
        }
        let half = self.section.half_width_m();
        let side = [-(b[1] - a[1]) / length * half, (b[0] - a[0]) / length * half];
        Some([
            [a[0] + side[0], a[1] + side[1]],
            [b[0] + side[0], b[1] + side[1]],
            [b[0] - side[0], b[1] - side[1]],
            [a[0] - side[0], a[1] - side[1]],
        ])
    }

    /// The pieces whose union is the outline in plan: each a convex set of points and a radius.
    fn pieces(&self) -> Vec<(Vec<[f64; 2]>, f64)> {
        let plan = self.plan();
        let half = self.section.half_width_m();
        match self.rectangle() {
            Some(rectangle) if self.is_square() => {
                let mut pieces = vec![(rectangle.to_vec(), 0.0)];
                for (end, point) in plan.into_iter().enumerate() {
                    if !self.square[end] {
                        pieces.push((vec![point], half));
                    }
                }
                pieces
            }
            _ => vec![(plan.to_vec(), half)],
        }
    }
}

/// Distance of the outlines of two strips in plan, outer face to outer face, metres; where they
/// overlap, the distance of the axes less both half widths, which is then negative.
pub fn horizontal_gap(a: &Strip, b: &Strip, closest: &PlanClosest) -> f64 {
    let widths = a.section.half_width_m() + b.section.half_width_m();
    let round = closest.distance_m - widths;
    if closest.crossing || !(a.is_square() || b.is_square()) {
        return round;
    }
    let mut least = f64::INFINITY;
    for (points_a, radius_a) in a.pieces() {
        for (points_b, radius_b) in b.pieces() {
            least = least.min(convex_distance(&points_a, &points_b) - radius_a - radius_b);
        }
    }
    if least > 0.0 { least } else { round.min(0.0) }
}

/// Distance of two convex polygons, segments or points; 0 when they overlap.
fn convex_distance(a: &[[f64; 2]], b: &[[f64; 2]]) -> f64 {
    if inside_convex(a, b) || inside_convex(b, a) {
        return 0.0;
    }
    let mut least = f64::INFINITY;
    for edge_a in edges(a) {
        for edge_b in edges(b) {
            let closest = closest_on_segments(edge_a, edge_b);
            least = least.min(closest.distance_m);
        }
    }
    least
}

/// Whether the first point of `inner` lies in the convex polygon `outer`.
fn inside_convex(outer: &[[f64; 2]], inner: &[[f64; 2]]) -> bool {
    let Some(p) = inner.first() else { return false };
    if outer.len() < 3 {
        return false;
    }
    let turns = edges(outer).map(|[a, b]| cross(minus(b, a), minus(*p, a)));
    let (mut left, mut right) = (false, false);
    for turn in turns {
        left |= turn > 0.0;
        right |= turn < 0.0;
    }
    !(left && right)
}

fn edges(points: &[[f64; 2]]) -> impl Iterator<Item = [[f64; 2]; 2]> + '_ {
    let count = points.len();
    let closed = if count > 2 { count } else { count.min(1) };
    (0..closed).filter_map(move |i| Some([*points.get(i)?, *points.get((i + 1) % count)?]))
}

/// Distance of a strip's outline from a polygon in plan, metres, negative inside; with the closest
/// point of the axis as a share, and the closest point of the polygon.
pub fn polygon_gap(strip: &Strip, polygon: &Polygon) -> Option<(f64, f64, [f64; 2])> {
    let axis = strip.plan();
    let mut best: Option<(f64, f64, [f64; 2])> = None;
    let mut flat = f64::INFINITY;
    let pieces = if strip.is_square() { strip.pieces() } else { Vec::new() };
    for ring in polygon.rings() {
        for (i, from) in ring.iter().enumerate() {
            let Some(to) = ring.get((i + 1) % ring.len()) else { continue };
            let edge = [[from[0], from[1]], [to[0], to[1]]];
            let closest = closest_on_segments(axis, edge);
            if best.is_none_or(|(least, ..)| closest.distance_m < least) {
                best = Some((closest.distance_m, closest.on_a, along(edge[0], edge[1], closest.on_b)));
            }
            for (points, radius) in &pieces {
                flat = flat.min(convex_distance(points, &edge) - radius);
            }
        }
    }
    let (distance, share, place) = best?;
    let half = strip.section.half_width_m();
    let inside = polygon.contains_xy(axis[0][0], axis[0][1]) && distance > 0.0;
    let gap = if inside { -distance - half } else { distance - half };
    Some((if !inside && flat > 0.0 && flat.is_finite() { flat } else { gap }, share, place))
}

/// Smallest vertical distance between two strips where their plans overlap, metres; negative when they
/// run into each other.
///
/// Where the axes cross, this is exact for sloping pipes too: with the heights written over the two
/// lateral offsets, the gap is a sum of one convex function of each offset, with the minimum
/// `r √(k² + l²)` for a circle of radius r (k = √(1 + slope²) along the pipe, l the change of the other
/// axis' height across it). Elsewhere the sections are compared at the ends of the common stretch.
pub fn vertical_gap(a: &Strip, b: &Strip, closest: &PlanClosest) -> f64 {
    if closest.crossing {
        return crossing_gap(a, b, closest);
    }
    let mut least = f64::INFINITY;
    let mut look = |share_a: f64, share_b: f64| {
        let (pa, pb) = (a.at(share_a), b.at(share_b));
        let apart = (pa[0] - pb[0]).hypot(pa[1] - pb[1]);
        if let Some(heights) = stacked(a.section, b.section, apart) {
            least = least.min((pa[2] - pb[2]).abs() - heights);
        }
    };
    look(closest.on_a, closest.on_b);
    let (plan_a, plan_b) = (a.plan(), b.plan());
    for (share, p) in [(0.0, plan_a[0]), (1.0, plan_a[1])] {
        look(share, point_to_segment(p, plan_b[0], plan_b[1]).0);
    }
    for (share, p) in [(0.0, plan_b[0]), (1.0, plan_b[1])] {
        look(point_to_segment(p, plan_a[0], plan_a[1]).0, share);
    }
    least
}

/// Largest sum of the half heights of two sections that lie over each other, `apart` metres aside in
/// plan; `None` when they do not overlap.
fn stacked(a: SweptSection, b: SweptSection, apart: f64) -> Option<f64> {
    let reach = a.half_width_m() + b.half_width_m();
    if apart > reach {
        return None;
    }
    Some(match (a, b) {
        (SweptSection::Round(_), SweptSection::Round(_)) => (reach * reach - apart * apart).max(0.0).sqrt(),
        (SweptSection::Round(radius), SweptSection::Upright(width, height))
        | (SweptSection::Upright(width, height), SweptSection::Round(radius)) => {
            let beyond = (apart - width).max(0.0);
            height + (radius * radius - beyond * beyond).max(0.0).sqrt()
        }
        (SweptSection::Upright(_, p), SweptSection::Upright(_, q)) => p + q,
    })
}

fn crossing_gap(a: &Strip, b: &Strip, closest: &PlanClosest) -> f64 {
    let (za, zb) = (a.at(closest.on_a)[2], b.at(closest.on_b)[2]);
    let (upper, lower, rise) = if za >= zb { (a, b, za - zb) } else { (b, a, zb - za) };
    let (la, lb) = (upper.length_m(), lower.length_m());
    let direction =
        |strip: &Strip, length: f64| [(strip.b[0] - strip.a[0]) / length, (strip.b[1] - strip.a[1]) / length];
    let (da, db) = (direction(upper, la), direction(lower, lb));
    let (slope_a, slope_b) = ((upper.b[2] - upper.a[2]) / la, (lower.b[2] - lower.a[2]) / lb);
    let sine = cross(da, db);
    // The offset across `a` changes the place along `b` by 1 / sine, and the offset across `b` the
    // place along `a`: so heights change by the other slope, and by the own slope times the cosine.
    let cosine = dot(da, db);
    let across_a = (slope_a * cosine - slope_b) / sine;
    let across_b = (slope_b * cosine - slope_a) / sine;
    rise - bulge(upper.section, slope_a, across_a) - bulge(lower.section, slope_b, across_b)
}

/// How far a section reaches towards the other, when the other's height changes by `across` a metre.
fn bulge(section: SweptSection, slope: f64, across: f64) -> f64 {
    match section {
        SweptSection::Round(radius) => radius * (1.0 + slope * slope + across * across).sqrt(),
        SweptSection::Upright(width, height) => height + width * across.abs(),
    }
}

#[cfg(test)]
mod tests;
