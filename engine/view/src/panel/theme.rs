//! Fonts, colours and sizes of the panels.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::Colour;

use super::{Themed, context};

/// Noto Sans CJK SC, cut to the characters of GBK and the Latin, Greek and Cyrillic alphabets
/// (SIL Open Font Licence 1.1, see `assets/fonts`).
static FONT: &[u8] = include_bytes!("../../../../assets/fonts/NotoSansSC-Regular-GBK.otf");

/// Height of the window that panels are designed for, in points.
const DESIGN_HEIGHT: f32 = 800.0;

/// Text on panels.
pub(super) const INK: egui::Color32 = egui::Color32::from_rgb(238, 240, 242);
/// Quieter text.
pub(super) const QUIET: egui::Color32 = egui::Color32::from_rgb(168, 176, 184);
/// What is chosen.
pub(super) const ACCENT: egui::Color32 = egui::Color32::from_rgb(255, 168, 60);

/// Colour of the palette on a panel.
pub(crate) fn colour32(colour: Colour) -> egui::Color32 {
    egui::Color32::from_rgb(colour[0], colour[1], colour[2])
}

/// Longest press that counts as a click, seconds.
const LONGEST_PRESS_S: f64 = 4.0;

/// The dark sheet that panels stand on.
pub(super) fn sheet() -> egui::Frame {
    egui::Frame::new()
        .fill(egui::Color32::from_rgba_unmultiplied(20, 25, 31, 244))
        .stroke(egui::Stroke::new(1.0, egui::Color32::from_white_alpha(24)))
        .corner_radius(10)
        .inner_margin(egui::Margin::symmetric(14, 11))
}

pub(super) fn apply(mut contexts: EguiContexts, mut themed: ResMut<Themed>) {
    let Some(ctx) = context(&mut contexts) else { return };
    if !themed.0 {
        themed.0 = true;
        let mut fonts = egui::FontDefinitions::empty();
        fonts.font_data.insert("noto".into(), Arc::new(egui::FontData::from_static(FONT)));
        for family in [egui::FontFamily::Proportional, egui::FontFamily::Monospace] {
            fonts.families.insert(family, vec!["noto".into()]);
        }
        ctx.set_fonts(fonts);
        ctx.all_styles_mut(style);
        // Visitors press longer than a mouse clicks, and frames may be slow.
        ctx.options_mut(|options| options.input_options.max_click_duration = LONGEST_PRESS_S);
    }
    // Panels keep their share of the screen from a laptop to a 4K wall.
    let native = ctx.native_pixels_per_point().unwrap_or(1.0);
    let height_px = ctx.content_rect().height() * ctx.pixels_per_point();
    let zoom = ((height_px / DESIGN_HEIGHT).clamp(0.7, 4.0) / native).max(0.3);
    if height_px > 1.0 && (ctx.zoom_factor() - zoom).abs() > 0.02 {
        ctx.set_zoom_factor(zoom);
    }
}

fn style(style: &mut egui::Style) {
    use egui::{FontFamily, FontId, TextStyle};
    style.text_styles = [
        (TextStyle::Heading, FontId::new(19.0, FontFamily::Proportional)),
        (TextStyle::Body, FontId::new(14.5, FontFamily::Proportional)),
        (TextStyle::Button, FontId::new(14.5, FontFamily::Proportional)),
        (TextStyle::Small, FontId::new(12.0, FontFamily::Proportional)),
        (TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace)),
    ]
    .into();
    style.spacing.item_spacing = egui::vec2(8.0, 6.0);
    style.spacing.button_padding = egui::vec2(10.0, 6.0);
    style.spacing.interact_size.y = 30.0;
    style.interaction.selectable_labels = false;
    let visuals = &mut style.visuals;
    *visuals = egui::Visuals::dark();
    visuals.override_text_color = Some(INK);
    visuals.selection.bg_fill = egui::Color32::from_rgb(150, 92, 20);
    visuals.selection.stroke = egui::Stroke::new(1.0, ACCENT);
    visuals.widgets.inactive.weak_bg_fill = egui::Color32::from_white_alpha(18);
    visuals.widgets.inactive.bg_fill = egui::Color32::from_white_alpha(40);
    visuals.widgets.hovered.weak_bg_fill = egui::Color32::from_white_alpha(44);
    visuals.extreme_bg_color = egui::Color32::from_black_alpha(120);
}
