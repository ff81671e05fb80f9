//! `linli layout`: proposals for parcels, as variants of the scene.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use linli_io::{Language, write_variant};
use linli_model::{Key, Schedule};
use linli_present::layout::{LayoutNamed, contact_sheet};
use linli_sim::green::GreenProfile;
use linli_sim::layout::{
    Layout, LayoutRules, LayoutStudy, Objective, ParcelChoice, PlanFault, Programme, SearchOptions,
    StudyRules,
};
use linli_sim::reach::ReachRules;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::args::LayoutArgs;
use crate::info::{Opened, open};
use crate::outcome::Outcome;
use crate::output::put;
use crate::schedule;
use crate::simulate::table::Table;
use crate::speech::either;
use crate::watch::Watch;

/// Layouts on the contact sheet.
const ON_SHEET: usize = 8;
/// City profile that green is counted by in the check.
const GREEN_PROFILE: &str = "zj_default";

/// Runs the command.
///
/// # Errors
/// When the scene cannot be read, nothing can be built on, or a file cannot be written.
pub fn run(args: &LayoutArgs, language: Language) -> anyhow::Result<Outcome> {
    let objectives = objectives(&args.objective, language)?;
    let rules = match &args.rules {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            LayoutRules::from_json(&text).with_context(|| path.display().to_string())?
        }
        None => LayoutRules::standard()?,
    };
    let Some(opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let schedule = works(args, &opened, language)?;
    let community = Arc::new(opened.community);
    let rules = StudyRules {
        layout: rules,
        reach: ReachRules::standard()?,
        green: GreenProfile::built_in(GREEN_PROFILE)?,
    };
    let study = LayoutStudy::new(community, &schedule, &choice(args), rules).map_err(|error| {
        let [english, chinese] = error.text();
        anyhow::anyhow!("{}: {}", args.scene.display(), either(language, &english, &chinese))
    })?;
    let standing = study.site.standing;
    let programme = Programme {
        homes: args.homes.map_or(standing.homes, f64::from),
        jobs: args.jobs.map_or(standing.jobs, f64::from),
    };
    let options = SearchOptions {
        objectives,
        programme,
        count: args.count as usize,
        generations: args.generations as usize,
        seed: args.seed,
    };
    let watch = Watch::new(language);
    let found = study.search(&options, &watch);
    watch.finish();
    let Some(found) = found else { return Ok(Outcome::Stopped) };
    let faults: Vec<Vec<PlanFault>> = found
        .par_iter()
        .map(|layout| if crate::watch::stopped() { Vec::new() } else { study.faults(layout) })
        .collect();
    if crate::watch::stopped() {
        return Ok(Outcome::Stopped);
    }
    let layouts = found.iter().zip(faults).enumerate().map(|(place, (layout, faults))| Proposal {
        name: format!("layout-{:03}", place + 1),
        layout,
        faults,
    });
    let layouts: Vec<Proposal<'_>> = layouts.collect();
    write_all(&args.out, &study, &layouts, &options, language)?;
    put(&summary(&study, &layouts, &options, language));
    Ok(Outcome::Done)
}

/// One layout, checked.
struct Proposal<'a> {
    name: String,
    layout: &'a Layout,
    faults: Vec<PlanFault>,
}

fn objectives(names: &[String], language: Language) -> anyhow::Result<Vec<Objective>> {
    let mut objectives = Vec::new();
    for name in names {
        match Objective::from_name(name) {
            Some(objective) if !objectives.contains(&objective) => objectives.push(objective),
            Some(_) => {}
            None => {
                let known: Vec<&str> = Objective::ALL.iter().map(|objective| objective.name()).collect();
                let what = either(language, "no such objective; there are", "没有该目标，可用");
                bail!("{name}: {what} {}", known.join(", "));
            }
        }
    }
    if objectives.is_empty() { Ok(Objective::ALL.to_vec()) } else { Ok(objectives) }
}

fn choice(args: &LayoutArgs) -> ParcelChoice {
    if args.all {
        ParcelChoice::All
    } else if args.parcel.is_empty() {
        ParcelChoice::ImplementationUnit
    } else {
        ParcelChoice::Keys(args.parcel.iter().map(|key| Key::from(key.as_str())).collect())
    }
}

/// The works of the scene; none where it has no schedule.
fn works(args: &LayoutArgs, opened: &Opened, language: Language) -> anyhow::Result<Schedule> {
    if opened.file.schedule.is_none() {
        return Ok(Schedule::default());
    }
    Ok(schedule::open(None, &args.scene, &opened.file, language)?.0)
}

fn write_all(
    folder: &Path,
    study: &LayoutStudy,
    layouts: &[Proposal<'_>],
    options: &SearchOptions,
    language: Language,
) -> anyhow::Result<()> {
    let variants = folder.join("variants");
    std::fs::create_dir_all(&variants).with_context(|| variants.display().to_string())?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())
    };
    for proposal in layouts {
        let variant = study.variant(proposal.layout, &proposal.name);
        let text = write_variant(&variant, &study.community.frame).map_err(anyhow::Error::msg)?;
        write(&format!("variants/{}.json", proposal.name), text)?;
    }
    write("layouts.csv", csv(study, layouts))?;
    write("layouts.json", format!("{:#}\n", to_json(study, layouts, options)))?;
    let named = layouts.iter().take(ON_SHEET);
    let named: Vec<LayoutNamed<'_>> =
        named.map(|proposal| LayoutNamed { name: &proposal.name, layout: proposal.layout }).collect();
    write("contact_sheet.svg", contact_sheet(study, &named, language))
}

