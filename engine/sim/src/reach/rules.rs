//! Speeds, delays, limits: data with unit, source and confidence, never literals in code.

mod circle;

use std::collections::BTreeMap;

use linli_model::{Language, StreetClass};
use serde::Deserialize;
use thiserror::Error;

pub(super) use crate::rule_figure::Figure;
pub use circle::{Circle, FacilityKind, LifeCircleRules};

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Name {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Name {
    /// The text of a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// How somebody or something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TravelMode {
    /// On foot, or in a wheelchair.
    Walk,
    /// By bicycle, pushed where riding is not allowed.
    Cycle,
    /// By car.
    Car,
    /// A courier on an e-bike, on foot where riding is not allowed.
    Courier,
    /// A delivery robot on ways for walkers.
    Robot,
}

/// How a slope changes the speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlopeRule {
    /// Not at all.
    None,
    /// By Tobler's hiking function (1993), scaled to 1 on the level: `exp(−3.5 (|S + 0.05| − 0.05))`.
    Tobler,
}

/// Who travels, and how fast.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name on the command line.
    pub key: String,
    /// Name for people.
    pub name: Name,
    /// Mode.
    pub mode: TravelMode,
    /// Speed on the level, metres per second.
    pub speed: Figure,
    /// Speed where a vehicle has to be pushed; without it such streets are closed.
    #[serde(default)]
    pub push: Option<Figure>,
    /// Whether steps can be used.
    pub steps: bool,
    /// How a slope changes the speed.
    pub slope: SlopeRule,
    /// Steepest street that can be used, rise over length in plan.
    #[serde(default)]
    pub max_grade: Option<Figure>,
}

/// Delays at nodes of the street network.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delays {
    /// Signals on a main street.
    pub signal_arterial: Figure,
    /// Signals on another street.
    pub signal_minor: Figure,
    /// Crossing without signals.
    pub crossing: Figure,
    /// Lift between levels of the street network.
    pub street_lift: Figure,
    /// Gate or barrier, for vehicles.
    pub car_gate: Figure,
}

/// How doors are joined to streets.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DoorRules {
    /// Farthest join in a straight line.
    pub limit: Figure,
    /// Distance within which the end of a drawn street meets another.
    pub street_snap: Figure,
    /// Distance within which a numbered node lies on its street.
    pub same_place: Figure,
    /// Ways across basements and passages over the straight distance.
    pub indoor_detour: Figure,
}

/// What is assumed about homes where the source says nothing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeRules {
    /// Height from floor to floor.
    pub storey_height: Figure,
    /// Gross floor area for one resident.
    pub floor_area_per_resident: Figure,
}

/// Walking on stairs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StairRules {
    /// Rise over length along the slope.
    pub pitch_rise_per_length: Figure,
    /// Speed upwards along the slope.
    pub up: Figure,
    /// Speed downwards along the slope.
    pub down: Figure,
    /// Level speed of the walker whose stair speeds these are.
    pub reference_speed: Figure,
}

impl StairRules {
    /// Time on stairs over a height, seconds; nothing for those who cannot use them.
    pub fn seconds(&self, height_m: f64, up: bool, profile: &Profile) -> Option<f64> {
        let along = if up { self.up.value } else { self.down.value };
        let speed = along * profile.speed.value / self.reference_speed.value;
        profile.steps.then(|| height_m / self.pitch_rise_per_length.value / speed)
    }
}

/// Motion of lifts and their passengers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiftRules {
    /// Acceleration.
    pub acceleration: Figure,
    /// Time to open the doors.
    pub door_open: Figure,
    /// Time to close the doors.
    pub door_close: Figure,
    /// Time of one person to step in or out.
    pub transfer: Figure,
    /// Share of the rated capacity that is filled.
    pub car_load: Figure,
}

/// Ten minutes to the station.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonRules {
    /// Time that counts as reached.
    pub limit: Figure,
    /// Width of an isochrone on each side of a street.
    pub area_buffer: Figure,
}

/// Rides by a timetable.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransitRules {
    /// Longest walk from the door to a stop.
    pub access: Figure,
    /// Longest walk between two rides.
    pub between_rides: Figure,
    /// Time over which departures are spread.
    pub window: Figure,
    /// Time between two departures.
    pub step: Figure,
    /// Most rides of one trip.
    pub most_rides: Figure,
    /// Share of departures that keep the judged time.
    pub percentile: Figure,
    /// Times within which stops are counted.
    pub limits: Vec<Figure>,
}

