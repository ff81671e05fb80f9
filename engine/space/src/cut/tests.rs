#![expect(clippy::unwrap_used, reason = "tests")]
use linli_model::{
    Basement, Compartment, CompartmentKind, Corridor, Element, ElementId, Geometry, Kind, Medium, Point3,
    Polygon, UtilityLine,
};
use proptest::prelude::*;

use super::*;
use crate::{Ground, Shape, basement_voids, corridor_voids, shape_of};

fn area(shape: &Shape) -> f64 {
    let area = |t: &[u32; 3]| {
        let [a, b, c] = t.map(|i| shape.vertices[i as usize]);
        let (u, v) = (sub(b, a), sub(c, a));
        let cross = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
        cross.iter().map(|v| v * v).sum::<f64>().sqrt() / 2.0
    };
    shape.triangles.iter().map(area).sum()
}

fn sub(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    std::array::from_fn(|i| a[i] - b[i])
}

fn pipe(from: Point3, to: Point3, diameter_mm: f64) -> Element {
    let line = UtilityLine { medium: Medium::Water, diameter_mm, ..UtilityLine::default() };
    Element::new("pipe", Kind::UtilityLine(line), Geometry::Line(vec![from, to]))
}

#[test]
fn outlines_hold_what_they_should() {
    let block = GroundCut::block([10.0, 20.0], 90.0, 8.0, 2.0, 3.0).unwrap();
    assert!(block.contains(13.9, 20.9) && !block.contains(14.1, 20.0) && !block.contains(10.0, 21.1));
    let trench = GroundCut::along(&[[0.0, 0.0, 1.0], [10.0, 0.0, 1.0], [10.0, 10.0, 1.0]], 0.6, 2.0).unwrap();
    assert!(trench.contains(5.0, 0.29) && !trench.contains(5.0, 0.31) && trench.contains(10.2, 5.0));
    assert!(GroundCut::block([f64::NAN, 0.0], 0.0, 1.0, 1.0, 1.0).is_none());
    assert!(GroundCut::along(&[[0.0; 3], [0.0; 3]], 1.0, 1.0).is_none());
    assert!(GroundCut::along(&[], 1.0, 1.0).is_none());
}

#[test]
fn walls_and_floor_have_the_area_of_a_box() {
    let cut = GroundCut::block([0.0, 0.0], 0.0, 20.0, 6.0, 4.0).unwrap();
    for paved in [true, false] {
        let faces = cut_faces(&cut, &Ground::level(7.0), |_, _| paved, &[]);
        assert!((area(&faces.soil) - (2.0 * 26.0 * 4.0 + 120.0)).abs() < 1e-6);
        let aabb = faces.soil.aabb();
        assert!((aabb.max[2] - 7.0).abs() < 1e-9 && (aabb.min[2] - 3.0).abs() < 1e-9);
        let asphalt = faces.soil.parts.iter().any(|part| part.colour == Some([52, 53, 57]));
        assert_eq!(asphalt, paved);
    }
}

#[test]
fn a_pipe_through_two_walls_shows_two_round_ends() {
    let cut = GroundCut::block([0.0, 0.0], 0.0, 20.0, 6.0, 4.0).unwrap();
    let ground = Ground::level(0.0);
    let element = pipe([-10.0, 1.0, -2.0], [10.0, 1.0, -2.0], 1000.0);
    let shape = shape_of(&element, &ground);
    let solid = CutSolid { id: ElementId(4), outer: &shape, voids: &[] };
    let faces = cut_faces(&cut, &ground, |_, _| true, &[solid]);
    assert_eq!(faces.caps[0].0, ElementId(4));
    // A polygon of 20 corners in a circle of 0.5 m, twice.
    let wanted = 2.0 * 0.5 * 20.0 * 0.25 * (std::f64::consts::TAU / 20.0).sin();
    assert!((area(&faces.caps[0].1) - wanted).abs() < 1e-6);
}

