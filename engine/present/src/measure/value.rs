//! What comes out of measuring, as numbers.

use glam::{DVec2, DVec3};
use linli_model::Point3;
use linli_space::Clearance;
use serde::Serialize;

use super::MeasureKind;

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "measure", rename_all = "snake_case")]
pub enum MeasureValue {
    /// A point.
    Point {
        /// Where, local metres.
        at_m: Point3,
    },
    /// A line of points.
    Length {
        /// Length in space, metres.
        length_m: f64,
        /// Length of its plan (the line seen from above), metres.
        plan_length_m: f64,
        /// Length in space of each piece, metres.
        pieces_m: Vec<f64>,
    },
    /// A polygon.
    Area {
        /// Area of its plan (the polygon seen from above), square metres.
        plan_area_m2: f64,
        /// Area of the polygon where it lies, sloping or upright, square metres; exact for a plane one.
        area_m2: f64,
        /// Length of its edges in space, metres.
        perimeter_m: f64,
        /// Length of its edges in plan, metres.
        plan_perimeter_m: f64,
    },
    /// Two points, one above the other.
    Height {
        /// Height of the second above the first, metres.
        height_m: f64,
        /// Distance in plan, metres.
        plan_length_m: f64,
        /// Distance in space, metres.
        length_m: f64,
        /// Height over distance in plan, percent; none where one is straight above the other.
        slope_pct: Option<f64>,
    },
    /// Two directions from a point.
    Angle {
        /// Angle in space, degrees, 0 to 180.
        angle_deg: f64,
        /// Angle in plan, degrees, 0 to 180; none where a direction is upright.
        plan_angle_deg: Option<f64>,
    },
    /// Two things.
    Clearance {
        /// Shortest distance in space, metres; 0 where they touch or one holds the other.
        distance_m: f64,
        /// Plan distance of the two nearest points, metres.
        plan_distance_m: f64,
        /// Height of the second's nearest point above the first's, metres.
        height_m: f64,
        /// Nearest point of the first, local metres.
        from_m: Point3,
        /// Nearest point of the second, local metres.
        to_m: Point3,
    },
}

/// Why nothing comes out of measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureFault {
    /// There are too few points, or too many.
    Points,
    /// Edges of the polygon cross, so that it has no area.
    Crossing,
    /// Two points in one place leave no direction.
    NoDirection,
    /// One of two things is not there, or has no geometry.
    NoGeometry,
}

/// Measures points, or takes over a clearance.
///
/// # Errors
/// [`MeasureFault`].
pub fn measured(
    kind: MeasureKind,
    points: &[Point3],
    clearance: Option<Clearance>,
) -> Result<MeasureValue, MeasureFault> {
    let (least, most) = kind.points();
    if points.len() < least || points.len() > most {
        return Err(MeasureFault::Points);
    }
    let at: Vec<DVec3> = points.iter().copied().map(DVec3::from).collect();
    match (kind, at.as_slice()) {
        (MeasureKind::Point, &[point]) => Ok(MeasureValue::Point { at_m: point.into() }),
        (MeasureKind::Length, line) => {
            let pieces_m: Vec<f64> = line.windows(2).map(|pair| pair[0].distance(pair[1])).collect();
            let plan = line.windows(2).map(|pair| pair[0].truncate().distance(pair[1].truncate()));
            Ok(MeasureValue::Length { length_m: pieces_m.iter().sum(), plan_length_m: plan.sum(), pieces_m })
        }
        (MeasureKind::Area, ring) => area(ring),
        (MeasureKind::Height, &[from, to]) => {
            let plan = from.truncate().distance(to.truncate());
            let height = to.z - from.z;
            Ok(MeasureValue::Height {
                height_m: height,
                plan_length_m: plan,
                length_m: from.distance(to),
                // Within a millimetre one stands on the other.
                slope_pct: (plan > 1e-3).then(|| height / plan * 100.0),
            })
        }
        (MeasureKind::Angle, &[a, apex, b]) => angle(a - apex, b - apex),
        (MeasureKind::Clearance, _) => {
            let gap = clearance.ok_or(MeasureFault::NoGeometry)?;
            let way = DVec3::from(gap.on_b) - DVec3::from(gap.on_a);
            Ok(MeasureValue::Clearance {
                distance_m: gap.distance_m,
                plan_distance_m: way.truncate().length(),
                height_m: way.z,
                from_m: gap.on_a,
                to_m: gap.on_b,
            })
        }
        _ => Err(MeasureFault::Points),
    }
}

