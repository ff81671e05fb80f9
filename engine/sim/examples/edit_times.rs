//! The whole way of an edit on a scene, without drawing: making it, looking at it, keeping it in a journal, making the
//! change, and the figures that follow it. The facts are shared while they change, as by the window. Prints the median
//! and the 99th percentile of each part in milliseconds.
//!
//! `cargo run --release -p linli_sim --example edit_times -- scenes/xinghe`

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use linli_io::store::{EditStore, Owner, StorePlaces, SystemFiles, store_variant};
use linli_io::{built_in_capital_prices, built_in_utility_rules, read_scene, read_scene_schedule};
use linli_model::variant::VariantTree;
use linli_model::variant::script::Script;
use linli_model::{NoProgress, Variant};
use linli_sim::figures::{FigureRules, LiveFigures};

const EDITS: usize = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scene = std::env::args().nth(1).unwrap_or_else(|| "scenes/xinghe".to_owned());
    let path = Path::new(&scene);
    let mut file = None;
    let read = read_scene(path, &NoProgress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {});
    let (community, _) = read.map_err(|e| e.to_string())?;
    let schedule = file.and_then(|file| read_scene_schedule(path, &file).ok().flatten());
    let packs = built_in_utility_rules().map_err(|_| "rules")?;
    let prices = built_in_capital_prices().map_err(|_| "prices")?;
    let rules =
        FigureRules::standard(&packs, prices, schedule.map(|(schedule, _)| schedule).unwrap_or_default())?;
    let folder = std::env::temp_dir().join(format!("linli-edit-times-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let places =
        StorePlaces { files: Arc::new(SystemFiles), scene: folder.clone(), state: folder.join("state") };
    store_variant(&places, &Variant::of("v", Vec::new()), &community.frame)?;
    let owner = Owner::this("edit_times", "now");
    let (mut store, _) = EditStore::open(places, &community, &VariantTree::default(), "v", &owner)
        .map_err(|e| e.lines(linli_model::Language::English).join("\n"))?;
    let start = Instant::now();
    let mut live = LiveFigures::new(store.session().community().clone(), Arc::new(rules));
    let whole = start.elapsed();
    let mut script = Script::new(7);
    let names = ["make the edit", "check, journal, apply", "follow", "figures", "whole way"];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    while times[0].len() < EDITS {
        let start = Instant::now();
        let Some(edit) = script.edit(store.session().community()) else { continue };
        let made = start.elapsed();
        let touched = store.commit(edit, chrono::Utc::now()).map_err(|p| format!("{p:?}"))?;
        let kept = start.elapsed();
        live.take(store.session().community().clone(), &[touched]);
        let followed = start.elapsed();
        std::hint::black_box(live.sheet());
        let all = start.elapsed();
        let parts = [made, kept - made, followed - kept, all - followed, all];
        times.iter_mut().zip(parts).for_each(|(list, part)| list.push(part.as_secs_f64() * 1000.0));
    }
    let elements = community.elements().len();
    println!(
        "{scene}: {elements} elements, {EDITS} edits; models made in {:.1} ms",
        whole.as_secs_f64() * 1e3
    );
    for (name, times) in names.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("{name:24} median {:8.3} ms   99 % {:8.3} ms", at(0.5), at(0.99));
    }
    drop(store);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
