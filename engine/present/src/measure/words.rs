//! What was measured, in words.

use linli_model::{Language, Point3, SceneFrame};

use super::{MeasureFault, MeasureKind, MeasureValue};
use crate::{CardRow, Text, coordinate, quantity, text};

/// Name of what is measured.
pub fn measure_text(kind: MeasureKind, language: Language) -> &'static str {
    let name = match kind {
        MeasureKind::Point => Text::MeasurePoint,
        MeasureKind::Length => Text::MeasureLength,
        MeasureKind::Area => Text::MeasureArea,
        MeasureKind::Height => Text::MeasureHeight,
        MeasureKind::Angle => Text::MeasureAngle,
        MeasureKind::Clearance => Text::MeasureClearance,
    };
    text(name, language)
}

impl MeasureFault {
    /// Why nothing comes out.
    pub fn text(self, language: Language) -> &'static str {
        let name = match self {
            Self::Points => Text::MeasureMorePoints,
            Self::Crossing => Text::MeasureCrossing,
            Self::NoDirection => Text::MeasureNoDirection,
            Self::NoGeometry => Text::MeasureNoGeometry,
        };
        text(name, language)
    }
}

/// The number that stands at what was measured in the picture: the first of [`measure_rows`].
pub fn measure_label(value: &MeasureValue, frame: &SceneFrame, language: Language) -> String {
    match value {
        MeasureValue::Point { at_m } => {
            let [x, y, z] = frame.projected_from_local(*at_m);
            let [east, north, height] = axes(language);
            format!(
                "{east}\u{a0}{}  {north}\u{a0}{}\n{height}\u{a0}{}\u{a0}m",
                coordinate(x),
                coordinate(y),
                coordinate(z)
            )
        }
        MeasureValue::Length { length_m, .. } => quantity(*length_m, 2, "m"),
        MeasureValue::Area { plan_area_m2, area_m2, .. } => {
            // An upright polygon has no plan worth telling.
            quantity(if is_upright(*plan_area_m2, *area_m2) { *area_m2 } else { *plan_area_m2 }, 1, "m²")
        }
        MeasureValue::Height { height_m, .. } => quantity(*height_m, 2, "m"),
        MeasureValue::Angle { angle_deg, .. } => degrees(*angle_deg),
        MeasureValue::Clearance { distance_m, .. } => quantity(*distance_m, 2, "m"),
    }
}

/// Everything that was measured, a row a number, each with its unit. `ground_m` is the height of the ground under a
/// point, local metres.
pub fn measure_rows(
    value: &MeasureValue,
    frame: &SceneFrame,
    ground_m: impl Fn(f64, f64) -> f64,
    language: Language,
) -> Vec<CardRow> {
    let row = |label: Text, value: String| CardRow { label: text(label, language).to_owned(), value };
    match value {
        MeasureValue::Point { at_m } => {
            let place = frame.projected_from_local(*at_m);
            let [x, y, z] = place.map(|metres| format!("{}\u{a0}m", coordinate(metres)));
            let above = at_m[2] - ground_m(at_m[0], at_m[1]);
            vec![
                row(Text::East, x),
                row(Text::North, y),
                row(Text::HeightAboveDatum, z),
                row(Text::AboveGround, quantity(above, 2, "m")),
            ]
        }
        MeasureValue::Length { length_m, plan_length_m, pieces_m } => {
            let mut rows = vec![
                row(Text::SpaceLength, quantity(*length_m, 2, "m")),
                row(Text::PlanLength, quantity(*plan_length_m, 2, "m")),
            ];
            if pieces_m.len() > 1 {
                let pieces: Vec<String> = pieces_m.iter().map(|piece| quantity(*piece, 2, "m")).collect();
                rows.push(row(Text::Pieces, pieces.join(" + ")));
            }
            rows
        }
        MeasureValue::Area { plan_area_m2, area_m2, perimeter_m, plan_perimeter_m } => {
            let mut rows = vec![
                row(Text::PlanArea, quantity(*plan_area_m2, 1, "m²")),
                row(Text::Perimeter, quantity(*perimeter_m, 2, "m")),
            ];
            if (perimeter_m - plan_perimeter_m).abs() > 0.005 {
                rows.push(row(Text::PlanPerimeter, quantity(*plan_perimeter_m, 2, "m")));
                rows.insert(1, row(Text::SlopingArea, quantity(*area_m2, 1, "m²")));
            }
            if is_upright(*plan_area_m2, *area_m2) {
                rows.swap(0, 1);
            }
            rows
        }
        MeasureValue::Height { height_m, plan_length_m, length_m, slope_pct } => {
            let mut rows = vec![
                row(Text::MeasureHeight, quantity(*height_m, 2, "m")),
                row(Text::PlanLength, quantity(*plan_length_m, 2, "m")),
                row(Text::SpaceLength, quantity(*length_m, 2, "m")),
            ];
            rows.extend(slope_pct.map(|slope| row(Text::Slope, quantity(slope, 1, "%"))));
            rows
        }
        MeasureValue::Angle { angle_deg, plan_angle_deg } => {
            let mut rows = vec![row(Text::MeasureAngle, degrees(*angle_deg))];
            rows.extend(plan_angle_deg.map(|angle| row(Text::PlanAngle, degrees(angle))));
            rows
        }
        MeasureValue::Clearance { distance_m, plan_distance_m, height_m, .. } => {
            if *distance_m <= 0.0 {
                let words = format!("{}\u{a0}m · {}", 0, text(Text::TheyTouch, language));
                return vec![row(Text::MeasureClearance, words)];
            }
            vec![
                row(Text::MeasureClearance, quantity(*distance_m, 2, "m")),
                row(Text::PlanLength, quantity(*plan_distance_m, 2, "m")),
                row(Text::MeasureHeight, quantity(*height_m, 2, "m")),
            ]
        }
    }
}

