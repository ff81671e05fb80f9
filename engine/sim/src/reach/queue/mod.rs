//! Seeded discrete-event simulation of jobs that pass delays and waiting lines, in whole milliseconds.

mod random;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

pub use random::Random;

/// One step of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Takes its time, whoever else is there.
    Delay {
        /// Milliseconds.
        ms: u32,
    },
    /// Waits for a server, first come first served.
    Serve {
        /// Which waiting line.
        line: usize,
        /// Time that the server is busy, milliseconds.
        ms: u32,
        /// Whether the job goes on as soon as the server takes it (a car that is handed over).
        leaves_at_start: bool,
    },
}

/// A trip, an order, a car.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// When it begins, milliseconds.
    pub start_ms: u64,
    /// What it passes, in order.
    pub steps: Vec<Step>,
}

/// How one waiting line was used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineUse {
    /// Jobs that were served.
    pub served: u64,
    /// Server time, milliseconds.
    pub busy_ms: u64,
    /// Most jobs that waited at one time.
    pub most_waiting: usize,
    /// Waiting jobs summed over time, milliseconds: the area under the length of the line.
    pub waiting_area_ms: u64,
    /// Length of the line after each change: time and waiting jobs.
    pub length: Vec<(u64, u32)>,
    last_change_ms: u64,
}

/// What a simulation gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// End of each job, milliseconds.
    pub end_ms: Vec<u64>,
    /// Time that each job waited in lines, milliseconds.
    pub wait_ms: Vec<u64>,
    /// Use of each line.
    pub lines: Vec<LineUse>,
}

struct Line {
    free: u32,
    waiting: VecDeque<(usize, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    /// A server of a line is free again.
    Free(usize),
    /// A job comes to its next step.
    Arrive(usize),
}

/// Runs jobs through lines with the given numbers of servers. Events at the same time happen in the
/// order: servers become free, then jobs in their order. A line without servers never serves: its
/// jobs end at `u64::MAX`.
pub fn simulate(jobs: &[Job], servers: &[u32]) -> Simulated {
    let mut run = Run {
        jobs,
        next_step: vec![0; jobs.len()],
        lines: servers.iter().map(|free| Line { free: *free, waiting: VecDeque::new() }).collect(),
        events: BinaryHeap::with_capacity(jobs.len()),
        result: Simulated {
            end_ms: vec![u64::MAX; jobs.len()],
            wait_ms: vec![0; jobs.len()],
            lines: vec![LineUse::default(); servers.len()],
        },
    };
    for (number, job) in jobs.iter().enumerate() {
        run.events.push(Reverse((job.start_ms, Event::Arrive(number))));
    }
    while let Some(Reverse((now, event))) = run.events.pop() {
        match event {
            Event::Free(line) => run.free(line, now),
            Event::Arrive(job) => run.arrive(job, now),
        }
    }
    run.result
}

struct Run<'a> {
    jobs: &'a [Job],
    next_step: Vec<usize>,
    lines: Vec<Line>,
    events: BinaryHeap<Reverse<(u64, Event)>>,
    result: Simulated,
}

impl Run<'_> {
    fn arrive(&mut self, job: usize, now: u64) {
        match self.jobs[job].steps.get(self.next_step[job]).copied() {
            None => self.result.end_ms[job] = now,
            Some(Step::Delay { ms }) => {
                self.next_step[job] += 1;
                self.events.push(Reverse((now.saturating_add(u64::from(ms)), Event::Arrive(job))));
            }
            Some(Step::Serve { line, .. }) => {
                if self.lines.get(line).is_none() {
                    return;
                }
                if self.lines[line].free > 0 {
                    self.lines[line].free -= 1;
                    self.serve(line, job, now, now);
                } else {
                    self.note(line, now);
                    self.lines[line].waiting.push_back((job, now));
                    self.noted(line, now);
                }
            }
        }
    }

    fn free(&mut self, line: usize, now: u64) {
        self.note(line, now);
        match self.lines[line].waiting.pop_front() {
            Some((job, since)) => {
                self.noted(line, now);
                self.serve(line, job, since, now);
            }
            None => self.lines[line].free += 1,
        }
    }

    fn serve(&mut self, line: usize, job: usize, since: u64, now: u64) {
        let Some(Step::Serve { ms, leaves_at_start, .. }) =
            self.jobs[job].steps.get(self.next_step[job]).copied()
        else {
            return;
        };
        self.next_step[job] += 1;
        self.result.wait_ms[job] += now - since;
        let used = &mut self.result.lines[line];
        used.served += 1;
        used.busy_ms += u64::from(ms);
        let end = now.saturating_add(u64::from(ms));
        self.events.push(Reverse((end, Event::Free(line))));
        self.events.push(Reverse((if leaves_at_start { now } else { end }, Event::Arrive(job))));
    }

    /// Adds the area since the last change.
    fn note(&mut self, line: usize, now: u64) {
        let used = &mut self.result.lines[line];
        used.waiting_area_ms += (now - used.last_change_ms) * self.lines[line].waiting.len() as u64;
        used.last_change_ms = now;
    }

    /// Keeps the new length.
    fn noted(&mut self, line: usize, now: u64) {
        let waiting = self.lines[line].waiting.len();
        let used = &mut self.result.lines[line];
        used.most_waiting = used.most_waiting.max(waiting);
        used.length.push((now, waiting as u32));
    }
}

/// Sums of everything up to and with each value: a number below the last belongs to the first sum
/// that is above it.
pub(super) fn running_sums(values: impl Iterator<Item = u64>) -> Vec<u64> {
    values
        .scan(0_u64, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

/// Value at a percentile by the nearest rank: the smallest value that at least `percent` of all do
/// not exceed. Nothing without values.
pub fn percentile(values: &mut [u64], percent: f64) -> Option<u64> {
    values.sort_unstable();
    let rank = (percent / 100.0 * values.len() as f64).ceil().max(1.0) as usize;
    values.get(rank.min(values.len()).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests;
