//! Travel time along one street in one direction.

use linli_model::{Access, ModeAccess, Street, StreetClass};
use linli_space::StreetEdge;

use crate::reach::rules::{Profile, ReachRules, SlopeRule, TravelMode};

/// Speed limits outside of this are mistakes, km/h.
const POSSIBLE_LIMIT_KMH: std::ops::RangeInclusive<f32> = 3.0..=150.0;

/// A piece of a street in one direction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub length_m: f64,
    pub class: StreetClass,
    pub access: ModeAccess,
    /// Rise over length in plan.
    pub grade: f64,
}

impl Stretch {
    pub(super) fn of(edge: &StreetEdge) -> Self {
        let StreetEdge { length_m, class, access, grade, .. } = *edge;
        Self { length_m, class, access, grade }
    }
}

/// Travel time of a stretch, milliseconds, or nothing where the profile cannot go.
pub(super) fn cost_ms(
    edge: &Stretch,
    street: &Street,
    profile: &Profile,
    rules: &ReachRules,
    private_allowed: bool,
) -> Option<u32> {
    let open = |access: Access| access == Access::Yes || (private_allowed && access == Access::Private);
    if profile.max_grade.as_ref().is_some_and(|most| edge.grade.abs() > most.value) {
        return None;
    }
    let is_steps = edge.class == StreetClass::Steps;
    if is_steps && !profile.steps {
        return None;
    }
    let speed_mps = match profile.mode {
        TravelMode::Walk | TravelMode::Robot if !open(edge.access.walk) => return None,
        TravelMode::Walk if is_steps => stair_speed_mps(edge.grade, profile, rules),
        TravelMode::Walk | TravelMode::Robot => profile.speed.value * slope_factor(edge.grade, profile.slope),
        TravelMode::Cycle | TravelMode::Courier => match &profile.push {
            _ if open(edge.access.cycle) => profile.speed.value,
            Some(push) if open(edge.access.walk) => push.value,
            _ => return None,
        },
        TravelMode::Car if !open(edge.access.car) => return None,
        TravelMode::Car => car_speed_mps(street, rules).min(profile.speed.value),
    };
    milliseconds(edge.length_m / speed_mps)
}

/// Whole milliseconds of seconds; nothing when that is no possible time.
pub(super) fn milliseconds(seconds: f64) -> Option<u32> {
    let ms = (seconds * 1000.0).round();
    (0.0..f64::from(u32::MAX / 4)).contains(&ms).then_some(ms as u32)
}

/// Speed beside the streets: from a door to the street in a straight line.
pub(super) fn speed_to_door_mps(profile: &Profile, rules: &ReachRules) -> f64 {
    match (profile.mode, &profile.push) {
        (TravelMode::Car, _) => rules.class_speed_mps(StreetClass::Service),
        (_, Some(push)) => push.value,
        _ => profile.speed.value,
    }
}

/// Speed of a car: the street's limit when it is a possible one, else the speed of the class.
fn car_speed_mps(street: &Street, rules: &ReachRules) -> f64 {
    let class = rules.class_speed_mps(street.class);
    match street.speed_kmh {
        Some(limit) if POSSIBLE_LIMIT_KMH.contains(&limit) => f64::from(limit) / 3.6,
        _ => class,
    }
}

/// Whether a street states a speed limit that none can have.
pub(super) fn has_absurd_limit(street: &Street) -> bool {
    street.speed_kmh.is_some_and(|limit| !POSSIBLE_LIMIT_KMH.contains(&limit))
}

/// Tobler's hiking function scaled to 1 on the level.
fn slope_factor(grade: f64, rule: SlopeRule) -> f64 {
    match rule {
        SlopeRule::None => 1.0,
        SlopeRule::Tobler => (-3.5 * ((grade + 0.05).abs() - 0.05)).exp(),
    }
}

/// Speed on outdoor steps along their slope; the mean where it is not known which way is up.
fn stair_speed_mps(grade: f64, profile: &Profile, rules: &ReachRules) -> f64 {
    let (up, down) = (rules.stairs.up.value, rules.stairs.down.value);
    let share = profile.speed.value / rules.stairs.reference_speed.value;
    let speed = if grade > 0.0 {
        up
    } else if grade < 0.0 {
        down
    } else {
        // Half of the way at each speed takes the harmonic mean.
        2.0 * up * down / (up + down)
    };
    speed * share
}
