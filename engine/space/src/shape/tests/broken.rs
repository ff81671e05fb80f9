use proptest::prelude::*;

use super::*;

fn all_kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = EQUIPMENT.into_iter().map(|kind| equipment(kind, f64::NAN)).collect();
    let odd = [None, Some(f64::NAN), Some(-3.0), Some(1e300), Some(5.0)];
    kinds.extend(WORKS.into_iter().flat_map(|kind| {
        odd.map(|size| Kind::SiteWork(SiteWork { work: kind, depth_m: size, height_m: size, reach_m: size }))
    }));
    for size in odd.map(|size| size.unwrap_or(0.0)) {
        kinds.extend(NODES.map(|kind| {
            let corridor = Key::from("c");
            Kind::CorridorNode(CorridorNode {
                corridor_node: kind,
                corridor,
                depth_m: size,
                size_m: Some([size; 2]),
            })
        }));
        kinds.push(greening(GreeningPlace::Wall, Planting::Lawn, size));
        kinds.push(greening(GreeningPlace::Roof, Planting::Lawn, size));
        let mut tunnel = corridor();
        tunnel.wall_m = size;
        kinds.push(Kind::Corridor(tunnel));
        let basement =
            Basement { levels: u32::MAX, top_depth_m: size, bottom_depth_m: size, ..Basement::default() };
        kinds.push(Kind::Basement(basement));
        kinds.push(line_of(Section::Box { width_mm: size, height_mm: size * 1e3 }, DepthReference::Crown));
        let limits = Parcel { height_max_m: Some(size), setback_m: Some(size), ..Parcel::new(LandUse::Park) };
        kinds.push(Kind::Parcel(limits));
    }
    kinds.push(Kind::Corridor(Corridor::default()));
    kinds.push(Kind::Entrance(Entrance::default()));
    kinds.push(Kind::Building(tower(f32::NAN, f64::NAN)));
    kinds
}

/// Asks everything there is about an element: nothing may panic or give a coordinate that is not finite.
fn ask(element: &Element, ground: &Ground) {
    let mut shapes = vec![
        shape_of(element, ground),
        excavation_pit(element, 4.0, ground),
        corridor_node_shape(element, [f64::NAN, 1.0], ground),
    ];
    shapes.extend(corridor_compartments(element, ground));
    shapes.extend(parcel_envelope(element, ground));
    shapes.extend(building_frame(element, ground).map(|frame| frame.shape));
    for shape in shapes {
        assert!(shape.vertices.iter().flatten().all(|v| v.is_finite()), "{element:?}");
        assert!(shape.triangles.iter().flatten().all(|&i| (i as usize) < shape.vertices.len()));
        assert!(shape.segments.iter().all(|s| s.a.iter().chain(&s.b).all(|v| v.is_finite())), "{element:?}");
    }
    assert!(basement_floors(element, ground).iter().all(|z| z.is_finite()));
}

#[test]
fn broken_geometry_never_panics() {
    let bad = [f64::NAN, f64::INFINITY, 0.0];
    let huge = [1e300, -1e300, 1e200];
    let lines = [
        vec![],
        vec![[0.0; 3]],
        vec![[1.0; 3]; 5],
        vec![bad; 3],
        vec![[0.0; 3], bad, [9.0, 0.0, 0.0]],
        vec![huge, [0.0; 3], [1e300, 1e200, 0.0]],
        vec![[1e10, 0.0, 0.0], [0.0; 3], [1e10, 1e11, 0.0]],
    ];
    let mut geometries = vec![Geometry::None, Geometry::Point(bad), Geometry::Area(vec![])];
    for line in lines {
        let mut faces = Boundary { vertices: line.clone(), ..Boundary::default() };
        faces.push_face(&[&[0, 1, 2]], FaceKind::Unknown, None);
        geometries.push(Geometry::Boundary(faces));
        geometries.push(Geometry::Area(vec![Polygon {
            exterior: line.clone(),
            holes: vec![line.clone(), vec![]],
        }]));
        geometries.push(Geometry::Line(line));
    }
    let slope = slope();
    for kind in all_kinds() {
        for geometry in &geometries {
            for vertical in [Vertical::Absolute, Vertical::AboveGround] {
                let mut element = Element::new("broken", kind.clone(), geometry.clone());
                element.vertical = vertical;
                ask(&element, &Ground::level(2.0));
                ask(&element, &slope);
            }
        }
    }
}

/// Points on a raster that is coarse enough for repeated points, drops and lines that turn back.
fn polyline() -> impl Strategy<Value = Vec<Point3>> {
    let point = (-6..6_i32, -6..6_i32, -3..1_i32).prop_map(|(x, y, z)| [x, y, z].map(|v| f64::from(v) * 4.0));
    prop::collection::vec(point, 2..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sweeps_along_any_line_are_closed(points in polyline(), shift in prop::array::uniform3(-0.9..0.9f64), sloped: bool) {
        let moved: Vec<Point3> =
            points.iter().enumerate().map(|(i, p)| std::array::from_fn(|k| p[k] + shift[(i + k) % 3])).collect();
        let ground = if sloped { slope() } else { Ground::level(2.0) };
        let duct = Section::DuctBank { columns: 3, rows: 2, width_mm: 800.0, height_mm: 600.0 };
        for kind in [
            Kind::Corridor(corridor()),
            line_of(duct, DepthReference::Crown),
            Kind::SiteWork(work(SiteWorkKind::Shoring)),
            Kind::SiteWork(work(SiteWorkKind::Hoarding)),
        ] {
            for line in [&points, &moved] {
                let element = on_ground("s", kind.clone(), Geometry::Line(line.clone()));
                let shape = shape_of(&element, &ground);
                if shape.segments.is_empty() && !shape.triangles.is_empty() {
                    assert_watertight(&shape);
                }
                ask(&element, &ground);
            }
        }
    }

    #[test]
    fn every_kind_bears_any_outline(points in polyline(), sloped: bool) {
        let ground = if sloped { slope() } else { Ground::level(2.0) };
        for kind in all_kinds() {
            ask(&on_ground("a", kind, Geometry::Area(vec![Polygon::new(points.clone())])), &ground);
        }
    }

    #[test]
    fn frames_of_star_shaped_outlines_keep_inside(radii in prop::collection::vec(4.0..30.0f64, 4..16)) {
        let step = std::f64::consts::TAU / radii.len() as f64;
        let ring = radii.iter().enumerate().map(|(i, r)| {
            [r * (i as f64 * step).cos(), r * (i as f64 * step).sin(), 0.0]
        });
        let polygon = Polygon::new(ring.collect());
        let element = on_ground("f", Kind::Building(tower(4.0, 12.0)), Geometry::Area(vec![polygon.clone()]));
        let frame = building_frame(&element, &Ground::level(0.0)).unwrap();
        prop_assert_eq!(frame.storeys.len(), 4);
        for p in &frame.shape.vertices {
            let corner = polygon.exterior.iter().any(|q| (q[0] - p[0]).hypot(q[1] - p[1]) < 1e-9);
            prop_assert!(corner || polygon.contains_xy(p[0], p[1]), "{:?}", p);
        }
    }
}
