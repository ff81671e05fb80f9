//! Lines inside the utility tunnels, and those that leave them for the mains of the streets.

use linli_model::Medium::{self, Gas, Heat, Power, Reclaimed, Telecom, Water};

use super::corridor::{Tunnel, branches, tunnels};
use super::run::{Claim, Profile, Role, Run};
use super::street_main::{HEAT_MM, HEAT_TRACKS, offsets};
use crate::plan::Place;
use crate::xinghe::plan::{COLUMNS, ROWS};

/// A line in the section of a tunnel: medium, compartment, distance from the tunnel's middle in plan and
/// height above it, outer diameter in millimetres, voltage in kilovolts, number of cables.
struct Rack {
    medium: Medium,
    compartment: usize,
    across: f64,
    above: f64,
    mm: f64,
    voltage_kv: Option<f64>,
    count: Option<u32>,
}

const fn pipe(medium: Medium, compartment: usize, [across, above]: [f64; 2], mm: f64) -> Rack {
    Rack { medium, compartment, across, above, mm, voltage_kv: None, count: None }
}

const fn cables(medium: Medium, [across, above]: [f64; 2], kv: Option<f64>, count: u32) -> Rack {
    let compartment = if matches!(medium, Power) { 0 } else { 1 };
    Rack { medium, compartment, across, above, mm: 250.0, voltage_kv: kv, count: Some(count) }
}

/// Under Hebin Road, seen to the east: north is left.
const HEBIN: [Rack; 8] = [
    cables(Power, [3.6, -0.2], Some(110.0), 6),
    cables(Power, [2.0, 0.4], Some(10.0), 18),
    pipe(Water, 1, [0.6, -0.8], 600.0),
    pipe(Reclaimed, 1, [0.75, 0.15], 300.0),
    cables(Telecom, [0.95, 1.05], None, 24),
    pipe(Heat, 1, [-0.95, -0.85], HEAT_MM),
    pipe(Heat, 1, [-0.9, 0.05], HEAT_MM),
    pipe(Gas, 2, [-3.35, -0.8], 300.0),
];

/// Under Fenghua Road, seen to the north: west is left.
const FENGHUA: [Rack; 6] = [
    cables(Power, [-2.45, -0.2], Some(110.0), 6),
    cables(Power, [-0.9, 0.4], Some(10.0), 12),
    pipe(Water, 1, [0.35, -0.85], 300.0),
    cables(Telecom, [0.1, 1.05], None, 18),
    pipe(Heat, 1, [2.1, -0.85], HEAT_MM),
    pipe(Heat, 1, [2.15, 0.05], HEAT_MM),
];

/// Where the lines of the tunnel under Fenghua Road end, near its northern end.
const NORTH_END: f64 = 339.6;

/// The rack of the other tunnel that a rack comes from: the same medium and voltage; supply to supply.
fn source(rack: &Rack) -> Option<&'static Rack> {
    const ALL: &[Rack] = &HEBIN;
    ALL.iter().find(|other| {
        other.medium == rack.medium
            && other.voltage_kv == rack.voltage_kv
            && (rack.medium != Heat || (other.above - rack.above).abs() < 0.01)
    })
}

/// Lines inside the tunnels, and those that branch off.
pub(super) fn runs() -> Vec<Run> {
    let tunnels = tunnels();
    let [hebin, fenghua] = tunnels.as_slice() else { return Vec::new() };
    let mut runs = Vec::new();
    for rack in &HEBIN {
        let outer = hebin.outer();
        runs.push(inside(hebin, rack, outer.west, outer.east, None));
    }
    for rack in &FENGHUA {
        let Some(from) = source(rack) else { continue };
        let start = hebin.place(0.0, from.across)[1];
        // From the rack of the upper floor straight down to that of the lower floor.
        let rise = hebin.middle_m(0.0) + from.above;
        runs.push(inside(fenghua, rack, start, NORTH_END, Some(rise)));
    }
    branch_runs(hebin, fenghua, &mut runs);
    runs
}

