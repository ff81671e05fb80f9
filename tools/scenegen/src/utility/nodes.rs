//! Lines cut at their joints, and the nodes there.

use std::collections::BTreeMap;

use linli_model::{DepthReference, Geometry, Kind, Medium, UtilityLine, UtilityNode, UtilityNodeKind};

use super::Run;
use super::main_line::PUMP;
use super::rule::{height_m, is_gravity, material};
use crate::draft::Draft;
use crate::plan::Place;

/// Longest distance between manholes of sewers, and of cable ducts, metres (GB 50014-2021: 40 m
/// where they are kept up by hand).
const SEWER_SPACING_M: f64 = 40.0;
const DUCT_SPACING_M: f64 = 60.0;
/// Longest distance between hydrants, metres (GB 50974-2014: 120 m).
const HYDRANT_SPACING_M: f64 = 100.0;
/// How far a manhole goes below the invert, metres.
const SUMP_M: f64 = 0.15;

/// A place of a medium, in centimetres.
type NodeAt = (u8, [i64; 2]);

struct Node {
    kind: UtilityNodeKind,
    medium: Medium,
    place: Place,
    /// Lowest line end here, metres above the ground.
    low_m: f64,
}

/// Nodes by place; a node that is two things is the more important one.
#[derive(Default)]
struct Nodes(BTreeMap<NodeAt, Node>);

fn rank(kind: UtilityNodeKind) -> u8 {
    match kind {
        UtilityNodeKind::Junction => 0,
        UtilityNodeKind::Connection => 1,
        UtilityNodeKind::Hydrant => 2,
        UtilityNodeKind::Valve => 3,
        UtilityNodeKind::Manhole => 4,
        _ => 5,
    }
}

fn medium_name(medium: Medium) -> &'static str {
    match medium {
        Medium::Water => "water",
        Medium::Reclaimed => "reclaimed",
        Medium::Sewage => "sewage",
        Medium::Storm => "storm",
        Medium::Combined => "combined",
        Medium::Gas => "gas",
        Medium::Heat => "heat",
        Medium::Power => "power",
        Medium::Telecom => "telecom",
    }
}

fn at(medium: Medium, p: Place) -> NodeAt {
    (medium as u8, p.map(|v| (v * 100.0).round() as i64))
}

impl Nodes {
    fn put(&mut self, medium: Medium, place: Place, kind: UtilityNodeKind, z: f64) {
        let new = Node { kind, medium, place, low_m: z };
        let node = self.0.entry(at(medium, place)).or_insert(new);
        node.low_m = node.low_m.min(z);
        if rank(kind) > rank(node.kind) {
            node.kind = kind;
        }
    }

    /// Names of all nodes: medium and number in the order of places.
    fn names(&self) -> BTreeMap<NodeAt, String> {
        let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for (at, node) in &self.0 {
            let count = counts.entry(at.0).or_default();
            *count += 1;
            names.insert(*at, format!("{}-{count}", medium_name(node.medium)));
        }
        names
    }
}

/// A piece of a run between two nodes.
struct Piece<'a> {
    run: &'a Run,
    ends: [Place; 2],
    z: [f64; 2],
}

/// Adds all lines and nodes.
pub(super) fn draw(runs: &[Run], draft: &mut Draft) {
    let mut nodes = Nodes::default();
    let pieces: Vec<Piece> = runs.iter().flat_map(|run| cut(run, runs, &mut nodes)).collect();
    let names = nodes.names();
    let mut counts: BTreeMap<u8, u32> = BTreeMap::new();
    for piece in &pieces {
        let run = piece.run;
        let count = counts.entry(run.medium as u8).or_default();
        *count += 1;
        let name = |p: Place| names.get(&at(run.medium, p)).cloned();
        let line = UtilityLine {
            medium: run.medium,
            diameter_mm: run.diameter_mm,
            material: Some(material(run.medium, run.diameter_mm).to_owned()),
            depth_reference: if is_gravity(run.medium) {
                DepthReference::Invert
            } else {
                DepthReference::Axis
            },
            depth_assumed: false,
            diameter_assumed: false,
            from_node: name(piece.ends[0]),
            to_node: name(piece.ends[1]),
            year: Some(2025),
            ..UtilityLine::default()
        };
        let points = [0, 1].map(|i| [piece.ends[i][0], piece.ends[i][1], piece.z[i]]);
        let key = format!("utility/{}/line-{count}", medium_name(run.medium));
        draft.add(key, None, Kind::UtilityLine(line), Geometry::Line(points.to_vec()));
    }
    draw_nodes(&nodes, &names, draft);
}

