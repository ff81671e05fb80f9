//! Names of the rooms of an open storey.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::room_text;
use linli_space::Room;

use super::context;
use super::furniture::plated;
use super::theme::INK;
use crate::camera::MainCamera;
use crate::coordinates::render_from_local;
use crate::interior::OpenStorey;
use crate::session::ViewSession;

/// Rooms smaller than this have no name, square metres.
const LEAST_M2: f64 = 5.0;
/// Names nearer to each other than this are left out, points.
const APART: egui::Vec2 = egui::vec2(88.0, 24.0);

/// In the window and in pictures; large rooms first, no name over another.
pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    open: Res<OpenStorey>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let Some(interior) = &open.interior else { return };
    let (camera, transform) = *camera;
    let Some(viewport) = camera.logical_viewport_size() else { return };
    let screen = ctx.content_rect();
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "rooms".into()));
    let mut rooms: Vec<&Room> = interior.rooms.iter().filter(|room| room.area_m2 >= LEAST_M2).collect();
    rooms.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    let mut taken: Vec<egui::Pos2> = Vec::new();
    for room in rooms {
        let count = room.outline.exterior.len().max(1) as f64;
        let sum = room.outline.exterior.iter().fold([0.0; 2], |sum, p| [sum[0] + p[0], sum[1] + p[1]]);
        let middle = render_from_local([sum[0] / count, sum[1] / count, interior.floor_m + 0.4]);
        let Ok(at) = camera.world_to_viewport(transform, middle) else { continue };
        let share = at / viewport;
        let at =
            egui::pos2(screen.left() + share.x * screen.width(), screen.top() + share.y * screen.height());
        let is_free =
            |other: &egui::Pos2| (other.x - at.x).abs() > APART.x || (other.y - at.y).abs() > APART.y;
        if screen.contains(at) && taken.iter().all(is_free) {
            taken.push(at);
            let words = room_text(room, session.0.language);
            plated(&painter, at, egui::Align2::CENTER_CENTER, &words, 11.5, INK);
        }
    }
}
