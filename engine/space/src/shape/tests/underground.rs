use super::*;

#[test]
fn a_basement_is_a_prism_below_the_lowest_ground() {
    let basement = Basement { levels: 2, top_depth_m: 1.5, bottom_depth_m: 9.5, ..Basement::default() };
    let shape = shaped(Kind::Basement(basement.clone()), rectangle(40.0, 20.0, 0.0));
    assert_watertight(&shape);
    near(shape.volume_m3(), 40.0 * 20.0 * 8.0);
    assert_eq!(heights(&shape), [-7.5, 0.5]);
    let element = on_ground("b", Kind::Basement(basement), rectangle(40.0, 20.0, 0.0));
    assert_eq!(basement_floors(&element, &Ground::level(2.0)), vec![-7.5, -3.5, 0.5]);
    let on_slope = shape_of(&element, &slope());
    assert!((heights(&on_slope)[1] + 1.5).abs() < 1e-6);
    let unsaid = Basement { levels: 2, ..Basement::default() };
    near(shaped(Kind::Basement(unsaid), rectangle(10.0, 10.0, 0.0)).volume_m3(), 780.0);
}

#[test]
fn a_tunnel_has_the_volume_of_its_section_along_its_axis() {
    let straight = Geometry::Line(vec![[0., 0., -5.], [50., 0., -5.]]);
    let bent = Geometry::Line(vec![[0., 0., -5.], [50., 0., -5.], [80., 40., -8.], [80., 90., -8.]]);
    for (geometry, length) in [(straight, 50.0), (bent, 150.0)] {
        let shape = shaped(Kind::Corridor(corridor()), geometry);
        assert_watertight(&shape);
        near(shape.volume_m3(), 8.0 * 3.9 * length);
        assert!((heights(&shape)[1] - (2.0 - 5.0 + 1.95)).abs() < 1e-12);
    }
}

#[test]
fn compartments_lie_inside_the_outer_box_with_their_clear_sizes() {
    let sections = corridor_section(&corridor());
    let wanted = [[-3.65, -1.65, -1.6, 1.4], [-1.3, 1.5, -1.6, 1.6], [1.85, 3.65, -1.6, 1.4]];
    assert_eq!(sections.len(), 3);
    for (section, wanted) in sections.iter().flatten().zip(wanted.iter().flatten()) {
        assert!((section - wanted).abs() < 1e-12, "{section} {wanted}");
    }
    let line = Geometry::Line(vec![[0., 0., -5.], [50., 0., -5.], [80., 40., -5.]]);
    let element = on_ground("c", Kind::Corridor(corridor()), line);
    let ground = Ground::level(2.0);
    let rooms = corridor_compartments(&element, &ground);
    let outer = shape_of(&element, &ground);
    assert_eq!(rooms.len(), 3);
    for room in &rooms {
        assert!(!room.closed && room.triangles.len() == 16);
        assert!(room.parts.iter().all(|part| part.kind == FaceKind::Interior));
        assert!(room.vertices.iter().all(|p| outer.aabb().contains(*p)));
    }
    // Seen from inside: the floor of the first room looks up, and it is at the left, north of the axis.
    let normal = |t: &[u32; 3]| {
        let [a, b, c] = t.map(|i| rooms[0].vertices[i as usize]);
        ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]), a[2])
    };
    let floor = rooms[0].triangles.iter().map(normal).find(|(n, _)| n.abs() > 1e-9).unwrap();
    assert!(floor.0 > 0.0 && (floor.1 - (2.0 - 5.0 - 1.6)).abs() < 1e-9);
    assert!(rooms[0].aabb().min[1] > 1.6);
}

#[test]
fn a_tunnel_drops_and_turns_back_without_opening() {
    let dropping = vec![[0., 0., -3.], [20., 0., -3.], [20., 0., -9.], [40., 0., -9.]];
    let hairpin = vec![[0., 0., -3.], [20., 0., -3.], [0., 0.5, -3.], [20., 1.0, -3.]];
    let tight = vec![[0., 0., -3.], [20., 0., -3.], [20.5, 0.5, -3.], [20.5, 1.0, -3.], [0., 1.0, -3.]];
    for points in [dropping, hairpin, tight] {
        assert_watertight(&shaped(Kind::Corridor(corridor()), Geometry::Line(points)));
    }
}

