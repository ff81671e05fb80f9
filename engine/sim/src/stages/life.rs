//! The life of one element: from which day it is there, and until when.

use linli_model::{Truth, Work};

use super::dates::{Days, Job};
use super::state::{ElementState, Standing, Timeliness};
use super::storeys::Storeys;

/// Shares that differ by less are the same.
const SAME_SHARE: f64 = 1e-6;

/// How an element comes to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Origin {
    /// It is never there.
    Never,
    /// It has always been there.
    Always,
    /// It is there from a day on.
    From(i32),
    /// It is built from the first to the last day.
    Built(Days),
    /// It is there on the days of its tasks, and no more after the last.
    OnDays(i32),
}

/// What decides the state of an element on each day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Life {
    pub origin: Origin,
    /// From the first to the last day of its removal.
    pub fall: Option<Days>,
    /// Storeys, for buildings.
    pub storeys: Option<Storeys>,
    /// Whether it exists and the plan removes it.
    pub removed_by_plan: bool,
}

impl Life {
    /// The life of an element of a truth under the work on it; `last` is the last day of the schedule.
    pub fn of<'a>(
        truth: Truth,
        jobs: impl Iterator<Item = &'a Job> + Clone,
        last: Option<i32>,
        storeys: Option<Storeys>,
    ) -> Self {
        let days = |works: &[Work]| -> Option<Days> {
            let of_works = jobs.clone().filter(|job| works.contains(&job.work));
            of_works.map(|job| (job.days.start, job.days.finish)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        };
        let on_days = days(&[Work::Build, Work::Temporary, Work::Maintain]).map(|(_, last)| last);
        let origin = match truth {
            Truth::Existing => Origin::Always,
            Truth::Proposed => Origin::Never,
            Truth::Temporary => on_days.map_or(Origin::Never, Origin::OnDays),
            Truth::Designed => match (days(&[Work::Build]), days(&[Work::Temporary])) {
                (Some(days), _) => Origin::Built(days),
                (None, Some((_, last))) => Origin::OnDays(on_days.unwrap_or(last)),
                (None, None) => last.map_or(Origin::Never, Origin::From),
            },
        };
        let fall = days(&[Work::Demolish]).filter(|_| origin != Origin::Never);
        Self { origin, fall, storeys, removed_by_plan: truth == Truth::Existing && fall.is_some() }
    }

    /// The state at the end of a day.
    pub fn at<'a>(&self, jobs: impl Iterator<Item = &'a Job> + Clone, day: i32) -> ElementState {
        let (standing, share) = self.standing(jobs.clone(), day);
        let storeys_done = self.storeys.map_or(0.0, |storeys| match standing {
            Standing::NotYet | Standing::Gone => 0.0,
            Standing::Rising => storeys.done(jobs.clone().filter(|job| job.work == Work::Build), day),
            Standing::Stands | Standing::Maintained => storeys.all,
            Standing::Falling => storeys.all * (1.0 - share as f32),
        });
        ElementState {
            standing,
            share: share as f32,
            storeys_done,
            timeliness: timeliness(jobs.clone(), day),
            closed: jobs.clone().any(|job| job.work == Work::Close && job.days.contains(day)),
        }
    }

    fn standing<'a>(&self, jobs: impl Iterator<Item = &'a Job> + Clone, day: i32) -> (Standing, f64) {
        match self.fall {
            Some((_, last)) if day > last => return (Standing::Gone, 1.0),
            Some((first, _)) if day >= first => {
                return (Standing::Falling, share(jobs, Work::Demolish, day));
            }
            _ => {}
        }
        let works = |work| jobs.clone().any(|job| job.work == work && job.days.contains(day));
        let there =
            || if works(Work::Maintain) { (Standing::Maintained, 1.0) } else { (Standing::Stands, 1.0) };
        match self.origin {
            Origin::Never => (Standing::NotYet, 0.0),
            Origin::From(first) if day < first => (Standing::NotYet, 0.0),
            Origin::Built((first, _)) if day < first => (Standing::NotYet, 0.0),
            Origin::Built((_, last)) if day <= last => (Standing::Rising, share(jobs, Work::Build, day)),
            Origin::Always | Origin::From(_) | Origin::Built(_) => there(),
            Origin::OnDays(last) if day > last => (Standing::Gone, 1.0),
            Origin::OnDays(_) if works(Work::Temporary) || works(Work::Maintain) => there(),
            Origin::OnDays(_) if works(Work::Build) => (Standing::Rising, share(jobs, Work::Build, day)),
            Origin::OnDays(_) => (Standing::NotYet, 0.0),
        }
    }
}

/// Share of a kind of work that is done, each task weighed by its days.
fn share<'a>(jobs: impl Iterator<Item = &'a Job>, work: Work, day: i32) -> f64 {
    let (mut days, mut done) = (0.0, 0.0);
    for job in jobs.filter(|job| job.work == work) {
        days += job.days.count();
        done += job.days.count() * job.days.done(day);
    }
    if days > 0.0 { (done / days).clamp(0.0, 1.0) } else { 0.0 }
}

/// Late when one of the tasks lags behind its baseline on that day, else early when one is ahead.
fn timeliness<'a>(jobs: impl Iterator<Item = &'a Job>, day: i32) -> Timeliness {
    let (mut least, mut most, mut any) = (0.0_f64, 0.0_f64, false);
    for job in jobs {
        let lead = job.days.lead(day);
        (least, most, any) = (least.min(lead), most.max(lead), true);
    }
    match any {
        false => Timeliness::NotScheduled,
        _ if least < -SAME_SHARE => Timeliness::Late,
        _ if most > SAME_SHARE => Timeliness::Early,
        _ => Timeliness::OnTime,
    }
}
