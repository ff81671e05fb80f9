//! What is done when the window has ended: pure, so that every fault can be thought through without one.

use std::collections::VecDeque;

/// Waits before the next start, by the number of failures in a row, milliseconds.
const BACK_OFF_MS: [u64; 5] = [1_000, 2_000, 4_000, 8_000, 15_000];
/// Failures in ten minutes after which the show starts safe: lowest quality, last good show and settings.
const SAFE: (usize, u64) = (3, 600_000);
/// Failures in half an hour after which the machine is restarted, when it may be, at most once an hour.
const REBOOT: (usize, u64, u64) = (5, 1_800_000, 3_600_000);
/// Without a restart of the machine, the wait between two starts from then on, milliseconds.
const RESIGNED_MS: u64 = 60_000;
/// Wait while there is no display or no card, milliseconds.
const NO_DISPLAY_MS: u64 = 5_000;
/// Time of good running after which failures in a row are forgotten, milliseconds.
const GOOD_MS: u64 = 600_000;

/// Exit codes of the window.
pub mod code {
    /// The staff ended the show.
    pub const QUIT: i32 = 0;
    /// Show or settings cannot be used.
    pub const BAD_CONFIG: i32 = 64;
    /// Memory budget reached.
    pub const MEMORY: i32 = 78;
    /// No card or no display.
    pub const NO_DISPLAY: i32 = 79;
    /// A restart that was asked for.
    pub const RESTART: i32 = 80;
}

/// Why the window ended, or was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It ended with a code.
    Code(i32),
    /// A signal ended it.
    Signal(i32),
    /// It showed no picture for too long and was ended.
    Hang,
    /// It showed no first picture in time and was ended.
    NoStart,
    /// It took too much memory and was ended at once.
    TooMuchMemory,
    /// It ended because it was asked to, at the daily restart or for its memory.
    Planned,
    /// It could not be started.
    NotStarted,
}

impl End {
    /// For the log.
    pub fn english(self) -> String {
        match self {
            Self::Code(75) => "ended with 75: a picture could not be drawn".to_owned(),
            Self::Code(76) => "ended with 76: the graphics card was lost".to_owned(),
            Self::Code(77) => "ended with 77: pictures reach no screen".to_owned(),
            Self::Code(code::BAD_CONFIG) => "ended with 64: show or settings cannot be used".to_owned(),
            Self::Code(code::NO_DISPLAY) => "ended with 79: no graphics card or no display".to_owned(),
            Self::Code(code) => format!("ended with {code}"),
            Self::Signal(signal) => format!("killed by signal {signal}"),
            Self::Hang => "hung and was killed".to_owned(),
            Self::NoStart => "showed no picture after its start and was killed".to_owned(),
            Self::TooMuchMemory => "took too much memory and was killed".to_owned(),
            Self::Planned => "restarted as planned".to_owned(),
            Self::NotStarted => "could not be started".to_owned(),
        }
    }
}

/// How the window is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// As set.
    Normal,
    /// Lowest quality, last good show and settings.
    Safe,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Start after so many milliseconds.
    Start(u64, Care),
    /// End as well.
    Stop,
    /// Restart the machine.
    Reboot,
}

/// The memory of what has happened.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Failures, milliseconds of a monotonic clock.
    failures: VecDeque<u64>,
    in_a_row: usize,
    /// From when on the machine may be restarted again.
    reboot_from_ms: u64,
    may_reboot: bool,
    bad_config: bool,
}

impl Policy {
    /// Nothing has happened yet. `since_reboot_ms` is the time since this program last restarted the machine.
    pub fn new(may_reboot: bool, since_reboot_ms: Option<u64>) -> Self {
        let reboot_from_ms = since_reboot_ms.map_or(0, |since| REBOOT.2.saturating_sub(since));
        Self { may_reboot, reboot_from_ms, ..Self::default() }
    }

    /// How many failures there were in the last half hour.
    pub fn recent(&self, now_ms: u64) -> usize {
        self.failures.iter().filter(|at| now_ms.saturating_sub(**at) <= REBOOT.1).count()
    }

    /// The window ended after it had run well for so long.
    pub fn ended(&mut self, now_ms: u64, end: End, ran_well_ms: u64) -> Next {
        if ran_well_ms >= GOOD_MS {
            self.in_a_row = 0;
            self.bad_config = false;
        }
        match end {
            End::Code(code::QUIT) => return Next::Stop,
            End::Planned | End::Code(code::RESTART | code::MEMORY) => {
                // Asked for again and again, as by a memory limit below what the scene needs, it waits as well.
                self.in_a_row = if ran_well_ms >= GOOD_MS { 0 } else { self.in_a_row + 1 };
                return Next::Start(self.wait_ms(), self.care(now_ms));
            }
            End::Code(code::NO_DISPLAY) => return Next::Start(NO_DISPLAY_MS, self.care(now_ms)),
            End::Code(code::BAD_CONFIG) => self.bad_config = true,
            _ => {}
        }
        self.failures.push_back(now_ms);
        self.failures.retain(|at| now_ms.saturating_sub(*at) <= REBOOT.1);
        self.in_a_row += 1;
        if self.failures.len() >= REBOOT.0 {
            if self.may_reboot && now_ms >= self.reboot_from_ms {
                self.reboot_from_ms = now_ms + REBOOT.2;
                return Next::Reboot;
            }
            return Next::Start(RESIGNED_MS, Care::Safe);
        }
        Next::Start(self.wait_ms(), self.care(now_ms))
    }