/// Five minutes to or from the car.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarRules {
    /// Time that counts as reached.
    pub limit: Figure,
    /// Percentile that has to keep the limit.
    pub percentile: Figure,
    /// Share of a garage's bays that moves in the peak hour.
    pub peak_share: Figure,
    /// Length of the peak.
    pub peak_minutes: Figure,
    /// Speed inside a garage.
    pub garage_speed: Figure,
    /// Time for one level of ramp.
    pub ramp: Figure,
    /// Time to find a bay and turn in.
    pub search: Figure,
    /// Service time of a barrier.
    pub barrier: Figure,
    /// Cycle of an automated guided vehicle.
    pub agv_cycle: Figure,
    /// Cycle of a stacker.
    pub stacker_cycle: Figure,
    /// Bays for each vehicle or stacker, where the source says nothing.
    pub bays_per_agv: Figure,
    /// Lanes each way, where the source says nothing.
    pub lanes: Figure,
    /// Floor of a garage for one bay, lanes included.
    pub area_per_bay: Figure,
    /// Way inside a garage over the straight distance.
    pub inside_detour: Figure,
    /// Cars of one dwelling.
    pub cars_per_dwelling: Figure,
    /// Residents of one dwelling, where a source counts residents only.
    pub residents_per_dwelling: Figure,
    /// Repetitions of the peak.
    pub runs: Figure,
    /// A working day.
    pub day: CarDayRules,
}

/// When cars of residents and workers come and go; moments are minutes after midnight.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarDayRules {
    /// Share of residents' cars that leave.
    pub share_leaving: Figure,
    /// First moment of leaving.
    pub leave_from: Figure,
    /// Last moment of leaving.
    pub leave_to: Figure,
    /// First moment of coming back.
    pub return_from: Figure,
    /// Last moment of coming back.
    pub return_to: Figure,
    /// Workers who want each shared bay.
    pub workers_per_shared_bay: Figure,
    /// First moment at which workers come.
    pub work_from: Figure,
    /// Last moment at which workers come.
    pub work_to: Figure,
    /// First moment at which workers go.
    pub work_end_from: Figure,
    /// Last moment at which workers go.
    pub work_end_to: Figure,
    /// Share of cars that are electric.
    pub electric_share: Figure,
    /// Time at a charging point.
    pub charge: Figure,
}

/// Thirty minutes for goods.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoodsRules {
    /// Time that counts as reached.
    pub limit: Figure,
    /// Percentile that has to keep the limit.
    pub percentile: Figure,
    /// Demand.
    pub orders_per_resident_day: Figure,
    /// Length of the order day.
    pub day_minutes: Figure,
    /// Picking of an order.
    pub pick: Figure,
    /// Loading of a tour.
    pub load: Figure,
    /// Handover at the flat.
    pub handover: Figure,
    /// Handover to a locker.
    pub locker_handover: Figure,
    /// Longest wait for more orders.
    pub batch_wait: Figure,
    /// Orders that a courier carries.
    pub courier_capacity: Figure,
    /// Orders that a robot carries.
    pub robot_capacity: Figure,
    /// Drive time of one charge.
    pub robot_range: Figure,
    /// Time to charge from empty to full.
    pub robot_charge: Figure,
    /// Repetitions of the day.
    pub runs: Figure,
    /// Categories of facilities that goods start from; the first that the community has is taken.
    pub hub_categories: Vec<String>,
}

/// All figures that reach uses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachRules {
    /// Edition of the figures; printed with each result.
    pub edition: String,
    /// What the tags mean.
    pub note: String,
    /// Who can travel.
    pub profiles: Vec<Profile>,
    /// Delays at nodes.
    pub delays: Delays,
    /// Speeds of cars by class of street, kilometres per hour.
    pub class_speeds: BTreeMap<String, Figure>,
    /// Doors.
    pub door: DoorRules,
    /// Homes.
    pub homes: HomeRules,
    /// Stairs.
    pub stairs: StairRules,
    /// Lifts.
    pub lift: LiftRules,
    /// Person, 10 minutes.
    pub person: PersonRules,
    /// Public transport.
    pub transit: TransitRules,
    /// Car, 5 minutes.
    pub car: CarRules,
    /// Goods, 30 minutes.
    pub goods: GoodsRules,
}

