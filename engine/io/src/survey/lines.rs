//! Rows of line tables, and connections in point tables.

use std::collections::BTreeMap;

use linli_model::{DepthReference, Medium, UtilityLine};

use super::axes::Axes;
use super::columns::{Column, Columns, TableKind};
use super::number;
use super::points::attributes;
use super::table::Table;
use crate::FileReport;
use crate::report::Message;
use crate::utility::words::{self, Size};
use crate::utility::{DraftLine, Levels, codes};

/// Days from 30 December 1899, from which spreadsheets count, to 1970.
const DAYS_TO_1970: f64 = 25_569.0;
/// Days of a year, on average.
const DAYS_PER_YEAR: f64 = 365.2425;
/// Years that a line may have been laid in.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2100;

/// Lines of a table.
pub fn lines(table: &Table, axes: Axes, report: &mut FileReport) -> Vec<DraftLine> {
    match table.kind {
        TableKind::Points => Vec::new(),
        TableKind::Lines => {
            table.rows.iter().map(|(row, fields)| line(table, axes, *row, fields, report)).collect()
        }
        TableKind::PointsWithConnections => connections(table, report),
    }
}

fn line(table: &Table, axes: Axes, row: usize, fields: &[String], report: &mut FileReport) -> DraftLine {
    let field = |column| table.columns.field(fields, column);
    let (from, to) = (field(Column::From).to_owned(), field(Column::To).to_owned());
    let place = table.place(row);
    let own = field(Column::Id);
    let id = if own.is_empty() { format!("{from}-{to}") } else { own.to_owned() };
    let mut figure = |column: Column| {
        let text = field(column);
        let value = number(text);
        if value.is_none() && !is_blank(text) {
            let detail = format!("{} = {text}", table.columns.header(column));
            report.push(Message::new(&codes::BAD_ROW, place.as_str(), detail).object(id.as_str()));
        }
        value
    };
    let heights = [figure(Column::HeightFrom), figure(Column::HeightTo)];
    let depths = [figure(Column::DepthFrom), figure(Column::DepthTo)];
    let one = figure(Column::Depth);
    let (levels, column) = if heights.iter().any(Option::is_some) {
        (Levels::Height(heights), Column::HeightFrom)
    } else if depths.iter().any(Option::is_some) {
        (Levels::Depth(depths), Column::DepthFrom)
    } else if one.is_some() {
        (Levels::Depth([one, one]), Column::Depth)
    } else {
        (Levels::Unknown, Column::Depth)
    };
    let mut line = facts(table, fields, [&from, &to]);
    line.levels = levels;
    line.reference = reference(&table.columns, column);
    if let (Some(start), Some(end)) =
        (axes.end(&table.columns, fields, 0), axes.end(&table.columns, fields, 1))
    {
        line.path = [start, end].map(|[x, y]| [x, y, 0.0]).to_vec();
    }
    line.attributes = attributes(table, fields);
    line.place = place;
    line.id = id;
    if is_against(field(Column::Flow)) {
        turn(&mut line);
    }
    line
}

/// Facts that line tables and tables of connections share.
fn facts(table: &Table, fields: &[String], ends: [&str; 2]) -> DraftLine {
    let field = |column| table.columns.field(fields, column);
    let text = |column| Some(field(column).to_owned()).filter(|text| !is_blank(text));
    let size = words::size_of(field(Column::Size));
    let count = |column| number(field(column)).filter(|n| *n >= 1.0 && *n <= 1e4).map(|n| n as u32);
    let ducts = count(Column::Ducts);
    let laid = field(Column::Laid);
    let medium = words::survey_medium_of(field(Column::Medium))
        .or_else(|| words::survey_medium_of(&table.sheet))
        .or_else(|| words::survey_medium_of(ends[0]));
    DraftLine {
        medium,
        overhead: laid.contains("架空") || laid.contains("地上") || laid.eq_ignore_ascii_case("overhead"),
        diameter_mm: size.map(|size| match size {
            Size::Round(mm) => mm,
            Size::Sides(width, height) => width.max(height),
        }),
        facts: UtilityLine {
            section: words::section_of(size, ducts),
            material: text(Column::Material),
            gas_pressure: words::gas_pressure_of(field(Column::Pressure))
                .filter(|_| medium == Some(Medium::Gas)),
            voltage_kv: words::voltage_kv_of(field(Column::Voltage)),
            count: count(Column::Cables).or(ducts),
            owner: text(Column::Owner),
            year: year(field(Column::Year)),
            survey: words::survey_of(field(Column::Quality)),
            from_node: Some(ends[0].to_owned()).filter(|name| !name.is_empty()),
            to_node: Some(ends[1].to_owned()).filter(|name| !name.is_empty()),
            ..UtilityLine::default()
        },
        ..DraftLine::default()
    }
}

