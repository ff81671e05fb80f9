//! `linli check`: the health report alone.

use std::path::{Path, PathBuf};

use linli_io::{
    FileReport, ImportError, ImportOptions, ImportReport, Language, Severity, check, read_schedule,
};
use serde_json::json;

use crate::args::CheckArgs;
use crate::outcome::{Outcome, all_there};
use crate::output::{put, put_line};
use crate::schedule::{Alone, report_text};
use crate::validity;
use crate::watch::Watch;

/// Code of the message that a file is in no format of an import.
const UNKNOWN_FORMAT: &str = "CIM-IMP-001";
/// Code of the message that a file is no schedule.
const NOT_A_SCHEDULE: &str = "CIM-SC-001";

/// Runs the command.
///
/// # Errors
/// When a path is missing or the check could not run.
pub fn run(args: &CheckArgs, language: Language) -> anyhow::Result<Outcome> {
    all_there(&args.paths, language)?;
    let options =
        ImportOptions { crs: args.crs.clone(), inspect: Some(validity::inspect), ..ImportOptions::default() };
    let watch = Watch::new(language);
    let checked = check(&args.paths, &options, &watch);
    watch.finish();
    match checked {
        Ok(mut report) => {
            let schedules = take_schedules(&mut report, &args.paths);
            print(&report, &schedules, args.json, language);
            let wrong = |(report, alone): &(FileReport, Option<Alone>)| {
                report.worst() == Some(Severity::Error) || alone.as_ref().is_some_and(Alone::has_errors)
            };
            let errors = report.worst() == Some(Severity::Error) || schedules.iter().any(wrong);
            Ok(if errors { Outcome::Wrong } else { Outcome::Done })
        }
        Err(ImportError::Cancelled) => Ok(Outcome::Stopped),
        Err(error) => Err(error.into()),
    }
}

/// Takes the files out of a report that are in no format of an import but are schedules, and reads them;
/// `None` beside the report of one that is damaged as a whole.
fn take_schedules(report: &mut ImportReport, paths: &[PathBuf]) -> Vec<(FileReport, Option<Alone>)> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut unused: Vec<&PathBuf> = paths.iter().filter(|path| path.is_file()).collect();
    let mut schedules = Vec::new();
    report.files.retain(|file| {
        let named = unused.iter().position(|path| name(path).as_deref() == Some(file.file.as_str()));
        let Some(path) = named.map(|at| unused.remove(at)) else { return true };
        if !file.codes.contains_key(UNKNOWN_FORMAT) {
            return true;
        }
        match read_schedule(path) {
            Ok((schedule, report)) => schedules.push((report, Some(Alone::of(schedule)))),
            Err(rejection) if rejection.0.code.id == NOT_A_SCHEDULE => return true,
            Err(rejection) => {
                let mut report = FileReport::new(file.file.clone());
                report.push(*rejection.0);
                schedules.push((report, None));
            }
        }
        false
    });
    schedules
}

fn print(report: &ImportReport, schedules: &[(FileReport, Option<Alone>)], json: bool, language: Language) {
    if json {
        let mut all = report.clone();
        all.files.extend(schedules.iter().map(|(report, _)| report.clone()));
        let mut value = all.to_json();
        let facts =
            |(report, alone): &(FileReport, Option<Alone>)| Some(alone.as_ref()?.to_json(&report.file));
        value["schedules"] = json!(schedules.iter().filter_map(facts).collect::<Vec<_>>());
        put_line(&format!("{value:#}"));
        return;
    }
    if !report.files.is_empty() {
        put(&report.to_text(language));
    }
    for (report, alone) in schedules {
        put(&report_text(report, language));
        if let Some(alone) = alone {
            put(&alone.to_text(language));
        }
    }
}
