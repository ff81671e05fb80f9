//! Morning and evening peak of a garage.

use std::collections::BTreeMap;

use linli_model::{CarStorage, Parking};
use rayon::prelude::*;

use super::day::garage_day;
use super::garage::Garage;
use super::site::{Share, Site};
use super::{BuildingCars, CarOptions, CarReach, GarageReach, StoreyCars};
use crate::reach::memo::{DayMemo, Days};
use crate::reach::queue::{Job, Random, Simulated, Step, percentile, running_sums, simulate};

/// Most servers that are tried.
const MOST_SERVERS: u32 = 64;

/// Distribution of times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Percentiles {
    /// How many trips.
    pub trips: usize,
    /// Trips within the limit.
    pub within: usize,
    /// Median, milliseconds.
    pub p50_ms: Option<u64>,
    /// The percentile that the rules judge by, milliseconds.
    pub judged_ms: Option<u64>,
    /// Longest, milliseconds.
    pub most_ms: Option<u64>,
}

impl Percentiles {
    /// Of some times.
    pub(crate) fn of(times: &mut [u64], limit_ms: u32, judged_percent: f64) -> Self {
        Self {
            trips: times.len(),
            within: times.iter().filter(|time| **time <= u64::from(limit_ms)).count(),
            p50_ms: percentile(times, 50.0),
            judged_ms: percentile(times, judged_percent),
            most_ms: times.iter().max().copied(),
        }
    }
}

/// Which peak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Peak {
    /// Cars are fetched.
    Morning,
    /// Cars are parked.
    Evening,
}

/// Trips of one garage in all runs of one peak.
struct Runs {
    /// Position in the garage's shares and time of each trip.
    trips: Vec<(usize, u64)>,
    /// Time that all trips waited in lines, milliseconds.
    waited_ms: u64,
    most_waiting: usize,
    busy_ms: u64,
    waiting_by_minute: Vec<u32>,
}

/// The peaks and the day of one garage.
pub(in crate::reach) struct GarageDays {
    reach: GarageReach,
    /// Of morning and evening: position in the garage's shares and time of each trip.
    trips: [Vec<(usize, u64)>; 2],
}

/// Everything that a garage's days depend on besides its key.
#[derive(PartialEq)]
pub(in crate::reach) struct GarageInputs {
    parking: Parking,
    bays: u32,
    levels: u32,
    gate_ms: [Option<u32>; 2],
    /// Cars of each share, the ways there and back, whether it lies below.
    shares: Vec<(u32, u32, u32, bool)>,
}

impl GarageInputs {
    fn of(garage: &Garage, shares: &[Share]) -> Self {
        Self {
            parking: garage.parking.clone(),
            bays: garage.bays,
            levels: garage.levels,
            gate_ms: [garage.from_gate_ms, garage.to_gate_ms],
            shares: shares.iter().map(|s| (s.cars, s.there_ms, s.back_ms, s.is_below)).collect(),
        }
    }
}

impl Days for GarageDays {
    type Inputs = GarageInputs;
}

pub(super) fn simulate_peaks(site: &Site, options: &CarOptions<'_>, memo: &mut DayMemo) -> CarReach {
    let limit_ms = options.rules.car.limit.ms();
    let mut result = CarReach {
        limit_ms,
        garages: Vec::new(),
        buildings: Vec::new(),
        cars: site.cars,
        cars_without_bay: site.cars_without_bay,
        unknown_capacity: site.unknown_capacity.clone(),
        share_within: None,
    };
    let mut by_building: BTreeMap<usize, [Vec<StoreyTrip>; 2]> = BTreeMap::new();
    for shares in site.shares.chunk_by(|a, b| a.garage == b.garage) {
        let Some(garage) = shares.first().and_then(|share| site.garages.get(share.garage)) else { continue };
        let days = memo
            .garages
            .days(&garage.key, GarageInputs::of(garage, shares), || garage_days(garage, shares, options));
        for (direction, trips) in days.trips.iter().enumerate() {
            for (share, time) in trips {
                let share = &shares[*share];
                by_building.entry(share.building).or_default()[direction].push((share.storey, *time));
            }
        }
        // Numbers of elements are those of this community.
        result.garages.push(GarageReach { garage: garage.element, ..days.reach.clone() });
    }
    result.buildings = buildings(site, by_building, options);
    let (within, trips) = result.garages.iter().fold((0, 0), |(within, trips), garage| {
        (within + garage.fetch.within + garage.park.within, trips + garage.fetch.trips + garage.park.trips)
    });
    result.share_within = (trips > 0).then(|| within as f64 / trips as f64);
    result
}

