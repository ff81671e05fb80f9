//! What can be done to the selected element, in its card: tools, values that can be typed, exact placing.

use bevy::prelude::*;
use bevy_egui::egui;
use linli_model::{Element, ElementId};
use linli_present::{
    Command, EditTool, EditWish, Field, FieldInput, FieldKind, MirrorWay, Session, Text, fields_of, text,
};

use super::theme::QUIET;
use crate::edit::{FieldInHand, TURN_DEG, copy_beside, selected_keys};
use crate::scene::LoadedScene;
use crate::session::Order;

/// Width of a value, points.
const VALUE_WIDTH: f32 = 120.0;

/// What is being typed, and the numbers of exact placing.
#[derive(Default)]
pub(super) struct Typing {
    /// The element, the number of its value, and the input so far.
    field: Option<(ElementId, usize, FieldInput)>,
    exact: Exact,
}

/// Numbers of exact placing.
struct Exact {
    move_m: [f64; 2],
    turn_deg: f64,
    scale: f64,
    counts: [u32; 2],
    steps_m: [f64; 2],
}

impl Default for Exact {
    fn default() -> Self {
        Self { move_m: [0.0; 2], turn_deg: 90.0, scale: 1.0, counts: [2, 1], steps_m: [30.0, 30.0] }
    }
}

/// Tools for the selected element, in a row.
pub(super) fn tools(
    ui: &mut egui::Ui,
    session: &Session,
    scene: &LoadedScene,
    id: ElementId,
    orders: &mut MessageWriter<Order>,
) {
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    let count = selected_keys(session, scene).len();
    if count > 1 {
        let words = format!("{count} {}", text(Text::EditsChosen, language));
        ui.label(egui::RichText::new(words).small().color(super::theme::ACCENT));
    }
    ui.horizontal(|ui| {
        // Five tools in the width of the card.
        ui.spacing_mut().button_padding.x = 5.0;
        ui.spacing_mut().item_spacing.x = 5.0;
        for (tool, label) in [(EditTool::Move, Text::MoveTool), (EditTool::Reshape, Text::Reshape)] {
            let held = session.tool == Some(tool);
            if ui.selectable_label(held, text(label, language)).clicked() {
                order(Command::SetTool((!held).then_some(tool)));
            }
        }
        if ui.button(text(Text::Rotate, language)).clicked() {
            order(Command::Edit(EditWish::Rotate(TURN_DEG)));
        }
        if ui.button(text(Text::CopyBeside, language)).clicked() {
            order(Command::Edit(copy_beside(scene, id)));
        }
        if ui.button(text(Text::Delete, language)).clicked() {
            order(Command::Edit(EditWish::Delete));
        }
    });
}

/// Values that can be typed, and exact placing, each folded.
pub(super) fn values(
    ui: &mut egui::Ui,
    session: &Session,
    (id, element): (ElementId, &Element),
    typing: &mut Typing,
    in_hand: &mut FieldInHand,
    orders: &mut MessageWriter<Order>,
) {
    let language = session.language;
    let mut asked = None;
    egui::CollapsingHeader::new(text(Text::EditValues, language)).id_salt("edit values").show(ui, |ui| {
        egui::Grid::new("fields").num_columns(2).spacing([12.0, 4.0]).show(ui, |ui| {
            for (number, field) in fields_of(element, language).into_iter().enumerate() {
                ui.label(egui::RichText::new(text(field.name, language)).color(QUIET));
                if let Some(input) = value(ui, (id, number), &field, &mut typing.field) {
                    asked = field.wish(element, &input);
                }
                ui.end_row();
                if let Some((of, at, input)) = &typing.field
                    && (*of, *at) == (id, number)
                {
                    in_hand.0 = field.wish(element, input);
                }
            }
        });
    });
    egui::CollapsingHeader::new(text(Text::PlaceExactly, language)).id_salt("exact").show(ui, |ui| {
        asked = exact(ui, language, &mut typing.exact).or(asked.take());
    });
    orders.write_batch(asked.map(|wish| Order(Command::Edit(wish))));
}

