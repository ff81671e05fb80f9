//! `linli compare`: two variants side by side, and why they differ.

mod answer;
mod text;

use std::path::Path;

use anyhow::{Context as _, bail};
use linli_io::store::{SystemFiles, save};
use linli_io::{Language, Rejection, built_in_capital_prices, built_in_utility_rules, read_scene_schedule};
use linli_sim::compare::groups_of;
use linli_sim::figures::FigureRules;

use self::answer::{answer, to_json};
use self::text::{to_csv, to_text};
use crate::args::CompareArgs;
use crate::outcome::Outcome;
use crate::output::put;
use crate::speech::either;
use crate::variant::Scene;

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, there is no such variant or figure, or the file cannot be written.
pub fn run(args: &CompareArgs, language: Language) -> anyhow::Result<Outcome> {
    let groups = match groups_of(&args.figures) {
        Ok(groups) => groups,
        Err(name) => {
            let known: Vec<&str> = linli_sim::compare::FIGURE_GROUPS.iter().map(|group| group.name).collect();
            let what = either(language, "no such group of figures; there are", "没有此类指标，可用");
            bail!("{name}: {what} {}", known.join(", "));
        }
    };
    let Some(scene) = Scene::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let rules = rules(&scene, &args.scene, language)?;
    let Some(report) = answer(&scene, args, &rules, &groups, language)? else { return Ok(Outcome::Stopped) };
    let text = if args.json {
        format!("{:#}\n", to_json(&report))
    } else if args.csv {
        to_csv(&report)
    } else if args.html {
        report.to_page()
    } else {
        to_text(&report, language)
    };
    match &args.out {
        Some(path) => write(path, &text)?,
        None => put(&text),
    }
    Ok(Outcome::Done)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    save(&SystemFiles, path, text.as_bytes()).with_context(|| path.display().to_string())
}

/// The rules that come with the program, and the works of the scene.
fn rules(scene: &Scene, folder: &Path, language: Language) -> anyhow::Result<FigureRules> {
    let refused = |rejection: Rejection| anyhow::anyhow!("{}", rejection.0.text(language));
    let packs = built_in_utility_rules().map_err(refused)?;
    let prices = built_in_capital_prices().map_err(refused)?;
    let schedule = read_scene_schedule(folder, &scene.opened.file).map_err(refused)?;
    let schedule = schedule.map(|(schedule, _)| schedule).unwrap_or_default();
    Ok(FigureRules::standard(&packs, prices, schedule)?)
}
