//! Layouts of the 80 ha of Xinghe: one on one core, and a thousand on all.
#![expect(clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linli_io::read_scene;
use linli_model::{Element, ElementId, NoProgress, Stage};
use linli_sim::layout::{
    LayoutRules, LayoutSite, Objective, ParcelChoice, Programme, SearchOptions, Wish, massings, screen,
    search,
};
use linli_sim::reach::{Random, ReachRules};

fn of_design(_: ElementId, element: &Element) -> bool {
    element.presence.is_part_of(Stage::Design)
}

fn layouts(c: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenes/xinghe");
    let (community, _) = read_scene(&folder, &NoProgress, &mut |_| {}, &mut |_, _| {}).unwrap();
    let (rules, reach) = (LayoutRules::standard().unwrap(), ReachRules::standard().unwrap());
    let site = LayoutSite::new(&community, &of_design, &ParcelChoice::All, &rules, &reach).unwrap();
    let mut random = Random::new(1);
    let mut wish = || Wish {
        typology: random.share(),
        density: random.share(),
        form: random.share(),
        shift: random.share(),
    };
    let wishes: Vec<Vec<Wish>> = (0..64).map(|_| site.parcels.iter().map(|_| wish()).collect()).collect();
    let programme = Programme::default();
    let mut group = c.benchmark_group("layout");
    group.sample_size(10);
    let mut next = 0;
    group.bench_function("generate_and_screen_one", |b| {
        b.iter(|| {
            next = (next + 1) % wishes.len();
            let blocks = massings(&site.parcels, black_box(&wishes[next]), &rules);
            screen(&site.parcels, &blocks, &programme, &rules)
        });
    });
    let options =
        SearchOptions { objectives: Objective::ALL.to_vec(), programme, count: 200, generations: 4, seed: 7 };
    group.throughput(Throughput::Elements(1000));
    group.bench_function("search_a_thousand", |b| {
        b.iter(|| search(black_box(&site.parcels), &rules, &options, &NoProgress))
    });
    group.finish();
}

criterion_group!(benches, layouts);
criterion_main!(benches);
