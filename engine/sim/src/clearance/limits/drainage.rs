//! Drainage by GB 50014: smallest diameter and slope, way between manholes, turns at manholes.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::{
    Community, Element, Geometry, Kind, LimitQuantity, LineRole, Medium, Point3, UtilityLine,
    UtilityNodeKind, Vertical,
};
use linli_space::Ground;

use super::super::check::{by_gravity, node_names};
use super::super::finding::Finding;
use super::super::rules::{LineFacts, RuleBook};
use super::{Excess, finding, keeps};

/// A gravity line with its nodes.
struct Drain<'a> {
    element: &'a Element,
    line: &'a UtilityLine,
    points: Vec<Point3>,
    facts: LineFacts,
    length_m: f64,
}

/// Findings on the gravity lines of a community, in the order of its elements.
pub fn drainage_findings(community: &Community, book: &RuleBook, ground: &Ground) -> Vec<Finding> {
    let nodes = nodes(community);
    let mut drains: Vec<Drain> =
        community.elements().iter().filter_map(|element| drain(element, &nodes, ground)).collect();
    let network = Network::of(&drains);
    extend_connections(&mut drains, &network);
    let mut found = Vec::new();
    for drain in &drains {
        single(drain, book, &mut found);
    }
    spacing(&drains, &network, &nodes, book, &mut found);
    turns(&drains, &network, &nodes, book, &mut found);
    found
}

/// Coordinates of files come in millimetres: what one millimetre at each end would change is no finding.
const COORDINATE_STEP_M: f64 = 0.001;

type Nodes<'a> = BTreeMap<(Medium, &'a str), UtilityNodeKind>;

fn nodes(community: &Community) -> Nodes<'_> {
    let mut nodes = BTreeMap::new();
    for element in community.elements() {
        if let Kind::UtilityNode(node) = &element.kind {
            for name in node_names(element) {
                nodes.insert((node.medium, name), node.node);
            }
        }
    }
    nodes
}

fn drain<'a>(element: &'a Element, nodes: &Nodes, ground: &Ground) -> Option<Drain<'a>> {
    let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
        return None;
    };
    if !by_gravity(line.medium) {
        return None;
    }
    let lift = |p: &Point3| match element.vertical {
        Vertical::Absolute => *p,
        Vertical::AboveGround => [p[0], p[1], ground.height_at(p[0], p[1]) + p[2]],
    };
    let points: Vec<Point3> = points.iter().map(lift).filter(|p| p.iter().all(|v| v.is_finite())).collect();
    let length_m = points.windows(2).map(|pair| plan_length(pair[0], pair[1])).sum();
    let mut facts = LineFacts::of(line);
    let ends = [line.from_node.as_deref(), line.to_node.as_deref()];
    let connection = ends
        .into_iter()
        .flatten()
        .any(|name| nodes.get(&(line.medium, name)) == Some(&UtilityNodeKind::Connection));
    facts.role = Some(if connection { LineRole::Connection } else { LineRole::Main });
    (points.len() >= 2 && length_m > 0.0).then_some(Drain { element, line, points, facts, length_m })
}

fn plan_length(a: Point3, b: Point3) -> f64 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

/// Number of the first limit of a quantity whose condition holds, when the value breaks it.
fn broken(book: &RuleBook, quantity: LimitQuantity, facts: &LineFacts, actual: f64) -> Option<u32> {
    let mut limits = book.limits().filter(|(rule, _)| rule.quantity == quantity);
    let (rule, number) = limits.find(|(rule, _)| rule.when.as_ref().is_none_or(|when| facts.meets(when)))?;
    (!keeps(rule.bound, actual, rule.value)).then_some(number)
}

fn single(drain: &Drain, book: &RuleBook, found: &mut Vec<Finding>) {
    let (Some(&first), Some(&last)) = (drain.points.first(), drain.points.last()) else { return };
    let mut push = |rule: Option<u32>, actual: f64, assumed: bool| {
        let Some(rule) = rule else { return };
        let excess = Excess {
            rule,
            element: &drain.element.key,
            others: Vec::new(),
            actual,
            chainage_m: [0.0, drain.length_m],
            at: first,
            facing: last,
            assumed,
        };
        found.extend(finding(excess, book));
    };
    let diameter = drain.line.diameter_mm;
    let rule = broken(book, LimitQuantity::Diameter, &drain.facts, diameter);
    push(rule, diameter, drain.line.diameter_assumed);
    let slope = (last[2] - first[2]).abs() / drain.length_m;
    let rounding = 2.0 * COORDINATE_STEP_M / drain.length_m;
    let rule = broken(book, LimitQuantity::Slope, &drain.facts, slope + rounding);
    push(rule, slope, drain.line.depth_assumed || drain.line.diameter_assumed);
}

/// Which ends of drains meet at each named node: drain and end.
struct Network<'a> {
    at: BTreeMap<(Medium, &'a str), Vec<(usize, usize)>>,
}