fn draw_nodes(nodes: &Nodes, names: &BTreeMap<NodeAt, String>, draft: &mut Draft) {
    for (at, node) in &nodes.0 {
        let Some(name) = names.get(at) else { continue };
        let shaft = matches!(node.kind, UtilityNodeKind::Manhole | UtilityNodeKind::Pump);
        let depth_m = shaft.then(|| ((SUMP_M - node.low_m) * 1000.0).round() / 1000.0);
        // A shaft begins at the ground, anything else is where its line is.
        let z = if shaft || node.kind == UtilityNodeKind::Hydrant { 0.0 } else { node.low_m };
        let kind = Kind::UtilityNode(UtilityNode { medium: node.medium, node: node.kind, depth_m });
        let point = Geometry::Point([node.place[0], node.place[1], z]);
        draft.add(format!("utility/{name}"), None, kind, point);
    }
}

/// Cuts a run where other lines of its medium meet it, and where it needs manholes or hydrants.
fn cut<'a>(run: &'a Run, runs: &[Run], nodes: &mut Nodes) -> Vec<Piece<'a>> {
    let length = run.length_m();
    let z_at = |station: f64| match run.z_m {
        Some([from, to]) => from + (to - from) * station / length.max(1e-9),
        None => height_m(run.medium, run.at(station)),
    };
    let mut stations = vec![0.0, length];
    let mut put = |station: f64, kind| {
        stations.push(station);
        nodes.put(run.medium, run.at(station), kind, z_at(station));
    };
    if run.house {
        put(0.0, UtilityNodeKind::Connection);
        put(length, UtilityNodeKind::Junction);
    } else {
        let mut joints = vec![0.0, length];
        joints.extend(
            runs.iter().filter(|o| !o.house && o.medium == run.medium).filter_map(|o| meeting(run, o)),
        );
        joints.sort_by(f64::total_cmp);
        joints.dedup_by(|a, b| (*a - *b).abs() < 0.01);
        joints.iter().for_each(|joint| put(*joint, joint_kind(run, *joint)));
        if let Some((spacing, kind)) = between(run.medium).filter(|_| run.z_m.is_none()) {
            for pair in joints.windows(2) {
                let parts = ((pair[1] - pair[0]) / spacing).ceil().max(1.0) as u32;
                let step = (pair[1] - pair[0]) / f64::from(parts);
                (1..parts).for_each(|i| put(pair[0] + step * f64::from(i), kind));
            }
        }
        for house in runs.iter().filter(|o| o.house && o.medium == run.medium) {
            if let Some(station) = run.station_m(house.ends[1]) {
                put(station, UtilityNodeKind::Junction);
            }
        }
    }
    stations.sort_by(f64::total_cmp);
    stations.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    let piece = |pair: &[f64]| Piece {
        run,
        ends: [run.at(pair[0]), run.at(pair[1])],
        z: [z_at(pair[0]), z_at(pair[1])],
    };
    stations.windows(2).map(piece).collect()
}

fn joint_kind(run: &Run, station: f64) -> UtilityNodeKind {
    let [x, y] = run.at(station);
    let is_pump = (x - PUMP[0]).hypot(y - PUMP[1]) < 0.01;
    match run.medium {
        Medium::Storm if is_pump => UtilityNodeKind::Pump,
        Medium::Storm if run.z_m.is_some() => UtilityNodeKind::Outfall,
        Medium::Water | Medium::Gas | Medium::Heat => UtilityNodeKind::Valve,
        _ => UtilityNodeKind::Manhole,
    }
}

/// What a main needs between its joints, and how often.
fn between(medium: Medium) -> Option<(f64, UtilityNodeKind)> {
    match medium {
        Medium::Sewage | Medium::Storm | Medium::Combined => {
            Some((SEWER_SPACING_M, UtilityNodeKind::Manhole))
        }
        Medium::Power | Medium::Telecom => Some((DUCT_SPACING_M, UtilityNodeKind::Manhole)),
        Medium::Water | Medium::Reclaimed => Some((HYDRANT_SPACING_M, UtilityNodeKind::Hydrant)),
        Medium::Gas | Medium::Heat => None,
    }
}

/// How far along a run another main meets it.
fn meeting(run: &Run, other: &Run) -> Option<f64> {
    let north = |r: &Run| (r.ends[0][0] - r.ends[1][0]).abs() < 1e-9;
    if north(run) == north(other) {
        return other
            .ends
            .into_iter()
            .find_map(|end| run.station_m(end))
            .filter(|_| !std::ptr::eq(run, other));
    }
    let p = if north(run) { [run.ends[0][0], other.ends[0][1]] } else { [other.ends[0][0], run.ends[0][1]] };
    other.station_m(p)?;
    run.station_m(p)
}
