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
    let parts: Vec<Vec<(u32, u32, f64)>> = (0..strips.len() as u32)
        .into_par_iter()
        .with_min_len(1024)
        .fold(Vec::new, |mut found, number| {
            pairs_of(number, strips, (&boxes, &tree), book, &mut found);
            found
        })
        .collect();
    parts.concat()
}

fn pairs_of(
    number: u32,
    strips: &[(Strip, u8)],
    (boxes, tree): (&[Aabb], &PackedTree),
    book: &RuleBook,
    found: &mut Vec<(u32, u32, f64)>,
) {
    let Some(((strip, class), aabb)) = strips.get(number as usize).zip(boxes.get(number as usize)) else {
        return;
    };
    let start = found.len();
    tree.for_each_in_box(&aabb.inflated(book.class_reach_m(*class)), |other, _| {
        let Some((beside, its_class)) = strips.get(other as usize).filter(|_| other > number) else { return };
        let reach = book.pair_reach_m(*class, *its_class);
        if reach <= 0.0 {
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
