//! Marks of editing in the picture: what is being drawn with its measures, handles with their numbers, what the underground
//! check says of what is in hand.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{DrawingForm, EditTool, Handle, Text, area, footprint_area, quantity, snap_text, text};
use linli_sim::clearance::Verdict;

use super::theme::{ACCENT, INK};
use super::{Projection, context, plated};
use crate::camera::MainCamera;
use crate::edit::{Draft, Handles, InHand, LiveVerdict, VerdictShown};
use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// Colours of what is not kept, what may not be, and what is.
const VIOLATION: egui::Color32 = egui::Color32::from_rgb(255, 92, 72);
const INDICATION: egui::Color32 = egui::Color32::from_rgb(255, 206, 84);
const KEPT: egui::Color32 = egui::Color32::from_rgb(120, 220, 190);

/// What is being drawn.
pub(super) fn draw_draft(
    mut contexts: EguiContexts,
    draft: Res<Draft>,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let (Some(ctx), Some(EditTool::Draw(drawing))) = (context(&mut contexts), session.0.tool) else { return };
    let (Some(scene), Some(next)) = (&scene.0, draft.next) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "draft".into()));
    let on_screen = |p: &[f64; 2]| seen.at([p[0], p[1], scene.ground.height_at(p[0], p[1]) + 0.2]);
    let corners: Vec<[f64; 2]> = draft.points.iter().map(|p| p.at).chain([next.point.at]).collect();
    let points: Vec<egui::Pos2> = corners.iter().filter_map(on_screen).collect();
    if points.len() != corners.len() {
        return;
    }
    for (pair, ends) in points.windows(2).zip(corners.windows(2)) {
        painter.line_segment([pair[0], pair[1]], egui::Stroke::new(2.5, ACCENT));
        let length = (ends[1][0] - ends[0][0]).hypot(ends[1][1] - ends[0][1]);
        let middle = pair[0] + (pair[1] - pair[0]) * 0.5;
        plated(&painter, middle, egui::Align2::CENTER_CENTER, &quantity(length, 1, "m"), 12.0, INK);
    }
    for point in &points {
        painter.circle_filled(*point, 4.5, ACCENT);
    }
    let Some(last) = points.last() else { return };
    if let Some(words) = snap_text(next.to, session.0.language) {
        painter.circle_stroke(*last, 8.0, egui::Stroke::new(2.0, INK));
        plated(&painter, *last - egui::vec2(0.0, 14.0), egui::Align2::CENTER_BOTTOM, words, 12.0, INK);
    }
    if drawing.form() == DrawingForm::Outline && points.len() > 2 {
        painter.line_segment([*last, points[0]], egui::Stroke::new(1.0, INK));
        let words = area(footprint_area(&corners), session.0.language);
        plated(&painter, *last + egui::vec2(14.0, 14.0), egui::Align2::LEFT_TOP, &words, 14.0, ACCENT);
    }
}

/// Handles of the selected element, and the numbers of what is in hand.
pub(super) fn draw_handles(
    mut contexts: EguiContexts,
    handles: Res<Handles>,
    in_hand: Res<InHand>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "handles".into()));
    if let (false, Some(at)) = (in_hand.words.is_empty(), ctx.pointer_latest_pos()) {
        let place = at + egui::vec2(16.0, -16.0);
        plated(&painter, place, egui::Align2::LEFT_BOTTOM, &in_hand.words, 15.0, ACCENT);
    }
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    for (number, place) in handles.places.iter().enumerate() {
        let is_hovered = handles.hovered == Some(number);
        let held = handles.held_at().filter(|_| is_hovered);
        let Some(at) = seen.at(held.unwrap_or(place.at)) else { continue };
        let fill = if is_hovered { ACCENT } else { INK };
        let size = if is_hovered { 7.0 } else { 5.0 };
        let rim = egui::Stroke::new(1.5, egui::Color32::from_rgb(30, 34, 40));
        let around = |offsets: &[[f32; 2]]| {
            offsets.iter().map(|[x, y]| at + egui::vec2(x * size, y * size)).collect::<Vec<_>>()
        };
        match place.handle {
            Handle::Corner(_) => {
                painter.circle(at, size, fill, rim);
            }
            Handle::Between(_) | Handle::Edge(_) => {
                let diamond = around(&[[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]);
                painter.add(egui::Shape::convex_polygon(diamond, fill, rim));
            }
            Handle::Top => {
                let arrow = around(&[[0.0, -1.8], [1.4, 0.6], [-1.4, 0.6]]);
                painter.add(egui::Shape::convex_polygon(arrow, fill, rim));
            }
            Handle::Turn => {
                let square = around(&[[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]);
                painter.add(egui::Shape::convex_polygon(square, fill, rim));
            }
        }
    }
}

/// What the underground check says of what is in hand: each place as a dimension line, and all of it beside the pointer.
pub(super) fn draw_verdict(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    live: Res<LiveVerdict>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let (Some(ctx), Some(shown)) = (context(&mut contexts), &live.shown) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "verdict".into()));
    let Some(mut at) = ctx.pointer_latest_pos().map(|at| at + egui::vec2(16.0, 14.0)) else { return };
    let language = session.0.language;
    let mut line = |words: &str, colour| {
        let plate = plated(&painter, at, egui::Align2::LEFT_TOP, words, 13.0, colour);
        at.y = plate.bottom() + 6.0;
    };
    let hits = match shown {
        VerdictShown::Preparing => return line(text(Text::NotChecked, language), INK),
        VerdictShown::Hits(0, _) => return line(text(Text::ClearanceKept, language), KEPT),
        VerdictShown::Hits(count, hits) => {
            for hit in hits {
                line(&hit.words, colour_of(hit.verdict));
            }
            if *count > hits.len() {
                line(&more(*count - hits.len(), language), INK);
            }
            hits
        }
    };
    for hit in hits {
        let (Some(a), Some(b)) = (seen.at(hit.ends[0]), seen.at(hit.ends[1])) else { continue };
        painter.line_segment([a, b], egui::Stroke::new(5.0, egui::Color32::from_black_alpha(160)));
        painter.line_segment([a, b], egui::Stroke::new(2.5, colour_of(hit.verdict)));
        for end in [a, b] {
            painter.circle_filled(end, 3.5, colour_of(hit.verdict));
        }
    }
}

fn colour_of(verdict: Verdict) -> egui::Color32 {
    match verdict {
        Verdict::Violation => VIOLATION,
        Verdict::Indication => INDICATION,
    }
}

fn more(count: usize, language: Language) -> String {
    match language {
        Language::English => format!("+ {count} more"),
        Language::Chinese => format!("另有 {count} 处"),
    }
}