fn garage_days(garage: &Garage, shares: &[Share], options: &CarOptions<'_>) -> GarageDays {
    let rules = &options.rules.car;
    let (limit_ms, judged) = (rules.limit.ms(), rules.percentile.value);
    let servers = garage.servers(options);
    let peaks = [Peak::Morning, Peak::Evening].map(|peak| runs(garage, shares, servers, peak, options));
    let of = |peak: &Runs| {
        let mut times: Vec<u64> = peak.trips.iter().map(|(_, time)| *time).collect();
        Percentiles::of(&mut times, limit_ms, judged)
    };
    let run_count = rules.runs.value.max(1.0);
    let busy_ms = peaks.iter().map(|peak| peak.busy_ms).max().unwrap_or(0) as f64 / run_count;
    let reach = GarageReach {
        garage: garage.element,
        bays: garage.bays,
        storage: garage.parking.storage,
        servers,
        fetch_wait_ms: peaks[0].mean_wait_ms(),
        park_wait_ms: peaks[1].mean_wait_ms(),
        cars: shares.iter().map(|share| share.cars).sum(),
        gate_known: garage.from_gate_ms.is_some() && garage.to_gate_ms.is_some(),
        trips: trips_of(shares, options),
        fetch: of(&peaks[0]),
        park: of(&peaks[1]),
        most_waiting: peaks.iter().map(|peak| peak.most_waiting).max().unwrap_or(0),
        utilisation: busy_ms / (f64::from(servers) * f64::from(rules.peak_minutes.ms())),
        waiting_by_minute: peaks[0].waiting_by_minute.clone(),
        servers_needed: servers_needed(garage, shares, options),
        charging_bays: garage.parking.charging_bays,
        shared_bays: garage.parking.shared_bays,
        day: garage_day(garage, shares.iter().map(|share| share.cars).sum(), options),
    };
    GarageDays { reach, trips: peaks.map(|peak| peak.trips) }
}

/// A trip of a storey by its position among those with homes, and its time in milliseconds.
type StoreyTrip = (usize, u64);

fn buildings(
    site: &Site,
    times: BTreeMap<usize, [Vec<StoreyTrip>; 2]>,
    options: &CarOptions<'_>,
) -> Vec<BuildingCars> {
    let rules = &options.rules.car;
    let mut garages: BTreeMap<usize, BTreeMap<usize, u32>> = BTreeMap::new();
    for share in &site.shares {
        *garages.entry(share.building).or_default().entry(share.garage).or_default() += share.cars;
    }
    let mut times = times;
    let one = |(building, cars): (usize, BTreeMap<usize, u32>)| {
        let [fetch, park] = times.remove(&building).unwrap_or_default();
        let of = |times: &[StoreyTrip], storey: Option<usize>| {
            let counts = |trip: &&StoreyTrip| storey.is_none_or(|storey| trip.0 == storey);
            let mut times: Vec<u64> = times.iter().filter(counts).map(|(_, time)| *time).collect();
            Percentiles::of(&mut times, rules.limit.ms(), rules.percentile.value)
        };
        let home = &site.homes[building];
        let storeys = home.storeys.iter().enumerate().map(|(storey, of_home)| StoreyCars {
            level: of_home.level,
            fetch: of(&fetch, Some(storey)),
            park: of(&park, Some(storey)),
        });
        BuildingCars {
            building: home.element,
            garages: cars.into_iter().map(|(garage, cars)| (site.garages[garage].element, cars)).collect(),
            fetch: of(&fetch, None),
            park: of(&park, None),
            storeys: storeys.filter(|storey| storey.fetch.trips + storey.park.trips > 0).collect(),
        }
    };
    garages.into_iter().map(one).collect()
}

/// Trips of one peak: a share of the cars that stand there.
fn trips_of(shares: &[Share], options: &CarOptions<'_>) -> u32 {
    let rules = &options.rules.car;
    let cars: u32 = shares.iter().map(|share| share.cars).sum();
    let hours = f64::from(rules.peak_minutes.ms()) / 3_600_000.0;
    (f64::from(cars) * rules.peak_share.value / 100.0 * hours).ceil() as u32
}

/// All runs of one peak. The draws do not depend on the number of servers, so that more servers
/// meet the same demand.
fn runs(garage: &Garage, shares: &[Share], servers: u32, peak: Peak, options: &CarOptions<'_>) -> Runs {
    let count = options.rules.car.runs.value.max(1.0) as u64;
    let all: Vec<(Vec<usize>, Vec<Job>, Simulated)> = (0..count)
        .into_par_iter()
        .map(|run| {
            let number = run << 2 | u64::from(peak == Peak::Evening);
            let mut random = Random::of(options.seed, &garage.key, number);
            let (shares_of, jobs) = jobs(garage, shares, peak, options, &mut random);
            let simulated = simulate(&jobs, &[servers]);
            (shares_of, jobs, simulated)
        })
        .collect();
    let mut runs =
        Runs { trips: Vec::new(), waited_ms: 0, most_waiting: 0, busy_ms: 0, waiting_by_minute: Vec::new() };
    for (number, (shares_of, jobs, simulated)) in all.into_iter().enumerate() {
        let line = &simulated.lines[0];
        runs.most_waiting = runs.most_waiting.max(line.most_waiting);
        runs.busy_ms += line.busy_ms;
        runs.waited_ms += simulated.wait_ms.iter().sum::<u64>();
        if number == 0 {
            runs.waiting_by_minute = by_minute(&line.length);
        }
        let times = jobs.iter().zip(&simulated.end_ms).map(|(job, end)| end - job.start_ms);
        runs.trips.extend(shares_of.into_iter().zip(times));
    }
    runs
}

