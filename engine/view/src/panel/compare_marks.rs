//! Marks of a comparison, in the window and in pictures: the pictures of its sides, the line between them, their names,
//! the legend, the figures that differ most.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiTextureHandle, egui};
use linli_model::Language;
use linli_present::compare::{GHOST, compared_figures, judgement_text, key_figures};
use linli_present::{Command, CompareMode, ElementDifference, Pattern, Session, Text, text};
use linli_sim::compare::{FigureRow, Judgement};

use super::furniture::plated;
use super::stage::swatch;
use super::theme::{INK, QUIET, colour32, sheet};
use super::{PanelsShown, context};
use crate::compare::{CompareWork, Comparison, SideViews, open};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};

/// Figures in a picture at most.
const KEY_FIGURES: usize = 6;
/// Colours of better and worse: told apart with any colour vision, and by their signs.
const BETTER: egui::Color32 = egui::Color32::from_rgb(120, 190, 255);
const WORSE: egui::Color32 = egui::Color32::from_rgb(255, 160, 90);

/// Lays the pictures of the sides over the window, below everything else.
pub(super) fn draw_pictures(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    views: Res<SideViews>,
) {
    if open(&scene).is_none() || views.images.is_empty() {
        return;
    }
    let textures: Vec<egui::TextureId> = views
        .images
        .iter()
        .map(|(_, image)| contexts.add_image(EguiTextureHandle::Weak(image.id())))
        .collect();
    let Some(ctx) = context(&mut contexts) else { return };
    let screen = ctx.content_rect();
    // An area of its own is painted before the layers that marks are drawn in.
    let area = egui::Area::new("sides".into()).order(egui::Order::Background).fixed_pos(screen.min);
    area.interactable(false).constrain(false).show(&ctx, |ui| {
        let painter = ui.painter().with_clip_rect(screen);
        let whole = egui::Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
        match views.grid() {
            None => {
                let at = session.0.compare.at;
                let right = egui::Rect::from_min_max(egui::pos2(at, 0.0), egui::pos2(1.0, 1.0));
                let x = screen.left() + screen.width() * at;
                let place = egui::Rect::from_min_max(egui::pos2(x, screen.top()), screen.max);
                textures
                    .iter()
                    .take(1)
                    .for_each(|id| _ = painter.image(*id, place, right, egui::Color32::WHITE));
            }
            Some(grid) => {
                painter.rect_filled(screen, 0.0, egui::Color32::from_rgb(20, 25, 31));
                for (number, id) in textures.iter().enumerate() {
                    painter.image(*id, cell_of(screen, grid, number), whole, egui::Color32::WHITE);
                }
            }
        }
    });
}

/// Place of a picture among others.
fn cell_of(screen: egui::Rect, [columns, rows]: [usize; 2], number: usize) -> egui::Rect {
    let size = screen.size() / egui::vec2(columns as f32, rows as f32);
    let corner = egui::vec2((number % columns) as f32, (number / columns) as f32);
    egui::Rect::from_min_size(screen.min + corner * size, size)
}

/// Names, line, legend and figures.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    views: Res<SideViews>,
    work: Res<CompareWork>,
    shown: Res<PanelsShown>,
    mut orders: MessageWriter<Order>,
) {
    let (Some(ctx), Some(comparison)) = (context(&mut contexts), open(&scene)) else { return };
    let session = &session.0;
    let screen = ctx.content_rect();
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "compare".into()));
    let top = if *shown == PanelsShown::All { 96.0 } else { 84.0 };
    match session.compare.mode {
        CompareMode::Swipe => {
            let x = screen.left() + screen.width() * session.compare.at;
            if let Some(at) = super::handle::line(&ctx, &painter, x, "compare line") {
                orders.write(Order(Command::SetCompareAt(at)));
            }
            let right = session.compare.right;
            for (side, off, align) in
                [(0, -14.0, egui::Align2::RIGHT_TOP), (right, 14.0, egui::Align2::LEFT_TOP)]
            {
                name(
                    &painter,
                    egui::pos2(x + off, screen.top() + top),
                    align,
                    comparison,
                    side,
                    session.language,
                );
            }
        }
        CompareMode::Split => {
            let Some(grid) = views.grid() else { return };
            let line = egui::Stroke::new(3.0, egui::Color32::from_rgb(20, 25, 31));
            for number in 0..comparison.sides.len() {
                let cell = cell_of(screen, grid, number);
                painter.rect_stroke(cell, 0.0, line, egui::StrokeKind::Middle);
                // Below the title of the picture, in the first row.
                let down = if number < grid[0] { top } else { 16.0 };
                let at = cell.center_top() + egui::vec2(0.0, down);
                name(&painter, at, egui::Align2::CENTER_TOP, comparison, number, session.language);
            }
        }
        CompareMode::Blink => {
            let at = screen.center_top() + egui::vec2(0.0, top);
            name(&painter, at, egui::Align2::CENTER_TOP, comparison, session.compare.side, session.language);
        }
        CompareMode::Ghost | CompareMode::Differences => {
            both_names(&painter, screen, top, comparison, session)
        }
    }
    legend(&ctx, comparison, session);
    if *shown == PanelsShown::Furniture
        && comparison.sides.len() == 2
        && let Some(reckoned) = &work.figures
    {
        figures(&ctx, &reckoned.rows, session);
    }
}

