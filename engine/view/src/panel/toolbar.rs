//! The toolbar at the foot: camera, underground, sun, picture, help, language.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use chrono::Datelike;
use linli_model::Language;
use linli_present::table::TableAsk;
use linli_present::{
    CameraMode, Command, OverlayKind, ReachWish, Text, ToolPage, ToolsWish, clock, quantity, text,
};

use super::context;
use super::theme::{ACCENT, QUIET, sheet};
use super::tools::page_text;
use crate::scene::SceneInfo;
use crate::session::{Order, ViewSession};

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    info: Res<SceneInfo>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let session = &session.0;
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    egui::Area::new("toolbar".into()).anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -16.0)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| {
                ui.horizontal(|ui| {
                    for (mode, label) in [
                        (CameraMode::Orbit, Text::Orbit),
                        (CameraMode::Fly, Text::Fly),
                        (CameraMode::Walk, Text::Walk),
                    ] {
                        if ui.selectable_label(session.mode == mode, text(label, language)).clicked() {
                            order(Command::SetCameraMode(mode));
                        }
                    }
                    ui.menu_button(text(Text::Views, language), |ui| {
                        for (number, view) in info.views.iter().enumerate() {
                            let name = match language {
                                Language::Chinese => &view.chinese,
                                Language::English => &view.english,
                            };
                            if ui.button(format!("{}  {name}", number + 1)).clicked() {
                                order(Command::GoToView(number));
                                ui.close();
                            }
                        }
                    });
                    if !info.tours.is_empty() {
                        tours(ui, session, &info, &mut order);
                    }
                    variants(ui, session, &info, &mut order);
                    values(ui, session, &mut order);
                    ui.separator();
                    if ui.selectable_label(session.underground, text(Text::Underground, language)).clicked() {
                        order(Command::ShowUnderground(!session.underground));
                    }
                    if ui.selectable_label(session.figures, text(Text::Figures, language)).clicked() {
                        order(Command::ShowFigures(!session.figures));
                    }
                    if ui.selectable_label(session.reach.open, text(Text::ReachOfHome, language)).clicked() {
                        order(Command::Reach(ReachWish::Open(!session.reach.open)));
                    }
                    tools(ui, session, &mut order);
                    ui.separator();
                    sun(ui, session, language, &mut order);
                });
            });
        },
    );
}

fn values(ui: &mut egui::Ui, session: &linli_present::Session, order: &mut impl FnMut(Command)) {
    let language = session.language;
    ui.menu_button(text(Text::Values, language), |ui| {
        let choices = [None].into_iter().chain(OverlayKind::ALL.map(Some));
        for choice in choices {
            let name = match choice {
                None => Text::NoValues,
                Some(OverlayKind::PersonReach) => Text::PersonReach,
                Some(OverlayKind::CarReach) => Text::CarReach,
                Some(OverlayKind::GoodsReach) => Text::GoodsReach,
                Some(OverlayKind::Sunlight) => Text::SunlightOfHomes,
                Some(OverlayKind::Figure(_)) => continue,
            };
            if ui.selectable_label(session.overlay == choice, text(name, language)).clicked() {
                order(Command::SetOverlay(choice));
                ui.close();
            }
        }
    });
}

/// Everything that measures, colours, lists, shows and checks.
fn tools(ui: &mut egui::Ui, session: &linli_present::Session, order: &mut impl FnMut(Command)) {
    let language = session.language;
    let view = &session.tools;
    let is_used = view.open
        || view.table.is_some()
        || session.findings
        || session.cut.is_some()
        || session.section.is_some();
    let title = egui::RichText::new(text(Text::Tools, language));
    let title = if is_used { title.color(ACCENT) } else { title };
    ui.menu_button(title, |ui| {
        let mut entry = |ui: &mut egui::Ui, is_on: bool, label: Text, commands: Vec<Command>| {
            if ui.selectable_label(is_on, text(label, language)).clicked() {
                commands.into_iter().for_each(&mut *order);
                ui.close();
            }
        };
        for page in ToolPage::ALL {
            let is_open = view.open && view.page == page;
            let wishes = [ToolsWish::Open(!is_open), ToolsWish::Page(page)];
            entry(ui, is_open, page_text(page), wishes.map(Command::Tools).into());
        }
        let first = TableAsk { kind: Some("building".to_owned()), ..TableAsk::default() };
        let table = ToolsWish::Table(view.table.is_none().then_some(first));
        entry(ui, view.table.is_some(), Text::AttributeTable, vec![Command::Tools(table)]);
        entry(ui, view.map, Text::SmallMap, vec![Command::Tools(ToolsWish::Map(!view.map))]);
        ui.separator();
        let check = Command::ShowFindings(!session.findings);
        entry(ui, session.findings, Text::UndergroundCheck, vec![check]);
        entry(ui, session.cut.is_some(), Text::CutOpen, vec![Command::CutHere]);
        entry(ui, session.section.is_some(), Text::Section, vec![Command::SectionHere]);
        ui.separator();
        entry(ui, false, Text::Screenshot, vec![Command::Screenshot]);
    });
}

