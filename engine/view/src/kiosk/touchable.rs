//! What can be touched, drawn: buttons, cards of chapters, sliders.

use bevy_egui::egui;
use linli_model::Play;
use linli_present::kiosk::{Asking, Rect, Target};

use super::KioskShow;
use super::icons::icon;
use super::sheet::{Look, Sheet};
use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// Whether a target is what most visitors will want next.
pub(super) fn is_first_choice(target: Target) -> bool {
    matches!(target, Target::Confirm | Target::Continue | Target::StillHere | Target::Next | Target::Enter)
}

/// Draws something that can be touched.
pub(super) fn touchable(
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