/// Rules that cannot be used.
#[derive(Debug, Error)]
pub enum RulesError {
    /// Not the expected JSON.
    #[error("the rules are no valid JSON of the expected form: {0}")]
    Json(#[from] serde_json::Error),
    /// A value that no rule can have.
    #[error("rule {place}: {value} {unit} cannot be; a finite value above 0 is expected")]
    Value {
        /// Where it stands.
        place: String,
        /// The value.
        value: f64,
        /// Its unit.
        unit: String,
    },
}

impl ReachRules {
    /// The rules that come with Linli.
    ///
    /// # Errors
    /// Never, as long as the shipped file is whole.
    pub fn standard() -> Result<Self, RulesError> {
        Self::from_json(include_str!("../../../../assets/rules/reach.json"))
    }

    /// Rules from a text.
    ///
    /// # Errors
    /// [`RulesError`] when the form is wrong, or a speed or a limit is not above 0.
    pub fn from_json(text: &str) -> Result<Self, RulesError> {
        check_values(&serde_json::from_str(text)?)?;
        Ok(serde_json::from_str(text)?)
    }

    /// The profile of a key.
    pub fn profile(&self, key: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.key == key)
    }

    /// Profiles of people on foot or in a wheelchair, in the order of the rules.
    pub fn walkers(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.iter().filter(|profile| profile.mode == TravelMode::Walk)
    }

    /// Speed of cars on a class of street, metres per second.
    pub fn class_speed_mps(&self, class: StreetClass) -> f64 {
        let key = match class {
            StreetClass::Motorway => "motorway",
            StreetClass::Trunk => "trunk",
            StreetClass::Primary => "primary",
            StreetClass::Secondary => "secondary",
            StreetClass::Tertiary => "tertiary",
            StreetClass::Residential => "residential",
            _ => "other",
        };
        let figure = self.class_speeds.get(key).or_else(|| self.class_speeds.get("other"));
        figure.map_or(1.0, |figure| figure.value / 3.6)
    }
}

/// Every `value` in a rule file must be finite and above 0.
fn check_values(root: &serde_json::Value) -> Result<(), RulesError> {
    let mut open = vec![(String::new(), root)];
    while let Some((place, value)) = open.pop() {
        match value {
            serde_json::Value::Object(fields) => {
                if let (Some(number), Some(unit)) = (
                    fields.get("value").and_then(serde_json::Value::as_f64),
                    fields.get("unit").and_then(serde_json::Value::as_str),
                ) && !(number.is_finite() && number > 0.0)
                {
                    return Err(RulesError::Value { place, value: number, unit: unit.to_owned() });
                }
                open.extend(fields.iter().map(|(key, value)| (format!("{place}/{key}"), value)));
            }
            serde_json::Value::Array(items) => {
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
    fn the_shipped_rules_are_whole() {
        let rules = ReachRules::standard().unwrap();
        let speed = |key: &str| rules.profile(key).unwrap().speed.value;
        assert_eq!(
            ["standard", "planning", "child", "older", "wheelchair"].map(speed),
            [1.2, 1.0, 0.95, 0.9, 0.8]
        );
        assert!(!rules.profile("wheelchair").unwrap().steps);
        assert_eq!((rules.person.limit.ms(), rules.delays.crossing.ms()), (600_000, 5_000));
        assert_eq!(rules.class_speed_mps(StreetClass::Primary), 40.0 / 3.6);
        assert_eq!(rules.class_speed_mps(StreetClass::Service), 10.0 / 3.6);
    }

    #[test]
    fn absurd_speeds_are_refused() {
        let text = include_str!("../../../../assets/rules/reach.json").replacen("1.20", "-1.20", 1);
        let error = ReachRules::from_json(&text).unwrap_err();
        assert_eq!(
            error.to_string(),
            "rule /profiles/0/speed: -1.2 m/s cannot be; a finite value above 0 is expected"
        );
        assert!(matches!(ReachRules::from_json("{"), Err(RulesError::Json(_))));
    }
}
