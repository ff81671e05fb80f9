//! Primavera P6 XML (`APIBusinessObjects`), of any version.
//!
//! Written after Oracle's P6 EPPM XML schema: objects are tied by `ObjectId`; `Lag` in hours of work,
//! `HoursPerDay` of the predecessor's calendar to a day; percentages are shares from 0 to 1; a baseline is a
//! `BaselineProject` whose activities have the same `Id`, and its planned dates are what P6 shows.

use std::collections::HashMap;

use linli_model::DependencyKind;

use super::dependency::{Lag, Link};
use super::draft::{Draft, Pair, Row};
use super::link::Custom;
use super::xml::{Node, Open, walk};
use super::{HOURS_PER_DAY, codes, rounded_percent};
use crate::{FileReport, Limits, Rejection, text};

/// One project or baseline.
#[derive(Debug, Default)]
struct Project {
    object: String,
    id: String,
    name: String,
    data_date: String,
    /// Object of the baseline that counts.
    baseline: String,
    /// Object of the project that this is a baseline of.
    original: String,
    is_baseline: bool,
    line: usize,
}

/// An activity, with what can be understood only at the end of the file.
struct Activity {
    row: Row,
    project: usize,
    object: String,
    calendar: String,
    /// Values of fields by the object of their type.
    fields: Vec<(String, String)>,
    /// Objects of activity code values.
    codes: Vec<String>,
    /// Share or percent done as written.
    done: Option<f64>,
}

#[derive(Default)]
struct Found {
    projects: Vec<Project>,
    /// Position of the project of an open element, by its number.
    open: HashMap<u64, usize>,
    by_object: HashMap<String, usize>,
    wbs: Vec<(usize, Row)>,
    activities: Vec<Activity>,
    links: HashMap<String, Vec<(String, DependencyKind, f64)>>,
    hours: HashMap<String, f64>,
    types: HashMap<String, Custom>,
    codes: HashMap<String, (String, String, String)>,
    values: HashMap<String, Vec<(String, String)>>,
}

/// Reads the file.
pub fn read(text: &str, file: &str, report: FileReport, limits: &Limits) -> Result<Draft, Rejection> {
    let mut draft = Draft::new(text::stem(file), report);
    let mut found = Found::default();
    let mut taken = 0_u64;
    walk(text, limits, &wanted, &mut |outer, node| {
        taken += 1;
        if taken > limits.objects {
            return Err(crate::report::Message::new(&codes::TOO_MANY, "", limits.objects.to_string()).into());
        }
        take(&mut found, outer, &node, &mut draft);
        Ok(())
    })?;
    assemble(found, draft, limits)
}

const KEPT: [&str; 9] = [
    "WBS",
    "Activity",
    "Relationship",
    "Calendar",
    "UDFType",
    "UDFValue",
    "ActivityCodeType",
    "ActivityCode",
    "ActivityRelationship",
];
const HEADER: [&str; 6] =
    ["ObjectId", "Id", "Name", "DataDate", "CurrentBaselineProjectObjectId", "OriginalProjectObjectId"];

fn is_project(open: &Open) -> bool {
    matches!(open.name.as_str(), "Project" | "BaselineProject")
}

fn wanted(outer: &[Open], name: &str) -> bool {
    let inside = outer.last();
    KEPT.contains(&name) || (HEADER.contains(&name) && inside.is_some_and(is_project))
}

/// The project that an element stands in, or that it names.
fn project_of(found: &mut Found, outer: &[Open], node: &Node) -> usize {
    if let Some(open) = outer.iter().rev().find(|open| is_project(open)) {
        let next = found.projects.len();
        let at = *found.open.entry(open.number).or_insert(next);
        if at == next {
            let is_baseline = open.name == "BaselineProject";
            found.projects.push(Project { is_baseline, line: node.line, ..Project::default() });
        }
        return at;
    }
    let object = node.get("ProjectObjectId");
    let next = found.projects.len();
    let at = *found.by_object.entry(object.to_owned()).or_insert(next);
    if at == next {
        found.projects.push(Project { object: object.to_owned(), line: node.line, ..Project::default() });
    }
    at
}

