//! `linli timelapse`: the days of a film, drawn by `linli-view`.

use std::ffi::OsString;

use anyhow::bail;
use chrono::NaiveDate;
use linli_io::{Language, read_scene_file};
use linli_present::{MOST_FRAMES, days_between};

use crate::args::TimelapseArgs;
use crate::open;
use crate::outcome::Outcome;
use crate::schedule::{self, Alone};
use crate::speech::either;

/// Runs the command.
///
/// # Errors
/// When the scene, its schedule or the window program is missing, or the dates do not fit together.
pub fn run(args: &TimelapseArgs, language: Language) -> anyhow::Result<Outcome> {
    let program = open::viewer(language)?;
    let file = read_scene_file(&args.scene).map_err(|error| anyhow::anyhow!(error.text(language)))?;
    if args.tour.is_some() {
        return open::start(&program, words(args, None, language));
    }
    let (schedule, _) = schedule::open(None, &args.scene, &file, language)?;
    let [from, to] = dates(args, schedule, language)?;
    open::start(&program, words(args, Some([from, to]), language))
}

/// First and last day: those asked for, else those of the schedule.
fn dates(
    args: &TimelapseArgs,
    schedule: linli_model::Schedule,
    language: Language,
) -> anyhow::Result<[NaiveDate; 2]> {
    let span = Alone::of(schedule).span();
    let from = args.from.or_else(|| span.map(|span| span.start));
    let to = args.to.or_else(|| span.map(|span| span.finish));
    let (Some(from), Some(to)) = (from, to) else {
        let what = "the schedule has no dates; give the first and the last day with --from and --to";
        bail!("{}", either(language, what, "进度计划中没有日期；请用 --from 和 --to 指定起止日期"));
    };
    if from > to {
        let what = either(language, "the first date lies after the last", "起始日期晚于结束日期");
        bail!("{what}: {from} > {to}");
    }
    if days_between(from, to, args.every).nth(MOST_FRAMES).is_some() {
        let what = either(language, "too many frames; take longer steps", "帧数过多，请加大步长");
        bail!("{what} (> {MOST_FRAMES})");
    }
    Ok([from, to])
}

/// The command line of `linli-view`.
fn words(args: &TimelapseArgs, days: Option<[NaiveDate; 2]>, language: Language) -> Vec<OsString> {
    let mut words: Vec<OsString> = vec!["timelapse".into(), args.scene.clone().into_os_string()];
    let mut push = |name: &str, value: OsString| words.extend([name.into(), value]);
    if let Some(tour) = &args.tour {
        push("--tour", tour.into());
    }
    if let Some([from, to]) = days {
        push("--from", from.to_string().into());
        push("--to", to.to_string().into());
    }
    push("--every", args.every.to_string().into());
    push("--fps", args.fps.to_string().into());
    words.extend(open::drawing_words(&args.draw, &args.out, language));
    words
}
