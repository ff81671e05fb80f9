//! The elastic compass of a parcel, and the room of all parcels.

use std::f32::consts::{PI, TAU};

use bevy_egui::egui;
use linli_model::Language;
use linli_present::{Compass, Spoke, Text, UnitRoom, floor_text, quantity, text};

use super::theme::{ACCENT, INK, QUIET};

/// Radius of the rim, and height of the whole drawing, points.
const RIM: f32 = 74.0;
const HEIGHT: f32 = 204.0;
/// Floor that stands.
const STANDS: egui::Color32 = egui::Color32::from_rgb(0, 114, 178);
/// Density that the station asks for.
const TARGET: egui::Color32 = egui::Color32::from_rgb(204, 190, 90);

fn ratio(far: f64) -> String {
    quantity(far, 2, "").trim_end().to_owned()
}

/// Wedges tell how far each limit lets the parcel grow; the disc is what stands; what stops first is bright.
pub(super) fn compass(ui: &mut egui::Ui, compass: &Compass, language: Language) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), HEIGHT), egui::Sense::hover());
    let painter = ui.painter();
    let middle = rect.center();
    let count = compass.spokes.len().max(1) as f32;
    painter.circle_filled(middle, RIM, egui::Color32::from_white_alpha(8));
    painter.circle_stroke(middle, RIM, egui::Stroke::new(1.0, egui::Color32::from_white_alpha(40)));
    for (number, spoke) in compass.spokes.iter().enumerate() {
        let angle = number as f32 / count * TAU - PI / 2.0;
        wedge(painter, middle, spoke, angle, TAU / count);
        label(painter, rect, middle, spoke, angle, language);
    }
    painter.circle(
        middle,
        RIM * compass.share(compass.far) as f32,
        STANDS.gamma_multiply(0.8),
        egui::Stroke::new(1.5, INK),
    );
    if let Some(target) = compass.target_far {
        dashed_ring(painter, middle, RIM * compass.share(target) as f32, TARGET);
    }
    let shadow = egui::Color32::from_black_alpha(200);
    let words = ratio(compass.far);
    let font = egui::FontId::proportional(19.0);
    for (by, colour) in [(1.0, shadow), (0.0, egui::Color32::WHITE)] {
        painter.text(middle + egui::vec2(by, by), egui::Align2::CENTER_CENTER, &words, font.clone(), colour);
    }
}

fn wedge(painter: &egui::Painter, middle: egui::Pos2, spoke: &Spoke, angle: f32, width: f32) {
    let towards = |angle: f32, radius: f32| middle + radius * egui::vec2(angle.cos(), angle.sin());
    if spoke.far.is_none() {
        painter.circle_stroke(towards(angle, RIM * 0.9), 4.0, egui::Stroke::new(1.3, QUIET));
        return;
    }
    let half = width * 0.42;
    let radius = RIM * spoke.share as f32;
    let mut corners = vec![middle];
    corners.extend((0..=8).map(|step| towards(angle - half + 2.0 * half * step as f32 / 8.0, radius)));
    let (fill, edge) = if spoke.is_first {
        (ACCENT.gamma_multiply(0.7), egui::Stroke::new(1.8, ACCENT))
    } else {
        (egui::Color32::from_white_alpha(64), egui::Stroke::new(1.0, egui::Color32::from_white_alpha(130)))
    };
    painter.add(egui::Shape::convex_polygon(corners, fill, edge));
}

fn label(
    painter: &egui::Painter,
    rect: egui::Rect,
    middle: egui::Pos2,
    spoke: &Spoke,
    angle: f32,
    language: Language,
) {
    let (x, y) = (angle.cos(), angle.sin());
    let at = middle + (RIM + 7.0) * egui::vec2(x, y);
    let align = egui::Align2([side(x), side(y)]);
    let colour = if spoke.is_first { ACCENT } else { QUIET };
    let title = spoke.stop.title().text(language);
    let far = spoke.far.filter(|_| spoke.share < 1.0);
    let words = far.map_or_else(|| title.to_owned(), |far| format!("{title} {}", ratio(far)));
    let galley = painter.layout_no_wrap(words, egui::FontId::proportional(11.0), colour);
    let place = align.anchor_size(at, galley.size());
    // Long names stay on the panel.
    let x = place.left().clamp(rect.left(), (rect.right() - galley.size().x).max(rect.left()));
    painter.galley(egui::pos2(x, place.top()), galley, colour);
}

