//! Primavera P6 XER.
//!
//! Written after Oracle's P6 XER Import/Export Data Map Guide: `lag_hr_cnt` in hours of work, `day_hr_cnt`
//! of the predecessor's calendar to a day; `phys_complete_pct` 0 to 100, which counts only where
//! `complete_pct_type` is `CP_Phys`; `last_recalc_date` the data date.

use std::collections::{HashMap, HashSet};

use linli_model::DependencyKind;

use super::dependency::{Lag, Link};
use super::draft::{Draft, Row};
use super::link::Custom;
use super::xer_tables::{Entry, Tables};
use super::{HOURS_PER_DAY, PATH_LENGTH, codes};
use crate::{FileReport, Limits, Rejection, text};

const TABLES: [&str; 10] = [
    "PROJECT", "CALENDAR", "PROJWBS", "TASK", "TASKPRED", "UDFTYPE", "UDFVALUE", "ACTVTYPE", "ACTVCODE",
    "TASKACTV",
];

/// Whether the text is such a file.
pub fn recognise(head: &str) -> bool {
    head.starts_with("ERMHDR\t") || (head.contains("%T\t") && head.contains("%F\t"))
}

/// Reads the file.
pub fn read(text: &str, file: &str, report: FileReport, limits: &Limits) -> Result<Draft, Rejection> {
    let tables = Tables::new(text, &TABLES);
    let mut draft = Draft::new(text::stem(file), report);
    if !tables.ended {
        draft.problem(&codes::NO_END, "", "", "");
    }
    for line in &tables.stray {
        draft.problem(&codes::BAD_ROW, &format!("line {line}"), "", "no %F before it");
    }
    let mut projects: HashMap<&str, String> = HashMap::new();
    for project in tables.rows("PROJECT") {
        projects.insert(project.get("proj_id"), project.text("proj_short_name").chars().take(40).collect());
        draft.data_date(project.get("last_recalc_date"), &project.place("PROJECT"));
    }
    let fields = user_fields(&tables);
    summaries(&tables, projects.len(), &fields, &mut draft, limits)?;
    let after = links(&tables, &mut draft);
    let repeated = repeated(tables.rows("TASK").map(|row| row.get("task_code")));
    for entry in tables.rows("TASK") {
        task(&entry, &projects, &repeated, &fields, &after, &mut draft, limits)?;
    }
    Ok(draft)
}

/// Texts that occur more than once.
fn repeated<'a>(texts: impl Iterator<Item = &'a str>) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    texts.filter(|text| !seen.insert(*text)).collect()
}

fn check_length(entry: &Entry, table: &str, draft: &mut Draft) {
    let (wanted, found) = entry.lengths();
    if wanted != found {
        draft.problem(&codes::ROW_LENGTH, &entry.place(table), "", &format!("{found} / {wanted}"));
    }
}

/// The work breakdown structure; its top nodes stand for the projects.
fn summaries(
    tables: &Tables,
    projects: usize,
    fields: &Fields,
    draft: &mut Draft,
    limits: &Limits,
) -> Result<(), Rejection> {
    let mut paths: HashMap<&str, String> = HashMap::new();
    for entry in tables.rows("PROJWBS") {
        check_length(&entry, "PROJWBS", draft);
        let (key, above) = (entry.get("wbs_id"), entry.get("parent_wbs_id"));
        // The node above a project belongs to the enterprise, which is not in the file.
        let top = entry.get("proj_node_flag") == "Y" || above.is_empty();
        let short = entry.text("wbs_short_name");
        let path = match paths.get(above).filter(|_| !top) {
            Some(parent) => format!("{parent}.{short}"),
            None => short,
        };
        let path: String = path.chars().take(PATH_LENGTH).collect();
        let id = if path.is_empty() { format!("wbs {key}") } else { path.clone() };
        paths.insert(key, path);
        let name = entry.text("wbs_name");
        if top && projects == 1 && !name.is_empty() {
            draft.name.clone_from(&name);
        }
        let mut row = Row {
            key: format!("wbs {key}"),
            id,
            name,
            parent: (!top).then(|| format!("wbs {above}")),
            place: entry.place("PROJWBS"),
            ..Row::default()
        };
        take_fields(&mut row, fields, draft);
        draft.push(row, limits)?;
    }
    Ok(())
}

