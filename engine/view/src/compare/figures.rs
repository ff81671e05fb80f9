//! Figures and causes of a comparison, reckoned on a thread of their own while one looks.

use std::sync::Arc;

use bevy::prelude::*;
use linli_model::Language;
use linli_sim::compare::{
    Causes, Explanation, FIGURE_GROUPS, FigureGroup, FigureMemo, FigureRow, causes_between, explain,
    figure_table, figures_with,
};
use linli_sim::figures::FigureRules;
use linli_sim::indicator::Indicator;

use super::{Comparison, open};
use crate::ViewSet;
use crate::capture::Capture;
use crate::figures::FigureBasis;
use crate::job::{Job, Watch};
use crate::panel::PanelsShown;
use crate::scene::{CurrentScene, LoadedScene};

/// Orders that are drawn where there are too many causes for all of them, as on the command line.
const ORDERS: usize = 64;
/// Seed of that drawing, as on the command line.
const SEED: u64 = 1;

/// Why figures differ.
#[derive(Debug)]
pub(crate) struct Explained {
    /// The edits that differ.
    pub causes: Causes,
    /// What each contributes.
    pub explanations: Vec<Explanation>,
}

/// The figures of the sides of a comparison.
#[derive(Debug)]
pub(crate) struct ComparedFigures {
    /// Those of the first two sides, those that differ most first.
    pub rows: Vec<FigureRow>,
    /// Those of each side.
    pub sides: Vec<Vec<Indicator>>,
}

/// What is known of a comparison, and what is being reckoned.
#[derive(Resource, Default)]
pub(crate) struct CompareWork {
    /// The figures, once they are reckoned.
    pub figures: Option<Arc<ComparedFigures>>,
    /// Why they differ, or why that cannot be told.
    pub explained: Option<Result<Arc<Explained>, String>>,
    reckoning: Option<Job<ComparedFigures>>,
    causes: Option<Job<Result<Explained, String>>>,
}

impl CompareWork {
    /// Share of the search for causes that is done, while it goes on.
    pub fn causes_done(&self) -> Option<f32> {
        self.causes.as_ref().map(Job::done)
    }

    /// Looks for causes.
    pub fn find_causes(&mut self, scene: &LoadedScene, basis: &FigureBasis, language: Language) {
        let Some(comparison) = scene.comparison.clone() else { return };
        let (base, rules) = (scene.base.clone(), basis.of_scene(scene));
        let look = move |watch: &Watch| {
            let [first, second, ..] = comparison.sides.as_slice() else { return None };
            let found = causes_between(&base, &comparison.tree, &first.key, &second.key);
            let causes = match found {
                Ok(causes) => causes,
                Err(problem) => return Some(Err(problem.lines(language).join("\n"))),
            };
            let groups: Vec<&FigureGroup> = FIGURE_GROUPS.iter().collect();
            let explanations = explain(&causes, &rules, &groups, ORDERS, SEED, watch)?;
            Some(Ok(Explained { causes, explanations }))
        };
        self.causes = Job::start("causes", move |watch, news| {
            if let Some(found) = look(watch) {
                // A closed comparison no longer listens.
                let _ = news.send(found);
            }
        });
    }

    /// Gives the search for causes up.
    pub fn stop_causes(&mut self) {
        self.causes = None;
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<CompareWork>().add_systems(Update, run.after(ViewSet::Scene).before(ViewSet::Sync));
}

fn run(
    scene: Res<CurrentScene>,
    basis: Option<Res<FigureBasis>>,
    capture: Option<Res<Capture>>,
    panels: Res<PanelsShown>,
    mut work: ResMut<CompareWork>,
) {
    if scene.is_changed() {
        *work = CompareWork::default();
    }
    let (Some(comparison), Some(basis), Some(loaded)) = (open(&scene), basis, &scene.0) else { return };
    let is_wanted = match *panels {
        PanelsShown::All => capture.is_none() || comparison.sides.len() == 2,
        PanelsShown::Furniture => comparison.sides.len() == 2,
        PanelsShown::Names | PanelsShown::None => false,
    };
    if work.figures.is_none() && work.reckoning.is_none() && is_wanted {
        let (comparison, rules) = (comparison.clone(), basis.of_scene(loaded));
        if capture.is_some() {
            // A picture waits for what it shows.
            work.figures = Some(Arc::new(figures_of(&comparison, &rules)));
            return;
        }
        work.reckoning = Job::start("comparison", move |_, news| {
            // A closed comparison no longer listens.
            let _ = news.send(figures_of(&comparison, &rules));
        });
    }
    if let Some(figures) = work.reckoning.as_ref().and_then(Job::next) {
        work.reckoning = None;
        work.figures = Some(Arc::new(figures));
    }
    if let Some(found) = work.causes.as_ref().and_then(Job::next) {
        work.causes = None;
        work.explained = Some(found.map(Arc::new));
    }
}

/// The figures of every side.
fn figures_of(comparison: &Comparison, rules: &FigureRules) -> ComparedFigures {
    let groups: Vec<&FigureGroup> = FIGURE_GROUPS.iter().collect();
    let mut memo = FigureMemo::default();
    let sides: Vec<Vec<Indicator>> = comparison
        .sides
        .iter()
        .map(|side| figures_with(&side.community, rules, &groups, &mut memo))
        .collect();
    let rows = match sides.as_slice() {
        [first, second, ..] => figure_table(first, second),
        _ => Vec::new(),
    };
    ComparedFigures { rows, sides }
}
