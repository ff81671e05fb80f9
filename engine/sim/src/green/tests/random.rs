//! Random scenes: nothing is lost, nothing counts twice, an edit ends where a new count ends.

use geo::{Area as _, BooleanOps as _, MultiPolygon, unary_union};
use linli_model::{AreaUse, GreeningPlace, LandUse};
use proptest::prelude::*;

use super::*;
use crate::green::{Account, Cover, plane};

/// One thing: what it is, where, how large.
type Draw = (u8, f64, f64, f64, f64);

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let thing = (0_u8..14, 0.0..90.0, 0.0..90.0, 2.0..30.0, 2.0..30.0);
    proptest::collection::vec(thing, 1..24)
}

fn element(number: usize, (kind, x, y, width, depth): Draw) -> Element {
    let key = format!("thing-{number}");
    let flat = rectangle(x, y, width, depth);
    // A quadrilateral whose sides may cross.
    let skew = Geometry::Area(vec![Polygon::new(vec![
        [x, y, 0.0],
        [x + width, y + depth * 0.3, 0.0],
        [x + width * 0.4, y + depth, 0.0],
        [x - width * 0.2, y + depth * 0.1, 0.0],
    ])]);
    match kind {
        0 | 1 => building(&key, width, skew),
        2 => area(&key, AreaUse::Water, skew),
        3 => area(&key, AreaUse::Plaza, flat),
        4 => area(&key, AreaUse::RainGarden, skew),
        5 | 6 => area(&key, AreaUse::Grass, skew),
        7 => area(&key, AreaUse::Forest, flat),
        8 => area(&key, AreaUse::Scrub, skew),
        9 => area(&key, AreaUse::Park, flat),
        10 => basement(&key, width / 15.0, flat),
        11 => greening(&key, GreeningPlace::Roof, 0.5, depth, flat),
        _ => tree(&key, [x, y], width.min(12.0)),
    }
}

fn scene(things: &[Draw]) -> Community {
    let mut community = community();
    add(
        &mut community,
        vec![
            parcel("east", LandUse::Residential, rectangle(0.0, 0.0, 60.0, 100.0)),
            parcel("west", LandUse::Business, rectangle(60.0, 0.0, 50.0, 100.0)),
        ],
    );
    for (number, draw) in things.iter().enumerate() {
        community.add(element(number, *draw)).unwrap();
    }
    community
}

/// Union of plans of elements that a test picks, inside a parcel.
fn union_m2(community: &Community, inside: &Geometry, wanted: impl Fn(&Element) -> bool) -> f64 {
    let plans = community.elements().iter().filter(|e| wanted(e)).filter_map(|e| match &e.kind {
        Kind::Tree(tree) => {
            let centre = e.geometry.aabb().centre();
            plane::circle([centre[0], centre[1]], tree.crown_m.unwrap())
        }
        _ => plane::plan_of(&e.geometry),
    });
    let shapes: Vec<MultiPolygon> = plans.map(|plan| plan.shape).collect();
    let site = plane::plan_of(inside).unwrap();
    unary_union(&shapes).intersection(&site.shape).unsigned_area()
}

fn is_ground(element: &Element) -> bool {
    matches!(element.kind, Kind::Building(_) | Kind::Area(_))
}

fn is_plant(element: &Element) -> bool {
    match &element.kind {
        Kind::Area(area) => area.use_.is_green(),
        Kind::Tree(_) => true,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_square_metre_is_in_one_row(things in draws()) {
        let community = scene(&things);
        let model = model(&community);
        let rows = model.ledger();
        for (number, site) in model.sites().iter().enumerate().skip(1) {
            let parcel = if site.key == Some(key("east")) { rectangle(0.0, 0.0, 60.0, 100.0) } else { rectangle(60.0, 0.0, 50.0, 100.0) };
            let of_site = || rows.iter().filter(|row| row.site as usize == number);
            let ground: f64 = of_site().filter(|row| row.account.is_ground()).map(|row| row.area_m2).sum();
            prop_assert!((ground - site.area_m2()).abs() < 1e-3, "{} {}", ground, site.area_m2());
            let mapped: f64 = of_site()
                .filter(|row| row.account.is_ground() && row.account != Account::Rest)
                .map(|row| row.area_m2)
                .sum();
            let union = union_m2(&community, &parcel, is_ground);
            prop_assert!((mapped - union).abs() < 1e-2, "mapped {} union {}", mapped, union);
            let built: f64 = of_site().filter(|row| row.cover == Some(Cover::Building)).map(|r| r.area_m2).sum();
            let union = union_m2(&community, &parcel, |e| matches!(e.kind, Kind::Building(_)));
            prop_assert!((built - union).abs() < 1e-2, "built {} union {}", built, union);
            prop_assert!(of_site().all(|row| row.area_m2 >= 0.0 && row.weighted_m2 <= row.area_m2 + 1e-9));
            // Canopy without roofs: plants on the ground that nothing covers, and crowns over anything.
            let sums = &model.sums()[number];
            let canopy = sums.planted_m2 + sums.crown_beyond_m2;
            if !community.elements().iter().any(|e| matches!(e.kind, Kind::Greening(_))) {
                let hard = union_m2(&community, &parcel, |e| is_ground(e) && !is_plant(e));
                let all = union_m2(&community, &parcel, |e| is_ground(e) || is_plant(e));
                let crowns = union_m2(&community, &parcel, |e| matches!(e.kind, Kind::Tree(_)));
                let bare = all - canopy;
                prop_assert!(canopy >= crowns - 1e-2, "crowns {} canopy {}", crowns, canopy);
                prop_assert!(bare <= hard + 1e-2 && canopy <= all + 1e-2);
            }
            let weighed: f64 = of_site().map(|row| row.weighted_m2).sum();
            prop_assert!((weighed - sums.weighted_m2()).abs() < 1e-6, "ledger {} sums {}", weighed, sums.weighted_m2());
        }
    }

    #[test]
    fn an_edit_ends_where_a_new_count_ends(things in draws(), at in 0_usize..24, new in (0_u8..14, 0.0..90.0, 0.0..90.0, 2.0..30.0, 2.0..30.0), gone in any::<bool>()) {
        let number = at % things.len();
        let mut edited = model(&scene(&things));
        let after = element(number, new);
        edited.edit(&key(&format!("thing-{number}")), (!gone).then_some(&after));
        let mut rest: Vec<Element> = things
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != number)
            .map(|(at, draw)| element(at, *draw))
            .collect();
        if !gone {
            rest.push(after);
        }
        let mut whole = scene(&[]);
        add(&mut whole, rest);
        let anew = model(&whole);
        for (a, b) in edited.sums().iter().zip(anew.sums()) {
            for (x, y) in [
                (a.natural_m2, b.natural_m2),
                (a.over_basement_m2, b.over_basement_m2),
                (a.planted_m2, b.planted_m2),
                (a.roof_m2, b.roof_m2),
                (a.roofs_m2, b.roofs_m2),
                (a.solar_m2, b.solar_m2),
                (a.crown_beyond_m2, b.crown_beyond_m2),
                (a.weighted_m2(), b.weighted_m2()),
                (a.leaf_m2, b.leaf_m2),
                (a.runoff_m2, b.runoff_m2),
            ] {
                prop_assert!((x - y).abs() < 1e-3, "{} is not {}", x, y);
            }
        }
    }
}
