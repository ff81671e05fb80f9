//! A drawing painted on a panel.

use bevy_egui::egui;
use egui::epaint;
use linli_model::{Key, Polygon};
use linli_sim::drawing::{Anchor, Drawing, Form, Ink, Lettering, Mark, Paint, Stroke};
use linli_space::triangulate_polygon;

/// Paints a drawing at its own size; returns the element that was clicked.
pub(super) fn paint(ui: &mut egui::Ui, drawing: &Drawing) -> Option<Key> {
    let size = egui::vec2(drawing.size[0] as f32, drawing.size[1] as f32);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(rect, 4.0, colour(drawing.paper));
    for mark in &drawing.marks {
        paint_mark(&painter, rect.min, mark, drawing.text_size);
    }
    let at = response.hover_pos().map(|at| [f64::from(at.x - rect.left()), f64::from(at.y - rect.top())])?;
    let told = drawing.marks.iter().rev().find(|mark| mark.tip.is_some() && holds(&mark.form, at))?;
    let clicked = response.clicked();
    if let Some(tip) = &told.tip {
        response.on_hover_text(tip);
    }
    told.element.clone().filter(|_| clicked)
}

fn colour([r, g, b, opacity]: Ink) -> egui::Color32 {
    egui::Color32::from_rgba_unmultiplied(r, g, b, opacity)
}

fn stroke(stroke: Stroke) -> egui::Stroke {
    egui::Stroke::new(stroke.width as f32, colour(stroke.ink))
}

fn paint_mark(painter: &egui::Painter, corner: egui::Pos2, mark: &Mark, text_size: f64) {
    let place = |p: &[f64; 2]| corner + egui::vec2(p[0] as f32, p[1] as f32);
    match &mark.form {
        Form::Line { points, stroke } => line(painter, points.iter().map(place).collect(), *stroke),
        Form::Area { rings, paint } => area(painter, rings, *paint, place),
        Form::Ellipse { centre, radii, paint } => {
            painter.add(epaint::EllipseShape {
                center: place(centre),
                radius: egui::vec2(radii[0] as f32, radii[1] as f32),
                fill: paint.fill.map_or(egui::Color32::TRANSPARENT, colour),
                stroke: paint.edge.map_or(egui::Stroke::NONE, stroke),
                angle: 0.0,
            });
        }
        Form::Text(lettering) => words(painter, place(&lettering.at), lettering, text_size),
    }
}

fn line(painter: &egui::Painter, points: Vec<egui::Pos2>, drawn: Stroke) {
    match drawn.dash {
        None => {
            painter.add(egui::Shape::line(points, stroke(drawn)));
        }
        Some([dash, gap]) => {
            painter.extend(egui::Shape::dashed_line(&points, stroke(drawn), dash as f32, gap as f32));
        }
    }
}

/// An area: the first ring with the others as its holes.
fn area(
    painter: &egui::Painter,
    rings: &[Vec<[f64; 2]>],
    paint: Paint,
    place: impl Fn(&[f64; 2]) -> egui::Pos2,
) {
    if let (Some(ink), Some((exterior, holes))) = (paint.fill, rings.split_first()) {
        let ring = |ring: &Vec<[f64; 2]>| ring.iter().map(|p| [p[0], p[1], 0.0]).collect();
        let polygon = Polygon { exterior: ring(exterior), holes: holes.iter().map(ring).collect() };
        let mut mesh = egui::Mesh::default();
        for corner in rings.iter().flatten() {
            mesh.colored_vertex(place(corner), colour(ink));
        }
        for [a, b, c] in triangulate_polygon(&polygon) {
            mesh.add_triangle(a, b, c);
        }
        painter.add(mesh);
    }
    if let Some(edge) = paint.edge {
        for ring in rings {
            let closed = ring.iter().chain(ring.first()).map(&place).collect();
            line(painter, closed, edge);
        }
    }
}

fn words(painter: &egui::Painter, at: egui::Pos2, lettering: &Lettering, text_size: f64) {
    let size = lettering.size.unwrap_or(text_size) as f32;
    let font = egui::FontId::proportional(size);
    let galley = painter.layout_no_wrap(lettering.words.clone(), font, colour(lettering.ink));
    let share = match lettering.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => 0.5,
        Anchor::End => 1.0,
    };
    // A line of text lies on its baseline, four fifths of its height down.
    let back = egui::vec2(galley.size().x * share, galley.size().y * 0.8);
    if let Some(halo) = lettering.halo {
        painter.rect_filled(egui::Rect::from_min_size(at - back, galley.size()), 2.0, colour(halo));
    }
    if lettering.upright {
        let turned = epaint::TextShape::new(at, galley, colour(lettering.ink));
        let quarter = turned.with_angle_and_anchor(-std::f32::consts::FRAC_PI_2, egui::Align2::CENTER_BOTTOM);
        painter.add(quarter);
    } else {
        painter.galley(at - back, galley, colour(lettering.ink));
    }
}

/// Whether a place lies in the box around a form.
fn holds(form: &Form, [x, y]: [f64; 2]) -> bool {
    /// What is thin is met from this far, points.
    const NEAR: f64 = 3.0;
    let within = |low: [f64; 2], high: [f64; 2]| {
        x >= low[0] - NEAR && x <= high[0] + NEAR && y >= low[1] - NEAR && y <= high[1] + NEAR
    };
    let around = |points: &mut dyn Iterator<Item = &[f64; 2]>| {
        let start = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        let (low, high) = points.fold(start, |(low, high), p| {
            ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
        });
        within(low, high)
    };
    match form {
        Form::Line { points, .. } => around(&mut points.iter()),
        Form::Area { rings, .. } => around(&mut rings.iter().flatten()),
        Form::Ellipse { centre, radii, .. } => {
            within([centre[0] - radii[0], centre[1] - radii[1]], [centre[0] + radii[0], centre[1] + radii[1]])
        }
        Form::Text(_) => false,
    }
}
