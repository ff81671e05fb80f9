//! Rows, checked and tied together into a [`Schedule`].

use std::collections::HashMap;

use chrono::NaiveDate;
use linli_model::{Dependency, Schedule, Span, Task};

use super::dependency::{LAG_LIMIT_DAYS, Lag};
use super::draft::{Draft, Pair, Row};
use super::{codes, tree};
use crate::report::Message;
use crate::{FileReport, Limits, Rejection};

/// Longest id, characters: ids are repeated by every task that belongs to or waits for another.
const ID_LENGTH: usize = 200;

impl Draft {
    /// Ties the rows together.
    ///
    /// # Errors
    /// When there is no row.
    pub fn finish(mut self, limits: &Limits) -> Result<(Schedule, FileReport), Rejection> {
        if self.rows.is_empty() {
            let mut message = Message::new(&codes::NO_TASKS, "", "");
            message.file.clone_from(&self.report.file);
            return Err(message.into());
        }
        let mut rows = std::mem::take(&mut self.rows);
        let keys = self.give_ids(&mut rows);
        let parents = self.parents(&rows, &keys, limits);
        let order = self.order(&parents);
        let data_date = self.latest_data_date();
        let planned = self.spans(&rows);
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut tasks: Vec<Option<Task>> = Vec::with_capacity(rows.len());
        for (index, mut row) in rows.into_iter().enumerate() {
            let after = self.dependencies(&mut row, index, &keys, &ids, &planned);
            let span = planned.get(index).copied().flatten();
            let parent = parents.get(index).copied().flatten().and_then(|at| ids.get(at)).cloned();
            let mut task = self.task(row, span, data_date);
            (task.after, task.parent) = (after, parent);
            tasks.push(Some(task));
        }
        self.count(&tasks, &parents);
        let tasks = order.into_iter().filter_map(|at| tasks.get_mut(at).and_then(Option::take)).collect();
        Ok((Schedule { name: self.name, data_date, tasks }, self.report))
    }

    /// Gives every row an id of its own; the position of every key.
    fn give_ids(&mut self, rows: &mut [Row]) -> HashMap<String, usize> {
        let mut keys = HashMap::with_capacity(rows.len());
        let mut used: HashMap<String, usize> = HashMap::with_capacity(rows.len());
        for row in rows.iter_mut() {
            if let Some((at, _)) = row.id.char_indices().nth(ID_LENGTH) {
                self.problem(&codes::LONG_ID, &row.place, &row.id, &ID_LENGTH.to_string());
                row.id.truncate(at);
            }
            *used.entry(row.id.clone()).or_default() += 1;
        }
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (index, row) in rows.iter_mut().enumerate() {
            keys.entry(row.key.clone()).or_insert(index);
            let count = seen.entry(row.id.clone()).or_default();
            *count += 1;
            if *count == 1 {
                continue;
            }
            let fresh = loop {
                let candidate = format!("{} ({count})", row.id);
                if !used.contains_key(&candidate) {
                    break candidate;
                }
                *count += 1;
            };
            used.insert(fresh.clone(), 1);
            self.problem(&codes::DUPLICATE_ID, &row.place, &row.id, &fresh);
            row.id = fresh;
        }
        keys
    }

    fn parents(
        &mut self,
        rows: &[Row],
        keys: &HashMap<String, usize>,
        limits: &Limits,
    ) -> Vec<Option<usize>> {
        let mut parents: Vec<Option<usize>> = Vec::with_capacity(rows.len());
        for row in rows {
            let found = row.parent.as_ref().and_then(|key| keys.get(key)).copied();
            if let (Some(key), None) = (&row.parent, found) {
                self.problem(&codes::NO_PARENT, &row.place, &row.id, key);
            }
            parents.push(found);
        }
        for cut in tree::cut_cycles(&mut parents) {
            if let Some(row) = rows.get(cut) {
                self.problem(
                    &codes::PARENT_CYCLE,
                    &row.place,
                    &row.id,
                    row.parent.as_deref().unwrap_or_default(),
                );
            }
        }
        if let Some(first) = tree::flatten(&mut parents, limits.task_depth).and_then(|at| rows.get(at)) {
            self.problem(&codes::TOO_DEEP, &first.place, &first.id, &limits.task_depth.to_string());
        }
        parents
    }

    fn order(&mut self, parents: &[Option<usize>]) -> Vec<usize> {
        let (order, moved) = tree::summaries_first(parents);
        if moved > 0 {
            self.problem(&codes::REORDERED, "", "", &moved.to_string());
        }
        order
    }

    fn latest_data_date(&mut self) -> Option<NaiveDate> {
        if self.data_dates.len() > 1 {
            let texts: Vec<String> = self.data_dates.iter().map(NaiveDate::to_string).collect();
            self.problem(&codes::DATA_DATES, "", "", &texts.join(", "));
        }
        self.data_dates.iter().max().copied()
    }

