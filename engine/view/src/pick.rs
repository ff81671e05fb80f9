//! Picking through the spatial index: what is under the pointer.

use bevy::math::{DVec2, DVec3};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use linli_model::{Element, ElementId, Kind, Layer};
use linli_present::{Command, EditTool, Session};
use linli_space::{Ground, GroundCut, Hit};

use crate::ViewSet;
use crate::camera::{DragState, Eye, TouchState};
use crate::compare::ShownOn;
use crate::material::CityMaterials;
use crate::mesh::highlight_mesh;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::{Order, ViewSession};

/// How far a click may wander, pixels.
const CLICK_WAY_PX: f32 = 6.0;

/// Whether an element can be hit at all on this screen.
pub(crate) fn can_be_hit(scene: &LoadedScene, session: &Session, id: ElementId) -> bool {
    let Some(element) = scene.community.element(id).filter(|_| !scene.gone.contains(&id)) else {
        return false;
    };
    session.shows(element.layer())
        && session.tools.visibility.opacity_of(element) > 0.0
        && (!is_underground(element) || session.opens_ground())
        && is_part(scene, session, id)
        && scene.comparison.as_ref().is_none_or(|comparison| comparison.shows(id, &session.compare))
}

/// Whether an element is part of a moment on screen.
fn is_part(scene: &LoadedScene, session: &Session, id: ElementId) -> bool {
    session.moments().any(|moment| scene.shows(id, moment))
}

/// What is under a ray.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picked {
    /// The element, unless it is bare ground.
    pub id: Option<ElementId>,
    /// Where, local metres.
    pub point: DVec3,
}

/// What is under a ray, of what is shown: the first element it meets; on flat land the street that runs
/// there, if any; else bare ground. Where the underground is shown, the ground and what lies flat on it
/// let the ray through when a utility line is behind. Where everything is cut through, only what is kept can be
/// met, and a face tells what it cuts.
pub fn picked(scene: &LoadedScene, session: &Session, origin: DVec3, direction: DVec3) -> Option<Picked> {
    let Some(section) = session.section.and_then(|plan| plan.section()) else {
        return picked_whole(scene, session, origin, direction);
    };
    let [enters, leaves] = section.part_of_ray(origin.into(), direction.into())?;
    let entry = origin + direction * enters;
    if enters > 0.0 {
        let inside = inside_of(scene, session, entry);
        if inside.is_some() || entry.z < scene.ground.height_at(entry.x, entry.y) {
            return Some(Picked { id: inside, point: entry });
        }
    }
    let most_m = (leaves - enters) * direction.length();
    picked_whole(scene, session, entry, direction)
        .filter(|found| found.point.distance(entry) <= most_m + 1e-6)
}

/// What is cut through at a place: a line before the tunnel or the basement that holds it.
fn inside_of(scene: &LoadedScene, session: &Session, point: DVec3) -> Option<ElementId> {
    let shown = |id: &ElementId| can_be_hit(scene, session, *id);
    let is_below = |id: &ElementId| scene.community.element(*id).is_some_and(is_underground);
    let near = scene.index.nearest(point.into(), 4).into_iter();
    let line = near.filter(|near| near.distance_m < 0.05).map(|near| near.id).filter(is_below).find(shown);
    line.or_else(|| {
        let is_solid =
            |id: &ElementId| scene.community.element(*id).is_some_and(|element| !lies_flat(element));
        scene.index.containing(point.into()).into_iter().filter(is_solid).find(shown)
    })
}

