//! Regions of the plan and straight cuts through them, in the storey's own axes.

use geo::{Area as _, BooleanOps as _, BoundingRect as _, Coord, LineString, MultiPolygon, Rect};

use crate::shape::footprint::{Footprint, Rectangle};

/// A part of the plan, metres in the storey's own axes.
pub(super) type Region = MultiPolygon<f64>;

/// Steps of the search for a cut that leaves a share of the area.
const BISECTIONS: usize = 40;

/// An axis of the storey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    /// Along the longer side of the smallest rectangle around the outline.
    X,
    /// Across it, towards the north.
    Y,
}

impl Axis {
    pub(super) fn other(self) -> Self {
        if self == Self::X { Self::Y } else { Self::X }
    }

    pub(super) fn of(self, p: [f64; 2]) -> f64 {
        if self == Self::X { p[0] } else { p[1] }
    }

    /// The point with a coordinate on this axis and one on the other.
    pub(super) fn point(self, on: f64, across: f64) -> [f64; 2] {
        if self == Self::X { [on, across] } else { [across, on] }
    }
}

/// The storey's own axes in the scene.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlanAxes {
    centre: [f64; 2],
    u: [f64; 2],
}

impl PlanAxes {
    /// X along the rectangle's longer side, Y towards the north.
    pub(super) fn of(rectangle: &Rectangle) -> Self {
        let [ux, uy] = rectangle.u;
        let u = if ux < 0.0 { [-ux, -uy] } else { [ux, uy] };
        Self { centre: rectangle.centre, u }
    }

    /// Whether the high side of an axis is the one towards the north.
    pub(super) fn north_is_high(self, axis: Axis) -> bool {
        axis == Axis::Y || self.u[1] >= 0.0
    }

    pub(super) fn to_plan(self, p: [f64; 2]) -> [f64; 2] {
        let (dx, dy) = (p[0] - self.centre[0], p[1] - self.centre[1]);
        [dx * self.u[0] + dy * self.u[1], dy * self.u[0] - dx * self.u[1]]
    }

    pub(super) fn to_scene(self, p: [f64; 2]) -> [f64; 2] {
        let [ux, uy] = self.u;
        [self.centre[0] + p[0] * ux - p[1] * uy, self.centre[1] + p[0] * uy + p[1] * ux]
    }

    /// Footprints as one region.
    pub(super) fn region(self, footprints: &[Footprint]) -> Region {
        let ring = |ring: &Vec<[f64; 2]>| {
            LineString(ring.iter().map(|p| self.to_plan(*p)).map(|[x, y]| Coord { x, y }).collect())
        };
        let polygons: Vec<geo::Polygon> = footprints
            .iter()
            .filter_map(|footprint| {
                let mut rings = footprint.rings.iter().map(ring);
                Some(geo::Polygon::new(rings.next()?, rings.collect()))
            })
            .collect();
        geo::unary_union(&polygons)
    }
}

/// Least and greatest coordinate of a region on an axis.
pub(super) fn extent(region: &Region, axis: Axis) -> Option<[f64; 2]> {
    let rect = region.bounding_rect()?;
    let (low, high) = (rect.min(), rect.max());
    Some([axis.of([low.x, low.y]), axis.of([high.x, high.y])])
}

/// Length of a region along an axis, metres.
pub(super) fn length(region: &Region, axis: Axis) -> f64 {
    extent(region, axis).map_or(0.0, |[low, high]| high - low)
}

/// A rectangle given by its span on an axis and across it.
pub(super) fn rectangle(axis: Axis, on: [f64; 2], across: [f64; 2]) -> geo::Polygon {
    let corner = |i: usize| {
        let [x, y] = axis.point(on[i], across[i]);
        Coord { x, y }
    };
    Rect::new(corner(0), corner(1)).to_polygon()
}

/// The part of a region between two coordinates on an axis.
pub(super) fn between(region: &Region, axis: Axis, [low, high]: [f64; 2]) -> Region {
    let (Some(on), Some(across)) = (extent(region, axis), extent(region, axis.other())) else {
        return Region::new(Vec::new());
    };
    if low <= on[0] && high >= on[1] {
        return region.clone();
    }
    if high <= low || high <= on[0] || low >= on[1] {
        return Region::new(Vec::new());
    }
    let window =
        rectangle(axis, [low.max(on[0] - 1.0), high.min(on[1] + 1.0)], [across[0] - 1.0, across[1] + 1.0]);
    region.intersection(&window)
}

/// What lies before and behind a wall across an axis.
pub(super) fn split(region: &Region, axis: Axis, at: f64, wall: f64) -> [Region; 2] {
    let before = between(region, axis, [f64::NEG_INFINITY, at - wall / 2.0]);
    let behind = between(region, axis, [at + wall / 2.0, f64::INFINITY]);
    [before, behind]
}

