//! The whole way of an edit on a scene, without drawing: making it, looking at it, keeping it in a journal, making the
//! change, and the analyses that follow it. Prints the median and the 99th percentile of each part in milliseconds.
//!
//! `cargo run --release -p linli_sim --example edit_times -- scenes/xinghe`

use std::path::Path;
use std::time::Instant;

use linli_io::store::{EditStore, Owner, StorePlaces, SystemFiles, store_variant};
use linli_io::{built_in_utility_rules, read_scene};
use linli_model::variant::VariantTree;
use linli_model::variant::script::Script;
use linli_model::{NoProgress, Variant};
use linli_sim::clearance::{ClearanceState, Edit, RuleBook};
use linli_sim::compare::{FigureRules, figures_of, groups_of};
use linli_sim::reach::{LifeCircleRules, ReachRules};

const EDITS: usize = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scene = std::env::args().nth(1).unwrap_or_else(|| "scenes/xinghe".to_owned());
    let read = read_scene(Path::new(&scene), &NoProgress, &mut |_| {}, &mut |_, _| {});
    let (community, _) = read.map_err(|e| e.to_string())?;
    let packs = built_in_utility_rules().map_err(|_| "rules")?;
    let rules = FigureRules {
        reach: ReachRules::standard()?,
        circles: LifeCircleRules::standard()?,
        book: RuleBook::new(&packs)?,
    };
    let floors = groups_of(&["floors".to_owned()])?;
    let folder = std::env::temp_dir().join(format!("linli-edit-times-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let places = StorePlaces {
        files: std::sync::Arc::new(SystemFiles),
        scene: folder.clone(),
        state: folder.join("state"),
    };
    store_variant(&places, &Variant::of("v", Vec::new()), &community.frame)?;
    let owner = Owner::this("edit_times", "now");
    let (mut store, _) = EditStore::open(places, &community, &VariantTree::default(), "v", &owner)
        .map_err(|e| e.lines(linli_model::Language::English).join("\n"))?;
    let mut state = ClearanceState::new(rules.book.clone(), &community);
    let mut script = Script::new(7);
    let names = ["make the edit", "check, journal, apply", "clearances", "floor figures", "whole way"];
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    while times[0].len() < EDITS {
        let start = Instant::now();
        let Some(edit) = script.edit(store.session().community()) else { continue };
        let made = start.elapsed();
        let touched = store.commit(edit, chrono::Utc::now()).map_err(|p| format!("{p:?}"))?;
        let kept = start.elapsed();
        for change in &touched.elements {
            state.edit(&match &change.after {
                Some(after) => Edit::Put(Box::new(after.clone())),
                None => Edit::Remove(change.key.clone()),
            });
        }
        let checked = start.elapsed();
        std::hint::black_box(figures_of(store.session().community(), &rules, &floors));
        let all = start.elapsed();
        let parts = [made, kept - made, checked - kept, all - checked, all];
        times.iter_mut().zip(parts).for_each(|(list, part)| list.push(part.as_secs_f64() * 1000.0));
    }
    println!("{scene}: {} elements, {EDITS} edits", community.elements().len());
    for (name, times) in names.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        println!("{name:24} median {:8.3} ms   99 % {:8.3} ms", at(0.5), at(0.99));
    }
    drop(store);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