    /// Wait before the next start.
    fn wait_ms(&self) -> u64 {
        match self.in_a_row {
            0 => 0,
            row => BACK_OFF_MS[(row - 1).min(BACK_OFF_MS.len() - 1)],
        }
    }

    /// With how much care to start now.
    pub fn care(&self, now_ms: u64) -> Care {
        let recent = self.failures.iter().filter(|at| now_ms.saturating_sub(**at) <= SAFE.1).count();
        if recent >= SAFE.0 || self.bad_config { Care::Safe } else { Care::Normal }
    }
}

/// Whether the daily restart is due: in the hour from its minute, for a window that has run for 6 hours, when
/// nobody is there; after 36 hours whenever nobody is there. A clock that jumps cannot make it restart again
/// and again, since the 6 hours are of a clock that does not.
pub fn planned_restart(minute_of_day: u32, restart_min: u16, up_ms: u64, idle: bool) -> bool {
    const HOUR_MS: u64 = 3_600_000;
    let since = (minute_of_day + 1440 - u32::from(restart_min)) % 1440;
    idle && ((up_ms >= 6 * HOUR_MS && since < 60) || up_ms >= 36 * HOUR_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_then_the_show_starts_safe_then_rests() {
        let mut policy = Policy::new(false, None);
        let mut now = 0;
        let mut got = Vec::new();
        for _ in 0..6 {
            now += 5_000;
            got.push(policy.ended(now, End::Code(101), 3_000));
        }
        use Care::{Normal, Safe};
        let wanted = [
            Next::Start(1_000, Normal),
            Next::Start(2_000, Normal),
            Next::Start(4_000, Safe),
            Next::Start(8_000, Safe),
            Next::Start(60_000, Safe),
            Next::Start(60_000, Safe),
        ];
        assert_eq!(got, wanted);
        // Half an hour later it is forgotten.
        now += 1_900_000;
        assert_eq!(policy.ended(now, End::Signal(9), 1_800_000), Next::Start(1_000, Normal));
    }

    #[test]
    fn a_machine_is_restarted_once_an_hour_at_most() {
        let mut policy = Policy::new(true, None);
        let next: Vec<Next> = (1..=6).map(|at| policy.ended(at * 1_000, End::Hang, 0)).collect();
        assert_eq!((next[4], next[5]), (Next::Reboot, Next::Start(60_000, Care::Safe)));
        // The next program after it knows of it.
        let mut policy = Policy::new(true, Some(120_000));
        let next: Vec<Next> = (1..=5).map(|at| policy.ended(at * 1_000, End::Hang, 0)).collect();
        assert_eq!(next[4], Next::Start(60_000, Care::Safe));
        assert_eq!(policy.ended(3_480_000, End::Hang, GOOD_MS), Next::Start(1_000, Care::Normal));
        let next: Vec<Next> = (0..4).map(|at| policy.ended(3_480_000 + at, End::Hang, 0)).collect();
        assert_eq!(next[3], Next::Reboot, "an hour has passed");
    }

    #[test]
    fn what_was_asked_for_is_no_failure() {
        let mut policy = Policy::new(true, None);
        for at in 0..20 {
            for end in [End::Planned, End::Code(78), End::Code(80)] {
                assert_eq!(policy.ended(at * 1000, end, GOOD_MS), Next::Start(0, Care::Normal));
            }
            assert_eq!(policy.ended(at * 1000, End::Code(79), 0), Next::Start(5_000, Care::Normal));
        }
        // A memory limit below what the scene needs: asked for again and again, it waits.
        let waits: Vec<Next> = (0..6).map(|at| policy.ended(20_000 + at, End::Planned, 1_000)).collect();
        assert_eq!(
            (waits[0], waits[5]),
            (Next::Start(1_000, Care::Normal), Next::Start(15_000, Care::Normal))
        );
        assert_eq!(policy.ended(25_000, End::Planned, GOOD_MS), Next::Start(0, Care::Normal));
        assert_eq!(
            policy.ended(30_000, End::Code(64), 0),
            Next::Start(1_000, Care::Safe),
            "last good show at once"
        );
        assert_eq!(policy.ended(60_000, End::Code(0), 0), Next::Stop);
    }

    #[test]
    fn the_daily_restart_is_once_a_day_whatever_the_clock_does() {
        let hours = |count: u64| count * 3_600_000;
        assert!(planned_restart(8 * 60 + 5, 480, hours(20), true));
        assert!(!planned_restart(8 * 60 + 5, 480, hours(20), false), "a visitor is there");
        assert!(!planned_restart(8 * 60 + 5, 480, hours(5), true), "after a jump of the clock");
        assert!(!planned_restart(9 * 60, 480, hours(20), true));
        assert!(planned_restart(15 * 60, 480, hours(37), true), "the hour was missed");
        assert!(planned_restart(10, 23 * 60 + 50, hours(20), true), "past midnight");
    }
}
