//! The line between two sides of a picture, with its handle.

use bevy_egui::egui;

use super::theme::INK;

/// Draws the line at a place and gives the share of the width to which it is dragged, if it is.
pub(super) fn line(ctx: &egui::Context, painter: &egui::Painter, x: f32, id: &'static str) -> Option<f32> {
    let screen = ctx.content_rect();
    let line = [egui::pos2(x, screen.top()), egui::pos2(x, screen.bottom())];
    painter.line_segment(line, egui::Stroke::new(4.0, egui::Color32::from_black_alpha(120)));
    painter.line_segment(line, egui::Stroke::new(2.0, INK));
    let handle = egui::pos2(x, screen.center().y);
    painter.circle_filled(handle, 17.0, INK);
    for (side, sign) in [(-1.0, -1.0), (1.0, 1.0)] {
        let tip = handle + egui::vec2(side * 11.0, 0.0);
        let back = handle + egui::vec2(side * 4.0, 0.0);
        let arrow = vec![tip, back + egui::vec2(0.0, 6.0 * sign), back - egui::vec2(0.0, 6.0 * sign)];
        let dark = egui::Color32::from_rgb(30, 34, 40);
        painter.add(egui::Shape::convex_polygon(arrow, dark, egui::Stroke::NONE));
    }
    let grip = egui::Rect::from_center_size(handle, egui::vec2(40.0, screen.height() * 0.5));
    let area = egui::Area::new(id.into())
        .fixed_pos(grip.min)
        .show(ctx, |ui| ui.allocate_response(grip.size(), egui::Sense::drag()));
    area.inner.interact_pointer_pos().map(|at| (at.x - screen.left()) / screen.width())
}
