//! The page of views that people keep.

use bevy_egui::egui;
use linli_model::{Bookmark, SceneFrame};
use linli_present::{
    CameraPose, Command, Session, Text, bookmark_commands, bookmark_of, free_bookmark_name, stage_text, text,
};

use crate::camera::Rig;
use crate::panel::theme::{ACCENT, QUIET};
use crate::tools::{BookmarkShelf, Bookmarks};

pub(super) fn page(
    ui: &mut egui::Ui,
    session: &Session,
    frame: &SceneFrame,
    shelf: Option<&BookmarkShelf>,
    bookmarks: &mut Bookmarks,
    rig: &mut Rig,
    order: &mut impl FnMut(Command),
) {
    let language = session.language;
    let Some(shelf) = shelf else { return };
    bookmarks.read(shelf, frame, language);
    let list = match &bookmarks.list {
        Some(Ok(list)) => list.clone(),
        Some(Err(why)) => {
            ui.add(egui::Label::new(egui::RichText::new(why).color(ACCENT)).wrap());
            return;
        }
        None => return,
    };
    ui.horizontal(|ui| {
        let hint = text(Text::BookmarkName, language);
        ui.add(egui::TextEdit::singleline(&mut bookmarks.name).hint_text(hint).desired_width(150.0));
        if ui.button(text(Text::AddBookmark, language)).clicked() {
            let typed = bookmarks.name.trim();
            let wished = if typed.is_empty() { text(Text::Bookmarks, language) } else { typed };
            let kept = bookmark_of(session, &rig.pose(), &free_bookmark_name(&list, wished));
            bookmarks.name.clear();
            bookmarks.change(shelf, frame, |list| list.push(kept));
        }
    });
    if let Some(why) = &bookmarks.problem {
        let words = format!("{}: {why}", text(Text::NotSaved, language));
        ui.add(egui::Label::new(egui::RichText::new(words).color(ACCENT)).wrap());
    }
    ui.separator();
    let height = (ui.ctx().content_rect().height() - 460.0).max(120.0);
    let mut removed: Option<String> = None;
    egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for bookmark in &list {
            ui.horizontal(|ui| {
                if ui.button(&bookmark.name).clicked() {
                    show(bookmark, rig, order);
                }
                ui.label(egui::RichText::new(stage_text(bookmark.stage, language)).small().color(QUIET));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let words = egui::RichText::new(text(Text::Remove, language)).small();
                    if ui.button(words).clicked() {
                        removed = Some(bookmark.name.clone());
                    }
                });
            });
        }
    });
    if let Some(name) = removed {
        bookmarks.change(shelf, frame, |list| list.retain(|bookmark| bookmark.name != name));
    }
}

fn show(bookmark: &Bookmark, rig: &mut Rig, order: &mut impl FnMut(Command)) {
    bookmark_commands(bookmark).into_iter().for_each(order);
    rig.fly_to(CameraPose::new(bookmark.eye_m, bookmark.target_m));
}
