//! Storeys of buildings: how many, how high, for what, with which lifts.

use linli_model::variant::make::{MakeError, StoreyUse, set_storey_use, set_value};
use linli_model::variant::{Storeys, Value};
use linli_model::{Building, BuildingUse, Community, Edit, Element, Geometry, Key, Kind, LiftBank};

use super::drawing::DWELLING;

/// Height of a storey where nothing is known, metres.
const STOREY_M: f64 = 3.0;
/// Speed and load of a lift that is put in (a common passenger lift of 1000 kg, GB/T 7025.1).
const LIFT: (f64, u32) = (1.75, 13);

/// Number of storeys above the ground of an element, when it is a building that has any.
pub fn storeys_of(community: &Community, key: &Key) -> Option<i16> {
    storeys_of_element(community.element(community.id_of(key)?)?)
}

/// Number of storeys above the ground of an element, when it is a building that has any.
pub fn storeys_of_element(element: &Element) -> Option<i16> {
    let Kind::Building(building) = &element.kind else { return None };
    let of_runs = building.storeys.iter().map(|run| run.to_level).max().filter(|level| *level > 0);
    let said = building.storeys_above.map(|storeys| storeys.round() as i16);
    of_runs.or(said).filter(|_| !matches!(element.geometry, Geometry::None) || !building.storeys.is_empty())
}

/// Height of the highest storey of a building, metres: that of one that is stacked on it.
pub fn storey_height_m(element: &Element) -> Option<f64> {
    let building = element.kind.building()?;
    let highest = building.storeys.iter().filter(|run| run.to_level > 0).max_by_key(|run| run.to_level);
    let even = || {
        let height_m = building.height_m? - building.roof_height_m.unwrap_or_default();
        Some(height_m / f64::from(building.storeys_above.filter(|count| *count >= 1.0)?))
    };
    let known = highest.map(|run| run.height_m).or_else(even);
    Some(known.filter(|height| height.is_finite() && *height > 0.5).unwrap_or(STOREY_M))
}

fn building<'a>(community: &'a Community, key: &Key) -> Result<(&'a Element, &'a Building), MakeError> {
    let element = community.id_of(key).and_then(|id| community.element(id));
    let element = element.ok_or_else(|| MakeError::NoSuchElement(key.clone()))?;
    let building = element.kind.building().ok_or_else(|| MakeError::WrongKind(key.clone()))?;
    Ok((element, building))
}

/// Floor area for one job, square metres: the figures that the rules of density choose where a source counts none
/// (`assets/rules/density_gb50180-2018.json`, `m2_per_job`).
fn job_m2(use_: BuildingUse) -> Option<f64> {
    Some(match use_ {
        BuildingUse::Office => 25.0,
        BuildingUse::Civic => 30.0,
        BuildingUse::Health => 40.0,
        BuildingUse::Commercial => 45.0,
        BuildingUse::Industrial | BuildingUse::Education => 60.0,
        BuildingUse::Culture => 80.0,
        BuildingUse::Transport => 100.0,
        BuildingUse::Sport => 120.0,
        BuildingUse::Residential | BuildingUse::Unknown | BuildingUse::Parking | BuildingUse::Auxiliary => {
            return None;
        }
    })
}

/// Gives storeys another use; people and jobs follow the floor area of a storey.
pub(super) fn use_storeys(
    community: &Community,
    key: &Key,
    [from, to]: [i16; 2],
    use_: BuildingUse,
) -> Result<Edit, MakeError> {
    let (_, building) = building(community, key)?;
    let floor_m2 = building
        .storeys
        .iter()
        .find(|run| run.from_level <= to && run.to_level >= from)
        .map_or(0.0, |run| run.floor_area_m2);
    let count = |per_m2: f64| (floor_m2 / per_m2).clamp(0.0, 1e5);
    let dwellings = if use_ == BuildingUse::Residential { count(DWELLING.0).floor() } else { 0.0 };
    let what = StoreyUse {
        use_,
        dwellings: dwellings as u32,
        residents: (dwellings * DWELLING.1).round() as u32,
        jobs: job_m2(use_).map_or(0, |per_m2| count(per_m2).round() as u32),
    };
    set_storey_use(community, key, from, to, what)
}

