//! The tools panel, in place of the layers: a page each for measuring, colours, what is shown.

mod colours;
mod legend;
mod measure;
mod measure_marks;
mod table;
mod visibility;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, Text, ToolPage, ToolsWish, text};

use super::context;
use super::theme::sheet;
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};
use crate::tools::{MeasuredThings, Overrides};

pub(super) use colours::Names;
pub(super) use legend::draw as draw_legend;
pub(super) use measure_marks::{draw as draw_marks, draw_box};
pub(super) use table::{TableShown, draw as draw_table, make as make_table};

/// Width of the panel, points.
const WIDTH: f32 = 316.0;

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    measured: Res<MeasuredThings>,
    overrides: Res<Overrides>,
    mut names: ResMut<Names>,
    mut orders: MessageWriter<Order>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (true, Some(loaded)) = (session.0.tools.open, &scene.0) else { return };
    if scene.is_changed() {
        *names = Names::default();
    }
    let tools = &session.0.tools;
    let language = session.0.language;
    let mut wish = |wish: ToolsWish| {
        orders.write(Order(Command::Tools(wish)));
    };
    egui::Area::new("tools".into()).fixed_pos(egui::pos2(16.0, 160.0)).show(&ctx, |ui| {
        sheet().show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.x = 4.0;
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
            }
        });
    });
}

fn page_text(page: ToolPage) -> Text {
    match page {
        ToolPage::Measure => Text::Measure,
        ToolPage::Colours => Text::ColoursByAttribute,
        ToolPage::Visibility => Text::Visibility,
    }
}