fn csv(study: &LayoutStudy, layouts: &[Proposal<'_>]) -> String {
    let site = &study.site;
    let mut header: Vec<String> = vec!["layout".to_owned()];
    header.extend(Objective::ALL.iter().map(|objective| objective.name().to_owned()));
    header.extend(["floor_m2", "coverage", "homes", "jobs", "missing", "faults"].map(str::to_owned));
    header.extend(site.parcels.iter().map(|parcel| format!("far {}", parcel.key)));
    let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<_>>());
    let area: f64 = site.parcels.iter().map(|parcel| parcel.area_m2).sum();
    for proposal in layouts {
        let s = &proposal.layout.screened;
        let mut row = vec![proposal.name.clone()];
        row.extend(s.values.iter().map(|value| format!("{value:.4}")));
        row.extend([
            format!("{:.0}", s.floor_m2),
            format!("{:.4}", s.ground_m2 / area),
            format!("{:.0}", s.homes),
            format!("{:.0}", s.jobs),
            format!("{:.4}", s.missing),
            proposal.faults.len().to_string(),
        ]);
        row.extend(site.parcels.iter().zip(&proposal.layout.massings).map(|(parcel, massing)| {
            let floor: f64 = massing.blocks.iter().map(|block| block.floor_m2(parcel)).sum();
            format!("{:.3}", floor / parcel.area_m2)
        }));
        table.row(&row);
    }
    table.into_text()
}

fn to_json(study: &LayoutStudy, layouts: &[Proposal<'_>], options: &SearchOptions) -> Value {
    let (site, rules) = (&study.site, &study.rules.layout);
    let parcels: Vec<Value> = site
        .parcels
        .iter()
        .map(|parcel| {
            json!({
                "parcel": parcel.key, "name": parcel.name, "land_use": parcel.land_use,
                "area_m2": parcel.area_m2, "far_max": parcel.far_max, "walk_minutes": parcel.walk_minutes,
                "gradient_far": parcel.target_far, "setback_m": parcel.setback_m,
            })
        })
        .collect();
    let layouts: Vec<Value> = layouts
        .iter()
        .map(|layout| {
            let typologies: Vec<Value> = site
                .parcels
                .iter()
                .zip(&layout.layout.massings)
                .map(|(parcel, massing)| json!({"parcel": parcel.key, "typology": massing.typology}))
                .collect();
            json!({
                "layout": layout.name, "screened": layout.layout.screened, "typologies": typologies,
                "faults": layout.faults,
            })
        })
        .collect();
    let objectives: Vec<Value> = Objective::ALL
        .iter()
        .map(|objective| {
            json!({
                "objective": objective.name(), "unit": objective.unit(),
                "more_is_better": objective.more_is_better(),
                "sought": options.objectives.contains(objective),
            })
        })
        .collect();
    json!({
        "rules": {"edition": rules.edition, "note": rules.note},
        "seed": options.seed, "count": options.count, "generations": options.generations,
        "programme": options.programme, "objectives": objectives, "parcels": parcels,
        "left_out": site.left_out, "layouts": layouts,
    })
}

fn summary(
    study: &LayoutStudy,
    layouts: &[Proposal<'_>],
    options: &SearchOptions,
    language: Language,
) -> String {
    let say = |english, chinese| either(language, english, chinese);
    let site = &study.site;
    let tried = options.count * (options.generations + 1);
    let clean = layouts.iter().filter(|layout| layout.faults.is_empty()).count();
    let mut text = format!(
        "{} {} · {} {tried} · {} {} ({} {clean})\n",
        site.parcels.len(),
        say("parcels", "个地块"),
        say("layouts tried:", "试算方案："),
        say("kept, none better than another:", "帕累托方案："),
        layouts.len(),
        say("without fault:", "无违规："),
    );
    for (key, why) in &site.left_out {
        text.push_str(&format!("{key}: {}\n", say(why[0], why[1])));
    }
    for layout in layouts.iter().take(ON_SHEET) {
        let s = &layout.layout.screened;
        let values: Vec<String> = Objective::ALL
            .iter()
            .map(|objective| format!("{} {:.2} {}", objective.name(), s.value(*objective), objective.unit()))
            .collect();
        text.push_str(&format!("{}\t{}\n", layout.name, values.join(" · ")));
    }
    if layouts.iter().all(|layout| layout.layout.screened.missing > 0.0) {
        let what = say(
            "no layout meets the programme within the parcels' limits; the nearest ones are shown",
            "在地块限值内没有方案能满足任务书，列出最接近者",
        );
        text.push_str(&format!("{what}\n"));
    }
    text
}
