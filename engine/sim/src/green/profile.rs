//! City profiles: what counts as green, with which weight, by which clause.

use linli_model::{Confidence, Planting};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::reach::Name;

/// Schema of the profile files.
const SCHEMA: &str = "linli-green-1";

/// Profiles that come with the program: key and JSON text.
const BUILT_IN: [(&str, &str); 3] = [
    ("zj_default", include_str!("../../../../assets/rules/green_zj_default.json")),
    ("shanghai_2013", include_str!("../../../../assets/rules/green_shanghai_2013.json")),
    ("local_a", include_str!("../../../../assets/rules/green_local_a.json")),
];

/// One figure of a profile, in the unit that its name says; weights are shares of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleValue {
    /// The figure.
    pub value: f64,
    /// Clause, in words where the standard has none.
    pub clause: String,
    /// Where the figure was seen.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// A weight of green over a basement, from a depth of soil on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct SoilBand {
    /// Least depth of soil, metres.
    pub soil_from_m: f64,
    /// The weight.
    #[serde(flatten)]
    pub weight: RuleValue,
}

/// A weight of green roofs up to a height.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct RoofBand {
    /// Greatest height above the ground, metres; nothing for all above.
    pub height_to_m: Option<f64>,
    /// The weight.
    #[serde(flatten)]
    pub weight: RuleValue,
}

/// Rain that a control rate stands for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct DesignRain {
    /// Annual control rate, 0 to 1.
    pub rate: f64,
    /// Design rain, millimetres.
    #[serde(flatten)]
    pub rain_mm: RuleValue,
}

/// Green on the ground.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundRules {
    /// On natural ground.
    pub natural: RuleValue,
    /// Over basements, the deepest soil first.
    pub over_basement: Vec<SoilBand>,
    /// Strip along walls that does not count, metres.
    pub wall_distance_m: RuleValue,
    /// Strip along kerbs that does not count, metres.
    pub kerb_distance_m: RuleValue,
    /// Soil from which green over a basement is green land (绿地率), metres.
    pub green_land_soil_m: RuleValue,
}

/// Green roofs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoofRules {
    /// Weights by height, the lowest first.
    pub bands: Vec<RoofBand>,
    /// Smallest roof garden that counts, square metres.
    pub least_patch_m2: RuleValue,
}

/// Least soil of plantings on buildings, metres.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SoilRules {
    /// Lawn and flowers.
    pub lawn: RuleValue,
    /// Shrubs.
    pub shrub: RuleValue,
    /// Climbers.
    pub climber: RuleValue,
    /// Small trees.
    pub small_tree: RuleValue,
}

impl SoilRules {
    /// Least soil of a planting.
    pub fn of(&self, planting: Planting) -> &RuleValue {
        match planting {
            Planting::Lawn => &self.lawn,
            Planting::Shrub => &self.shrub,
            Planting::Climber => &self.climber,
            Planting::SmallTree => &self.small_tree,
        }
    }
}

/// Trees.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeRules {
    /// Crown diameter where none is given, metres.
    pub crown_m: RuleValue,
}

/// Leaf area over ground area.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafAreaRules {
    /// Lawn, flowers, vegetables.
    pub lawn: RuleValue,
    /// Shrubs, and the ground storey of woods.
    pub shrub: RuleValue,
    /// Tree crowns, by their projection.
    pub tree: RuleValue,
}

/// Green that people can use, and how near it has to be.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsableRules {
    /// Smallest park, square metres.
    pub least_area_m2: RuleValue,
    /// Smallest width of a park, metres.
    pub least_width_m: RuleValue,
    /// A street this near to a park's edge leads into it, metres.
    pub entry_gap_m: RuleValue,
    /// Walking distances that are asked for, metres.
    pub distances_m: Vec<RuleValue>,
}

/// Run-off of rain.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunoffRules {
    /// Roofs.
    pub hard_roof: RuleValue,
    /// Green roofs.
    pub green_roof: RuleValue,
    /// Carriageways and car parks.
    pub asphalt: RuleValue,
    /// Squares, pavements, paths.
    pub block_paving: RuleValue,
    /// Paving through which rain sinks.
    pub permeable_paving: RuleValue,
    /// Ground without cover.
    pub bare_soil: RuleValue,
    /// Green.
    pub green: RuleValue,
    /// Green over a basement with little soil.
    pub green_thin_soil: RuleValue,
    /// Water.
    pub water: RuleValue,
    /// Soil over a basement below which it is little, metres.
    pub thin_soil_m: RuleValue,
    /// Depth of water that a rain garden holds, metres.
    pub rain_garden_depth_m: RuleValue,
    /// Annual control rate that is designed for, 0 to 1.
    pub design_rate: RuleValue,
    /// Design rains, the smallest rate first.
    pub design_rain: Vec<DesignRain>,
}

