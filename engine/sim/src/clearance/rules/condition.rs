//! Whether a rule's condition holds.

use linli_model::{Laid, LineFilter, LineRole, Medium, RuleCondition, Section, UtilityLine};

/// What conditions ask about a line, or about a pair of lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineFacts {
    /// What it carries; `None` for things that are not lines.
    pub medium: Option<Medium>,
    /// Outer diameter, or the larger side of a box, millimetres.
    pub diameter_mm: f64,
    /// Voltage, kilovolts.
    pub voltage_kv: Option<f64>,
    /// Material in small letters.
    pub material: Option<Box<str>>,
    /// Part in its network.
    pub role: Option<LineRole>,
}

impl LineFacts {
    /// The facts of a line.
    pub fn of(line: &UtilityLine) -> Self {
        Self {
            medium: Some(line.medium),
            diameter_mm: line.diameter_mm,
            voltage_kv: line.voltage_kv,
            material: line.material.as_deref().map(|text| text.to_lowercase().into_boxed_str()),
            role: None,
        }
    }

    /// Whether a condition holds for a line alone.
    pub fn meets(&self, condition: &RuleCondition) -> bool {
        let mediums = condition.media.is_empty() || self.medium.is_some_and(|m| condition.media.contains(&m));
        let material = condition
            .material
            .as_deref()
            .is_none_or(|wanted| self.material.as_deref().is_some_and(|text| material_is(text, wanted)));
        let role = condition.role.is_none_or(|wanted| self.role == Some(wanted));
        let voltage = condition
            .voltage_from_kv
            .is_none_or(|from| self.voltage_kv.is_some_and(|voltage| voltage >= from));
        mediums && material && role && voltage && diameter_fits(condition, self.diameter_mm)
    }

    /// Whether a condition holds for a pair: the larger diameter, the higher voltage.
    pub fn pair_meets(a: &Self, b: &Self, condition: &RuleCondition) -> bool {
        let voltage = match (a.voltage_kv, b.voltage_kv) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (one, other) => one.or(other),
        };
        let high = condition.voltage_from_kv.is_none_or(|from| voltage.is_some_and(|v| v >= from));
        high && diameter_fits(condition, a.diameter_mm.max(b.diameter_mm))
    }
}

fn diameter_fits(condition: &RuleCondition, diameter: f64) -> bool {
    condition.diameter_from_mm.is_none_or(|from| diameter >= from)
        && condition.diameter_over_mm.is_none_or(|over| diameter > over)
        && condition.diameter_to_mm.is_none_or(|to| diameter <= to)
        && condition.diameter_below_mm.is_none_or(|below| diameter < below)
}

/// Whether a material's text, in small letters, is of the kind that a rule names.
pub fn material_is(text: &str, wanted: &str) -> bool {
    let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match wanted {
        "plastic" => any(&["pe", "pvc", "plastic", "塑料", "聚乙烯", "聚氯乙烯", "pp", "grp", "玻璃钢"]),
        "steel" => any(&["steel", "钢管", "不锈钢"]) || text == "钢",
        "PE" => {
            text.contains("聚乙烯")
                || text
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .any(|word| matches!(word, "pe" | "hdpe" | "mdpe" | "pe80" | "pe100" | "polyethylene"))
        }
        other => text.contains(&other.to_lowercase()),
    }
}

/// How a line is laid: duct banks and the words for ducts, boxes of cables and heat, else buried.
pub fn laid(line: &UtilityLine) -> Laid {
    let says_duct = || {
        line.material.as_deref().is_some_and(|text| {
            let text = text.to_lowercase();
            ["duct", "conduit", "排管", "管块", "保护管"].iter().any(|word| text.contains(word))
        })
    };
    match line.section {
        Section::DuctBank { .. } => Laid::Duct,
        Section::Box { .. } => Laid::Trench,
        Section::Round if says_duct() => Laid::Duct,
        Section::Round => Laid::Buried,
    }
}

/// Whether a filter holds a line; the gas pressure may be an assumed one.
pub fn filter_holds(
    filter: &LineFilter,
    line: &UtilityLine,
    gas_pressure: Option<linli_model::GasPressure>,
) -> bool {
    filter.media.contains(&line.medium)
        && filter.diameter_to_mm.is_none_or(|to| line.diameter_mm <= to)
        && filter.diameter_over_mm.is_none_or(|over| line.diameter_mm > over)
        && filter.gas_pressure.is_none_or(|wanted| gas_pressure == Some(wanted))
        && filter.laid.is_none_or(|wanted| laid(line) == wanted)
}