/// Area of a polygon: its plan by the shoelace formula, its own by Newell's vector area, which is that of the plane
/// polygon with these corners.
fn area(ring: &[DVec3]) -> Result<MeasureValue, MeasureFault> {
    let flat: Vec<DVec2> = frame_of(ring);
    if crosses_itself(&flat) {
        return Err(MeasureFault::Crossing);
    }
    let origin = ring.first().copied().unwrap_or_default();
    let edges = || ring.iter().zip(ring.iter().cycle().skip(1));
    // About the first corner, so that large coordinates cost no digits.
    let vector: DVec3 = edges().map(|(a, b)| (*a - origin).cross(*b - origin)).sum::<DVec3>() / 2.0;
    Ok(MeasureValue::Area {
        plan_area_m2: vector.z.abs(),
        area_m2: vector.length(),
        perimeter_m: edges().map(|(a, b)| a.distance(*b)).sum(),
        plan_perimeter_m: edges().map(|(a, b)| a.truncate().distance(b.truncate())).sum(),
    })
}

/// The corners seen along the axis that shows most of the polygon, so that an upright one is no line.
fn frame_of(ring: &[DVec3]) -> Vec<DVec2> {
    let origin = ring.first().copied().unwrap_or_default();
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let vector: DVec3 = edges.map(|(a, b)| (*a - origin).cross(*b - origin)).sum();
    let size = vector.abs();
    let along = if size.z >= size.x.max(size.y) * 1e-3 {
        |p: DVec3| DVec2::new(p.x, p.y)
    } else if size.x >= size.y {
        |p: DVec3| DVec2::new(p.y, p.z)
    } else {
        |p: DVec3| DVec2::new(p.x, p.z)
    };
    ring.iter().map(|p| along(*p - origin)).collect()
}

/// Whether two edges that do not follow each other meet.
fn crosses_itself(ring: &[DVec2]) -> bool {
    let count = ring.len();
    let edge = |i: usize| (ring[i % count], ring[(i + 1) % count]);
    let meets = |(a, b): (DVec2, DVec2), (c, d): (DVec2, DVec2)| {
        let side = |p: DVec2, q: DVec2, r: DVec2| (q - p).perp_dot(r - p);
        side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
    };
    (0..count).any(|i| (i + 2..count).any(|j| (j + 1) % count != i && meets(edge(i), edge(j))))
}

