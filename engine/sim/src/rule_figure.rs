//! One figure of a rule, as rule files have it.

use linli_model::Confidence;
use serde::{Deserialize, Serialize};

/// A figure with its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Value in `unit`.
    pub value: f64,
    /// Unit.
    pub unit: String,
    /// Where it is from.
    pub source: String,
    /// How far it can be trusted; some files call it `tag`.
    #[serde(alias = "tag")]
    pub confidence: Confidence,
}

impl Figure {
    /// The value as whole milliseconds, when the unit is a time.
    pub fn ms(&self) -> u32 {
        let seconds = if self.unit == "min" { self.value * 60.0 } else { self.value };
        (seconds * 1000.0).round().clamp(0.0, f64::from(u32::MAX - 1)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_of_confidence_are_read() {
        let read = |name: &str| {
            let text = format!(r#"{{"value": 2, "unit": "min", "source": "x", "{name}": "M+"}}"#);
            serde_json::from_str::<Figure>(&text).ok().map(|figure| (figure.ms(), figure.confidence))
        };
        assert_eq!(read("confidence"), Some((120_000, Confidence::MPlus)));
        assert_eq!(read("tag"), read("confidence"));
        assert_eq!(read("trust"), None);
    }
}
