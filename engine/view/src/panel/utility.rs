//! The selected utility line or node: buttons on its card, its drawing at the foot, its network in the scene.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Kind, Point3};
use linli_present::{
    Command, LineDrawing, Session, Text, compartment_text, has_network, text, trace_rows, trace_text,
};
use linli_sim::trace::TraceWay;

use super::projection::Projection;
use super::theme::{ACCENT, INK, QUIET, sheet as dark_sheet};
use super::{PanelsShown, context, sheet};
use crate::camera::MainCamera;
use crate::capture::Capture;
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};
use crate::utility::{FollowedNetwork, LineSheet, SHEET_POINTS};

/// Distance between arrows of the flow, and how fast they go: metres, metres a second.
const FLOW: (f64, f64) = (8.0, 4.0);
/// Arrows are drawn this near to the eye, metres.
const ARROWS_M: f32 = 350.0;
const CUT_OFF: egui::Color32 = egui::Color32::from_rgb(213, 94, 0);
const DARK: egui::Color32 = egui::Color32::from_rgb(20, 25, 31);

/// Buttons on a card: drawings, and ways along the network.
pub(super) fn buttons(
    ui: &mut egui::Ui,
    session: &Session,
    kind: &Kind,
    followed: &FollowedNetwork,
    orders: &mut MessageWriter<Order>,
) {
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    ui.horizontal_wrapped(|ui| {
        let section = LineDrawing::CrossSection { chainage_m: 0.0 };
        for (drawing, label) in [(LineDrawing::LongProfile, Text::LongProfile), (section, Text::CrossSection)]
        {
            if !drawing.suits(kind) {
                continue;
            }
            let same =
                |shown: LineDrawing| std::mem::discriminant(&shown) == std::mem::discriminant(&drawing);
            let is_shown = session.drawing.is_some_and(same);
            if ui.selectable_label(is_shown, text(label, language)).clicked() {
                order(Command::DrawLine((!is_shown).then_some(drawing)));
            }
        }
        if has_network(kind) {
            for way in TraceWay::ALL {
                let is_shown = session.trace == Some(way);
                if ui.selectable_label(is_shown, trace_text(way, language)).clicked() {
                    order(Command::FollowNetwork((!is_shown).then_some(way)));
                }
            }
        }
    });
    if let Kind::Corridor(corridor) = kind {
        ui.horizontal_wrapped(|ui| {
            ui.label(egui::RichText::new(text(Text::WalkInside, language)).color(QUIET));
            for (number, compartment) in corridor.compartments.iter().enumerate() {
                let is_inside = session.inside == session.selection.map(|id| (id, number));
                let name = compartment_text(compartment.compartment, language);
                if ui.selectable_label(is_inside, name).clicked() {
                    order(Command::WalkInside((!is_inside).then_some(number)));
                }
            }
        });
    }
    if let Some(answer) = &followed.answer {
        for row in trace_rows(answer, language) {
            ui.horizontal(|ui| {
                ui.label(egui::RichText::new(row.label).color(QUIET));
                ui.label(egui::RichText::new(row.value).color(ACCENT));
            });
        }
    }
}

/// The drawing of the line at the foot.
pub(super) fn draw_sheet(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    shown: Res<PanelsShown>,
    made: Res<LineSheet>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(drawing), Some(asked), Some(scene)) = (&made.drawing, session.0.drawing, &scene.0) else {
        return;
    };
    let language = session.0.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    // In the window between the layers and the card.
    let place = if *shown == PanelsShown::All { egui::vec2(-62.0, -84.0) } else { egui::vec2(0.0, -44.0) };
    egui::Area::new("line drawing".into()).anchor(egui::Align2::CENTER_BOTTOM, place).show(&ctx, |ui| {
        dark_sheet().show(ui, |ui| {
            ui.set_width(SHEET_POINTS.x);
            if *shown == PanelsShown::All {
                ui.horizontal(|ui| {
                    if let LineDrawing::CrossSection { .. } = asked {
                        let mut at = made.chainage_m;
                        ui.label(text(Text::Chainage, language));
                        ui.spacing_mut().slider_width = SHEET_POINTS.x - 260.0;
                        let slider = egui::Slider::new(&mut at, 0.0..=made.length_m.max(0.01));
                        let slider = slider.fixed_decimals(1).suffix(" m");
                        // A walker's place is not moved by the slider.
                        if ui.add_enabled(session.0.inside.is_none(), slider).changed() {
                            order(Command::DrawLine(Some(LineDrawing::CrossSection { chainage_m: at })));
                        }
                    }
                    if ui.button(text(Text::Close, language)).clicked() {
                        order(Command::DrawLine(None));
                    }
                });
            }
            match drawing {
                Ok(drawing) => {
                    let clicked = sheet::paint(ui, drawing);
                    if let Some(id) = clicked.and_then(|key| scene.id_of_fact(&key)) {
                        order(Command::Select(Some(id)));
                    }
                }
                Err(why) => {
                    ui.label(egui::RichText::new(why).color(ACCENT));
                }
            }
        });
    });
}