fn angle(a: DVec3, b: DVec3) -> Result<MeasureValue, MeasureFault> {
    if a.length_squared() <= 0.0 || b.length_squared() <= 0.0 {
        return Err(MeasureFault::NoDirection);
    }
    let flat = [a.truncate(), b.truncate()];
    let is_flat = flat.iter().all(|direction| direction.length() > 1e-3);
    Ok(MeasureValue::Angle {
        // By the half-angle of the unit vectors: exact at 0 and 180 degrees, where the cosine is not.
        angle_deg: a.cross(b).length().atan2(a.dot(b)).to_degrees(),
        plan_angle_deg: is_flat.then(|| flat[0].angle_to(flat[1]).abs().to_degrees()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: MeasureKind, points: &[Point3]) -> Result<MeasureValue, MeasureFault> {
        measured(kind, points, None)
    }

    #[test]
    fn a_line_has_a_length_in_space_and_in_plan() {
        let line = [[0.0, 0.0, 0.0], [3.0, 4.0, 12.0], [3.0, 4.0, 0.0]];
        let Ok(MeasureValue::Length { length_m, plan_length_m, pieces_m }) = of(MeasureKind::Length, &line)
        else {
            unreachable!("two pieces are a line")
        };
        assert_eq!((length_m, plan_length_m, pieces_m), (25.0, 5.0, vec![13.0, 12.0]));
        assert_eq!(of(MeasureKind::Length, &line[..1]), Err(MeasureFault::Points));
    }

    #[test]
    fn a_sloping_polygon_has_an_area_of_its_own_far_from_the_origin() {
        // Ten by ten in plan, rising one in one to the north; half a million metres away.
        let far = |[x, y]: [f64; 2]| [500_000.0 + x, 3_000_000.0 + y, y];
        let roof = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]].map(far);
        let Ok(MeasureValue::Area { plan_area_m2, area_m2, perimeter_m, plan_perimeter_m }) =
            of(MeasureKind::Area, &roof)
        else {
            unreachable!("a square has an area")
        };
        assert!((plan_area_m2 - 100.0).abs() < 1e-6 && (area_m2 - 100.0 * 2.0_f64.sqrt()).abs() < 1e-6);
        assert!((plan_perimeter_m - 40.0).abs() < 1e-6);
        assert!((perimeter_m - (20.0 + 20.0 * 2.0_f64.sqrt())).abs() < 1e-6);
    }

    #[test]
    fn a_wall_has_an_area_and_a_bow_tie_has_none() {
        let wall = [[0.0, 0.0, 0.0], [8.0, 6.0, 0.0], [8.0, 6.0, 3.0], [0.0, 0.0, 3.0]];
        let Ok(MeasureValue::Area { plan_area_m2, area_m2, .. }) = of(MeasureKind::Area, &wall) else {
            unreachable!("a wall has an area")
        };
        assert_eq!((plan_area_m2, area_m2), (0.0, 30.0));
        let tie = [[0.0, 0.0, 0.0], [10.0, 10.0, 0.0], [10.0, 0.0, 0.0], [0.0, 8.0, 0.0]];
        assert_eq!(of(MeasureKind::Area, &tie), Err(MeasureFault::Crossing));
    }

    #[test]
    fn heights_have_a_sign_and_a_slope() {
        let value = of(MeasureKind::Height, &[[0.0, 0.0, 5.0], [0.0, 50.0, 3.0]]);
        let Ok(MeasureValue::Height { height_m, slope_pct, plan_length_m, .. }) = value else {
            unreachable!("two points have a height")
        };
        assert_eq!((height_m, plan_length_m, slope_pct), (-2.0, 50.0, Some(-4.0)));
        let above = of(MeasureKind::Height, &[[1.0, 1.0, 0.0], [1.0, 1.0, 9.0]]);
        assert!(matches!(above, Ok(MeasureValue::Height { slope_pct: None, .. })));
    }

    #[test]
    fn angles_are_those_at_the_second_point() {
        let corner = [[5.0, 0.0, 0.0], [0.0; 3], [0.0, 3.0, 0.0]];
        let Ok(MeasureValue::Angle { angle_deg, plan_angle_deg }) = of(MeasureKind::Angle, &corner) else {
            unreachable!("a corner has an angle")
        };
        assert!((angle_deg - 90.0).abs() < 1e-12 && plan_angle_deg.is_some_and(|a| (a - 90.0).abs() < 1e-9));
        let straight = [[-1.0, 0.0, 0.0], [0.0; 3], [1.0, 0.0, 0.0]];
        let flat = of(MeasureKind::Angle, &straight);
        assert!(matches!(flat, Ok(MeasureValue::Angle { angle_deg, .. }) if angle_deg == 180.0));
        assert_eq!(of(MeasureKind::Angle, &[[0.0; 3]; 3]), Err(MeasureFault::NoDirection));
    }

    #[test]
    fn a_clearance_tells_its_parts() {
        let gap = Clearance { distance_m: 5.0, on_a: [0.0; 3], on_b: [3.0, 0.0, -4.0] };
        let value = measured(MeasureKind::Clearance, &[], Some(gap));
        assert!(matches!(
            value,
            Ok(MeasureValue::Clearance { plan_distance_m, height_m, .. })
                if plan_distance_m == 3.0 && height_m == -4.0
        ));
        assert_eq!(measured(MeasureKind::Clearance, &[], None), Err(MeasureFault::NoGeometry));
    }
}
