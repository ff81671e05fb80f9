//! The bar of editing: what can be drawn, taking back, the history.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{
    Command, DrawingForm, DrawingGroup, EditTool, Text, drawing_group_text, drawing_text, text,
};

use super::context;
use super::theme::{ACCENT, QUIET, sheet};
use crate::edit::{EditState, EditorSource};
use crate::scene::CurrentScene;
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
    hint(&ctx, session.0.tool, language);
    let place = egui::vec2(-16.0, -128.0);
    let is_shown = !state.history.is_empty() || session.0.tool.is_some() || session.0.selection.is_some();
    if !is_shown {
        return;
    }
    egui::Area::new("editing".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.horizontal(|ui| {
                draw_menu(ui, session.0.tool, language, &mut order);
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
            if let Some(trouble) = &state.trouble {
                ui.label(egui::RichText::new(trouble).color(ACCENT));
            }
        });
    });
}

/// How the tool in hand works, above the picture.
fn hint(ctx: &egui::Context, tool: Option<EditTool>, language: Language) {
    let hint = match tool {
        Some(EditTool::Draw(drawing)) => match drawing.form() {
            DrawingForm::Outline => Text::DrawHint,
            DrawingForm::Line => Text::DrawHintLine,
            DrawingForm::Place => Text::DrawHintPlace,
        },
        Some(EditTool::Reshape) => Text::ReshapeHint,
        Some(EditTool::Move) | None => return,
    };
    // Below the bar of stages.
    let top = egui::vec2(0.0, 76.0);
    egui::Area::new("tool hint".into()).anchor(egui::Align2::CENTER_TOP, top).show(ctx, |ui| {
        sheet().show(ui, |ui| {
            // Between the search and the card.
            ui.set_max_width((ctx.content_rect().width() - 760.0).clamp(200.0, 620.0));
            let words = egui::RichText::new(text(hint, language)).small().color(ACCENT);
            ui.add(egui::Label::new(words).wrap());
        });
    });
}

/// Everything that can be drawn; the name of what is in hand puts it away.
fn draw_menu(ui: &mut egui::Ui, tool: Option<EditTool>, language: Language, order: &mut impl FnMut(Command)) {
    if let Some(EditTool::Draw(drawing)) = tool
        && ui.selectable_label(true, drawing_text(drawing, language)).clicked()
    {
        order(Command::SetTool(None));
    }
    ui.menu_button(text(Text::Draw, language), |ui| {
        for group in DrawingGroup::ALL {
            ui.menu_button(drawing_group_text(group, language), |ui| {
                for drawing in group.drawings() {
                    if ui.button(drawing_text(drawing, language)).clicked() {
                        order(Command::SetTool(Some(EditTool::Draw(drawing))));
                        ui.close();
                    }
                }
            });
        }
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
