//! Findings counted while a network is edited, against findings written out.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::random::{element, surfaces};
use super::town::book;
use crate::clearance::{ClearanceState, Edit, RuleKind, Tally, Verdict, findings};
use linli_model::{Element, Key, Kind};

/// Findings by kind of rule and verdict.
fn counts(of: impl Iterator<Item = (RuleKind, Verdict)>) -> BTreeMap<(RuleKind, Verdict), usize> {
    let mut counts = BTreeMap::new();
    of.for_each(|one| *counts.entry(one).or_default() += 1);
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_tally_that_follows_edits_counts_what_is_found(seed in any::<u64>(), edits in 1_usize..40) {
        let mut draw = seed;
        let mut elements: Vec<Element> = (0..70).map(|number| element(number, 60.0, &mut draw)).collect();
        let mut state = ClearanceState::with_surfaces(book(), &elements, surfaces());
        let mut tally = Tally::of(&mut state);
        for step in 0..edits {
            let number = (draw % elements.len() as u64) as usize;
            let new = element(number, 60.0, &mut draw);
            let gone = step % 5 == 4;
            let key: Key = new.key.clone();
            let lines = [&elements[number], &new].into_iter().any(|e| matches!(e.kind, Kind::UtilityLine(_)));
            if lines {
                tally.rejoin(&key, &state);
            }
            state.edit(&if gone { Edit::Remove(key.clone()) } else { Edit::Put(Box::new(new.clone())) });
            if lines {
                tally.rejoin(&key, &state);
            }
            // Now and then several edits are taken over together.
            if step % 3 != 0 {
                tally.follow(&mut state);
                let found = findings(&state, false);
                let expected = counts(found.iter().map(|finding| (finding.kind, finding.verdict)));
                prop_assert_eq!(counts(tally.findings()), expected);
            }
            elements[number] = new;
        }
    }
}