/// The plane of a section, and the network that is followed with arrows of its flow.
pub(super) fn draw_marks(
    mut contexts: EguiContexts,
    made: Res<LineSheet>,
    followed: Res<FollowedNetwork>,
    time: Res<Time<Real>>,
    capture: Option<Res<Capture>>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    if made.plane.is_empty() && followed.answer.is_none() {
        return;
    }
    let Some(ctx) = context(&mut contexts) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "network marks".into()));
    let plane: Vec<egui::Pos2> = made.plane.iter().filter_map(|p| seen.at(*p)).collect();
    if plane.len() == made.plane.len() && plane.len() > 1 {
        painter.add(egui::Shape::line(plane.clone(), egui::Stroke::new(5.0, DARK)));
        painter.add(egui::Shape::line(plane, egui::Stroke::new(2.5, ACCENT)));
    }
    for path in &followed.paths {
        for pair in path.windows(2) {
            if let [Some(a), Some(b)] = [seen.at(pair[0]), seen.at(pair[1])] {
                painter.line_segment([a, b], egui::Stroke::new(6.0, DARK.gamma_multiply(0.8)));
            }
        }
    }
    // Pictures are the same each time.
    let shift = if capture.is_some() { 0.0 } else { time.elapsed_secs_f64() * FLOW.1 % FLOW.0 };
    let flows = followed.answer.as_ref().is_some_and(|answer| !answer.forwards.is_empty());
    for path in &followed.paths {
        for pair in path.windows(2) {
            if let [Some(a), Some(b)] = [seen.at(pair[0]), seen.at(pair[1])] {
                painter.line_segment([a, b], egui::Stroke::new(3.0, ACCENT));
            }
        }
        if flows {
            arrows(&painter, &seen, path, shift);
        }
    }
    if flows && !followed.paths.is_empty() && capture.is_none() {
        ctx.request_repaint();
    }
    for at in followed.cut_off.iter().filter_map(|p| seen.at(*p)) {
        for lean in [-1.0, 1.0] {
            let ends = [at + egui::vec2(-5.0, -5.0 * lean), at + egui::vec2(5.0, 5.0 * lean)];
            painter.line_segment(ends, egui::Stroke::new(5.0, DARK));
            painter.line_segment(ends, egui::Stroke::new(2.5, CUT_OFF));
        }
    }
    for at in followed.valves.iter().filter_map(|p| seen.at(*p)) {
        // A valve as on a plan: two triangles, point to point.
        for side in [-1.0, 1.0] {
            let corners =
                [(0.0, 0.0), (9.0 * side, -6.0), (9.0 * side, 6.0)].map(|(x, y)| at + egui::vec2(x, y));
            let edge = egui::Stroke::new(1.5, DARK);
            painter.add(egui::Shape::convex_polygon(corners.to_vec(), INK, edge));
        }
    }
}

/// Arrow heads along a way.
fn arrows(painter: &egui::Painter, seen: &Projection<'_>, path: &[Point3], shift: f64) {
    let mut next = shift;
    for pair in path.windows(2) {
        let [a, b] = pair else { continue };
        let way: Point3 = std::array::from_fn(|i| b[i] - a[i]);
        let length = (way[0] * way[0] + way[1] * way[1] + way[2] * way[2]).sqrt();
        while next < length {
            let place = |m: f64| -> Point3 { std::array::from_fn(|i| a[i] + way[i] * (m / length)) };
            let tip = place(next);
            let near = crate::coordinates::render_from_local(tip).distance(seen.eye()) < ARROWS_M;
            if near && let [Some(from), Some(to)] = [seen.at(place(next - 0.5)), seen.at(tip)] {
                let ahead = (to - from).normalized();
                let aside = egui::vec2(-ahead.y, ahead.x);
                let back = to - ahead * 9.0;
                let corners = vec![to + ahead * 2.0, back + aside * 5.0, back - aside * 5.0];
                painter.add(egui::Shape::convex_polygon(corners, INK, egui::Stroke::new(1.0, DARK)));
            }
            next += FLOW.0;
        }
        next -= length;
    }
}
