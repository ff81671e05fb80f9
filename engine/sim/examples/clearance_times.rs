//! Times of the clearance check on a million pieces, as one JSON line for `tools/bench/clearance`.

#[path = "network/mod.rs"]
mod network;

use std::hint::black_box;
use std::time::Instant;

use linli_io::built_in_utility_rules;
use linli_model::{Element, Geometry, Kind};
use linli_sim::clearance::{ClearanceState, Edit, RuleBook, Strip, Surfaces, SweptSection, near_pairs};
use linli_space::Ground;

use network::{COUNT, draw, network, piece};

const ROUNDS: usize = 3;
const EDITS: usize = 10_000;

/// Least wall time and least processor time of all threads, seconds, and the last answer.
fn best<T>(mut run: impl FnMut() -> T) -> ([f64; 2], Option<T>) {
    let (mut least, mut answer) = ([f64::INFINITY; 2], None);
    for _ in 0..ROUNDS {
        let (start, cpu) = (Instant::now(), processor_s());
        answer = Some(black_box(run()));
        least = [least[0].min(start.elapsed().as_secs_f64()), least[1].min(processor_s() - cpu)];
    }
    (least, answer)
}

/// Processor time of this process so far, seconds (Linux; not a number elsewhere): it tells the work
/// also while other programs hold the cores.
fn processor_s() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: Vec<f64> = text.split(' ').skip(13).take(2).filter_map(|t| t.parse().ok()).collect();
    if ticks.len() == 2 { ticks.iter().sum::<f64>() / 100.0 } else { f64::NAN }
}

fn strip(element: &Element, book: &RuleBook) -> Option<(Strip, u8)> {
    let (Kind::UtilityLine(line), Geometry::Line(points)) = (&element.kind, &element.geometry) else {
        return None;
    };
    let section = SweptSection::Round(line.diameter_mm / 2000.0);
    let (class, _) = book.class_of_line(line)?;
    Some((Strip { a: *points.first()?, b: *points.last()?, section, square: [false; 2] }, class))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let book = RuleBook::new(&built_in_utility_rules()?)?;
    let mut elements = network(COUNT);
    let strips: Vec<(Strip, u8)> = elements.iter().filter_map(|element| strip(element, &book)).collect();
    let ([plan_s, plan_cpu_s], pairs) = best(|| near_pairs(&strips, &book));
    let pairs = pairs.unwrap_or_default();
    let sum_m: f64 = pairs.iter().map(|(_, _, gap)| gap).sum();
    let surfaces = Surfaces::bare(Ground::level(0.0));
    let make = || ClearanceState::with_surfaces(book.clone(), &elements, surfaces.clone());
    let ([full_s, full_cpu_s], state) = best(make);
    let mut state = state.ok_or("no state")?;
    let hits = state.hit_count();
    let (mut seed, mut worst_s, mut sum_s) = (9, 0.0_f64, 0.0);
    for _ in 0..EDITS {
        let number = (draw(&mut seed) * COUNT as f64) as usize;
        let edit = Edit::Put(Box::new(piece(number, &mut seed)));
        let start = Instant::now();
        black_box(state.edit(&edit));
        let took = start.elapsed().as_secs_f64();
        worst_s = worst_s.max(took);
        sum_s += took;
        if let (Edit::Put(element), Some(place)) = (edit, elements.get_mut(number)) {
            *place = *element;
        }
    }
    let again = ClearanceState::with_surfaces(book.clone(), &elements, surfaces.clone());
    let equal = state.hits() == again.hits();
    println!(
        "{{\"plan_s\":{plan_s},\"plan_cpu_s\":{plan_cpu_s},\"full_cpu_s\":{full_cpu_s},\"pairs\":{},\"sum_m\":{sum_m},\"full_s\":{full_s},\"hits\":{hits},\
         \"edit_mean_s\":{},\"edit_worst_s\":{worst_s},\"edits_equal\":{equal}}}",
        pairs.len(),
        sum_s / EDITS as f64
    );
    Ok(())
}
