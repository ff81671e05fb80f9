//! The stage and the day that a simulation is asked for, and what is in use then.

use std::path::{Path, PathBuf};

use anyhow::bail;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use linli_io::{Language, SceneFile, read_scene_schedule};
use linli_model::{Community, Schedule, Stage};
use linli_sim::reach::InUse;
use linli_sim::stages::Timeline;

use crate::schedule;
use crate::speech::either;

/// The moment that is asked for.
#[derive(Debug, Args)]
pub struct MomentArgs {
    /// Stage of the place: what is not part of it does not count
    #[arg(long, value_enum, default_value_t = StageName::Design)]
    pub stage: StageName,
    /// Day of the construction stage; the data date of the schedule when not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<NaiveDate>,
    /// Schedule file; the one of the scene when not given
    #[arg(long, value_name = "FILE")]
    pub schedule: Option<PathBuf>,
}

/// A stage on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StageName {
    /// Land uses and massing: what stays, with what is proposed
    Planning,
    /// The finished plan: what stays, with what is designed
    Design,
    /// What stands on one day
    Construction,
}

impl From<StageName> for Stage {
    fn from(name: StageName) -> Self {
        match name {
            StageName::Planning => Self::Planning,
            StageName::Design => Self::Design,
            StageName::Construction => Self::Construction,
        }
    }
}

/// What is in use in the stage that is asked for, and the day when it counts. A place without a schedule
/// stands as it is; only a day of its construction cannot be told.
///
/// # Errors
/// When the schedule cannot be read, or the day of the construction stage is not known.
pub fn in_use(
    args: &MomentArgs,
    scene: &Path,
    file: &SceneFile,
    community: &Community,
    language: Language,
) -> anyhow::Result<(InUse, Option<NaiveDate>)> {
    let stage: Stage = args.stage.into();
    let given = args.schedule.is_some() || stage == Stage::Construction;
    let known = match given {
        true => Some(schedule::open(args.schedule.as_deref(), scene, file, language)?.0),
        false => read_scene_schedule(scene, file)
            .map_err(|rejection| anyhow::anyhow!("{}", rejection.0.text(language)))?
            .map(|(schedule, _)| schedule),
    };
    let schedule =
        known.unwrap_or_else(|| Schedule { name: String::new(), data_date: None, tasks: Vec::new() });
    let (timeline, _) = Timeline::of(community, &schedule);
    let day = args.date.or(schedule.data_date).filter(|_| stage == Stage::Construction);
    if stage == Stage::Construction && day.is_none() {
        let what = "the schedule has no data date; give the day with --date";
        bail!("{}", either(language, what, "进度计划没有数据日期；请用 --date 指定日期"));
    }
    Ok((InUse::at(community, &timeline, stage, day.unwrap_or_default()), day))
}
