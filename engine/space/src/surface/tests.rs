#![expect(clippy::unwrap_used, reason = "tests")]

use geo::Area as _;
use linli_model::{
    Area, AreaUse, Element, Geometry, NoProgress, Polygon, SceneFrame, Street, StreetClass, StreetNode,
    StreetNodeKind, TerrainGrid, Vertical,
};

use super::*;

fn town() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    Community::new("town", frame)
}

fn street(class: StreetClass, width_m: f64) -> Street {
    Street { width_m: Some(width_m), ..Street::new(class) }
}

fn add(community: &mut Community, kind: linli_model::Kind, geometry: Geometry) {
    let key = format!("e{}", community.elements().len());
    let mut element = Element::new(key.as_str(), kind, geometry);
    element.vertical = Vertical::AboveGround;
    community.add(element).unwrap();
}

fn add_street(community: &mut Community, street: Street, points: &[[f64; 2]]) {
    let line = points.iter().map(|p| [p[0], p[1], 0.0]).collect();
    add(community, linli_model::Kind::Street(street), Geometry::Line(line));
}

/// A ground that is everything but level: hills of 20 m in cells of 7 m by 9 m.
fn hills() -> Ground {
    let (columns, rows) = (60_u32, 50_u32);
    let height = |i: u32| {
        let (x, y) = (f64::from(i % columns), f64::from(i / columns));
        (10.0 * (x * 0.7).sin() + 10.0 * (y * 0.5).cos()) as f32
    };
    Ground::from_grid(TerrainGrid {
        origin_m: [-203.0, -211.0],
        cell_m: [7.0, 9.0],
        columns,
        rows,
        heights_m: (0..columns * rows).map(height).collect(),
    })
}

fn plan_area(meshes: &[SurfaceMesh], kind: SurfaceKind) -> f64 {
    let mut area = 0.0;
    for mesh in meshes.iter().filter(|m| m.kind == kind) {
        for t in &mesh.triangles {
            let [a, b, c] = t.map(|i| mesh.vertices[i as usize]);
            area += ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2.0;
        }
    }
    area
}

fn vertices(meshes: &[SurfaceMesh], kind: SurfaceKind) -> impl Iterator<Item = Point3> + '_ {
    meshes.iter().filter(move |m| m.kind == kind).flat_map(|m| &m.vertices).copied()
}

fn cross_town() -> Community {
    let mut town = town();
    let class = StreetClass::Residential;
    add_street(&mut town, street(class, 6.0), &[[130.0, 200.0], [180.0, 200.0], [230.0, 200.0]]);
    add_street(&mut town, street(class, 6.0), &[[180.0, 150.0], [180.0, 200.0], [180.0, 250.0]]);
    town
}

#[test]
fn crossing_streets_are_one_surface() {
    let meshes = surfaces(&cross_town(), &Ground::level(0.0), &NoProgress);
    // Two streets of 100 m by 6 m less their common square, four round ends, and four corners
    // rounded by 4 m, each of which adds a square less a quarter of a circle.
    let circle = std::f64::consts::PI * 9.0;
    let corners = 4.0 * 16.0 * (1.0 - std::f64::consts::FRAC_PI_4);
    let wanted = 2.0 * 600.0 - 36.0 + 2.0 * circle + corners;
    let area = plan_area(&meshes, SurfaceKind::Carriageway);
    assert!((area - wanted).abs() < 0.06 * circle, "{area} instead of {wanted}");
    // Pavements 2 m wide on both sides; what both streets share is a square of 10 m less the road.
    let outer = 2.0 * 1000.0 - 100.0 + 2.0 * std::f64::consts::PI * 25.0 + corners / 4.0;
    let pavement = plan_area(&meshes, SurfaceKind::Pavement);
    assert!((pavement - (outer - wanted)).abs() < 5.0, "{pavement} instead of {}", outer - wanted);
    let kerb = vertices(&meshes, SurfaceKind::Kerb).map(|p| p[2]).fold(0.0, f64::max);
    assert!((kerb - 0.22).abs() < 1e-9);
}

