//! The layout of the show drawn: plates, what can be touched, words.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::kiosk::{Asking, Layout, Phase, Place, Rect, Target, TextBox, TextRole};

use super::sheet::{Look, Sheet};
use super::touchable::{is_first_choice, touchable};
use super::{KioskShow, is_themed};
use crate::panel::{Themed, context};
use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// Time in which a chapter comes out of the dark, milliseconds.
const DARK_MS: u64 = 700;
/// Time of one ring of the invitation, milliseconds.
const RING_MS: u64 = 2_400;

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
    // A chapter's picture may be light at its upper edge.
    let has_plate = matches!(show.kiosk.phase(), Phase::Engaged(Place::Chapter));
    words(&sheet, &look, &layout, has_plate);
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

fn words(sheet: &Sheet<'_>, look: &Look, layout: &Layout, title_has_plate: bool) {
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
        let is_bare = over.is_none() && !on_plate;
        if is_bare && text.role == TextRole::Body {
            // The words beside a slider.
            sheet.plate(look, text.rect);
        }
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
            TextRole::Body if is_bare => [0.5, 0.5],
            TextRole::Caption => [0.0, 1.0],
            _ => [0.0, 0.0],
        };
        let middle =
            if is_card { [0.0, if text.role == TextRole::Label { 0.6 } else { 0.1 }] } else { middle };
        let moved;
        let is_title = text.role == TextRole::Title && is_bare;
        if is_title && title_has_plate {
            let inset = sheet.plate_of(look, text);
            let rect = Rect::new(text.rect.x + inset, text.rect.y + inset * 0.25, text.rect.w, text.rect.h);
            sheet.text(&TextBox { rect, ..text.clone() }, ink, [0.0, 0.0], false);
            continue;
        }
        let text = if is_card {
            let indent = text.rect.w * 0.05;
            let rect = Rect::new(text.rect.x + indent, text.rect.y, text.rect.w - indent, text.rect.h);
            moved = TextBox { rect, ..text.clone() };
            &moved
        } else {
            text
        };
        sheet.text(text, ink, middle, is_bare && text.role != TextRole::Body);
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
