//! Layouts of made-up and random towns: nothing overlaps, nothing stands in a street, limits are kept.
#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{
    Access, Building, Community, Compartment, CompartmentKind, Corridor, Element, ElementId, Geometry, Key,
    Kind, LandUse, ModeAccess, NoProgress, Oneway, Parcel, Polygon, Progress, SceneFrame, StationEntrance,
    Street, StreetClass, TransitMode,
};
use proptest::prelude::*;

use super::*;
use crate::green::GreenProfile;
use crate::reach::ReachRules;

fn stands(_: ElementId, element: &Element) -> bool {
    element.presence.is_part_of(linli_model::Stage::Design)
}

fn empty() -> Community {
    let frame = SceneFrame {
        crs: "EPSG:4549".into(),
        anchor_m: [0.0; 3],
        longitude_deg: 120.0,
        latitude_deg: 30.3,
        convergence_deg: 0.0,
    };
    Community::new("test", frame)
}

fn street(key: &str, points: &[[f64; 2]], width_m: f64, nodes: Vec<i64>) -> Element {
    let yes = Access::Yes;
    let facts = Street {
        class: StreetClass::Residential,
        width_m: Some(width_m),
        lanes: None,
        oneway: Oneway::No,
        surface: None,
        bridge: false,
        tunnel: false,
        layer: 0,
        speed_kmh: None,
        access: ModeAccess { walk: yes, cycle: yes, car: yes },
        area: false,
        nodes,
    };
    Element::new(key, Kind::Street(facts), Geometry::Line(points.iter().map(|p| [p[0], p[1], 0.0]).collect()))
}

fn polygon(points: &[[f64; 2]]) -> Geometry {
    Geometry::Area(vec![Polygon::new(points.iter().map(|p| [p[0], p[1], 0.0]).collect())])
}

fn parcel(key: &str, land_use: LandUse, far: f64, height_m: f64, points: &[[f64; 2]]) -> Element {
    let facts = Parcel {
        far_max: Some(far),
        coverage_max_pct: Some(40.0),
        height_max_m: Some(height_m),
        green_min_pct: Some(25.0),
        setback_m: Some(6.0),
        in_implementation_unit: true,
        ..Parcel::new(land_use)
    };
    Element::new(key, Kind::Parcel(facts), polygon(points))
}

/// Parcels on both sides of a street that leads to a station, with a utility tunnel through one of them.
fn town() -> Community {
    let mut community = empty();
    let gate = StationEntrance { mode: TransitMode::Subway, label: None, node: Some(1) };
    let corridor = Corridor {
        compartments: vec![Compartment {
            compartment: CompartmentKind::General,
            width_m: 3.0,
            height_m: 3.0,
            lines: Vec::new(),
        }],
        wall_m: 0.3,
    };
    let tunnel = Geometry::Line(vec![[150.0, 10.0, -6.0], [150.0, 150.0, -6.0]]);
    let old = Building { height_m: Some(12.0), ..Building::default() };
    let elements = vec![
        street(
            "main",
            &[[0., 0.], [100., 0.], [200., 0.], [400., 0.], [600., 0.]],
            12.0,
            vec![1, 2, 3, 4, 5],
        ),
        Element::new("station", Kind::StationEntrance(gate), Geometry::Point([0.0, 0.0, 0.0])),
        parcel("a", LandUse::Business, 5.0, 100.0, &[[10., 10.], [130., 10.], [130., 120.], [10., 120.]]),
        parcel("b", LandUse::Residential, 2.5, 80.0, &[[140., 10.], [300., 10.], [320., 170.], [150., 150.]]),
        parcel(
            "c",
            LandUse::Residential,
            1.5,
            24.0,
            &[[310., -10.], [590., -20.], [560., -150.], [320., -170.]],
        ),
        parcel("d", LandUse::Education, 0.8, 24.0, &[[330., 10.], [450., 10.], [450., 130.], [330., 130.]]),
        Element::new("tunnel", Kind::Corridor(corridor), tunnel),
        Element::new("old", Kind::Building(old), polygon(&[[20., 20.], [40., 20.], [40., 40.], [20., 40.]])),
    ];
    for element in elements {
        community.add(element).unwrap();
    }
    community
}

