//! Heights of a building's floors.

use linli_model::{Building, Polygon, StoreyRun};

use super::extrude::Heights;
use super::footprint::Footprint;
use super::roof::Roof;
use super::solid::footprint_of;
use crate::Ground;

/// Storey height where the source gives no storeys, metres.
const STOREY_M: f64 = 3.0;
/// Storeys lower than this are none, metres.
const LEAST_STOREY_M: f64 = 1.5;
/// Most storeys that are told apart.
const MOST_STOREYS: f64 = 400.0;

/// Heights of the floors of a building between its base and the top of its walls, local metres,
/// from the ground floor up to the roof slab: one more than there are storeys.
///
/// Runs of storeys give their own heights, squeezed where they would pass the top; storeys above
/// them and buildings without runs share the height evenly, in the number that the source gives,
/// else one for every 3 m. Empty when the top is not above the base.
pub fn storey_heights(building: &Building, base_m: f64, top_m: f64) -> Vec<f64> {
    let total = top_m - base_m;
    if !(total > 0.0 && total.is_finite() && base_m.is_finite()) {
        return Vec::new();
    }
    let mut storeys = of_runs(&building.storeys);
    let said = said_storeys(building, total);
    let known: f64 = storeys.iter().sum();
    let missing = (said.unwrap_or(0.0) - storeys.len() as f64).max(0.0);
    if storeys.is_empty() {
        let count = said.unwrap_or((total / STOREY_M).round()).clamp(1.0, MOST_STOREYS);
        let count = count.min((total / LEAST_STOREY_M).floor().max(1.0));
        storeys = vec![total / count; count as usize];
    } else if missing > 0.0 && (total - known) / missing >= LEAST_STOREY_M {
        storeys.extend(vec![(total - known) / missing; missing as usize]);
    }
    let sum: f64 = storeys.iter().sum();
    let scale = if sum > total { total / sum } else { 1.0 };
    let mut heights = vec![base_m];
    let mut height = 0.0;
    for storey in storeys {
        height += storey * scale;
        heights.push(base_m + height);
    }
    heights
}

/// Outlines and floors of a building over footprints.
pub(super) struct BuildingFloors {
    pub footprints: Vec<Footprint>,
    /// As [`storey_heights`] between the foot and the eave.
    pub levels: Vec<f64>,
    /// Where the storeys start, local metres.
    pub foot: f64,
    /// Top with the roof, local metres.
    pub top: f64,
}

impl BuildingFloors {
    /// All footprints of a building share the floors of the lowest; `None` without a usable one.
    pub(super) fn of(
        building: &Building,
        polygons: &[Polygon],
        above: bool,
        ground: &Ground,
    ) -> Option<Self> {
        let usable = |p: &&Polygon| footprint_of(p).is_some();
        let heights = polygons.iter().filter(usable).map(|p| Heights::of(p, building, above, ground));
        let Heights { foot, top, .. } = heights.min_by(|a, b| a.foot.total_cmp(&b.foot))?;
        let footprints: Vec<Footprint> = polygons.iter().filter_map(footprint_of).collect();
        let roof = footprints.iter().filter_map(|f| Roof::of(building, f, top - foot));
        let eave = top - roof.map(|r| r.height_m).fold(0.0, f64::max);
        Some(Self { footprints, levels: storey_heights(building, foot, eave), foot, top })
    }
}

/// Heights of the storeys of the runs that are above ground, from below to above.
fn of_runs(runs: &[StoreyRun]) -> Vec<f64> {
    let mut runs: Vec<&StoreyRun> = runs.iter().collect();
    runs.sort_by_key(|run| run.from_level);
    let mut storeys = Vec::new();
    for run in runs {
        let count = i32::from(run.to_level) - i32::from(run.from_level.max(1)) + 1;
        let usable = run.height_m >= LEAST_STOREY_M && run.height_m.is_finite();
        let room = MOST_STOREYS as usize - storeys.len();
        if usable && count > 0 {
            storeys.extend(vec![run.height_m; (count as usize).min(room)]);
        }
    }
    storeys
}

/// Height of all storeys of the runs together, metres; `None` without usable runs.
pub(super) fn height_of_runs(building: &Building) -> Option<f64> {
    let height: f64 = of_runs(&building.storeys).iter().sum();
    (height > 0.0).then_some(height)
}

/// The number that the source gives; of a part that begins higher up its share.
fn said_storeys(building: &Building, total: f64) -> Option<f64> {
    let storeys = building.storeys_above.map(f64::from).filter(|n| n.is_finite() && *n > 0.0)?;
    let below = if building.min_height_m > 0.0 { building.min_height_m } else { 0.0 };
    let share = total / (total + below);
    Some((storeys * share).round().clamp(1.0, MOST_STOREYS))
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
            floor_area_m2: 500.0,
            dwellings: 0,
            residents: 0,
            jobs: 0,
        }
    }

    #[test]
    fn runs_give_their_own_heights_and_basements_none() {
        let storeys = vec![run(3, 5, 3.0), run(-2, -1, 3.9), run(1, 2, 4.5)];
        let building = Building { storeys, ..Building::default() };
        assert_eq!(storey_heights(&building, 10.0, 28.6), vec![10.0, 14.5, 19.0, 22.0, 25.0, 28.0]);
        // Squeezed into 9 m: half of everything.
        assert_eq!(storey_heights(&building, 0.0, 9.0), vec![0.0, 2.25, 4.5, 6.0, 7.5, 9.0]);
        let more = Building { storeys_above: Some(7.0), ..building };
        assert_eq!(storey_heights(&more, 0.0, 25.0).last_chunk(), Some(&[18.0, 21.5, 25.0]));
    }

    #[test]
    fn without_runs_storeys_share_the_height() {
        let building = Building { storeys_above: Some(4.0), ..Building::default() };
        assert_eq!(storey_heights(&building, 1.0, 13.0), vec![1.0, 4.0, 7.0, 10.0, 13.0]);
        assert_eq!(storey_heights(&Building::default(), 0.0, 10.0).len(), 4);
        assert_eq!(storey_heights(&Building::default(), 0.0, 1.0), vec![0.0, 1.0]);
        let bridge = Building { min_height_m: 12.0, ..building };
        assert_eq!(storey_heights(&bridge, 12.0, 24.0), vec![12.0, 18.0, 24.0]);
    }

    #[test]
    fn what_is_not_usable_gives_no_floors() {
        for (base, top) in [(0.0, 0.0), (5.0, 4.0), (f64::NAN, 4.0), (0.0, f64::INFINITY)] {
            assert!(storey_heights(&Building::default(), base, top).is_empty());
        }
        let absurd = Building { storeys: vec![run(1, i16::MAX, 3.0)], ..Building::default() };
        assert_eq!(storey_heights(&absurd, 0.0, 1200.0).len(), 401);
    }
}
