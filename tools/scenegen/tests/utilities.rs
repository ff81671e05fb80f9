//! Utilities keep the standard's clearances and cover, and hang together.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use linli_model::Medium::{self, Gas, Heat, Power, Sewage, Storm, Telecom, Water};
use linli_model::{
    DepthReference, Element, Geometry, Kind, Point3, UtilityLine, UtilityNode, UtilityNodeKind,
};
use linli_scenegen::{SEED, district};

/// GB 50289-2016 table 4.1.9, metres between outer faces: gas of medium pressure B, power and telecom
/// in ducts; water up to DN200 and above.
const CLEARANCES: [(Medium, Medium, f64, f64); 20] = [
    (Water, Sewage, 1.0, 1.5),
    (Water, Storm, 1.0, 1.5),
    (Water, Gas, 0.5, 0.5),
    (Water, Heat, 1.5, 1.5),
    (Water, Power, 0.5, 0.5),
    (Water, Telecom, 1.0, 1.0),
    (Sewage, Gas, 1.2, 1.2),
    (Storm, Gas, 1.2, 1.2),
    (Sewage, Heat, 1.5, 1.5),
    (Storm, Heat, 1.5, 1.5),
    (Sewage, Power, 0.5, 0.5),
    (Storm, Power, 0.5, 0.5),
    (Sewage, Telecom, 1.0, 1.0),
    (Storm, Telecom, 1.0, 1.0),
    (Gas, Heat, 1.0, 1.0),
    (Gas, Power, 1.0, 1.0),
    (Gas, Telecom, 1.0, 1.0),
    (Heat, Power, 2.0, 2.0),
    (Heat, Telecom, 1.0, 1.0),
    (Power, Telecom, 0.5, 0.5),
];

/// Least cover under lanes for cars, metres to the crown (table 4.1.1).
const COVERS: [(Medium, f64); 7] =
    [(Water, 0.7), (Sewage, 0.7), (Storm, 0.7), (Power, 0.5), (Telecom, 0.6), (Heat, 1.0), (Gas, 0.9)];

type Lines = Vec<(Element, UtilityLine, [Point3; 2])>;

fn lines() -> Lines {
    let lines = district(SEED).elements().to_vec().into_iter().filter_map(|element| {
        let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
            return None;
        };
        let ends = [*points.first()?, *points.last()?];
        Some((element.clone(), line.clone(), ends))
    });
    lines.collect()
}

/// Distance between the axes of two parallel lines that overlap lengthways.
fn beside(a: &[Point3; 2], b: &[Point3; 2]) -> Option<f64> {
    let [dx, dy] = [a[1][0] - a[0][0], a[1][1] - a[0][1]];
    let length = dx.hypot(dy);
    let along = |p: Point3| ((p[0] - a[0][0]) * dx + (p[1] - a[0][1]) * dy) / length;
    let across = |p: Point3| ((p[1] - a[0][1]) * dx - (p[0] - a[0][0]) * dy) / length;
    let (s, t) = (along(b[0]), along(b[1]));
    let parallel = (across(b[0]) - across(b[1])).abs() < 0.05 * (t - s).abs();
    (parallel && s.max(t) > 0.01 && s.min(t) < length - 0.01)
        .then(|| across(b[0]).abs().min(across(b[1]).abs()))
}

#[test]
fn lines_side_by_side_keep_their_clearances() {
    let lines = lines();
    let mut pairs = BTreeSet::new();
    for (i, (first, a, ends_a)) in lines.iter().enumerate() {
        for (second, b, ends_b) in &lines[i + 1..] {
            let fits =
                |x: Medium, y: Medium| (x, y) == (a.medium, b.medium) || (y, x) == (a.medium, b.medium);
            let Some((.., small, large)) = CLEARANCES.iter().find(|(x, y, ..)| fits(*x, *y)) else {
                continue;
            };
            let Some(axes) = beside(ends_a, ends_b) else { continue };
            let water =
                [a, b].into_iter().find(|line| line.medium == Water).map_or(0.0, |line| line.diameter_mm);
            let least = if water > 200.0 { *large } else { *small };
            let gap = axes - (a.diameter_mm + b.diameter_mm) / 2000.0;
            assert!(gap >= least - 1e-9, "{} and {}: {gap} m, at least {least} m", first.key, second.key);
            pairs.insert(format!("{:?}-{:?}", a.medium.min(b.medium), a.medium.max(b.medium)));
        }
    }
    assert!(pairs.len() >= 19, "only {pairs:?} run side by side");
}

#[test]
fn cover_is_enough_and_sewers_fall() {
    for (element, line, ends) in lines() {
        let size = line.diameter_mm / 1000.0;
        let to_crown = if line.depth_reference == DepthReference::Invert { size } else { size / 2.0 };
        let least = COVERS.iter().find(|(medium, _)| *medium == line.medium).unwrap().1;
        for end in ends {
            let cover = -end[2] - to_crown;
            assert!(cover >= least - 1e-9, "{}: {cover} m of cover", element.key);
        }
        if matches!(line.medium, Sewage | Storm) && line.diameter_mm != 800.0 {
            let run = (ends[0][0] - ends[1][0]).hypot(ends[0][1] - ends[1][1]);
            let fall = (ends[0][2] - ends[1][2]).abs() / run;
            assert!(fall > 0.0015, "{}: slope {fall}", element.key);
        }
    }
}