#[test]
fn a_side_with_a_way_of_its_own_has_no_made_up_pavement() {
    let pavement = |ways: &[&[[f64; 2]]]| {
        let mut town = town();
        let road = [[0.0, 100.0], [90.0, 100.0], [180.0, 130.0]];
        add_street(&mut town, street(StreetClass::Secondary, 10.0), &road);
        for way in ways {
            add_street(&mut town, street(StreetClass::Footway, 2.0), way);
        }
        plan_area(&surfaces(&town, &Ground::level(0.0), &NoProgress), SurfaceKind::Pavement)
    };
    let (north, south) =
        ([[0.0, 110.0], [88.4, 110.0], [176.8, 139.5]], [[0.0, 90.0], [91.6, 90.0], [183.2, 120.5]]);
    let length = 90.0 + 90.0_f64.hypot(30.0);
    let ends = std::f64::consts::PI * (49.0 - 25.0);
    let both = pavement(&[]);
    assert!((both - 4.0 * length - ends).abs() < 3.0, "{both}");
    // The road bends to the left: what its right side gains there its left side loses.
    let bend = 30.0_f64.atan2(90.0) / 2.0 * (49.0 - 25.0);
    for (way, gain) in [(&north, bend), (&south, -bend)] {
        let one = pavement(&[way]);
        assert!((one - both / 2.0 - gain).abs() < 0.5, "{one} of {both}");
    }
    assert_eq!(pavement(&[&north, &south]), 0.0);
    // Ways across, far away, or along a short part of it only are not the road's own.
    assert_eq!(pavement(&[&[[40.0, 80.0], [40.0, 120.0]]]), both);
    assert_eq!(pavement(&[&[[0.0, 116.0], [90.0, 116.0]], &north[..2]]), both);
}

#[test]
fn a_street_over_tile_borders_keeps_its_area_and_has_no_kerb_there() {
    let mut town = town();
    let width = street(StreetClass::Residential, 6.0);
    add_street(&mut town, width, &[[-900.0, 10.0], [900.0, 10.0]]);
    let meshes = surfaces(&town, &Ground::level(0.0), &NoProgress);
    let area = plan_area(&meshes, SurfaceKind::Carriageway);
    assert!((area - 1800.0 * 6.0 - std::f64::consts::PI * 9.0).abs() < 1.5, "{area}");
    assert!(meshes.iter().filter(|m| m.kind == SurfaceKind::Carriageway).count() >= 5);
    for mesh in meshes.iter().filter(|m| m.kind == SurfaceKind::Kerb) {
        for t in &mesh.triangles {
            let x = t.map(|i| mesh.vertices[i as usize][0]);
            let upright = (x[0] - x[1]).abs().max((x[1] - x[2]).abs()) < 1e-3;
            let across = upright && (x[0].abs() % TILE_M) < 1e-3;
            assert!(!across, "a kerb along a tile's border: {:?}", t.map(|i| mesh.vertices[i as usize]));
        }
    }
}

#[test]
fn draped_surfaces_lie_on_the_terrain_everywhere() {
    let mut town = cross_town();
    let ring =
        vec![[-150., -150., 0.], [120., -170., 0.], [160., 90., 0.], [20., 20., 0.], [-140., 130., 0.]];
    let lake = Polygon::new(ring);
    let area = lake.area_m2();
    let kind = linli_model::Kind::Area(Area::new(AreaUse::Park));
    add(&mut town, kind, Geometry::Area(vec![lake]));
    let ground = hills();
    let meshes = surfaces(&town, &ground, &NoProgress);
    assert!((plan_area(&meshes, SurfaceKind::Park) - area).abs() < 1e-3 * area);
    for mesh in &meshes {
        if matches!(mesh.kind, SurfaceKind::Terrain | SurfaceKind::Kerb) {
            continue;
        }
        for t in &mesh.triangles {
            let corners = t.map(|i| mesh.vertices[i as usize]);
            // Corners, the middle and points between must all be the offset above the ground.
            for weights in [[1.0, 0.0, 0.0], [0.34, 0.33, 0.33], [0.5, 0.5, 0.0], [0.1, 0.2, 0.7]] {
                let p: Point3 = std::array::from_fn(|k| (0..3).map(|i| weights[i] * corners[i][k]).sum());
                let above = p[2] - ground.height_at(p[0], p[1]);
                assert!((above - mesh.kind.offset_m()).abs() < 1e-4, "{:?} {above} at {p:?}", mesh.kind);
            }
        }
    }
    let terrain = plan_area(&meshes, SurfaceKind::Terrain);
    assert!((terrain - 59.0 * 7.0 * 49.0 * 9.0).abs() < 1e-6 * terrain);
}