/// Solar panels on roofs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SolarRules {
    /// Share of a tower's roof.
    pub tower_share: RuleValue,
    /// Share of a lower roof.
    pub low_share: RuleValue,
    /// Height from which a roof is a tower's, metres.
    pub tower_from_m: RuleValue,
    /// Smallest roof, square metres.
    pub least_roof_m2: RuleValue,
    /// Peak power of a square metre of module, watts.
    pub module_wp_per_m2: RuleValue,
    /// Yield of a kilowatt peak in a year, kilowatt hours.
    pub yield_kwh_per_kwp: RuleValue,
}

/// Limits that results are held against.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GreenLimits {
    /// Least green land ratio, 0 to 1.
    pub green_land_ratio: RuleValue,
    /// Least park area for a resident, square metres.
    pub park_per_person_m2: RuleValue,
    /// Least green plot ratio.
    pub green_plot_ratio: RuleValue,
}

/// What a city counts as green.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GreenProfile {
    /// Form of the file.
    pub schema: String,
    /// Profile that this one was made from.
    #[serde(default)]
    pub base: Option<String>,
    /// Name on the command line.
    pub key: String,
    /// Name for people.
    pub name: Name,
    /// Edition.
    pub edition: String,
    /// What to know about it.
    pub note: String,
    /// Green on the ground.
    pub ground: GroundRules,
    /// Green roofs.
    pub roof: RoofRules,
    /// Least soil on buildings.
    pub soil_least_m: SoilRules,
    /// Planted balconies, by the area of their troughs.
    pub balcony: RuleValue,
    /// Least soil of a balcony, metres.
    pub balcony_soil_m: RuleValue,
    /// Green walls, by their planted face.
    pub wall: RuleValue,
    /// Water.
    pub water: RuleValue,
    /// Crowns over surface car parks.
    pub tree_over_parking: RuleValue,
    /// Trees.
    pub tree: TreeRules,
    /// Leaf area.
    pub leaf_area_index: LeafAreaRules,
    /// Green that people can use.
    pub usable: UsableRules,
    /// Rain.
    pub runoff: RunoffRules,
    /// Sun.
    pub solar: SolarRules,
    /// Limits.
    pub limits: GreenLimits,
}

/// A profile that cannot be used.
#[derive(Debug, Error)]
pub enum ProfileError {
    /// Not the expected JSON.
    #[error(
        "the green profile is no valid JSON of the expected form: {0}; compare it with assets/rules/green_zj_default.json"
    )]
    Json(#[from] serde_json::Error),
    /// Another form of file.
    #[error("the green profile says schema \"{0}\"; \"linli-green-1\" is wanted")]
    Schema(String),
    /// The profile that it builds upon is not known.
    #[error("the green profile builds upon \"{0}\", which does not come with the program")]
    Base(String),
    /// A figure that none can have.
    #[error("green profile, {place}: {value} cannot be; a finite value of 0 or more is wanted{most}")]
    Value {
        /// Where it stands.
        place: String,
        /// The value.
        value: f64,
        /// Its greatest value, in words.
        most: &'static str,
    },
    /// Bands that are out of order or do not reach everywhere.
    #[error("green profile, {0}: bands have to be in order and reach everywhere; correct their limits")]
    Bands(&'static str),
}

impl GreenProfile {
    /// Keys of the profiles that come with the program.
    pub fn built_in_keys() -> [&'static str; 3] {
        BUILT_IN.map(|(key, _)| key)
    }

    /// A profile that comes with the program.
    ///
    /// # Errors
    /// [`ProfileError::Base`] when there is none of this key.
    pub fn built_in(key: &str) -> Result<Self, ProfileError> {
        Self::from_json(text_of(key)?)
    }

    /// A profile from a text; with a `base`, sections that it leaves out are those of the base.
    ///
    /// # Errors
    /// [`ProfileError`] when the form is wrong, or a figure cannot be.
    pub fn from_json(text: &str) -> Result<Self, ProfileError> {
        let mut value: Value = serde_json::from_str(text)?;
        if let Some(base) = value.get("base").and_then(Value::as_str) {
            let mut whole: Value = serde_json::from_str(text_of(base)?)?;
            if let (Some(whole), Some(own)) = (whole.as_object_mut(), value.as_object()) {
                whole.extend(own.iter().map(|(key, section)| (key.clone(), section.clone())));
            }
            value = whole;
        }
        check_values(&value)?;
        let profile: Self = serde_json::from_value(value)?;
        if profile.schema != SCHEMA {
            return Err(ProfileError::Schema(profile.schema));
        }
        profile.check_bands()?;
        Ok(profile)
    }

    fn check_bands(&self) -> Result<(), ProfileError> {
        let soil = &self.ground.over_basement;
        let falls = soil.windows(2).all(|pair| pair[0].soil_from_m > pair[1].soil_from_m);
        if !falls || soil.last().is_none_or(|band| band.soil_from_m != 0.0) {
            return Err(ProfileError::Bands("ground.over_basement"));
        }
        let tops: Vec<f64> =
            self.roof.bands.iter().map(|band| band.height_to_m.unwrap_or(f64::INFINITY)).collect();
        if !tops.windows(2).all(|pair| pair[0] < pair[1]) || tops.last() != Some(&f64::INFINITY) {
            return Err(ProfileError::Bands("roof.bands"));
        }
        let rains = &self.runoff.design_rain;
        let rises =
            rains.windows(2).all(|p| p[0].rate < p[1].rate && p[0].rain_mm.value < p[1].rain_mm.value);
        let shares = rains.iter().all(|rain| rain.rate > 0.0 && rain.rate < 1.0 && rain.rain_mm.value > 0.0);
        if rains.is_empty() || !rises || !shares || self.runoff.design_rate.value >= 1.0 {
            return Err(ProfileError::Bands("runoff.design_rain"));
        }
        Ok(())
    }

    /// Weight of ground green over a basement under so much soil.
    pub fn soil_weight(&self, soil_m: f64) -> &RuleValue {
        let bands = &self.ground.over_basement;
        bands.iter().find(|band| soil_m >= band.soil_from_m).map_or(&self.ground.natural, |band| &band.weight)
    }

    /// Weight of a green roof at a height above the ground.
    pub fn roof_weight(&self, height_m: f64) -> &RuleValue {
        let reaches = |band: &&RoofBand| band.height_to_m.is_none_or(|top| height_m <= top);
        self.roof.bands.iter().find(reaches).map_or(&self.wall, |band| &band.weight)
    }
}

fn text_of(key: &str) -> Result<&'static str, ProfileError> {
    let found = BUILT_IN.iter().find(|(known, _)| *known == key);
    found.map(|(_, text)| *text).ok_or_else(|| ProfileError::Base(key.to_owned()))
}

