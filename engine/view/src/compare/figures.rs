//! Figures and causes of a comparison, reckoned on a thread of their own while one looks.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use bevy::prelude::*;
use linli_model::{Language, Progress};
use linli_sim::compare::{
    Causes, Explanation, FIGURE_GROUPS, FigureGroup, FigureRow, causes_between, compare_figures, explain,
};

use linli_sim::figures::FigureRules;

use super::{Comparison, open};
use crate::ViewSet;
use crate::capture::Capture;
use crate::figures::FigureBasis;
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

/// What is known of a comparison, and what is being reckoned.
#[derive(Resource, Default)]
pub(crate) struct CompareWork {
    /// The figures of the first two sides, those that differ most first.
    pub rows: Option<Arc<Vec<FigureRow>>>,
    /// Why they differ, or why that cannot be told.
    pub explained: Option<Result<Arc<Explained>, String>>,
    figures: Option<Job<Vec<FigureRow>>>,
    causes: Option<Job<Result<Explained, String>>>,
}

/// Work on a thread: how far it is, and the wish to stop it.
struct Job<T> {
    news: Mutex<Receiver<T>>,
    watch: Arc<Watch>,
}

#[derive(Default)]
struct Watch {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl Progress for Watch {
    fn step(&self, _: &str, done: u64, total: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl<T: Send + 'static> Job<T> {
    /// Starts work; nothing when the system gives no thread.
    fn start(work: impl FnOnce(&Watch) -> Option<T> + Send + 'static) -> Option<Self> {
        let (sender, receiver) = channel();
        let watch = Arc::new(Watch::default());
        let own = watch.clone();
        let spawned = std::thread::Builder::new().name("comparison".into()).spawn(move || {
            if let Some(found) = work(&own) {
                // A closed comparison no longer listens.
                let _ = sender.send(found);
            }
        });
        spawned.ok().map(|_| Self { news: receiver.into(), watch })
    }

    fn finished(&self) -> Option<T> {
        self.news.lock().ok()?.try_recv().ok()
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.watch.stop.store(true, Ordering::Relaxed);
    }
}

impl CompareWork {
    /// Share of the search for causes that is done, while it goes on.
    pub fn causes_done(&self) -> Option<f32> {
        let watch = &self.causes.as_ref()?.watch;
        let (done, total) = (watch.done.load(Ordering::Relaxed), watch.total.load(Ordering::Relaxed));
        Some(if total == 0 { 0.0 } else { done as f32 / total as f32 })
    }

    /// Looks for causes.
    pub fn find_causes(&mut self, scene: &LoadedScene, basis: &FigureBasis, language: Language) {
        let Some(comparison) = scene.comparison.clone() else { return };
        let (base, rules) = (scene.base.clone(), basis.of_scene(scene));
        self.causes = Job::start(move |watch| {
            let [first, second, ..] = comparison.sides.as_slice() else { return None };
            let found = causes_between(&base, &comparison.tree, &first.key, &second.key);
            let causes = match found {
                Ok(causes) => causes,
                Err(problem) => return Some(Err(problem.lines(language).join("\n"))),
            };
            let groups: Vec<&FigureGroup> = FIGURE_GROUPS.iter().collect();
            let explanations = explain(&causes, &rules, &groups, ORDERS, SEED, watch)?;
            Some(Ok(Explained { causes, explanations }))
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
    if work.rows.is_none() && work.figures.is_none() && is_wanted {
        let (comparison, rules) = (comparison.clone(), basis.of_scene(loaded));
        if capture.is_some() {
            // A picture waits for what it shows.
            work.rows = Some(Arc::new(rows_of(&comparison, &rules)));
            return;
        }
        work.figures = Job::start(move |_| Some(rows_of(&comparison, &rules)));
    }
    if let Some(rows) = work.figures.as_ref().and_then(Job::finished) {
        work.figures = None;
        work.rows = Some(Arc::new(rows));
    }
    if let Some(found) = work.causes.as_ref().and_then(Job::finished) {
        work.causes = None;
        work.explained = Some(found.map(Arc::new));
    }
}

/// The figures of the first two sides.
fn rows_of(comparison: &Comparison, rules: &FigureRules) -> Vec<FigureRow> {
    let groups: Vec<&FigureGroup> = FIGURE_GROUPS.iter().collect();
    let [first, second, ..] = comparison.sides.as_slice() else { return Vec::new() };
    compare_figures([&first.community, &second.community], rules, &groups)
}
