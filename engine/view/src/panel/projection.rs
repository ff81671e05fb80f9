//! Where a place of the scene lies on the screen of the panels.

use bevy::prelude::*;
use bevy_egui::egui;
use linli_model::Point3;

use crate::coordinates::render_from_local;

/// The camera's picture, laid over the panels' screen.
pub(crate) struct Projection<'a> {
    camera: &'a Camera,
    transform: &'a GlobalTransform,
    viewport: Vec2,
    /// The screen, points.
    pub screen: egui::Rect,
}

impl<'a> Projection<'a> {
    /// Of a camera onto the screen of a context; `None` while the camera has no picture.
    pub(crate) fn new(
        (camera, transform): (&'a Camera, &'a GlobalTransform),
        ctx: &egui::Context,
    ) -> Option<Self> {
        let viewport = camera.logical_viewport_size()?;
        Some(Self { camera, transform, viewport, screen: ctx.content_rect() })
    }

    /// Where a local place is seen; `None` behind the camera.
    pub(crate) fn at(&self, place: Point3) -> Option<egui::Pos2> {
        let at = self.camera.world_to_viewport(self.transform, render_from_local(place)).ok()?;
        let share = at / self.viewport;
        let size = self.screen.size();
        Some(self.screen.left_top() + egui::vec2(share.x * size.x, share.y * size.y))
    }

    /// Render position of the eye.
    pub(crate) fn eye(&self) -> Vec3 {
        self.transform.translation()
    }
}
