//! What a P6 XML file tells, tied together once all of it is read.

use std::collections::HashMap;

use linli_model::DependencyKind;

use super::dependency::{Lag, Link};
use super::draft::{Draft, Pair, Row};
use super::link::Custom;
use super::p6::{Field, Found, Project};
use super::{HOURS_PER_DAY, PATH_LENGTH, codes, rounded_percent};
use crate::{Limits, Rejection};

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

/// Makes rows out of everything that was found.
pub fn assemble(mut found: Found, mut draft: Draft, limits: &Limits) -> Result<Draft, Rejection> {
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
        take_fields(&mut row, activity.fields.iter().chain(more), false, &found.types, &mut draft);
        for (of, value, name) in activity.codes.iter().filter_map(|object| found.codes.get(object)) {
            if let Some(custom) = found.code_types.get(of) {
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
    let mut paths: HashMap<String, String> = HashMap::new();
    for (project, mut row, fields) in std::mem::take(&mut found.wbs) {
        if !is_live(project) {
            continue;
        }
        let above = match &row.parent {
            Some(parent) => paths.get(parent).cloned(),
            None => found.projects.get(project).filter(|_| number > 1).map(|project| project.id.clone()),
        };
        let above = above.filter(|above| !above.is_empty());
        let path = above.map_or_else(|| row.id.clone(), |above| format!("{above}.{}", row.id));
        row.id = path.chars().take(PATH_LENGTH).collect();
        paths.insert(row.key.clone(), row.id.clone());
        if row.id.is_empty() {
            row.id.clone_from(&row.key);
        }
        if row.parent.is_none() && number > 1 {
            row.parent = Some(format!("project {project}"));
        }
        let more = row.key.strip_prefix("wbs ").and_then(|object| found.values.get(object));
        let more = more.into_iter().flatten();
        take_fields(&mut row, fields.iter().chain(more), true, &found.types, draft);
        draft.push(row, limits)?;
    }
    Ok(())
}

/// Takes the fields of the user that belong to tasks, or to summaries, into a row.
fn take_fields<'a>(
    row: &mut Row,
    values: impl Iterator<Item = &'a Field>,
    of_summaries: bool,
    types: &HashMap<String, (Custom, bool)>,
    draft: &mut Draft,
) {
    for (of, text) in values {
        if let Some((custom, belongs)) = types.get(of)
            && *belongs == of_summaries
        {
            draft.custom(row, *custom, text);
        }
    }
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
    let mut tie = |(predecessor, kind, hours, _): (String, DependencyKind, f64, String)| {
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
    for (successor, links) in &found.links {
        for (.., place) in links {
            draft.problem(&codes::NO_SUCCESSOR, place, "", successor);
        }
    }
    if assumed {
        draft.problem(&codes::HOURS_PER_DAY, "Calendar", "", &HOURS_PER_DAY.to_string());
    }
    after
}
