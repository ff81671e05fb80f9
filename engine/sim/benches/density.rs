//! Density of a scene, whole and after an edit: `cargo bench -p linli_sim --bench density`. Another scene
//! than Xinghe is named by the environment variable `LINLI_SCENE`.
#![expect(clippy::unwrap_used, reason = "a bench")]

use std::collections::BTreeSet;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_model::{ElementId, Key, Kind};
use linli_sim::density::{
    DensityModel, DensityOptions, DensityRules, FigureParts, RoomOptions, Totals, sum_up,
};
use linli_sim::reach::ReachRules;
use linli_space::StreetGraph;

use scene::scene;

mod scene;

fn density(c: &mut Criterion) {
    let (community, _, counted) = scene();
    let counts = |id: ElementId| counted.get(id.index()).copied().unwrap_or(false);
    let streets = StreetGraph::of(&community);
    let (rules, reach) = (DensityRules::standard().unwrap(), ReachRules::standard().unwrap());
    let options = DensityOptions { rules: &rules, reach: &reach, counts: &counts };
    let mut model = DensityModel::new(&community, &streets, &options);
    println!("{} buildings and basements, {} parcels", model.buildings().len(), model.parcel_keys().count());
    let mut group = c.benchmark_group("density");
    group.sample_size(20);
    group.bench_function("new", |b| b.iter(|| DensityModel::new(black_box(&community), &streets, &options)));
    group.bench_function("again", |b| b.iter(|| model.again(black_box(&community), &counts)));
    let is_building = |id: &ElementId| matches!(community.element(*id).unwrap().kind, Kind::Building(_));
    let ids = (0..community.elements().len() as u32).map(ElementId).filter(|id| counts(*id));
    let keys: Vec<Key> =
        ids.filter(is_building).map(|id| community.element(id).unwrap().key.clone()).collect();
    let mut turn = 0;
    group.bench_function("edit_of_one_building", |b| {
        b.iter(|| {
            turn = (turn + 7) % keys.len();
            model.update(&community, &counts, &BTreeSet::from([keys[turn].clone()]));
        });
    });
    let (site, portions) = (model.site().clone(), model.portions().to_vec());
    let mut totals = Totals::default();
    group.bench_function("sum_up", |b| b.iter(|| sum_up(&site, black_box(&portions), &mut totals)));
    group.bench_function("gradient", |b| b.iter(|| model.gradient()));
    let rooms = || model.room(&community, &counts, &RoomOptions::default());
    group.bench_function("room", |b| b.iter(rooms));
    group.bench_function("street_pattern", |b| {
        b.iter(|| model.street_pattern(0, &community, &streets, &counts));
    });
    let (gradient, rooms) = (model.gradient(), rooms());
    let underground = model.underground(&community, &counts);
    let patterns: Vec<_> = (0..model.unit_count())
        .filter_map(|unit| model.street_pattern(unit, &community, &streets, &counts))
        .collect();
    let parts =
        FigureParts { gradient: &gradient, patterns: &patterns, underground: &underground, rooms: &rooms };
    group.bench_function("indicators", |b| b.iter(|| model.indicators(&parts)));
    group.finish();
}

criterion_group!(benches, density);
criterion_main!(benches);
