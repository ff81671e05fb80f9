//! Storeys of a building as a row of levels without a level 0, and which of them work has finished.

use linli_model::{Building, StoreyRange, StoreyRun, Work};

use super::dates::Job;

/// Height of a storey where a building has a height and no number of storeys, metres: a middle of the
/// heights common in housing, good for showing and for a first estimate of floor area only.
pub const ASSUMED_STOREY_M: f64 = 3.0;
/// Most tasks with ranges on one building that are compared with each other.
pub(super) const MOST_RANGES: usize = 128;
/// Most storeys that are believed in each direction.
const MOST: f64 = 1000.0;

/// Levels as an interval: the ground floor is from 0 to 1, the first basement from −1 to 0.
pub(crate) type Levels = (f64, f64);

/// The interval of two levels, 1 being the ground floor and −1 the first basement. A level 0, which is
/// no level, counts as the ground floor.
pub(super) fn levels(from: i16, to: i16) -> Levels {
    let low = |level: i16| f64::from(if level > 0 { level - 1 } else { level });
    let (a, b) = (low(from.min(to)), low(from.max(to)) + 1.0);
    (a.clamp(-MOST, MOST), b.clamp(-MOST, MOST))
}

pub(super) fn levels_of_range(range: StoreyRange) -> Levels {
    levels(range.from_level, range.to_level)
}

pub(super) fn levels_of_run(run: &StoreyRun) -> Levels {
    levels(run.from_level, run.to_level)
}

/// Storeys above and below ground, and whether they were assumed from the height; `None` when the
/// building says nothing.
pub(super) fn own_levels(building: &Building) -> Option<(Levels, bool)> {
    if !building.storeys.is_empty() {
        let runs = building.storeys.iter().filter(|run| run.count() > 0).map(levels_of_run);
        return runs.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).map(|all| (all, false));
    }
    let count = |storeys: Option<f32>| storeys.map(f64::from).filter(|n| *n >= 0.0).map(|n| n.min(MOST));
    let below = count(building.storeys_below).unwrap_or(0.0);
    let from_height = || {
        let height = building.height_m? - building.min_height_m;
        (height.is_finite() && height > 0.0).then(|| (height / ASSUMED_STOREY_M).round().clamp(1.0, MOST))
    };
    match count(building.storeys_above) {
        Some(above) if above + below > 0.0 => Some(((-below, above), false)),
        _ => from_height().map(|above| ((-below, above), true)),
    }
}

/// What the build tasks of a building do to its storeys.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Storeys {
    /// Levels that are worked on.
    pub work: Levels,
    /// Number of storeys of the whole building.
    pub all: f32,
    /// Number of storeys worked on: without the gaps between ranges.
    worked: f64,
    /// Storeys left to the tasks that name no range.
    rest: f64,
    /// Whether ranges lie over each other, and are few enough to be taken apart.
    overlaps: bool,
}

impl Storeys {
    /// The storeys of a building under the work on it.
    pub fn of<'a>(building: &Building, jobs: impl Iterator<Item = &'a Job>) -> Self {
        let own = own_levels(building).map(|(levels, _)| levels);
        let (mut ranges, mut unnamed) = (Vec::new(), false);
        for job in jobs.filter(|job| job.work == Work::Build) {
            match job.storeys {
                Some(range) => ranges.push(within(levels_of_range(range), own)),
                None => unnamed = true,
            }
        }
        let named = ranges.iter().map(|(a, b)| b - a).sum::<f64>();
        let (covered, range_count) = (covered(&mut ranges), ranges.len());
        let all: Vec<Levels> = ranges.iter().copied().chain(own).collect();
        let hull = all.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or((0.0, 1.0));
        let total = covered_by(all).max(if ranges.is_empty() && own.is_none() { 1.0 } else { 0.0 });
        let only_named = !unnamed && !ranges.is_empty();
        let named_hull = ranges.iter().copied().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        Self {
            work: if only_named { named_hull.unwrap_or(hull) } else { hull },
            all: total as f32,
            worked: if only_named { covered } else { total },
            rest: if only_named { 0.0 } else { (total - covered).max(0.0) },
            overlaps: named > covered + 1e-9 && range_count <= MOST_RANGES,
        }
    }

    /// Storeys finished at the end of a day by the work given, which builds.
    pub fn done<'a>(&self, jobs: impl Iterator<Item = &'a Job> + Clone, day: i32) -> f32 {
        let (mut done, mut days, mut days_done) = (0.0, 0.0, 0.0);
        for job in jobs.clone() {
            match job.storeys {
                Some(range) => {
                    let (low, high) = clamped(levels_of_range(range), self.work);
                    done += (high - low) * job.days.done(day);
                }
                None => {
                    days += job.days.count();
                    days_done += job.days.count() * job.days.done(day);
                }
            }
        }
        if self.overlaps {
            done = self.done_once(jobs, day);
        }
        if days > 0.0 {
            done += self.rest * days_done / days;
        }
        done.clamp(0.0, self.worked) as f32
    }

    /// Storeys finished where ranges lie over each other: each storey counts once, as far as the
    /// farthest of its tasks.
    fn done_once<'a>(&self, jobs: impl Iterator<Item = &'a Job>, day: i32) -> f64 {
        let ranges: Vec<(Levels, f64)> = jobs
            .filter_map(|job| {
                let range = clamped(levels_of_range(job.storeys?), self.work);
                Some((range, job.days.done(day)))
            })
            .collect();
        let mut ends: Vec<f64> = ranges.iter().flat_map(|((low, high), _)| [*low, *high]).collect();
        ends.sort_by(f64::total_cmp);
        let between = ends.windows(2).map(|ends| {
            let middle = (ends[0] + ends[1]) / 2.0;
            let over = ranges.iter().filter(|((low, high), _)| *low <= middle && middle <= *high);
            (ends[1] - ends[0]) * over.map(|(_, share)| *share).fold(0.0, f64::max)
        });
        between.sum()
    }
}

