//! Prices of a renewal or a new scheme: the user's own, each with its range and where it is from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{BuildingUse, Confidence};

/// Name and version of the schema of price packs.
pub const CAPITAL_PRICES_SCHEMA: &str = "linli/capital-prices/1";

/// One price or ratio with its range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// What is reckoned with.
    pub value: f64,
    /// Lowest that is thinkable.
    pub low: f64,
    /// Highest that is thinkable.
    pub high: f64,
    /// Unit.
    pub unit: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Prices of floor of one use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsePrices {
    /// Sale, by gross floor area above ground.
    pub sale_price: Price,
    /// Building, by gross floor area above ground.
    pub build_cost: Price,
}

/// A pack of prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapitalPrices {
    /// Schema of the pack: [`CAPITAL_PRICES_SCHEMA`].
    pub schema: String,
    /// Stable name.
    pub id: String,
    /// Title, Chinese.
    pub title_zh: String,
    /// Title, English.
    pub title_en: String,
    /// What must be known about the prices.
    #[serde(default)]
    pub note: String,
    /// Currency, ISO 4217.
    pub currency: String,
    /// Uses that are sold; floor of other uses is built and not sold.
    pub uses: BTreeMap<BuildingUse, UsePrices>,
    /// Building of floor that is not sold.
    pub public_build_cost: Price,
    /// Building below ground.
    pub basement_cost: Price,
    /// Floor below over floor above ground, where a scheme does not say it.
    pub basement_ratio: Price,
    /// A parking space.
    pub space_price: Price,
    /// Share of the spaces that is sold.
    pub spaces_sold_share: Price,
    /// Design, management, contingency, as a share of building above ground.
    pub soft_cost: Price,
    /// Site works, by land.
    pub site_cost: Price,
    /// Demolition, by old floor.
    pub demolition: Price,
    /// Moving, by old floor.
    pub moving: Price,
    /// Temporary housing, by old floor and month.
    pub temporary_housing: Price,
    /// Months of temporary housing.
    pub temporary_months: Price,
    /// New floor for old floor.
    pub compensation: Price,
    /// Taxes and cost of selling, as a share of revenue.
    pub sale_tax: Price,
    /// Land, by land.
    pub land_price: Price,
    /// Simple interest by year.
    pub loan_rate: Price,
    /// Months from the first cost to the revenue.
    pub months: Price,
    /// Profit, as a share of cost and capital cost.
    pub profit: Price,
    /// Other income.
    pub other_income: Price,
    /// Grants.
    pub subsidy: Price,
}

impl CapitalPrices {
    /// Every price with its place in the pack, in the order of the pack.
    pub fn prices(&self) -> Vec<(String, &Price)> {
        let mut prices = Vec::new();
        for (use_, of_use) in &self.uses {
            let name = format!("{use_:?}").to_lowercase();
            prices.push((format!("uses/{name}/sale_price"), &of_use.sale_price));
            prices.push((format!("uses/{name}/build_cost"), &of_use.build_cost));
        }
        let rest = [
            ("public_build_cost", &self.public_build_cost),
            ("basement_cost", &self.basement_cost),
            ("basement_ratio", &self.basement_ratio),
            ("space_price", &self.space_price),
            ("spaces_sold_share", &self.spaces_sold_share),
            ("soft_cost", &self.soft_cost),
            ("site_cost", &self.site_cost),
            ("demolition", &self.demolition),
            ("moving", &self.moving),
            ("temporary_housing", &self.temporary_housing),
            ("temporary_months", &self.temporary_months),
            ("compensation", &self.compensation),
            ("sale_tax", &self.sale_tax),
            ("land_price", &self.land_price),
            ("loan_rate", &self.loan_rate),
            ("months", &self.months),
            ("profit", &self.profit),
            ("other_income", &self.other_income),
            ("subsidy", &self.subsidy),
        ];
        prices.extend(rest.into_iter().map(|(place, price)| (place.to_owned(), price)));
        prices
    }

    /// The price at a place of the pack, to be changed.
    pub fn price_mut(&mut self, place: &str) -> Option<&mut Price> {
        if let Some(rest) = place.strip_prefix("uses/") {
            let (name, what) = rest.split_once('/')?;
            let of_use = self.uses.iter_mut().find(|(use_, _)| format!("{use_:?}").to_lowercase() == name)?.1;
            return match what {
                "sale_price" => Some(&mut of_use.sale_price),
                "build_cost" => Some(&mut of_use.build_cost),
                _ => None,
            };
        }
        Some(match place {
            "public_build_cost" => &mut self.public_build_cost,
            "basement_cost" => &mut self.basement_cost,
            "basement_ratio" => &mut self.basement_ratio,
            "space_price" => &mut self.space_price,
            "spaces_sold_share" => &mut self.spaces_sold_share,
            "soft_cost" => &mut self.soft_cost,
            "site_cost" => &mut self.site_cost,
            "demolition" => &mut self.demolition,
            "moving" => &mut self.moving,
            "temporary_housing" => &mut self.temporary_housing,
            "temporary_months" => &mut self.temporary_months,
            "compensation" => &mut self.compensation,
            "sale_tax" => &mut self.sale_tax,
            "land_price" => &mut self.land_price,
            "loan_rate" => &mut self.loan_rate,
            "months" => &mut self.months,
            "profit" => &mut self.profit,
            "other_income" => &mut self.other_income,
            "subsidy" => &mut self.subsidy,
            _ => return None,
        })
    }

    /// The first price that cannot be: its place and why. Prices and ranges are finite and not negative,
    /// a value lies within its range, shares are below 1.
    pub fn contradiction(&self) -> Option<(String, String)> {
        if self.schema != CAPITAL_PRICES_SCHEMA {
            let detail = format!("schema is \"{}\", wanted is \"{CAPITAL_PRICES_SCHEMA}\"", self.schema);
            return Some(("schema".to_owned(), detail));
        }
        for (place, price) in self.prices() {
            let all = [price.low, price.value, price.high];
            if all.iter().any(|v| !(v.is_finite() && (0.0..=1e12).contains(v))) {
                return Some((place, "finite values from 0 to 1e12 are wanted".to_owned()));
            }
            if !all.is_sorted() {
                let detail =
                    format!("low {} ≤ value {} ≤ high {} is wanted", price.low, price.value, price.high);
                return Some((place, detail));
            }
            let is_share = matches!(place.as_str(), "sale_tax" | "loan_rate" | "spaces_sold_share");
            if is_share && price.high > 1.0 {
                return Some((place, "a share from 0 to 1 is wanted, not percent".to_owned()));
            }
        }
        None
    }
}
