//! The settings of a section.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, SectionPlan, Text, text};

use super::context;
use super::theme::{QUIET, sheet};
use crate::camera::Rig;
use crate::scene::{CurrentScene, SceneInfo};
use crate::section::before;
use crate::session::{Order, ViewSession};

/// Kind, place and direction of the section.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    rig: Res<Rig>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(plan), Some(scene)) = (session.0.section, &scene.0) else { return };
    let language = session.0.language;
    let mut changed = Some(plan);
    // Above the settings of an opening of the ground, where there is one.
    let foot = if session.0.cut.is_some() { -152.0 } else { -78.0 };
    egui::Area::new("section".into()).anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, foot)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| {
                let focus = rig.orbit.focus;
                let place = [focus.x, focus.y];
                let ground = scene.ground.height_at(focus.x, focus.y);
                ui.horizontal(|ui| {
                    let kinds = [
                        (Text::SectionUpright, plan.upright(place, rig.pose().heading_deg().round())),
                        (Text::SectionLevel, plan.level(ground)),
                        (Text::SectionBox, plan.block(place, ground, &info.aabb)),
                    ];
                    for (name, kind) in kinds {
                        if ui.selectable_label(plan == kind, text(name, language)).clicked() {
                            changed = Some(kind);
                        }
                    }
                    ui.separator();
                    if ui.button(text(Text::CutHere, language)).clicked() {
                        changed = Some(moved_here(&plan, &rig));
                    }
                    if ui.button(text(Text::SectionClose, language)).clicked() {
                        changed = None;
                    }
                });
                ui.horizontal(|ui| {
                    if let Some(plan) = &mut changed {
                        place_of(ui, plan, &info, language);
                    }
                });
            });
        },
    );
    if changed != Some(plan) {
        orders.write(Order(Command::SetSection(changed)));
    }
}

/// The same kind of section where the camera looks.
fn moved_here(plan: &SectionPlan, rig: &Rig) -> SectionPlan {
    let focus = rig.orbit.focus;
    match *plan {
        SectionPlan::Upright { .. } => before(rig),
        SectionPlan::Level { .. } => SectionPlan::Level { height_m: focus.z.round() },
        SectionPlan::Block { heading_deg, size_m, heights_m, .. } => {
            SectionPlan::Block { centre: [focus.x, focus.y], heading_deg, size_m, heights_m }
        }
    }
}

/// Numbers of a section.
fn place_of(ui: &mut egui::Ui, plan: &mut SectionPlan, info: &SceneInfo, language: linli_model::Language) {
    ui.spacing_mut().slider_width = 110.0;
    let label = |ui: &mut egui::Ui, name: Text| {
        ui.label(egui::RichText::new(text(name, language)).color(QUIET));
    };
    let turn = |ui: &mut egui::Ui, heading_deg: &mut f64| {
        label(ui, Text::SectionTurn);
        ui.add(egui::DragValue::new(heading_deg).suffix("°").range(-360.0..=360.0));
    };
    let heights = (info.aabb.min[2] - 5.0)..=(info.aabb.max[2] + 5.0);
    let height = |ui: &mut egui::Ui, name: Text, value: &mut f64| {
        label(ui, name);
        ui.add(egui::Slider::new(value, heights.clone()).suffix(" m").max_decimals(1));
    };
    let mut by_m = 0.0;
    match plan {
        SectionPlan::Upright { heading_deg, .. } => {
            turn(ui, heading_deg);
            label(ui, Text::SectionMove);
            ui.add(egui::DragValue::new(&mut by_m).speed(0.2).suffix(" m"));
            if ui.button(text(Text::SectionRound, language)).clicked() {
                *heading_deg = (*heading_deg + 180.0) % 360.0;
            }
        }
        SectionPlan::Level { height_m } => height(ui, Text::SectionHeight, height_m),
        SectionPlan::Block { heading_deg, size_m: [long, wide], heights_m: [low, high], .. } => {
            let [least, most] = SectionPlan::SIZES_M;
            for (name, value) in [(Text::CutLength, long), (Text::CutWidth, wide)] {
                label(ui, name);
                ui.add(egui::DragValue::new(value).suffix(" m").range(least..=most).speed(0.5));
            }
            turn(ui, heading_deg);
            label(ui, Text::SectionMove);
            ui.add(egui::DragValue::new(&mut by_m).speed(0.2).suffix(" m"));
            let bounds = [f64::from(-200_i16)..=*high - 0.5, *low + 0.5..=2_000.0];
            for ((name, value), bounds) in
                [(Text::SectionLow, &mut *low), (Text::SectionHigh, &mut *high)].into_iter().zip(bounds)
            {
                label(ui, name);
                ui.add(egui::DragValue::new(value).suffix(" m").range(bounds).speed(0.1));
            }
        }
    }
    if by_m != 0.0 {
        *plan = plan.moved(by_m);
    }
}
