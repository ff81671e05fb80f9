//! The rows of a bar chart of works (横道图, Gantt chart): which are shown, when they are, how they stand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use linli_model::{Language, Schedule, Span, Task};
use linli_sim::stages::Timeline;

use crate::WorkState;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct GanttRow {
    /// Position of the task in the schedule.
    pub task: u32,
    /// How deep it lies under summaries, 0 outermost.
    pub depth: u32,
    /// Whether it holds others.
    pub is_summary: bool,
    /// Whether what it holds is folded away.
    pub folded: bool,
    /// First and last day; of a summary all days of what it holds.
    pub days: Option<Span>,
    /// When it was planned at first.
    pub baseline: Option<Span>,
}

/// Where a task stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Not begun.
    Ahead,
    /// Begun, and on time, late or early against the baseline.
    Working(WorkState),
    /// Ended.
    Ended,
}

/// The rows of a schedule in its order, with the summaries in `folded` closed: a closed summary is one step.
pub fn gantt_rows(schedule: &Schedule, timeline: &Timeline, folded: &BTreeSet<u32>) -> Vec<GanttRow> {
    let position: BTreeMap<&str, u32> =
        schedule.tasks.iter().enumerate().rev().map(|(at, task)| (task.id.as_str(), at as u32)).collect();
    let parents: Vec<Option<u32>> = schedule
        .tasks
        .iter()
        .zip(0_u32..)
        .map(|(task, at)| {
            task.parent.as_deref().and_then(|parent| position.get(parent).copied()).filter(|p| *p != at)
        })
        .collect();
    let mut holds = vec![false; parents.len()];
    let mut days: Vec<Option<Span>> = (0..parents.len()).map(|at| timeline.days_of(at)).collect();
    let own = days.clone();
    let mut baseline: Vec<Option<Span>> = schedule.tasks.iter().map(|task| task.baseline).collect();
    let own_baseline = baseline.clone();
    let mut depth = vec![0_u32; parents.len()];
    let mut hidden = vec![false; parents.len()];
    for at in 0..parents.len() {
        for parent in above(&parents, at) {
            let parent = parent as usize;
            depth[at] += 1;
            holds[parent] = true;
            days[parent] = joined(days[parent], own[at]);
            baseline[parent] = joined(baseline[parent], own_baseline[at]);
            hidden[at] |= folded.contains(&(parent as u32));
        }
    }
    (0..parents.len())
        .filter(|at| !hidden[*at])
        .map(|at| GanttRow {
            task: at as u32,
            depth: depth[at],
            is_summary: holds[at],
            folded: folded.contains(&(at as u32)),
            days: days[at],
            baseline: baseline[at],
        })
        .collect()
}

/// The summaries over a task, from the nearest outwards; a ring of summaries ends where it would repeat.
fn above(parents: &[Option<u32>], at: usize) -> Vec<u32> {
    let mut found = Vec::new();
    let mut next = parents[at];
    while let Some(parent) = next
        && found.len() < 64
        && !found.contains(&parent)
        && parent as usize != at
    {
        found.push(parent);
        next = parents[parent as usize];
    }
    found
}

fn joined(a: Option<Span>, b: Option<Span>) -> Option<Span> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Span { start: a.start.min(b.start), finish: a.finish.max(b.finish) }),
        (a, b) => a.or(b),
    }
}

impl GanttRow {
    /// Where the row stands on a day: late when its end lies after the baseline's, early when before it.
    pub fn state(&self, day: NaiveDate) -> RowState {
        let Some(days) = self.days else { return RowState::Ahead };
        if day < days.start {
            return RowState::Ahead;
        }
        if day > days.finish {
            return RowState::Ended;
        }
        RowState::Working(match self.baseline {
            Some(baseline) if days.finish > baseline.finish => WorkState::Late,
            Some(baseline) if days.finish < baseline.finish => WorkState::Early,
            _ => WorkState::InProgress,
        })
    }
}

/// Name of a task for people: its own, else its id. Of a name in two languages, `中文 / English`, the half in
/// the language asked for.
pub fn task_name(task: &Task, language: Language) -> &str {
    let name = task.name.trim();
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    match name.split_once(" / ") {
        _ if name.is_empty() => &task.id,
        Some((chinese, english)) if is_chinese(chinese) && !is_chinese(english) => match language {
            Language::Chinese => chinese,
            Language::English => english,
        },
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{Community, SceneFrame};

    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, d).unwrap_or_default()
    }

    fn task(id: &str, parent: Option<&str>, days: Option<(u32, u32)>) -> Task {
        Task {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            planned: days.map(|(a, b)| Span { start: day(a), finish: day(b) }),
            ..Task::default()
        }
    }

    fn rows(tasks: Vec<Task>, folded: &[u32]) -> Vec<GanttRow> {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let schedule = Schedule { tasks, ..Schedule::default() };
        let (timeline, _) = Timeline::of(&Community::new("t", frame), &schedule);
        gantt_rows(&schedule, &timeline, &folded.iter().copied().collect())
    }

    fn tower() -> Vec<Task> {
        vec![
            task("T", None, None),
            task("T1", Some("T"), Some((1, 4))),
            task("T2", Some("T"), Some((5, 9))),
            task("P", None, Some((3, 5))),
        ]
    }

    #[test]
    fn a_folded_summary_is_one_step_over_all_its_days() {
        let open = rows(tower(), &[]);
        assert_eq!(
            open.iter().map(|r| (r.task, r.depth)).collect::<Vec<_>>(),
            [(0, 0), (1, 1), (2, 1), (3, 0)]
        );
        let closed = rows(tower(), &[0]);
        assert_eq!(closed.iter().map(|r| r.task).collect::<Vec<_>>(), [0, 3]);
        assert_eq!(closed[0].days, Some(Span { start: day(1), finish: day(9) }));
        assert!(closed[0].is_summary && closed[0].folded);
    }

    #[test]
    fn a_name_in_two_languages_is_said_in_one() {
        let named = |name: &str| Task { id: "A1".into(), name: name.into(), ..Task::default() };
        let both = named("地下室 / basement");
        assert_eq!(task_name(&both, Language::Chinese), "地下室");
        assert_eq!(task_name(&both, Language::English), "basement");
        assert_eq!(task_name(&named("rough / fine grading"), Language::English), "rough / fine grading");
        assert_eq!(task_name(&named(" "), Language::English), "A1");
    }

    #[test]
    fn rings_of_summaries_do_not_hang() {
        let ring = vec![task("A", Some("B"), Some((1, 2))), task("B", Some("A"), Some((3, 4)))];
        assert_eq!(rows(ring, &[]).len(), 2);
    }

    #[test]
    fn a_row_is_late_when_it_ends_after_its_baseline() {
        let mut late = task("L", None, Some((1, 9)));
        late.baseline = Some(Span { start: day(1), finish: day(5) });
        let row = rows(vec![late], &[]).remove(0);
        assert_eq!(row.state(day(3)), RowState::Working(WorkState::Late));
        assert_eq!(row.state(day(10)), RowState::Ended);
        assert_eq!(rows(tower(), &[])[3].state(day(2)), RowState::Ahead);
    }
}
