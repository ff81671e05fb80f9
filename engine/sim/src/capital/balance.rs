//! Revenue, cost, capital cost; and the floor at which they are equal.

use linli_model::{BuildingUse, CapitalPrices};
use thiserror::Error;

use super::phase::{Phase, phased_interest};
use crate::density::{USE_ORDER, USES};
use crate::indicator::Title;

/// A scheme as areas; prices come from elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scheme {
    /// Land, square metres.
    pub land_m2: f64,
    /// Floor above ground that is removed, square metres.
    pub old_floor_m2: f64,
    /// New floor above ground by use, square metres; with what is given back and what is public.
    pub above_m2: [f64; USES],
    /// New floor below ground, square metres; by the ratio of the prices when it is not known.
    pub below_m2: Option<f64>,
    /// Of the new floor above ground: public, built and not sold, square metres.
    pub public_m2: f64,
    /// Of the new floor above ground: kept by the owner, built and not sold, square metres.
    pub kept_m2: f64,
    /// Parking spaces.
    pub spaces: f64,
    /// Phases; without any the cost is drawn evenly over the months of the prices, and all revenue comes
    /// at their end.
    pub phases: Vec<Phase>,
}

impl Scheme {
    /// New floor above ground, square metres.
    pub fn above_total_m2(&self) -> f64 {
        self.above_m2.iter().sum()
    }
}

/// One line of a balance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BalanceLine {
    /// Stable name.
    pub id: &'static str,
    /// Name for people.
    pub title: Title,
    /// Quantity that it is made of.
    pub quantity: f64,
    /// Unit of the quantity.
    pub unit: &'static str,
    /// Amount, in the currency of the prices; income is positive, cost negative.
    pub amount: f64,
}

/// Income and cost of a scheme, in the currency of the prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// Every line.
    pub lines: Vec<BalanceLine>,
    /// All income.
    pub revenue: f64,
    /// All cost without capital cost.
    pub cost: f64,
    /// Capital cost.
    pub capital: f64,
    /// Profit that is asked for.
    pub profit: f64,
    /// What is left: revenue less cost, capital cost and profit.
    pub surplus: f64,
}

/// Why no floor balances.
#[derive(Clone, Copy, Debug, Error, PartialEq)]
pub enum NoBalance {
    /// A square metre brings less than it costs, so that more floor makes it worse.
    #[error("a square metre brings {income:.0} and costs {cost:.0}: no floor balances")]
    CostsMoreThanItBrings {
        /// Income of one more square metre after tax.
        income: f64,
        /// Its cost with soft cost, basement, capital cost and profit.
        cost: f64,
    },
    /// The scheme has no land or no new floor, or a price is no number.
    #[error("the scheme has no land or no new floor: its balance has no meaning")]
    NoScheme,
}

/// Prices of one square metre of the mix of a scheme.
struct Mean {
    /// Sale of floor that is sold.
    sale: f64,
    /// Building, above ground, with soft cost.
    build: f64,
    /// Building below ground, for one square metre above.
    below: f64,
}

/// Price of a use; uses that the pack does not sell bring nothing.
fn sale_price(prices: &CapitalPrices, use_: BuildingUse) -> f64 {
    prices.uses.get(&use_).map_or(0.0, |of_use| of_use.sale_price.value)
}

fn build_cost(prices: &CapitalPrices, use_: BuildingUse) -> f64 {
    prices.uses.get(&use_).map_or(prices.public_build_cost.value, |of_use| of_use.build_cost.value)
}

/// Sale price at which floor is given back and taken off: that of housing, else the mean.
fn housing_price(prices: &CapitalPrices, mean: f64) -> f64 {
    prices.uses.get(&BuildingUse::Residential).map_or(mean, |of_use| of_use.sale_price.value)
}

