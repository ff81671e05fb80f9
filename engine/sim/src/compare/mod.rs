//! Compares two variants: figures, elements, causes, people.
//!
//! | question | function |
//! |---|---|
//! | Which figures differ, and is that better? | [`compare_figures`] |
//! | Which elements differ? | [`linli_model::variant::differences`] |
//! | Which edits explain the difference of a figure? | [`explain`] |
//! | Whose home becomes better or worse? | [`winners_and_losers`] |
//!
//! The method is in `docs/methods/compare.md`.

mod attribution;
mod between;
mod cause;
mod figures;
mod people;
mod table;
#[cfg(test)]
mod tests;

pub use attribution::{Attribution, Contribution, MOST_EXACT, Method, attribute};
pub use between::causes_between;
pub use cause::{Cause, CauseEdit, Causes};
pub use figures::{FIGURE_GROUPS, FigureGroup, FigureMemo, groups_of};
pub use people::{HomeDifference, HomeMeasure, People, winners_and_losers};
pub use table::{FigureRow, Judgement, figure_table};

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use linli_model::{Community, Progress};

use super::figures::FigureRules;
use super::indicator::{Indicator, IndicatorSpec, Subject};

/// The figures of a community, of some groups in their order.
pub fn figures_of(community: &Community, rules: &FigureRules, groups: &[&FigureGroup]) -> Vec<Indicator> {
    figures_with(community, rules, groups, &mut FigureMemo::default())
}

/// [`figures_of`] with what is known of other communities like it: the same figures, sooner.
pub fn figures_with(
    community: &Community,
    rules: &FigureRules,
    groups: &[&FigureGroup],
    memo: &mut FigureMemo,
) -> Vec<Indicator> {
    groups.iter().flat_map(|group| (group.reckon)(community, rules, memo)).collect()
}

/// The figures of two communities side by side, those that differ most first.
pub fn compare_figures(
    [a, b]: [&Community; 2],
    rules: &FigureRules,
    groups: &[&FigureGroup],
) -> Vec<FigureRow> {
    let mut memo = FigureMemo::default();
    let a = figures_with(a, rules, groups, &mut memo);
    let b = figures_with(b, rules, groups, &mut memo);
    figure_table(&a, &b)
}

/// Why one figure differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The figure.
    pub spec: &'static IndicatorSpec,
    /// What it is about.
    pub subject: Subject,
    /// The difference.
    pub total: f64,
    /// Cause, contribution and its standard error; largest contribution first. They add up to the total.
    pub causes: Vec<(usize, f64, f64)>,
    /// How they were found.
    pub method: Method,
}

/// Explains the differences of all figures of some groups by causes. Causes that touch nothing that a group reads are
/// left out of it: they cannot contribute. `progress` is told of the choices that were reckoned, of all that there can
/// be; nothing is given when it was cancelled.
pub fn explain(
    causes: &Causes,
    rules: &FigureRules,
    groups: &[&FigureGroup],
    orders: usize,
    seed: u64,
    progress: &dyn Progress,
) -> Option<Vec<Explanation>> {
    let mut all = Vec::new();
    let players_of = |group: &FigureGroup| -> Vec<usize> {
        (0..causes.causes().len()).filter(|cause| causes.touches(*cause, group.reads)).collect()
    };
    let total: usize = groups.iter().map(|group| most_choices(players_of(group).len(), orders)).sum();
    let done = Cell::new(0_usize);
    let memo = RefCell::new(FigureMemo::default());
    let mut finished = 0;
    for group in groups {
        let players = players_of(group);
        if players.is_empty() {
            continue;
        }
        finished += most_choices(players.len(), orders);
        let community = |choice: &[bool]| {
            // Causes that cannot contribute are as in the first.
            causes.community(|cause| players.iter().zip(choice).any(|(player, on)| *player == cause && *on))
        };
        let reckon = |choice: &[bool]| {
            // Nobody waits any more: what comes of it is thrown away.
            if progress.cancelled() {
                return Vec::new();
            }
            let figures = (group.reckon)(&community(choice), rules, &mut memo.borrow_mut());
            done.set((done.get() + 1).min(finished));
            progress.step("causes", done.get() as u64, total as u64);
            figures
        };
        let (none, every) = (reckon(&vec![false; players.len()]), reckon(&vec![true; players.len()]));
        let rows = figure_table(&none, &every);
        let rows: Vec<&FigureRow> =
            rows.iter().filter(|row| row.difference.is_some_and(|d| d != 0.0)).collect();
        if rows.is_empty() {
            done.set(finished);
            continue;
        }
        let attribution = attribute(players.len(), orders, seed, |choice| {
            // The two variants themselves are known already.
            let figures = match choice.iter().filter(|on| **on).count() {
                0 => Cow::Borrowed(&none),
                on if on == choice.len() => Cow::Borrowed(&every),
                _ => Cow::Owned(reckon(choice)),
            };
            let value = |row: &&FigureRow| {
                let same = |f: &&Indicator| f.spec.id == row.spec.id && f.subject == row.subject;
                // A figure that a choice lacks altogether counts nothing there.
                figures.iter().find(same).and_then(|figure| figure.value.known()).unwrap_or_default()
            };
            rows.iter().map(value).collect()
        });
        done.set(finished);
        for (at, row) in rows.iter().enumerate() {
            let mut shares: Vec<(usize, f64, f64)> = players
                .iter()
                .zip(&attribution.contributions)
                .map(|(player, share)| (*player, share.values[at], share.errors[at]))
                .collect();
            shares.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()).then(x.0.cmp(&y.0)));
            all.push(Explanation {
                spec: row.spec,
                subject: row.subject.clone(),
                total: row.difference.unwrap_or_default(),
                causes: shares,
                method: attribution.method,
            });
        }
    }
    (!progress.cancelled()).then_some(all)
}

/// How many choices of causes are reckoned at most.
fn most_choices(causes: usize, orders: usize) -> usize {
    match causes {
        0 => 0,
        1..=MOST_EXACT => 1 << causes,
        _ => orders * causes + 2,
    }
}
