//! What a planner checks first: limits, distances, people, doors.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use linli_model::{BuildingUse, Truth};

use super::house::{House, Part, Role, area_m2};
use super::*;
use crate::plan::{Place, Rectangle, distance_to_segment};
use crate::xinghe::plan::{STATION_ENTRANCES, plots};

fn built() -> Vec<(Plot, Vec<House>)> {
    let mut random = Random::new(crate::xinghe::SEED);
    plots().into_iter().map(|plot| (plot, with_cellars(&plot, houses_of(&plot, &mut random)))).collect()
}

fn of_truth<'a>(plot: &Plot, houses: &'a [House]) -> impl Iterator<Item = &'a House> {
    // Limits bind what will stand: the new set where there are two.
    let both = plot.key == "C2";
    houses.iter().filter(move |h| !both || h.presence.truth == Truth::Designed)
}

fn floor_area_m2(house: &House) -> f64 {
    let counted = house.storeys.iter().filter(|r| r.use_ != BuildingUse::Auxiliary);
    counted.map(|r| f64::from(r.count()) * r.floor_area_m2).sum()
}

fn contains(ring: &[Place], [x, y]: Place) -> bool {
    let mut inside = false;
    let mut b = ring[ring.len() - 1];
    for a in ring {
        if (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] {
            inside = !inside;
        }
        b = *a;
    }
    inside
}

fn parts_meet(a: &Part, b: &Part) -> bool {
    let low = a.rise_m[0].max(b.rise_m[0]);
    let high = a.rise_m[1].min(b.rise_m[1]);
    let (r, s) = (Rectangle::around(&a.ring), Rectangle::around(&b.ring));
    let common =
        Rectangle::new(r.west.max(s.west), r.south.max(s.south), r.east.min(s.east), r.north.min(s.north));
    if high - low < 0.02 || common.east - common.west < 0.05 || common.north - common.south < 0.05 {
        return false;
    }
    let at = |low: f64, high: f64, i: u32| low + (high - low) * (f64::from(i) + 0.5) / 40.0;
    (0..40).any(|i| {
        (0..40).any(|j| {
            let p = [at(common.west, common.east, i), at(common.south, common.north, j)];
            contains(&a.ring, p) && contains(&b.ring, p)
        })
    })
}