/// A line for every pair of connected points. Both points name the other, each with its own depth.
fn connections(table: &Table, report: &mut FileReport) -> Vec<DraftLine> {
    let mut lines: Vec<DraftLine> = Vec::new();
    let mut by_pair: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut last = String::new();
    let level = if table.columns.has(Column::Height) { Column::Height } else { Column::Depth };
    for (row, fields) in &table.rows {
        let field = |column| table.columns.field(fields, column);
        // The number of a point stands in the first of its rows only.
        if !field(Column::Id).is_empty() {
            field(Column::Id).clone_into(&mut last);
        }
        let to = field(Column::To).to_owned();
        if is_blank(&to) {
            continue;
        }
        let value = number(field(level));
        if value.is_none() && !is_blank(field(level)) {
            let detail = format!("{} = {}", table.columns.header(level), field(level));
            report.push(Message::new(&codes::BAD_ROW, table.place(*row), detail).object(last.as_str()));
        }
        let back = by_pair.get(&(to.clone(), last.clone())).and_then(|at| lines.get_mut(*at));
        if let Some(line) = back {
            if let Levels::Depth(ends) | Levels::Height(ends) = &mut line.levels {
                ends[1] = ends[1].or(value);
            }
            continue;
        }
        let mut line = facts(table, fields, [&last, &to]);
        let ends = [value, None];
        line.levels = if level == Column::Height { Levels::Height(ends) } else { Levels::Depth(ends) };
        line.reference = reference(&table.columns, level);
        line.id = format!("{last}-{to}");
        line.place = table.place(*row);
        line.attributes = attributes(table, fields);
        by_pair.insert((last.clone(), to), lines.len());
        lines.push(line);
    }
    for line in &mut lines {
        if matches!(line.levels, Levels::Depth([None, None]) | Levels::Height([None, None])) {
            line.levels = Levels::Unknown;
        }
    }
    lines
}

/// What a depth or height means, by the name of its column.
fn reference(columns: &Columns, column: Column) -> Option<DepthReference> {
    let name = columns.header(column);
    if name.contains("管顶") || name.contains("覆土") || name.eq_ignore_ascii_case("cover") {
        Some(DepthReference::Crown)
    } else if name.contains('底') || name.to_lowercase().contains("invert") {
        Some(DepthReference::Invert)
    } else if name.contains("管中") {
        Some(DepthReference::Axis)
    } else {
        None
    }
}

/// Whether the flow runs against the row: a minus sign or a word, but no number, whose meaning differs
/// from survey to survey.
fn is_against(flow: &str) -> bool {
    flow == "-" || flow.contains('逆') || flow.contains("反")
}

fn turn(line: &mut DraftLine) {
    line.path.reverse();
    std::mem::swap(&mut line.facts.from_node, &mut line.facts.to_node);
    if let Levels::Depth(ends) | Levels::Height(ends) = &mut line.levels {
        ends.reverse();
    }
}

/// A field that says that there is nothing to say.
fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "--" | "—" | "/" | "\\" | "无" | "不明" | "未知" | "null" | "NULL")
}

/// The year of a year, a date, or a spreadsheet's number of days.
fn year(text: &str) -> Option<i32> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    let first: f64 = digits.parse().ok()?;
    if YEARS.contains(&(first as i32)) && digits.len() == 4 {
        return Some(first as i32);
    }
    // 20180301, or 43160 days.
    let compact =
        digits.get(..4)?.parse::<i32>().ok().filter(|year| digits.len() == 8 && YEARS.contains(year));
    let days = (1970.0 + (first - DAYS_TO_1970) / DAYS_PER_YEAR).floor();
    let by_days = (digits.len() == 5).then_some(days as i32).filter(|year| YEARS.contains(year));
    compact.or(by_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_every_kind() {
        for (text, wanted) in [
            ("2015", Some(2015)),
            ("2015年", Some(2015)),
            ("2018-03-01", Some(2018)),
            ("20180301", Some(2018)),
            ("43160", Some(2018)),
            ("七十年代", None),
            ("", None),
            ("99", None),
        ] {
            assert_eq!(year(text), wanted, "{text}");
        }
    }
}
