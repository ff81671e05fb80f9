//! Which elements of a scene count: the picture that is asked for.

use chrono::NaiveDate;
use linli_io::Language;
use linli_model::Stage;
use linli_sim::density::{Counting, counted_elements};
use linli_sim::stages::Timeline;

use crate::args::{Counted, CountedArgs};
use crate::info::Opened;
use crate::schedule;

/// The schedule of a scene on its elements; nothing when it has none and none is named.
///
/// # Errors
/// When a schedule is named and cannot be read.
pub fn timeline(
    args: &CountedArgs,
    opened: &Opened,
    scene: &std::path::Path,
    language: Language,
) -> anyhow::Result<Option<Timeline>> {
    let is_wanted = args.schedule.is_some() || opened.file.schedule.is_some();
    if !is_wanted && args.stage != Counted::Construction {
        return Ok(None);
    }
    let (schedule, _) = schedule::open(args.schedule.as_deref(), scene, &opened.file, language)?;
    Ok(Some(Timeline::of(&opened.community, &schedule).0))
}

/// Which buildings count.
pub fn counting(args: &CountedArgs) -> Counting {
    match (args.stage, args.date) {
        (Counted::Existing, _) => Counting::Existing,
        (Counted::Planning, _) => Counting::Stage(Stage::Planning),
        (Counted::Design, _) => Counting::Stage(Stage::Design),
        (Counted::Construction, day) => Counting::On(day.unwrap_or(NaiveDate::MIN)),
    }
}

/// For each element whether it counts.
pub fn counted(args: &CountedArgs, opened: &Opened, timeline: Option<&Timeline>) -> Vec<bool> {
    counted_elements(&opened.community, timeline, counting(args))
}

/// The picture in words for files.
pub fn name(args: &CountedArgs) -> String {
    match (args.stage, args.date) {
        (Counted::Existing, _) => "existing".to_owned(),
        (Counted::Planning, _) => "planning".to_owned(),
        (Counted::Design, _) => "design".to_owned(),
        (Counted::Construction, Some(day)) => format!("construction {day}"),
        (Counted::Construction, None) => "construction".to_owned(),
    }
}
