//! How much of a façade is window (窗墙面积比), by use and period of construction.

use linli_model::BuildingUse;

/// First years of the periods that are told apart: mass housing, commodity housing, the energy
/// standard of 2010 (JGJ 134-2010), GB 55015-2021.
const PERIODS: [i32; 3] = [1990, 2010, 2022];

/// Usual window to wall ratio of all façades together; `None` for sheds and other side buildings.
///
/// Homes stay below the limits of hot summer and cold winter zones (0.35 to 0.45 by direction);
/// offices and shops of today are mostly glass.
pub(super) fn window_wall_ratio(use_: BuildingUse, year: i32) -> Option<f64> {
    let by_period = match use_ {
        BuildingUse::Residential => [0.22, 0.28, 0.33, 0.36],
        BuildingUse::Office => [0.3, 0.4, 0.52, 0.62],
        BuildingUse::Commercial => [0.3, 0.4, 0.5, 0.6],
        BuildingUse::Transport => [0.3, 0.45, 0.6, 0.7],
        BuildingUse::Culture => [0.25, 0.32, 0.42, 0.5],
        BuildingUse::Education => [0.28, 0.32, 0.38, 0.42],
        BuildingUse::Health | BuildingUse::Civic => [0.26, 0.32, 0.38, 0.42],
        BuildingUse::Sport => [0.2, 0.24, 0.3, 0.35],
        BuildingUse::Industrial | BuildingUse::Parking => [0.12, 0.12, 0.12, 0.15],
        BuildingUse::Auxiliary | BuildingUse::Unknown => return None,
    };
    let period = PERIODS.iter().filter(|first| year >= **first).count();
    by_period.get(period).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_get_lighter_and_sheds_say_nothing() {
        let home = |year| window_wall_ratio(BuildingUse::Residential, year);
        assert_eq!([home(1984), home(2009), home(2018), home(2034)], [0.22, 0.28, 0.33, 0.36].map(Some));
        assert_eq!(window_wall_ratio(BuildingUse::Auxiliary, 1986), None);
    }
}
