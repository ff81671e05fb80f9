//! The legend of an overlay: what it shows, in which unit, against which limit, computed with what.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{Overlay, Text, text};

use super::context;
use super::theme::{ACCENT, QUIET, colour32, sheet};
use crate::analysis::Analyses;
use crate::figures::FigureOverlay;
use crate::session::ViewSession;

/// In the window and in pictures.
pub(super) fn draw_legend(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    analyses: Res<Analyses>,
    figure: Res<FigureOverlay>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if session.0.overlay.is_none() && figure.0.is_none() {
        return;
    }
    let language = session.0.language;
    let beside = if session.0.figures { super::figures::WIDTH + 46.0 } else { 0.0 };
    let place = egui::vec2(16.0 + beside, -128.0);
    egui::Area::new("values".into()).anchor(egui::Align2::LEFT_BOTTOM, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_max_width(330.0);
            let asked = session.0.overlay.and_then(|kind| analyses.get(kind));
            match figure
                .0
                .as_ref()
                .map(|overlay| Ok(overlay.as_ref()))
                .or_else(|| asked.map(|overlay| overlay.as_ref().map(AsRef::as_ref)))
            {
                Some(Ok(overlay)) => legend(ui, overlay, language),
                Some(Err(why)) => {
                    ui.label(format!("{}: {why}", text(Text::NotComputed, language)));
                }
                None => {
                    ui.label(egui::RichText::new(text(Text::Computing, language)).color(QUIET));
                }
            }
        });
    });
}

fn legend(ui: &mut egui::Ui, overlay: &Overlay, language: Language) {
    let said = |pair: &[String; 2]| match language {
        Language::English => pair[0].clone(),
        Language::Chinese => pair[1].clone(),
    };
    let unit = match language {
        Language::English => overlay.unit[0],
        Language::Chinese => overlay.unit[1],
    };
    ui.label(egui::RichText::new(said(&overlay.title)).heading());
    ui.label(egui::RichText::new(said(&overlay.result)).color(ACCENT));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (value, colour) in overlay.legend() {
            ui.vertical(|ui| {
                let (rect, _) = ui.allocate_exact_size(egui::vec2(36.0, 12.0), egui::Sense::hover());
                ui.painter().rect_filled(rect, 0.0, colour32(colour));
                let words = format!("{value:.*}", overlay.decimals());
                let words = if (value - overlay.limit).abs() < 1e-9 {
                    egui::RichText::new(words).strong().color(ACCENT)
                } else {
                    egui::RichText::new(words).small()
                };
                ui.label(words);
            });
        }
        ui.label(egui::RichText::new(format!(" {unit}")).small());
    });
    ui.label(egui::RichText::new(said(&overlay.basis)).small().color(QUIET));
}
