//! Green of Xinghe, or of the scene that `LINLI_SCENE` names: a full count, its figures, and one building that moves.
#![expect(clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_model::{Element, ElementId, Kind, Stage};
use linli_sim::green::{GreenModel, GreenProfile};
use linli_sim::reach::ReachRules;

use scene::scene;

mod scene;

/// A building shifted by some metres.
fn shifted(building: &Element, by_m: f64) -> Element {
    let mut moved = building.clone();
    moved.geometry.map_points(|p| p[0] += by_m);
    moved
}

fn green(c: &mut Criterion) {
    let (community, _, counted) = scene();
    let counts = |id: ElementId, _: &Element| counted.get(id.index()).copied().unwrap_or(false);
    let rules = ReachRules::standard().unwrap();
    let profile = GreenProfile::built_in("zj_default").unwrap();
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let mut group = c.benchmark_group("green");
    group.sample_size(10);
    let count = || GreenModel::new(black_box(&community), profile.clone(), &rules, &counts);
    group.bench_function("new", |b| one_core.install(|| b.iter(count)));
    let mut model = count();
    group.bench_function("figures", |b| b.iter(|| black_box(&model).figures(None)));
    let is_home = |e: &&Element| {
        matches!(&e.kind, Kind::Building(b) if !b.outline_of_parts) && e.presence.is_part_of(Stage::Design)
    };
    let building = community.elements().iter().filter(is_home).nth(40).unwrap().clone();
    let mut step = 0_u32;
    group.bench_function("edit_one_building_and_figures", |b| {
        b.iter(|| {
            step += 1;
            let moved = shifted(&building, f64::from(step % 5));
            model.edit(&building.key, Some(&moved));
            model.figures(None)
        });
    });
    group.finish();
}

criterion_group!(benches, green);
criterion_main!(benches);
