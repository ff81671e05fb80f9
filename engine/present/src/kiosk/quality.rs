//! The quality ladder: how much is drawn, so that the time of a picture holds (画质阶梯).

use linli_model::QualitySettings;

/// Shadows of the sun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShadowQuality {
    /// None.
    Off,
    /// One cascade.
    Near,
    /// All cascades.
    Full,
}

/// Smoothing of edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AntiAliasing {
    /// None.
    Off,
    /// Four samples a pixel.
    Four,
}

/// How much is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Share of the screen's resolution along each axis.
    pub render_scale: f64,
    /// Shadows.
    pub shadows: ShadowQuality,
    /// Share of the trees.
    pub trees: f64,
    /// Smoothing.
    pub anti_aliasing: AntiAliasing,
}

/// The rungs, the lowest first: each draws at least as much as the one below in every respect.
const RUNGS: [Quality; 7] = [
    rung(0.50, ShadowQuality::Off, 0.0, AntiAliasing::Off),
    rung(0.60, ShadowQuality::Off, 0.3, AntiAliasing::Off),
    rung(0.75, ShadowQuality::Off, 0.5, AntiAliasing::Off),
    rung(0.75, ShadowQuality::Near, 0.7, AntiAliasing::Off),
    rung(1.00, ShadowQuality::Near, 1.0, AntiAliasing::Off),
    rung(1.00, ShadowQuality::Near, 1.0, AntiAliasing::Four),
    rung(1.00, ShadowQuality::Full, 1.0, AntiAliasing::Four),
];

const fn rung(render_scale: f64, shadows: ShadowQuality, trees: f64, anti_aliasing: AntiAliasing) -> Quality {
    Quality { render_scale, shadows, trees, anti_aliasing }
}

/// Pictures that are looked at together.
const WINDOW: usize = 60;
/// The middle picture of a window takes more than this share of the aim: one rung down.
const TOO_SLOW: f64 = 1.08;
/// Nine of ten pictures of a window take less than this share: a rung up is thought of.
const ROOM: f64 = 0.65;
/// Time with room before a rung up is tried, milliseconds: at first, and at most after failures.
const CLIMB_AFTER_MS: (u64, u64) = (10_000, 600_000);
/// A rung that is left again so soon was too much, milliseconds.
const REGRET_MS: u64 = 30_000;
/// Time after a change in which pictures are not counted: pipelines are made anew. Milliseconds.
const SETTLE_MS: u64 = 1_000;

/// A step on the ladder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QualityChange {
    /// Rung before.
    pub from: u8,
    /// Rung now.
    pub to: u8,
    /// Time of the picture that decided, milliseconds.
    pub measured_ms: f64,
}

/// Where the picture stands on the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityLadder {
    aim_ms: f64,
    lowest: u8,
    highest: u8,
    level: u8,
    window: Vec<f64>,
    settled_at_ms: u64,
    roomy_since_ms: Option<u64>,
    climbed_at_ms: Option<u64>,
    climb_after_ms: u64,
}

impl QualityLadder {
    /// Begins at the highest rung that is allowed.
    pub fn new(settings: &QualitySettings) -> Self {
        let top = (RUNGS.len() - 1) as u8;
        let highest = settings.highest.min(top);
        Self {
            aim_ms: if settings.frame_ms.is_finite() {
                settings.frame_ms.clamp(4.0, 1000.0)
            } else {
                1000.0 / 60.0
            },
            lowest: settings.lowest.min(highest),
            highest,
            level: highest,
            window: Vec::with_capacity(WINDOW),
            settled_at_ms: 0,
            roomy_since_ms: None,
            climbed_at_ms: None,
            climb_after_ms: CLIMB_AFTER_MS.0,
        }
    }

    /// Goes down to the lowest rung at once, for software rendering and safe starts.
    pub fn hold_lowest(&mut self) {
        self.level = self.lowest;
        self.highest = self.lowest;
    }

    /// The rung, from 0.
    pub fn level(&self) -> u8 {
        self.level
    }

    /// How much is drawn now.
    pub fn quality(&self) -> Quality {
        RUNGS.get(usize::from(self.level)).copied().unwrap_or(RUNGS[0])
    }