    /// Planned spans, which lags in percent need before the rows are taken apart.
    fn spans(&mut self, rows: &[Row]) -> Vec<Option<Span>> {
        let spans = rows.iter().map(|row| self.span(row.planned, row, "planned")).collect();
        let midnights = rows.iter().flat_map(|row| [row.planned, row.actual, row.baseline]);
        let count = midnights.filter(|pair| self.ends_at_midnight(*pair)).count();
        if count > 0 {
            self.problem(&codes::MIDNIGHT, "", "", &count.to_string());
        }
        spans
    }

    /// Whether a finish is the end of the day before: a time of 00:00 in a file with times, after the start.
    fn ends_at_midnight(&self, [start, finish]: Pair) -> bool {
        let Some(finish) = finish else { return false };
        self.clocks && finish.minute == Some(0) && start.is_some_and(|start| start.day < finish.day)
    }

    fn last_day(&self, pair: Pair) -> Option<NaiveDate> {
        let day = pair[1]?.day;
        if self.ends_at_midnight(pair) { day.pred_opt() } else { Some(day) }
    }

    fn span(&mut self, pair: Pair, row: &Row, what: &str) -> Option<Span> {
        let (start, finish) = (pair[0].map(|stamp| stamp.day), self.last_day(pair));
        let span = match (start, finish) {
            (None, None) => return None,
            (Some(start), Some(finish)) => Span { start, finish },
            (Some(day), None) | (None, Some(day)) => {
                self.problem(&codes::ONE_DATE, &row.place, &row.id, &format!("{what} {day}"));
                Span { start: day, finish: day }
            }
        };
        if span.finish < span.start {
            let detail = format!("{what} {} … {}", span.start, span.finish);
            self.problem(&codes::END_BEFORE_START, &row.place, &row.id, &detail);
            return None;
        }
        Some(span)
    }

    fn task(&mut self, row: Row, planned: Option<Span>, data_date: Option<NaiveDate>) -> Task {
        let baseline = self.span(row.baseline, &row, "baseline");
        let (actual_start, mut actual_finish) = (row.actual[0].map(|s| s.day), self.last_day(row.actual));
        match (actual_start, actual_finish) {
            (Some(start), Some(finish)) if finish < start => {
                let detail = format!("actual {start} … {finish}");
                self.problem(&codes::END_BEFORE_START, &row.place, &row.id, &detail);
                actual_finish = None;
            }
            (None, Some(finish)) => {
                self.problem(&codes::FINISH_WITHOUT_START, &row.place, &row.id, &finish.to_string());
            }
            _ => {}
        }
        let latest = actual_start.max(actual_finish);
        if let (Some(latest), Some(data_date)) = (latest, data_date)
            && latest > data_date
        {
            let detail = format!("{latest} > {data_date}");
            self.problem(&codes::AFTER_DATA_DATE, &row.place, &row.id, &detail);
        }
        Task {
            id: row.id,
            name: row.name,
            parent: None,
            work: row.work,
            planned,
            actual_start,
            actual_finish,
            baseline,
            done_pct: row.done_pct,
            elements: row.elements,
            storeys: row.storeys,
            after: Vec::new(),
            place: row.place,
        }
    }

    fn dependencies(
        &mut self,
        row: &mut Row,
        index: usize,
        keys: &HashMap<String, usize>,
        ids: &[String],
        planned: &[Option<Span>],
    ) -> Vec<Dependency> {
        let mut after = Vec::new();
        for link in std::mem::take(&mut row.after) {
            let found = keys.get(&link.predecessor).copied();
            let Some((at, id)) = found.and_then(|at| Some((at, ids.get(at)?))) else {
                self.problem(&codes::NO_PREDECESSOR, &row.place, &row.id, &link.predecessor);
                continue;
            };
            if at == index {
                self.problem(&codes::SELF_DEPENDENCY, &row.place, &row.id, id);
                continue;
            }
            let days = match link.lag {
                Lag::Days(days) => Some(days),
                Lag::PercentOfPredecessor(percent) => {
                    let span = planned.get(at).copied().flatten();
                    span.map(|span| percent / 100.0 * span.days() as f64)
                }
            };
            let lag_days = days.filter(|days| days.is_finite() && days.abs() <= LAG_LIMIT_DAYS);
            if lag_days.is_none() {
                self.problem(&codes::BAD_LAG, &row.place, &row.id, &format!("{id}: {:?}", link.lag));
            }
            let lag_days = lag_days.unwrap_or_default();
            after.push(Dependency { predecessor: id.clone(), kind: link.kind, lag_days });
        }
        after
    }

    fn count(&mut self, tasks: &[Option<Task>], parents: &[Option<usize>]) {
        let mut holds = vec![false; tasks.len()];
        for parent in parents.iter().flatten() {
            if let Some(place) = holds.get_mut(*parent) {
                *place = true;
            }
        }
        let summaries = holds.iter().filter(|holds| **holds).count();
        let links: usize = tasks.iter().flatten().map(|task| task.after.len()).sum();
        self.report.count("tasks", (tasks.len() - summaries) as u64);
        self.report.count("summaries", summaries as u64);
        self.report.count("dependencies", links as u64);
    }
}
