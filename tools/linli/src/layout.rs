//! `linli layout`: proposals for parcels, as variants of the scene.

use std::path::Path;

use anyhow::{Context as _, bail};
use linli_io::{Language, write_variant};
use linli_model::{Action, Change, Community, Edit, Element, ElementId, Key, Stage, Variant};
use linli_sim::green::GreenProfile;
use linli_sim::layout::{
    Candidate, LayoutChange, LayoutRules, LayoutSite, Objective, ParcelChoice, PlanFault, Programme,
    SearchOptions, Thumbnail, check_plan, contact_sheet, massings, search,
};
use linli_sim::reach::ReachRules;
use linli_sim::stages::Timeline;
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
    let community = &opened.community;
    let timeline = timeline(args, &opened, language)?;
    let stands = |id: ElementId, element: &Element| {
        let removed = timeline.as_ref().is_some_and(|timeline| timeline.is_removed_by_plan(id));
        element.presence.is_part_of(Stage::Design) && !removed
    };
    let reach = ReachRules::standard()?;
    let choice = choice(args);
    let site = LayoutSite::new(community, &stands, &choice, &rules, &reach)
        .map_err(|error| anyhow::anyhow!("{}: {error}", args.scene.display()))?;
    let programme = Programme {
        homes: args.homes.map_or(site.standing.homes, f64::from),
        jobs: args.jobs.map_or(site.standing.jobs, f64::from),
    };
    let options = SearchOptions {
        objectives,
        programme,
        count: args.count as usize,
        generations: args.generations as usize,
        seed: args.seed,
    };
    let watch = Watch::new(language);
    let found = search(&site.parcels, &rules, &options, &watch);
    watch.finish();
    let Some(found) = found else { return Ok(Outcome::Stopped) };
    let order = by_balance(&found, &options.objectives);
    let profile = GreenProfile::built_in("zj_default")?;
    let mut layouts = Vec::new();
    for (place, number) in order.into_iter().enumerate() {
        if crate::watch::stopped() {
            return Ok(Outcome::Stopped);
        }
        let candidate = &found[number];
        let name = format!("layout-{:03}", place + 1);
        let blocks = massings(&site.parcels, &candidate.wishes, &rules);
        let change = LayoutChange::of(community, &site, &blocks, &rules, &name);
        let changed = change.apply(community);
        let removed = |element: &Element| {
            let old = community.id_of(&element.key);
            old.is_some_and(|id| timeline.as_ref().is_some_and(|timeline| timeline.is_removed_by_plan(id)))
        };
        let stands =
            |_: ElementId, element: &Element| element.presence.is_part_of(Stage::Design) && !removed(element);
        let keys: Vec<Key> = site.parcels.iter().map(|parcel| parcel.key.clone()).collect();
        let faults = check_plan(&changed, &stands, &keys, &rules, &profile, &reach);
        layouts.push(Layout { name, candidate, blocks, change, faults });
    }
    write_all(&args.out, &opened, &site, &layouts, &options, &rules, &stands, language)?;
    put(&summary(&site, &layouts, &options, language));
    Ok(Outcome::Done)
}

/// One proposal, checked.
struct Layout<'a> {
    name: String,
    candidate: &'a Candidate,
    blocks: Vec<linli_sim::layout::Massing>,
    change: LayoutChange,
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

fn timeline(args: &LayoutArgs, opened: &Opened, language: Language) -> anyhow::Result<Option<Timeline>> {
    if opened.file.schedule.is_none() {
        return Ok(None);
    }
    let (schedule, _) = schedule::open(None, &args.scene, &opened.file, language)?;
    Ok(Some(Timeline::of(&opened.community, &schedule).0))
}

/// Numbers of candidates, the one first that gives up least of each objective.
fn by_balance(found: &[Candidate], objectives: &[Objective]) -> Vec<usize> {
    let spans: Vec<(f64, f64)> = objectives
        .iter()
        .map(|objective| {
            let values = found.iter().map(|candidate| candidate.screened.value(*objective));
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        })
        .collect();
    let given_up = |candidate: &Candidate| -> f64 {
        let each = objectives.iter().zip(&spans).map(|(objective, (low, high))| {
            let value = candidate.screened.value(*objective);
            let share = if high > low { (value - low) / (high - low) } else { 0.0 };
            let share = if objective.more_is_better() { 1.0 - share } else { share };
            share * share
        });
        candidate.screened.missing * 100.0 + each.sum::<f64>()
    };
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|a, b| given_up(&found[*a]).total_cmp(&given_up(&found[*b])).then(a.cmp(b)));
    order
}

