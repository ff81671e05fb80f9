//! Large pieces of ground in parts, so that an edit counts only what lies near to it.

use geo::{Coord, MultiPolygon, Rect};

use super::plane::Plan;

/// Longest side of a part, metres.
const LONGEST_M: f64 = 48.0;
/// Most parts along one side: land that is larger is cut into larger parts.
const MOST_ALONG: f64 = 128.0;

/// A plan in parts that lie beside each other and together are the plan. What is small stays whole.
pub(super) fn parts_of(plan: Plan) -> Vec<Plan> {
    let longest_m = LONGEST_M.max(plan.rect.width().max(plan.rect.height()) / MOST_ALONG);
    let mut parts = Vec::new();
    let mut open = vec![plan];
    while let Some(plan) = open.pop() {
        match halves(&plan, longest_m) {
            Some(halves) => open.extend(halves.into_iter().rev().flatten()),
            None => parts.push(plan),
        }
    }
    parts
}

/// Both sides of a cut across the longer side, on a raster, so that the same land is cut alike whatever its outline is
/// elsewhere; `None` where the plan is small.
fn halves(plan: &Plan, longest_m: f64) -> Option<[Option<Plan>; 2]> {
    let (rect, raster_m) = (&plan.rect, longest_m / 3.0);
    let longer_m = rect.width().max(rect.height());
    if longer_m.is_nan() || longer_m <= longest_m {
        return None;
    }
    let (low, high, middle) = (rect.min(), rect.max(), rect.center());
    let [first, second] = if rect.width() >= rect.height() {
        let x = (middle.x / raster_m).round() * raster_m;
        [Rect::new(low, Coord { x, y: high.y }), Rect::new(Coord { x, y: low.y }, high)]
    } else {
        let y = (middle.y / raster_m).round() * raster_m;
        [Rect::new(low, Coord { x: high.x, y }), Rect::new(Coord { x: low.x, y }, high)]
    };
    let side = |rect: Rect| plan.inside(&Plan::of_clean(MultiPolygon::new(vec![rect.to_polygon()]))?);
    Some([side(first), side(second)])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::{Geometry, Polygon};

    use super::super::plane::plan_of;
    use super::*;

    /// Boolean operations put corners on a raster of the longest side in 2³⁰ steps (0.5 µm here), so each cut of some
    /// 50 m is wrong by up to 2·10⁻⁵ m²; a thousandth of a square metre is a tenth of what a ledger promises.
    const ALLOWED_M2: f64 = 1e-3;

    fn plan(ring: &[[f64; 2]]) -> Plan {
        let ring = ring.iter().map(|p| [p[0], p[1], 0.0]).collect();
        plan_of(&Geometry::Area(vec![Polygon::new(ring)])).unwrap()
    }

    #[test]
    fn parts_are_small_lie_beside_each_other_and_are_the_whole() {
        let star = plan(&[[0., 0.], [400., 30.], [210., 80.], [330., 300.], [120., 140.], [-90., 260.]]);
        let parts = parts_of(star.clone());
        assert!(parts.len() > 20);
        let sum: f64 = parts.iter().map(|part| part.area_m2).sum();
        assert!((sum - star.area_m2).abs() < ALLOWED_M2, "{sum} {}", star.area_m2);
        assert!(parts.iter().all(|part| part.rect.width().max(part.rect.height()) <= LONGEST_M + 1e-9));
        for (at, part) in parts.iter().enumerate() {
            let shared: f64 = parts[..at].iter().map(|other| part.shared_m2(other)).sum();
            assert!(shared < ALLOWED_M2, "{shared}");
        }
    }

    #[test]
    fn what_is_small_stays_whole_and_what_is_huge_has_not_too_many_parts() {
        assert_eq!(parts_of(plan(&[[0., 0.], [40., 0.], [40., 48.]])).len(), 1);
        let parts = parts_of(plan(&[[0., 0.], [1e6, 0.], [1e6, 2e4], [0., 2e4]]));
        assert!(parts.len() < 2000, "{}", parts.len());
    }
}
