//! Stages and dates: the bar at the top, the legend of what is claimed and how works stand, the watermark of a
//! proposal, the line between two moments.

use std::collections::BTreeSet;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use chrono::{Duration, NaiveDate};
use linli_model::{Kind, LandUse, Language, Span, Stage, Truth};
use linli_present::{
    Command, Moment, Pattern, Session, Split, Text, WorkState, land_use_colour, land_use_text, stage_text,
    text, truth_text, work_state_text,
};

use super::context;
use super::furniture::plated;
use super::theme::{ACCENT, INK, QUIET, colour32, sheet};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Days a second at which construction is played.
const SPEEDS: [f64; 3] = [15.0, 45.0, 120.0];

/// What the scene's stages can show, found once a scene.
#[derive(Resource, Default)]
pub(super) struct Known {
    has_stages: bool,
    span: Option<Span>,
    land_uses: BTreeSet<LandUse>,
}

impl Known {
    fn of(scene: &LoadedScene) -> Self {
        let uses = scene.community.elements().iter().filter_map(|element| match &element.kind {
            Kind::Parcel(parcel) => Some(parcel.land_use),
            _ => None,
        });
        Self {
            has_stages: scene.stages.has_stages,
            span: scene.stages.timeline.span(),
            land_uses: uses.collect(),
        }
    }
}

/// Learns what a new scene can show.
pub(super) fn learn(scene: Res<CurrentScene>, mut known: ResMut<Known>) {
    if scene.is_changed()
        && let Some(scene) = &scene.0
    {
        *known = Known::of(scene);
    }
}

/// The bar of stages and days.
pub(super) fn draw_bar(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    known: Res<Known>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if !known.has_stages {
        return;
    }
    let session = &session.0;
    let language = session.language;
    let mut order = |command| {
        orders.write(Order(command));
    };
    let place = egui::vec2(0.0, 16.0);
    egui::Area::new("stages".into()).anchor(egui::Align2::CENTER_TOP, place).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.horizontal(|ui| {
                for stage in Stage::ALL {
                    let label = egui::RichText::new(stage_text(stage, language)).size(17.0);
                    let hint = text(claim_of(stage), language);
                    if ui.selectable_label(session.moment.stage == stage, label).on_hover_text(hint).clicked()
                    {
                        order(Command::SetStage(stage));
                        if stage == Stage::Construction
                            && let Some(span) = known.span
                            && !span.contains(session.moment.day)
                        {
                            order(Command::SetDay(span.start));
                        }
                    }
                }
                ui.separator();
                let split = session.split.is_some();
                if ui.selectable_label(split, text(Text::CompareMoments, language)).clicked() {
                    order(Command::SetSplit(if split { None } else { Some(other_of(session, known.span)) }));
                }
                if known.span.is_some()
                    && ui.selectable_label(session.schedule, text(Text::Works, language)).clicked()
                {
                    order(Command::ShowSchedule(!session.schedule));
                }
            });
            if let (Stage::Construction, Some(span)) = (session.moment.stage, known.span) {
                days(ui, session, span, &mut order);
            }
        });
    });
}

/// What the second side shows at first: the end of the works, or else the plan.
fn other_of(session: &Session, span: Option<Span>) -> Split {
    let other = match (session.moment.stage, span) {
        (Stage::Construction, Some(span)) => Moment { stage: Stage::Construction, day: span.finish },
        (Stage::Design, _) => Moment { stage: Stage::Planning, ..session.moment },
        (_, _) => Moment { stage: Stage::Design, ..session.moment },
    };
    Split { at: 0.5, other }
}

fn claim_of(stage: Stage) -> Text {
    match stage {
        Stage::Planning => Text::ClaimPlanning,
        Stage::Design => Text::ClaimDesign,
        Stage::Construction => Text::ClaimConstruction,
    }
}

fn days(ui: &mut egui::Ui, session: &Session, span: Span, order: &mut impl FnMut(Command)) {
    let language = session.language;
    ui.horizontal(|ui| {
        let playing = session.playing.is_some();
        let label = if playing { Text::Pause } else { Text::Play };
        if ui.button(text(label, language)).clicked() {
            if !playing && session.moment.day >= span.finish {
                order(Command::SetDay(span.start));
            }
            order(Command::Play(if playing { None } else { Some(SPEEDS[1]) }));
        }
        for speed in SPEEDS {
            let chosen = session.playing == Some(speed);
            let words = egui::RichText::new(format!("{speed:.0}")).small();
            if ui.selectable_label(chosen, words).on_hover_text(text(Text::DaysPerSecond, language)).clicked()
            {
                order(Command::Play(Some(speed)));
            }
        }
        let mut number = (session.moment.day - span.start).num_days();
        let last = (span.finish - span.start).num_days().max(1);
        ui.spacing_mut().slider_width = 330.0;
        if ui.add(egui::Slider::new(&mut number, 0..=last).show_value(false)).changed() {
            order(Command::SetDay(span.start + Duration::days(number)));
        }
        ui.label(egui::RichText::new(session.moment.day.format("%Y-%m-%d").to_string()).color(ACCENT));
    });
}

/// What a moment is called.
pub(crate) fn moment_words(moment: Moment, language: Language) -> String {
    let stage = stage_text(moment.stage, language);
    match moment.stage {
        Stage::Construction => format!("{stage}  {}", moment.day.format("%Y-%m-%d")),
        _ => format!("{stage}  ·  {}", text(claim_of(moment.stage), language)),
    }
}

