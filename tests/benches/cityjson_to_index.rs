//! From CityJSON text in memory to a community that answers: parse, triangulate, index, on all cores,
//! beside what `serde_json` takes on one core to parse the same text into a `Value`.
//!
//! Both are run in turn in one process; the smallest time of each counts, and their ratio is printed.
#![expect(clippy::unwrap_used, reason = "a bench over known files")]

use std::hint::black_box;
use std::io::Read as _;
use std::time::{Duration, Instant};

use linli_tests::{data, parsed_and_indexed};

/// Rounds of both; the minimum needs a few.
const ROUNDS: usize = 15;

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = black_box(work());
    (start.elapsed(), result)
}

fn main() {
    println!("{:<40} {:>9} {:>12} {:>12} {:>7}", "file", "MB", "Value, ms", "Linli, ms", "ratio");
    for file in [
        "cityjson/rotterdam_delfshaven.city.json.gz",
        "cityjson/denhaag_01.city.json.gz",
        "cityjson/delft_3dbag_tile5908_v1.1.city.jsonl.gz",
        "cityjson/delft_bgt_3dfier.city.json.gz",
    ] {
        let Some(path) = data(file) else { continue };
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        let (mut value_best, mut linli_best) = (Duration::MAX, Duration::MAX);
        for _ in 0..ROUNDS {
            // A sequence is one value a line.
            let (took, values) = timed(|| {
                serde_json::Deserializer::from_str(&text)
                    .into_iter::<serde_json::Value>()
                    .map(Result::unwrap)
                    .collect::<Vec<_>>()
            });
            drop(values);
            value_best = value_best.min(took);
            let bytes = text.clone().into_bytes();
            let (took, solid) = timed(|| parsed_and_indexed(file, bytes).unwrap());
            assert!(solid.index.len() > 300);
            drop(solid);
            linli_best = linli_best.min(took);
        }
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "{:<40} {:>9.2} {:>12.1} {:>12.1} {:>7.2}",
            file.trim_start_matches("cityjson/").trim_end_matches(".gz"),
            text.len() as f64 / 1e6,
            ms(value_best),
            ms(linli_best),
            ms(linli_best) / ms(value_best)
        );
    }
}
