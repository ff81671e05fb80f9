//! Sewers and storm drains: where they run and how they fall.
//!
//! Sewage falls along the streets to the trunk under Hebin Road, and with it east to the treatment plant;
//! south of the canal, along Nanping Street. Storm water falls to outfalls on both banks of the canal. Storm
//! drains are shallow, so that they pass over the utility tunnels and over the station; sewers lie below
//! everything and keep away from the station.

use linli_model::Medium::{self, Sewage, Storm};
use linli_model::Section;

use super::run::{Profile, Role, Run};
use crate::plan::Place;
use crate::xinghe::plan::{CANAL_HALF, COLUMNS, ROWS, UNIT, canal_v};
use crate::xinghe::relief::plan_height_m;

/// Distance beyond a crossing where the drains of the next stretch begin, metres: clear of the lines of the
/// street that is crossed.
const START_M: f64 = 16.6;
/// Length between the places where the ground is looked at, metres.
const STEP_M: f64 = 20.0;
/// Where the storm drains pass over the tunnel under Hebin Road, and the depth of their inverts there.
const OVER_TUNNEL: (f64, f64) = (-217.0, 1.97);
/// Where they go over into box culverts, and the depth of the culverts' inverts there.
const CULVERT: (f64, f64) = (-228.5, 2.3);
/// Distance of an outfall from the water, metres: in the slope of the bank.
const OUTFALL_M: f64 = 3.5;

/// Distance of a street's sewer or storm drain from its axis.
pub(super) fn offset(street: &str, medium: Medium) -> f64 {
    let [sewage, storm] = match street {
        "r2" => [-5.0, 4.0],
        "r1" => [5.0, 1.6],
        "c2" => [3.0, -3.0],
        "c1" => [-2.8, -1.2],
        "c0" => [4.5, 2.0],
        "c4" | "r5" => [-4.5, -2.0],
        "r0" => [3.0, 1.0],
        _ => [1.4, -1.6],
    };
    if medium == Sewage { sewage } else { storm }
}

const COLUMN_KEYS: [&str; 5] = ["c0", "c1", "c2", "c3", "c4"];
const ROW_KEYS: [&str; 6] = ["r0", "r1", "r2", "r3", "r4", "r5"];

/// `u` of a column's drain.
fn u(column: usize, medium: Medium) -> f64 {
    COLUMNS[column] + offset(COLUMN_KEYS[column], medium)
}

/// `v` of a row's drain.
fn v(row: usize, medium: Medium) -> f64 {
    ROWS[row] + offset(ROW_KEYS[row], medium)
}

/// How a drain falls: depth of the invert at its start, least depth, least slope.
struct Fall {
    start_m: f64,
    least_m: f64,
    slope: f64,
}

const ROW_SEWER: Fall = Fall { start_m: 3.0, least_m: 3.0, slope: 0.002 };
const COLUMN_SEWER: Fall = Fall { start_m: 3.1, least_m: 3.1, slope: 0.002 };
const SOUTH_SEWER: Fall = Fall { start_m: 2.4, least_m: 2.4, slope: 0.002 };
const ROW_STORM: Fall = Fall { start_m: 1.2, least_m: 1.15, slope: 0.0015 };

/// All sewers and storm drains with their levels, upstream first.
pub(super) fn mains() -> Vec<Run> {
    let mut runs = Vec::new();
    sewers(&mut runs);
    storm_drains(&mut runs);
    runs
}

fn lay(runs: &mut Vec<Run>, key: &'static str, medium: Medium, mm: f64, ends: [Place; 2], fall: &Fall) {
    let mut run = Run::pipe(key, medium, mm, ends.to_vec(), Role::Main);
    run.profile = Profile::Absolute(levels(&run, runs, fall));
    runs.push(run);
}