fn mean(scheme: &Scheme, prices: &CapitalPrices) -> Option<Mean> {
    let above_m2 = scheme.above_total_m2();
    if !(above_m2.is_finite() && above_m2 > 0.0) {
        return None;
    }
    let (mut sale, mut sold_m2, mut build) = (0.0, 0.0, 0.0);
    for (use_, area_m2) in USE_ORDER.iter().zip(scheme.above_m2) {
        build += build_cost(prices, *use_) * area_m2;
        let price = sale_price(prices, *use_);
        if prices.uses.contains_key(use_) {
            sale += price * area_m2;
            sold_m2 += area_m2;
        }
    }
    let below_m2 = scheme.below_m2.unwrap_or(prices.basement_ratio.value * above_m2);
    Some(Mean {
        sale: if sold_m2 > 0.0 { sale / sold_m2 } else { 0.0 },
        build: build / above_m2 * (1.0 + prices.soft_cost.value),
        below: below_m2 / above_m2 * prices.basement_cost.value,
    })
}

/// Factor that turns a cost into cost with capital cost: `1 + i m / 24` for an even draw-down.
fn capital_factor(scheme: &Scheme, prices: &CapitalPrices) -> f64 {
    let rate = prices.loan_rate.value;
    match scheme.phases.as_slice() {
        [] => 1.0 + rate * prices.months.value / 24.0,
        phases => 1.0 + phased_interest(phases, rate),
    }
}

/// The balance of a scheme as it is. Income: floor of each use at its price, less what is given back
/// (`compensation × old floor`, at the price of housing), less public and kept floor (at the mean price),
/// after the cost of selling; parking spaces; other income; grants. Cost: building above and below
/// ground, soft cost, demolition, moving, temporary housing, site works, land. Formulas: docs/methods/capital.md.
///
/// # Errors
/// [`NoBalance::NoScheme`] without land or new floor.
pub fn balance(scheme: &Scheme, prices: &CapitalPrices) -> Result<Balance, NoBalance> {
    let mean = mean(scheme, prices).ok_or(NoBalance::NoScheme)?;
    if !(scheme.land_m2.is_finite() && scheme.land_m2 > 0.0) {
        return Err(NoBalance::NoScheme);
    }
    let (above_m2, after_tax) = (scheme.above_total_m2(), 1.0 - prices.sale_tax.value);
    let below_m2 = scheme.below_m2.unwrap_or(prices.basement_ratio.value * above_m2);
    let mut lines = Vec::new();
    let mut line = |id, title, quantity, unit, amount| {
        lines.push(BalanceLine { id, title, quantity, unit, amount });
    };
    // Floor of uses that are not sold is public by itself and is not taken off again.
    let sold: f64 = sold_m2(scheme, prices);
    let unsold_m2 = above_m2 - sold;
    let given_back_m2 = prices.compensation.value * scheme.old_floor_m2;
    let taken_off_m2 = (scheme.public_m2 - unsold_m2).max(0.0) + scheme.kept_m2;
    line("sale", Title::new("销售收入", "sale of floor"), sold, "m²", mean.sale * sold * after_tax);
    let back = -housing_price(prices, mean.sale) * given_back_m2 * after_tax;
    line("compensation", Title::new("回迁安置（不出售）", "floor given back"), given_back_m2, "m²", back);
    let public = -mean.sale * taken_off_m2 * after_tax;
    line(
        "public",
        Title::new("公共与自持面积（不出售）", "public and kept floor"),
        taken_off_m2,
        "m²",
        public,
    );
    let spaces = scheme.spaces * prices.spaces_sold_share.value;
    line("spaces", Title::new("车位收入", "parking spaces"), spaces, "", spaces * prices.space_price.value);
    line("other", Title::new("其他收入", "other income"), 1.0, "", prices.other_income.value);
    line("subsidy", Title::new("补助", "grants"), 1.0, "", prices.subsidy.value);
    let income = lines.len();
    let mut line = |id, title, quantity, unit, amount| {
        lines.push(BalanceLine { id, title, quantity, unit, amount });
    };
    line(
        "build",
        Title::new("地上建安与间接费", "building above ground, with soft cost"),
        above_m2,
        "m²",
        -mean.build * above_m2,
    );
    line("basement", Title::new("地下建安", "building below ground"), below_m2, "m²", -mean.below * above_m2);
    let old = scheme.old_floor_m2;
    line("demolition", Title::new("拆除", "demolition"), old, "m²", -old * prices.demolition.value);
    line("moving", Title::new("搬迁", "moving"), old, "m²", -old * prices.moving.value);
    let temporary = prices.temporary_housing.value * prices.temporary_months.value;
    line("temporary", Title::new("过渡安置", "temporary housing"), old, "m²", -old * temporary);
    let land = scheme.land_m2;
    line("site", Title::new("场地与景观", "site works"), land, "m²", -land * prices.site_cost.value);
    line("land", Title::new("土地", "land"), land, "m²", -land * prices.land_price.value);
    let revenue: f64 = lines[..income].iter().map(|line| line.amount).sum();
    let cost: f64 = -lines[income..].iter().map(|line| line.amount).sum::<f64>();
    let capital = cost * (capital_factor(scheme, prices) - 1.0);
    let profit = (cost + capital) * prices.profit.value;
    Ok(Balance { lines, revenue, cost, capital, profit, surplus: revenue - cost - capital - profit })
}

