//! Map furniture: title, north arrow, scale bar, coordinates, sources.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Language;
use linli_present::{Command, Text, clock, compass_point, coordinate, length, scale_bar, text};

use super::stage::moment_words;
use super::theme::{INK, QUIET};
use super::{PanelsShown, context};
use crate::camera::Rig;
use crate::pick::PointedAt;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Order, ViewSession};

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    info: Res<SceneInfo>,
    rig: Res<Rig>,
    shown: Res<PanelsShown>,
    pointed: Res<PointedAt>,
    scene: Res<CurrentScene>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let screen = ctx.content_rect();
    let language = session.0.language;
    let pose = rig.pose();
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "furniture".into()));
    if *shown == PanelsShown::Furniture {
        let has_stages = scene.0.as_ref().is_some_and(|scene| scene.stages.has_stages);
        title(&painter, screen, &info, &session, has_stages);
    }
    // In the window above the toolbar, which may be as wide as the window.
    let (low, foot) = if *shown == PanelsShown::All { (114.0, 96.0) } else { (62.0, 22.0) };
    let centre = egui::pos2(screen.right() - 46.0, screen.bottom() - low);
    compass(&ctx, &painter, centre, pose.heading_deg(), language, &mut orders);
    let left = egui::pos2(screen.left() + 22.0, screen.bottom() - foot);
    bar(&painter, left, &pose, screen.height(), language);
    status(&painter, screen, foot, &info, pointed.0, language);
}

/// Text on a dark, see-through plate, readable on grass, asphalt, snow-white roofs and sky.
pub(crate) fn plated(
    painter: &egui::Painter,
    at: egui::Pos2,
    align: egui::Align2,
    words: &str,
    size: f32,
    colour: egui::Color32,
) -> egui::Rect {
    let galley = painter.layout_no_wrap(words.to_owned(), egui::FontId::proportional(size), colour);
    let rect = align.anchor_size(at, galley.size());
    if !words.is_empty() {
        let plate = rect.expand2(egui::vec2(size * 0.32, size * 0.06));
        painter.rect_filled(plate, size * 0.25, egui::Color32::from_rgba_unmultiplied(16, 20, 25, 150));
        painter.galley(rect.min, galley, colour);
    }
    rect
}

fn title(
    painter: &egui::Painter,
    screen: egui::Rect,
    info: &SceneInfo,
    session: &ViewSession,
    has_stages: bool,
) {
    let at = screen.left_top() + egui::vec2(24.0, 20.0);
    plated(painter, at, egui::Align2::LEFT_TOP, &info.name, 26.0, INK);
    let mut second = format!("{}  {}", session.0.time.format("%Y-%m-%d"), clock(&session.0.time));
    if has_stages && session.0.split.is_none() {
        // In construction the day of the works is the date; the sun's day is not.
        let clock = clock(&session.0.time);
        second = format!("{}  ·  {clock}", moment_words(session.0.moment, session.0.language));
    }
    if let Some(section) = &session.0.section {
        second = format!("{second}  ·  {}", section.words(session.0.language));
    }
    if session.0.underground {
        second = format!("{second}  ·  {}", text(Text::GroundFaded, session.0.language));
    }
    plated(painter, at + egui::vec2(0.0, 36.0), egui::Align2::LEFT_TOP, &second, 14.0, INK);
}

fn compass(
    ctx: &egui::Context,
    painter: &egui::Painter,
    centre: egui::Pos2,
    heading_deg: f64,
    language: Language,
    orders: &mut MessageWriter<Order>,
) {
    let radius = 22.0;
    painter.circle_filled(centre, radius + 8.0, egui::Color32::from_black_alpha(110));
    painter.circle_stroke(centre, radius + 8.0, egui::Stroke::new(1.0, egui::Color32::from_white_alpha(60)));
    let turn = -heading_deg.to_radians() as f32;
    let towards = |angle: f32, r: f32| centre + r * egui::vec2((angle + turn).sin(), -(angle + turn).cos());
    let half = std::f32::consts::FRAC_PI_2;
    for (angle, colour) in [(0.0, egui::Color32::from_rgb(226, 74, 51)), (std::f32::consts::PI, INK)] {
        let points =
            vec![towards(angle, radius * 0.78), towards(angle + half, 6.0), towards(angle - half, 6.0)];
        painter.add(egui::Shape::convex_polygon(points, colour, egui::Stroke::NONE));
    }
    let north = towards(0.0, radius + 17.0);
    let letter = compass_point(0.0, language);
    plated(painter, north, egui::Align2::CENTER_CENTER, letter, 15.0, INK);
    let button = egui::Area::new("compass".into())
        .fixed_pos(centre - egui::vec2(radius, radius))
        .show(ctx, |ui| ui.allocate_response(egui::vec2(2.0 * radius, 2.0 * radius), egui::Sense::click()));
    if button.inner.clicked() {
        orders.write(Order(Command::NorthUp));
    }
}

fn bar(
    painter: &egui::Painter,
    left: egui::Pos2,
    pose: &linli_present::CameraPose,
    height: f32,
    language: Language,
) {
    let Some(bar) = scale_bar(pose, f64::from(height), 180.0) else {
        plated(
            painter,
            left,
            egui::Align2::LEFT_BOTTOM,
            text(Text::PerspectiveNoScale, language),
            12.0,
            QUIET,
        );
        return;
    };
    let right = left + egui::vec2(bar.length_px as f32, 0.0);
    let dark = egui::Color32::from_black_alpha(160);
    let middle = left + egui::vec2(bar.length_px as f32 / 2.0, 0.0);
    let cell = |a: egui::Pos2, b: egui::Pos2| egui::Rect::from_min_max(a - egui::vec2(0.0, 6.0), b);
    painter.rect_filled(cell(left, right).expand(1.5), 1.0, dark);
    painter.rect_filled(cell(left, middle), 0.0, INK);
    painter.rect_filled(cell(middle, right), 0.0, egui::Color32::from_rgb(70, 76, 84));
    let words = if bar.length_m >= 1000.0 {
        length(bar.length_m)
    } else {
        linli_present::quantity(bar.length_m, if bar.length_m < 1.0 { 1 } else { 0 }, "m")
    };
    plated(painter, left - egui::vec2(0.0, 10.0), egui::Align2::LEFT_BOTTOM, &words, 13.0, INK);
}

fn status(
    painter: &egui::Painter,
    screen: egui::Rect,
    foot: f32,
    info: &SceneInfo,
    pointed: Option<bevy::math::DVec3>,
    language: Language,
) {
    let mut words = Vec::new();
    if let Some(place) = pointed {
        let p = info.frame.projected_from_local(place.into());
        let names = match language {
            Language::Chinese => ["东", "北", "高"],
            Language::English => ["E", "N", "H"],
        };
        words.push(format!(
            "{} {}  {} {}  {} {} m",
            names[0],
            coordinate(p[0]),
            names[1],
            coordinate(p[1]),
            names[2],
            coordinate(p[2])
        ));
    }
    if !info.frame.crs.is_empty() {
        words.push(info.frame.crs.clone());
    }
    words.extend(info.licences.iter().cloned());
    let at = egui::pos2(screen.right() - 92.0, screen.bottom() - foot + 4.0);
    plated(painter, at, egui::Align2::RIGHT_BOTTOM, &words.join("   ·   "), 12.0, QUIET);
}
