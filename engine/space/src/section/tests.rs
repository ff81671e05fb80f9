#![expect(clippy::unwrap_used, reason = "tests")]
use linli_model::{
    Aabb, Building, Compartment, CompartmentKind, Corridor, Element, ElementId, Geometry, Kind, Medium,
    Point3, Polygon, UtilityLine,
};
use proptest::prelude::*;

use super::*;
use crate::{Ground, Shape, corridor_voids, shape_of};

fn area(shape: &Shape) -> f64 {
    let area = |t: &[u32; 3]| {
        let [a, b, c] = t.map(|i| shape.vertices[i as usize]);
        let sub = |p: Point3| -> Point3 { std::array::from_fn(|i| p[i] - a[i]) };
        let cross = crate::index::vector::cross(sub(b), sub(c));
        crate::index::vector::length(cross) / 2.0
    };
    shape.triangles.iter().map(area).sum()
}

/// A house of so many metres to each side of the middle, three storeys of 3 m.
fn house(half: [f64; 2]) -> Shape {
    let [w, d] = half;
    let ring = vec![[-w, -d, 0.0], [w, -d, 0.0], [w, d, 0.0], [-w, d, 0.0]];
    let building = Building { height_m: Some(9.0), ..Building::default() };
    let geometry = Geometry::Area(vec![Polygon::new(ring)]);
    shape_of(&Element::new("house", Kind::Building(building), geometry), &Ground::level(0.0))
}

fn extent() -> Aabb {
    Aabb::from_corners([-50.0, -50.0, 0.0], [50.0, 50.0, 20.0])
}

fn faces_of(section: &Section, ground: f64, solid: SectionSolid<'_>) -> SectionFaces {
    section_faces(section, &extent(), &Ground::level(ground), |_, _| false, &[solid])
}

const FLOORS: [f64; 4] = [0.0, 3.0, 6.0, 9.0];

fn solid<'a>(outer: &'a Shape, floors: &'a [f64]) -> SectionSolid<'a> {
    SectionSolid { id: ElementId(7), outer, rooms: &[], floors, top_m: f64::INFINITY }
}

#[test]
fn a_house_shows_its_walls_slabs_and_rooms() {
    let shape = house([5.0, 5.0]);
    let upright = faces_of(&Section::upright([0.0, 1.0], 0.0).unwrap(), 0.0, solid(&shape, &FLOORS));
    let [face] = &upright.faces[..] else { panic!("{:?}", upright.faces) };
    assert_eq!(face.id, ElementId(7));
    // 0.25 m of wall on all sides, two slabs of 0.25 m between storeys.
    let rooms = 9.5 * (8.5 - 2.0 * 0.25);
    assert!((area(&face.rooms) - rooms).abs() < 1e-6, "{}", area(&face.rooms));
    assert!((area(&face.material) - (90.0 - rooms)).abs() < 1e-6, "{}", area(&face.material));
    // It faces the one who looks north, on his side of the plane.
    assert!(face.rooms.vertices.iter().all(|p| p[1] < 1.0 && p[1] > 0.9));
    let [a, b, c] = face.rooms.triangles[0].map(|i| face.rooms.vertices[i as usize]);
    let edge = |p: Point3| -> Point3 { std::array::from_fn(|i| p[i] - a[i]) };
    assert!(crate::index::vector::cross(edge(b), edge(c))[1] < 0.0);
    let level = faces_of(&Section::level(4.0).unwrap(), 0.0, solid(&shape, &FLOORS));
    assert!((area(&level.faces[0].rooms) - 9.5 * 9.5).abs() < 1e-6);
    assert!((area(&level.faces[0].material) - (100.0 - 9.5 * 9.5)).abs() < 1e-6);
    assert!(level.soil.is_empty(), "above the ground there is no soil");
}

#[test]
fn what_has_not_risen_yet_is_not_cut() {
    let shape = house([5.0, 5.0]);
    let half = SectionSolid { top_m: 4.5, ..solid(&shape, &[]) };
    let upright = faces_of(&Section::upright([0.0, 0.0], 90.0).unwrap(), 0.0, half.clone());
    assert!((area(&upright.faces[0].material) - 45.0).abs() < 1e-6);
    assert!(faces_of(&Section::level(5.0).unwrap(), 0.0, half).faces.is_empty());
}

#[test]
fn a_box_shows_soil_on_its_sides_and_at_its_bottom() {
    let shape = house([5.0, 5.0]);
    let block = Section::block([0.0, 0.0], 30.0, [40.0, 20.0], [-10.0, 6.0]).unwrap();
    let faces = faces_of(&block, 0.0, solid(&shape, &FLOORS));
    assert!((area(&faces.soil) - (120.0 * 10.0 + 800.0)).abs() < 1e-3, "{}", area(&faces.soil));
    // The house lies within the sides; only the top cuts it.
    let whole = area(&faces.faces[0].rooms) + area(&faces.faces[0].material);
    assert!((whole - 100.0).abs() < 1e-6, "{whole}");
    let corner = Section::block([5.0, 5.0], 0.0, [10.0, 10.0], [-1.0, 30.0]).unwrap();
    let faces = faces_of(&corner, 0.0, solid(&shape, &[]));
    assert!((area(&faces.faces[0].material) - 2.0 * 5.0 * 9.0).abs() < 1e-6);
}

