//! Figures of a first proposal, as data: `assets/rules/corridor_planning.json`.

use linli_model::StreetClass;
use serde::{Deserialize, Serialize};

use crate::rule_figure::Figure;

/// A distance from the wall by diameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WallClearance {
    /// Largest diameter, millimetres.
    pub to_mm: f64,
    /// The distance, metres.
    pub clearance: Figure,
}

/// What a metre in a street of a class counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreetWeights {
    /// Primary roads.
    pub primary: Figure,
    /// Secondary roads.
    pub secondary: Figure,
    /// Trunk roads.
    pub trunk: Figure,
    /// Tertiary roads.
    pub tertiary: Figure,
    /// Residential streets.
    pub residential: Figure,
    /// Service ways and roads of unknown class.
    pub other: Figure,
}

/// Unit prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// Of a cubic metre dug and taken away.
    pub excavation: Figure,
    /// Of a cubic metre filled in again.
    pub backfill: Figure,
    /// Of a square metre of the pit's walls.
    pub support: Figure,
    /// Of a cubic metre of the structure.
    pub concrete: Figure,
    /// Of a metre of each compartment, fitted out.
    pub fitting_out: Figure,
    /// Of an opening.
    pub opening: Figure,
    /// Of a metre from the tunnel to a place served.
    pub connection: Figure,
}

/// All figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CorridorPlanRules {
    /// Edition of the figures.
    pub edition: String,
    /// What must be known about them.
    pub note: String,
    /// What a metre of street counts.
    pub streets: StreetWeights,
    /// Farthest that a place is joined to a street.
    pub attach_m: Figure,
    /// Soil above the roof slab.
    pub cover_m: Figure,
    /// From the outer face to other structures.
    pub clearance_structure_m: Figure,
    /// Walls and slabs.
    pub wall_m: Figure,
    /// Below the base slab.
    pub bedding_m: Figure,
    /// Beside the walls.
    pub working_m: Figure,
    /// Slope of the pit's walls, horizontal over vertical.
    pub batter: Figure,
    /// Sizes are rounded up to this.
    pub rounding_m: Figure,
    /// Between racks.
    pub rack_levels_m: Figure,
    /// Depth of power racks.
    pub rack_depth_power_m: Figure,
    /// Depth of telecom racks.
    pub rack_depth_telecom_m: Figure,
    /// Cables on a rack.
    pub cables_per_rack: Figure,
    /// Above a pipe.
    pub top_clearance_m: Figure,
    /// From pipe to wall.
    pub wall_clearance: Vec<WallClearance>,
    /// From here power and telecom are apart.
    pub high_voltage_kv: Figure,
    /// Unit prices.
    pub prices: Prices,
}

/// Why figures cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlanRulesError {
    /// Not the JSON that is wanted.
    #[error("the figures are not the JSON that is wanted: {0}")]
    Json(#[from] serde_json::Error),
    /// A figure that cannot be.
    #[error("figure {name}: {value} cannot be; a finite value of at least 0 is expected")]
    Value {
        /// Its name.
        name: &'static str,
        /// The value.
        value: f64,
    },
}

impl CorridorPlanRules {
    /// The figures that come with Linli.
    ///
    /// # Errors
    /// Never, as long as the shipped file is whole.
    pub fn standard() -> Result<Self, PlanRulesError> {
        Self::from_json(include_str!("../../../../assets/rules/corridor_planning.json"))
    }

    /// Figures from a text.
    ///
    /// # Errors
    /// [`PlanRulesError`] when it is not the JSON that is wanted, or a figure cannot be.
    pub fn from_json(text: &str) -> Result<Self, PlanRulesError> {
        let rules: Self = serde_json::from_str(text)?;
        let figures = [
            ("attach_m", &rules.attach_m),
            ("cover_m", &rules.cover_m),
            ("clearance_structure_m", &rules.clearance_structure_m),
            ("wall_m", &rules.wall_m),
            ("bedding_m", &rules.bedding_m),
            ("working_m", &rules.working_m),
            ("batter", &rules.batter),
            ("rounding_m", &rules.rounding_m),
            ("rack_levels_m", &rules.rack_levels_m),
            ("rack_depth_power_m", &rules.rack_depth_power_m),
            ("rack_depth_telecom_m", &rules.rack_depth_telecom_m),
            ("top_clearance_m", &rules.top_clearance_m),
            ("streets/primary", &rules.streets.primary),
            ("streets/secondary", &rules.streets.secondary),
            ("streets/trunk", &rules.streets.trunk),
            ("streets/tertiary", &rules.streets.tertiary),
            ("streets/residential", &rules.streets.residential),
            ("streets/other", &rules.streets.other),
            ("prices/excavation", &rules.prices.excavation),
            ("prices/backfill", &rules.prices.backfill),
            ("prices/support", &rules.prices.support),
            ("prices/concrete", &rules.prices.concrete),
            ("prices/fitting_out", &rules.prices.fitting_out),
            ("prices/opening", &rules.prices.opening),
            ("prices/connection", &rules.prices.connection),
            ("high_voltage_kv", &rules.high_voltage_kv),
            ("cables_per_rack", &rules.cables_per_rack),
        ];
        let walls = rules.wall_clearance.iter().map(|row| ("wall_clearance", row.clearance.value));
        let cables = rules.cables_per_rack.value;
        let mut values = figures.iter().map(|(name, figure)| (*name, figure.value)).chain(walls);
        match values.find(|(_, value)| !(value.is_finite() && *value >= 0.0)) {
            Some((name, value)) => Err(PlanRulesError::Value { name, value }),
            None if cables < 1.0 => Err(PlanRulesError::Value { name: "cables_per_rack", value: cables }),
            None => Ok(rules),
        }
    }

    /// What a metre of a street counts; `None` where no tunnel is laid: motorways, and ways for people.
    pub fn weight(&self, class: StreetClass) -> Option<f64> {
        let figure = match class {
            StreetClass::Primary => &self.streets.primary,
            StreetClass::Secondary => &self.streets.secondary,
            StreetClass::Trunk => &self.streets.trunk,
            StreetClass::Tertiary => &self.streets.tertiary,
            StreetClass::Residential | StreetClass::LivingStreet => &self.streets.residential,
            StreetClass::Service | StreetClass::Road | StreetClass::Pedestrian => &self.streets.other,
            _ => return None,
        };
        Some(figure.value)
    }

    /// Clearance from a pipe to the wall, metres.
    pub fn wall_clearance_m(&self, diameter_mm: f64) -> f64 {
        let row = self.wall_clearance.iter().find(|row| diameter_mm <= row.to_mm);
        row.or(self.wall_clearance.last()).map_or(0.5, |row| row.clearance.value)
    }

    /// A size rounded up.
    pub fn rounded_up(&self, metres: f64) -> f64 {
        let step = self.rounding_m.value;
        if step > 0.0 { (metres / step - 1e-9).ceil() * step } else { metres }
    }
}
