//! A site small enough for pencil and paper.

use linli_model::{AreaUse, Element, GreeningPlace, Kind, LandUse, Parking, ParkingKind};

use super::*;
use crate::green::{Account, Cover};

/// 100 m × 100 m with a house of 20 m × 20 m and 30 m height in its middle.
fn site(extra: Vec<Element>) -> GreenModel {
    let mut community = community();
    add(
        &mut community,
        vec![
            parcel("plot", LandUse::Residential, rectangle(0.0, 0.0, 100.0, 100.0)),
            building("house", 30.0, rectangle(40.0, 40.0, 20.0, 20.0)),
        ],
    );
    add(&mut community, extra);
    model(&community)
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-3, "{a} is not {b}");
}

#[test]
fn a_lawn_counts_from_a_metre_off_the_wall() {
    // Lawn over the whole southern half: 5000 m². The house takes 20 × 10 of it, its strip (1 m on three
    // sides, quarter circles at two corners) 20 + 2 × 10 + π / 2.
    let model = site(vec![area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 100.0, 50.0))]);
    let strip = 40.0 + std::f64::consts::FRAC_PI_2;
    let sums = &model.sums()[1];
    close(sums.cover_m2(Cover::Grass), 4800.0);
    assert!((sums.natural_m2 - (4800.0 - strip)).abs() < 0.02, "{}", sums.natural_m2);
    close(sums.cover_m2(Cover::Building), 400.0);
    close(sums.cover_m2(Cover::Rest), 4800.0);
    close(value(&model, 1, "green.canopy_ratio"), 48.0);
    close(value(&model, 1, "green.land_ratio"), sums.natural_m2 / 100.0);
    close(value(&model, 1, "green.plot_ratio"), 0.48);
    // Roof 0.85, lawn 0.15, the rest as paving 0.55.
    close(value(&model, 1, "green.runoff_coefficient"), 0.04 * 0.85 + 0.48 * 0.15 + 0.48 * 0.55);
    close(value(&model, 1, "green.runoff_volume"), 18.0 / 1000.0 * (340.0 + 720.0 + 2640.0));
    // A tower's roof: 400 × 0.45; 210 W and 1000 h.
    close(value(&model, 1, "green.solar_area"), 180.0);
    close(value(&model, 1, "green.solar_yield"), 37.8);
    close(value(&model, 1, "green.green_per_person"), 48.0);
}

#[test]
fn soil_over_a_basement_decides_by_bands() {
    // Lawn 20 × 10 far from the house; a basement with 0.7 m of soil under a half, a higher one with
    // 0.2 m under a quarter of the whole that reaches over both.
    let lawn = area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 20.0, 10.0));
    let deep = basement("deep", 0.7, rectangle(10.0, 0.0, 30.0, 10.0));
    let thin = basement("thin", 0.2, rectangle(8.0, 0.0, 5.0, 10.0));
    let model = site(vec![lawn, deep, thin]);
    let sums = &model.sums()[1];
    close(sums.natural_m2, 80.0);
    close(sums.over_basement_m2, 120.0);
    close(sums.thin_soil_m2, 50.0);
    close(sums.ground_weighted_m2, 80.0 + 70.0 * 0.5);
    close(value(&model, 1, "green.land_ratio"), 0.8);
    close(value(&model, 1, "green.composite_ratio"), 1.15);
    let rows = model.ledger();
    let over: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| row.site == 1 && row.account == Account::OverBasement)
        .map(|row| ((row.area_m2 * 1e3).round() / 1e3, row.weight))
        .collect();
    assert_eq!(over, [(50.0, 0.0), (70.0, 0.5)]);
}

#[test]
fn soil_that_is_given_goes_before_the_depth_of_the_basement() {
    let mut lawn = area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 20.0, 10.0));
    if let Kind::Area(area) = &mut lawn.kind {
        area.soil_depth_m = Some(1.2);
    }
    // Nothing is drawn below: all of it lies over a slab with that soil.
    let alone = site(vec![lawn.clone()]);
    close(alone.sums()[1].ground_weighted_m2, 160.0);
    close(value(&alone, 1, "green.land_ratio"), 2.0);
    // Half of it over a basement: the other half is natural.
    let half = site(vec![lawn, basement("deep", 3.0, rectangle(10.0, 0.0, 30.0, 10.0))]);
    close(half.sums()[1].ground_weighted_m2, 100.0 + 80.0);
}

