//! An edit of Xinghe without drawing: look at it, make it, follow it with every live figure, take it back.
//! `cargo bench -p linli_sim --bench edit`; `--example edit_times` tells the percentiles of a whole session.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_io::{built_in_capital_prices, built_in_utility_rules, read_scene, read_scene_schedule};
use linli_model::variant::{EditSession, make};
use linli_model::{Kind, NoProgress, Truth, Variant};
use linli_sim::figures::{FigureRules, LiveFigures};

fn edit(c: &mut Criterion) {
    let scene = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/xinghe"));
    let mut file = None;
    let read = read_scene(scene, &NoProgress, &mut |scene| file = Some(scene.clone()), &mut |_, _| {});
    let (Ok((community, _)), Some(file)) = (read, file) else { return };
    let (Ok(packs), Ok(prices)) = (built_in_utility_rules(), built_in_capital_prices()) else { return };
    let schedule = read_scene_schedule(scene, &file).ok().flatten();
    let schedule = schedule.map(|(schedule, _)| schedule).unwrap_or_default();
    let Ok(rules) = FigureRules::standard(&packs, prices, schedule) else { return };
    let of = |wanted: &dyn Fn(&linli_model::Element) -> bool| {
        community.elements().iter().find(|element| wanted(element)).map(|element| element.key.clone())
    };
    let is_building = |element: &linli_model::Element| matches!(element.kind, Kind::Building(_));
    let (Some(old), Some(building), Some(line)) = (
        of(&|element| is_building(element) && element.presence.truth == Truth::Existing),
        of(&|element| is_building(element) && element.presence.truth == Truth::Designed),
        of(&|element| matches!(element.kind, Kind::UtilityLine(_))),
    ) else {
        return;
    };
    let (community, rules) = (Arc::new(community), Arc::new(rules));
    let mut group = c.benchmark_group("edit of Xinghe");
    group.sample_size(20);
    group.bench_function("all models anew", |b| {
        b.iter(|| LiveFigures::new(Arc::clone(&community), Arc::clone(&rules)));
    });
    let mut live = LiveFigures::new(Arc::clone(&community), Arc::clone(&rules));
    group.bench_function("all figures of unchanged models", |b| b.iter(|| black_box(live.sheet())));
    let Ok(mut session) = EditSession::open(community, Variant::of("v", Vec::new())) else { return };
    let mut run = |name: &str, deed: &dyn Fn(&linli_model::Community) -> make::Made| {
        group.bench_function(name, |b| {
            b.iter(|| {
                let Ok(edit) = deed(session.community()) else { return };
                if let Ok(touched) = session.commit(edit) {
                    live.take(Arc::clone(session.community()), &[touched]);
                    black_box(live.sheet());
                }
                if let Some(touched) = session.undo() {
                    live.take(Arc::clone(session.community()), &[touched]);
                    black_box(live.sheet());
                }
            });
        });
    };
    let move_it = |key: &linli_model::Key, town: &linli_model::Community| {
        make::move_elements(town, std::slice::from_ref(key), [1.0, 0.5, 0.0])
    };
    run("move a building and back", &|town| move_it(&building, town));
    run("move an existing building and back", &|town| move_it(&old, town));
    run("raise a building and back", &|town| make::set_storeys(town, &building, 30));
    run("deepen a line and back", &|town| make::deepen(town, std::slice::from_ref(&line), 0.3));
    run("delete a building and back", &|town| make::delete(town, std::slice::from_ref(&building)));
    let facts = Arc::clone(live.facts());
    let mut way = 0.0;
    group.bench_function("drag a building by a step, figures while it moves", |b| {
        b.iter(|| {
            way = if way > 10.0 { 0.0 } else { way + 0.5 };
            let edit = make::move_elements(&facts, std::slice::from_ref(&building), [way, 0.5, 0.0]).ok();
            live.look_at(edit.as_ref());
            black_box(live.sheet())
        });
    });
    group.finish();
}

criterion_group!(benches, edit);
criterion_main!(benches);
