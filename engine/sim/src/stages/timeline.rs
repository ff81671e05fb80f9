//! What stands on each date.

use chrono::NaiveDate;
use linli_model::{Community, ElementId, Schedule, Span, Stage, StoreyRange, Work};

use super::check;
use super::dates::{Job, TaskDays, date, number};
use super::host;
use super::life::{Life, Origin};
use super::problem::ScheduleProblem;
use super::select::Selection;
use super::state::ElementState;
use super::storeys::Storeys;
use super::tree::TaskTree;

/// Every element of a community on every date of a schedule.
///
/// Days are whole: a state is that of the end of the day. The rules are in `docs/methods/stages.md`.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// What each task of the schedule does; nothing for a task without dates.
    jobs: Vec<Option<Job>>,
    lives: Vec<Life>,
    /// Tasks of each element in the order of time.
    links: Rows,
    /// Elements of each task, in the order of their ids.
    linked: Vec<Vec<ElementId>>,
    steps: Vec<NaiveDate>,
    span: Option<Span>,
    /// Tasks that are no summaries and have dates.
    leaves: Vec<u32>,
}

/// Lists of numbers, one after the other.
#[derive(Clone, Debug, Default)]
struct Rows {
    numbers: Vec<u32>,
    ends: Vec<u32>,
}

impl Rows {
    fn push(&mut self, row: impl IntoIterator<Item = u32>) {
        self.numbers.extend(row);
        self.ends.push(self.numbers.len() as u32);
    }

    fn row(&self, at: usize) -> &[u32] {
        let end = self.ends.get(at).copied().unwrap_or(0) as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0) as usize;
        self.numbers.get(start..end).unwrap_or_default()
    }
}

impl Timeline {
    /// The timeline of a community under a schedule, and everything that is wrong with the schedule,
    /// in the order of its tasks within each kind of check.
    pub fn of(community: &Community, schedule: &Schedule) -> (Self, Vec<ScheduleProblem>) {
        let mut problems = Vec::new();
        let tree = TaskTree::of(schedule, &mut problems);
        let selection = Selection::of(community, schedule, &mut problems);
        let jobs = jobs(schedule, &tree);
        let links = links(community, schedule, &tree, &jobs, &selection);
        let timeline = Self::from_links(community, &tree, jobs, links);
        check::tasks(schedule, &tree, &timeline, &mut problems);
        check::elements(community, schedule, &timeline, &mut problems);
        (timeline, problems)
    }

    fn from_links(community: &Community, tree: &TaskTree<'_>, jobs: Vec<Option<Job>>, links: Rows) -> Self {
        let days = jobs.iter().flatten().map(|job| (job.days.start, job.days.finish));
        let days = days.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let is_leaf = |at: &u32| !tree.is_summary[*at as usize] && jobs[*at as usize].is_some();
        let mut timeline = Self {
            leaves: (0..jobs.len() as u32).filter(is_leaf).collect(),
            linked: vec![Vec::new(); jobs.len()],
            lives: Vec::with_capacity(community.elements().len()),
            steps: Vec::new(),
            span: days.and_then(|(a, b)| Some(Span { start: date(a)?, finish: date(b)? })),
            jobs,
            links,
        };
        for (id, element) in community.iter() {
            let jobs = timeline.jobs_of(id);
            let storeys = element.kind.building().map(|building| Storeys::of(building, jobs.clone()));
            let life = Life::of(element.presence.truth, jobs, days.map(|(_, last)| last), storeys);
            timeline.lives.push(life);
            for task in timeline.links.row(id.index()) {
                timeline.linked[*task as usize].push(id);
            }
        }
        timeline.steps = timeline.find_steps();
        timeline
    }

    /// First and last day of anything.
    pub fn span(&self) -> Option<Span> {
        self.span
    }

    /// An element at the end of a day; the default for an id that is not of this community.
    pub fn state(&self, id: ElementId, day: NaiveDate) -> ElementState {
        let life = self.lives.get(id.index());
        life.map(|life| life.at(self.jobs_of(id), number(day))).unwrap_or_default()
    }

    /// All elements at the end of a day, in the order of their ids; `out` is replaced.
    pub fn states_into(&self, day: NaiveDate, out: &mut Vec<ElementState>) {
        let day = number(day);
        out.clear();
        out.extend((0_u32..).zip(&self.lives).map(|(id, life)| life.at(self.jobs_of(ElementId(id)), day)));
    }

    /// Whether an element belongs in the picture of a stage; the day counts in construction only.
    pub fn shown(&self, community: &Community, id: ElementId, stage: Stage, day: NaiveDate) -> bool {
        let Some(element) = community.element(id) else { return false };
        match stage {
            Stage::Planning | Stage::Design => {
                element.presence.is_part_of(stage) && !self.is_removed_by_plan(id)
            }
            Stage::Construction => self.state(id, day).standing.is_there(),
        }
    }

    /// Whether the element exists and a task removes it: the plan and the design are without it.
    pub fn is_removed_by_plan(&self, id: ElementId) -> bool {
        self.lives.get(id.index()).is_some_and(|life| life.removed_by_plan)
    }

    /// Sorted days on which a task of an element begins, and days after one has ended: between two of
    /// them nothing comes, goes, opens or closes.
    pub fn steps(&self) -> &[NaiveDate] {
        &self.steps
    }

    /// Tasks of an element as positions in the schedule, in the order of time; with those that it takes
    /// over from what it belongs to.
    pub fn tasks_of(&self, id: ElementId) -> &[u32] {
        self.links.row(id.index())
    }

