//! Handles of the selected element in the window: which one is under the pointer, and the drag of it.

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_model::{ElementId, Point3};
use linli_present::{
    Command, EditTool, EditWish, Handle, HandleDrag, HandlePlace, handles_of, snap_in_plan, wish_of_drag,
};

use super::nearby::{Nearby, reach_m};
use crate::camera::{DragState, Eye, MainCamera};
use crate::coordinates::render_from_local;
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};

/// A handle this near to the pointer is meant, pixels.
const GRAB_PX: f32 = 12.0;

/// Handles on screen.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct Handles {
    /// Their places.
    pub places: Vec<HandlePlace>,
    /// The one under the pointer, or held.
    pub hovered: Option<usize>,
    /// What the drag of one asks for, with its numbers.
    pub wish: Option<(EditWish, String)>,
    of: Option<ElementId>,
    drag: Option<HandleDrag>,
}

impl Handles {
    /// Where the hand holds a handle, local metres.
    pub(crate) fn held_at(&self) -> Option<Point3> {
        self.drag.map(|drag| if drag.upright { [drag.from[0], drag.from[1], drag.to[2]] } else { drag.to })
    }

    /// The change that takes the corner under the pointer out.
    pub(crate) fn take_out(&self) -> Option<EditWish> {
        match self.places.get(self.hovered?)?.handle {
            Handle::Corner(corner) => Some(EditWish::RemoveCorner(corner)),
            _ => None,
        }
    }
}

/// Where a ray passes nearest to the upright line through a place: its height.
fn height_on_upright([x, y, z]: Point3, origin: DVec3, direction: DVec3) -> f64 {
    let flat = direction.x.hypot(direction.y);
    if flat < 1e-9 {
        return z;
    }
    // Of the ray in plan, the point nearest to the line's foot.
    let share = ((x - origin.x) * direction.x + (y - origin.y) * direction.y) / (flat * flat);
    origin.z + direction.z * share
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn drag(
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut nearby: Nearby,
    mut dragged: ResMut<DragState>,
    mut handles: ResMut<Handles>,
    mut orders: MessageWriter<Order>,
) {
    let (Some(loaded), Some(id), true) =
        (&scene.0, session.0.selection, session.0.tool == Some(EditTool::Reshape))
    else {
        handles.set_if_neq(Handles::default());
        return;
    };
    let Some(element) = loaded.community.element(id) else { return };
    let mut now = handles.clone();
    if scene.is_changed() || now.of != Some(id) {
        now = Handles { places: handles_of(element, &loaded.ground), of: Some(id), ..Handles::default() };
    }
    let pointer = window.cursor_position().filter(|_| now.drag.is_some() || !egui.wants_any_pointer_input());
    let Some(position) = pointer else {
        now.hovered = None;
        handles.set_if_neq(now);
        return;
    };
    if now.drag.is_none() {
        let (camera, transform) = *camera;
        let seen =
            |place: &HandlePlace| camera.world_to_viewport(transform, render_from_local(place.at)).ok();
        let near = now.places.iter().enumerate().filter_map(|(number, place)| {
            let away = seen(place)?.distance(position);
            // Corners come before what lies between them.
            let later = if matches!(place.handle, Handle::Corner(_)) { 0.0 } else { 3.0 };
            (away <= GRAB_PX).then_some((away + later, number))
        });
        now.hovered = near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, number)| number);
        if let (true, Some(place)) =
            (buttons.just_pressed(MouseButton::Left), now.hovered.and_then(|number| now.places.get(number)))
        {
            let (handle, from) = (place.handle, place.at);
            now.drag = Some(HandleDrag { handle, from, to: from, upright: false, free: false });
        }
    }
    if let (Some(mut drag), Some((origin, direction))) = (now.drag, eye.ray_at(position)) {
        dragged.taken = true;
        drag.free = keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]);
        let shift = keys.any_pressed([KeyCode::ShiftLeft, KeyCode::ShiftRight]);
        drag.upright = drag.handle == Handle::Top || shift;
        let from = drag.from;
        if drag.upright {
            drag.to = [from[0], from[1], height_on_upright(from, origin, direction)];
        } else {
            // On the level plane through the place where it was grabbed.
            let along = (from[2] - origin.z) / direction.z;
            if along > 0.0 && along.is_finite() {
                let at = origin + direction * along;
                drag.to = at.into();
                if matches!(drag.handle, Handle::Corner(_) | Handle::Between(_)) {
                    let reach = reach_m(&eye, position, at);
                    let lines = nearby.lines([at.x, at.y], reach, Some(&element.key));
                    let snapped = snap_in_plan(&lines, &[], [at.x, at.y], reach, drag.free, None);
                    drag.to = [snapped.point.at[0], snapped.point.at[1], from[2]];
                }
            }
        }
        now.wish = wish_of_drag(element, &drag);
        now.drag = Some(drag);
        if buttons.just_released(MouseButton::Left) {
            orders.write_batch(now.wish.take().map(|(wish, _)| Order(Command::Edit(wish))));
            now.drag = None;
        }
    }
    handles.set_if_neq(now);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ray_that_passes_an_upright_line_tells_a_height_on_it() {
        let origin = DVec3::new(0.0, -10.0, 5.0);
        let ahead = DVec3::new(0.0, 1.0, -0.5);
        assert!((height_on_upright([0.0, 0.0, 3.0], origin, ahead) - 0.0).abs() < 1e-9);
        assert!((height_on_upright([4.0, 10.0, 3.0], origin, ahead) + 5.0).abs() < 1e-9);
        assert_eq!(height_on_upright([0.0, 0.0, 3.0], origin, DVec3::NEG_Z), 3.0);
    }
}
