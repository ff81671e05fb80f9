//! Levels of house connections that run by gravity.

use super::corridor::Tunnel;
use super::profile::inside;
use super::rule::{SPARE_M, TUNNEL_CROSSING_M, cover_m, vertical_m};
use super::run::{Profile, Run};
use crate::xinghe::relief::plan_height_m;

/// Least slope of house connections (GB 50014-2021: DN200 1 %).
const SLOPE: f64 = 0.01;
/// Depths tried where the connection leaves the house, metres: the first one and the steps.
const STARTS: (f64, f64, u32) = (1.0, 0.1, 26);
/// Heights above the main's invert tried where it comes in, metres; a higher one has a drop manhole.
const ENDS: [f64; 6] = [0.1, 0.25, 0.5, 0.8, 1.2, 1.6];

/// Levels of a connection that falls to its main and passes what it crosses; none where it cannot.
pub(super) fn fall(run: &Run, main: &Run, near: &[&Run], tunnels: &[Tunnel]) -> Option<Profile> {
    let length = run.length_m();
    let (start, end) = (run.at(0.0), run.at(length));
    let [from_ground, to_ground] = [plan_height_m(start), plan_height_m(end)];
    let main_z = main.z_m(main.station_of(end)?);
    let (first, step, count) = STARTS;
    ENDS.iter()
        .flat_map(|above| (0..count).map(move |i| (main_z + above, -(first + step * f64::from(i)))))
        .map(|(to, from)| [from_ground + from, to_ground + to])
        .filter(|[from, to]| from - to >= SLOPE * length)
        .map(|[from, to]| {
            let round = |v: f64| (v * 1000.0).round() / 1000.0;
            Profile::Absolute(vec![[0.0, round(from)], [length, round(to)]])
        })
        .find(|profile| passes(&Run { profile: profile.clone(), ..run.clone() }, near, tunnels))
}

fn passes(run: &Run, near: &[&Run], tunnels: &[Tunnel]) -> bool {
    let length = run.length_m();
    let covered = (0..=10).all(|i| {
        let [_, top] = run.faces_m(length * f64::from(i) / 10.0);
        -top >= cover_m(run) + 0.02
    });
    covered
        && near.iter().filter(|o| o.is_gravity() && o.medium != run.medium).all(|o| clears(run, o))
        && tunnels.iter().all(|tunnel| {
            let outer = tunnel.outer().grown(0.3);
            run.segments().filter_map(|(from, a, b)| Some((from, inside(&outer, a, b)?))).all(
                |(from, stretch)| {
                    let lowest = -(tunnel.roof_m() - TUNNEL_CROSSING_M);
                    stretch.iter().all(|s| run.faces_m(from + s)[0] >= lowest + SPARE_M)
                },
            )
        })
}

/// Whether it passes over or under another gravity line.
fn clears(run: &Run, other: &Run) -> bool {
    let gap = vertical_m(run.medium, other.medium) + SPARE_M;
    let side = other.width_m() / 2.0;
    run.crossings(other).into_iter().all(|[s, t]| {
        let [low, high] = other.faces_m(t);
        let own = [s - side, s + side].map(|at| run.faces_m(at));
        own.iter().all(|f| f[0] >= high + gap) || own.iter().all(|f| f[1] <= low - gap)
    })
}
