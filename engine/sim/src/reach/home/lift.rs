//! Time of lifts and stairs between two levels of a building.

use linli_model::LiftBank;

use super::levels::Levels;
use crate::reach::graph::UNREACHED;
use crate::reach::rules::{LiftRules, Profile, ReachRules};

/// How a trip between two levels splits up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VerticalTrip {
    /// On stairs, milliseconds.
    pub stairs_ms: u32,
    /// Waiting for a lift, milliseconds.
    pub wait_ms: u32,
    /// In a lift, doors and stepping in and out included, milliseconds.
    pub ride_ms: u32,
}

impl VerticalTrip {
    /// All of it, milliseconds.
    pub fn total_ms(&self) -> u32 {
        self.stairs_ms.saturating_add(self.wait_ms).saturating_add(self.ride_ms)
    }
}

/// Time of one run of a lift over a height, seconds: `d / v + v / a` when the rated speed is reached
/// (`d ≥ v² / a`), else `2 √(d / a)`. Jerk is left out.
pub fn lift_run_s(height_m: f64, speed_mps: f64, acceleration_mps2: f64) -> f64 {
    if height_m >= speed_mps * speed_mps / acceleration_mps2 {
        height_m / speed_mps + speed_mps / acceleration_mps2
    } else {
        2.0 * (height_m / acceleration_mps2).sqrt()
    }
}

/// Mean time between two cars at the main landing, seconds, at the morning peak.
///
/// Round trip after Barney: `2 H t_v + (S + 1) t_s + 2 P t_p` with `P` persons in a car, `N` levels
/// above, expected stops `S = N (1 − (1 − 1/N)^P)` and expected highest stop
/// `H = N − Σ (i/N)^P, i = 1 … N − 1`; the interval is the round trip over the number of cars.
pub fn lift_interval_s(bank: &LiftBank, levels_above: u32, storey_m: f64, rules: &LiftRules) -> f64 {
    let floors = f64::from(levels_above.max(1));
    let persons = (f64::from(bank.capacity) * rules.car_load.value).max(1.0);
    let stops = floors * (1.0 - (1.0 - 1.0 / floors).powf(persons));
    let highest = floors - (1..levels_above).map(|i| (f64::from(i) / floors).powf(persons)).sum::<f64>();
    let pass = storey_m / bank.speed_mps;
    let stop = lift_run_s(storey_m, bank.speed_mps, rules.acceleration.value) - pass
        + rules.door_open.value
        + rules.door_close.value;
    let round_trip = 2.0 * highest * pass + (stops + 1.0) * stop + 2.0 * persons * rules.transfer.value;
    round_trip / f64::from(bank.cars.max(1))
}

/// Whether a lift bank can run at all.
pub(super) fn is_possible(bank: &LiftBank) -> bool {
    bank.cars > 0
        && bank.capacity > 0
        && bank.speed_mps.is_finite()
        && (0.1..=25.0).contains(&bank.speed_mps)
        && bank.from_level < bank.to_level
}

/// A lift bank with its waiting time.
#[derive(Clone, Debug)]
pub(super) struct Bank {
    pub number: usize,
    pub from_level: i16,
    pub to_level: i16,
    speed_mps: f64,
    wait_ms: u32,
}

impl Bank {
    pub(super) fn new(number: usize, bank: &LiftBank, levels: &Levels, rules: &ReachRules) -> Self {
        let above = levels.count_between(bank.from_level, bank.to_level);
        let height = levels.height_m(bank.to_level) - levels.height_m(bank.from_level);
        let storey_m = height / f64::from(above.max(1));
        let interval_s = lift_interval_s(bank, above, storey_m, &rules.lift);
        Self {
            number,
            from_level: bank.from_level,
            to_level: bank.to_level,
            speed_mps: bank.speed_mps,
            wait_ms: ms(interval_s / 2.0),
        }
    }

    /// The trip with this bank and stairs beyond its ends; nothing when it leads nowhere.
    fn trip(
        &self,
        levels: &Levels,
        ends: [i16; 2],
        profile: &Profile,
        rules: &ReachRules,
    ) -> Option<VerticalTrip> {
        let [enter, leave] = ends.map(|level| level.clamp(self.from_level, self.to_level));
        if enter == leave {
            return None;
        }
        let before = stairs_ms(levels, ends[0], enter, profile, rules)?;
        let after = stairs_ms(levels, leave, ends[1], profile, rules)?;
        let height = (levels.height_m(leave) - levels.height_m(enter)).abs();
        let lift = &rules.lift;
        let ride_s = lift_run_s(height, self.speed_mps, lift.acceleration.value)
            + lift.door_open.value
            + lift.door_close.value
            + 2.0 * lift.transfer.value;
        Some(VerticalTrip {
            stairs_ms: before.saturating_add(after),
            wait_ms: self.wait_ms,
            ride_ms: ms(ride_s),
        })
    }
}