#[test]
fn roofs_balconies_and_walls_are_weighed() {
    let roof = greening("roof", GreeningPlace::Roof, 0.4, 30.0, rectangle_at(42.0, 42.0, 10.0, 10.0, 30.0));
    // Lies over half of the first one, two metres lower: only its other half is seen.
    let lower = greening("lower", GreeningPlace::Roof, 0.4, 4.0, rectangle_at(47.0, 42.0, 10.0, 10.0, 4.0));
    let poor = greening("poor", GreeningPlace::Roof, 0.1, 30.0, rectangle_at(42.0, 54.0, 10.0, 5.0, 30.0));
    let balcony =
        greening("balcony", GreeningPlace::Balcony, 0.35, 9.0, rectangle_at(45.0, 39.0, 6.0, 0.5, 9.0));
    let face = vec![[60.0, 40.0, 0.0], [60.0, 60.0, 0.0], [60.0, 60.0, 3.0], [60.0, 40.0, 3.0]];
    let wall = greening("wall", GreeningPlace::Wall, 0.0, 0.0, Geometry::Area(vec![Polygon::new(face)]));
    let model = site(vec![roof, lower, poor, balcony, wall]);
    let sums = &model.sums()[1];
    // The lower garden lies inside the house, which rises through it: only its roof is seen.
    close(sums.roof_m2, 150.0);
    close(sums.roof_weighted_m2, 100.0 * 0.1);
    close(sums.balcony_m2, 3.0);
    close(sums.balcony_weighted_m2, 0.9);
    close(sums.wall_m2, 60.0);
    close(sums.wall_weighted_m2, 6.0);
    close(value(&model, 1, "green.composite_ratio"), 0.169);
    // Panels: 400 m² less the gardens, by the share of a tower.
    close(value(&model, 1, "green.solar_area"), (400.0 - 150.0) * 0.45);
    let poor = model.ledger().into_iter().find(|row| row.element == Some(key("poor")) && row.site == 1);
    let poor = poor.unwrap();
    assert!(poor.weight == 0.0 && poor.clause.contains("less soil"), "{}", poor.clause);
}

#[test]
fn crowns_count_once_and_over_car_parks_with_their_weight() {
    let disc = std::f64::consts::PI * 4.0;
    let car_park = Parking { parking: ParkingKind::Surface, ..Parking::default() };
    let model = site(vec![
        area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 20.0, 10.0)),
        Element::new("cars", Kind::Parking(car_park), rectangle(0.0, 60.0, 30.0, 30.0)),
        tree("in-the-lawn", [5.0, 5.0], 4.0),
        tree("on-the-edge", [20.0, 5.0], 4.0),
        tree("twice", [20.0, 5.0], 4.0),
        tree("over-cars", [10.0, 70.0], 4.0),
    ]);
    let sums = &model.sums()[1];
    close(sums.crown_beyond_m2, disc / 2.0 + disc);
    close(sums.parking_weighted_m2, 0.3 * disc);
    close(value(&model, 1, "green.canopy_ratio"), (200.0 + 1.5 * disc) / 100.0);
    // Leaves stack: lawn 1, and 4 for each crown.
    close(sums.leaf_m2, 200.0 + 4.0 * 4.0 * disc);
}

#[test]
fn rain_gardens_hold_rain() {
    let model = site(vec![area("garden", AreaUse::RainGarden, rectangle(0.0, 0.0, 20.0, 10.0))]);
    close(value(&model, 1, "green.storage"), 40.0);
    let runoff = 400.0 * 0.85 + 200.0 * 0.15 + 9400.0 * 0.55;
    let held = 1000.0 * 40.0 / runoff;
    // Below the first point of the curve: exponential through 75 % at 18 mm.
    let rate = 1.0 - 0.25_f64.powf(held / 18.0);
    close(value(&model, 1, "green.control_rate"), rate * 100.0);
}

#[test]
fn what_does_not_stand_does_not_count() {
    let mut community = community();
    add(
        &mut community,
        vec![
            parcel("plot", LandUse::Residential, rectangle(0.0, 0.0, 100.0, 100.0)),
            area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 20.0, 10.0)),
            building("house", 30.0, rectangle(5.0, 2.0, 5.0, 5.0)),
        ],
    );
    let profile = GreenProfile::built_in("zj_default").unwrap();
    let rules = ReachRules::standard().unwrap();
    let without = GreenModel::new(&community, profile, &rules, &|_, element| element.key != key("house"));
    close(without.sums()[1].natural_m2, 200.0);
    assert_eq!(without.sums()[1].residents, 0);
    let all = model(&community).sums()[1].natural_m2;
    assert!(all < 175.0 && all > 150.0, "{all}");
}
