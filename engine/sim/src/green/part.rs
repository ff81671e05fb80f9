//! Large pieces of ground in parts, so that an edit counts only what lies near to it.

use geo::{BoundingRect as _, MultiPolygon, Rect};

use super::outline::{Half, half_of};
use super::plane::Plan;

/// Longest side of a part, metres.
const LONGEST_M: f64 = 48.0;
/// Most parts along one side: land that is larger is cut into larger parts.
const MOST_ALONG: f64 = 128.0;

/// A plan in parts that lie beside each other and together are the plan. What is small stays whole. `of` makes the plan of
/// a part: [`Plan::of_clean`], or [`Plan::of_wound`] where rings overlap.
pub(super) fn parts_of(plan: Plan, of: fn(MultiPolygon) -> Option<Plan>) -> Vec<Plan> {
    let longest_m = LONGEST_M.max(plan.rect.width().max(plan.rect.height()) / MOST_ALONG);
    let Some(halves) = halves(&plan.shape, &plan.rect, longest_m) else { return vec![plan] };
    let mut parts = Vec::new();
    let mut open = Vec::from(halves);
    open.reverse();
    while let Some(shape) = open.pop() {
        let Some(rect) = shape.bounding_rect() else { continue };
        match self::halves(&shape, &rect, longest_m) {
            Some(halves) => open.extend(halves.into_iter().rev()),
            None => parts.extend(of(shape)),
        }
    }
    parts
}

/// Whether a plan is so large that it is cut.
pub(super) fn is_cut(plan: &Plan) -> bool {
    plan.rect.width().max(plan.rect.height()) > LONGEST_M
}

/// Both sides of a cut across the longer side, on a raster, so that the same land is cut alike whatever its outline is
/// elsewhere; `None` where the plan is small.
fn halves(shape: &MultiPolygon, rect: &Rect, longest_m: f64) -> Option<[MultiPolygon; 2]> {
    let raster_m = longest_m / 3.0;
    let longer_m = rect.width().max(rect.height());
    if longer_m.is_nan() || longer_m <= longest_m {
        return None;
    }
    let across_x = rect.width() >= rect.height();
    let middle = rect.center();
    let middle_m = if across_x { middle.x } else { middle.y };
    let at_m = (middle_m / raster_m).round() * raster_m;
    Some([false, true].map(|upper| half_of(shape, Half { across_x, at_m, upper })))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use linli_model::{Geometry, Polygon};

    use super::super::plane::plan_of;
    use super::*;

    /// What the boolean operations that this test looks with put corners aside; a thousandth of a square metre is a tenth
    /// of what a ledger promises.
    const ALLOWED_M2: f64 = 1e-3;

    fn plan(ring: &[[f64; 2]]) -> Plan {
        let ring = ring.iter().map(|p| [p[0], p[1], 0.0]).collect();
        plan_of(&Geometry::Area(vec![Polygon::new(ring)])).unwrap()
    }

    #[test]
    fn parts_are_small_lie_beside_each_other_and_are_the_whole() {
        let star = plan(&[[0., 0.], [400., 30.], [210., 80.], [330., 300.], [120., 140.], [-90., 260.]]);
        let parts = parts_of(star.clone(), Plan::of_clean);
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
        assert_eq!(parts_of(plan(&[[0., 0.], [40., 0.], [40., 48.]]), Plan::of_clean).len(), 1);
        let parts = parts_of(plan(&[[0., 0.], [1e6, 0.], [1e6, 2e4], [0., 2e4]]), Plan::of_clean);
        assert!(parts.len() < 2000, "{}", parts.len());
    }
}
