//! Tower cranes: where they stand and how far they reach.

use linli_model::{Geometry, Kind, SiteWork, SiteWorkKind};

use super::site::plain;
use crate::draft::Draft;
use crate::plan::{Place, Rectangle, lifted};
use crate::xinghe::plan::Plot;

/// Half the side of a crane's base, and its distance from buildings, metres.
const HALF_FOOT_M: f64 = 2.5;
const CLEAR_M: f64 = 3.6;
/// Length of the line that tells where the jib points, metres.
const POINTER_M: f64 = 2.0;
/// Shortest and longest jib, metres.
const REACH_M: [f64; 2] = [45.0, 60.0];
/// Height of the lowest jib above the highest building, and of each further one above the one before, metres.
const ABOVE_M: f64 = 12.0;
const STAGGER_M: f64 = 4.0;
/// Distance between places that are tried, metres.
const STEP_M: f64 = 3.0;
/// Most cranes on a parcel.
const MOST: usize = 4;

/// A crane: the middle of its foot, its reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Crane {
    pub at: Place,
    pub reach_m: f64,
}

/// Places for cranes: each new one reaches most of what no other reaches, clear of all buildings.
pub(super) fn places(plot: &Plot, buildings: &[Rectangle]) -> Vec<Crane> {
    let free = free_places(plot.outline, buildings);
    let mut open: Vec<Place> = buildings.iter().map(Rectangle::centre).collect();
    let mut cranes: Vec<Crane> = Vec::new();
    while cranes.len() < MOST && !open.is_empty() {
        let apart = |p: &Place| cranes.iter().all(|c| distance(*p, c.at) > 20.0);
        let within = |p: Place| open.iter().map(move |o| distance(p, *o)).filter(|d| *d <= REACH_M[1]);
        // Nearness decides between places that reach as many.
        let score = |p: Place| {
            let (count, sum) = within(p).fold((0.0, 0.0), |(n, sum), d| (n + 1.0, sum + d));
            count * 1000.0 - sum
        };
        let best = free.iter().copied().filter(apart).max_by(|a, b| score(*a).total_cmp(&score(*b)));
        let Some(at) = best.filter(|p| within(*p).next().is_some()) else { break };
        let farthest = within(at).fold(0.0, f64::max);
        let reach_m = ((farthest / 5.0).ceil() * 5.0).clamp(REACH_M[0], REACH_M[1]);
        open.retain(|o| distance(at, *o) > reach_m);
        cranes.push(Crane { at, reach_m });
    }
    cranes
}

fn distance(a: Place, b: Place) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

fn free_places(outline: Rectangle, buildings: &[Rectangle]) -> Vec<Place> {
    let inside = outline.grown(-(HALF_FOOT_M + 0.5));
    let count = |from: f64, to: f64| ((to - from) / STEP_M).floor().max(0.0) as u32;
    let (columns, rows) = (count(inside.west, inside.east), count(inside.south, inside.north));
    let all = (0..=rows).flat_map(|row| (0..=columns).map(move |column| (row, column)));
    all.map(|(row, column)| {
        [inside.west + STEP_M * f64::from(column), inside.south + STEP_M * f64::from(row)]
    })
    .filter(|p| buildings.iter().all(|b| b.distance_m(*p) >= CLEAR_M))
    .collect()
}

/// Adds the cranes of a parcel whose highest building has a height; gives their number.
pub(super) fn draw(draft: &mut Draft, plot: &Plot, buildings: &[Rectangle], highest_m: f64) -> usize {
    let cranes = places(plot, buildings);
    for (number, crane) in cranes.iter().enumerate() {
        let height = highest_m + ABOVE_M + STAGGER_M * number as f64;
        let work = SiteWork {
            height_m: Some((height * 10.0).round() / 10.0),
            reach_m: Some(crane.reach_m),
            ..plain(SiteWorkKind::Crane)
        };
        let middle = plot.outline.centre();
        let length = distance(crane.at, middle).max(1.0);
        let ahead = [0, 1].map(|i| crane.at[i] + (middle[i] - crane.at[i]) / length * POINTER_M);
        let foot = Geometry::Line(lifted(&[crane.at, ahead], 0.0));
        let key = format!("works/{}/crane-{}", plot.key, number + 1);
        draft.add(key, Some(("塔吊", "Tower crane")), Kind::SiteWork(work), foot);
    }
    cranes.len()
}
