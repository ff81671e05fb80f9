//! Rows of a table by the names of their columns.

use std::collections::HashMap;

use super::codes;
use crate::report::Message;
use crate::schedule::table::{Record, Records};
use crate::{FileReport, Limits, Rejection};

/// Most columns of a table; further ones cannot be asked for.
const MOST_COLUMNS: usize = 64;

/// One table.
pub struct Table<'a> {
    name: &'static str,
    columns: HashMap<String, usize>,
    records: Records<'a>,
}

/// One row.
pub struct Row<'t> {
    columns: &'t HashMap<String, usize>,
    record: Record,
}

impl<'a> Table<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// A [`Rejection`] when a column that is needed is missing.
    pub fn new(name: &'static str, text: &'a str, needed: &[&str]) -> Result<Self, Rejection> {
        let mut records = Records::new(text, 1, ',', MOST_COLUMNS);
        let header = records.next().unwrap_or_default();
        let named = header.fields.iter().enumerate().map(|(i, name)| (name.trim().to_owned(), i));
        // The first of two columns of one name counts.
        let mut columns = HashMap::new();
        for (name, number) in named {
            columns.entry(name).or_insert(number);
        }
        match needed.iter().find(|column| !columns.contains_key(**column)) {
            Some(column) => Err(Message::new(&codes::NO_COLUMN, name, *column).into()),
            None => Ok(Self { name, columns, records }),
        }
    }

    /// Calls `each` with every row that is not blank; what it says is wrong goes to the report, and its
    /// row counts as left out.
    ///
    /// # Errors
    /// A [`Rejection`] when there are more rows than the limit of objects.
    pub fn each(
        mut self,
        limits: &Limits,
        report: &mut FileReport,
        mut each: impl FnMut(&Row<'_>) -> Result<(), Message>,
    ) -> Result<(), Rejection> {
        let mut count = 0_u64;
        for record in self.records.by_ref() {
            if record.is_blank() {
                continue;
            }
            count += 1;
            if count > limits.objects {
                let detail = format!("{} has more than {} rows", self.name, limits.objects);
                return Err(Message::new(&codes::TOO_LARGE, self.name, detail).into());
            }
            let line = record.line;
            let row = Row { columns: &self.columns, record };
            if let Err(mut message) = each(&row) {
                message.place = format!("{} line {line}", self.name);
                report.push(message);
            }
        }
        report.count(self.name, count);
        Ok(())
    }
}

impl Row<'_> {
    /// A value without blanks around it; empty when the column or the value is not there.
    pub fn text(&self, column: &str) -> &str {
        let value = self.columns.get(column).and_then(|number| self.record.fields.get(*number));
        value.map(|value| value.trim()).unwrap_or_default()
    }

    /// A number of a kind.
    pub fn number<T: std::str::FromStr>(&self, column: &str) -> Result<T, Message> {
        self.text(column).parse().map_err(|_| self.bad(column))
    }

    /// A time of day as seconds, possibly beyond 24 hours; nothing when it is empty.
    pub fn time_s(&self, column: &str) -> Result<Option<u32>, Message> {
        match self.text(column) {
            "" => Ok(None),
            text => time_s(text).map(Some).ok_or_else(|| self.bad(column)),
        }
    }

    /// A day `YYYYMMDD`.
    pub fn day(&self, column: &str) -> Result<chrono::NaiveDate, Message> {
        chrono::NaiveDate::parse_from_str(self.text(column), "%Y%m%d").map_err(|_| self.bad(column))
    }

    /// The position of an id.
    pub fn position(&self, column: &str, known: &HashMap<String, u32>) -> Result<u32, Message> {
        let id = self.text(column);
        let found = known.get(id).copied();
        found.ok_or_else(|| Message::new(&codes::UNKNOWN, "", format!("{column} {}", shown(id))).object(id))
    }

    /// A value that cannot be.
    pub fn bad(&self, column: &str) -> Message {
        Message::new(&codes::BAD_VALUE, "", format!("{column} = {}", shown(self.text(column))))
    }
}

/// A value for a message, cut where it is long.
fn shown(value: &str) -> String {
    let cut: String = value.chars().take(60).collect();
    format!("“{cut}”")
}

/// Seconds of `H:MM:SS`, below ten days.
fn time_s(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| part.trim().parse::<u32>());
    let (Some(Ok(hours)), Some(Ok(minutes)), Some(Ok(seconds)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    (hours < 240 && minutes < 60 && seconds < 60).then_some(hours * 3600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_go_beyond_midnight_but_not_beyond_sense() {
        assert_eq!((time_s("6:00:00"), time_s("25:10:05")), (Some(21_600), Some(90_605)));
        assert_eq!(
            (time_s("6:00"), time_s("6:61:00"), time_s("a:b:c"), time_s("999:00:00")),
            (None, None, None, None)
        );
    }
}
