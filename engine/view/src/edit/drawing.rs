//! Drawing with the pointer, point by point.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_present::{Command, DraftPoint, Drawing, DrawingForm, EditTool, EditWish, SnapPoint, snap_in_plan};

use super::nearby::{Nearby, on_ground, reach_m};
use crate::camera::{DragState, Eye};
use crate::scene::CurrentScene;
use crate::session::{Order, ViewSession};

/// A click this near to the first corner closes an outline, metres.
const CLOSE_M: f64 = 2.0;
/// How far a click may wander, pixels.
const CLICK_WAY_PX: f32 = 6.0;

/// Points of what is being drawn, and where the next one would go.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct Draft {
    /// Points so far.
    pub points: Vec<DraftPoint>,
    /// The next point.
    pub next: Option<SnapPoint>,
}

impl Draft {
    /// All points with the next one, where it is another.
    fn all(&self) -> Vec<DraftPoint> {
        let next = self.next.map(|next| next.point).filter(|next| self.last_at() != Some(next.at));
        self.points.iter().copied().chain(next).collect()
    }

    fn last_at(&self) -> Option<[f64; 2]> {
        self.points.last().map(|point| point.at)
    }

    /// The change that it would make if it ended at the pointer; nothing while it has too few points.
    pub(super) fn wish(&self, drawing: Drawing) -> Option<EditWish> {
        let points = match drawing.form() {
            DrawingForm::Place => self.next.map(|next| next.point).into_iter().collect(),
            _ => self.all(),
        };
        (points.len() >= drawing.form().least()).then_some(EditWish::Draw(drawing, points))
    }

    /// Takes a click or the key that ends; gives the points when it is done.
    fn take(&mut self, form: DrawingForm, clicked: bool, ended: bool) -> Option<Vec<DraftPoint>> {
        let mut done = ended;
        if let (true, Some(next)) = (clicked, self.next) {
            let first = self.points.first().map(|first| first.at);
            let closes = first.is_some_and(|first| {
                form == DrawingForm::Outline
                    && self.points.len() >= form.least()
                    && (first[0] - next.point.at[0]).hypot(first[1] - next.point.at[1]) < CLOSE_M
            });
            // A second click on the same place ends a line.
            let ends = form == DrawingForm::Line && self.last_at() == Some(next.point.at);
            done |= closes || ends || form == DrawingForm::Place;
            if !closes && self.last_at() != Some(next.point.at) {
                self.points.push(next.point);
            }
        }
        let is_whole = done && self.points.len() >= form.least();
        is_whole.then(|| std::mem::take(&mut self.points))
    }
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn draw(
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    dragged: Res<DragState>,
    mut nearby: Nearby,
    mut draft: ResMut<Draft>,
    mut orders: MessageWriter<Order>,
) {
    let Some(EditTool::Draw(drawing)) = session.0.tool else {
        draft.set_if_neq(Draft::default());
        return;
    };
    let (Some(loaded), Some(position)) = (&scene.0, window.cursor_position()) else { return };
    let form = drawing.form();
    let free = keys.any_pressed([KeyCode::ControlLeft, KeyCode::ControlRight]);
    let drawn: Vec<[f64; 2]> = draft.points.iter().map(|point| point.at).collect();
    let next = on_ground(loaded, &session.0, eye.ray_at(position)).map(|point| {
        let reach = reach_m(&eye, position, point);
        let lines = nearby.lines([point.x, point.y], reach, None);
        let medium = match drawing {
            Drawing::Line(medium) => Some(medium),
            _ => None,
        };
        snap_in_plan(&lines, &drawn, [point.x, point.y], reach, free, medium)
    });
    let mut changed = Draft { points: draft.points.clone(), next };
    let clicked = buttons.just_released(MouseButton::Left)
        && dragged.way_px <= CLICK_WAY_PX
        && !egui.wants_any_pointer_input();
    let ended = keys.just_pressed(KeyCode::Enter) && !egui.wants_any_keyboard_input();
    if ended && changed.points.is_empty() {
        changed.next = None;
    }
    if let Some(points) = changed.take(form, clicked, ended) {
        orders.write(Order(Command::Edit(EditWish::Draw(drawing, points))));
        changed = Draft::default();
    }
    draft.set_if_neq(changed);
}

#[cfg(test)]
mod tests {
    use linli_present::SnapTo;

    use super::*;

    fn at(draft: &mut Draft, at: [f64; 2]) {
        draft.next = Some(SnapPoint { point: at.into(), to: SnapTo::Raster });
    }

    #[test]
    fn an_outline_ends_at_its_first_corner_a_line_by_a_second_click_a_place_at_once() {
        let mut draft = Draft::default();
        for corner in [[0.0, 0.0], [10.0, 0.0], [10.0, 8.0]] {
            at(&mut draft, corner);
            assert_eq!(draft.take(DrawingForm::Outline, true, false), None);
        }
        at(&mut draft, [0.5, 0.5]);
        assert_eq!(draft.take(DrawingForm::Outline, true, false).map(|points| points.len()), Some(3));
        assert_eq!(draft.points, []);
        for corner in [[0.0, 0.0], [10.0, 0.0]] {
            at(&mut draft, corner);
            assert_eq!(draft.take(DrawingForm::Line, true, false), None);
        }
        assert_eq!(draft.take(DrawingForm::Line, true, false).map(|points| points.len()), Some(2));
        at(&mut draft, [3.0, 3.0]);
        assert_eq!(draft.take(DrawingForm::Place, true, false).map(|points| points.len()), Some(1));
    }

    #[test]
    fn too_few_points_end_nothing() {
        let mut draft = Draft::default();
        at(&mut draft, [0.0, 0.0]);
        assert_eq!(draft.take(DrawingForm::Outline, true, false), None);
        assert_eq!(draft.take(DrawingForm::Outline, false, true), None);
        assert_eq!(draft.points.len(), 1);
        assert_eq!(draft.wish(Drawing::Building), None);
        at(&mut draft, [10.0, 0.0]);
        assert!(draft.wish(Drawing::Street).is_some());
    }
}
