//! `linli check`: the health report alone.

use linli_io::{ImportError, ImportOptions, Language, Severity, check};

use crate::args::CheckArgs;
use crate::import::print_report;
use crate::outcome::{Outcome, all_there};
use crate::validity;
use crate::watch::Watch;

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
        Ok(report) => {
            print_report(&report, args.json, language);
            let errors = report.worst() == Some(Severity::Error);
            Ok(if errors { Outcome::Wrong } else { Outcome::Done })
        }
        Err(ImportError::Cancelled) => Ok(Outcome::Stopped),
        Err(error) => Err(error.into()),
    }
}