/// Levels that fall at least at the slope, stay deep enough, and take in what joins on the way.
fn levels(run: &Run, upstream: &[Run], fall: &Fall) -> Vec<[f64; 2]> {
    let length = run.length_m();
    let mut stations: Vec<(f64, f64)> = (0..)
        .map(|i| STEP_M * f64::from(i))
        .take_while(|s| *s < length - 0.5)
        .chain([length])
        .map(|s| (s, f64::INFINITY))
        .collect();
    for other in upstream.iter().filter(|o| o.medium == run.medium) {
        let end = other.length_m();
        if let (Some(station), Profile::Absolute(z)) = (run.station_of(other.at(end)), &other.profile) {
            stations.push((station, z.last().map_or(f64::INFINITY, |p| p[1])));
        }
    }
    stations.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut points: Vec<[f64; 2]> = Vec::new();
    for (station, joining) in stations {
        let ground = plan_height_m(run.at(station));
        let z = match points.last() {
            None => ground - fall.start_m,
            Some(last) => (last[1] - fall.slope * (station - last[0])).min(ground - fall.least_m),
        };
        let z = (z.min(joining) * 1000.0).floor() / 1000.0;
        match points.last_mut() {
            Some(last) if station - last[0] < 0.005 => last[1] = last[1].min(z),
            _ => points.push([station, z]),
        }
    }
    points
}

fn sewers(runs: &mut Vec<Run>) {
    let mut row = |r: usize, from: f64, to: f64, mm: f64| {
        let ends = [[from, v(r, Sewage)], [to, v(r, Sewage)]];
        lay(runs, ROW_KEYS[r], Sewage, mm, ends, &ROW_SEWER);
    };
    let start = |column: usize| COLUMNS[column] + START_M;
    row(2, start(0), u(1, Sewage), 400.0);
    row(2, 130.0, u(3, Sewage), 400.0);
    row(2, start(3), u(4, Sewage), 400.0);
    for r in [3, 4, 5] {
        for c in 0..4 {
            // Between the station and the park, the sewer of the middle road goes on along Qinghe Street.
            if (r, c) != (3, 2) {
                row(r, start(c), u(c + 1, Sewage), 300.0);
            }
        }
    }
    let mut column = |c: usize, from: f64, to: f64, mm: f64| {
        lay(runs, COLUMN_KEYS[c], Sewage, mm, [[u(c, Sewage), from], [u(c, Sewage), to]], &COLUMN_SEWER);
    };
    let trunk = v(1, Sewage);
    column(2, v(5, Sewage), v(3, Sewage), 400.0);
    column(2, 28.0, v(3, Sewage), 300.0);
    column(2, -28.0, trunk, 400.0);
    column(0, v(5, Sewage), trunk, 400.0);
    column(1, v(5, Sewage), trunk, 500.0);
    let middle = [[u(2, Sewage), v(3, Sewage)], [u(3, Sewage), v(3, Sewage)]];
    lay(runs, "r3", Sewage, 400.0, middle, &ROW_SEWER);
    let mut column = |c: usize| {
        let ends = [[u(c, Sewage), v(5, Sewage)], [u(c, Sewage), trunk]];
        lay(runs, COLUMN_KEYS[c], Sewage, 500.0, ends, &COLUMN_SEWER);
    };
    column(3);
    column(4);
    for (from, to, mm, slope) in [
        (u(0, Sewage), u(1, Sewage), 500.0, 0.0012),
        (u(1, Sewage), u(3, Sewage), 600.0, 0.001),
        (u(3, Sewage), UNIT.east, 800.0, 0.0008),
    ] {
        let fall = Fall { slope, ..COLUMN_SEWER };
        lay(runs, "r1", Sewage, mm, [[from, trunk], [to, trunk]], &fall);
    }
    let south = [[UNIT.west + START_M, v(0, Sewage)], [UNIT.east, v(0, Sewage)]];
    lay(runs, "r0", Sewage, 400.0, south, &SOUTH_SEWER);
}

fn storm_drains(runs: &mut Vec<Run>) {
    let start = |column: usize| COLUMNS[column] + START_M;
    for r in [0, 1, 2, 3, 4, 5] {
        for c in 0..4 {
            let ends = [[start(c), v(r, Storm)], [u(c + 1, Storm), v(r, Storm)]];
            lay(runs, ROW_KEYS[r], Storm, 400.0, ends, &ROW_STORM);
        }
    }
    for c in 0..COLUMNS.len() {
        north_outfall(runs, c);
        if c > 0 {
            south_outfall(runs, c);
        }
    }
}

