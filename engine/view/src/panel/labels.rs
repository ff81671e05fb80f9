//! Names in the picture: stations first, then large named buildings and parks; never one over another,
//! never through a wall.

use std::collections::BTreeMap;

use bevy::math::DVec3;
use bevy::prelude::*;
use bevy_egui::{EguiContexts, egui};
use linli_model::{Aabb, AreaUse, ElementId, Key, Kind, Language, Parcel, Stage, Truth};
use linli_present::{CompareMode, title_of};

use super::context;
use super::furniture::plated;
use super::theme::{ACCENT, INK};
use crate::camera::MainCamera;
use crate::coordinates::{local_from_render, render_from_local};
use crate::looks::Looks;
use crate::pick;
use crate::scene::{CurrentScene, LoadedScene};
use crate::session::ViewSession;

/// A name that may be shown.
struct Candidate {
    id: ElementId,
    at: DVec3,
    weight: f64,
    station: bool,
}

/// A name that is shown.
struct Shown {
    id: ElementId,
    at: Vec2,
    station: bool,
    selected: bool,
}

/// Names of the scene, and those on screen.
#[derive(Resource, Default)]
pub(super) struct Labels {
    candidates: Vec<Candidate>,
    shown: Vec<Shown>,
}

/// Names shown at once at most.
const MOST: usize = 14;
/// Names considered for a frame: the rest is too unimportant to be asked for.
const CONSIDERED: usize = 160;

fn weight_of(kind: &Kind, volume: f64) -> Option<(f64, bool)> {
    Some(match kind {
        Kind::Station(_) => (1e9, true),
        Kind::Building(_) => (volume.sqrt(), false),
        Kind::Parcel(_) => (volume.sqrt() * 2.0, false),
        Kind::Area(area) if area.use_ == AreaUse::Park || area.use_ == AreaUse::Water => {
            (volume.sqrt() * 0.5, false)
        }
        Kind::Area(area) if area.use_ == AreaUse::Plaza => (volume.sqrt() * 0.5, false),
        _ => return None,
    })
}

/// Parts of buildings by the key of the whole.
fn parts_by_parent(scene: &LoadedScene) -> BTreeMap<&Key, Vec<ElementId>> {
    let mut parts: BTreeMap<&Key, Vec<ElementId>> = BTreeMap::new();
    for (id, element) in scene.community.iter() {
        if let Some(parent) = element.kind.building().and_then(|building| building.parent.as_ref()) {
            parts.entry(parent).or_default().push(id);
        }
    }
    parts
}

/// Box of an element with its parts.
fn whole_aabb(scene: &LoadedScene, parts: &BTreeMap<&Key, Vec<ElementId>>, id: ElementId) -> Aabb {
    let own = scene.community.element(id).and_then(|element| parts.get(&element.key));
    let all = own.into_iter().flatten().copied().chain([id]);
    all.filter_map(|id| scene.shapes.get(id.index()))
        .fold(Aabb::EMPTY, |aabb, shape| aabb.union(&shape.aabb()))
}

fn candidates(scene: &LoadedScene) -> Vec<Candidate> {
    let parts = parts_by_parent(scene);
    let mut list: Vec<Candidate> = scene
        .community
        .iter()
        .filter(|(_, element)| {
            let is_sketch = element.kind.building().is_some() && element.presence.truth == Truth::Proposed;
            element.name.is_some() && !is_sketch
        })
        .filter_map(|(id, element)| {
            let aabb = whole_aabb(scene, &parts, id);
            if aabb.is_empty() {
                return None;
            }
            let size = aabb.size();
            let (weight, station) =
                weight_of(&element.kind, size[0].max(1.0) * size[1].max(1.0) * size[2].max(1.0))?;
            let centre = aabb.centre();
            let top = if station { aabb.max[2] + 8.0 } else { aabb.max[2] + 2.0 };
            Some(Candidate { id, at: DVec3::new(centre[0], centre[1], top), weight, station })
        })
        .collect();
    list.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.id.cmp(&b.id)));
    list.truncate(CONSIDERED);
    list
}

