//! The layers panel: what is shown, with counts, and the legend of utility lines.

use std::collections::BTreeSet;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Kind, LandUse, Language, Layer, Medium};
use linli_present::{
    Colour, Command, Text, area_colour, count, land_use_colour, layer_text, medium_colour, medium_text, text,
};

use linli_space::soil_layers;

use super::theme::{QUIET, colour32, sheet};
use super::{PanelsShown, context};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};

/// Swatch of a layer.
fn swatch(layer: Layer) -> Colour {
    use linli_model::AreaUse;
    match layer {
        Layer::Terrain => [150, 140, 118],
        Layer::Parcels => land_use_colour(LandUse::Residential),
        Layer::Buildings => [226, 206, 178],
        Layer::Streets => area_colour(AreaUse::Carriageway),
        Layer::Railways => [120, 110, 104],
        Layer::Transit => [0, 92, 168],
        Layer::Parking => [140, 146, 152],
        Layer::Green => area_colour(AreaUse::Park),
        Layer::Water => area_colour(AreaUse::Water),
        Layer::Trees => [84, 118, 66],
        Layer::Land => area_colour(AreaUse::Plaza),
        Layer::Facilities => [230, 159, 0],
        Layer::Addresses => [160, 160, 160],
        Layer::Structures => [170, 166, 160],
        Layer::Underground => [128, 124, 132],
        Layer::Utilities => medium_colour(Medium::Water),
        Layer::Equipment => [40, 64, 110],
        Layer::SiteWorks => [236, 190, 40],
        Layer::Other => [130, 130, 130],
    }
}

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut orders: MessageWriter<Order>,
    mut counts: Local<Vec<(Layer, usize)>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if scene.is_changed()
        && let Some(scene) = &scene.0
    {
        *counts = scene.facts.layer_counts();
    }
    if !session.0.panels || session.0.covers_layers() || counts.is_empty() {
        return;
    }
    let language = session.0.language;
    egui::Area::new("layers".into()).fixed_pos(egui::pos2(16.0, 160.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(216.0);
            ui.label(egui::RichText::new(text(Text::Layers, language)).heading());
            let height = (ctx.content_rect().height() - 330.0).max(120.0);
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                for &(layer, number) in counts.iter() {
                    let shown = session.0.shows(layer);
                    if row(ui, layer, number, shown, language) {
                        orders.write(Order(Command::ShowLayer(layer, !shown)));
                    }
                }
            });
        });
    });
}

/// The legend of the utility lines, while the underground is shown: in the window and in pictures.
pub(super) fn draw_legend(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    panels: Res<PanelsShown>,
    mut media: Local<BTreeSet<Medium>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if scene.is_changed()
        && let Some(scene) = &scene.0
    {
        let lines = scene.community.elements().iter();
        *media = lines
            .filter_map(|e| if let Kind::UtilityLine(line) = &e.kind { Some(line.medium) } else { None })
            .collect();
    }
    let is_cut = session.0.cut.is_some() || session.0.section.is_some();
    let has_lines = !media.is_empty() && session.0.underground;
    if session.0.shows(Layer::Utilities) && (is_cut || has_lines) {
        // Above the compass.
        let foot = if *panels == PanelsShown::All { -178.0 } else { -128.0 };
        // Beside the card, where there is one.
        let has_card = *panels == PanelsShown::All && session.0.selection.is_some();
        let side = if has_card { -16.0 - super::card::ROOM } else { -16.0 };
        let place = egui::vec2(side, foot);
        legend(&ctx, &media, place, is_cut && session.0.selection.is_none(), session.0.language);
    }
}

/// One layer: swatch, box, name, count. Tells whether the box was clicked.
fn row(ui: &mut egui::Ui, layer: Layer, number: usize, mut shown: bool, language: Language) -> bool {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
        ui.painter().rect_filled(rect, 3.0, colour32(swatch(layer)));
        let clicked = ui.checkbox(&mut shown, layer_text(layer, language)).changed();
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(egui::RichText::new(count(number)).small().color(QUIET));
        });
        clicked
    })
    .inner
}

/// What the colours of utility lines mean.
fn legend(
    ctx: &egui::Context,
    media: &BTreeSet<Medium>,
    place: egui::Vec2,
    is_cut: bool,
    language: Language,
) {
    egui::Area::new("legend".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.label(text(Text::UtilityLegend, language));
            for &medium in media {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(egui::vec2(22.0, 6.0), egui::Sense::hover());
                    ui.painter().rect_filled(rect, 3.0, colour32(medium_colour(medium)));
                    ui.label(medium_text(medium, language));
                });
            }
            if is_cut {
                ui.label(egui::RichText::new(text(Text::SoilIsUsual, language)).small().color(QUIET));
                for layer in soil_layers(true) {
                    ui.horizontal(|ui| {
                        let (rect, _) = ui.allocate_exact_size(egui::vec2(22.0, 10.0), egui::Sense::hover());
                        ui.painter().rect_filled(rect, 1.0, colour32(layer.colour));
                        let [english, chinese] = layer.name;
                        ui.label(if language == Language::Chinese { chinese } else { english });
                    });
                }
            }
        });
    });
}
