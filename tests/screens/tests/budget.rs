//! The budget of the shipped views: it may go down by itself, up only with a reason in the changelog.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::path::Path;

use linli_screens::{scene, view_costs, xinghe};

#[test]
fn every_view_of_lantern_court_stays_within_its_budget() {
    check(&scene(), concat!(env!("CARGO_MANIFEST_DIR"), "/budget.json"));
}

#[test]
fn every_view_of_xinghe_stays_within_its_budget() {
    check(&xinghe(), concat!(env!("CARGO_MANIFEST_DIR"), "/budget-xinghe.json"));
}

fn check(scene: &Path, path: &str) {
    let costs = view_costs(scene);
    let now: BTreeMap<String, [u64; 3]> =
        costs.into_iter().map(|(name, cost)| (name, [cost.draws, cost.primitives, cost.bytes])).collect();
    if std::env::var_os("UPDATE_BUDGET").is_some() {
        let mut text = serde_json::to_string_pretty(&now).unwrap();
        text.push('\n');
        std::fs::write(path, text).unwrap();
        return;
    }
    let budget: BTreeMap<String, [u64; 3]> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(now.keys().collect::<Vec<_>>(), budget.keys().collect::<Vec<_>>(), "views and budget differ");
    for (view, cost) in &now {
        for (what, (now, most)) in ["draws", "primitives", "bytes"].iter().zip(cost.iter().zip(&budget[view]))
        {
            assert!(
                now <= most,
                "{view}: {now} {what}, the budget is {most}; run with UPDATE_BUDGET=1 and say why"
            );
        }
    }
}
