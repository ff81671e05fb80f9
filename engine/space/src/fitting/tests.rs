//! Solids are closed, nothing gapes at a joint, sizes are those of the rule.
#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{
    Community, DepthReference, Element, Geometry, SceneFrame, UtilityLine, UtilityNode, Vertical,
};
use proptest::prelude::*;

use super::solid::{SIDES, collar_radius_m};
use super::*;
use crate::index::vector::distance;
use crate::{Ground, shape_of};

fn pipe(key: &str, mm: f64, points: &[Point3]) -> Element {
    let line =
        UtilityLine { diameter_mm: mm, depth_reference: DepthReference::Axis, ..UtilityLine::default() };
    let mut element = Element::new(key, Kind::UtilityLine(line), Geometry::Line(points.to_vec()));
    element.vertical = Vertical::Absolute;
    element
}

fn manhole(key: &str, at: Point3) -> Element {
    let node =
        UtilityNode { medium: Medium::Water, node: linli_model::UtilityNodeKind::Manhole, depth_m: None };
    Element::new(key, Kind::UtilityNode(node), Geometry::Point(at))
}

fn fit(elements: Vec<Element>) -> (Vec<Arc<Shape>>, Vec<Fitting>) {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("t", frame);
    for element in elements {
        community.add_renamed(element);
    }
    let ground = Ground::level(0.0);
    let mut shapes: Vec<Arc<Shape>> =
        community.elements().iter().map(|element| Arc::new(shape_of(element, &ground))).collect();
    let fittings = utility_fittings(&community, &shapes);
    fit_lines(&community, &mut shapes);
    for shape in &shapes {
        assert!(shape.triangles.is_empty() || shape.closed, "solids are closed");
        assert!(shape.vertices.iter().all(|p| p.iter().all(|v| v.is_finite())));
    }
    (shapes, fittings)
}

fn length(shape: &Shape) -> f64 {
    shape.segments.iter().map(|s| distance(s.a, s.b)).sum()
}

#[test]
fn a_bend_within_a_line_is_an_arc_of_one_and_a_half_diameters() {
    let (shapes, fittings) = fit(vec![pipe("a", 400.0, &[[0., 0., -2.], [20., 0., -2.], [20., 30., -2.]])]);
    assert_eq!(fittings.len(), 1);
    assert_eq!((fittings[0].kind, fittings[0].bend_radius_m), (FittingKind::Elbow, Some(0.6000000000000001)));
    // Both tangents are 0.6 m; four chords of 22.5° take the place of the corner.
    let chord = 2.0 * 0.6 * (22.5_f64.to_radians() / 2.0).sin();
    assert!((length(&shapes[0]) - (50.0 - 1.2 + 4.0 * chord)).abs() < 1e-9);
    assert_eq!(shapes[0].segments.len(), 6);
    let chained = shapes[0].segments.windows(2).all(|pair| pair[0].b == pair[1].a);
    assert!(chained, "one chain, which is drawn as one tube");
    // Two collars of eight sides.
    assert_eq!(shapes[0].triangles.len() as u32, 2 * (2 * SIDES + 2 * (SIDES - 2)));
}

#[test]
fn two_lines_at_a_corner_share_an_elbow_without_a_gap() {
    let (shapes, fittings) = fit(vec![
        pipe("a", 200.0, &[[0., 0., -2.], [10., 0., -2.]]),
        pipe("b", 200.0, &[[10., 8., -2.], [10., 0., -2.]]),
    ]);
    assert_eq!(fittings[0].kind, FittingKind::Elbow);
    let end_of_a = shapes[0].segments.last().unwrap().b;
    assert_eq!(shapes[1].segments.last().unwrap().b, end_of_a, "to the last bit");
    assert!((end_of_a[1] - 0.3).abs() < 1e-12 && (end_of_a[0] - 10.0).abs() < 1e-12);
}

