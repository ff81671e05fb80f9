//! The page of what is shown: choosing by a box, alone, hidden, see-through; layers see-through.

use std::collections::BTreeSet;

use bevy_egui::egui;
use linli_model::Key;
use linli_present::{FAINT, Session, Text, ToolsWish, VisibilityWish, count, layer_text, text};

use crate::panel::theme::QUIET;
use crate::scene::LoadedScene;

/// What the buttons act on: what is chosen together, else the selected element.
fn meant(session: &Session, scene: &LoadedScene) -> BTreeSet<Key> {
    let chosen = &session.tools.visibility.chosen;
    if !chosen.is_empty() {
        return chosen.clone();
    }
    let selected = session.selection.and_then(|id| scene.community.element(id));
    selected.map(|element| element.key.clone()).into_iter().collect()
}

pub(super) fn page(
    ui: &mut egui::Ui,
    session: &Session,
    scene: &LoadedScene,
    wish: &mut impl FnMut(ToolsWish),
) {
    let language = session.language;
    let view = &session.tools.visibility;
    let meant = meant(session, scene);
    let mut wish = |visibility: VisibilityWish| wish(ToolsWish::Visibility(visibility));
    ui.horizontal_wrapped(|ui| {
        if ui.selectable_label(view.boxing, text(Text::ChooseByBox, language)).clicked() {
            wish(VisibilityWish::TakeBox(!view.boxing));
        }
        let words = format!("{}: {}", text(Text::Chosen, language), count(meant.len()));
        ui.label(egui::RichText::new(words).color(QUIET));
        if !view.chosen.is_empty() && ui.button(text(Text::ChooseNone, language)).clicked() {
            wish(VisibilityWish::Choose(BTreeSet::new()));
        }
    });
    if view.boxing {
        let hint = egui::RichText::new(text(Text::ChooseByBoxHint, language)).small().color(QUIET);
        ui.add(egui::Label::new(hint).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        for (label, act) in [
            (Text::Isolate, VisibilityWish::Isolate(meant.clone())),
            (Text::Hide, VisibilityWish::Hide(meant.clone())),
            (Text::MakeFaint, VisibilityWish::Faint(meant.clone(), FAINT)),
        ] {
            if ui.add_enabled(!meant.is_empty(), egui::Button::new(text(label, language))).clicked() {
                wish(act);
            }
        }
        if ui.add_enabled(!view.is_whole(), egui::Button::new(text(Text::ShowAll, language))).clicked() {
            wish(VisibilityWish::ShowAll);
        }
    });
    ui.separator();
    ui.label(egui::RichText::new(text(Text::LayerOpacity, language)).small().color(QUIET));
    let height = (ui.ctx().content_rect().height() - 500.0).max(140.0);
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        egui::Grid::new("layers see-through").num_columns(2).spacing([10.0, 2.0]).show(ui, |ui| {
            for (layer, _) in scene.facts.layer_counts() {
                ui.label(layer_text(layer, language));
                let mut percent = view.layers.get(&layer).copied().unwrap_or(1.0) * 100.0;
                ui.spacing_mut().slider_width = 110.0;
                let slider = egui::Slider::new(&mut percent, 0.0..=100.0).fixed_decimals(0).suffix(" %");
                if ui.add(slider).changed() {
                    wish(VisibilityWish::Layer(layer, percent / 100.0));
                }
                ui.end_row();
            }
        });
    });
}
