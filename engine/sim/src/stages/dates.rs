//! When a task works, and how far it is: actual dates before forecast dates.

use chrono::{Datelike as _, NaiveDate};
use linli_model::{Span, StoreyRange, Task, Work};

/// Day number of a date, counted from the first day of the year 1.
pub(super) fn number(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

/// The date of a day number.
pub(super) fn date(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number)
}

/// First and last day as day numbers, both included.
pub(super) type Days = (i32, i32);

/// The dates that count for a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct TaskDays {
    pub start: i32,
    /// Not before the start.
    pub finish: i32,
    /// Share done at the end of the data date, when the task is under way on it.
    pivot: Option<(i32, f64)>,
    /// Baseline, or the plan when there is no baseline.
    reference: Option<Days>,
}

impl TaskDays {
    /// The dates of a task, `None` when it has none at all.
    ///
    /// An actual date counts before the planned one, the planned one before the baseline. A task that
    /// has begun and not ended cannot end before the day after the data date.
    pub fn of(task: &Task, data_date: Option<NaiveDate>) -> Option<Self> {
        let forecast = task.planned.or(task.baseline);
        let planned_start = forecast.map(|span| span.start);
        let begun = task.actual_start.or(planned_start).or(task.actual_finish)?;
        let start = number(match task.actual_finish {
            Some(end) if task.actual_start.is_none() => begun.min(end),
            _ => begun,
        });
        let finish = match task.actual_finish {
            Some(end) => number(end),
            None => forecast_finish(task, forecast, data_date).unwrap_or(start),
        };
        let finish = finish.max(start);
        let data_day = data_date.map(number).filter(|day| (start..finish).contains(day));
        let pivot = data_day.filter(|_| task.actual_finish.is_none());
        let pivot = pivot.and_then(|day| Some((day, done_share(task)?)));
        let reference = task.baseline.or(task.planned).map(|span| {
            let first = number(span.start);
            (first, number(span.finish).max(first))
        });
        Some(Self { start, finish, pivot, reference })
    }

    /// Dates that cover those of other tasks.
    pub fn covering(start: i32, finish: i32) -> Self {
        Self { start, finish, pivot: None, reference: None }
    }

    /// Number of days, both ends included.
    pub fn count(&self) -> f64 {
        f64::from(self.finish - self.start) + 1.0
    }

    /// Whether the task works on a day.
    pub fn contains(&self, day: i32) -> bool {
        self.start <= day && day <= self.finish
    }

    /// Share done at the end of a day, 0 to 1: linear by days, on both sides of the share that the
    /// source gives at the data date.
    pub fn done(&self, day: i32) -> f64 {
        match self.pivot {
            _ if day < self.start => 0.0,
            _ if day >= self.finish => 1.0,
            Some((at, share)) if day <= at => share * linear((self.start, at), day),
            Some((at, share)) => share + (1.0 - share) * linear((at + 1, self.finish), day),
            None => linear((self.start, self.finish), day),
        }
    }

    /// Share done less the share that the baseline wants at the end of a day; 0 on days on which
    /// neither is under way.
    pub fn lead(&self, day: i32) -> f64 {
        let Some((first, last)) = self.reference else { return 0.0 };
        if day < first.min(self.start) || day > last.max(self.finish) {
            return 0.0;
        }
        self.done(day) - linear((first, last), day)
    }
}

/// What a task does and when: all that the state of an element needs of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Job {
    pub work: Work,
    pub storeys: Option<StoreyRange>,
    pub days: TaskDays,
}

impl Job {
    /// The work of a task, `None` when it has no dates.
    pub fn of(task: &Task, data_date: Option<NaiveDate>) -> Option<Self> {
        let days = TaskDays::of(task, data_date)?;
        Some(Self { work: task.work, storeys: task.storeys, days })
    }
}

/// Last day of a task without an actual finish.
fn forecast_finish(task: &Task, forecast: Option<Span>, data_date: Option<NaiveDate>) -> Option<i32> {
    let planned = forecast.map(|span| number(span.finish));
    let Some(known_to) = data_date.map(number).filter(|_| task.actual_start.is_some()) else {
        return planned;
    };
    if done_share(task).is_some_and(|share| share >= 1.0) {
        return Some(planned.map_or(known_to, |finish| finish.min(known_to)));
    }
    // Known to be unfinished at the end of the data date.
    Some(planned.unwrap_or(known_to).max(known_to + 1))
}

fn done_share(task: &Task) -> Option<f64> {
    task.done_pct.filter(|pct| pct.is_finite()).map(|pct| (pct / 100.0).clamp(0.0, 1.0))
}

fn linear((first, last): Days, day: i32) -> f64 {
    (f64::from(day - first + 1) / f64::from(last - first + 1)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, d).unwrap()
    }

    fn planned(start: u32, finish: u32) -> Task {
        Task { planned: Some(Span { start: day(start), finish: day(finish) }), ..Task::default() }
    }

    fn days(task: &Task, data_date: Option<u32>) -> (NaiveDate, NaiveDate) {
        let days = TaskDays::of(task, data_date.map(day)).unwrap();
        (date(days.start).unwrap(), date(days.finish).unwrap())
    }

    #[test]
    fn actual_dates_count_before_planned_ones() {
        let task = Task { actual_start: Some(day(5)), actual_finish: Some(day(7)), ..planned(1, 4) };
        assert_eq!(days(&task, Some(20)), (day(5), day(7)));
        assert_eq!(days(&planned(1, 4), Some(20)), (day(1), day(4)));
        assert_eq!(TaskDays::of(&Task::default(), Some(day(1))), None);
    }

    #[test]
    fn what_is_not_finished_at_the_data_date_goes_on() {
        let begun = Task { actual_start: Some(day(2)), ..planned(1, 4) };
        assert_eq!(days(&begun, Some(10)), (day(2), day(11)));
        assert_eq!(days(&begun, Some(3)), (day(2), day(4)));
        assert_eq!(days(&begun, None), (day(2), day(4)));
        let complete = Task { done_pct: Some(100.0), ..begun };
        assert_eq!(days(&complete, Some(10)), (day(2), day(4)));
    }

    #[test]
    fn the_share_at_the_data_date_bends_the_line() {
        let task = Task { actual_start: Some(day(1)), done_pct: Some(20.0), ..planned(1, 20) };
        let days = TaskDays::of(&task, Some(day(10))).unwrap();
        let at = |d| days.done(number(day(d)));
        assert!((at(5) - 0.1).abs() < 1e-12 && (at(10) - 0.2).abs() < 1e-12);
        assert!((at(15) - 0.6).abs() < 1e-12 && at(20) == 1.0 && at(25) == 1.0);
        // The plan wants half of it on the tenth day.
        assert!((days.lead(number(day(10))) + 0.3).abs() < 1e-12);
        assert_eq!(days.lead(number(day(25))), 0.0);
    }

    #[test]
    fn a_reversed_span_is_one_day() {
        assert_eq!(days(&planned(9, 4), None), (day(9), day(9)));
    }
}
