//! `linli stages`: what stands on each date of a schedule, and what is wrong with it.

mod dates;
mod print;

use std::path::Path;

use anyhow::Context as _;
use linli_io::Language;
use linli_model::{Aabb, Community, ElementId, Schedule, Stage};
use linli_sim::stages::{
    ClashOptions, CutOff, ScheduleProblem, Severity, StageSummary, Timeline, WorkClashes,
    cut_off_by_closures, stage_summary, work_clashes,
};
use linli_space::{Ground, StreetGraph, shape_of};

use crate::args::StagesArgs;
use crate::info;
use crate::outcome::Outcome;
use crate::output::put;

/// Largest schedule file that is read, bytes.
const MOST_BYTES: u64 = 256 << 20;

/// Everything that is printed.
struct Answer {
    schedule: Schedule,
    summaries: Vec<StageSummary>,
    problems: Vec<ScheduleProblem>,
    clashes: WorkClashes,
    cut_off: Vec<CutOff>,
}

/// Runs the command.
///
/// # Errors
/// When the scene or the schedule cannot be read, or the dates do not fit together.
pub fn run(args: &StagesArgs, language: Language) -> anyhow::Result<Outcome> {
    let Some(opened) = info::open(&args.scene, language)? else { return Ok(Outcome::Stopped) };
    let file = args.schedule.clone().unwrap_or_else(|| args.scene.join("schedule.json"));
    let answer = answer(&opened.community, read(&file)?, args, language)?;
    if args.json {
        put(&format!("{:#}\n", print::to_json(&answer)));
    } else if args.csv {
        put(&print::to_csv(&answer));
        eprint!("{}", print::findings(&answer, language));
    } else {
        put(&print::to_text(&answer, language));
    }
    let errors = answer.problems.iter().any(|problem| problem.severity == Severity::Error);
    Ok(if errors { Outcome::Wrong } else { Outcome::Done })
}

/// Reads a schedule as JSON.
fn read(file: &Path) -> anyhow::Result<Schedule> {
    let place = || file.display().to_string();
    let size = std::fs::metadata(file).with_context(place)?.len();
    anyhow::ensure!(size <= MOST_BYTES, "{}: larger than {MOST_BYTES} bytes", place());
    let text = std::fs::read_to_string(file).with_context(place)?;
    serde_json::from_str(&text).with_context(place)
}

fn answer(
    community: &Community,
    schedule: Schedule,
    args: &StagesArgs,
    language: Language,
) -> anyhow::Result<Answer> {
    let (timeline, problems) = Timeline::of(community, &schedule);
    let days = dates::days(args, timeline.span(), language)?;
    let summary = |day| stage_summary(community, &timeline, Stage::Construction, day);
    let summaries = days.into_iter().map(summary).collect();
    let ground = Ground::of(community);
    let boxes = boxes(community, &timeline, &ground);
    let clashes = work_clashes(community, &timeline, &schedule, &boxes, &ClashOptions::default());
    let graph = StreetGraph::on_ground(community, &ground);
    let cut_off = cut_off_by_closures(community, &timeline, &graph);
    Ok(Answer { schedule, summaries, problems, clashes, cut_off })
}

/// Boxes of the elements that some task works on.
fn boxes(community: &Community, timeline: &Timeline, ground: &Ground) -> Vec<Aabb> {
    let aabb = |(id, element): (ElementId, _)| {
        if timeline.tasks_of(id).is_empty() { Aabb::EMPTY } else { shape_of(element, ground).aabb() }
    };
    community.iter().map(aabb).collect()
}