/// The pieces of a region between walls across an axis, with areas in proportion to weights.
pub(super) fn shares(region: &Region, axis: Axis, weights: &[f64], wall: f64) -> Vec<Region> {
    let mut pieces = Vec::new();
    let mut rest = region.clone();
    for (i, weight) in weights.iter().enumerate() {
        let left: f64 = weights[i..].iter().sum();
        if i + 1 == weights.len() || left <= 0.0 {
            pieces.push(std::mem::replace(&mut rest, Region::new(Vec::new())));
            continue;
        }
        let at = cut_at(&rest, axis, weight / left);
        let [piece, after] = split(&rest, axis, at, wall);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Where to cut so that a share of the area lies before.
fn cut_at(region: &Region, axis: Axis, share: f64) -> f64 {
    let Some([mut low, mut high]) = extent(region, axis) else { return 0.0 };
    let wanted = share * region.unsigned_area();
    for _ in 0..BISECTIONS {
        let middle = f64::midpoint(low, high);
        if area_before(region, axis, middle) < wanted { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// Area of a region before a coordinate: each ring is clipped at the line (Sutherland and Hodgman
/// 1974), whose doubled edges along the line add nothing to the area.
fn area_before(region: &Region, axis: Axis, at: f64) -> f64 {
    let rings = region
        .0
        .iter()
        .flat_map(|p| std::iter::once((p.exterior(), 1.0)).chain(p.interiors().iter().map(|r| (r, -1.0))));
    rings.map(|(ring, sign)| sign * clipped_area(&ring.0, axis, at).abs()).sum()
}

fn clipped_area(ring: &[Coord], axis: Axis, at: f64) -> f64 {
    let point = |c: &Coord| [axis.of([c.x, c.y]), axis.other().of([c.x, c.y])];
    let Some(origin) = ring.first().map(point) else { return 0.0 };
    let mut twice = 0.0;
    let mut last: Option<[f64; 2]> = None;
    let mut first: Option<[f64; 2]> = None;
    let mut visit = |p: [f64; 2]| {
        let p = [p[0] - origin[0], p[1] - origin[1]];
        if let Some(q) = last {
            twice += q[0] * p[1] - p[0] * q[1];
        }
        first.get_or_insert(p);
        last = Some(p);
    };
    for pair in ring.windows(2) {
        let (a, b) = (point(&pair[0]), point(&pair[1]));
        if a[0] <= at {
            visit(a);
        }
        if (a[0] <= at) != (b[0] <= at) {
            visit([at, a[1] + (b[1] - a[1]) * (at - a[0]) / (b[0] - a[0])]);
        }
    }
    if let (Some(p), Some(q)) = (first, last) {
        twice += q[0] * p[1] - p[0] * q[1];
    }
    twice / 2.0
}

/// Whole numbers in proportion to weights that add up to a total (largest remainders, ties to the
/// first).
pub(super) fn apportioned(total: u32, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    if weights.is_empty() || sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact = weights.iter().map(|w| f64::from(total) * w / sum);
    let (mut counts, mut rests): (Vec<u32>, Vec<(usize, f64)>) =
        exact.enumerate().map(|(i, e)| (e.floor() as u32, (i, e.fract()))).unzip();
    rests.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let missing = total.saturating_sub(counts.iter().sum()) as usize;
    for (i, _) in rests.into_iter().cycle().take(missing) {
        counts[i] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn angle() -> Region {
        let ring = [[0., 0.], [10., 0.], [10., 4.], [4., 4.], [4., 10.], [0., 10.]];
        let ring = LineString(ring.into_iter().map(|[x, y]| Coord { x, y }).collect());
        Region::new(vec![geo::Polygon::new(ring, vec![])])
    }

    #[test]
    fn cuts_share_the_area_that_is_not_wall() {
        let parts = shares(&angle(), Axis::X, &[1.0, 2.0, 1.0], 0.2);
        let areas: Vec<f64> = parts.iter().map(|p| p.unsigned_area()).collect();
        // Each wall takes its strip from the pieces beside it.
        assert!((areas[0] - 15.0).abs() < 1.0 + 1e-6 && (areas[1] - 2.0 * areas[2]).abs() < 1.5, "{areas:?}");
        let walls = 64.0 - areas.iter().sum::<f64>();
        assert!((walls - 0.2 * (10.0 + 4.0)).abs() < 0.6 + 1e-6, "{walls}");
        for (at, wanted) in [(2.0, 20.0), (4.0, 40.0), (7.0, 52.0), (12.0, 64.0), (-1.0, 0.0)] {
            assert!((area_before(&angle(), Axis::X, at) - wanted).abs() < 1e-9);
            assert!((area_before(&angle(), Axis::Y, at) - wanted).abs() < 1e-9);
        }
    }

    #[test]
    fn seats_are_all_given_out() {
        assert_eq!(apportioned(8, &[1.0, 1.0, 1.0]), vec![3, 3, 2]);
        assert_eq!(apportioned(3, &[43.0, 43.0, 110.0]), vec![1, 0, 2]);
        assert_eq!(apportioned(2, &[]), Vec::<u32>::new());
    }
}
