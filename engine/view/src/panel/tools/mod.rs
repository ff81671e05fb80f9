//! The tools panel, in place of the layers: a page each for measuring, colours, what is shown, views of one's own.

mod bookmarks;
mod colours;
mod legend;
mod map;
mod measure;
mod measure_marks;
mod table;
mod visibility;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, Text, ToolPage, ToolsWish, text};

use super::context;
use super::theme::sheet;
use crate::camera::Rig;
use crate::scene::{CurrentScene, SceneInfo};
use crate::session::{Order, ViewSession};
use crate::tools::{BookmarkShelf, Bookmarks, MeasuredThings, Overrides};

pub(super) use colours::Names;
pub(super) use legend::draw as draw_legend;
pub(super) use map::{MapShown, draw as draw_map};
pub(super) use measure_marks::{draw as draw_marks, draw_box};
pub(super) use table::{TableShown, draw as draw_table, make as make_table};

/// Width of the panel, points.
const WIDTH: f32 = 340.0;

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    info: Res<SceneInfo>,
    shelf: Option<Res<BookmarkShelf>>,
    measured: Res<MeasuredThings>,
    overrides: Res<Overrides>,
    mut names: ResMut<Names>,
    mut bookmarks: ResMut<Bookmarks>,
    mut rig: ResMut<Rig>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(loaded)) = (session.0.tools.open, &scene.0) else { return };
    if scene.is_changed() {
        *names = Names::default();
    }
    let tools = &session.0.tools;
    let language = session.0.language;
    let mut order = |command: Command| {
        orders.write(Order(command));
    };
    egui::Area::new("tools".into()).fixed_pos(egui::pos2(16.0, 160.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.x = 4.0;
            let mut wish = |wish: ToolsWish| order(Command::Tools(wish));
            ui.horizontal_wrapped(|ui| {
                for page in ToolPage::ALL {
                    if ui.selectable_label(tools.page == page, text(page_text(page), language)).clicked() {
                        wish(ToolsWish::Page(page));
                    }
                }
            });
            ui.separator();
            match tools.page {
                ToolPage::Measure => measure::page(ui, &session.0, loaded, &measured, &mut wish),
                ToolPage::Colours => colours::page(ui, &session.0, loaded, &overrides, &mut names, &mut wish),
                ToolPage::Visibility => visibility::page(ui, &session.0, loaded, &mut wish),
                ToolPage::Bookmarks => {
                    let shelf = shelf.as_deref();
                    let frame = &info.frame;
                    bookmarks::page(ui, &session.0, frame, shelf, &mut bookmarks, &mut rig, &mut order);
                }
            }
        });
    });
}

/// Name of a page.
pub(super) fn page_text(page: ToolPage) -> Text {
    match page {
        ToolPage::Measure => Text::Measure,
        ToolPage::Colours => Text::ColoursByAttribute,
        ToolPage::Visibility => Text::Visibility,
        ToolPage::Bookmarks => Text::Bookmarks,
    }
}
