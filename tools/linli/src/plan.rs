//! `linli plan`: a site plan at scale.

use anyhow::{Context as _, bail};
use linli_io::Language;
use linli_present::site_plan::{PaperSize, SitePlan, SitePlanError, site_plan};

use crate::args::PlanArgs;
use crate::info::open;
use crate::outcome::Outcome;
use crate::output::put;
use crate::simulate::moment::in_use;
use crate::speech::either;
use crate::variant;

/// Runs the command.
///
/// # Errors
/// When the scene or its schedule cannot be read, nothing can be drawn, or the file cannot be written.
pub fn run(args: &PlanArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(mut opened) = open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    if let Some(key) = &args.variant {
        opened.community = variant::applied(&args.scene, &opened.community, key, language)?;
    }
    let (in_use, _) = in_use(&args.moment, &args.scene, &opened.file, &opened.community, language)?;
    let anchor = opened.community.frame.anchor_m;
    let centre = match &args.centre {
        Some(text) => {
            let what = either(language, "two numbers are wanted: east,north", "需要两个数：东坐标,北坐标");
            let [east, north] = two_numbers(text).with_context(|| format!("{text}: {what}"))?;
            Some([east - anchor[0], north - anchor[1]])
        }
        None => None,
    };
    let paper = PaperSize::from_name(&args.paper).unwrap_or_default();
    let ask = SitePlan { paper, scale: args.scale, centre, underground: args.underground, language };
    let drawing = match site_plan(&opened.community, &|id| in_use.is_used(id), &ask) {
        Ok(drawing) => drawing,
        Err(problem) => bail!("{}: {}", args.scene.display(), told(&problem, language)),
    };
    match &args.out {
        Some(path) => std::fs::write(path, drawing.to_svg()).with_context(|| path.display().to_string())?,
        None => put(&drawing.to_svg()),
    }
    Ok(Outcome::Done)
}

fn two_numbers(text: &str) -> Option<[f64; 2]> {
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|part| part.trim().parse().ok().filter(|v: &f64| v.is_finite())).collect();
    numbers?.try_into().ok()
}

fn told(problem: &SitePlanError, language: Language) -> String {
    match (language, problem) {
        (Language::English, problem) => problem.to_string(),
        (Language::Chinese, SitePlanError::Empty) => "场景中没有可画入平面图的内容".to_owned(),
        (Language::Chinese, SitePlanError::Scale(scale)) => {
            format!("无法按 1 : {scale} 绘制；比例尺分母应在 1 到 1000000 之间")
        }
        (Language::Chinese, SitePlanError::TooLarge) => {
            "任何常用比例尺都放不下整个场景；请给出 --centre 和 --scale".to_owned()
        }
    }
}