pub(super) fn choose(
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    camera: Single<(&Camera, &GlobalTransform), With<MainCamera>>,
    looks: Res<Looks>,
    mut labels: ResMut<Labels>,
    mut last: Local<Option<(GlobalTransform, Option<ElementId>)>>,
) {
    let Some(loaded) = &scene.0 else { return };
    if scene.is_changed() {
        labels.candidates = candidates(loaded);
        *last = None;
    }
    let (camera, transform) = *camera;
    let now = (*transform, session.0.selection);
    if last.as_ref() == Some(&now) && !session.is_changed() {
        return;
    }
    *last = Some(now);
    if session.0.inside.is_some() {
        // Names of houses above would stand on the walls of the tunnel.
        labels.shown.clear();
        return;
    }
    let eye = DVec3::from(local_from_render(transform.translation()));
    let section = session.0.section.and_then(|plan| plan.section());
    let mut shown: Vec<Shown> = Vec::new();
    if let Some(id) = session.0.selection
        && let Some(label) = project(loaded, id, camera, transform)
    {
        shown.push(label);
    }
    for candidate in &labels.candidates {
        if shown.len() >= MOST {
            break;
        }
        let Some(element) = loaded.community.element(candidate.id) else { continue };
        let is_part = |moment| loaded.shows(candidate.id, moment);
        let is_parcel = matches!(element.kind, Kind::Parcel(_));
        if Some(candidate.id) == session.0.selection
            || !session.0.shows(element.layer())
            || !session.0.moments().any(is_part)
            || session.0.tools.visibility.opacity_of(element) <= 0.0
            || (is_parcel && !session.0.shows_stage(Stage::Planning))
        {
            continue;
        }
        let place = standing(candidate, &looks);
        // What is cut away has no name; what is cut lower has it on its face.
        let place = section.as_ref().map_or(Some(place), |section| section.lowered_into(place));
        let Some(at) =
            place.and_then(|place| camera.world_to_viewport(transform, render_from_local(place)).ok())
        else {
            continue;
        };
        if !is_seen_at(
            loaded,
            &session,
            candidate.id,
            at.x / camera.logical_viewport_size().map_or(1.0, |s| s.x),
        ) {
            continue;
        }
        let apart = |s: &Shown| (s.at.x - at.x).abs() > 170.0 || (s.at.y - at.y).abs() > 34.0;
        if !shown.iter().all(apart) || hidden(loaded, &session, eye, candidate) {
            continue;
        }
        shown.push(Shown { id: candidate.id, at, station: candidate.station, selected: false });
    }
    labels.shown = shown;
}

/// Whether a thing is part of the picture at a share of its width: on each side of a swipe another variant is.
fn is_seen_at(scene: &LoadedScene, session: &ViewSession, id: ElementId, share: f32) -> bool {
    let Some(comparison) = &scene.comparison else { return true };
    let mut view = session.0.compare;
    if view.mode == CompareMode::Swipe {
        view.side = usize::from(share >= view.at);
    }
    comparison.shows(id, &view)
}

/// Where the name of a thing is now: a building in work carries it no higher than it has risen.
fn standing(candidate: &Candidate, looks: &Looks) -> [f64; 3] {
    let [x, y, z] = candidate.at.into();
    [x, y, z.min(looks.top_m(candidate.id) + 2.0)]
}

fn hidden(scene: &LoadedScene, session: &ViewSession, eye: DVec3, candidate: &Candidate) -> bool {
    let way = candidate.at - eye;
    let distance = way.length();
    // A name fades where its thing is too far to be seen.
    if distance < 2.0 || (!candidate.station && candidate.weight / distance < 0.12) {
        return true;
    }
    pick::wall(scene, &session.0, eye, way / distance).is_some_and(|hit| hit.distance_m < distance - 6.0)
}

fn project(
    scene: &LoadedScene,
    id: ElementId,
    camera: &Camera,
    transform: &GlobalTransform,
) -> Option<Shown> {
    let aabb = whole_aabb(scene, &parts_by_parent(scene), id);
    if aabb.is_empty() {
        return None;
    }
    let centre = aabb.centre();
    let top = render_from_local([centre[0], centre[1], aabb.max[2] + 2.0]);
    let at = camera.world_to_viewport(transform, top).ok()?;
    Some(Shown { id, at, station: false, selected: true })
}

pub(super) fn draw(
    mut contexts: EguiContexts,
    session: Res<ViewSession>,
    scene: Res<CurrentScene>,
    camera: Single<&Camera, With<MainCamera>>,
    labels: Res<Labels>,
) {
    let Some(ctx) = context(&mut contexts) else { return };
    let (Some(loaded), Some(viewport)) = (&scene.0, camera.logical_viewport_size()) else { return };
    let language: Language = session.0.language;
    let painter = ctx.layer_painter(egui::LayerId::new(egui::Order::Background, "labels".into()));
    let screen = ctx.content_rect();
    for label in &labels.shown {
        let Some(element) = loaded.community.element(label.id) else { continue };
        let at = screen.left_top()
            + egui::vec2(label.at.x / viewport.x * screen.width(), label.at.y / viewport.y * screen.height());
        let mut name = title_of(element, language);
        if let Kind::Parcel(parcel) = &element.kind {
            name = parcel_words(&name, parcel, language);
        }
        let short: String =
            if name.chars().count() > 44 { name.chars().take(43).chain(['…']).collect() } else { name };
        let (colour, size) = if label.selected {
            (ACCENT, 16.0)
        } else if label.station {
            (egui::Color32::from_rgb(140, 200, 255), 15.0)
        } else {
            (INK, 13.0)
        };
        if label.station || label.selected {
            let foot = at + egui::vec2(0.0, 12.0);
            painter.line_segment([at, foot], egui::Stroke::new(1.5, colour));
        }
        plated(&painter, at - egui::vec2(0.0, 3.0), egui::Align2::CENTER_BOTTOM, &short, size, colour);
    }
}

/// Name of a parcel with its limits.
fn parcel_words(name: &str, parcel: &Parcel, language: Language) -> String {
    let mut words = name.to_owned();
    if let Some(far) = parcel.far_max {
        let label = match language {
            Language::Chinese => "容积率",
            Language::English => "FAR",
        };
        words += &format!("  {label} ≤ {far:.1}");
    }
    if let Some(height) = parcel.height_max_m {
        words += &format!(" · {height:.0} m");
    }
    words
}
