//! What was measured, drawn as on a plan: dimension lines with their number, polygons with their area, angles with
//! their arc; and the box that chooses.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Point3, Polygon};
use linli_present::measure::{MeasureKind, MeasureValue, SnapKind, measure_label};
use linli_present::quantity;
use linli_space::triangulate_polygon;

use crate::camera::MainCamera;
use crate::panel::context;
use crate::panel::projection::Projection;
use crate::panel::theme::{ACCENT, INK};
use crate::scene::CurrentScene;
use crate::session::ViewSession;
use crate::tools::{Aim, BoxDrag, MeasuredThings};

/// Under each line, so that it is seen on light and dark grounds.
const DARK: egui::Color32 = egui::Color32::from_rgb(20, 25, 31);
/// What stands for the lines of a plan.
const LINE: egui::Color32 = egui::Color32::from_rgb(255, 196, 64);
/// Size of numbers, points.
const SIZE: f32 = 15.0;
/// Pieces shorter than this on screen have no number of their own, points.
const ROOM: f32 = 64.0;

pub(in crate::panel) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    measured: Res<MeasuredThings>,
    aim: Res<Aim>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    if measured.kept.is_empty() && measured.draft.is_none() {
        return;
    }
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(loaded), Some(seen)) = (&scene.0, Projection::new(*camera, &ctx)) else { return };
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "measured".into()));
    let marks = Marks { painter: &painter, seen: &seen };
    let language = session.0.language;
    for thing in measured.kept.iter().chain(&measured.draft) {
        let points = &thing.measure.points;
        marks.form(thing.measure.kind, points, thing.value.as_ref().ok());
        let Ok(value) = &thing.value else { continue };
        let place = value.label_place(points).and_then(|place| seen.at(place));
        if let Some(at) = place {
            let words = measure_label(value, &loaded.community.frame, language);
            marks.label(at, &words, thing.measure.kind);
        }
    }
    if let Some(at) = aim.at.and_then(|at| seen.at(at)) {
        marks.aim(at, aim.snap);
    }
}

/// The box that is being dragged.
pub(in crate::panel) fn draw_box(
    mut contexts: EguiContexts,
    dragged: Res<BoxDrag>,
    camera: Single<&Camera, With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(corners), Some(size)) = (dragged.0, camera.logical_viewport_size()) else { return };
    let screen = ctx.content_rect();
    let [a, b] = corners.map(|corner| {
        let share = corner / size;
        screen.left_top() + egui::vec2(share.x * screen.width(), share.y * screen.height())
    });
    let rect = egui::Rect::from_two_pos(a, b);
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "choosing box".into()));
    painter.rect_filled(rect, 0.0, ACCENT.gamma_multiply(0.14));
    painter.rect_stroke(rect, 0.0, egui::Stroke::new(1.5, ACCENT), egui::StrokeKind::Middle);
}

struct Marks<'a> {
    painter: &'a egui::Painter,
    seen: &'a Projection<'a>,
}

