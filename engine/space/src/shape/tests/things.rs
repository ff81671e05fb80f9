use super::*;

#[test]
fn roof_gardens_lie_at_their_height_and_own_heights_win() {
    for (z, height_m, base) in [(0.0, 24.0, 26.0), (30.0, 24.0, 32.0), (30.0, 0.0, 32.0)] {
        for (planting, thick) in [(Planting::Lawn, 0.15), (Planting::Shrub, 0.5), (Planting::SmallTree, 0.9)]
        {
            let shape = shaped(greening(GreeningPlace::Roof, planting, height_m), rectangle(10.0, 5.0, z));
            assert_watertight(&shape);
            near(shape.volume_m3(), 50.0 * thick);
            near(heights(&shape)[0], base);
        }
    }
    let mut absolute =
        Element::new("g", greening(GreeningPlace::Balcony, Planting::Shrub, 9.0), rectangle(4.0, 0.5, 41.0));
    absolute.vertical = Vertical::Absolute;
    assert!((heights(&shape_of(&absolute, &Ground::level(2.0)))[0] - 41.0).abs() < 1e-12);
}

#[test]
fn green_walls_stand_before_their_face() {
    let corners = vec![[0., 0., 3.], [8., 0., 3.], [8., 0., 9.], [0., 0., 9.]];
    let mut faces = Boundary { vertices: corners.clone(), ..Boundary::default() };
    faces.push_face(&[&[0, 1, 2, 3]], FaceKind::Wall, None);
    let kind = || greening(GreeningPlace::Wall, Planting::Climber, 0.0);
    let by_area = Geometry::Area(vec![Polygon::new(corners)]);
    for geometry in [Geometry::Boundary(faces), by_area] {
        let shape = shaped(kind(), geometry);
        assert_watertight(&shape);
        near(shape.volume_m3(), 48.0 * 0.15);
        let aabb = shape.aabb();
        assert!(aabb.min == [0.0, -0.15, 5.0] && aabb.max == [8.0, 0.0, 11.0], "{aabb:?}");
    }
}

#[test]
fn equipment_stands_on_its_height() {
    for kind in EQUIPMENT {
        for geometry in [Geometry::Point([4., 4., 0.]), Geometry::Line(vec![[4., 4., 0.], [4., 9., 0.]])] {
            let shape = shaped(equipment(kind, 6.0), geometry.clone());
            if kind == EquipmentKind::SolarPanels {
                assert!(shape.triangles.is_empty() && !shape.segments.is_empty());
                continue;
            }
            assert_watertight(&shape);
            near(heights(&shape)[0], 8.0);
        }
    }
    let solar = shaped(equipment(EquipmentKind::SolarPanels, 20.0), rectangle(20.0, 5.0, 0.0));
    assert_watertight(&solar);
    // Three rows of 19.8 m, a metre deep along the slope: 0.985 m in the plan, 0.04 m thick.
    near(solar.volume_m3(), 3.0 * 19.8 * 10.0_f64.to_radians().cos() * 0.04);
    assert_eq!(solar.triangles.len(), 36);
    assert!(solar.parts.iter().all(|part| part.colour.is_some()));
    let narrow = shaped(equipment(EquipmentKind::SolarPanels, 20.0), rectangle(20.0, 0.9, 0.0));
    near(narrow.volume_m3(), 20.0 * 0.9 * 0.04);
    near(shaped(equipment(EquipmentKind::EnergyStation, 0.0), rectangle(10.0, 8.0, 0.0)).volume_m3(), 400.0);
    near(
        shaped(equipment(EquipmentKind::EnergyStorage, 0.0), Geometry::Point([0.0; 3])).volume_m3(),
        3.0 * 6.1 * 2.4 * 2.6,
    );
}

#[test]
fn entrances_are_marked() {
    for (entrance_use, height) in
        [(EntranceUse::People, 2.75), (EntranceUse::Cars, 2.9), (EntranceUse::Goods, 4.5)]
    {
        let entrance = || Kind::Entrance(Entrance { entrance_use, ..Entrance::default() });
        let shape = shaped(entrance(), Geometry::Point([0.0; 3]));
        assert_watertight(&shape);
        assert!((heights(&shape)[1] - 2.0 - height).abs() < 1e-12 && shape.triangles.len() == 36);
        let across = shaped(entrance(), Geometry::Line(vec![[0.0; 3], [1.0, 0.0, 0.0]]));
        assert!((across.aabb().size()[1] - shape.aabb().size()[0]).abs() < 1e-12);
    }
}

#[test]
fn a_parcel_is_draped_and_encloses_nothing() {
    let shape = shaped(Kind::Parcel(Parcel::new(LandUse::Residential)), rectangle(30.0, 20.0, 0.0));
    assert!(!shape.closed && shape.triangles.len() == 2 && heights(&shape) == [2.0, 2.0]);
}
