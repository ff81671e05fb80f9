//! What counts, what limits, what is assumed: data with clause, source and confidence.

use std::collections::BTreeMap;

use linli_model::{BuildingUse, Confidence};
use serde::Deserialize;
use thiserror::Error;

use crate::reach::Name;
use crate::rule_figure::Figure;

/// Schema of a pack.
pub const DENSITY_RULES_SCHEMA: &str = "linli-density-rules/1";

/// What a counting rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Floor below ground.
    BelowGround,
    /// A basement whose roof stands at least `least_m` above the ground.
    RaisedBasement,
    /// A facility of one of `categories` with the attribute `handed_over`.
    HandedOverFacility,
    /// Levels that the building's attribute `stilt_levels` names.
    StiltStorey,
    /// Planted balconies with soil of `least_m`, up to `most_share` of the housing of the building;
    /// for buildings with the attribute `balconies_in_floor_area`.
    PlantedBalcony,
    /// Floor that the building's attribute `enclosed_balcony_m2` gives.
    EnclosedBalcony,
}

/// How much of a kind of floor counts in the floor-area ratio.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountingRule {
    /// Stable name.
    pub id: String,
    /// Name for people.
    pub name: Name,
    /// What it is about.
    pub applies: Counted,
    /// Share that counts, 0 to 1.
    pub factor: f64,
    /// Whether it is part of what the ratio means, so that it does not weaken a verdict.
    #[serde(default)]
    pub definition: bool,
    /// Categories of facilities.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Least height or depth, metres.
    #[serde(default)]
    pub least_m: Option<f64>,
    /// Largest share.
    #[serde(default)]
    pub most_share: Option<f64>,
    /// Clause.
    pub clause: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Limits of housing land by average storeys.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockRow {
    /// Class of building heights.
    pub class: String,
    /// Lowest average number of storeys.
    pub storeys_from: f64,
    /// Highest average number of storeys.
    pub storeys_to: f64,
    /// Lowest floor-area ratio.
    #[serde(default)]
    pub far_min: Option<f64>,
    /// Highest floor-area ratio.
    pub far_max: f64,
    /// Highest coverage, percent.
    pub coverage_max_pct: f64,
    /// Lowest green land ratio, percent.
    #[serde(default)]
    pub green_min_pct: Option<f64>,
    /// Highest building, metres.
    #[serde(default)]
    pub height_max_m: Option<f64>,
    /// Most land for one resident, square metres.
    #[serde(default)]
    pub land_per_person_max_m2: Option<f64>,
}

/// A table of limits of housing land.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockTable {
    /// Stable name.
    pub id: String,
    /// Climate zones or city.
    pub zone: String,
    /// Clause.
    pub clause: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Rows, lowest first.
    pub rows: Vec<BlockRow>,
}

impl BlockTable {
    /// The row of an average number of storeys; averages between two rows belong to the higher one.
    pub fn row(&self, storeys: f64) -> Option<&BlockRow> {
        self.rows.iter().find(|row| storeys <= row.storeys_to)
    }
}

/// Floor that may be added for floor that is handed over.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BonusRule {
    /// Stable name.
    pub id: String,
    /// Name for people.
    pub name: Name,
    /// Square metres for each square metre handed over.
    pub per_handed_over_m2: f64,
    /// Clause.
    pub clause: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// People where a source counts none.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeopleRules {
    /// Floor for one resident.
    pub m2_per_resident: Figure,
    /// Floor for one dwelling.
    pub m2_per_dwelling: Figure,
    /// Floor for one job, by use.
    pub m2_per_job: BTreeMap<BuildingUse, Figure>,
}

/// How plans are taken.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanRules {
    /// What begins higher than this covers no land.
    pub coverage_underside: Figure,
    /// What rises higher is a tower, not a podium.
    pub tower_height: Figure,
    /// Smaller parcels are slivers.
    pub least_parcel: Figure,
    /// Share outside of the named parcel from which it is told.
    pub beyond_parcel: Figure,
}

/// Rings of walking time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RingRules {
    /// Outer edges, minutes, rising.
    pub minutes: Vec<f64>,
    /// Clause.
    pub clause: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A distance within which people and jobs are counted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Walking distance, metres.
    pub metres: f64,
    /// Least share of people and jobs together.
    #[serde(default)]
    pub people_and_jobs_min: Option<f64>,
    /// Clause.
    pub clause: String,
    /// Where it is from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// Transit-oriented development.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TodRules {
    /// Who walks: a profile of the reach rules.
    pub profile: String,
    /// Rings.
    pub rings: RingRules,
    /// Distances, rising.
    pub bands_m: Vec<Band>,
    /// Step of the gradient.
    pub bin: Figure,
    /// Length by which the target falls.
    pub decay: Figure,
    /// Target at the station over target at the edge.
    pub core_to_edge: Figure,
    /// Walk to rapid transit.
    pub rapid_limit: Figure,
    /// Walk to local transit.
    pub local_limit: Figure,
    /// Walk to a park.
    pub park_limit: Figure,
    /// Depth of a frontage.
    pub frontage_depth: Figure,
    /// Junctions that are one.
    pub junction_merge: Figure,
    /// Uses that make a frontage lively.
    pub active_uses: Vec<BuildingUse>,
    /// Longest side of a block.
    pub shared_block_longest: Figure,
    /// Least density of roads.
    pub road_density_min: Figure,
    /// A basement this near to a utility tunnel can be joined.
    pub tunnel_near: Figure,
}

