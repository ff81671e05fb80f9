//! The table of attributes: elements of a kind, filtered, sorted, with statistics of each column.

mod condition;
mod statistics;
mod write;

pub use condition::{Comparison, Condition, parse_conditions};
pub use statistics::Statistics;

use linli_model::{Community, Element, ElementId};

use crate::fact::{FactValue, fact_of, is_of_kind, kind_token};
use crate::names_in;

/// What a table is to hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableAsk {
    /// Kind or layer of its elements; all when not given.
    pub kind: Option<String>,
    /// Conditions that all hold for each row.
    pub conditions: Vec<Condition>,
    /// Names of its columns; the usual ones of the kind when empty.
    pub columns: Vec<String>,
    /// Column that it is sorted by; the order of the scene when not given.
    pub sort: Option<String>,
    /// Whether high values come first.
    pub descending: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name of a fact or an attribute.
    pub name: String,
    /// Statistics, where every value is a number.
    pub statistics: Option<Statistics>,
    /// Rows that have a value.
    pub filled: usize,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The element.
    pub id: ElementId,
    /// Its values, one a column.
    pub values: Vec<Option<FactValue>>,
}

/// Elements in rows, their facts in columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Column {
    /// The sum of its numbers, where it means something; nobody knows it of the attributes of a source.
    pub fn sum(&self) -> Option<f64> {
        let adds_up = crate::Fact::from_name(&self.name).is_none_or(crate::Fact::adds_up);
        self.statistics.filter(|_| adds_up).map(|statistics| statistics.sum)
    }
}

/// Columns shown of themselves, at most.
const USUAL: usize = 9;
/// What tells little about an element in a table of its kind.
const LEFT_OUT: [&str; 6] = ["kind", "layer", "truth", "lod", "address", "material"];

/// The columns that a table of a kind has of itself: key, name, and the facts that most have.
pub fn usual_columns(community: &Community, kind: Option<&str>) -> Vec<String> {
    let names = names_in(community, kind);
    let facts = names.iter().filter(|(name, _)| crate::Fact::from_name(name).is_some());
    let wanted = facts.filter(|(name, _)| kind.is_none() || !LEFT_OUT.contains(&name.as_str()));
    let mut columns: Vec<String> = wanted.take(USUAL).map(|(name, _)| name.clone()).collect();
    if columns.is_empty() {
        columns.push("key".to_owned());
    }
    columns
}

/// Makes a table of the elements that `is_shown` lets through.
pub fn table_of(community: &Community, ask: &TableAsk, is_shown: impl Fn(ElementId) -> bool) -> Table {
    let names = if ask.columns.is_empty() {
        usual_columns(community, ask.kind.as_deref())
    } else {
        ask.columns.clone()
    };
    let wanted = |id: ElementId, element: &Element| {
        // Terrain is the ground of everything, not one thing among others.
        kind_token(&element.kind) != "terrain"
            && ask.kind.as_ref().is_none_or(|kind| is_of_kind(element, kind))
            && ask.conditions.iter().all(|condition| condition.holds(element))
            && is_shown(id)
    };
    let mut chosen: Vec<(ElementId, &Element)> =
        community.iter().filter(|(id, element)| wanted(*id, element)).collect();
    if let Some(sort) = &ask.sort {
        sort_by(&mut chosen, sort, ask.descending);
    }
    let values = |element: &Element| names.iter().map(|name| fact_of(element, name)).collect();
    let rows: Vec<Row> =
        chosen.into_iter().map(|(id, element)| Row { id, values: values(element) }).collect();
    let columns = names.iter().enumerate().map(|(at, name)| column(name, at, &rows)).collect();
    Table { columns, rows }
}

fn column(name: &str, at: usize, rows: &[Row]) -> Column {
    let values: Vec<&FactValue> = rows.iter().filter_map(|row| row.values.get(at)?.as_ref()).collect();
    let numbers: Option<Vec<f64>> = values.iter().map(|value| value.as_f64()).collect();
    let statistics = numbers.and_then(|numbers| Statistics::of(&numbers));
    Column { name: name.to_owned(), statistics, filled: values.len() }
}

/// Numbers before words, each in their order; rows without a value last, whichever way.
fn sort_by(rows: &mut [(ElementId, &Element)], name: &str, descending: bool) {
    rows.sort_by_cached_key(|(_, element)| SortKey::of(fact_of(element, name), descending));
}

/// What a row is sorted by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Up(Placed),
    Down(std::cmp::Reverse<Placed>),
    Nothing,
}

/// A value in its place: numbers by the order of their bits, then words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Placed {
    Number(i64),
    Words(String),
}

impl SortKey {
    fn of(value: Option<FactValue>, descending: bool) -> Self {
        let Some(value) = value else { return Self::Nothing };
        let placed = match value.as_f64() {
            Some(number) => {
                // The order of `f64::total_cmp` as that of whole numbers.
                let bits = (number + 0.0).to_bits() as i64;
                Placed::Number(bits ^ (((bits >> 63) as u64) >> 1) as i64)
            }
            None => Placed::Words(value.token().to_lowercase()),
        };
        if descending { Self::Down(std::cmp::Reverse(placed)) } else { Self::Up(placed) }
    }
}

#[cfg(test)]
mod tests;