#[test]
fn markings_stop_before_the_junction() {
    let meshes = surfaces(&cross_town(), &Ground::level(0.0), &NoProgress);
    let mut painted = 0;
    for p in vertices(&meshes, SurfaceKind::Marking) {
        let from_junction = (p[0] - 180.0).abs().max((p[1] - 200.0).abs());
        assert!(from_junction >= 3.0 + 2.0 - 1e-6, "paint at {p:?}");
        assert!((p[0] - 180.0).abs() < 0.1 || (p[1] - 200.0).abs() < 0.1);
        painted += 1;
    }
    // Four arms of 45 m with five dashes of 4 m and four gaps of 6 m each.
    assert_eq!(painted, 4 * 5 * 4);
}

#[test]
fn a_zebra_lies_across_the_street_and_interrupts_its_line() {
    let mut town = town();
    let class = StreetClass::Tertiary;
    add_street(&mut town, street(class, 7.0), &[[0.0, 10.0], [50.0, 10.0], [100.0, 10.0]]);
    let node = StreetNode { what: StreetNodeKind::Crossing, node: None };
    let place = Geometry::Point([50.0, 10.0, 0.0]);
    add(&mut town, linli_model::Kind::StreetNode(node), place);
    let meshes = surfaces(&town, &Ground::level(0.0), &NoProgress);
    // 7 stripes of 0.45 m by 3 m fit into 6.4 m; the line has 0.15 m.
    let stripes: f64 = 7.0 * 0.45 * 3.0;
    let area = plan_area(&meshes, SurfaceKind::Marking);
    let dashes = 2.0 * 5.0 * 4.0 * 0.15;
    assert!((area - stripes - dashes).abs() < 1e-6, "{area}");
}

#[test]
fn a_bridge_over_a_street_rises_and_one_over_water_does_not() {
    let mut town = town();
    let mut over = street(StreetClass::Secondary, 8.0);
    over.bridge = true;
    over.layer = 1;
    add_street(&mut town, street(StreetClass::Residential, 6.0), &[[100.0, 0.0], [100.0, 200.0]]);
    add_street(&mut town, street(StreetClass::Secondary, 8.0), &[[-50.0, 100.0], [0.0, 100.0]]);
    add_street(&mut town, over.clone(), &[[0.0, 100.0], [200.0, 100.0]]);
    add_street(&mut town, street(StreetClass::Secondary, 8.0), &[[200.0, 100.0], [250.0, 100.0]]);
    add_street(&mut town, over, &[[0.0, 300.0], [200.0, 300.0]]);
    let meshes = surfaces(&town, &Ground::level(0.0), &NoProgress);
    let top = |y: f64, x: f64| {
        vertices(&meshes, SurfaceKind::Carriageway)
            .filter(|p| (p[1] - y).abs() < 4.1 && (p[0] - x).abs() < 2.6)
            .map(|p| p[2])
            .fold(f64::NEG_INFINITY, f64::max)
    };
    assert!((top(100.0, 100.0) - 5.1).abs() < 1e-6, "{}", top(100.0, 100.0));
    assert!((top(100.0, 0.0) - 0.1).abs() < 0.2);
    assert!((top(300.0, 100.0) - 0.4).abs() < 1e-6);
    let lowest = vertices(&meshes, SurfaceKind::BridgeSlab).map(|p| p[2]).fold(f64::INFINITY, f64::min);
    assert!((lowest + 0.8).abs() < 1e-6);
}