/// What may be added on a parcel.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElasticRules {
    /// Storey on housing land.
    pub residential_storey: Figure,
    /// Storey on other land.
    pub other_storey: Figure,
    /// Spacing over height.
    pub sun_spacing: Figure,
    /// Height of the sill.
    pub sun_sill: Figure,
    /// Bays for a dwelling.
    pub bays_per_dwelling: Figure,
    /// Bays for other floor.
    pub bays_per_100_m2: Figure,
}

/// All rules of density.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DensityRules {
    /// Schema.
    pub schema: String,
    /// Name of the pack; of several, joined by `+`.
    pub id: String,
    /// Name for people.
    pub name: Name,
    /// Editions.
    pub edition: String,
    /// What the tags mean.
    pub note: String,
    /// Counting.
    pub counting: Vec<CountingRule>,
    /// Limits of housing land.
    pub block_control: Vec<BlockTable>,
    /// Bonuses.
    #[serde(default)]
    pub bonus: Vec<BonusRule>,
    /// People.
    pub people: PeopleRules,
    /// Plans.
    pub plan: PlanRules,
    /// Transit.
    pub tod: TodRules,
    /// Elastic floor-area ratio.
    pub elastic: ElasticRules,
}

/// A pack that adds to another: a city's own rules.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CityPack {
    schema: String,
    id: String,
    #[serde(rename = "name")]
    _name: Name,
    edition: String,
    #[serde(rename = "note")]
    _note: String,
    #[serde(default)]
    counting: Vec<CountingRule>,
    #[serde(default)]
    block_control: Vec<BlockTable>,
    #[serde(default)]
    bonus: Vec<BonusRule>,
}

/// Rules that cannot be used.
#[derive(Debug, Error)]
pub enum DensityRulesError {
    /// Not the expected JSON.
    #[error("the density rules are no valid JSON of the expected form: {0}")]
    Json(#[from] serde_json::Error),
    /// Another schema.
    #[error("schema is \"{0}\", wanted is \"{DENSITY_RULES_SCHEMA}\"")]
    Schema(String),
    /// A value that no rule can have.
    #[error("{place}: {value} cannot be; {wanted}")]
    Value {
        /// Where it stands.
        place: String,
        /// The value.
        value: f64,
        /// What is wanted.
        wanted: &'static str,
    },
}

impl DensityRules {
    /// The national rules with those of Hangzhou.
    ///
    /// # Errors
    /// Never, as long as the shipped files are whole.
    pub fn standard() -> Result<Self, DensityRulesError> {
        Self::national()?.with_city(include_str!("../../../../assets/rules/density_hangzhou.json"))
    }

    /// The national rules alone.
    ///
    /// # Errors
    /// Never, as long as the shipped file is whole.
    pub fn national() -> Result<Self, DensityRulesError> {
        Self::from_json(include_str!("../../../../assets/rules/density_gb50180-2018.json"))
    }

    /// Rules from a text.
    ///
    /// # Errors
    /// [`DensityRulesError`] when the form is wrong, or a value cannot be.
    pub fn from_json(text: &str) -> Result<Self, DensityRulesError> {
        let rules: Self = serde_json::from_str(text)?;
        rules.checked()
    }

    /// With a city's pack: rules and tables of the same id are replaced, others added.
    ///
    /// # Errors
    /// [`DensityRulesError`] when the form is wrong, or a value cannot be.
    pub fn with_city(mut self, text: &str) -> Result<Self, DensityRulesError> {
        let city: CityPack = serde_json::from_str(text)?;
        if city.schema != DENSITY_RULES_SCHEMA {
            return Err(DensityRulesError::Schema(city.schema));
        }
        replace(&mut self.counting, city.counting, |rule| &rule.id);
        replace(&mut self.block_control, city.block_control, |table| &table.id);
        replace(&mut self.bonus, city.bonus, |rule| &rule.id);
        self.id = format!("{}+{}", self.id, city.id);
        self.edition = format!("{}; {}", self.edition, city.edition);
        self.checked()
    }

