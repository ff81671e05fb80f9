//! Which price moves the balance most.

use linli_model::CapitalPrices;

use super::balance::{Scheme, balance_floor_m2};

/// The balancing floor-area ratio at both ends of the range of one price, all others as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoBar {
    /// Place of the price in the pack.
    pub place: String,
    /// Unit of the price.
    pub unit: String,
    /// Lowest price.
    pub low: f64,
    /// Highest price.
    pub high: f64,
    /// Ratio at the lowest price; nothing when no floor balances there.
    pub far_low: Option<f64>,
    /// Ratio at the highest price.
    pub far_high: Option<f64>,
}

impl TornadoBar {
    /// How far the ratio moves; infinite when no floor balances at one of the ends.
    pub fn swing(&self) -> f64 {
        match (self.far_low, self.far_high) {
            (Some(low), Some(high)) => (high - low).abs(),
            (None, None) => 0.0,
            _ => f64::INFINITY,
        }
    }
}

/// One bar for each price with a range, the longest first.
pub fn tornado(scheme: &Scheme, prices: &CapitalPrices) -> Vec<TornadoBar> {
    let far = |prices: &CapitalPrices| {
        balance_floor_m2(scheme, prices).ok().map(|floor_m2| floor_m2 / scheme.land_m2)
    };
    let at = |place: &str, value: f64| {
        let mut changed = prices.clone();
        if let Some(price) = changed.price_mut(place) {
            price.value = value;
        }
        far(&changed)
    };
    let mut bars: Vec<TornadoBar> = prices
        .prices()
        .into_iter()
        .filter(|(_, price)| price.high > price.low)
        .map(|(place, price)| TornadoBar {
            far_low: at(&place, price.low),
            far_high: at(&place, price.high),
            unit: price.unit.clone(),
            low: price.low,
            high: price.high,
            place,
        })
        .filter(|bar| bar.swing() > 1e-9)
        .collect();
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then_with(|| a.place.cmp(&b.place)));
    bars
}
