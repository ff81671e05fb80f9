//! Clearance of a million pieces of pipe: full check, the plan part alone, and one edit.
//! `cargo bench -p linli_sim --bench clearance`

#[path = "../examples/network/mod.rs"]
mod network;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use linli_io::built_in_utility_rules;
use linli_sim::clearance::{ClearanceState, Edit, RuleBook, Surfaces};
use linli_space::Ground;

use network::{COUNT, draw, network, piece};

fn clearance(c: &mut Criterion) {
    let Some(book) = built_in_utility_rules().ok().and_then(|packs| RuleBook::new(&packs).ok()) else {
        return;
    };
    let elements = network(COUNT);
    let surfaces = Surfaces::bare(Ground::level(0.0));
    let mut group = c.benchmark_group("clearance of 1M pieces");
    group.sample_size(10);
    group.bench_function("full check", |b| {
        b.iter(|| ClearanceState::with_surfaces(book.clone(), black_box(&elements), surfaces.clone()));
    });
    let mut state = ClearanceState::with_surfaces(book.clone(), &elements, surfaces.clone());
    let mut seed = 5;
    group.bench_function("one edit", |b| {
        b.iter_batched(
            || {
                let number = (draw(&mut seed) * COUNT as f64) as usize;
                Edit::Put(Box::new(piece(number, &mut seed)))
            },
            |edit| state.edit(&edit),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, clearance);
criterion_main!(benches);