#[test]
fn rooms_of_a_tunnel_are_open_in_an_upright_plane_and_filled_from_above() {
    let compartment =
        Compartment { compartment: CompartmentKind::General, width_m: 3.0, height_m: 2.5, lines: Vec::new() };
    let corridor = Corridor { compartments: vec![compartment], wall_m: 0.5 };
    let line = Geometry::Line(vec![[-30.0, 0.0, -5.0], [30.0, 0.0, -5.0]]);
    let tunnel = Element::new("tunnel", Kind::Corridor(corridor), line);
    let ground = Ground::level(0.0);
    let (shape, rooms) = (shape_of(&tunnel, &ground), corridor_voids(&tunnel, &ground));
    let solid = || SectionSolid { rooms: &rooms, ..solid(&shape, &[]) };
    let across = Section::upright([0.0, 0.0], 90.0).unwrap();
    let (with, without) =
        (faces_of(&across, 0.0, solid()), { section_faces(&across, &extent(), &ground, |_, _| false, &[]) });
    assert!((area(&with.faces[0].material) - (4.0 * 3.5 - 7.5)).abs() < 1e-6);
    assert!(with.faces[0].rooms.is_empty());
    let open = area(&without.soil) - area(&with.soil);
    assert!((open - 7.5).abs() < 0.05, "{open}");
    let level = faces_of(&Section::level(-5.0).unwrap(), 0.0, solid());
    assert!(
        (area(&level.faces[0].rooms) - 3.0 * 60.0).abs() < 3.0 * 1.0 + 1e-6,
        "{}",
        area(&level.faces[0].rooms)
    );
    assert!(area(&level.soil) > 1e6);
}

#[test]
fn a_pipe_shows_its_end() {
    let line = UtilityLine { medium: Medium::Water, diameter_mm: 1000.0, ..UtilityLine::default() };
    let geometry = Geometry::Line(vec![[-10.0, 1.0, -2.0], [10.0, 1.0, -2.0]]);
    let shape = shape_of(&Element::new("pipe", Kind::UtilityLine(line), geometry), &Ground::level(0.0));
    let faces = faces_of(&Section::upright([0.0, 0.0], 270.0).unwrap(), 0.0, solid(&shape, &[]));
    let circle = 0.5 * 20.0 * 0.25 * (std::f64::consts::TAU / 20.0).sin();
    assert!((area(&faces.faces[0].material) - circle).abs() < 1e-6);
}

#[test]
fn numbers_that_are_none_make_no_section() {
    assert!(Section::upright([f64::NAN, 0.0], 0.0).is_none());
    assert!(Section::upright([0.0, 0.0], f64::INFINITY).is_none());
    assert!(Section::level(f64::NEG_INFINITY).is_none());
    assert!(Section::block([0.0; 2], 0.0, [f64::NAN, 1.0], [0.0, 1.0]).is_none());
    assert!(Section::block([0.0; 2], 0.0, [1.0, 1.0], [1.0, 0.0]).is_none());
}

proptest! {
    /// However the plane lies, what it shows of a house is as wide as the way through it and as high as the house.
    #[test]
    fn a_section_is_as_large_as_the_way_through(
        half in (2.0_f64..20.0, 2.0_f64..20.0), at in -1.0_f64..1.0, heading in 0.0_f64..360.0,
    ) {
        let shape = house([half.0, half.1]);
        let through = [at * half.0 * 0.9, at * half.1 * 0.9];
        let section = Section::upright(through, heading).unwrap();
        let (sin, cos) = heading.to_radians().sin_cos();
        // The line of the plane, clipped by the sides of the house.
        let (way, mut from, mut to) = ([cos, -sin], f64::NEG_INFINITY, f64::INFINITY);
        for (axis, half) in [half.0, half.1].into_iter().enumerate() {
            let ends = [(-half - through[axis]) / way[axis], (half - through[axis]) / way[axis]];
            from = from.max(ends[0].min(ends[1]));
            to = to.min(ends[0].max(ends[1]));
        }
        let faces = faces_of(&section, 0.0, solid(&shape, &[]));
        let shown: f64 = faces.faces.iter().map(|face| area(&face.material)).sum();
        prop_assert!((shown - (to - from) * 9.0).abs() < 1e-2, "{} {}", shown, (to - from) * 9.0);
    }

    /// A ray is inside what is kept just where every place on it is.
    #[test]
    fn the_part_of_a_ray_is_what_is_kept_of_it(
        from in prop::array::uniform3(-30.0_f64..30.0), way in prop::array::uniform3(-1.0_f64..1.0), heading in 0.0_f64..360.0,
    ) {
        let block = Section::block([1.0, 2.0], heading, [20.0, 12.0], [-3.0, 8.0]).unwrap();
        let part = block.part_of_ray(from, way);
        for k in 0..200 {
            let t = f64::from(k) * 0.4;
            let p: Point3 = std::array::from_fn(|i| from[i] + t * way[i]);
            let is_inside = part.is_some_and(|[enters, leaves]| t >= enters && t <= leaves);
            let near_edge = block.planes().iter().any(|plane| plane.height(p).abs() < 1e-9);
            prop_assert!(near_edge || is_inside == block.keeps(p), "{} {:?}", t, part);
        }
    }
}