impl Runs {
    /// Mean time of a trip in waiting lines, milliseconds.
    fn mean_wait_ms(&self) -> u64 {
        self.waited_ms.checked_div(self.trips.len() as u64).unwrap_or(0)
    }
}

/// Longest line in each minute.
fn by_minute(length: &[(u64, u32)]) -> Vec<u32> {
    let mut minutes: Vec<u32> = Vec::new();
    let mut last = 0;
    for (at, waiting) in length {
        let minute = (at / 60_000) as usize;
        while minutes.len() <= minute {
            minutes.push(last);
        }
        minutes[minute] = minutes[minute].max(*waiting);
        last = *waiting;
    }
    minutes
}

/// Trips at random moments of the peak, each of a random car.
fn jobs(
    garage: &Garage,
    shares: &[Share],
    peak: Peak,
    options: &CarOptions<'_>,
    random: &mut Random,
) -> (Vec<usize>, Vec<Job>) {
    let ends = running_sums(shares.iter().map(|share| u64::from(share.cars)));
    let cars = ends.last().copied().unwrap_or(0);
    let length_ms = u64::from(options.rules.car.peak_minutes.ms());
    let mut trips: Vec<(u64, usize)> = (0..trips_of(shares, options))
        .map(|_| {
            let start = random.below(length_ms);
            let car = random.below(cars);
            (start, ends.partition_point(|end| *end <= car))
        })
        .collect();
    trips.sort_unstable();
    let job = |(start_ms, share): &(u64, usize)| Job {
        start_ms: *start_ms,
        steps: steps(garage, &shares[*share], peak, options),
    };
    (trips.iter().map(|(_, share)| *share).collect(), trips.iter().map(job).collect())
}

/// What one trip passes. An automatic garage takes the car at its entrance and brings it back there;
/// who parks goes on as soon as the car is taken, who fetches waits for the whole cycle.
fn steps(garage: &Garage, share: &Share, peak: Peak, options: &CarOptions<'_>) -> Vec<Step> {
    let rules = &options.rules.car;
    let delay = |ms: u32| Step::Delay { ms };
    let evening = peak == Peak::Evening;
    let drive = if evening { garage.from_gate_ms } else { garage.to_gate_ms }.unwrap_or(0);
    let walk = if evening { share.back_ms } else { share.there_ms };
    let mut steps = match garage.parking.storage {
        CarStorage::Agv | CarStorage::Stacker => {
            let cycle = match garage.parking.storage {
                CarStorage::Agv => &rules.agv_cycle,
                _ => &rules.stacker_cycle,
            };
            let served = Step::Serve { line: 0, ms: cycle.ms(), leaves_at_start: evening };
            vec![delay(walk), served, delay(drive)]
        }
        CarStorage::Driven => {
            let (on_foot, by_car) = garage.inside_ms(share.is_below, options);
            let search = if evening { rules.search.ms() } else { 0 };
            let barrier = Step::Serve { line: 0, ms: rules.barrier.ms(), leaves_at_start: false };
            let inside = by_car.saturating_add(search);
            vec![delay(walk), delay(on_foot), delay(inside), barrier, delay(drive)]
        }
    };
    if evening {
        steps.reverse();
    }
    steps
}

/// Fewest servers with which both peaks keep the limit at the percentile of the rules.
fn servers_needed(garage: &Garage, shares: &[Share], options: &CarOptions<'_>) -> Option<u32> {
    let rules = &options.rules.car;
    let keeps = |servers: u32| {
        [Peak::Morning, Peak::Evening].into_iter().all(|peak| {
            let runs = runs(garage, shares, servers, peak, options);
            let mut times: Vec<u64> = runs.trips.iter().map(|(_, time)| *time).collect();
            percentile(&mut times, rules.percentile.value)
                .is_none_or(|time| time <= u64::from(rules.limit.ms()))
        })
    };
    if !keeps(MOST_SERVERS) {
        return None;
    }
    // One line with the same demand: more servers never make it worse.
    let (mut low, mut high) = (1, MOST_SERVERS);
    while low < high {
        let middle = u32::midpoint(low, high);
        if keeps(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}
