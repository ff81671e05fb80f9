//! Heights of pressure pipes and cables: they yield to what is already laid, dipping under it or rising over
//! it, and go on at their usual depth in between.

use super::corridor::Tunnel;
use super::rule::{SPARE_M, STATION_ROOF_M, TUNNEL_CROSSING_M, cover_m, usual_cover_m, vertical_m};
use super::run::{Profile, Role, Run};
use crate::plan::{Place, Rectangle};
use crate::xinghe::plan::{STATION_BOX, STATION_DEPTHS};

/// Distance beyond a crossing line that stays level, metres.
const LEVEL_M: f64 = 0.2;
/// Length in which a line comes back to its usual depth, metres.
const RAMP_M: f64 = 3.0;
/// Depth below which nothing is laid, metres.
const DEEPEST_M: f64 = 8.0;
/// Cost of a crossing without room: more than any way around it.
const NO_ROOM: f64 = 1e4;
/// Cost of a change of height that has too little length for it.
const STEEP: f64 = 5.0;

/// What a stretch of a line asks of its height.
struct Need {
    from: f64,
    to: f64,
    /// Heights of the axis that it must not have: low, high.
    forbidden: Vec<[f64; 2]>,
    /// The height that it must have.
    forced: Option<f64>,
}

impl Need {
    fn allows(&self, z: f64) -> bool {
        self.forced.is_none_or(|forced| (z - forced).abs() < 1e-9)
            && !self.forbidden.iter().any(|[low, high]| *low + 1e-9 < z && z < *high - 1e-9)
    }
}

/// The heights of a run that keeps clear of all laid runs and tunnels; none where there is no room.
pub(super) fn solve(run: &Run, laid: &[Run], tunnels: &[Tunnel]) -> Option<Profile> {
    let usual = -(usual_cover_m(run.medium).max(cover_m(run)) + run.height_m() / 2.0);
    let highest = -(cover_m(run) + run.height_m() / 2.0);
    let mut needs = crossings(run, laid);
    needs.extend(structures(run, tunnels));
    needs.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.to.total_cmp(&b.to)));
    let mut points: Vec<[f64; 2]> = Vec::new();
    let mut rest = needs.as_slice();
    while !rest.is_empty() {
        let size = cluster(rest);
        let (now, later) = rest.split_at(size);
        let levels = levels(now, usual, highest)?;
        let (first, last) = (now.first()?.from - RAMP_M, now.iter().map(|n| n.to).fold(0.0, f64::max));
        points.push([first, usual]);
        join(now, &levels, &mut points);
        points.push([last + RAMP_M, usual]);
        rest = later;
    }
    let length = run.length_m();
    let mut whole = vec![[0.0, value(&points, 0.0, usual)]];
    whole.extend(points.iter().filter(|p| p[0] > 0.01 && p[0] < length - 0.01));
    whole.push([length, value(&points, length, usual)]);
    whole.dedup_by(|b, a| (a[0] - b[0]).abs() < 0.004);
    simplify(&mut whole);
    whole.iter_mut().for_each(|p| *p = p.map(|v| (v * 1000.0).round() / 1000.0));
    Some(Profile::Relative(whole))
}

/// How many needs from the first on lie so close that the line does not come back to its usual depth.
fn cluster(needs: &[Need]) -> usize {
    let mut end = f64::NEG_INFINITY;
    needs
        .iter()
        .take_while(|need| {
            let belongs = end == f64::NEG_INFINITY || need.from < end + 3.0 * RAMP_M;
            if belongs {
                end = end.max(need.to);
            }
            belongs
        })
        .count()
}

