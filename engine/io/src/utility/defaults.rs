//! What is filled in where a source is silent: data of `assets/rules/utility_import.json`.

use std::sync::LazyLock;

use linli_model::{Confidence, DepthReference, Medium};
use serde::Deserialize;

const TEXT: &str = include_str!("../../../../assets/rules/utility_import.json");

/// What is filled in for one medium.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediumDefaults {
    /// Medium.
    pub medium: Medium,
    /// Cover from the ground to the crown where no depth is given, metres.
    pub cover_m: f64,
    /// Outer diameter where none is given, millimetres.
    pub diameter_mm: f64,
    /// What a depth means where the source does not say it.
    pub depth_reference: DepthReference,
    /// Where the figures come from.
    #[serde(rename = "source")]
    pub _source: String,
    /// How far they can be trusted.
    #[serde(rename = "tag")]
    pub _tag: Confidence,
}

/// Limits between a figure that may be true and one in a wrong unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plausible {
    /// No line is deeper, metres.
    pub deepest_m: f64,
    /// No place is higher, metres.
    pub highest_m: f64,
    /// No pipe or cable is thinner, millimetres.
    pub thinnest_mm: f64,
    /// No pipe is wider, millimetres.
    pub widest_mm: f64,
    /// Points of one file lie nearer to their middle, metres.
    pub apart_m: f64,
    /// The same in degrees.
    pub apart_deg: f64,
    /// A crown higher than this above the ground is told, metres.
    pub above_ground_m: f64,
    /// Points nearer than this are one place, metres.
    pub same_place_m: f64,
    /// How far the figures can be trusted.
    #[serde(rename = "tag")]
    pub _tag: Confidence,
}

/// All that is filled in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportDefaults {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "note")]
    _note: String,
    media: Vec<MediumDefaults>,
    /// Limits of what may be true.
    pub plausible: Plausible,
}

#[expect(clippy::expect_used, reason = "data that comes with the program, not input; a test reads it")]
static DEFAULTS: LazyLock<ImportDefaults> =
    LazyLock::new(|| serde_json::from_str(TEXT).expect("assets/rules/utility_import.json"));

/// Cover where no depth is given, metres from the ground to the crown.
pub fn cover_m(medium: Medium) -> f64 {
    of(medium).map_or(1.0, |defaults| defaults.cover_m)
}

/// Outer diameter where none is given, millimetres.
pub fn diameter_mm(medium: Medium) -> f64 {
    of(medium).map_or(200.0, |defaults| defaults.diameter_mm)
}

/// What a depth means where the source does not say it.
pub fn depth_reference(medium: Medium) -> DepthReference {
    of(medium).map_or(DepthReference::Crown, |defaults| defaults.depth_reference)
}

/// Limits of what may be true.
pub fn plausible() -> &'static Plausible {
    &DEFAULTS.plausible
}

fn of(medium: Medium) -> Option<&'static MediumDefaults> {
    DEFAULTS.media.iter().find(|defaults| defaults.medium == medium)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_medium_has_its_cover_diameter_and_reference() {
        for medium in [
            Medium::Water,
            Medium::Reclaimed,
            Medium::Sewage,
            Medium::Storm,
            Medium::Combined,
            Medium::Gas,
            Medium::Heat,
            Medium::Power,
            Medium::Telecom,
        ] {
            assert!(of(medium).is_some(), "{medium:?}");
        }
        assert_eq!((cover_m(Medium::Sewage), depth_reference(Medium::Sewage)), (2.0, DepthReference::Invert));
        assert_eq!(
            (diameter_mm(Medium::Power), depth_reference(Medium::Gas)),
            (110.0, DepthReference::Crown)
        );
    }
}
