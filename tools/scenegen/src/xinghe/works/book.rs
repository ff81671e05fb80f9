//! A schedule while it is written: every task is dated by the tasks that it waits for, once as it was planned at
//! first (基准) and once as it goes.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use linli_model::{Dependency, DependencyKind, Schedule, Selector, Span, StoreyRange, Task, Work};

/// A task to be dated.
pub(super) struct Row {
    /// Id, unique in the unit.
    pub id: String,
    /// Chinese, English.
    pub name: [String; 2],
    /// Id of the summary above.
    pub parent: String,
    pub work: Work,
    /// First day that is possible at all.
    pub not_before: Option<NaiveDate>,
    /// Calendar days.
    pub days: i64,
    /// Days that it takes for one planned day, while it lies before the data date.
    pub pace: f64,
    /// Days that it begins later than the first plan said.
    pub late: i64,
    /// Ids of what it waits for, how, and days between.
    pub after: Vec<(String, DependencyKind, i64)>,
    pub elements: Vec<Selector>,
    pub storeys: Option<StoreyRange>,
}

impl Row {
    /// A task that builds, of a length, on time.
    pub(super) fn new(id: impl Into<String>, parent: &str, zh: String, en: String, days: i64) -> Self {
        Self {
            id: id.into(),
            name: [zh, en],
            parent: parent.to_owned(),
            work: Work::Build,
            not_before: None,
            days,
            pace: 1.0,
            late: 0,
            after: Vec::new(),
            elements: Vec::new(),
            storeys: None,
        }
    }

    pub(super) fn work(mut self, work: Work) -> Self {
        self.work = work;
        self
    }

    pub(super) fn from(mut self, day: NaiveDate) -> Self {
        self.not_before = Some(day);
        self
    }

    pub(super) fn pace(mut self, pace: f64) -> Self {
        self.pace = pace;
        self
    }

    /// Starts when another has finished and some days have passed.
    pub(super) fn after(mut self, id: &str, days: i64) -> Self {
        self.after.push((id.to_owned(), DependencyKind::FinishToStart, days));
        self
    }

    /// Starts some days after the start of another.
    pub(super) fn with(mut self, id: &str, days: i64) -> Self {
        self.after.push((id.to_owned(), DependencyKind::StartToStart, days));
        self
    }

    /// Ends no earlier than another.
    pub(super) fn ends_after(mut self, id: &str) -> Self {
        self.after.push((id.to_owned(), DependencyKind::FinishToFinish, 0));
        self
    }

    pub(super) fn on(mut self, elements: impl IntoIterator<Item = Selector>) -> Self {
        self.elements.extend(elements);
        self
    }

    pub(super) fn storeys(mut self, from_level: i16, to_level: i16) -> Self {
        self.storeys = Some(StoreyRange { from_level, to_level });
        self
    }
}

/// First plan and present plan of a task.
#[derive(Clone, Copy)]
struct Dated {
    first: Span,
    now: Span,
}

/// The schedule so far.
pub(super) struct Book {
    /// First day of all works.
    first_day: NaiveDate,
    data_date: NaiveDate,
    /// Prefix of ids: that of the unit's keys.
    prefix: String,
    tasks: Vec<Task>,
    dated: BTreeMap<String, Dated>,
}

impl Book {
    pub(super) fn new([first_day, data_date]: [NaiveDate; 2], prefix: String) -> Self {
        Self { first_day, data_date, prefix, tasks: Vec::new(), dated: BTreeMap::new() }
    }

    /// A summary, without dates of its own.
    pub(super) fn summary(&mut self, id: &str, parent: Option<&str>, zh: &str, en: &str) {
        self.tasks.push(Task {
            id: self.full(id),
            name: format!("{zh} / {en}"),
            parent: parent.map(|parent| self.full(parent)),
            ..Task::default()
        });
    }

    /// Dates a task and adds it.
    ///
    /// Smaller sites lack some tasks: what is not there is not waited for.
    pub(super) fn add(&mut self, mut row: Row) {
        row.after.retain(|(id, ..)| self.dated.contains_key(id));
        let first = self.span(&row, |dated| dated.first, row.days);
        let slowed = if first.start < self.data_date { row.pace } else { 1.0 };
        let days = ((row.days as f64 * slowed).round() as i64).max(1);
        let now = self.span(&row, |dated| dated.now, days);
        let now = Span { start: shifted(now.start, row.late), finish: shifted(now.finish, row.late) };
        self.dated.insert(row.id.clone(), Dated { first, now });
        let [zh, en] = &row.name;
        let after = row.after.iter().map(|(id, kind, days)| Dependency {
            predecessor: self.full(id),
            kind: *kind,
            lag_days: *days as f64,
        });
        self.tasks.push(Task {
            id: self.full(&row.id),
            name: format!("{zh} / {en}"),
            parent: Some(self.full(&row.parent)),
            work: row.work,
            planned: Some(now),
            baseline: Some(first),
            after: after.collect(),
            elements: row.elements,
            storeys: row.storeys,
            ..Task::default()
        });
    }