    /// Takes the cost of one picture: the longer of the times that processor and card worked on it, not the
    /// time between two pictures, which the screen rounds up. Milliseconds.
    pub fn picture(&mut self, now_ms: u64, cost_ms: f64) -> Option<QualityChange> {
        if !cost_ms.is_finite() || cost_ms < 0.0 || now_ms < self.settled_at_ms {
            return None;
        }
        self.window.push(cost_ms);
        if self.window.len() < WINDOW {
            return None;
        }
        self.window.sort_by(f64::total_cmp);
        let (middle, slow) = (self.window[WINDOW / 2], self.window[WINDOW * 9 / 10]);
        self.window.clear();
        if middle > TOO_SLOW * self.aim_ms {
            self.roomy_since_ms = None;
            return self.descend(now_ms, middle);
        }
        if slow > ROOM * self.aim_ms {
            self.roomy_since_ms = None;
            return None;
        }
        let since = *self.roomy_since_ms.get_or_insert(now_ms);
        if self.level < self.highest && now_ms.saturating_sub(since) >= self.climb_after_ms {
            self.climbed_at_ms = Some(now_ms);
            return Some(self.go(now_ms, self.level + 1, slow));
        }
        None
    }

    fn descend(&mut self, now_ms: u64, measured_ms: f64) -> Option<QualityChange> {
        if self.level <= self.lowest {
            return None;
        }
        match self.climbed_at_ms.take() {
            // The climb was a mistake: think twice as long before the next.
            Some(at) if now_ms.saturating_sub(at) < REGRET_MS => {
                self.climb_after_ms = (self.climb_after_ms * 2).min(CLIMB_AFTER_MS.1);
            }
            _ => self.climb_after_ms = CLIMB_AFTER_MS.0,
        }
        // Far too slow: two rungs at once.
        let steps = if measured_ms > 2.0 * self.aim_ms { 2 } else { 1 };
        let to = self.level.saturating_sub(steps).max(self.lowest);
        Some(self.go(now_ms, to, measured_ms))
    }

    fn go(&mut self, now_ms: u64, to: u8, measured_ms: f64) -> QualityChange {
        let from = std::mem::replace(&mut self.level, to);
        self.window.clear();
        self.roomy_since_ms = None;
        self.settled_at_ms = now_ms + SETTLE_MS;
        QualityChange { from, to, measured_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a card whose pictures cost so much on each rung; returns the changes.
    fn play(ladder: &mut QualityLadder, cost: impl Fn(u8, u64) -> f64, from_s: u64, to_s: u64) -> Vec<u8> {
        let mut changes = Vec::new();
        let mut now_ms = from_s * 1000;
        while now_ms < to_s * 1000 {
            let cost_ms = cost(ladder.level(), now_ms);
            changes.extend(ladder.picture(now_ms, cost_ms).map(|change| change.to));
            now_ms += 16.max(cost_ms as u64);
        }
        changes
    }

    #[test]
    fn it_finds_the_rung_that_holds_and_stays_there() {
        let mut ladder = QualityLadder::new(&QualitySettings::default());
        // Rung 3 takes 14 ms of 16.7, rung 4 takes 21.
        let card = |level: u8, _| [6.0, 8.0, 10.0, 14.0, 21.0, 28.0, 40.0][usize::from(level)];
        let changes = play(&mut ladder, card, 0, 3600);
        assert_eq!(changes, [4, 3], "two down at once, then one, then an hour without a change");
        assert_eq!(ladder.quality().shadows, ShadowQuality::Near);
    }

    #[test]
    fn a_rung_that_is_too_much_is_tried_ever_more_seldom() {
        let mut ladder = QualityLadder::new(&QualitySettings::default());
        // Room on rung 2, too much on rung 3: the worst case for swinging.
        let card = |level: u8, _| if level <= 2 { 9.0 } else { 25.0 };
        let hour = play(&mut ladder, card, 0, 3600).len();
        assert!(hour < 30, "{hour} changes in the first hour");
        let day = play(&mut ladder, card, 3600, 86_400).len();
        assert!(day <= 2 * 24 * 6, "{day} changes in a day: at most one try in ten minutes");
        assert!(ladder.level() <= 3);
    }

    #[test]
    fn one_slow_picture_changes_nothing_and_a_hot_card_is_followed() {
        let mut ladder = QualityLadder::new(&QualitySettings::default());
        let spikes = |_, now: u64| if now % 2000 < 20 { 400.0 } else { 9.0 };
        assert!(play(&mut ladder, spikes, 0, 600).is_empty());
        // The card throttles for ten minutes, then cools down.
        let hot = |level: u8, _| 9.0 + 3.0 * f64::from(level);
        play(&mut ladder, hot, 600, 1200);
        assert!(ladder.level() <= 3, "{}", ladder.level());
        play(&mut ladder, |_, _| 5.0, 1200, 1800);
        assert_eq!(ladder.level(), 6);
        assert_eq!(ladder.picture(1_900_000, f64::NAN), None);
    }

    #[test]
    fn every_rung_draws_at_least_as_much_as_the_one_below() {
        for pair in RUNGS.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            assert!(a.render_scale <= b.render_scale && a.shadows <= b.shadows);
            assert!(a.trees <= b.trees && a.anti_aliasing <= b.anti_aliasing);
            assert_ne!(a, b);
        }
    }
}