#[test]
fn short_pieces_get_a_smaller_bend_and_cables_a_larger_one() {
    let (_, fittings) = fit(vec![pipe("a", 400.0, &[[0., 0., 0.], [1.0, 0., 0.], [1.0, 9.0, 0.]])]);
    assert!((fittings[0].bend_radius_m.unwrap() - 0.45).abs() < 1e-12);
    let mut cable = pipe("c", 100.0, &[[0., 0., 0.], [9.0, 0., 0.], [9.0, 9.0, 0.]]);
    if let Kind::UtilityLine(line) = &mut cable.kind {
        line.medium = Medium::Power;
    }
    let (_, fittings) = fit(vec![cable]);
    assert!((fittings[0].bend_radius_m.unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn two_sizes_are_joined_by_a_frustum() {
    let (shapes, fittings) = fit(vec![
        pipe("a", 400.0, &[[0., 0., -2.], [10., 0., -2.]]),
        pipe("b", 200.0, &[[10., 0., -2.], [20., 0., -2.]]),
    ]);
    assert_eq!((fittings[0].kind, fittings[0].radii_m.clone()), (FittingKind::Reducer, vec![0.2, 0.1]));
    // 0.4 m long: twice the difference of diameters; half of it from each line.
    let [a, b] = [shapes[0].segments[0].b, shapes[1].segments[0].a];
    assert!((a[0] - 9.8).abs() < 1e-12 && (b[0] - 10.2).abs() < 1e-12);
    let section = |r: f64| f64::from(SIDES) / 2.0 * r * r * (std::f64::consts::TAU / f64::from(SIDES)).sin();
    let (large, small) = (section(0.2), section(0.1));
    let wanted = 0.4 / 3.0 * (large + small + (large * small).sqrt());
    assert!((shapes[0].volume_m3() - wanted).abs() < 1e-9, "{} {wanted}", shapes[0].volume_m3());
    let aabb = shapes[0].aabb();
    assert!(aabb.contains(b), "the frustum reaches the smaller line");
}

#[test]
fn crowns_in_line_make_an_eccentric_reducer() {
    let (shapes, fittings) = fit(vec![
        pipe("a", 400.0, &[[0., 0., -2.2], [10., 0., -2.2]]),
        pipe("b", 200.0, &[[10., 0., -2.1], [20., 0., -2.1]]),
    ]);
    assert_eq!(fittings[0].kind, FittingKind::Reducer);
    assert!(shapes[0].closed && shapes[0].volume_m3() > 0.0);
}

#[test]
fn a_tee_covers_its_middle_and_manholes_get_nothing() {
    let arms = |extra: Option<Element>| {
        let mut elements = vec![
            pipe("a", 300.0, &[[0., 0., -2.], [10., 0., -2.]]),
            pipe("b", 300.0, &[[10., 0., -2.], [20., 0., -2.]]),
            pipe("c", 100.0, &[[10., 0., -2.], [10., 6., -2.]]),
        ];
        elements.extend(extra);
        fit(elements)
    };
    let (shapes, fittings) = arms(None);
    assert_eq!((fittings.len(), fittings[0].kind, fittings[0].lines.len()), (1, FittingKind::Tee, 3));
    let middle = [10.0, 0.0, -2.0];
    for shape in &shapes {
        assert!(shape.closed && shape.aabb().contains(middle));
        // The lines themselves are as they were.
        assert!(shape.segments.iter().any(|s| s.a == middle || s.b == middle));
    }
    let branch = &shapes[2].aabb();
    assert!(branch.max[0] - branch.min[0] <= 2.0 * collar_radius_m(0.05) + 1e-9);
    let (shapes, fittings) = arms(Some(manhole("m", [10.0, 0.0, 0.0])));
    assert!(fittings.is_empty() && shapes.iter().all(|shape| shape.triangles.is_empty()));
}

#[test]
fn lines_over_each_other_are_not_joined() {
    let (_, fittings) = fit(vec![
        pipe("a", 300.0, &[[0., 0., -2.], [10., 0., -2.]]),
        pipe("b", 300.0, &[[10., 0., -4.], [20., 0., -4.]]),
    ]);
    assert!(fittings.is_empty());
}

proptest! {
    #[test]
    fn joints_of_any_shape_are_closed_and_stay_near(
        ends in proptest::collection::vec((-20.0_f64..20.0, -20.0_f64..20.0, -6.0_f64..-1.0, 50.0_f64..1200.0), 2..5),
    ) {
        let middle = [3.0, 4.0, -3.0];
        let elements: Vec<Element> = ends
            .iter()
            .enumerate()
            .filter(|(_, (x, y, z, _))| distance([*x, *y, *z], middle) > 0.01)
            .map(|(i, (x, y, z, mm))| pipe(&i.to_string(), *mm, &[[*x, *y, *z], middle]))
            .collect();
        let before: Vec<Shape> = elements.iter().map(|e| shape_of(e, &Ground::level(0.0))).collect();
        let (shapes, _) = fit(elements);
        for (shape, before) in shapes.iter().zip(&before) {
            let reach = before.aabb().inflated(4.0);
            let aabb = shape.aabb();
            prop_assert!(reach.contains(aabb.min) && reach.contains(aabb.max));
            prop_assert!(shape.segments.len() <= 8);
        }
    }
}
