//! Parallel coordinates as a widget: lines across axes, a span of an axis by dragging along it.

use bevy_egui::egui;
use linli_model::Language;
use linli_present::{AxisFilters, ParallelChart, Text, text};
use linli_sim::indicator::Better;

use super::theme::{ACCENT, INK, QUIET};

/// Space for titles above and ends of axes below, points.
const HEAD: f32 = 34.0;
const FOOT: f32 = 18.0;
/// Half of the width of an axis that can be grasped.
const GRASP: f32 = 13.0;
/// Farthest that a line is from the pointer to be meant, points.
const NEAR: f32 = 8.0;
/// Lines that lie in every span, those that do not, and unknown values.
const LINE: egui::Color32 = egui::Color32::from_rgb(120, 176, 224);
const DIM: egui::Color32 = egui::Color32::from_rgb(70, 78, 88);

/// What a hand does in the chart.
#[derive(Default)]
pub(super) struct ParallelAnswer {
    /// The thing whose line is pointed at.
    pub pointed: Option<usize>,
    /// The thing whose line was clicked.
    pub clicked: Option<usize>,
}

/// How lines are drawn.
pub(super) struct ParallelLook<'a> {
    /// Things that stand out.
    pub chosen: &'a dyn Fn(usize) -> bool,
    /// A thing that is pointed at elsewhere.
    pub pointed: Option<usize>,
    /// Colour of a thing; that of all lines where there is none.
    pub colour: &'a dyn Fn(usize) -> Option<egui::Color32>,
    /// Height of the whole, points.
    pub height: f32,
}

/// Draws the chart as wide as there is room; drags along axes become filters.
pub(super) fn show(
    ui: &mut egui::Ui,
    chart: &ParallelChart,
    filters: &mut AxisFilters,
    look: &ParallelLook<'_>,
    language: Language,
) -> ParallelAnswer {
    let size = egui::vec2(ui.available_width(), look.height);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    let columns = chart.axes.len();
    if columns == 0 {
        return ParallelAnswer::default();
    }
    // Each axis stands in the middle of its column, so that words have room on both sides.
    let column = rect.width() / columns as f32;
    let inner = egui::Rect::from_min_max(
        egui::pos2(rect.left() + column / 2.0, rect.top() + HEAD),
        egui::pos2(rect.right() - column / 2.0, rect.bottom() - FOOT),
    );
    let x_of = |axis: usize| inner.left() + column * axis as f32;
    let y_of = |share: f64| inner.bottom() - inner.height() * share as f32;
    drag_axes(ui, &response, columns, inner, &x_of, filters);
    let mut answer = ParallelAnswer::default();
    let pointer = response.hover_pos().filter(|at| inner.expand(GRASP).contains(*at));
    if let Some(at) = pointer {
        let place = [
            f64::from((at.x - inner.left()) / inner.width().max(1.0)),
            f64::from((inner.bottom() - at.y) / inner.height()),
        ];
        let near = f64::from(NEAR / inner.height());
        let nearest = chart.nearest(place, |thing| filters.passes(chart, thing));
        answer.pointed = nearest.filter(|(_, far)| *far <= near).map(|(thing, _)| thing);
        answer.clicked = answer.pointed.filter(|_| response.clicked());
    }
    let painter = ui.painter_at(rect);
    let pointed = answer.pointed.or(look.pointed);
    let rank = |thing: usize| match (Some(thing) == pointed, (look.chosen)(thing)) {
        (true, _) => 3,
        (_, true) => 2,
        _ => u8::from(filters.passes(chart, thing)),
    };
    let mut order: Vec<usize> = (0..chart.things()).collect();
    order.sort_by_key(|thing| rank(*thing));
    // Many lines are faint, few are strong.
    let faint = (14.0 / chart.things().max(1) as f32).sqrt().clamp(0.25, 0.9);
    for thing in order {
        let own = (look.colour)(thing);
        let stroke = match rank(thing) {
            3 => egui::Stroke::new(2.6, egui::Color32::WHITE),
            2 => egui::Stroke::new(2.2, own.unwrap_or(ACCENT)),
            1 => egui::Stroke::new(1.3, own.unwrap_or(LINE.gamma_multiply(faint))),
            _ => egui::Stroke::new(1.0, DIM.gamma_multiply(0.5)),
        };
        line(&painter, chart, thing, &x_of, &y_of, stroke);
    }
    for number in 0..columns {
        axis(&painter, chart, number, column, inner, &x_of, &y_of, filters);
        note(ui, &response, chart, number, x_of(number), inner, language);
    }
    if let Some(thing) = pointed {
        words(&painter, chart, thing, &x_of, &y_of);
    }
    answer
}

/// A line with gaps where a value is not known.
fn line(
    painter: &egui::Painter,
    chart: &ParallelChart,
    thing: usize,
    x_of: &impl Fn(usize) -> f32,
    y_of: &impl Fn(f64) -> f32,
    stroke: egui::Stroke,
) {
    let places = chart
        .axes
        .iter()
        .enumerate()
        .map(|(number, axis)| axis.share_of(thing).map(|share| egui::pos2(x_of(number), y_of(share))));
    let mut run: Vec<egui::Pos2> = Vec::new();
    for place in places.chain([None]) {
        match place {
            Some(place) => run.push(place),
            None => {
                if let [alone] = run.as_slice() {
                    painter.circle_filled(*alone, stroke.width + 1.0, stroke.color);
                }
                painter.add(egui::Shape::line(std::mem::take(&mut run), stroke));
            }
        }
    }
}