/// The storm drain of a column from the northern border to the canal.
fn north_outfall(runs: &mut Vec<Run>, c: usize) {
    let u = u(c, Storm);
    let over = plan_height_m([u, OVER_TUNNEL.0]) - OVER_TUNNEL.1;
    let level = |v: f64| ((over + 0.0021 * (v - OVER_TUNNEL.0)) * 1000.0).round() / 1000.0;
    let stretches = [(v(5, Storm), 340.0, 600.0), (340.0, 170.0, 800.0), (170.0, 0.0, 1000.0)];
    for (from, to, mm) in stretches.into_iter().chain([(0.0, CULVERT.0, 1200.0)]) {
        let mut run = Run::pipe(COLUMN_KEYS[c], Storm, mm, vec![[u, from], [u, to]], Role::Main);
        run.profile = Profile::Absolute(vec![[0.0, level(from)], [from - to, level(to)]]);
        runs.push(run);
    }
    let outfall = round(canal_v(u) + CANAL_HALF + OUTFALL_M);
    let top = plan_height_m([u, CULVERT.0]) - CULVERT.1;
    let length = CULVERT.0 - outfall;
    let mut run = Run::pipe(COLUMN_KEYS[c], Storm, 2000.0, vec![[u, CULVERT.0], [u, outfall]], Role::Main);
    run.section = Section::Box { width_mm: 2000.0, height_mm: 1500.0 };
    let [top, bottom] = [top, top - 0.0025 * length].map(|z| (z * 1000.0).round() / 1000.0);
    run.profile = Profile::Absolute(vec![[0.0, top], [length, bottom]]);
    runs.push(run);
}

/// The storm drain from Nanping Street to the southern bank.
fn south_outfall(runs: &mut Vec<Run>, c: usize) {
    let u = u(c, Storm);
    let outfall = round(canal_v(u) - CANAL_HALF - OUTFALL_M);
    let run = Run::pipe(COLUMN_KEYS[c], Storm, 600.0, vec![[u, v(0, Storm)], [u, outfall]], Role::Main);
    let arriving = runs
        .iter()
        .filter(|o| o.medium == Storm && o.place == "r0")
        .filter(|o| run.station_of(o.at(o.length_m())).is_some())
        .filter_map(|o| match &o.profile {
            Profile::Absolute(z) => z.last().map(|p| p[1]),
            _ => None,
        })
        .fold(f64::INFINITY, f64::min);
    let length = run.length_m();
    let bottom = ((arriving - 0.001 * length) * 1000.0).floor() / 1000.0;
    let profile = Profile::Absolute(vec![[0.0, arriving], [length, bottom]]);
    runs.push(Run { profile, ..run });
}

fn round(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drains_fall_all_the_way_and_take_in_what_joins() {
        let runs = mains();
        for run in &runs {
            let Profile::Absolute(z) = &run.profile else { panic!("{run:?}") };
            assert!(z.windows(2).all(|p| p[1][1] < p[0][1]), "{} {z:?}", run.place);
        }
        let level = |run: &Run, station: f64| run.z_m(station) + plan_height_m(run.at(station));
        let mut joints = 0;
        for run in &runs {
            let end = run.length_m();
            for other in runs.iter().filter(|o| o.medium == run.medium && !std::ptr::eq(*o, run)) {
                // Those that end at the same manhole do not flow into each other.
                let flows_on = |s: &f64| *s < other.length_m() - 0.01;
                if let Some(station) = other.station_of(run.at(end)).filter(flows_on) {
                    let drop = level(run, end) - level(other, station);
                    assert!(drop > -1e-6, "{} {:?} into {}: {drop}", run.place, run.medium, other.place);
                    joints += 1;
                }
            }
        }
        assert!(joints > 40, "{joints}");
    }
}
