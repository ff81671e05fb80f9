#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{Element, SceneFrame, TerrainGrid};

use super::*;

/// A town drawn in letters, 100 m from one to the next: `a`..`z` are nodes.
const TOWN: [&str; 3] = ["a.b.c", "..x..", "d.e.f"];

fn place(letter: char) -> Point3 {
    for (row, line) in TOWN.iter().enumerate() {
        if let Some(column) = line.find(letter) {
            return [column as f64 * 100.0, (TOWN.len() - 1 - row) as f64 * 100.0, 0.0];
        }
    }
    panic!("no node {letter}")
}

fn street(letters: &str, numbered: bool) -> (Street, Geometry) {
    let street = Street {
        nodes: if numbered { letters.chars().map(|c| i64::from(c as u32)).collect() } else { Vec::new() },
        ..Street::new(StreetClass::Residential)
    };
    (street, Geometry::Line(letters.chars().map(place).collect()))
}

fn town(streets: Vec<(Street, Geometry)>) -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut town = Community::new("town", frame);
    for (i, (street, geometry)) in streets.into_iter().enumerate() {
        let mut element = Element::new(format!("s{i}").as_str(), Kind::Street(street), geometry);
        element.vertical = Vertical::AboveGround;
        town.add(element).unwrap();
    }
    town
}

fn neighbours(graph: &StreetGraph, letter: char, allowed: impl Fn(&ModeAccess) -> Access) -> Vec<Point3> {
    let node = graph.node_of(i64::from(letter as u32)).unwrap();
    let open = graph.edges_from(node).iter().filter(|e| allowed(&e.access) == Access::Yes);
    open.map(|e| graph.nodes[e.to as usize]).collect()
}

#[test]
fn streets_are_cut_where_they_meet_and_nowhere_else() {
    // a–b–c with d–b joining at b: the point e of d–e–b is no junction.
    let graph = StreetGraph::of(&town(vec![street("abc", true), street("deb", true)]));
    assert_eq!(graph.nodes, vec![place('a'), place('b'), place('c'), place('d')]);
    assert_eq!(graph.edges.len(), 6);
    assert_eq!(neighbours(&graph, 'b', |a| a.walk), vec![place('a'), place('c'), place('d')]);
    let node = graph.node_of(i64::from(b'd')).unwrap();
    let edge = graph.edges_from(node)[0];
    assert_eq!(edge.length_m, 400.0);
    assert_eq!(graph.path(&edge), vec![place('d'), place('e'), place('b')]);
    let back = graph.edges_from(edge.to).iter().find(|e| e.to == node).unwrap();
    assert_eq!(graph.path(back), vec![place('b'), place('e'), place('d')]);
}

#[test]
fn a_one_way_street_binds_cars_but_not_walkers() {
    let mut one_way = street("abc", true);
    one_way.0.oneway = Oneway::Backward;
    let graph = StreetGraph::of(&town(vec![one_way]));
    assert_eq!(neighbours(&graph, 'a', |a| a.car), Vec::<Point3>::new());
    assert_eq!(neighbours(&graph, 'c', |a| a.car), vec![place('a')]);
    assert_eq!(neighbours(&graph, 'a', |a| a.walk), vec![place('c')]);
}

#[test]
fn a_bridge_does_not_meet_what_it_crosses() {
    // The lines cross at x in the picture, but share no node.
    let crossing = |numbered: bool| {
        let mut bridge = street("af", numbered);
        bridge.0.bridge = true;
        bridge.0.layer = 1;
        StreetGraph::of(&town(vec![bridge, street("dc", numbered)]))
    };
    for numbered in [true, false] {
        let graph = crossing(numbered);
        assert_eq!(graph.components(|_| true), vec![0, 0, 1, 1], "numbered {numbered}");
    }
}

#[test]
fn without_numbers_streets_meet_at_the_same_centimetre() {
    let mut near = street("be", false);
    if let Geometry::Line(points) = &mut near.1 {
        points[0][0] += 0.004;
        points[1][0] += 0.004;
    }
    let graph = StreetGraph::of(&town(vec![street("abc", false), near, street("def", false)]));
    assert_eq!(graph.nodes.len(), 6);
    assert!(graph.components(|_| true).iter().all(|c| *c == 0));
}

#[test]
fn the_largest_component_is_the_first_and_forbidden_edges_do_not_join() {
    let mut closed = street("cf", true);
    closed.0.access.walk = Access::No;
    let graph =
        StreetGraph::of(&town(vec![street("de", true), closed, street("ab", true), street("bc", true)]));
    let labels = graph.components(|e| e.access.walk == Access::Yes);
    let label = |letter: u8| labels[graph.node_of(i64::from(letter)).unwrap() as usize];
    assert_eq!([label(b'a'), label(b'b'), label(b'c')], [0, 0, 0]);
    assert_eq!([label(b'd'), label(b'e'), label(b'f')], [1, 1, 2]);
}

#[test]
fn grade_and_length_follow_the_ground() {
    let ground = Ground::from_grid(TerrainGrid {
        origin_m: [0.0, 0.0],
        cell_m: [500.0, 500.0],
        columns: 2,
        rows: 2,
        heights_m: vec![0.0, 50.0, 0.0, 50.0],
    });
    let graph = StreetGraph::on_ground(&town(vec![street("ab", true)]), &ground);
    let edge = graph.edges_from(0)[0];
    assert!((edge.grade - 0.1).abs() < 1e-6, "{}", edge.grade);
    assert!((edge.length_m - 200.0 * 1.01_f64.sqrt()).abs() < 1e-4);
    assert!((graph.edges_from(1)[0].grade + 0.1).abs() < 1e-6);
}

#[test]
fn an_empty_town_has_an_empty_graph() {
    let graph = StreetGraph::of(&town(Vec::new()));
    assert_eq!(graph.first_edge, vec![0]);
    assert!(graph.edges_from(0).is_empty() && graph.components(|_| true).is_empty());
}