#[test]
fn tunnels_run_below_the_ground_and_do_not_show_on_it() {
    let mut town = town();
    let mut subway = street(StreetClass::Subway, 4.0);
    subway.tunnel = true;
    subway.layer = -2;
    add_street(&mut town, subway, &[[0.0, 0.0], [300.0, 50.0]]);
    let meshes = surfaces(&town, &Ground::level(3.0), &NoProgress);
    assert!(meshes.iter().all(|m| m.kind == SurfaceKind::RailTunnel));
    assert!(vertices(&meshes, SurfaceKind::RailTunnel).all(|p| (p[2] + 7.0).abs() < 1e-9));
}

#[test]
fn hostile_input_gives_finite_meshes() {
    let mut town = town();
    let nan = f64::NAN;
    add_street(&mut town, street(StreetClass::Primary, 20.0), &[[0.0, 0.0], [nan, 3.0], [0.0, 0.0]]);
    add_street(&mut town, street(StreetClass::Primary, 20.0), &[[0.0, 0.0], [1e300, 0.0]]);
    add_street(&mut town, street(StreetClass::Rail, 3.0), &[[0.0, 0.0], [1e9, 1e9]]);
    add_street(
        &mut town,
        street(StreetClass::Road, 9.0),
        &[[5.0, 5.0], [50.0, 5.0], [5.0, 5.0], [50.0, 5.0]],
    );
    let kind = || linli_model::Kind::Area(Area::new(AreaUse::Water));
    let bow_tie = vec![[0., 0., 0.], [40., 40., 0.], [40., 0., 0.], [0., 40., 0.]];
    add(&mut town, kind(), Geometry::Area(vec![Polygon::new(bow_tie), Polygon::default()]));
    let huge = vec![[-1e300, 0., 0.], [1e300, 0., 0.], [0., 1e300, 0.]];
    add(&mut town, kind(), Geometry::Area(vec![Polygon::new(huge)]));
    for ground in [Ground::level(0.0), hills()] {
        for mesh in surfaces(&town, &ground, &NoProgress) {
            assert!(mesh.vertices.iter().flatten().all(|v| v.is_finite()), "{:?}", mesh.kind);
            assert_eq!(mesh.vertices.len(), mesh.normals.len());
            assert_eq!(mesh.vertices.len(), mesh.uv.len());
        }
    }
}

#[test]
fn the_same_town_gives_the_same_meshes() {
    let town = cross_town();
    assert_eq!(surfaces(&town, &hills(), &NoProgress), surfaces(&town, &hills(), &NoProgress));
}

#[test]
fn a_buffered_line_has_the_area_of_its_strip_and_ends() {
    let region = region::buffered(&[[0.0, 0.0], [60.0, 80.0]], 3.0);
    let wanted = 600.0 + std::f64::consts::PI * 9.0;
    assert!((region.unsigned_area() - wanted).abs() < 1.5);
}

#[test]
fn a_place_on_a_street_names_it() {
    let mut town = cross_town();
    let mut bridge = street(StreetClass::Primary, 10.0);
    bridge.layer = 1;
    add_street(&mut town, bridge, &[[200.0, 150.0], [200.0, 250.0]]);
    let places = StreetPlaces::of(&town);
    let at = |x: f64, y: f64| places.at(x, y).map(|id| id.index());
    assert_eq!(at(150.0, 202.9), Some(0));
    assert_eq!(at(150.0, 203.1), None);
    assert_eq!(at(181.0, 240.0), Some(1));
    // Under the bridge the bridge is what one sees.
    assert_eq!(at(200.0, 200.0), Some(2));
    assert_eq!(at(f64::NAN, 200.0), None);
}
