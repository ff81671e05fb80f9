//! Pins on the facilities of a scenario, and the two sides of a comparison named.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Geometry, Kind, Overlay, Vertical};
use linli_present::{CompareMode, category_scenario_colour, title_of};

use super::{KioskShow, is_themed};
use crate::camera::MainCamera;
use crate::panel::{Projection, Themed, colour32, context, moment_words, plated};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// Height of a pin over its facility, metres.
const OVER_M: f64 = 14.0;

pub(super) fn draw(
    mut contexts: EguiContexts,
    show: Res<KioskShow>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    themed: Res<Themed>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let (Some(ctx), Some(loaded), true) = (context(&mut contexts), &scene.0, is_themed(&themed)) else {
        return;
    };
    let Some(moment) = show.kiosk.moment(show.now, |_, _| None) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "pins".into()));
    if let (Some(Overlay::Scenario(scenario)), Some(projection)) =
        (moment.overlay, Projection::new(*camera, &ctx))
    {
        let colour = colour32(category_scenario_colour(Some(*scenario)));
        for (id, element) in loaded.community.iter() {
            let (Kind::Facility(facility), Geometry::Point(at)) = (&element.kind, &element.geometry) else {
                continue;
            };
            if facility.scenario != Some(*scenario) || !loaded.is_seen(id, &session.0) {
                continue;
            }
            let foot_m = match element.vertical {
                Vertical::Absolute => at[2],
                Vertical::AboveGround => loaded.ground.height_at(at[0], at[1]) + at[2],
            };
            let chosen = moment.selection == Some(&element.key);
            let up = if chosen { 2.0 * OVER_M } else { OVER_M };
            let ends = [[at[0], at[1], foot_m], [at[0], at[1], foot_m + up]].map(|p| projection.at(p));
            let [Some(foot), Some(head)] = ends else { continue };
            let name = title_of(element, session.0.language);
            pin(&painter, [foot, head], colour, chosen.then_some(name.as_str()));
        }
    }
    if let Some(split) = session.0.split {
        let words = [session.0.moment, split.other].map(|moment| moment_words(moment, session.0.language));
        sides(&painter, ctx.content_rect(), split.at, &words);
    }
    let view = &session.0.compare;
    if let Some(comparison) = loaded.comparison.as_ref().filter(|_| view.mode == CompareMode::Swipe) {
        let name = |side: usize| comparison.sides.get(side).map(|side| side.name(session.0.language));
        let words = [0, view.right].map(|side| name(side).unwrap_or_default().to_owned());
        sides(&painter, ctx.content_rect(), view.at, &words);
    }
}

fn pin(painter: &egui::Painter, [foot, head]: [egui::Pos2; 2], colour: egui::Color32, name: Option<&str>) {
    let radius = if name.is_some() { 9.0 } else { 6.0 };
    painter.line_segment([foot, head], egui::Stroke::new(3.0, egui::Color32::from_black_alpha(150)));
    painter.line_segment([foot, head], egui::Stroke::new(1.6, colour));
    painter.circle_filled(head, radius + 2.0, egui::Color32::from_rgb(250, 250, 250));
    painter.circle_filled(head, radius, colour);
    if let Some(name) = name {
        let at = head - egui::vec2(0.0, radius + 6.0);
        plated(painter, at, egui::Align2::CENTER_BOTTOM, name, 17.0, egui::Color32::WHITE);
    }
}

/// The line between two sides, and what each side is.
fn sides(painter: &egui::Painter, screen: egui::Rect, at: f32, words: &[String; 2]) {
    let x = screen.left() + screen.width() * at;
    let ends = [egui::pos2(x, screen.top()), egui::pos2(x, screen.bottom())];
    painter.line_segment(ends, egui::Stroke::new(5.0, egui::Color32::from_black_alpha(110)));
    painter.line_segment(ends, egui::Stroke::new(2.4, egui::Color32::WHITE));
    let y = screen.top() + screen.height() * 0.2;
    let size = (screen.height() / 40.0).clamp(14.0, 26.0);
    let aligned = [egui::Align2::RIGHT_CENTER, egui::Align2::LEFT_CENTER];
    for ((words, align), offset) in words.iter().zip(aligned).zip([-16.0, 16.0]) {
        plated(painter, egui::pos2(x + offset, y), align, words, size, egui::Color32::WHITE);
    }
}

/// How many facilities of a scenario a moment shows.
pub(super) fn facilities(
    scene: &LoadedScene,
    session: &ViewSession,
    scenario: linli_model::Scenario,
) -> usize {
    let serves =
        |kind: &Kind| matches!(kind, Kind::Facility(facility) if facility.scenario == Some(scenario));
    let shown = scene.community.iter().filter(|(id, e)| serves(&e.kind) && scene.is_seen(*id, &session.0));
    shown.count()
}
