//! Layouts of the 80 ha of Xinghe, or of the scene that `LINLI_SCENE` names: one on one core, a thousand on all, and
//! the check of one.
#![expect(clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linli_model::NoProgress;
use linli_sim::green::GreenProfile;
use linli_sim::layout::{
    LayoutRules, LayoutStudy, Objective, ParcelChoice, Programme, SearchOptions, StudyRules, Wish, massings,
    screen, search,
};
use linli_sim::reach::{Random, ReachRules};

use scene::scene;

mod scene;

fn layouts(c: &mut Criterion) {
    let (community, schedule, _) = scene();
    let rules = StudyRules {
        layout: LayoutRules::standard().unwrap(),
        reach: ReachRules::standard().unwrap(),
        green: GreenProfile::built_in("zj_default").unwrap(),
    };
    let study = LayoutStudy::new(Arc::new(community), &schedule, &ParcelChoice::All, rules).unwrap();
    let (site, rules) = (&study.site, &study.rules.layout);
    println!("{} parcels", site.parcels.len());
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
            let blocks = massings(&site.parcels, black_box(&wishes[next]), rules);
            screen(&site.parcels, &blocks, &programme, rules)
        });
    });
    let options =
        SearchOptions { objectives: Objective::ALL.to_vec(), programme, count: 200, generations: 4, seed: 7 };
    group.throughput(Throughput::Elements(1000));
    group.bench_function("search_a_thousand", |b| {
        b.iter(|| search(black_box(&site.parcels), rules, &options, &NoProgress))
    });
    // A whole layout in the community, by the check that drawings go through.
    let few = SearchOptions { count: 8, generations: 0, ..options };
    let layout = study.search(&few, &NoProgress).unwrap().remove(0);
    group.throughput(Throughput::Elements(1));
    group.bench_function("check_one", |b| b.iter(|| study.faults(black_box(&layout))));
    group.finish();
}

criterion_group!(benches, layouts);
criterion_main!(benches);
