//! The tree of variants: fork, lock, cherry-pick, merge, promote.

use chrono::NaiveDate;

use super::*;
use crate::variant::{Choice, ConflictKind, Facet, Side, TakeOver, TreeProblem, Value, VariantTree};

fn tree_of(list: Vec<(&str, Option<(&str, Option<usize>)>, Vec<Edit>)>) -> VariantTree {
    VariantTree::new(list.into_iter().map(|(key, base, edits)| Variant {
        base: base.map(|(base, _)| Key::from(base)),
        base_edits: base.and_then(|(_, count)| count),
        ..Variant::of(key, edits)
    }))
}

fn name(key: &str, name: &str) -> Edit {
    let new = Value::Name(Some(name.to_owned()));
    Edit::from(Change::Set { key: Key::from(key), new, old: None })
}

fn keys(community: &Community) -> Vec<String> {
    community.elements().iter().map(|e| e.key.to_string()).collect()
}

#[test]
fn a_fork_stays_as_its_base_goes_on() {
    let scene = community(&["a", "b"]);
    let mut tree = tree_of(vec![("v", None, vec![add("c", 1.0)])]);
    tree.fork("v", "w", ["分支", "Fork"]).unwrap();
    let mut v = tree.get("v").unwrap().clone();
    v.edits.push(remove("c"));
    tree.put(v);
    assert_eq!(keys(&tree.community(&scene, "w").unwrap()), ["a", "b", "c"]);
    assert_eq!(keys(&tree.community(&scene, "v").unwrap()), ["a", "b"]);
    tree.rename("v", "u").unwrap();
    assert_eq!(keys(&tree.community(&scene, "w").unwrap()), ["a", "b", "c"]);
    assert_eq!(tree.remove("u"), Err(TreeProblem::BuiltUpon("u".to_owned(), vec!["w".to_owned()])));
    let mut u = tree.get("u").unwrap().clone();
    u.edits.clear();
    tree.put(u);
    let short = TreeProblem::BaseShorter("w".to_owned(), "u".to_owned());
    assert_eq!(tree.community(&scene, "w").err(), Some(short));
    assert!(tree.fork("w", "../x", ["", ""]).is_err() && tree.fork("w", "u", ["", ""]).is_err());
}

#[test]
fn circles_and_missing_bases_are_told() {
    let scene = community(&["a"]);
    let tree = tree_of(vec![
        ("x", Some(("y", None)), vec![]),
        ("y", Some(("x", None)), vec![]),
        ("z", Some(("gone", None)), vec![]),
    ]);
    assert_eq!(tree.community(&scene, "x").err(), Some(TreeProblem::Circle("x".to_owned())));
    let missing = TreeProblem::BaseMissing("z".to_owned(), "gone".to_owned());
    assert_eq!(tree.community(&scene, "z").err(), Some(missing));
}

#[test]
fn an_approved_variant_is_locked() {
    let scene = std::sync::Arc::new(community(&["a"]));
    let mut tree = tree_of(vec![("v", None, vec![]), ("w", None, vec![add("n", 1.0)])]);
    tree.lock("v", "王工", NaiveDate::from_ymd_opt(2026, 5, 1).unwrap(), "").unwrap();
    let locked = TreeProblem::Locked("v".to_owned());
    assert_eq!(tree.remove("v"), Err(locked.clone()));
    let picked = tree.cherry_pick(&scene, "w", 1, "v", &Choice::default());
    assert_eq!(picked, Err(TakeOver::Problem(locked)));
    let mut session = crate::EditSession::open(scene, tree.get("v").unwrap().clone()).unwrap();
    assert_eq!(session.commit(add("n", 1.0)).unwrap_err()[0].fault, EditFault::Locked);
    tree.unlock("v").unwrap();
    assert!(tree.remove("v").is_ok());
}

#[test]
fn both_sides_of_a_merge_stay_where_they_can() {
    let scene = community(&["a", "b", "c"]);
    let mut tree = tree_of(vec![
        ("ours", None, vec![name("a", "A"), replace("b", 5.0)]),
        ("theirs", None, vec![replace("a", 9.0), add("d", 1.0), remove("c"), name("b", "B")]),
    ]);
    assert_eq!(tree.merge(&scene, "theirs", "ours", &Choice::default()), Ok(4));
    let merged = tree.community(&scene, "ours").unwrap();
    let get = |key: &str| merged.element(merged.id_of(&Key::from(key)).unwrap()).unwrap();
    assert_eq!(
        (get("a").name.as_deref(), &get("a").geometry),
        (Some("A"), &Geometry::Point([9.0, 0.0, 0.0]))
    );
    assert_eq!(
        (get("b").name.as_deref(), &get("b").geometry),
        (Some("B"), &Geometry::Point([5.0, 0.0, 0.0]))
    );
    assert_eq!(keys(&merged), ["a", "b", "d"]);
    // All of it is there: merging again changes nothing.
    assert_eq!(tree.merge(&scene, "theirs", "ours", &Choice::default()), Ok(0));
}

