//! Times of pictures in a fixed number of drawers, so that a year of them takes no more room than a minute.

use crate::FrameSummary;

/// Lower bound of the second drawer, milliseconds, and how much wider each is than the one before.
const FIRST_MS: f64 = 0.5;
const WIDER: f64 = 1.05;
/// Drawers: up to 0.5 ms × 1.05^200 ≈ 8.6 s, longer ones in the last.
const DRAWERS: usize = 202;
/// Time that one set of drawers takes in, milliseconds; the one before counts as well.
const HALF_MS: u64 = 30_000;

#[derive(Clone, Debug, PartialEq)]
struct Half {
    drawers: Vec<u32>,
    longest_ms: f64,
}

impl Half {
    fn new() -> Self {
        Self { drawers: vec![0; DRAWERS], longest_ms: 0.0 }
    }
}

/// Times of the pictures of the last half to whole minute.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameTimes {
    now: Half,
    before: Half,
    since_ms: u64,
    count: u64,
}

impl Default for FrameTimes {
    fn default() -> Self {
        Self { now: Half::new(), before: Half::new(), since_ms: 0, count: 0 }
    }
}

impl FrameTimes {
    /// Takes the time between two pictures, milliseconds, at a time of a monotonic clock.
    pub fn add(&mut self, at_ms: u64, frame_ms: f64) {
        if at_ms.saturating_sub(self.since_ms) >= HALF_MS {
            self.before = std::mem::replace(&mut self.now, Half::new());
            self.since_ms = at_ms;
        }
        self.count += 1;
        let frame_ms = if frame_ms.is_finite() { frame_ms.max(0.0) } else { 0.0 };
        let drawer = ((frame_ms.max(FIRST_MS) / FIRST_MS).ln() / WIDER.ln()).ceil() as usize;
        let drawer = &mut self.now.drawers[drawer.min(DRAWERS - 1)];
        *drawer = drawer.saturating_add(1);
        self.now.longest_ms = self.now.longest_ms.max(frame_ms);
    }

    /// The summary; shares are exact to 5 %.
    pub fn summary(&self) -> FrameSummary {
        let total: u64 =
            self.now.drawers.iter().chain(&self.before.drawers).map(|count| u64::from(*count)).sum();
        let longest_ms = self.now.longest_ms.max(self.before.longest_ms);
        let percentile = |share: f64| {
            let wanted = (total as f64 * share).ceil() as u64;
            let mut seen = 0;
            for (at, (a, b)) in self.now.drawers.iter().zip(&self.before.drawers).enumerate() {
                seen += u64::from(*a) + u64::from(*b);
                if seen >= wanted && wanted > 0 {
                    return (FIRST_MS * WIDER.powi(at as i32)).min(longest_ms);
                }
            }
            longest_ms
        };
        FrameSummary {
            p50_ms: percentile(0.5),
            p95_ms: percentile(0.95),
            p99_ms: percentile(0.99),
            longest_ms,
            count: self.count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_right_to_a_twentieth_and_old_pictures_are_forgotten() {
        let mut times = FrameTimes::default();
        for picture in 0..1000_u64 {
            times.add(picture * 16, if picture % 50 == 0 { 80.0 } else { 16.0 });
        }
        let summary = times.summary();
        assert!((summary.p50_ms / 16.0 - 1.0).abs() < 0.05, "{summary:?}");
        assert!((summary.p99_ms / 80.0 - 1.0).abs() < 0.05 && summary.longest_ms == 80.0);
        for picture in 0..8000_u64 {
            times.add(20_000 + picture * 16, 8.0);
        }
        assert!(times.summary().longest_ms < 9.0);
        assert_eq!(times.summary().count, 9000);
        times.add(200_000, f64::NAN);
        times.add(200_000, 1e12);
        assert!(times.summary().p99_ms.is_finite());
    }
}
