//! Measuring in the scene: where a click would go, with corners and edges drawing it; what was measured, as numbers.

use std::sync::Arc;

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_model::{ElementId, Key, Point3};
use linli_present::measure::{
    Measure, MeasureAsked, MeasureFault, MeasureKind, MeasureValue, MeasureView, MeasureWish, SnapKind,
    SnapReach, snap_to_edges,
};
use linli_present::{Command, ToolsWish};
use linli_space::{Clearance, Shape, clearance_between, feature_edges};

use crate::camera::{DragState, Eye, MainCamera, TouchState};
use crate::coordinates::render_from_local;
use crate::pick::{meant, picked, whole};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// How far a click may wander, pixels.
const CLICK_WAY_PX: f32 = 6.0;
/// A click this near to the first corner of a polygon closes it, pixels.
const CLOSE_PX: f64 = 12.0;
/// Edges between faces that differ by less are none to snap to, degrees.
const LEAST_ANGLE_DEG: f64 = 20.0;

/// Where a click would go now.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct Aim {
    /// The place, local metres.
    pub at: Option<Point3>,
    /// What drew it there.
    pub snap: Option<SnapKind>,
    /// The thing under the pointer.
    pub thing: Option<ElementId>,
    /// Whether it would close the polygon.
    pub closes: bool,
}

/// Something measured, with its number.
#[derive(Clone, Debug)]
pub(crate) struct MeasuredThing {
    /// What was measured.
    pub measure: Measure,
    /// What came out.
    pub value: Result<MeasureValue, MeasureFault>,
}

/// Everything measured, and what is being measured.
#[derive(Resource, Default)]
pub(crate) struct MeasuredThings {
    /// What was measured.
    pub kept: Vec<MeasuredThing>,
    /// What is being measured, with the place under the pointer as its next point.
    pub draft: Option<MeasuredThing>,
}

/// Finds the place under the pointer, drawn to a corner or an edge of what is there.
#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn aim(
    window: Single<&Window, With<PrimaryWindow>>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    eye: Eye,
    egui: Res<EguiWantsInput>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut aim: ResMut<Aim>,
    mut edges: Local<Option<(ElementId, Vec<[Point3; 2]>)>>,
) {
    let draft = session.0.tools.measure.draft.as_ref();
    let pointer = window.cursor_position().filter(|_| !egui.wants_any_pointer_input());
    let (Some(draft), Some(loaded), Some(pointer)) = (draft, &scene.0, pointer) else {
        aim.set_if_neq(Aim::default());
        return;
    };
    let Some((origin, direction)) = eye.ray_at(pointer) else { return };
    let (camera, transform) = *camera;
    let project = |place: Point3| {
        let at = camera.world_to_viewport(transform, render_from_local(place)).ok()?;
        Some([f64::from(at.x), f64::from(at.y)])
    };
    let hit = picked(loaded, &session.0, origin, direction);
    let thing = hit.and_then(|hit| hit.id);
    if scene.is_changed() || edges.as_ref().map(|(id, _)| *id) != thing {
        *edges = thing.map(|id| (id, edges_of(loaded, id)));
    }
    let own = edges.iter().flat_map(|(_, edges)| edges.iter().copied());
    let pointer = [f64::from(pointer.x), f64::from(pointer.y)];
    let ray = [origin.into(), direction.into()];
    let snap = snap_to_edges(own, pointer, ray, SnapReach::default(), project);
    let first = draft.points.first().filter(|_| draft.kind == MeasureKind::Area && draft.is_enough());
    let closes = first
        .and_then(|first| project(*first))
        .is_some_and(|[x, y]| (x - pointer[0]).hypot(y - pointer[1]) < CLOSE_PX);
    let at = match (closes, snap) {
        (true, _) => first.copied(),
        (false, Some(snap)) => Some(snap.at),
        (false, None) => hit.map(|hit| hit.point.into()),
    };
    let snap = snap.map(|snap| snap.kind).filter(|_| !closes);
    aim.set_if_neq(Aim { at, snap, thing, closes });
}

/// Edges that a click is drawn to: those of an element, or the pieces of its axis.
fn edges_of(scene: &LoadedScene, id: ElementId) -> Vec<[Point3; 2]> {
    let Some(shape) = scene.shapes.get(id.index()) else { return Vec::new() };
    let mut edges = feature_edges(shape, LEAST_ANGLE_DEG);
    edges.extend(shape.segments.iter().map(|segment| [segment.a, segment.b]));
    edges
}

pub(super) fn click(
    buttons: Res<ButtonInput<MouseButton>>,
    dragged: Res<DragState>,
    egui: Res<EguiWantsInput>,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    aim: Res<Aim>,
    mut orders: MessageWriter<Order>,
) {
    let Some(draft) = &session.0.tools.measure.draft else { return };
    let clicked = buttons.just_released(MouseButton::Left) && dragged.way_px <= CLICK_WAY_PX;
    if clicked && !egui.wants_any_pointer_input() {
        orders.write_batch(wish_of(draft.kind, &scene, &aim).map(order));
    }
}