/// A value; what was put in when that is done.
fn value(
    ui: &mut egui::Ui,
    whose: (ElementId, usize),
    field: &Field,
    typed: &mut Option<(ElementId, usize, FieldInput)>,
) -> Option<FieldInput> {
    let so_far = typed.as_ref().filter(|(id, number, _)| (*id, *number) == whose).map(|(_, _, input)| input);
    let size = egui::vec2(VALUE_WIDTH, 18.0);
    let (response, input) = match &field.kind {
        FieldKind::Whole { now, range } => {
            let known = match so_far {
                Some(FieldInput::Whole(value)) => Some(*value),
                _ => *now,
            };
            let mut value = known.unwrap_or(range[0]);
            let drag = egui::DragValue::new(&mut value).range(range[0]..=range[1]).speed(0.1);
            let drag = if known.is_none() { drag.custom_formatter(|_, _| "–".to_owned()) } else { drag };
            (ui.add_sized(size, drag), FieldInput::Whole(value))
        }
        FieldKind::Number { now, range, decimals } => {
            let known = match so_far {
                Some(FieldInput::Number(value)) => Some(*value),
                _ => *now,
            };
            let mut value = known.unwrap_or(range[0]);
            let speed = if *decimals == 0 { 5.0 } else { 0.05 };
            let unit = if field.unit.is_empty() { String::new() } else { format!("\u{a0}{}", field.unit) };
            let drag = egui::DragValue::new(&mut value)
                .range(range[0]..=range[1])
                .speed(speed)
                .max_decimals(*decimals)
                .suffix(unit);
            let drag = if known.is_none() { drag.custom_formatter(|_, _| "–".to_owned()) } else { drag };
            (ui.add_sized(size, drag), FieldInput::Number(value))
        }
        FieldKind::Words(now) => {
            let mut words = match so_far {
                Some(FieldInput::Words(words)) => words.clone(),
                _ => now.clone(),
            };
            let edit = egui::TextEdit::singleline(&mut words).char_limit(200);
            (ui.add_sized(size, edit), FieldInput::Words(words))
        }
        FieldKind::Choice { now, options } => {
            let mut chosen = *now;
            let shown = now.and_then(|at| options.get(at)).map_or("–", String::as_str);
            egui::ComboBox::from_id_salt(whose).selected_text(shown).width(VALUE_WIDTH).show_ui(ui, |ui| {
                for (at, option) in options.iter().enumerate() {
                    ui.selectable_value(&mut chosen, Some(at), option);
                }
            });
            return chosen.filter(|_| chosen != *now).map(FieldInput::Choice);
        }
        FieldKind::Flag(now) => {
            let mut on = now.unwrap_or(false);
            return ui.checkbox(&mut on, "").changed().then_some(FieldInput::Flag(on));
        }
    };
    if response.changed() {
        *typed = Some((whose.0, whose.1, input));
    }
    let is_done = response.drag_stopped() || response.lost_focus();
    let is_own = typed.as_ref().is_some_and(|(id, number, _)| (*id, *number) == whose);
    if is_done && is_own { typed.take().map(|(_, _, input)| input) } else { None }
}

/// Numbers for a move, a turn, a scale, an array, and mirrors; what is asked for when a button is pressed.
fn exact(ui: &mut egui::Ui, language: linli_model::Language, exact: &mut Exact) -> Option<EditWish> {
    let mut asked = None;
    let metres = |value| egui::DragValue::new(value).speed(0.1).suffix("\u{a0}m").range(-5000.0..=5000.0);
    egui::Grid::new("exact places").num_columns(2).spacing([12.0, 4.0]).show(ui, |ui| {
        if ui.button(text(Text::MoveBy, language)).clicked() && exact.move_m != [0.0; 2] {
            asked = Some(EditWish::Move(exact.move_m));
        }
        ui.horizontal(|ui| {
            let [east, north] = &mut exact.move_m;
            ui.add(metres(east).prefix("E "));
            ui.add(metres(north).prefix("N "));
        });
        ui.end_row();
        if ui.button(text(Text::TurnBy, language)).clicked() && exact.turn_deg != 0.0 {
            asked = Some(EditWish::Rotate(exact.turn_deg));
        }
        ui.add(egui::DragValue::new(&mut exact.turn_deg).speed(0.5).suffix("°").range(-360.0..=360.0));
        ui.end_row();
        if ui.button(text(Text::ScaleBy, language)).clicked() && exact.scale != 1.0 {
            asked = Some(EditWish::Scale(exact.scale));
        }
        ui.add(egui::DragValue::new(&mut exact.scale).speed(0.01).prefix("× ").range(0.05..=20.0));
        ui.end_row();
        let is_array = exact.counts[0].saturating_mul(exact.counts[1]) > 1;
        if ui.button(text(Text::ArrayOf, language)).clicked() && is_array {
            let [column_m, row_m] = exact.steps_m;
            asked = Some(EditWish::Array { counts: exact.counts, column_m, row_m });
        }
        ui.horizontal(|ui| {
            let ([columns, rows], [east, north]) = (&mut exact.counts, &mut exact.steps_m);
            ui.add(egui::DragValue::new(columns).speed(0.05).range(1..=50));
            ui.add(metres(east).prefix("E "));
            ui.add(egui::DragValue::new(rows).speed(0.05).range(1..=50));
            ui.add(metres(north).prefix("N "));
        });
        ui.end_row();
    });
    ui.horizontal(|ui| {
        let ways =
            [(MirrorWay::EastWest, Text::MirrorEastWest), (MirrorWay::NorthSouth, Text::MirrorNorthSouth)];
        for (way, label) in ways {
            if ui.button(text(label, language)).clicked() {
                asked = Some(EditWish::Mirror(way));
            }
        }
    });
    asked
}
