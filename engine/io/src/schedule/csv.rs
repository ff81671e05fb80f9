//! The open table: one row a task, columns known by their Chinese or English headers.

use std::collections::HashSet;

use super::draft::{Draft, Row, shown};
use super::link::{Custom, folded};
use super::table::{Record, Records};
use super::{codes, dependency};
use crate::report::Message;
use crate::{FileReport, Limits, Rejection, text};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Id,
    Name,
    Parent,
    Work,
    PlannedStart,
    PlannedFinish,
    ActualStart,
    ActualFinish,
    BaselineStart,
    BaselineFinish,
    DonePct,
    Elements,
    Storeys,
    After,
    DataDate,
}

/// Columns in the order in which they are written, with the headers they are known by; the first one is
/// written. Blanks, marks and capital letters are of no matter.
pub const COLUMNS: [(Column, &[&str]); 15] = [
    (Column::Id, &["id", "task id", "activity id", "编号", "任务编号", "标识号", "序号", "工序编号"]),
    (Column::Name, &["name", "task name", "activity name", "名称", "任务名称", "工作名称", "工序名称"]),
    (Column::Parent, &["parent", "parent id", "summary", "父级", "上级", "上级编号", "父任务", "所属"]),
    (Column::Work, &["work", "work type", "linli:work", "工作", "工作类型"]),
    (
        Column::PlannedStart,
        &[
            "planned_start",
            "start",
            "start date",
            "plan start",
            "计划开始",
            "计划开始日期",
            "计划开始时间",
            "开始时间",
            "开始日期",
        ],
    ),
    (
        Column::PlannedFinish,
        &[
            "planned_finish",
            "finish",
            "end",
            "finish date",
            "end date",
            "plan finish",
            "planned_end",
            "计划完成",
            "计划结束",
            "计划完成日期",
            "计划完成时间",
            "计划结束日期",
            "完成时间",
            "完成日期",
            "结束日期",
        ],
    ),
    (Column::ActualStart, &["actual_start", "实际开始", "实际开始日期", "实际开始时间"]),
    (
        Column::ActualFinish,
        &[
            "actual_finish",
            "actual_end",
            "实际完成",
            "实际结束",
            "实际完成日期",
            "实际完成时间",
            "实际结束日期",
        ],
    ),
    (Column::BaselineStart, &["baseline_start", "基线开始", "基准开始", "基线开始日期", "比较基准开始时间"]),
    (
        Column::BaselineFinish,
        &[
            "baseline_finish",
            "baseline_end",
            "基线完成",
            "基准完成",
            "基线结束",
            "基线完成日期",
            "比较基准完成时间",
        ],
    ),
    (
        Column::DonePct,
        &[
            "done_pct",
            "percent complete",
            "complete",
            "done",
            "progress",
            "完成百分比",
            "完成率",
            "进度",
            "完成比例",
        ],
    ),
    (Column::Elements, &["elements", "linli:elements", "构件", "关联构件", "要素"]),
    (Column::Storeys, &["storeys", "stories", "floors", "linli:storeys", "楼层"]),
    (Column::After, &["after", "predecessors", "depends on", "前置任务", "前置", "紧前工作", "紧前任务"]),
    (Column::DataDate, &["data_date", "status date", "数据日期", "状态日期", "统计日期"]),
];

/// Most columns of a table that are looked at.
const MOST_COLUMNS: usize = 1000;
/// Most comment lines that are looked at.
const MOST_COMMENTS: usize = 1000;
/// Empty fields behind the last column that a spreadsheet may add without a warning.
const EMPTY_FIELDS: usize = 16;
/// Separators, the likeliest first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '，'];

/// A text taken apart into its comments, its header and the rest.
struct Layout<'a> {
    /// `# name: value` lines before the header, with their line numbers.
    comments: Vec<(usize, &'a str)>,
    columns: Vec<Option<Column>>,
    headers: Vec<String>,
    separator: char,
    body: &'a str,
    first_line: usize,
}

/// Whether the text is such a table.
pub fn recognise(text: &str) -> bool {
    layout(text).is_some()
}

/// Finds the header: the first line that is no comment and not blank must name a task.
fn layout(text: &str) -> Option<Layout<'_>> {
    let mut comments = Vec::new();
    let (mut rest, mut line) = (text, 1);
    loop {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let (first, after) = rest.split_at_checked(end)?;
        let bare = first.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
        let comment = bare.trim_start_matches('"').strip_prefix('#');
        // Spreadsheets write `sep=;` before the header.
        if comment.is_none() && !bare.is_empty() && !bare.eq_ignore_ascii_case("sep=") {
            break;
        }
        if after.is_empty() {
            return None;
        }
        if let Some(comment) = comment.filter(|_| comments.len() < MOST_COMMENTS) {
            comments.push((line, comment.trim()));
        }
        rest = after.strip_prefix("\r\n").unwrap_or_else(|| after.get(1..).unwrap_or_default());
        line += 1;
    }
    let mut best: Option<(usize, Layout)> = None;
    for separator in SEPARATORS {
        let mut records = Records::new(rest, line, separator, MOST_COLUMNS);
        let Some(header) = records.next() else { continue };
        let columns = columns(&header);
        let known = columns.iter().flatten().count();
        let body = rest.get(records.position()..).unwrap_or_default();
        let first_line = records.line();
        let found = Layout {
            comments: comments.clone(),
            columns,
            headers: header.fields,
            separator,
            body,
            first_line,
        };
        if best.as_ref().is_none_or(|(most, _)| known > *most) {
            best = Some((known, found));
        }
    }
    let names_tasks = |columns: &[Option<Column>]| {
        columns.contains(&Some(Column::Id)) && columns.iter().flatten().count() >= 2
    };
    best.map(|(_, layout)| layout).filter(|layout| names_tasks(&layout.columns))
}

