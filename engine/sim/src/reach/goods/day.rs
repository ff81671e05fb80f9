//! One day of orders at a hub: picking, batching, tours.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};

use rayon::prelude::*;

use super::site::{Customer, Hub, Site};
use super::{BuildingGoods, GoodsOptions, GoodsReach, HubReach};
use crate::reach::car::Percentiles;
use crate::reach::memo::{DayMemo, Days};
use crate::reach::queue::{Random, percentile, running_sums};
use crate::reach::rules::TravelMode;

/// Most carriers of one hub that are tried.
const MOST_CARRIERS: u32 = 256;

/// One order that came to its building; times in milliseconds.
#[derive(Clone, Copy, Debug)]
struct Delivered {
    /// Position in the hub's stops.
    stop: usize,
    /// Level of the flat.
    level: i16,
    /// From order to handover.
    total_ms: u64,
    /// Picked, and not yet loaded.
    wait_ms: u64,
    /// On tour until the building is reached.
    way_ms: u64,
}

/// What happened in some days.
#[derive(Clone, Debug, Default)]
struct AllDays {
    orders: Vec<Delivered>,
    on_tour_ms: u64,
    tours: u64,
    beyond_charge: bool,
}

/// The days of one hub.
pub(in crate::reach) struct HubDays {
    reach: HubReach,
    /// Position of each stop in the hub's list, with its deliveries.
    stops: Vec<(usize, BuildingGoods)>,
}

impl Days for HubDays {
    type Inputs = (Vec<Customer>, Vec<u32>);
}

pub(super) fn simulate_days(site: &Site, options: &GoodsOptions<'_>, memo: &mut DayMemo) -> GoodsReach {
    let limit_ms = options.rules.goods.limit.ms();
    let mut result = GoodsReach {
        limit_ms,
        hubs: Vec::new(),
        buildings: Vec::new(),
        residents: site.residents,
        residents_unserved: site.residents_unserved,
        share_within: None,
    };
    for hub in site.hubs.iter().filter(|hub| !hub.customers.is_empty()) {
        let inputs = (hub.customers.clone(), hub.times_ms.clone());
        let days = memo.hubs.days(&hub.key, inputs, || hub_days(hub, options));
        // Numbers of elements are those of this community.
        result.hubs.push(HubReach { hub: hub.element, ..days.reach.clone() });
        result.buildings.extend(days.stops.iter().map(|(stop, goods)| BuildingGoods {
            building: hub.stops[*stop],
            hub: hub.element,
            ..goods.clone()
        }));
    }
    result.buildings.sort_by_key(|building| building.building);
    let sums = result
        .hubs
        .iter()
        .fold((0, 0), |(within, all), hub| (within + hub.times.within, all + hub.times.trips));
    result.share_within = (sums.1 > 0).then(|| sums.0 as f64 / sums.1 as f64);
    result
}

fn hub_days(hub: &Hub, options: &GoodsOptions<'_>) -> HubDays {
    let rules = &options.rules.goods;
    let (limit_ms, judged) = (rules.limit.ms(), rules.percentile.value);
    let needed = carriers_needed(hub, options);
    let carriers = options.carriers.or(needed).unwrap_or(MOST_CARRIERS).max(1);
    let days = days(hub, carriers, options);
    let mut times: Vec<u64> = days.orders.iter().map(|order| order.total_ms).collect();
    let runs = runs(options) as f64;
    let reach = HubReach {
        hub: hub.element,
        residents: residents(hub),
        orders: orders_of(hub, options),
        carriers,
        carriers_needed: needed,
        times: Percentiles::of(&mut times, limit_ms, judged),
        utilisation: days.on_tour_ms as f64
            / (runs * f64::from(carriers) * f64::from(rules.day_minutes.ms())),
        tours: days.tours as f64 / runs,
        beyond_charge: days.beyond_charge,
    };
    let mut by_stop: BTreeMap<usize, Vec<Delivered>> = BTreeMap::new();
    for order in days.orders {
        by_stop.entry(order.stop).or_default().push(order);
    }
    let one = |(stop, orders): (usize, Vec<Delivered>)| {
        let times = |orders: &mut dyn Iterator<Item = &Delivered>| {
            let mut times: Vec<u64> = orders.map(|order| order.total_ms).collect();
            Percentiles::of(&mut times, limit_ms, judged)
        };
        let levels: BTreeSet<i16> = orders.iter().map(|order| order.level).collect();
        let storeys = levels
            .into_iter()
            .map(|level| (level, times(&mut orders.iter().filter(|order| order.level == level))));
        let mean = |part: fn(&Delivered) -> u64| {
            orders.iter().map(part).sum::<u64>().checked_div(orders.len() as u64).unwrap_or(0)
        };
        let goods = BuildingGoods {
            building: hub.stops[stop],
            hub: hub.element,
            times: times(&mut orders.iter()),
            storeys: storeys.collect(),
            wait_ms: mean(|order| order.wait_ms),
            way_ms: mean(|order| order.way_ms),
        };
        (stop, goods)
    };
    HubDays { reach, stops: by_stop.into_iter().map(one).collect() }
}

