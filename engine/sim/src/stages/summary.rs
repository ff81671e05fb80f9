//! How much stands on a day, in numbers.

use chrono::NaiveDate;
use linli_model::{BuildingUse, Community, ElementId, Kind, Stage, Truth};

use super::dates::number;
use super::floor::{Floor, FloorRun, Floors};
use super::state::{ElementState, Standing};
use super::timeline::Timeline;

/// How many elements are in each standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StandingCounts([usize; Standing::ALL.len()]);

impl StandingCounts {
    /// Number of elements in a standing.
    pub fn of(&self, standing: Standing) -> usize {
        self.0[standing as usize]
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    fn add(&mut self, standing: Standing) {
        self.0[standing as usize] += 1;
    }
}

/// Gross floor area by what has become of it, square metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FloorArea {
    /// Of buildings not begun.
    pub not_yet_m2: f64,
    /// Of buildings under construction: the whole of them.
    pub rising_m2: f64,
    /// The finished part of `rising_m2`.
    pub rising_finished_m2: f64,
    /// Of buildings that stand, under maintenance or not.
    pub stands_m2: f64,
    /// Of buildings being removed: the whole of them.
    pub falling_m2: f64,
    /// The removed part of `falling_m2`.
    pub falling_removed_m2: f64,
    /// Of buildings that are gone.
    pub gone_m2: f64,
}

impl FloorArea {
    /// Everything: not begun, rising, standing, falling and gone.
    pub fn total_m2(&self) -> f64 {
        self.not_yet_m2 + self.rising_m2 + self.stands_m2 + self.falling_m2 + self.gone_m2
    }

    fn add(&mut self, standing: Standing, area_m2: f64, done_m2: f64) {
        match standing {
            Standing::NotYet => self.not_yet_m2 += area_m2,
            Standing::Rising => {
                self.rising_m2 += area_m2;
                self.rising_finished_m2 += done_m2;
            }
            Standing::Stands | Standing::Maintained => self.stands_m2 += area_m2,
            Standing::Falling => {
                self.falling_m2 += area_m2;
                self.falling_removed_m2 += done_m2;
            }
            Standing::Gone => self.gone_m2 += area_m2,
        }
    }
}

/// Floor area of one use.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UseArea {
    /// The use.
    pub use_: BuildingUse,
    /// Above ground.
    pub above: FloorArea,
    /// Below ground.
    pub below: FloorArea,
}

/// What stands on a day, is being built, and is gone.
#[derive(Clone, Debug, PartialEq)]
pub struct StageSummary {
    /// The stage.
    pub stage: Stage,
    /// The day.
    pub day: NaiveDate,
    /// All elements that are part of the stage.
    pub elements: StandingCounts,
    /// The buildings among them.
    pub buildings: StandingCounts,
    /// Gross floor area above ground.
    pub above: FloorArea,
    /// Gross floor area below ground.
    pub below: FloorArea,
    /// Gross floor area by use, in the order of the uses.
    pub by_use: Vec<UseArea>,
    /// Days of the tasks done at the end of the day, percent of all days of all tasks that hold no
    /// others; nothing when no task has dates.
    pub task_days_pct: Option<f64>,
    /// Finished floor area, percent of the floor area of everything designed; nothing when there is none.
    pub floor_area_pct: Option<f64>,
    /// Dwellings in buildings that stand.
    pub dwellings: u64,
    /// Residents in buildings that stand.
    pub residents: u64,
    /// Buildings whose number of storeys was taken from their height.
    pub assumed_buildings: usize,
}

/// Counts what stands in the picture of a stage. In planning and design everything of the stage stands,
/// but what the plan removes; the day counts in construction, and for the progress in each stage.
///
/// Floor areas are those of the storeys where a building has them, else its footprint times its storeys;
/// the levels below ground of a building on a basement are the basement's. The part of a rising building
/// that is finished is counted from its lowest level upward.
pub fn stage_summary(
    community: &Community,
    timeline: &Timeline,
    stage: Stage,
    day: NaiveDate,
) -> StageSummary {
    let floors = Floors::of(community);
    let mut sum = Sum::new(stage, day, task_days_pct(timeline, day));
    for (id, element) in community.iter() {
        let truth = element.presence.truth;
        let state = timeline.state(id, day);
        let floor = floors.floor(id, element);
        if truth == Truth::Designed
            && let Some(floor) = &floor
        {
            sum.progress(timeline, id, &state, floor);
        }
        if !element.presence.is_part_of(stage) {
            continue;
        }
        let state = in_stage(timeline, id, stage, state);
        sum.summary.elements.add(state.standing);
        if matches!(element.kind, Kind::Building(_)) {
            sum.summary.buildings.add(state.standing);
        }
        if let Some(floor) = &floor {
            sum.floor(timeline, id, &state, floor);
        }
    }
    sum.finish()
}

