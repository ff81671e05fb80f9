//! Timelines of large places: `cargo bench -p linli_sim --bench stages`.
#![expect(clippy::unwrap_used, reason = "benches")]

use std::hint::black_box;

use chrono::{Days, NaiveDate};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use linli_model::{
    Aabb, Area, AreaUse, Building, Community, Dependency, DependencyKind, Element, Geometry, Key, Kind,
    Polygon, SceneFrame, Schedule, Selector, Span, Stage, StoreyRange, Task, Tree, Truth, Work,
};
use linli_sim::stages::{ClashOptions, Timeline, stage_summary, work_clashes};

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).unwrap()
}

fn square(x: f64, y: f64, side: f64) -> Geometry {
    let ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side]].map(|[x, y]| [x, y, 0.0]);
    Geometry::Area(vec![Polygon::new(ring.to_vec())])
}

/// A square place, half of it designed and half existing: every fifth element is a building, the others
/// are trees; and 100 zones.
fn place(count: usize) -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.0,
        convergence_deg: 0.0,
    };
    let mut community = Community::new("bench", frame);
    let columns = (count as f64).sqrt().ceil() as usize;
    let side = columns as f64 * 20.0 / 10.0;
    for zone in 0..100 {
        let geometry = square((zone % 10) as f64 * side, (zone / 10) as f64 * side, side);
        community
            .add(Element::new(format!("zone/{zone}"), Kind::Area(Area::new(AreaUse::Unit)), geometry))
            .unwrap();
    }
    for i in 0..count {
        let kind = if i % 5 == 0 {
            Kind::Building(Building {
                storeys_above: Some((5 + i % 20) as f32),
                storeys_below: Some(2.0),
                ..Building::default()
            })
        } else {
            Kind::Tree(Tree::default())
        };
        let geometry = square((i % columns) as f64 * 20.0, (i / columns) as f64 * 20.0, 12.0);
        let mut element = Element::new(format!("element/{i}"), kind, geometry);
        element.name = Some(format!("{}-{i}", ["A", "B", "C", "D"][i % 4]));
        element.presence.truth = if i % 2 == 0 { Truth::Designed } else { Truth::Existing };
        community.add(element).unwrap();
    }
    community
}

/// Tasks of all kinds over three years; one in ten links a zone or a pattern.
fn schedule(tasks: usize, count: usize) -> Schedule {
    let task = |i: usize| {
        let start = first() + Days::new((i * 7919 % 1000) as u64);
        let finish = start + Days::new((20 + i % 90) as u64);
        let selector = match i % 20 {
            0 => Selector::Zone(Key::from(format!("zone/{}", i / 20 % 100))),
            10 => Selector::Name(format!("*-{}?", i % (count / 10))),
            _ => Selector::Key(Key::from(format!("element/{}", i * 10 % count))),
        };
        let after = (i > 0).then(|| Dependency {
            predecessor: format!("t{}", i - 1),
            kind: DependencyKind::StartToStart,
            lag_days: -1000.0,
        });
        Task {
            id: format!("t{i}"),
            name: format!("task {i}"),
            work: if i.is_multiple_of(20) { Work::Build } else { Work::ALL[i % 3] },
            planned: Some(Span { start, finish }),
            baseline: Some(Span { start, finish }),
            elements: vec![selector],
            storeys: (!i.is_multiple_of(20)).then_some(StoreyRange { from_level: -2, to_level: 5 }),
            after: after.into_iter().collect(),
            ..Task::default()
        }
    };
    Schedule { name: "bench".into(), data_date: None, tasks: (0..tasks).map(task).collect() }
}

fn timelines(c: &mut Criterion) {
    let mut group = c.benchmark_group("stages");
    group.sample_size(10);
    for (count, tasks) in [(20_000, 500), (100_000, 5_000)] {
        let name = format!("{count} elements, {tasks} tasks");
        let (community, schedule) = (place(count), schedule(tasks, count));
        group.bench_function(format!("timeline of {name}"), |b| {
            b.iter(|| Timeline::of(black_box(&community), black_box(&schedule)));
        });
        let timeline = Timeline::of(&community, &schedule).0;
        let day = first() + Days::new(500);
        let mut states = Vec::new();
        group.bench_function(format!("states of one date, {name}"), |b| {
            b.iter(|| timeline.states_into(black_box(day), &mut states));
        });
        group.bench_function(format!("summary of one date, {name}"), |b| {
            b.iter(|| stage_summary(&community, &timeline, Stage::Construction, black_box(day)));
        });
        let boxes: Vec<Aabb> = community.elements().iter().map(|element| element.geometry.aabb()).collect();
        let options = ClashOptions::default();
        group.bench_function(format!("work clashes, {name}"), |b| {
            b.iter_batched(
                || (),
                |()| work_clashes(&community, &timeline, &schedule, &boxes, &options),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, timelines);
criterion_main!(benches);