/// Floor of uses that are sold, square metres.
fn sold_m2(scheme: &Scheme, prices: &CapitalPrices) -> f64 {
    USE_ORDER
        .iter()
        .zip(scheme.above_m2)
        .filter(|(use_, _)| prices.uses.contains_key(use_))
        .map(|(_, area)| area)
        .sum()
}

/// New floor above ground at which revenue equals cost, capital cost and profit, square metres, with the
/// mix of uses and the basement ratio of the scheme:
///
/// ```text
/// A* = [ p'_h r A0 + p' (A_pub + A_keep) + F ] / ( p' s − c' ),   FAR* = A* / S
/// ```
///
/// with `p' = p (1 − t)` of the mean price, `p'_h` of housing, `s` the share of floor that is sold,
/// `c' = (c (1 + soft) + c_b A_b/A)(1 + k)(1 + profit)` with `1 + k` the capital factor, and `F` all other cost
/// with capital cost and profit, less parking, other income and grants.
///
/// # Errors
/// [`NoBalance`] when a square metre costs more than it brings, or there is no scheme.
pub fn balance_floor_m2(scheme: &Scheme, prices: &CapitalPrices) -> Result<f64, NoBalance> {
    let mean = mean(scheme, prices).ok_or(NoBalance::NoScheme)?;
    if !(scheme.land_m2.is_finite() && scheme.land_m2 > 0.0) {
        return Err(NoBalance::NoScheme);
    }
    let above_m2 = scheme.above_total_m2();
    let factor = capital_factor(scheme, prices) * (1.0 + prices.profit.value);
    let after_tax = 1.0 - prices.sale_tax.value;
    let sold = sold_m2(scheme, prices);
    let income = mean.sale * after_tax * (sold / above_m2);
    let cost = (mean.build + mean.below) * factor;
    let old = prices.demolition.value
        + prices.moving.value
        + prices.temporary_housing.value * prices.temporary_months.value;
    let other =
        scheme.old_floor_m2 * old + scheme.land_m2 * (prices.site_cost.value + prices.land_price.value);
    let taken_off_m2 = (scheme.public_m2 - (above_m2 - sold)).max(0.0) + scheme.kept_m2;
    let fixed = other * factor
        - scheme.spaces * prices.spaces_sold_share.value * prices.space_price.value
        - prices.other_income.value
        - prices.subsidy.value;
    let needed =
        housing_price(prices, mean.sale) * after_tax * prices.compensation.value * scheme.old_floor_m2
            + mean.sale * after_tax * taken_off_m2
            + fixed;
    if needed <= 0.0 {
        return Ok(0.0);
    }
    if income - cost <= 0.0 {
        return Err(NoBalance::CostsMoreThanItBrings { income, cost });
    }
    Ok(needed / (income - cost))
}
