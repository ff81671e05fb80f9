//! The opening of the ground: its settings, and the depths along one of its edges.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, CutPlace, CutPlan, Text, text};

use super::context;
use super::furniture::plated;
use super::theme::{INK, QUIET, sheet};
use crate::camera::{MainCamera, Rig};
use crate::coordinates::render_from_local;
use crate::cut::{OpenCut, before, selected_line};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};

/// Depths are written at least this far apart, points.
const APART: f32 = 22.0;

/// Sliders of the opening.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    rig: Res<Rig>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let Some(plan) = &session.0.cut else { return };
    let language = session.0.language;
    let mut changed = plan.clone();
    egui::Area::new("cut".into()).anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -78.0)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.spacing_mut().slider_width = 90.0;
                    let slider = |ui: &mut egui::Ui, label, value: &mut f64, [low, high]: [f64; 2]| {
                        ui.label(egui::RichText::new(text(label, language)).color(QUIET));
                        ui.add(
                            egui::Slider::new(value, low..=high)
                                .logarithmic(true)
                                .suffix(" m")
                                .max_decimals(1),
                        );
                    };
                    match &mut changed.place {
                        CutPlace::Block { length_m, width_m, .. } => {
                            slider(ui, Text::CutLength, length_m, CutPlan::SIZES_M);
                            slider(ui, Text::CutWidth, width_m, CutPlan::SIZES_M);
                        }
                        CutPlace::Along { width_m, .. } => {
                            slider(ui, Text::CutWidth, width_m, CutPlan::SIZES_M)
                        }
                    }
                    slider(ui, Text::CutDepth, &mut changed.depth_m, CutPlan::DEPTHS_M);
                    ui.checkbox(&mut changed.through_lines, text(Text::CutThroughLines, language));
                });
                ui.horizontal(|ui| {
                    if let CutPlace::Block { heading_deg, .. } = &mut changed.place {
                        ui.label(egui::RichText::new(text(Text::CutTurn, language)).color(QUIET));
                        ui.add(egui::DragValue::new(heading_deg).suffix("°").range(-360.0..=360.0));
                        ui.label(egui::RichText::new(text(Text::CutMove, language)).color(QUIET));
                        let mut across = 0.0;
                        ui.add(egui::DragValue::new(&mut across).speed(0.2).suffix(" m"));
                        changed = changed.moved_across(across);
                    }
                    if ui.button(text(Text::CutHere, language)).clicked() {
                        changed = before(&rig);
                    }
                    if let Some(key) = selected_line(&session, &scene)
                        && ui.button(text(Text::CutAlongSelection, language)).clicked()
                    {
                        changed = CutPlan::along(key);
                    }
                    ui.label(egui::RichText::new(text(Text::SoilIsUsual, language)).small().color(QUIET));
                });
            });
        },
    );
    if changed != *plan {
        orders.write(Order(Command::SetCut(Some(changed))));
    }
}

/// Depths below the ground along the farthest edge of the opening: in the window and in pictures.
pub(super) fn draw_depths(
    mut contexts: EguiContexts,
    open: Res<OpenCut>,
    scene: Res<CurrentScene>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(cut), Some(scene)) = (&open.cut, &scene.0) else { return };
    let (camera, transform) = *camera;
    let Some(viewport) = camera.logical_viewport_size() else { return };
    let screen = ctx.content_rect();
    let on_screen = |x: f64, y: f64, z: f64| {
        let at = camera.world_to_viewport(transform, render_from_local([x, y, z])).ok()?;
        Some(egui::pos2(
            screen.left() + at.x / viewport.x * screen.width(),
            screen.top() + at.y / viewport.y * screen.height(),
        ))
    };
    let eye = transform.translation();
    let farness = |p: &&[f64; 2]| {
        render_from_local([p[0], p[1], scene.ground.height_at(p[0], p[1])]).distance_squared(eye)
    };
    let Some([x, y]) = cut.outline.iter().max_by(|a, b| farness(a).total_cmp(&farness(b))).copied() else {
        return;
    };
    let ground = scene.ground.height_at(x, y);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "depths".into()));
    let (Some(top), Some(foot)) = (on_screen(x, y, ground), on_screen(x, y, ground - cut.depth_m)) else {
        return;
    };
    painter.line_segment([top, foot], egui::Stroke::new(2.0, INK));
    let room = (foot.y - top.y).abs() / APART;
    let step = [0.5, 1.0, 2.0, 5.0, 10.0].into_iter().find(|step| cut.depth_m / step <= f64::from(room));
    let Some(step) = step else { return };
    let count = (cut.depth_m / step + 1e-6).floor() as u32;
    for k in 0..=count {
        let depth = f64::from(k) * step;
        let Some(at) = on_screen(x, y, ground - depth) else { continue };
        painter.line_segment([at, at + egui::vec2(7.0, 0.0)], egui::Stroke::new(2.0, INK));
        let words = if k == 0 { "±0".to_owned() } else { format!("−{depth} m") };
        plated(&painter, at + egui::vec2(11.0, 0.0), egui::Align2::LEFT_CENTER, &words, 12.0, INK);
    }
}
