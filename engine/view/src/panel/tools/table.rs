//! The table of attributes at the foot: kind, filter, columns that sort, statistics; a row that is clicked is shown in
//! the scene.

use std::collections::BTreeSet;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{ElementId, Language};
use linli_present::table::{Column, Condition, Table, TableAsk, parse_conditions, table_of};
use linli_present::{
    Command, FactValue, Moment, Session, Text, ToolsWish, VisibilityWish, count, fact_text, text,
};

use super::WIDTH;
use super::colours::{Names, kind_box};
use crate::panel::context;
use crate::panel::theme::{ACCENT, INK, QUIET, sheet};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Height of a row and width of a column, points.
const ROW: f32 = 22.0;
const COLUMN: f32 = 128.0;
/// Rows that are seen at once.
const SEEN_ROWS: f32 = 7.0;
/// How far the table reaches up from the foot of the screen, points.
pub(super) const TOP: f32 = 470.0;

/// The table as it is shown.
#[derive(Resource, Default)]
pub(in crate::panel) struct TableShown {
    made_of: Option<(TableAsk, Moment)>,
    table: Table,
    filter: String,
    problem: Option<String>,
}

/// Makes the table anew when what is asked or the scene changed.
pub(in crate::panel) fn make(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut shown: ResMut<TableShown>,
) {
    let (Some(ask), Some(loaded)) = (&session.0.tools.table, &scene.0) else { return };
    let wanted = Some((ask.clone(), session.0.moment));
    if shown.made_of == wanted && !scene.is_changed() {
        return;
    }
    if shown.filter.is_empty() && shown.problem.is_none() {
        shown.filter = words_of(&ask.conditions);
    }
    shown.table = table_of(&loaded.community, ask, |id| loaded.shows(id, session.0.moment));
    shown.made_of = wanted;
}

/// Conditions as they are typed.
fn words_of(conditions: &[Condition]) -> String {
    let one = |condition: &Condition| {
        format!("{}{}{}", condition.name, condition.comparison.sign(), condition.value)
    };
    conditions.iter().map(one).collect::<Vec<_>>().join(" and ")
}

pub(in crate::panel) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    mut shown: ResMut<TableShown>,
    mut names: ResMut<Names>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(ask), Some(loaded)) = (&session.0.tools.table, &scene.0) else { return };
    // Right of whatever panel stands at the left.
    let left = match (session.0.covers_layers(), session.0.panels) {
        (true, _) => WIDTH + 62.0,
        (false, true) => 278.0,
        (false, false) => 16.0,
    };
    let width = ctx.content_rect().width() - left - 46.0;
    let mut order = |command| {
        orders.write(Order(command));
    };
    let place = egui::vec2(left, -76.0);
    egui::Area::new("table".into())
        .order(egui::Order::Foreground)
        .anchor(egui::Align2::LEFT_BOTTOM, place)
        .show(&ctx, |ui| {
            sheet().show(ui, |ui| {
                ui.set_width(width);
                let changed = head(ui, ask, &session.0, loaded, &mut shown, &mut names, &mut order);
                if let Some(ask) = changed {
                    order(Command::Tools(ToolsWish::Table(Some(ask))));
                }
                egui::ScrollArea::horizontal().show(ui, |ui| {
                    body(ui, ask, &session.0, &shown.table, &mut order);
                });
            });
        });
}

/// Kind, filter, number of rows, buttons; gives what is asked now, when it changed.
fn head(
    ui: &mut egui::Ui,
    ask: &TableAsk,
    session: &Session,
    scene: &LoadedScene,
    shown: &mut TableShown,
    names: &mut Names,
    order: &mut impl FnMut(Command),
) -> Option<TableAsk> {
    let language = session.language;
    let mut changed = None;
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::AttributeTable, language)).heading());
        if let Some(kind) = kind_box(ui, "table kind", ask.kind.as_deref(), session, scene, names) {
            changed = Some(TableAsk { kind, columns: Vec::new(), sort: None, ..ask.clone() });
        }
        ui.label(egui::RichText::new(text(Text::Filter, language)).color(QUIET));
        let hint = text(Text::TableFilterHint, language);
        let edit = egui::TextEdit::singleline(&mut shown.filter).hint_text(hint).desired_width(330.0);
        if ui.add(edit).changed() {
            match parse_conditions(&shown.filter) {
                Ok(conditions) => {
                    shown.problem = None;
                    changed = Some(TableAsk { conditions, ..ask.clone() });
                }
                // While it is being typed nothing changes; the reason stands beside it.
                Err(why) => shown.problem = Some(why),
            }
        }
        let rows = format!("{} {}", count(shown.table.rows.len()), text(Text::Rows, language));
        ui.label(egui::RichText::new(rows).color(ACCENT));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button(text(Text::Close, language)).clicked() {
                order(Command::Tools(ToolsWish::Table(None)));
            }
            if ui.button(text(Text::ChooseRows, language)).clicked() {
                let elements = shown.table.rows.iter().filter_map(|row| scene.community.element(row.id));
                let keys: BTreeSet<_> = elements.map(|element| element.key.clone()).collect();
                order(Command::Tools(ToolsWish::Visibility(VisibilityWish::Choose(keys))));
            }
        });
    });
    if let Some(why) = &shown.problem {
        ui.label(egui::RichText::new(why).small().color(ACCENT));
    }
    changed
}

