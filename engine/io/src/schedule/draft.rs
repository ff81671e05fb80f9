//! Rows as the readers find them, before they are tied together.

use chrono::NaiveDate;
use linli_model::{Selector, StoreyRange, Work};

use super::codes;
use super::date::{self, DateProblem, Stamp};
use super::dependency::Link;
use super::link::{self, Custom};
use crate::report::{Code, Message};
use crate::{FileReport, Limits, Rejection};

/// Start and finish.
pub type Pair = [Option<Stamp>; 2];

/// One row before it is checked.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What other rows call it.
    pub key: String,
    /// Id for people.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Key of its summary.
    pub parent: Option<String>,
    /// Kind of work.
    pub work: Work,
    /// Planned start and finish.
    pub planned: Pair,
    /// Actual start and finish.
    pub actual: Pair,
    /// Baseline start and finish.
    pub baseline: Pair,
    /// Percent done.
    pub done_pct: Option<f64>,
    /// Elements.
    pub elements: Vec<Selector>,
    /// Storeys.
    pub storeys: Option<StoreyRange>,
    /// Dependencies, by key.
    pub after: Vec<Link>,
    /// Place in the file.
    pub place: String,
}

/// Everything a reader has found.
pub struct Draft {
    /// Name of the schedule.
    pub name: String,
    /// Rows in the order of the source.
    pub rows: Vec<Row>,
    /// What was found, skipped and mended.
    pub report: FileReport,
    /// Data dates that differ.
    pub data_dates: Vec<NaiveDate>,
    /// Whether some time of day other than midnight is in the file: then 00:00 is a real time.
    pub clocks: bool,
}

/// At most this much of a text of the file is repeated in a message, characters.
const SHOWN: usize = 80;

/// The beginning of a text, for a message.
pub fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

impl Draft {
    /// Starts with nothing but a report.
    pub fn new(name: &str, report: FileReport) -> Self {
        Self { name: name.to_owned(), rows: Vec::new(), report, data_dates: Vec::new(), clocks: false }
    }

    /// Records a problem of a row.
    pub fn problem(&mut self, code: &'static Code, place: &str, object: &str, detail: &str) {
        let message = Message::new(code, place, shown(detail));
        self.report.push(if object.is_empty() { message } else { message.object(shown(object)) });
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When there are more than the limit.
    pub fn push(&mut self, row: Row, limits: &Limits) -> Result<(), Rejection> {
        if self.rows.len() as u64 >= limits.tasks {
            let mut message = Message::new(&codes::TOO_MANY, row.place, limits.tasks.to_string());
            message.file.clone_from(&self.report.file);
            return Err(message.into());
        }
        self.rows.push(row);
        Ok(())
    }

    /// Reads a date of a row.
    pub fn stamp(&mut self, text: &str, place: &str, object: &str) -> Option<Stamp> {
        match date::stamp(text) {
            Ok(stamp) => {
                self.clocks |= stamp.and_then(|s| s.minute).is_some_and(|minute| minute != 0);
                stamp
            }
            Err(problem) => {
                let code = match problem {
                    DateProblem::Unreadable => &codes::BAD_DATE,
                    DateProblem::Ambiguous => &codes::AMBIGUOUS_DATE,
                };
                self.problem(code, place, object, text);
                None
            }
        }
    }

    /// Takes a data date.
    pub fn data_date(&mut self, text: &str, place: &str) {
        if let Some(stamp) = self.stamp(text, place, "")
            && !self.data_dates.contains(&stamp.day)
            && self.data_dates.len() < 100
        {
            self.data_dates.push(stamp.day);
        }
    }

    /// Reads a kind of work; what is not known builds.
    pub fn work(&mut self, text: &str, place: &str, object: &str) -> Work {
        let work = link::work(text);
        if work.is_none() && !text.trim().is_empty() {
            self.problem(&codes::UNKNOWN_WORK, place, object, text);
        }
        work.unwrap_or_default()
    }

    /// Reads a percentage from 0 to 100.
    pub fn percent(&mut self, text: &str, place: &str, object: &str) -> Option<f64> {
        let number = text.trim().trim_end_matches(['%', '％']).trim_end().replace(',', ".");
        if number.is_empty() {
            return None;
        }
        match number.parse::<f64>().ok().filter(|value| value.is_finite()) {
            Some(value) if (0.0..=100.0).contains(&value) => Some(value),
            Some(_) => {
                self.problem(&codes::PERCENT_RANGE, place, object, text);
                None
            }
            None => {
                self.problem(&codes::BAD_PERCENT, place, object, text);
                None
            }
        }
    }

    /// Takes the value of a field of the user into a row.
    pub fn custom(&mut self, row: &mut Row, field: Custom, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        match field {
            Custom::Work => row.work = self.work(text, &row.place, &row.id),
            Custom::Storeys => {
                row.storeys = link::storeys(text);
                if row.storeys.is_none() {
                    self.problem(&codes::BAD_STOREYS, &row.place, &row.id, text);
                }
            }
            Custom::Elements => {
                let (good, bad) = link::selectors(text);
                for piece in bad {
                    self.problem(&codes::BAD_SELECTOR, &row.place, &row.id, &piece);
                }
                row.elements.extend(good);
            }
        }
    }
}