/// Legend, watermark, and the line between two moments: in the window and in pictures.
pub(super) fn draw_marks(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    known: Res<Known>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if !known.has_stages {
        return;
    }
    let session = &session.0;
    if !session.underground && session.cut.is_none() {
        legend(&ctx, &known, session);
    }
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "stage marks".into()));
    watermark(&painter, ctx.content_rect(), session);
    if let Some(split) = session.split {
        divider(&ctx, &painter, session, split, &mut orders);
    }
}

/// A proposal says so across the picture, on the side that shows it.
fn watermark(painter: &egui::Painter, screen: egui::Rect, session: &Session) {
    let at = session.split.map_or(1.0, |split| split.at);
    let sides = [(0.0, at, Some(session.moment)), (at, 1.0, session.split.map(|split| split.other))];
    for (from, to, moment) in sides {
        if moment.is_none_or(|moment| moment.stage != Stage::Planning) {
            continue;
        }
        let middle = screen.left() + screen.width() * (from + to) / 2.0;
        let words = text(Text::Watermark, session.language);
        let size = (screen.width() * (to - from) / 22.0).clamp(14.0, 46.0);
        let ink = egui::Color32::from_rgba_unmultiplied(255, 255, 255, 120);
        let shade = egui::Color32::from_rgba_unmultiplied(0, 0, 0, 90);
        for (offset, colour) in [(1.5, shade), (0.0, ink)] {
            painter.text(
                egui::pos2(middle + offset, screen.bottom() - screen.height() * 0.17 + offset),
                egui::Align2::CENTER_CENTER,
                words,
                egui::FontId::proportional(size),
                colour,
            );
        }
    }
}

fn divider(
    ctx: &egui::Context,
    painter: &egui::Painter,
    session: &Session,
    split: Split,
    orders: &mut MessageWriter<Order>,
) {
    let screen = ctx.content_rect();
    let x = screen.left() + screen.width() * split.at;
    if let Some(at) = super::handle::line(ctx, painter, x, "divider") {
        orders.write(Order(Command::SetSplit(Some(Split { at, ..split }))));
    }
    let top = screen.top() + screen.height() * 0.16;
    let words =
        [(session.moment, -14.0, egui::Align2::RIGHT_TOP), (split.other, 14.0, egui::Align2::LEFT_TOP)];
    for (moment, offset, align) in words {
        let words = moment_words(moment, session.language);
        plated(painter, egui::pos2(x + offset, top), align, &words, 15.0, INK);
    }
}

fn legend(ctx: &egui::Context, known: &Known, session: &Session) {
    let language = session.language;
    let shows = |stage| session.shows_stage(stage);
    if !(shows(Stage::Planning) || shows(Stage::Construction)) {
        return;
    }
    let place = egui::vec2(-16.0, -128.0);
    egui::Area::new("stage legend".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(ctx, |ui| {
        sheet().show(ui, |ui| {
            if shows(Stage::Planning) {
                ui.label(text(Text::LandUses, language));
                for &use_ in &known.land_uses {
                    let words = land_use_text(use_, language);
                    swatch(ui, colour32(land_use_colour(use_)), Pattern::None, words);
                }
                swatch(ui, egui::Color32::from_rgb(232, 230, 224), Pattern::None, &existing_words(language));
            }
            if shows(Stage::Construction) {
                ui.label(text(Text::WorkStates, language));
                for state in WorkState::ALL.into_iter().filter(|state| *state != WorkState::Temporary) {
                    let (colour, pattern) = state.paint();
                    swatch(ui, colour32(colour), pattern, work_state_text(state, language));
                }
                let own = text(Text::Finished, language);
                swatch(ui, egui::Color32::from_rgb(222, 208, 186), Pattern::None, own);
            }
        });
    });
}

fn existing_words(language: Language) -> String {
    format!("{} (CIM 3)", truth_text(Truth::Existing, language))
}

/// A patch of colour with its pattern, and what it means.
pub(super) fn swatch(ui: &mut egui::Ui, colour: egui::Color32, pattern: Pattern, words: &str) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(26.0, 14.0), egui::Sense::hover());
        let painter = ui.painter().with_clip_rect(rect);
        painter.rect_filled(rect, 2.0, colour);
        let ink = egui::Stroke::new(2.0, egui::Color32::from_white_alpha(170));
        let steps = (0..8).map(|i| rect.left() - 14.0 + i as f32 * 8.0);
        for x in steps {
            let up = [egui::pos2(x, rect.bottom()), egui::pos2(x + 14.0, rect.top())];
            let down = [egui::pos2(x, rect.top()), egui::pos2(x + 14.0, rect.bottom())];
            match pattern {
                Pattern::None => {}
                Pattern::Stripes => {
                    painter.line_segment(up, ink);
                }
                Pattern::Crosses => {
                    painter.line_segment(up, ink);
                    painter.line_segment(down, ink);
                }
                Pattern::Dots => {
                    painter.circle_filled(egui::pos2(x + 7.0, rect.center().y), 2.2, ink.color);
                }
            }
        }
        ui.label(egui::RichText::new(words).small().color(QUIET));
    });
}

/// A day as the panels write it.
pub(super) fn day_words(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
