//! Everything that a comparison of two variants tells.

use linli_model::variant::Difference;
use linli_model::{Community, Language};
use linli_sim::compare::{Causes, Explanation, FigureRow, People};

use super::comparison_page::page;
use crate::ElementDifference;
use crate::compare::cause_text;

/// Everything that a comparison of two variants tells.
pub struct ComparisonReport {
    /// The command so far, to be run again with other choices.
    pub command: String,
    /// Name of the scene.
    pub scene: String,
    /// Names of both sides, in Chinese and English.
    pub names: [[String; 2]; 2],
    /// Both communities.
    pub sides: [Community; 2],
    /// The figures.
    pub rows: Vec<FigureRow>,
    /// The elements that differ.
    pub differences: Vec<Difference>,
    /// What the edits are that differ, where causes were asked for.
    pub causes: Option<Causes>,
    /// Why figures differ.
    pub explanations: Vec<Explanation>,
    /// Winners and losers by each measure whose figures were asked for.
    pub people: Vec<People>,
    /// Causes that are left out of the second side.
    pub without: Vec<usize>,
}

impl ComparisonReport {
    /// The command that shows the second side without a cause (from 0).
    pub fn without(&self, cause: usize) -> String {
        format!("{} --without {}", self.command, cause + 1)
    }

    /// Elements that were added, removed, moved and changed.
    pub fn counts(&self) -> [usize; 4] {
        ElementDifference::ALL.map(|wanted| {
            self.differences.iter().filter(|one| ElementDifference::of(&one.kind) == wanted).count()
        })
    }

    /// A cause (from 0) in a line.
    pub fn cause_text(&self, at: usize, language: Language) -> String {
        let cause = self.causes.as_ref().and_then(|causes| causes.causes().get(at));
        cause.map_or_else(String::new, |cause| cause_text(cause, language))
    }

    /// As one page, in both languages: table, bars, plan, causes.
    pub fn to_page(&self) -> String {
        page(self)
    }
}
