//! Sites whose figures follow by hand.

use linli_model::{AttributeValue, Basement, Facility, Truth};

use super::*;
use crate::indicator::{Subject, Value, Verdict};

fn parcel_sums(model: &DensityModel, at: usize) -> ParcelSums {
    model.totals().parcels[at]
}

/// 100 × 100 m, four storeys of 40 × 40 m: floor 6,400, ratio 0.64, coverage 16 %.
#[test]
fn a_block_on_a_parcel() {
    let site = community(vec![
        parcel("p", rectangle(0.0, 0.0, 100.0, 100.0), |p| p.far_max = Some(0.6)),
        block("b", 20.0, 20.0, 40.0, 4, BuildingUse::Residential),
    ]);
    let model = model(&site);
    let sums = parcel_sums(&model, 0);
    assert!(near(sums.sums.counted_m2, 6_400.0) && near(sums.sums.footprint_m2, 1_600.0));
    assert_eq!((sums.sums.residents, sums.sums.dwellings, sums.height_m), (8.0, 4.0, 12.0));
    assert_eq!(sums.sums.average_storeys(), Some(4.0));
    assert!(kinds(&model).is_empty(), "{:?}", kinds(&model));
    let (gradient, rooms) = (model.gradient(), Vec::new());
    let underground = Underground::default();
    let parts = FigureParts { gradient: &gradient, patterns: &[], underground: &underground, rooms: &rooms };
    let figures = model.indicators(&parts);
    let subject = Subject::Element("p".into());
    let far = figures.iter().find(|f| f.spec.id == "density.far" && f.subject == subject).unwrap();
    assert_eq!(far.value, Value::Known(0.64));
    assert_eq!(far.limits[0].verdict, Verdict::Broken, "the plan allows 0.6");
    assert!(far.limits[1..].iter().any(|judged| judged.verdict == Verdict::LikelyBroken), "4.0.2 wants 1.3");
    assert!(figures.iter().all(|figure| DENSITY_SPECS.iter().any(|spec| spec.id == figure.spec.id)));
    let no_station = figures.iter().find(|f| f.spec.id == "tod.mismatch").unwrap();
    assert!(matches!(no_station.value, Value::Unknown(_)), "without a station there is no share");
}

#[test]
fn a_podium_and_its_tower_cover_the_land_once() {
    let mut tower = block("tower", 30.0, 30.0, 20.0, 20, BuildingUse::Office);
    if let Kind::Building(building) = &mut tower.kind {
        building.min_height_m = 5.0;
    }
    let mut bridge = block("bridge", 80.0, 0.0, 10.0, 1, BuildingUse::Office);
    if let Kind::Building(building) = &mut bridge.kind {
        building.min_height_m = 9.0;
    }
    let site = community(vec![
        parcel("p", rectangle(0.0, 0.0, 100.0, 100.0), |_| {}),
        block("podium", 20.0, 20.0, 50.0, 3, BuildingUse::Commercial),
        tower,
        bridge,
    ]);
    let sums = parcel_sums(&model(&site), 0).sums;
    assert!(near(sums.footprint_m2, 2_500.0), "{}", sums.footprint_m2);
    assert!(near(sums.counted_m2, 7_500.0 + 8_000.0 + 100.0));
}

#[test]
fn basements_count_below_and_not_in_the_ratio_unless_they_rise() {
    let basement = |top_depth_m| {
        let facts = Basement {
            levels: 2,
            top_depth_m,
            bottom_depth_m: 8.0,
            use_: BuildingUse::Parking,
            floor_area_m2: Some(5_000.0),
            buildings: vec!["b".into()],
            linked: Vec::new(),
        };
        let site = community(vec![
            parcel("p", rectangle(0.0, 0.0, 100.0, 100.0), |_| {}),
            block("b", 20.0, 20.0, 40.0, 4, BuildingUse::Residential),
            Element::new("u", Kind::Basement(facts), rectangle(10.0, 10.0, 50.0, 50.0)),
        ]);
        parcel_sums(&model(&site), 0).sums
    };
    let sunk = basement(1.5);
    assert!(near(sunk.below_total_m2(), 5_000.0) && near(sunk.counted_m2, 6_400.0));
    assert!(near(sunk.footprint_m2, 1_600.0), "a basement covers no land");
    assert!(near(basement(-2.0).counted_m2, 11_400.0));
}

