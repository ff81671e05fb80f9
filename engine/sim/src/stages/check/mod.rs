//! What is wrong with a schedule.

mod circle;
mod dates;
mod dependencies;
mod elements;
mod storeys;

use linli_model::{Community, Schedule};

use super::problem::ScheduleProblem;
use super::timeline::Timeline;
use super::tree::TaskTree;

/// Checks tasks by themselves and against each other.
pub(super) fn tasks(
    schedule: &Schedule,
    tree: &TaskTree<'_>,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    dates::check(schedule, tree, timeline, problems);
    dependencies::check(schedule, tree, timeline, problems);
    circle::check(schedule, tree, problems);
}

/// Checks what the tasks do to the elements.
pub(super) fn elements(
    community: &Community,
    schedule: &Schedule,
    timeline: &Timeline,
    problems: &mut Vec<ScheduleProblem>,
) {
    storeys::check(community, schedule, timeline, problems);
    elements::check(community, schedule, timeline, problems);
}