#[test]
fn nodes_reach_down_and_stand_up() {
    for (kind, height) in NODES.into_iter().zip([2.4, 0.15, 0.15, 1.2, 1.2, 0.15]) {
        let size_m = Some([3.0, 1.5]);
        let node = CorridorNode { corridor_node: kind, corridor: Key::from("c"), depth_m: 4.0, size_m };
        let element = on_ground("n", Kind::CorridorNode(node), Geometry::Point([5.0, 5.0, 0.0]));
        let shape = shape_of(&element, &Ground::level(2.0));
        assert_watertight(&shape);
        let [low, high] = heights(&shape);
        assert!((low + 2.0).abs() < 1e-12 && (high - 2.0 - height).abs() < 1e-12, "{kind:?} {low} {high}");
        assert!(shape.volume_m3() > 3.0 * 1.5 * 4.0);
        let turned = corridor_node_shape(&element, [0.0, 2.0], &Ground::level(2.0));
        assert!(turned.aabb().size()[1] > turned.aabb().size()[0]);
        near(turned.volume_m3(), shape.volume_m3());
    }
}

#[test]
fn box_culverts_and_duct_banks_are_boxes_and_round_lines_stay_segments() {
    let along = || Geometry::Line(vec![[0., 0., -3.], [30., 0., -3.], [30., 10., -3.]]);
    let culvert = Section::Box { width_mm: 1800.0, height_mm: 1200.0 };
    let bank = Section::DuctBank { columns: 4, rows: 3, width_mm: 900.0, height_mm: 700.0 };
    for (section, width, height) in [(culvert, 1.8, 1.2), (bank, 0.9, 0.7)] {
        for (reference, lift) in [
            (DepthReference::Axis, 0.0),
            (DepthReference::Invert, height / 2.0),
            (DepthReference::Crown, -height / 2.0),
        ] {
            let shape = shaped(line_of(section, reference), along());
            assert_watertight(&shape);
            assert!(shape.segments.is_empty());
            near(shape.volume_m3(), width * height * 40.0);
            let [low, high] = heights(&shape);
            assert!(((low + high) / 2.0 - (2.0 - 3.0 + lift)).abs() < 1e-12);
        }
    }
    let round = shaped(line_of(Section::Round, DepthReference::Axis), along());
    assert!(round.triangles.is_empty() && round.segments.len() == 2);
    let broken = Section::Box { width_mm: f64::NAN, height_mm: 1200.0 };
    assert_eq!(shaped(line_of(broken, DepthReference::Axis), along()).segments.len(), 2);
}

#[test]
fn the_index_measures_to_the_outside_of_boxes_and_holds_their_inside() {
    use std::sync::Arc;

    use crate::SpatialIndex;
    use linli_model::ElementId;
    let culvert = Section::Box { width_mm: 2000.0, height_mm: 1000.0 };
    let along = Geometry::Line(vec![[0., 0., -3.], [30., 0., -3.]]);
    let tunnel = Geometry::Line(vec![[0., 20., -6.], [30., 20., -6.]]);
    let shapes = vec![
        (ElementId(0), Arc::new(shaped(line_of(culvert, DepthReference::Axis), along))),
        (ElementId(1), Arc::new(shaped(Kind::Corridor(corridor()), tunnel))),
    ];
    let index = SpatialIndex::bulk(shapes).unwrap();
    let asked = index.shape(ElementId(0)).unwrap();
    let near_it = index.within(20.0, asked).unwrap();
    // 20 m between the axes, less 1 m and 4 m across; the culvert's underside is at −1.5 m and the
    // tunnel's top at −2.05 m.
    assert_eq!(near_it.iter().map(|n| n.id).collect::<Vec<_>>(), vec![ElementId(0), ElementId(1)]);
    near(near_it[1].distance_m, 15.0_f64.hypot(0.55));
    let hit = index.pick([10.0, 0.0, 50.0], [0.0, 0.0, -1.0], |_| true).unwrap();
    assert!(hit.id == ElementId(0) && (hit.distance_m - 50.5).abs() < 1e-9);
    assert_eq!(index.containing([15.0, 23.0, -4.0]), vec![ElementId(1)]);
}
