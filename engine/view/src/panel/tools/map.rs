//! The small map: where the camera is and looks; a click goes there.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_present::{SmallMap, pose_above};

use crate::camera::Rig;
use crate::panel::theme::{ACCENT, sheet};
use crate::panel::{PanelsShown, context};
use crate::scene::CurrentScene;
use crate::session::ViewSession;

/// Width of the map, points, and its pixels: sharp on a large screen.
const WIDTH: f32 = 196.0;
const PIXELS: usize = 392;
/// Half of the angle that the camera sees, as drawn, and how far the wedge reaches, points.
const HALF_ANGLE: f32 = 0.46;
const WEDGE: f32 = 46.0;

/// The map of the scene on screen, as a texture.
#[derive(Resource, Default)]
pub(in crate::panel) struct MapShown(Option<(SmallMap, egui::TextureHandle)>);

pub(in crate::panel) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    shown: Res<PanelsShown>,
    mut map: ResMut<MapShown>,
    mut rig: ResMut<Rig>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    if scene.is_changed() {
        map.0 = None;
    }
    let (true, Some(loaded)) = (session.0.tools.map, &scene.0) else { return };
    let (drawn, texture) = map.0.get_or_insert_with(|| {
        let small = SmallMap::of(&loaded.community, &loaded.community.aabb(), PIXELS);
        let pixels = small.picture.pixels.iter().map(|[r, g, b]| egui::Color32::from_rgb(*r, *g, *b));
        let image = egui::ColorImage::new(small.picture.size, pixels.collect());
        let texture = ctx.load_texture("small map", image, egui::TextureOptions::LINEAR);
        (small, texture)
    });
    let [columns, rows] = drawn.picture.size;
    let size = egui::vec2(WIDTH, WIDTH * rows as f32 / columns as f32);
    // The legend of utility lines stands in the corner while it is needed.
    let aside = if session.0.underground || session.0.cut.is_some() { -236.0 } else { -16.0 };
    let foot = match (*shown == PanelsShown::All, session.0.tools.table.is_some()) {
        (true, true) => -super::table::TOP,
        (true, false) => -178.0,
        (false, _) => -128.0,
    };
    let place = egui::vec2(aside, foot);
    egui::Area::new("small map".into()).anchor(egui::Align2::RIGHT_BOTTOM, place).show(&ctx, |ui| {
        sheet().inner_margin(egui::Margin::same(6)).show(ui, |ui| {
            let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click_and_drag());
            let whole = egui::Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
            let painter = ui.painter().with_clip_rect(rect);
            painter.image(texture.id(), rect, whole, egui::Color32::WHITE);
            let pose = rig.pose();
            let at = |x: f64, y: f64| {
                let [x, y] = drawn.at(x, y);
                rect.min + egui::vec2(x as f32, y as f32) * rect.width()
            };
            let eye = at(pose.eye_m[0], pose.eye_m[1]);
            // The eye may be far outside: the map still tells from where it looks.
            let eye = eye.clamp(rect.min, rect.max);
            let heading = pose.heading_deg().to_radians() as f32;
            let towards = |angle: f32| eye + WEDGE * egui::vec2(angle.sin(), -angle.cos());
            let wedge = vec![eye, towards(heading - HALF_ANGLE), towards(heading + HALF_ANGLE)];
            let edge = egui::Stroke::new(1.5, ACCENT);
            painter.add(egui::Shape::convex_polygon(wedge, ACCENT.gamma_multiply(0.35), edge));
            painter.circle_filled(eye, 4.5, ACCENT);
            painter.circle_stroke(eye, 4.5, egui::Stroke::new(1.5, egui::Color32::from_rgb(20, 25, 31)));
            if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.clicked()) {
                let share = (pointer - rect.min) / rect.width();
                let [x, y] = drawn.place([f64::from(share.x), f64::from(share.y)]);
                rig.fly_to(pose_above(&pose, [x, y], loaded.ground.height_at(x, y)));
            }
        });
    });
}
