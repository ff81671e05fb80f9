//! Sizes, distances and prices of layouts: data, never literals in code.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::rule_figure::Figure;

/// Schema of the rule file.
const SCHEMA: &str = "linli-layout-1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    edition: String,
    note: String,
    figures: BTreeMap<String, Figure>,
}

/// Rules that cannot be used.
#[derive(Debug, Error)]
pub enum LayoutRulesError {
    /// Not the expected JSON.
    #[error(
        "the layout rules are no valid JSON of the expected form: {0}; compare them with assets/rules/layout.json"
    )]
    Json(#[from] serde_json::Error),
    /// Another form of file.
    #[error("the layout rules say schema \"{0}\"; \"linli-layout-1\" is wanted")]
    Schema(String),
    /// A figure is missing or cannot be.
    #[error("layout rules, figure \"{0}\": it is missing, or not a finite value above 0 and up to {1}")]
    Figure(&'static str, f64),
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident <= $most:literal,)*) => {
        /// All figures that layouts use.
        #[derive(Clone, Debug, PartialEq)]
        pub struct LayoutRules {
            /// Edition of the figures; printed with each result.
            pub edition: String,
            /// What to know about them.
            pub note: String,
            $($(#[$doc])* pub $name: f64,)*
        }

        impl LayoutRules {
            /// Rules from a text.
            ///
            /// # Errors
            /// [`LayoutRulesError`] when the form is wrong, or a figure is missing or cannot be.
            pub fn from_json(text: &str) -> Result<Self, LayoutRulesError> {
                let file: File = serde_json::from_str(text)?;
                if file.schema != SCHEMA {
                    return Err(LayoutRulesError::Schema(file.schema));
                }
                let figure = |name: &'static str, most: f64| {
                    let value = file.figures.get(name).map_or(f64::NAN, |figure| figure.value);
                    let can_be = value > 0.0 && value <= most;
                    if can_be { Ok(value) } else { Err(LayoutRulesError::Figure(name, most)) }
                };
                Ok(Self { $($name: figure(stringify!($name), $most)?,)* edition: file.edition, note: file.note })
            }
        }
    };
}

rules! {
    /// Storey of homes, metres.
    storey_home <= 10.0,
    /// Storey of shops and podiums, metres.
    storey_shop <= 10.0,
    /// Storey of offices and public buildings, metres.
    storey_work <= 10.0,
    /// Depth of a slab of homes, metres.
    slab_depth <= 60.0,
    /// Longest slab, metres.
    slab_length <= 200.0,
    /// Depth of a slab of offices, metres.
    work_depth <= 60.0,
    /// Depth of terraced houses, metres.
    row_depth <= 60.0,
    /// Storeys of terraced houses, at most.
    row_storeys <= 10.0,
    /// Side of a point tower, metres.
    tower_side <= 60.0,
    /// Side of an office tower, metres.
    office_tower_side <= 80.0,
    /// Storeys of a podium.
    podium_storeys <= 8.0,
    /// Storeys of shops below homes on land for both.
    base_storeys <= 6.0,
    /// Depth of a courtyard's wings, metres.
    wing_depth <= 60.0,
    /// Between low buildings, metres.
    fire_gap_low <= 50.0,
    /// Between a low and a high building, metres.
    fire_gap_mixed <= 50.0,
    /// Between high buildings, metres.
    fire_gap_high <= 50.0,
    /// Height from which a building is high, metres.
    high_from <= 100.0,
    /// Width of a fire lane, metres.
    fire_lane <= 20.0,
    /// Beside a fire lane, metres.
    lane_edge <= 10.0,
    /// Rows of point towers, as a share of the noon shadow.
    tower_row_share <= 2.0,
    /// Between point towers, metres.
    least_tower_gap <= 100.0,
    /// Around utility tunnels, metres.
    corridor_clearance <= 20.0,
    /// Gross floor of one dwelling, square metres.
    floor_per_home <= 1000.0,
    /// People of one dwelling.
    people_per_home <= 20.0,
    /// Gross floor of one office job, square metres.
    floor_per_job <= 1000.0,
    /// Gross floor of one job in shops, square metres.
    floor_per_shop_job <= 1000.0,
    /// Gross floor of one job in public buildings, square metres.
    floor_per_public_job <= 1000.0,
    /// Paved share of a parcel, beyond fire lanes.
    paved_share <= 0.9,
    /// Floor-area ratio far from the station.
    edge_far <= 20.0,
    /// Floor-area ratio at the station.
    core_far <= 30.0,
    /// Length of the gradient, metres of walking.
    gradient_length <= 5000.0,
    /// Lowest density that is tried, as a share of the highest.
    least_far_share <= 1.0,
    /// Price of homes, yuan for a square metre.
    price_home <= 1e6,
    /// Price of offices and public floor, yuan for a square metre.
    price_work <= 1e6,
    /// Price of shops, yuan for a square metre.
    price_shop <= 1e6,
    /// Cost of a low building, yuan for a square metre.
    cost_low <= 1e6,
    /// More for each metre of height, yuan for a square metre.
    cost_per_metre <= 1e5,
    /// Cost of a basement, yuan for a square metre.
    cost_basement <= 1e6,
    /// Basement as a share of the floor above.
    basement_share <= 2.0,
    /// Depth of one level of basement, metres.
    basement_depth <= 10.0,
    /// Soil over a basement, metres.
    basement_soil <= 10.0,
}

impl LayoutRules {
    /// The rules that come with the program.
    ///
    /// # Errors
    /// Never, as long as the shipped file is whole.
    pub fn standard() -> Result<Self, LayoutRulesError> {
        Self::from_json(include_str!("../../../../assets/rules/layout.json"))
    }

    /// Distance that two buildings keep for fire, by their heights, metres.
    pub fn fire_gap_m(&self, a_m: f64, b_m: f64) -> f64 {
        match (a_m > self.high_from, b_m > self.high_from) {
            (true, true) => self.fire_gap_high,
            (false, false) => self.fire_gap_low,
            _ => self.fire_gap_mixed,
        }
    }

    /// Width along a parcel's edge that stays free of buildings for the fire lane, metres.
    pub fn lane_strip_m(&self) -> f64 {
        self.fire_lane + 2.0 * self.lane_edge
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_shipped_rules_are_whole_and_absurd_ones_refused() {
        let rules = LayoutRules::standard().unwrap();
        assert_eq!((rules.fire_gap_m(20.0, 20.0), rules.fire_gap_m(60.0, 20.0)), (6.0, 9.0));
        assert_eq!((rules.fire_gap_m(60.0, 60.0), rules.lane_strip_m()), (13.0, 6.0));
        let text = include_str!("../../../../assets/rules/layout.json");
        let absurd = text.replacen("\"value\": 14,", "\"value\": -14,", 1);
        assert!(matches!(LayoutRules::from_json(&absurd), Err(LayoutRulesError::Figure("slab_depth", _))));
        let missing = text.replacen("\"slab_depth\"", "\"slab_deep\"", 1);
        assert!(matches!(LayoutRules::from_json(&missing), Err(LayoutRulesError::Figure("slab_depth", _))));
    }
}
