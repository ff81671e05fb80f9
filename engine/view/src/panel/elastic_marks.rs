//! The elastic compass at each parcel in the picture: a ring that is as full as the parcel, in the colour of what stops
//! it first; in the window and in pictures.

use std::f32::consts::{PI, TAU};
use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Key, Language, Point3};
use linli_present::{ElasticMark, Text, elastic_legend, elastic_mark, stop_colour, text};
use linli_sim::figures::PlanSheet;

use super::context;
use super::furniture::plated;
use super::projection::Projection;
use super::theme::{INK, QUIET, colour32, sheet};
use crate::camera::MainCamera;
use crate::coordinates::render_from_local;
use crate::figures::Figures;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// Radius and width of a ring, points.
const RADIUS: f32 = 15.0;
const RING: f32 = 5.0;
/// Height of a mark above the highest building of its parcel, metres.
const ABOVE_M: f64 = 6.0;
/// Farthest parcel that is marked, metres.
const FARTHEST_M: f32 = 2_500.0;

/// The marks with their places, made again when figures or language change.
#[derive(Default)]
pub(super) struct Made {
    of: Option<(Arc<PlanSheet>, Language)>,
    marks: Vec<ElasticMark>,
    places: Vec<Point3>,
}

impl Made {
    fn follow(&mut self, sheet: &Arc<PlanSheet>, scene: &LoadedScene, language: Language) {
        if self.of.as_ref().is_some_and(|(of, spoken)| Arc::ptr_eq(of, sheet) && *spoken == language) {
            return;
        }
        let marks = sheet.rooms.iter().filter_map(|room| elastic_mark(room, language));
        let placed = marks.filter_map(|mark| {
            let place = place_of(scene, sheet, &mark)?;
            Some((mark, place))
        });
        (self.marks, self.places) = placed.unzip();
        self.of = Some((sheet.clone(), language));
    }
}

/// Above the middle of a parcel and everything that stands on it.
fn place_of(scene: &LoadedScene, sheet: &PlanSheet, mark: &ElasticMark) -> Option<Point3> {
    let parcel = scene.facts.id_of(&mark.parcel).and_then(|id| scene.facts.element(id))?.geometry.aabb();
    if parcel.is_empty() {
        return None;
    }
    let [x, y, _] = parcel.centre();
    let top_of = |key: &Key| {
        let shape = scene.id_of_fact(key).and_then(|id| scene.shapes.get(id.index()))?;
        Some(shape.aabb()).filter(|aabb| !aabb.is_empty()).map(|aabb| aabb.max[2])
    };
    let standing = sheet.parcel_of.iter().filter(|(_, parcel)| **parcel == mark.parcel);
    let ground = scene.ground.height_at(x, y);
    let top = standing.filter_map(|(building, _)| top_of(building)).fold(ground, f64::max);
    Some([x, y, top + ABOVE_M])
}

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    figures: Res<Figures>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    mut made: Local<Made>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(scene)) = (session.0.elastic, &scene.0) else { return };
    let language = session.0.language;
    let Some(sheet) = &figures.sheet else {
        legend(&ctx, &[], true, &session);
        return;
    };
    made.follow(sheet, scene, language);
    let Some(seen) = Projection::new(*camera, &ctx) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "elastic marks".into()));
    let eye = seen.eye();
    let mut near: Vec<(f32, egui::Pos2, &ElasticMark)> = made
        .marks
        .iter()
        .zip(&made.places)
        .filter_map(|(mark, place)| {
            let distance = render_from_local(*place).distance(eye);
            let at = seen.at(*place).filter(|at| seen.screen.contains(*at))?;
            (distance < FARTHEST_M).then_some((distance, at, mark))
        })
        .collect();
    // Near ones lie over far ones, and have the first right to words.
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rings: Vec<egui::Rect> = near
        .iter()
        .map(|(_, at, _)| egui::Rect::from_center_size(*at, egui::Vec2::splat(2.0 * RADIUS)))
        .collect();
    for (_, at, mark) in near.iter().rev() {
        ring(&painter, *at, mark);
    }
    let mut taken: Vec<egui::Rect> = Vec::new();
    for (number, (_, at, mark)) in near.iter().enumerate() {
        let words = [mark.room.as_str(), mark.first.as_str()].map(|words| words.chars().count());
        let width = words.into_iter().max().unwrap_or(0) as f32 * 9.0 + 8.0;
        let place = egui::Rect::from_min_size(*at + egui::vec2(RADIUS, -17.0), egui::vec2(width + 8.0, 34.0));
        let is_free = taken.iter().all(|other| !other.intersects(place))
            && rings.iter().enumerate().all(|(other, ring)| other == number || !ring.intersects(place));
        if is_free {
            told(&painter, *at, mark);
            taken.push(place);
        }
    }
    legend(&ctx, &made.marks, false, &session);
}

