//! Overlaps, holes, slivers, nonsense: resolved by a stated rule or told.

use linli_model::{AreaUse, GreeningPlace, LandUse};

use super::*;
use crate::green::{Account, GreenIssue, SiteKind};

#[test]
fn land_in_two_parcels_stays_with_the_first() {
    let mut community = community();
    add(
        &mut community,
        vec![
            parcel("b", LandUse::Residential, rectangle(5.0, 0.0, 10.0, 10.0)),
            parcel("a", LandUse::Residential, rectangle(0.0, 0.0, 10.0, 10.0)),
            parcel("sliver", LandUse::Residential, rectangle(0.0, 0.0, 1e-9, 10.0)),
            area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 20.0, 10.0)),
        ],
    );
    let model = model(&community);
    let sizes: Vec<(SiteKind, f64)> = model.sites().iter().map(|s| (s.kind, s.area_m2().round())).collect();
    assert_eq!(sizes, [(SiteKind::AllParcels, 150.0), (SiteKind::Parcel, 100.0), (SiteKind::Parcel, 50.0)]);
    let overlap = GreenIssue::ParcelsOverlap { first: key("a"), second: key("b"), shared_m2: 50.0 };
    assert!(model.issues().contains(&overlap), "{:?}", model.issues());
    assert!(model.issues().contains(&GreenIssue::NoOutline { element: key("sliver") }));
    let sums = model.sums();
    assert!((sums[0].natural_m2 - sums[1].natural_m2 - sums[2].natural_m2).abs() < 1e-6);
}

#[test]
fn nonsense_is_told_and_counts_nothing() {
    let mut community = community();
    let ring = vec![[0.0, 0.0, 0.0], [f64::NAN, 1.0, 0.0], [1.0, 1.0, 0.0]];
    let mut claimed =
        greening("claimed", GreeningPlace::Roof, 0.5, 3.0, rectangle_at(1.0, 1.0, 2.0, 2.0, 3.0));
    if let Kind::Greening(green) = &mut claimed.kind {
        green.area_m2 = 1000.0;
    }
    add(
        &mut community,
        vec![
            parcel("plot", LandUse::Residential, rectangle(0.0, 0.0, 10.0, 10.0)),
            area("broken", AreaUse::Grass, Geometry::Area(vec![Polygon::new(ring)])),
            area("none", AreaUse::Grass, Geometry::None),
            tree("nowhere", [f64::NAN, 0.0], 4.0),
            tree("negative", [5.0, 5.0], -4.0),
            building("endless", f64::INFINITY, rectangle(6.0, 6.0, 1.0, 1.0)),
            greening("far", GreeningPlace::Wall, 0.5, 3.0, rectangle(500.0, 0.0, 2.0, 2.0)),
            claimed,
        ],
    );
    let model = model(&community);
    let issues = model.issues();
    for element in ["broken", "none"] {
        assert!(issues.contains(&GreenIssue::NoOutline { element: key(element) }), "{element}");
    }
    assert!(issues.contains(&GreenIssue::OutsideSites { element: key("far") }));
    let more =
        |issue: &GreenIssue| matches!(issue, GreenIssue::MoreThanItsFace { face_m2, .. } if *face_m2 == 4.0);
    assert!(issues.iter().any(more));
    let sums = &model.sums()[1];
    assert!((sums.roof_m2 - 4.0).abs() < 1e-6 && sums.planted_m2 == 0.0);
    assert!(model.figures(None).iter().flatten().all(|f| f.value.known().is_none_or(f64::is_finite)));
}

#[test]
fn an_empty_scene_has_no_sites_and_a_scene_without_plan_has_its_hull() {
    assert!(model(&community()).sites().is_empty());
    let mut mapped = community();
    add(
        &mut mapped,
        vec![
            area("lawn", AreaUse::Grass, rectangle(0.0, 0.0, 10.0, 10.0)),
            building("house", 9.0, rectangle(20.0, 0.0, 10.0, 10.0)),
        ],
    );
    let model = model(&mapped);
    assert_eq!((model.sites().len(), model.sites()[0].kind), (1, SiteKind::Hull));
    assert!((model.sites()[0].area_m2() - 300.0).abs() < 1e-6);
    let rest = model.ledger().into_iter().find(|row| row.account == Account::Rest).unwrap();
    assert!((rest.area_m2 - 100.0).abs() < 1e-6 && rest.element.is_none());
}

#[test]
fn a_parcel_with_a_hole_does_not_count_what_is_in_it() {
    let mut community = community();
    let ring = |x: f64, size: f64| {
        vec![[x, x, 0.0], [x + size, x, 0.0], [x + size, x + size, 0.0], [x, x + size, 0.0]]
    };
    let holed = Polygon { exterior: ring(0.0, 30.0), holes: vec![ring(10.0, 10.0)] };
    add(
        &mut community,
        vec![
            parcel("plot", LandUse::Residential, Geometry::Area(vec![holed])),
            area("lawn", AreaUse::Grass, rectangle(5.0, 5.0, 20.0, 20.0)),
        ],
    );
    let sums = &model(&community).sums()[1];
    assert!((sums.area_m2 - 800.0).abs() < 1e-9 && (sums.natural_m2 - 300.0).abs() < 1e-6);
}
