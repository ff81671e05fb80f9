//! The search for layouts in the window: on a thread of its own, its front as plans, chosen ones kept as variants.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy::prelude::*;
use linli_model::{Community, ElementId, Key, Kind, Language, Progress as _, Variant};
use linli_present::layout::{PlanDrawing, PlanPixels};
use linli_present::{AxisFilters, Command};
use linli_sim::layout::{
    Layout, LayoutRules, LayoutStudy, Objective, ParcelChoice, PlanFault, Programme, SearchOptions,
    StudyRules,
};

use crate::ViewSet;
use crate::figures::FigureBasis;
use crate::job::{Job, Watch};
use crate::panel::Notice;
use crate::scene::LoadedScene;
use crate::session::Order;

/// Width of a plan, pixels: sharp at the size of the panel on a screen of 4K.
const PLAN_PX: usize = 300;

/// Keeps a new variant in the scene: of the community of the scene without variants, under a wished key, or another
/// where that is taken. Gives the key, or why it cannot be kept.
pub type KeepVariant =
    dyn Fn(&Community, &str, &dyn Fn(&str) -> Variant, Language) -> Result<String, String> + Send + Sync;

/// Where variants that are proposed are kept; without it layouts can be looked at and not opened.
#[derive(Resource, Clone)]
pub struct VariantKeeper(pub Arc<KeepVariant>);

/// What is asked of a search.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LayoutAsk {
    /// What is sought; never empty.
    pub objectives: BTreeSet<Objective>,
    /// Which parcels are built on.
    pub parcels: ParcelChoice,
    /// Layouts of a generation.
    pub count: usize,
    /// Generations.
    pub generations: usize,
    /// The same seed gives the same layouts.
    pub seed: u64,
    /// Dwellings and jobs that are wanted, at least; what stands there in the design where nothing is said.
    pub programme: [Option<u32>; 2],
}

impl Default for LayoutAsk {
    /// What `linli layout` takes without arguments.
    fn default() -> Self {
        Self {
            objectives: BTreeSet::from(Objective::ALL),
            parcels: ParcelChoice::ImplementationUnit,
            count: 200,
            generations: 40,
            seed: 1,
            programme: [None; 2],
        }
    }
}

/// The front that was found.
pub(crate) struct Found {
    /// What was searched in.
    pub study: Arc<LayoutStudy>,
    /// The layouts, the one first that gives up least.
    pub layouts: Vec<Layout>,
    /// Faults of each, once it is checked.
    pub faults: Vec<Option<Vec<PlanFault>>>,
    /// Plan of each.
    pub plans: Vec<PlanPixels>,
    /// Number of layouts that were tried.
    pub tried: usize,
    /// Keys of those that are variants already.
    pub kept: BTreeMap<usize, String>,
}

/// Numbers of layouts that were kept, with the keys of their variants; or why they were not.
type Kept = Result<Vec<(usize, String)>, String>;

/// News of a search.
enum News {
    Found(Box<Found>),
    Checked(usize, Vec<PlanFault>),
    Failed([String; 2]),
}

/// The search and what came of it.
#[derive(Resource, Default)]
pub(crate) struct LayoutWork {
    /// What will be asked.
    pub ask: LayoutAsk,
    /// What was found.
    pub found: Option<Found>,
    /// Spans that layouts have to lie in.
    pub filters: AxisFilters,
    /// Layouts that are chosen.
    pub chosen: BTreeSet<usize>,
    /// Why there was nothing, English and Chinese.
    pub trouble: Option<[String; 2]>,
    search: Option<Job<News>>,
    keeping: Option<Job<Kept>>,
}

impl LayoutWork {
    /// Starts the search in the scene without its variants.
    pub fn start(&mut self, scene: &LoadedScene, basis: &FigureBasis) {
        let (ask, community) = (self.ask.clone(), scene.base.clone());
        let rules = basis.of_scene(scene);
        let work = move |watch: &Watch| {
            let failed = |why: String| News::Failed([why.clone(), why]);
            let layout = match LayoutRules::standard() {
                Ok(layout) => layout,
                Err(error) => return Err(failed(error.to_string())),
            };
            let study = StudyRules { layout, reach: rules.reach, green: rules.green };
            let study = LayoutStudy::new(community, &rules.schedule, &ask.parcels, study)
                .map_err(|error| News::Failed(error.text()))?;
            let standing = study.site.standing;
            let [homes, jobs] = ask.programme.map(|wanted| wanted.map(f64::from));
            let options = SearchOptions {
                objectives: ask.objectives.into_iter().collect(),
                programme: Programme {
                    homes: homes.unwrap_or(standing.homes),
                    jobs: jobs.unwrap_or(standing.jobs),
                },
                count: ask.count,
                generations: ask.generations,
                seed: ask.seed,
            };
            let tried = options.count * (options.generations + 1);
            Ok(study.search(&options, watch).map(|layouts| found(study, layouts, tried)))
        };
        *self = Self { ask: std::mem::take(&mut self.ask), ..Self::default() };
        self.search = Job::start("layouts", move |watch, news| {
            let found = match work(watch) {
                Ok(Some(found)) => found,
                Ok(None) => return,
                Err(failed) => {
                    let _ = news.send(failed);
                    return;
                }
            };
            let (study, layouts) = (found.study.clone(), found.layouts.clone());
            // A closed window no longer listens; the checks end by themselves then.
            let mut listens = news.send(News::Found(Box::new(found))).is_ok();
            for (number, layout) in layouts.iter().enumerate() {
                watch.step("check", number as u64, layouts.len() as u64);
                if !listens || watch.cancelled() {
                    return;
                }
                listens = news.send(News::Checked(number, study.faults(layout))).is_ok();
            }
        });
    }