/// Which end of a word lies towards the middle.
fn side(along: f32) -> egui::Align {
    match along {
        along if along > 0.25 => egui::Align::Min,
        along if along < -0.25 => egui::Align::Max,
        _ => egui::Align::Center,
    }
}

fn dashed_ring(painter: &egui::Painter, middle: egui::Pos2, radius: f32, colour: egui::Color32) {
    let at = |step: f32| {
        let angle = step / 48.0 * TAU;
        middle + radius * egui::vec2(angle.cos(), angle.sin())
    };
    for step in (0..48).step_by(2) {
        let ends = [at(step as f32), at(step as f32 + 1.0)];
        painter.line_segment(ends, egui::Stroke::new(2.0, TARGET.gamma_multiply(0.95)));
    }
    painter.circle_filled(at(0.0), 2.5, colour);
}

/// What the compass says in words.
pub(super) fn compass_words(ui: &mut egui::Ui, compass: &Compass, language: Language) {
    let say = |words: Text| text(words, language);
    ui.horizontal_wrapped(|ui| {
        key(ui, STANDS, &format!("{} {}", say(Text::CompassNow), ratio(compass.far)));
        if let Some(full) = compass.full_far {
            key(ui, ACCENT, &format!("{} {}", say(Text::CompassFull), ratio(full)));
        }
        if let Some(target) = compass.target_far {
            key(ui, TARGET, &format!("{} {}", say(Text::CompassTarget), ratio(target)));
        }
    });
    let first: Vec<&str> = compass.first().map(|stop| stop.title().text(language)).collect();
    let separator = if language == Language::Chinese { "、" } else { ", " };
    let room = match compass.room_m2 {
        Some(room) if room >= 1.0 => format!("{} {}", say(Text::CompassRoom), floor_text(room, language)),
        Some(_) => say(Text::CompassFullNow).to_owned(),
        None => String::new(),
    };
    if !first.is_empty() {
        let words = format!("{room} · {} {}", say(Text::CompassFirst), first.join(separator));
        ui.add(egui::Label::new(egui::RichText::new(words).size(14.0).color(ACCENT)).wrap());
    }
    if compass.spokes.iter().any(|spoke| spoke.far.is_none()) {
        ui.label(egui::RichText::new(say(Text::CompassUnknown)).small().color(QUIET));
    }
}

fn key(ui: &mut egui::Ui, colour: egui::Color32, words: &str) {
    ui.spacing_mut().item_spacing.x = 5.0;
    let (rect, _) = ui.allocate_exact_size(egui::vec2(10.0, 10.0), egui::Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.5, colour);
    ui.label(egui::RichText::new(words).size(13.5));
    ui.add_space(6.0);
}

/// All parcels together: a bar from nothing to all room used.
pub(super) fn unit(ui: &mut egui::Ui, unit: &UnitRoom, language: Language) {
    let say = |words: Text| text(words, language);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 16.0), egui::Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 4.0, ACCENT.gamma_multiply(0.45));
    let share = (unit.far / unit.full_far.max(1e-9)).clamp(0.0, 1.0) as f32;
    let stands = egui::Rect::from_min_size(rect.min, egui::vec2(rect.width() * share, rect.height()));
    painter.rect_filled(stands, 4.0, STANDS);
    ui.horizontal_wrapped(|ui| {
        key(ui, STANDS, &format!("{} {}", say(Text::CompassNow), ratio(unit.far)));
        key(ui, ACCENT, &format!("{} {}", say(Text::CompassFull), ratio(unit.full_far)));
    });
    let room = format!(
        "{} {} · {}/{} {}",
        say(Text::CompassRoom),
        floor_text(unit.room_m2, language),
        unit.growing,
        unit.known,
        say(Text::ParcelsGrowing)
    );
    ui.add(egui::Label::new(egui::RichText::new(room).size(13.5).color(ACCENT)).wrap());
    let first: Vec<String> = unit
        .first
        .iter()
        .take(4)
        .map(|(stop, count)| format!("{} {count}", stop.title().text(language)))
        .collect();
    let words = format!("{}: {}", say(Text::CompassFirst), first.join(" · "));
    ui.add(egui::Label::new(egui::RichText::new(words).small().color(QUIET)).wrap());
    ui.label(egui::RichText::new(say(Text::CompassHint)).small().color(QUIET));
}
