#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{
    Community, Element, Geometry, Key, Kind, Medium, Point3, SceneFrame, UtilityLine, UtilityNode,
    UtilityNodeKind,
};
use linli_space::Ground;

use super::*;

/// Source S, valve V, tee T, connections A and B (B behind valve W), drawn as
/// S — V — T — A, T — W — B; and a sewer M1 → M2 → O.
fn town() -> UtilityGraph {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("test", frame);
    let mut node = |name: &str, medium: Medium, node: UtilityNodeKind, at: Point3| {
        let kind = Kind::UtilityNode(UtilityNode { medium, node, depth_m: None });
        community.add(Element::new(name, kind, Geometry::Point(at))).unwrap();
    };
    use UtilityNodeKind as N;
    node("S", Medium::Water, N::Reservoir, [0.0, 0.0, 0.0]);
    node("V", Medium::Water, N::Valve, [10.0, 0.0, 0.0]);
    node("A", Medium::Water, N::Connection, [20.0, 10.0, 0.0]);
    node("W", Medium::Water, N::Valve, [30.0, 0.0, 0.0]);
    node("B", Medium::Water, N::Connection, [40.0, 0.0, 0.0]);
    let mut line = |key: &str, medium: Medium, ends: [&str; 2], points: [Point3; 2]| {
        let facts = UtilityLine {
            medium,
            diameter_mm: 100.0,
            from_node: Some(ends[0].into()),
            to_node: Some(ends[1].into()),
            ..UtilityLine::default()
        };
        community.add(Element::new(key, Kind::UtilityLine(facts), Geometry::Line(points.to_vec()))).unwrap();
    };
    let z = -1.0;
    line("l1", Medium::Water, ["S", "V"], [[0.0, 0.0, z], [10.0, 0.0, z]]);
    line("l2", Medium::Water, ["T", "V"], [[20.0, 0.0, z], [10.0, 0.0, z]]);
    line("l3", Medium::Water, ["T", "A"], [[20.0, 0.0, z], [20.0, 10.0, z]]);
    line("l4", Medium::Water, ["T", "W"], [[20.0, 0.0, z], [30.0, 0.0, z]]);
    line("l5", Medium::Water, ["W", "B"], [[30.0, 0.0, z], [40.0, 0.0, z]]);
    // The second sewer is drawn against its fall.
    line("s1", Medium::Sewage, ["M1", "M2"], [[0.0, 50.0, -2.0], [40.0, 50.0, -2.2]]);
    line("s2", Medium::Sewage, ["O", "M2"], [[80.0, 50.0, -2.4], [40.0, 50.0, -2.2]]);
    UtilityGraph::of(&community, &Ground::level(0.0))
}

fn names(graph: &UtilityGraph, nodes: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = nodes.iter().map(|&n| graph.nodes()[n].name.clone()).collect();
    names.sort();
    names
}

#[test]
fn gravity_follows_the_fall_and_pressure_leaves_the_source() {
    let graph = town();
    let from = |name: &str| graph.find(name).unwrap();
    assert_eq!(names(&graph, &downstream(&graph, from("M1")).nodes), ["M1", "M2", "O"]);
    assert_eq!(names(&graph, &upstream(&graph, from("O")).nodes), ["M1", "M2", "O"]);
    assert_eq!(upstream(&graph, from("O")).length_m, 80.0);
    assert_eq!(names(&graph, &downstream(&graph, from("M2")).nodes), ["M2", "O"]);
    assert_eq!(names(&graph, &upstream(&graph, from("A")).nodes), ["A", "S", "T", "V"]);
    assert_eq!(names(&graph, &downstream(&graph, from("T")).nodes), ["A", "B", "T", "W"]);
}

#[test]
fn a_closure_isolates_up_to_the_valves_and_cuts_off_what_lies_beyond() {
    let graph = town();
    let at_tee = closure(&graph, graph.find("T").unwrap());
    assert_eq!(at_tee.valves, ["V", "W"]);
    assert_eq!(names(&graph, &at_tee.isolated_nodes), ["A", "T"]);
    assert_eq!(names(&graph, &at_tee.cut_off_nodes), ["B", "W"]);
    assert_eq!((at_tee.connections_without_supply, at_tee.has_source), (2, true));
    let at_end = closure(&graph, graph.find("B").unwrap());
    assert_eq!(at_end.valves, ["W"]);
    assert_eq!(names(&graph, &at_end.isolated_nodes), ["B"]);
    assert!(at_end.cut_off_nodes.is_empty(), "the valve itself is still fed");
    let sewer = closure(&graph, graph.find("M1").unwrap());
    assert!(!sewer.has_source && sewer.cut_off_nodes.is_empty());
}

#[test]
fn names_that_are_not_there_are_told() {
    let graph = town();
    assert_eq!(graph.find("X"), Err(TraceError::NoNode("X".into())));
}

#[test]
fn a_trace_may_start_at_a_line_and_tells_which_way_it_flows() {
    let graph = town();
    let trace = |key: &str, way: TraceWay| trace_element(&graph, &Key::from(key), way).unwrap();
    let told = |answer: &TraceAnswer| -> Vec<(String, bool)> {
        answer.lines.iter().map(Key::to_string).zip(answer.forwards.iter().copied()).collect()
    };
    // The second sewer is drawn against its fall: it flows from its last point to its first.
    let down = trace("s1", TraceWay::Downstream);
    assert_eq!(told(&down), [("s1".to_owned(), true), ("s2".to_owned(), false)]);
    assert_eq!((down.length_m, down.node_count), (80.0, 2));
    assert_eq!(told(&trace("s2", TraceWay::Upstream)), [("s2".to_owned(), false), ("s1".to_owned(), true)]);
    // Water leaves the reservoir: l2 is drawn towards it.
    let down = trace("l2", TraceWay::Downstream);
    let flows = told(&down);
    assert_eq!(flows.first(), Some(&("l2".to_owned(), false)));
    assert_eq!(flows.len(), 4, "{flows:?}");
    let closed = trace("T", TraceWay::Closure);
    assert_eq!((closed.valves, closed.connections_without_supply), (vec!["V".to_owned(), "W".to_owned()], 2));
    assert!(matches!(trace_element(&graph, &Key::from("?"), TraceWay::Upstream), Err(TraceError::NoNode(_))));
}
