//! `linli compare`: two variants side by side, and why they differ.

mod answer;
mod page;
mod plan;
mod text;

use std::path::Path;

use anyhow::{Context as _, bail};
use linli_io::store::{SystemFiles, save};
use linli_io::{Language, built_in_utility_rules};
use linli_sim::clearance::RuleBook;
use linli_sim::compare::{FigureRules, groups_of};
use linli_sim::reach::{LifeCircleRules, ReachRules};

use self::answer::Answer;
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
    let rules = rules(language)?;
    let answer = Answer::new(&scene, args, &rules, &groups, language)?;
    let text = if args.json {
        format!("{:#}\n", answer.to_json())
    } else if args.csv {
        answer.to_csv()
    } else if args.html {
        page::page(&answer)
    } else {
        answer.to_text(language)
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

fn rules(language: Language) -> anyhow::Result<FigureRules> {
    let packs = match built_in_utility_rules() {
        Ok(packs) => packs,
        Err(rejection) => bail!("{}", rejection.0.text(language)),
    };
    Ok(FigureRules {
        reach: ReachRules::standard()?,
        circles: LifeCircleRules::standard()?,
        book: RuleBook::new(&packs)?,
    })
}
