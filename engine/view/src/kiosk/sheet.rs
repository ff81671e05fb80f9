//! What a show is drawn with: its colours, and a painter in pixels of its layout.

use bevy_egui::egui;
use linli_present::WayRow;
use linli_present::kiosk::{LINE_HEIGHT, Rect, TextBox, pixel_shift};

use super::KioskShow;
use crate::panel::way_bar;

/// Colours, and how pixels of the layout become points of the panels.
pub(super) struct Look {
    pub ink: egui::Color32,
    pub quiet: egui::Color32,
    pub accent: egui::Color32,
    pub plate: egui::Color32,
    pub edge: egui::Color32,
    pub button: egui::Color32,
    pub on_accent: egui::Color32,
    points: egui::Vec2,
    shift_px: [f64; 2],
}

impl Look {
    pub(super) fn new(show: &KioskShow, ctx: &egui::Context) -> Self {
        let screen = show.kiosk.settings().screen;
        let size = ctx.content_rect().size();
        let points =
            egui::vec2(size.x / screen.width_px.max(1) as f32, size.y / screen.height_px.max(1) as f32);
        let shift_px = pixel_shift(show.now.ms);
        let rgb = egui::Color32::from_rgb;
        if show.kiosk.high_contrast() {
            return Self {
                ink: egui::Color32::WHITE,
                quiet: egui::Color32::WHITE,
                accent: rgb(255, 221, 0),
                plate: egui::Color32::BLACK,
                edge: egui::Color32::WHITE,
                button: egui::Color32::BLACK,
                on_accent: egui::Color32::BLACK,
                points,
                shift_px,
            };
        }
        Self {
            ink: rgb(244, 246, 248),
            quiet: rgb(190, 200, 210),
            accent: rgb(255, 184, 77),
            plate: egui::Color32::from_rgba_unmultiplied(15, 24, 34, 244),
            edge: egui::Color32::from_white_alpha(38),
            button: egui::Color32::from_rgba_unmultiplied(24, 37, 51, 249),
            on_accent: rgb(26, 22, 12),
            points,
            shift_px,
        }
    }
}

/// A painter in pixels of the layout.
pub(super) struct Sheet<'a> {
    pub ctx: &'a egui::Context,
    pub painter: egui::Painter,
    origin: egui::Pos2,
    points: egui::Vec2,
    shift_px: [f64; 2],
}

impl<'a> Sheet<'a> {
    pub(super) fn new(ctx: &'a egui::Context, look: &Look, name: &str) -> Self {
        let layer = egui::LayerId::new(egui::Order::Middle, egui::Id::new(name));
        Self {
            ctx,
            painter: ctx.layer_painter(layer),
            origin: ctx.content_rect().left_top(),
            points: look.points,
            shift_px: look.shift_px,
        }
    }

    /// A length of the layout in points.
    pub(super) fn length(&self, px: f64) -> f32 {
        px as f32 * self.points.x.min(self.points.y)
    }

    pub(super) fn place(&self, [x, y]: [f64; 2]) -> egui::Pos2 {
        let [dx, dy] = self.shift_px;
        self.origin + egui::vec2((x + dx) as f32, (y + dy) as f32) * self.points
    }