/// Heads of the columns, rows, statistics.
fn body(
    ui: &mut egui::Ui,
    ask: &TableAsk,
    session: &Session,
    table: &Table,
    order: &mut impl FnMut(Command),
) {
    let language = session.language;
    let width = 92.0 + COLUMN * table.columns.len() as f32;
    ui.set_width(width.max(ui.available_width()));
    if let Some(sort) = heads(ui, ask, &table.columns, language) {
        let descending = ask.sort.as_ref() == Some(&sort) && !ask.descending;
        let ask = TableAsk { sort: Some(sort), descending, ..ask.clone() };
        order(Command::Tools(ToolsWish::Table(Some(ask))));
    }
    let height = ROW * SEEN_ROWS;
    let area = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height);
    ui.spacing_mut().item_spacing.y = 0.0;
    area.auto_shrink([false, true]).show_rows(ui, ROW, table.rows.len(), |ui, seen| {
        for (at, row) in seen.clone().zip(&table.rows[seen]) {
            let words = row.values.iter().map(|value| match value {
                Some(value) => (value.words(language), INK),
                None => ("–".to_owned(), QUIET),
            });
            let line = (at + 1).to_string();
            if cells(ui, &line, words, is_shown(session, row.id)) {
                order(Command::FlyTo(row.id));
            }
        }
    });
    ui.separator();
    type Statistic = fn(&Column) -> Option<f64>;
    let told: [(Text, Statistic); 5] = [
        (Text::SumOf, Column::sum),
        (Text::MeanOf, |c| c.statistics.map(|s| s.mean)),
        (Text::MedianOf, |c| c.statistics.map(|s| s.median)),
        (Text::LeastOf, |c| c.statistics.map(|s| s.min)),
        (Text::GreatestOf, |c| c.statistics.map(|s| s.max)),
    ];
    for (name, statistic) in told {
        let words = table.columns.iter().map(|column| {
            let value = statistic(column).map(FactValue::Number);
            (value.map_or_else(String::new, |value| value.words(language)), QUIET)
        });
        cells(ui, text(name, language), words, false);
    }
}

fn is_shown(session: &Session, id: ElementId) -> bool {
    session.selection == Some(id)
}

/// The heads; gives the name of the column that was clicked.
fn heads(ui: &mut egui::Ui, ask: &TableAsk, columns: &[Column], language: Language) -> Option<String> {
    let mut clicked = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.allocate_exact_size(egui::vec2(92.0, ROW), egui::Sense::hover());
        for column in columns {
            let arrow = match (ask.sort.as_ref() == Some(&column.name), ask.descending) {
                (false, _) => "",
                (true, false) => " ↑",
                (true, true) => " ↓",
            };
            let (rect, response) = ui.allocate_exact_size(egui::vec2(COLUMN, ROW), egui::Sense::click());
            let colour = if response.hovered() || !arrow.is_empty() { ACCENT } else { QUIET };
            let words = format!("{}{arrow}", fact_text(&column.name, language));
            let font = egui::FontId::proportional(12.0);
            let clip = rect.with_max_x(rect.right() - 8.0).intersect(ui.clip_rect());
            let painter = ui.painter().with_clip_rect(clip);
            painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, words, font, colour);
            if response.clicked() {
                clicked = Some(column.name.clone());
            }
        }
    });
    clicked
}

/// A line of the table, painted; whether it was clicked.
fn cells(
    ui: &mut egui::Ui,
    head: &str,
    words: impl Iterator<Item = (String, egui::Color32)>,
    is_chosen: bool,
) -> bool {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, ROW), egui::Sense::click());
    let painter = ui.painter();
    if is_chosen {
        painter.rect_filled(rect, 2.0, egui::Color32::from_rgb(150, 92, 20));
    } else if response.hovered() {
        painter.rect_filled(rect, 2.0, egui::Color32::from_white_alpha(24));
    }
    let font = egui::FontId::proportional(13.0);
    let middle = rect.center().y;
    let put = |left: f32, room: f32, words: String, colour| {
        let clip = egui::Rect::from_min_size(egui::pos2(left, rect.top()), egui::vec2(room - 8.0, ROW));
        let at = egui::pos2(left, middle);
        painter.with_clip_rect(clip.intersect(painter.clip_rect())).text(
            at,
            egui::Align2::LEFT_CENTER,
            words,
            font.clone(),
            colour,
        );
    };
    put(rect.left() + 4.0, 88.0, head.to_owned(), QUIET);
    for (at, (words, colour)) in words.enumerate() {
        put(rect.left() + 92.0 + COLUMN * at as f32, COLUMN, words, colour);
    }
    response.clicked()
}