#[test]
fn what_is_handed_over_on_stilts_or_planted_does_not_count() {
    let mut tower = block("b", 20.0, 20.0, 40.0, 4, BuildingUse::Residential);
    tower.attributes.push(STILT_LEVELS.into(), AttributeValue::Integer(1));
    let facility = |key: &str, handed: bool| {
        let facts = Facility {
            category: "elderly_day_care".into(),
            floor_area_m2: Some(300.0),
            building: Some("b".into()),
            ..Facility::default()
        };
        let mut element = Element::new(key, Kind::Facility(facts), Geometry::Point([30.0, 30.0, 0.0]));
        if handed {
            element.attributes.push(HANDED_OVER.into(), AttributeValue::Bool(true));
        }
        element
    };
    let site = community(vec![
        parcel("p", rectangle(0.0, 0.0, 100.0, 100.0), |p| p.far_max = Some(0.3)),
        tower,
        facility("f1", true),
        facility("f2", false),
    ]);
    let model = model(&site);
    let sums = parcel_sums(&model, 0).sums;
    assert!(near(sums.counted_m2, 6_400.0 - 300.0 - 1_600.0));
    assert!(near(sums.unsure_m2, 1_600.0), "the rule of stilts is from memory");
    assert!(near(sums.handed_over_m2, 300.0));
    assert_eq!(model.exempt_by_rule().iter().map(|(_, area)| *area).sum::<f64>(), 1_900.0);
    // Reward of three times what is handed over, less than the ratio is over.
    let facts = model.elastic_facts(&site, &|_| true, &RoomOptions::default());
    assert!(near(facts[0].bonus_m2, 900.0));
    let limit = |id| {
        let gradient = model.gradient();
        let below = Underground::default();
        let parts = FigureParts { gradient: &gradient, patterns: &[], underground: &below, rooms: &[] };
        let figures = model.indicators(&parts);
        let subject = Subject::Element("p".into());
        figures.into_iter().find(|f| f.spec.id == id && f.subject == subject).unwrap().limits[0].verdict
    };
    assert_eq!(limit("density.far"), Verdict::LikelyBroken, "what counts is not sure");
}

#[test]
fn bad_parcels_and_buildings_are_resolved_and_told() {
    let ring =
        |low: f64, high: f64| vec![[low, low, 0.0], [high, low, 0.0], [high, high, 0.0], [low, high, 0.0]];
    let holed =
        Geometry::Area(vec![Polygon { exterior: ring(300.0, 400.0), holes: vec![ring(340.0, 360.0)] }]);
    let mut across = block("across", 90.0, 10.0, 20.0, 1, BuildingUse::Office);
    let mut named = block("named", 95.0, 60.0, 10.0, 1, BuildingUse::Office);
    let mut lost = block("lost", 10.0, 10.0, 10.0, 1, BuildingUse::Office);
    for (element, key) in [(&mut named, "a"), (&mut lost, "nowhere")] {
        if let Kind::Building(building) = &mut element.kind {
            building.parcel = Some(key.into());
        }
    }
    if let Kind::Building(building) = &mut across.kind {
        building.storeys[0].residents = 0;
    }
    let bare = Element::new(
        "bare",
        Kind::Building(Building { use_: BuildingUse::Residential, ..Building::default() }),
        rectangle(30.0, 30.0, 10.0, 10.0),
    );
    let mut negative = block("negative", 50.0, 50.0, 10.0, 2, BuildingUse::Office);
    if let Kind::Building(building) = &mut negative.kind {
        building.storeys[0].floor_area_m2 = -5.0;
    }
    let site = community(vec![
        parcel("a", rectangle(0.0, 0.0, 100.0, 100.0), |_| {}),
        parcel("b", rectangle(80.0, 0.0, 100.0, 100.0), |_| {}),
        parcel("holed", holed, |_| {}),
        parcel("sliver", rectangle(500.0, 0.0, 0.01, 300.0), |_| {}),
        parcel("flat", Geometry::None, |_| {}),
        across,
        named,
        lost,
        bare,
        negative,
    ]);
    let model = model(&site);
    let told = kinds(&model);
    let has = |kind, of: &[&str]| told.iter().any(|(k, e)| *k == kind && e == of);
    assert!(has(FindingKind::ParcelsOverlap, &["a", "b"]), "{told:?}");
    assert!(has(FindingKind::SliverParcel, &["sliver"]));
    assert!(has(FindingKind::ParcelWithoutOutline, &["flat"]));
    assert!(has(FindingKind::AcrossParcels, &["across", "a", "b"]));
    assert!(has(FindingKind::BeyondParcel, &["named", "a"]));
    assert!(has(FindingKind::UnknownParcel, &["lost", "nowhere"]));
    assert!(has(FindingKind::NoStoreys, &["bare"]));
    assert!(has(FindingKind::BadFloorArea, &["negative"]));
    let land: Vec<f64> = model.site().parcels.iter().map(|parcel| parcel.land_m2).collect();
    assert!(near(land[0], 10_000.0) && near(land[1], 8_000.0), "shared land belongs to the first");
    assert!(near(land[2], 10_000.0 - 400.0), "a hole is no land");
    // Half of `across` on each; `named` wholly on `a`, its footprint by half.
    assert!(near(parcel_sums(&model, 0).sums.above_m2[BuildingUse::Office as usize], 200.0 + 100.0 + 100.0));
    assert!(near(parcel_sums(&model, 1).sums.above_m2[BuildingUse::Office as usize], 200.0));
    let footprints: f64 = model.totals().parcels.iter().map(|p| p.sums.footprint_m2).sum();
    assert!(near(footprints, 400.0 + 100.0 + 100.0 + 100.0 + 100.0));
}

