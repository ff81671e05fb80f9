use super::*;

#[test]
fn a_pit_is_seen_from_inside_and_can_deepen() {
    let element =
        on_ground("pit", Kind::SiteWork(work(SiteWorkKind::Excavation)), rectangle(30.0, 20.0, 0.0));
    let shape = shape_of(&element, &Ground::level(2.0));
    assert!(!shape.closed && heights(&shape) == [-6.0, 2.0]);
    assert_eq!(shape.triangles.len(), 2 + 8);
    // Closed by a lid, faces that look inwards enclose a negative volume: sum about a point of the
    // lid, where the lid itself adds nothing.
    let mut about = shape.clone();
    about.vertices.insert(0, [0.0, 0.0, 2.0]);
    about.triangles.iter_mut().flatten().for_each(|i| *i += 1);
    near(about.volume_m3(), -30.0 * 20.0 * 8.0);
    assert_eq!(heights(&excavation_pit(&element, 3.0, &Ground::level(2.0))), [-1.0, 2.0]);
    assert!(excavation_pit(&element, 0.0, &Ground::level(2.0)).is_empty());
    assert!(excavation_pit(&element, f64::NAN, &Ground::level(2.0)).is_empty());
    let sloping = excavation_pit(&element, 5.0, &slope());
    assert!((heights(&sloping)[0] + 5.0).abs() < 1e-6 && (heights(&sloping)[1] - 3.0).abs() < 1e-6);
}

#[test]
fn shoring_and_hoarding_follow_their_line() {
    let ring = vec![[0., 0., 0.], [30., 0., 0.], [30., 20., 0.], [0., 20., 0.], [0., 0., 0.]];
    let shoring = shaped(Kind::SiteWork(work(SiteWorkKind::Shoring)), Geometry::Line(ring.clone()));
    assert_watertight(&shoring);
    // A ring of 100 m, and a waling whose middle runs 0.5 m inside: 4 m shorter.
    near(shoring.volume_m3(), 100.0 * 0.6 * (0.3 + 1.3 * 8.0) + 96.0 * 0.4 * 0.4);
    let other_way: Vec<Point3> = ring.iter().rev().copied().collect();
    let turned = shaped(Kind::SiteWork(work(SiteWorkKind::Shoring)), Geometry::Line(other_way));
    near(turned.volume_m3(), shoring.volume_m3());
    let by_area = shaped(Kind::SiteWork(work(SiteWorkKind::Shoring)), rectangle(30.0, 20.0, 0.0));
    near(by_area.volume_m3(), shoring.volume_m3());
    let hoarding = shaped(Kind::SiteWork(work(SiteWorkKind::Hoarding)), Geometry::Line(ring));
    assert_watertight(&hoarding);
    let posts = 33.0 * 0.12 * 0.12 * 2.2;
    near(hoarding.volume_m3(), 100.0 * 0.08 * 2.2 + posts);
}

#[test]
fn cranes_are_light_and_differ_by_key() {
    let crane = |key: &str| {
        let size = SiteWork { height_m: Some(80.0), reach_m: Some(60.0), ..work(SiteWorkKind::Crane) };
        let element = on_ground(key, Kind::SiteWork(size), Geometry::Point([0.0; 3]));
        shape_of(&element, &Ground::level(2.0))
    };
    let first = crane("crane/1");
    assert_watertight(&first);
    assert!(first.triangles.len() < 1500, "{}", first.triangles.len());
    let [low, high] = heights(&first);
    assert!(low == 2.0 && (high - 88.0).abs() < 0.2, "{high}");
    let far = first.vertices.iter().map(|p| p[0].hypot(p[1])).fold(0.0, f64::max);
    assert!((far - 60.0).abs() < 0.2, "{far}");
    assert_eq!(first, crane("crane/1"));
    assert_ne!(first, crane("crane/2"));
}

#[test]
fn site_offices_are_two_storeys_of_containers() {
    let shape = shaped(Kind::SiteWork(work(SiteWorkKind::SiteOffice)), rectangle(18.0, 6.0, 0.0));
    assert_watertight(&shape);
    near(shape.volume_m3(), 18.0 * 6.0 * 5.6);
}
