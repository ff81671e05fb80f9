//! Compares two variants: figures, elements, causes, people.
//!
//! | question | function |
//! |---|---|
//! | Which figures differ, and is that better? | [`figure_table`] over [`figures_of`] |
//! | Which elements differ? | [`linli_model::variant::differences`] |
//! | Which edits explain the difference of a figure? | [`explain`] |
//! | Whose way becomes shorter or longer? | [`winners_and_losers`] |
//!
//! The method is in `docs/methods/compare.md`.

mod attribution;
mod cause;
mod figures;
mod people;
mod specs;
mod table;
#[cfg(test)]
mod tests;

pub use attribution::{Attribution, Contribution, MOST_EXACT, Method, attribute};
pub use cause::{Cause, CauseEdit, Causes};
pub use figures::{FIGURE_GROUPS, FigureGroup, FigureRules, groups_of};
pub use people::{HomeDifference, LEAST_CHANGE_S, People, winners_and_losers};
pub use table::{FigureRow, Judgement, figure_table};

use linli_model::Community;

use super::indicator::{Indicator, IndicatorSpec, Subject};

/// The figures of a community, of some groups in their order.
pub fn figures_of(community: &Community, rules: &FigureRules, groups: &[&FigureGroup]) -> Vec<Indicator> {
    groups.iter().flat_map(|group| (group.reckon)(community, rules)).collect()
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
/// left out of it: they cannot contribute.
pub fn explain(
    causes: &Causes,
    rules: &FigureRules,
    groups: &[&FigureGroup],
    orders: usize,
    seed: u64,
) -> Vec<Explanation> {
    let mut all = Vec::new();
    for group in groups {
        let players: Vec<usize> =
            (0..causes.causes().len()).filter(|cause| causes.touches(*cause, group.reads)).collect();
        if players.is_empty() {
            continue;
        }
        let community = |choice: &[bool]| {
            // Causes that cannot contribute are as in the first.
            causes.community(|cause| players.iter().zip(choice).any(|(player, on)| *player == cause && *on))
        };
        let reckon = |choice: &[bool]| (group.reckon)(&community(choice), rules);
        let (none, every) = (reckon(&vec![false; players.len()]), reckon(&vec![true; players.len()]));
        let rows = figure_table(&none, &every);
        let rows: Vec<&FigureRow> =
            rows.iter().filter(|row| row.difference.is_some_and(|d| d != 0.0)).collect();
        if rows.is_empty() {
            continue;
        }
        let attribution = attribute(players.len(), orders, seed, |choice| {
            let figures = reckon(choice);
            let value = |row: &&FigureRow| {
                let same = |f: &&Indicator| f.spec.id == row.spec.id && f.subject == row.subject;
                // A figure that a choice lacks altogether counts nothing there.
                figures.iter().find(same).and_then(|figure| figure.value.known()).unwrap_or_default()
            };
            rows.iter().map(value).collect()
        });
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
    all
}
