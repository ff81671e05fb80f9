//! Sunlight of Xinghe, or of the scene that `LINLI_SCENE` names: all homes, and one building that moves.
#![expect(clippy::unwrap_used, reason = "a bench")]

use std::collections::BTreeSet;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_model::{Element, ElementId, Kind, Stage};
use linli_sim::reach::ReachRules;
use linli_sim::sun::{SunModel, SunRules};

use scene::scene;

mod scene;

fn sun(c: &mut Criterion) {
    let (mut community, _, counted) = scene();
    let counts = |id: ElementId, _: &Element| counted.get(id.index()).copied().unwrap_or(false);
    let (rules, reach) = (SunRules::standard().unwrap(), ReachRules::standard().unwrap());
    let day = rules.day(None).unwrap();
    let mut group = c.benchmark_group("sun");
    group.sample_size(10);
    let model = SunModel::new(&community, &rules, day, &reach, &counts).unwrap();
    let storeys: usize = model.buildings().map(|building| building.storeys.len()).sum();
    println!("sun: {} buildings, {storeys} storeys with homes", model.buildings().count());
    group.bench_function("new", |b| {
        b.iter(|| SunModel::new(black_box(&community), &rules, day, &reach, &counts).unwrap());
    });
    let is_home = |e: &&Element| {
        matches!(&e.kind, Kind::Building(b) if !b.outline_of_parts) && e.presence.is_part_of(Stage::Design)
    };
    let building = community.elements().iter().filter(is_home).nth(40).unwrap().clone();
    let (mut model, mut step) = (model, 0_u32);
    group.bench_function("edit_one_building_and_figures", |b| {
        b.iter(|| {
            step += 1;
            let mut moved = building.clone();
            moved.geometry.map_points(|p| p[0] += f64::from(step % 5));
            community.put(moved);
            model.edit(&community, &reach, &counts, &BTreeSet::from([building.key.clone()]));
            model.figures()
        });
    });
    group.finish();
}

criterion_group!(benches, sun);
criterion_main!(benches);
