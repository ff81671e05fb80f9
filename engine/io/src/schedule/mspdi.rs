//! Microsoft Project XML (MSPDI).
//!
//! Written after Microsoft's Project XML Data Interchange Schema reference: `LinkLag` in tenths of a minute
//! of work, `MinutesPerDay` minutes to a day, or in tenths of a minute of elapsed time, 1440 to a day, as
//! `LagFormat` says; `Type` 0 finish-finish, 1 finish-start, 2 start-finish, 3 start-start;
//! `PercentComplete` 0 to 100; `Baseline` of `Number` 0 the first baseline.

use std::collections::HashMap;

use linli_model::DependencyKind;

use super::codes;
use super::dependency::{Lag, Link};
use super::draft::{Draft, Pair, Row};
use super::link::Custom;
use super::xml::{Node, Open, walk};
use crate::{FileReport, Limits, Rejection, text};

/// Minutes of work in a day where the file names none.
const MINUTES_PER_DAY: f64 = 480.0;
/// Minutes of a whole day.
const MINUTES_OF_24_HOURS: f64 = 1440.0;

/// Facts of the whole project, which stand before its tasks.
struct Header {
    minutes_per_day: f64,
    fields: HashMap<String, Custom>,
    status_date: String,
    current_date: String,
    summaries: Vec<(u32, String)>,
}

/// Reads the file.
pub fn read(text: &str, file: &str, report: FileReport, limits: &Limits) -> Result<Draft, Rejection> {
    let mut draft = Draft::new(text::stem(file), report);
    let mut header = Header {
        minutes_per_day: MINUTES_PER_DAY,
        fields: HashMap::new(),
        status_date: String::new(),
        current_date: String::new(),
        summaries: Vec::new(),
    };
    walk(text, limits, &wanted, &mut |outer, node| {
        match (outer.len(), node.name.as_str()) {
            (1, name) => take_header(&mut header, &mut draft, name, node.text.trim()),
            (_, "ExtendedAttribute") => {
                let name = Custom::of(node.get("Alias")).or_else(|| Custom::of(node.get("FieldName")));
                if let Some(field) = name {
                    header.fields.insert(node.get("FieldID").to_owned(), field);
                }
            }
            _ => task(&node, &mut header, &mut draft, limits)?,
        }
        Ok(())
    })?;
    let date = if is_none(&header.status_date) { &header.current_date } else { &header.status_date };
    draft.data_date(date, "Project");
    Ok(draft)
}

fn is_none(text: &str) -> bool {
    text.is_empty() || text == "NA"
}

fn wanted(outer: &[Open], name: &str) -> bool {
    let inside = outer.last().map(|open| open.name.as_str());
    match (outer.len(), inside) {
        (1, Some("Project")) => {
            matches!(name, "Name" | "Title" | "MinutesPerDay" | "StatusDate" | "CurrentDate")
        }
        (2, Some("Tasks")) => name == "Task",
        (2, Some("ExtendedAttributes")) => name == "ExtendedAttribute",
        _ => false,
    }
}

fn take_header(header: &mut Header, draft: &mut Draft, name: &str, value: &str) {
    match name {
        "Title" if !value.is_empty() => value.clone_into(&mut draft.name),
        "MinutesPerDay" => {
            let minutes = value.parse().ok().filter(|minutes| (1.0..=MINUTES_OF_24_HOURS).contains(minutes));
            header.minutes_per_day = minutes.unwrap_or(MINUTES_PER_DAY);
        }
        "StatusDate" => value.clone_into(&mut header.status_date),
        "CurrentDate" => value.clone_into(&mut header.current_date),
        _ => {}
    }
}

