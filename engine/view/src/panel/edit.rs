//! Editing: what is done to the selected building, taking back, the footprint that is being drawn.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{ElementId, Language};
use linli_present::{Command, EditTool, EditWish, Session, Text, area, footprint_area, storeys_of, text};

use super::context;
use super::furniture::plated;
use super::projection::Projection;
use super::theme::{ACCENT, INK, QUIET, sheet};
use crate::camera::MainCamera;
use crate::edit::{Draft, EditState, EditorSource, MOST_STOREYS, MoveDrag, TURN_DEG, copy_beside};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Most height and the width of the list of changes, points.
const HISTORY_PT: f32 = 180.0;
const HISTORY_WIDTH_PT: f32 = 330.0;

/// The bar of editing, below the stages.
pub(super) fn draw_bar(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    source: Option<Res<EditorSource>>,
    state: Res<EditState>,
    scene: Res<CurrentScene>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let comparing = scene.0.as_ref().is_some_and(|scene| scene.comparison.is_some());
    if source.is_none() || session.0.tour.is_some() || comparing {
        return;
    }
    let language = session.0.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    let place = egui::vec2(-16.0, -128.0);
    let is_shown = !state.history.is_empty() || session.0.tool.is_some() || session.0.selection.is_some();
    if !is_shown {
        return;
    }
    egui::Area::new("editing".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.horizontal(|ui| {
                let drawing = session.0.tool == Some(EditTool::DrawBuilding);
                if ui.selectable_label(drawing, text(Text::DrawBuilding, language)).clicked() {
                    order(Command::SetTool((!drawing).then_some(EditTool::DrawBuilding)));
                }
                let (made, undone) = state.depth;
                if ui.add_enabled(made > 0, egui::Button::new(text(Text::Undo, language))).clicked() {
                    order(Command::Undo);
                }
                if ui.add_enabled(undone > 0, egui::Button::new(text(Text::Redo, language))).clicked() {
                    order(Command::Redo);
                }
            });
            if !state.history.is_empty() {
                history(ui, &state, language, &mut order);
            }
            if session.0.tool == Some(EditTool::DrawBuilding) {
                ui.label(egui::RichText::new(text(Text::DrawHint, language)).small().color(ACCENT));
            }
            if let Some(trouble) = &state.trouble {
                ui.label(egui::RichText::new(trouble).color(ACCENT));
            }
        });
    });
}

/// The changes of the variant, the last one in a line; all of them on wish. One that is clicked is the last one made
/// then.
fn history(ui: &mut egui::Ui, state: &EditState, language: Language, order: &mut impl FnMut(Command)) {
    let (made, _) = state.depth;
    let of = |words: &[String; 2]| words[usize::from(language == Language::Chinese)].clone();
    let last = made.checked_sub(1).and_then(|at| state.history.get(at)).map(of).unwrap_or_default();
    let words = format!("{} {}: {last}", text(Text::Editing, language), state.variant);
    ui.label(egui::RichText::new(words).small().color(QUIET));
    let title = format!("{} {made}/{}", text(Text::History, language), state.history.len());
    egui::CollapsingHeader::new(egui::RichText::new(title).small()).id_salt("history").show(ui, |ui| {
        egui::ScrollArea::vertical().max_height(HISTORY_PT).stick_to_bottom(true).show(ui, |ui| {
            ui.set_width(HISTORY_WIDTH_PT);
            for (at, words) in state.history.iter().enumerate() {
                let words = egui::RichText::new(format!("{}  {}", at + 1, of(words))).small();
                // What was taken back is pale.
                let words = if at < made { words } else { words.color(QUIET).italics() };
                if ui.selectable_label(at + 1 == made, words).clicked() {
                    order(Command::GoToEdit(at + 1));
                }
            }
        });
    });
}

/// What can be done to the selected building, in its card.
pub(super) fn building(
    ui: &mut egui::Ui,
    session: &Session,
    scene: &LoadedScene,
    id: ElementId,
    orders: &mut MessageWriter<Order>,
) {
    let Some(element) = scene.community.element(id) else { return };
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    if let Some(storeys) = storeys_of(&scene.community, &element.key) {
        ui.horizontal(|ui| {
            ui.label(text(Text::Storeys, language));
            for by in [-1_i16, 1] {
                let wanted = storeys + by;
                let button = egui::Button::new(if by < 0 { "−" } else { "+" });
                if ui.add_enabled((1..=MOST_STOREYS).contains(&wanted), button).clicked() {
                    order(Command::Edit(EditWish::SetStoreys(wanted)));
                }
            }
            ui.label(storeys.to_string());
        });
    }
    ui.horizontal(|ui| {
        let moving = session.tool == Some(EditTool::Move);
        if ui.selectable_label(moving, text(Text::MoveTool, language)).clicked() {
            order(Command::SetTool((!moving).then_some(EditTool::Move)));
        }
        if ui.button(text(Text::Rotate, language)).clicked() {
            order(Command::Edit(EditWish::Rotate(TURN_DEG)));
        }
        if ui.button(text(Text::CopyBeside, language)).clicked() {
            order(Command::Edit(copy_beside(scene, id)));
        }
        if ui.button(text(Text::Delete, language)).clicked() {
            order(Command::Edit(EditWish::Delete));
        }
    });
}

/// The footprint that is being drawn with its measures, and the way of what is dragged.
pub(super) fn draw_draft(
    mut contexts: EguiContexts,
    draft: Res<Draft>,
    moving: Res<MoveDrag>,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "draft".into()));
    if let (Some([x, y]), Some(at)) = (moving.shift, ctx.pointer_latest_pos()) {
        let words = format!("E {x:+.1} m   N {y:+.1} m");
        plated(&painter, at + egui::vec2(16.0, -16.0), egui::Align2::LEFT_BOTTOM, &words, 15.0, ACCENT);
    }
    let (Some(scene), Some(next)) = (&scene.0, draft.next) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let on_screen = |p: &[f64; 2]| seen.at([p[0], p[1], scene.ground.height_at(p[0], p[1]) + 0.2]);
    let corners: Vec<[f64; 2]> = draft.corners.iter().copied().chain([next]).collect();
    let points: Vec<egui::Pos2> = corners.iter().filter_map(on_screen).collect();
    if points.len() != corners.len() {
        return;
    }
    for (pair, ends) in points.windows(2).zip(corners.windows(2)) {
        painter.line_segment([pair[0], pair[1]], egui::Stroke::new(2.5, ACCENT));
        let length = (ends[1][0] - ends[0][0]).hypot(ends[1][1] - ends[0][1]);
        let middle = pair[0] + (pair[1] - pair[0]) * 0.5;
        plated(&painter, middle, egui::Align2::CENTER_CENTER, &format!("{length:.1} m"), 12.0, INK);
    }
    for point in &points {
        painter.circle_filled(*point, 4.5, ACCENT);
    }
    if let (Some(first), Some(last), true) = (points.first(), points.last(), points.len() > 2) {
        painter.line_segment([*last, *first], egui::Stroke::new(1.0, INK));
        let words = area(footprint_area(&corners), session.0.language);
        plated(&painter, *last + egui::vec2(14.0, 14.0), egui::Align2::LEFT_TOP, &words, 14.0, ACCENT);
    }
}
