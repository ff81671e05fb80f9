//! Timetables of public transport: which vehicle calls where and when.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};

use crate::TransitMode;

/// Every ride of a feed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timetable {
    /// Stops and platforms.
    pub stops: Vec<TimetableStop>,
    /// Lines.
    pub routes: Vec<TimetableRoute>,
    /// Days on which trips run.
    pub services: Vec<Service>,
    /// Rides in the order of the source, those by headway written out.
    pub trips: Vec<TimetableTrip>,
    /// Changes that the source allows in a stated time.
    pub transfers: Vec<TimetableTransfer>,
}

/// A stop or a platform.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimetableStop {
    /// Id in the source.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Longitude and latitude, degrees (WGS 84).
    pub place_deg: [f64; 2],
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimetableRoute {
    /// Id in the source.
    pub id: String,
    /// Name for people: the short one, else the long one.
    pub name: String,
    /// Mode.
    pub mode: TransitMode,
}

/// Days of a service: weekdays within a period, with single days added and removed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// Weekdays from Monday on.
    pub weekdays: [bool; 7],
    /// First and last day of the weekdays; nothing when only single days are given.
    pub period: Option<[NaiveDate; 2]>,
    /// Days added, sorted.
    pub added: Vec<NaiveDate>,
    /// Days removed, sorted.
    pub removed: Vec<NaiveDate>,
}

impl Service {
    /// Whether it runs on a day.
    pub fn runs_on(&self, day: NaiveDate) -> bool {
        if self.removed.binary_search(&day).is_ok() {
            return false;
        }
        let weekday = day.weekday().num_days_from_monday() as usize;
        let within = self.period.is_some_and(|[first, last]| (first..=last).contains(&day));
        self.added.binary_search(&day).is_ok() || (within && self.weekdays[weekday])
    }
}

/// One ride.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimetableTrip {
    /// Position of its line.
    pub route: u32,
    /// Position of its service.
    pub service: u32,
    /// Its calls, in order; times never fall.
    pub calls: Vec<Call>,
}

/// A vehicle at a stop; times are seconds after the midnight that begins the service day, and may lie
/// beyond 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// Position of the stop.
    pub stop: u32,
    /// Arrival.
    pub arrive_s: u32,
    /// Departure.
    pub depart_s: u32,
}

/// A change between two stops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimetableTransfer {
    /// Position of the stop that is left.
    pub from: u32,
    /// Position of the stop that is entered.
    pub to: u32,
    /// Time that it takes, seconds.
    pub seconds: u32,
}

impl Timetable {
    /// Trips that run on a day.
    pub fn trips_on(&self, day: NaiveDate) -> impl Iterator<Item = &TimetableTrip> {
        let runs: Vec<bool> = self.services.iter().map(|service| service.runs_on(day)).collect();
        self.trips.iter().filter(move |trip| runs.get(trip.service as usize).copied().unwrap_or(false))
    }

    /// The working day, Monday to Friday, with most trips; the first of equals. Nothing when no service
    /// states a day.
    pub fn busiest_working_day(&self) -> Option<NaiveDate> {
        let mut trips = vec![0_usize; self.services.len()];
        for trip in &self.trips {
            if let Some(count) = trips.get_mut(trip.service as usize) {
                *count += 1;
            }
        }
        let firsts = self.services.iter().filter_map(|service| service.period.map(|[first, _]| first));
        let singles = self.services.iter().flat_map(|service| service.added.iter().copied());
        // Between two of these days nothing changes but the weekday.
        let ends = self.services.iter().filter_map(|s| s.period.and_then(|[_, last]| last.succ_opt()));
        let after = singles.clone().filter_map(|day| day.succ_opt());
        let starts = firsts.chain(singles).chain(ends).chain(after);
        let weeks = starts.flat_map(|start| start.iter_days().take(7));
        let working: BTreeSet<NaiveDate> =
            weeks.filter(|day| day.weekday().num_days_from_monday() < 5).collect();
        let count = |day: NaiveDate| -> usize {
            self.services.iter().zip(&trips).filter(|(s, _)| s.runs_on(day)).map(|(_, n)| *n).sum()
        };
        let best = working.into_iter().map(|day| (count(day), std::cmp::Reverse(day))).max();
        best.filter(|(count, _)| *count > 0).map(|(_, day)| day.0)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_service_runs_on_its_days_and_no_others() {
        // Weekdays of June 2026, but not on Tuesday the 2nd; and on Saturday the 6th.
        let service = Service {
            weekdays: [true, true, true, true, true, false, false],
            period: Some([day("2026-06-01"), day("2026-06-30")]),
            added: vec![day("2026-06-06")],
            removed: vec![day("2026-06-02")],
        };
        let runs = |text: &str| service.runs_on(day(text));
        assert!(runs("2026-06-01") && !runs("2026-06-02") && runs("2026-06-06") && !runs("2026-06-07"));
        assert!(!runs("2026-07-01") && !runs("2026-05-29"));
    }

    #[test]
    fn the_busiest_working_day_has_most_trips() {
        let weekdays = |days: [bool; 7]| Service {
            weekdays: days,
            period: Some([day("2026-06-01"), day("2026-06-30")]),
            ..Service::default()
        };
        let trip = |service: u32| TimetableTrip { service, ..TimetableTrip::default() };
        let table = Timetable {
            services: vec![
                weekdays([true, true, true, true, true, false, false]),
                weekdays([false, false, true, false, false, false, false]),
                weekdays([false, false, false, false, false, true, true]),
            ],
            trips: vec![trip(0), trip(1), trip(2), trip(2), trip(2)],
            ..Timetable::default()
        };
        assert_eq!(table.busiest_working_day(), Some(day("2026-06-03")));
        assert_eq!(table.trips_on(day("2026-06-03")).count(), 2);
        assert_eq!(Timetable::default().busiest_working_day(), None);
    }
}
