//! Earliest arrivals by public transport, round by round (RAPTOR; Delling, Pajor and Werneck 2012), for a
//! range of departures.

use chrono::NaiveDate;
use linli_model::Timetable;

use super::lines::{Line, lines_on};
use crate::reach::graph::UNREACHED;

/// A walk between two stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StopWalk {
    /// Position of the stop that is left.
    pub from: u32,
    /// Position of the stop that is entered.
    pub to: u32,
    /// Time that it takes, seconds.
    pub seconds: u32,
}

/// The rides of one day with the walks between stops.
#[derive(Clone, Debug)]
pub struct TransitNetwork {
    lines: Vec<Line>,
    /// Lines of each stop with the position of the stop in them.
    lines_at: Vec<Vec<(u32, u32)>>,
    /// Walks from each stop: to where, how long, seconds.
    walks: Vec<Vec<(u32, u32)>>,
}

impl TransitNetwork {
    /// The network of a day. Walks that name stops that are not there are passed over.
    pub fn new(timetable: &Timetable, day: NaiveDate, walks: &[StopWalk]) -> Self {
        let lines = lines_on(timetable, day);
        let count = timetable.stops.len();
        let mut lines_at = vec![Vec::new(); count];
        for (number, line) in lines.iter().enumerate() {
            for (at, stop) in line.stops.iter().enumerate() {
                lines_at[*stop as usize].push((number as u32, at as u32));
            }
        }
        let mut walks_from = vec![Vec::new(); count];
        for walk in walks {
            if (walk.to as usize) < count
                && let Some(from) = walks_from.get_mut(walk.from as usize)
            {
                from.push((walk.to, walk.seconds));
            }
        }
        Self { lines, lines_at, walks: walks_from }
    }

    /// Number of stops.
    pub fn stop_count(&self) -> usize {
        self.lines_at.len()
    }

    /// Whether any ride calls on the day.
    pub fn has_rides(&self) -> bool {
        !self.lines.is_empty()
    }

    /// A search of this network, to be used again and again.
    pub fn search(&self, most_rides: usize) -> TransitSearch<'_> {
        let count = self.stop_count();
        TransitSearch {
            network: self,
            by_round: vec![vec![UNREACHED; count]; most_rides + 1],
            by_ride: vec![vec![UNREACHED; count]; most_rides + 1],
            marked: vec![false; count],
            ridden: vec![false; count],
            scan_from: vec![UNREACHED; self.lines.len()],
        }
    }
}

/// Earliest arrivals for departures that are asked for from the last to the first: what is reached when
/// leaving later is a bound for those who leave earlier.
#[derive(Clone, Debug)]
pub struct TransitSearch<'a> {
    network: &'a TransitNetwork,
    /// Earliest arrival with so many rides at most, seconds.
    by_round: Vec<Vec<u32>>,
    /// The same, where the last part is a ride: only from there people walk on.
    by_ride: Vec<Vec<u32>>,
    /// Stops that became earlier in a round.
    marked: Vec<bool>,
    /// Stops that a ride reached earlier in a round.
    ridden: Vec<bool>,
    /// First position of each line that is to be scanned in a round.
    scan_from: Vec<u32>,
}

impl TransitSearch<'_> {
    /// Forgets everything.
    pub fn clear(&mut self) {
        let rounds = self.by_round.iter_mut().chain(&mut self.by_ride);
        rounds.for_each(|round| round.fill(UNREACHED));
    }

    /// Leaves at a time, seconds after midnight, for stops that are so many seconds away on foot; the time
    /// must not lie after one that was asked for since [`TransitSearch::clear`]. Gives the earliest arrival
    /// at each stop, seconds after midnight.
    pub fn leave_at(&mut self, depart_s: u32, access: &[(u32, u32)]) -> &[u32] {
        self.marked.fill(false);
        for (stop, seconds) in access {
            let at = depart_s.saturating_add(*seconds);
            if let Some(known) = self.by_round[0].get_mut(*stop as usize)
                && at < *known
            {
                *known = at;
                self.marked[*stop as usize] = true;
            }
        }
        for round in 1..self.by_round.len() {
            lower_to_round_before(&mut self.by_round, round);
            lower_to_round_before(&mut self.by_ride, round);
            let lines = self.lines_to_scan();
            self.marked.fill(false);
            self.ridden.fill(false);
            for line in lines {
                self.scan(round, line as usize);
            }
            self.walk(round);
        }
        self.by_round.last().map(Vec::as_slice).unwrap_or_default()
    }

    /// Lines at marked stops; where to begin is noted in `scan_from`.
    fn lines_to_scan(&mut self) -> Vec<u32> {
        let mut lines = Vec::new();
        for (stop, _) in self.marked.iter().enumerate().filter(|(_, marked)| **marked) {
            for (line, at) in &self.network.lines_at[stop] {
                let from = &mut self.scan_from[*line as usize];
                if *from == UNREACHED {
                    lines.push(*line);
                }
                *from = (*from).min(*at);
            }
        }
        lines
    }

    fn scan(&mut self, round: usize, number: usize) {
        let line = &self.network.lines[number];
        let from = std::mem::replace(&mut self.scan_from[number], UNREACHED) as usize;
        let mut ride: Option<usize> = None;
        for at in from..line.stops.len() {
            let stop = line.stops[at] as usize;
            if let Some(ride) = ride {
                let arrive = line.arrive_s(ride, at);
                if arrive < self.by_ride[round][stop] {
                    self.by_ride[round][stop] = arrive;
                    self.ridden[stop] = true;
                }
                if arrive < self.by_round[round][stop] {
                    self.by_round[round][stop] = arrive;
                    self.marked[stop] = true;
                }
            }
            let here = self.by_round[round - 1][stop];
            if here < UNREACHED && ride.is_none_or(|ride| here <= line.depart_s(ride, at)) {
                ride = line.first_ride(at, here, ride).or(ride);
            }
        }
    }

    /// Walks from stops that a ride of this round reached; one walk after each ride.
    fn walk(&mut self, round: usize) {
        for (stop, _) in self.ridden.iter().enumerate().filter(|(_, ridden)| **ridden) {
            let time = self.by_ride[round][stop];
            for (to, seconds) in &self.network.walks[stop] {
                let (to, at) = (*to as usize, time.saturating_add(*seconds));
                if at < self.by_round[round][to] {
                    self.by_round[round][to] = at;
                    self.marked[to] = true;
                }
            }
        }
    }
}

/// What is reached with fewer rides is reached with more.
fn lower_to_round_before(rounds: &mut [Vec<u32>], round: usize) {
    let (before, now) = rounds.split_at_mut(round);
    if let (Some(before), Some(now)) = (before.last(), now.first_mut()) {
        now.iter_mut().zip(before).for_each(|(now, before)| *now = (*now).min(*before));
    }
}
