//! Lines beside basements, tunnels, trees, manholes; what is joined or ends at a house.

use linli_model::{
    Basement, Building, Compartment, CompartmentKind, Corridor, Element, Geometry, Kind, Medium, Polygon,
    Tree, UtilityLine, UtilityNode, UtilityNodeKind,
};
use linli_space::Ground;

use super::town::{book, line, pipe};
use crate::clearance::{ClearanceState, RuleKind, Surfaces};

fn square(size: f64) -> Geometry {
    let ring = vec![[0.0, 0.0, 0.0], [size, 0.0, 0.0], [size, size, 0.0], [0.0, size, 0.0]];
    Geometry::Area(vec![Polygon::new(ring)])
}

/// Actual and required figures of the hits of one kind.
fn hits(elements: &[Element], kind: RuleKind) -> Vec<(f64, f64)> {
    let state = ClearanceState::with_surfaces(book(), elements, Surfaces::bare(Ground::level(0.0)));
    let of_kind = |hit: &&crate::clearance::Hit| state.book().rule(hit.rule).is_some_and(|r| r.kind == kind);
    let round = |v: f64| (v * 1e6).round() / 1e6;
    state.hits().into_iter().filter(of_kind).map(|h| (round(h.actual_m), round(h.required_m))).collect()
}

fn water(y: f64, z: f64) -> Element {
    line("water", pipe(Medium::Water, 200.0), &[[-20.0, y, z], [60.0, y, z]])
}

#[test]
fn a_basement_counts_beside_and_below_but_not_under_a_pipe_in_its_soil_cover() {
    let basement = || {
        let facts = Basement { levels: 1, top_depth_m: 1.5, bottom_depth_m: 5.0, ..Basement::default() };
        Element::new("basement", Kind::Basement(facts), square(20.0))
    };
    // 0.5 m beside: 1.0 m is wanted of a pipe up to DN 200.
    assert_eq!(hits(&[basement(), water(-0.6, -2.0)], RuleKind::Horizontal), [(0.5, 1.0)]);
    // Over the roof slab, in its soil: allowed. Through the slab: not.
    assert!(hits(&[basement(), water(10.0, -1.2)], RuleKind::Horizontal).is_empty());
    let through = hits(&[basement(), water(10.0, -2.0)], RuleKind::Horizontal);
    assert!(
        through.iter().all(|(actual, required)| *actual < 0.0 && *required == 1.0) && !through.is_empty()
    );
    // Bottom of the pipe 1 m below the base slab: L = 1 / tan 30° + 1 / 2 (4.1.11).
    let deep = hits(&[basement(), water(-2.0, -5.9)], RuleKind::Horizontal);
    let wanted = 3_f64.sqrt() + 0.5;
    assert!(
        deep.len() == 1 && (deep[0].1 - wanted).abs() < 1e-6 && (deep[0].0 - 1.9).abs() < 1e-6,
        "{deep:?}"
    );
}

#[test]
fn a_tunnel_is_met_at_its_outer_faces() {
    let compartment =
        Compartment { compartment: CompartmentKind::General, width_m: 2.4, height_m: 2.4, lines: Vec::new() };
    let corridor = Corridor { compartments: vec![compartment], wall_m: 0.3 };
    let tunnel = Element::new(
        "tunnel",
        Kind::Corridor(corridor),
        Geometry::Line(vec![[0.0, 0.0, -4.0], [50.0, 0.0, -4.0]]),
    );
    // Outer half width and half height 1.5 m: 2.4 − 1.5 − 0.1 = 0.8 of 1.0 m.
    assert_eq!(hits(&[tunnel.clone(), water(2.4, -4.0)], RuleKind::Horizontal), [(0.8, 1.0)]);
    // Crossing above: top at −2.5, pipe's bottom at −2.1: 0.4 of 0.5 m.
    let over = line("water", pipe(Medium::Water, 200.0), &[[25.0, -9.0, -2.0], [25.0, 9.0, -2.0]]);
    assert_eq!(hits(&[tunnel.clone(), over], RuleKind::Vertical), [(0.4, 0.5)]);
    // A line that lies in the tunnel is not checked against it.
    let inside = UtilityLine { corridor: Some("tunnel".into()), ..pipe(Medium::Water, 200.0) };
    let inside = line("water", inside, &[[0.0, 0.0, -4.0], [50.0, 0.0, -4.0]]);
    assert!(hits(&[tunnel, inside], RuleKind::Horizontal).is_empty());
}

#[test]
fn trees_and_manholes_are_cylinders() {
    // Trunk of 0.15 m: 1.0 − 0.15 − 0.1 = 0.75 of 1.5 m.
    let tree = Element::new("tree", Kind::Tree(Tree::default()), Geometry::Point([10.0, 1.0, 0.0]));
    assert_eq!(hits(&[tree, water(0.0, -1.0)], RuleKind::Horizontal), [(0.75, 1.5)]);
}