#[test]
fn a_tunnel_opens_its_rooms() {
    let compartment =
        Compartment { compartment: CompartmentKind::General, width_m: 3.0, height_m: 2.5, lines: Vec::new() };
    let corridor =
        Corridor { compartments: vec![compartment.clone(), compartment], wall_m: 0.5, ..Corridor::default() };
    let line = Geometry::Line(vec![[-30.0, 0.0, -5.0], [30.0, 0.0, -5.0]]);
    let tunnel = Element::new("tunnel", Kind::Corridor(corridor), line);
    let ground = Ground::level(0.0);
    let (shape, voids) = (shape_of(&tunnel, &ground), corridor_voids(&tunnel, &ground));
    let solid = || CutSolid { id: ElementId(0), outer: &shape, voids: &voids };
    let cut = GroundCut::block([0.0, 0.0], 0.0, 40.0, 10.0, 12.0).unwrap();
    let faces = cut_faces(&cut, &ground, |_, _| false, &[solid()]);
    // Both cross sections of concrete; the two rooms of each are open.
    let concrete = 2.0 * (7.5 * 3.5 - 2.0 * 3.0 * 2.5);
    assert!((area(&faces.caps[0].1) - concrete).abs() < 1e-6, "{}", area(&faces.caps[0].1));
    let whole = 2.0 * 50.0 * 12.0 + 400.0;
    let wanted = whole - 4.0 * 3.0 * 2.5;
    assert!((area(&faces.soil) - wanted).abs() < 1e-3, "{} {wanted}", area(&faces.soil));
    // Cut along its length through one room.
    let lengthwise = GroundCut::block([0.0, -10.0 + 1.5], 90.0, 20.0, 20.0, 12.0).unwrap();
    let faces = cut_faces(&lengthwise, &ground, |_, _| false, &[solid()]);
    let caps = area(&faces.caps[0].1);
    // Floor and ceiling along 20 m, and half the sections at both ends.
    assert!(caps > 20.0 * 1.0 && caps < 20.0 * 1.0 + 2.0 * 7.5 * 3.5, "{caps}");
}

#[test]
fn a_basement_has_a_room_a_level() {
    let outline = Polygon::new(vec![[0., 0., 0.], [30., 0., 0.], [30., 20., 0.], [0., 20., 0.]]);
    let basement = Basement { levels: 2, top_depth_m: 1.0, bottom_depth_m: 9.0, ..Basement::default() };
    let element = Element::new("b", Kind::Basement(basement), Geometry::Area(vec![outline]));
    let voids = basement_voids(&element, &Ground::level(0.0));
    assert_eq!(voids.len(), 2);
    assert!(voids.iter().all(|room| room.closed && (room.volume_m3() - 29.3 * 19.3 * 3.55).abs() < 1.0));
}

proptest! {
    /// Soil, caps and rooms share a wall without overlap or gap, however the pipe crosses it.
    #[test]
    fn no_wall_is_lost(x in -8.0_f64..8.0, turn in 0.0_f64..180.0, z in -3.5_f64..-0.5, d in 200.0_f64..900.0) {
        let (sin, cos) = turn.to_radians().sin_cos();
        let element = pipe([x - 60.0 * sin, -60.0 * cos, z], [x + 60.0 * sin, 60.0 * cos, z], d);
        let ground = Ground::level(0.0);
        let shape = shape_of(&element, &ground);
        let cut = GroundCut::block([0.0, 0.0], 30.0, 12.0, 5.0, 4.0).unwrap();
        let solid = CutSolid { id: ElementId(0), outer: &shape, voids: &[] };
        let faces = cut_faces(&cut, &ground, |_, _| true, &[solid]);
        prop_assert!((area(&faces.soil) - (2.0 * 17.0 * 4.0 + 60.0)).abs() < 1e-6);
        for (_, cap) in &faces.caps {
            let circle = std::f64::consts::PI * (d / 2000.0).powi(2);
            prop_assert!(area(cap) < 2.0 * circle / 0.17 + 1e-9);
            prop_assert!(cap.vertices.iter().all(|p| p[2] <= 1e-9 && p[2] >= -4.0 - 1e-9));
        }
    }
}