fn picked_whole(scene: &LoadedScene, session: &Session, origin: DVec3, direction: DVec3) -> Option<Picked> {
    let element = |id: ElementId| scene.community.element(id);
    let shown = |id: ElementId| can_be_hit(scene, session, id);
    let first = scene.index.pick(origin.into(), direction.into(), shown);
    let standing = first.filter(|hit| element(hit.id).is_some_and(|e| !lies_flat(e)));
    let ground = ground_point(&scene.ground, origin, direction);
    let ground_distance = ground.map_or(f64::INFINITY, |point| point.distance(origin));
    let cut = session.cut.as_ref().and_then(|plan| plan.in_community(&scene.community));
    let open = cut.filter(|cut| ground.is_some_and(|point| cut.contains(point.x, point.y)));
    // What stands in front of the ground is what is meant.
    if let Some(hit) = standing
        && hit.distance_m <= ground_distance + 0.05
    {
        return Some(Picked { id: Some(hit.id), point: DVec3::from(hit.point) });
    }
    if let (Some(cut), Some(entry)) = (open, ground) {
        return Some(in_cut(scene, session, &cut, entry, direction));
    }
    if session.underground {
        let below = |id: ElementId| element(id).is_some_and(is_underground) && can_be_hit(scene, session, id);
        if let Some(hit) = scene.index.pick(origin.into(), direction.into(), below) {
            return Some(Picked { id: Some(hit.id), point: DVec3::from(hit.point) });
        }
    }
    let point = ground.or(first.map(|hit| DVec3::from(hit.point)))?;
    let street = scene.streets.at(point.x, point.y).filter(|id| shown(*id));
    let flat =
        first.filter(|hit| element(hit.id).is_some_and(|e| e.layer() != Layer::Terrain)).map(|hit| hit.id);
    Some(Picked { id: street.or(flat), point })
}

/// What is under a ray that enters an opening of the ground: what runs through the open space, else what
/// the wall or the floor shows.
fn in_cut(scene: &LoadedScene, session: &Session, cut: &GroundCut, entry: DVec3, direction: DVec3) -> Picked {
    let through_lines = session.cut.as_ref().is_some_and(|plan| plan.through_lines);
    let is_line = |id: ElementId| {
        let kind = scene.community.element(id).map(|element| &element.kind);
        match kind {
            Some(Kind::UtilityLine(line)) => line.corridor.is_none(),
            kind => matches!(kind, Some(Kind::UtilityNode(_))),
        }
    };
    let wall_m = way_in(cut, &scene.ground, entry, direction);
    let in_space = |id: ElementId| !through_lines && is_line(id) && can_be_hit(scene, session, id);
    if let Some(hit) = scene.index.pick(entry.into(), direction.into(), in_space)
        && hit.distance_m <= wall_m
    {
        return Picked { id: Some(hit.id), point: DVec3::from(hit.point) };
    }
    let point = entry + direction * wall_m;
    Picked { id: inside_of(scene, session, point), point }
}

/// How far a ray goes in an opening before it meets a wall or the floor, metres.
fn way_in(cut: &GroundCut, ground: &Ground, entry: DVec3, direction: DVec3) -> f64 {
    let flat = DVec2::new(direction.x, direction.y);
    let leaves = cut.edges().filter_map(|[a, b]| {
        let (a, edge) = (DVec2::from(a), DVec2::from(b) - DVec2::from(a));
        let turn = flat.perp_dot(edge);
        let from = a - entry.truncate();
        let (along_ray, along_edge) = (from.perp_dot(edge) / turn, from.perp_dot(flat) / turn);
        (turn.abs() > 1e-12 && along_ray > 1e-6 && (0.0..=1.0).contains(&along_edge)).then_some(along_ray)
    });
    let wall = leaves.fold(f64::INFINITY, f64::min);
    let floor = ground.height_at(entry.x, entry.y) - cut.depth_m;
    let down = (floor - entry.z) / direction.z;
    if down > 0.0 { wall.min(down) } else { wall }
}

fn is_underground(element: &Element) -> bool {
    matches!(
        element.kind,
        Kind::UtilityLine(_)
            | Kind::UtilityNode(_)
            | Kind::Basement(_)
            | Kind::Corridor(_)
            | Kind::CorridorNode(_)
    )
}

/// Where a ray meets the ground: exactly on level ground, to a centimetre on terrain.
fn ground_point(ground: &Ground, origin: DVec3, direction: DVec3) -> Option<DVec3> {
    let above = |t: f64| {
        let p = origin + direction * t;
        p.z - ground.height_at(p.x, p.y)
    };
    if above(0.0) < 0.0 {
        return None;
    }
    if ground.is_level() {
        let t = (ground.level_m - origin.z) / direction.z;
        return (direction.z < -1e-6 && t > 0.0).then(|| origin + direction * t);
    }
    // Steps grow with distance, as the pixels' footprint on the ground does.
    let (mut near, mut far) = (0.0, 1.0);
    while above(far) > 0.0 {
        near = far;
        far += (far * 0.02).max(1.0);
        if far > 40_000.0 {
            return None;
        }
    }
    while far - near > 0.01 {
        let middle = (near + far) / 2.0;
        if above(middle) > 0.0 {
            near = middle;
        } else {
            far = middle;
        }
    }
    Some(origin + direction * far)
}

