//! The list of works as bars over days, moving with the picture.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use chrono::{Datelike, Duration, NaiveDate};
use linli_model::Span;
use linli_present::{Command, GanttRow, RowState, Session, Text, WorkState, gantt_rows, task_name, text};

use super::stage::day_words;
use super::theme::{ACCENT, INK, QUIET, colour32, sheet};
use super::{PanelsShown, context};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};
use crate::stage_facts::StageFacts;

/// Height of a row, points.
const ROW: f32 = 19.0;
/// Width of the names and of the bars, points.
const NAMES: f32 = 250.0;
const BARS: f32 = 520.0;

/// The rows, made anew when a summary is folded.
#[derive(Default)]
pub(super) struct Rows {
    folded: Option<std::collections::BTreeSet<u32>>,
    rows: Vec<GanttRow>,
}

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    shown: Res<PanelsShown>,
    mut rows: Local<Rows>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(loaded)) = (session.0.schedule, &scene.0) else { return };
    let stages = &loaded.stages;
    let Some(span) = stages.timeline.span() else { return };
    if scene.is_changed() || rows.folded.as_ref() != Some(&session.0.folded) {
        rows.rows = gantt_rows(&stages.schedule, &stages.timeline, &session.0.folded);
        rows.folded = Some(session.0.folded.clone());
    }
    let mut order = |command| {
        orders.write(Order(command));
    };
    let height = (ctx.content_rect().height() * 0.26).max(120.0);
    // Over the toolbar, or at the foot of a picture.
    let foot = if *shown == PanelsShown::All { -84.0 } else { -44.0 };
    egui::Area::new("works".into()).anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, foot)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| {
                ui.set_width(NAMES + BARS + 16.0);
                head(ui, &session.0, span);
                let area = egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height);
                area.show_rows(ui, ROW, rows.rows.len(), |ui, range| {
                    for row in &rows.rows[range] {
                        one(ui, row, stages, &session.0, span, &mut order);
                    }
                });
            });
        },
    );
}

fn share(span: Span, day: NaiveDate) -> f32 {
    let all = (span.finish - span.start).num_days().max(1) as f32;
    (day - span.start).num_days() as f32 / all
}

/// Years over the bars, and the chosen day.
fn head(ui: &mut egui::Ui, session: &Session, span: Span) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(NAMES + BARS, ROW), egui::Sense::hover());
    let painter = ui.painter();
    let font = egui::FontId::proportional(12.0);
    let title = text(Text::Works, session.language);
    painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, title, egui::FontId::proportional(15.0), INK);
    for year in span.start.year()..=span.finish.year() {
        let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { continue };
        let x = rect.left() + NAMES + BARS * share(span, first.max(span.start));
        painter.text(
            egui::pos2(x + 2.0, rect.center().y),
            egui::Align2::LEFT_CENTER,
            year.to_string(),
            font.clone(),
            QUIET,
        );
    }
}

fn one(
    ui: &mut egui::Ui,
    row: &GanttRow,
    stages: &StageFacts,
    session: &Session,
    span: Span,
    order: &mut impl FnMut(Command),
) {
    let Some(task) = stages.schedule.tasks.get(row.task as usize) else { return };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(NAMES + BARS, ROW), egui::Sense::click());
    let painter = ui.painter().with_clip_rect(rect);
    let mark = match (row.is_summary, row.folded) {
        (true, true) => "+ ",
        (true, false) => "- ",
        _ => "",
    };
    let state = row.state(session.moment.day);
    let ink = if matches!(state, RowState::Working(_)) { INK } else { QUIET };
    let left = rect.left() + 10.0 * row.depth as f32;
    let words = format!("{mark}{}", task_name(task, session.language));
    let clip = painter.with_clip_rect(egui::Rect::from_min_max(
        rect.min,
        egui::pos2(rect.left() + NAMES - 6.0, rect.bottom()),
    ));
    let font = egui::FontId::proportional(if row.is_summary { 13.5 } else { 12.5 });
    clip.text(egui::pos2(left, rect.center().y), egui::Align2::LEFT_CENTER, words, font, ink);
    let bar = |days: Span, top: f32, bottom: f32| {
        let x = |day| rect.left() + NAMES + BARS * share(span, day);
        let end = x(days.finish + Duration::days(1)).max(x(days.start) + 2.0);
        egui::Rect::from_min_max(
            egui::pos2(x(days.start), rect.top() + top),
            egui::pos2(end, rect.top() + bottom),
        )
    };
    if let Some(days) = row.days {
        let colour = match state {
            RowState::Ahead => egui::Color32::from_rgb(96, 104, 114),
            RowState::Ended => egui::Color32::from_rgb(150, 156, 150),
            RowState::Working(state) => colour32(state.paint().0),
        };
        let (top, bottom) = if row.is_summary { (6.0, 10.0) } else { (4.0, 12.0) };
        let rect = bar(days, top, bottom);
        painter.rect_filled(rect, 1.5, colour);
        if let RowState::Working(late) = state
            && late == WorkState::Late
        {
            painter.rect_stroke(rect, 1.5, egui::Stroke::new(1.0, INK), egui::StrokeKind::Outside);
        }
    }
    if let Some(baseline) = row.baseline {
        painter.rect_filled(bar(baseline, 14.0, 16.0), 0.0, egui::Color32::from_white_alpha(110));
    }
    let today = rect.left() + NAMES + BARS * share(span, session.moment.day);
    painter.line_segment(
        [egui::pos2(today, rect.top()), egui::pos2(today, rect.bottom())],
        egui::Stroke::new(1.5, ACCENT),
    );
    let days = row
        .days
        .map_or_else(String::new, |days| format!("{} – {}", day_words(days.start), day_words(days.finish)));
    let response =
        response.on_hover_text(format!("{}  {}\n{days}", task.id, task_name(task, session.language)));
    let Some(at) = response.interact_pointer_pos().filter(|_| response.clicked()) else { return };
    if at.x > rect.left() + NAMES {
        let share = f64::from((at.x - rect.left() - NAMES) / BARS);
        let number = ((span.finish - span.start).num_days() as f64 * share).round() as i64;
        order(Command::SetStage(linli_model::Stage::Construction));
        order(Command::SetDay(span.start + Duration::days(number)));
    } else if row.is_summary {
        order(Command::FoldTask(row.task, !row.folded));
    } else if let Some(id) = stages.timeline.elements_of(row.task as usize).first() {
        order(Command::FlyTo(*id));
    }
}
