//! Schedules: what is built, maintained and removed when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Key;

/// First and last day of a work, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub finish: NaiveDate,
}

impl Span {
    /// Number of days, both ends included; 0 when the finish lies before the start.
    pub fn days(&self) -> i64 {
        ((self.finish - self.start).num_days() + 1).max(0)
    }

    /// Whether a day lies in the span.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.start <= day && day <= self.finish
    }
}

/// What a task does to the elements it is linked to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Builds them: before the first task they are not there, after the last one they stand.
    #[default]
    Build,
    /// Removes them: after the last day they are gone.
    Demolish,
    /// Works on them while they stand.
    Maintain,
    /// They stand from the first to the last day only.
    Temporary,
    /// Closes them while it lasts: streets, entrances.
    Close,
}

impl Work {
    /// Every kind of work.
    pub const ALL: [Self; 5] = [Self::Build, Self::Demolish, Self::Maintain, Self::Temporary, Self::Close];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Demolish => "demolish",
            Self::Maintain => "maintain",
            Self::Temporary => "temporary",
            Self::Close => "close",
        }
    }
}

/// Which elements a task is linked to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selector {
    /// The element of a key.
    Key(Key),
    /// Elements whose key or name matches a pattern: `*` any run of characters, `?` one.
    Name(String),
    /// Elements that lie within an area element of this key (its outline holds their middle).
    Zone(Key),
}

/// Which part of a building a task builds; the whole when nothing is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StoreyRange {
    /// Lowest level: 1 is the ground floor, −1 the first basement.
    pub from_level: i16,
    /// Highest level.
    pub to_level: i16,
}

/// How the start or finish of one task is tied to another's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DependencyKind {
    /// Starts after the other has finished.
    #[default]
    FinishToStart,
    /// Starts after the other has started.
    StartToStart,
    /// Finishes after the other has finished.
    FinishToFinish,
    /// Finishes after the other has started.
    StartToFinish,
}

/// A task must wait for another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dependency {
    /// Id of the task that comes first.
    pub predecessor: String,
    /// How they are tied.
    #[serde(default)]
    pub kind: DependencyKind,
    /// Days between; negative where they overlap.
    #[serde(default)]
    pub lag_days: f64,
}

/// One line of a schedule: a task, or a summary of the tasks below it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Id, unique in the schedule, as the source writes it.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Id of the summary that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// What it does to its elements.
    #[serde(default)]
    pub work: Work,
    /// When it is planned (or scheduled now, when actual dates are missing).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Span>,
    /// When it really began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_start: Option<NaiveDate>,
    /// When it really ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_finish: Option<NaiveDate>,
    /// When it was planned at first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Span>,
    /// Share done at the schedule's data date, percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_pct: Option<f64>,
    /// Elements it is linked to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<Selector>,
    /// Part of the buildings it is linked to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storeys: Option<StoreyRange>,
    /// Tasks it waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Dependency>,
    /// Place in the source: file and line or row, for messages.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// What happens when.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Name for people.
    pub name: String,
    /// Day up to which the actual dates are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_date: Option<NaiveDate>,
    /// Tasks and summaries in the order of the source; a summary stands before what it holds.
    pub tasks: Vec<Task>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_span_belong_to_it() {
        let day = |d| NaiveDate::from_ymd_opt(2027, 3, d).unwrap_or_default();
        let span = Span { start: day(1), finish: day(3) };
        assert_eq!(span.days(), 3);
        assert!(span.contains(day(1)) && span.contains(day(3)) && !span.contains(day(4)));
        assert_eq!(Span { start: day(3), finish: day(1) }.days(), 0);
    }
}