fn crossings(run: &Run, laid: &[Run]) -> Vec<Need> {
    let mut needs = Vec::new();
    for other in laid.iter().filter(|o| o.role != Role::Rack) {
        for [s, t] in run.crossings(other) {
            if other.medium == run.medium {
                let z = other.z_m(t);
                needs.push(Need { from: s - 0.05, to: s + 0.05, forbidden: vec![], forced: Some(z) });
                continue;
            }
            let reach = other.width_m() / 2.0 + LEVEL_M;
            // Laid lines may slope: the extremes over the stretch that is crossed count.
            let near = [t - run.width_m() / 2.0, t, t + run.width_m() / 2.0].map(|at| other.faces_m(at));
            let low = near.iter().map(|f| f[0]).fold(f64::INFINITY, f64::min);
            let high = near.iter().map(|f| f[1]).fold(f64::NEG_INFINITY, f64::max);
            let gap = vertical_m(run.medium, other.medium) + SPARE_M + run.height_m() / 2.0;
            let forbidden = vec![[low - gap, high + gap]];
            needs.push(Need { from: s - reach, to: s + reach, forbidden, forced: None });
        }
    }
    needs
}

/// Stretches over utility tunnels and over the station's box: the line stays above.
fn structures(run: &Run, tunnels: &[Tunnel]) -> Vec<Need> {
    let mut blocks: Vec<(Rectangle, f64)> =
        tunnels.iter().map(|t| (t.outer().grown(LEVEL_M), t.roof_m() - TUNNEL_CROSSING_M)).collect();
    blocks.push((STATION_BOX.grown(0.5), STATION_DEPTHS[0] - STATION_ROOF_M));
    let mut needs = Vec::new();
    for (block, depth) in blocks {
        let lowest = -depth + run.height_m() / 2.0 + SPARE_M;
        for (from, a, b) in run.segments() {
            if let Some([start, end]) = inside(&block, a, b) {
                let forbidden = vec![[f64::NEG_INFINITY, lowest]];
                needs.push(Need { from: from + start, to: from + end, forbidden, forced: None });
            }
        }
    }
    needs
}

/// The stretch of a segment along an axis that lies in a rectangle.
pub(super) fn inside(block: &Rectangle, a: Place, b: Place) -> Option<[f64; 2]> {
    if !block.is_crossed(a, b) {
        return None;
    }
    let k = usize::from((b[0] - a[0]).abs() < (b[1] - a[1]).abs());
    let (low, high) = if k == 0 { (block.west, block.east) } else { (block.south, block.north) };
    let (first, last) = (a[k].min(b[k]).max(low), a[k].max(b[k]).min(high));
    let stretch = if a[k] <= b[k] { [first - a[k], last - a[k]] } else { [a[k] - last, a[k] - first] };
    (stretch[1] > stretch[0]).then_some(stretch)
}

/// One height for each need: all kept, with the fewest and smallest changes (dynamic programming over
/// the heights just above and just below what is crossed).
fn levels(needs: &[Need], usual: f64, highest: f64) -> Option<Vec<f64>> {
    let mut choices: Vec<f64> = needs
        .iter()
        .flat_map(|need| need.forbidden.iter().flatten().copied())
        .filter(|z| z.is_finite() && *z <= highest && *z >= -DEEPEST_M)
        .chain([usual, highest])
        .chain(needs.iter().filter_map(|need| need.forced))
        .collect();
    choices.sort_by(f64::total_cmp);
    choices.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
    let own = |need: &Need, z: f64| {
        if need.allows(z) { 0.1 * (z - usual).abs() } else { NO_ROOM }
    };
    let mut costs: Vec<f64> =
        choices.iter().map(|z| 0.5 * (z - usual).abs() + own(needs.first().unwrap_or(&EMPTY), *z)).collect();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for pair in needs.windows(2) {
        let room = pair[1].from - pair[0].to;
        let step = |from: f64, to: f64| {
            let change = (to - from).abs();
            match () {
                () if change < 1e-9 => 0.0,
                () if room < 0.02 => NO_ROOM,
                () if room < 0.3 * change => change + STEEP,
                () => change + 0.3,
            }
        };
        let best = |to: f64| {
            let all = costs.iter().zip(&choices).enumerate().map(|(i, (c, from))| (c + step(*from, to), i));
            all.fold((f64::INFINITY, 0), |best, now| if now.0 < best.0 { now } else { best })
        };
        let (next, from): (Vec<f64>, Vec<usize>) =
            choices.iter().map(|z| (best(*z), *z)).map(|((c, i), z)| (c + own(&pair[1], z), i)).unzip();
        costs = next;
        back.push(from);
    }
    let end = costs.iter().zip(&choices).enumerate().map(|(i, (c, z))| (c + 0.5 * (z - usual).abs(), i));
    let (cost, mut at) = end.fold((f64::INFINITY, 0), |best, now| if now.0 < best.0 { now } else { best });
    let mut found = vec![*choices.get(at)?];
    for from in back.iter().rev() {
        at = *from.get(at)?;
        found.push(*choices.get(at)?);
    }
    found.reverse();
    (cost < NO_ROOM).then_some(found)
}