fn take(found: &mut Found, outer: &[Open], node: &Node, draft: &mut Draft) {
    let object = node.get("ObjectId").to_owned();
    match node.name.as_str() {
        "Calendar" => {
            let hours = node.number("HoursPerDay").filter(|hours| (0.5..=24.0).contains(hours));
            found.hours.extend(hours.map(|hours| (object, hours)));
        }
        "UDFType" => found.types.extend(Custom::of(node.get("Title")).map(|custom| (object, custom))),
        "ActivityCodeType" => found.types.extend(Custom::of(node.get("Name")).map(|custom| (object, custom))),
        "ActivityCode" => {
            let [of, value, name] =
                ["CodeTypeObjectId", "CodeValue", "Description"].map(|n| node.get(n).to_owned());
            found.codes.insert(object, (of, value, name));
        }
        "UDFValue" => {
            let value = (node.get("UDFTypeObjectId").to_owned(), field_text(node));
            found.values.entry(node.get("ForeignObjectId").to_owned()).or_default().push(value);
        }
        "Relationship" | "ActivityRelationship" => relationship(found, node, draft),
        "WBS" => {
            let project = project_of(found, outer, node);
            let parent = node.get("ParentObjectId");
            let row = Row {
                key: format!("wbs {object}"),
                id: node.get("Code").to_owned(),
                name: node.get("Name").to_owned(),
                parent: (!parent.is_empty()).then(|| format!("wbs {parent}")),
                place: format!("line {}", node.line),
                ..Row::default()
            };
            found.wbs.push((project, row));
        }
        "Activity" => {
            let project = project_of(found, outer, node);
            let activity = activity(node, project, draft);
            found.activities.push(activity);
        }
        name => {
            let at = project_of(found, outer, node);
            let Some(project) = found.projects.get_mut(at) else { return };
            let place = match name {
                "ObjectId" => &mut project.object,
                "Id" => &mut project.id,
                "Name" => &mut project.name,
                "DataDate" => &mut project.data_date,
                "CurrentBaselineProjectObjectId" => &mut project.baseline,
                _ => &mut project.original,
            };
            node.text.trim().clone_into(place);
            if name == "ObjectId" {
                found.by_object.insert(node.text.trim().to_owned(), at);
            }
        }
    }
}

fn field_text(node: &Node) -> String {
    let names = ["Text", "TextValue", "UDFText", "Value", "CodeValue"];
    names.iter().map(|name| node.get(name)).find(|text| !text.is_empty()).unwrap_or_default().to_owned()
}

fn relationship(found: &mut Found, node: &Node, draft: &mut Draft) {
    let (predecessor, successor) =
        (node.get("PredecessorActivityObjectId"), node.get("SuccessorActivityObjectId"));
    let place = format!("line {}", node.line);
    let kind = match node.get("Type") {
        "Finish to Start" | "FS" | "" => DependencyKind::FinishToStart,
        "Start to Start" | "SS" => DependencyKind::StartToStart,
        "Finish to Finish" | "FF" => DependencyKind::FinishToFinish,
        "Start to Finish" | "SF" => DependencyKind::StartToFinish,
        other => return draft.problem(&codes::BAD_DEPENDENCY, &place, successor, other),
    };
    let text = node.get("Lag");
    let lag = if text.is_empty() { Some(0.0) } else { node.number("Lag") };
    if lag.is_none() {
        draft.problem(&codes::BAD_LAG, &place, successor, text);
    }
    let link = (predecessor.to_owned(), kind, lag.unwrap_or_default());
    found.links.entry(successor.to_owned()).or_default().push(link);
}