fn residents(hub: &Hub) -> u64 {
    hub.customers.iter().map(|customer| u64::from(customer.residents)).sum()
}

fn orders_of(hub: &Hub, options: &GoodsOptions<'_>) -> u32 {
    (residents(hub) as f64 * options.rules.goods.orders_per_resident_day.value).ceil().min(1e6) as u32
}

fn runs(options: &GoodsOptions<'_>) -> u64 {
    options.rules.goods.runs.value.max(1.0) as u64
}

/// Fewest carriers that keep the limit. Numbers are tried in turn, because batching makes the result
/// not strictly better with each carrier; the first is half of what would be busy all day with the
/// smallest batches, below which orders pile up.
fn carriers_needed(hub: &Hub, options: &GoodsOptions<'_>) -> Option<u32> {
    let rules = &options.rules.goods;
    let keeps = |days: AllDays| {
        let mut times: Vec<u64> = days.orders.iter().map(|order| order.total_ms).collect();
        percentile(&mut times, rules.percentile.value).is_none_or(|time| time <= u64::from(rules.limit.ms()))
    };
    let most = days(hub, MOST_CARRIERS, options);
    let busy = most.on_tour_ms as f64 / runs(options) as f64 / f64::from(rules.day_minutes.ms().max(1));
    if !keeps(most) {
        return None;
    }
    let first = ((busy / 2.0).floor() as u32).clamp(1, MOST_CARRIERS);
    (first..=MOST_CARRIERS).find(|carriers| keeps(days(hub, *carriers, options)))
}

/// All days, in the order of their numbers. The draws do not depend on the number of carriers.
fn days(hub: &Hub, carriers: u32, options: &GoodsOptions<'_>) -> AllDays {
    let each: Vec<AllDays> = (0..runs(options))
        .into_par_iter()
        .map(|run| {
            let mut random = Random::of(options.seed, &hub.key, run);
            Day::new(hub, carriers, options, &mut random).run()
        })
        .collect();
    let mut all = AllDays::default();
    for day in each {
        all.orders.extend(day.orders);
        all.on_tour_ms += day.on_tour_ms;
        all.tours += day.tours;
        all.beyond_charge |= day.beyond_charge;
    }
    all
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A carrier is back and ready.
    Back(u32),
    /// An order is picked.
    Picked(usize),
    /// The oldest order may have waited long enough.
    Late,
}

struct Day<'a> {
    hub: &'a Hub,
    options: &'a GoodsOptions<'a>,
    /// Moment and customer of each order.
    orders: Vec<(u64, usize)>,
    capacity: usize,
    picked: VecDeque<(usize, u64)>,
    free: BTreeSet<u32>,
    /// Drive time since the last charge of each carrier, milliseconds.
    driven_ms: Vec<u64>,
    events: BinaryHeap<Reverse<(u64, Event)>>,
    result: AllDays,
}

impl<'a> Day<'a> {
    fn new(hub: &'a Hub, carriers: u32, options: &'a GoodsOptions<'a>, random: &mut Random) -> Self {
        let rules = &options.rules.goods;
        let ends = running_sums(hub.customers.iter().map(|customer| u64::from(customer.residents)));
        let people = ends.last().copied().unwrap_or(0);
        let mut orders: Vec<(u64, usize)> = (0..orders_of(hub, options))
            .map(|_| {
                let at = random.below(u64::from(rules.day_minutes.ms()));
                let person = random.below(people);
                let customer = ends.partition_point(|end| *end <= person);
                (at, customer)
            })
            .collect();
        orders.sort_unstable();
        let capacity = match options.carrier.mode {
            TravelMode::Robot => rules.robot_capacity.value,
            _ => rules.courier_capacity.value,
        };
        let pick = u64::from(rules.pick.ms());
        let events =
            orders.iter().enumerate().map(|(i, (at, _))| Reverse((at + pick, Event::Picked(i)))).collect();
        Self {
            hub,
            options,
            capacity: capacity.max(1.0) as usize,
            picked: VecDeque::new(),
            free: (0..carriers).collect(),
            driven_ms: vec![0; carriers as usize],
            events,
            result: AllDays { orders: Vec::with_capacity(orders.len()), ..AllDays::default() },
            orders,
        }
    }

