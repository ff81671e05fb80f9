//! What a change of the place does to the times of its homes: who gains, who loses, how many people.

use std::collections::BTreeMap;

use linli_model::ElementId;

use super::explain::StoreyTimes;

/// One way between a home and the rest of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HomeWay {
    /// Between the home and the station.
    Person,
    /// From the flat to the gate by car.
    FetchCar,
    /// From the gate to the flat by car.
    ParkCar,
    /// From the hub to the flat.
    Goods,
}

impl HomeWay {
    /// Every way, in the order of files.
    pub const ALL: [Self; 4] = [Self::Person, Self::FetchCar, Self::ParkCar, Self::Goods];

    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::FetchCar => "fetch_car",
            Self::ParkCar => "park_car",
            Self::Goods => "goods",
        }
    }

    /// The time of a storey, milliseconds.
    pub fn ms(self, storey: &StoreyTimes) -> Option<u64> {
        match self {
            Self::Person => storey.person_ms,
            Self::FetchCar => storey.fetch_ms,
            Self::ParkCar => storey.park_ms,
            Self::Goods => storey.goods_ms,
        }
    }
}

/// Residents whose time of one way is another after a change.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WayDifference {
    /// Whose time is shorter.
    pub gain: u64,
    /// Whose time is longer.
    pub lose: u64,
    /// Who had a time and has none.
    pub cut_off: u64,
    /// Who had no time and has one.
    pub joined: u64,
    /// Change of the number of residents within a limit.
    pub within: i64,
    /// Mean change over the residents who have a time before and after, milliseconds.
    pub mean_change_ms: Option<f64>,
}

impl WayDifference {
    /// Compares one way of the storeys of a place before and after; `limit_ms` is the time that counts as reached.
    /// Storeys that are on one side only do not count.
    pub fn between(before: &[StoreyTimes], after: &[StoreyTimes], way: HomeWay, limit_ms: u64) -> Self {
        let then: BTreeMap<(ElementId, i16), Option<u64>> =
            before.iter().map(|storey| ((storey.building, storey.level), way.ms(storey))).collect();
        let (mut found, mut sum_ms, mut people) = (Self::default(), 0_i128, 0_u64);
        for storey in after {
            let Some(then) = then.get(&(storey.building, storey.level)) else { continue };
            let (residents, now) = (u64::from(storey.residents), way.ms(storey));
            let is_within = |ms: &Option<u64>| ms.is_some_and(|ms| ms <= limit_ms);
            found.within += (i64::from(is_within(&now)) - i64::from(is_within(then))) * residents as i64;
            match (*then, now) {
                (Some(then), Some(now)) => {
                    found.gain += if now < then { residents } else { 0 };
                    found.lose += if now > then { residents } else { 0 };
                    sum_ms += (i128::from(now) - i128::from(then)) * i128::from(residents);
                    people += residents;
                }
                (Some(_), None) => found.cut_off += residents,
                (None, Some(_)) => found.joined += residents,
                (None, None) => {}
            }
        }
        found.mean_change_ms = (people > 0).then(|| sum_ms as f64 / people as f64);
        found
    }

    /// Whether anybody's time is another.
    pub fn is_felt(&self) -> bool {
        self.gain + self.lose + self.cut_off + self.joined > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storey(level: i16, residents: u32, person_s: Option<u64>) -> StoreyTimes {
        StoreyTimes {
            building: ElementId(3),
            level,
            residents,
            person_ms: person_s.map(|s| s * 1000),
            fetch_ms: None,
            park_ms: None,
            goods_ms: None,
        }
    }

    #[test]
    fn residents_by_powers_of_two_spell_who_gains_and_who_loses() {
        let of = |times: [Option<u64>; 6]| -> Vec<StoreyTimes> {
            times.iter().zip(0..).map(|(time, level)| storey(level, 1 << level, *time)).collect()
        };
        let before = of([Some(500), Some(500), Some(700), Some(500), None, Some(50)]);
        let after = of([Some(500), Some(400), Some(590), None, Some(90), Some(650)]);
        let found = WayDifference::between(&before, &after, HomeWay::Person, 600_000);
        assert_eq!(
            (found.gain, found.lose, found.cut_off, found.joined),
            (0b110, 0b10_0000, 0b1000, 0b1_0000)
        );
        // Storeys 2 and 4 come within ten minutes, 3 and 5 leave.
        assert_eq!(found.within, 4 + 16 - 8 - 32);
        let mean = (-100.0 * 2.0 - 110.0 * 4.0 + 600.0 * 32.0) * 1000.0 / 39.0;
        assert!(found.mean_change_ms.is_some_and(|ms| (ms - mean).abs() < 1e-6), "{found:?}");
        assert!(!WayDifference::between(&before, &before, HomeWay::Person, 0).is_felt());
        assert_eq!(WayDifference::between(&before, &after, HomeWay::Goods, 1), WayDifference::default());
    }
}