/// An axis with its title, ends and span.
#[expect(clippy::too_many_arguments, reason = "where and what")]
fn axis(
    painter: &egui::Painter,
    chart: &ParallelChart,
    number: usize,
    column: f32,
    inner: egui::Rect,
    x_of: &impl Fn(usize) -> f32,
    y_of: &impl Fn(f64) -> f32,
    filters: &AxisFilters,
) {
    let Some(axis) = chart.axes.get(number) else { return };
    let x = x_of(number);
    let span = filters.span(number);
    let colour = if span.is_some() { ACCENT } else { INK };
    painter.line_segment(
        [egui::pos2(x, inner.top()), egui::pos2(x, inner.bottom())],
        egui::Stroke::new(1.5, egui::Color32::from_white_alpha(150)),
    );
    if let Some([low, high]) = span {
        let bar = egui::Rect::from_min_max(egui::pos2(x - 5.0, y_of(high)), egui::pos2(x + 5.0, y_of(low)));
        painter.rect_filled(bar, 3.0, ACCENT.gamma_multiply(0.45));
        painter.rect_stroke(bar, 3.0, egui::Stroke::new(1.2, ACCENT), egui::StrokeKind::Middle);
    }
    let put = |words: &str, at: egui::Pos2, align: egui::Align2, size: f32, colour: egui::Color32| {
        let font = egui::FontId::proportional(size);
        let mut job = egui::text::LayoutJob::simple_singleline(words.to_owned(), font, colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width(column - 4.0);
        let galley = painter.layout_job(job);
        painter.galley(align.anchor_size(at, galley.size()).min, galley, colour);
    };
    let [low, high] = &axis.ends;
    put(&axis.title, egui::pos2(x, inner.top() - HEAD), egui::Align2::CENTER_TOP, 12.5, colour);
    put(high, egui::pos2(x, inner.top() - 3.0), egui::Align2::CENTER_BOTTOM, 11.0, QUIET);
    put(low, egui::pos2(x, inner.bottom() + 3.0), egui::Align2::CENTER_TOP, 11.0, QUIET);
}

/// Values of the thing that is pointed at, beside its line.
fn words(
    painter: &egui::Painter,
    chart: &ParallelChart,
    thing: usize,
    x_of: &impl Fn(usize) -> f32,
    y_of: &impl Fn(f64) -> f32,
) {
    for (number, axis) in chart.axes.iter().enumerate() {
        if let (Some(share), Some(words)) = (axis.share_of(thing), axis.words.get(thing)) {
            let at = egui::pos2(x_of(number) + 6.0, y_of(share));
            super::plated(painter, at, egui::Align2::LEFT_CENTER, words, 11.5, egui::Color32::WHITE);
        }
    }
}

/// What an axis means, while its title is pointed at.
fn note(
    ui: &egui::Ui,
    response: &egui::Response,
    chart: &ParallelChart,
    number: usize,
    x: f32,
    inner: egui::Rect,
    language: Language,
) {
    let Some(axis) = chart.axes.get(number) else { return };
    let head =
        egui::Rect::from_center_size(egui::pos2(x, inner.top() - HEAD / 2.0), egui::vec2(4.0 * GRASP, HEAD));
    if !response.hover_pos().is_some_and(|at| head.contains(at)) {
        return;
    }
    let up = if axis.better == Better::Neither { Text::ParallelUpIsMore } else { Text::ParallelUpIsBetter };
    let mut lines = vec![axis.title.clone()];
    lines.extend(axis.note.clone());
    lines.push(text(up, language).to_owned());
    egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), response.id.with(number), head).show(|ui| {
        ui.set_max_width(260.0);
        lines.iter().for_each(|line| _ = ui.label(line));
    });
}

/// Drags along an axis set its span; a click on the axis takes it away.
fn drag_axes(
    ui: &egui::Ui,
    response: &egui::Response,
    columns: usize,
    inner: egui::Rect,
    x_of: &impl Fn(usize) -> f32,
    filters: &mut AxisFilters,
) {
    let share = |at: egui::Pos2| f64::from((inner.bottom() - at.y) / inner.height());
    for number in 0..columns {
        let place = egui::Rect::from_x_y_ranges(
            x_of(number) - GRASP..=x_of(number) + GRASP,
            inner.top() - 6.0..=inner.bottom() + 6.0,
        );
        let id = response.id.with(("axis", number));
        let axis =
            ui.interact(place, id, egui::Sense::drag()).on_hover_cursor(egui::CursorIcon::ResizeVertical);
        let pressed = ui.input(|input| input.pointer.press_origin());
        if let (true, Some(from), Some(now)) = (axis.dragged(), pressed, axis.interact_pointer_pos()) {
            filters.drag(number, share(from), share(now));
        }
    }
}