    fn run(mut self) -> AllDays {
        let patience = u64::from(self.options.rules.goods.batch_wait.ms());
        while let Some(Reverse((now, event))) = self.events.pop() {
            match event {
                Event::Back(carrier) => {
                    self.free.insert(carrier);
                }
                Event::Picked(order) => {
                    self.picked.push_back((order, now));
                    self.events.push(Reverse((now + patience, Event::Late)));
                }
                Event::Late => {}
            }
            while let (Some((_, since)), Some(carrier)) = (self.picked.front(), self.free.first().copied()) {
                if self.picked.len() < self.capacity && now - since < patience {
                    break;
                }
                let count = self.batch_size(now);
                let batch: Vec<(usize, u64)> = self.picked.drain(..count).collect();
                self.free.remove(&carrier);
                self.tour(carrier, &batch, now);
            }
        }
        self.result
    }

    /// How many of the oldest orders go on one tour: the most with which every one of them still comes in
    /// time; as many as fit when the oldest is late anyway.
    fn batch_size(&self, now: u64) -> usize {
        let most = self.capacity.min(self.picked.len());
        let limit = u64::from(self.options.rules.goods.limit.ms());
        let keeps = |count: &usize| {
            let batch = self.picked.iter().take(*count).map(|(order, _)| *order).collect();
            let stops = self.route(batch).stops;
            let at = now + u64::from(self.options.rules.goods.load.ms());
            stops.iter().all(|stop| at + stop.handed_over_ms - self.orders[stop.order].0 <= limit)
        };
        (1..=most).rev().find(keeps).unwrap_or(most)
    }

    /// Loads, drives, hands over, comes back.
    fn tour(&mut self, carrier: u32, batch: &[(usize, u64)], now: u64) {
        let rules = &self.options.rules.goods;
        let route = self.route(batch.iter().map(|(order, _)| *order).collect());
        let mut start = now;
        if self.options.carrier.mode == TravelMode::Robot {
            let range = u64::from(rules.robot_range.ms());
            let driven = &mut self.driven_ms[carrier as usize];
            if *driven > 0 && *driven + route.drive_ms > range {
                start += u64::from(rules.robot_charge.ms()) * (*driven).min(range) / range.max(1);
                *driven = 0;
            }
            *driven += route.drive_ms;
            self.result.beyond_charge |= route.drive_ms > range;
        }
        let loaded = start + u64::from(rules.load.ms());
        for stop in &route.stops {
            let (ordered, customer) = self.orders[stop.order];
            let picked = batch.iter().find(|(order, _)| *order == stop.order).map_or(now, |(_, at)| *at);
            self.result.orders.push(Delivered {
                stop: self.hub.customers[customer].stop,
                level: self.hub.customers[customer].level,
                total_ms: loaded + stop.handed_over_ms - ordered,
                wait_ms: start - picked,
                way_ms: stop.arrived_ms,
            });
        }
        let back = loaded + route.back_ms;
        self.result.on_tour_ms += back - start;
        self.result.tours += 1;
        self.events.push(Reverse((back, Event::Back(carrier))));
    }

    /// Drives to the nearest of what is left each time (the oldest first of equals), goes up, hands over,
    /// comes down.
    fn route(&self, mut batch: Vec<usize>) -> Route {
        let rules = &self.options.rules.goods;
        let mut route = Route::default();
        let (mut place, mut at) = (0, 0_u64);
        while !batch.is_empty() {
            let to = |number: usize| self.hub.customers[self.orders[number].1].stop + 1;
            let nearest =
                batch.iter().enumerate().min_by_key(|(i, n)| (self.hub.between_ms(place, to(**n)), *i));
            let Some((i, order)) = nearest.map(|(i, n)| (i, *n)) else { break };
            batch.remove(i);
            let drive = u64::from(self.hub.between_ms(place, to(order)));
            let customer: &Customer = &self.hub.customers[self.orders[order].1];
            let handover = if customer.at_door { &rules.locker_handover } else { &rules.handover };
            place = to(order);
            let arrived_ms = at + drive;
            let handed_over_ms = arrived_ms + u64::from(customer.up_ms) + u64::from(handover.ms());
            at = handed_over_ms + u64::from(customer.down_ms);
            route.drive_ms += drive;
            route.stops.push(TourStop { order, arrived_ms, handed_over_ms });
        }
        let home = u64::from(self.hub.between_ms(place, 0));
        route.drive_ms += home;
        route.back_ms = at + home;
        route
    }
}

/// One order on a tour; times from the loaded start, milliseconds.
#[derive(Clone, Copy, Debug)]
struct TourStop {
    order: usize,
    arrived_ms: u64,
    handed_over_ms: u64,
}

/// A tour from the loaded start; times in milliseconds.
#[derive(Clone, Debug, Default)]
struct Route {
    stops: Vec<TourStop>,
    drive_ms: u64,
    back_ms: u64,
}
