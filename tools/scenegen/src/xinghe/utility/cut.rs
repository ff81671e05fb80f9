//! Runs cut into lines at their joints, manholes, hydrants and connections.

use linli_model::{Medium, UtilityNodeKind};

use super::node::Nodes;
use super::profile::inside;
use super::rule::{DUCT_SPACING_M, HYDRANT_SPACING_M, manhole_spacing_m};
use super::run::{Profile, Role, Run, distance};
use super::window::Window;
use crate::plan::Place;
use crate::xinghe::plan::{CANAL_PARK, UNIT};

/// A piece of a run between two nodes: its stations.
pub(super) struct Piece<'a> {
    pub run: &'a Run,
    pub stations: [f64; 2],
}

/// Where a run is cut, and what is there.
type Cuts = Vec<(f64, UtilityNodeKind)>;

/// Cuts a run; the nodes are noted.
pub(super) fn cut<'a>(run: &'a Run, runs: &[Run], window: &Window, nodes: &mut Nodes) -> Vec<Piece<'a>> {
    let length = run.length_m();
    let mut cuts: Cuts = joints(run, runs);
    cuts.extend(at_window(run, window).into_iter().map(|s| (s, end_kind(run, s))));
    cuts.push((0.0, if run.role == Role::House { UtilityNodeKind::Connection } else { end_kind(run, 0.0) }));
    cuts.push((length, if run.role == Role::House { tap(run.medium) } else { end_kind(run, length) }));
    between(run, &mut cuts);
    for house in runs.iter().filter(|o| o.role == Role::House && o.medium == run.medium) {
        let end = house.points.last().and_then(|p| run.station_of(*p));
        if let (Some(station), true) = (end, run.role == Role::Main) {
            cuts.push((station, tap(run.medium)));
        }
    }
    cuts.sort_by(|a, b| a.0.total_cmp(&b.0).then(Nodes::rank(b.1).cmp(&Nodes::rank(a.1))));
    cuts.dedup_by(|b, a| (a.0 - b.0).abs() < 0.02);
    let pairs: Vec<[(f64, UtilityNodeKind); 2]> = cuts.windows(2).map(|w| [w[0], w[1]]).collect();
    let mut pieces = Vec::new();
    for [from, to] in pairs {
        if window.holds(run.at((from.0 + to.0) / 2.0)) {
            nodes.put(run, from.0, from.1);
            nodes.put(run, to.0, to.1);
            pieces.push(Piece { run, stations: [from.0, to.0] });
        }
    }
    pieces
}

/// What a connection meets at its main.
fn tap(medium: Medium) -> UtilityNodeKind {
    match medium {
        Medium::Water | Medium::Gas | Medium::Heat | Medium::Reclaimed => UtilityNodeKind::Valve,
        _ => UtilityNodeKind::Junction,
    }
}

/// What the end of a run is: storm drains end in the park along the canal, the sewage trunks at the border.
fn end_kind(run: &Run, station: f64) -> UtilityNodeKind {
    let [u, v] = run.at(station);
    let is_end = run.length_m() - station < 0.1;
    match run.medium {
        Medium::Storm if is_end && (CANAL_PARK[0]..=CANAL_PARK[1]).contains(&v) => UtilityNodeKind::Outfall,
        Medium::Sewage if is_end && (u - UNIT.east).abs() < 0.1 => UtilityNodeKind::Outfall,
        _ => joint_kind(run),
    }
}

fn joint_kind(run: &Run) -> UtilityNodeKind {
    match run.medium {
        Medium::Water | Medium::Reclaimed | Medium::Gas | Medium::Heat => UtilityNodeKind::Valve,
        _ if run.role == Role::Rack => UtilityNodeKind::Junction,
        _ => UtilityNodeKind::Manhole,
    }
}

/// Where other mains of the medium meet a run.
fn joints(run: &Run, runs: &[Run]) -> Cuts {
    if run.role == Role::House {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    for other in runs.iter().filter(|o| o.medium == run.medium && !std::ptr::eq(*o, run)) {
        if other.role == Role::House || (other.role == Role::Old) != (run.role == Role::Old) {
            continue;
        }
        let on_racks = [run, other].iter().any(|r| matches!(r.role, Role::Rack | Role::Old));
        let ends = other.points.first().into_iter().chain(other.points.last());
        cuts.extend(ends.filter_map(|p| run.station_of(*p)));
        if !on_racks {
            cuts.extend(run.crossings(other).into_iter().map(|c| c[0]));
        }
    }
    cuts.into_iter().map(|station| (station, joint_kind(run))).collect()
}

/// Stations at which a run leaves or enters what is drawn.
fn at_window(run: &Run, window: &Window) -> Vec<f64> {
    let inner = run.segments().filter_map(|(from, a, b)| {
        let stretch = inside(&window.area.grown(1e-7), a, b)?;
        Some((from, stretch, distance(a, b)))
    });
    inner
        .flat_map(|(from, [s, t], length)| {
            let cuts = [(s > 0.01).then_some(from + s), (t < length - 0.01).then_some(from + t)];
            cuts.into_iter().flatten()
        })
        .collect()
}

/// Adds what a main needs between its joints.
fn between(run: &Run, cuts: &mut Cuts) {
    let is_drain = run.is_gravity();
    if !(matches!(run.role, Role::Main | Role::Old) || (is_drain && run.role == Role::House)) {
        return;
    }
    if is_drain {
        cuts.extend(run.segments().skip(1).map(|(s, ..)| (s, UtilityNodeKind::Manhole)));
    }
    if run.medium == Medium::Water && run.role == Role::Main {
        // Counted along the whole street, so that hydrants keep their distance across the crossings too.
        let count = (run.length_m() / HYDRANT_SPACING_M).ceil().max(1.0);
        let step = run.length_m() / count;
        cuts.extend((0..count as u32).map(|i| (step * (f64::from(i) + 0.5), UtilityNodeKind::Hydrant)));
        return;
    }
    let spacing = match run.medium {
        Medium::Sewage | Medium::Storm | Medium::Combined => manhole_spacing_m(run.diameter_mm),
        Medium::Power | Medium::Telecom => DUCT_SPACING_M,
        _ => return,
    };
    cuts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let stations: Vec<f64> = cuts.iter().map(|c| c.0).collect();
    for pair in stations.windows(2) {
        let parts = ((pair[1] - pair[0]) / spacing - 1e-6).ceil().max(1.0);
        let step = (pair[1] - pair[0]) / parts;
        cuts.extend((1..parts as u32).map(|i| (pair[0] + step * f64::from(i), UtilityNodeKind::Manhole)));
    }
}

/// Points of a piece with their heights: above the ground, or above the sea.
pub(super) fn corners(piece: &Piece) -> Vec<([f64; 2], f64)> {
    let run = piece.run;
    let [from, to] = piece.stations;
    let mut stations = vec![from, to];
    if let Profile::Relative(points) | Profile::Absolute(points) = &run.profile {
        stations.extend(points.iter().map(|p| p[0]));
    }
    stations.extend(run.segments().map(|(s, ..)| s));
    stations.retain(|s| (from..=to).contains(s));
    stations.sort_by(f64::total_cmp);
    stations.dedup_by(|b, a| (*a - *b).abs() < 0.02);
    if let Some(last) = stations.last_mut() {
        *last = to;
    }
    stations.into_iter().map(|s| (place(run, s), run.stored_z_m(s))).collect()
}

fn place(run: &Run, station: f64) -> Place {
    run.at(station).map(|c| (c * 1000.0).round() / 1000.0)
}
