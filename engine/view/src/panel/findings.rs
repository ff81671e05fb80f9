//! Findings of the underground check: the list, and their marks in the scene.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{
    Command, Text, certainty_text, clause_text, count, measured_text, mend_text, rule_kind_text, text,
    verdict_text,
};
use linli_sim::clearance::{Certainty, Finding, RuleKind, Verdict};

use super::context;
use super::furniture::plated;
use super::projection::Projection;
use super::theme::{ACCENT, INK, QUIET, sheet};
use crate::camera::MainCamera;
use crate::coordinates::render_from_local;
use crate::findings::{Findings, chosen};
use crate::session::{Order, ViewSession};

/// Width of the list, points.
const WIDTH: f32 = 330.0;
/// Marks in the scene at most, and the farthest, metres.
const MARKS: (usize, f32) = (250, 900.0);
/// Violations and indications differ in form as well.
const VIOLATION: egui::Color32 = egui::Color32::from_rgb(213, 94, 0);
const INDICATION: egui::Color32 = egui::Color32::from_rgb(240, 228, 66);

/// What the list leaves out.
#[derive(Default)]
pub(super) struct Filter {
    without_indications: bool,
    kind: Option<RuleKind>,
}

/// The list in place of the layers.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    findings: Res<Findings>,
    mut filter: Local<Filter>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if !session.0.findings {
        return;
    }
    let language = session.0.language;
    egui::Area::new("findings".into()).fixed_pos(egui::pos2(16.0, 160.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.label(egui::RichText::new(text(Text::UndergroundCheck, language)).heading());
            let Some(list) = &findings.list else {
                ui.label(egui::RichText::new(text(Text::Computing, language)).color(QUIET));
                return;
            };
            head(ui, list, &mut filter, language);
            let height = (ctx.content_rect().height() - 390.0).max(120.0);
            egui::ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
                for finding in list.iter().filter(|finding| passes(&filter, finding)) {
                    let is_chosen = session.0.finding.as_ref() == Some(&finding.id);
                    if row(ui, finding, is_chosen, language) {
                        let wanted = (!is_chosen).then(|| finding.id.clone());
                        orders.write(Order(Command::SelectFinding(wanted)));
                    }
                }
            });
        });
    });
}

fn passes(filter: &Filter, finding: &Finding) -> bool {
    !(filter.without_indications && finding.verdict == Verdict::Indication)
        && filter.kind.is_none_or(|kind| kind == finding.kind)
}

fn head(ui: &mut egui::Ui, list: &[Finding], filter: &mut Filter, language: Language) {
    ui.horizontal_wrapped(|ui| {
        let classes = [
            (Verdict::Violation, Certainty::Certain),
            (Verdict::Violation, Certainty::Possible),
            (Verdict::Indication, Certainty::Certain),
            (Verdict::Indication, Certainty::Possible),
        ];
        for (verdict, certainty) in classes {
            let number = list.iter().filter(|f| (f.verdict, f.certainty) == (verdict, certainty)).count();
            if number == 0 {
                continue;
            }
            let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 16.0), egui::Sense::hover());
            mark(ui.painter(), rect.center(), (verdict, certainty), 6.0);
            let [verdict, certainty] = [verdict_text(verdict, language), certainty_text(certainty, language)];
            ui.label(format!("{} {verdict} · {certainty}", count(number)));
        }
        let mut shown = !filter.without_indications;
        ui.checkbox(&mut shown, text(Text::WithIndications, language));
        filter.without_indications = !shown;
    });
    ui.horizontal_wrapped(|ui| {
        if ui.selectable_label(filter.kind.is_none(), text(Text::All, language)).clicked() {
            filter.kind = None;
        }
        let kinds = [
            RuleKind::Horizontal,
            RuleKind::Vertical,
            RuleKind::Cover,
            RuleKind::Drainage,
            RuleKind::Corridor,
        ];
        for kind in kinds {
            let words = egui::RichText::new(rule_kind_text(kind, language)).small();
            if ui.selectable_label(filter.kind == Some(kind), words).clicked() {
                filter.kind = Some(kind);
            }
        }
    });
    ui.separator();
}

