//! The caption of a tour, with its controls.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{Command, Text, text};

use super::theme::{ACCENT, sheet};
use super::{PanelsShown, context};
use crate::session::{Order, ViewSession};
use crate::tour::TourCaption;

/// The caption: in the window with controls, in pictures alone.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    shown: Res<PanelsShown>,
    caption: Res<TourCaption>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(play), Some((words, share))) = (&session.0.tour, &caption.0) else { return };
    let language = session.0.language;
    let words = match language {
        Language::English => &words[0],
        Language::Chinese => &words[1],
    };
    let in_window = *shown == PanelsShown::All;
    let screen = ctx.content_rect();
    let place = egui::vec2(0.0, if in_window { -92.0 } else { -0.09 * screen.height() });
    egui::Area::new("tour".into()).anchor(egui::Align2::CENTER_BOTTOM, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_max_width((screen.width() * 0.6).min(820.0));
            let size = (screen.height() / 40.0).clamp(15.0, 30.0);
            ui.vertical_centered(|ui| {
                ui.label(egui::RichText::new(words).size(size));
            });
            let (rect, _) =
                ui.allocate_exact_size(egui::vec2(ui.available_width(), 3.0), egui::Sense::hover());
            ui.painter().rect_filled(rect, 1.0, egui::Color32::from_white_alpha(40));
            let done = egui::Rect::from_min_size(rect.min, egui::vec2(rect.width() * share, rect.height()));
            ui.painter().rect_filled(done, 1.0, ACCENT);
            if in_window {
                ui.horizontal(|ui| {
                    let label = if play.paused { Text::Play } else { Text::Pause };
                    if ui.button(text(label, language)).clicked() {
                        orders.write(Order(Command::PauseTour(!play.paused)));
                    }
                    if ui.button(text(Text::EndTour, language)).clicked() {
                        orders.write(Order(Command::EndTour));
                    }
                });
            }
        });
    });
}
