//! Fixtures whose distances are worked out by hand; all to a millimetre.

use super::*;

const MM: f64 = 1e-3;

fn round(a: Point3, b: Point3, diameter: f64) -> Strip {
    Strip { a, b, section: SweptSection::Round(diameter / 2.0), square: [false; 2] }
}

fn upright(a: Point3, b: Point3, width: f64, height: f64) -> Strip {
    Strip { a, b, section: SweptSection::Upright(width / 2.0, height / 2.0), square: [true; 2] }
}

fn gaps(a: &Strip, b: &Strip) -> (f64, f64) {
    let closest = closest_on_segments(a.plan(), b.plan());
    (horizontal_gap(a, b, &closest), vertical_gap(a, b, &closest))
}

fn is(found: f64, expected: f64) {
    assert!((found - expected).abs() < MM, "{found} is not {expected}");
}

#[test]
fn parallel_pipes_are_apart_by_their_faces() {
    // Axes 1.2 m apart, DN 300 and DN 500: 1.2 − 0.15 − 0.25.
    let a = round([0.0, 0.0, -1.0], [50.0, 0.0, -1.0], 0.3);
    let b = round([10.0, 1.2, -3.0], [90.0, 1.2, -3.0], 0.5);
    is(gaps(&a, &b).0, 0.8);
}

#[test]
fn a_level_crossing_is_the_difference_of_axes_less_the_radii() {
    let a = round([0.0, 0.0, -1.0], [50.0, 0.0, -1.0], 0.3);
    for angle in [90_f64, 60.0, 35.0] {
        let (sine, cosine) = angle.to_radians().sin_cos();
        let b = round([25.0 - 9.0 * cosine, -9.0 * sine, -1.6], [25.0 + 9.0 * cosine, 9.0 * sine, -1.6], 0.5);
        let (plan, height) = gaps(&a, &b);
        is(plan, -0.4);
        is(height, 0.2);
    }
}

#[test]
fn skew_lines_end_to_side_and_end_to_end() {
    // The end (0, 3) of b is 3 m from the axis of a; 3 − 0.1 − 0.2.
    let a = round([-5.0, 0.0, 0.0], [5.0, 0.0, 0.0], 0.2);
    is(gaps(&a, &round([0.0, 3.0, 0.0], [4.0, 9.0, 1.0], 0.4)).0, 2.7);
    // End to end over 3 and 4 m: 5 − 0.1 − 0.2.
    is(gaps(&a, &round([8.0, 4.0, 0.0], [12.0, 4.0, 1.0], 0.4)).0, 4.7);
}

#[test]
fn box_against_round_beside_and_beyond_its_square_end() {
    // Beside: 2.0 − 0.6 − 0.25.
    let tunnel = upright([0.0, 0.0, -4.0], [20.0, 0.0, -4.0], 1.2, 2.0);
    is(gaps(&tunnel, &round([5.0, 2.0, -4.0], [15.0, 2.0, -4.0], 0.5)).0, 1.15);
    // Beyond the end face: 1.0 − 0.25, where a rounded end would leave 0.15.
    is(gaps(&tunnel, &round([21.0, -9.0, -4.0], [21.0, 9.0, -4.0], 0.5)).0, 0.75);
    // From the corner (20, 0.6) to a pipe that ends at (20.3, 1.0): 0.5 − 0.25.
    is(gaps(&tunnel, &round([20.3, 1.0, -4.0], [25.0, 9.0, -4.0], 0.5)).0, 0.25);
    // Crossing above: the box reaches up to −3.0, the pipe down to −2.65.
    let over = round([10.0, -5.0, -2.4], [10.0, 5.0, -2.4], 0.5);
    is(gaps(&tunnel, &over).1, 0.35);
    // Two boxes: faces at y = 0.6 and y = 1.5.
    is(gaps(&tunnel, &upright([0.0, 2.0, -4.0], [20.0, 2.0, -4.0], 1.0, 1.0)).0, 0.9);
}

#[test]
fn one_inside_the_other_is_negative() {
    // A DN 100 pipe on the axis of a DN 600 pipe: −0.05 − 0.3 in plan and in height.
    let outer = round([0.0, 0.0, -2.0], [30.0, 0.0, -2.0], 0.6);
    let inner = round([5.0, 0.0, -2.0], [25.0, 0.0, -2.0], 0.1);
    let (plan, height) = gaps(&outer, &inner);
    is(plan, -0.35);
    is(height, -0.35);
    let tunnel = upright([0.0, 0.0, -2.0], [30.0, 0.0, -2.0], 2.0, 2.0);
    let (plan, height) = gaps(&tunnel, &inner);
    is(plan, -1.05);
    is(height, -1.05);
}

#[test]
fn pipes_over_each_other_side_by_side() {
    // Axes 0.3 m aside, radii 0.2 and 0.3: the half heights sum to √(0.5² − 0.3²) = 0.4.
    let a = round([0.0, 0.0, -1.0], [30.0, 0.0, -1.0], 0.4);
    let b = round([0.0, 0.3, -2.0], [30.0, 0.3, -2.0], 0.6);
    is(gaps(&a, &b).1, 0.6);
}

#[test]
fn a_steep_crossing_agrees_with_a_search_over_the_overlap() {
    let a = round([-10.0, 0.0, -1.0], [10.0, 0.0, 1.0], 0.8);
    let (sine, cosine) = 50_f64.to_radians().sin_cos();
    let b = round([-10.0 * cosine, -10.0 * sine, -2.5], [10.0 * cosine, 10.0 * sine, -4.5], 1.2);
    let k = |slope: f64| (1.0 + slope * slope).sqrt();
    let mut least = f64::INFINITY;
    for i in -1500..=1500 {
        for j in -1500..=1500 {
            let (x, y) = (f64::from(i) * 1e-3, f64::from(j) * 1e-3);
            let (across_a, along_a) = (y, x);
            let (across_b, along_b) = (cosine * y - sine * x, cosine * x + sine * y);
            if across_a.abs() <= 0.4 && across_b.abs() <= 0.6 {
                let under = 0.1 * along_a - k(0.1) * (0.16 - across_a * across_a).sqrt();
                let over = -3.5 - 0.1 * along_b + k(0.1) * (0.36 - across_b * across_b).sqrt();
                least = least.min(under - over);
            }
        }
    }
    is(gaps(&a, &b).1, least);
}

#[test]
fn polygons_are_met_from_outside_and_inside() {
    let house = Polygon::new(vec![[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 8.0, 0.0], [0.0, 8.0, 0.0]]);
    let gap = |strip: &Strip| polygon_gap(strip, &house).map_or(f64::NAN, |(gap, ..)| gap);
    is(gap(&round([-5.0, 10.0, -1.0], [20.0, 10.0, -1.0], 0.6)), 1.7);
    is(gap(&round([4.0, 3.0, -1.0], [6.0, 3.0, -1.0], 0.6)), -3.3);
    is(gap(&upright([12.0, 4.0, -1.0], [20.0, 4.0, -1.0], 1.0, 1.0)), 2.0);
    is(gap(&round([-5.0, 4.0, -1.0], [5.0, 4.0, -1.0], 0.6)), -0.3);
}
