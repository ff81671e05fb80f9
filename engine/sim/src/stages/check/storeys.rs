//! Storeys in the order in which they carry each other.

use linli_model::{Building, Community, Element, ElementId, Schedule, Task, Work};

use crate::stages::dates::Job;
use crate::stages::problem::{ProblemKind, ScheduleProblem, Severity};
use crate::stages::storeys::{Levels, MOST_RANGES, levels_of_range, own_levels};
use crate::stages::timeline::Timeline;

pub(super) fn check(
    community: &Community,
    schedule: &Schedule,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    for (id, element) in community.iter() {
        let Some(building) = element.kind.building() else { continue };
        let site = Site::of(schedule, timeline, id, element, building);
        for (at, work) in site.works.iter().enumerate() {
            problems.extend(site.beyond(work));
            problems.extend(site.unsupported(work));
            problems.extend(site.works.iter().skip(at + 1).find_map(|other| site.twice(work, other)));
        }
    }
}

/// A task that builds some storeys.
struct Part<'a> {
    task: &'a Task,
    job: &'a Job,
    levels: Levels,
}

/// Everything that builds storeys of one building.
struct Site<'a> {
    element: &'a Element,
    own: Option<Levels>,
    works: Vec<Part<'a>>,
    /// Whether some task builds the building without naming storeys.
    unnamed: bool,
    hangs: bool,
}

impl<'a> Site<'a> {
    fn of(
        schedule: &'a Schedule,
        timeline: &'a Timeline,
        id: ElementId,
        element: &'a Element,
        building: &Building,
    ) -> Self {
        let (mut works, mut unnamed) = (Vec::new(), false);
        for at in timeline.tasks_of(id) {
            let (Some(task), Some(job)) = (schedule.tasks.get(*at as usize), timeline.job(*at)) else {
                continue;
            };
            match job.storeys {
                _ if job.work != Work::Build => {}
                Some(_) if works.len() == MOST_RANGES => {}
                Some(range) => works.push(Part { task, job, levels: levels_of_range(range) }),
                None => unnamed = true,
            }
        }
        let own = own_levels(building).filter(|(_, assumed)| !assumed).map(|(levels, _)| levels);
        Self { element, own, works, unnamed, hangs: building.min_height_m > 0.0 }
    }

    fn problem(
        &self,
        kind: ProblemKind,
        severity: Severity,
        tasks: &[&Task],
        texts: [String; 2],
    ) -> ScheduleProblem {
        ScheduleProblem::new(kind, severity, tasks, texts).about(vec![self.element.key.clone()])
    }

    /// Storeys that the building does not have.
    fn beyond(&self, part: &Part<'_>) -> Option<ScheduleProblem> {
        let (low, high) = self.own?;
        // A building with half a storey has a level for it.
        if part.levels.0 >= low.floor() && part.levels.1 <= high.ceil() {
            return None;
        }
        let (range, own, key) = (words(part.levels), words((low.floor(), high.ceil())), &self.element.key);
        let texts = [
            format!("task {} builds storeys {range} of {key}, which has storeys {own}", part.task.id),
            format!("任务 {} 施工 {key} 的 {range} 层，而该建筑为 {own} 层", part.task.id),
        ];
        Some(self.problem(ProblemKind::StoreyBeyondBuilding, Severity::Error, &[part.task], texts))
    }

    /// Storeys that begin before the one below them has begun, or is finished.
    fn unsupported(&self, part: &Part<'_>) -> Option<ScheduleProblem> {
        let below = part.levels.0 - 1.0;
        let lowest = match self.own {
            Some((low, _)) => low,
            None => self.works.iter().map(|part| part.levels.0).fold(0.0, f64::min),
        };
        if self.hangs || below < lowest {
            return None;
        }
        let carriers = || self.works.iter().filter(|other| other.levels.0 <= below && below < other.levels.1);
        let (range, carrier, key) = (words(part.levels), words((below, below + 1.0)), &self.element.key);
        let Some(first) = carriers().min_by_key(|other| other.job.days.finish) else {
            let texts = [
                format!(
                    "task {} builds storeys {range} of {key}, and nothing builds storey {carrier} below",
                    part.task.id
                ),
                format!("任务 {} 施工 {key} 的 {range} 层，而其下 {carrier} 层无任务施工", part.task.id),
            ];
            let problem =
                || self.problem(ProblemKind::StoreyAboveNothing, Severity::Error, &[part.task], texts);
            return (!self.unnamed).then(problem);
        };
        let begun = carriers().any(|other| other.job.days.start <= part.job.days.start);
        if first.job.days.finish <= part.job.days.start {
            return None;
        }
        let (severity, english, chinese) = if begun {
            (Severity::Warning, "finished", "完成")
        } else {
            (Severity::Error, "begun", "开始")
        };
        let texts = [
            format!(
                "task {} builds storeys {range} of {key} before storey {carrier} below is {english} by task {}",
                part.task.id, first.task.id
            ),
            format!(
                "任务 {} 施工 {key} 的 {range} 层时，其下 {carrier} 层（任务 {}）尚未{chinese}",
                part.task.id, first.task.id
            ),
        ];
        Some(self.problem(ProblemKind::StoreyAboveNothing, severity, &[part.task, first.task], texts))
    }

    /// Storeys that two tasks build.
    fn twice(&self, a: &Part<'_>, b: &Part<'_>) -> Option<ScheduleProblem> {
        let shared = (a.levels.0.max(b.levels.0), a.levels.1.min(b.levels.1));
        if shared.0 >= shared.1 {
            return None;
        }
        let (range, key) = (words(shared), &self.element.key);
        let texts = [
            format!(
                "storeys {range} of {key} are built by task {} and by task {}; they count once",
                a.task.id, b.task.id
            ),
            format!("{key} 的 {range} 层由任务 {} 和任务 {} 重复施工，只计一次", a.task.id, b.task.id),
        ];
        Some(self.problem(ProblemKind::BuiltTwice, Severity::Notice, &[a.task, b.task], texts))
    }
}

/// Levels in words: 1 is the ground floor, −1 the first basement.
fn words((low, high): Levels) -> String {
    let level = |low: f64| if low < 0.0 { low } else { low + 1.0 };
    let (from, to) = (level(low), level(high - 1.0));
    if from == to { format!("{from}") } else { format!("{from} … {to}") }
}