/// A range within the building's own levels; the range itself where it lies outside of them, which is
/// reported.
fn within(range: Levels, own: Option<Levels>) -> Levels {
    match own {
        Some(own) if range.0 < own.1 && own.0 < range.1 => clamped(range, own),
        _ => range,
    }
}

fn clamped(range: Levels, all: Levels) -> Levels {
    let low = range.0.clamp(all.0, all.1);
    (low, range.1.clamp(low, all.1.max(low)))
}

/// Length that intervals cover; sorts them.
pub(super) fn covered(intervals: &mut [Levels]) -> f64 {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut length, mut reached) = (0.0, f64::NEG_INFINITY);
    for (low, high) in intervals {
        length += (*high - low.max(reached)).max(0.0);
        reached = reached.max(*high);
    }
    length
}

fn covered_by(mut intervals: Vec<Levels>) -> f64 {
    covered(&mut intervals)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use chrono::NaiveDate;
    use linli_model::{Span, Task};

    use super::*;
    use crate::stages::dates::number;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, d).unwrap()
    }

    fn task(start: u32, finish: u32, range: Option<(i16, i16)>) -> Task {
        Task {
            planned: Some(Span { start: day(start), finish: day(finish) }),
            storeys: range.map(|(from_level, to_level)| StoreyRange { from_level, to_level }),
            ..Task::default()
        }
    }

    fn done(building: &Building, tasks: &[Task], at: u32) -> f32 {
        let jobs: Vec<Job> = tasks.iter().map(|task| Job::of(task, None).unwrap()).collect();
        Storeys::of(building, jobs.iter()).done(jobs.iter(), number(day(at)))
    }

    #[test]
    fn there_is_no_level_zero_between_basement_and_ground_floor() {
        assert_eq!(levels(-2, 3), (-2.0, 3.0));
        assert_eq!(levels(1, 1), (0.0, 1.0));
        assert_eq!(levels(-1, -1), (-1.0, 0.0));
        assert_eq!(levels(5, 2), (1.0, 5.0));
    }

    #[test]
    fn ranges_add_up_from_the_basement() {
        let tasks = [task(1, 10, Some((-2, -1))), task(11, 20, Some((1, 10)))];
        let none = Building::default();
        assert_eq!(done(&none, &tasks, 5), 1.0);
        assert_eq!(done(&none, &tasks, 10), 2.0);
        assert_eq!(done(&none, &tasks, 15), 7.0);
        assert_eq!(done(&none, &tasks, 25), 12.0);
    }

    #[test]
    fn tasks_without_a_range_share_the_storeys_by_their_days() {
        let building = Building { storeys_above: Some(6.0), storeys_below: Some(2.0), ..Building::default() };
        let tasks = [task(1, 4, None), task(5, 16, None)];
        assert_eq!(done(&building, &tasks, 4), 2.0);
        assert_eq!(done(&building, &tasks, 10), 5.0);
        let named = [task(1, 10, Some((1, 6))), task(11, 20, None)];
        assert_eq!(done(&building, &named, 10), 6.0);
        assert_eq!(done(&building, &named, 15), 7.0);
    }

    #[test]
    fn storeys_built_by_two_tasks_count_once() {
        let tasks = [task(1, 10, Some((1, 6))), task(1, 20, Some((4, 8)))];
        let none = Building::default();
        assert_eq!(done(&none, &tasks, 10), 6.0 + 2.0 * 0.5);
        assert_eq!(done(&none, &tasks, 20), 8.0);
    }

    #[test]
    fn a_height_gives_storeys_that_are_marked_as_assumed() {
        let tower = Building { height_m: Some(30.5), ..Building::default() };
        assert_eq!(own_levels(&tower), Some(((0.0, 10.0), true)));
        assert_eq!(own_levels(&Building::default()), None);
        let nan = Building { height_m: Some(f64::NAN), storeys_above: Some(f32::NAN), ..tower };
        assert_eq!(own_levels(&nan), None);
    }
}
