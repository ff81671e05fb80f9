//! Zebra crossings.

use std::collections::BTreeSet;

use linli_model::Community;

use super::SurfaceKind;
use super::axis::Axis;
use super::line::{StreetLines, crossing_keys};
use super::marking::road_points;
use super::tile::Tiles;

/// Width of a stripe and of a stripe with its gap, metres.
const STRIPE_M: f64 = 0.45;
const STRIPE_PERIOD_M: f64 = 0.95;
/// Length of a stripe in the direction of travel, metres.
const LENGTH_M: f64 = 3.0;
/// Room between the stripes and the edge of the carriageway, metres.
const EDGE_M: f64 = 0.3;

/// Paints a zebra where a crossing stands on a road, unless roads meet there.
pub(super) fn collect(community: &Community, lines: &StreetLines, tiles: &mut Tiles) {
    let points = road_points(lines);
    let mut painted = BTreeSet::new();
    for element in community.elements() {
        let Some((key, &(number, point))) =
            crossing_keys(element).into_iter().find_map(|key| points.get(&key).map(|at| (key, at)))
        else {
            continue;
        };
        if lines.clearance_m(number, &key).is_some() || !painted.insert(key) {
            continue;
        }
        let Some(line) = lines.lines.get(number) else { continue };
        if let Some(axis) = Axis::of(&line.points)
            && let Some(&station) = axis.stations().get(point)
        {
            zebra(&axis, station, line.half_width, tiles);
        }
    }
}

fn zebra(axis: &Axis, station: f64, half_width: f64, tiles: &mut Tiles) {
    let span = [(station - LENGTH_M / 2.0).max(0.0), (station + LENGTH_M / 2.0).min(axis.length())];
    let room = 2.0 * (half_width - EDGE_M);
    let stripes = ((room + STRIPE_PERIOD_M - STRIPE_M) / STRIPE_PERIOD_M).floor().clamp(0.0, 100.0) as u32;
    if stripes < 2 || span[1] - span[0] < LENGTH_M / 2.0 {
        return;
    }
    let width = f64::from(stripes) * STRIPE_PERIOD_M - (STRIPE_PERIOD_M - STRIPE_M);
    for stripe in 0..stripes {
        let offset = f64::from(stripe) * STRIPE_PERIOD_M + (STRIPE_M - width) / 2.0;
        for quad in axis.ribbon(span, offset, STRIPE_M / 2.0) {
            tiles.add_flat_quad(SurfaceKind::Marking, quad);
        }
    }
}
