//! One million boxes: bulk load, box queries and nearest, ours beside rstar.
//! `cargo bench -p linli_space --bench index`

#[path = "../examples/boxes/mod.rs"]
mod boxes;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_model::{Aabb, Point3};
use linli_space::PackedTree;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use boxes::{COUNT, QUERIES, QUERY_SIZE_M, data, hits, nearest, points, windows};

struct Item(u32, Aabb);

impl RTreeObject for Item {
    type Envelope = AABB<Point3>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.1.min, self.1.max)
    }
}

impl PointDistance for Item {
    fn distance_2(&self, p: &Point3) -> f64 {
        self.envelope().distance_2(p)
    }
}

fn items(boxes: &[Aabb]) -> Vec<Item> {
    (0u32..).zip(boxes).map(|(i, &aabb)| Item(i, aabb)).collect()
}

fn compare(c: &mut Criterion) {
    let boxes = data(COUNT);
    let windows = windows(QUERIES, QUERY_SIZE_M);
    let points = points(QUERIES);
    let mut group = c.benchmark_group("bulk load of 1M boxes");
    group.sample_size(10);
    group.bench_function("packed", |b| b.iter(|| PackedTree::build(black_box(&boxes))));
    group.bench_function("rstar", |b| b.iter(|| RTree::bulk_load(items(black_box(&boxes)))));
    group.finish();

    let packed = PackedTree::build(&boxes);
    let rstar = RTree::bulk_load(items(&boxes));
    let mut group = c.benchmark_group("10k box queries");
    group.sample_size(10);
    group.bench_function("packed", |b| b.iter(|| hits(&packed, &boxes, &windows)));
    group.bench_function("rstar", |b| {
        b.iter(|| {
            let mut found = Vec::new();
            for (q, window) in (0u32..).zip(&windows) {
                let envelope = AABB::from_corners(window.min, window.max);
                let inside = rstar.locate_in_envelope_intersecting(envelope);
                found.extend(inside.map(|item| (q, item.0)));
            }
            found
        });
    });
    group.finish();

    let mut group = c.benchmark_group("10k nearest");
    group.sample_size(10);
    group.bench_function("packed", |b| b.iter(|| nearest(&packed, &boxes, &points)));
    group.bench_function("rstar", |b| {
        b.iter(|| points.iter().filter_map(|&p| rstar.nearest_neighbor_iter(p).next()).count());
    });
    group.finish();
}

criterion_group!(index, compare);
criterion_main!(index);
