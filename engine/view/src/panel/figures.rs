//! The panel of figures, in place of the layers: group by group, each row with its limit and what differs.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Key, Language};
use linli_present::{
    Command, FigureChoice, FigureRow, FigureSection, FigureShown, FigureTrack, Freshness, Session, Text,
    compass_of, figure_shown, text, title_of, unit_room,
};
use linli_sim::figures::PlanSheet;

use super::theme::{QUIET, sheet};
use super::{PanelsShown, context, elastic, figure_row};
use crate::figures::{FigureBasis, Figures};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Width of the panel, points.
pub(super) const WIDTH: f32 = 336.0;

/// In the window and in pictures.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    shown: Res<PanelsShown>,
    basis: Option<Res<FigureBasis>>,
    mut figures: ResMut<Figures>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(loaded), true) = (session.0.figures, &scene.0, basis.is_some()) else { return };
    let in_window = *shown == PanelsShown::All;
    let (top, foot) = if in_window { (160.0, 124.0) } else { (92.0, 64.0) };
    let height = (ctx.content_rect().height() - top - foot - 78.0).max(140.0);
    let mut unit = figures.unit.clone();
    let choice = figures.choice(&session.0, loaded);
    let sections = figures.sections(&choice);
    egui::Area::new("figures".into()).fixed_pos(egui::pos2(16.0, top)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            title(ui, &figures, loaded, &session.0, &mut unit);
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                ui.set_width(WIDTH - 12.0);
                ui.spacing_mut().item_spacing.y = 2.0;
                for (section, rows) in sections.iter() {
                    group(ui, (*section, rows), &choice, &figures, loaded, &session.0, &mut orders);
                }
            });
        });
    });
    if figures.unit != unit {
        figures.unit = unit;
    }
}

/// What the figures are about, and which unit.
fn title(
    ui: &mut egui::Ui,
    figures: &Figures,
    scene: &LoadedScene,
    session: &Session,
    unit: &mut Option<Key>,
) {
    let language = session.language;
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(text(Text::Figures, language)).heading());
        let units = figures.sheet.as_ref().map(|sheet| sheet.units.as_slice()).unwrap_or_default();
        let Some(now) = unit.as_ref().filter(|unit| units.contains(unit)).or(units.first()).cloned() else {
            return;
        };
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            egui::ComboBox::from_id_salt("unit")
                .width(190.0)
                .selected_text(name_of(scene, &now, language))
                .show_ui(ui, |ui| {
                    for one in units {
                        if ui.selectable_label(*one == now, name_of(scene, one, language)).clicked() {
                            *unit = Some(one.clone());
                        }
                    }
                });
        });
    });
    let about = if figures.pristine { Text::FiguresOfScene } else { Text::FiguresOfDesign };
    ui.label(egui::RichText::new(text(about, language)).small().color(QUIET));
}

fn name_of(scene: &LoadedScene, key: &Key, language: Language) -> String {
    let element = scene.facts.id_of(key).and_then(|id| scene.facts.element(id));
    element.map_or_else(|| key.to_string(), |element| title_of(element, language))
}

fn freshness(figures: &Figures, section: FigureSection) -> Freshness {
    let track: &FigureTrack = if section == FigureSection::Reach { &figures.ways } else { &figures.plan };
    track.freshness()
}

/// A group: its title, and unless it is folded its rows.
fn group(
    ui: &mut egui::Ui,
    (section, rows): (FigureSection, &[FigureRow]),
    choice: &FigureChoice,
    figures: &Figures,
    scene: &LoadedScene,
    session: &Session,
    orders: &mut MessageWriter<Order>,
) {
    let language = session.language;
    let state = freshness(figures, section);
    let name = match (&choice.parcel, section) {
        (Some(parcel), FigureSection::Parcel) => {
            format!("{} · {}", section.title(language), name_of(scene, parcel, language))
        }
        _ => section.title(language).to_owned(),
    };
    let opened = session.figure.as_ref().is_some_and(|name| rows.iter().any(|row| row.is_named(name)));
    let is_folded = session.folded_figures.contains(&section) && !opened;
    let first = rows.first().filter(|_| is_folded);
    if figure_row::head(ui, &name, is_folded, first, state, language) {
        orders.write(Order(Command::FoldFigures(section, !is_folded)));
    }
    if is_folded {
        return;
    }
    if let (FigureSection::Parcel, Some(plan)) = (section, &figures.sheet) {
        elastic_part(ui, plan, choice.parcel.as_ref(), language);
        let words = egui::RichText::new(text(Text::ElasticInScene, language)).size(13.5);
        if !plan.rooms.is_empty() && ui.selectable_label(session.elastic, words).clicked() {
            orders.write(Order(Command::ShowElastic(!session.elastic)));
        }
    }
    if rows.is_empty() && state != Freshness::Fresh {
        ui.label(egui::RichText::new(text(Text::Computing, language)).color(QUIET));
    }
    for row in rows {
        one(ui, row, figures.sheet.as_deref(), session, orders);
    }
}

/// The compass of the chosen parcel, or the room of all parcels.
fn elastic_part(ui: &mut egui::Ui, plan: &PlanSheet, parcel: Option<&Key>, language: Language) {
    let room = parcel.and_then(|parcel| plan.rooms.iter().find(|room| room.parcel == *parcel));
    match room.and_then(compass_of) {
        Some(compass) => {
            elastic::compass(ui, &compass, language);
            elastic::compass_words(ui, &compass, language);
        }
        None => match unit_room(plan) {
            Some(unit) => elastic::unit(ui, &unit, language),
            None => {
                let words = egui::RichText::new(text(Text::NoParcels, language)).color(QUIET);
                ui.add(egui::Label::new(words).wrap());
            }
        },
    }
}

/// A row, and how it came about when it is open.
fn one(
    ui: &mut egui::Ui,
    row: &FigureRow,
    plan: Option<&PlanSheet>,
    session: &Session,
    orders: &mut MessageWriter<Order>,
) {
    let language = session.language;
    let is_open = session.figure.as_ref().is_some_and(|name| row.is_named(name));
    let shown = plan.map_or(FigureShown::Nothing, |plan| figure_shown(row, plan));
    if figure_row::row(ui, row, is_open, language) {
        let wanted = (!is_open).then(|| row.name());
        let minutes = match shown {
            FigureShown::Minutes(kind) if !is_open => Some(kind),
            _ => None,
        };
        orders.write(Order(Command::OpenFigure(wanted)));
        orders.write(Order(Command::SetOverlay(minutes)));
    }
    if is_open {
        figure_row::how(ui, row, language);
        if shown == FigureShown::Findings && ui.button(text(Text::ShowInScene, language)).clicked() {
            orders.write(Order(Command::ShowFindings(true)));
        }
    }
}
