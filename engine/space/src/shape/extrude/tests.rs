use linli_model::TerrainGrid;

use super::*;

fn rectangle(width: f64, depth: f64) -> Polygon {
    Polygon::new(vec![[0., 0., 0.], [width, 0., 0.], [width, depth, 0.], [0., depth, 0.]])
}

fn house(roof: RoofShape, height: f64, roof_height: f64) -> Building {
    Building { roof, height_m: Some(height), roof_height_m: Some(roof_height), ..Building::default() }
}

fn built(polygon: Polygon, building: &Building) -> Shape {
    shape_of_building(&[polygon], building, true, &Ground::level(2.0))
}

fn volume(roof: RoofShape) -> f64 {
    let shape = built(rectangle(20.0, 10.0), &house(roof, 9.0, 3.0));
    assert!(shape.closed, "{roof:?} is open");
    assert_eq!(shape.parts.last().map(|p| p.triangles.end), Some(shape.triangles.len() as u32));
    shape.volume_m3()
}

fn near(value: f64, wanted: f64) {
    assert!((value - wanted).abs() < 1e-6 * wanted, "{value} instead of {wanted}");
}

#[test]
fn roofs_over_a_rectangle_have_the_volume_of_the_text_book() {
    let walls = 20.0 * 10.0 * 6.0;
    near(volume(RoofShape::Flat), 20.0 * 10.0 * 9.0);
    near(volume(RoofShape::Gabled), walls + 20.0 * 10.0 * 3.0 / 2.0);
    near(volume(RoofShape::Skillion), walls + 20.0 * 10.0 * 3.0 / 2.0);
    // A hipped roof: w h (3 l - w) / 6, with the ridge l - w long.
    near(volume(RoofShape::Hipped), walls + 10.0 * 3.0 * (3.0 * 20.0 - 10.0) / 6.0);
    near(volume(RoofShape::Pyramidal), walls + 20.0 * 10.0 * 3.0 / 3.0);
    // Gambrel: cross-section 2 * (1.5 * 2.1 / 2 + 3.5 * (2.1 + 3.0) / 2).
    near(volume(RoofShape::Gambrel), walls + 20.0 * 2.0 * (1.5 * 2.1 / 2.0 + 3.5 * 2.55));
    let round = volume(RoofShape::Round) - walls;
    let half_ellipse = 20.0 * std::f64::consts::PI * 5.0 * 3.0 / 2.0;
    assert!(round < half_ellipse && round > 0.97 * half_ellipse, "{round}");
    let mansard = volume(RoofShape::Mansard) - walls;
    assert!(mansard > 10.0 * 3.0 * 50.0 / 6.0 && mansard < 20.0 * 10.0 * 3.0, "{mansard}");
}

#[test]
fn domes_and_onions_close_over_an_octagon() {
    let octagon = Polygon::new(
        (0..8)
            .map(|i| {
                let angle = f64::from(i) * std::f64::consts::FRAC_PI_4;
                [5.0 * angle.cos(), 5.0 * angle.sin(), 0.0]
            })
            .collect(),
    );
    let area = octagon.area_m2();
    for (roof, low, high) in [(RoofShape::Dome, 0.6, 0.68), (RoofShape::Onion, 0.3, 0.9)] {
        let shape = built(octagon.clone(), &house(roof, 15.0, 5.0));
        assert!(shape.closed, "{roof:?}");
        let part = (shape.volume_m3() - area * 10.0) / (area * 5.0);
        assert!(part > low && part < high, "{roof:?} {part}");
    }
}

#[test]
fn every_roof_closes_over_an_l_a_courtyard_and_a_turned_footprint() {
    let l = Polygon::new(vec![
        [0., 0., 0.],
        [20., 0., 0.],
        [20., 8., 0.],
        [8., 8., 0.],
        [8., 20., 0.],
        [0., 20., 0.],
    ]);
    let mut court = rectangle(30.0, 30.0);
    court.holes.push(vec![[10., 10., 0.], [10., 20., 0.], [20., 20., 0.], [20., 10., 0.]]);
    let turn = |p: &Point3| [p[0] * 0.8 - p[1] * 0.6 + 513.37, p[0] * 0.6 + p[1] * 0.8 - 91.11, p[2]];
    let turned = Polygon {
        exterior: court.exterior.iter().map(turn).collect(),
        holes: court.holes.iter().map(|h| h.iter().map(turn).collect()).collect(),
    };
    use RoofShape::*;
    for roof in [Flat, Gabled, Hipped, Pyramidal, Skillion, Dome, Onion, Round, Gambrel, Mansard] {
        for polygon in [&l, &court, &turned] {
            let shape = built(polygon.clone(), &house(roof, 9.0, 3.0));
            assert!(shape.closed, "{roof:?}");
            let (low, high) = (polygon.area_m2() * 6.0, polygon.area_m2() * 9.0 + 1e-6);
            assert!((low..=high).contains(&shape.volume_m3()), "{roof:?} {}", shape.volume_m3());
        }
    }
    near(built(court, &house(Flat, 9.0, 0.0)).volume_m3(), 800.0 * 9.0);
}

#[test]
fn a_raised_part_starts_at_its_min_height_and_has_a_ceiling() {
    let mut part = house(RoofShape::Flat, 30.0, 0.0);
    part.min_height_m = 20.0;
    let shape = built(rectangle(10.0, 10.0), &part);
    near(shape.volume_m3(), 1000.0);
    assert!(shape.vertices.iter().all(|p| p[2] == 22.0 || p[2] == 32.0));
    assert!(shape.parts.iter().any(|p| p.kind == FaceKind::OuterCeiling));
}

#[test]
fn on_a_slope_walls_reach_below_the_lowest_ground() {
    let ground = Ground::from_grid(TerrainGrid {
        origin_m: [-50.0, -50.0],
        cell_m: [100.0, 100.0],
        columns: 2,
        rows: 2,
        heights_m: vec![0.0, 10.0, 0.0, 10.0],
    });
    let shape = shape_of_building(&[rectangle(20.0, 10.0)], &house(RoofShape::Flat, 9.0, 0.0), true, &ground);
    let low = shape.vertices.iter().map(|p| p[2]).fold(f64::INFINITY, f64::min);
    let high = shape.vertices.iter().map(|p| p[2]).fold(f64::NEG_INFINITY, f64::max);
    assert!((low - 4.5).abs() < 1e-6 && (high - 14.0).abs() < 1e-6, "{low} {high}");
    assert!(shape.closed);
}

#[test]
fn storeys_give_the_height_where_there_is_no_other() {
    let building = Building { storeys_above: Some(4.0), ..Building::default() };
    near(built(rectangle(10.0, 10.0), &building).volume_m3(), 1200.0);
}

#[test]
fn broken_footprints_give_nothing() {
    let building = house(RoofShape::Gabled, 9.0, 3.0);
    for ring in [vec![], vec![[0.0; 3]; 5], vec![[0., 0., 0.], [f64::NAN, 0., 0.], [1., 1., 0.]]] {
        assert!(built(Polygon::new(ring), &building).is_empty());
    }
}
