//! A radar as a widget: axes around a middle, a closed line for each thing.

use bevy_egui::egui;
use linli_present::{ParallelChart, Radar};

use super::parallel::ParallelLook;
use super::theme::{INK, QUIET};

/// Room for the names of the axes around the figure, points.
const RIM: f32 = 30.0;
/// Colour of axes and rings.
const GRID: egui::Color32 = egui::Color32::from_rgb(84, 92, 102);

/// Draws the radar as wide as there is room; things that `is_in` leaves out are faint.
pub(super) fn show(
    ui: &mut egui::Ui,
    chart: &ParallelChart,
    radar: &Radar,
    look: &ParallelLook<'_>,
    is_in: impl Fn(usize) -> bool,
) {
    let size = egui::vec2(ui.available_width(), look.height);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    let painter = ui.painter_at(rect);
    let (middle, radius) = (rect.center(), rect.height() / 2.0 - RIM);
    let at = |[x, y]: [f64; 2], by: f64| middle + egui::vec2((x * by) as f32, (y * by) as f32) * radius;
    let grid = egui::Stroke::new(1.0, GRID);
    for ring in radar.rings {
        let corners = radar.axes.iter().map(|end| at(*end, ring)).collect();
        painter.add(egui::Shape::closed_line(corners, grid));
    }
    for (axis, end) in chart.axes.iter().zip(&radar.axes) {
        painter.line_segment([middle, at(*end, 1.0)], grid);
        let align = match end[0] {
            x if x > 0.3 => egui::Align2::LEFT_CENTER,
            x if x < -0.3 => egui::Align2::RIGHT_CENTER,
            _ if end[1] < 0.0 => egui::Align2::CENTER_BOTTOM,
            _ => egui::Align2::CENTER_TOP,
        };
        let place = at(*end, 1.0) + egui::vec2(end[0] as f32, end[1] as f32) * 6.0;
        let font = egui::FontId::proportional(11.0);
        let room = match align {
            egui::Align2::LEFT_CENTER => rect.right() - place.x,
            egui::Align2::RIGHT_CENTER => place.x - rect.left(),
            _ => rect.width() / 2.0,
        };
        let galley = painter.layout(axis.title.clone(), font, QUIET, room.max(40.0));
        let corner = align.anchor_size(place, galley.size()).min;
        painter.galley(corner, galley, QUIET);
    }
    for (thing, corners) in radar.things.iter().enumerate() {
        let Some(corners) = corners else { continue };
        let colour = (look.colour)(thing).unwrap_or(INK);
        let colour = if is_in(thing) { colour } else { colour.gamma_multiply(0.25) };
        let places: Vec<egui::Pos2> = corners.iter().map(|corner| at(*corner, 1.0)).collect();
        for place in &places {
            painter.circle_filled(*place, 3.0, colour);
        }
        painter.add(egui::Shape::closed_line(places, egui::Stroke::new(2.0, colour)));
    }
    response.on_hover_ui(|ui| {
        for axis in &chart.axes {
            ui.label(format!("{}: {}", axis.title, axis.words.join(" · ")));
        }
    });
}