impl Marks<'_> {
    fn form(&self, kind: MeasureKind, points: &[Point3], value: Option<&MeasureValue>) {
        match (kind, value) {
            (MeasureKind::Point, _) => points.iter().for_each(|p| self.cross(*p)),
            (MeasureKind::Area, value) => self.polygon(points, value.is_some()),
            (MeasureKind::Height, _) if points.len() == 2 => self.height(points[0], points[1]),
            (MeasureKind::Angle, _) => {
                self.way(points, false);
                if let [a, apex, b] = points {
                    self.arc(*a, *apex, *b);
                }
            }
            (MeasureKind::Clearance, Some(MeasureValue::Clearance { from_m, to_m, .. })) => {
                self.dimension(*from_m, *to_m);
            }
            (MeasureKind::Clearance, _) => {}
            _ => self.way(points, points.len() > 2),
        }
    }

    fn stroke(&self, from: egui::Pos2, to: egui::Pos2) {
        self.painter.line_segment([from, to], egui::Stroke::new(5.5, DARK.gamma_multiply(0.8)));
        self.painter.line_segment([from, to], egui::Stroke::new(2.6, LINE));
    }

    /// Both ends on screen, where they are.
    fn ends(&self, a: Point3, b: Point3) -> Option<[egui::Pos2; 2]> {
        Some([self.seen.at(a)?, self.seen.at(b)?])
    }

    /// A dimension line: ticks across its ends.
    fn dimension(&self, a: Point3, b: Point3) {
        let Some([from, to]) = self.ends(a, b) else { return };
        self.stroke(from, to);
        for end in [from, to] {
            self.tick(end, to - from);
        }
    }

    /// A slanted tick, as on plans of buildings.
    fn tick(&self, at: egui::Pos2, along: egui::Vec2) {
        let along = if along.length() > 1e-3 { along.normalized() } else { egui::vec2(1.0, 0.0) };
        let slant = egui::vec2(along.x - along.y, along.x + along.y) * 6.0;
        self.painter.line_segment([at - slant, at + slant], egui::Stroke::new(5.0, DARK));
        self.painter.line_segment([at - slant, at + slant], egui::Stroke::new(2.5, LINE));
    }

    /// Dimension lines from point to point; each with its number where there is room and more than one.
    fn way(&self, points: &[Point3], numbered: bool) {
        if let [only] = points {
            self.cross(*only);
        }
        for pair in points.windows(2) {
            self.dimension(pair[0], pair[1]);
            if numbered {
                self.piece(pair[0], pair[1]);
            }
        }
    }

    /// The number of a piece, where there is room for it.
    fn piece(&self, a: Point3, b: Point3) {
        let Some([from, to]) = self.ends(a, b) else { return };
        if from.distance(to) < ROOM {
            return;
        }
        let metres = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
        let words = quantity(metres, 2, "m");
        self.plate(from.lerp(to, 0.5), egui::Align2::CENTER_CENTER, &words, 12.0, INK);
    }

    fn polygon(&self, points: &[Point3], has_area: bool) {
        if points.len() > 2 && has_area {
            let corners: Option<Vec<egui::Pos2>> = points.iter().map(|p| self.seen.at(*p)).collect();
            if let Some(corners) = corners {
                let mut mesh = egui::Mesh::default();
                for corner in &corners {
                    mesh.colored_vertex(*corner, LINE.gamma_multiply(0.36));
                }
                for [a, b, c] in triangulate_polygon(&Polygon::new(points.to_vec())) {
                    mesh.add_triangle(a, b, c);
                }
                self.painter.add(mesh);
            }
        }
        let closed: Vec<Point3> =
            points.iter().chain(points.first().filter(|_| points.len() > 2)).copied().collect();
        self.way(&closed, true);
    }

    /// The height of the second point over the first: upright at the first, level to the second.
    fn height(&self, a: Point3, b: Point3) {
        let above = [a[0], a[1], b[2]];
        if let Some([from, to]) = self.ends(above, b) {
            let dash = egui::Stroke::new(2.0, LINE);
            self.painter.line_segment([from, to], egui::Stroke::new(4.0, DARK.gamma_multiply(0.6)));
            self.painter.extend(egui::Shape::dashed_line(&[from, to], dash, 7.0, 5.0));
        }
        self.dimension(a, above);
        self.cross(b);
    }

    /// The arc between two directions, a third of the shorter one away.
    fn arc(&self, a: Point3, apex: Point3, b: Point3) {
        let way = |p: Point3| bevy::math::DVec3::from(p) - bevy::math::DVec3::from(apex);
        let (u, v) = (way(a), way(b));
        let radius = u.length().min(v.length()) / 3.0;
        let (u, v) = (u.normalize_or_zero(), v.normalize_or_zero());
        let angle = u.cross(v).length().atan2(u.dot(v));
        let aside = (v - u * u.dot(v)).normalize_or_zero();
        let place = |share: f64| -> Point3 {
            let turned = u * (angle * share).cos() + aside * (angle * share).sin();
            (bevy::math::DVec3::from(apex) + turned * radius).into()
        };
        let points: Vec<egui::Pos2> =
            (0..=24).filter_map(|step| self.seen.at(place(f64::from(step) / 24.0))).collect();
        self.painter
            .add(egui::Shape::line(points.clone(), egui::Stroke::new(4.0, DARK.gamma_multiply(0.75))));
        self.painter.add(egui::Shape::line(points, egui::Stroke::new(2.0, LINE)));
    }

    fn cross(&self, place: Point3) {
        let Some(at) = self.seen.at(place) else { return };
        for (width, colour) in [(5.0, DARK), (2.0, LINE)] {
            for arm in [egui::vec2(7.0, 7.0), egui::vec2(7.0, -7.0)] {
                self.painter.line_segment([at - arm, at + arm], egui::Stroke::new(width, colour));
            }
        }
    }

    /// The number, beside its line.
    fn label(&self, at: egui::Pos2, words: &str, kind: MeasureKind) {
        let (align, aside) = match kind {
            MeasureKind::Point | MeasureKind::Angle => (egui::Align2::LEFT_BOTTOM, egui::vec2(14.0, -8.0)),
            MeasureKind::Height => (egui::Align2::RIGHT_CENTER, egui::vec2(-14.0, 0.0)),
            MeasureKind::Length => (egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -14.0)),
            _ => (egui::Align2::CENTER_CENTER, egui::vec2(0.0, -4.0)),
        };
        // A clearance may be too short for its number: it stands above.
        let aside = if kind == MeasureKind::Clearance { egui::vec2(0.0, -20.0) } else { aside };
        self.plate(at + aside, align, words, SIZE, LINE);
    }

    /// Words on a dark plate: numbers are read before anything else in the picture.
    fn plate(&self, at: egui::Pos2, align: egui::Align2, words: &str, size: f32, ink: egui::Color32) {
        let galley = self.painter.layout_no_wrap(words.to_owned(), egui::FontId::proportional(size), ink);
        let rect = align.anchor_size(at, galley.size());
        let plate = rect.expand2(egui::vec2(6.0, 2.0));
        self.painter.rect_filled(plate, 4.0, DARK.gamma_multiply(0.92));
        self.painter.galley(rect.min, galley, ink);
    }

    /// Where a click would go: a square at a corner, a triangle on an edge, else a dot.
    fn aim(&self, at: egui::Pos2, snap: Option<SnapKind>) {
        let edge = egui::Stroke::new(2.0, ACCENT);
        match snap {
            Some(SnapKind::Corner) => {
                let square = egui::Rect::from_center_size(at, egui::vec2(13.0, 13.0));
                self.painter.rect_stroke(square, 0.0, edge, egui::StrokeKind::Middle);
            }
            Some(SnapKind::Edge) => {
                let corners = [(-7.0, 6.0), (7.0, 6.0), (0.0, -7.0)].map(|(x, y)| at + egui::vec2(x, y));
                self.painter.add(egui::Shape::closed_line(corners.to_vec(), edge));
            }
            None => {
                self.painter.circle_filled(at, 3.0, ACCENT);
            }
        }
    }
}
