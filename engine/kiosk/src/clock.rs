//! One clock for several machines: how far the leader's clock is from the own, from questions and answers
//! (Mills, RFC 5905, sections 8 and 10: offset and delay of four times, the sample of least delay counts).

use std::collections::VecDeque;
use std::time::Instant;

/// Samples that are kept, and for how long, microseconds.
const KEPT: usize = 24;
const KEPT_US: i64 = 30_000_000;
/// Longest way there and back that tells anything, microseconds.
const LONGEST_US: i64 = 2_000_000;
/// An error larger than this is stepped over at once, microseconds: it is a new leader, not a drift.
const STEP_US: f64 = 250_000.0;
/// Smaller errors are worked off at so much a second: nobody sees a show run 2 % faster.
const SLEW: f64 = 0.02;
/// Two quartz clocks part by at most so much (100 parts in a million each).
const DRIFT: f64 = 200e-6;

/// Microseconds since a beginning, on a clock that never goes back.
#[derive(Clone, Copy, Debug)]
pub struct ShowClock(Instant);

impl Default for ShowClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl ShowClock {
    /// Microseconds now.
    pub fn now_us(&self) -> i64 {
        i64::try_from(self.0.elapsed().as_micros()).unwrap_or(i64::MAX)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Sample {
    offset_us: f64,
    delay_us: f64,
    at_us: i64,
}

/// The distance between two clocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClockSync {
    samples: VecDeque<Sample>,
    /// Offset that the shown clock has, and when it had it.
    shown: Option<(f64, i64)>,
}

impl ClockSync {
    /// Takes one question and its answer: asked (own clock), received and answered (leader's), heard (own).
    /// Times that cannot be are left out.
    pub fn sample(&mut self, asked_us: i64, received_us: i64, answered_us: i64, heard_us: i64) {
        let differences = [heard_us.checked_sub(asked_us), answered_us.checked_sub(received_us)];
        let [Some(there_and_back), Some(at_leader)] = differences else { return };
        let delay_us = there_and_back - at_leader;
        let possible = (0..=LONGEST_US).contains(&delay_us) && at_leader >= 0;
        let (Some(out), Some(home)) = (received_us.checked_sub(asked_us), answered_us.checked_sub(heard_us))
        else {
            return;
        };
        if !possible {
            return;
        }
        let offset_us = (out as f64 + home as f64) / 2.0;
        self.samples.push_back(Sample { offset_us, delay_us: delay_us as f64, at_us: heard_us });
        while self.samples.len() > KEPT || self.samples.front().is_some_and(|s| heard_us - s.at_us > KEPT_US)
        {
            self.samples.pop_front();
        }
    }

    /// The sample that is believed: least delay, with what the clocks may have parted since.
    fn best(&self, now_us: i64) -> Option<(f64, f64)> {
        let error = |sample: &Sample| sample.delay_us / 2.0 + DRIFT * (now_us - sample.at_us).max(0) as f64;
        let best = self.samples.iter().min_by(|a, b| error(a).total_cmp(&error(b)))?;
        Some((best.offset_us, error(best)))
    }

    /// Largest error that the clock can have, microseconds; `None` before the first answer.
    pub fn error_us(&self, now_us: i64) -> Option<f64> {
        self.best(now_us).map(|(_, error)| error)
    }

    /// The leader's time for a time of the own clock, microseconds. Never goes back while the leader is the
    /// same; `None` before the first answer.
    pub fn leader_us(&mut self, now_us: i64) -> Option<i64> {
        let (target, _) = self.best(now_us)?;
        let offset = match self.shown {
            Some((offset, at_us)) if (target - offset).abs() < STEP_US => {
                let most = SLEW * (now_us - at_us).max(0) as f64;
                offset + (target - offset).clamp(-most, most)
            }
            _ => target,
        };
        self.shown = Some((offset, now_us));
        Some(now_us.saturating_add(offset.round() as i64))
    }

    /// Forgets everything: another leader has another clock.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A leader `offset` ahead whose quartz runs `drift` faster, asked every quarter of a second over ways of
    /// random length with loss.
    fn run(offset_us: i64, drift: f64, delays: &[(u16, u16, bool)]) -> f64 {
        let leader = |own: i64| offset_us + own + (own as f64 * drift) as i64;
        let (mut sync, mut worst, mut last) = (ClockSync::default(), 0.0_f64, i64::MIN);
        for (at, (out, home, lost)) in delays.iter().enumerate() {
            let asked = at as i64 * 250_000;
            let received = asked + i64::from(*out);
            let heard = received + 100 + i64::from(*home);
            if !lost {
                sync.sample(asked, leader(received), leader(received + 100), heard);
            }
            if let Some(shown) = sync.leader_us(heard.max(asked + 200_000)) {
                assert!(shown >= last, "the clock went back");
                last = shown;
                if at > 20 {
                    worst = worst.max((shown - leader(heard.max(asked + 200_000))).abs() as f64);
                }
            }
        }
        worst
    }

    proptest! {
        #[test]
        fn it_stays_within_half_of_the_shortest_way(
            offset in -1_000_000_000_000_i64..1_000_000_000_000,
            drift in -100e-6_f64..100e-6,
            delays in prop::collection::vec((500_u16..40_000, 500_u16..40_000, prop::bool::weighted(0.3)), 60..400),
        ) {
            let worst = run(offset, drift, &delays);
            prop_assert!(worst < 50_000.0, "{worst} µs");
        }
    }

    #[test]
    fn equal_ways_are_exact_and_nonsense_is_left_out() {
        assert!(run(7_000_000, 0.0, &[(20_000, 20_000, false); 100]) < 2.0);
        let mut sync = ClockSync::default();
        for bad in [(10, 0, 0, 5), (0, 10, 5, 20), (i64::MIN, i64::MAX, 0, i64::MAX), (0, 0, 0, 3_000_000)] {
            sync.sample(bad.0, bad.1, bad.2, bad.3);
        }
        assert_eq!(sync.leader_us(0), None);
    }

    #[test]
    fn a_new_leader_is_stepped_to_at_once() {
        let mut sync = ClockSync::default();
        sync.sample(0, 1_000, 1_000, 2_000);
        assert_eq!(sync.leader_us(2_000), Some(2_000));
        sync.reset();
        sync.sample(10_000, 90_000_000, 90_000_000, 12_000);
        assert_eq!(sync.leader_us(12_000), Some(90_001_000));
    }
}