/// What every header means: of two that mean the same, the name that stands first in [`COLUMNS`] counts.
fn columns(header: &Record) -> Vec<Option<Column>> {
    let found: Vec<String> = header.fields.iter().map(|field| folded(field)).collect();
    let mut columns = vec![None; found.len()];
    for (column, names) in &COLUMNS {
        let at = names.iter().find_map(|name| {
            let name = folded(name);
            found.iter().position(|field| *field == name)
        });
        if let Some(place) = at.and_then(|at| columns.get_mut(at)) {
            *place = Some(*column);
        }
    }
    columns
}

/// Reads the table.
pub fn read(text: &str, file: &str, report: FileReport, limits: &Limits) -> Result<Draft, Rejection> {
    let mut draft = Draft::new(text::stem(file), report);
    let Some(layout) = layout(text) else {
        return Err(Message::new(&codes::NOT_A_SCHEDULE, "line 1", "no header with an id column").into());
    };
    comments(&layout, &mut draft);
    let unused = layout.headers.iter().zip(&layout.columns).filter(|(_, column)| column.is_none());
    let unused: Vec<String> =
        unused.map(|(name, _)| shown(name.trim())).filter(|name| !name.is_empty()).collect();
    if !unused.is_empty() {
        draft.problem(&codes::UNKNOWN_COLUMNS, "header", "", &unused.join(", "));
    }
    let mut records =
        Records::new(layout.body, layout.first_line, layout.separator, layout.columns.len() + EMPTY_FIELDS);
    let mut waits: Vec<String> = Vec::new();
    for record in records.by_ref() {
        if record.is_blank() {
            continue;
        }
        let (row, after) = row(&record, &layout.columns, &mut draft);
        draft.push(row, limits)?;
        waits.push(after);
    }
    if let Some(line) = records.open_quote {
        draft.problem(&codes::OPEN_QUOTE, &format!("line {line}"), "", "");
    }
    tie(&mut draft, &waits);
    Ok(draft)
}

fn comments(layout: &Layout, draft: &mut Draft) {
    for (line, comment) in &layout.comments {
        let Some((name, value)) = comment.split_once([':', '：', '=']) else { continue };
        let separators = [layout.separator, ',', ';', '\t', ' '];
        match folded(name).as_str() {
            "datadate" | "statusdate" | "数据日期" | "状态日期" => {
                let value = value.trim().trim_end_matches(|c| separators.contains(&c) || c == '"');
                draft.data_date(value, &format!("line {line}"));
            }
            "name" | "schedule" | "名称" | "计划名称" => draft.name = comment_name(value, &separators),
            _ => {}
        }
    }
}

/// A name after `# name:`; between quotation marks when it ends oddly.
fn comment_name(value: &str, separators: &[char]) -> String {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).filter(|v| !v.is_empty()) {
        return inner.replace("\"\"", "\"");
    }
    value.trim_end_matches(|c| separators.contains(&c) || c == '"').to_owned()
}

/// The row of a record, and its dependencies as text.
fn row(record: &Record, columns: &[Option<Column>], draft: &mut Draft) -> (Row, String) {
    let value = |wanted: Column| {
        let at = columns.iter().position(|column| *column == Some(wanted));
        at.and_then(|at| record.fields.get(at)).map_or("", |field| field.trim())
    };
    let place = format!("line {}", record.line);
    let mut id = value(Column::Id).to_owned();
    if id.is_empty() {
        id = place.clone();
        draft.problem(&codes::NO_ID, &place, "", &id);
    }
    let surplus = record.fields.iter().skip(columns.len()).any(|field| !field.trim().is_empty());
    if record.count < columns.len() || record.count > record.fields.len() || surplus {
        let detail = format!("{} / {}", record.count, columns.len());
        draft.problem(&codes::ROW_LENGTH, &place, &id, &detail);
    }
    let mut pair = |start, finish| [start, finish].map(|column| draft.stamp(value(column), &place, &id));
    let planned = pair(Column::PlannedStart, Column::PlannedFinish);
    let actual = pair(Column::ActualStart, Column::ActualFinish);
    let baseline = pair(Column::BaselineStart, Column::BaselineFinish);
    draft.data_date(value(Column::DataDate), &place);
    let parent = value(Column::Parent);
    let mut row = Row {
        key: id.clone(),
        name: value(Column::Name).to_owned(),
        parent: (!parent.is_empty()).then(|| parent.to_owned()),
        work: draft.work(value(Column::Work), &place, &id),
        planned,
        actual,
        baseline,
        done_pct: draft.percent(value(Column::DonePct), &place, &id),
        id,
        place,
        ..Row::default()
    };
    draft.custom(&mut row, Custom::Elements, value(Column::Elements));
    draft.custom(&mut row, Custom::Storeys, value(Column::Storeys));
    (row, value(Column::After).to_owned())
}

/// Reads the dependencies once every id is known.
fn tie(draft: &mut Draft, waits: &[String]) {
    let ids: HashSet<String> = draft.rows.iter().map(|row| row.id.clone()).collect();
    let mut rows = std::mem::take(&mut draft.rows);
    for (row, text) in rows.iter_mut().zip(waits) {
        let (good, bad) = dependency::links(text, &|id| ids.contains(id));
        row.after = good;
        for piece in bad {
            draft.problem(&codes::BAD_DEPENDENCY, &row.place, &row.id, &piece);
        }
    }
    draft.rows = rows;
}