    /// Gives the search up, or the checks of what it found.
    pub fn cancel(&mut self) {
        self.search = None;
    }

    /// Whether a search goes on and has found nothing yet; how far it is, and whether it stands still.
    pub fn searching(&self) -> Option<(f32, bool)> {
        self.search.as_ref().filter(|_| self.found.is_none()).map(|job| (job.done(), job.is_paused()))
    }

    /// Lets the search stand still, or go on.
    pub fn pause(&self, on: bool) {
        if let Some(job) = &self.search {
            job.pause(on);
        }
    }

    /// Whether chosen layouts are being kept.
    pub fn is_keeping(&self) -> bool {
        self.keeping.is_some()
    }

    /// Keeps the chosen layouts as variants, and then opens one or compares several.
    pub fn open_chosen(&mut self, keeper: &VariantKeeper, language: Language) {
        let Some(found) = &self.found else { return };
        let wanted: Vec<(usize, Option<String>, Layout)> = self
            .chosen
            .iter()
            .filter_map(|number| {
                let kept = found.kept.get(number).cloned();
                Some((*number, kept, found.layouts.get(*number)?.clone()))
            })
            .collect();
        let (study, keeper) = (found.study.clone(), keeper.clone());
        self.keeping = Job::start("layouts", move |_, news| {
            let keep =
                |(number, kept, layout): (usize, Option<String>, Layout)| -> Result<(usize, String), String> {
                    let make = |key: &str| study.variant(&layout, key);
                    let wished = format!("layout-{:03}", number + 1);
                    let key = match kept {
                        Some(key) => key,
                        None => (keeper.0)(&study.community, &wished, &make, language)?,
                    };
                    Ok((number, key))
                };
            // A closed window no longer listens; what was kept stays.
            let _ = news.send(wanted.into_iter().map(keep).collect());
        });
    }
}

/// The front with its plans.
fn found(study: LayoutStudy, layouts: Vec<Layout>, tried: usize) -> Found {
    let drawing = PlanDrawing::of(&study);
    let base = PlanPixels::base(&drawing, PLAN_PX);
    let plan = |layout: &Layout| {
        let mut plan = base.clone();
        plan.draw(&drawing.buildings(&study, layout));
        plan
    };
    let plans = layouts.iter().map(plan).collect();
    let faults = vec![None; layouts.len()];
    Found { study: Arc::new(study), faults, plans, layouts, tried, kept: BTreeMap::new() }
}

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<LayoutWork>().add_systems(Update, follow.in_set(ViewSet::Input));
}

/// Takes the news over.
fn follow(mut work: ResMut<LayoutWork>, mut notice: ResMut<Notice>, mut orders: MessageWriter<Order>) {
    let work = work.bypass_change_detection();
    if let Some(job) = &work.search {
        // Asked before its news: none can come after.
        let is_over = job.is_over();
        while let Some(news) = job.next() {
            match news {
                News::Found(found) => work.found = Some(*found),
                News::Checked(number, faults) => {
                    if let Some(place) = work.found.as_mut().and_then(|found| found.faults.get_mut(number)) {
                        *place = Some(faults);
                    }
                }
                News::Failed(why) => work.trouble = Some(why),
            }
        }
        if is_over {
            work.search = None;
        }
    }
    let Some(job) = &work.keeping else { return };
    let is_over = job.is_over();
    let Some(kept) = job.next() else {
        if is_over {
            // It ended without a word.
            work.keeping = None;
        }
        return;
    };
    work.keeping = None;
    match kept {
        Err(why) => notice.0 = Some((why, 20.0)),
        Ok(kept) => {
            let keys: Vec<String> = kept.iter().map(|(_, key)| key.clone()).collect();
            if let Some(found) = &mut work.found {
                found.kept.extend(kept);
            }
            orders.write(Order(match keys.as_slice() {
                [one] => Command::OpenVariant(Some(one.clone())),
                _ => Command::OpenComparison(keys),
            }));
        }
    }
}

/// The parcel that is selected, or that the selected building stands on.
pub(crate) fn selected_parcel(scene: &LoadedScene, selected: Option<ElementId>) -> Option<Key> {
    let element = selected.and_then(|id| scene.community.element(id))?;
    match &element.kind {
        Kind::Parcel(_) => Some(element.key.clone()),
        kind => kind.building()?.parcel.clone(),
    }
}