/// The ring: the share that stands in the colour of the stop, the rest pale; hollow where no limit is known.
fn ring(painter: &egui::Painter, at: egui::Pos2, mark: &ElasticMark) {
    let plate = egui::Color32::from_rgba_unmultiplied(16, 20, 25, 225);
    painter.line_segment([at, at + egui::vec2(0.0, RADIUS + 10.0)], egui::Stroke::new(1.5, INK));
    painter.circle(at, RADIUS + 2.0, plate, egui::Stroke::new(1.0, egui::Color32::from_white_alpha(90)));
    let middle = RADIUS - RING / 2.0;
    painter.circle_stroke(at, middle, egui::Stroke::new(RING, egui::Color32::from_white_alpha(46)));
    if let (Some(share), Some(stop)) = (mark.share, mark.stop) {
        let steps = 40;
        let point = |step: usize| {
            let angle = -PI / 2.0 + share as f32 * TAU * step as f32 / steps as f32;
            at + middle * egui::vec2(angle.cos(), angle.sin())
        };
        let arc: Vec<egui::Pos2> = (0..=steps).map(point).collect();
        painter.add(egui::Shape::line(arc, egui::Stroke::new(RING, colour32(stop_colour(stop)))));
    }
    let font = egui::FontId::proportional(11.5);
    painter.text(at, egui::Align2::CENTER_CENTER, &mark.far, font, egui::Color32::WHITE);
}

/// What may still be added, and what stops it.
fn told(painter: &egui::Painter, at: egui::Pos2, mark: &ElasticMark) {
    let beside = at + egui::vec2(RADIUS + 7.0, 0.0);
    plated(painter, beside - egui::vec2(0.0, 1.0), egui::Align2::LEFT_BOTTOM, &mark.room, 12.5, INK);
    let colour = mark.stop.map_or(QUIET, |stop| colour32(stop_colour(stop)));
    plated(painter, beside + egui::vec2(0.0, 1.0), egui::Align2::LEFT_TOP, &mark.first, 11.5, colour);
}

/// What rings, numbers and colours mean.
fn legend(ctx: &egui::Context, marks: &[ElasticMark], computing: bool, session: &ViewSession) {
    let language = session.0.language;
    let say = |words: Text| text(words, language);
    // The bar of editing stands below while something is selected.
    let up = if session.0.selection.is_some() || session.0.tool.is_some() { -236.0 } else { -128.0 };
    let place = egui::vec2(-16.0, up);
    egui::Area::new("elastic legend".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_max_width(250.0);
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.label(say(Text::ElasticFar));
            if computing {
                ui.label(egui::RichText::new(say(Text::Computing)).color(QUIET));
                return;
            }
            let hint = egui::RichText::new(say(Text::ElasticMarkHint)).small().color(QUIET);
            ui.add(egui::Label::new(hint).wrap());
            let head = format!("{}:", say(Text::CompassFirst));
            ui.label(egui::RichText::new(head).small().color(QUIET));
            for (colour, name, number) in elastic_legend(marks, language) {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(egui::vec2(14.0, 14.0), egui::Sense::hover());
                    ui.painter().circle_stroke(rect.center(), 5.0, egui::Stroke::new(3.5, colour32(colour)));
                    ui.label(egui::RichText::new(format!("{name}  {number}")).size(13.0));
                });
            }
        });
    });
}
