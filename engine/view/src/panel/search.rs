//! The search box: elements by their names, and commands by theirs.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, NamedCommand, SearchHit, Session, Text, commands_named, search, text};

use super::context;
use super::theme::{ACCENT, QUIET, sheet};
use crate::scene::{CurrentScene, LoadedScene, SceneInfo};
use crate::session::{Order, ViewSession};

/// What is typed, and what was found.
#[derive(Resource, Default)]
pub(crate) struct SearchBox {
    /// Whether the box should take the keyboard.
    pub focus: bool,
    query: String,
    asked: String,
    hits: Vec<SearchHit>,
    commands: Vec<NamedCommand>,
}

impl SearchBox {
    /// Takes the keyboard for the name of a command.
    pub(crate) fn ask_for_command(&mut self) {
        (self.focus, self.query) = (true, COMMAND.to_string());
    }

    fn look(&mut self, scene: Option<&LoadedScene>, session: &Session) {
        self.asked.clone_from(&self.query);
        let name = self.query.trim_start().strip_prefix(COMMAND);
        self.hits = match (scene, name) {
            (Some(scene), None) => search(&scene.community, &self.query, HITS),
            _ => Vec::new(),
        };
        if let Some(scene) = scene {
            self.hits.retain(|hit| !scene.gone.contains(&hit.id));
        }
        let is_any = name.is_some() || !self.query.trim().is_empty();
        let room = if name.is_some() { COMMANDS.1 } else { COMMANDS.0 };
        let asked = name.unwrap_or(&self.query);
        self.commands =
            if is_any { commands_named(asked, session, session.language, room) } else { Vec::new() };
    }

    fn clear(&mut self) {
        *self = Self { focus: self.focus, ..Self::default() };
    }
}

/// What begins the name of a command.
const COMMAND: char = '>';
/// Commands listed at most: after hits, and when only commands are asked for.
const COMMANDS: (usize, usize) = (3, 12);

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
                if state.query != state.asked {
                    state.look(scene.0.as_ref(), &session.0);
                }
                let enter = edit.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
                let mut chosen: Option<Vec<Command>> = None;
                let first = state.hits.first().map(|hit| vec![Command::FlyTo(hit.id)]);
                if enter {
                    chosen = first.or(state.commands.first().map(|named| named.commands.clone()));
                }
                for hit in &state.hits {
                    if ui.add(egui::Button::new(&hit.label).truncate().frame(false)).clicked() {
                        chosen = Some(vec![Command::FlyTo(hit.id)]);
                    }
                }
                for named in &state.commands {
                    let words = egui::RichText::new(format!("{COMMAND} {}", named.name)).color(ACCENT);
                    if ui.add(egui::Button::new(words).truncate().frame(false)).clicked() {
                        chosen = Some(named.commands.clone());
                    }
                }
                let is_nothing = state.hits.is_empty() && state.commands.is_empty();
                if is_nothing && !state.query.trim().is_empty() {
                    ui.label(egui::RichText::new(text(Text::NothingFound, language)).small().color(QUIET));
                }
                if let Some(commands) = chosen {
                    orders.write_batch(commands.into_iter().map(Order));
                    state.clear();
                }
            });
        },
    );
}