fn site(community: &Community) -> LayoutSite {
    let (rules, reach) = (LayoutRules::standard().unwrap(), ReachRules::standard().unwrap());
    LayoutSite::new(community, &stands, &ParcelChoice::All, &rules, &reach).unwrap()
}

fn options(count: usize, generations: usize, seed: u64) -> SearchOptions {
    let objectives = Objective::ALL.to_vec();
    SearchOptions { objectives, programme: Programme::default(), count, generations, seed }
}

/// Faults of a layout after it is laid into the community.
fn faults(community: &Community, site: &LayoutSite, wishes: &[Wish]) -> Vec<PlanFault> {
    let rules = LayoutRules::standard().unwrap();
    let blocks = massings(&site.parcels, wishes, &rules);
    let changed = LayoutChange::of(community, site, &blocks, &rules, "try").apply(community);
    let keys: Vec<Key> = site.parcels.iter().map(|parcel| parcel.key.clone()).collect();
    let (profile, reach) = (GreenProfile::built_in("zj_default").unwrap(), ReachRules::standard().unwrap());
    check_plan(&changed, &stands, &keys, &rules, &profile, &reach)
}

#[test]
fn a_town_is_prepared_and_searched_and_every_layout_keeps_the_plan() {
    let community = town();
    let site = site(&community);
    assert_eq!(site.parcels.len(), 4);
    assert!(site.parcels[0].walk_minutes.unwrap() < site.parcels[2].walk_minutes.unwrap());
    assert_eq!(site.cleared.len(), 1, "the old building goes");
    let rules = LayoutRules::standard().unwrap();
    let found = search(&site.parcels, &rules, &options(40, 12, 7), &NoProgress).unwrap();
    assert!(found.len() > 5);
    let again = search(&site.parcels, &rules, &options(40, 12, 7), &NoProgress).unwrap();
    assert_eq!(found, again, "the same seed gives the same layouts");
    for candidate in &found {
        let faults = faults(&community, &site, &candidate.wishes);
        assert!(faults.is_empty(), "{faults:#?}");
        assert!(candidate.screened.floor_m2 > 10_000.0);
    }
    // None is better than another.
    let better = |a: &Screened, b: &Screened| {
        Objective::ALL.iter().all(|o| {
            let (x, y) = (a.value(*o), b.value(*o));
            if o.more_is_better() { x >= y } else { x <= y }
        }) && a != b
    };
    assert!(!found.iter().any(|a| found.iter().any(|b| better(&a.screened, &b.screened))));
}

#[test]
fn the_core_of_a_layout_that_seeks_the_gradient_is_dense() {
    let site = site(&town());
    let rules = LayoutRules::standard().unwrap();
    let sought = SearchOptions { objectives: vec![Objective::Gradient], ..options(40, 20, 3) };
    let found = search(&site.parcels, &rules, &sought, &NoProgress).unwrap();
    let best = &found[0];
    let far = |at: usize| {
        let massing = massing(&site.parcels[at], &best.wishes[at], &rules);
        massing.blocks.iter().map(|b| b.floor_m2(&site.parcels[at])).sum::<f64>() / site.parcels[at].area_m2
    };
    assert!(far(0) > 1.5 * far(2), "{} {}", far(0), far(2));
    let random: Vec<f64> = (0..20)
        .map(|seed| {
            let one = SearchOptions { seed, ..options(4, 0, seed) };
            search(&site.parcels, &rules, &one, &NoProgress).unwrap()[0].screened.value(Objective::Gradient)
        })
        .collect();
    let mean = random.iter().sum::<f64>() / random.len() as f64;
    assert!(best.screened.value(Objective::Gradient) < 0.6 * mean);
}

#[test]
fn the_worked_example_is_what_is_built() {
    let community = {
        let mut community = empty();
        community.add(street("main", &[[0., 0.], [100., 0.]], 12.0, vec![1, 2])).unwrap();
        let corners = [[10., 10.], [130., 10.], [130., 120.], [10., 120.]];
        community.add(parcel("a", LandUse::Business, 5.0, 100.0, &corners)).unwrap();
        community
    };
    let site = site(&community);
    let wish = Wish { typology: 0.0, density: 1.0, form: 1.0, shift: 0.0 };
    let massing = massing(&site.parcels[0], &wish, &LayoutRules::standard().unwrap());
    assert_eq!(massing.typology, Some(Typology::TowerOnPodium));
    let blocks: Vec<(u32, f64)> =
        massing.blocks.iter().map(|block| (block.storeys, block.floor_m2(&site.parcels[0]))).collect();
    assert_eq!(blocks, [(3, 14_904.0), (21, 30_324.0), (14, 20_216.0)]);
}