/// One finding; tells whether it was clicked.
fn row(ui: &mut egui::Ui, finding: &Finding, is_chosen: bool, language: Language) -> bool {
    let response = ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(16.0, 16.0), egui::Sense::hover());
        mark(ui.painter(), rect.center(), (finding.verdict, finding.certainty), 6.0);
        let name = finding.elements.first().unwrap_or(&finding.culprit);
        let words = format!(
            "{} · {}\n{name}",
            rule_kind_text(finding.kind, language),
            measured_text(finding, language)
        );
        let words = egui::RichText::new(words).size(13.0);
        ui.add(egui::Button::selectable(is_chosen, words).truncate()).clicked()
    });
    if is_chosen {
        details(ui, finding, language);
    }
    response.inner
}

fn details(ui: &mut egui::Ui, finding: &Finding, language: Language) {
    let mut line = |words: String| {
        ui.add(egui::Label::new(egui::RichText::new(words).small().color(QUIET)).wrap());
    };
    line(clause_text(finding));
    line(format!(
        "{} · {}",
        verdict_text(finding.verdict, language),
        certainty_text(finding.certainty, language)
    ));
    for other in finding.others.iter().take(4) {
        line(format!("{} {other}", text(Text::Beside, language)));
    }
    for place in finding.places.iter().take(6) {
        let [from, to] = place.chainage_m;
        line(format!("{} {from:.1}–{to:.1} m", text(Text::Chainage, language)));
    }
    if let Some(mend) = mend_text(finding, language) {
        let words = format!("{}: {mend}", text(Text::Mend, language));
        ui.add(egui::Label::new(egui::RichText::new(words).color(ACCENT)).wrap());
    }
}

/// A diamond for a violation, a disc for an indication; hollow where the survey leaves it open.
fn mark(painter: &egui::Painter, at: egui::Pos2, (verdict, certainty): (Verdict, Certainty), size: f32) {
    let dark = egui::Color32::from_rgb(20, 20, 24);
    let colour = if verdict == Verdict::Violation { VIOLATION } else { INDICATION };
    let (fill, edge) = match certainty {
        Certainty::Certain => (colour, egui::Stroke::new(1.5, dark)),
        Certainty::Possible | Certainty::Clear => (dark.gamma_multiply(0.7), egui::Stroke::new(2.0, colour)),
    };
    match verdict {
        Verdict::Violation => {
            let corners = [(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)]
                .map(|(x, y)| at + egui::vec2(x * size, y * size));
            painter.add(egui::Shape::convex_polygon(corners.to_vec(), fill, edge));
        }
        Verdict::Indication => {
            painter.circle(at, size * 0.85, fill, edge);
        }
    }
}

/// Marks of all findings, and the dimension of the chosen one: in the window and in pictures.
pub(super) fn draw_marks(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    findings: Res<Findings>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(list)) = (session.0.findings, &findings.list) else { return };
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let on_screen = |place| seen.at(place);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "findings marks".into()));
    let chosen = chosen(&session, list);
    if chosen.is_none() {
        let eye = seen.eye();
        let mut near: Vec<(f32, &Finding)> = list
            .iter()
            .map(|finding| (render_from_local(finding.at).distance(eye), finding))
            .filter(|(distance, _)| *distance < MARKS.1)
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        near.truncate(MARKS.0);
        for (distance, finding) in near.into_iter().rev() {
            if let Some(at) = on_screen(finding.at).filter(|at| seen.screen.contains(*at)) {
                mark(
                    &painter,
                    at,
                    (finding.verdict, finding.certainty),
                    (900.0 / distance.max(1.0)).clamp(3.5, 8.0),
                );
            }
        }
    }
    let Some(finding) = chosen else { return };
    let (Some(a), Some(b)) = (on_screen(finding.at), on_screen(finding.facing)) else { return };
    painter.line_segment([a, b], egui::Stroke::new(5.0, egui::Color32::from_black_alpha(160)));
    painter.line_segment([a, b], egui::Stroke::new(2.5, INK));
    for end in [a, b] {
        painter.circle(end, 4.0, INK, egui::Stroke::new(1.5, egui::Color32::from_black_alpha(200)));
    }
    let middle = a + (b - a) * 0.5 - egui::vec2(0.0, 12.0);
    plated(
        &painter,
        middle,
        egui::Align2::CENTER_BOTTOM,
        &measured_text(finding, session.0.language),
        16.0,
        ACCENT,
    );
    let under = middle - egui::vec2(0.0, 26.0);
    let words = format!(
        "{} · {} · {}",
        verdict_text(finding.verdict, session.0.language),
        rule_kind_text(finding.kind, session.0.language),
        clause_text(finding)
    );
    plated(&painter, under, egui::Align2::CENTER_BOTTOM, &words, 13.0, INK);
}