fn degrees(angle: f64) -> String {
    quantity(angle, 1, "°").replace('\u{a0}', "")
}

fn is_upright(plan_m2: f64, own_m2: f64) -> bool {
    plan_m2 < own_m2 * 0.02
}

fn axes(language: Language) -> [&'static str; 3] {
    match language {
        Language::Chinese => ["东", "北", "高"],
        Language::English => ["E", "N", "H"],
    }
}

impl MeasureValue {
    /// Where its number stands in the picture, local metres, of the points that were measured.
    pub fn label_place(&self, points: &[Point3]) -> Option<Point3> {
        let middle = |a: Point3, b: Point3| std::array::from_fn(|i| (a[i] + b[i]) / 2.0);
        match self {
            Self::Point { at_m } => Some(*at_m),
            Self::Length { pieces_m, length_m, .. } => half_way(points, pieces_m, length_m / 2.0),
            Self::Area { .. } => {
                let count = points.len().max(1) as f64;
                Some(std::array::from_fn(|i| points.iter().map(|p| p[i]).sum::<f64>() / count))
            }
            Self::Height { .. } => {
                let (&first, &last) = (points.first()?, points.last()?);
                Some([first[0], first[1], middle(first, last)[2]])
            }
            Self::Angle { .. } => points.get(1).copied(),
            Self::Clearance { from_m, to_m, .. } => Some(middle(*from_m, *to_m)),
        }
    }
}

/// The place so many metres along a line.
fn half_way(points: &[Point3], pieces_m: &[f64], mut left_m: f64) -> Option<Point3> {
    for (pair, piece) in points.windows(2).zip(pieces_m) {
        if left_m <= *piece && *piece > 0.0 {
            return Some(std::array::from_fn(|i| pair[0][i] + (pair[1][i] - pair[0][i]) * left_m / piece));
        }
        left_m -= piece;
    }
    points.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::measured;

    fn frame() -> SceneFrame {
        SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [500_000.0, 3_000_000.0, 4.0],
            longitude_deg: 120.0,
            latitude_deg: 27.0,
            convergence_deg: 0.0,
        }
    }

    fn rows(kind: MeasureKind, points: &[Point3], language: Language) -> Vec<String> {
        let value = measured(kind, points, None).unwrap_or_else(|fault| unreachable!("{fault:?}"));
        measure_rows(&value, &frame(), |_, _| 1.0, language).into_iter().map(|row| row.value).collect()
    }

    #[test]
    fn every_number_carries_its_unit_in_both_languages() {
        let points = [[0.0, 0.0, 0.0], [30.0, 0.0, 10.0], [30.0, 40.0, 0.0], [0.0, 40.0, 0.0]];
        for (kind, count) in [
            (MeasureKind::Point, 1),
            (MeasureKind::Length, 3),
            (MeasureKind::Area, 4),
            (MeasureKind::Height, 2),
            (MeasureKind::Angle, 3),
        ] {
            for language in [Language::Chinese, Language::English] {
                for value in rows(kind, &points[..count], language) {
                    assert!(value.ends_with('m') || value.ends_with(['²', '°', '%']), "{kind:?}: {value}");
                }
            }
        }
    }

    #[test]
    fn a_point_tells_its_place_in_the_system_of_the_scene() {
        let point = rows(MeasureKind::Point, &[[12.0, 34.0, 6.5]], Language::English);
        assert_eq!(point, ["500012.00\u{a0}m", "3000034.00\u{a0}m", "10.50\u{a0}m", "5.50\u{a0}m"]);
    }

    #[test]
    fn the_number_of_a_line_stands_half_way() {
        let line = [[0.0, 0.0, 0.0], [10.0, 0.0, 0.0], [10.0, 30.0, 0.0]];
        let value = measured(MeasureKind::Length, &line, None);
        let place = value.ok().and_then(|value| value.label_place(&line));
        assert_eq!(place, Some([10.0, 10.0, 0.0]));
    }

    #[test]
    fn things_that_touch_say_so() {
        let gap = linli_space::Clearance { distance_m: 0.0, on_a: [0.0; 3], on_b: [0.0; 3] };
        let value = measured(MeasureKind::Clearance, &[], Some(gap));
        let value = value.unwrap_or_else(|fault| unreachable!("{fault:?}"));
        let rows = measure_rows(&value, &frame(), |_, _| 0.0, Language::English);
        assert!(rows.first().is_some_and(|row| row.value.contains("touch")), "{rows:?}");
    }
}