/// The change of a layout as a variant of the scene: the parcels are cleared, facilities move, and each
/// parcel is built on in a step of its own.
fn variant(layout: &Layout<'_>, community: &Community) -> Variant {
    let there = |key: &Key| community.id_of(key).and_then(|id| community.element(id));
    let cleared = layout.change.removed.iter().filter_map(there).map(Change::remove).collect::<Vec<_>>();
    let moves = layout.change.moved.iter().filter_map(|new| {
        let old = there(&new.key)?;
        Some(Change::replace(old, new.clone()))
    });
    let mut edits = vec![Edit::new(Action::Delete(cleared.len() as u32), cleared)];
    edits.push(named(
        "设施迁入新建筑".to_owned(),
        "Facilities move into new buildings".to_owned(),
        moves.collect(),
    ));
    // Keys begin with the layout and the parcel.
    let parcel_of = |element: &Element| element.key.as_str().split('/').nth(1).unwrap_or_default().to_owned();
    for parcel in layout.change.added.chunk_by(|a, b| parcel_of(a) == parcel_of(b)) {
        let name = parcel.first().map(parcel_of).unwrap_or_default();
        let changes = parcel.iter().map(|element| Change::Add(Box::new(element.clone()))).collect();
        edits.push(named(format!("建设地块 {name}"), format!("Build on parcel {name}"), changes));
    }
    edits.retain(|edit| !edit.changes.is_empty());
    let number = layout.name.trim_start_matches("layout-");
    let s = &layout.candidate.screened;
    Variant {
        name_zh: format!("布局方案 {number}"),
        name_en: format!("Layout {number}"),
        note: format!(
            "{:.0} 户、{:.0} 岗位，地上 {:.0} m² / {:.0} homes, {:.0} jobs, {:.0} m² above ground",
            s.homes, s.jobs, s.floor_m2, s.homes, s.jobs, s.floor_m2
        ),
        ..Variant::of(layout.name.clone(), edits)
    }
}

fn named(zh: String, en: String, changes: Vec<Change>) -> Edit {
    Edit::new(Action::Named { zh, en }, changes)
}

#[expect(clippy::too_many_arguments, reason = "everything that the files say")]
fn write_all(
    folder: &Path,
    opened: &Opened,
    site: &LayoutSite,
    layouts: &[Layout<'_>],
    options: &SearchOptions,
    rules: &LayoutRules,
    stands: &dyn Fn(ElementId, &Element) -> bool,
    language: Language,
) -> anyhow::Result<()> {
    let variants = folder.join("variants");
    std::fs::create_dir_all(&variants).with_context(|| variants.display().to_string())?;
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())
    };
    for layout in layouts {
        let text = write_variant(&variant(layout, &opened.community), &opened.community.frame)
            .map_err(anyhow::Error::msg)?;
        write(&format!("variants/{}.json", layout.name), text)?;
    }
    write("layouts.csv", csv(site, layouts))?;
    write("layouts.json", format!("{:#}\n", to_json(site, layouts, options, rules)))?;
    let thumbnails: Vec<Thumbnail<'_>> = layouts
        .iter()
        .take(ON_SHEET)
        .map(|layout| Thumbnail {
            name: &layout.name,
            massings: &layout.blocks,
            screened: &layout.candidate.screened,
        })
        .collect();
    write("contact_sheet.svg", contact_sheet(&opened.community, stands, site, &thumbnails, language))
}

fn csv(site: &LayoutSite, layouts: &[Layout<'_>]) -> String {
    let mut header: Vec<String> = vec!["layout".to_owned()];
    header.extend(Objective::ALL.iter().map(|objective| objective.name().to_owned()));
    header.extend(["floor_m2", "coverage", "homes", "jobs", "missing", "faults"].map(str::to_owned));
    header.extend(site.parcels.iter().map(|parcel| format!("far {}", parcel.key)));
    let mut table = Table::new(&header.iter().map(String::as_str).collect::<Vec<_>>());
    let area: f64 = site.parcels.iter().map(|parcel| parcel.area_m2).sum();
    for layout in layouts {
        let s = &layout.candidate.screened;
        let mut row = vec![layout.name.clone()];
        row.extend(s.values.iter().map(|value| format!("{value:.4}")));
        row.extend([
            format!("{:.0}", s.floor_m2),
            format!("{:.4}", s.ground_m2 / area),
            format!("{:.0}", s.homes),
            format!("{:.0}", s.jobs),
            format!("{:.4}", s.missing),
            layout.faults.len().to_string(),
        ]);
        row.extend(site.parcels.iter().zip(&layout.blocks).map(|(parcel, massing)| {
            let floor: f64 = massing.blocks.iter().map(|block| block.floor_m2(parcel)).sum();
            format!("{:.3}", floor / parcel.area_m2)
        }));
        table.row(&row);
    }
    table.into_text()
}

fn to_json(site: &LayoutSite, layouts: &[Layout<'_>], options: &SearchOptions, rules: &LayoutRules) -> Value {
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
                .zip(&layout.blocks)
                .map(|(parcel, massing)| json!({"parcel": parcel.key, "typology": massing.typology}))
                .collect();
            json!({
                "layout": layout.name, "screened": layout.candidate.screened, "typologies": typologies,
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

fn summary(site: &LayoutSite, layouts: &[Layout<'_>], options: &SearchOptions, language: Language) -> String {
    let say = |english, chinese| either(language, english, chinese);
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
        let s = &layout.candidate.screened;
        let values: Vec<String> = Objective::ALL
            .iter()
            .map(|objective| format!("{} {:.2} {}", objective.name(), s.value(*objective), objective.unit()))
            .collect();
        text.push_str(&format!("{}\t{}\n", layout.name, values.join(" · ")));
    }
    if layouts.iter().all(|layout| layout.candidate.screened.missing > 0.0) {
        let what = say(
            "no layout meets the programme within the parcels' limits; the nearest ones are shown",
            "在地块限值内没有方案能满足任务书，列出最接近者",
        );
        text.push_str(&format!("{what}\n"));
    }
    text
}