fn inside(tunnel: &Tunnel, rack: &Rack, from: f64, to: f64, riser_m: Option<f64>) -> Run {
    let points = vec![tunnel.place(from, rack.across), tunnel.place(to, rack.across)];
    Run {
        claim: Claim::Designed,
        profile: Profile::Relative(tunnel.heights(from, to, rack.above)),
        riser_m,
        voltage_kv: rack.voltage_kv,
        count: rack.count,
        tunnel: Some((tunnel.key, rack.compartment)),
        ..Run::pipe(tunnel.key, rack.medium, rack.mm, points, Role::Rack)
    }
}

/// A line that rises from a rack through the roof and goes on to a main.
fn branch(tunnel: &Tunnel, rack: &Rack, mm: f64, points: Vec<Place>) -> Run {
    let along = if tunnel.key == "GL1" { 0 } else { 1 };
    let start = points.first().map_or(0.0, |p| p[along]);
    Run {
        claim: Claim::Designed,
        riser_m: Some(tunnel.middle_m(start) + rack.above),
        voltage_kv: rack.voltage_kv,
        count: rack.count,
        ..Run::pipe(tunnel.key, rack.medium, mm, points, Role::Branch)
    }
}

fn branch_runs(hebin: &Tunnel, fenghua: &Tunnel, runs: &mut Vec<Run>) {
    for at in branches(hebin) {
        for (number, mm, shift) in [(2, 300.0, -4.0), (1, 300.0, -1.5), (4, 200.0, 1.0), (7, 200.0, 4.0)] {
            let Some(rack) = HEBIN.get(number) else { continue };
            let main = ROWS[1] + offsets("r1", rack.medium).into_iter().fold(f64::MIN, f64::max);
            let points = vec![hebin.place(at + shift, rack.across), [at + shift, main]];
            runs.push(branch(hebin, rack, mm, points));
        }
    }
    if let (Some(rack), [beside]) = (HEBIN.get(3), offsets("c2", Reclaimed).as_slice()) {
        let u = COLUMNS[2] + beside;
        let points = vec![hebin.place(u, rack.across), [u, ROWS[1] + 12.0]];
        runs.push(branch(hebin, rack, 200.0, points));
    }
    for at in branches(fenghua).into_iter().skip(1) {
        for (number, mm, shift) in [(1, 250.0, -4.0), (3, 200.0, 0.0), (2, 200.0, 4.0)] {
            let Some(rack) = FENGHUA.get(number) else { continue };
            let Some(beside) = offsets("c1", rack.medium).first().copied() else { continue };
            let points = vec![fenghua.place(at + shift, rack.across), [COLUMNS[1] + beside, at + shift]];
            runs.push(branch(fenghua, rack, mm, points));
        }
    }
    heat(fenghua, runs);
}

/// Heat and cooling: from the energy station into the tunnel, and out of it to the avenue.
fn heat(fenghua: &Tunnel, runs: &mut Vec<Run>) {
    let [.., supply, back] = &FENGHUA;
    for (rack, v) in [supply, back].into_iter().zip(HEAT_TRACKS) {
        let points = vec![fenghua.place(v, rack.across), [COLUMNS[1] + 18.0, v]];
        runs.push(branch(fenghua, rack, HEAT_MM, points));
    }
    // The southern wall of the energy station's basement is at v = 353.
    let from = fenghua.place(NORTH_END, supply.across);
    let points = vec![from, [from[0], 345.2], [-236.8, 345.2], [-236.8, 353.0]];
    runs.push(branch(fenghua, supply, HEAT_MM, points));
    let from = fenghua.place(338.0, back.across);
    let points = vec![from, [-215.2, 338.0], [-215.2, 344.1], [-238.0, 344.1], [-238.0, 353.0]];
    runs.push(branch(fenghua, back, HEAT_MM, points));
}