/// The quickest trip between two levels: stairs, or any open lift. Nothing when the profile can
/// use neither.
pub(super) fn quickest(
    levels: &Levels,
    banks: &[&Bank],
    ends: [i16; 2],
    profile: &Profile,
    rules: &ReachRules,
) -> Option<VerticalTrip> {
    let stairs = stairs_ms(levels, ends[0], ends[1], profile, rules)
        .map(|stairs_ms| VerticalTrip { stairs_ms, ..VerticalTrip::default() });
    let lifts = banks.iter().filter_map(|bank| bank.trip(levels, ends, profile, rules));
    stairs.into_iter().chain(lifts).min_by_key(VerticalTrip::total_ms)
}

/// Time on stairs between two levels; nothing when the profile cannot use stairs and they differ.
fn stairs_ms(levels: &Levels, from: i16, to: i16, profile: &Profile, rules: &ReachRules) -> Option<u32> {
    let rise = levels.height_m(to) - levels.height_m(from);
    if rise.abs() < 1e-9 {
        return Some(0);
    }
    rules.stairs.seconds(rise.abs(), rise > 0.0, profile).map(ms)
}

fn ms(seconds: f64) -> u32 {
    (seconds * 1000.0).round().clamp(0.0, f64::from(UNREACHED / 4)) as u32
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn bank() -> LiftBank {
        LiftBank { cars: 2, speed_mps: 2.0, capacity: 13, from_level: 1, to_level: 26, at: [0.0, 0.0] }
    }

    #[test]
    fn a_run_is_by_arithmetic() {
        // 60 m at 2 m/s and 1 m/s²: 30 s + 2 s. 1 m never reaches 2 m/s: 2 √1 = 2 s.
        assert_eq!(lift_run_s(60.0, 2.0, 1.0), 32.0);
        assert_eq!(lift_run_s(1.0, 2.0, 1.0), 2.0);
        // Both forms agree where they meet: d = v² / a = 4 m.
        assert_eq!(lift_run_s(4.0, 2.0, 1.0), 4.0);
    }

    #[test]
    fn the_interval_follows_the_round_trip() {
        let rules = ReachRules::standard().unwrap();
        // One person, one level above, one car: H = S = 1; pass = 3 / 1, stop = 3 / 1 + 1 / 0.9 − 3 + 5.
        let small = LiftBank { cars: 1, speed_mps: 1.0, capacity: 1, ..bank() };
        let expected = 2.0 * 3.0 + 2.0 * (1.0 / 0.9 + 5.0) + 2.0 * 1.1;
        assert!((lift_interval_s(&small, 1, 3.0, &rules.lift) - expected).abs() < 1e-9);
        // A tower of 26 storeys with two lifts: homes wait about half of 60 to 90 s.
        let interval = lift_interval_s(&bank(), 25, 3.0, &rules.lift);
        assert!((60.0..=95.0).contains(&interval), "{interval}");
        let twice = LiftBank { cars: 4, ..bank() };
        assert!((lift_interval_s(&twice, 25, 3.0, &rules.lift) * 2.0 - interval).abs() < 1e-9);
    }

    #[test]
    fn high_floors_ride_and_low_floors_walk() {
        let rules = ReachRules::standard().unwrap();
        let levels = Levels::even(26, 3.0);
        let bank = Bank::new(0, &bank(), &levels, &rules);
        let of = |key: &str, level: i16, banks: &[&Bank]| {
            quickest(&levels, banks, [level, 1], rules.profile(key).unwrap(), &rules)
        };
        let high = of("standard", 26, &[&bank]).unwrap();
        assert_eq!((high.stairs_ms, high.wait_ms), (0, bank.wait_ms));
        // 75 m at 2 m/s, v / a = 2 / 0.9, doors 5 s, stepping 2.2 s.
        assert_eq!(high.ride_ms, 46_922);
        // 3 m of stairs are 6 m at 0.65 m/s.
        let low = of("standard", 2, &[&bank]).unwrap();
        assert_eq!(low, VerticalTrip { stairs_ms: 9_231, wait_ms: 0, ride_ms: 0 });
        assert_eq!(of("wheelchair", 2, &[]), None);
        assert!(of("wheelchair", 2, &[&bank]).unwrap().ride_ms > 0);
        assert_eq!(of("wheelchair", 1, &[]), Some(VerticalTrip::default()));
        // A lift that ends at 25: the last storey on stairs.
        let short = Bank { to_level: 25, ..bank.clone() };
        assert_eq!(of("standard", 26, &[&short]).unwrap().stairs_ms, 9_231);
        assert_eq!(of("wheelchair", 26, &[&short]), None);
    }
}
