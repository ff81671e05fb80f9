//! Schedules as the open table.

use std::collections::HashSet;

use chrono::NaiveDate;
use linli_model::{Schedule, Task};

use super::csv::{COLUMNS, Column};
use super::dependency::links_text;
use super::link::{selectors_text, storeys_text};
use super::table::field_text;

/// A schedule as a CSV table (UTF-8, commas): every row a task, in order, with the name and the data date as
/// comment lines before the header. [`super::read_schedule`] gives the same schedule back except for
/// [`Task::place`], as far as ids are unique, texts have no blanks around them and no date lies outside 1900
/// to 2199.
pub fn write_schedule_csv(schedule: &Schedule) -> String {
    let ids: HashSet<&str> = schedule.tasks.iter().map(|task| task.id.as_str()).collect();
    let mut text = format!("# name: \"{}\"\n", schedule.name.replace(['\n', '\r'], " ").replace('"', "\"\""));
    if let Some(day) = schedule.data_date {
        text.push_str(&format!("# data_date: {day}\n"));
    }
    let columns: Vec<Column> =
        COLUMNS.iter().map(|(column, _)| *column).filter(|column| *column != Column::DataDate).collect();
    let headers: Vec<&str> = COLUMNS
        .iter()
        .filter(|(c, _)| columns.contains(c))
        .filter_map(|(_, names)| names.first().copied())
        .collect();
    text.push_str(&headers.join(","));
    text.push('\n');
    for task in &schedule.tasks {
        let fields: Vec<String> =
            columns.iter().map(|column| field_text(&value(task, *column, &ids))).collect();
        text.push_str(&fields.join(","));
        text.push('\n');
    }
    text
}

fn value(task: &Task, column: Column, ids: &HashSet<&str>) -> String {
    let date = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    match column {
        Column::Id => task.id.clone(),
        Column::Name => task.name.clone(),
        Column::Parent => task.parent.clone().unwrap_or_default(),
        Column::Work => task.work.name().to_owned(),
        Column::PlannedStart => date(task.planned.map(|span| span.start)),
        Column::PlannedFinish => date(task.planned.map(|span| span.finish)),
        Column::ActualStart => date(task.actual_start),
        Column::ActualFinish => date(task.actual_finish),
        Column::BaselineStart => date(task.baseline.map(|span| span.start)),
        Column::BaselineFinish => date(task.baseline.map(|span| span.finish)),
        Column::DonePct => task.done_pct.map(|done| done.to_string()).unwrap_or_default(),
        Column::Elements => selectors_text(&task.elements),
        Column::Storeys => task.storeys.map(storeys_text).unwrap_or_default(),
        Column::After => links_text(&task.after, &|id| ids.contains(id)),
        Column::DataDate => String::new(),
    }
}
