//! `linli import`: files into a scene folder.

use linli_io::{ImportError, ImportOptions, ImportReport, Language, SceneError, import, write_scene_watched};

use crate::args::ImportArgs;
use crate::outcome::{Outcome, all_there};
use crate::output::{put, put_line};
use crate::speech::either;
use crate::validity;
use crate::watch::Watch;

/// Runs the command.
///
/// # Errors
/// When a path is missing or the scene folder cannot be written.
pub fn run(args: &ImportArgs, language: Language) -> anyhow::Result<Outcome> {
    all_there(&args.paths, language)?;
    let options = ImportOptions {
        crs: args.systems.crs.clone(),
        scene_crs: args.systems.scene_crs.clone(),
        name: args.name.clone(),
        inspect: Some(validity::inspect),
        ..ImportOptions::default()
    };
    let watch = Watch::new(language);
    let imported = import(&args.paths, &options, &watch);
    let stopped =
        || eprintln!("{}", either(language, "stopped; nothing was written", "已中止，未写入任何内容"));
    let (community, report) = match imported {
        Ok(imported) => imported,
        Err(ImportError::Cancelled) => {
            watch.finish();
            stopped();
            return Ok(Outcome::Stopped);
        }
        Err(ImportError::Rejected(rejection, report)) => {
            watch.finish();
            print_report(&report, args.json, language);
            let nothing = either(language, "nothing could be imported", "没有可导入的内容");
            eprintln!("{nothing}: {}", rejection.0.text(language));
            return Ok(Outcome::Wrong);
        }
    };
    let written = write_scene_watched(&args.out, &community, &report, &watch);
    watch.finish();
    match written {
        Ok(()) => {}
        Err(SceneError::Cancelled) => {
            stopped();
            return Ok(Outcome::Stopped);
        }
        Err(error) => anyhow::bail!(error.text(language)),
    }
    print_report(&report, args.json, language);
    let layers =
        community.layer_counts().into_iter().map(|(layer, count)| format!("{} {count}", layer.name()));
    let what = either(language, "scene written", "场景已写入");
    eprintln!("{what}: {} ({})", args.out.display(), layers.collect::<Vec<_>>().join(", "));
    Ok(Outcome::Done)
}

/// Prints a report on standard output.
pub fn print_report(report: &ImportReport, json: bool, language: Language) {
    if json {
        put_line(&format!("{:#}", report.to_json()));
    } else {
        put(&report.to_text(language));
    }
}
