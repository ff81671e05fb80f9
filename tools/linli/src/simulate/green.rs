//! `linli simulate green`: the ledger of green, ratios, parks within reach, rain and sun.

use std::path::Path;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use linli_io::Language;
use linli_model::{Community, Element, ElementId, Stage};
use linli_sim::green::{
    GreenAccess, GreenModel, GreenProfile, ProfileError, green_geojson, green_json, ledger_csv, sites_csv,
};
use linli_sim::indicator::{Indicator, Value, Verdict};
use linli_sim::reach::ReachRules;
use linli_sim::stages::Timeline;
use linli_space::StreetGraph;

use crate::args::GreenArgs;
use crate::info::{Opened, open};
use crate::outcome::Outcome;
use crate::output::put;
use crate::speech::either;
use crate::{schedule, variant};

/// Runs the command.
///
/// # Errors
/// When the scene, its schedule or the profile cannot be read, or a file cannot be written.
pub fn run(args: &GreenArgs, language: Language) -> anyhow::Result<Outcome> {
    let profile = profile(&args.profile, language)?;
    let Some(mut opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    if let Some(key) = &args.variant {
        opened.community = variant::applied(&args.scene, &opened.community, key, language)?;
    }
    let standing = Standing::new(args, &opened, language)?;
    let stands = |id: ElementId, element: &Element| standing.has(&opened.community, id, element);
    let rules = ReachRules::standard()?;
    let model = GreenModel::new(&opened.community, profile, &rules, &stands);
    if model.sites().is_empty() {
        bail!(
            "{}: {}",
            args.scene.display(),
            either(
                language,
                "nothing is mapped that green could be counted for",
                "场景中没有可统计绿地的内容"
            )
        );
    }
    let streets = StreetGraph::of(&opened.community);
    let access = model.access(&opened.community, &streets, &rules, &stands);
    let figures = model.figures(access.as_ref());
    match &args.out {
        Some(folder) => write_all(args, folder, &model, &figures, access.as_ref(), &opened.community)?,
        None if args.json => put(&format!("{:#}\n", green_json(&model, &figures, access.as_ref())?)),
        None if args.csv => put(&sites_csv(&model, &figures)),
        None if args.geojson => put(&format!("{}\n", green_geojson(&model, &opened.community.frame)?)),
        None => {}
    }
    if args.out.is_some() || !(args.json || args.csv || args.geojson) {
        put(&summary(&model, &figures, language));
    }
    Ok(Outcome::Done)
}

/// A profile that comes with the program, or one from a file.
fn profile(name: &str, language: Language) -> anyhow::Result<GreenProfile> {
    match GreenProfile::built_in(name) {
        Err(ProfileError::Base(_)) => {}
        known => return Ok(known?),
    }
    let path = Path::new(name);
    if !path.is_file() {
        let what = either(
            language,
            "no such profile and no such file; profiles that come with the program:",
            "没有该城市规则，也没有该文件；内置规则：",
        );
        bail!("{name}: {what} {}", GreenProfile::built_in_keys().join(", "));
    }
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    GreenProfile::from_json(&text).with_context(|| path.display().to_string())
}

/// What stands in the stage that was asked for.
struct Standing {
    stage: Stage,
    timeline: Option<(Timeline, NaiveDate)>,
}

impl Standing {
    fn new(args: &GreenArgs, opened: &Opened, language: Language) -> anyhow::Result<Self> {
        let Some(stage) = Stage::from_name(&args.stage) else { bail!("{}", args.stage) };
        let timeline = if opened.file.schedule.is_some() {
            let (schedule, _) = schedule::open(None, &args.scene, &opened.file, language)?;
            let (timeline, _) = Timeline::of(&opened.community, &schedule);
            let last = timeline.span().map(|span| span.finish);
            args.date.or(last).map(|day| (timeline, day))
        } else {
            None
        };
        if stage == Stage::Construction && timeline.is_none() {
            let what = either(
                language,
                "the scene has no schedule, so there is no construction stage",
                "场景没有进度计划，因此没有建设阶段",
            );
            bail!("{}: {what}", args.scene.display());
        }
        Ok(Self { stage, timeline })
    }

    fn has(&self, community: &Community, id: ElementId, element: &Element) -> bool {
        match &self.timeline {
            // What a variant adds is of no task; it stands as its presence says.
            Some((timeline, day)) => timeline.shown(community, id, self.stage, *day),
            None => element.presence.is_part_of(self.stage),
        }
    }
}

fn write_all(
    args: &GreenArgs,
    folder: &Path,
    model: &GreenModel,
    figures: &[Vec<Indicator>],
    access: Option<&GreenAccess>,
    community: &Community,
) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let all = !(args.json || args.csv || args.geojson);
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| path.display().to_string())
    };
    if all || args.json {
        write("green.json", format!("{:#}\n", green_json(model, figures, access)?))?;
    }
    if all || args.csv {
        write("green_sites.csv", sites_csv(model, figures))?;
        write("green_ledger.csv", ledger_csv(model, &model.ledger()))?;
    }
    if all || args.geojson {
        write("green.geojson", green_geojson(model, &community.frame)?)?;
    }
    Ok(())
}

