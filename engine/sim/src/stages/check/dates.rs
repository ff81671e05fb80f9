//! Dates and numbers of single tasks, and of summaries over what they hold.

use chrono::NaiveDate;
use linli_model::{Schedule, Span, Task};

use crate::stages::dates::date;
use crate::stages::problem::{ProblemKind, ScheduleProblem, Severity, listed};
use crate::stages::timeline::Timeline;
use crate::stages::tree::TaskTree;

pub(super) fn check(
    schedule: &Schedule,
    tree: &TaskTree<'_>,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    let tracked = schedule.tasks.iter().any(|task| task.actual_start.is_some());
    for (at, task) in (0_u32..).zip(&schedule.tasks) {
        problems.extend(end_before_start(task));
        problems.extend(bad_value(task));
        if let Some(data_date) = schedule.data_date {
            problems.extend(after_data_date(task, data_date));
            if tracked && !tree.is_summary[at as usize] {
                problems.extend(overdue(task, data_date));
            }
        }
        if !task.elements.is_empty() && timeline.job(at).is_none() {
            let texts = [
                format!("task {} has elements and no dates: it does nothing; give it dates", task.id),
                format!("任务 {} 关联了要素但没有日期，不起作用；请补充日期", task.id),
            ];
            problems.push(ScheduleProblem::new(ProblemKind::NoDates, Severity::Warning, &[task], texts));
        }
    }
    too_short(schedule, tree, timeline, problems);
}

fn end_before_start(task: &Task) -> Option<ScheduleProblem> {
    let actual = task.actual_start.zip(task.actual_finish).map(|(start, finish)| Span { start, finish });
    let spans =
        [("planned", "计划", task.planned), ("actual", "实际", actual), ("baseline", "基准", task.baseline)];
    let wrong = spans.into_iter().find_map(|(english, chinese, span)| {
        span.filter(|span| span.finish < span.start).map(|span| (english, chinese, span))
    });
    let (english, chinese, Span { start, finish }) = wrong?;
    let texts = [
        format!(
            "task {}: its {english} finish {finish} lies before its start {start}; the start day alone counts",
            task.id
        ),
        format!("任务 {}：{chinese}完成 {finish} 早于开始 {start}，仅按开始当日计", task.id),
    ];
    Some(ScheduleProblem::new(ProblemKind::EndBeforeStart, Severity::Error, &[task], texts))
}

fn bad_value(task: &Task) -> Option<ScheduleProblem> {
    let pct = task.done_pct.filter(|pct| !(0.0..=100.0).contains(pct));
    let lag = task.after.iter().map(|tie| tie.lag_days).find(|lag| !lag.is_finite());
    let (what, chinese, value) =
        pct.map(|pct| ("share done", "完成百分比", pct)).or(lag.map(|lag| ("lag", "时距", lag)))?;
    let texts = [
        format!(
            "task {}: {what} {value} cannot be; the nearest value that can be counts, 0 where there is none",
            task.id
        ),
        format!("任务 {}：{chinese} {value} 无效，按最接近的有效值（或 0）计", task.id),
    ];
    Some(ScheduleProblem::new(ProblemKind::BadValue, Severity::Warning, &[task], texts))
}

fn after_data_date(task: &Task, data_date: NaiveDate) -> Option<ScheduleProblem> {
    let latest = task.actual_start.max(task.actual_finish).filter(|day| *day > data_date)?;
    let texts = [
        format!(
            "task {}: the actual date {latest} lies after the data date {data_date}; correct one of them",
            task.id
        ),
        format!("任务 {}：实际日期 {latest} 晚于数据日期 {data_date}，请更正其一", task.id),
    ];
    Some(ScheduleProblem::new(ProblemKind::ActualAfterDataDate, Severity::Error, &[task], texts))
}

fn overdue(task: &Task, data_date: NaiveDate) -> Option<ScheduleProblem> {
    let start = task.planned?.start;
    let waits = task.actual_start.is_none() && task.actual_finish.is_none() && start <= data_date;
    let texts = [
        format!(
            "task {} was to begin on {start}, and no actual start is known on the data date {data_date}; its planned dates count",
            task.id
        ),
        format!(
            "任务 {} 计划于 {start} 开始，至数据日期 {data_date} 仍无实际开始日期；仍按计划日期计",
            task.id
        ),
    ];
    waits.then(|| ScheduleProblem::new(ProblemKind::StartOverdue, Severity::Notice, &[task], texts))
}

/// Summaries whose planned dates do not cover the dates of the tasks right below.
fn too_short(
    schedule: &Schedule,
    tree: &TaskTree<'_>,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    let mut outside: Vec<Vec<u32>> = vec![Vec::new(); schedule.tasks.len()];
    let own = |at: u32| {
        schedule
            .tasks
            .get(at as usize)
            .is_some_and(|task| task.planned.is_some() || task.actual_start.is_some())
    };
    for at in 0..schedule.tasks.len() as u32 {
        let Some(above) = tree.parent[at as usize].filter(|above| own(*above)) else { continue };
        if let (Some(whole), Some(part)) = (timeline.job(above), timeline.job(at))
            && (part.days.start < whole.days.start || part.days.finish > whole.days.finish)
        {
            outside[above as usize].push(at);
        }
    }
    for (at, below) in outside.iter().enumerate().filter(|(_, below)| !below.is_empty()) {
        let (Some(summary), Some(whole)) = (schedule.tasks.get(at), timeline.job(at as u32)) else {
            continue;
        };
        let mut tasks = vec![summary];
        tasks.extend(below.iter().filter_map(|at| schedule.tasks.get(*at as usize)));
        let names = listed(&tasks.iter().skip(1).map(|task| task.id.as_str()).collect::<Vec<_>>());
        let [start, finish] = [whole.days.start, whole.days.finish].map(|day| date(day).unwrap_or_default());
        let texts = [
            format!("summary {} ({start} to {finish}) does not cover its tasks {names}", summary.id),
            format!("汇总任务 {}（{start} 至 {finish}）未覆盖其下任务 {names}", summary.id),
        ];
        problems.push(ScheduleProblem::new(ProblemKind::SummaryTooShort, Severity::Warning, &tasks, texts));
    }
}