/// Values of the user's fields by the key of their row, in the order of the file.
type Fields = HashMap<String, Vec<(Custom, String)>>;

fn user_fields(tables: &Tables) -> Fields {
    let mut values = Fields::new();
    let mut add = |key: String, field, text| values.entry(key).or_default().push((field, text));
    // Ids of tasks and of summaries are counted apart: the table of a field says which are meant.
    let mut types: HashMap<&str, (Custom, &str)> = HashMap::new();
    for row in tables.rows("UDFTYPE") {
        let field =
            Custom::of(&row.text("udf_type_label")).or_else(|| Custom::of(&row.text("udf_type_name")));
        let kind = match row.get("table_name") {
            "TASK" | "" => "task",
            "PROJWBS" => "wbs",
            _ => continue,
        };
        types.extend(field.map(|field| (row.get("udf_type_id"), (field, kind))));
    }
    for row in tables.rows("UDFVALUE") {
        if let Some((field, kind)) = types.get(row.get("udf_type_id")) {
            add(format!("{kind} {}", row.get("fk_id")), *field, row.text("udf_text"));
        }
    }
    let named = tables
        .rows("ACTVTYPE")
        .filter_map(|row| Some((row.get("actv_code_type_id"), Custom::of(&row.text("actv_code_type"))?)));
    let types: HashMap<&str, Custom> = named.collect();
    let mut codes: HashMap<&str, (Custom, Entry)> = HashMap::new();
    for row in tables.rows("ACTVCODE") {
        if let Some(field) = types.get(row.get("actv_code_type_id")) {
            codes.insert(row.get("actv_code_id"), (*field, row));
        }
    }
    for row in tables.rows("TASKACTV") {
        if let Some((field, code)) = codes.get(row.get("actv_code_id")) {
            // A short name is at most a few characters in P6: what does not fit stands in the description.
            let (short, long) = (code.text("short_name"), code.text("actv_code_name"));
            let text = if fits(*field, &short) || long.is_empty() { short } else { long };
            add(format!("task {}", row.get("task_id")), *field, text);
        }
    }
    values
}

/// Takes the fields of the user into a row.
fn take_fields(row: &mut Row, fields: &Fields, draft: &mut Draft) {
    for (field, text) in fields.get(&row.key).into_iter().flatten() {
        draft.custom(row, *field, text);
    }
}

/// Whether a short text is a value of a field.
pub fn fits(field: Custom, text: &str) -> bool {
    match field {
        Custom::Work => super::link::work(text).is_some(),
        Custom::Storeys => super::link::storeys(text).is_some(),
        Custom::Elements => text.contains([':', '：']),
    }
}

