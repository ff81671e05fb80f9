//! `linli import`: files into a scene folder.

use std::path::Path;

use linli_io::{ImportError, ImportOptions, ImportReport, Language, SceneError, import, write_scene_watched};
use linli_model::Community;

use crate::args::ImportArgs;
use crate::outcome::{Outcome, all_there};
use crate::output::{put, put_line};
use crate::reimport;
use crate::speech::either;
use crate::validity;
use crate::watch::Watch;

/// Runs the command.
///
/// # Errors
/// When a path is missing or the scene folder cannot be written.
pub fn run(args: &ImportArgs, language: Language) -> anyhow::Result<Outcome> {
    all_there(&args.paths, language)?;
    let Some(out) = &args.out else { return reimport::run(args, language) };
    let options = ImportOptions { name: args.name.clone(), ..args.reading.options() };
    let (community, report) = match read(args, &options, language) {
        Ok(read) => read,
        Err(outcome) => return Ok(outcome),
    };
    if !write(out, &community, &report, language)? {
        return Ok(Outcome::Stopped);
    }
    print_report(&report, args.json, language);
    told_written(out, &community, language);
    Ok(Outcome::Done)
}

/// Imports the files; how the command ends when that gives nothing, which was told.
pub fn read(
    args: &ImportArgs,
    options: &ImportOptions,
    language: Language,
) -> Result<(Community, ImportReport), Outcome> {
    let options = ImportOptions { inspect: Some(validity::inspect), ..options.clone() };
    let watch = Watch::new(language);
    let imported = import(&args.paths, &options, &watch);
    watch.finish();
    match imported {
        Ok(imported) => Ok(imported),
        Err(ImportError::Cancelled) => {
            stopped(language);
            Err(Outcome::Stopped)
        }
        Err(ImportError::Rejected(rejection, report)) => {
            print_report(&report, args.json, language);
            let nothing = either(language, "nothing could be imported", "没有可导入的内容");
            eprintln!("{nothing}: {}", rejection.0.text(language));
            Err(Outcome::Wrong)
        }
    }
}

/// Writes a scene; whether it was not stopped.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(
    out: &Path,
    community: &Community,
    report: &ImportReport,
    language: Language,
) -> anyhow::Result<bool> {
    let watch = Watch::new(language);
    let written = write_scene_watched(out, community, report, &watch);
    watch.finish();
    match written {
        Ok(()) => Ok(true),
        Err(SceneError::Cancelled) => {
            stopped(language);
            Ok(false)
        }
        Err(error) => anyhow::bail!(error.text(language)),
    }
}

fn stopped(language: Language) {
    eprintln!("{}", either(language, "stopped; nothing was written", "已中止，未写入任何内容"));
}

/// Says that a scene was written, and what is in it.
pub fn told_written(out: &Path, community: &Community, language: Language) {
    let layers =
        community.layer_counts().into_iter().map(|(layer, count)| format!("{} {count}", layer.name()));
    let what = either(language, "scene written", "场景已写入");
    eprintln!("{what}: {} ({})", out.display(), layers.collect::<Vec<_>>().join(", "));
}

/// Prints a report on standard output.
pub fn print_report(report: &ImportReport, json: bool, language: Language) {
    if json {
        put_line(&format!("{:#}", report.to_json()));
    } else {
        put(&report.to_text(language));
    }
}
