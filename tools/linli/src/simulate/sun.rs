//! `linli simulate sun`: hours of sun of every home.

use std::fmt::Write as _;

use anyhow::{Context as _, bail};
use linli_io::Language;
use linli_model::{Element, ElementId};
use linli_sim::reach::ReachRules;
use linli_sim::sun::{SunBuilding, SunDay, SunModel, SunRules, sun_csv, sun_json};

use super::figures::{csv, sentence};
use super::moment::in_use;
use crate::args::SunArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put;
use crate::speech::either;
use crate::variant;

/// Buildings that the summary lists at most.
const MOST_LISTED: usize = 12;

/// Runs the command.
///
/// # Errors
/// When the scene, its schedule or the rules cannot be read, the rules have no such day, or a file cannot be written.
pub fn run(args: &SunArgs, language: Language) -> anyhow::Result<Outcome> {
    let rules = match &args.rules {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            SunRules::from_json(&text).with_context(|| path.display().to_string())?
        }
        None => SunRules::standard()?,
    };
    let day = day(&rules, args.day.as_deref(), language)?;
    let Some(mut opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    if let Some(key) = &args.variant {
        opened.community = variant::applied(&args.scene, &opened.community, key, language)?;
    }
    let (in_use, _) = in_use(&args.moment, &args.scene, &opened.file, &opened.community, language)?;
    let counts = |id: ElementId, _: &Element| in_use.is_used(id);
    let model = SunModel::new(&opened.community, &rules, day, &ReachRules::standard()?, &counts)?;
    if let Some(folder) = &args.out {
        super::density::write(
            folder,
            &[
                ("sun.json", format!("{:#}\n", sun_json(&model))),
                ("sun_homes.csv", sun_csv(&model)),
                ("indicators.csv", csv(&model.figures())),
            ],
        )?;
    }
    if args.json {
        put(&format!("{:#}\n", sun_json(&model)));
    } else if args.csv {
        put(&sun_csv(&model));
    } else {
        put(&summary(&model, language));
    }
    Ok(Outcome::Done)
}

fn day<'a>(rules: &'a SunRules, name: Option<&str>, language: Language) -> anyhow::Result<&'a SunDay> {
    let known = rules.day(name.map(|name| name.replace('-', "_")).as_deref());
    let Some(day) = known else {
        let what = either(language, "no such day; the rules have:", "没有该日期；规则中有：");
        let days: Vec<&str> = rules.days.iter().map(|day| day.id.as_str()).collect();
        bail!("{}: {what} {}", name.unwrap_or_default(), days.join(", "));
    };
    Ok(day)
}

/// Figures, and the buildings with homes short of sun, those with most first.
fn summary(model: &SunModel, language: Language) -> String {
    let (rules, day) = (model.rules(), model.day());
    let (from, to, least) = (day.from_h, day.to_h, day.least_h);
    let mut text = format!("{} ({})\n", rules.name.text(language), rules.edition);
    let head = match language {
        Language::English => format!(
            "{}: {least} h wanted, {from:.0}:00–{to:.0}:00 true solar time, sill {} m, runs of {} min and more\n",
            day.name.en, rules.sill.value, rules.shortest.value
        ),
        Language::Chinese => format!(
            "{}：要求 {least} 小时，真太阳时 {from:.0}–{to:.0} 时，窗台 {} m，连续 {} 分钟以上计入\n",
            day.name.zh, rules.sill.value, rules.shortest.value
        ),
    };
    text.push_str(&head);
    for figure in model.figures() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}", sentence(&figure, language));
    }
    let short =
        |building: &SunBuilding| building.storeys.iter().map(|storey| storey.short_of(least)).sum::<usize>();
    let mut listed: Vec<(usize, &SunBuilding)> = model
        .buildings()
        .map(|building| (short(building), building))
        .filter(|(count, _)| *count > 0)
        .collect();
    listed.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    if !listed.is_empty() {
        text.push_str(either(language, "\nhomes short of sun:\n", "\n日照不足的住户：\n"));
    }
    for (count, building) in listed.iter().take(MOST_LISTED) {
        let homes: usize = building.storeys.iter().map(|storey| storey.minutes.len()).sum();
        let levels =
            building.storeys.iter().filter(|storey| storey.short_of(least) > 0).map(|storey| storey.level);
        let (lowest, highest) =
            levels.fold((i16::MAX, i16::MIN), |(a, b), level| (a.min(level), b.max(level)));
        let least_min =
            building.storeys.iter().map(|storey| storey.least_min()).fold(f64::INFINITY, f64::min);
        let words = match language {
            Language::English => {
                format!("{count} of {homes} homes, levels {lowest} to {highest}, least {least_min:.0} min")
            }
            Language::Chinese => {
                format!("{homes} 户中 {count} 户，{lowest}–{highest} 层，最少 {least_min:.0} 分钟")
            }
        };
        let assumed = if building.is_assumed {
            either(language, " (homes assumed)", "（住户为假定）")
        } else {
            ""
        };
        let _ = writeln!(text, "  {}\t{words}{assumed}", building.key);
    }
    if listed.len() > MOST_LISTED {
        let more = listed.len() - MOST_LISTED;
        let _ = writeln!(
            text,
            "  … {more} {}",
            either(language, "more; --csv lists all", "栋未列出，详见 --csv")
        );
    }
    text
}