fn activity(node: &Node, project: usize, draft: &mut Draft) -> Activity {
    let object = node.get("ObjectId").to_owned();
    let place = format!("line {}", node.line);
    let mut id = node.get("Id").to_owned();
    if id.is_empty() {
        id.clone_from(&object);
        draft.problem(&codes::NO_ID, &place, "", &id);
    }
    let pair = |names: [&str; 2], draft: &mut Draft| -> Pair {
        names.map(|name| draft.stamp(node.get(name), &place, &id))
    };
    let mut planned = pair(["PlannedStartDate", "PlannedFinishDate"], draft);
    if planned == [None, None] {
        planned = pair(["StartDate", "FinishDate"], draft);
    }
    let wbs = node.get("WBSObjectId");
    let by_type = match node.get("PercentCompleteType") {
        "Duration" => "DurationPercentComplete",
        "Units" => "UnitsPercentComplete",
        _ => "PhysicalPercentComplete",
    };
    let row = Row {
        key: format!("task {object}"),
        name: node.get("Name").to_owned(),
        parent: (!wbs.is_empty()).then(|| format!("wbs {wbs}")),
        planned,
        actual: pair(["ActualStartDate", "ActualFinishDate"], draft),
        id,
        place,
        ..Row::default()
    };
    Activity {
        row,
        project,
        object,
        calendar: node.get("CalendarObjectId").to_owned(),
        fields: node.all("UDF").map(|udf| (udf.get("TypeObjectId").to_owned(), field_text(udf))).collect(),
        codes: node.all("Code").map(|code| code.get("ValueObjectId").to_owned()).collect(),
        done: node.number("PercentComplete").or_else(|| node.number(by_type)),
    }
}

/// Which projects are baselines of others: so marked, or named by another as its baseline.
fn mark_baselines(projects: &mut [Project]) {
    let named: Vec<String> =
        projects.iter().map(|p| p.baseline.clone()).filter(|object| !object.is_empty()).collect();
    for project in projects.iter_mut() {
        project.is_baseline |= named.contains(&project.object) && project.baseline != project.object;
    }
}

/// The baseline of a project: the one it names, else the first that names it, else the only one there is.
fn baseline_of(projects: &[Project], at: usize) -> Option<usize> {
    let project = projects.get(at)?;
    let place = |test: &dyn Fn(&Project) -> bool| projects.iter().position(|p| p.is_baseline && test(p));
    let named = place(&|p| !p.object.is_empty() && p.object == project.baseline);
    let naming = place(&|p| !p.original.is_empty() && p.original == project.object);
    let only = || {
        let alone = projects.iter().filter(|p| !p.is_baseline).count() == 1;
        if alone { place(&|p| p.original.is_empty()) } else { None }
    };
    named.or(naming).or_else(only)
}

fn assemble(mut found: Found, mut draft: Draft, limits: &Limits) -> Result<Draft, Rejection> {
    mark_baselines(&mut found.projects);
    let live: Vec<bool> = found.projects.iter().map(|project| !project.is_baseline).collect();
    let is_live = |project: usize| live.get(project).copied().unwrap_or(false);
    let number = live.iter().filter(|live| **live).count();
    summaries(&mut found, number, &is_live, &mut draft, limits)?;
    let baselines = baseline_dates(&found, &is_live);
    let baseline_of: Vec<Option<usize>> =
        (0..found.projects.len()).map(|at| baseline_of(&found.projects, at)).collect();
    let scale = percent_scale(&found, &is_live, &mut draft);
    let after = after(&mut found, &mut draft);
    let mut codes_seen: HashMap<String, usize> = HashMap::new();
    for activity in found.activities.iter().filter(|activity| is_live(activity.project)) {
        *codes_seen.entry(activity.row.id.clone()).or_default() += 1;
    }
    let activities = std::mem::take(&mut found.activities);
    for activity in activities.into_iter().filter(|activity| is_live(activity.project)) {
        let mut row = activity.row;
        let baseline = baseline_of.get(activity.project).copied().flatten();
        if let Some(dates) = baseline.and_then(|baseline| baselines.get(&(baseline, row.id.clone()))) {
            row.baseline = *dates;
        }
        if number > 1
            && codes_seen.get(&row.id).is_some_and(|count| *count > 1)
            && let Some(project) =
                found.projects.get(activity.project).filter(|project| !project.id.is_empty())
        {
            row.id = format!("{}.{}", project.id.chars().take(40).collect::<String>(), row.id);
        }
        row.after = after.get(&activity.object).cloned().unwrap_or_default();
        if let Some(done) = activity.done {
            row.done_pct = draft.percent(&rounded_percent(done * scale).to_string(), &row.place, &row.id);
        }
        let more = found.values.get(&activity.object).into_iter().flatten();
        for (of, text) in activity.fields.iter().chain(more) {
            if let Some(custom) = found.types.get(of) {
                draft.custom(&mut row, *custom, text);
            }
        }
        for (of, value, name) in activity.codes.iter().filter_map(|object| found.codes.get(object)) {
            if let Some(custom) = found.types.get(of) {
                let fits = super::xer::fits(*custom, value) || name.is_empty();
                draft.custom(&mut row, *custom, if fits { value } else { name });
            }
        }
        draft.push(row, limits)?;
    }
    Ok(draft)
}

