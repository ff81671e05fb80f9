//! An edit of Xinghe without drawing: look at it, make it, follow it with the clearances, take it back.
//! `cargo bench -p linli_sim --bench edit`; `--example edit_times` tells the percentiles of a whole session.

use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use linli_io::{built_in_utility_rules, read_scene};
use linli_model::variant::{EditSession, Touched, make};
use linli_model::{Kind, NoProgress, Variant};
use linli_sim::clearance::{ClearanceState, Edit, RuleBook};

fn follow(state: &mut ClearanceState, touched: &Touched) {
    for change in &touched.elements {
        state.edit(&match &change.after {
            Some(after) => Edit::Put(Box::new(after.clone())),
            None => Edit::Remove(change.key.clone()),
        });
    }
}

fn edit(c: &mut Criterion) {
    let scene = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenes/xinghe"));
    let Ok((community, _)) = read_scene(scene, &NoProgress, &mut |_| {}, &mut |_, _| {}) else { return };
    let Some(book) = built_in_utility_rules().ok().and_then(|packs| RuleBook::new(&packs).ok()) else {
        return;
    };
    let of = |wanted: fn(&Kind) -> bool| {
        community.elements().iter().find(|e| wanted(&e.kind)).map(|element| element.key.clone())
    };
    let (Some(building), Some(line)) =
        (of(|kind| matches!(kind, Kind::Building(_))), of(|kind| matches!(kind, Kind::UtilityLine(_))))
    else {
        return;
    };
    let mut state = ClearanceState::new(book, &community);
    let Ok(mut session) = EditSession::open(Arc::new(community), Variant::of("v", Vec::new())) else {
        return;
    };
    let mut group = c.benchmark_group("edit of Xinghe");
    let mut run = |name: &str, deed: &dyn Fn(&linli_model::Community) -> make::Made| {
        group.bench_function(name, |b| {
            b.iter(|| {
                let Ok(edit) = deed(session.community()) else { return };
                if let Ok(touched) = session.commit(edit) {
                    follow(&mut state, &touched);
                }
                if let Some(touched) = session.undo() {
                    follow(&mut state, &touched);
                }
            });
        });
    };
    run("move a building and back", &|town| {
        make::move_elements(town, std::slice::from_ref(&building), [1.0, 0.5, 0.0])
    });
    run("raise a building and back", &|town| make::set_storeys(town, &building, 30));
    run("deepen a line and back", &|town| make::deepen(town, std::slice::from_ref(&line), 0.3));
    run("delete a building and back", &|town| make::delete(town, std::slice::from_ref(&building)));
    group.finish();
}

criterion_group!(benches, edit);
criterion_main!(benches);
