//! Heights of a building's levels.

use std::collections::BTreeMap;

use linli_model::StoreyRun;

/// Most levels of one building; more is a mistake in the data.
const MOST_LEVELS: usize = 400;

/// Floor heights over the ground floor by level. There is no level 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    heights_m: BTreeMap<i16, f64>,
}

impl Levels {
    /// Levels of storey runs; heights that cannot be are taken as `default_m`.
    pub fn of_runs(runs: &[StoreyRun], default_m: f64) -> Self {
        let mut storeys: BTreeMap<i16, f64> = BTreeMap::new();
        for run in runs {
            let height = if (1.0..=30.0).contains(&run.height_m) { run.height_m } else { default_m };
            for level in run.from_level..=run.to_level {
                if level != 0 && storeys.len() < MOST_LEVELS {
                    storeys.insert(level, height);
                }
            }
        }
        let mut heights_m = BTreeMap::from([(1, 0.0)]);
        let highest = storeys.keys().next_back().copied().unwrap_or(1);
        let lowest = storeys.keys().next().copied().unwrap_or(1);
        let of = |level: i16| storeys.get(&level).copied().unwrap_or(default_m);
        let mut at = 0.0;
        for level in 2..=highest.min(MOST_LEVELS as i16) {
            at += of(level - 1);
            heights_m.insert(level, at);
        }
        at = 0.0;
        for level in (lowest.max(-(MOST_LEVELS as i16))..0).rev() {
            at -= of(level);
            heights_m.insert(level, at);
        }
        Self { heights_m }
    }

    /// A number of storeys of one height above ground.
    pub fn even(storeys: i16, height_m: f64) -> Self {
        let levels = 1..=storeys.clamp(1, MOST_LEVELS as i16);
        Self { heights_m: levels.map(|level| (level, f64::from(level - 1) * height_m)).collect() }
    }

    /// Adds levels below the ground whose floors lie so deep, -1 first; levels that are known stay.
    pub(in crate::reach) fn deepen(&mut self, floors_m: &[f64]) {
        for (level, floor_m) in (1_i16..).zip(floors_m) {
            self.heights_m.entry(-level).or_insert(-floor_m);
        }
    }

    /// Height of a level's floor over the ground floor, metres; beyond the known levels the height
    /// of the last one.
    pub fn height_m(&self, level: i16) -> f64 {
        let below = self.heights_m.range(..=level).next_back();
        below.or_else(|| self.heights_m.iter().next()).map_or(0.0, |(_, height)| *height)
    }

    /// How many levels lie above one, up to and with another.
    pub fn count_between(&self, from: i16, to: i16) -> u32 {
        if from >= to { 0 } else { self.heights_m.range(from + 1..=to).count() as u32 }
    }
}

#[cfg(test)]
mod tests {
    use linli_model::BuildingUse;

    use super::*;

    fn run(from_level: i16, to_level: i16, height_m: f64) -> StoreyRun {
        StoreyRun {
            from_level,
            to_level,
            height_m,
            use_: BuildingUse::Residential,
            floor_area_m2: 300.0,
            dwellings: 1,
            residents: 1,
            jobs: 0,
        }
    }

    #[test]
    fn heights_add_up_from_the_ground_floor() {
        let levels = Levels::of_runs(&[run(2, 5, 3.0), run(1, 1, 4.5), run(-2, -1, 3.6)], 3.0);
        assert_eq!([1, 2, 3, 5].map(|l| levels.height_m(l)), [0.0, 4.5, 7.5, 13.5]);
        assert_eq!([-1, -2].map(|l| levels.height_m(l)), [-3.6, -7.2]);
        assert_eq!((levels.count_between(-1, 2), levels.count_between(1, 5)), (2, 4));
        assert_eq!(levels.height_m(99), 13.5);
    }

    #[test]
    fn hostile_runs_stay_small() {
        let levels = Levels::of_runs(&[run(i16::MIN, i16::MAX, f64::NAN)], 3.0);
        assert!(levels.count_between(i16::MIN, i16::MAX) <= 2 * MOST_LEVELS as u32);
        assert!(levels.height_m(i16::MAX).is_finite());
    }
}
