//! Signs that the font does not have, drawn with lines.

use bevy_egui::egui;
use linli_present::kiosk::Target;

/// Draws the sign of a target into a square of a half side; whether it has one.
pub(super) fn icon(
    painter: &egui::Painter,
    target: Target,
    at: egui::Pos2,
    half: f32,
    ink: egui::Color32,
) -> bool {
    let stroke = egui::Stroke::new((half * 0.2).max(1.5), ink);
    let line = |from: [f32; 2], to: [f32; 2]| {
        let point = |p: [f32; 2]| at + egui::vec2(p[0], p[1]) * half;
        painter.line_segment([point(from), point(to)], stroke);
    };
    match target {
        Target::ZoomIn | Target::ZoomOut => {
            line([-0.7, 0.0], [0.7, 0.0]);
            if target == Target::ZoomIn {
                line([0.0, -0.7], [0.0, 0.7]);
            }
        }
        Target::TurnLeft | Target::TurnRight => {
            let side = if target == Target::TurnLeft { -1.0 } else { 1.0 };
            let on_arc = |degrees: f32| {
                let angle = degrees.to_radians();
                at + egui::vec2(side * angle.sin(), -angle.cos()) * half * 0.68
            };
            // Three quarters of a circle, open at the top where the arrow stands.
            let arc: Vec<egui::Pos2> = (0..=18).map(|step| on_arc(45.0 + step as f32 * 15.0)).collect();
            let tip = on_arc(45.0);
            painter.add(egui::Shape::line(arc, stroke));
            let wing = half * 0.34;
            let head = vec![
                tip + egui::vec2(-side * wing * 1.1, -wing * 0.9),
                tip + egui::vec2(side * wing * 0.5, -wing * 0.7),
                tip + egui::vec2(-side * wing * 0.2, wing * 0.9),
            ];
            painter.add(egui::Shape::convex_polygon(head, ink, egui::Stroke::NONE));
        }
        Target::Erase => {
            line([-0.9, 0.0], [-0.4, -0.6]);
            line([-0.4, -0.6], [0.9, -0.6]);
            line([0.9, -0.6], [0.9, 0.6]);
            line([0.9, 0.6], [-0.4, 0.6]);
            line([-0.4, 0.6], [-0.9, 0.0]);
            line([-0.1, -0.26], [0.5, 0.26]);
            line([0.5, -0.26], [-0.1, 0.26]);
        }
        _ => return false,
    }
    true
}
