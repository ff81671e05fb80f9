//! Searches on a grid of 300 × 300 junctions with chains of four nodes between them.
#![expect(clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_sim::reach::{Link, LiveField, NearestEngine, Random, Seed, TravelGraph, UNREACHED};

const SIDE: u32 = 300;
const INNER: u32 = 4;

/// Streets between junctions, each cut into five links.
fn links() -> (u32, Vec<Link>) {
    let mut random = Random::new(1);
    let mut nodes = SIDE * SIDE;
    let mut links = Vec::new();
    let mut street = |a: u32, b: u32| {
        let mut from = a;
        for piece in 0..=INNER {
            let to = if piece == INNER { b } else { nodes };
            nodes += u32::from(piece < INNER);
            let cost_ms = 5_000 + random.below(30_000) as u32;
            links.push(Link { from, to, cost_ms });
            links.push(Link { from: to, to: from, cost_ms });
            from = to;
        }
    };
    for row in 0..SIDE {
        for column in 0..SIDE {
            let at = row * SIDE + column;
            if column + 1 < SIDE {
                street(at, at + 1);
            }
            if row + 1 < SIDE {
                street(at, at + SIDE);
            }
        }
    }
    (nodes, links)
}

fn searches(c: &mut Criterion) {
    let (nodes, links) = links();
    let graph = TravelGraph::from_links(nodes, &links).unwrap();
    let mut random = Random::new(2);
    let mut kind = |count: u32| -> Vec<Seed> {
        (0..count).map(|_| Seed { node: random.below(u64::from(nodes)) as u32, time_ms: 0 }).collect()
    };
    let kinds: Vec<Vec<Seed>> = (1..=10).map(|i| kind(i * 20)).collect();
    let mut group = c.benchmark_group("reach");
    group.sample_size(20);
    group.bench_function("build_graph", |b| {
        b.iter(|| TravelGraph::from_links(nodes, black_box(&links)).unwrap())
    });
    group.bench_function("build_nearest", |b| b.iter(|| NearestEngine::new(black_box(&graph))));
    let engine = NearestEngine::new(&graph);
    group.bench_function("ten_kinds", |b| b.iter(|| engine.times_to_nearest(black_box(&kinds))));
    group
        .bench_function("plain_search", |b| b.iter(|| graph.times_from(black_box(&kinds[4]), UNREACHED - 1)));
    let mut field = LiveField::new(graph.clone(), kinds[0].clone());
    let mut picks = Random::new(3);
    group.bench_function("close_and_open_a_link", |b| {
        b.iter(|| {
            let link = picks.below(links.len() as u64) as u32;
            let cost = field.cost_of_link_ms(link);
            let closed = field.set_costs(&[(link, UNREACHED)]).len();
            closed + field.set_costs(&[(link, cost)]).len()
        });
    });
    group.finish();
}

criterion_group!(benches, searches);
criterion_main!(benches);
