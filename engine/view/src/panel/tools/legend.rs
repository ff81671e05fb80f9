//! The legend of colours by attribute: what each means, how many elements have it.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::thematic::{ClassMethod, NO_VALUE_COLOUR, Theme};
use linli_present::{Colour, Text, count, text};

use super::WIDTH;
use crate::panel::theme::{QUIET, colour32, sheet};
use crate::panel::{PanelsShown, context};
use crate::session::ViewSession;
use crate::tools::Overrides;

/// In the window and in pictures.
pub(in crate::panel) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    overrides: Res<Overrides>,
    shown: Res<PanelsShown>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let Some(Ok(theme)) = &overrides.theme else { return };
    let language = session.0.language;
    let in_window = *shown == PanelsShown::All;
    let beside = if session.0.tools.open && in_window { WIDTH + 46.0 } else { 0.0 };
    // The table takes the foot of the window: the legend then stands below the stages.
    let (corner, y) = match (in_window, session.0.tools.table.is_some()) {
        (true, true) => (egui::Align2::LEFT_TOP, 92.0),
        (true, false) => (egui::Align2::LEFT_BOTTOM, -128.0),
        (false, _) => (egui::Align2::LEFT_BOTTOM, -64.0),
    };
    let place = egui::vec2(16.0 + beside, y);
    egui::Area::new("theme".into()).anchor(corner, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_max_width(250.0);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.label(egui::RichText::new(theme.title(language)).heading());
            // High values stand above low ones; categories in the order of their numbers.
            let mut classes: Vec<_> = theme.classes.iter().collect();
            if theme.is_numeric {
                classes.reverse();
            }
            for class in classes {
                let words = match language {
                    Language::English => &class.words[0],
                    Language::Chinese => &class.words[1],
                };
                let unit = theme.unit();
                let words = if unit.is_empty() { words.clone() } else { format!("{words}\u{a0}{unit}") };
                row(ui, class.colour, &words, class.count);
            }
            if theme.no_value > 0 {
                row(ui, NO_VALUE_COLOUR, text(Text::NoValue, language), theme.no_value);
            }
            if theme.is_numeric {
                ui.label(egui::RichText::new(how(theme, language)).small().color(QUIET));
            }
        });
    });
}

fn how(theme: &Theme, language: Language) -> String {
    let method = match theme.ask.method {
        ClassMethod::Quantile => Text::Quantiles,
        ClassMethod::Equal => Text::EqualIntervals,
        ClassMethod::Natural => Text::NaturalBreaks,
    };
    format!("{} {}", text(Text::ClassMethodLabel, language), text(method, language))
}

fn row(ui: &mut egui::Ui, colour: Colour, words: &str, number: usize) {
    ui.horizontal(|ui| {
        ui.set_min_width(210.0);
        let (rect, _) = ui.allocate_exact_size(egui::vec2(22.0, 14.0), egui::Sense::hover());
        ui.painter().rect_filled(rect, 2.0, colour32(colour));
        ui.add(egui::Label::new(words).truncate());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(egui::RichText::new(count(number)).small().color(QUIET));
        });
    });
}
