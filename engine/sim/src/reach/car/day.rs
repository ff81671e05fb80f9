//! A garage over one day: residents leave and come back, workers use shared bays, cars are charged.

use rayon::prelude::*;

use super::CarOptions;
use super::garage::Garage;
use crate::reach::queue::{Job, Random, Step, simulate};
use crate::reach::rules::Figure;

const HOURS: usize = 24;
const MINUTE_MS: u64 = 60_000;

/// Use of a garage over a day; of several runs the highest of each hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GarageDay {
    /// Most bays that are taken in each hour, workers included.
    pub bays_by_hour: Vec<u32>,
    /// Most bays that workers take in each hour.
    pub workers_by_hour: Vec<u32>,
    /// Residents who come back while every bay is taken, in all runs.
    pub residents_turned_away: u32,
    /// Workers who find no shared bay free, in all runs.
    pub workers_turned_away: u32,
    /// Most charging points in use in each hour; empty when the garage has none.
    pub charging_by_hour: Vec<u32>,
    /// Most cars that wait for a charging point.
    pub most_waiting_to_charge: usize,
    /// Runs.
    pub runs: u32,
}

/// Comes and goes at one moment; at the same moment those who go are first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Move {
    WorkerGoes(usize),
    ResidentGoes,
    ResidentComes,
    WorkerComes(usize),
}

pub(super) fn garage_day(garage: &Garage, cars: u32, options: &CarOptions<'_>) -> GarageDay {
    let count = options.rules.car.runs.value.max(1.0) as u64;
    let runs: Vec<GarageDay> = (0..count)
        .into_par_iter()
        .map(|run| {
            let mut random = Random::of(options.seed, &garage.key, run << 2 | 2);
            one_day(garage, cars, options, &mut random)
        })
        .collect();
    runs.into_iter().fold(GarageDay::default(), |mut all, day| {
        raise(&mut all.bays_by_hour, &day.bays_by_hour);
        raise(&mut all.workers_by_hour, &day.workers_by_hour);
        raise(&mut all.charging_by_hour, &day.charging_by_hour);
        all.residents_turned_away += day.residents_turned_away;
        all.workers_turned_away += day.workers_turned_away;
        all.most_waiting_to_charge = all.most_waiting_to_charge.max(day.most_waiting_to_charge);
        all.runs += 1;
        all
    })
}

/// Takes the higher value of each hour.
fn raise(all: &mut Vec<u32>, day: &[u32]) {
    all.resize(all.len().max(day.len()), 0);
    for (known, value) in all.iter_mut().zip(day) {
        *known = (*known).max(*value);
    }
}

fn one_day(garage: &Garage, cars: u32, options: &CarOptions<'_>, random: &mut Random) -> GarageDay {
    let rules = &options.rules.car.day;
    let within = |random: &mut Random, from: &Figure, to: &Figure| {
        let (from, to) = (u64::from(from.ms()), u64::from(to.ms()));
        from + random.below(to.saturating_sub(from).max(1))
    };
    let mut moves = Vec::new();
    let mut charges = Vec::new();
    for _ in 0..cars {
        let leaves = random.share() < rules.share_leaving.value;
        let (goes, comes) = (
            within(random, &rules.leave_from, &rules.leave_to),
            within(random, &rules.return_from, &rules.return_to),
        );
        let is_electric = random.share() < rules.electric_share.value;
        if leaves {
            moves.extend([(goes, Move::ResidentGoes), (comes, Move::ResidentComes)]);
            if is_electric {
                charges.push(comes);
            }
        }
    }
    let shared = garage.parking.shared_bays.unwrap_or(0).min(garage.bays);
    let workers = (f64::from(shared) * rules.workers_per_shared_bay.value).round() as usize;
    for worker in 0..workers {
        let comes = within(random, &rules.work_from, &rules.work_to);
        let goes = within(random, &rules.work_end_from, &rules.work_end_to);
        moves.extend([(comes, Move::WorkerComes(worker)), (goes, Move::WorkerGoes(worker))]);
    }
    moves.sort_unstable();
    let mut day = comes_and_goes(garage, cars, shared, workers, &moves);
    charge(garage, options, charges, &mut day);
    day
}

fn comes_and_goes(
    garage: &Garage,
    cars: u32,
    shared: u32,
    workers: usize,
    moves: &[(u64, Move)],
) -> GarageDay {
    let mut day =
        GarageDay { bays_by_hour: vec![0; HOURS], workers_by_hour: vec![0; HOURS], ..GarageDay::default() };
    let (mut residents, mut at_work, mut inside) = (cars.min(garage.bays), 0_u32, vec![false; workers]);
    let mut hour = 0;
    let mut note = |until: u64, residents: u32, at_work: u32| {
        // What stands there counts in every hour up to this moment.
        let last = ((until / MINUTE_MS / 60) as usize).min(HOURS - 1);
        for passed in hour..=last {
            day.bays_by_hour[passed] = day.bays_by_hour[passed].max(residents + at_work);
            day.workers_by_hour[passed] = day.workers_by_hour[passed].max(at_work);
        }
        hour = last;
    };
    let (mut residents_away, mut workers_away) = (0, 0);
    for (at, step) in moves {
        note(*at, residents, at_work);
        let free = garage.bays.saturating_sub(residents + at_work);
        match step {
            Move::ResidentGoes => residents = residents.saturating_sub(1),
            Move::ResidentComes if free > 0 => residents += 1,
            Move::ResidentComes => residents_away += 1,
            Move::WorkerComes(worker) if free > 0 && at_work < shared => {
                inside[*worker] = true;
                at_work += 1;
            }
            Move::WorkerComes(_) => workers_away += 1,
            Move::WorkerGoes(worker) => {
                if std::mem::take(&mut inside[*worker]) {
                    at_work -= 1;
                }
            }
        }
        note(*at, residents, at_work);
    }
    note(u64::MAX, residents, at_work);
    day.residents_turned_away = residents_away;
    day.workers_turned_away = workers_away;
    day
}

/// Electric cars that come back are charged one after the other at the charging points.
fn charge(garage: &Garage, options: &CarOptions<'_>, mut comes: Vec<u64>, day: &mut GarageDay) {
    let Some(points) = garage.parking.charging_bays.filter(|points| *points > 0) else { return };
    comes.sort_unstable();
    let ms = options.rules.car.day.charge.ms();
    let jobs: Vec<Job> = comes
        .iter()
        .map(|start_ms| Job {
            start_ms: *start_ms,
            steps: vec![Step::Serve { line: 0, ms, leaves_at_start: false }],
        })
        .collect();
    let run = simulate(&jobs, &[points]);
    let mut changes: Vec<(u64, i32)> =
        run.end_ms.iter().flat_map(|end| [(end - u64::from(ms), 1), (*end, -1)]).collect();
    changes.sort_unstable();
    day.charging_by_hour = vec![0; HOURS];
    let (mut busy, mut hour) = (0_i32, 0);
    for (at, change) in changes {
        let last = ((at / MINUTE_MS / 60) as usize).min(HOURS - 1);
        for passed in hour..=last {
            day.charging_by_hour[passed] = day.charging_by_hour[passed].max(busy.max(0) as u32);
        }
        hour = last;
        busy += change;
        day.charging_by_hour[hour] = day.charging_by_hour[hour].max(busy.max(0) as u32);
    }
    day.most_waiting_to_charge = run.lines[0].most_waiting;
}
