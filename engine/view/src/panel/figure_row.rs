//! One figure of the panel: mark, title, value, limit, difference; and how it came about.

use bevy_egui::egui;
use linli_model::Language;
use linli_present::{FigureMark, FigureRow, Freshness, Text, figure_how, text};
use linli_sim::compare::Judgement;

use super::theme::{ACCENT, INK, QUIET};

/// Kept limits and better figures; broken limits and worse figures (Okabe and Ito: told apart by every colour vision).
const GOOD: egui::Color32 = egui::Color32::from_rgb(86, 180, 233);
const BAD: egui::Color32 = egui::Color32::from_rgb(240, 120, 60);

/// Space left of the titles, points.
const INDENT: f32 = 24.0;

/// A row; tells whether it was clicked.
pub(super) fn row(ui: &mut egui::Ui, row: &FigureRow, is_open: bool, language: Language) -> bool {
    let limit = row.limit_text(language);
    let difference = row.difference_text(language);
    let has_second = limit.is_some() || difference.is_some();
    let size = egui::vec2(ui.available_width(), if has_second { 40.0 } else { 24.0 });
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    if is_open || response.hovered() {
        let shade = if is_open { 26 } else { 14 };
        ui.painter().rect_filled(
            rect.expand2(egui::vec2(6.0, 0.0)),
            5.0,
            egui::Color32::from_white_alpha(shade),
        );
    }
    let painter = ui.painter();
    mark(painter, rect.left_top() + egui::vec2(8.0, 12.0), row.mark());
    let value = row.value_text(language);
    let value = painter.layout_no_wrap(value, egui::FontId::proportional(15.5), INK);
    let value_left = rect.right() - value.size().x;
    painter.galley(egui::pos2(value_left, rect.top() + 2.0), value, INK);
    let room = value_left - rect.left() - INDENT - 8.0;
    put(painter, rect.left_top() + egui::vec2(INDENT, 3.0), row.title(language), 13.5, INK, room);
    let second = rect.top() + 22.0;
    if let Some(limit) = limit {
        put(painter, egui::pos2(rect.left() + INDENT, second), limit, 12.0, QUIET, size.x * 0.45);
    }
    if let (Some(words), Some(difference)) = (difference, row.difference) {
        let (colour, said) = match difference.judgement {
            Judgement::Better => (GOOD, Some(Text::DifferenceBetter)),
            Judgement::Worse => (BAD, Some(Text::DifferenceWorse)),
            _ => (QUIET, None),
        };
        let said = said.map(|said| format!("  {}", text(said, language))).unwrap_or_default();
        let words = format!("{words}{said}");
        let galley = painter.layout_no_wrap(words, egui::FontId::proportional(12.0), colour);
        let at = egui::pos2(rect.right() - galley.size().x, second);
        arrow(painter, at + egui::vec2(-9.0, 8.0), difference.by > 0.0, colour);
        painter.galley(at, galley, colour);
    }
    response.clicked()
}

/// Text in one line, cut where the room ends.
fn put(painter: &egui::Painter, at: egui::Pos2, words: String, size: f32, colour: egui::Color32, room: f32) {
    let mut job = egui::text::LayoutJob::simple_singleline(words, egui::FontId::proportional(size), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(10.0));
    let galley = painter.layout_job(job);
    painter.galley(at, galley, colour);
}

/// How a figure came about.
pub(super) fn how(ui: &mut egui::Ui, row: &FigureRow, language: Language) {
    let how = figure_how(row, language);
    let pair = |ui: &mut egui::Ui, name: &str, words: &str| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            ui.label(egui::RichText::new(name).small().color(QUIET));
            ui.label(egui::RichText::new(words).small());
        });
    };
    egui::Frame::new()
        .fill(egui::Color32::from_black_alpha(70))
        .corner_radius(6)
        .inner_margin(egui::Margin::symmetric(10, 7))
        .outer_margin(egui::Margin { left: 18, ..egui::Margin::ZERO })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0;
            if let Some(missing) = how.missing {
                pair(ui, text(Text::NoValueBecause, language), missing);
            }
            pair(ui, text(Text::HowFormula, language), how.formula);
            for (name, value) in &how.inputs {
                pair(ui, name, value);
            }
            for (limit, clause) in &how.limits {
                pair(ui, limit, clause);
            }
            pair(ui, text(Text::HowClause, language), &how.clause);
        });
}

/// Whether a limit is kept, told by form and by colour: a disc with a tick, a diamond with a cross; hollow where someone
/// has to look the limit up.
fn mark(painter: &egui::Painter, at: egui::Pos2, mark: FigureMark) {
    let (colour, is_kept, is_sure) = match mark {
        FigureMark::Met => (GOOD, true, true),
        FigureMark::LikelyMet => (GOOD, true, false),
        FigureMark::LikelyMissed => (BAD, false, false),
        FigureMark::Missed => (BAD, false, true),
        FigureMark::None => {
            painter.circle_filled(at, 2.0, QUIET);
            return;
        }
    };
    let fill = if is_sure { colour } else { egui::Color32::TRANSPARENT };
    let ink = if is_sure { egui::Color32::from_rgb(18, 22, 28) } else { colour };
    let edge = egui::Stroke::new(1.5, colour);
    let line = egui::Stroke::new(1.8, ink);
    let off = |x: f32, y: f32| at + egui::vec2(x, y);
    if is_kept {
        painter.circle(at, 7.0, fill, edge);
        painter.line_segment([off(-3.4, 0.2), off(-0.8, 2.8)], line);
        painter.line_segment([off(-0.8, 2.8), off(3.6, -2.6)], line);
    } else {
        let corners = vec![off(0.0, -8.5), off(8.5, 0.0), off(0.0, 8.5), off(-8.5, 0.0)];
        painter.add(egui::Shape::convex_polygon(corners, fill, edge));
        painter.line_segment([off(-2.6, -2.6), off(2.6, 2.6)], line);
        painter.line_segment([off(-2.6, 2.6), off(2.6, -2.6)], line);
    }
}

/// A small arrow up or down.
fn arrow(painter: &egui::Painter, at: egui::Pos2, up: bool, colour: egui::Color32) {
    let way = if up { -1.0 } else { 1.0 };
    let corners = [(0.0, 4.0 * way), (3.6, -3.0 * way), (-3.6, -3.0 * way)];
    let corners = corners.map(|(x, y)| at + egui::vec2(x, y)).to_vec();
    painter.add(egui::Shape::convex_polygon(corners, colour, egui::Stroke::NONE));
}

/// Title of a group with the sign of its freshness: a full disc, a turning arc, a hollow ring.
pub(super) fn head(ui: &mut egui::Ui, title: &str, freshness: Freshness, language: Language) {
    ui.add_space(5.0);
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(title).size(14.5).strong().color(ACCENT));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let word = match freshness {
                Freshness::Fresh => Text::FigureFresh,
                Freshness::Updating => Text::FigureUpdating,
                Freshness::Stale => Text::FigureStale,
            };
            let word = text(word, language);
            let (rect, response) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
            let at = rect.center();
            match freshness {
                Freshness::Fresh => {
                    ui.painter().circle_filled(at, 3.5, GOOD);
                }
                Freshness::Updating => egui::Spinner::new().size(13.0).color(ACCENT).paint_at(ui, rect),
                Freshness::Stale => {
                    ui.painter().circle_stroke(at, 4.5, egui::Stroke::new(1.8, ACCENT));
                }
            }
            if freshness == Freshness::Fresh {
                response.on_hover_text(word);
            } else {
                ui.label(egui::RichText::new(word).small().color(ACCENT));
            }
        });
    });
    ui.separator();
}
