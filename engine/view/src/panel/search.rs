//! The search box and its hits.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, SearchHit, Text, search, text};

use super::context;
use super::theme::{ACCENT, QUIET, sheet};
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Order, ViewSession};

/// What is typed, and what was found.
#[derive(Resource, Default)]
pub(crate) struct SearchBox {
    /// Whether the box should take the keyboard.
    pub focus: bool,
    query: String,
    asked: String,
    hits: Vec<SearchHit>,
}

/// Hits listed at most.
const HITS: usize = 9;

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    mut search_box: ResMut<SearchBox>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let language = session.0.language;
    let state = &mut *search_box;
    egui::Area::new("search".into()).order(egui::Order::Foreground).fixed_pos(egui::pos2(16.0, 16.0)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| {
                ui.set_width(216.0);
                ui.horizontal(|ui| {
                    ui.label(egui::RichText::new(text(Text::AppName, language)).heading().color(ACCENT));
                    ui.add(egui::Label::new(egui::RichText::new(&info.name).color(QUIET)).truncate());
                });
                ui.horizontal(|ui| {
                    for (label, command) in [
                        (Text::Home, Command::GoHome),
                        (Text::Help, Command::ShowHelp(!session.0.help)),
                        (Text::SwitchLanguage, Command::SetLanguage(language.other())),
                    ] {
                        if ui.button(egui::RichText::new(text(label, language)).small()).clicked() {
                            orders.write(Order(command));
                        }
                    }
                });
                let edit = ui.add(
                    egui::TextEdit::singleline(&mut state.query)
                        .hint_text(text(Text::Search, language))
                        .desired_width(f32::INFINITY),
                );
                if std::mem::take(&mut state.focus) {
                    edit.request_focus();
                }
                if let (true, Some(scene)) = (state.query != state.asked, &scene.0) {
                    state.asked.clone_from(&state.query);
                    state.hits = search(&scene.community, &state.query, HITS);
                }
                let enter = edit.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                let mut chosen = state.hits.first().filter(|_| enter).map(|hit| hit.id);
                for hit in &state.hits {
                    if ui.add(egui::Button::new(&hit.label).truncate().frame(false)).clicked() {
                        chosen = Some(hit.id);
                    }
                }
                if state.hits.is_empty() && !state.query.trim().is_empty() {
                    ui.label(egui::RichText::new(text(Text::NothingFound, language)).small().color(QUIET));
                }
                if let Some(id) = chosen {
                    orders.write(Order(Command::FlyTo(id)));
                    state.query.clear();
                    state.asked.clear();
                    state.hits.clear();
                }
            });
        },
    );
}