#[test]
fn lines_pass_beside_or_below_a_manhole_not_through_it() {
    let facts = UtilityNode { medium: Medium::Sewage, node: UtilityNodeKind::Manhole, depth_m: Some(2.0) };
    let manhole = Element::new("manhole", Kind::UtilityNode(facts), Geometry::Point([10.0, 0.4, 0.0]));
    // Radius 0.5 m: 0.4 − 0.5 − 0.1 = −0.2 m.
    let around = |y: f64, z: f64| hits(&[manhole.clone(), water(y, z)], RuleKind::Horizontal);
    assert_eq!(around(0.0, -1.0), [(-0.2, 0.0)]);
    assert!(around(-0.3, -1.0).is_empty() && around(0.0, -2.2).is_empty());
    assert_eq!(around(0.0, -2.0), [(-0.2, 0.0)]);
    // Its own line is no neighbour.
    let sewer = line("sewer", pipe(Medium::Sewage, 300.0), &[[10.0, 0.4, -2.0], [10.0, 30.0, -2.2]]);
    assert!(hits(&[manhole, sewer], RuleKind::Horizontal).is_empty());
}

#[test]
fn a_connection_may_end_at_its_house_and_a_branch_on_its_main() {
    let house = Element::new("house", Kind::Building(Building::default()), square(10.0));
    let to_house = line("connection", pipe(Medium::Water, 50.0), &[[5.0, -20.0, -1.0], [5.0, -0.1, -1.0]]);
    assert!(hits(&[house.clone(), to_house], RuleKind::Horizontal).is_empty());
    assert_eq!(hits(&[house, water(-0.6, -1.0)], RuleKind::Horizontal), [(0.5, 1.0)]);
    // A branch that ends on the axis of its main, and two gas pipes end to end.
    let main = line("main", pipe(Medium::Gas, 200.0), &[[0.0, 0.0, -1.0], [50.0, 0.0, -1.0]]);
    let branch = line("branch", pipe(Medium::Gas, 50.0), &[[20.0, 0.0, -1.0], [20.0, 15.0, -1.0]]);
    let next = line("next", pipe(Medium::Gas, 200.0), &[[50.0, 0.0, -1.0], [90.0, 5.0, -1.0]]);
    for kind in [RuleKind::Horizontal, RuleKind::Vertical] {
        assert!(hits(&[main.clone(), branch.clone(), next.clone()], kind).is_empty());
    }
}

#[test]
fn a_crossing_is_one_vertical_hit_and_no_horizontal_one() {
    // The water pipe changes its direction a little just beside the sewer.
    let points = [[0.0, 0.0, -1.0], [9.5, 0.0, -1.0], [10.4, 0.0, -1.0], [20.0, 0.3, -1.0]];
    let water = line("water", pipe(Medium::Water, 200.0), &points);
    let sewer = line("sewer", pipe(Medium::Sewage, 300.0), &[[10.0, -20.0, -1.5], [10.0, 20.0, -1.5]]);
    assert_eq!(hits(&[water.clone(), sewer.clone()], RuleKind::Vertical), [(0.25, 0.4)]);
    assert!(hits(&[water, sewer], RuleKind::Horizontal).is_empty());
    // A pipe that only comes near and turns back is too near.
    let bent = [[0.0, 0.0, -1.0], [9.0, 0.0, -1.0], [0.0, 5.0, -1.0]];
    let bent = line("water", pipe(Medium::Water, 200.0), &bent);
    let sewer = line("sewer", pipe(Medium::Sewage, 300.0), &[[10.0, -20.0, -1.5], [10.0, 20.0, -1.5]]);
    let found = hits(&[bent, sewer], RuleKind::Horizontal);
    assert!(!found.is_empty() && found.iter().all(|hit| *hit == (0.75, 1.0)), "{found:?}");
}

#[test]
fn what_cannot_be_used_is_left_out() {
    let nan = line("nan", pipe(Medium::Water, 200.0), &[[f64::NAN, 0.0, 0.0], [1.0, 0.0, 0.0]]);
    let point = line("point", pipe(Medium::Water, 200.0), &[[1.0, 0.0, -1.0], [1.0, 0.0, -1.0]]);
    let thin = line("thin", pipe(Medium::Water, 0.0), &[[1.0, 0.0, -1.0], [9.0, 0.0, -1.0]]);
    let elements = [nan, point, thin, water(5.0, -2.0)];
    let state = ClearanceState::with_surfaces(book(), &elements, Surfaces::bare(Ground::level(0.0)));
    assert_eq!(state.body_count(), 1);
}

#[test]
fn a_drain_may_come_out_of_the_bank_at_its_outfall_only() {
    let drain = |from: f64| {
        let facts = UtilityLine { to_node: Some("out".into()), ..pipe(Medium::Storm, 400.0) };
        // 0.2 m of cover along all of it, where 0.6 m are wanted.
        line("drain", facts, &[[from, 0.0, -0.4], [60.0, 0.0, -0.4]])
    };
    let node = |kind: UtilityNodeKind| {
        let facts = UtilityNode { medium: Medium::Storm, node: kind, depth_m: None };
        Element::new("out", Kind::UtilityNode(facts), Geometry::Point([60.0, 0.0, -0.4]))
    };
    // The last 5 m are not asked; the rest of a long drain is, by GB 50289 and by GB 50014.
    assert!(hits(&[drain(56.0), node(UtilityNodeKind::Outfall)], RuleKind::Cover).is_empty());
    assert_eq!(hits(&[drain(0.0), node(UtilityNodeKind::Outfall)], RuleKind::Cover), [(0.2, 0.6); 2]);
    assert_eq!(hits(&[drain(56.0), node(UtilityNodeKind::Valve)], RuleKind::Cover), [(0.2, 0.6); 2]);
}
