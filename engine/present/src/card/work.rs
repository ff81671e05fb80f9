//! The works on an element: which tasks, when, and how they stand.

use chrono::NaiveDate;
use linli_model::{Element, ElementId, Language, Schedule};
use linli_sim::stages::Timeline;

use super::CardRow;
use crate::text::{Text, text, work_state_text};
use crate::{WorkState, task_name};

/// Tasks listed at most.
const MOST: usize = 8;

/// Rows of the works on an element, as they stand on a day.
pub fn work_rows(
    element: &Element,
    id: ElementId,
    schedule: &Schedule,
    timeline: &Timeline,
    day: NaiveDate,
    language: Language,
) -> Vec<CardRow> {
    let mut rows = Vec::new();
    let state = timeline.state(id, day);
    if let Some(work) = WorkState::of(element, &state) {
        let percent =
            format!("{} · {:.0} %", work_state_text(work, language), f64::from(state.share) * 100.0);
        rows.push(CardRow { label: text(Text::StandingRow, language).to_owned(), value: percent });
    }
    let tasks = timeline.tasks_of(id);
    for &task in tasks.iter().take(MOST) {
        let (Some(facts), Some(days)) = (schedule.tasks.get(task as usize), timeline.days_of(task as usize))
        else {
            continue;
        };
        let value = format!("{}  {} – {}", task_name(facts, language), days.start, days.finish);
        rows.push(CardRow { label: format!("{} {}", text(Text::Task, language), facts.id), value });
    }
    if tasks.len() > MOST {
        let more = format!("+ {}", tasks.len() - MOST);
        rows.push(CardRow { label: text(Text::Tasks, language).to_owned(), value: more });
    }
    rows
}