#[test]
fn every_parcel_keeps_its_limits() {
    let mut broken = Vec::new();
    for (plot, houses) in built() {
        if plot.programme == Programme::CentralPark {
            continue;
        }
        let land = plot.outline.area_m2();
        let floors: f64 = of_truth(&plot, &houses).map(floor_area_m2).sum();
        let ground: f64 = of_truth(&plot, &houses).map(|h| area_m2(&h.outline)).sum();
        let highest = of_truth(&plot, &houses).map(House::height_m).fold(0.0, f64::max);
        let (far, coverage) = (floors / land, 100.0 * ground / land);
        // A parcel whose limit is never nearly used has a wrong limit or a wrong design.
        if far > plot.far_max || far < 0.45 * plot.far_max {
            broken.push(format!("{}: FAR {far:.2} of {}", plot.key, plot.far_max));
        }
        if coverage > plot.coverage_max_pct || highest > plot.height_max_m {
            broken.push(format!("{}: coverage {coverage:.1} %, height {highest:.1} m", plot.key));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn buildings_stand_inside_the_setbacks_of_their_parcels() {
    for (plot, houses) in built() {
        for house in &houses {
            // What stands today on land that is renewed was built before the plan's setbacks.
            let today = plot.key == "C2" && house.presence.truth == Truth::Existing;
            let inside = if today { plot.outline } else { plot.buildable() }.grown(0.001);
            for [x, y] in house.parts.iter().flat_map(|p| &p.ring).chain(&house.outline) {
                let ok = *x >= inside.west && *x <= inside.east && *y >= inside.south && *y <= inside.north;
                assert!(ok, "{}/{} at {x}, {y}, {inside:?}", plot.key, house.key);
            }
        }
    }
}

#[test]
fn nothing_overlaps_among_what_stands_or_among_what_is_designed() {
    for (plot, houses) in built() {
        let parts: Vec<(&House, &Part)> =
            houses.iter().flat_map(|h| h.parts.iter().map(move |p| (h, p))).collect();
        for (i, (house, part)) in parts.iter().enumerate() {
            for (other, second) in &parts[i + 1..] {
                if house.presence.truth == other.presence.truth {
                    let names = (&plot.key, &house.key, &part.name, &other.key, &second.name);
                    assert!(!parts_meet(part, second), "{names:?}");
                }
            }
        }
    }
}

#[test]
fn storeys_add_up_to_the_height() {
    for (plot, houses) in built() {
        for house in &houses {
            let key = format!("{}/{}", plot.key, house.key);
            assert!(!house.storeys.is_empty(), "{key}");
            let mut level = 1;
            for run in &house.storeys {
                assert_eq!(run.from_level, level, "{key}");
                assert!(run.floor_area_m2 > 5.0 && (2.6..=10.0).contains(&run.height_m), "{key}: {run:?}");
                level = run.to_level + 1;
            }
            // What is above the storeys is roof: stair heads, crowns, pitched and arched roofs.
            let roof = house.height_m() - house.storeys_m();
            assert!((-0.001..=10.1).contains(&roof), "{key}: {roof} m above {} m", house.storeys_m());
            let single = house.parts.len() == 1;
            let counts = |p: &&Part| single || (p.storeys > 0 && p.use_ != BuildingUse::Auxiliary);
            let body = house.parts.iter().filter(counts);
            let top = body.map(|p| p.rise_m[1] - p.roof_m).fold(0.0, f64::max);
            assert!((top - house.storeys_m()).abs() < 0.03 || key == "C4/fire-station", "{key}: {top}");
        }
    }
}

#[test]
fn doors_lie_on_walls_that_reach_the_ground() {
    for (plot, houses) in built() {
        for house in &houses {
            let key = format!("{}/{}", plot.key, house.key);
            assert!(!house.doors.is_empty(), "{key} has no door");
            for door in &house.doors {
                let walls = house.parts.iter().filter(|p| p.rise_m[0] < 0.1);
                let near = walls.flat_map(|p| p.ring.iter().zip(p.ring.iter().cycle().skip(1)));
                let distance =
                    near.map(|(a, b)| distance_to_segment(door.place, *a, *b)).fold(f64::INFINITY, f64::min);
                assert!(distance < 0.06, "{key}: a door {distance} m from the wall at {:?}", door.place);
                let blocked = houses
                    .iter()
                    .filter(|o| o.key != house.key && o.presence.truth == house.presence.truth)
                    .flat_map(|o| o.parts.iter().filter(|p| p.rise_m[0] < 2.5))
                    .any(|p| contains(&p.ring, door.place));
                assert!(!blocked, "{key}: a door opens into another building");
            }
        }
    }
}

#[test]
fn people_and_jobs_are_those_of_a_unit_of_80_hectares() {
    let (mut residents, mut jobs, mut dwellings) = (0, 0, 0);
    for (plot, houses) in built() {
        for run in of_truth(&plot, &houses).flat_map(|h| &h.storeys) {
            residents += run.count() * run.residents;
            jobs += run.count() * run.jobs;
            dwellings += run.count() * run.dwellings;
        }
    }
    println!("{residents} residents, {jobs} jobs, {dwellings} dwellings");
    assert!((18_000..=28_000).contains(&residents), "{residents} residents");
    assert!((8_000..=16_000).contains(&jobs), "{jobs} jobs");
    assert!((2.0..2.7).contains(&(f64::from(residents) / f64::from(dwellings))));
}

#[test]
fn slabs_of_flats_leave_each_other_the_winter_sun() {
    // Noon of the Great Cold day at 30.3° N: the shadow is 1.21 times the height. Slabs that face each other
    // over more than half their width keep 0.95 times the height; staggered ones get the sun sideways.
    for (plot, houses) in built() {
        // Flats on podiums start 10 to 15 m above the ground.
        let homes: Vec<(&House, Rectangle)> = of_truth(&plot, &houses)
            .filter(|h| h.use_ == BuildingUse::Residential)
            .filter_map(|h| {
                let shaft = h.parts.iter().find(|p| p.name.starts_with("shaft") || p.name == "body")?;
                Some((h, Rectangle::around(&shaft.ring)))
            })
            .collect();
        for (north, a) in &homes {
            for (south, b) in &homes {
                let shared = a.east.min(b.east) - a.west.max(b.west);
                let gap = a.south - b.north;
                if gap > 0.0 && shared > 0.5 * (a.east - a.west) {
                    let foot = north.parts.iter().filter(|p| p.role == Role::Shaft).map(|p| p.rise_m[0]);
                    let foot = foot.fold(f64::INFINITY, f64::min);
                    let ratio = gap / (south.storeys_m() - if foot.is_finite() { foot } else { 0.0 });
                    assert!(ratio >= 0.95, "{}: {} before {}: {ratio:.2}", plot.key, south.key, north.key);
                }
            }
        }
    }
}

#[test]
fn keys_of_buildings_and_parts_are_unique() {
    for (plot, houses) in built() {
        let keys: Vec<String> = houses
            .iter()
            .flat_map(|h| {
                let parts = h.parts.iter().map(|p| format!("{}/{}", h.key, p.name));
                std::iter::once(h.key.clone()).chain(parts).collect::<Vec<_>>()
            })
            .collect();
        let unique: BTreeSet<&String> = keys.iter().collect();
        assert_eq!(unique.len(), keys.len(), "{}", plot.key);
    }
}

#[test]
fn the_eastern_half_of_the_school_is_free_for_the_track() {
    let (plot, houses) = built().into_iter().find(|(p, _)| p.key == "E2").unwrap();
    let middle = plot.outline.west + 100.0;
    assert!(houses.iter().flat_map(|h| &h.outline).all(|p| p[0] <= middle));
}

#[test]
fn station_entrances_are_in_the_open() {
    for (plot, houses) in built() {
        let open: Vec<Place> = STATION_ENTRANCES.to_vec();
        for house in &houses {
            for part in house.parts.iter().filter(|p| p.rise_m[0] < 3.0) {
                let around = Rectangle::around(&part.ring);
                assert!(open.iter().all(|p| around.distance_m(*p) > 0.9), "{}/{}", plot.key, house.key);
            }
        }
    }
}
