//! Properties of random editing scripts.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::variant::{EditSession, Operation, for_each_reference};

/// Plays a script: edits, undo and redo. Returns the session and the operations that changed it.
fn play(base: &Arc<Community>, seed: u64, steps: usize) -> (EditSession, Vec<Operation>) {
    let mut session = EditSession::open(Arc::clone(base), variant(Vec::new())).unwrap();
    let mut script = Script::new(seed);
    let mut log = Vec::new();
    for _ in 0..steps {
        let operation = match script.below(8) {
            0 => Operation::Undo,
            1 => Operation::Redo,
            _ => match script.edit(session.community()) {
                Some(edit) => Operation::Commit(Box::new(edit)),
                None => continue,
            },
        };
        if session.replay(operation.clone()).unwrap().is_some() {
            log.push(operation);
        }
    }
    (session, log)
}

fn dangling(community: &Community) -> Vec<(Key, Key)> {
    let mut found = Vec::new();
    for element in community.elements() {
        for_each_reference(element, |to| {
            if community.id_of(to).is_none() {
                found.push((element.key.clone(), to.clone()));
            }
        });
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn undoing_all_gives_the_base_bit_for_bit_and_redoing_all_the_result(seed: u64) {
        let base = Arc::new(town(seed));
        let before = bits(&base);
        let (mut session, _) = play(&base, seed ^ 0xabc, 40);
        while session.redo().is_some() {}
        let after = bits(session.community());
        let (made, _) = session.depth();
        let mut undone = 0;
        while session.undo().is_some() {
            undone += 1;
        }
        prop_assert_eq!(undone, made);
        prop_assert_eq!(bits(session.community()), before.clone());
        prop_assert_eq!(bits(&base), before);
        while session.redo().is_some() {}
        prop_assert_eq!(bits(session.community()), after);
    }

    #[test]
    fn a_session_is_what_its_variant_gives_when_opened_anew_or_applied_at_once(seed: u64) {
        let base = Arc::new(town(seed));
        let (session, log) = play(&base, seed ^ 0x77, 40);
        let variant = session.variant();
        let opened = EditSession::open(Arc::clone(&base), variant.clone()).unwrap();
        prop_assert_eq!(bits(opened.community()), bits(session.community()));
        prop_assert_eq!(opened.history(), session.history());
        let cold = variant.resolve(&base).unwrap().apply(&base);
        prop_assert_eq!(bits(&cold), bits(session.community()));
        prop_assert_eq!(&cold, session.community().as_ref());
        let mut replayed = EditSession::open(base, super::variant(Vec::new())).unwrap();
        for operation in log {
            replayed.replay(operation).unwrap();
        }
        prop_assert_eq!(replayed.variant(), variant);
    }

    #[test]
    fn no_script_leaves_a_name_that_leads_nowhere_and_resolve_catches_each_that_would(seed: u64) {
        let base = Arc::new(town(seed));
        prop_assert_eq!(dangling(&base), []);
        let (session, _) = play(&base, seed ^ 0x1234, 30);
        prop_assert_eq!(dangling(session.community()), []);
        // Taking any one element out is refused exactly when another names it.
        let now = session.community();
        for element in now.elements() {
            let named: Vec<Key> = now
                .elements()
                .iter()
                .filter(|other| other.key != element.key)
                .filter(|other| {
                    let mut names = false;
                    for_each_reference(other, |to| names |= *to == element.key);
                    names
                })
                .map(|other| other.key.clone())
                .collect();
            let result = variant(vec![remove(element.key.as_str())]).resolve(now);
            let mut told: Vec<Key> = result.err().unwrap_or_default().into_iter().map(|p| p.key).collect();
            let mut named = named;
            (told.sort(), named.sort());
            prop_assert_eq!(told, named, "{}", element.key);
        }
    }

    #[test]
    fn what_an_operation_touches_is_all_that_differs(seed: u64) {
        let base = Arc::new(town(seed));
        let (mut session, _) = play(&base, seed ^ 0x99, 15);
        let mut script = Script::new(seed);
        for _ in 0..10 {
            let before = Arc::clone(session.community());
            let Some(edit) = script.edit(&before) else { continue };
            let touched = session.commit(edit).unwrap();
            let mut told: Vec<Key> = touched.elements.iter().map(|change| change.key.clone()).collect();
            told.sort();
            let wanted: Vec<Key> =
                crate::variant::differences(&before, session.community()).into_iter().map(|d| d.key).collect();
            prop_assert_eq!(told, wanted);
        }
    }
}

#[test]
fn undo_has_no_limit() {
    let base = Arc::new(town(3));
    let before = bits(&base);
    let mut session = EditSession::open(Arc::clone(&base), variant(Vec::new())).unwrap();
    for at in 0..10_000_i64 {
        session.commit(add(&format!("n{at}"), at as f64)).unwrap();
    }
    assert_eq!(session.history().len(), 10_000);
    while session.undo().is_some() {}
    assert_eq!(bits(session.community()), before);
}
