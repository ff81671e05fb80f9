//! Map furniture: scale bar and compass.

use linli_model::Language;

use crate::CameraPose;

/// A scale bar that is true at the middle of the picture, on the plane across the view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleBar {
    /// Length on the ground, metres: 1, 2 or 5 times a power of ten.
    pub length_m: f64,
    /// Length on the screen, pixels.
    pub length_px: f64,
}

/// The scale bar of a view, at most `longest_px` long, or `None` when the view is too flat
/// (less than 30° down) for one scale to be true: then the picture is "perspective, no scale".
pub fn scale_bar(pose: &CameraPose, height_px: f64, longest_px: f64) -> Option<ScaleBar> {
    if pose.pitch_deg() > -30.0 {
        return None;
    }
    let metres_per_pixel = pose.metres_per_pixel(height_px);
    let longest_m = longest_px * metres_per_pixel;
    if !longest_m.is_finite() || longest_m <= 0.0 {
        return None;
    }
    let power = 10_f64.powf(longest_m.log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().find(|s| s * power <= longest_m).unwrap_or(1.0);
    Some(ScaleBar { length_m: step * power, length_px: step * power / metres_per_pixel })
}

/// Name of a direction in eight points.
pub fn compass_point(heading_deg: f64, language: Language) -> &'static str {
    const ENGLISH: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
    const CHINESE: [&str; 8] = ["北", "东北", "东", "东南", "南", "西南", "西", "西北"];
    let point = ((heading_deg.rem_euclid(360.0) / 45.0).round() as usize) % 8;
    match language {
        Language::English => ENGLISH[point],
        Language::Chinese => CHINESE[point],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_a_round_length_that_fits() {
        // From 1000 m straight above with 45° and 720 px: 2 × 1000 × tan 22.5° / 720 = 1.1506 m a pixel.
        let pose = CameraPose::new([0.0, -1.0, 1000.0], [0.0, 0.0, 0.0]);
        let bar = scale_bar(&pose, 720.0, 200.0);
        assert_eq!(bar.map(|b| b.length_m), Some(200.0));
        assert!(bar.is_some_and(|b| (b.length_px - 200.0 / 1.150_6).abs() < 0.1));
    }

    #[test]
    fn a_flat_view_has_no_scale() {
        assert_eq!(scale_bar(&CameraPose::new([0.0, -100.0, 20.0], [0.0; 3]), 720.0, 200.0), None);
    }

    #[test]
    fn eight_points() {
        assert_eq!(compass_point(359.0, Language::English), "N");
        assert_eq!(compass_point(-90.0, Language::Chinese), "西");
    }
}