pub(crate) fn lies_flat(element: &Element) -> bool {
    matches!(
        element.layer(),
        Layer::Terrain
            | Layer::Streets
            | Layer::Green
            | Layer::Water
            | Layer::Land
            | Layer::Parking
            | Layer::Railways
            | Layer::Parcels
    )
}

/// The first wall that a walker's ray meets: buildings and structures only.
pub fn wall(scene: &LoadedScene, session: &Session, origin: DVec3, direction: DVec3) -> Option<Hit> {
    let stops = |id: ElementId| {
        let is_wall = |element: &Element| {
            matches!(element.kind, Kind::Building(_) | Kind::BuildingPart(_) | Kind::Structure { .. })
        };
        scene.community.element(id).is_some_and(is_wall) && can_be_hit(scene, session, id)
    };
    let section = session.section.and_then(|plan| plan.section());
    let Some(section) = section else { return scene.index.pick(origin.into(), direction.into(), stops) };
    let [enters, leaves] = section.part_of_ray(origin.into(), direction.into())?;
    let way = direction.length();
    let hit = scene.index.pick((origin + direction * enters).into(), direction.into(), stops)?;
    let distance_m = hit.distance_m + enters * way;
    (distance_m <= leaves * way).then_some(Hit { distance_m, ..hit })
}

/// The overlay over the selected element.
#[derive(Component)]
struct Highlight;

/// Projected place under the pointer, for the status line.
#[derive(Resource, Default, Clone, Copy, Debug, PartialEq)]
pub struct PointedAt(pub Option<DVec3>);

pub(crate) fn plugin(app: &mut App) {
    app.init_resource::<PointedAt>().add_systems(
        Update,
        (
            (click, tap, point).run_if(crate::kiosk::is_desktop).in_set(ViewSet::Input),
            highlight.in_set(ViewSet::Sync),
        ),
    );
}

fn order_for(scene: &CurrentScene, session: &ViewSession, ray: Option<(DVec3, DVec3)>) -> Option<Order> {
    let scene = scene.0.as_ref()?;
    let (origin, direction) = ray?;
    let found = picked(scene, &session.0, origin, direction).and_then(|picked| picked.id);
    Some(Order(Command::Select(found.map(|id| meant(scene, session.0.selection, id)))))
}

#[expect(clippy::too_many_arguments, reason = "a system's inputs")]
fn click(
    buttons: Res<ButtonInput<MouseButton>>,
    drag: Res<DragState>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut orders: MessageWriter<Order>,
) {
    if !buttons.just_released(MouseButton::Left)
        || drag.way_px > CLICK_WAY_PX
        || drag.taken
        || matches!(session.0.tool, Some(EditTool::Draw(_)))
        || session.0.tools.takes_clicks()
        || egui.wants_any_pointer_input()
    {
        return;
    }
    let ray = window.cursor_position().and_then(|position| eye.ray_at(position));
    if let Some(order) = order_for(&scene, &session, ray) {
        orders.write(order);
    }
}

fn tap(
    touches: Res<Touches>,
    state: Res<TouchState>,
    egui: Res<EguiWantsInput>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut orders: MessageWriter<Order>,
) {
    for touch in touches.iter_just_released() {
        let is_taken = session.0.tools.takes_clicks() || egui.wants_any_pointer_input();
        if state.way_px > CLICK_WAY_PX * 2.0 || is_taken {
            continue;
        }
        if let Some(order) = order_for(&scene, &session, eye.ray_at(touch.position())) {
            orders.write(order);
        }
    }
}

fn point(
    window: Single<&Window, With<PrimaryWindow>>,
    eye: Eye,
    scene: Res<CurrentScene>,
    session: Res<ViewSession>,
    mut pointed: ResMut<PointedAt>,
) {
    let place = window
        .cursor_position()
        .and_then(|position| eye.ray_at(position))
        .and_then(|(origin, direction)| picked(scene.0.as_ref()?, &session.0, origin, direction))
        .map(|picked| picked.point);
    pointed.set_if_neq(PointedAt(place));
}

