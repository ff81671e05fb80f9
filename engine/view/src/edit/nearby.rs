//! Lines near the pointer that draw points to them.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use linli_model::{ElementId, Key};
use linli_present::{SnapLine, snap_lines};

use crate::camera::Eye;
use crate::scene::{CurrentScene, LoadedScene};

/// How far a corner or a line draws the pointer, pixels.
const REACH_PX: f64 = 10.0;
/// Least and most of that, metres.
const REACH_M: [f64; 2] = [0.15, 6.0];
/// Most lines that are looked at.
const MOST_LINES: usize = 4_000;

/// Boxes of all elements in plan, kept while the scene stays as it is.
#[derive(SystemParam)]
pub(super) struct Nearby<'w, 's> {
    scene: Res<'w, CurrentScene>,
    boxes: Local<'s, Vec<(ElementId, [f64; 4])>>,
}

impl Nearby<'_, '_> {
    /// Lines within a way of a place, of everything that stands and is not `without`.
    pub(super) fn lines(&mut self, at: [f64; 2], reach_m: f64, without: Option<&Key>) -> Vec<SnapLine> {
        let Some(scene) = &self.scene.0 else { return Vec::new() };
        if self.scene.is_changed() || self.boxes.is_empty() {
            let boxed = |(id, element): (ElementId, &linli_model::Element)| {
                let aabb = element.geometry.aabb();
                let plan = [aabb.min[0], aabb.min[1], aabb.max[0], aabb.max[1]];
                (!aabb.is_empty() && !scene.gone.contains(&id)).then_some((id, plan))
            };
            *self.boxes = scene.community.iter().filter_map(boxed).collect();
        }
        let is_near = |plan: &[f64; 4]| {
            plan[0] - reach_m <= at[0]
                && at[0] <= plan[2] + reach_m
                && plan[1] - reach_m <= at[1]
                && at[1] <= plan[3] + reach_m
        };
        let near = self.boxes.iter().filter(|(_, plan)| is_near(plan));
        let elements = near.filter_map(|(id, _)| scene.community.element(*id));
        let others = elements.filter(|element| Some(&element.key) != without);
        others.flat_map(|element| snap_lines(element, &scene.ground)).take(MOST_LINES).collect()
    }
}

/// How far a point draws the pointer at a place that a window position sees, metres.
pub(super) fn reach_m(eye: &Eye, position: Vec2, at: bevy::math::DVec3) -> f64 {
    let (Some((origin, a)), Some((_, b))) = (eye.ray_at(position), eye.ray_at(position + Vec2::X)) else {
        return REACH_M[0];
    };
    let metres_per_px = a.angle_between(b) * at.distance(origin);
    (metres_per_px * REACH_PX).clamp(REACH_M[0], REACH_M[1])
}

/// Where a ray meets the ground or what lies on it.
pub(super) fn on_ground(
    scene: &LoadedScene,
    session: &linli_present::Session,
    ray: Option<(bevy::math::DVec3, bevy::math::DVec3)>,
) -> Option<bevy::math::DVec3> {
    let (origin, direction) = ray?;
    Some(crate::pick::picked(scene, session, origin, direction)?.point)
}
