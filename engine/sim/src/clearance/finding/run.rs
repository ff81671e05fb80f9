//! Runs: lines of one medium joined end to end, without branches.

use std::collections::BTreeMap;

use linli_model::Key;

use super::super::check::ClearanceState;

/// A run with the way to the start of each of its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Smallest key of the run: its name.
    pub name: Key,
    /// Lines in order: key, way from the run's start, length, whether it is gone through backwards.
    pub lines: Vec<(Key, f64, f64, bool)>,
}

impl Run {
    /// Chainage along the run of a way along one of its lines, metres.
    pub fn chainage_m(&self, key: &Key, way_m: f64) -> f64 {
        let found = self.lines.iter().find(|(held, ..)| held == key);
        found.map_or(way_m, |(_, start, length, backwards)| {
            start + if *backwards { length - way_m } else { way_m }
        })
    }
}

/// Runs by the key of each line that was asked for.
#[derive(Debug, Default)]
pub struct Runs {
    runs: Vec<Run>,
    of: BTreeMap<Key, usize>,
}

impl Runs {
    /// The run of a line; a line that is alone is its own run.
    pub fn of(&mut self, key: &Key, state: &ClearanceState) -> &Run {
        let number = match self.of.get(key) {
            Some(number) => *number,
            None => {
                let run = trace(key, state);
                let number = self.runs.len();
                for (line, ..) in &run.lines {
                    self.of.insert(line.clone(), number);
                }
                self.of.insert(key.clone(), number);
                self.runs.push(run);
                number
            }
        };
        &self.runs[number]
    }
}

/// Length of a line in plan, metres.
fn length_m(key: &Key, state: &ClearanceState) -> f64 {
    state.body(key).map_or(0.0, |body| body.strips().iter().map(|strip| strip.length_m()).sum())
}

/// Goes from a line both ways until a branch, a free end, a change of class or size, or a loop.
fn trace(key: &Key, state: &ClearanceState) -> Run {
    let mut back = walk(key, 0, state);
    let closed = back.last().is_some_and(|(last, _)| last == key);
    if closed {
        back.pop();
    }
    let ahead = if closed { Vec::new() } else { walk(key, 1, state) };
    // Walking back from the start of `key`, a line entered at its end is gone through forwards.
    let mut order: Vec<(Key, bool)> =
        back.into_iter().rev().map(|(line, entered)| (line, entered == 0)).collect();
    order.push((key.clone(), false));
    order.extend(ahead.into_iter().map(|(line, entered)| (line, entered == 1)));
    // One direction, whichever line was asked for: the end with the smaller key comes first.
    let swap = order.first().zip(order.last()).is_some_and(|(first, last)| first.0 > last.0)
        || (order.len() == 1 && order.first().is_some_and(|(_, backwards)| *backwards));
    if swap {
        order.reverse();
        order.iter_mut().for_each(|(_, backwards)| *backwards = !*backwards);
    }
    let mut way = 0.0;
    let mut lines = Vec::with_capacity(order.len());
    for (line, backwards) in order {
        let length = length_m(&line, state);
        lines.push((line, way, length, backwards));
        way += length;
    }
    let name = lines.iter().map(|(line, ..)| line).min().unwrap_or(key).clone();
    Run { name, lines }
}

/// Lines met by going on from an end of a line, each with the end at which it is entered.
fn walk(key: &Key, end: u8, state: &ClearanceState) -> Vec<(Key, u8)> {
    let mut found: Vec<(Key, u8)> = Vec::new();
    let (mut at, mut end) = (key.clone(), end);
    let mut seen = std::collections::BTreeSet::from([key.clone()]);
    loop {
        let joined = state.joined(&at);
        let mut here = joined.iter().filter(|(own, ..)| *own == end);
        let (Some(&(_, next, its_end)), None) = (here.next(), here.next()) else { return found };
        let (Some(body), Some(other)) = (state.body(&at), state.body(next)) else { return found };
        let alike = body.class == other.class && body.facts.diameter_mm == other.facts.diameter_mm;
        if !alike || next == &at {
            return found;
        }
        let next = next.clone();
        let loops = !seen.insert(next.clone());
        if loops && &next != key {
            return found;
        }
        found.push((next.clone(), its_end));
        if loops {
            return found;
        }
        (at, end) = (next, 1 - its_end);
    }
}
