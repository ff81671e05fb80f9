//! The order of works on an element, and elements that no task builds.

use std::collections::HashMap;

use chrono::NaiveDate;
use linli_model::{Community, ElementId, Key, Schedule, Task, Truth, Work};

use crate::stages::dates::{Job, date};
use crate::stages::life::Origin;
use crate::stages::problem::{ProblemKind, ScheduleProblem, Severity, listed};
use crate::stages::timeline::Timeline;

pub(super) fn check(
    community: &Community,
    schedule: &Schedule,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    let mut pairs = Pairs::default();
    for (id, element) in community.iter() {
        for (kind, first, second) in out_of_order(timeline, id) {
            pairs.add((kind, first, second), &element.key);
        }
    }
    problems
        .extend(pairs.0.into_iter().filter_map(|(pair, keys)| order_problem(schedule, timeline, pair, keys)));
    outliving(schedule, timeline, problems);
    for (truth, english, chinese) in [
        (
            Truth::Designed,
            "designed and never built: there from the last day of the schedule on",
            "为设计要素但无施工任务：自进度计划最后一天起视为已建",
        ),
        (Truth::Temporary, "temporary and without a task: never there", "为临时要素但无任务：始终不出现"),
    ] {
        let idle = |origin: Origin| matches!(origin, Origin::From(_) | Origin::Never);
        let keys: Vec<Key> = community
            .iter()
            .filter(|(id, element)| {
                element.presence.truth == truth && timeline.life(*id).is_some_and(|life| idle(life.origin))
            })
            .map(|(_, element)| element.key.clone())
            .collect();
        if keys.is_empty() || schedule.tasks.is_empty() {
            continue;
        }
        let names = listed(&keys);
        let texts = [format!("{}: {names}", english), format!("{}：{names}", chinese)];
        let problem = ScheduleProblem::new(ProblemKind::NeverScheduled, Severity::Notice, &[], texts);
        problems.push(problem.about(keys));
    }
}

type Pair = (ProblemKind, u32, u32);

/// Pairs of tasks with their elements, in the order in which they are found.
#[derive(Default)]
struct Pairs(Vec<(Pair, Vec<Key>)>, HashMap<Pair, usize>);

impl Pairs {
    fn add(&mut self, pair: Pair, key: &Key) {
        let at = *self.1.entry(pair).or_insert(self.0.len());
        if at == self.0.len() {
            self.0.push((pair, Vec::new()));
        }
        if let Some((_, keys)) = self.0.get_mut(at) {
            keys.push(key.clone());
        }
    }
}

/// Tasks of an element that remove it before others have built it, or build it after its removal.
fn out_of_order(timeline: &Timeline, id: ElementId) -> Vec<Pair> {
    let of_work = |work: Work| {
        let tasks = timeline.tasks_of(id).iter().copied();
        tasks.filter_map(move |at| timeline.job(at).filter(|job| job.work == work).map(|job| (at, job)))
    };
    let finish = |(_, job): &(u32, &Job)| job.days.finish;
    let first_fall = of_work(Work::Demolish).min_by_key(|(_, job)| job.days.start);
    let last_fall = of_work(Work::Demolish).max_by_key(finish);
    let last_rise = of_work(Work::Build).max_by_key(finish);
    let (Some(first_fall), Some(last_fall), Some(last_rise)) = (first_fall, last_fall, last_rise) else {
        return Vec::new();
    };
    if first_fall.1.days.start > last_rise.1.days.finish {
        Vec::new()
    } else if last_rise.1.days.start > last_fall.1.days.finish
        && of_work(Work::Build).any(|(_, job)| job.days.finish < first_fall.1.days.start)
    {
        vec![(ProblemKind::BuiltTwice, last_rise.0, last_fall.0)]
    } else {
        vec![(ProblemKind::DemolishedBeforeBuilt, first_fall.0, last_rise.0)]
    }
}

fn order_problem(
    schedule: &Schedule,
    timeline: &Timeline,
    (kind, first, second): Pair,
    keys: Vec<Key>,
) -> Option<ScheduleProblem> {
    let [a, b] = [schedule.tasks.get(first as usize)?, schedule.tasks.get(second as usize)?];
    let (start, finish) =
        (timeline.days_of(first as usize)?.start, timeline.days_of(second as usize)?.finish);
    let names = listed(&keys);
    let texts = if kind == ProblemKind::BuiltTwice {
        [
            format!(
                "task {} builds {names} again from {start} on, after task {} has removed it by {finish}; only the first life is shown, give the new one a key of its own",
                a.id, b.id
            ),
            format!(
                "任务 {} 自 {start} 起再次建造 {names}，而任务 {} 已于 {finish} 将其拆除；只显示第一次，请为新建要素另设键",
                a.id, b.id
            ),
        ]
    } else {
        [
            format!(
                "task {} removes {names} from {start} on, before task {} has built it by {finish}",
                a.id, b.id
            ),
            format!("任务 {} 自 {start} 起拆除 {names}，而任务 {} 至 {finish} 才建成", a.id, b.id),
        ]
    };
    Some(ScheduleProblem::new(kind, Severity::Error, &[a, b], texts).about(keys))
}

/// Temporary works that stand longer than the last of the works that need them: those of the same
/// summary, or all when it holds no others.
fn outliving(schedule: &Schedule, timeline: &Timeline, problems: &mut Vec<ScheduleProblem>) {
    let jobs = || timeline.leaves().filter_map(|(at, job)| Some((at, schedule.tasks.get(at as usize)?, job)));
    let mut ends: HashMap<Option<&str>, i32> = HashMap::new();
    for (_, task, job) in jobs().filter(|(_, _, job)| !matches!(job.work, Work::Temporary | Work::Close)) {
        for place in [task.parent.as_deref(), None] {
            let end = ends.entry(place).or_insert(job.days.finish);
            *end = (*end).max(job.days.finish);
        }
    }
    for (at, task, job) in jobs().filter(|(_, _, job)| job.work == Work::Temporary) {
        let end = ends.get(&task.parent.as_deref()).or_else(|| ends.get(&None));
        let Some(end) = end.filter(|end| **end < job.days.finish) else { continue };
        problems.push(outlives(task, timeline, at, date(*end).unwrap_or_default()));
    }
}

fn outlives(task: &Task, timeline: &Timeline, at: u32, end: NaiveDate) -> ScheduleProblem {
    let finish = timeline.days_of(at as usize).map(|span| span.finish).unwrap_or_default();
    let texts = [
        format!("the temporary work {} stands until {finish}, the works that need it end on {end}", task.id),
        format!("临时工程 {} 保留至 {finish}，而所服务的工程于 {end} 结束", task.id),
    ];
    ScheduleProblem::new(ProblemKind::TemporaryOutlives, Severity::Warning, &[task], texts)
}
