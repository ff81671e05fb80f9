//! Findings counted without being written out, kept right while a state is edited.

use std::collections::{BTreeMap, BTreeSet};

use linli_model::Key;

use super::super::check::{ClearanceState, Hit};
use super::super::rules::RuleKind;
use super::Verdict;
use super::group::{sided, verdict_of};
use super::run::Runs;

/// Hits that are violations and those that are indications.
type Hits = [usize; 2];

/// What a hit counts for: the line that gives way, what is measured, what may be said.
#[derive(Clone, Debug, PartialEq)]
struct Blame {
    culprit: Key,
    kind: RuleKind,
    verdict: Verdict,
}

/// Hits of a line that gives way.
#[derive(Clone, Debug)]
struct Culprit {
    /// Name of the run that it is a part of.
    run: Key,
    hits: BTreeMap<RuleKind, Hits>,
}

/// How many findings there are: those that [`super::findings`] would list, by kind of rule and verdict.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// By the slot of the state.
    slots: Vec<Vec<Blame>>,
    culprits: BTreeMap<Key, Culprit>,
    /// A finding for each kind of rule and run.
    findings: BTreeMap<(RuleKind, Key), Hits>,
    /// Lines whose run may be another now.
    rejoined: BTreeSet<Key>,
}

impl Tally {
    /// The tally of a state.
    pub fn of(state: &mut ClearanceState) -> Self {
        let mut tally = Self::default();
        state.take_changed();
        let mut runs = Runs::default();
        for slot in 0..state.slot_count() as u32 {
            tally.take_over(slot, state, &mut runs);
        }
        tally
    }

    /// To be called before a line is edited, and after: runs go through its ends.
    pub fn rejoin(&mut self, key: &Key, state: &ClearanceState) {
        let mut runs = Runs::default();
        let joined = state.joined(key).into_iter().map(|(_, other, _)| other);
        for line in joined.chain(std::iter::once(key)) {
            self.rejoined.extend(runs.of(line, state).lines.iter().map(|(line, ..)| line.clone()));
        }
    }

    /// Takes over what was edited in a state.
    pub fn follow(&mut self, state: &mut ClearanceState) {
        let mut runs = Runs::default();
        for slot in state.take_changed() {
            self.take_over(slot, state, &mut runs);
        }
        for line in std::mem::take(&mut self.rejoined) {
            let Some(culprit) = self.culprits.get_mut(&line) else { continue };
            let run = runs.of(&line, state).name.clone();
            if run == culprit.run {
                continue;
            }
            let old = std::mem::replace(&mut culprit.run, run.clone());
            for (kind, hits) in &culprit.hits {
                for (at, count) in hits.iter().enumerate() {
                    take_off(&mut self.findings, (*kind, old.clone()), at, *count);
                    put_on(&mut self.findings, (*kind, run.clone()), at, *count);
                }
            }
        }
    }

    /// What is measured by each finding, and what may be said of it.
    pub fn findings(&self) -> impl Iterator<Item = (RuleKind, Verdict)> + '_ {
        self.findings.iter().map(|((kind, _), [violations, _])| {
            (*kind, if *violations > 0 { Verdict::Violation } else { Verdict::Indication })
        })
    }

    fn take_over(&mut self, slot: u32, state: &ClearanceState, runs: &mut Runs) {
        let at = slot as usize;
        if self.slots.len() <= at {
            self.slots.resize_with(at + 1, Vec::new);
        }
        for blame in std::mem::take(&mut self.slots[at]) {
            self.clear(&blame);
        }
        let of_hit = |hit: &Hit| {
            let kind = state.book().rule(hit.rule)?.kind;
            Some(Blame { culprit: sided(hit, state)?.culprit.clone(), kind, verdict: verdict_of(hit, state) })
        };
        let blames: Vec<Blame> = state.hits_at(slot).iter().filter_map(of_hit).collect();
        for blame in &blames {
            let culprit = self.culprits.entry(blame.culprit.clone()).or_insert_with(|| Culprit {
                run: runs.of(&blame.culprit, state).name.clone(),
                hits: BTreeMap::new(),
            });
            let at = usize::from(blame.verdict == Verdict::Indication);
            culprit.hits.entry(blame.kind).or_default()[at] += 1;
            put_on(&mut self.findings, (blame.kind, culprit.run.clone()), at, 1);
        }
        self.slots[at] = blames;
    }

    /// Takes a hit off its line and its finding.
    fn clear(&mut self, blame: &Blame) {
        let Some(culprit) = self.culprits.get_mut(&blame.culprit) else { return };
        let at = usize::from(blame.verdict == Verdict::Indication);
        if let Some(hits) = culprit.hits.get_mut(&blame.kind) {
            hits[at] = hits[at].saturating_sub(1);
            if *hits == [0, 0] {
                culprit.hits.remove(&blame.kind);
            }
        }
        take_off(&mut self.findings, (blame.kind, culprit.run.clone()), at, 1);
        if culprit.hits.is_empty() {
            self.culprits.remove(&blame.culprit);
        }
    }
}

fn put_on(findings: &mut BTreeMap<(RuleKind, Key), Hits>, of: (RuleKind, Key), at: usize, count: usize) {
    if count > 0 {
        findings.entry(of).or_default()[at] += count;
    }
}

fn take_off(findings: &mut BTreeMap<(RuleKind, Key), Hits>, of: (RuleKind, Key), at: usize, count: usize) {
    let Some(hits) = findings.get_mut(&of) else { return };
    hits[at] = hits[at].saturating_sub(count);
    if *hits == [0, 0] {
        findings.remove(&of);
    }
}