    fn span(&self, row: &Row, of: impl Fn(&Dated) -> Span, days: i64) -> Span {
        let mut start = row.not_before.unwrap_or(self.first_day);
        let mut finish = self.first_day;
        for (id, kind, lag) in &row.after {
            let Some(before) = self.dated.get(id).map(&of) else { continue };
            match kind {
                DependencyKind::FinishToStart => start = start.max(shifted(before.finish, lag + 1)),
                DependencyKind::StartToStart => start = start.max(shifted(before.start, *lag)),
                DependencyKind::FinishToFinish => finish = finish.max(shifted(before.finish, *lag)),
                DependencyKind::StartToFinish => finish = finish.max(shifted(before.start, *lag)),
            }
        }
        Span { start, finish: finish.max(shifted(start, days - 1)) }
    }

    /// Lets a task last until some days after the start or the finish of another.
    pub(super) fn until(&mut self, id: &str, (other, at_start): (&str, bool), days: i64) {
        let Some(other) = self.dated.get(other).copied() else { return };
        let (full, Some(dated)) = (format!("{}{id}", self.prefix), self.dated.get_mut(id)) else { return };
        let end = |span: Span| shifted(if at_start { span.start } else { span.finish }, days);
        dated.first.finish = end(other.first).max(dated.first.start);
        dated.now.finish = end(other.now).max(dated.now.start);
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == full) {
            (task.baseline, task.planned) = (Some(dated.first), Some(dated.now));
        }
    }

    /// Lets a task last at least until some days after the finish of another.
    pub(super) fn extend_until(&mut self, id: &str, other: &str, days: i64) {
        let (Some(dated), Some(end)) = (self.dated.get(id).copied(), self.dated.get(other).copied()) else {
            return;
        };
        if shifted(end.first.finish, days) > dated.first.finish {
            self.until(id, (other, false), days);
        }
    }

    /// Adds elements to a task.
    pub(super) fn extend(&mut self, id: &str, elements: Vec<Selector>) {
        let full = self.full(id);
        if let Some(task) = self.tasks.iter_mut().find(|task| task.id == full) {
            task.elements.extend(elements);
        }
    }

    /// First day of a task as it goes.
    pub(super) fn start_of(&self, id: &str) -> Option<NaiveDate> {
        self.dated.get(id).map(|dated| dated.now.start)
    }

    /// Whether there is a task of an id.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.dated.contains_key(id)
    }

    /// What the tasks are linked to.
    pub(super) fn selectors(&self) -> impl Iterator<Item = (Work, &Selector)> {
        self.tasks.iter().flat_map(|task| task.elements.iter().map(|selector| (task.work, selector)))
    }

    /// The tasks with what has happened by the data date.
    pub(super) fn tasks(self) -> Vec<Task> {
        let data_date = self.data_date;
        let known = |mut task: Task| {
            let Some(span) = task.planned else { return task };
            if span.start <= data_date {
                task.actual_start = Some(span.start);
                let done = Span { start: span.start, finish: data_date }.days() as f64 / span.days() as f64;
                task.done_pct = Some((done * 100.0).round().min(100.0));
            }
            if span.finish <= data_date {
                task.actual_finish = Some(span.finish);
                task.done_pct = Some(100.0);
            } else if let Some(done) = &mut task.done_pct {
                *done = done.min(99.0);
            }
            task
        };
        self.tasks.into_iter().map(known).collect()
    }

    fn full(&self, id: &str) -> String {
        format!("{}{id}", self.prefix)
    }
}

/// A schedule of the tasks of all units.
pub(super) fn schedule(name: &str, data_date: NaiveDate, tasks: Vec<Task>) -> Schedule {
    Schedule { name: name.to_owned(), data_date: Some(data_date), tasks }
}

/// A day some days later, or earlier.
pub(super) fn shifted(day: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    let moved = if days < 0 { day.checked_sub_days(by) } else { day.checked_add_days(by) };
    moved.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, month, day).unwrap()
    }

    fn row(id: &str, days: i64) -> Row {
        Row::new(id, "all", "一".to_owned(), "one".to_owned(), days)
    }

    #[test]
    fn a_slow_task_moves_what_waits_for_it_and_keeps_the_first_plan() {
        let mut book = Book::new([day(1, 1), day(3, 1)], String::new());
        book.summary("all", None, "全部", "all");
        book.add(row("a", 20).from(day(2, 1)).pace(1.5));
        book.add(row("b", 10).after("a", 0));
        book.add(row("c", 5).with("a", 3).ends_after("b"));
        let tasks = book.tasks();
        let span = |i: usize| (tasks[i].planned.unwrap(), tasks[i].baseline.unwrap());
        assert_eq!(span(1).0, Span { start: day(2, 1), finish: day(3, 2) });
        assert_eq!(span(1).1, Span { start: day(2, 1), finish: day(2, 20) });
        assert_eq!((span(2).0.start, span(2).1.start), (day(3, 3), day(2, 21)));
        assert_eq!(span(3).0, Span { start: day(2, 4), finish: day(3, 12) });
        assert_eq!((tasks[1].actual_start, tasks[1].actual_finish), (Some(day(2, 1)), None));
        assert_eq!((tasks[1].done_pct, tasks[2].done_pct), (Some(97.0), None));
    }

    #[test]
    fn a_temporary_work_lasts_until_another() {
        let mut book = Book::new([day(1, 1); 2], "u1_0/".to_owned());
        book.add(row("pit", 1).from(day(2, 1)));
        book.add(row("basement", 30).with("pit", 10));
        book.until("pit", ("basement", false), -1);
        let tasks = book.tasks();
        assert_eq!(tasks[0].id, "u1_0/pit");
        assert_eq!(tasks[0].planned.unwrap().finish, day(3, 11));
    }
}
