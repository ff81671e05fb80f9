//! The layout of the show drawn: plates, what can be touched, words.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::Play;
use linli_present::kiosk::{Asking, Layout, Phase, Place, Rect, Target, TextBox, TextRole, pixel_shift};

use super::icons::icon;
use super::{KioskShow, is_themed};
use crate::panel::{Themed, context};
use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// Time in which a chapter comes out of the dark, milliseconds.
const DARK_MS: u64 = 700;
/// Time of one ring of the invitation, milliseconds.
const RING_MS: u64 = 2_400;

/// Colours, and how pixels of the layout become points of the panels.
pub(super) struct Look {
    pub ink: egui::Color32,
    pub quiet: egui::Color32,
    pub accent: egui::Color32,
    plate: egui::Color32,
    edge: egui::Color32,
    button: egui::Color32,
    on_accent: egui::Color32,
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
    ctx: &'a egui::Context,
    painter: egui::Painter,
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
    fn length(&self, px: f64) -> f32 {
        px as f32 * self.points.x.min(self.points.y)
    }

    fn place(&self, [x, y]: [f64; 2]) -> egui::Pos2 {
        let [dx, dy] = self.shift_px;
        self.origin + egui::vec2((x + dx) as f32, (y + dy) as f32) * self.points
    }

    fn rect(&self, rect: &Rect) -> egui::Rect {
        egui::Rect::from_min_max(self.place([rect.x, rect.y]), self.place([rect.x + rect.w, rect.y + rect.h]))
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

    /// A set text; `across` and `down` are 0 at the beginning, 0.5 in the middle of its box.
    fn text(&self, text: &TextBox, ink: egui::Color32, [across, down]: [f32; 2], shadow: bool) {
        let rect = self.rect(&text.rect);
        let rows = text.set.lines.len() as f32;
        let row = self.length(text.set.size_px * linli_present::kiosk::LINE_HEIGHT);
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
    fn shade_top(&self) {
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

pub(super) fn draw(
    mut contexts: EguiContexts,
    mut show: ResMut<KioskShow>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    capture: Option<Res<crate::Capture>>,
    themed: Res<Themed>,
    mut textures: Local<std::collections::BTreeMap<String, egui::TextureHandle>>,
) {
    let (Some(ctx), true) = (context(&mut contexts), is_themed(&themed)) else { return };
    let show = &mut *show;
    let layout = show.kiosk.layout(show.now);
    let look = Look::new(show, &ctx);
    let sheet = Sheet::new(&ctx, &look, "show");
    if layout.dark {
        sheet.painter.rect_filled(ctx.content_rect(), 0.0, egui::Color32::BLACK);
        return;
    }
    if scene.0.is_none() {
        sheet.painter.rect_filled(ctx.content_rect(), 0.0, egui::Color32::from_rgb(14, 18, 23));
    }
    sheet.shade_top();
    if matches!(
        show.kiosk.phase(),
        Phase::Warning(..) | Phase::Cleaning(_) | Phase::Pin { .. } | Phase::Staff
    ) || show.kiosk.asking().is_some()
    {
        sheet.painter.rect_filled(ctx.content_rect(), 0.0, egui::Color32::from_black_alpha(96));
    }
    for plate in &layout.plates {
        sheet.plate(&look, *plate);
    }
    pictures(&sheet, show, &layout, &mut textures);
    for (target, rect) in &layout.targets {
        touchable(&sheet, &look, *target, rect, show, &session, &scene);
    }
    shares(&sheet, &look, show, &layout);
    words(&sheet, &look, &layout);
    if *show.kiosk.phase() == Phase::Attract {
        ring(&sheet, &look, show, &layout);
    } else {
        progress(&sheet, &look, show, &layout);
    }
    if capture.is_none()
        && let Some(since_ms) = show.dark_since_ms
    {
        let passed = show.now.ms.saturating_sub(since_ms);
        if passed >= DARK_MS {
            show.dark_since_ms = None;
        } else {
            let share = 1.0 - passed as f32 / DARK_MS as f32;
            let dark = egui::Color32::from_black_alpha((share * 255.0) as u8);
            ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "dark".into())).rect_filled(
                ctx.content_rect(),
                0.0,
                dark,
            );
        }
    }
}

/// Whether a target is what most visitors will want next.
fn is_first_choice(target: Target) -> bool {
    matches!(target, Target::Confirm | Target::Continue | Target::StillHere | Target::Next | Target::Enter)
}

fn touchable(
    sheet: &Sheet<'_>,
    look: &Look,
    target: Target,
    rect: &Rect,
    show: &KioskShow,
    session: &ViewSession,
    scene: &CurrentScene,
) {
    match target {
        Target::Slider(play) => {
            let (share, words) = show.slider(play, &session.0, scene.0.as_ref());
            slider(sheet, look, rect, share, &words, play == Play::Ground);
        }
        Target::Guess => {
            let chapter = show.kiosk.playhead().map(|playhead| playhead.chapter as usize);
            let chapter = chapter.and_then(|at| show.kiosk.script().show().chapters.get(at));
            let answer = chapter.and_then(|chapter| chapter.question.as_ref()).map(|q| &q.answer);
            if let (Some(Asking::Guess { value }), Some(linli_model::Answer::Guess { least, most, .. })) =
                (show.kiosk.asking(), answer)
            {
                slider(sheet, look, rect, (value - least) / (most - least).max(1e-9), "", true);
            }
        }
        target => {
            let place = sheet.rect(rect);
            let small = place.height().min(place.width());
            let radius = (small * 0.22).clamp(6.0, 18.0);
            let fill = if is_first_choice(target) { look.accent } else { look.button };
            sheet.painter.rect_filled(place, radius, fill);
            let stroke = egui::Stroke::new(1.2, look.edge);
            sheet.painter.rect_stroke(place, radius, stroke, egui::StrokeKind::Inside);
            icon(&sheet.painter, target, place.center(), small * 0.28, look.ink);
            if let Target::Card(at) = target {
                card(sheet, look, rect, at);
            }
        }
    }
}

/// A chapter's card: a stripe on its left, and its number large and faint behind the words.
fn card(sheet: &Sheet<'_>, look: &Look, rect: &Rect, at: usize) {
    let stripe = Rect::new(rect.x, rect.y + rect.h * 0.14, (rect.w * 0.012).max(3.0), rect.h * 0.72);
    sheet.block(stripe, look.accent, 0.5);
    let faint = look.accent.gamma_multiply(0.32);
    let size = (rect.h * 0.5).min(rect.w * 0.24);
    let place = [rect.x + rect.w - size * 0.25, rect.y + rect.h * 0.5];
    sheet.fitted(&(at + 1).to_string(), place, size, size, faint, 1.0);
}

fn slider(sheet: &Sheet<'_>, look: &Look, rect: &Rect, share: f64, words: &str, filled: bool) {
    let share = share.clamp(0.0, 1.0);
    let half = rect.h / 2.0;
    let place = sheet.rect(rect);
    let round = place.height() / 2.0;
    sheet.painter.rect_filled(place, round, look.button);
    sheet.painter.rect_stroke(place, round, egui::Stroke::new(1.2, look.edge), egui::StrokeKind::Inside);
    // The share is that of the finger along the whole track.
    let x = (rect.x + rect.w * share).clamp(rect.x + half, rect.x + rect.w - half);
    let line = rect.h * 0.14;
    let track = Rect::new(rect.x + half, rect.y + half - line / 2.0, rect.w - rect.h, line);
    sheet.block(track, look.edge, 0.5);
    if filled || !words.is_empty() {
        sheet.block(Rect::new(track.x, track.y, x - track.x, line), look.accent, 0.5);
    }
    let knob = sheet.place([x, rect.y + half]);
    sheet.painter.circle_filled(knob, round * 0.74, look.accent);
    sheet.painter.circle_stroke(knob, round * 0.74, egui::Stroke::new(2.0, look.on_accent));
    if !words.is_empty() {
        // On the side where the knob is not.
        let (at, align) = if share < 0.5 { (rect.x + rect.w - half, 1.0) } else { (rect.x + half, 0.0) };
        let room = rect.w * 0.34;
        let size = rect.h * 0.4;
        let plate_x = if align > 0.5 { at - room } else { at };
        let behind = Rect::new(plate_x, rect.y + rect.h * 0.24, room, rect.h * 0.52);
        sheet.block(behind, look.button, 0.3);
        sheet.fitted(words, [at, rect.y + half], room, size, look.ink, align);
    }
}

fn words(sheet: &Sheet<'_>, look: &Look, layout: &Layout) {
    for text in &layout.texts {
        let over =
            layout.targets.iter().find(|(_, rect)| rect.contains(&text.rect)).map(|(target, _)| *target);
        let on_plate = layout.plates.iter().any(|plate| plate.contains(&text.rect));
        if matches!(
            over,
            Some(Target::ZoomIn | Target::ZoomOut | Target::TurnLeft | Target::TurnRight | Target::Erase)
        ) {
            continue;
        }
        let is_card = matches!(over, Some(Target::Card(_)));
        let ink = match (over, text.role) {
            (Some(target), _) if is_first_choice(target) => look.on_accent,
            (_, TextRole::Narration) => look.quiet,
            (_, TextRole::Body) if is_card => look.quiet,
            (_, TextRole::Figure) => look.accent,
            _ => look.ink,
        };
        let middle = match text.role {
            TextRole::Label | TextRole::Figure => [0.5, 0.5],
            TextRole::Title if on_plate => [0.5, 0.5],
            TextRole::Caption if on_plate => [0.0, 0.5],
            TextRole::Body if over.is_none() && !on_plate => [1.0, 0.5],
            TextRole::Caption => [0.0, 1.0],
            _ => [0.0, 0.0],
        };
        let middle =
            if is_card { [0.0, if text.role == TextRole::Label { 0.6 } else { 0.1 }] } else { middle };
        let moved;
        let text = if is_card {
            let indent = text.rect.w * 0.05;
            let rect = Rect::new(text.rect.x + indent, text.rect.y, text.rect.w - indent, text.rect.h);
            moved = TextBox { rect, ..text.clone() };
            &moved
        } else {
            text
        };
        sheet.text(text, ink, middle, over.is_none() && !on_plate);
    }
}

/// Bars of the votes behind their words.
fn shares(sheet: &Sheet<'_>, look: &Look, show: &KioskShow, layout: &Layout) {
    let Some(Asking::Shown { shares, .. }) = show.kiosk.asking() else { return };
    let rows = layout.texts.iter().filter(|text| text.role == TextRole::Body);
    for (row, share) in rows.zip(shares) {
        let wide = row.rect.w * f64::from(*share) / 100.0;
        sheet.block(
            Rect::new(row.rect.x, row.rect.y, wide, row.rect.h),
            look.accent.gamma_multiply(0.35),
            0.1,
        );
    }
}

/// How far the chapter is, along the upper edge of its words.
fn progress(sheet: &Sheet<'_>, look: &Look, show: &KioskShow, layout: &Layout) {
    if *show.kiosk.phase() != Phase::Engaged(Place::Chapter) || show.kiosk.asking().is_some() {
        return;
    }
    let (Some(playhead), Some(plate)) = (show.kiosk.playhead(), layout.plates.last()) else { return };
    let length_us = show.kiosk.script().length_us(playhead.chapter as usize).max(1);
    let share = playhead.position_us(show.now.clock_us) as f64 / length_us as f64;
    let line = (layout.letter_px * 0.25).max(2.0);
    let inset = layout.letter_px * 0.6;
    let whole = Rect::new(plate.x + inset, plate.y, plate.w - 2.0 * inset, line);
    sheet.block(whole, look.edge, 0.5);
    sheet.block(Rect::new(whole.x, whole.y, whole.w * share.clamp(0.0, 1.0), line), look.accent, 0.5);
}

/// Rings that go out from below the invitation: here one touches.
fn ring(sheet: &Sheet<'_>, look: &Look, show: &KioskShow, layout: &Layout) {
    let Some(plate) = layout.plates.first() else { return };
    let centre = sheet.place([plate.x + plate.w / 2.0, plate.y + plate.h - layout.letter_px * 2.3]);
    let radius = sheet.length(layout.letter_px * 0.8);
    let moves = !show.kiosk.settings().reduced_motion;
    if moves {
        for offset in [0, RING_MS / 2] {
            let share = ((show.now.ms + offset) % RING_MS) as f32 / RING_MS as f32;
            let stroke = egui::Stroke::new(radius * 0.14, look.accent.gamma_multiply(1.0 - share));
            sheet.painter.circle_stroke(centre, radius * (1.0 + share * 1.4), stroke);
        }
    }
    sheet.painter.circle_filled(centre, radius, look.accent);
    sheet.painter.circle_filled(centre, radius * 0.42, look.on_accent);
}

/// Pictures of the moment, in the room that is left, with their captions.
fn pictures(
    sheet: &Sheet<'_>,
    show: &KioskShow,
    layout: &Layout,
    textures: &mut std::collections::BTreeMap<String, egui::TextureHandle>,
) {
    let Some(moment) = show.kiosk.moment(show.now, |_, _| None) else { return };
    if layout.free.h <= 0.0 {
        return;
    }
    let count = moment.pictures.len().max(1) as f64;
    for (at, picture) in moment.pictures.iter().enumerate() {
        let Some(image) = show.pictures.get(&picture.file) else { continue };
        let texture = textures.entry(picture.file.clone()).or_insert_with(|| {
            let size = [image.width() as usize, image.height() as usize];
            let pixels = egui::ColorImage::from_rgba_unmultiplied(size, image.as_raw());
            sheet.ctx.load_texture(&picture.file, pixels, egui::TextureOptions::LINEAR)
        });
        let free = &layout.free;
        let high = free.h / count;
        let room = Rect::new(free.x + free.w * 0.6, free.y + high * at as f64, free.w * 0.4, high);
        let foot = layout.letter_px * 1.8;
        let scale = (room.w / f64::from(image.width().max(1)))
            .min((room.h - foot).max(0.0) / f64::from(image.height().max(1)));
        let (w, h) = (f64::from(image.width()) * scale, f64::from(image.height()) * scale);
        let place = Rect::new(room.x + room.w - w, room.y, w, h);
        let whole = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
        sheet.painter.image(texture.id(), sheet.rect(&place), whole, egui::Color32::WHITE);
        let words = picture.caption.of(show.language());
        let middle = [place.x + w, place.y + h + foot / 2.0];
        sheet.fitted(words, middle, room.w, layout.letter_px, egui::Color32::WHITE, 1.0);
    }
}
