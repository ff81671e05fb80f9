//! The page of measuring: tools, a hint, what was measured.

use bevy_egui::egui;
use linli_present::measure::{MeasureKind, MeasureWish, measure_rows, measure_text};
use linli_present::{CardRow, Session, Text, ToolsWish, text, title_of};

use crate::panel::theme::{ACCENT, QUIET};
use crate::scene::LoadedScene;
use crate::tools::MeasuredThings;

fn hint(kind: MeasureKind) -> Text {
    match kind {
        MeasureKind::Point => Text::MeasurePointHint,
        MeasureKind::Length => Text::MeasureLengthHint,
        MeasureKind::Area => Text::MeasureAreaHint,
        MeasureKind::Height => Text::MeasureHeightHint,
        MeasureKind::Angle => Text::MeasureAngleHint,
        MeasureKind::Clearance => Text::MeasureClearanceHint,
    }
}

pub(super) fn page(
    ui: &mut egui::Ui,
    session: &Session,
    scene: &LoadedScene,
    measured: &MeasuredThings,
    wish: &mut impl FnMut(ToolsWish),
) {
    let language = session.language;
    let view = &session.tools.measure;
    let in_hand = view.draft.as_ref().map(|draft| draft.kind);
    ui.horizontal_wrapped(|ui| {
        for kind in MeasureKind::ALL {
            let is_taken = in_hand == Some(kind);
            if ui.selectable_label(is_taken, measure_text(kind, language)).clicked() {
                wish(ToolsWish::Measure(MeasureWish::Take((!is_taken).then_some(kind))));
            }
        }
    });
    if let Some(kind) = in_hand {
        let mut words = text(hint(kind), language).to_owned();
        if kind != MeasureKind::Clearance {
            words = format!("{words} · {}", text(Text::SnapHint, language));
        }
        ui.add(egui::Label::new(egui::RichText::new(words).small().color(QUIET)).wrap());
    }
    let height = (ui.ctx().content_rect().height() - 540.0).max(120.0);
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for (number, thing) in measured.kept.iter().enumerate() {
            ui.separator();
            ui.horizontal(|ui| {
                let title = format!("{}  {}", number + 1, measure_text(thing.measure.kind, language));
                ui.label(egui::RichText::new(title).color(ACCENT));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let button = egui::Button::new(egui::RichText::new(text(Text::Remove, language)).small());
                    if ui.add(button).clicked() {
                        wish(ToolsWish::Measure(MeasureWish::Remove(number)));
                    }
                });
            });
            let objects = thing
                .measure
                .objects
                .iter()
                .filter_map(|key| scene.id_seen(key, session).and_then(|id| scene.community.element(id)));
            let names: Vec<String> = objects.map(|element| title_of(element, language)).collect();
            if !names.is_empty() {
                ui.add(egui::Label::new(names.join("  —  ")).wrap());
            }
            match &thing.value {
                Ok(value) => {
                    let ground = |x: f64, y: f64| scene.ground.height_at(x, y);
                    // Each point is told in the same words as on the command line.
                    let rows = measure_rows(value, &scene.community.frame, ground, language);
                    values(ui, number, &rows);
                }
                Err(fault) => {
                    ui.label(egui::RichText::new(fault.text(language)).color(ACCENT));
                }
            }
        }
    });
    if !measured.kept.is_empty() {
        ui.separator();
        if ui.button(text(Text::ClearAll, language)).clicked() {
            wish(ToolsWish::Measure(MeasureWish::Clear));
        }
    }
}

fn values(ui: &mut egui::Ui, number: usize, rows: &[CardRow]) {
    egui::Grid::new(("measured", number)).num_columns(2).spacing([12.0, 3.0]).show(ui, |ui| {
        for row in rows {
            ui.label(egui::RichText::new(&row.label).color(QUIET));
            ui.add(egui::Label::new(&row.value).wrap().selectable(true));
            ui.end_row();
        }
    });
}
