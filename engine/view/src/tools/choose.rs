//! Choosing things together by a box on the screen, and the veil over those chosen.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_model::{Key, Kind};
use linli_present::{Command, ToolsWish, VisibilityWish};
use linli_space::{Plane, Shape};

use crate::camera::{DragState, Eye};
use crate::material::CityMaterials;
use crate::mesh::highlight_mesh;
use crate::pick::{can_be_hit, lies_flat, whole};
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// Things whose veil is drawn at most.
const MOST_VEILED: usize = 1500;
/// A box is wider and higher than this, pixels.
const LEAST_PX: f32 = 4.0;

/// The box that is being dragged: its first and its other corner, pixels of the window.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct BoxDrag(pub Option<[Vec2; 2]>);

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
pub(super) fn drag(
    buttons: Res<ButtonInput<MouseButton>>,
    keys: Res<ButtonInput<KeyCode>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut dragged: ResMut<DragState>,
    mut box_drag: ResMut<BoxDrag>,
    mut orders: MessageWriter<Order>,
) {
    let (Some(loaded), Some(at)) = (&scene.0, window.cursor_position()) else { return };
    if !session.0.tools.visibility.boxing {
        box_drag.set_if_neq(BoxDrag::default());
        return;
    }
    if buttons.just_pressed(MouseButton::Left) && !egui.wants_any_pointer_input() {
        box_drag.0 = Some([at, at]);
    }
    let Some([from, to]) = &mut box_drag.0 else { return };
    *to = at;
    dragged.taken = true;
    if !buttons.just_released(MouseButton::Left) {
        return;
    }
    let corners = [*from, *to];
    box_drag.0 = None;
    let size = (corners[1] - corners[0]).abs();
    if size.min_element() < LEAST_PX {
        return;
    }
    let chosen = within(loaded, &session, &eye, corners);
    let more = keys.any_pressed([KeyCode::ShiftLeft, KeyCode::ShiftRight]);
    let wish = if more { VisibilityWish::ChooseMore(chosen) } else { VisibilityWish::Choose(chosen) };
    orders.write(Order(Command::Tools(ToolsWish::Visibility(wish))));
}

/// Keys of the standing things of which some part is seen in a box, walls or not; of a building with parts the whole.
fn within(scene: &LoadedScene, session: &ViewSession, eye: &Eye, [a, b]: [Vec2; 2]) -> BTreeSet<Key> {
    let (low, high) = (a.min(b), a.max(b));
    let corners = [low, Vec2::new(high.x, low.y), high, Vec2::new(low.x, high.y)];
    let rays: Option<Vec<(DVec3, DVec3)>> = corners.into_iter().map(|corner| eye.ray_at(corner)).collect();
    let Some(rays) = rays else { return BTreeSet::new() };
    let planes = frustum(&rays);
    let chosen = scene.index.in_frustum(&planes).into_iter().filter_map(|id| {
        let element = scene.community.element(id)?;
        if lies_flat(element) || !can_be_hit(scene, &session.0, id) {
            return None;
        }
        let parent = match &element.kind {
            Kind::BuildingPart(building) => building.parent.as_ref(),
            _ => None,
        };
        Some(parent.unwrap_or(&element.key).clone())
    });
    chosen.collect()
}

/// The half spaces between the rays of four corners, in their order, and the one ahead of the eye.
fn frustum(rays: &[(DVec3, DVec3)]) -> Vec<Plane> {
    let middle = rays.iter().map(|(_, direction)| *direction).sum::<DVec3>().normalize_or_zero();
    let half_space = |normal: DVec3, through: DVec3| {
        let normal = if normal.dot(middle) < 0.0 { -normal } else { normal };
        Plane { normal: normal.into(), offset_m: -normal.dot(through) }
    };
    let sides = rays
        .iter()
        .zip(rays.iter().cycle().skip(1))
        .map(|((origin, a), (_, b))| half_space(a.cross(*b).normalize_or_zero(), *origin));
    let ahead = rays.first().map(|(origin, _)| half_space(middle, *origin));
    sides.chain(ahead).collect()
}

/// The veil over what is chosen.
#[derive(Component)]
pub(super) struct ChosenVeil;

pub(super) fn highlight(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    old: Query<Entity, With<ChosenVeil>>,
    mut shown: Local<BTreeSet<Key>>,
) {
    let chosen = &session.0.tools.visibility.chosen;
    if *chosen == *shown && (chosen.is_empty() || !scene.is_changed()) {
        return;
    }
    shown.clone_from(chosen);
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let Some(scene) = &scene.0 else { return };
    let ids = chosen.iter().filter_map(|key| scene.id_seen(key, &session.0)).take(MOST_VEILED);
    let shapes: Vec<&Arc<Shape>> =
        ids.flat_map(|id| whole(scene, id)).filter_map(|id| scene.shapes.get(id.index())).collect();
    let made = highlight_mesh(&shapes);
    if let Some(veil) = made.veil {
        let (mesh, material) = (Mesh3d(meshes.add(veil)), MeshMaterial3d(materials.overlay.clone()));
        commands.spawn((ChosenVeil, mesh, material, bevy::light::NotShadowCaster));
    }
    if let Some(edges) = made.edges {
        let (mesh, material) = (Mesh3d(meshes.add(edges)), MeshMaterial3d(materials.lines.clone()));
        commands.spawn((ChosenVeil, mesh, material, bevy::light::NotShadowCaster));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_the_box_lies_in_every_half_space_and_what_is_behind_does_not() {
        let eye = DVec3::new(0.0, -10.0, 0.0);
        let corners = [(-1.0, 1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)];
        let rays: Vec<_> = corners.map(|(x, z)| (eye, DVec3::new(x, 4.0, z).normalize())).into();
        let planes = frustum(&rays);
        let holds = |p: [f64; 3]| planes.iter().all(|plane| plane.height(p) >= 0.0);
        assert_eq!(planes.len(), 5);
        assert!(holds([0.0, 0.0, 0.0]) && holds([2.4, 0.0, -2.4]));
        assert!(!holds([2.6, 0.0, 0.0]) && !holds([0.0, 0.0, 2.6]));
        assert!(!holds([0.0, -20.0, 0.0]), "behind the eye");
    }
}