/// Gives a building so many lift cars: the first bank gets or loses them; without any there is no bank.
pub(super) fn set_lifts(community: &Community, key: &Key, cars: u32) -> Result<Edit, MakeError> {
    if cars > 40 {
        return Err(MakeError::OutOfRange { what: "lifts", least: 0.0, most: 40.0 });
    }
    let (element, building) = building(community, key)?;
    let mut lifts = building.lifts.clone();
    let others: u32 = lifts.iter().skip(1).map(|bank| bank.cars).sum();
    if let Some(first) = lifts.first_mut() {
        first.cars = cars.saturating_sub(others);
    } else {
        let [x, y, _] = element.geometry.aabb().centre();
        let lowest = building.storeys.iter().map(|run| run.from_level).min().unwrap_or(1);
        let (speed_mps, capacity) = LIFT;
        let to_level = storeys_of_element(element).ok_or_else(|| MakeError::WrongKind(key.clone()))?;
        lifts.push(LiftBank { cars, speed_mps, capacity, from_level: lowest, to_level, at: [x, y] });
    }
    lifts.retain(|bank| bank.cars > 0);
    if cars < others {
        lifts.clear();
    }
    set_value(community, key, Value::Storeys(Storeys { lifts, ..Storeys::of(building) }))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use linli_model::{Polygon, SceneFrame, StoreyRun};

    use super::*;

    fn community() -> (Community, Key) {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.15,
            latitude_deg: 30.27,
            convergence_deg: 0.0,
        };
        let run = StoreyRun {
            from_level: 1,
            to_level: 10,
            height_m: 3.0,
            use_: BuildingUse::Residential,
            floor_area_m2: 400.0,
            dwellings: 4,
            residents: 13,
            jobs: 0,
        };
        let building = Building { storeys: vec![run], height_m: Some(30.0), ..Building::default() };
        let ring = vec![[0.0, 0.0, 0.0], [20.0, 0.0, 0.0], [20.0, 20.0, 0.0], [0.0, 20.0, 0.0]];
        let geometry = Geometry::Area(vec![Polygon::new(ring)]);
        let mut community = Community::new("c", frame);
        community.add_renamed(Element::new("h", Kind::Building(building), geometry));
        (community, "h".into())
    }

    fn after(community: &Community, key: &Key, edit: &Edit) -> Building {
        let element = community.element(community.id_of(key).unwrap());
        edit.changes[0].after(element).unwrap().kind.building().unwrap().clone()
    }

    #[test]
    fn people_and_jobs_follow_the_use_of_a_storey() {
        let (community, key) = community();
        let edit = use_storeys(&community, &key, [1, 2], BuildingUse::Office).unwrap();
        let runs = after(&community, &key, &edit).storeys;
        assert_eq!((runs[0].to_level, runs[0].jobs, runs[0].residents), (2, 16, 0));
        assert_eq!((runs[1].from_level, runs[1].jobs, runs[1].residents), (3, 0, 13));
        let edit = use_storeys(&community, &key, [1, 10], BuildingUse::Residential).unwrap();
        assert_eq!(after(&community, &key, &edit).storeys[0].residents, 13);
    }

    #[test]
    fn a_building_gets_lifts_and_loses_them() {
        let (community, key) = community();
        let edit = set_lifts(&community, &key, 3).unwrap();
        let lifts = after(&community, &key, &edit).lifts;
        assert_eq!((lifts[0].cars, lifts[0].from_level, lifts[0].to_level), (3, 1, 10));
        assert_eq!(lifts[0].at, [10.0, 10.0]);
        let mut with = community.clone();
        let element = edit.changes[0].after(with.element(with.id_of(&key).unwrap())).unwrap();
        with.put(element);
        let edit = set_lifts(&with, &key, 0).unwrap();
        assert!(after(&with, &key, &edit).lifts.is_empty());
        assert!(set_lifts(&with, &key, 99).is_err());
    }
}