/// Dependencies by the task that waits.
fn links<'a>(tables: &Tables<'a>, draft: &mut Draft) -> HashMap<&'a str, Vec<Link>> {
    let hours: HashMap<&str, f64> = tables
        .rows("CALENDAR")
        .filter_map(|row| {
            Some((row.get("clndr_id"), row.number("day_hr_cnt").filter(|h| (0.5..=24.0).contains(h))?))
        })
        .collect();
    let calendars: HashMap<&str, &str> =
        tables.rows("TASK").map(|row| (row.get("task_id"), row.get("clndr_id"))).collect();
    let mut after: HashMap<&str, Vec<Link>> = HashMap::new();
    let mut assumed = false;
    for entry in tables.rows("TASKPRED") {
        check_length(&entry, "TASKPRED", draft);
        let (place, task, kind) = (entry.place("TASKPRED"), entry.get("task_id"), entry.get("pred_type"));
        if !calendars.contains_key(task) {
            draft.problem(&codes::NO_SUCCESSOR, &place, "", task);
            continue;
        }
        let kind = match kind.trim_start_matches("PR_").get(..2) {
            Some("FS") | None => DependencyKind::FinishToStart,
            Some("SS") => DependencyKind::StartToStart,
            Some("FF") => DependencyKind::FinishToFinish,
            Some("SF") => DependencyKind::StartToFinish,
            Some(_) => {
                draft.problem(&codes::BAD_DEPENDENCY, &place, task, kind);
                continue;
            }
        };
        let text = entry.get("lag_hr_cnt");
        let lag = if text.is_empty() { Some(0.0) } else { entry.number("lag_hr_cnt") };
        if lag.is_none() {
            draft.problem(&codes::BAD_LAG, &place, task, text);
        }
        let lag = lag.unwrap_or_default();
        let predecessor = entry.get("pred_task_id");
        let day = calendars.get(predecessor).and_then(|calendar| hours.get(calendar)).copied();
        assumed |= day.is_none() && lag != 0.0;
        let lag = Lag::Days(lag / day.unwrap_or(HOURS_PER_DAY));
        after.entry(task).or_default().push(Link { predecessor: format!("task {predecessor}"), kind, lag });
    }
    if assumed {
        draft.problem(&codes::HOURS_PER_DAY, "CALENDAR", "", &HOURS_PER_DAY.to_string());
    }
    after
}

fn task(
    entry: &Entry,
    projects: &HashMap<&str, String>,
    repeated: &HashSet<&str>,
    fields: &Fields,
    after: &HashMap<&str, Vec<Link>>,
    draft: &mut Draft,
    limits: &Limits,
) -> Result<(), Rejection> {
    check_length(entry, "TASK", draft);
    let (place, key) = (entry.place("TASK"), entry.get("task_id"));
    let code = entry.get("task_code");
    let project = projects.get(entry.get("proj_id")).filter(|name| !name.is_empty());
    let id = match project {
        _ if code.is_empty() => {
            draft.problem(&codes::NO_ID, &place, "", key);
            key.to_owned()
        }
        // Codes are unique within a project only.
        Some(project) if repeated.contains(code) && projects.len() > 1 => format!("{project}.{code}"),
        _ => entry.text("task_code"),
    };
    let pair =
        |names: [&str; 2], draft: &mut Draft| names.map(|name| draft.stamp(entry.get(name), &place, &id));
    let mut planned = pair(["target_start_date", "target_end_date"], draft);
    if planned == [None, None] {
        planned = pair(["early_start_date", "early_end_date"], draft);
    }
    let wbs = entry.get("wbs_id");
    let mut row = Row {
        key: format!("task {key}"),
        name: entry.text("task_name"),
        parent: (!wbs.is_empty()).then(|| format!("wbs {wbs}")),
        planned,
        actual: pair(["act_start_date", "act_end_date"], draft),
        done_pct: done(entry, draft, &place, &id),
        after: after.get(key).cloned().unwrap_or_default(),
        id,
        place,
        ..Row::default()
    };
    take_fields(&mut row, fields, draft);
    draft.push(row, limits)
}

/// Percent done as P6 shows it: by its type from the physical percentage, the durations or the units.
fn done(entry: &Entry, draft: &mut Draft, place: &str, id: &str) -> Option<f64> {
    match entry.get("status_code") {
        "TK_Complete" => return Some(100.0),
        "TK_NotStart" => return Some(0.0),
        _ => {}
    }
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| (part / whole * 100.0).clamp(0.0, 100.0));
    let computed = match entry.get("complete_pct_type") {
        "CP_Drtn" => {
            let target = entry.number("target_drtn_hr_cnt")?;
            share(target - entry.number("remain_drtn_hr_cnt")?, target)
        }
        "CP_Units" => {
            let sum = |names: [&str; 2]| names.iter().filter_map(|name| entry.number(name)).sum::<f64>();
            let done = sum(["act_work_qty", "act_equip_qty"]);
            share(done, done + sum(["remain_work_qty", "remain_equip_qty"]))
        }
        _ => return draft.percent(entry.get("phys_complete_pct"), place, id),
    };
    computed.map(super::rounded_percent)
}
