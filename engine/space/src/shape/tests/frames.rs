use super::*;

#[test]
fn a_frame_grows_storey_by_storey() {
    let element = on_ground("t", Kind::Building(tower(18.0, 54.0)), rectangle(32.0, 16.0, 0.0));
    let frame = building_frame(&element, &Ground::level(2.0)).unwrap();
    assert_eq!((frame.storeys.len(), frame.level_heights_m.len()), (18, 19));
    assert!((frame.base_m, frame.top_m) == (2.0, 56.0) && !frame.shape.closed);
    let mut end = 0;
    for (storey, range) in frame.storeys.iter().enumerate() {
        assert_eq!(range.start, end);
        end = range.end;
        // Slab of 12 triangles, 6 for each of 6 columns, 8 for the core; in the first the ground slab
        // without its underside.
        assert_eq!(range.len(), 12 + 6 * 6 + 8 + if storey == 0 { 10 } else { 0 });
        let triangles = &frame.shape.triangles[range.start as usize..range.end as usize];
        let z = |f: fn(f64, f64) -> f64, start: f64| {
            triangles.iter().flatten().map(|&i| frame.shape.vertices[i as usize][2]).fold(start, f)
        };
        // Below the finish, and in the first storey below the ground slab.
        let floor = frame.level_heights_m[storey] - if storey == 0 { 0.3 } else { 0.05 };
        near(z(f64::min, f64::INFINITY), floor);
        near(z(f64::max, f64::NEG_INFINITY), frame.level_heights_m[storey + 1] - 0.05);
    }
    assert_eq!(end as usize, frame.shape.triangles.len());
    let aabb = frame.shape.aabb();
    for (value, wanted) in [(aabb.min[0], 0.1), (aabb.max[0], 31.9), (aabb.min[1], 0.1), (aabb.max[1], 15.9)]
    {
        assert!((value - wanted).abs() < 1e-4, "{value}");
    }
}

#[test]
fn a_frame_stands_where_the_lifts_are_and_below_the_roof() {
    let lifts = vec![LiftBank {
        cars: 2,
        speed_mps: 1.75,
        capacity: 13,
        from_level: 1,
        to_level: 6,
        at: [24.0, 8.0],
    }];
    let pitched = Building { lifts, roof: RoofShape::Gabled, roof_height_m: Some(4.0), ..tower(6.0, 22.0) };
    let element = on_ground("t", Kind::Building(pitched), rectangle(32.0, 16.0, 0.0));
    let frame = building_frame(&element, &Ground::level(0.0)).unwrap();
    near(*frame.level_heights_m.last().unwrap(), 18.0);
    assert!((frame.top_m - 22.0).abs() < 1e-12);
    // The core is a quarter of 32 m and of 16 m, about the lifts.
    for corner in [[20.0, 6.0], [28.0, 10.0]] {
        assert!(frame.shape.vertices.iter().any(|p| (p[0] - corner[0]).hypot(p[1] - corner[1]) < 1e-9));
    }
}

#[test]
fn columns_of_an_angle_stand_inside_it() {
    let ring =
        vec![[0., 0., 0.], [40., 0., 0.], [40., 12., 0.], [12., 12., 0.], [12., 40., 0.], [0., 40., 0.]];
    let polygon = Polygon::new(ring);
    let element = on_ground("l", Kind::Building(tower(5.0, 15.0)), Geometry::Area(vec![polygon.clone()]));
    let frame = building_frame(&element, &Ground::level(0.0)).unwrap();
    assert!(frame.shape.vertices.iter().all(|p| polygon.contains_xy(p[0], p[1])));
    // Beside the slab's 20 triangles at least four columns and a core of 8.
    assert!(frame.storeys[1].len() >= 20 + 4 * 6 + 8, "{}", frame.storeys[1].len());
    // The core: a side longer than a column's, though the middle of the outline is outside it.
    let upright = frame.shape.triangles.iter().map(|t| t.map(|i| frame.shape.vertices[i as usize]));
    let lengths = upright.flat_map(|[a, b, c]| [(a, b), (b, c), (c, a)]);
    let in_plan = lengths.filter(|(a, b)| a[2] == b[2]).map(|(a, b)| (a[0] - b[0]).hypot(a[1] - b[1]));
    assert!(in_plan.into_iter().any(|length| length > 1.5 && length < 10.0));
}

#[test]
fn only_buildings_with_a_footprint_of_their_own_have_a_frame() {
    let parts = Building { outline_of_parts: true, ..tower(5.0, 15.0) };
    let ground = Ground::level(0.0);
    let of = |kind, geometry| building_frame(&on_ground("x", kind, geometry), &ground);
    assert_eq!(of(Kind::Building(parts), rectangle(10.0, 10.0, 0.0)), None);
    assert_eq!(of(Kind::Address, rectangle(10.0, 10.0, 0.0)), None);
    assert_eq!(of(Kind::Building(tower(5.0, 15.0)), Geometry::Point([0.0; 3])), None);
    let round = (0..2000).map(|i| {
        let angle = f64::from(i) / 2000.0 * std::f64::consts::TAU;
        [900.0 * angle.cos(), 900.0 * angle.sin(), 0.0]
    });
    let detailed = Geometry::Area(vec![Polygon::new(round.collect())]);
    assert_eq!(of(Kind::Building(tower(100.0, 300.0)), detailed), None);
}
