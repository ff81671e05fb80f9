//! What JSON alone does not catch in a rule pack.

use std::collections::BTreeSet;

use linli_model::{UTILITY_RULES_SCHEMA, UtilityRules};

/// Largest figure that a clearance, a cover or a tolerance can have, metres: more is millimetres
/// taken for metres.
const LARGEST_M: f64 = 100.0;

/// The first contradiction of a pack: its place and what is wrong.
pub fn contradiction(rules: &UtilityRules) -> Option<(String, String)> {
    if rules.schema != UTILITY_RULES_SCHEMA {
        let detail = format!("schema is \"{}\", wanted is \"{UTILITY_RULES_SCHEMA}\"", rules.schema);
        return Some(("schema".to_owned(), detail));
    }
    repeated(rules)
        .or_else(|| classes(rules))
        .or_else(|| values(rules))
        .or_else(|| names(rules))
        .or_else(|| conventions(rules))
}

fn repeated(rules: &UtilityRules) -> Option<(String, String)> {
    let ids = rules
        .horizontal
        .iter()
        .map(|rule| &rule.id)
        .chain(rules.vertical.iter().map(|rule| &rule.id))
        .chain(rules.cover.iter().map(|rule| &rule.id))
        .chain(rules.limits.iter().map(|rule| &rule.id))
        .chain(rules.sharing.iter().map(|rule| &rule.id))
        .chain(rules.avoidance.iter().map(|rule| &rule.id))
        .chain(rules.facts.iter().map(|fact| &fact.id));
    let mut seen = BTreeSet::new();
    for id in ids {
        if id.is_empty() || !seen.insert(id) {
            return Some((id.clone(), "an id is empty or used twice".to_owned()));
        }
    }
    None
}

fn classes(rules: &UtilityRules) -> Option<(String, String)> {
    let mut seen = BTreeSet::new();
    for class in &rules.classes {
        if !seen.insert(&class.id) {
            return Some((class.id.clone(), "the class is named twice".to_owned()));
        }
        if class.line.is_some() == class.thing.is_some() {
            return Some((class.id.clone(), "a class wants either \"line\" or \"thing\"".to_owned()));
        }
    }
    None
}

fn values(rules: &UtilityRules) -> Option<(String, String)> {
    let clearances = rules.horizontal.iter().chain(&rules.vertical).map(|rule| (&rule.id, rule.value_m));
    let covers = rules.cover.iter().map(|rule| (&rule.id, rule.value_m));
    for (id, value) in clearances.chain(covers) {
        if !(0.0..=LARGEST_M).contains(&value) {
            return Some((
                id.clone(),
                format!("value_m is {value}; metres from 0 to {LARGEST_M} are wanted"),
            ));
        }
    }
    let wrong = rules.limits.iter().find(|rule| !(rule.value.is_finite() && rule.value >= 0.0));
    wrong.map(|rule| (rule.id.clone(), format!("value is {}", rule.value)))
}

/// Packs with classes must use them; packs without take the classes of another pack.
fn names(rules: &UtilityRules) -> Option<(String, String)> {
    if rules.classes.is_empty() {
        return None;
    }
    let known: BTreeSet<&str> =
        rules.classes.iter().flat_map(|class| [class.id.as_str(), class.family.as_str()]).collect();
    let pairs = rules.horizontal.iter().chain(&rules.vertical);
    let named = pairs.flat_map(|rule| [(&rule.id, &rule.a), (&rule.id, &rule.b)]);
    let named = named.chain(rules.cover.iter().map(|rule| (&rule.id, &rule.of)));
    for (id, name) in named {
        if name != "line" && !known.contains(name.as_str()) {
            return Some((id.clone(), format!("there is no class or family \"{name}\"")));
        }
    }
    None
}

fn conventions(rules: &UtilityRules) -> Option<(String, String)> {
    let c = rules.conventions.as_ref()?;
    let sizes = [
        ("crossing_angle_deg", c.crossing_angle_deg, 90.0),
        ("joint_reach_m", c.joint_reach_m, LARGEST_M),
        ("connection_reach_m", c.connection_reach_m, LARGEST_M),
        ("cover_step_m", c.cover_step_m, 1000.0),
        ("outfall_reach_m", c.outfall_reach_m, LARGEST_M),
        ("trunk_radius_m", c.trunk_radius_m, LARGEST_M),
        ("manhole_radius_m", c.manhole_radius_m, LARGEST_M),
        ("soil_friction_deg", c.soil_friction_deg, 89.0),
        ("trench_width_m", c.trench_width_m, LARGEST_M),
        ("move_step_m", c.move_step_m, 1.0),
        ("deep_reach_m", c.deep_reach_m, LARGEST_M),
    ];
    let (name, value, most) = *sizes.iter().find(|(_, value, most)| !(*value > 0.0 && value <= most))?;
    Some((format!("conventions.{name}"), format!("{value}; above 0 and up to {most} is wanted")))
}
