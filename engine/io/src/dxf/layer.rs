//! What a layer's name tells.

use linli_model::{DepthReference, Medium};

use crate::utility::words::{self, Size};

/// Facts of the lines on a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// What they carry.
    pub medium: Option<Medium>,
    /// Diameter, millimetres.
    pub diameter_mm: Option<f64>,
    /// What their heights mean.
    pub reference: Option<DepthReference>,
}

/// The facts of a layer whose name tells a medium.
pub fn facts(name: &str) -> Option<Facts> {
    let lower = name.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let medium = words::medium_in(name).or_else(|| words().find_map(code_of))?;
    let diameter_mm = words().find_map(|word| {
        let begins = ["dn", "d", "φ", "ø"].iter().find_map(|mark| word.strip_prefix(mark))?;
        match words::size_of(begins) {
            Some(Size::Round(mm)) if begins.starts_with(|c: char| c.is_ascii_digit()) => Some(mm),
            _ => None,
        }
    });
    let reference = if lower.contains("管底") || lower.contains("invert") {
        Some(DepthReference::Invert)
    } else if lower.contains("管顶") || lower.contains("crown") {
        Some(DepthReference::Crown)
    } else {
        Some(DepthReference::Axis)
    };
    Some(Facts { medium: Some(medium), diameter_mm, reference })
}

/// A code of a pipe survey, alone or with words of the drawing behind it (`JSLINE`, `WS_PIPE`).
fn code_of(word: &str) -> Option<Medium> {
    let ends = ["", "line", "pipe", "gx", "point", "code"];
    let code = word.get(..2)?;
    let rest = word.get(2..)?;
    (ends.contains(&rest) || rest.chars().all(|c| c.is_ascii_digit()))
        .then(|| words::survey_medium_of(code))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_of_utilities_are_told_from_others() {
        let known = |name: &str| facts(name).map(|facts| (facts.medium, facts.diameter_mm));
        assert_eq!(known("JS-DN300"), Some((Some(Medium::Water), Some(300.0))));
        assert_eq!(known("污水管线_D400"), Some((Some(Medium::Sewage), Some(400.0))));
        assert_eq!(known("storm sewer"), Some((Some(Medium::Storm), None)));
        assert_eq!(known("JSLINE"), Some((Some(Medium::Water), None)));
        for other in ["0", "DIM", "建筑", "DLSS", "JZW", "wall"] {
            assert_eq!(known(other), None, "{other}");
        }
    }
}