    pub(super) fn rect(&self, rect: &Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.place([rect.x, rect.y]), self.place([rect.x + rect.w, rect.y + rect.h]))
    }

    /// A bar of a home's way; see [`way_bar`].
    pub(super) fn way_bar(&self, rect: Rect, row: &WayRow, longest_min: f64, letter_px: f64) {
        way_bar(&self.painter, self.rect(&rect), row, longest_min, self.length(letter_px));
    }

    /// A plate behind words.
    pub(super) fn plate(&self, look: &Look, rect: Rect) {
        let rect = self.rect(&rect);
        let radius = rect.height().min(rect.width()).mul_add(0.08, 0.0).clamp(6.0, 16.0);
        self.painter.rect_filled(rect, radius, look.plate);
        let stroke = egui::Stroke::new(1.0, look.edge);
        self.painter.rect_stroke(rect, radius, stroke, egui::StrokeKind::Inside);
    }

    /// A filled rectangle, its corners rounded by a share of its smaller side.
    pub(super) fn block(&self, rect: Rect, colour: egui::Color32, rounded: f32) {
        let rect = self.rect(&rect);
        self.painter.rect_filled(rect, rect.height().min(rect.width()) * rounded, colour);
    }

    fn galley(&self, words: &str, size_px: f64, ink: egui::Color32) -> std::sync::Arc<egui::Galley> {
        let font = egui::FontId::proportional(self.length(size_px));
        self.painter.layout_no_wrap(words.to_owned(), font, ink)
    }

    /// One line no wider than a width: smaller letters where it would be. `align` is 0 left, 0.5 middle, 1 right of
    /// the place; the line stands about it in height.
    pub(super) fn fitted(
        &self,
        words: &str,
        place: [f64; 2],
        width: f64,
        size_px: f64,
        ink: egui::Color32,
        align: f32,
    ) {
        if words.is_empty() || width <= 0.0 {
            return;
        }
        let mut galley = self.galley(words, size_px, ink);
        let room = width as f32 * self.points.x;
        if galley.size().x > room {
            galley = self.galley(words, size_px * f64::from(room / galley.size().x), ink);
        }
        let at = self.place(place) - galley.size() * egui::vec2(align, 0.5);
        self.painter.galley(at, galley, ink);
    }

    /// A plate that is no larger than a set text needs; the text moves in from its edge, by so many pixels.
    pub(super) fn plate_of(&self, look: &Look, text: &TextBox) -> f64 {
        let widest = text.set.lines.iter().map(|line| self.galley(line, text.set.size_px, look.ink).size().x);
        let wide = f64::from(widest.fold(0.0, f32::max) / self.points.x.max(1e-6)).min(text.rect.w);
        let inset = text.set.size_px * 0.5;
        let high = text.set.size_px * LINE_HEIGHT * text.set.lines.len() as f64;
        self.plate(look, Rect::new(text.rect.x, text.rect.y, wide + 2.0 * inset, high + inset * 0.5));
        inset
    }

    /// A set text; `across` and `down` are 0 at the beginning, 0.5 in the middle of its box.
    pub(super) fn text(&self, text: &TextBox, ink: egui::Color32, [across, down]: [f32; 2], shadow: bool) {
        let rect = self.rect(&text.rect);
        let rows = text.set.lines.len() as f32;
        let row = self.length(text.set.size_px * LINE_HEIGHT);
        let mut y = rect.top() + (rect.height() - row * rows).max(0.0) * down;
        for line in &text.set.lines {
            let mut galley = self.galley(line, text.set.size_px, ink);
            if galley.size().x > rect.width() * 1.005 {
                let size_px = text.set.size_px * f64::from(rect.width() / galley.size().x);
                galley = self.galley(line, size_px, ink);
            }
            let x = rect.left() + (rect.width() - galley.size().x) * across;
            if shadow {
                let dark = self.galley(line, text.set.size_px, egui::Color32::from_black_alpha(190));
                let by = (row * 0.035).max(1.0);
                for [dx, dy] in [[by, by], [-by, by], [by, -by], [-by, -by], [0.0, 1.6 * by]] {
                    self.painter.galley(egui::pos2(x + dx, y + dy), dark.clone(), ink);
                }
            }
            self.painter.galley(egui::pos2(x, y), galley, ink);
            y += row;
        }
    }

    /// The screen grows dark towards its upper edge, so that a title can be read on any sky.
    pub(super) fn shade_top(&self) {
        let screen = self.ctx.content_rect();
        let mut mesh = egui::Mesh::default();
        let foot = screen.top() + screen.height() * 0.2;
        for (y, alpha) in [(screen.top(), 170), (foot, 0)] {
            for x in [screen.left(), screen.right()] {
                mesh.colored_vertex(egui::pos2(x, y), egui::Color32::from_black_alpha(alpha));
            }
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(1, 3, 2);
        self.painter.add(egui::Shape::mesh(mesh));
    }
}