impl<'a> Network<'a> {
    fn of(drains: &[Drain<'a>]) -> Self {
        let mut at: BTreeMap<(Medium, &str), Vec<(usize, usize)>> = BTreeMap::new();
        for (number, drain) in drains.iter().enumerate() {
            for (end, name) in ends(drain).into_iter().enumerate() {
                if let Some(name) = name {
                    at.entry((drain.line.medium, name)).or_default().push((number, end));
                }
            }
        }
        Self { at }
    }
}

/// A connection stays one through manholes on its way, as long as nothing joins it: to the main.
fn extend_connections(drains: &mut [Drain], network: &Network) {
    let is_connection = |drain: &Drain| drain.facts.role == Some(LineRole::Connection);
    let starts: Vec<usize> = (0..drains.len()).filter(|&n| is_connection(&drains[n])).collect();
    for start in starts {
        let mut number = start;
        // Every step makes one more connection, so this ends.
        while let Some(next) = only_next(number, drains, network).filter(|&n| !is_connection(&drains[n])) {
            drains[next].facts.role = Some(LineRole::Connection);
            number = next;
        }
    }
}

/// The drain that goes on from the lower end of one, when the two meet there alone and are as wide.
fn only_next(number: usize, drains: &[Drain], network: &Network) -> Option<usize> {
    let drain = drains.get(number)?;
    let meeting = network.at.get(&(drain.line.medium, drain.line.to_node.as_deref()?))?;
    let [_, _] = meeting.as_slice() else { return None };
    let (next, end) = *meeting.iter().find(|(other, _)| *other != number)?;
    let as_wide = drains.get(next)?.line.diameter_mm == drain.line.diameter_mm;
    (end == 0 && as_wide).then_some(next)
}

fn ends<'a>(drain: &Drain<'a>) -> [Option<&'a str>; 2] {
    [drain.line.from_node.as_deref(), drain.line.to_node.as_deref()]
}

fn is_manhole(nodes: &Nodes, medium: Medium, name: &str) -> bool {
    nodes.get(&(medium, name)) == Some(&UtilityNodeKind::Manhole)
}

/// Ways from manhole to manhole, through nodes where exactly two drains meet.
fn spacing(drains: &[Drain], network: &Network, nodes: &Nodes, book: &RuleBook, found: &mut Vec<Finding>) {
    let mut done = BTreeSet::new();
    for (number, drain) in drains.iter().enumerate() {
        for (end, name) in ends(drain).into_iter().enumerate() {
            let starts = name.is_some_and(|name| is_manhole(nodes, drain.line.medium, name));
            if !starts || done.contains(&number) {
                continue;
            }
            let Some((length, chain)) = chain_to_manhole(number, end, drains, network, nodes) else {
                continue;
            };
            done.extend(chain.iter().copied());
            if let Some(rule) = broken(book, LimitQuantity::ManholeSpacing, &drain.facts, length) {
                let (Some(&at), Some(&facing)) = (drain.points.first(), drain.points.last()) else {
                    continue;
                };
                let others =
                    chain.iter().skip(1).filter_map(|&n| Some(drains.get(n)?.element.key.clone())).collect();
                let excess = Excess {
                    rule,
                    element: &drain.element.key,
                    others,
                    actual: length,
                    chainage_m: [0.0, length],
                    at,
                    facing,
                    assumed: drain.line.diameter_assumed,
                };
                found.extend(finding(excess, book));
            }
        }
    }
}

fn chain_to_manhole(
    start: usize,
    end: usize,
    drains: &[Drain],
    network: &Network,
    nodes: &Nodes,
) -> Option<(f64, Vec<usize>)> {
    let (mut number, mut end) = (start, end);
    let (mut length, mut chain) = (0.0, Vec::new());
    loop {
        let drain = drains.get(number)?;
        if chain.contains(&number) {
            return None;
        }
        chain.push(number);
        length += drain.length_m;
        let far = 1 - end;
        let name = ends(drain)[far]?;
        if is_manhole(nodes, drain.line.medium, name) {
            return Some((length, chain));
        }
        let meeting = network.at.get(&(drain.line.medium, name))?;
        let next = meeting.iter().find(|(other, _)| *other != number)?;
        if meeting.len() != 2 {
            return None;
        }
        (number, end) = *next;
    }
}

/// Angles between the drains that enter a manhole and those that leave it.
fn turns(drains: &[Drain], network: &Network, nodes: &Nodes, book: &RuleBook, found: &mut Vec<Finding>) {
    for ((medium, name), meeting) in &network.at {
        if !is_manhole(nodes, *medium, name) {
            continue;
        }
        let entering = meeting.iter().filter(|(_, end)| *end == 1);
        for (incoming, _) in entering {
            for (outgoing, _) in meeting.iter().filter(|(_, end)| *end == 0) {
                let Some((a, b)) = drains.get(*incoming).zip(drains.get(*outgoing)) else { continue };
                let Some(Turn { angle_deg, at, rounding_deg }) = turn(&a.points, &b.points) else { continue };
                let most = angle_deg + rounding_deg;
                if let Some(rule) = broken(book, LimitQuantity::TurnAngle, &a.facts, most) {
                    let excess = Excess {
                        rule,
                        element: &a.element.key,
                        others: vec![b.element.key.clone()],
                        actual: angle_deg,
                        chainage_m: [a.length_m; 2],
                        at,
                        facing: at,
                        assumed: false,
                    };
                    found.extend(finding(excess, book));
                }
            }
        }
    }
}

/// How two drains meet.
struct Turn {
    /// Angle between them, degrees: 180 straight on.
    angle_deg: f64,
    at: Point3,
    /// What the rounding of coordinates may have made of it, degrees.
    rounding_deg: f64,
}

/// The turn from the end of one drain into the start of another.
fn turn(incoming: &[Point3], outgoing: &[Point3]) -> Option<Turn> {
    let [before, at] = incoming.get(incoming.len().checked_sub(2)?..)? else { return None };
    let [start, next] = outgoing.get(..2)? else { return None };
    let back = [before[0] - at[0], before[1] - at[1]];
    let on = [next[0] - start[0], next[1] - start[1]];
    let (cross, dot) = (back[0] * on[1] - back[1] * on[0], back[0] * on[0] + back[1] * on[1]);
    let shorter = back[0].hypot(back[1]).min(on[0].hypot(on[1]));
    Some(Turn {
        angle_deg: cross.abs().atan2(dot).to_degrees(),
        at: *at,
        rounding_deg: (2.0 * COORDINATE_STEP_M).atan2(shorter).to_degrees(),
    })
}