const EMPTY: Need = Need { from: 0.0, to: 0.0, forbidden: vec![], forced: None };

/// Adds the corners of a cluster: each height over its own stretch.
fn join(needs: &[Need], levels: &[f64], points: &mut Vec<[f64; 2]>) {
    let mut end = f64::NEG_INFINITY;
    for (need, z) in needs.iter().zip(levels) {
        let from = need.from.max(end);
        points.push([from, *z]);
        end = need.to.max(from);
        points.push([end, *z]);
    }
}

fn value(points: &[[f64; 2]], station: f64, usual: f64) -> f64 {
    let after = points.partition_point(|p| p[0] < station);
    match (after.checked_sub(1).and_then(|i| points.get(i)), points.get(after)) {
        (Some(a), Some(b)) if b[0] > a[0] => a[1] + (b[1] - a[1]) * (station - a[0]) / (b[0] - a[0]),
        (_, Some(b)) if (b[0] - station).abs() < 1e-9 => b[1],
        _ => usual,
    }
}

/// Drops corners on a straight line.
fn simplify(points: &mut Vec<[f64; 2]>) {
    let mut kept: Vec<[f64; 2]> = Vec::new();
    for (i, p) in points.iter().enumerate() {
        let straight = kept.last().zip(points.get(i + 1)).is_some_and(|(a, b)| {
            let z = a[1] + (b[1] - a[1]) * (p[0] - a[0]) / (b[0] - a[0]).max(1e-9);
            (z - p[1]).abs() < 1e-6
        });
        if !straight {
            kept.push(*p);
        }
    }
    *points = kept;
}

#[cfg(test)]
mod tests {
    use linli_model::Medium;

    use super::*;

    fn laid(medium: Medium, u: f64, z: f64) -> Run {
        let points = vec![[u, 40.0], [u, 80.0]];
        let profile = Profile::Relative(vec![[0.0, z], [40.0, z]]);
        Run { profile, ..Run::pipe("c0", medium, 400.0, points, Role::Main) }
    }

    #[test]
    fn a_line_dips_under_what_lies_at_its_depth_and_comes_back() {
        let run = Run::pipe("r2", Medium::Water, 200.0, vec![[-400.0, 60.0], [-300.0, 60.0]], Role::Main);
        let storm = laid(Medium::Storm, -350.0, -1.6);
        let Some(profile) = solve(&run, std::slice::from_ref(&storm), &[]) else { panic!("no room") };
        let run = Run { profile, ..run };
        assert_eq!((run.z_m(0.0), run.z_m(100.0)), (-1.3, -1.3));
        // 0.4 m below the invert of the drain, and what a survey may be off.
        let gap = storm.faces_m(20.0)[0] - run.faces_m(50.0)[1];
        assert!((0.5..0.55).contains(&gap), "{gap}");
    }

    #[test]
    fn lines_of_one_medium_meet_at_one_height() {
        let run = Run::pipe("r2", Medium::Gas, 160.0, vec![[-400.0, 60.0], [-300.0, 60.0]], Role::Main);
        let Some(profile) = solve(&run, &[laid(Medium::Gas, -350.0, -2.2)], &[]) else { panic!("no room") };
        let run = Run { profile, ..run };
        assert!((run.z_m(50.0) + 2.2).abs() < 1e-9 && (run.z_m(10.0) + 1.18).abs() < 1e-9);
    }
}
