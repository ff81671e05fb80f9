//! The information card of the selected element.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{ElementId, Kind, Language};
use linli_present::{Card, CardRow, Command, Session, Text, card_of, has_network, text, work_rows};

use super::theme::{QUIET, sheet};
use super::{context, edit_card};
use crate::edit::{EditorSource, FieldInHand};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};
use crate::utility::FollowedNetwork;

/// Height that is left free below the card, points.
const BELOW: f32 = 264.0;
/// Width of the card, points.
const WIDTH: f32 = 320.0;
/// Width that the card takes with its rim and the gap beside it, points.
pub(super) const ROOM: f32 = WIDTH + 42.0;

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    editable: Option<Res<EditorSource>>,
    followed: Res<FollowedNetwork>,
    mut orders: MessageWriter<Order>,
    mut made: Local<Option<(ElementId, Language, Card)>>,
    mut typing: Local<edit_card::Typing>,
    mut in_hand: ResMut<FieldInHand>,
) {
    in_hand.0 = None;
    let Some(ctx) = context(&mut contexts) else { return };
    let is_new = scene.is_changed();
    let (Some(scene), Some(id)) = (&scene.0, session.0.selection) else { return };
    let language = session.0.language;
    if is_new || made.as_ref().is_none_or(|(old, spoken, _)| (*old, *spoken) != (id, language)) {
        *made = card_of(&scene.community, id, language).map(|card| (id, language, card));
    }
    let Some((_, _, card)) = &*made else { return };
    let screen = ctx.content_rect();
    let corner = egui::pos2(screen.right() - WIDTH - 46.0, 16.0);
    egui::Area::new("card".into()).fixed_pos(corner).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.horizontal(|ui| {
                ui.add(egui::Label::new(egui::RichText::new(&card.title).heading()).wrap());
            });
            ui.horizontal(|ui| {
                if ui.button(text(Text::FlyTo, language)).clicked() {
                    orders.write(Order(Command::FlyTo(id)));
                }
                if ui.button(text(Text::Close, language)).clicked() {
                    orders.write(Order(Command::Select(None)));
                }
                let storeys = scene.stages.storeys(id);
                if storeys > 0 {
                    storey(ui, &session.0, storeys, &mut orders);
                }
            });
            if session.0.storey.is_some() {
                let note = egui::RichText::new(text(Text::InteriorSchematic, language)).small().color(QUIET);
                ui.add(egui::Label::new(note).wrap());
            }
            if let Some(kind) = scene.community.element(id).map(|element| &element.kind)
                && (has_network(kind) || matches!(kind, Kind::Corridor(_)))
            {
                super::utility::buttons(ui, &session.0, kind, &followed, &mut orders);
            }
            let editable = editable.as_ref().filter(|_| scene.comparison.is_none());
            if editable.is_some() {
                edit_card::tools(ui, &session.0, scene, id, &mut orders);
            }
            ui.separator();
            // The bar of editing and the compass stand below.
            let height = (screen.bottom() - BELOW - ui.cursor().top()).max(160.0);
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                if let (Some(_), Some(element)) = (editable, scene.community.element(id)) {
                    let whose = (id, element);
                    edit_card::values(ui, &session.0, whose, &mut typing, &mut in_hand, &mut orders);
                    ui.separator();
                }
                rows(ui, "facts", &card.facts);
                let stages = &scene.stages;
                if let Some(element) = scene.community.element(id) {
                    let day = session.0.moment.day;
                    let works = work_rows(element, id, &stages.schedule, &stages.timeline, day, language);
                    if !works.is_empty() {
                        ui.separator();
                        rows(ui, "works", &works);
                    }
                }
                if !card.attributes.is_empty() {
                    let title = format!("{} ({})", text(Text::Attributes, language), card.attributes.len());
                    egui::CollapsingHeader::new(title).default_open(card.attributes.len() <= 8).show(
                        ui,
                        |ui| {
                            rows(ui, "attributes", &card.attributes);
                        },
                    );
                }
            });
        });
    });
}

fn rows(ui: &mut egui::Ui, name: &str, rows: &[CardRow]) {
    egui::Grid::new(name).num_columns(2).spacing([12.0, 4.0]).max_col_width(WIDTH * 0.6).show(ui, |ui| {
        for row in rows {
            ui.label(egui::RichText::new(&row.label).color(QUIET));
            ui.add(egui::Label::new(&row.value).wrap().selectable(true));
            ui.end_row();
        }
    });
}

/// Opens the building above a storey.
fn storey(ui: &mut egui::Ui, session: &Session, storeys: i32, orders: &mut MessageWriter<Order>) {
    let language = session.language;
    let open = session.storey.map(|(_, level)| level);
    let label = text(Text::OpenStorey, language);
    if ui.selectable_label(open.is_some(), label).clicked() {
        let wanted = if open.is_some() { None } else { Some((storeys + 1) / 2) };
        orders.write(Order(Command::OpenStorey(wanted)));
    }
    if let Some(mut level) = open {
        ui.spacing_mut().slider_width = 40.0;
        if ui.add(egui::Slider::new(&mut level, 1..=storeys).suffix("F")).changed() {
            orders.write(Order(Command::OpenStorey(Some(level))));
        }
    }
}
