//! A screen for visitors and staff while there is no show that can be used.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};

use super::is_themed;
use crate::panel::{Themed, context};

/// What is wrong, a line each; shown small under an excuse.
#[derive(Resource, Clone, Debug, Default)]
pub struct KioskNotice(pub Vec<String>);

/// Problems shown at most.
const MOST: usize = 8;

pub(super) fn draw(mut contexts: EguiContexts, notice: Res<KioskNotice>, themed: Res<Themed>) {
    let (Some(ctx), true) = (context(&mut contexts), is_themed(&themed)) else { return };
    let screen = ctx.content_rect();
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Foreground, "notice".into()));
    painter.rect_filled(screen, 0.0, egui::Color32::from_rgb(14, 18, 23));
    let unit = screen.height().min(screen.width()) / 18.0;
    let lines = [("暂时不可用", 2.0), ("Back soon", 1.2)];
    let mut at = screen.center() - egui::vec2(0.0, unit * 2.6);
    for (words, size) in lines {
        let font = egui::FontId::proportional(unit * size);
        painter.text(at, egui::Align2::CENTER_TOP, words, font, egui::Color32::from_rgb(238, 240, 242));
        at.y += unit * size * 1.5;
    }
    at.y += unit;
    for line in notice.0.iter().take(MOST) {
        let font = egui::FontId::proportional(unit * 0.42);
        let quiet = egui::Color32::from_rgb(150, 158, 166);
        let galley = painter.layout(line.clone(), font, quiet, screen.width() * 0.8);
        let left = at - egui::vec2(galley.size().x / 2.0, 0.0);
        at.y += galley.size().y + unit * 0.1;
        painter.galley(left, galley, quiet);
    }
}
