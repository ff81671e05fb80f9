//! The rides of one day, grouped so that a search can scan them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use linli_model::{Call, Timetable};

/// Rides that call at the same stops and never overtake each other, earliest first.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub stops: Vec<u32>,
    /// Arrival and departure at each stop, ride by ride, seconds.
    arrive_s: Vec<u32>,
    depart_s: Vec<u32>,
}

impl Line {
    pub(super) fn arrive_s(&self, ride: usize, at: usize) -> u32 {
        self.arrive_s[ride * self.stops.len() + at]
    }

    pub(super) fn depart_s(&self, ride: usize, at: usize) -> u32 {
        self.depart_s[ride * self.stops.len() + at]
    }

    fn rides(&self) -> usize {
        self.depart_s.len() / self.stops.len()
    }

    /// The first ride that leaves a stop at or after a time; `before` is one that is known to do so.
    pub(super) fn first_ride(&self, at: usize, from_s: u32, before: Option<usize>) -> Option<usize> {
        let (mut low, mut high) = (0, before.unwrap_or_else(|| self.rides()));
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.depart_s(middle, at) >= from_s {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        (low < self.rides()).then_some(low)
    }

    /// Whether a ride can follow the last one without overtaking it anywhere.
    fn can_follow(&self, calls: &[Call]) -> bool {
        let last = self.rides() - 1;
        calls.iter().enumerate().all(|(at, call)| {
            call.arrive_s >= self.arrive_s(last, at) && call.depart_s >= self.depart_s(last, at)
        })
    }

    fn push(&mut self, calls: &[Call]) {
        self.arrive_s.extend(calls.iter().map(|call| call.arrive_s));
        self.depart_s.extend(calls.iter().map(|call| call.depart_s));
    }
}

/// The lines of a day.
pub(super) fn lines_on(timetable: &Timetable, day: NaiveDate) -> Vec<Line> {
    let mut by_stops: BTreeMap<Vec<u32>, Vec<&[Call]>> = BTreeMap::new();
    let known = timetable.stops.len() as u32;
    for trip in timetable.trips_on(day) {
        if trip.calls.len() > 1 && trip.calls.iter().all(|call| call.stop < known) {
            let stops = trip.calls.iter().map(|call| call.stop).collect();
            by_stops.entry(stops).or_default().push(&trip.calls);
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for (stops, mut rides) in by_stops {
        rides
            .sort_by_key(|calls| calls.iter().map(|call| (call.depart_s, call.arrive_s)).collect::<Vec<_>>());
        let first = lines.len();
        for calls in rides {
            match lines[first..].iter_mut().find(|line| line.can_follow(calls)) {
                Some(line) => line.push(calls),
                None => {
                    let mut line = Line { stops: stops.clone(), arrive_s: Vec::new(), depart_s: Vec::new() };
                    line.push(calls);
                    lines.push(line);
                }
            }
        }
    }
    lines
}