#[test]
fn every_line_ends_at_nodes_and_manholes_come_often_enough() {
    let community = district(SEED);
    let mut nodes: BTreeMap<String, (UtilityNode, Point3)> = BTreeMap::new();
    for element in community.elements() {
        if let (Kind::UtilityNode(node), Geometry::Point(p)) = (&element.kind, &element.geometry) {
            nodes.insert(element.key.as_str().trim_start_matches("utility/").to_owned(), (node.clone(), *p));
        }
    }
    for (element, line, ends) in lines() {
        for (name, end) in [&line.from_node, &line.to_node].into_iter().zip(ends) {
            let (node, p) = &nodes[name.as_ref().unwrap()];
            assert_eq!(node.medium, line.medium);
            assert!((p[0] - end[0]).hypot(p[1] - end[1]) < 0.02, "{} ends beside {name:?}", element.key);
            if node.node == UtilityNodeKind::Manhole {
                assert!(
                    node.depth_m.unwrap() >= -end[2] - 1e-3,
                    "{name:?} is shallower than {}",
                    element.key
                );
            }
        }
        let length = (ends[0][0] - ends[1][0]).hypot(ends[0][1] - ends[1][1]);
        if matches!(line.medium, Sewage | Storm) && line.diameter_mm >= 300.0 {
            assert!(length <= 40.01, "{}: {length} m", element.key);
        }
    }
    let connections = nodes.values().filter(|(node, _)| node.node == UtilityNodeKind::Connection).count();
    assert!(connections > 200, "{connections}");
}

#[test]
fn no_line_passes_under_a_building() {
    let community = district(SEED);
    let houses: Vec<_> = community
        .elements()
        .iter()
        .filter(|e| matches!(&e.kind, Kind::Building(_)))
        .map(|e| (e.key.clone(), e.geometry.aabb().inflated(-0.05)))
        .collect();
    for (element, _, [a, b]) in lines() {
        for step in 0..=50 {
            let t = f64::from(step) / 50.0;
            let p = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
            let over =
                houses.iter().find(|(_, aabb)| (0..2).all(|k| aabb.min[k] < p[k] && p[k] < aabb.max[k]));
            assert!(over.is_none(), "{} under {over:?}", element.key);
        }
    }
}

/// GB 50289-2016 table 4.1.14, metres between outer faces where lines of two media cross.
fn clearance_where_crossing(a: Medium, b: Medium) -> f64 {
    let has = |medium| a == medium || b == medium;
    match () {
        () if has(Power) => {
            if has(Gas) {
                0.15
            } else {
                0.25
            }
        }
        () if has(Telecom) && has(Heat) => 0.25,
        () if has(Water) && (has(Sewage) || has(Storm)) => 0.4,
        () => 0.15,
    }
}

/// Where two lines cross in plan: how far along each, from 0 to 1.
fn crossing([a, b]: &[Point3; 2], [c, d]: &[Point3; 2]) -> Option<[f64; 2]> {
    let (u, v) = ([b[0] - a[0], b[1] - a[1]], [d[0] - c[0], d[1] - c[1]]);
    let (turn, from) = (u[0] * v[1] - u[1] * v[0], [c[0] - a[0], c[1] - a[1]]);
    let t = (from[0] * v[1] - from[1] * v[0]) / turn;
    let s = (from[0] * u[1] - from[1] * u[0]) / turn;
    (turn.abs() > 1e-6 && (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&s)).then_some([t, s])
}

#[test]
fn lines_that_cross_keep_their_clearances() {
    let lines = lines();
    let axis = |line: &UtilityLine, ends: &[Point3; 2], t: f64| {
        let lift =
            if line.depth_reference == DepthReference::Invert { line.diameter_mm / 2000.0 } else { 0.0 };
        ends[0][2] + t * (ends[1][2] - ends[0][2]) + lift
    };
    let mut crossings = 0;
    for (i, (first, a, ends_a)) in lines.iter().enumerate() {
        for (second, b, ends_b) in lines[i + 1..].iter().filter(|(_, b, _)| b.medium != a.medium) {
            let Some([t, s]) = crossing(ends_a, ends_b) else { continue };
            let apart = (axis(a, ends_a, t) - axis(b, ends_b, s)).abs();
            let gap = apart - (a.diameter_mm + b.diameter_mm) / 2000.0;
            let least = clearance_where_crossing(a.medium, b.medium);
            assert!(gap >= least - 1e-6, "{} over {}: {gap} m, at least {least} m", first.key, second.key);
            crossings += 1;
        }
    }
    assert!(crossings > 500, "{crossings}");
}

#[test]
fn trees_keep_off_the_lines() {
    let lines = lines();
    for element in district(SEED).elements() {
        let (Kind::Tree(_), Geometry::Point([x, y, _])) = (&element.kind, &element.geometry) else {
            continue;
        };
        for (other, line, [a, b]) in &lines {
            let least = match line.medium {
                Gas => 0.75,
                Power => 0.7,
                _ => 1.5,
            };
            let (ux, uy) = (b[0] - a[0], b[1] - a[1]);
            let t = (((x - a[0]) * ux + (y - a[1]) * uy) / (ux * ux + uy * uy)).clamp(0.0, 1.0);
            let gap = (x - a[0] - t * ux).hypot(y - a[1] - t * uy) - line.diameter_mm / 2000.0;
            assert!(gap >= least - 1e-6, "{} and {}: {gap} m", element.key, other.key);
        }
    }
}