/// Projects, where there are several, and their work breakdown structures.
fn summaries(
    found: &mut Found,
    number: usize,
    is_live: &dyn Fn(usize) -> bool,
    draft: &mut Draft,
    limits: &Limits,
) -> Result<(), Rejection> {
    for (at, project) in found.projects.iter().enumerate().filter(|(at, _)| is_live(*at)) {
        draft.data_date(&project.data_date, &format!("line {}", project.line));
        if number == 1 && !project.name.is_empty() {
            draft.name.clone_from(&project.name);
        } else if number > 1 {
            let id = if project.id.is_empty() { format!("project {}", at + 1) } else { project.id.clone() };
            let place = format!("line {}", project.line);
            let row =
                Row { key: format!("project {at}"), id, name: project.name.clone(), place, ..Row::default() };
            draft.push(row, limits)?;
        }
    }
    for (project, mut row) in std::mem::take(&mut found.wbs) {
        if !is_live(project) {
            continue;
        }
        if row.id.is_empty() {
            row.id.clone_from(&row.key);
        }
        if row.parent.is_none() && number > 1 {
            row.parent = Some(format!("project {project}"));
        }
        draft.push(row, limits)?;
    }
    Ok(())
}

/// Planned dates of baseline activities by project and id.
fn baseline_dates(found: &Found, is_live: &dyn Fn(usize) -> bool) -> HashMap<(usize, String), Pair> {
    let baselines = found.activities.iter().filter(|activity| !is_live(activity.project));
    baselines.map(|activity| ((activity.project, activity.row.id.clone()), activity.row.planned)).collect()
}

/// What percentages of the file are multiplied with: 100 as P6 writes them, 1 when one is over 1.
fn percent_scale(found: &Found, is_live: &dyn Fn(usize) -> bool, draft: &mut Draft) -> f64 {
    let live = found.activities.iter().filter(|activity| is_live(activity.project));
    let largest = live.filter_map(|activity| activity.done).fold(0.0, f64::max);
    if largest > 1.0 {
        draft.problem(&codes::PERCENT_SCALE, "", "", &largest.to_string());
        return 1.0;
    }
    100.0
}

/// Dependencies by the object of the activity that waits.
fn after(found: &mut Found, draft: &mut Draft) -> HashMap<String, Vec<Link>> {
    let calendars: HashMap<&str, f64> = found
        .activities
        .iter()
        .filter_map(|a| Some((a.object.as_str(), found.hours.get(&a.calendar).copied()?)))
        .collect();
    let mut assumed = false;
    let mut after = HashMap::with_capacity(found.links.len());
    let mut tie = |(predecessor, kind, hours): (String, DependencyKind, f64)| {
        let day = calendars.get(predecessor.as_str()).copied();
        assumed |= day.is_none() && hours != 0.0;
        let lag = Lag::Days(hours / day.unwrap_or(HOURS_PER_DAY));
        Link { predecessor: format!("task {predecessor}"), kind, lag }
    };
    for activity in &found.activities {
        if let Some(links) = found.links.remove(&activity.object) {
            after.insert(activity.object.clone(), links.into_iter().map(&mut tie).collect());
        }
    }
    if assumed {
        draft.problem(&codes::HOURS_PER_DAY, "Calendar", "", &HOURS_PER_DAY.to_string());
    }
    after
}
