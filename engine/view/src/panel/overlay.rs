//! What lies over everything for a while: help, progress, notices.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{Command, Text, text};

use super::context;
use super::theme::{ACCENT, QUIET, sheet};
use crate::scene::{CancelLoading, Loading};
use crate::session::{Order, ViewSession};

/// A short notice, with the seconds that it still stays.
#[derive(Resource, Default)]
pub(crate) struct Notice(pub Option<(String, f32)>);

pub(super) fn help(mut contexts: EguiContexts, session: Res<ViewSession>, mut orders: MessageWriter<Order>) {
    let Some(ctx) = context(&mut contexts) else { return };
    if !session.0.help {
        return;
    }
    let language = session.0.language;
    egui::Area::new("help".into())
        .order(egui::Order::Foreground)
        .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
        .show(&ctx, |ui| {
            sheet().show(ui, |ui| {
                ui.set_max_width(760.0);
                ui.label(egui::RichText::new(text(Text::Help, language)).heading());
                ui.add_space(4.0);
                for line in [
                    Text::HelpMove,
                    Text::HelpKeys,
                    Text::HelpEdit,
                    Text::HelpModes,
                    Text::HelpViews,
                    Text::HelpTouch,
                    Text::HelpOther,
                ] {
                    ui.label(text(line, language));
                }
                ui.add_space(6.0);
                if ui.button(text(Text::Close, language)).clicked() {
                    orders.write(Order(Command::ShowHelp(false)));
                }
            });
        });
}

pub(super) fn loading(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    loading: Res<Loading>,
    cancel: Res<CancelLoading>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let language = session.0.language;
    let (title, detail, share) = match &*loading {
        Loading::Waiting | Loading::Done => return,
        Loading::Running { stage, share } => (Text::Loading, stage.as_str(), *share),
        Loading::Failed(why) => (Text::LoadFailed, why.as_str(), None),
        Loading::Cancelled => (Text::Cancelled, "", None),
    };
    let running = matches!(&*loading, Loading::Running { .. });
    egui::Area::new("loading".into()).anchor(egui::Align2::CENTER_TOP, egui::vec2(0.0, 24.0)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| {
                ui.set_max_width(520.0);
                ui.horizontal(|ui| {
                    ui.label(egui::RichText::new(text(title, language)).color(ACCENT));
                    ui.add(egui::Label::new(egui::RichText::new(detail).color(QUIET)).wrap());
                });
                if running {
                    ui.horizontal(|ui| {
                        ui.add(
                            egui::ProgressBar::new(share.unwrap_or(0.0))
                                .desired_width(300.0)
                                .animate(share.is_none()),
                        );
                        if ui.button(text(Text::Cancel, language)).clicked() {
                            cancel.0.store(true, std::sync::atomic::Ordering::Relaxed);
                        }
                    });
                }
            });
        },
    );
}

pub(super) fn notice(mut contexts: EguiContexts, time: Res<Time<Real>>, mut notice: ResMut<Notice>) {
    let Some(ctx) = context(&mut contexts) else { return };
    let Some((words, left)) = &mut notice.0 else { return };
    *left -= time.delta_secs();
    egui::Area::new("notice".into()).anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -92.0)).show(
        &ctx,
        |ui| {
            sheet().show(ui, |ui| ui.label(words.as_str()));
        },
    );
    if *left <= 0.0 {
        notice.0 = None;
    }
}
