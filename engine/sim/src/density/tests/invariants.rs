//! What must hold on any site.

use proptest::prelude::*;

use super::*;

/// A random site: a grid of parcels that may overlap, blocks anywhere, also over edges and each other.
#[derive(Clone, Debug)]
struct Random {
    parcels: Vec<(f64, f64, f64, f64)>,
    blocks: Vec<(f64, f64, f64, i16, bool, Option<usize>)>,
}

fn random() -> impl Strategy<Value = Random> {
    let parcel = (0.0..200.0_f64, 0.0..200.0_f64, 5.0..120.0_f64, 5.0..120.0_f64);
    let block = (
        0.0..250.0_f64,
        0.0..250.0_f64,
        3.0..60.0_f64,
        1..12_i16,
        any::<bool>(),
        prop::option::weighted(0.3, 0..8_usize),
    );
    (prop::collection::vec(parcel, 0..6), prop::collection::vec(block, 0..14))
        .prop_map(|(parcels, blocks)| Random { parcels, blocks })
}

fn element_of(number: usize, block: &(f64, f64, f64, i16, bool, Option<usize>)) -> Element {
    let (x, y, side, storeys, housing, named) = *block;
    let use_ = if housing { BuildingUse::Residential } else { BuildingUse::Office };
    let mut element = super::block(&format!("b{number}"), x, y, side, storeys, use_);
    if let (Kind::Building(building), Some(named)) = (&mut element.kind, named) {
        building.parcel = Some(format!("p{named}").into());
    }
    element
}

fn site_of(random: &Random) -> Community {
    let mut elements = vec![
        street("s1", &[[-10.0, -10.0], [260.0, -10.0], [260.0, 260.0]]),
        street("s2", &[[-10.0, -10.0], [-10.0, 125.0], [260.0, 125.0]]),
        entrance("e", -10.0, -10.0),
    ];
    for (number, (x, y, w, d)) in random.parcels.iter().enumerate() {
        elements.push(parcel(&format!("p{number}"), rectangle(*x, *y, *w, *d), |p| p.far_max = Some(2.0)));
    }
    elements.extend(random.blocks.iter().enumerate().map(|(number, block)| element_of(number, block)));
    community(elements)
}

/// Everything that a model answers, to be compared bit for bit.
fn answers(model: &DensityModel) -> (Totals, Vec<Portion>, StationGradient, Vec<DensityFinding>) {
    (model.totals().clone(), model.portions().to_vec(), model.gradient(), model.findings())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn floor_people_and_land_are_counted_once(random in random()) {
        let model = model(&site_of(&random));
        let totals = model.totals();
        let floor: f64 = random.blocks.iter().map(|b| b.2 * b.2 * f64::from(b.3)).sum();
        let people: f64 = random.blocks.iter().map(|b| 2.0 * f64::from(b.3)).sum();
        prop_assert!(near(totals.all.above_total_m2(), floor));
        prop_assert!(near(totals.all.residents, people));
        let steps = || totals.steps.iter().chain([&totals.unreached]);
        prop_assert!(near(steps().map(|step| step.above_m2).sum(), floor));
        let rings: f64 = totals.rings.iter().map(|ring| ring.sums.above_total_m2()).sum();
        prop_assert!(near(rings, floor));
        // Land under buildings is never more than the land, and never more than the outlines.
        for (sums, parcel) in totals.parcels.iter().zip(&model.site().parcels) {
            prop_assert!(sums.sums.footprint_m2 <= parcel.land_m2 + 1e-3);
        }
        let outlines: f64 = random.blocks.iter().map(|b| b.2 * b.2).sum();
        prop_assert!(totals.all.footprint_m2 <= outlines + 1e-3);
    }

    #[test]
    fn covered_land_is_the_union_of_the_outlines(random in random()) {
        let model = model(&site_of(&random));
        // Union by counting half-metre cells would be coarse; by inclusion and exclusion it is slow: geo
        // joins all at once, the model takes one after the other.
        let polygons: Vec<geo::Polygon> = random.blocks.iter().map(|b| {
            geo::Rect::new((b.0, b.1), (b.0 + b.2, b.1 + b.2)).to_polygon()
        }).collect();
        let union = geo::Area::unsigned_area(&geo::unary_union(&polygons));
        prop_assert!((model.totals().all.footprint_m2 - union).abs() < 0.01,
            "{} and not {union}", model.totals().all.footprint_m2);
    }

    #[test]
    fn an_edit_gives_the_same_bits_as_a_new_model(
        random in random(),
        edits in prop::collection::vec(
            (0..14_usize, prop::option::weighted(0.8, (0.0..250.0_f64, 0.0..250.0_f64, 3.0..60.0_f64, 1..12_i16,
                any::<bool>(), Just(None::<usize>)))),
            1..5,
        ),
    ) {
        let mut random = random;
        let mut live = model(&site_of(&random));
        for (at, change) in edits {
            // Change, remove (by shrinking the list from its end) or add.
            let key = match change {
                Some(block) if at < random.blocks.len() => { random.blocks[at] = block; at }
                Some(block) => { random.blocks.push(block); random.blocks.len() - 1 }
                None => { random.blocks.pop(); random.blocks.len() }
            };
            let now = site_of(&random);
            live.update(&now, &|_| true, &keys(&[&format!("b{key}")]));
            let cold = model(&now);
            prop_assert_eq!(answers(&live), answers(&cold));
        }
    }

    #[test]
    fn moving_the_whole_site_changes_no_area(random in random(), dx in -5e4..5e4_f64, dy in -5e4..5e4_f64) {
        let here = model(&site_of(&random));
        let mut moved = empty();
        for element in site_of(&random).elements() {
            let mut element = element.clone();
            element.geometry.map_points(|p| { p[0] += dx; p[1] += dy; });
            moved.add(element).unwrap();
        }
        let there = model(&moved);
        for (a, b) in here.totals().parcels.iter().zip(&there.totals().parcels) {
            prop_assert!((a.sums.footprint_m2 - b.sums.footprint_m2).abs() < 0.01);
            prop_assert!((a.sums.counted_m2 - b.sums.counted_m2).abs() < 0.05 * (1.0 + b.sums.counted_m2 * 1e-3));
        }
    }
}
