//! A table as a file.

use linli_model::Language;
use serde::Serialize;

use super::{Statistics, Table};
use crate::fact::{FactValue, fact_text, fact_unit};

/// A table as JSON tells it.
#[derive(Serialize)]
pub struct TableFile<'a> {
    /// Columns with their statistics.
    columns: Vec<ColumnFile<'a>>,
    /// Number of rows.
    count: usize,
    /// Rows, a value a column; `null` where there is none.
    rows: Vec<Vec<ValueFile<'a>>>,
}

#[derive(Serialize)]
struct ColumnFile<'a> {
    name: &'a str,
    title: String,
    unit: &'static str,
    filled: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Statistics>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueFile<'a> {
    Number(f64),
    Text(&'a str),
    Nothing(()),
}

impl Table {
    /// The table as it is written as JSON: numbers as numbers, names by the words of files.
    pub fn to_file(&self, language: Language) -> TableFile<'_> {
        let columns = self.columns.iter().map(|column| ColumnFile {
            name: &column.name,
            title: fact_text(&column.name, language),
            unit: fact_unit(&column.name),
            filled: column.filled,
            statistics: column.statistics,
        });
        let rows = self.rows.iter().map(|row| {
            let values = row.values.iter().map(|of| match of {
                Some(FactValue::Name { token, .. }) => ValueFile::Text(token),
                Some(FactValue::Text(text)) => ValueFile::Text(text),
                Some(FactValue::Number(number)) => ValueFile::Number(*number),
                None => ValueFile::Nothing(()),
            });
            values.collect()
        });
        TableFile { columns: columns.collect(), count: self.rows.len(), rows: rows.collect() }
    }

    /// The table as CSV (RFC 4180): names of the columns, a row an element; names of values in a language.
    pub fn to_csv(&self, language: Language) -> String {
        let mut csv = String::new();
        let mut line = |fields: &mut dyn Iterator<Item = String>| {
            for (at, field) in fields.enumerate() {
                if at > 0 {
                    csv.push(',');
                }
                csv.push_str(&quoted(&field));
            }
            csv.push_str("\r\n");
        };
        line(&mut self.columns.iter().map(|column| column.name.clone()));
        for row in &self.rows {
            line(&mut row.values.iter().map(|value| match value {
                Some(value) => value.words(language),
                None => String::new(),
            }));
        }
        csv
    }
}

/// A field, between quotation marks where it needs them.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
