//! `linli stages`: what stands on each date of a schedule, and what is wrong with it.

mod dates;
mod print;

use linli_io::{FileReport, Language};
use linli_model::{Aabb, Community, Element, ElementId, Schedule, Stage, Vertical};
use linli_sim::stages::{
    ClashOptions, CutOff, ScheduleProblem, StageSummary, Timeline, WorkClashes, cut_off_by_closures,
    stage_summary, work_clashes,
};
use linli_space::{Ground, StreetGraph, shape_of};

use crate::args::StagesArgs;
use crate::info;
use crate::outcome::Outcome;
use crate::output::put;
use crate::schedule;

/// Everything that is printed.
struct Answer {
    schedule: Schedule,
    report: FileReport,
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
    let read = schedule::open(args.schedule.as_deref(), &args.scene, &opened.file, language)?;
    let answer = answer(&opened.community, read, args, language)?;
    if args.json {
        put(&format!("{:#}\n", print::to_json(&answer)));
    } else if args.csv {
        put(&print::to_csv(&answer));
        eprint!("{}", print::findings(&answer, language));
    } else {
        put(&print::to_text(&answer, language));
    }
    let unread = answer.report.worst() == Some(linli_io::Severity::Error);
    Ok(if unread || schedule::has_errors(&answer.problems) { Outcome::Wrong } else { Outcome::Done })
}

fn answer(
    community: &Community,
    (schedule, report): (Schedule, FileReport),
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
    Ok(Answer { schedule, report, summaries, problems, clashes, cut_off })
}

/// Boxes of the elements that some task works on: of their shapes, else of what the source drew.
fn boxes(community: &Community, timeline: &Timeline, ground: &Ground) -> Vec<Aabb> {
    let aabb = |(id, element): (ElementId, &Element)| {
        if timeline.tasks_of(id).is_empty() {
            return Aabb::EMPTY;
        }
        let shape = shape_of(element, ground).aabb();
        if !shape.is_empty() {
            return shape;
        }
        let mut drawn = element.geometry.aabb();
        if element.vertical == Vertical::AboveGround && !drawn.is_empty() {
            let [x, y, _] = drawn.centre();
            let height = ground.height_at(x, y);
            (drawn.min[2], drawn.max[2]) = (drawn.min[2] + height, drawn.max[2] + height);
        }
        drawn
    };
    community.iter().map(aabb).collect()
}
