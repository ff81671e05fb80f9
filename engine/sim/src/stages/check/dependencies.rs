//! Whether tasks wait for those that come first.

use linli_model::{Dependency, DependencyKind, Schedule, Task};

use crate::stages::dates::{Job, date};
use crate::stages::problem::{ProblemKind, ScheduleProblem, Severity};
use crate::stages::timeline::Timeline;
use crate::stages::tree::TaskTree;

/// Lags beyond a thousand years say nothing.
const MOST_DAYS: f64 = 365_250.0;

pub(super) fn check(
    schedule: &Schedule,
    tree: &TaskTree<'_>,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    for (at, task) in (0_u32..).zip(&schedule.tasks) {
        for tie in &task.after {
            let Some(before) = tree.position(&tie.predecessor) else {
                problems.push(unknown(task, tie));
                continue;
            };
            if let (Some(first), Some(first_job), Some(job)) =
                (schedule.tasks.get(before as usize), timeline.job(before), timeline.job(at))
            {
                problems.extend(violated(task, job, first, first_job, tie));
            }
        }
    }
}

fn unknown(task: &Task, tie: &Dependency) -> ScheduleProblem {
    let texts = [
        format!("task {} waits for {}, which is not in the schedule", task.id, tie.predecessor),
        format!("任务 {} 的前置任务 {} 不在进度计划中", task.id, tie.predecessor),
    ];
    ScheduleProblem::new(ProblemKind::UnknownPredecessor, Severity::Error, &[task], texts)
}

/// Whole days count: a successor may begin on the day on which its predecessor ends, because sources
/// with hours end one task at noon and begin the next.
fn violated(
    task: &Task,
    job: &Job,
    first: &Task,
    first_job: &Job,
    tie: &Dependency,
) -> Option<ScheduleProblem> {
    let (from, to, english, chinese) = match tie.kind {
        DependencyKind::FinishToStart => (first_job.days.finish, job.days.start, "start", "开始"),
        DependencyKind::StartToStart => (first_job.days.start, job.days.start, "start", "开始"),
        DependencyKind::FinishToFinish => (first_job.days.finish, job.days.finish, "finish", "完成"),
        DependencyKind::StartToFinish => (first_job.days.start, job.days.finish, "finish", "完成"),
    };
    let lag =
        if tie.lag_days.is_finite() { tie.lag_days.clamp(-MOST_DAYS, MOST_DAYS).floor() as i32 } else { 0 };
    let earliest = from.saturating_add(lag);
    if to >= earliest {
        return None;
    }
    let [earliest, to] = [earliest, to].map(|day| date(day).unwrap_or_default());
    let texts = [
        format!(
            "task {}: {english} {to} is too early; after {} it cannot be before {earliest}",
            task.id, first.id
        ),
        format!("任务 {}：{chinese}日期 {to} 过早；按前置任务 {}，不得早于 {earliest}", task.id, first.id),
    ];
    // What has happened is a fact, whatever the logic says.
    let severity = if task.actual_start.is_some() { Severity::Warning } else { Severity::Error };
    Some(ScheduleProblem::new(ProblemKind::DependencyViolated, severity, &[task, first], texts))
}