#[test]
fn a_conflict_is_shown_and_chosen() {
    let scene = community(&["a", "b"]);
    let start = || {
        tree_of(vec![
            ("ours", None, vec![replace("a", 5.0), remove("b")]),
            ("theirs", None, vec![replace("a", 9.0), name("b", "B")]),
        ])
    };
    let mut tree = start();
    let before = tree.clone();
    let Err(TakeOver::Conflicts(conflicts)) = tree.merge(&scene, "theirs", "ours", &Choice::default()) else {
        panic!()
    };
    let told: Vec<_> = conflicts.iter().map(|c| (c.number, c.key.as_str(), c.kind)).collect();
    assert_eq!(told, [(1, "a", ConflictKind::Both(Facet::Geometry)), (2, "b", ConflictKind::RemovedHere)]);
    assert_eq!(tree, before, "nothing is changed");
    assert_eq!(tree.merge(&scene, "theirs", "ours", &Choice::all(Side::Ours)), Ok(0));
    assert_eq!(tree.merge(&scene, "theirs", "ours", &Choice::all(Side::Theirs)), Ok(2));
    let merged = tree.community(&scene, "ours").unwrap();
    assert_eq!(sorted(&merged), sorted(&tree.community(&scene, "theirs").unwrap()));
}

#[test]
fn one_edit_is_picked_alone() {
    let scene = community(&["a", "b"]);
    let mut tree = tree_of(vec![
        ("ours", None, vec![]),
        ("theirs", None, vec![name("a", "A"), replace("a", 3.0), add("n", 2.0)]),
    ]);
    assert_eq!(tree.cherry_pick(&scene, "theirs", 2, "ours", &Choice::default()), Ok(1));
    let ours = tree.community(&scene, "ours").unwrap();
    let a = ours.element(ours.id_of(&Key::from("a")).unwrap()).unwrap();
    assert_eq!((a.name.clone(), &a.geometry), (None, &Geometry::Point([3.0, 0.0, 0.0])));
    assert!(tree.cherry_pick(&scene, "theirs", 4, "ours", &Choice::default()).is_err());
    assert!(tree.cherry_pick(&scene, "theirs", 0, "ours", &Choice::default()).is_err());
}

#[test]
fn after_a_promotion_every_variant_shows_what_it_showed() {
    let scene = community(&["a", "b", "c"]);
    let mut tree = tree_of(vec![
        ("main", None, vec![replace("a", 2.0), remove("b"), add("d", 4.0)]),
        ("child", Some(("main", None)), vec![name("d", "D")]),
        ("early", Some(("main", Some(1))), vec![name("b", "B")]),
        ("other", None, vec![replace("b", 7.0)]),
    ]);
    tree.fork("other", "grandchild", ["", ""]).unwrap();
    let promotion = tree.promote(&scene, "main").unwrap();
    assert_eq!(promotion.community, tree.community(&scene, "main").unwrap());
    for key in ["child", "early", "other", "grandchild"] {
        let before = sorted(&tree.community(&scene, key).unwrap());
        let after = sorted(&promotion.tree.community(&promotion.community, key).unwrap());
        assert_eq!(after, before, "{key}");
    }
    assert!(promotion.tree.get("main").is_none());
    let before = promotion.tree.community(&promotion.community, &promotion.before).unwrap();
    assert_eq!(sorted(&before), sorted(&scene));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(40))]

    #[test]
    fn a_merge_of_scripts_either_fits_or_tells_and_a_choice_always_solves_it(seed: u64) {
        let scene = super::town(seed);
        let edits = |seed: u64| {
            let mut script = Script::new(seed);
            let base = std::sync::Arc::new(scene.clone());
            let mut session = crate::EditSession::open(base, variant(Vec::new())).unwrap();
            for _ in 0..12 {
                if let Some(edit) = script.edit(session.community()) {
                    session.commit(edit).unwrap();
                }
            }
            session.variant().edits
        };
        let (ours, theirs) = (edits(seed ^ 1), edits(seed ^ 2));
        let mut tree = tree_of(vec![("ours", None, ours), ("theirs", None, theirs)]);
        let free = tree.merge(&scene, "theirs", "ours", &Choice::default());
        if free.is_err() {
            let before = tree.clone();
            match tree.merge(&scene, "theirs", "ours", &Choice::all(Side::Theirs)) {
                Ok(_) => {}
                // One side removed what the other built upon: told as such, and nothing is changed.
                Err(TakeOver::Problem(TreeProblem::Edits(_, problems))) => {
                    let dangles = |p: &crate::EditProblem| matches!(p.fault, EditFault::Dangling(_));
                    proptest::prop_assert!(problems.iter().all(dangles), "{problems:?}");
                    proptest::prop_assert_eq!(&tree, &before);
                }
                Err(other) => proptest::prop_assert!(false, "{other:?}"),
            }
        }
        proptest::prop_assert!(tree.community(&scene, "ours").is_ok());
    }
}