#[test]
fn what_is_removed_and_what_replaces_it_are_never_counted_together() {
    let mut old = block("old", 0.0, 0.0, 20.0, 3, BuildingUse::Residential);
    let mut sketch = block("sketch", 0.0, 0.0, 20.0, 10, BuildingUse::Residential);
    let mut new = block("new", 0.0, 0.0, 20.0, 8, BuildingUse::Residential);
    old.presence.truth = Truth::Existing;
    sketch.presence.truth = Truth::Proposed;
    new.presence.truth = Truth::Designed;
    let site = community(vec![old, sketch, new]);
    let counted = |counting| counted_elements(&site, None, counting);
    assert_eq!(counted(Counting::Existing), [true, false, false]);
    // Without a schedule nothing is known to go.
    assert_eq!(counted(Counting::Stage(Stage::Planning)), [true, true, false]);
    assert_eq!(counted(Counting::Stage(Stage::Design)), [true, false, true]);
}

#[test]
fn rings_and_steps_follow_the_streets() {
    // A wall of water lies between: 40 m as the crow flies, 560 m on foot.
    let site = community(vec![
        parcel("near", rectangle(0.0, 0.0, 30.0, 30.0), |_| {}),
        parcel("far", rectangle(0.0, 60.0, 30.0, 30.0), |_| {}),
        block("n", 5.0, 5.0, 10.0, 2, BuildingUse::Residential),
        block("f", 5.0, 65.0, 10.0, 2, BuildingUse::Residential),
        street("s1", &[[-5.0, -2.0], [255.0, -2.0], [255.0, 62.0], [-5.0, 62.0]]),
        entrance("e", -5.0, -2.0),
    ]);
    let model = model(&site);
    let walks: Vec<f64> = model.totals().parcels.iter().map(|parcel| parcel.walk_m).collect();
    assert!(walks[0] < 40.0 && walks[1] > 500.0, "{walks:?}");
    let rings: Vec<u32> = model.totals().rings.iter().map(|ring| ring.parcels).collect();
    assert_eq!(rings, [1, 1, 0, 0]);
    let gradient = model.gradient();
    assert!(near(gradient.steps.iter().map(|step| step.above_m2).sum(), 400.0));
    assert_eq!(gradient.within[0].residents, 4.0, "500 m");
    assert_eq!(gradient.within[1].residents, 8.0, "800 m");
}