/// What a click on an element means: of a building with parts first the building, then the part.
pub(crate) fn meant(scene: &LoadedScene, selected: Option<ElementId>, hit: ElementId) -> ElementId {
    let element = scene.community.element(hit);
    let parent = element.and_then(|e| e.kind.building()).and_then(|building| building.parent.as_ref());
    let whole = parent.and_then(|key| scene.community.id_of(key));
    whole.filter(|whole| selected != Some(*whole)).unwrap_or(hit)
}

/// The selected element and, for a building with parts, its parts.
pub(crate) fn whole(scene: &LoadedScene, id: ElementId) -> Vec<ElementId> {
    let Some(element) = scene.community.element(id) else { return Vec::new() };
    let mut all = vec![id];
    if matches!(element.kind, Kind::Building(_)) {
        all.extend(scene.community.iter().filter_map(|(part, other)| {
            let parent = other.kind.building().and_then(|b| b.parent.as_ref());
            (parent == Some(&element.key)).then_some(part)
        }));
    }
    all
}

fn highlight(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    materials: Res<CityMaterials>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut commands: Commands,
    old: Query<Entity, With<Highlight>>,
    mut shown: Local<Option<ElementId>>,
) {
    // What is not part of the moment is not marked either.
    let is_on_screen = |id: &ElementId| scene.0.as_ref().is_none_or(|scene| is_part(scene, &session.0, *id));
    // An open building shows its rooms, not a veil over what was taken off.
    let wanted = session.0.selection.filter(is_on_screen).filter(|_| session.0.storey.is_none());
    if wanted == *shown && !scene.is_changed() {
        return;
    }
    *shown = wanted;
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let (Some(scene), Some(id)) = (&scene.0, wanted) else { return };
    // Where variants are compared, every version of the element is marked on its own sides.
    for (id, sides) in scene.versions_of(id) {
        let shapes: Vec<_> = whole(scene, id).iter().filter_map(|id| scene.shapes.get(id.index())).collect();
        let made = highlight_mesh(&shapes);
        if let Some(veil) = made.veil {
            let (mesh, material) = (Mesh3d(meshes.add(veil)), MeshMaterial3d(materials.overlay.clone()));
            commands.spawn((Highlight, ShownOn(sides), mesh, material, bevy::light::NotShadowCaster));
        }
        if let Some(edges) = made.edges {
            let (mesh, material) = (Mesh3d(meshes.add(edges)), MeshMaterial3d(materials.lines.clone()));
            commands.spawn((Highlight, ShownOn(sides), mesh, material, bevy::light::NotShadowCaster));
        }
    }
}

#[cfg(test)]
mod tests {
    use linli_model::TerrainGrid;

    use super::*;

    #[test]
    fn a_ray_ends_at_the_wall_or_the_floor_of_an_opening() {
        let cut = GroundCut::block([0.0, 0.0], 0.0, 20.0, 6.0, 4.0);
        let way = |entry, direction| {
            cut.as_ref().map(|cut| way_in(cut, &Ground::level(0.0), entry, direction)).unwrap_or_default()
        };
        assert!((way(DVec3::ZERO, DVec3::new(0.6, 0.0, -0.8)) - 5.0).abs() < 1e-9);
        assert!((way(DVec3::ZERO, DVec3::new(0.8, 0.0, -0.6)) - 3.0 / 0.8).abs() < 1e-9);
        assert!((way(DVec3::ZERO, -DVec3::Z) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn rays_meet_level_and_sloping_ground() {
        let level = Ground::level(3.0);
        let down = DVec3::new(0.0, 0.6, -0.8);
        let on = ground_point(&level, DVec3::new(0.0, 0.0, 43.0), down);
        assert!(on.is_some_and(|p| p.distance(DVec3::new(0.0, 30.0, 3.0)) < 1e-9));
        assert_eq!(ground_point(&level, DVec3::new(0.0, 0.0, 43.0), DVec3::Z), None);
        // A slope of one in ten towards the north.
        let heights = (0..11).flat_map(|row| [row as f32; 11]).collect();
        let grid = TerrainGrid {
            origin_m: [-50.0, 0.0],
            cell_m: [10.0, 10.0],
            columns: 11,
            rows: 11,
            heights_m: heights,
        };
        let slope = Ground::from_grid(grid);
        let on = ground_point(&slope, DVec3::new(0.0, 0.0, 20.0), DVec3::new(0.0, 0.8, -0.6));
        assert!(on.is_some_and(|p| (p.z - p.y / 10.0).abs() < 0.02), "{on:?}");
    }
}
