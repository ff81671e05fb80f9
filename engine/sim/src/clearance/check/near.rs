//! All pairs of strips that are too near in plan: the plain question, without crossings and joints.

use linli_model::Aabb;
use linli_space::PackedTree;
use rayon::prelude::*;

use super::super::geometry::{Strip, closest_on_segments, horizontal_gap};
use super::super::rules::RuleBook;

/// Every pair of strips whose outlines in plan are nearer than the figure for their classes: first and
/// second number, and the gap in metres, in the order of the numbers.
pub fn near_pairs(strips: &[(Strip, u8)], book: &RuleBook) -> Vec<(u32, u32, f64)> {
    let aabb = |(strip, _): &(Strip, u8)| {
        let [a, b] = strip.plan();
        let half = strip.section.half_width_m();
        let aabb = Aabb::from_corners([a[0], a[1], 0.0], [b[0], b[1], 0.0]);
        Aabb {
            min: [aabb.min[0] - half, aabb.min[1] - half, 0.0],
            max: [aabb.max[0] + half, aabb.max[1] + half, 0.0],
        }
    };
    let boxes: Vec<Aabb> = strips.par_iter().map(aabb).collect();
    let tree = PackedTree::build(&boxes);
    let mut present = vec![false; book.class_count()];
    for (_, class) in strips {
        if let Some(there) = present.get_mut(usize::from(*class)) {
            *there = true;
        }
    }
    let reach = book.reach_among(&present);
    let parts: Vec<Vec<(u32, u32, f64)>> = (0..strips.len() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .fold(Vec::new, |mut found, number| {
            pairs_of(number, strips, (&boxes, &tree), (book, &reach), &mut found);
            found
        })
        .collect();
    parts.concat()
}

fn pairs_of(
    number: u32,
    strips: &[(Strip, u8)],
    (boxes, tree): (&[Aabb], &PackedTree),
    (book, reach): (&RuleBook, &[f64]),
    found: &mut Vec<(u32, u32, f64)>,
) {
    let Some(((strip, class), aabb)) = strips.get(number as usize).zip(boxes.get(number as usize)) else {
        return;
    };
    let start = found.len();
    tree.for_each_in_box(&aabb.inflated(reach.get(usize::from(*class)).copied().unwrap_or(0.0)), |other, _| {
        let Some((beside, its_class)) = strips.get(other as usize).filter(|_| other > number) else { return };
        let reach = book.pair_reach_m(*class, *its_class);
        let apart = |low: f64, high: f64| low - high > reach;
        let its = boxes.get(other as usize).unwrap_or(aabb);
        if reach <= 0.0
            || apart(its.min[0], aabb.max[0])
            || apart(aabb.min[0], its.max[0])
            || apart(its.min[1], aabb.max[1])
            || apart(aabb.min[1], its.max[1])
        {
            return;
        }
        let closest = closest_on_segments(strip.plan(), beside.plan());
        if closest.distance_m - strip.section.half_width_m() - beside.section.half_width_m() < reach {
            let gap = horizontal_gap(strip, beside, &closest);
            if gap < reach {
                found.push((number, other, gap));
            }
        }
    });
    if let Some(new) = found.get_mut(start..) {
        new.sort_unstable_by_key(|(_, other, _)| *other);
    }
}
