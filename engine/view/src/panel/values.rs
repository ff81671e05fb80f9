//! The legend of an overlay: what it shows, in which unit, against which limit, computed with what.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{FRONT_MINUTES, Overlay, OverlayKind, Text, said, text};

use super::theme::{ACCENT, QUIET, colour32, sheet};
use super::{PanelsShown, context};
use crate::analysis::Analyses;
use crate::figures::FigureOverlay;
use crate::session::ViewSession;

/// In the window and in pictures.
pub(super) fn draw_legend(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    analyses: Res<Analyses>,
    figure: Res<FigureOverlay>,
    panels: Res<PanelsShown>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let bands = session.0.reach.bands.then_some(OverlayKind::PersonReach);
    let Some(shown) = session.0.overlay.or(bands).map(Some).or(figure.0.as_ref().map(|_| None)) else {
        return;
    };
    let language = session.0.language;
    let beside = match (session.0.figures, session.0.reach.open && *panels == PanelsShown::All) {
        (true, _) => super::figures::WIDTH + 46.0,
        (_, true) => super::home_ways::WIDTH + 46.0,
        _ => 0.0,
    };
    let place = egui::vec2(16.0 + beside, -128.0);
    egui::Area::new("values".into()).anchor(egui::Align2::LEFT_BOTTOM, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_max_width(330.0);
            let asked = shown.and_then(|kind| analyses.get(kind));
            match figure
                .0
                .as_ref()
                .map(|overlay| Ok(overlay.as_ref()))
                .or_else(|| asked.map(|overlay| overlay.map(AsRef::as_ref)))
            {
                Some(Ok(overlay)) => {
                    legend(ui, overlay, language);
                    if session.0.reach.bands && overlay.kind == OverlayKind::PersonReach {
                        bands_on_ground(ui, overlay, session.0.reach.front_min, language);
                    }
                }
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

/// Colours of the bands on the ground, a minute each.
fn bands_on_ground(ui: &mut egui::Ui, overlay: &Overlay, front_min: Option<f64>, language: Language) {
    ui.separator();
    let unit = if language == Language::Chinese { "分钟" } else { "min" };
    ui.horizontal(|ui| {
        ui.label(text(Text::GroundBands, language));
        if let Some(minute) = front_min {
            let minute = minute.min(FRONT_MINUTES);
            let words = format!("{} {minute:.1} {unit}", text(Text::FrontAt, language));
            ui.label(egui::RichText::new(words).color(ACCENT));
        }
    });
    let colours = overlay.bands(FRONT_MINUTES as u32);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (band, colour) in colours.iter().enumerate() {
            ui.vertical(|ui| {
                let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 12.0), egui::Sense::hover());
                ui.painter().rect_filled(rect.shrink2(egui::vec2(0.5, 0.0)), 1.0, colour32(*colour));
                let end = band + 1;
                let words = if end % 2 == 0 { end.to_string() } else { String::new() };
                ui.label(egui::RichText::new(words).size(10.0));
            });
        }
        ui.label(egui::RichText::new(format!(" {unit}")).small());
    });
    let words = egui::RichText::new(text(Text::BandsFromStation, language)).small().color(QUIET);
    ui.label(words);
}

fn legend(ui: &mut egui::Ui, overlay: &Overlay, language: Language) {
    let unit = match language {
        Language::English => overlay.unit[0],
        Language::Chinese => overlay.unit[1],
    };
    ui.label(egui::RichText::new(said(&overlay.title, language)).heading());
    ui.label(egui::RichText::new(said(&overlay.result, language)).color(ACCENT));
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
    ui.label(egui::RichText::new(said(&overlay.basis, language)).small().color(QUIET));
}
