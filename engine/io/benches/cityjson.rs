//! Reading CityJSON into elements, beside serde_json building a tree of values of the same text.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linli_io::{CITYJSON, Input, Limits, ReadContext};
use linli_model::NoProgress;

const FILES: &[&str] = &[
    "rotterdam_delfshaven.city.json.gz",
    "denhaag_01.city.json.gz",
    "delft_bgt_3dfier.city.json.gz",
    "delft_3dbag_tile5908_v1.1.city.jsonl.gz",
];

fn values(text: &str) -> usize {
    let stream = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>();
    stream.filter_map(Result::ok).filter(|value| black_box(value).is_object()).count()
}

fn reading(criterion: &mut Criterion) {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/cityjson"));
    let limits = Limits::default();
    let context = ReadContext { limits: &limits, progress: &NoProgress, crs: None };
    for file in FILES {
        let Ok(input) = Input::open(&folder.join(file), &limits) else {
            eprintln!("skipped: no {file} in {}", folder.display());
            continue;
        };
        let text = String::from_utf8_lossy(&input.bytes).into_owned();
        let mut group = criterion.benchmark_group(*file);
        group.throughput(Throughput::Bytes(input.bytes.len() as u64)).sample_size(20);
        group.bench_function("values", |bencher| bencher.iter(|| values(&text)));
        group.bench_function("elements", |bencher| {
            bencher.iter(|| (CITYJSON.read)(&input, &context).map(|reading| reading.elements.len()));
        });
        group.finish();
    }
}

criterion_group!(benches, reading);
criterion_main!(benches);