#[test]
fn a_programme_is_met_before_anything_else() {
    let site = site(&town());
    let rules = LayoutRules::standard().unwrap();
    let wanted = Programme { homes: 600.0, jobs: 800.0 };
    let sought = SearchOptions { programme: wanted, ..options(40, 20, 5) };
    let found = search(&site.parcels, &rules, &sought, &NoProgress).unwrap();
    assert!(found.iter().all(|c| c.screened.missing == 0.0 && c.screened.homes >= 600.0));
}

#[test]
fn a_search_that_is_cancelled_gives_nothing() {
    struct Stop;
    impl Progress for Stop {
        fn step(&self, _: &str, _: u64, _: u64) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let site = site(&town());
    assert!(search(&site.parcels, &LayoutRules::standard().unwrap(), &options(10, 10, 1), &Stop).is_none());
}

#[test]
fn what_cannot_be_built_on_is_told() {
    let (rules, reach) = (LayoutRules::standard().unwrap(), ReachRules::standard().unwrap());
    let make = |community: &Community, choice: &ParcelChoice| {
        LayoutSite::new(community, &stands, choice, &rules, &reach).map(|site| site.left_out)
    };
    assert_eq!(make(&empty(), &ParcelChoice::All).unwrap_err(), LayoutError::NoParcel);
    let unknown = ParcelChoice::Keys(vec![Key::from("nowhere")]);
    assert_eq!(make(&town(), &unknown).unwrap_err(), LayoutError::UnknownParcel(Key::from("nowhere")));
    let mut community = town();
    community
        .add(parcel(
            "narrow",
            LandUse::Residential,
            2.0,
            30.0,
            &[[0., 300.], [8., 300.], [8., 400.], [0., 400.]],
        ))
        .unwrap();
    community
        .add(Element::new("void", Kind::Parcel(Parcel::new(LandUse::Residential)), Geometry::None))
        .unwrap();
    community
        .add(parcel(
            "inside-a",
            LandUse::Residential,
            2.0,
            30.0,
            &[[20., 20.], [90., 20.], [90., 90.], [20., 90.]],
        ))
        .unwrap();
    let mut left_out: Vec<String> =
        make(&community, &ParcelChoice::All).unwrap().into_iter().map(|(key, _)| key.to_string()).collect();
    left_out.sort();
    assert_eq!(left_out, ["inside-a", "narrow", "void"]);
}

#[test]
fn the_check_finds_every_fault_of_a_drawing() {
    let mut community = town();
    let drawn = |key: &str, height_m: f64, points: &[[f64; 2]]| {
        let storey = linli_model::StoreyRun {
            from_level: 1,
            to_level: (height_m / 3.0) as i16,
            height_m: 3.0,
            use_: linli_model::BuildingUse::Residential,
            floor_area_m2: 4000.0,
            dwellings: 0,
            residents: 0,
            jobs: 0,
        };
        let facts = Building { height_m: Some(height_m), storeys: vec![storey], ..Building::default() };
        Element::new(key, Kind::Building(facts), polygon(points))
    };
    for element in [
        // Over the height, the floor-area ratio, the coverage and the setback of c; into the street.
        drawn("long", 30.0, &[[330., -160.], [550., -150.], [560., 2.], [330., 2.]]),
        drawn("crossing", 20.0, &[[540., -100.], [560., -100.], [560., -60.], [540., -60.]]),
        drawn("near", 20.0, &[[350., 30.], [370., 30.], [370., 50.], [350., 50.]]),
        drawn("nearer", 20.0, &[[373., 30.], [390., 30.], [390., 50.], [373., 50.]]),
    ] {
        community.add(element).unwrap();
    }
    let (rules, reach) = (LayoutRules::standard().unwrap(), ReachRules::standard().unwrap());
    let profile = GreenProfile::built_in("zj_default").unwrap();
    let keys = ["c", "d"].map(Key::from);
    let mut rules_broken: Vec<PlanRule> = check_plan(&community, &stands, &keys, &rules, &profile, &reach)
        .into_iter()
        .map(|fault| fault.rule)
        .collect();
    rules_broken.sort_unstable();
    rules_broken.dedup();
    use PlanRule::{Coverage, Far, FireGap, Green, Height, InStreet, Isolated, Overlap, Setback};
    assert_eq!(rules_broken, [Overlap, Setback, InStreet, FireGap, Far, Coverage, Height, Green, Isolated]);
}

#[test]
fn a_study_gives_checked_layouts_that_become_variants() {
    let community = std::sync::Arc::new(town());
    let rules = StudyRules {
        layout: LayoutRules::standard().unwrap(),
        reach: ReachRules::standard().unwrap(),
        green: GreenProfile::built_in("zj_default").unwrap(),
    };
    let study =
        LayoutStudy::new(community.clone(), &Default::default(), &ParcelChoice::All, rules.clone()).unwrap();
    assert!(!study.stays(community.id_of(&Key::from("old")).unwrap()), "it is cleared");
    assert!(study.stays(community.id_of(&Key::from("tunnel")).unwrap()));
    let options = options(20, 6, 7);
    let layouts = study.search(&options, &NoProgress).unwrap();
    assert!(layouts.iter().all(|layout| study.faults(layout).is_empty()));
    // The next one is no double of the first.
    assert!(layouts.len() > 2 && layouts[1].screened != layouts[0].screened);
    let apart = |a: &Layout, b: &Layout| {
        let other = a.massings.iter().zip(&b.massings).filter(|(x, y)| x.typology != y.typology);
        other.count()
    };
    assert!(apart(&layouts[0], &layouts[1]) > 0, "it has other typologies");
    // The variant makes of the community what the check looked at.
    let variant = study.variant(&layouts[0], "layout-004-2");
    assert_eq!(variant.name_en, "Layout 004-2");
    let made = linli_model::EditSession::open(community.clone(), variant).unwrap();
    let of_layout = |community: &Community| {
        let keys = community.elements().iter().map(|element| element.key.as_str().to_owned());
        let mut keys: Vec<String> = keys.filter(|key| key.starts_with("layout-004-2/")).collect();
        keys.sort();
        keys
    };
    let change =
        LayoutChange::of(&community, &study.site, &layouts[0].massings, &rules.layout, "layout-004-2");
    let applied = change.apply(&community);
    assert!(of_layout(made.community()).len() > 10);
    assert_eq!(of_layout(made.community()), of_layout(&applied));
    assert_eq!(made.community().elements().len(), applied.elements().len());
}

#[test]
fn the_check_counts_green_as_the_whole_count_does() {
    let community = town();
    let site = site(&community);
    let rules = LayoutRules::standard().unwrap();
    let wish = Wish { typology: 0.4, density: 0.9, form: 0.5, shift: 0.2 };
    let blocks = massings(&site.parcels, &[wish; 4], &rules);
    let mut changed = LayoutChange::of(&community, &site, &blocks, &rules, "try").apply(&community);
    // A limit that no parcel keeps makes the check tell what it counts.
    for key in ["a", "b", "c", "d"].map(Key::from) {
        let mut parcel = changed.element(changed.id_of(&key).unwrap()).unwrap().clone();
        if let Kind::Parcel(facts) = &mut parcel.kind {
            facts.green_min_pct = Some(99.0);
        }
        changed.put(parcel);
    }
    let (profile, reach) = (GreenProfile::built_in("zj_default").unwrap(), ReachRules::standard().unwrap());
    let whole = crate::green::GreenModel::new(&changed, profile.clone(), &reach, &stands);
    let sums = whole.sums();
    let keys = ["b", "d"].map(Key::from);
    let told = check_plan(&changed, &stands, &keys, &rules, &profile, &reach);
    for key in &keys {
        let at = whole.sites().iter().position(|site| site.key.as_ref() == Some(key)).unwrap();
        let ratio = (sums[at].natural_m2 + sums[at].deep_soil_m2) / sums[at].area_m2 * 100.0;
        let fault = told.iter().find(|f| f.rule == PlanRule::Green && f.parcel == *key).unwrap();
        assert!((fault.actual - ratio).abs() < 1e-9, "{key}: {} and {ratio}", fault.actual);
    }
}

#[test]
fn mixed_land_has_shops_below_its_homes_and_even_rows() {
    let mut community = empty();
    community.add(street("main", &[[0., 0.], [200., 0.]], 12.0, vec![1, 2])).unwrap();
    let corners = [[10., 10.], [210., 10.], [210., 190.], [10., 190.]];
    community.add(parcel("m", LandUse::Mixed, 2.5, 60.0, &corners)).unwrap();
    let site = site(&community);
    let rules = LayoutRules::standard().unwrap();
    let wish = Wish { typology: 0.9, density: 0.6, form: 0.2, shift: 1.0 };
    let massing = massing(&site.parcels[0], &wish, &rules);
    assert_eq!(massing.typology, Some(Typology::Slab));
    let homes = massing.blocks.iter().filter(|b| b.use_ == linli_model::BuildingUse::Residential);
    let homes: Vec<&Block> = homes.collect();
    assert!(homes.len() > 2);
    for block in &homes {
        let below = massing.blocks.iter().find(|b| b.group == block.group && b.below == 0).unwrap();
        assert_eq!(below.use_, linli_model::BuildingUse::Commercial);
        assert_eq!((below.cells, f64::from(below.storeys)), (block.cells, rules.base_storeys));
        assert!((block.low_m - below.top_m).abs() < 1e-9 && block.top_m <= 60.0 + 1e-9);
    }
    // Rows reach from the south to the north of the grid, and from its west to its east.
    let grid = &site.parcels[0].grid;
    let ends = |from: fn(&[u32; 4]) -> u32, to: fn(&[u32; 4]) -> u32| {
        let low = homes.iter().map(|b| from(&b.cells)).min().unwrap();
        (low, homes.iter().map(|b| to(&b.cells)).max().unwrap())
    };
    let (west, east) = ends(|c| c[0], |c| c[0] + c[2]);
    assert!(west < 3 && east + 3 > grid.columns, "{west} {east} {}", grid.columns);
    let (south, north) = ends(|c| c[1], |c| c[1] + c[3]);
    assert!(south <= 6 && north + 3 > grid.rows, "{south} {north} {}", grid.rows);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_wish_on_any_parcel_keeps_the_plan(
        corners in proptest::collection::vec(0.0_f64..40.0, 8),
        size in 70.0_f64..260.0,
        turn in 0.0_f64..1.5,
        uses in 0_usize..6,
        far in 0.6_f64..6.0,
        height in 15.0_f64..120.0,
        wishes in proptest::collection::vec((0.0_f64..1.0, 0.0_f64..1.0, 0.0_f64..1.0, 0.0_f64..1.0), 4),
    ) {
        let land_use = [
            LandUse::Residential, LandUse::Mixed, LandUse::Business, LandUse::Education, LandUse::Innovation,
            LandUse::Commercial,
        ][uses];
        let (sin, cos) = turn.sin_cos();
        let at = |x: f64, y: f64| [20.0 + x * cos - y * sin, 20.0 + x * sin + y * cos];
        let points = [
            at(corners[0], corners[1]),
            at(size - corners[2], corners[3]),
            at(size - corners[4], size * 0.8 - corners[5]),
            at(corners[6], size * 0.8 - corners[7]),
        ];
        let mut community = empty();
        let gate = points[0];
        community.add(street("main", &[[gate[0] - 200.0, gate[1] - 30.0], [gate[0] - 8.0, gate[1] - 8.0]], 6.0, vec![1, 2])).unwrap();
        community.add(parcel("p", land_use, far, height, &points)).unwrap();
        let (rules, reach) = (LayoutRules::standard().unwrap(), ReachRules::standard().unwrap());
        let Ok(site) = LayoutSite::new(&community, &stands, &ParcelChoice::All, &rules, &reach) else { return Ok(()) };
        for (typology, density, form, shift) in wishes {
            let wish = Wish { typology, density, form, shift };
            let green_kept = |fault: &PlanFault| fault.rule != PlanRule::Green;
            let found: Vec<PlanFault> = faults(&community, &site, &[wish]).into_iter().filter(green_kept).collect();
            prop_assert!(found.is_empty(), "{:?} {:#?}", massing(&site.parcels[0], &wish, &rules), found);
        }
    }
}