/// Letter of a side: A, B, C …
pub(super) fn letter(side: usize) -> char {
    char::from(b'A' + u8::try_from(side.min(25)).unwrap_or(0))
}

fn name(
    painter: &egui::Painter,
    at: egui::Pos2,
    align: egui::Align2,
    comparison: &Comparison,
    side: usize,
    language: Language,
) {
    let Some(shown) = comparison.sides.get(side) else { return };
    plated(painter, at, align, &format!("{}  {}", letter(side), shown.name(language)), 20.0, INK);
}

/// One picture of two variants says which is which.
fn both_names(
    painter: &egui::Painter,
    screen: egui::Rect,
    top: f32,
    comparison: &Comparison,
    session: &Session,
) {
    let [first, second, ..] = comparison.sides.as_slice() else { return };
    let (a, b) = (first.name(session.language), second.name(session.language));
    let words = match session.compare.mode {
        CompareMode::Ghost => format!("A  {a}  +  B  {b}"),
        _ => format!("A  {a}  →  B  {b}"),
    };
    let at = screen.left_top() + egui::vec2(24.0, top);
    plated(painter, at, egui::Align2::LEFT_TOP, &words, 18.0, INK);
}

/// What the colours mean, with how many elements each has.
fn legend(ctx: &egui::Context, comparison: &Comparison, session: &Session) {
    let language = session.language;
    if !matches!(session.compare.mode, CompareMode::Ghost | CompareMode::Differences) {
        return;
    }
    let place = egui::vec2(-16.0, -128.0);
    egui::Area::new("compare legend".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(ctx, |ui| {
        sheet().show(ui, |ui| {
            if session.compare.mode == CompareMode::Ghost {
                swatch(ui, colour32(GHOST), Pattern::None, text(Text::OnlyInSecond, language));
                return;
            }
            for (difference, count) in ElementDifference::ALL.into_iter().zip(comparison.counts()) {
                let (colour, pattern) = difference.paint();
                let words = format!("{}  {count}", difference.text(language));
                swatch(ui, colour32(colour), pattern, &words);
            }
            let grey = egui::Color32::from_gray(168);
            swatch(ui, grey, Pattern::None, text(Text::Unchanged, language));
        });
    });
}

/// The figures that differ most, as a small table.
fn figures(ctx: &egui::Context, rows: &[FigureRow], session: &Session) {
    let language = session.language;
    // Beside each other, every picture bears its name at the top.
    let (corner, off) = match session.compare.mode {
        CompareMode::Split => (egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -16.0)),
        _ => (egui::Align2::RIGHT_TOP, egui::vec2(-16.0, 16.0)),
    };
    let rows = compared_figures(&key_figures(rows, KEY_FIGURES), language);
    let judgements: Vec<Judgement> = rows.iter().map(|row| row.judgement).collect();
    egui::Area::new("key figures".into()).anchor(corner, off).show(ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.label(text(Text::KeyFigures, language));
            if rows.is_empty() {
                ui.label(egui::RichText::new(text(Text::NoKeyFigures, language)).small().color(QUIET));
                return;
            }
            egui::Grid::new("key figures").num_columns(4).spacing([14.0, 4.0]).show(ui, |ui| {
                let head = |words: &str| egui::RichText::new(words.to_owned()).small().color(QUIET);
                ui.label(head(text(Text::Figure, language)));
                ui.label(head("A"));
                ui.label(head("B"));
                ui.label(head("B − A"));
                ui.end_row();
                for row in rows {
                    ui.label(egui::RichText::new(&row.title).small());
                    ui.label(egui::RichText::new(&row.a).small());
                    ui.label(egui::RichText::new(&row.b).small());
                    let (sign, colour) = sign_of(row.judgement);
                    let words = format!("{sign} {}", row.difference);
                    ui.label(egui::RichText::new(words).small().color(colour))
                        .on_hover_text(judgement_text(row.judgement, language));
                    ui.end_row();
                }
            });
            let signs: Vec<String> = [Judgement::Better, Judgement::Worse, Judgement::Other]
                .into_iter()
                .filter(|judgement| judgements.contains(judgement))
                .map(|judgement| format!("{} {}", sign_of(judgement).0, judgement_text(judgement, language)))
                .collect();
            ui.label(egui::RichText::new(signs.join("   ")).small().color(QUIET));
        });
    });
}

/// Sign and colour of a judgement.
pub(super) fn sign_of(judgement: Judgement) -> (&'static str, egui::Color32) {
    match judgement {
        Judgement::Better => ("▲", BETTER),
        Judgement::Worse => ("▼", WORSE),
        Judgement::Other => ("◆", INK),
        Judgement::Same => ("＝", QUIET),
        Judgement::Unknown => ("？", QUIET),
    }
}
