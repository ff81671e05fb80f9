#![expect(clippy::unwrap_used, reason = "tests")]

use linli_model::{BuildingUse, CapitalPrices};
use proptest::prelude::*;

use super::*;

fn prices() -> CapitalPrices {
    serde_json::from_str(include_str!("../../../../assets/rules/capital_zhejiang.json")).unwrap()
}

/// The estate of the reference cases: 20 ha, 240,000 m² of old housing, 20,000 m² of public floor.
fn estate() -> Scheme {
    let mut scheme =
        Scheme { land_m2: 200_000.0, old_floor_m2: 240_000.0, public_m2: 20_000.0, ..Scheme::default() };
    scheme.above_m2[BuildingUse::Residential as usize] = 400_000.0;
    scheme
}

fn far(change: impl FnOnce(&mut CapitalPrices)) -> f64 {
    let mut prices = prices();
    change(&mut prices);
    balance_floor_m2(&estate(), &prices).unwrap() / 200_000.0
}

fn set(place: &'static str, value: f64) -> impl FnOnce(&mut CapitalPrices) {
    move |prices| prices.price_mut(place).unwrap().value = value
}

/// The reference solver's output. Its inputs: p = 25,000, r = 1.1, c = 4,200, soft cost 12 %, basement
/// 0.35 at 5,500, old floor 300 once and 30 a month for 36 months, 5 % for 48 months, profit 8 %, tax 6 %;
/// site works, which its list leaves out, at 600 by land, with which all ten cases come out.
#[test]
fn the_reference_cases_come_out() {
    const P: &str = "uses/residential/sale_price";
    const COST: &str = "uses/residential/build_cost";
    let cases = [
        (far(|_| {}), 2.31),
        (far(set(P, 15_000.0)), 3.65),
        (far(set(P, 20_000.0)), 2.69),
        (far(set(P, 30_000.0)), 2.10),
        (far(set(P, 40_000.0)), 1.89),
        (far(set("compensation", 1.0)), 2.13),
        (far(set("compensation", 1.2)), 2.49),
        (far(set("compensation", 1.3)), 2.67),
        (far(set(COST, 3_500.0)), 2.18),
        (far(set(COST, 5_000.0)), 2.48),
    ];
    for (found, expected) in cases {
        assert!((found - expected).abs() < 0.005, "{found} and not {expected}");
    }
    // The reading beside the cases: below about 17,500 it passes 3.0 (here 17,712), below 17,200 it passes
    // 3.1 (here 17,156).
    assert!(far(set(P, 18_000.0)) < 3.0 && far(set(P, 17_500.0)) > 3.0);
    assert!(far(set(P, 17_300.0)) < 3.1 && far(set(P, 17_100.0)) > 3.1);
}

#[test]
fn the_base_case_by_hand() {
    // p' = 25,000 · 0.94 = 23,500; c' = (4,200 · 1.12 + 0.35 · 5,500) · 1.1 · 1.08 = 7,875.252;
    // F = (240,000 · 1,380 + 200,000 · 600) · 1.1 · 1.08 = 536,025,600;
    // A* = (23,500 · (1.1 · 240,000 + 20,000) + F) / (p' − c').
    let by_hand = (23_500.0 * 284_000.0 + 536_025_600.0) / (23_500.0 - 7_875.252);
    let found = balance_floor_m2(&estate(), &prices()).unwrap();
    assert!((found - by_hand).abs() < 1e-3, "{found} and not {by_hand}");
}

#[test]
fn a_price_below_the_cost_balances_nowhere() {
    let mut cheap = prices();
    set("uses/residential/sale_price", 5_000.0)(&mut cheap);
    assert!(matches!(balance_floor_m2(&estate(), &cheap), Err(NoBalance::CostsMoreThanItBrings { .. })));
    assert_eq!(balance_floor_m2(&Scheme::default(), &prices()), Err(NoBalance::NoScheme));
    assert!(balance(&Scheme::default(), &prices()).is_err());
}

#[test]
fn the_sale_price_moves_most() {
    let bars = tornado(&estate(), &prices());
    assert_eq!(bars[0].place, "uses/residential/sale_price");
    assert!(bars[0].far_low > bars[0].far_high);
    assert!(bars.iter().all(|bar| bar.place != "land_price" || bar.swing() > 0.0));
    assert!(bars.windows(2).all(|pair| pair[0].swing() >= pair[1].swing()));
    assert!(!bars.iter().any(|bar| bar.place.contains("office")), "a use that is not built moves nothing");
}

proptest! {
    /// At the balancing floor nothing is left, whatever the mix and the prices.
    #[test]
    fn nothing_is_left_at_the_balancing_floor(
        shares in (0.2..1.0_f64, 0.0..0.5_f64, 0.0..0.5_f64),
        public in 0.0..0.1_f64,
        old in 0.0..300_000.0_f64,
        price in 18_000.0..40_000.0_f64,
        phases in prop::collection::vec((0.1..1.0_f64, 6.0..60.0_f64), 0..4),
    ) {
        let mut prices = prices();
        set("uses/residential/sale_price", price)(&mut prices);
        let mut scheme = Scheme { old_floor_m2: old, public_m2: 0.0, ..estate() };
        let uses = [BuildingUse::Residential, BuildingUse::Commercial, BuildingUse::Office];
        for (use_, share) in uses.into_iter().zip([shares.0, shares.1, shares.2]) {
            scheme.above_m2[use_ as usize] = 100_000.0 * share;
        }
        // A use that is not sold is public by itself.
        scheme.above_m2[BuildingUse::Education as usize] = 100_000.0 * public;
        scheme.phases = phases
            .into_iter()
            .map(|(share, months)| Phase { share, start_month: 0.0, months })
            .collect();
        if let Ok(floor_m2) = balance_floor_m2(&scheme, &prices) {
            prop_assume!(floor_m2 > 0.0);
            let scale = floor_m2 / scheme.above_total_m2();
            scheme.above_m2.iter_mut().for_each(|area| *area *= scale);
            let left = balance(&scheme, &prices).unwrap();
            prop_assert!(left.surplus.abs() <= 1e-6 * left.cost, "{}", left.surplus);
        }
    }
}