    fn checked(self) -> Result<Self, DensityRulesError> {
        if self.schema != DENSITY_RULES_SCHEMA {
            return Err(DensityRulesError::Schema(self.schema));
        }
        let wrong = |place: String, value: f64, wanted: &'static str| {
            Err(DensityRulesError::Value { place, value, wanted })
        };
        for (place, figure) in self.figures() {
            if !(figure.value.is_finite() && figure.value > 0.0) {
                return wrong(place.to_owned(), figure.value, "a finite value above 0 is expected");
            }
        }
        for rule in &self.counting {
            if !(0.0..=1.0).contains(&rule.factor) {
                return wrong(
                    format!("counting/{}", rule.id),
                    rule.factor,
                    "a share from 0 to 1 is expected",
                );
            }
        }
        for bonus in &self.bonus {
            if !(0.0..=100.0).contains(&bonus.per_handed_over_m2) {
                let wanted = "square metres for a square metre, 0 to 100, are expected";
                return wrong(format!("bonus/{}", bonus.id), bonus.per_handed_over_m2, wanted);
            }
        }
        for table in &self.block_control {
            for row in &table.rows {
                let values = [row.storeys_from, row.storeys_to, row.far_max, row.coverage_max_pct];
                if let Some(value) = values.into_iter().find(|v| !(v.is_finite() && *v > 0.0)) {
                    return wrong(format!("block_control/{}/{}", table.id, row.class), value, "above 0");
                }
            }
        }
        let minutes = &self.tod.rings.minutes;
        let bands: Vec<f64> = self.tod.bands_m.iter().map(|band| band.metres).collect();
        for (place, values) in [("tod/rings/minutes", minutes), ("tod/bands_m", &bands)] {
            let mut before = 0.0;
            for value in values {
                if !(value.is_finite() && *value > before) {
                    return wrong(place.to_owned(), *value, "rising values above 0 are expected");
                }
                before = *value;
            }
        }
        Ok(self)
    }

    fn figures(&self) -> Vec<(&str, &Figure)> {
        let (people, plan, tod, elastic) = (&self.people, &self.plan, &self.tod, &self.elastic);
        let mut figures = vec![
            ("people/m2_per_resident", &people.m2_per_resident),
            ("people/m2_per_dwelling", &people.m2_per_dwelling),
            ("plan/coverage_underside", &plan.coverage_underside),
            ("plan/tower_height", &plan.tower_height),
            ("plan/least_parcel", &plan.least_parcel),
            ("plan/beyond_parcel", &plan.beyond_parcel),
            ("tod/bin", &tod.bin),
            ("tod/decay", &tod.decay),
            ("tod/core_to_edge", &tod.core_to_edge),
            ("tod/rapid_limit", &tod.rapid_limit),
            ("tod/local_limit", &tod.local_limit),
            ("tod/park_limit", &tod.park_limit),
            ("tod/frontage_depth", &tod.frontage_depth),
            ("tod/junction_merge", &tod.junction_merge),
            ("tod/shared_block_longest", &tod.shared_block_longest),
            ("tod/road_density_min", &tod.road_density_min),
            ("tod/tunnel_near", &tod.tunnel_near),
            ("elastic/residential_storey", &elastic.residential_storey),
            ("elastic/other_storey", &elastic.other_storey),
            ("elastic/sun_spacing", &elastic.sun_spacing),
            ("elastic/sun_sill", &elastic.sun_sill),
            ("elastic/bays_per_dwelling", &elastic.bays_per_dwelling),
            ("elastic/bays_per_100_m2", &elastic.bays_per_100_m2),
        ];
        figures.extend(people.m2_per_job.values().map(|figure| ("people/m2_per_job", figure)));
        figures
    }

    /// The first counting rule of a kind.
    pub(super) fn counting_of(&self, applies: Counted) -> Option<(usize, &CountingRule)> {
        self.counting.iter().enumerate().find(|(_, rule)| rule.applies == applies)
    }
}

fn replace<T>(old: &mut Vec<T>, new: Vec<T>, id: impl Fn(&T) -> &String) {
    for item in new {
        match old.iter().position(|known| id(known) == id(&item)) {
            Some(at) => old[at] = item,
            None => old.push(item),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_city_adds_to_the_nation_and_replaces_by_id() {
        let national = DensityRules::national().unwrap();
        let city = DensityRules::standard().unwrap();
        assert!(city.counting.len() > national.counting.len());
        assert_eq!(city.block_control.len(), 2);
        let own = include_str!("../../../../assets/rules/density_hangzhou.json")
            .replace("\"id\": \"stilt_storey\"", "\"id\": \"below_ground\"");
        assert_eq!(national.with_city(&own).unwrap().counting.len(), city.counting.len() - 1);
        let row = city.block_control[1].row(12.0).unwrap();
        assert_eq!((row.far_max, row.coverage_max_pct), (3.0, 30.0));
        assert!(city.block_control[1].row(40.0).is_none());
    }

    #[test]
    fn impossible_values_are_refused_with_their_place() {
        let text = include_str!("../../../../assets/rules/density_gb50180-2018.json");
        let broken = |from: &str, to: &str| DensityRules::from_json(&text.replace(from, to)).unwrap_err();
        let zero = broken("\"decay\": {\"value\": 350", "\"decay\": {\"value\": 0");
        assert!(zero.to_string().contains("tod/decay"), "{zero}");
        let rings = broken("[5, 10, 15]", "[5, 15, 10]");
        assert!(rings.to_string().contains("tod/rings/minutes"), "{rings}");
        assert!(matches!(broken("linli-density-rules/1", "2"), DensityRulesError::Schema(_)));
    }
}
