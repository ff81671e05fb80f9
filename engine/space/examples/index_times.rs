//! Times of the packed tree as one JSON line, to be laid beside those of another index.
//! Run by `tools/bench/index_vs_shapely`.

mod boxes;

use std::time::Instant;

use boxes::{COUNT, QUERIES, QUERY_SIZE_M, data, hits, nearest, points, windows};
use linli_space::PackedTree;

const ROUNDS: usize = 7;

/// Best of some rounds, seconds, and the last answer.
fn best<T>(mut run: impl FnMut() -> T) -> (f64, T) {
    let mut least = f64::INFINITY;
    let mut timed = || {
        let start = Instant::now();
        let answer = run();
        least = least.min(start.elapsed().as_secs_f64());
        answer
    };
    let mut answer = timed();
    for _ in 1..ROUNDS {
        answer = timed();
    }
    (least, answer)
}

fn main() {
    let boxes = data(COUNT);
    let (bulk_s, tree) = best(|| PackedTree::build(&boxes));
    let small = windows(QUERIES, QUERY_SIZE_M / 10.0);
    let (small_s, small_pairs) = best(|| hits(&tree, &boxes, &small));
    let large = windows(QUERIES, QUERY_SIZE_M);
    let (large_s, large_pairs) = best(|| hits(&tree, &boxes, &large));
    let points = points(QUERIES);
    let (nearest_s, found) = best(|| nearest(&tree, &boxes, &points));
    let metres: f64 = found.iter().map(|(_, squared)| squared.sqrt()).sum();
    println!(
        "{{\"bulk_s\":{bulk_s:.6},\"small_s\":{small_s:.6},\"small_pairs\":{},\"large_s\":{large_s:.6},\
         \"large_pairs\":{},\"nearest_s\":{nearest_s:.6},\"nearest_sum_m\":{metres:.6}}}",
        small_pairs.len(),
        large_pairs.len(),
    );
}
