//! Facts of a scene that cannot be: left out, and named.

use linli_model::{Element, Kind};

use crate::report::{Code, Outcome, Severity};

/// A fact was left out.
pub(super) static IMPOSSIBLE: Code = Code {
    id: "CIM-SCN-007",
    severity: Severity::Warning,
    outcome: Outcome::Fixed,
    english: "a fact cannot be and is left out: {}",
    chinese: "数值不合理，已忽略：{}",
    advice_english: "correct the value; shares run from 0 to 1",
    advice_chinese: "请改正该数值；比例应在 0 到 1 之间",
};

/// Leaves out a window to wall ratio that is no share; tells what was left out.
pub(super) fn mend(element: &mut Element) -> Option<String> {
    let (Kind::Building(building) | Kind::BuildingPart(building)) = &mut element.kind else { return None };
    let ratio = building.window_wall_ratio.filter(|_| building.window_share().is_none())?;
    building.window_wall_ratio = None;
    Some(format!("window_wall_ratio {ratio}"))
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Geometry};

    use super::*;

    #[test]
    fn a_percentage_is_no_share() {
        let of = |window_wall_ratio| {
            let building = Building { window_wall_ratio, ..Building::default() };
            let mut element = Element::new("b", Kind::Building(building), Geometry::None);
            let told = mend(&mut element);
            (told, element.kind.building().and_then(|b| b.window_wall_ratio))
        };
        assert_eq!(of(Some(0.35)), (None, Some(0.35)));
        assert_eq!(of(None), (None, None));
        assert_eq!(of(Some(35.0)), (Some("window_wall_ratio 35".to_owned()), None));
    }
}