fn task(node: &Node, header: &mut Header, draft: &mut Draft, limits: &Limits) -> Result<(), Rejection> {
    let place = format!("line {}", node.line);
    if node.flag("IsNull") || node.get("UID") == "0" {
        return Ok(());
    }
    let Ok(uid) = node.get("UID").parse::<i64>() else {
        draft.problem(&codes::BAD_ROW, &place, node.get("Name"), &format!("UID {}", node.get("UID")));
        return Ok(());
    };
    let id = uid.to_string();
    if node.get("Active") == "0" {
        draft.problem(&codes::INACTIVE, &place, &id, node.get("Name"));
        return Ok(());
    }
    let mut row = Row {
        key: id.clone(),
        name: node.get("Name").to_owned(),
        parent: parent(node, &id, header),
        planned: pair(node, "Start", "Finish", draft, &place, &id),
        actual: pair(node, "ActualStart", "ActualFinish", draft, &place, &id),
        done_pct: draft.percent(node.get("PercentComplete"), &place, &id),
        id,
        place,
        ..Row::default()
    };
    if let Some(baseline) = node.all("Baseline").find(|b| matches!(b.get("Number"), "0" | "")) {
        row.baseline = pair(baseline, "Start", "Finish", draft, &row.place, &row.id);
    }
    for field in node.all("ExtendedAttribute") {
        if let Some(custom) = header.fields.get(field.get("FieldID")) {
            draft.custom(&mut row, *custom, field.get("Value"));
        }
    }
    if row.elements.is_empty() {
        notes(node.get("Notes"), &mut row, draft);
    }
    row.after = node.all("PredecessorLink").filter_map(|l| link(l, &row, header, draft)).collect();
    draft.push(row, limits)
}

fn pair(node: &Node, start: &str, finish: &str, draft: &mut Draft, place: &str, id: &str) -> Pair {
    [start, finish].map(|name| draft.stamp(node.get(name), place, id))
}

/// The nearest task before it that stands at a higher level.
fn parent(node: &Node, id: &str, header: &mut Header) -> Option<String> {
    let by_number = || node.get("OutlineNumber").matches('.').count() as u32 + 1;
    let level = node.get("OutlineLevel").parse::<u32>().unwrap_or_else(|_| by_number());
    while header.summaries.last().is_some_and(|(above, _)| *above >= level) {
        header.summaries.pop();
    }
    let parent = header.summaries.last().map(|(_, id)| id.clone());
    header.summaries.push((level, id.to_owned()));
    parent
}

/// Links of a task without fields of its own: lines `linli: key:…` in its notes.
fn notes(text: &str, row: &mut Row, draft: &mut Draft) {
    for line in text.lines().map(str::trim) {
        if let Some((head, value)) = line.split_at_checked(6)
            && head.eq_ignore_ascii_case("linli:")
        {
            draft.custom(row, Custom::Elements, value);
        }
    }
}

fn link(node: &Node, row: &Row, header: &Header, draft: &mut Draft) -> Option<Link> {
    let kind = match node.get("Type") {
        "0" => DependencyKind::FinishToFinish,
        "1" | "" => DependencyKind::FinishToStart,
        "2" => DependencyKind::StartToFinish,
        "3" => DependencyKind::StartToStart,
        other => {
            draft.problem(&codes::BAD_DEPENDENCY, &row.place, &row.id, &format!("Type {other}"));
            return None;
        }
    };
    let uid = node.get("PredecessorUID");
    let predecessor = uid.parse::<i64>().map_or_else(|_| uid.to_owned(), |uid| uid.to_string());
    let text = node.get("LinkLag");
    let tenths = if text.is_empty() { Some(0.0) } else { node.number("LinkLag") };
    if tenths.is_none() {
        draft.problem(&codes::BAD_LAG, &row.place, &row.id, text);
    }
    let tenths = tenths.unwrap_or_default();
    let lag = match node.get("LagFormat") {
        // Percent of the predecessor; the same with elapsed time, estimated, and both.
        "19" | "20" | "51" | "52" => Lag::PercentOfPredecessor(tenths),
        // Elapsed minutes, hours, days, weeks, months; and the same estimated.
        "4" | "6" | "8" | "10" | "12" | "36" | "38" | "40" | "42" | "44" => {
            Lag::Days(tenths / 10.0 / MINUTES_OF_24_HOURS)
        }
        _ => Lag::Days(tenths / 10.0 / header.minutes_per_day),
    };
    Some(Link { predecessor, kind, lag })
}
