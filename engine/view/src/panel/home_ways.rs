//! The three ways of a home: bars that split their minutes, and their ends in the scene.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{HomeWays, Text, WayRow, said, text, title_of};

use super::context;
use super::furniture::plated;
use super::projection::Projection;
use super::theme::{ACCENT, INK, QUIET, colour32, sheet};
use crate::analysis::Analyses;
use crate::camera::MainCamera;
use crate::panel::PanelsShown;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// Width of the bars, points.
pub(super) const WIDTH: f32 = 330.0;
const BAR: f32 = 17.0;

/// The card of a picture, which has no panel of reach.
pub(super) fn draw_card(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    analyses: Res<Analyses>,
    panels: Res<PanelsShown>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(scene), Some(ways)) = (&scene.0, &analyses.home) else { return };
    if *panels != PanelsShown::Furniture || !session.0.reach.open {
        return;
    }
    egui::Area::new("home ways".into()).fixed_pos(egui::pos2(24.0, 112.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            home(ui, scene, ways, session.0.language);
        });
    });
}

/// Title, bars and small print of a home.
pub(super) fn home(ui: &mut egui::Ui, scene: &LoadedScene, ways: &HomeWays, language: Language) {
    ui.label(egui::RichText::new(ways.title(&scene.facts, language)).heading());
    let longest = ways.longest_min().max(1.0);
    for row in &ways.rows {
        way(ui, scene, row, longest, language);
    }
    let basis = egui::RichText::new(said(&ways.basis, language)).small().color(QUIET);
    ui.add(egui::Label::new(basis).wrap());
}

/// One way: its colour, name, minutes against the limit, bar, parts in words.
fn way(ui: &mut egui::Ui, scene: &LoadedScene, row: &WayRow, longest: f64, language: Language) {
    ui.add_space(3.0);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(22.0, 8.0), egui::Sense::hover());
        ui.painter().rect_filled(rect, 3.0, colour32(row.kind.colour()));
        ui.label(text(row.kind.text(), language));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| match row.minutes() {
            Some(minutes) => {
                let limit = row.limit_min().unwrap_or_default();
                let words = format!("{} {limit:.0}", text(Text::MinutesLimit, language));
                let ink = if row.is_within() { QUIET } else { ACCENT };
                ui.label(egui::RichText::new(words).small().color(ink));
                let unit = if language == Language::Chinese { "分" } else { "min" };
                ui.label(egui::RichText::new(format!("{minutes:.1} {unit}")).strong());
            }
            None => {
                let why = row.why.map(|why| text(why, language)).unwrap_or_default();
                ui.label(egui::RichText::new(why).small().color(QUIET));
            }
        });
    });
    let Some(trip) = &row.trip else { return };
    let (rect, _) = ui.allocate_exact_size(egui::vec2(WIDTH, BAR), egui::Sense::hover());
    bar(ui.painter(), rect, row, longest, 11.0);
    let place = scene.facts.element(trip.place).map(|element| title_of(element, language));
    let fetch = row.fetch_min.map(|min| format!("（{} {min:.1}）", text(Text::FetchCar, language)));
    let words =
        format!("{} · {}{}", place.unwrap_or_default(), row.words(language), fetch.unwrap_or_default());
    ui.add(egui::Label::new(egui::RichText::new(words).small().color(QUIET)).wrap());
}

/// A bar whose length is the time of a way against the longest, split by what the time is spent on; a line at the limit.
pub(crate) fn bar(painter: &egui::Painter, rect: egui::Rect, row: &WayRow, longest: f64, letter: f32) {
    let scale = f64::from(rect.width()) / longest.max(1e-9);
    painter.rect_filled(rect, 3.0, egui::Color32::from_white_alpha(14));
    let mut left = rect.left();
    for (part, minutes) in &row.parts {
        let wide = (minutes * scale) as f32;
        let piece = egui::Rect::from_min_size(egui::pos2(left, rect.top()), egui::vec2(wide, rect.height()));
        painter.rect_filled(piece.shrink2(egui::vec2(0.5, 0.0)), 2.0, colour32(part.colour()));
        if wide > letter * 2.4 {
            let [r, g, b] = part.colour().map(f32::from);
            let is_pale = 0.3 * r + 0.6 * g + 0.1 * b > 128.0;
            let ink = if is_pale { egui::Color32::from_rgb(20, 24, 28) } else { egui::Color32::WHITE };
            let font = egui::FontId::proportional(letter);
            painter.text(piece.center(), egui::Align2::CENTER_CENTER, format!("{minutes:.1}"), font, ink);
        }
        left += wide;
    }
    if let Some(limit) = row.limit_min().filter(|limit| *limit <= longest) {
        let x = rect.left() + (limit * scale) as f32;
        let ends = [egui::pos2(x, rect.top() - 2.0), egui::pos2(x, rect.bottom() + 2.0)];
        painter.line_segment(ends, egui::Stroke::new(2.0, ACCENT));
    }
}

/// Where the ways of the home lead, with their minutes, and the home itself: in the window and in pictures.
pub(super) fn draw_ends(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    analyses: Res<Analyses>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(scene), Some(ways), true) = (&scene.0, &analyses.home, session.0.reach.open) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let language = session.0.language;
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "home ways ends".into()));
    for (number, row) in ways.rows.iter().enumerate() {
        let (Some(trip), Some(minutes)) = (&row.trip, row.minutes()) else { continue };
        let inner = scene.facts.element(trip.place).map(|element| title_of(element, language));
        // The far end of a person's way is its last place, that of a car and of goods the first.
        let paths = || trip.legs.iter().filter(|leg| !leg.path.is_empty());
        let far = if number == 0 {
            paths().next_back().and_then(|leg| leg.path.last())
        } else {
            paths().next().and_then(|leg| leg.path.first())
        };
        let Some(at) = far.and_then(|far| seen.at(*far)).filter(|at| seen.screen.contains(*at)) else {
            continue;
        };
        let colour = colour32(row.kind.colour());
        painter.circle(at, 6.5, colour, egui::Stroke::new(2.0, INK));
        let unit = if language == Language::Chinese { "分钟" } else { "min" };
        let name = match row.kind {
            linli_present::HomeWayKind::Car => text(Text::CommunityGate, language).to_owned(),
            _ => inner.unwrap_or_default(),
        };
        let words = format!("{name}  {minutes:.1} {unit}");
        let place = at + egui::vec2(0.0, 12.0);
        plated(&painter, place, egui::Align2::CENTER_TOP, &words, 14.0, INK);
    }
}