fn tours(
    ui: &mut egui::Ui,
    session: &linli_present::Session,
    info: &SceneInfo,
    order: &mut impl FnMut(Command),
) {
    let language = session.language;
    ui.menu_button(text(Text::Tours, language), |ui| {
        for tour in &info.tours {
            let name = match language {
                Language::Chinese => &tour.name_zh,
                Language::English => &tour.name_en,
            };
            if ui.button(name).clicked() {
                order(Command::PlayTour(tour.key.clone()));
                ui.close();
            }
        }
    });
}

fn variants(
    ui: &mut egui::Ui,
    session: &linli_present::Session,
    info: &SceneInfo,
    order: &mut impl FnMut(Command),
) {
    let language = session.language;
    ui.menu_button(text(Text::Variants, language), |ui| {
        let is_base = info.variant.is_none() && info.compared.is_empty();
        if ui.selectable_label(is_base, text(Text::BaseVariant, language)).clicked() {
            order(Command::OpenVariant(None));
            ui.close();
        }
        for variant in &info.variants {
            let name = match language {
                Language::Chinese => &variant.chinese,
                Language::English => &variant.english,
            };
            let is_shown = info.variant.as_ref() == Some(&variant.key);
            if ui.selectable_label(is_shown, name).clicked() {
                order(Command::OpenVariant(Some(variant.key.clone())));
                ui.close();
            }
        }
        ui.separator();
        if !info.variants.is_empty()
            && ui.selectable_label(session.comparing, text(Text::CompareVariants, language)).clicked()
        {
            order(Command::ShowCompare(!session.comparing));
            ui.close();
        }
        if info.compared.is_empty() && ui.button(text(Text::ForkVariant, language)).clicked() {
            order(Command::ForkVariant);
            ui.close();
        }
        if ui.selectable_label(session.layouts, text(Text::Layouts, language)).clicked() {
            order(Command::ShowLayouts(!session.layouts));
            ui.close();
        }
    });
}

fn sun(
    ui: &mut egui::Ui,
    session: &linli_present::Session,
    language: Language,
    order: &mut impl FnMut(Command),
) {
    ui.label(text(Text::SunTime, language)).on_hover_text(text(Text::SunNote, language));
    let mut minute = session.minute_of_day();
    ui.spacing_mut().slider_width = 120.0;
    let slider = egui::Slider::new(&mut minute, 0..=1439).show_value(false).step_by(5.0);
    if ui.add(slider).changed() {
        order(Command::SetMinuteOfDay(minute));
    }
    ui.label(clock(&session.time));
    let mut month = session.time.month();
    let date = egui::DragValue::new(&mut month).range(1..=12).prefix(match language {
        Language::Chinese => "月份 ",
        Language::English => "month ",
    });
    if ui.add(date).changed() {
        let wanted = session.time.date_naive().with_day(21).and_then(|day| day.with_month(month));
        if let Some(day) = wanted {
            order(Command::SetDate(day));
        }
    }
    if let Ok(sun) = session.sun() {
        let value = if sun.elevation_deg > -0.833 {
            format!("☀ {}", quantity(sun.elevation_deg, 0, "°").replace('\u{a0}', ""))
        } else {
            text(Text::Night, language).to_owned()
        };
        ui.label(egui::RichText::new(value).color(QUIET));
    }
}