/// Figures of the units, and the parcels that miss their limit.
fn summary(model: &GreenModel, figures: &[Vec<Indicator>], language: Language) -> String {
    let mut text = format!("{} ({})\n", model.profile().name.text(language), model.profile().edition);
    for (site, figures) in model.sites().iter().zip(figures) {
        let name = match (&site.name, &site.key) {
            (Some(name), _) => name.clone(),
            (None, Some(key)) => key.to_string(),
            (None, None) => {
                either(language, "all land (no unit is mapped)", "全部用地（未绘制单元）").to_owned()
            }
        };
        let missed =
            figures.iter().filter(|figure| figure.limits.iter().any(|limit| is_broken(limit.verdict)));
        if site.kind == linli_sim::green::SiteKind::Parcel {
            for figure in missed {
                text.push_str(&format!("{name}\t{}\n", line(figure, language)));
            }
            continue;
        }
        text.push_str(&format!("\n{name}\t{:.1} ha\n", site.area_m2() / 1e4));
        figures.iter().for_each(|figure| text.push_str(&format!("  {}\n", line(figure, language))));
    }
    let issues = model.issues().len();
    if issues > 0 {
        let what = either(
            language,
            "places where the data had to be decided by a rule; --json lists them",
            "处数据按规则处理，详见 --json",
        );
        text.push_str(&format!("\n{issues} {what}\n"));
    }
    text
}

fn is_broken(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Broken | Verdict::LikelyBroken)
}

/// One figure with its limit.
fn line(figure: &Indicator, language: Language) -> String {
    let spec = figure.spec;
    let value = match figure.value {
        Value::Known(value) => format!("{value:.*} {}", usize::from(spec.decimals), spec.unit),
        Value::Unknown(why) => format!("– ({})", why.text(language)),
    };
    let limits = figure.limits.iter().map(|judged| {
        let what = match judged.verdict {
            Verdict::Kept => either(language, "kept", "符合"),
            Verdict::Broken => either(language, "not kept", "不符合"),
            Verdict::LikelyKept => either(language, "likely kept", "可能符合"),
            Verdict::LikelyBroken => either(language, "likely not kept", "可能不符合"),
            Verdict::Unknown => either(language, "not known", "未知"),
        };
        let tag = judged.limit.confidence.map_or(String::new(), |tag| format!(" [{}]", tag.tag()));
        format!("  ≥ {} {what}: {}{tag}", judged.limit.value, judged.limit.clause)
    });
    format!("{}\t{}{}", spec.title.text(language), value.trim_end(), limits.collect::<String>())
}