/// A touch says at once where it is: no corner draws what a finger covers.
pub(super) fn tap(
    touches: Res<Touches>,
    state: Res<TouchState>,
    egui: Res<EguiWantsInput>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut orders: MessageWriter<Order>,
) {
    let (Some(draft), Some(loaded)) = (&session.0.tools.measure.draft, &scene.0) else { return };
    for touch in touches.iter_just_released() {
        if state.way_px > CLICK_WAY_PX * 2.0 || egui.wants_any_pointer_input() {
            continue;
        }
        let Some((origin, direction)) = eye.ray_at(touch.position()) else { continue };
        let hit = picked(loaded, &session.0, origin, direction);
        let aim =
            Aim { at: hit.map(|hit| hit.point.into()), thing: hit.and_then(|hit| hit.id), ..Aim::default() };
        orders.write_batch(wish_of(draft.kind, &scene, &aim).map(order));
    }
}

fn order(wish: MeasureWish) -> Order {
    Order(Command::Tools(ToolsWish::Measure(wish)))
}

/// What a click means for a measurement of a kind.
fn wish_of(kind: MeasureKind, scene: &CurrentScene, aim: &Aim) -> Option<MeasureWish> {
    if kind != MeasureKind::Clearance {
        return if aim.closes { Some(MeasureWish::Finish) } else { aim.at.map(MeasureWish::Point) };
    }
    let loaded = scene.0.as_ref()?;
    let element = loaded.community.element(meant(loaded, None, aim.thing?))?;
    Some(MeasureWish::Object(element.key.clone()))
}

pub(super) fn keys(
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    session: Res<ViewSession>,
    mut orders: MessageWriter<Order>,
) {
    if egui.wants_any_keyboard_input() || !session.0.tools.measure.takes_clicks() {
        return;
    }
    for (key, wish) in [
        (KeyCode::Enter, MeasureWish::Finish),
        (KeyCode::Backspace, MeasureWish::TakeBack),
        (KeyCode::Escape, MeasureWish::Take(None)),
    ] {
        if keys.just_pressed(key) {
            orders.write(order(wish));
        }
    }
}

/// Finds the numbers of what is measured when that, the pointer or the scene changed.
pub(super) fn reckon(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    aim: Res<Aim>,
    mut things: ResMut<MeasuredThings>,
    mut made: Local<MeasureView>,
) {
    let Some(loaded) = &scene.0 else { return };
    let view = &session.0.tools.measure;
    let is_same = *made == *view && !scene.is_changed();
    if is_same && (view.draft.is_none() || !aim.is_changed()) {
        return;
    }
    if !is_same && (made.kept != view.kept || scene.is_changed()) {
        things.kept = view.kept.iter().map(|measure| thing(loaded, &session, measure.clone())).collect();
    }
    things.draft = view.draft.clone().map(|mut draft| {
        if draft.kind != MeasureKind::Clearance && !aim.closes && !draft.is_full() {
            draft.points.extend(aim.at.filter(|at| draft.points.last() != Some(at)));
        }
        thing(loaded, &session, draft)
    });
    made.clone_from(view);
}

/// Measures what is asked for a picture.
///
/// # Errors
/// What is not there.
pub(crate) fn measure_all(world: &mut World, asked: &[MeasureAsked]) -> Result<(), String> {
    let Some(loaded) = world.resource::<CurrentScene>().0.clone() else { return Ok(()) };
    for asked in asked {
        let measure = asked.local(&loaded.community.frame, &loaded.ground);
        let session = world.resource::<ViewSession>().clone();
        if let Some(key) = measure.objects.iter().find(|key| loaded.id_seen(key, &session.0).is_none()) {
            return Err(format!("the scene has no element '{key}'"));
        }
        if let Err(fault) = thing(&loaded, &session, measure.clone()).value {
            return Err(format!("{}: {}", asked.kind.name(), fault.text(session.0.language)));
        }
        let wish = ToolsWish::Measure(MeasureWish::Keep(measure));
        world.resource_mut::<ViewSession>().0.apply(Command::Tools(wish));
    }
    Ok(())
}

fn thing(scene: &LoadedScene, session: &ViewSession, measure: Measure) -> MeasuredThing {
    let gap = match measure.objects.as_slice() {
        [a, b] => gap_of(scene, session, [a, b]),
        _ => None,
    };
    let value = measure.value(gap);
    MeasuredThing { measure, value }
}

/// The clearance of two things, as they stand on the side that is looked at.
fn gap_of(scene: &LoadedScene, session: &ViewSession, keys: [&Key; 2]) -> Option<Clearance> {
    let shapes = |key: &Key| -> Option<Vec<Arc<Shape>>> {
        let id = scene.id_seen(key, &session.0).filter(|id| !scene.gone.contains(id))?;
        Some(whole(scene, id).iter().filter_map(|id| scene.shapes.get(id.index()).cloned()).collect())
    };
    // What cannot be used has no geometry to measure.
    clearance_between(&shapes(keys[0])?, &shapes(keys[1])?).ok().flatten()
}
