//! The page of colours by attribute: which kind, which name, how many classes and how they are made.

use std::collections::BTreeMap;

use bevy::prelude::*;
use bevy_egui::egui;
use linli_present::thematic::{ClassMethod, MOST_CLASSES, ThemeAsk};
use linli_present::{Fact, Session, Text, ToolsWish, count, fact_text, kind_text, kinds_in, names_in, text};

use crate::panel::theme::{ACCENT, QUIET};
use crate::scene::LoadedScene;
use crate::tools::Overrides;

/// Kinds of the scene and the names that each has values for, found when they are first asked for.
#[derive(Resource, Default)]
pub(in crate::panel) struct Names {
    kinds: Vec<(&'static str, usize)>,
    of: BTreeMap<Option<String>, Vec<(String, usize)>>,
    kind: Option<String>,
}

impl Names {
    /// Kinds of the scene, the most frequent first; what lies under everything is none.
    pub(super) fn kinds(&mut self, scene: &LoadedScene) -> &[(&'static str, usize)] {
        if self.kinds.is_empty() {
            self.kinds = kinds_in(&scene.community);
            self.kinds.retain(|(kind, _)| *kind != "terrain");
        }
        &self.kinds
    }
}

/// What says nothing as a colour: each element has its own.
fn tells_apart(name: &str) -> bool {
    !matches!(Fact::from_name(name), Some(Fact::Key | Fact::Name | Fact::Address))
}

/// Chooses a kind from a list, or all; the choice when it changed.
pub(super) fn kind_box(
    ui: &mut egui::Ui,
    id: &str,
    chosen: Option<&str>,
    session: &Session,
    scene: &LoadedScene,
    names: &mut Names,
) -> Option<Option<String>> {
    let language = session.language;
    let all = text(Text::AllKinds, language);
    let mut wanted = None;
    let shown = chosen.map_or(all, |kind| kind_text(kind, language));
    egui::ComboBox::from_id_salt(id).selected_text(shown).width(150.0).height(360.0).show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_none(), all).clicked() {
            wanted = Some(None);
        }
        for (kind, number) in names.kinds(scene) {
            let words = format!("{}  {}", kind_text(kind, language), count(*number));
            if ui.selectable_label(chosen == Some(*kind), words).clicked() {
                wanted = Some(Some((*kind).to_owned()));
            }
        }
    });
    wanted
}

pub(super) fn page(
    ui: &mut egui::Ui,
    session: &Session,
    scene: &LoadedScene,
    overrides: &Overrides,
    names: &mut Names,
    wish: &mut impl FnMut(ToolsWish),
) {
    let language = session.language;
    let asked = session.tools.colour.as_ref();
    if let Some(asked) = asked {
        names.kind.clone_from(&asked.kind);
    }
    let kind = names.kind.clone();
    if let Some(wanted) = kind_box(ui, "coloured kind", kind.as_deref(), session, scene, names) {
        names.kind.clone_from(&wanted);
        if let Some(asked) = asked {
            wish(ToolsWish::Colour(Some(ThemeAsk { kind: wanted, ..asked.clone() })));
        }
    }
    let kind = names.kind.clone();
    if let Some(asked) = asked {
        classes(ui, asked, language, wish);
        if matches!(&overrides.theme, Some(Err(_))) {
            ui.label(egui::RichText::new(text(Text::NoSuchValues, language)).color(ACCENT));
        }
    }
    ui.separator();
    ui.label(egui::RichText::new(text(Text::ColourBy, language)).small().color(QUIET));
    let list = names.of.entry(kind.clone()).or_insert_with(|| names_in(&scene.community, kind.as_deref()));
    let height = (ui.ctx().content_rect().height() - 540.0).max(140.0);
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.set_width(ui.available_width() - 10.0);
        for (name, number) in list.iter().filter(|(name, _)| tells_apart(name)) {
            let is_shown = asked.is_some_and(|asked| asked.name == *name && asked.kind == kind);
            ui.horizontal(|ui| {
                if ui.selectable_label(is_shown, fact_text(name, language)).clicked() {
                    let usual = ThemeAsk::by(name.clone());
                    let of_before = |asked: &ThemeAsk| ThemeAsk { name: name.clone(), ..asked.clone() };
                    let ask = ThemeAsk { kind: kind.clone(), ..asked.map_or(usual, of_before) };
                    wish(ToolsWish::Colour((!is_shown).then_some(ask)));
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.label(egui::RichText::new(count(*number)).small().color(QUIET));
                });
            });
        }
    });
}

/// How numbers are put into classes.
fn classes(
    ui: &mut egui::Ui,
    asked: &ThemeAsk,
    language: linli_model::Language,
    wish: &mut impl FnMut(ToolsWish),
) {
    let mut ask = asked.clone();
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new(text(Text::ClassMethodLabel, language)).color(QUIET));
        for method in ClassMethod::ALL {
            let name = match method {
                ClassMethod::Quantile => Text::Quantiles,
                ClassMethod::Equal => Text::EqualIntervals,
                ClassMethod::Natural => Text::NaturalBreaks,
            };
            if ui.selectable_label(ask.method == method, text(name, language)).clicked() {
                ask.method = method;
            }
        }
    });
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::ClassCount, language)).color(QUIET));
        ui.spacing_mut().slider_width = 110.0;
        ui.add(egui::Slider::new(&mut ask.classes, 2..=MOST_CLASSES));
        if ui.button(text(Text::NoColours, language)).clicked() {
            wish(ToolsWish::Colour(None));
        }
    });
    if ask != *asked {
        wish(ToolsWish::Colour(Some(ask)));
    }
}