/// The state in the picture of a stage.
fn in_stage(timeline: &Timeline, id: ElementId, stage: Stage, state: ElementState) -> ElementState {
    match stage {
        Stage::Construction => state,
        _ if timeline.is_removed_by_plan(id) => ElementState { standing: Standing::Gone, ..state },
        _ => ElementState { standing: Standing::Stands, ..state },
    }
}

struct Sum {
    summary: StageSummary,
    designed_m2: f64,
    finished_m2: f64,
}

impl Sum {
    fn new(stage: Stage, day: NaiveDate, task_days_pct: Option<f64>) -> Self {
        let summary = StageSummary {
            stage,
            day,
            elements: StandingCounts::default(),
            buildings: StandingCounts::default(),
            above: FloorArea::default(),
            below: FloorArea::default(),
            by_use: Vec::new(),
            task_days_pct,
            floor_area_pct: None,
            dwellings: 0,
            residents: 0,
            assumed_buildings: 0,
        };
        Self { summary, designed_m2: 0.0, finished_m2: 0.0 }
    }

    fn floor(&mut self, timeline: &Timeline, id: ElementId, state: &ElementState, floor: &Floor) {
        let summary = &mut self.summary;
        summary.assumed_buildings += usize::from(floor.assumed);
        let stands = matches!(state.standing, Standing::Stands | Standing::Maintained);
        for run in &floor.runs {
            let area_m2 = run.count() * run.area_m2;
            let done_m2 = run.area_m2 * levels_done(timeline, id, state, floor, run);
            let position = summary.by_use.iter().position(|of| of.use_ == run.use_);
            let position = position.unwrap_or_else(|| {
                let empty = FloorArea::default();
                summary.by_use.push(UseArea { use_: run.use_, above: empty, below: empty });
                summary.by_use.len() - 1
            });
            let of_use = &mut summary.by_use[position];
            let (all, of_use) = if run.is_below() {
                (&mut summary.below, &mut of_use.below)
            } else {
                (&mut summary.above, &mut of_use.above)
            };
            all.add(state.standing, area_m2, done_m2);
            of_use.add(state.standing, area_m2, done_m2);
            if stands {
                summary.dwellings += run.dwellings;
                summary.residents += run.residents;
            }
        }
    }

    /// Adds to what is designed, and to what of it is finished.
    fn progress(&mut self, timeline: &Timeline, id: ElementId, state: &ElementState, floor: &Floor) {
        for run in &floor.runs {
            self.designed_m2 += run.count() * run.area_m2;
            self.finished_m2 += run.area_m2
                * match state.standing {
                    Standing::NotYet => 0.0,
                    Standing::Rising => levels_done(timeline, id, state, floor, run),
                    // What was finished stays finished work, also when it is removed later.
                    _ => run.count(),
                };
        }
    }

    fn finish(mut self) -> StageSummary {
        self.summary.by_use.sort_by_key(|of| of.use_);
        self.summary.floor_area_pct =
            (self.designed_m2 > 0.0).then(|| (100.0 * self.finished_m2 / self.designed_m2).clamp(0.0, 100.0));
        self.summary
    }
}

/// Levels of a run that are built while it rises, or removed while it falls.
fn levels_done(
    timeline: &Timeline,
    id: ElementId,
    state: &ElementState,
    floor: &Floor,
    run: &FloorRun,
) -> f64 {
    let work = timeline.life(id).and_then(|life| life.storeys).map(|storeys| storeys.work);
    match (state.standing, work) {
        (Standing::Rising, Some((lowest, _))) if floor.by_level => {
            let reached = lowest + f64::from(state.storeys_done);
            (reached.min(run.levels.1) - lowest.max(run.levels.0)).max(0.0)
        }
        _ => run.count() * f64::from(state.share),
    }
}

fn task_days_pct(timeline: &Timeline, day: NaiveDate) -> Option<f64> {
    let (mut all, mut done) = (0.0, 0.0);
    for (_, job) in timeline.leaves() {
        all += job.days.count();
        done += job.days.count() * job.days.done(number(day));
    }
    (all > 0.0).then(|| 100.0 * done / all)
}