/// Every number of a file is finite and not below 0; weights and coefficients are shares of one.
fn check_values(root: &Value) -> Result<(), ProfileError> {
    let mut open = vec![(String::new(), root)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Number(number) => {
                let value = number.as_f64().unwrap_or(f64::NAN);
                if !(0.0..=1e9).contains(&value) {
                    return Err(ProfileError::Value { place, value, most: "" });
                }
                let weights = ["/balcony/", "/wall/", "/water/", "/tree_over_parking/", "/ground/natural/"];
                let bands = place.starts_with("/roof/bands/") || place.starts_with("/ground/over_basement/");
                let is_share = weights.iter().any(|name| place.starts_with(name)) || bands;
                if is_share && place.ends_with("/value") && value > 1.0 {
                    return Err(ProfileError::Value { place, value, most: ", 1 at most" });
                }
            }
            Value::Object(fields) => {
                open.extend(fields.iter().map(|(key, value)| (format!("{place}/{key}"), value)));
            }
            Value::Array(items) => {
                open.extend(items.iter().enumerate().map(|(i, value)| (format!("{place}/{i}"), value)));
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn every_built_in_profile_is_whole_and_has_its_key() {
        for key in GreenProfile::built_in_keys() {
            assert_eq!(GreenProfile::built_in(key).unwrap().key, key);
        }
        let profile = GreenProfile::built_in("zj_default").unwrap();
        let soil = |depth: f64| profile.soil_weight(depth).value;
        assert_eq!([1.6, 1.5, 1.2, 0.6, 0.3, 0.1].map(soil), [1.0, 1.0, 0.8, 0.5, 0.3, 0.0]);
        let roof = |height: f64| profile.roof_weight(height).value;
        assert_eq!([0.0, 1.5, 4.0, 12.0, 20.0, 99.0].map(roof), [0.7, 0.7, 0.5, 0.3, 0.2, 0.1]);
        let shanghai = GreenProfile::built_in("shanghai_2013").unwrap();
        assert_eq!((shanghai.roof_weight(20.0).value, shanghai.balcony.value), (0.0, 0.3));
    }

    #[test]
    fn figures_that_cannot_be_are_refused() {
        let text = BUILT_IN[0].1;
        let heavy = text.replacen("\"value\": 0.7", "\"value\": 1.7", 1);
        assert!(GreenProfile::from_json(&heavy).unwrap_err().to_string().contains("1 at most"));
        let negative = text.replacen("\"value\": 4000.0", "\"value\": -4000.0", 1);
        assert!(matches!(GreenProfile::from_json(&negative), Err(ProfileError::Value { .. })));
        let gap = text.replacen("\"height_to_m\": null", "\"height_to_m\": 30.0", 1);
        assert!(matches!(GreenProfile::from_json(&gap), Err(ProfileError::Bands("roof.bands"))));
        let other = text.replacen("linli-green-1", "linli-green-9", 1);
        assert!(matches!(GreenProfile::from_json(&other), Err(ProfileError::Schema(_))));
        let base = "{\"base\": \"nowhere\"}";
        assert!(matches!(GreenProfile::from_json(base), Err(ProfileError::Base(_))));
        assert!(matches!(GreenProfile::from_json("[1"), Err(ProfileError::Json(_))));
    }
}