    /// Elements of a task in the order of their ids; with those that take it over.
    pub fn elements_of(&self, task: usize) -> &[ElementId] {
        self.linked.get(task).map(Vec::as_slice).unwrap_or_default()
    }

    /// First and last day of a task as they count on this timeline.
    pub fn days_of(&self, task: usize) -> Option<Span> {
        let days = self.jobs.get(task)?.as_ref()?.days;
        Some(Span { start: date(days.start)?, finish: date(days.finish)? })
    }

    /// Levels of a building that work builds, from which [`ElementState::storeys_done`] counts; the
    /// levels of the building when no work says otherwise. `None` when it is not a building.
    pub fn levels_of(&self, id: ElementId) -> Option<StoreyRange> {
        let (low, high) = self.lives.get(id.index())?.storeys?.work;
        let level = |low: f64| (if low < 0.0 { low.floor() } else { low.floor() + 1.0 }) as i16;
        Some(StoreyRange { from_level: level(low), to_level: level((high - 1.0).ceil().max(low)) })
    }

    /// What a task does, when it has dates.
    pub(super) fn job(&self, task: u32) -> Option<&Job> {
        self.jobs.get(task as usize)?.as_ref()
    }

    /// Tasks with dates that hold no others.
    pub(super) fn leaves(&self) -> impl Iterator<Item = (u32, &Job)> {
        self.leaves.iter().filter_map(|at| Some((*at, self.job(*at)?)))
    }

    pub(super) fn life(&self, id: ElementId) -> Option<&Life> {
        self.lives.get(id.index())
    }

    fn jobs_of(&self, id: ElementId) -> impl Iterator<Item = &Job> + Clone {
        self.links.row(id.index()).iter().filter_map(|at| self.job(*at))
    }

    fn find_steps(&self) -> Vec<NaiveDate> {
        let linked = self.jobs.iter().zip(&self.linked).filter(|(_, elements)| !elements.is_empty());
        let jobs = linked.filter_map(|(job, _)| job.as_ref());
        let mut days: Vec<i32> = jobs.flat_map(|job| [job.days.start, job.days.finish + 1]).collect();
        days.extend(self.lives.iter().filter_map(|life| match life.origin {
            Origin::From(day) => Some(day),
            _ => None,
        }));
        days.sort_unstable();
        days.dedup();
        days.into_iter().filter_map(date).collect()
    }
}

/// What each task does when; a summary without dates lasts as long as what it holds.
fn jobs(schedule: &Schedule, tree: &TaskTree<'_>) -> Vec<Option<Job>> {
    let of_tasks = schedule.tasks.iter().map(|task| Job::of(task, schedule.data_date));
    let mut jobs: Vec<Option<Job>> = of_tasks.collect();
    let mut held: Vec<Option<TaskDays>> = vec![None; jobs.len()];
    for at in tree.from_below.iter().map(|at| *at as usize) {
        if jobs[at].is_none()
            && let (Some(days), Some(task)) = (held[at], schedule.tasks.get(at))
        {
            jobs[at] = Some(Job { work: task.work, storeys: task.storeys, days });
        }
        if let (Some(above), Some(job)) = (tree.parent[at], jobs[at]) {
            let all = &mut held[above as usize];
            let (start, finish) =
                all.map_or((job.days.start, job.days.finish), |all| (all.start, all.finish));
            *all = Some(TaskDays::covering(start.min(job.days.start), finish.max(job.days.finish)));
        }
    }
    jobs
}

/// Dated tasks of each element in the order of time, with those that it takes over.
fn links(
    community: &Community,
    schedule: &Schedule,
    tree: &TaskTree<'_>,
    jobs: &[Option<Job>],
    selection: &Selection,
) -> Rows {
    let day = |at: u32| jobs.get(at as usize).copied().flatten().map(|job| job.days.start);
    let mut in_time: Vec<u32> = (0..jobs.len() as u32).filter(|at| day(*at).is_some()).collect();
    in_time.sort_by_key(|at| (day(*at), *at));
    let mut own: Vec<Vec<u32>> = vec![Vec::new(); community.elements().len()];
    for task in in_time {
        for element in selection.elements.get(task as usize).into_iter().flatten() {
            own[*element as usize].push(task);
        }
    }
    own.iter_mut().for_each(|tasks| drop_summaries(schedule, tree, tasks));
    let on_land = selection
        .on_land
        .iter()
        .map(|(land, tasks)| (*land, tasks.iter().copied().filter(|at| day(*at).is_some()).collect()));
    let on_land = on_land.collect();
    for (element, tasks) in host::inherited(community, schedule, &own, &on_land) {
        let all = &mut own[element as usize];
        all.extend(tasks);
        all.sort_by_key(|at| (day(*at), *at));
        all.dedup();
    }
    let mut rows = Rows::default();
    own.into_iter().for_each(|tasks| rows.push(tasks));
    rows
}

/// Leaves out summaries that hold another of the tasks with the same work: the finer one says more.
fn drop_summaries(schedule: &Schedule, tree: &TaskTree<'_>, tasks: &mut Vec<u32>) {
    if tasks.len() < 2 || !tasks.iter().any(|at| tree.is_summary[*at as usize]) {
        return;
    }
    let work = |at: u32| schedule.tasks.get(at as usize).map(|task| task.work);
    let mut held: Vec<(u32, Option<Work>)> =
        tasks.iter().flat_map(|at| tree.above(*at).map(move |above| (above, work(*at)))).collect();
    held.sort_unstable();
    tasks.retain(|at| held.binary_search(&(*at, work(*at))).is_err());
}
